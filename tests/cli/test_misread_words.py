"""Names that look like options, and options that take all the words after them."""

import argparse
import shlex

import pytest

import trustflow as tf
from trustflow.cli import main
from trustflow.cli.command_line import command_line
from trustflow.ledger import Ledger

pytestmark = pytest.mark.usefixtures("present")
NAMES = ["--all", "-x", "--", "--ledger", "-1", "--field=x", "- a name"]


@pytest.fixture
def place(tmp_path):
    """Return the path of an empty ledger."""
    path = tmp_path / "cases.db"
    Ledger(path).close()
    return path


def words_of(line):
    """Return the words of the line of a command, without the name of the program."""
    program, *words = shlex.split(line)
    assert program == "trustflow"
    return words


# Names that begin with a dash


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_begins_with_a_dash_can_be_given_everywhere(answer, place, tmp_path, name):
    """After all options and two dashes; the commands that are printed can be run as they are."""
    where = ["--ledger", place]
    out = answer("new", *where, "--", name)
    (line,) = (each for each in out.splitlines() if each.startswith("Record an event: "))
    words = words_of(line.removeprefix("Record an event: "))
    assert words[-2:] == ["TRIGGER", "DATE"]
    answer(words[0], "--note", "x", *words[1:-2], "note", "2016")
    answer("insert", *where, "--note", "a call", "--", name, "note", "2015")
    answer("replace", *where, "--on", "2014", "--", name, "1")
    assert "a call" in answer("case", *where, "--", name)
    assert "1 case" not in answer("deadlines", *where, "--as-of", "2016-01-01", "--", name)
    answer("next", *where, "--", name)
    assert "inserted" in answer("ledger", "log", *where, "--", name)
    answer("ledger", "export", *where, "-o", tmp_path / "x.json", "--", name)
    by = ["--recorded-by", "me", "--reason", "asked"]
    answer("withdraw", *where, *by, "--", name, "2")
    answer("ledger", "redact", *where, *by, "--", name, "a call")
    with Ledger(place) as ledger:
        assert ledger.names() == (name,)
        assert [event.note for event in ledger.history(name)] == ["[redacted]"]
    answer("ledger", "remove", *where, *by, "-o", tmp_path / "y.json", "--", name)


def test_a_line_of_a_command_gives_the_name_where_it_is_read(place):
    """The options come first, then two dashes, the name, and what follows it."""
    options = argparse.Namespace(ledger=str(place), process_location="own.py:P")
    line = command_line("replace", ["--all", "2", "--field", "x=DATE"], options)
    ends = f"--field x=DATE --ledger {place} --process own.py:P -- --all 2"
    assert line == f"trustflow replace {ends}"
    in_file = argparse.Namespace(ledger=None, process_location=None)
    assert command_line("case", ["-x.json"], in_file) == "trustflow case ./-x.json"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["case", "--all"], "--all"),
        (["case", "Kent", "-x"], "-x"),
        (["record", "--name=x", "note", "2016"], "--name=x"),
        (["ledger", "log", "-y"], "-y"),
    ],
)
def test_a_name_that_is_read_as_an_option_is_explained(capsys, place, words, name):
    """Where a case of a ledger can be named; elsewhere nobody has such names."""
    assert 2 == main([*words, "--ledger", str(place)])
    err = " ".join(capsys.readouterr().err.split())
    assert f"put it after all options and --, as in: -- {name}" in err


@pytest.mark.parametrize(
    "words",
    [["case", "--ledger", "x.db"], ["ledger", "remove", "-ox.json"], ["rules", "-y"], ["paths"]],
)
def test_other_words_are_no_names(capsys, words):
    """An option of the command is none, and a command without a ledger has none."""
    assert 2 == main(words)
    assert "after all options" not in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("command", [["case"], ["record"], ["ledger", "redact"]])
def test_the_help_says_how_to_name_it(capsys, command):
    """It is in the help of each command that takes a ledger."""
    assert 0 == main([*command, "--help"])
    assert "begins with a dash" in " ".join(capsys.readouterr().out.split())


# Options that take several words

BY = ["--to", "trust_live", "--by", "2027-04-01"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["schedule", *BY, "--route", "trust_went_live", "Devon"], "put NAME|FILE first"),
        (["paths", "--marks", "standard", "trust_live"], "put what is none of them first"),
        (["diagram", "--marks", "standard", "Devon"], "put what is none of them first"),
        (["diagram", "--stages", "trust_live", "Devon"], "put Devon first"),
        (["diagram", "--stages", "trust_live", "x.json"], "put x.json first"),
        (["table", "moves", "--stages", "x/y"], "put x/y first"),
    ],
)
def test_an_option_that_took_a_name_is_named(capsys, words, hint):
    """The error says which option it was, and where the name belongs."""
    assert 2 == main(words)
    err = " ".join(capsys.readouterr().err.split())
    option = next(word for word in words if word in {"--route", "--marks", "--stages"})
    assert f"{option} takes all the words up to the next option: {hint}" in err


def test_a_file_without_a_suffix_that_an_option_took_is_recognised(refusal, tmp_path, monkeypatch):
    """The file is there, so it was meant."""
    monkeypatch.chdir(tmp_path)
    tf.dump(tf.History("Exampleshire"), "exampleshire")
    message = refusal("diagram", "--stages", "trust_live", "exampleshire")
    assert "put exampleshire first" in " ".join(message.split())


@pytest.mark.parametrize(
    "words", [["diagram", "--stages", "trust_liv"], ["rules", "nosuch"], ["paths", "nosuch"]]
)
def test_a_wrong_word_of_an_option_is_not_taken_for_a_name(refusal, words):
    """The error suggests the right word, as ever."""
    assert "takes all the words" not in " ".join(refusal(*words).split())
