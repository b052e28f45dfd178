"""A process of a user's own in every command, from a module or from its JSON file."""

import json
import sys

import pytest

import trustflow as tf
from tests.cli.own import LAW, MODULE
from trustflow.cli import GROUPS
from trustflow.cli.commands import COMMANDS
from trustflow.exchange import load_csv, process_to_json


def test_a_case_is_kept_and_asked_about(own, case, answer, run):
    """New, record, check, case, next, deadlines and triggers speak of this process only."""
    printed = [
        answer("case", case, "--process", own),
        answer("case", case, "--process", own, "--as-of", "today"),
        answer("check", case, "--process", own),
        answer("next", case, "--process", own),
        answer("next", case, "--process", own, "--refused"),
        answer("deadlines", case, "--process", own),
        answer("rules", "--process", own),
        answer("triggers", "--process", own),
        answer("due", "answer", "--from", "today", "--process", own),
        answer("paths", "admitted", "--process", own),
    ]
    for text in printed:
        assert not LAW.search(text), text
    assert "Refused" in printed[0]
    assert "13 days after" in printed[2]
    assert "appeal lodged" in printed[3]
    assert "19 March 2024" in printed[5]
    assert "19 April 2024" in printed[8]
    assert 2 == run("record", case, "child_admitted", "2024-03-01", "--process", own)[0]


def test_pictures_and_pages(own, case, answer, folder):
    """Diagrams, timelines and pages are drawn of the process and of the case."""
    for words in (
        ["diagram"],
        ["diagram", case, "--format", "dot"],
        ["timeline", case],
        ["page", case],
        ["page", case, "--as-of", "today"],
    ):
        text = answer(*words, "--process", own)
        assert "Refused" in text
        assert not LAW.search(text), words
    answer("diagram", case, "--process", own, "-o", "anna.svg")
    assert (folder / "anna.svg").read_text("utf-8").startswith("<svg")
    answer("deadlines", case, "--process", own, "--ics", "anna.ics")
    assert "appeal" in (folder / "anna.ics").read_text("utf-8")


def test_files_are_converted(own, case, answer, folder):
    """A history of the process becomes CSV and JSON again; the process becomes JSON and SCXML."""
    answer("convert", case, "anna.csv", "--process", own)
    answer("convert", "anna.csv", "again.json", "--process", own)
    process = parser_process(own)
    assert load_csv("anna.csv", process) == (tf.load(case, process),)
    assert tf.load("again.json", process) == tf.load(case, process)
    assert "school_place" == json.loads((folder / "again.json").read_text())["process"]
    answer("convert", "school_place", "p.json", "--process", own)
    assert process_to_json(process) == (folder / "p.json").read_text()
    answer("convert", "school_place", "p.scxml", "--process", own)
    schema = json.loads(answer("schema", "history", "--process", own))
    assert "application_received" in json.dumps(schema)
    assert "trust_went_live" not in json.dumps(schema)


def test_many_cases(own, case, answer, folder, run):
    """Legs and bulk work on files of the process."""
    leg = ["--start", "application_received", "--end", "place_refused", "--confidence", "any"]
    out = answer("legs", "--file", case, "--process", own, *leg)
    assert "43" in out
    (folder / "log.csv").write_text("case,event,on\nAnna,application_received,2024-01-08\n")
    assert 0 == run("bulk", "log.csv", "-o", "found.csv", "--process", own)[0]


def parser_process(own):
    """Return the process that the command would use."""
    from trustflow.views import process_at

    return process_at(own)


@pytest.mark.parametrize("words", [
    ["case", "Sandwell"], ["check", "--all"], ["legs"], ["timeline", "--all"], ["next", "Kent"],
    ["diagram", "--counts"], ["convert", "casebook", "-", "--to", "json"],
])  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_the_casebook_is_of_another_process(refusal, words):
    """The message says which process the casebook follows, and what to give instead."""
    message = refusal(*words, "--process", "places:SCHOOL")
    assert "The casebook follows the process trust_transfer, not school_place." in message


def test_an_extended_trust_transfer_reads_the_casebook(folder, answer):
    """A process with all triggers and stages of the trust transfer can read its histories."""
    (folder / "mine.py").write_text(
        "import trustflow as tf\n"
        'RULE = tf.DateRule(id="mine", requires="x", starts="trust_went_live", at_most="1 days",\n'
        '    ends="returned_to_council", strength="policy", citation=tf.Citation("my office"))\n'
        "MINE = tf.TRUST_TRANSFER.extended(rules=[RULE])\n"
    )
    assert "mine" in answer("rules", "--process", "mine:MINE")
    assert "Sandwell" in answer("check", "Sandwell", "--process", "mine:MINE")
    sys.modules.pop("mine")


@pytest.mark.usefixtures("folder")
def test_a_file_of_another_process_is_refused(answer, refusal):
    """The file names its process, and the message how to give it."""
    answer("new", "anna.json", "Anna", "--process", "places:SCHOOL")
    for command in ("case", "check", "next", "deadlines", "page", "timeline", "diagram"):
        message = refusal(command, "anna.json")
        assert "'school_place'" in message
        assert "--process" in message


EVERY = COMMANDS.keys() - {"cases", "template"}


def test_every_command_on_histories_or_processes_has_the_option(answer):
    """Only the list of the casebook, and the empty table, are the same for every process."""
    assert len(GROUPS) > 5
    for command in EVERY:
        assert "--process" in answer(command, "--help"), command


BAD_MODULES = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "stops": ("raise SystemExit(0)", "SystemExit"),
    "broken": ("def", "SyntaxError"),
    "wrong": ("import nowhere_at_all", "nowhere_at_all"),
    "empty": ("", "P"),
    "number": ("P = 3", "P"),
}


@pytest.mark.parametrize("name", BAD_MODULES)
def test_a_module_that_cannot_be_used(folder, refusal, name):
    """The message is the module's own, and the exit code is 2, not 1, which means findings."""
    text, needed = BAD_MODULES[name]
    (folder / f"{name}_module.py").write_text(text)
    for words in (["check", "Sandwell"], ["diagram", "--check", "x.mmd"], ["rules"]):
        assert needed in refusal(*words, "--process", f"{name}_module:P")


SURROUNDINGS = {
    "prints": "print('hello \x1b[1m')",
    "prints a lot and fails": "print('hello \x1b[1m')\nraise OSError('no')",
    "folder": "import os\nos.chdir('/')",
    "other stream": "import io, sys\nsys.stdout = io.StringIO()\nsys.stderr = io.StringIO()",
    "no streams": "import sys\nsys.stdin = sys.stdout = sys.stderr = None",
    "closed": "import sys\nsys.stdout.close()",
    "reads": "import sys\nassert sys.argv\nprint(end='')",
}
"""What a module of a user does to the program that imports it, beside making a process."""


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_a_module_does_not_change_the_surroundings(folder, run, name):
    """Standard output has the answer alone, in JSON too; relative paths lead where they led."""
    own = ["--process", "school.json"]
    assert 0 == run("convert", "school_place", "school.json", "--process", "places:SCHOOL")[0]
    assert 0 == run("new", "anna.json", "Anna", *own)[0]
    usual = run("check", "anna.json", "--json", *own)
    assert 0 == usual[0]
    (folder / "changing.py").write_text(f"{SURROUNDINGS[name]}\n{MODULE}")
    code, out, err = run("check", "anna.json", "--json", "--process", "changing:SCHOOL")
    sys.modules.pop("changing", None)
    assert folder.samefile(".")
    if "fails" in name:
        assert (2, "") == (code, out)
        assert "OSError" in err
    else:
        assert usual[:2] == (code, out)
    assert ("hello \\x1b[1m\n" in err) == ("prints" in name)


def test_a_folder_that_cannot_be_entered_again(folder, monkeypatch, run):
    """The folder is entered again only if the module left it."""

    def refuse(_):
        raise PermissionError

    monkeypatch.setattr("os.chdir", refuse)
    assert 0 == run("rules", "--process", "places:SCHOOL")[0]
    assert folder.samefile(".")


def test_a_folder_that_is_gone(folder, monkeypatch, run):
    """A process is loaded also in a current folder that does not exist any more."""
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert 0 == run("rules", "--process", "trustflow:TRUST_TRANSFER")[0]
    assert 0 == run("case", "Sandwell")[0]
