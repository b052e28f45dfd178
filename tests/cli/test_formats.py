"""The commands convert, template and schema, and how every command reads a file."""

import io
import json
import sys

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.cli import main
from trustflow.exchange import SCHEMAS, csv_template, load_csv, process_from_json
from trustflow.exchange.schema import schema_of

BAD = "authority;what;date\nDevon;note;2016\nDevon;note;late\n"


@pytest.fixture
def said(capsysbinary):
    """Run the command; gives its exit code and what it said on both outputs."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def given_input(monkeypatch, data):
    """Let standard input hold some bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_the_casebook_goes_through_every_format(said, tmp_path):
    """Out to each and back, equal."""
    table, whole = tmp_path / "casebook.csv", tmp_path / "casebook.json"
    every = tf.casebook.histories()
    told = f"{table}: {len(every)} histories, {sum(map(len, every))} events\n"
    assert (0, told, "") == said("convert", "casebook", table)
    assert 0 == said("convert", table, whole)[0]
    assert every == tf.load_all(whole) == load_csv(table)


def test_a_stream_is_read_and_written(said, monkeypatch):
    """From standard input to standard output, in either format."""
    _, text, _ = said("convert", "Sandwell", "-", "--to", "csv")
    given_input(monkeypatch, text.encode())
    _, text, _ = said("convert", "-", "-", "--to", "json", "--from", "csv")
    assert tf.casebook.load("Sandwell") == tf.loads(text)


def test_a_file_of_another_ending_is_json(said, tmp_path):
    """As for every command."""
    path = tmp_path / "sandwell.data"
    assert 0 == said("convert", "Sandwell", path)[0]
    assert tf.casebook.load("Sandwell") == tf.load(path)


def test_what_is_written_is_counted(said, tmp_path):
    """As JSON on request."""
    path = tmp_path / "x.csv"
    _, text, _ = said("convert", "Sandwell", path, "--json")
    events = len(tf.casebook.load("Sandwell"))
    assert {"file": str(path), "histories": 1, "events": events} == json.loads(text)


def test_a_file_is_replaced_only_when_told(said, tmp_path):
    """Nothing is lost by a slip."""
    path = tmp_path / "x.csv"
    path.write_text("mine")
    for words in (
        ["convert", "Sandwell", path],
        ["template", path],
        ["convert", "trust_transfer", path, "--to", "json"],
    ):
        code, _, error = said(*words)
        assert 2 == code
        assert "--force replaces it" in error
        assert "mine" == path.read_text()
        assert 0 == said(*words, "--force")[0]
        assert "mine" != path.read_text()
        path.write_text("mine")


def test_nothing_of_a_bad_file_is_written(said, tmp_path):
    """The faults are told, and the old file stays."""
    bad, path = tmp_path / "bad.csv", tmp_path / "out.json"
    bad.write_text("authority,event,on\nDevon,note,late\n")
    path.write_text("old")
    code, _, error = said("convert", bad, path, "--force")
    assert 2 == code
    assert "line 2, column on: found 'late'" in error
    assert "old" == path.read_text()
    assert {bad, path} == set(tmp_path.iterdir())


def test_the_process_is_converted(said, tmp_path):
    """To JSON and to SCXML."""
    _, text, _ = said("convert", "trust_transfer", "-", "--to", "json")
    assert tf.TRUST_TRANSFER == process_from_json(text)
    path = tmp_path / "process.scxml"
    code, text, _ = said("convert", "trust_transfer", path)
    assert (0, f"{path}: The road to a children's services trust\n") == (code, text)
    assert path.read_text("utf-8").startswith("<?xml")
    _, text, _ = said("convert", "trust_transfer", path, "--force", "--json")
    assert {"file": str(path)} == json.loads(text)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Sandwell", "-"], "say with --to what to write to -: json or csv"),
        (["Sandwell", "x.xml", "--to", "scxml"], "say with --to"),
        (["trust_transfer", "-"], "json or scxml"),
        (["trust_transfer", "x.csv"], "json or scxml"),
        (["Sandwel", "x.csv"], "Did you mean Sandwell"),
        (["nowhere.csv", "x.csv"], "nowhere.csv"),
    ],
)
def test_what_cannot_be_converted_is_told(said, words, told, tmp_path, monkeypatch):
    """With the way out, and nothing written."""
    monkeypatch.chdir(tmp_path)
    code, _, error = said("convert", *words)
    assert 2 == code
    assert told in error
    assert [] == list(tmp_path.iterdir())


def test_a_template_is_written(said, tmp_path):
    """To a file, or to standard output."""
    assert (0, csv_template()) == said("template")[:2]
    path = tmp_path / "mine.csv"
    assert {"file": str(path)} == json.loads(said("template", path, "--json")[1])
    assert () == load_csv(path)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_printed(said, kind):
    """The one of histories when none is named."""
    assert schema_of(kind) == json.loads(said("schema", kind)[1])
    assert said("schema", "history") == said("schema")


# How every command reads a file


def test_every_command_reads_a_table(said, tmp_path):
    """One that takes a file of a history, and one that takes several."""
    path = tmp_path / "mine.csv"
    said("convert", "Sandwell", path)
    assert said("case", "Sandwell") == said("case", path)
    assert said("check", "Sandwell") == said("check", path)
    assert said("next", "Sandwell") == said("next", path)


def test_a_table_is_begun_and_recorded_in(said, tmp_path):
    """A command that writes a file writes the format of its ending."""
    path = tmp_path / "mine.csv"
    said("new", path, "Devon")
    said("record", path, "note", "2016", "--field", "topic=other")
    assert (tf.History("Devon", [ev.Note("2016", topic="other")]),) == load_csv(path)


def test_other_peoples_columns_and_good_rows(said, tmp_path):
    """Named on the command line; the bad rows are told, at most fifty of them."""
    path = tmp_path / "theirs.csv"
    path.write_text(BAD + "Devon;note;late\n" * 60)
    code, _, error = said("check", path, "--map", "what=event")
    assert 2 == code
    assert "line 3, column date: found 'late'" in error
    code, out, error = said("check", path, "--map", "what=event", "--keep-good")
    assert 0 == code
    assert "Devon" in out
    assert "61 faults in" in error
    assert "and 11 more" in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--map", "what"], "Expected HEADING=COLUMN"),
        (["--map", "wat=event"], "no such column"),
        (["--limit", "size=10"], "--limit size="),
        (["--limit", "speed=10"], "Invalid limit"),
    ],
)
def test_how_a_file_is_read_is_checked(said, words, told, tmp_path):
    """A slip is told, not passed over."""
    path = tmp_path / "theirs.csv"
    path.write_text(BAD)
    code, _, error = said("check", path, *words)
    assert 2 == code
    assert told in error


def test_long_work_shows_its_progress(said, monkeypatch, tmp_path):
    """On a terminal only."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, _, error = said("convert", "casebook", tmp_path / "x.csv")
    assert 0 == code
    assert isinstance(error, str)
