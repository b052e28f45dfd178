"""The commands `insert`, `replace` and `withdraw`, which correct a case in a file."""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.cli.command_words import TODAY, event_words, load, run_command, sourced
from tests.cli.samples import LATE
from trustflow import events as ev
from trustflow.exchange import process_from_json
from trustflow.testing import events as transfer_events
from trustflow.testing import histories

pytestmark = pytest.mark.usefixtures("present")
SOURCES = [
    tf.Source("Ofsted", url="https://example.org/1", published="2016-11-25", confidence="high"),
    tf.Source("BBC News"),
]
INSPECTED = evolve(LATE[0], sources=SOURCES, framework="SIF")
RECEIPT = (
    "the report's receipt by the council (received_on). Without it, the due days counted from it "
    "are inexact."
)
"""What is missing from an inspection without the day on which its report was received."""
APPOINTED = ["commissioner_appointed", "2016-12-01", "--field", "names=Ann Lee"]
SUFFIXES = pytest.mark.parametrize("suffix", [".json", ".csv"])


@pytest.fixture
def sourced_case(saved):
    """Return the path of a file with a history whose first event has two sources."""
    return saved(evolve(LATE, events=[INSPECTED, LATE[1]]), "kent.json")


# Properties

KENT = histories(authority="Kent", inherits=False, min_events=1, max_events=4)


def keep(factory, history, suffix):
    """Save a history whose events the options of a command can describe; return it and its path."""
    history = evolve(history, events=[sourced(event) for event in history])
    path = factory.mktemp("kept") / f"kent{suffix}"
    tf.exchange.save(history, path)
    return history, path


@pytest.mark.slow
@SUFFIXES
@settings(max_examples=10)
@given(history=KENT, data=st.data())
def test_an_event_replaced_by_itself_changes_nothing(tmp_path_factory, suffix, history, data):
    """The file has the same bytes."""
    history, path = keep(tmp_path_factory, history, suffix)
    before = path.read_bytes()
    place = data.draw(st.integers(1, len(history)))
    assert (0, "") == run_command("replace", path, place, *event_words(history[place - 1]))
    assert before == path.read_bytes()


@pytest.mark.slow
@SUFFIXES
@settings(max_examples=10)
@given(
    history=histories(
        authority="Kent", inherits=False, min_events=1, max_events=4, precision="day"
    ),
    data=st.data(),
)
def test_events_withdrawn_and_inserted_are_the_same_events(tmp_path_factory, suffix, history, data):
    """In whatever order events are learnt, the file ends with the same ones, in date order."""
    history, path = keep(tmp_path_factory, history, suffix)
    for event in data.draw(st.permutations(history.events)):
        place = load(path).events.index(event) + 1
        code, message = run_command("withdraw", path, place)
        if code:
            assert f"{path} is unchanged: with this change, its history cannot" in message
        else:
            assert (0, "") == run_command("insert", path, *event_words(event))
    after = load(path)
    assert sorted(map(repr, history)) == sorted(map(repr, after))
    assert [event.on for event in history] == [event.on for event in after]


@SUFFIXES
@settings(max_examples=10)
@given(history=KENT, event=transfer_events(), data=st.data())
def test_a_change_is_saved_or_leaves_every_byte(tmp_path_factory, suffix, history, event, data):
    """Each command exits with 0 and the case's own result, or with 2 and the file as it was."""
    history, path = keep(tmp_path_factory, history, suffix)
    event = sourced(event)
    before = path.read_bytes()
    place = data.draw(st.integers(1, len(history)))
    case = tf.Case.from_history(history)
    command, words, change = data.draw(
        st.sampled_from(
            [
                ("record", event_words(event), lambda: case.record(event)),
                ("insert", event_words(event), lambda: case.insert(event)),
                (
                    "replace",
                    [place, *event_words(event)],
                    lambda: case.replace(new=event, at=place - 1),
                ),
                ("withdraw", [place], lambda: case.withdraw(at=place - 1)),
            ]
        )
    )
    try:
        change()
    except (tf.MoveNotAllowed, tf.DateRuleBroken) as refusal:
        code, message = run_command(command, path, *words)
        assert 2 == code
        first = refusal.finding.message.splitlines()[0]
        assert first in message
        assert before == path.read_bytes()
    else:
        assert (0, "") == run_command(command, path, *words)
        assert case.history == load(path)


# insert


def test_insert_prints_the_place_and_the_stage(answer, kept):
    """Findings that the history had before, in other places, are not printed again."""
    lines = answer("insert", kept, *APPOINTED).splitlines()
    assert [
        'Inserted in place 2: "Commissioner appointed" (1 December 2016)',
        "Kent: Commissioner review",
    ] == lines[:2]
    assert 3 == len(tf.load(kept))
    late = [str(finding) for finding in tf.check(LATE).findings]
    assert late == [str(finding) for finding in tf.check(tf.load(kept)).findings]
    assert "findings" not in "".join(lines).casefold()


def test_insert_lists_findings_that_appear_and_go(answer, saved):
    """Only the findings that changed are listed, under two headings."""
    directed = ev.DirectionIssued("2017-03-09", purpose="trust")
    path = saved(tf.History("Kent", [LATE[0], directed]))
    (gone,) = tf.check(tf.load(path)).findings
    out = answer("insert", path, *APPOINTED)
    assert f"Findings that are gone:\n\n- {gone}" in out
    assert "New findings:" not in out
    out = answer("withdraw", path, 2)
    assert f"New findings:\n\n- {gone}" in out
    assert "Findings that are gone:" not in out


def test_insert_as_data(answer, saved):
    """The JSON has the place, the event, and the findings of the whole that changed."""
    directed = ev.DirectionIssued("2017-03-09", purpose="trust")
    path = saved(tf.History("Kent", [LATE[0], directed]))
    (gone,) = tf.check(tf.load(path)).findings
    data = json.loads(answer("insert", path, *APPOINTED, "--json"))
    assert {
        "file": str(path),
        "stage": "direction_issued",
        "place": 2,
        "event": {
            "trigger": "commissioner_appointed",
            "event": "commissioner_appointed",
            "on": "2016-12-01",
            "names": "Ann Lee",
        },
        "findings": [],
        "findings_removed": [gone.to_dict()],
    } == data


def test_insert_after_all_other_events(answer, kept):
    """An event that is not late is the last one."""
    assert "Inserted in place 3: " in answer("insert", kept, "note", "2018", "--note", "x")


# replace


def test_replace_prints_what_is_replaced_and_what_is_lost(answer, sourced_case):
    """What the new event has too is not printed; lost sources are named."""
    words = ["inspection_published_inadequate", "2016-11-24", "--source", "BBC News"]
    assert [
        'Replaced in place 1: "Inspection published: inadequate" (25 November 2016)',
        "  framework: SIF",
        "  received_on: 2016-11-25",
        "  source: Ofsted; https://example.org/1; 2016-11-25; high",
        "The old event had 1 source that the new one does not have: Ofsted",
        'New event in place 1: "Inspection published: inadequate" (24 November 2016)',
        f"  Not given: {RECEIPT}",
        f"  To add it: trustflow replace {sourced_case} 1 --field received_on=DATE",
        "Kent: Rated inadequate",
    ] == answer("replace", sourced_case, 1, *words).splitlines()[:9]
    new = ev.InspectionPublished(
        "2016-11-24", judgement="inadequate", sources=tf.Source("BBC News")
    )
    assert new == tf.load(sourced_case)[0]


def test_replace_without_sources_names_all_of_them(answer, sourced_case):
    """Two sources are counted in the plural."""
    out = answer("replace", sourced_case, 1, "inspection_published_inadequate", "2016-11-24")
    lost = "The old event had 2 sources that the new one does not have: Ofsted; BBC News\n"
    assert lost in out


def test_replace_moves_an_event_whose_date_was_wrong(answer, kept):
    """The output has the old place and the new one."""
    answer("record", kept, "note", "2018", "--note", "x", "--field", "topic=other")
    out = answer("replace", kept, 3, "note", "2017-01", "--note", "x", "--field", "topic=other")
    assert 'Replaced in place 3: "Note" (2018)' in out
    assert 'New event in place 2: "Note" (January 2017)' in out
    assert "2017-01" == tf.load(kept)[1].on.text


def test_replace_one_of_two_equal_events(answer, kept):
    """The place says which one; the other event stays."""
    for _ in range(2):
        answer("record", kept, "note", "2018", "--note", "x", "--field", "topic=other")
    out = answer("replace", kept, 3, "note", "2018", "--note", "x", "--field", "topic=context")
    assert "New event in place 3: " in out
    assert ["context", "other"] == [event.topic for event in tf.load(kept)[2:]]


def test_replace_as_data(answer, sourced_case):
    """The JSON has the new event and its place, and the whole old event."""
    words = ["1", "inspection_published_inadequate", "2016-11-24", "--json"]
    data = json.loads(answer("replace", sourced_case, *words))
    assert (1, "2016-11-24") == (data["place"], data["event"]["on"])
    assert (1, "2016-11-25") == (data["replaced"]["place"], data["replaced"]["on"])
    assert [source.title for source in SOURCES] == [
        source["title"] for source in data["replaced"]["sources"]
    ]


DEADLINES = [tf.Deadline("plan", due="2017"), tf.Deadline("letter", due="2018")]
NUMBERED = evolve(INSPECTED, areas={"care": "good", "help": "inadequate"}, judgement=None)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["--on", "2016-11-24"], {"on": "2016-11-24"}),
        (["--on", "today"], {"on": TODAY}),
        (["--field", "received_on=2016-11-26"], {"received_on": "2016-11-26"}),
        (["--field", "received_on=today"], {"received_on": TODAY}),
        (["--field", "framework="], {"framework": None}),
        (["--note", "by letter"], {"note": "by letter"}),
        (["--known-on", "2016-12"], {"known_on": "2016-12"}),
        (["--areas", "care=inadequate"], {"areas": {**NUMBERED.areas, "care": "inadequate"}}),
        (
            ["--source", "BBC News", "--url", "https://example.org/2"],
            {"sources": [*SOURCES, tf.Source("BBC News", url="https://example.org/2")]},
        ),
        (
            ["--on", "2016-11-24", "--field", "remit=all", "--note", "by letter"],
            {"on": "2016-11-24", "remit": "all", "note": "by letter"},
        ),
    ],
)
@SUFFIXES
def test_only_what_is_given_is_changed(answer, tmp_path, suffix, words, changes):
    """Without a trigger and a date, every other field and source stays as it was."""
    path = tmp_path / f"kent{suffix}"
    tf.exchange.save(evolve(LATE, events=[NUMBERED]), path)
    answer("replace", path, 1, *words)
    assert (evolve(NUMBERED, **changes),) == load(path).events


@SUFFIXES
def test_an_area_is_removed_by_an_empty_grade(answer, tmp_path, suffix):
    """What is printed as replaced is what the file does not have any more."""
    path = tmp_path / f"kent{suffix}"
    numbered = evolve(NUMBERED, areas={**NUMBERED.areas, "leaving": "good"}, deadlines=DEADLINES)
    tf.exchange.save(evolve(LATE, events=[numbered]), path)
    out = answer("replace", path, 1, "--areas", "leaving=", "--areas", "care=inadequate")
    areas = {"care": "inadequate", "help": "inadequate"}
    assert evolve(numbered, areas=areas) == load(path)[0]
    replaced, new = out.splitlines()[1:3]
    assert '  areas: {"care": "good", "leaving": "good"}' == replaced
    assert new.startswith("New event in place 1: ")
    out = answer("replace", path, 1, "--areas", "care=", "--areas", "help=inadequate")
    assert '  areas: {"care": "inadequate"}' == out.splitlines()[1]


def test_what_is_added_replaces_nothing(answer, sourced_case):
    """A source or a note more takes nothing from the file, so nothing is printed."""
    out = answer("replace", sourced_case, 1, "--source", "Third", "--note", "by letter")
    assert out.splitlines()[1].startswith("New event in place 1: ")
    out = answer("replace", sourced_case, 1, "--note", "by mail")
    assert "  note: by letter" == out.splitlines()[1]


def test_of_a_list_only_what_is_gone_is_printed(answer, saved):
    """The other items are still in the file."""
    path = saved(tf.History("Kent", [ev.Note("2016", note="x", deadlines=DEADLINES)]))
    (_, kept) = DEADLINES
    text = json.dumps([{"what": kept.what, "due": kept.due.text}])
    out = answer("replace", path, 1, "--field", f"deadlines={text}")
    assert '  deadlines: [{"what": "plan", "due": "2017"}]' == out.splitlines()[1]


@settings(max_examples=10)
@given(history=KENT, data=st.data())
def test_a_changed_day_changes_nothing_else(tmp_path_factory, history, data):
    """Whatever the event is, `--on` with its own day gives the same bytes."""
    history, path = keep(tmp_path_factory, history, ".json")
    before = path.read_bytes()
    place = data.draw(st.integers(1, len(history)))
    assert (0, "") == run_command("replace", path, place, f"--on={history[place - 1].on}")
    assert before == path.read_bytes()


def test_an_event_without_a_class_is_changed(answer, tmp_path):
    """An event of a process without Python classes is corrected in the same way."""
    process = tmp_path / "school.json"
    process.write_text(tf.exchange.process_to_json(SCHOOL), "utf-8")
    path, own = tmp_path / "roof.json", ["--process", process]
    answer("new", path, "Kent", *own)
    answer("record", path, "look", "2018", "--note", "wet", *own)
    answer("replace", path, 1, "--on", "2017", *own)
    (event,) = tf.load(path, process=SCHOOL)
    assert ("look", "2017", "wet") == (event.trigger, event.on.text, event.note)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Give a TRIGGER and a DATE for a whole new event; or neither"),
        (["note"], "Give a TRIGGER and a DATE"),
        (["2016-11-24"], "--on DATE"),
        (["note", "2016", "--on", "2017"], "Give a TRIGGER and a DATE"),
        (["note", "--on", "2017"], "Give a TRIGGER and a DATE"),
        (["--planned"], "Give a TRIGGER and a DATE"),
        (["--planned", "--on", "2027"], "Give a TRIGGER and a DATE"),
        (["--on", "2027"], "2027, the day of --on, has not come yet."),
        (["--field", "received_on=2027"], "2027, the day of received_on, has not come yet."),
        (["--field", "on=2016"], "Expected the trigger and the day once"),
        (["--field", "nonsense=1"], "--field nonsense: "),
        (["--on", "24/11/2016"], "Did you mean '2016-11-24' (24 November 2016)?"),
        (["--url", "https://example.org"], "--source TITLE"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(refusal, sourced_case, words, message):
    """The message has the way out, and the file stays as it was."""
    before = sourced_case.read_bytes()
    assert message in refusal("replace", sourced_case, 1, *words)
    assert before == sourced_case.read_bytes()


@pytest.mark.parametrize("command", ["insert", "replace"])
def test_a_planned_event_can_be_inserted_or_take_a_place(answer, refusal, kept, command):
    """A deadline set today replaces an event; a day in the future needs `--planned`."""
    place = ["2"] if command == "replace" else []
    words = [command, kept, *place, "trust_went_live", "2027-03-29"]
    assert "With --planned it is recorded as a deadline." in refusal(*words)
    assert LATE == tf.load(kept)
    assert "Deadline: Trust went live, due 29 March 2027" in answer(*words, "--planned")
    assert "deadline_set" == tf.load(kept)[-1].trigger


def test_a_deadline_within_a_span_is_printed(answer, kept):
    """A deadline without a day has its length of time."""
    fields = ["--field", "what=a plan", "--field", "within=70 working days"]
    out = answer("record", kept, "deadline_set", "2018", *fields)
    assert "  Deadline: A plan, within 70 working days\n" in out


# withdraw


def test_withdraw_prints_what_it_withdraws(answer, sourced_case):
    """The output has the place, the event, its fields and its sources, and the stage after it."""
    answer("withdraw", sourced_case, 2)
    assert [
        'Withdrawn from place 1: "Inspection published: inadequate" (25 November 2016)',
        "  judgement: inadequate",
        "  framework: SIF",
        "  received_on: 2016-11-25",
        "  source: Ofsted; https://example.org/1; 2016-11-25; high",
        "  source: BBC News; medium",
        "Kent: Not on the road to a trust",
    ] == answer("withdraw", sourced_case, 1).splitlines()
    assert tf.History("Kent") == tf.load(sourced_case)


def test_details_with_several_values_are_printed_as_json(answer, kept):
    """A list is printed as in a file."""
    answer("record", kept, *APPOINTED[:1], "2018", "--field", 'names=["Ann Lee", "Bo Å"]')
    assert '  names: ["Ann Lee", "Bo Å"]\n' in answer("withdraw", kept, 3)


def test_withdraw_as_data(answer, kept):
    """The JSON has the withdrawn event with the place that it had."""
    data = json.loads(answer("withdraw", kept, 2, "--json"))
    assert (2, "2017-03-09") == (data["place"], data["event"]["on"])
    assert ("rated_inadequate", []) == (data["stage"], data["findings"])
    assert [finding.to_dict() for finding in tf.check(LATE).findings] == data["findings_removed"]


# Refusals


@pytest.mark.parametrize("place", ["0", "-1", "3", "99999999999", "one", "1.0", "1_0", "", "²"])
@pytest.mark.parametrize("words", [["withdraw"], ["replace", "note", "2018"]])
def test_a_place_that_is_not_one_is_refused(refusal, kept, words, place):
    """The message has the range."""
    before = kept.read_bytes()
    command, *event = words
    message = refusal(command, kept, place, *event)
    assert f"Invalid place: {place!r}. Expected a number from 1 to 2, as shown by" in message
    assert f"`trustflow case {kept}`" in message
    assert before == kept.read_bytes()


def test_a_history_without_events_has_no_place(refusal, saved):
    """No range is printed that contains nothing."""
    path = saved(tf.History("Kent"))
    assert "Invalid place: '1'. The history has no events." in refusal("withdraw", path, 1)


@SUFFIXES
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["withdraw", 1], '"Trust went live" (2018) is not allowed'),
        (
            ["replace", 2, "note", "2018", "--note", "x"],
            '"Contract extended" (2019) is not allowed',
        ),
        (["replace", 2, "trust_went_live", "2020"], "is unchanged: with this change"),
        (["insert", "returned_to_council", "2016"], "is unchanged: with this change"),
        (["insert", "trust_went_live", "2027"], "has not come yet"),
        (["insert", "nte", "2018"], "Did you mean 'note'?"),
        (["replace", 1, "note", "soon"], "Invalid date: 'soon'"),
        (["replace", 1, "note", "2018", "--url", "https://example.org"], "--source TITLE"),
        (["replace", 4, "note", "2018"], "from 1 to 3"),
    ],
)
def test_a_refused_change_leaves_the_file_as_it_was(refusal, tmp_path, suffix, words, message):
    """A history that cannot have happened is not saved, and the reason is printed."""
    directed = ev.DirectionIssued("2017", purpose="trust")
    events = [directed, ev.TrustWentLive("2018"), ev.ContractExtended("2019")]
    path = tmp_path / f"kent{suffix}"
    tf.exchange.save(tf.History("Kent", events), path)
    before = path.read_bytes()
    command, *rest = words
    assert message in refusal(command, path, *rest)
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["insert", "replace", "withdraw"])
def test_a_name_is_a_path_and_not_a_council(answer, refusal, tmp_path, monkeypatch, command):
    """A file without a suffix is corrected; a council of the casebook is not copied."""
    monkeypatch.chdir(tmp_path)
    note = ["note", "2018", "--note", "x"]
    words = {"insert": note, "replace": ["2", *note], "withdraw": ["2"]}
    assert "There is no file ./Sandwell." in refusal(command, "Sandwell", *words[command])
    assert [] == list(tmp_path.iterdir())
    tf.dump(LATE, "Sandwell")
    answer(command, "Sandwell", *words[command])
    assert LATE != tf.load("Sandwell")


# A process of your own

SCHOOL = process_from_json("""
{
  "format": "trustflow-process/1", "name": "school", "title": "A roof", "initial": "open",
  "stages": {
    "open": {"label": "Open", "meaning": "The roof leaks."},
    "mended": {"label": "Mended", "meaning": "The roof is dry.", "final": true}
  },
  "triggers": {"mend": "roof mended", "look": "roof looked at"},
  "moves": [
    {"trigger": "mend", "stage": "open", "leads_to": "mended"},
    {"trigger": "look", "stage": "open", "leads_to": "open"}
  ]
}
""")


def test_every_command_takes_a_process_of_your_own(answer, refusal, tmp_path):
    """The events are those of the process, and so are the commands that the output names."""
    own, path = "tests.cli.test_corrections:SCHOOL", tmp_path / "school.json"
    process = ["--process", own]
    out = answer("new", path, "Hill School", *process)
    assert f"Record an event: trustflow record {path} --process {own} TRIGGER DATE" in out
    answer("record", path, "mend", "2018", *process)
    message = refusal("record", path, "look", "2017", *process)
    assert f"trustflow insert {path} look 2017 --process {own}" in message
    assert 'Inserted in place 1: "Roof looked at" (2017)' in answer(
        "insert", path, "look", "2017", *process
    )
    out = answer("replace", path, 1, "look", "2016", *process)
    assert 'New event in place 1: "Roof looked at" (2016)\nHill School: Mended\n' in out
    assert "Hill School: Open" in answer("withdraw", path, 2, *process)
    message = refusal("record", path, "mend", "2027", "--planned", *process)
    assert "has no event that sets a deadline" in message
