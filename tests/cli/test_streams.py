"""Standard streams that are closed, full, slow or broken, or have an encoding of their own."""

import errno
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from functools import cache

import pytest

import trustflow as tf
from trustflow.casebook import names
from trustflow.cli import main
from trustflow.cli.commands import COMMANDS as NAMES
from trustflow.cli.output import print_json
from trustflow.cli.streams import discard_output, safe_streams
from trustflow.exchange import schema_text

COMMANDS = {
    "help": ["--help"],
    "version": ["--version"],
    "case": ["case", "Sandwell"],
    "json": ["rules", "--json"],
    "stdin": ["check", "-"],
    "large": ["convert", "casebook", "-", "--to", "csv"],
    "picture": ["diagram", "--format", "dot"],
    "misuse": ["case", "Sandwel"],
}
"""Commands that print little, much, text, data or an error."""
USUAL = {"misuse": 2}
"""The exit codes of the commands with usual streams, if not 0."""
HISTORY = tf.dumps(tf.casebook.load("Sandwell")).encode()


def started(name, **streams):
    """Start a command in a process of its own, with the streams given."""
    return subprocess.Popen(
        [sys.executable, "-m", "trustflow", *COMMANDS[name]],
        env={**os.environ, "PYTHONUTF8": "1"},
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        | streams,
    )


def ended(running):
    """Send a history to a command, wait for it, and return its exit code and what it printed."""
    printed, complaint = running.communicate(HISTORY if running.stdin else None, timeout=60)
    text = (complaint or b"").decode()
    assert "Traceback" not in text
    assert "Exception ignored" not in text
    return running.returncode, (printed or b"").decode(), text


@cache
def usual(name):
    """Return what a command gives with streams that work."""
    return ended(started(name))


def closing(descriptor):
    """Return a function that closes a stream of a process before its program starts."""
    return lambda: os.close(descriptor)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_standard_output_is_closed(name):
    """A command that has something to print cannot, says so and exits with 2."""
    code, _, complaint = ended(started(name, stdout=None, preexec_fn=closing(1)))
    assert 2 == code
    if name != "misuse":
        assert "standard output" in complaint


def test_a_file_is_written_while_standard_output_is_closed(tmp_path):
    """A command that prints nothing does not need standard output."""
    path = tmp_path / "x.dot"
    command = [sys.executable, "-m", "trustflow", "diagram", "-o", str(path)]
    assert 0 == subprocess.run(command, preexec_fn=closing(1), check=False).returncode
    assert tf.diagram(tf.TRUST_TRANSFER, "dot") == path.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_standard_error_is_closed(name):
    """What would be printed there is lost; the output and the exit code are as usual."""
    code, printed, _ = ended(started(name, stderr=None, preexec_fn=closing(2)))
    assert usual(name)[:2] == (code, printed)
    assert USUAL.get(name, 0) == code


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_standard_input_is_closed(name):
    """Only the command that reads it needs it."""
    code, _, complaint = ended(started(name, stdin=None, preexec_fn=closing(0)))
    assert (2 if name == "stdin" else USUAL.get(name, 0)) == code
    assert ("Standard input is closed" in complaint) == (name == "stdin")


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_all_streams_are_closed(name):
    """The exit code is all that is left to say."""

    def close_all():
        for descriptor in range(3):
            os.close(descriptor)

    streams = {"stdin": None, "stdout": None, "stderr": None}
    assert 2 == ended(started(name, **streams, preexec_fn=close_all))[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_the_device_is_full(name):
    """The message names the reason, once."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, opened as shells do
        code, _, complaint = ended(started(name, stdout=full))
    assert 2 == code
    if name != "misuse":
        assert os.strerror(errno.ENOSPC) in complaint
        assert 1 == len(complaint.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_the_reader_has_gone(name):
    """A pipe whose reader has stopped is not an error, as in `trustflow … | head`."""
    reading, writing = os.pipe()
    os.close(reading)
    running = started(name, stdout=writing)
    os.close(writing)
    code, _, complaint = ended(running)
    assert USUAL.get(name, 0) == code
    assert (name == "misuse") == bool(complaint)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_standard_output_cannot_be_written(name, tmp_path):
    """A stream that is open for reading only gives one message and the exit code 2."""
    path = tmp_path / "read-only"
    path.touch()
    with path.open("rb") as file:
        code, _, complaint = ended(started(name, stdout=file))
    assert 2 == code
    if name != "misuse":
        assert os.strerror(errno.EBADF) in complaint


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_the_reader_is_slow(name):
    """All is printed, also to a pipe that does not wait by itself for its reader."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    running = started(name, stdout=writing)
    os.close(writing)
    running.stdin.write(HISTORY)
    running.stdin.close()
    pieces = []
    while piece := os.read(reading, 50_000):
        pieces.append(piece)
        time.sleep(0.001)  # the point of the test: the pipe fills up while nobody reads
    os.close(reading)
    complaint = running.stderr.read().decode()
    running.stderr.close()
    assert usual(name) == (running.wait(60), b"".join(pieces).decode(), complaint)


@pytest.mark.slow
def test_a_library_cannot_write_to_a_closed_stream(tmp_path):
    """The message is that of every command, although a library writes the findings."""
    log = tmp_path / "log.csv"
    log.write_text("case,event,on\nKent,inspection_published_inadequate,2016\n")
    command = [sys.executable, "-m", "trustflow", "bulk", str(log), "-o", "-"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=closing(1))  # noqa: PLW1509 - no other thread runs
    code, _, complaint = ended(running)
    assert (2, "trustflow: standard output: The stream is closed\n") == (code, complaint)


# Encodings


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii", "latin-1", "utf-16"])
def test_any_encoding_can_be_printed(monkeypatch, encoding):
    """Characters that the encoding does not have are replaced, and nothing is lost."""
    for words, needed in (
        (["paths", "trust_live"], "Rated inadequate -> Commissioner review"),
        (["case", "Sandwell"], "Sandwell (E08000028)"),
        (["case", "Sandwell", "--json"], '"authority": "Sandwell"'),
    ):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
        monkeypatch.setattr(sys, "stdout", stream)
        assert 0 == main(words)
        assert "strict" == stream.errors
        text = raw.getvalue().decode(encoding)
        assert needed.replace("->", "→" if encoding == "utf-16" else "->") in text
        if "--json" in words:
            assert "Sandwell" == json.loads(text)["authority"]


@pytest.mark.parametrize(
    ("encoding", "text", "printed"),
    [
        ("utf-8", "Renée\n", r'"Renée\n"'),
        ("cp1252", "Renée", r'"Ren\u00e9e"'),
        ("utf-8", "Renée\u202e", r'"Ren\u00e9e\u202e"'),
    ],
)
def test_json_has_letters_as_they_are_if_each_can_be_printed(monkeypatch, encoding, text, printed):
    """Otherwise it has escapes, as it does if a character cannot be seen."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert 0 == print_json(text)
    sys.stdout.flush()
    assert printed == raw.getvalue().decode(encoding).rstrip()


def test_a_character_without_a_plain_form_is_an_escape():
    """A character is replaced by a plain one if there is one, else by its escape."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    kept, sys.stdout = sys.stdout, stream
    try:
        with safe_streams():
            stream.write("a → b … ∮é\udcff")
            stream.flush()
    finally:
        sys.stdout = kept
    assert rb"a -> b ... \u222e\xe9\udcff" == raw.getvalue()
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", "trustflow.plain")


def test_a_stream_that_is_no_file(monkeypatch):
    """A stream of another kind, as some notebooks have, is used as it is."""

    class Plain:
        """A stream with two methods."""

        def __init__(self):
            self.text = ""

        def write(self, text):
            """Keep the text."""
            self.text += text

        def flush(self):
            """Do nothing."""

        def isatty(self):
            """Return that it is no terminal."""
            return False

    stream = Plain()
    monkeypatch.setattr(sys, "stdout", stream)
    assert 0 == main(["case", "Sandwell", "--json"])
    assert "Sandwell" == json.loads(stream.text)["authority"]
    discard_output()
    assert "Sandwell" == json.loads(stream.text)["authority"]
    for words, written in (
        (["convert", "Sandwell", "-", "--to", "json"], tf.dumps([tf.casebook.load("Sandwell")])),
        (["schema"], schema_text("history")),
        (["diagram"], tf.diagram(tf.TRUST_TRANSFER)),
    ):
        stream.text = ""
        assert 0 == main(words)
        assert written == stream.text


# Interrupts


def test_ctrl_c_is_one_line(tmp_path):
    """The exit code is that of a program that was interrupted."""
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        [sys.executable, "-m", "trustflow", "check", str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("wb"):  # opening waits until the command reads the file
        running.send_signal(signal.SIGINT)
        printed, complaint = running.communicate(timeout=60)
    assert (130, b"", b"trustflow: interrupted\n") == (running.returncode, printed, complaint)


@pytest.mark.parametrize("words", [["case", "Sandwell"], ["check", "--all"], ["rules"]])
def test_an_interrupt_anywhere_is_one_line(run, monkeypatch, words):
    """Whatever the command was doing."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("trustflow.cli.running.process_at", interrupt)
    assert (130, "", "trustflow: interrupted\n") == run(*words)


# Garbage

WORDS = (
    *NAMES,
    *("Sandwell", "sandwel", "nowhere.json", "mine.json", "-1"),
    *("--as-of", "--known-on", "--json", "--within", "--all", "--force", "--process", "--format"),
    *("--field", "--areas", "--source", "--check", "--to", "--map", "--limit", "--marks", "--csv"),
    *("today", "2016", "2016-12-05", "2016-13", "..", "7 days", "0", "99999999999999999999", "="),
    *("own:P", "a.b", "trust_live", "direction_issued_trust", "action-plan", "svg", "csv", "%s"),
    *("", " ", "\n", "\x1b[31m", "\u202e", "\udcff", "é", "🙂", "a=b", "x" * 300, "{}", "*"),
)


@pytest.mark.slow
def test_garbage_never_gives_a_traceback(run, tmp_path, monkeypatch):
    """A thousand lines of words in any order end with a documented exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    tf.dump(tf.casebook.load(names()[0]), "mine.json")
    draw = random.Random(17)  # noqa: S311 - not a secret
    for _ in range(1000):
        words = [draw.choice(WORDS) for _ in range(draw.randint(1, 7))]
        if draw.random() < 0.7:
            words.insert(0, draw.choice([*NAMES]))
        code, out, err = run(*words)
        assert code in {0, 1, 2}, words
        assert (code == 2) <= bool(err.strip()), words
        assert not {"\x1b", "\u202e"} & set(out + err), words
        assert threading.active_count() < 20
