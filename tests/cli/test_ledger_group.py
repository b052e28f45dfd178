"""The command `ledger`: what a file of a case cannot do."""

import argparse
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import trustflow as tf
from tests.cli.own import MODULE
from tests.cli.samples import LATE, MISSING
from trustflow import events as ev
from trustflow.ledger import Ledger, NotInLedger

pytestmark = pytest.mark.usefixtures("present")
BY = ["--recorded-by", "data officer", "--reason", "request of 5 June"]
DEVON = tf.History("Devon", [ev.Note("2016", note="a call by A. Person")], gss_code="E10000008")


def read(place, question, *words):
    """Return the answer of a ledger to a question, and close it."""
    with Ledger(place) as ledger:
        return getattr(ledger, question)(*words)


@pytest.fixture
def place(tmp_path):
    """Return the path of a ledger with two cases."""
    path = tmp_path / "cases.db"
    with Ledger(path) as ledger:
        ledger.add_histories([LATE, DEVON], recorded_by="A. Officer", reason="begun")
    return path


@pytest.fixture
def administer(answer, place):
    """Return a function that runs a command of `ledger` and returns its output."""
    return lambda name, *words: answer("ledger", name, *words, "--ledger", place)


@pytest.fixture
def refused(refusal, place):
    """Return a function that runs a command of `ledger` and returns why it was refused."""
    return lambda name, *words: refusal("ledger", name, *words, "--ledger", place)


def run_elsewhere(*words):
    """Run the command in another process, without coverage; return its exit code and output."""
    environment = {name: value for name, value in os.environ.items() if "COV" not in name}
    environment["PYTHONPATH"] = str(Path(tf.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-m", "trustflow", *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


# The whole walk


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    """Return the current folder, in which the environment names a ledger that is not made yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSTFLOW_LEDGER", "cases.db")
    return tmp_path


def test_a_ledger_from_its_beginning_to_its_check(answer, refusal, saved, in_folder):
    """Two people keep cases; the second cannot overwrite what the first did not know of."""
    assert "cases.db: a ledger with 0 cases" in answer("ledger", "init")
    saved([DEVON], "devon.json")
    out = answer("ledger", "import", "devon.json", "Kent", "--recorded-by", "A. Officer")
    assert "Devon: 1 event, version 2" == out.splitlines()[0]
    assert out.splitlines()[1].startswith("Kent: ")
    answer("new", "Somewhere", "--recorded-by", "A. Officer")
    answer("record", "Somewhere", "note", "2016", "--note", "mail of A. Person")
    assert "Version 2" in answer("case", "Somewhere")
    words = ["record", "Somewhere", "note", "2017", "--note", "x", "--recorded-by", "B. Officer"]
    assert 0 == run_elsewhere(*words)[0]
    message = refusal(*words, "--expected-version", "2")
    assert "recorded \"Note\" (2017) by 'B. Officer'" in message
    log = answer("ledger", "log", "Somewhere").splitlines()
    assert ["1", "2", "3"] == [line[0] for line in log[1:]]
    assert "version 2: event.note" in answer("ledger", "redact", "Somewhere", "A. Person", *BY)
    removed = answer("ledger", "remove", "Somewhere", "-o", "somewhere.json", *BY)
    assert "Somewhere: removed; somewhere.json has its 4 entries\n" == removed
    assert "mail of [redacted]" in (in_folder / "somewhere.json").read_text()
    assert "copy.db: a copy of cases.db\n" == answer("ledger", "backup", "copy.db")
    checked = answer("ledger", "recheck")
    assert "2 cases with" in checked
    assert "nothing was changed from outside" in checked
    assert checked == answer("ledger", "recheck", "--ledger", "copy.db")
    for path in ("cases.db", "copy.db"):
        assert b"mail of A. Person" not in (in_folder / path).read_bytes()
    assert "'Somewhere' is not in this ledger" in refusal("case", "Somewhere")


# Files


def test_a_ledger_is_made_once(answer, refusal, tmp_path, monkeypatch):
    """Neither a ledger nor another file is replaced, and no place is an error."""
    monkeypatch.delenv("TRUSTFLOW_LEDGER", raising=False)
    path = tmp_path / "new.db"
    data = json.loads(answer("ledger", "init", "--json", "--ledger", path))
    assert {"ledger": str(path), "cases": 0} == {name: data[name] for name in ("ledger", "cases")}
    assert len(data["id"]) > 5
    before = path.read_bytes()
    assert f"{path} already exists." in refusal("ledger", "init", "--ledger", path)
    assert before == path.read_bytes()
    for words in (["init"], ["recheck"], ["log", "--ledger", ""]):
        assert "Name the ledger with --ledger PLACE" in refusal("ledger", *words)
    assert "There is no ledger" in refusal("ledger", "log", "--ledger", f"{path}x")


def test_histories_are_imported_from_files_and_the_casebook(administer, saved, place):
    """Each becomes a case, with its findings, whatever it was read from."""
    path = saved(MISSING.__class__("Surrey", [ev.Note("2016")]), "surrey.json")
    tf.exchange.save(tf.History("Bexley", [ev.Note("2017")]), place.parent / "bexley.csv")
    words = ["Sandwell", path, place.parent / "bexley.csv", "--recorded-by", "me"]
    sandwell = tf.casebook.load("Sandwell")
    events = f"Sandwell: {len(sandwell)} events, version {len(sandwell) + 1}"
    assert [events, "Surrey: 1 event, version 2", "Bexley: 1 event, version 2"] == administer(
        "import", *words
    ).splitlines()
    with Ledger(place) as ledger:
        assert sandwell == ledger.history("Sandwell")
        assert {"me"} == {entry.recorded_by for entry in ledger.entries("Bexley")}
    path = saved(tf.History("Poole", []), "poole.json")
    assert [{"name": "Poole", "version": 1}] == json.loads(administer("import", path, "--json"))


def test_an_import_is_made_wholly_or_not_at_all(administer, refused, saved):
    """A name that is known or comes twice, or an impossible history, stops all of it."""
    before = administer("log", "--json")
    new = saved(tf.History("Surrey"), "surrey.json")
    wrong = saved(tf.History("Bexley", [ev.ContractExtended("2018")]), "bexley.json")
    message = refused("import", new, wrong)
    assert "The history of 'Bexley' cannot have happened, so nothing was imported." in message
    known = saved(LATE, "kent.json")
    assert "'Kent'. It is in the ledger already. Nothing" in refused("import", new, known)
    assert "'Surrey'. It comes twice. Nothing was imported." in refused("import", new, new)
    assert "Expected names or files, or --all for the whole casebook" in refused("import")
    assert before == administer("log", "--json")


def test_histories_are_exported(administer, refused, answer, place):
    """To standard output, to JSON or to CSV: all of them, or some by name."""
    path = place.parent / "all.json"
    assert f"{path}: 2 histories, 3 events\n" == administer("export", "-o", path)
    assert [DEVON, LATE] == list(tf.load_all(path))
    assert path.read_text() == administer("export")
    data = json.loads(administer("export", "Kent", "-o", place.parent / "kent.csv", "--json"))
    assert (1, 2) == (data["histories"], data["events"])
    assert "Kent" in answer("case", place.parent / "kent.csv")
    assert "already exists. Use --force" in refused("export", "-o", path)
    assert "is the input of this command" in refused("export", "-o", place, "--force")
    assert "'Kant' is not in this ledger" in refused("export", "Kant")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
@pytest.mark.parametrize(
    "words",
    [
        ["export", "-o", "copy.json"],
        ["export", "-o", "copy.csv"],
        ["export", "--entries", "-o", "copy.json"],
        ["remove", "Kent", "-o", "copy.json", *BY],
        ["backup", "copy.db"],
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_what_is_written_has_the_permissions_of_the_ledger(administer, place, monkeypatch, words):
    """Who may not read the ledger may not read it there either."""
    monkeypatch.chdir(place.parent)
    place.chmod(0o600)
    administer(*words)
    (copy,) = place.parent.glob("copy.*")
    assert 0o600 == copy.stat().st_mode & 0o777


def test_every_entry_is_exported(administer, refused, place):
    """To a file only, and of every case."""
    path = place.parent / "log.json"
    assert f"{path}: every entry of {place}\n" == administer("export", "--entries", "-o", path)
    assert path.read_text().count("begun") == 5
    words = ["export", "--entries", "--force", "-o", path]
    assert {"file": str(path)} == json.loads(administer(*words, "--json"))
    for wrong in (words[:2], [*words, "Kent"]):
        assert "Give -o FILE, and no NAME." in refused(*wrong)


# The log


def test_the_log_lists_who_recorded_what_when_and_why(administer, place):
    """A correction names the version whose event it corrects; the events keep their labels."""
    with Ledger(place) as ledger:
        first = ledger.in_force("Kent")[0]
        ledger.replace(first, ev.Note("2016", note="x"), recorded_by="B", reason="a | b")
        ledger.withdraw(ledger.in_force("Kent")[0], reason="wrong")
        ledger.mark_checked("Kent", "2018-01-01")
        ledger.create(tf.History("Bexley", checked_to="inspections=2017-05-01"))
        ledger.create(tf.History("Poole", checked_to="ongoing"))
    lines = administer("log", "Kent").splitlines()
    assert lines[0].split() == ["Version", "Recorded", "(UTC)", "By", "Entry", "What", "Reason"]
    cells = [[cell for cell in line.split("  ") if cell] for line in lines[1:]]
    cells = [[cell.strip() for cell in line] for line in cells]
    inspected = '"Inspection published: inadequate" (25 November 2016)'
    assert [line[2:] for line in cells] == [
        ["A. Officer", "created", "begun"],
        ["A. Officer", "recorded", inspected, "begun"],
        ["A. Officer", "recorded", '"Action plan published" (9 March 2017)', "begun"],
        ["B", "replaced 2", '"Note" (2016)', "a | b"],
        ["withdrawn 4", '"Note" (2016)', "wrong"],
        ["checked", "checked to 1 January 2018"],
    ]
    every = administer("log").splitlines()
    assert every[0].startswith("Case ")
    assert "inspections checked to 1 May 2017, " in every[-2]
    assert "every event is recorded as it happens" in every[-1]
    assert "| B | replaced 2 |" in administer("log", "Kent", "--markdown")
    header, *rows = administer("log", "Kent", "--csv").splitlines()
    assert header.startswith("name,version,recorded_at,recorded_by,kind,of_version,trigger,on,")
    assert ["", "", "", "2", "4", ""] == [row.split(",")[5] for row in rows]
    data = json.loads(administer("log", "Kent", "--json"))
    assert [1, 2, 3, 4, 5, 6] == [each["version"] for each in data]
    assert {"trigger": "note", "event": "note", "on": "2016", "note": "x"} == data[3]["event"]
    assert (2, "a | b") == (data[3]["of_version"], data[3]["reason"])
    assert "2018-01-01" == data[5]["data"]["checked_to"]


def test_the_log_fits_a_terminal(administer, monkeypatch):
    """Every column is there, and no line is longer than the terminal is wide."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    out = administer("log")
    assert max(map(len, out.splitlines())) <= 80
    assert "Reason" in out


# The check


def test_a_recheck_says_what_was_changed_from_outside(run, administer, place):
    """It exits with 1, and says where."""
    head = json.loads(administer("recheck", "--json"))["head"]
    assert head in administer("recheck").splitlines()[-1]
    with closing(sqlite3.connect(place)) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        # The name of the table is that of the only one with such a column.
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        (table,) = (name for name, sql in tables if "recorded_by" in sql)
        database.execute(f"UPDATE {table} SET reason = 'x' WHERE name = 'Kent' AND version = 2")
    code, out, err = run("ledger", "recheck", "--ledger", place)
    assert (1, "") == (code, err)
    assert "2 cases with 5 entries: changed from outside, or damaged." in out
    assert "- the trigger " in out
    assert "- Kent, version 2: " in out
    code, out, err = run("ledger", "recheck", "--json", "--ledger", place)
    data = json.loads(out)
    assert (1, "", False) == (code, err, data["ok"])
    assert ("Kent", 2) in {(fault["name"], fault["version"]) for fault in data["faults"]}


def test_a_recheck_asks_today_s_rules(run, administer, place):
    """The exit code is that of `check`: 1 for a finding as grave as `--fail-on` says."""
    out = administer("recheck")
    assert "\nKent\n\n- " in out
    data = json.loads(administer("recheck", "--json"))
    assert {"Kent"} == {each["name"] for each in data["findings"]}
    assert ["law"] == [each["strength"] for each in data["findings"]]
    for strength, expected in (("logic", 0), ("law", 1), ("practice", 1)):
        assert expected == run("ledger", "recheck", "--fail-on", strength, "--ledger", place)[0]


def test_a_recheck_of_a_damaged_file_says_what_to_do(run, place):
    """What can be read is counted, and there is no hash to keep elsewhere."""
    with Ledger(place) as ledger:
        ledger.vacuum()
    place.write_bytes(place.read_bytes().replace(b"a call by A. Person", b"a call by \xff. Person"))
    code, out, err = run("ledger", "recheck", "--ledger", place)
    assert (1, "") == (code, err)
    assert ": the others cannot be read." in out
    assert "the file is damaged: not every entry can be read" in out
    assert out.splitlines()[-1].endswith("Keep the file, and go on from a backup")
    assert "A. Person" not in out
    code, _, err = run("case", "Devon", "--ledger", place)
    assert 2 == code
    assert "The file is damaged. Keep it, and go on from a backup" in err


# What a ledger wrote itself


def test_what_a_ledger_wrote_is_imported_again(run, administer, refusal, place, tmp_path):
    """The histories are those of before, and it is said that the entries are not read."""
    with Ledger(place) as ledger:
        before = {name: ledger.history(name) for name in ledger.names()}
    administer("export", "--entries", "-o", tmp_path / "all.json")
    administer("remove", "Devon", "-o", tmp_path / "devon.json", *BY)
    for written, names in (("devon.json", ["Devon"]), ("all.json", ["Devon", "Kent"])):
        new = tmp_path / f"{written}.db"
        run("ledger", "init", "--ledger", new)
        code, out, err = run("ledger", "import", tmp_path / written, "--ledger", new)
        assert 0 == code
        assert names == [line.split(":")[0] for line in out.splitlines()]
        assert "was written by a ledger. Its histories are read, but not its" in " ".join(
            err.split()
        )
        assert before["Devon"] == read(new, "history", "Devon")
    code, out, _ = run("ledger", "import", tmp_path / "devon.json", "--ledger", place)
    assert (0, True) == (code, out.startswith("Devon: "))
    code, out, err = run("case", tmp_path / "devon.json", "--ledger", "")
    assert (0, True) == (code, "a call by A. Person" in out)
    words = ["note", "2027", "--note", "x", "--ledger", ""]
    before = (tmp_path / "devon.json").read_bytes()
    message = refusal("record", tmp_path / "devon.json", *words)
    assert "This file contains the entries of a ledger, not histories." in message
    assert before == (tmp_path / "devon.json").read_bytes()


# Personal data


def test_a_redaction_prints_where_the_text_was(administer, refused, place):
    """The text itself is not printed, neither in words nor as data."""
    assert ["Devon: overwritten in 1 entry", "- version 2: event.note"] == administer(
        "redact", "Devon", "A. Person", *BY
    ).splitlines()
    with Ledger(place) as ledger:
        ledger.record("Devon", ev.Note("2017", note="B. Person"), recorded_by="B. Person")
    data = json.loads(administer("redact", "Devon", "B. Person", "--json", *BY))
    (changed,) = data["changed"]
    assert (4, {"recorded_by", "event.note"}) == (changed["version"], {*changed["places"]})
    assert ("Devon", 5) == (data["name"], data["version"])
    assert "1 place" in administer("log", "Devon")
    assert "2 places" in administer("log", "Devon")
    message = refused("redact", "Devon", "C. Person", *BY)
    assert "Devon" in message or "text" in message


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_the_text_to_redact_can_be_sent(administer, refused, place, monkeypatch, ending):
    """So it is neither in the history of a shell nor in the list of programs."""

    def send(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    with Ledger(place) as ledger:
        ledger.record("Devon", ev.Note("2017", note="Löwe\nand - another"))
    send("Löwe\nand".encode() + ending)
    assert "version 3: event.note" in administer("redact", "Devon", "-", *BY)
    assert read(place, "history", "Devon")[-1].note == "[redacted] - another"
    send(ending)
    assert "text to redact" in refused("redact", "Devon", "-", *BY)
    send(b"L\xf6we" + ending)
    assert "input is not in UTF-8." in refused("redact", "Devon", "-", *BY)
    assert len(read(place, "entries", "Devon")) == 4


@pytest.mark.parametrize("missing", ["--reason", "--recorded-by"])
@pytest.mark.parametrize("words", [["redact", "Devon", "x"], ["remove", "Devon", "-o", "x.json"]])
def test_an_administrator_says_who_and_why(run, refused, place, words, missing):
    """Neither can be left out, and neither can be empty."""
    before = read(place, "entries", "Devon")
    at = BY.index(missing)
    code, out, err = run("ledger", *words, *BY[:at], *BY[at + 2 :], "--ledger", place)
    assert (2, "") == (code, out)
    assert f"the following arguments are required: {missing}" in " ".join(err.split())
    refused(*words, *BY[:at], missing, "", *BY[at + 2 :])
    assert before == read(place, "entries", "Devon")


def test_a_removed_case_is_in_its_file(administer, refused, place):
    """What is there is not replaced, and standard output is not a place to keep a case."""
    path = place.parent / "devon.json"
    path.write_text("mine")
    message = refused("remove", "Devon", "-o", path, *BY)
    assert f"{path}: There is a file already" in message or "exists" in message
    assert "mine" == path.read_text()
    for target, needed in (("-", "only once it is in a file"), (place, "is the input of this")):
        assert needed in refused("remove", "Devon", "-o", target, *BY)
    assert "suffix of" in refused("remove", "Devon", "-o", "devon.html", *BY)
    path.unlink()
    data = json.loads(administer("remove", "Devon", "-o", path, "--json", *BY))
    assert {"name": "Devon", "file": str(path), "entries": 2} == data
    assert "a call by A. Person" in path.read_text()
    assert "'Devon' is not in this ledger" in refused("remove", "Devon", "-o", path, *BY)
    last = administer("log").splitlines()[-1]
    assert "removed" in last
    assert "2 entries" in last


def test_a_backup_is_a_new_file(administer, refused, place):
    """It is a ledger with the same cases; a file that is there stays."""
    path = place.parent / "copy.db"
    assert {"file": str(path)} == json.loads(administer("backup", path, "--json"))
    assert read(path, "names") == read(place, "names")
    before = path.read_bytes()
    message = refused("backup", path)
    assert f"{path}: " in message
    assert before == path.read_bytes()
    assert "is the input of this command" in refused("backup", place)
    assert "x.json has the suffix of a history" in refused("backup", "x.json")


def test_entries_are_json(refused, administer, place):
    """A table cannot have them, whatever the command: one writes them, another removes a case."""
    for words in (["export", "--entries"], ["remove", "Devon", *BY]):
        message = refused(*words, "-o", place.parent / "x.csv")
        assert "x.csv has the suffix of a table" in message
    assert "Devon" in administer("export")


# Several processes


@pytest.fixture
def mixed(folder, place):
    """Return the path of a ledger with a case of another process."""
    space = {}
    exec(MODULE, space)  # noqa: S102 - the text is ours
    school = space["SCHOOL"]
    with Ledger(place, processes=[tf.TRUST_TRANSFER, school]) as ledger:
        ledger.create(tf.History("Anna"), process=school)
    return folder / place.name


def test_cases_of_another_process_are_named(run, mixed):
    """They are left out of what is asked about all cases, and `--process` reads them."""
    left_out = "Left out, because they are of another process: Anna. Use --process.\n"
    for words in (
        ["ledger", "log"],
        ["ledger", "export"],
        ["deadlines", "--all"],
    ):
        code, out, err = run(*words, "--ledger", mixed)
        assert (0, left_out) == (code, err)
        assert "Anna" not in out
        code, out, err = run(*words, "--ledger", mixed, "--process", "places:SCHOOL")
        assert (0, left_out.replace("Anna", "Devon and Kent")) == (code, err)
        assert "Anna" in out
    out = run("ledger", "recheck", "--ledger", mixed)[1]
    assert "Of another process, so today's rules were not asked: Anna. Use --process." in out
    message = run("ledger", "log", "Anna", "--ledger", mixed)[2]
    assert "name it with --process" in message


def test_every_entry_of_two_processes_is_exported(run, mixed):
    """Without `--process`, nothing is written and the message names the option."""
    words = ["ledger", "export", "--entries", "--ledger", mixed, "-o", mixed.parent / "all.json"]
    code, _, err = run(*words)
    assert code == 2
    assert "'Anna'" in err
    assert "On the command line, name it with --process." in err
    assert not words[-1].exists()
    code, out, err = run(*words, "--process", "places:SCHOOL")
    assert (0, "") == (code, err)
    cases = {entry["name"] for entry in json.loads(words[-1].read_text())["entries"]}
    assert {"Anna", "Devon", "Kent"} == cases
    assert "every entry of" in out


def test_a_case_of_a_process_of_one_s_own_is_imported(answer, own, case, place):
    """The ledger gives the same answer as the file."""
    its_ledger = ["--ledger", place, "--process", own]
    answer("ledger", "import", case, *its_ledger)
    expected = answer("next", case, "--process", own)
    assert "appeal lodged" in expected
    assert expected == answer("next", "Anna", *its_ledger)


def test_another_error_of_a_value_is_not_taken_for_a_process():
    """Only a process that is not known leaves a case out."""
    from trustflow.cli.ledger_cases import each_of_process

    def refuse(name):
        raise tf.InvalidValue(name, "name", "Expected another.")

    with pytest.raises(tf.InvalidValue, match="Expected another"):
        list(each_of_process(["x"], refuse, argparse.Namespace()))


def test_a_case_that_was_removed_meanwhile_is_left_out():
    """The others are read."""
    from trustflow.cli.ledger_cases import each_of_process

    def read(name):
        if name == "Removed":
            raise NotInLedger(name)
        return name

    assert list(each_of_process(["Removed", "Kent"], read, argparse.Namespace())) == ["Kent"]


def test_a_named_case_that_cannot_be_read_is_an_error(refusal, place, tmp_path):
    """It is what was asked for, so nothing is printed or written without it."""
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("DROP TRIGGER trustflow_no_update")
        database.execute("UPDATE trustflow_entries SET meta = '{' WHERE name = 'Devon'")
    path = tmp_path / "cases.json"
    for words in (
        ["ledger", "export", "Kent", "Devon", "-o", path],
        ["ledger", "export", "--entries", "-o", path],
        ["deadlines", "Kent", "Devon"],
    ):
        message = refusal(*words, "--ledger", place)
        assert "entry 1 of 'Devon'" in message
        assert "--process" not in message
    assert not path.exists()


@pytest.mark.parametrize("spoilt", ["meta = '{'", "event_json = '{}'", "kind = 'x'"])
def test_a_case_that_cannot_be_read_does_not_hide_the_others(run, place, tmp_path, spoilt):
    """It is named, with the reason; the others are listed, and the exit code is 1."""
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("DROP TRIGGER trustflow_no_update")
        database.execute(f"UPDATE trustflow_entries SET {spoilt} WHERE event_json LIKE '%A. P%'")
    saved = tmp_path / "cases.json"
    for words in (["ledger", "log"], ["ledger", "export", "-o", saved], ["deadlines", "--all"]):
        code, out, err = run(*words, "--ledger", place)
        assert code == 1, err
        assert "'Devon' is left out, because it cannot be read." in err
        assert "entry 2 of 'Devon'" in err
        assert "Kent" in out or saved.exists()
    assert [each.authority for each in tf.load_all(saved)] == ["Kent"]


# Help


def test_the_help_lists_the_commands(answer, monkeypatch):
    """Each with its purpose; and a wrong one has the nearest."""
    from trustflow.cli.commands import LEDGER_COMMANDS

    monkeypatch.setenv("COLUMNS", "80")
    page = answer("ledger", "--help")
    for name, command in LEDGER_COMMANDS.items():
        assert f"    {name.split()[-1]} " in page
        own = answer(*name.split(), "--help")
        assert own.startswith(f"usage: trustflow {name} ")
        assert "--ledger" in own
        assert f"\nExample: trustflow {name} " in own
        assert max(map(len, own.splitlines())) < 80
        assert command.purpose[1:] in " ".join(own.split())


def test_an_unknown_command_of_the_ledger_is_refused_with_the_nearest(run):
    """The help that lists them is that of the ledger."""
    code, out, err = run("ledger", "redakt")
    assert (2, "") == (code, out)
    text = " ".join(err.split())
    assert "unknown command 'redakt'. Did you mean 'redact'?" in text
    assert "`trustflow ledger --help` lists the commands." in text
