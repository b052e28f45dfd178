"""The program's help and errors, and its output in a pipe and on a terminal."""

import argparse
import gc
import json
import os
import subprocess
import sys

import pytest

import trustflow as tf
from tests.cli.samples import MISSING, SANDWELL
from tests.views.golden import FOLDER
from trustflow.cli import GROUPS, main
from trustflow.cli.commands import COMMANDS as LISTED
from trustflow.cli.output import print_item
from trustflow.cli.program import parser

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

WIDTH = 80
COMMANDS = (
    *("new", "record", "insert", "replace", "withdraw", "ledger"),
    *("case", "check", "deadlines", "next", "paths", "schedule"),
    *("rules", "due", "triggers", "verify"),
    *(
        "diagram",
        "timeline",
        "table",
        "page",
        "explorer",
        "convert",
        "template",
        "schema",
        "cases",
        "legs",
        "outcomes",
        "bulk",
    ),
)
"""The commands in the order in which `--help` lists them."""


def process(*words, **options):
    """Run the command in another process, and return its exit code and output."""
    return subprocess.run(
        [sys.executable, "-m", "trustflow", *(str(word) for word in words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
        **options,
    )


# Help


@pytest.fixture
def help_of(answer, monkeypatch):
    """Return a function that returns the help of a command or of the program, in 80 columns."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    return lambda *words: answer(*words, "--help")


def test_help_lists_the_commands(help_of):
    """Each command has one line with its purpose, under the task that it is for."""
    page = help_of()
    assert max(map(len, page.splitlines())) < WIDTH
    listed = page.partition("its casebook\n")[2].partition("\n\n`trustflow")[0]
    lines = [line for line in listed.splitlines() if line]
    assert [f"{task}:" for task in GROUPS] == [line for line in lines if line[0] != " "]
    assert [*COMMANDS] == [line.split()[0] for line in lines if line[0] == " "]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(help_of, command):
    """The help fits in 80 columns, and ends with an example on one line."""
    page = help_of(command)
    assert page.startswith(f"usage: trustflow {command} ")
    assert "--json" in page
    assert max(map(len, page.splitlines())) < WIDTH
    assert page.splitlines()[-1].startswith(f"Example: trustflow {command}")


def test_version(answer):
    """The versions are those of the installed package and of its casebook."""
    from importlib.metadata import version

    import trustflow as tf

    expected = f"{version('trustflow-england')}\ncasebook {tf.casebook.version}\n"
    assert expected == answer("--version")


def test_the_collector_passes_over_what_a_process_loads(monkeypatch, capsys):
    """What a process loads for its command is frozen; a call with words leaves the collector be."""
    frozen = gc.get_freeze_count()
    assert main(["--version"]) == 0
    assert gc.get_freeze_count() == frozen
    monkeypatch.setattr(sys, "argv", ["trustflow", "--version"])
    try:
        assert main() == 0
        assert gc.get_freeze_count() > frozen
        assert gc.isenabled()
    finally:
        gc.unfreeze()
    assert capsys.readouterr().out


def test_each_module_adds_the_commands_that_the_list_says():
    """Each command can be parsed alone, and all of them in the order of `--help`."""
    every = choices(parser())
    assert set(COMMANDS) == set(every)
    for name, command in LISTED.items():
        alone = choices(parser([name]))
        assert alone.keys() == {key for key in LISTED if LISTED[key].module == command.module}
        assert alone[name].format_help() == every[name].format_help()


def choices(program):
    """Return the parser of each command that a program can parse."""
    (commands,) = (action for action in program._actions if action.choices is not None)  # noqa: SLF001 - argparse has no public name
    return commands.choices


def test_the_help_has_the_words_of_the_golden_file(holds):
    """Every sentence, option and argument in the help of the program and of each command."""
    program = parser()
    every = choices(program)
    holds(
        FOLDER / "help.txt",
        "\n\n\n".join(
            "\n".join(help_words(command))
            for command in (program, *every.values(), *choices(every["ledger"]).values())
        )
        + "\n",
    )


def help_words(command):
    """Yield the words of a command's help; the layout depends on the version of Python."""
    yield f"# {command.prog}\n\n{command.description}"
    for group in command._action_groups:  # noqa: SLF001 - argparse has no public name
        shown = [
            f"  {' '.join([*action.option_strings, action.metavar or '']).rstrip()}: {action.help}"
            for action in group._group_actions  # noqa: SLF001 - the same
            if action.help not in {None, argparse.SUPPRESS} and action.dest != "help"
        ]
        if shown:
            yield "\n".join([f"\n{group.title}:", *shown])
    yield f"\n{command.epilog}"


@pytest.mark.parametrize("word", ["chek", "Case", "-x", "--", "-"])
def test_an_unknown_command_is_refused_with_the_nearest(run, word):
    """The suggestion is from every command, although none of their modules is loaded."""
    code, out, err = run(word, "Sandwell")
    assert (2, "") == (code, out)
    assert "usage: trustflow [-h] [-V] COMMAND ..." in err
    if word == "chek":
        assert "unknown command 'chek'. Did you mean 'check'?" in " ".join(err.split())


def test_an_error_that_nobody_expected_keeps_its_traceback(monkeypatch):
    """It is a fault of the program, so it is not reported as one of the input."""

    def fail(_):
        raise LookupError("lost")

    monkeypatch.setattr("trustflow.cli.running.run", fail)
    with pytest.raises(LookupError, match="lost"):
        main(["case", "Sandwell"])


def test_a_fault_of_the_program_ends_as_one_of_python():
    """Not with 2, which means that the user can put it right."""
    code = (
        "import trustflow.cli.running as running\n"
        "running.run = lambda options: {}['lost']\n"
        "from trustflow.cli import main\n"
        "raise SystemExit(main(['cases']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("KeyError: 'lost'\n")


# Misuse


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["case", "Sandwel"], "Did you mean Sandwell"),
        (["case", "nothing.json"], "nothing.json"),
        (["case", "./Sandwell"], "Sandwell"),
        (["check", "/"], "/"),
        (["due", "action-pln", "--from", "2016-11-25"], "Did you mean 'action-plan'?"),
        (["due", "action-plan", "--from", "soon"], "Invalid --from: 'soon'"),
        (["due", "action-plan", "--from", "2001-01-01"], "2001-01-01"),
        (["rules", "--on", "2016"], "Expected an exact day"),
        (["new", "nowhere/x.json", "Kent"], "nowhere"),
        (["new", "x.json", ""], "''"),
        (["new", "x.json", "Kent", "--gss-code", "1"], "'1'"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(refusal, tmp_path, monkeypatch, words, message):
    """The message is on standard error, and no file is left behind."""
    monkeypatch.chdir(tmp_path)
    assert message in refusal(*words)
    assert [] == list(tmp_path.iterdir())


def test_a_missing_file_is_named(run, tmp_path):
    """The message has the file's name, then the system's reason without the error number."""
    path = tmp_path / "none.json"
    assert (2, "", f"trustflow: {path}: {os.strerror(2)}\n") == run("check", path)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": "trustflow/9"}', b"null"]
)
@pytest.mark.parametrize("command", ["case", "check"])
def test_a_bad_file_is_refused_in_a_sentence(refusal, tmp_path, command, text):
    """No content of a file makes the command print a traceback."""
    path = tmp_path / "bad.json"
    path.write_bytes(text)
    assert refusal(command, path)


@pytest.mark.parametrize(
    "words",
    [[], ["fly"], ["case"], ["due", "action-plan"], ["check", "x", "--fail-on", "whim"]],
)
def test_misuse_prints_the_usage(run, words):
    """Every command exits with 2 if it is misused."""
    code, out, err = run(*words)
    assert (2, "") == (code, out)
    assert err.startswith("usage: trustflow")


# In a pipe


def test_the_command_is_a_module_too(run):
    """`python -m trustflow` gives the same output and exit code as `trustflow`."""
    ran = process("case", "Sandwell")
    assert run("case", "Sandwell") == (ran.returncode, ran.stdout, ran.stderr)
    assert 2 == process("case", "Sandwel").returncode


def test_check_exits_with_1_as_a_process(saved):
    """The exit code is that of the process, so scripts can use it."""
    ran = process("check", saved(MISSING))
    assert (1, "") == (ran.returncode, ran.stderr)


def test_in_a_pipe_everything_is_plain_text():
    """The output has no colours and no frames, and no line is wrapped."""
    ran = process("case", "Sandwell")
    assert "\x1b" not in ran.stdout
    assert not set("│┃━┏└") & set(ran.stdout)
    assert all(source.title in ran.stdout for event in SANDWELL for source in event.sources)
    assert all(finding.message in ran.stdout for finding in tf.check(SANDWELL).findings)


@pytest.mark.slow
def test_a_closed_pipe_is_not_an_error():
    """The other program may stop reading early, as in `trustflow check --all --json | head -1`."""
    running = subprocess.Popen(
        [sys.executable, "-m", "trustflow", "check", "--all", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert b"[\n" == running.stdout.readline()
    running.stdout.close()
    assert b"" == running.stderr.read()
    running.stderr.close()
    assert 0 == running.wait()


# On a terminal


def on_a_terminal(*words):
    """Run the command on a terminal; return its exit code and its output."""
    screen, end = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "trustflow", *words],
        stdin=end,
        stdout=end,
        stderr=end,
        env={**os.environ, "COLUMNS": "200", "TERM": "xterm", "PYTHONUTF8": "1"},
    )
    os.close(end)
    shown = b""
    while True:
        try:
            part = os.read(screen, 65536)
        except OSError:  # on Linux, this error means that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(screen)
    return running.wait(), shown.decode()


def test_on_a_terminal_tables_have_a_line_below_their_headings():
    """On a terminal, tables have a line and the same words as in a pipe."""
    code, shown = on_a_terminal("rules")
    assert 0 == code
    assert "─────" in shown
    assert "council-publishes-report" in shown


@pytest.mark.slow
def test_on_a_terminal_long_work_shows_its_progress():
    """The whole casebook shows a progress bar, one council does not; JSON is unaffected."""
    code, shown = on_a_terminal("check", "--all")
    assert 0 == code
    assert "checking" in shown
    code, shown = on_a_terminal("check", "Sandwell", "--json")
    assert (0, "Sandwell") == (code, json.loads(shown)[0]["authority"])


def test_on_a_terminal_items_are_wrapped_and_indented(capsys, monkeypatch):
    """Lines are broken only between words, and the indent of each line is kept."""
    text = "A sentence longer than a line.\nRecord first:\n  one-long-event of a-long-list"
    print_item(text)
    whole = "- A sentence longer than a line.\n  Record first:\n    one-long-event of a-long-list\n"
    assert whole == capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "22")
    print_item(text)
    assert [
        "- A sentence longer",
        "  than a line.",
        "  Record first:",
        "    one-long-event of",
        "    a-long-list",
    ] == capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["outcomes", "rated_inadequate", "Sandwell", "Leeds"], ["--days", "365"]),
        (["check", "Sandwell", "Leeds"], ["--json"]),
        (["rules", "action-plan"], ["--json"]),
        (["diagram", "Sandwell"], ["--dark"]),
        (["legs", "direction-to-live"], ["--csv"]),
        (["new", "case.json", "Somewhere"], ["--ongoing", "--force"]),
    ],
)
def test_options_may_be_between_any_arguments(run, tmp_path, monkeypatch, words, option):
    """The answer is the same wherever the options are."""
    monkeypatch.chdir(tmp_path)
    last = run(*words, *option)
    assert 2 != last[0]
    for place in range(1, len(words)):
        assert last == run(*words[:place], *option, *words[place:])


def test_words_that_no_argument_takes_are_refused(run):
    """They are not lost between the options, and an unknown option is named."""
    code, _, error = run("case", "Sandwell", "--json", "Leeds")
    assert (2, True) == (code, "unrecognized arguments: Leeds" in error)
    code, _, error = run("case", "Sandwell", "--jsn")
    assert (2, True) == (code, "unrecognized arguments: --jsn" in error)


@pytest.mark.parametrize("command", ["case", "next", "page"])
def test_a_command_that_takes_one_name_says_so(run, command):
    """A second name is refused with the reason, an unknown option without it."""
    code, _, error = run(command, "Leeds", "Kent", "Devon")
    assert 2 == code
    assert f"unrecognized arguments: Kent Devon. `{command}` takes one name or file" in " ".join(
        error.split()
    )
    code, _, error = run(command, "Leeds", "--nope")
    assert (2, False) == (code, "takes one" in error)
