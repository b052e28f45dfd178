"""The commands that keep a case or ask about one, on a case in a ledger."""

import argparse
import json
import re
import shlex
from contextlib import ExitStack

import pytest
from attrs import evolve

import trustflow as tf
from tests.cli.samples import LATE
from trustflow import events as ev
from trustflow.cli.ledger_cases import ledger_case
from trustflow.cli.program import parser
from trustflow.ledger import Ledger, StaleCase

pytestmark = pytest.mark.usefixtures("present")
HOSTILE = "O'Neil\"; DROP TABLE entries; --"


@pytest.fixture
def place(tmp_path):
    """Return the path of a ledger with a case of Kent."""
    path = tmp_path / "cases.db"
    with Ledger(path) as ledger:
        ledger.add_histories([LATE], recorded_by="A. Officer")
    return path


@pytest.fixture
def in_ledger(answer, place):
    """Return a function that runs a command on the ledger and returns its output."""
    return lambda *words: answer(*words, "--ledger", place)


def kept(place, name="Kent"):
    """Return the history of a case, and its entries."""
    with Ledger(place, create=False) as ledger:
        return ledger.history(name), ledger.entries(name)


WALK = (
    ["record", ["commissioner_appointed", "2017-04-01", "--field", "names=Ann Lee"]],
    ["insert", ["note", "2017-01", "--note", "a call"]],
    ["replace", ["3", "--on", "2017-03-08", "--source", "BBC"]],
    ["replace", ["2", "note", "2017-02", "--note", "another call"]],
    ["record", ["note", "2018", "--note", HOSTILE, "--checked-to", "inspections=2018-01-01"]],
    ["record", ["--checked-to", "inspections=2018-02-01"]],
    ["withdraw", ["2"]],
)
"""Commands with what follows the name of the case."""


@pytest.mark.slow
@pytest.mark.parametrize("as_data", [False, True], ids=["words", "json"])
def test_each_verb_does_to_a_ledger_what_it_does_to_a_file(
    answer, in_ledger, saved, place, as_data
):
    """The histories are the same, and so is the output but for the place and the version."""
    path = saved(LATE, "kent.json")
    more = ["--json"] if as_data else []
    for command, words in WALK:
        signed = ["--reason", "a letter", "--recorded-by", HOSTILE]
        of_ledger = in_ledger(command, "Kent", *words, *signed, *more)
        of_file = answer(command, path, *words, *more)
        version = kept(place)[1][-1].version
        if as_data:
            expected = json.loads(of_file)
            assert {"file": str(path)} == {"file": expected.pop("file")}
            given = {"ledger": str(place), "name": "Kent", "version": version, **expected}
            assert given == json.loads(of_ledger)
        else:
            plain = of_ledger.replace(f" (version {version})", "").replace(f" --ledger {place}", "")
            assert of_file.replace(str(path), "Kent") == plain
        assert kept(place)[0] == tf.load(path)
    entries = kept(place)[1]
    assert {("a letter", HOSTILE)} == {(each.reason, each.recorded_by) for each in entries[3:]}
    kinds = ["recorded", "inserted", "replaced", "replaced", "recorded", "checked", "checked"]
    assert [*kinds, "withdrawn"] == [str(each.kind) for each in entries[3:]]


QUESTIONS = (
    ["case"],
    ["case", "--as-of", "2016-12-01"],
    ["case", "--csv"],
    ["deadlines", "--everything"],
    ["deadlines", "--as-of", "2016-12-01", "--within", "3 months"],
    ["deadlines", "--as-of", "2016-12-01", "--json"],
    ["next", "--known-on", "2016-11-30", "--json"],
)


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_each_question_has_the_answer_of_the_file(answer, in_ledger, saved, words):
    """Only `case` adds a line with the version, and who made it and when."""
    command, *options = words
    of_file = answer(command, saved(LATE), *options)
    of_ledger = in_ledger(command, "Kent", *options)
    version = re.compile(r"Version 3, recorded by 'A. Officer' at \S+ \S+ UTC\.\n")
    expected = 1 if command == "case" and "--csv" not in options else 0
    plain, count = version.subn("", of_ledger)
    plain = re.sub(
        r"trustflow record Kent (.*) --ledger [^ ,]*", r"trustflow record FILE \1", plain
    )
    assert (of_file, expected) == (plain, count)


def test_the_version_is_in_the_data_of_a_case(answer, in_ledger, saved):
    """It is what `--expected-version` takes."""
    data = json.loads(in_ledger("case", "Kent", "--json"))
    assert 3 == data.pop("version")
    assert json.loads(answer("case", saved(LATE), "--json")) == data


def test_a_case_as_it_was_recorded(in_ledger, refusal, place):
    """What was recorded later is not there, and no version, which is that of today."""
    out = in_ledger("case", "Kent", "--recorded-on", "2199-12-31")
    assert "action plan" in out
    assert "Version" not in out
    assert "This is the case as recorded on 31 December 2199." in out
    out = in_ledger("next", "Kent", "--as-of", "2017-01-01", "--recorded-on", "2199-12-31")
    assert out.startswith("Kent, as of 1 January 2017, as recorded on 31 December 2199: in the ")
    for command in ("case", "deadlines", "next"):
        words = [command, "Kent", "--recorded-on", "2016-01-01", "--ledger", place]
        assert "'Kent' was not in this ledger at the end of 2016-01-01." in refusal(*words)
        message = refusal(*words[:3], "2016", *words[4:])
        assert "Invalid --recorded-on: '2016'. Expected an exact day" in message
    out = in_ledger("deadlines", "--all", "--recorded-on", "2016-01-01")
    assert out.startswith("0 cases, as of")
    assert "as recorded on 1 January 2016: no deadlines." in out


def test_all_cases_of_a_ledger(in_ledger):
    """With `--all`, the names are those of the ledger; a name that is given twice counts once."""
    in_ledger("new", "Devon")
    assert in_ledger("deadlines", "--all").startswith("2 cases, as of")
    assert in_ledger("deadlines", "Kent", "Kent").startswith("Kent, as of")
    assert in_ledger("deadlines", "Kent", "Devon").startswith("2 cases, as of")


def test_the_environment_names_a_ledger(answer, refusal, place, monkeypatch):
    """An option goes before it, and an empty one means no ledger."""
    monkeypatch.setenv("TRUSTFLOW_LEDGER", str(place))
    assert "Version 3" in answer("case", "Kent")
    assert "Sandwell" in answer("case", "Sandwell", "--ledger", "")
    message = refusal("case", "Kent", "--ledger", f"{place}x")
    made = f"trustflow ledger init --ledger {place}x"
    assert f"There is no ledger {place}x. Make it with: {made}" in message
    assert "'Sandwell' is not in this ledger." in refusal("case", "Sandwell")


def test_a_name_that_is_not_in_the_ledger(refusal, saved, place, monkeypatch):
    """The message has the nearest name; or that of a file, and how to use the file."""
    monkeypatch.chdir(place.parent)
    saved(LATE, "devon.json")
    note = ["note", "2018"]
    events = {
        "record": note,
        "insert": note,
        "replace": ["1", *note],
        "withdraw": ["1", "--reason=x"],
    }
    for command in ("case", "next", "deadlines", *events):
        event = events.get(command, [])
        message = refusal(command, "Kant", *event, "--ledger", place)
        assert "'Kant' is not in this ledger. Did you mean 'Kent'?" in message
        assert "`trustflow ledger log` lists" in message
        message = refusal(command, "devon.json", *event, "--ledger", place)
        assert "To use the file or the council of that name, give --ledger ''." in message
    assert "council of that name" in refusal("case", "Sandwell", "--ledger", place)


# New cases


def test_a_new_case_is_begun_in_the_ledger(in_ledger, refusal, place):
    """It has one name, which may be any text, and replaces nothing."""
    name = "Anna; a/b.json"
    words = ["--recorded-by", "me", "--checked-to", "inspections=2020", "--begins-in", "trust_live"]
    out = in_ledger("new", name, *words, "--gss-code", "E10000016").splitlines()
    assert f"{name}: Trust live (version 1)" == out[0]
    assert f"Record an event: trustflow record '{name}' --ledger {place} TRIGGER DATE" == out[2]
    history, (entry,) = kept(place, name)
    assert (name, "E10000016", "me") == (history.authority, history.gss_code, entry.recorded_by)
    expected = {"ledger": str(place), "name": "x", "version": 1, "stage": "routine_oversight"}
    assert expected == json.loads(in_ledger("new", "x", "--json"))
    message = refusal("new", name, "--ledger", place)
    assert "Invalid name of a new case" in message
    for wrong in ("Kent", "--force"):
        message = refusal("new", "Devon", wrong, "--ledger", place)
        missing = "AUTHORITY" if wrong == "Kent" else wrong
        assert f"one name and replaces nothing. Leave out {missing}; or" in message


def test_a_new_file_needs_two_names(refusal, tmp_path):
    """The message shows both."""
    message = refusal("new", tmp_path / "kent.json")
    assert "Expected the AUTHORITY after the file" in message
    assert [] == list(tmp_path.iterdir())


# Several people


def test_a_stale_change_names_who_recorded_what(in_ledger, refusal, place):
    """A version that was read before somebody else's change is refused, and nothing is recorded."""
    signed = ["--recorded-by", "B. Officer", "--reason", "a call"]
    in_ledger("insert", "Kent", "note", "2016-12", "--note", "x", *signed)
    for words in (
        ["record", "Kent", "note", "2018", "--note", "x"],
        ["record", "Kent", "note", "2016", "--note", "x"],  # refused for another reason, too
        ["insert", "Kent", "note", "2017", "--note", "x"],
        ["replace", "Kent", "9", "--on", "2017"],
        ["withdraw", "Kent", "1", "--reason", "x"],
    ):
        message = refusal(*words, "--expected-version", "3", "--ledger", place)
        assert "'Kent' was changed since version 3" in message
        assert "inserted \"Note\" (December 2016) by 'B. Officer' at" in message
        assert "because 'a call'" in message
    assert 4 == kept(place)[1][-1].version
    in_ledger("record", "Kent", "note", "2018", "--note", "x", "--expected-version", "4")


def test_a_change_between_reading_and_recording_is_refused(place):
    """As by somebody else while the command runs."""
    options = parser(["record"]).parse_args(
        ["record", "Kent", "note", "2018", "--ledger", str(place)]
    )
    options.process = tf.TRUST_TRANSFER

    def interrupted():
        with ledger_case(options) as case:
            with Ledger(place) as theirs:
                theirs.record("Kent", ev.Note("2018"), recorded_by="B. Officer")
            case.record(ev.Note("2019"))

    with ExitStack() as options.closing, pytest.raises(StaleCase) as caught:
        interrupted()
    assert ["B. Officer"] == [entry.recorded_by for entry in caught.value.meanwhile]
    assert 4 == kept(place)[1][-1].version


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["record", "Kent", "trust_went_live", "2010"], "2010"),
        (["insert", "Kent", "trust_went_live", "2016"], "Kent is unchanged: with this change"),
        (["withdraw", "Kent", "7", "--reason", "x"], "Expected a number from 1 to 2, as shown by"),
        (["withdraw", "Kent", "1"], "Give the reason with --reason TEXT."),
        (["withdraw", "Kent", "1", "--reason", " "], "Give the reason with --reason TEXT."),
        (["deadlines", "--sheet", "x", "--all"], "--sheet is for reading a file"),
        (["case", "Kent", "--all-faults"], "--all-faults is for reading a file"),
        (["deadlines", "Kent", "--all"], "Expected names, or --all for every case of the ledger"),
        (["case", "Kent", "--process", "places:SCHOOL"], "name it with --process"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_refusal_leaves_the_ledger_as_it_was(refusal, place, words, needed):
    """The message is that of the file, or says what a ledger needs."""
    before = kept(place)
    assert needed in refusal(*words, "--ledger", place)
    assert before == kept(place)


def test_an_event_that_was_learnt_late_names_insert(in_ledger, refusal, place):
    """The command can be pasted: it has the ledger, who records it, and why."""
    signed = ["--recorded-by", HOSTILE, "--reason", "a letter"]
    message = refusal(
        "record", "Kent", "note", "2016-12-01", "--note", "x", *signed, "--ledger", place
    )
    program, *words = shlex.split(message.partition("Put it in its place with:")[2])
    assert "trustflow" == program
    assert [str(place)] == words[-1:]
    in_ledger(*words[:-2])
    entry = kept(place)[1][-1]
    assert ("inserted", HOSTILE, "a letter") == (str(entry.kind), entry.recorded_by, entry.reason)


def test_the_place_that_is_shown_names_the_ledger(refusal, place):
    """The command that shows the places can be pasted."""
    message = refusal("replace", "Kent", "0", "--on", "2017", "--ledger", place)
    assert f"`trustflow case Kent --ledger {place}`" in message


@pytest.mark.parametrize(
    "option",
    [["--recorded-by", "me"], ["--reason", "x"], ["--expected-version", "1"]],
    ids=lambda words: words[0],
)
def test_an_option_that_a_file_cannot_keep_is_refused(refusal, saved, option):
    """It would be lost."""
    path = saved(LATE)
    message = refusal("record", path, "note", "2018", *option)
    assert f"{option[0]} is for a case in a ledger. Name the ledger with --ledger" in message
    assert LATE == tf.load(path)


def test_a_password_is_not_printed(refusal):
    """Neither in messages nor in the commands to run."""
    from trustflow.cli.command_line import command_line

    place = "postgresql+psycopg://me:s3cret@host/cases"
    options = argparse.Namespace(ledger=place)
    shown = "postgresql+psycopg://me:***@host/cases"
    assert f"trustflow case Kent --ledger '{shown}'" == command_line("case", ["Kent"], options)
    assert "s3cret" not in refusal("case", "Kent", "--ledger", "nonsense://me:s3cret@host/cases")


# Calendars


def uids_of(calendar):
    """Return the UID of each event of a calendar with its SEQUENCE, by its summary."""
    events = calendar.replace("\r\n ", "").replace("\r\n", "\n").split("BEGIN:VEVENT")[1:]
    fields = [
        dict(re.findall(r"^(UID|SEQUENCE|SUMMARY):(.*)$", event, re.MULTILINE)) for event in events
    ]
    return {each["SUMMARY"]: (each["UID"], int(each["SEQUENCE"])) for each in fields}


def test_a_calendar_of_a_ledger_keeps_its_uids(in_ledger, refusal, place):
    """They come from the entry that first recorded the event; SEQUENCE is the case's version."""
    calendar = ["deadlines", "--all", "--everything", "--as-of", "2017-03-20", "--ics", "-"]
    visits = [tf.Deadline("a visit", due="2018"), tf.Deadline("A  Visit", due="2019")]
    with Ledger(place) as ledger:
        ledger.record("Kent", ev.Note("2017-03-09", deadlines=visits))
    first = uids_of(in_ledger(*calendar))
    assert {4} == {sequence for _, sequence in first.values()}
    ids = {each.version: each.id for each in kept(place)[1]}
    assert [ids[2], ids[2], ids[4], ids[4]] == sorted(
        (uid.partition("/")[0] for uid, _ in first.values()), key=[*ids.values()].index
    )
    assert 4 == len({uid for uid, _ in first.values()})
    in_ledger("replace", "Kent", "1", "--on", "2016-11-24")
    in_ledger("insert", "Kent", "note", "2016-01", "--note", "x")
    in_ledger("replace", "Kent", "2", "--on", "2016-11-23")
    second = uids_of(in_ledger(*calendar))
    assert {each: uid for each, (uid, _) in first.items()} == {
        each: uid for each, (uid, _) in second.items()
    }
    assert {7} == {sequence for _, sequence in second.values()}
    message = refusal(*calendar, "--recorded-on", "2199-12-31", "--ledger", place)
    assert "A calendar has the deadlines of the ledger as it is now." in message
    message = refusal(*calendar[:-1], place, "--force", "--ledger", place)
    assert "is the input of this command" in message


def test_a_uid_does_not_depend_on_the_words(in_ledger, place):
    """A redaction changes them, and so may a correction; it depends on the place in the event."""
    calendar = ["deadlines", "Kent", "--everything", "--as-of", "2017-03-20", "--ics", "-"]
    visits = [
        tf.Deadline("a visit of J. Person", due="2018"),
        tf.Deadline("a letter", within="2 years"),
        tf.Deadline("a letter", within="2 years"),
    ]

    def uids():
        return sorted(
            re.findall("^UID:(.*)$", in_ledger(*calendar).replace("\r", ""), re.MULTILINE)
        )

    with Ledger(place) as ledger:
        for chosen in (visits, visits[1:]):
            ledger.record("Kent", ev.Note("2017-03-09", deadlines=chosen, note="a call"))
        ids = [entry.id for entry in ledger.in_force("Kent")[-2:]]
        before = uids()
        assert len(set(before)) == len(before) == 7
        assert {
            f"{ids[0]}/0@trustflow",
            f"{ids[0]}/1@trustflow",
            f"{ids[0]}/1/2@trustflow",
            f"{ids[1]}/0@trustflow",
            f"{ids[1]}/0/2@trustflow",
        } <= set(before)
        ledger.redact("Kent", "J. Person", recorded_by="data officer", reason="asked")
        assert uids() == before
        assert "J. Person" not in in_ledger(*calendar)
        entry = ledger.in_force("Kent")[-2]
        ledger.replace(entry, evolve(entry.event, note="a letter"))
    assert uids() == before


def test_a_deadline_of_a_replaced_authority_keeps_its_uid(in_ledger, place):
    """No entry of the case sets it, so it has the UID that a file of the case gives it."""
    inspected = ev.InspectionPublished("2021-02-01", judgement="inadequate")
    with Ledger(place) as ledger:
        ledger.create(tf.History("North", [], succeeds="Kent", inherits=[inspected]))
    calendar = ["deadlines", "North", "--everything", "--as-of", "2021-03-01", "--ics", "-"]
    uids = {uid for uid, _ in uids_of(in_ledger(*calendar)).values()}
    assert uids
    assert all(re.fullmatch("[0-9a-f]{32}@trustflow", uid) for uid in uids)
