"""The commands `new` and `record`, which keep a case in a file."""

import json
import shlex

import pytest
from attrs import evolve
from hypothesis import given, settings

import trustflow as tf
from tests.cli.command_words import event_words, load, run_command, sourced
from tests.cli.samples import LATE, MISSING
from trustflow import events as ev
from trustflow.engine import capital
from trustflow.history import checked_days, checked_to_of, checked_words
from trustflow.testing import histories

pytestmark = pytest.mark.usefixtures("present")
OFSTED = ["--source", "Ofsted"]


# Properties


@pytest.mark.parametrize("suffix", [".json", ".csv"])
@settings(max_examples=10)
@given(history=histories(authority="Kent", inherits=False, max_events=4))
def test_a_recorded_history_is_the_one_in_the_words(tmp_path_factory, suffix, history):
    """Recorded event by event, the file has the history; without the last event, the rest."""
    history = evolve(history, events=[sourced(event) for event in history])
    path = tmp_path_factory.mktemp("kept") / f"kent{suffix}"
    tf.exchange.save(evolve(history, events=()), path)
    rest = history
    for event in history:
        rest = load(path)
        assert (0, "") == run_command("record", path, *event_words(event))
    assert history == load(path)
    if history.events:
        assert (0, "") == run_command("withdraw", path, len(history))
        assert rest == load(path)


def test_new_and_record_keep_a_file(answer, tmp_path):
    """A file made by `new` is extended by `record`, event by event."""
    path = tmp_path / "kent.json"
    out = answer("new", path, "Kent", "--gss-code", "E10000016")
    assert [
        f"{path}: Kent, Not on the road to a trust",
        f"Record an event: trustflow record {path} TRIGGER DATE",
        "List the triggers: trustflow triggers",
    ] == out.splitlines()
    assert tf.History("Kent", gss_code="E10000016") == tf.load(path)
    words = ["inspection_published_inadequate", "2015-06", "--field", "framework=SIF"]
    source = ["--source", "Ofsted", "--url", "https://example.org/1"]
    recorded, missing, added, stage = answer("record", path, *words, *source).splitlines()
    assert 'Recorded in place 1: "Inspection published: inadequate" (June 2015)' == recorded
    assert missing.startswith("  Not given: the report's receipt by the council (received_on).")
    assert f"  To add it: trustflow replace {path} 1 --field received_on=DATE" == added
    assert "Kent: Rated inadequate" == stage
    event = ev.InspectionPublished(
        "2015-06",
        judgement="inadequate",
        framework="SIF",
        sources=tf.Source("Ofsted", url="https://example.org/1"),
    )
    assert (event,) == tf.load(path).events


def test_new_and_record_as_data(answer, tmp_path):
    """The JSON has the stage and, after an event, the event, its place and the findings on it."""
    path = tmp_path / "kent.json"
    data = json.loads(answer("new", path, "Kent", "--json"))
    assert {"file": str(path), "stage": "routine_oversight"} == data
    data = json.loads(answer("record", path, "improvement_notice_lifted", "2016", "--json"))
    (finding,) = tf.check(tf.load(path)).findings
    trigger = "improvement_notice_lifted"
    assert {
        "file": str(path),
        "stage": "routine_oversight",
        "place": 1,
        "event": {"trigger": trigger, "event": trigger, "on": "2016"},
        "findings": [finding.to_dict()],
    } == data


def test_record_prints_the_findings(answer, saved):
    """A late event is recorded, and the finding on it is printed."""
    path = saved(tf.History("Kent", LATE[:1]))
    out = answer("record", path, "action_plan_published", "2017-03-09")
    assert tf.check(LATE).findings[0].message in out
    assert LATE == tf.load(path)


# Events learnt late


@pytest.mark.parametrize(
    "words",
    [
        ["note", "2001", "--field", "topic=other", "--note", "it's so"],
        ["commissioner_appointed", "2016-12", "--field", "names=Ann Lee", *OFSTED],
        [
            "note",
            "2016-11-26",
            "--note",
            "x",
            "--source=--- A letter",
            "--published",
            "2017",
            "--json",
        ],
        ["inspection_published", "2001", "--areas", "help and protection=good"],
    ],
)
def test_a_refused_late_event_names_the_command_that_inserts_it(run, answer, kept, words):
    """The last line is the whole command; run, it puts the event in its place."""
    before = kept.read_bytes()
    code, out, message = run("record", kept, *words)
    assert (2, "", before) == (code, out, kept.read_bytes())
    *_, hint, line = message.splitlines()
    assert "Learnt late? Put it in its place with:" == hint.strip()
    program, command, *rest = shlex.split(line)
    assert ("trustflow", "insert") == (program, command)
    answer(command, *rest)
    assert len(LATE) + 1 == len(tf.load(kept))
    assert LATE[-1] == tf.load(kept)[-1]


def test_a_plan_older_than_the_last_event_names_insert(run, answer, saved):
    """The command to run has `--planned` and the day of the plan."""
    path = saved(tf.History("Kent", [ev.Note("2026-11-01")]))
    _, _, message = run("record", path, "trust_went_live", "2027-03", "--planned")
    command = message.splitlines()[-1].strip()
    assert f"trustflow insert {path} trust_went_live 2027-03 --planned" == command
    answer(*shlex.split(command)[1:])
    assert ["deadline_set", "note"] == [event.trigger for event in tf.load(path)]


def test_a_late_event_that_cannot_be_inserted_either(refusal, kept):
    """The message has both reasons, and names no command that would fail."""
    message = refusal("record", kept, "returned_to_council", "2001")
    assert "`trustflow insert` would refuse it too." in message
    assert "trustflow insert kent" not in message


# Refusals


@pytest.mark.parametrize("name", ["kent.json", "kent.csv"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["returned_to_council", "2017-04"], '\n  Record first:\n    "'),
        (["note", "2001", "--note", "x"], "is listed after an event of 9 March 2017 or later"),
        (["note", "17th"], "Invalid date: '17th'."),
        (["nte", "2017"], "Did you mean 'note'?"),
        (["note", "2018", "--field", "topic"], "Invalid --field: 'topic'. Expected NAME=VALUE"),
        (["note", "2018", "--field", "colour=red"], "--field colour: found"),
        (["note", "2018", "--field", "topic=gossip"], "--field topic: found"),
        (["decision_announced_retain", "2018", "--field", "outcome=trust"], "the event is"),
        (["note", "2018", "--source", "x", "--url", "ftp://x"], "ftp://x"),
        (["note", "2018", "--source", "x", "--confidence", "sure"], "'sure'"),
        (["note", "2018", "--source", "x", "--published", "soon"], "'soon'"),
        (["note", "2018", "--source", ""], "''"),
        (["note", "2027"], "has not come yet"),
    ],
)
def test_a_refused_event_leaves_the_file_as_it_was(refusal, tmp_path, name, words, message):
    """The reason for the refusal is printed, and the file does not change."""
    path = tmp_path / name
    tf.exchange.save(LATE, path)
    before = path.read_bytes()
    assert message in refusal("record", path, *words)
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


COMMANDS = {
    "record": ["note", "2018", "--note", "x"],
    "insert": ["note", "2018", "--note", "x"],
    "replace": ["1", "note", "2018", "--note", "x"],
    "withdraw": ["1"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("place", "events"),
    [
        (1, [ev.ContractExtended("2018")]),
        (2, LATE[::-1]),
        (3, [*LATE, ev.ReturnedToCouncil("2018")]),
        (3, [*LATE, ev.ReturnedToCouncil("2018"), *LATE]),
    ],
)
def test_a_fault_of_the_file_is_not_blamed_on_the_event(refusal, saved, command, place, events):
    """The message has the place of the fault in the file, and the command that lists faults."""
    path = saved(tf.History("Kent", events))
    before = path.read_bytes()
    message = refusal(command, path, *COMMANDS[command])
    assert f"already has an event that cannot have happened, in place {place}; " in message
    assert f"List every finding with: trustflow check {path}" in message
    assert before == path.read_bytes()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_with_several_histories_is_refused(refusal, saved, command):
    """The message says how many histories it has, and what to do."""
    for number, histories_ in ((2, [LATE, MISSING]), (0, [])):
        path = saved(histories_)
        before = path.read_bytes()
        message = refusal(command, path, *COMMANDS[command])
        assert f"contains {number} histories, and this command changes a file" in message
        assert "Put each history into a file of its own." in message
        assert before == path.read_bytes()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["kent.json", "my kent.csv", "folder/kent.json"])
def test_a_missing_file_names_new(refusal, tmp_path, monkeypatch, command, name):
    """The message has the command that creates the file, with its name in quotation marks."""
    monkeypatch.chdir(tmp_path)
    message = refusal(command, name, *COMMANDS[command])
    created = shlex.join(["trustflow", "new", name])
    assert f"There is no file {name}. Create it with: {created} AUTHORITY" in message
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [*COMMANDS, "new"])
@pytest.mark.parametrize("path", ["-", "/dev/null", "."])
def test_a_stream_or_folder_cannot_keep_a_case(refusal, tmp_path, monkeypatch, command, path):
    """What is not a file is refused before anything is read."""
    monkeypatch.chdir(tmp_path)
    message = refusal(command, path, *COMMANDS.get(command, ["Kent"]))
    assert f"{path} is not a file, so a case cannot be kept in it." in message
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["kent.html", "kent.md", "kent.ics"])
def test_a_new_case_has_the_suffix_of_a_history(refusal, tmp_path, name):
    """The suffix of another kind of file is refused."""
    assert "has the suffix of a " in refusal("new", tmp_path / name, "Kent")
    assert [] == list(tmp_path.iterdir())


def test_a_case_can_begin_in_a_later_stage(answer, refusal, tmp_path):
    """The stage is saved; an unknown one is refused with the nearest."""
    path = tmp_path / "kent.json"
    out = answer("new", path, "Kent", "--begins-in", "trust_live")
    assert out.startswith(f"{path}: Kent, Trust live\n")
    assert "trust_live" == tf.load(path).begins_in
    wrong = ["new", tmp_path / "other.json", "Kent", "--begins-in", "trust_liv"]
    assert "Did you mean 'trust_live'?" in refusal(*wrong)
    assert [path] == list(tmp_path.iterdir())


# How far a record is checked


def checked_to(path):
    """Return how far the record in a JSON file is checked."""
    return json.loads(path.read_text("utf-8")).get("checked_to")


def words_of(checked_to):
    """Return the line in which the command prints how far a record is checked."""
    if checked_to is None:
        return ""
    if checked_to == "ongoing":
        return "Every event is recorded as it happens.\n"
    days = checked_days(checked_to_of(checked_to), tf.TRUST_TRANSFER.kinds)
    return f"{capital(checked_words(days))}.\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], None),
        (["--ongoing"], "ongoing"),
        (["--checked-to", "2026-08-22"], "2026-08-22"),
        (["--checked-to", "inspections=2026-08-22"], {"inspections": "2026-08-22"}),
        (
            ["--checked-to", "focused visits=2026-02-03", "--checked-to", "plans=2026-01"],
            {"focused visits": "2026-02-03", "plans": "2026-01"},
        ),
        (
            ["--checked-to", "2026-01-31", "--checked-to", "inspections=2026-08-22"],
            dict.fromkeys(tf.TRUST_TRANSFER.kinds, "2026-01-31") | {"inspections": "2026-08-22"},
        ),
    ],
)
def test_how_far_a_record_is_checked(answer, tmp_path, words, expected):
    """`new` and `record` note the day for every kind of event, or for some of them."""
    path = tmp_path / "kent.json"
    out = answer("new", path, "Kent", *words)
    assert expected == checked_to(path)
    assert words_of(expected) == "".join(out.splitlines(keepends=True)[1:-2])
    if "--ongoing" not in words:
        answer("new", path, "Kent", "--force")
        event = ["note", "2015-06", "--note", "x"]
        out = answer("record", path, *words, *event)
        assert (expected, 1) == (
            checked_to(path),
            len(json.loads(path.read_text("utf-8"))["events"]),
        )
        assert words_of(expected) == "".join(out.splitlines(keepends=True)[2:])


def test_record_without_an_event(answer, refusal, run, saved):
    """With `--checked-to`, no event is needed; the order of the words does not matter."""
    path = saved(LATE)
    out = answer("record", path, "--checked-to", "2026-08-22")
    first, second = out.splitlines()
    assert "Kent: Rated inadequate" == first
    assert second.startswith("Inspections, focused visits, joint inspections, ")
    assert second.endswith(", delivery and plans checked to 22 August 2026.")
    assert "2026-08-22" == checked_to(path)
    path = saved(LATE)
    data = json.loads(answer("record", path, "--checked-to", "2026-08-22", "--json"))
    assert ("rated_inadequate", None, None) == (data["stage"], data["place"], data["event"])
    assert [] == data["findings"]
    path = saved(LATE)
    answer("record", path, "--checked-to", "2026", "note", "--note=x", "2018")
    assert ("2026", 3) == (checked_to(path), len(json.loads(path.read_text("utf-8"))["events"]))
    path = saved(LATE)
    for words in (["note"], ["--source", "Ofsted"], ["--field", "topic=context"]):
        message = refusal("record", path, "--checked-to", "2026", *words)
        assert "Expected an event with its date, such as trust_went_live 2018-04." in message
    code, _, message = run("record", path)
    assert 2 == code
    assert "the following arguments are required: TRIGGER, DATE" in message


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("inspection=2026-08-22", "Unknown kind of event 'inspection'."),
        ("inspection=2026-08-22", "Did you mean 'inspections'?"),
        ("inspections=22 August", "'22 August'"),
        ("soon", "'soon'"),
        ("", "Invalid date: ''."),
    ],
)
def test_a_wrong_day_or_kind_leaves_the_file_as_it_was(refusal, saved, tmp_path, day, message):
    """The error lists the kinds of event, or quotes the day."""
    path = saved(LATE)
    before = path.read_bytes()
    assert message in refusal("record", path, "note", "2018", "--note=x", "--checked-to", day)
    assert before == path.read_bytes()
    assert message in refusal("new", tmp_path / "new.json", "Kent", "--checked-to", day)
    assert not (tmp_path / "new.json").exists()


def test_ongoing_is_for_every_kind(run, tmp_path):
    """`--ongoing` and `--checked-to` exclude each other."""
    words = ["--ongoing", "--checked-to", "2026-01-01"]
    code, _, message = run("new", tmp_path / "kent.json", "Kent", *words)
    assert 2 == code
    assert "not allowed with argument" in message


def test_new_replaces_a_file_only_with_force(answer, refusal, saved):
    """Without `--force` the existing file is kept."""
    path = saved(LATE)
    assert "already exists. Use --force to replace it." in refusal("new", path, "Kent")
    assert LATE == tf.load(path)
    answer("new", path, "Devon", "--force")
    assert tf.History("Devon") == tf.load(path)


@pytest.mark.parametrize("day", ["2026-11-30", "2099", "inspections=2027-01"])
def test_a_record_is_not_checked_to_the_future(tmp_path, kept, refusal, day):
    """Nobody can have looked for events of days that have not come."""
    path = tmp_path / "new.json"
    assert "the day of --checked-to, has not come yet." in refusal(
        "new", path, "Kent", "--checked-to", day
    )
    assert not path.exists()
    before = kept.read_bytes()
    for words in ([], ["note", "2026-01", "--note", "x"]):
        refused = refusal("record", kept, *words, "--checked-to", day)
        assert "the day of --checked-to, has not come yet." in refused
    assert before == kept.read_bytes()


def test_the_record_may_be_marked_as_ongoing(tmp_path, answer):
    """`--checked-to` takes the word, as the JSON of a history does."""
    path = tmp_path / "new.json"
    assert "Every event is recorded" in answer("new", path, "Kent", "--checked-to", "ongoing")
    assert "ongoing" == checked_to(path)


def test_the_commands_printed_can_be_run_for_a_name_with_a_hyphen(tmp_path, monkeypatch, answer):
    """A name that begins with a hyphen is printed so that it is not read as an option."""
    monkeypatch.chdir(tmp_path)
    printed = answer("new", "--", "-x.json", "Kent")
    (command,) = (line for line in printed.splitlines() if line.startswith("Record an event: "))
    words = shlex.split(command.partition(": ")[2])
    assert ["trustflow", "record", "./-x.json", "TRIGGER", "DATE"] == words
    answer("record", words[2], "note", "2016", "--note", "x")


@pytest.mark.parametrize(
    "words",
    [
        ["new", "a\nb.json", "Kent"],
        ["record", "a\nb.json", "note", "2016"],
        ["check", "Sandwell", "a\nb.json"],
        ["case", "a\nb.json"],
        ["diagram", "-o", "a\nb.svg"],
        ["timeline", "Sandwell", "--check", "a\nb.svg"],
        ["deadlines", "Sandwell", "--ics", "a\nb.ics"],
        ["template", "a\nb.csv"],
        ["bulk", "a\nb.csv", "-o", "findings.csv"],
        ["legs", "--file", "a\nb.csv"],
        ["rules", "--process", "a\nb.json"],
    ],
)
def test_a_file_name_cannot_forge_lines_of_output(tmp_path, monkeypatch, refusal, words):
    """A name with a line break is refused in one line, before anything is read or written."""
    monkeypatch.chdir(tmp_path)
    (message,) = refusal(*words).splitlines()
    assert "has a line break" in message
    assert [] == [*tmp_path.iterdir()]


# A plan beside a rule


@pytest.fixture
def early(saved, monkeypatch):
    """Return the path of a case that waits for an action plan, on a day before it is due."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2016-12-01")
    return saved(tf.History("Kent", LATE[:1]))


@pytest.mark.parametrize(
    ("trigger", "day", "replaced"),
    [
        ("action_plan_published", "2017-03-01", ["8 March 2017, the day under action-plan (law)"]),
        ("action_plan_published", "2017-05", ["8 March 2017, the day under action-plan (law)"]),
        ("trust_went_live", "2017-05", []),
        ("note", "2017-05", []),
    ],
)
def test_a_plan_that_replaces_the_day_of_a_rule_says_so(answer, early, trigger, day, replaced):
    """A stated day replaces a computed one, so the day that is no longer listed is printed."""
    words = ["--note", "a meeting"] if trigger == "note" else []
    out = answer("record", early, trigger, day, "--planned", *words)
    found = [line for line in out.splitlines() if "this day replaces" in line]
    assert len(found) == len(replaced)
    assert all(words in line for line, words in zip(found, replaced, strict=True))
    listed = answer("deadlines", early)
    assert ("8 March 2017" in listed) == (not replaced)
