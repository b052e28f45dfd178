"""A process as JSON is read back equal, and every fault in it is reported."""

import json
from contextlib import suppress

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.exchange.sample_processes import LOAN, processes
from trustflow.exchange import Limits, loads_csv, process_from_json, process_to_json
from trustflow.process import CLASSES_NOT_GIVEN, NamedLeg
from trustflow.testing.provenance import texts

TEXT = process_to_json(tf.TRUST_TRANSFER)
DATA = json.loads(TEXT)


@st.composite
def described_processes(draw):
    """Draw a process with legs, facts and texts for people."""
    process = draw(processes())
    trigger, stage = st.sampled_from(list(process.triggers)), st.sampled_from(list(process.stages))
    triggers = st.lists(trigger, min_size=1, max_size=2)
    legs = st.builds(
        NamedLeg,
        texts(),
        triggers,
        triggers,
        unless=st.lists(trigger, max_size=1),
        starts_in=st.lists(stage, max_size=2),
        from_first=st.booleans(),
        better=st.booleans(),
    )
    process = evolve(process, events=CLASSES_NOT_GIVEN)
    possible = {}
    for name, leg in draw(st.dictionaries(texts(), legs, max_size=2)).items():
        with suppress(tf.BadProcess):  # a leg that can never end is refused
            possible = evolve(process, legs={**possible, name: leg}).legs
    return evolve(
        process,
        legs=possible,
        facts=draw(st.dictionaries(texts(), texts(), max_size=2)),
        delivered_by=draw(st.dictionaries(stage, texts(), max_size=2)),
        disclaimer=draw(st.none() | texts()),
        duty_note=draw(st.none() | texts().filter(lambda note: "{" not in note)),
    )


def faults_of(data, **options):
    """Return the faults of an unreadable process as lines."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(tf.BadProcess) as caught:
        process_from_json(text, **options)
    return list(caught.value.faults)


@given(described_processes())
def test_every_process_is_read_back_equal(process):
    """The stages and triggers can have any names, and the process any texts."""
    assert process == process_from_json(process_to_json(process))


def test_every_field_of_a_process_is_written_and_read():
    """Here no field except the Python classes of events has its default value."""
    assert LOAN == process_from_json(process_to_json(LOAN))
    for field in fields(tf.Process):
        assert (getattr(LOAN, field.name) == field.default) == (field.name == "events")
        assert (field.name in json.loads(process_to_json(LOAN))) == (field.name != "events")


def test_the_new_data_of_a_process_have_their_place_in_the_file():
    """In the file, legs and facts are objects by name; the texts for people are texts."""
    data = json.loads(process_to_json(LOAN))
    assert {
        "title": "From lending to return",
        "start": ["lent"],
        "end": ["returned"],
        "unless": ["lost"],
        "starts_in": ["home"],
    } == data["legs"]["loan"]
    assert {"judgement": "Condition of the book"} == data["facts"]
    assert {"home": "the library", "out": "the reader"} == data["delivered_by"]
    assert "Ask the librarian before you rely on a date." == data["disclaimer"]
    assert "This is not a finding that {duty_holder} is at fault." == data["duty_note"]
    assert "Most books are stamped within two days." == data["rules"][0]["fallback_note"]


def test_the_trust_transfer_is_read_back_equal_and_checks_the_same():
    """The process is equal with its rules and links; the classes of its events can be passed."""
    process = process_from_json(TEXT, events=tf.TRUST_TRANSFER.events)
    assert tf.TRUST_TRANSFER == process
    assert TEXT == process_to_json(process)
    for history in tf.casebook.histories()[::10]:
        assert tf.check(history).findings == tf.check(history, process).findings


def test_the_classes_of_events_are_those_passed():
    """Events of a process that is read without classes have only their triggers."""
    assert () == process_from_json(TEXT).events
    process = process_from_json(TEXT, events=tf.TRUST_TRANSFER.events)
    assert tf.TRUST_TRANSFER.events == process.events


def test_equal_processes_read_events_by_their_own_classes():
    """Equality of processes ignores event classes, but readers use them."""
    bare = process_from_json(TEXT)
    assert tf.TRUST_TRANSFER == bare
    table = "authority,event,on,judgement\nDevon,inspection_published_inadequate,2016,\n"
    for _ in range(2):
        (classed,) = loads_csv(table)
        assert "InspectionPublished" == type(classed[0]).__name__
        assert classed == tf.loads(tf.dumps(classed))
        (named,) = loads_csv(table.replace(",judgement", "").replace("2016,", "2016"), bare)
        assert "NamedEvent" == type(named[0]).__name__
        assert named == tf.loads(tf.dumps(named), bare)
        with pytest.raises(tf.BadHistory, match="the unknown column 'judgement'"):
            loads_csv(table, bare)


def test_the_classes_of_events_are_not_a_field_of_the_file():
    """A file cannot name Python code to run, and `events` is not offered as a field."""
    (fault,) = faults_of({**DATA, "events": []})
    assert fault.startswith("$.events: found an unknown field. Expected one of 17, such as ")
    assert "events," not in fault
    assert "'events'" not in fault


@pytest.mark.parametrize("name", ["on", "known_on"])
def test_a_rule_can_count_from_a_date_that_every_event_has(name):
    """The date can be missing from an event all the same."""
    data = json.loads(TEXT)
    data["rules"][0] |= {"start_field": name, "fallback": None, "fallback_note": None}
    assert name == process_from_json(json.dumps(data)).rules[0].start_field


def test_a_process_can_be_written_without_python():
    """A few lines of JSON are enough; the events have only their triggers."""
    process = process_from_json(
        """{
          "format": "trustflow-process/1", "name": "loan", "title": "A loan", "initial": "home",
          "stages": {"home": {"label": "At home", "meaning": "Here."},
                     "out": {"label": "Lent", "meaning": "Away."}},
          "triggers": {"lent": "lent out", "returned": "came back"},
          "moves": [{"trigger": "lent", "stage": "home", "leads_to": "out"},
                    {"trigger": "returned", "stage": "out", "leads_to": "home"}],
          "rules": [{"id": "month", "requires": "It comes back", "starts": "lent",
                     "ends": "returned", "at_most": "1 month", "strength": "contract",
                     "citation": {"text": "The card"}}]
        }"""
    )
    history = tf.History(
        "Atlas", [process.event("lent", "2016-01-31"), process.event("returned", "2016-03-01")]
    )
    assert ["month"] == [finding.rule for finding in tf.check(history, process).findings]


def test_every_fault_is_reported_with_its_place():
    """All faults are reported at once, a misspelt name with its nearest match."""
    data = json.loads(TEXT)
    data["moves"][0]["mark"] = "usual"
    data["rules"][0]["start_field"] = "__class__"
    data["rules"][1]["start_field"] = "trigger"
    data["rules"][2]["at_most"] = "soon"
    data["stages"]["trust_live"]["lable"] = "x"
    data["triggers"]["a\x00"] = "x"
    assert [
        "$.stages.trust_live.lable: found an unknown field",
        "$.triggers['a\\x00']: found 'a\\x00'",
        "$.moves[0].mark: found 'usual'",
        "$.rules[0].start_field: found '__class__'",
        "$.rules[1].start_field: found 'trigger'",
        "$.rules[2].at_most: found 'soon'",
    ] == [fault.partition(". ")[0] for fault in faults_of(data)]
    assert " Did you mean 'label'? Expected one of: " in faults_of(data)[0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"legs": {"x": {"title": "X", "start": "lent"}}}, "$.legs.x.end: found nothing."),
        (
            {"legs": {"x": {"title": " ", "start": "lent", "end": "lent"}}},
            "$.legs.x.title: found ' '.",
        ),
        (
            {"legs": {"x": {"title": "X", "start": "lent", "end": "lent", "bettr": True}}},
            "$.legs.x.bettr: found an unknown field.",
        ),
        (
            {"legs": {"x": {"title": "X", "start": "lent", "end": "lent", "better": 1}}},
            "$.legs.x.better: found 1. Expected true or false.",
        ),
        (
            {"legs": {"x": {"title": "X", "start": "lent", "end": "sold"}}},
            "$: found a contradiction. Leg 'x': end has 'sold', which is not an event;",
        ),
        ({"legs": {"x": 1}}, "$.legs.x: found 1. Expected an object with the fields title, start,"),
        ({"legs": []}, "$.legs: found []. Expected an object such as"),
        ({"facts": {"judgement": 1}}, "$.facts.judgement: found 1. Expected a text."),
        ({"facts": ["judgement"]}, '$.facts: found ["judgement"]. Expected an object such as'),
        (
            {"delivered_by": {"hom": "x"}},
            "$: found a contradiction. delivered_by has 'hom', which is not a stage; did you mean",
        ),
        ({"disclaimer": " "}, "$.disclaimer: found ' '. Expected a text that is not empty"),
        ({"duty_note": 1}, "$.duty_note: found 1. Expected a text."),
    ],
)
def test_a_fault_in_the_new_data_is_reported_with_its_place(change, fault):
    """Each fault has the path of the leg, fact or text that it is in."""
    assert faults_of({**json.loads(process_to_json(LOAN)), **change})[0].startswith(fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"initial": "nowhere"},
            "$: found a contradiction. The initial stage is 'nowhere', which is",
        ),
        ({"format": "trustflow-process/2"}, "A newer version may read the file."),
        ({"format": "trustflow/1"}, "$.format: found 'trustflow/1'"),
        ({"name": " "}, "$.name: found ' '"),
        ({"moves": 1}, "$.moves: found 1. Expected a list in square brackets."),
        ({"stages": []}, '$.stages: found []. Expected an object such as {"name": …}.'),
    ],
)
def test_a_process_that_contradicts_itself_is_refused(change, fault):
    """The faults are the same as for a process built in Python."""
    assert fault in faults_of({**DATA, **change})[0]


def test_a_fallback_has_two_spans():
    """The two spans reach before and after an event that lacks the day to count from."""
    data = json.loads(TEXT)
    data["rules"][0]["fallback"] = ["1 day"]
    assert (
        "$.rules[0].fallback: found a list of 1 item. Expected a list of 2 items."
        in faults_of(data)[0]
    )


@pytest.mark.parametrize("text", ["{", "[]", b"\xff", '{"a": 1, "a": 2}'])
def test_a_text_that_is_not_a_json_object_is_one_fault(text):
    """Such a text gives one fault only, on the whole text."""
    assert 1 == len(faults_of(text))


def test_limits_apply():
    """The limits for histories apply to processes as well."""
    assert "Set a higher limit with Limits(size=" in faults_of(TEXT, limits=Limits(size=1000))[0]
    assert "Set a higher limit with Limits(nesting=" in faults_of(TEXT, limits=Limits(nesting=3))[0]


def test_fields_of_a_rule_may_be_null():
    """Null is the same as a field that is left out."""
    data = json.loads(process_to_json(LOAN))
    for rule in data["rules"]:
        rule.setdefault("duty_holder_field", None)
        rule.setdefault("answers", None)
    assert process_from_json(json.dumps(data)) == LOAN
