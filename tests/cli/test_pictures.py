"""The commands `diagram`, `timeline`, `table` and `page`, and the hooks for pre-commit."""

import json
import shlex
from pathlib import Path

import pytest
import yaml

from tests.views.samples import FOUR, short_history
from trustflow.cli import main
from trustflow.exchange import dump
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import TABLE_KINDS, case_page, diagram, process_table, timeline

PROJECT = Path(__file__).parents[2]
PART = ["--marks", "standard", "--direction", "right", "--stages", *FOUR]


@pytest.fixture
def history(tmp_path):
    """Return the path of a file with one history."""
    path = tmp_path / "road.json"
    dump(short_history(), path)
    return str(path)


def test_a_diagram_of_the_process(capsys):
    """Without a history, the process is drawn; the default format is Mermaid."""
    assert 0 == main(["diagram"])
    assert diagram(TRUST_TRANSFER) == capsys.readouterr().out
    assert 0 == main(["diagram", "--format", "dot", *PART, "--no-labels", "--dark", "--stays"])
    assert "digraph {" == capsys.readouterr().out.splitlines()[0]


def test_marks(capsys):
    """By default possible moves are left out; `--marks` chooses the moves to draw."""
    for words in ("standard", "all", "standard possible"):
        assert 0 == main(["diagram", "--marks", *words.split()])
        assert diagram(TRUST_TRANSFER, marks=words.split()) == capsys.readouterr().out
    assert 2 == main(["diagram", "--marks", "possibel"])
    assert "unknown value 'possibel'. Did you mean 'possible'?" in capsys.readouterr().err


def test_a_diagram_of_a_history(capsys, history):
    """The path of the history is drawn from its file."""
    assert 0 == main(["diagram", history, "--format", "plantuml"])
    assert diagram(short_history(), "plantuml") == capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.mmd", b"---\nconfig:\n"),
        ("a.dot", b"digraph"),
        ("a.puml", b"@startuml"),
        ("a.svg", b"<svg"),
        ("a.PNG", b"\x89PNG"),
        ("a.txt", b"---\nconfig:\n"),
    ],
)
def test_the_suffix_decides_the_format(tmp_path, name, start):
    """Without `--format`, a file is written in the format of its suffix, else as Mermaid."""
    path = tmp_path / name
    assert 0 == main(["diagram", "-o", str(path)])
    assert path.read_bytes().startswith(start)
    assert 0 == main(["diagram", "--check", str(path)])


def test_a_file_that_is_not_up_to_date(tmp_path, capsys):
    """The command with `--check` exits with 1, and prints the command that replaces the file."""
    path = tmp_path / "process.mmd"
    assert 0 == main(["diagram", *PART, "-o", str(path)])
    assert 0 == main(["diagram", *PART, "--check", str(path)])
    path.write_text(path.read_text("utf-8").replace("Trust live", "Trust alive"), "utf-8")
    assert 1 == main(["diagram", *PART, "--check", str(path)])
    said, command = capsys.readouterr().err.splitlines()
    assert f"trustflow: {path} is not up to date. Replace it:" == said
    again = ["trustflow", "diagram", *PART, "--output", str(path), "--force"]
    assert again == shlex.split(command)
    assert 1 == main(["diagram", *PART, "--check", str(path), "--json"])
    assert {"file": str(path), "up_to_date": False} == json.loads(capsys.readouterr().out)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["diagram", "--counts", "--check", "{}.mmd"],
        ["diagram", "--check={}.svg", "--dark"],
        ["diagram", "Sandwell", "--che", "{}.dot"],
        ["diagram", "Sandwell", "--ch={}.md"],
        ["timeline", "Sandwell", "--check", "{}.md", "--block", "my block"],
        ["table", "moves", "--c", "{}.html"],
        ["table", "rules", "--check", "{}.txt"],
        ["page", "Sandwell", "--as-of", "2017-01-01", "--c={}.html"],
    ],
)
def test_the_printed_command_replaces_the_file(tmp_path, capsys, words):
    """After it, the file is up to date; so also if the option is shortened or has a sign."""
    words = [word.format(tmp_path / "a file") for word in words]
    (file,) = (word.rpartition("=")[2] for word in words if str(tmp_path) in word)
    name = words[words.index("--block") + 1] if "--block" in words else words[0]
    Path(file).write_text(f"<!-- trustflow: {name} -->\n<!-- trustflow: end -->\n", "utf-8")
    assert 1 == main(words)
    program, *again = shlex.split(capsys.readouterr().err.splitlines()[1])
    assert "trustflow" == program
    assert 0 == main(again)
    assert 0 == main(words)


@pytest.mark.parametrize("kind", TABLE_KINDS)
def test_a_table(capsys, tmp_path, kind):
    """A table of the process is printed or put into a page, as Markdown or HTML."""
    words = ["table", kind, "--process", "trustflow:TRUST_TRANSFER"]
    chosen = ["--stages", *FOUR, "--marks", "standard", "--stays"]
    table = process_table(TRUST_TRANSFER, kind)
    part = process_table(TRUST_TRANSFER, kind, stages=FOUR, marks="standard", stays=True)
    assert 0 == main(words)
    assert table.markdown() == capsys.readouterr().out
    assert 0 == main([*words, *chosen, "--format", "html"])
    assert part.html() == capsys.readouterr().out
    for ending, text in (("md", part.markdown()), ("html", part.html())):
        page = tmp_path / f"page.{ending}"
        assert 0 == main([*words, *chosen, "-o", str(page)])
        whole = f"<!-- trustflow: table -->\n{text}<!-- trustflow: end -->\n"
        assert whole == page.read_text("utf-8")
        assert 0 == main([*words, *chosen, "--check", str(page)])
    assert 2 == main(["table", "rulse"])


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["table", "rules"], "a.svg"),
        (["table", "rules"], "a.json"),
        (["table", "rules", "--format", "html"], "a.md"),
        (["table", "rules", "--format", "markdown"], "a.html"),
        (["diagram"], "a.csv"),
        (["diagram", "--format", "dot"], "a.html"),
    ],
)
def test_a_file_of_another_kind(capsys, tmp_path, words, file):
    """The message says which names a table or a picture can have, and nothing is written."""
    assert 2 == main([*words, "-o", str(tmp_path / file)])
    message = capsys.readouterr().err
    what = "a table" if "table" in words else "a picture"
    chosen = f" as {words[-1]}" if "--format" in words else ""
    assert f"this command writes {what}{chosen}. Use a name" in message
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["diagram", "timeline", "table"])
def test_a_page_in_restructuredtext_is_for_sphinx(refusal, command):
    """The message names the directive that shows the same in such a page, which has no blocks."""
    names = {"timeline": ["Sandwell"], "table": ["moves"]}.get(command, [])
    message = refusal(command, *names, "-o", "index.rst")
    assert f"In Sphinx, write the directive trustflow-{command} of the extension" in message
    assert "directive" not in refusal(command, *names, "-o", "index.zip")


def test_line_endings_do_not_matter(tmp_path):
    """A file in which Git has changed the line endings is still up to date."""
    path = tmp_path / "process.mmd"
    path.write_bytes(diagram(TRUST_TRANSFER).replace("\n", "\r\n").encode())
    assert 0 == main(["diagram", "--check", str(path)])


def test_a_missing_file(tmp_path, capsys):
    """If a file cannot be read, the command exits with 2, not with 1."""
    assert 2 == main(["diagram", "--check", str(tmp_path / "none.mmd")])
    assert "none.mmd" in capsys.readouterr().err


def test_json(capsys, tmp_path):
    """The JSON has the text of the diagram, or the path of the file written."""
    assert 0 == main(["diagram", "--json"])
    assert {"text": diagram(TRUST_TRANSFER)} == json.loads(capsys.readouterr().out)
    path = str(tmp_path / "a.dot")
    assert 0 == main(["diagram", "--json", "-o", path])
    assert {"file": path} == json.loads(capsys.readouterr().out)


def test_a_png_is_not_printed_on_a_terminal(monkeypatch, capfdbinary, tmp_path):
    """A PNG is refused on a terminal, and written to a pipe."""
    assert 0 == main(["diagram", "--format", "png", *PART])
    assert b"\x89PNG" == capfdbinary.readouterr().out[:4]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert 2 == main(["diagram", "--format", "png", *PART])
    path = tmp_path / "part.png"
    for words in ([], ["--json", "--force"]):
        assert 0 == main(["diagram", *PART, "-o", str(path), *words])
        assert b"\x89PNG" == path.read_bytes()[:4]


def test_a_process_of_your_own(capsys):
    """The process is given by its module and its name in the module."""
    assert 0 == main(["diagram", "--process", "trustflow:TRUST_TRANSFER"])
    assert diagram(TRUST_TRANSFER) == capsys.readouterr().out
    assert 2 == main(["diagram", "--process", "nowhere_at_all:P"])


def test_timelines(capsys, history, tmp_path):
    """One history, several, or the whole casebook can be drawn."""
    assert 0 == main(["timeline", history])
    assert timeline(short_history()) == capsys.readouterr().out
    assert 0 == main(["timeline", history, "Sandwell", "--align", "trust_went_live", "--dark"])
    assert "2 of 2 histories" in capsys.readouterr().out
    path = str(tmp_path / "all.svg")
    assert 0 == main(["timeline", "--all", "--align", "trust_went_live", "-o", path])
    assert 0 == main(["timeline", "--all", "--align", "trust_went_live", "--check", path])
    assert 1 == main(["timeline", "--all", "--check", path])
    capsys.readouterr()
    for option, value in {"brief": True, "strip": True, "sort": "length"}.items():
        words = [f"--{option}"] if value is True else [f"--{option}", value]
        assert 0 == main(["timeline", history, *words])
        assert timeline(short_history(), **{option: value}) == capsys.readouterr().out
    assert 2 == main(["timeline", history, "--sort", "size"])
    assert "Expected one of" in capsys.readouterr().err
    assert 2 == main(["timeline"])
    assert 2 == main(["timeline", "Sandwell", "--all"])


def test_a_timeline_without_rows_says_so(run):
    """A picture that is written to a file is not seen, so the command prints that it is empty."""
    name, trigger = "Sandwell", "shadow_started"
    code, out, err = run("timeline", name, "Slough", "--align", trigger)
    assert 0 == code
    assert 'No row is drawn: 0 of 2 histories with the event "shadow running started".\n' == err
    assert "so no row is drawn" in out
    assert "" == run("timeline", name, "--align", "trust_went_live")[2]


def test_the_hooks_are_commands():
    """Each pre-commit hook runs one of the commands."""
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"trustflow-diagram", "trustflow-table", "trustflow-timeline"} == {
        hook["id"] for hook in hooks
    }
    for hook in hooks:
        name, command = hook["entry"].split()
        assert "trustflow" == name
        assert 0 == main([command, "--help"])


def test_a_page(capsys, history, tmp_path):
    """A page is printed, written or checked; `--as-of` and `--known-on` limit its content."""
    assert 0 == main(["page", history])
    assert case_page(short_history()) == capsys.readouterr().out
    path = tmp_path / "road.html"
    words = ["page", history, "--as-of", "2017-01-01", "--known-on", "2017-06-01"]
    assert 0 == main([*words, "-o", str(path)])
    assert case_page(short_history(), as_of="2017-01-01", known_on="2017-06-01") == path.read_text(
        "utf-8"
    )
    assert 0 == main([*words, "--check", str(path)])
    assert 1 == main(["page", history, "--check", str(path)])
    assert 2 == main([*words, "-o", str(path)])
    assert 0 == main(["page", history, "--brief", "--force", "-o", str(path)])
    assert case_page(short_history(), brief=True) == path.read_text("utf-8")
    assert 0 == main(["page", "Sandwell", "--json", "--force", "-o", str(path)])
    capsys.readouterr()
    assert 2 == main(["page", history, "--as-of", "2017"])
    assert "2017" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ([], "as of the end of its record. With --as-of today it has what is due, and known,"),
        (["--as-of", "2017-01-01"], "as of 1 January 2017\n"),
        (["--as-of", "today"], "(today)\n"),
    ],
)
def test_the_day_of_a_page_is_printed(capsys, history, tmp_path, words, day):
    """A page for today needs an option, so the command says which day the page has."""
    path = tmp_path / "road.html"
    assert 0 == main(["page", history, *words, "-o", str(path)])
    out = capsys.readouterr().out
    assert out.startswith(f"{path}: ")
    assert day in " ".join(out.split(" ")).replace("\n  ", " ")


@pytest.mark.parametrize("words", [[], ["-o", "-"], ["--json"]])
def test_a_page_on_standard_output_has_no_other_line(capsys, history, words):
    """Only the page, or its data, is printed."""
    assert 0 == main(["page", history, *words])
    assert "as of the end of its record" not in capsys.readouterr().out
