"""A process as JSON: it comes back equal, and a bad one is told whole."""

import json

import pytest
from hypothesis import given

import trustflow as tf
from tests.exchange.test_scxml import processes
from trustflow.exchange import Limits, process_from_json, process_to_json

TEXT = process_to_json(tf.TRUST_TRANSFER)


def faults_of(data, **options):
    """The faults of a process that cannot be read."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    with pytest.raises(tf.BadProcess) as caught:
        process_from_json(text, **options)
    return list(caught.value.faults)


@given(processes())
def test_every_process_comes_back(process):
    """Whatever its stages and triggers are called."""
    assert process == process_from_json(process_to_json(process))


def test_the_trust_transfer_comes_back_and_checks_the_same():
    """Its rules, links and periods among it; the classes of its events can be given again."""
    process = process_from_json(TEXT, events=tf.TRUST_TRANSFER.events)
    assert tf.TRUST_TRANSFER == process
    assert TEXT == process_to_json(process)
    for history in tf.casebook.histories()[::10]:
        assert tf.check(history).findings == tf.check(history, process).findings


def test_the_classes_of_its_events_are_those_given():
    """Without them its events know their triggers only."""
    assert () == process_from_json(TEXT).events
    given = process_from_json(TEXT, events=tf.TRUST_TRANSFER.events)
    assert tf.TRUST_TRANSFER.events == given.events


def test_the_classes_of_its_events_are_no_field():
    """No file says what Python is to run."""
    told = "$.events: found a field that is not known; the fields here are name, title"
    assert faults_of({**json.loads(TEXT), "events": []})[0].startswith(told)


@pytest.mark.parametrize("name", ["on", "known_on"])
def test_a_rule_may_count_from_a_date_that_any_event_has(name):
    """Said or not."""
    data = json.loads(TEXT)
    data["rules"][0] |= {"start_field": name, "fallback": None}
    assert name == process_from_json(json.dumps(data)).rules[0].start_field


def test_a_process_can_be_written_without_python():
    """A few lines will do; its events know their triggers only."""
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


def test_every_fault_is_told_with_its_place():
    """At once, with a near match."""
    data = json.loads(TEXT)
    data["moves"][0]["mark"] = "usual"
    data["rules"][0]["start_field"] = "__class__"
    data["rules"][1]["start_field"] = "trigger"
    data["rules"][2]["at_most"] = "soon"
    data["stages"]["trust_live"]["lable"] = "x"
    data["triggers"]["a\x00"] = "x"
    assert [
        "$.stages.trust_live.lable: found a field that is not known",
        "$.triggers['a\\x00']: found 'a\\x00'",
        "$.moves[0].mark: found 'usual'",
        "$.rules[0].start_field: found '__class__'",
        "$.rules[1].start_field: found 'trigger'",
        "$.rules[2].at_most: found 'soon'",
    ] == [fault.partition(";")[0] for fault in faults_of(data)]
    assert "did you mean 'label'?" in faults_of(data)[0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"initial": "nowhere"},
            "$: found a contradiction; the initial stage 'nowhere' is unknown",
        ),
        ({"format": "trustflow-process/2"}, "a newer one may read it"),
        ({"format": "trustflow/1"}, "$.format: found 'trustflow/1'"),
        ({"name": " "}, "$.name: found ' '"),
        ({"moves": 1}, "$.moves: found 1; a list is needed"),
        ({"stages": []}, "$.stages: found []; an object is needed"),
    ],
)
def test_a_process_that_contradicts_itself_is_told(change, told):
    """As one made in Python is."""
    assert told in faults_of({**json.loads(TEXT), **change})[0]


def test_a_pair_has_two():
    """The spans before and after an event, where the day to count from is not known."""
    data = json.loads(TEXT)
    data["rules"][0]["fallback"] = ["1 day"]
    assert "$.rules[0].fallback: found a list of 1; a list of 2 is needed" in faults_of(data)[0]


@pytest.mark.parametrize("text", ["{", "[]", b"\xff", '{"a": 1, "a": 2}'])
def test_what_is_no_json_is_told(text):
    """Nothing in it is run."""
    assert 1 == len(faults_of(text))


def test_limits_hold():
    """As for histories."""
    assert "raise it with Limits(size=" in faults_of(TEXT, limits=Limits(size=1000))[0]
    assert "raise it with Limits(nesting=" in faults_of(TEXT, limits=Limits(nesting=3))[0]
