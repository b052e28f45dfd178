"""The commands `convert`, `template` and `schema`, and the options for reading a file."""

import io
import json
import re
import sys

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.cli import main
from trustflow.exchange import SCHEMAS, csv_template, load_csv, process_from_json
from trustflow.exchange.schema import schema_of

BAD = "authority;what;date\nDevon;note;2016\nDevon;note;late\n"
"""A table with an unknown heading, and a bad date in its third line."""


@pytest.fixture
def run(capsysbinary):
    """Return a function that runs the command and returns its exit code, stdout and stderr.

    Unlike the fixture `run` in conftest.py, this one also captures output written as bytes.
    """

    def run_it(*words):
        code = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run_it


def set_input(monkeypatch, data):
    """Replace standard input by bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# convert


def test_the_casebook_goes_through_every_format(run, tmp_path):
    """The casebook is unchanged after it is written in a format and read again."""
    table, whole = tmp_path / "casebook.csv", tmp_path / "casebook.json"
    histories = tf.casebook.histories()
    printed = f"{table}: {len(histories)} histories, {sum(map(len, histories))} events\n"
    assert (0, printed, "") == run("convert", "casebook", table)
    assert 0 == run("convert", table, whole)[0]
    assert histories == tf.load_all(whole) == load_csv(table)


def test_a_stream_is_read_and_written(run, monkeypatch):
    """In each format, `-` stands for standard input and standard output."""
    _, text, _ = run("convert", "Sandwell", "-", "--to", "csv")
    set_input(monkeypatch, text.encode())
    _, text, _ = run("convert", "-", "-", "--to", "json", "--from", "csv")
    assert tf.casebook.load("Sandwell") == tf.loads(text)


def test_a_file_with_an_unknown_suffix_is_json(run, tmp_path):
    """Every command reads a file with an unknown suffix as JSON, too."""
    path = tmp_path / "sandwell.data"
    assert 0 == run("convert", "Sandwell", path)[0]
    assert tf.casebook.load("Sandwell") == tf.load(path)


def test_what_is_written_is_counted(run, tmp_path):
    """With `--json`, the output has the file and the counts."""
    path = tmp_path / "x.csv"
    _, text, _ = run("convert", "Sandwell", path, "--json")
    events = len(tf.casebook.load("Sandwell"))
    assert {"file": str(path), "histories": 1, "events": events} == json.loads(text)


def test_a_file_is_replaced_only_with_force(run, tmp_path):
    """Without `--force` the existing file is kept."""
    path = tmp_path / "x.csv"
    path.write_text("mine")
    for words in (
        ["convert", "Sandwell", path],
        ["template", path],
        ["convert", "trust_transfer", path, "--to", "json"],
    ):
        code, _, error = run(*words)
        assert 2 == code
        assert "already exists. Use --force to replace it." in error
        assert "mine" == path.read_text()
        assert 0 == run(*words, "--force")[0]
        assert "mine" != path.read_text()
        path.write_text("mine")


def test_nothing_is_written_of_a_file_with_a_fault(run, tmp_path):
    """The fault is listed, and the existing file stays as it was."""
    bad, path = tmp_path / "bad.csv", tmp_path / "out.json"
    bad.write_text("authority,event,on\nDevon,note,late\n")
    path.write_text("old")
    code, _, error = run("convert", bad, path, "--force")
    assert 2 == code
    assert "line 2, column on: found 'late'" in error
    assert "old" == path.read_text()
    assert {bad, path} == set(tmp_path.iterdir())


def test_the_process_is_converted(run, tmp_path):
    """The process can be written as JSON and as SCXML."""
    _, text, _ = run("convert", "trust_transfer", "-", "--to", "json")
    assert tf.TRUST_TRANSFER == process_from_json(text)
    path = tmp_path / "process.scxml"
    code, text, _ = run("convert", "trust_transfer", path)
    assert (0, f"{path}: The road to a children's services trust\n") == (code, text)
    assert path.read_text("utf-8").startswith("<?xml")
    _, text, _ = run("convert", "trust_transfer", path, "--force", "--json")
    assert {"file": str(path)} == json.loads(text)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Sandwell", "-"], "No format is given for -. Give it with --to: json or csv."),
        (["Sandwell", "x.xml", "--to", "scxml"], "Give it with --to: json or csv."),
        (["trust_transfer", "-"], "json or scxml"),
        (["trust_transfer", "x.csv"], "json or scxml"),
        (["Sandwel", "x.csv"], "Did you mean Sandwell"),
        (["nowhere.csv", "x.csv"], "nowhere.csv"),
    ],
)
def test_what_cannot_be_converted_is_refused(run, words, message, tmp_path, monkeypatch):
    """The message offers the way out, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    code, _, error = run("convert", *words)
    assert 2 == code
    assert message in error
    assert [] == list(tmp_path.iterdir())


# template and schema


def test_a_template_is_written(run, tmp_path):
    """The template is written to a file, or to standard output."""
    assert (0, csv_template()) == run("template")[:2]
    assert {"text": csv_template()} == json.loads(run("template", "--json")[1])
    path = tmp_path / "mine.csv"
    assert {"file": str(path)} == json.loads(run("template", path, "--json")[1])
    assert () == load_csv(path)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_printed(run, kind):
    """Without a kind, the schema of histories is printed."""
    assert schema_of(kind) == json.loads(run("schema", kind)[1])
    assert schema_of(kind) == json.loads(run("schema", kind, "--json")[1])
    assert run("schema", "history") == run("schema")


# How a file is read


def test_every_command_reads_a_table(run, tmp_path):
    """A command for one history reads a table, and so does a command for several."""
    path = tmp_path / "mine.csv"
    run("convert", "Sandwell", path)
    assert run("case", "Sandwell") == run("case", path)
    assert run("next", "Sandwell") == run("next", path)
    code, out, _ = run("check", path)
    assert re.search("^  Read from: line [0-9]+$", out, re.MULTILINE)
    assert run("check", "Sandwell")[:2] == (code, re.sub("\n  Read from: line [0-9]+", "", out))


def test_new_and_record_write_a_table(run, tmp_path):
    """These commands write a file in the format that its suffix names."""
    path = tmp_path / "mine.csv"
    run("new", path, "Devon")
    run("record", path, "note", "2016", "--note", "x", "--field", "topic=other")
    assert (tf.History("Devon", [ev.Note("2016", note="x", topic="other")]),) == load_csv(path)


def test_other_headings_and_rows_with_faults(run, tmp_path):
    """`--map` names the columns, and `--keep-good` lists at most fifty of the faults."""
    path = tmp_path / "theirs.csv"
    path.write_text(BAD + "Devon;note;late\n" * 60)
    code, _, error = run("check", path, "--map", "what=event")
    assert 2 == code
    assert "line 3, column date: found 'late'" in error
    code, out, error = run("check", path, "--map", "what=event", "--keep-good")
    assert 0 == code
    assert "Devon" in out
    assert "61 faults in" in error
    assert "and 11 more" in error


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--map", "what"], "'what'"),
        (["--map", "wat=event"], "column wat"),
        (["--limit", "size=10"], "--limit size="),
        (["--limit", "speed=10"], "'speed=10'"),
    ],
)
def test_a_bad_option_for_reading_is_refused(run, words, message, tmp_path):
    """The message names the option."""
    path = tmp_path / "theirs.csv"
    path.write_text(BAD)
    code, _, error = run("check", path, *words)
    assert 2 == code
    assert message in error


def test_on_a_terminal_convert_shows_its_progress(run, monkeypatch, tmp_path):
    """The bar goes to standard error, and the exit code stays 0."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, _, error = run("convert", "casebook", tmp_path / "x.csv")
    assert 0 == code
    assert isinstance(error, str)


def test_what_is_read_with_a_higher_limit_is_written_with_it(answer, refusal, tmp_path):
    """To a file and to standard output; without the limit it is not even read."""
    path = tmp_path / "long.json"
    history = tf.History("Exampleshire", [tf.events.Note("2016", note="x" * 100_001)])
    tf.dump(history, path, limits=tf.exchange.Limits(text=100_001))
    words = ["convert", path, tmp_path / "long.csv"]
    assert "Expected at most 100,000 characters" in " ".join(refusal(*words).split())
    answer(*words, "--limit", "text=200000")
    printed = answer("convert", path, "-", "--to", "csv", "--limit", "text=200000")
    assert "x" * 100_001 in printed
