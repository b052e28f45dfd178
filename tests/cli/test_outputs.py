"""What a command writes: no input, other file, device or page is destroyed."""

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import trustflow as tf
from tests.cli.own import MODULE
from tests.cli.samples import LATE
from tests.pipes import emptied
from trustflow import events as ev
from trustflow._text import visible
from trustflow.cli import main
from trustflow.cli.page_blocks import block_in, block_of, empty_block, with_block
from trustflow.cli.targets import KINDS, check_kind, kind_of_file

WRITERS = {
    "page": ["page", "{case}", "-o", "{out}.html"],
    "diagram": ["diagram", "{case}", "-o", "{out}.dot"],
    "timeline": ["timeline", "{case}", "-o", "{out}.svg"],
    "table": ["table", "rules", "-o", "{out}.txt"],
    "calendar": ["deadlines", "{case}", "--ics", "{out}.ics", "--as-of", "2017-01-01"],
    "convert": ["convert", "{case}", "{out}.csv"],
    "process": ["convert", "trust_transfer", "{out}.scxml"],
    "template": ["template", "{out}.csv"],
    "bulk": ["bulk", "{log}", "-o", "{out}.csv"],
    "new": ["new", "{out}.json", "Kent"],
}
"""For each command that writes a file, the words that make it write."""
UNWRITTEN = (
    "a table with tabs",
    "a workbook",
    "a document",
    "another kind of picture",
    "an archive",
)
"""The kinds of file that no command writes."""


@pytest.fixture
def case(tmp_path):
    """Return the path of a file with one history."""
    path = tmp_path / "case.json"
    tf.dump(LATE, path)
    return path


@pytest.fixture
def words_of(tmp_path, case):
    """Return a function that returns the words of a command, and the path that it writes."""
    log = tmp_path / "log.csv"
    log.write_text("case,event,on\nKent,inspection_published_inadequate,2016\n")

    def words(name):
        filled = [word.format(case=case, log=log, out=tmp_path / "out") for word in WRITERS[name]]
        (path,) = (Path(word) for word in filled if word.startswith(str(tmp_path / "out")))
        return filled, path

    return words


@pytest.mark.parametrize("name", WRITERS)
def test_an_existing_file_needs_force(run, words_of, name):
    """Every command that writes a file keeps an existing one unless `--force` is given."""
    words, path = words_of(name)
    assert run(*words)[0] in {0, 1}
    written = path.read_bytes()
    path.write_text("mine")
    code, out, err = run(*words)
    assert (2, "") == (code, out)
    assert f"{path} already exists. Use --force to replace it." in err
    assert "mine" == path.read_text()
    assert run(*words, "--force")[0] in {0, 1}
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_is_not_a_file(run, words_of, name):
    """A path that ends in a separator is that of a folder; no file of that name is made."""
    words, path = words_of(name)
    words[words.index(str(path))] = f"{path}{os.sep}"
    code, out, err = run(*words)
    assert (2, "") == (code, out)
    assert f"{path}{os.sep}: {os.strerror(errno.EISDIR)}" in err
    assert not path.exists()


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "new"])
def test_an_empty_name_is_refused(run, words_of, name):
    """An empty name, as of a variable of a shell that is not set, is not standard output."""
    words, path = words_of(name)
    words[words.index(str(path))] = ""
    code, out, err = run(*words, "--force")
    assert (2, "") == (code, out)
    assert "The name of the file to write is empty. Use - for standard output." in err


@pytest.mark.parametrize("name", ["page", "diagram", "timeline", "calendar", "convert", "bulk"])
@pytest.mark.parametrize("link", ["same", "symbolic", "hard"])
def test_an_output_that_is_the_input_is_refused(run, words_of, case, name, link):
    """Also under another name, and also with `--force`."""
    words, path = words_of(name)
    source = case.with_name("log.csv") if name == "bulk" else case
    if link == "same":
        # The input has the suffix of the output, and is read by its content all the same.
        words = [str(source) if word == str(path) else word for word in words]
    elif link == "symbolic":
        path.symlink_to(source)
    else:
        os.link(source, path)
    before = source.read_bytes()
    code, out, err = run(*words, "--force")
    assert (2, "") == (code, out)
    assert "is the input of this command" in err or "has the suffix of" in err
    assert before == source.read_bytes()


def test_standard_input_is_an_input_too(case, tmp_path):
    """A file that is sent to standard input is not replaced by the output."""
    import subprocess

    path = tmp_path / "out.csv"
    shutil.copy(case, path)
    before = path.read_bytes()
    with path.open("rb") as file:
        command = [sys.executable, "-m", "trustflow", "convert", "-", str(path), "--force"]
        done = subprocess.run(command, stdin=file, capture_output=True, text=True, check=False)
    assert 2 == done.returncode
    assert "is the input of this command" in done.stderr
    assert before == path.read_bytes()


@pytest.mark.parametrize("module", ["mine", "package.mine"])
def test_the_module_of_a_process_is_an_input_too(run, tmp_path, monkeypatch, module):
    """No command writes over the module, or the package, that it imported."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"{module.replace('.', '/')}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(MODULE)
    process = ["--process", f"{module}:SCHOOL"]
    for words in (["diagram", "-o", str(path)], ["convert", "school_place", str(path)]):
        code, _, err = run(*words, *process, "--force")
        assert 2 == code
        assert "is the input of this command" in err
        assert path.read_text() == MODULE
    for name in ("mine", "package.mine", "package"):
        sys.modules.pop(name, None)


def test_a_process_file_is_an_input_too(run, tmp_path):
    """The file of `--process` is not replaced."""
    path = tmp_path / "own.json"
    run("convert", "trust_transfer", path)
    before = path.read_bytes()
    code, _, err = run("convert", "trust_transfer", path, "--process", path, "--force")
    assert 2 == code
    assert "is the input of this command" in err
    assert before == path.read_bytes()


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "new"])
def test_a_minus_is_standard_output(capfdbinary, words_of, tmp_path, name, monkeypatch):
    """The output goes to standard output, and no file named - is made."""
    words, path = words_of(name)
    assert main(words) in {0, 1}
    capfdbinary.readouterr()
    written = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    extra = ["--format", path.suffix[1:]] if name in {"diagram", "timeline"} else []
    extra += ["--to", path.suffix[1:]] if name in {"convert", "process"} else []
    to_stream = [*("-" if word == str(path) else word for word in words), *extra]
    assert main(to_stream) in {0, 1}
    assert written == capfdbinary.readouterr().out
    assert main([*to_stream, "--json"]) in {0, 1}
    assert {"text": written.decode()} == json.loads(capfdbinary.readouterr().out)
    assert not Path("-").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WRITERS if name != "new"])
@pytest.mark.parametrize("to_file", [False, True], ids=["pipe", "file"])
def test_dev_stdout_gets_nothing_but_the_output(words_of, tmp_path, name, to_file):
    """No line about what was written follows it; what a shell made of it needs no `--force`."""
    words, path = words_of(name)
    assert main(words) in {0, 1}
    command = [sys.executable, "-m", "trustflow"]
    command += ["/dev/stdout" if word == str(path) else word for word in words]
    command += ["--format", path.suffix[1:]] if name in {"diagram", "timeline"} else []
    command += ["--to", path.suffix[1:]] if name in {"convert", "process"} else []
    made = tmp_path / "made"
    with made.open("wb") as file:
        stdout = file if to_file else subprocess.PIPE
        ended = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert b"" == ended.stderr
    assert path.read_bytes() == (made.read_bytes() if to_file else ended.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("log", ["-", "/dev/stdin"])
def test_bulk_reads_standard_input(words_of, tmp_path, log):
    """The log may come from a file or a pipe, whose name does not show its format."""
    words, path = words_of("bulk")
    assert main(words) in {0, 1}
    data = (tmp_path / "log.csv").read_bytes()
    command = [sys.executable, "-m", "trustflow", "bulk", log, "-o", "-"]
    piped = subprocess.run(command, input=data, capture_output=True, check=False)
    with (tmp_path / "log.csv").open("rb") as file:
        opened = subprocess.run(command, stdin=file, capture_output=True, check=False)
    assert (piped.stdout, piped.stderr) == (path.read_bytes(), b"")
    assert (opened.stdout, opened.stderr) == (path.read_bytes(), b"")


@pytest.mark.parametrize(
    "words", [["convert", "-", "--to", "json"], ["diagram", "--format", "dot"]]
)
def test_a_terminal_gets_no_hidden_characters(capsysbinary, tmp_path, monkeypatch, words):
    """A pipe gets data as they are; on a terminal, what nobody can see is shown."""
    path = tmp_path / "case.json"
    tf.dump(tf.History("Sand\u200bwell", [ev.Note("2016", note="a\u202eb", topic="other")]), path)
    command = [words[0], str(path), *words[1:]]
    assert 0 == main(command)
    piped = capsysbinary.readouterr().out.decode()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert 0 == main(command)
    shown = capsysbinary.readouterr().out.decode()
    assert visible(piped, keep_lines=True) == shown
    assert "u200bwell" in shown


def test_a_terminal_gets_a_table_without_its_marks(capsysbinary, monkeypatch):
    """The byte order mark and the line ends of CSV are for spreadsheets."""
    assert 0 == main(["template"])
    piped = capsysbinary.readouterr().out.decode()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert 0 == main(["template"])
    shown = capsysbinary.readouterr().out.decode()
    assert piped == f"\ufeff{shown.rstrip()}\r\n"


DEVICES = {"null": 3, "full": 7}
"""The minor numbers of two devices of Linux."""


@pytest.fixture
def device(tmp_path):
    """Return a function that returns the path of a device.

    Root could replace the device itself if a test failed, so it gets a node of its own.
    """

    def path_of(name):
        if os.geteuid() != 0:
            return Path("/dev", name)
        path = tmp_path / name
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, DEVICES[name]))
        return path

    return path_of


@pytest.mark.parametrize("name", ["page", "diagram", "timeline", "calendar", "template"])
def test_devices_stay_devices(run, words_of, device, name):
    """A device is written to, and needs no `--force`."""
    words, path = words_of(name)
    null, full = device("null"), device("full")
    assert 0 == run(*(null if word == str(path) else word for word in words))[0]
    code, _, err = run(*(full if word == str(path) else word for word in words))
    assert (2, True) == (code, str(full) in err)
    assert stat.S_ISCHR(null.stat().st_mode)
    assert stat.S_ISCHR(full.stat().st_mode)


@pytest.mark.parametrize("suffix", [".md", ".html", ".svg"])
def test_a_pipe_or_device_with_the_name_of_a_page(run, tmp_path, device, suffix):
    """Neither is read for a block: that would wait for ever, or find none."""
    (tmp_path / f"null{suffix}").symlink_to(device("null"))
    words = ["timeline", "Sandwell", "-o"]
    assert (0, "", "") == run(*words, tmp_path / f"null{suffix}")
    assert 0 == run(*words, tmp_path / f"page{suffix}")[0]
    with emptied(tmp_path / f"pipe{suffix}") as read:
        assert (0, "", "") == run(*words, tmp_path / f"pipe{suffix}")
    assert [(tmp_path / f"page{suffix}").read_bytes()] == read


def test_a_page_that_is_not_text_is_named(refusal, tmp_path):
    """Whether its block is replaced or it is checked."""
    path = tmp_path / "page.md"
    path.write_bytes(b"\xff\xfe#\0")
    for words in (["diagram", "-o"], ["diagram", "--check"], ["timeline", "Sandwell", "--check"]):
        assert f"{path} is not UTF-8 text." in refusal(*words, path)
    path = path.rename(tmp_path / "page.svg")
    assert f"{path} is not UTF-8 text." in refusal("timeline", "Sandwell", "--check", path)
    assert b"\xff\xfe#\0" == path.read_bytes()


def test_a_png_is_no_text_of_json(refusal):
    """Its bytes would not be JSON."""
    assert "cannot be printed as JSON" in refusal("diagram", "--format", "png", "--json")


@pytest.mark.parametrize("name", ["page", "diagram", "timeline", "template"])
def test_a_named_pipe_stays_a_pipe(run, words_of, tmp_path, name):
    """The reader of the pipe gets what a file would contain."""
    words, path = words_of(name)
    run(*words)
    pipe = tmp_path / f"pipe{path.suffix}"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert 0 == run(*(str(pipe) if word == str(path) else word for word in words))[0]
    reader.join(10)
    assert [path.read_bytes()] == read
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["diagram", "-o", "case.csv"], "case.csv has the suffix of a table"),
        (["diagram", "--format", "png", "-o", "x.svg"], "x.svg has the suffix of svg files"),
        (["diagram", "--format", "png", "-o", "x.md"], "x.md has the suffix of a Markdown page"),
        (["diagram", "--format", "dot", "-o", "x.html"], "x.html has the suffix of a page"),
        (["diagram", "-o", "x.rst"], "x.rst has the suffix of a reStructuredText page"),
        (["timeline", "Sandwell", "-o", "x.mmd"], "ends in .svg"),
        (["timeline", "Sandwell", "-o", "x.ics"], "x.ics has the suffix of a calendar"),
        (["page", "Sandwell", "-o", "x.md"], "ends in .html or .htm"),
        (["page", "Sandwell", "-o", "x.svg"], "x.svg has the suffix of svg files"),
        (["deadlines", "Sandwell", "--ics", "x.json"], "ends in .ics"),
        (["convert", "Sandwell", "x.html", "--to", "json"], "x.html has the suffix of a page"),
        (["convert", "trust_transfer", "x.png", "--to", "json"], "x.png has the suffix of png"),
        (["bulk", "log.csv", "-o", "x.html"], "ends in .parquet or .csv."),
        (["template", "x.json"], "x.json has the suffix of a history"),
        (["template", "x.XLSX"], "x.XLSX has the suffix of a workbook"),
        (["new", "x.ods", "Somewhere"], "x.ods has the suffix of a workbook"),
        (["convert", "Sandwell", "x.tsv"], "x.tsv has the suffix of a table with tabs"),
        (["page", "Sandwell", "-o", "x.pdf"], "x.pdf has the suffix of a document"),
        (["timeline", "Sandwell", "-o", "x.pdf"], "writes a picture. Use a name that ends in .svg"),
        (["diagram", "-o", "x.jpg"], "x.jpg has the suffix of another kind of picture"),
        (["diagram", "-o", "x.zip"], ".svg or .png or .scxml or .md or .markdown or .html"),
        (["diagram", "--format", "png", "-o", "x.zip"], "a picture as png. Use a name that ends"),
        (["table", "moves", "-o", "x.docx"], "writes a table. Use a name that ends in .md"),
        (["explorer", "-o", "x.db"], "x.db has the suffix of a database"),
    ],
)
def test_the_wrong_kind_of_file_is_refused(refusal, tmp_path, monkeypatch, words, message):
    """The message names the suffixes that fit, and nothing is written, with `--force` or not."""
    monkeypatch.chdir(tmp_path)
    assert message in refusal(*words)
    assert message in refusal(*words, "--force")
    assert [] == list(tmp_path.iterdir())


def test_kinds_of_files():
    """A suffix in capitals is the same; an unknown one, or none, can be any kind."""
    assert "svg" == kind_of_file("a/B.SVG")
    assert kind_of_file("notes") is kind_of_file("a.txt") is kind_of_file("-") is None
    check_kind("notes", ["svg"], "a picture")


@pytest.mark.parametrize("suffix", [suffix for kind in UNWRITTEN for suffix in KINDS[kind]])
@pytest.mark.parametrize(
    "words",
    [
        ["template"],
        ["new", "--gss-code", "E08000028"],
        ["page", "Sandwell", "-o"],
        ["diagram", "-o"],
        ["convert", "--to", "json", "Sandwell"],
    ],
)
def test_no_command_writes_a_file_that_its_program_cannot_open(refusal, tmp_path, words, suffix):
    """A workbook, for example, would be CSV under a name that no spreadsheet program opens."""
    path = tmp_path / f"x{suffix}"
    authority = ["Somewhere"] if words[0] == "new" else []
    assert f"{path} has the suffix of a" in refusal(*words, path, *authority)
    assert not path.exists()


# Pages

PAGE = f"# Title\n\n{empty_block('diagram')}\n\nMore, with ```code```.\n"


@pytest.fixture
def page(tmp_path):
    """Return the path of a Markdown page with an empty block."""
    path = tmp_path / "notes.md"
    path.write_text(PAGE)
    return path


def test_only_the_block_of_a_page_is_replaced(run, page, tmp_path):
    """The rest of the page stays byte for byte, and drawing again changes nothing."""
    assert 1 == run("diagram", "--check", page)[0]
    assert (0, "", "") == run("diagram", "-o", page)
    text = page.read_text()
    drawn = tf.diagram(tf.TRUST_TRANSFER, "markdown")
    assert PAGE.replace("-->\n<!--", f"-->\n{drawn}<!--") == text
    assert 0 == run("diagram", "--check", page)[0]
    assert 0 == run("diagram", "-o", page)[0]
    assert text == page.read_text()
    assert 1 == run("diagram", "Sandwell", "--check", page)[0]
    assert [page] == list(tmp_path.iterdir())


def test_blocks_with_names(run, page):
    """A page has several pictures if each block has a name of its own."""
    page.write_text(PAGE + empty_block("sandwell") + "\n" + empty_block("timeline") + "\n")
    assert 0 == run("diagram", "Sandwell", "-o", page, "--block", "sandwell")[0]
    assert 0 == run("timeline", "Sandwell", "-o", page)[0]
    text = page.read_text()
    assert "" == block_in(text, "diagram")
    assert tf.diagram(tf.casebook.load("Sandwell")) in block_in(text, "sandwell")
    timeline = tf.timeline(tf.casebook.load("Sandwell")).strip()
    assert f"<div>\n{timeline}\n</div>" == block_in(text, "timeline")
    assert 0 == run("timeline", "Sandwell", "--check", page)[0]
    assert 0 == run("diagram", "Sandwell", "--check", page, "--block", "sandwell")[0]


def test_an_html_page_gets_an_svg(run, tmp_path):
    """The format follows from the kind of page."""
    path = tmp_path / "index.html"
    path.write_text(f"<p>Before</p>\n{empty_block('timeline')}\n<p>After</p>\n")
    assert 0 == run("timeline", "Sandwell", "-o", path)[0]
    assert path.read_text().startswith("<p>Before</p>\n<!-- trustflow: timeline -->\n<svg")
    assert path.read_text().endswith("</svg>\n<!-- trustflow: end -->\n<p>After</p>\n")


@pytest.mark.parametrize(
    "command", [["diagram"], ["diagram", "Sandwell"], ["timeline", "Sandwell"]]
)
def test_a_page_without_a_block_is_refused(refusal, page, command):
    """The message has the two lines to put into the page, which stays as it was."""
    page.write_text("# Title\n")
    err = refusal(*command, "-o", page, "--force")
    assert str(page) in err
    for line in empty_block(command[0]).splitlines():
        assert f"  {line}\n" in err
    assert "# Title\n" == page.read_text()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PAGE + PAGE, "2 blocks named diagram"),
        ("<!-- trustflow: diagram -->\nNo end.\n", "no end of the block named diagram"),
        (
            "<!-- trustflow: diagram -->\n<!-- trustflow: timeline -->\n<!-- trustflow: end -->",
            "no end of the block named diagram",
        ),
    ],
)
def test_a_page_with_an_unclear_block_is_refused(refusal, page, text, reason):
    """Nothing is replaced if it is not clear what."""
    page.write_text(text)
    assert reason in refusal("diagram", "-o", page)
    assert reason in refusal("diagram", "--check", page)
    assert text == page.read_text()


@pytest.mark.parametrize("name", ["end", "x -->", "a--b", "a\nb", "\u202e", "\udcff"])
def test_a_block_name_that_is_no_comment(refusal, page, tmp_path, name):
    """A name that would end the comment, or the block, is refused; no page is made or changed."""
    for path in (page, tmp_path / "new.md"):
        err = refusal("diagram", "-o", path, "--block", name)
        assert "cannot be the name of a block" in err
    assert PAGE == page.read_text()
    assert not (tmp_path / "new.md").exists()


def test_a_page_that_does_not_exist_is_made(run, tmp_path):
    """It has only the block, so that the next call replaces it."""
    path = tmp_path / "new.md"
    assert 0 == run("diagram", "-o", path)[0]
    assert path.read_text().startswith("<!-- trustflow: diagram -->\n```mermaid\n")
    assert 0 == run("diagram", "--check", path)[0]
    assert 0 == run("diagram", "-o", path)[0]


def test_a_page_keeps_its_line_ends(run, page):
    """The block gets the line ends of the page, and is up to date with them."""
    page.write_bytes(PAGE.replace("\n", "\r\n").encode())
    assert 0 == run("diagram", "-o", page)[0]
    data = page.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 50
    assert 0 == run("diagram", "--check", page)[0]


def test_a_picture_cannot_end_its_block():
    """A fence is longer than any in the picture, and a comment of a block is refused."""
    assert "````dot\na ``` b\n````" == block_of("a ``` b\n", "dot")
    with pytest.raises(ValueError, match="would end the block"):
        with_block(PAGE, "diagram", "a <!-- trustflow: end --> b")


@pytest.mark.parametrize(
    "text", ["*x*", "# x", "- x", "1. x", "[x](y)", "_x_", "`x`", "    x", "http://x.y", "x | y"]
)
def test_a_label_is_never_markdown(text):
    """An SVG in a Markdown page is shown as it was drawn, also by readers that allow no SVG."""
    stage = tf.StageInfo(text, text, final=True)
    process = tf.Process(
        name="p", title=text, initial="a", stages={"a": stage}, triggers={}, moves=[]
    )
    svg = tf.diagram(process, "svg")
    block = block_of(svg, "svg")
    assert f"<div>\n{svg.strip()}\n</div>" == block
    assert "\n\n" not in block  # CommonMark reads on after an empty line
    assert block in MarkdownIt().render(f"# Title\n\n{with_block(PAGE, 'diagram', block)}")
    assert svg.strip() == block_of(svg, "svg", is_markdown=False)


def test_json_names_the_page(run, page):
    """With `--json` the output names what was written or checked."""
    assert {"file": str(page)} == json.loads(run("diagram", "-o", page, "--json")[1])
    checked = json.loads(run("diagram", "--check", page, "--json")[1])
    assert {"file": str(page), "up_to_date": True} == checked
