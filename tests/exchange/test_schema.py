"""The JSON Schemas: held to the generator, and to the reader both ways."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve, field, frozen
from hypothesis import assume, example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.strategies import edtf_texts
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import (
    SCHEMAS,
    event_from_json,
    event_to_json,
    process_from_json,
    process_to_json,
    schema_text,
)
from trustflow.exchange import schema as schema_module
from trustflow.exchange.schema import schema_of
from trustflow.exchange.schema_parts import STRING, TEXT, Parts, _descriptions
from trustflow.history import plain_text
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories, spans

FORMATS = {kind: jsonschema.Draft202012Validator(schema_of(kind)) for kind in SCHEMAS}
HISTORY, EVENT, FINDINGS, PROCESS = (
    FORMATS[kind] for kind in ("history", "event", "findings", "process")
)
CALENDAR = ("ends before it starts", "from 01 to 28 for February", "ends in February 2200")
"""What the reader says of the only faults in a date that a schema cannot see."""


def refusal(read, *arguments):
    """What the reader says that it refuses something for; nothing when it reads it."""
    try:
        read(*arguments)
    except (tf.BadDate, tf.BadHistory, tf.BadProcess) as error:
        return str(error)
    return ""


def is_unsaid(message):
    """Whether a schema cannot say it, or there is nothing to say."""
    return not message or any(words in message for words in CALENDAR)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_shipped_schema_is_the_one_that_is_made(kind, holds):
    """And it is a schema; `make snapshots` writes it anew when a class has changed."""
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))
    made = json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"
    holds(Path(schema_module.__file__).parent / "schemas" / f"{kind}.schema.json", made)
    assert made == schema_text(kind)


def test_a_schema_of_another_process_says_whose_it_is():
    """In its identifier, where what it allows depends on the process."""
    other = evolve(tf.TRUST_TRANSFER, name="ours")
    of_others = {kind: schema_of(kind, other)["$id"] for kind in SCHEMAS}
    assert {
        "history": "urn:trustflow:schema:history:ours:1",
        "event": "urn:trustflow:schema:event:ours:1",
        "findings": "urn:trustflow:schema:findings:1",
        "process": "urn:trustflow:schema:process:1",
    } == of_others
    assert {f"urn:trustflow:schema:{kind}:1" for kind in SCHEMAS} == {
        schema_of(kind)["$id"] for kind in SCHEMAS
    }


# Everything written is accepted


@at_most(20)
@given(st.lists(loose_histories(max_events=2), max_size=2))
def test_every_file_that_is_written_is_accepted(written):
    """One history, and several."""
    HISTORY.validate(json.loads(tf.dumps(written)))
    for history in written:
        HISTORY.validate(json.loads(tf.dumps(history)))


def test_the_casebook_is_accepted():
    """Shipped histories."""
    HISTORY.validate(json.loads(tf.dumps(tf.casebook.histories()[::4])))


@given(transfer_events())
def test_every_event_is_accepted_and_comes_back(event):
    """By itself, as a web form would send it."""
    EVENT.validate(json.loads(event_to_json(event)))
    assert event == event_from_json(event_to_json(event))


@at_most(30)
@given(loose_histories(max_events=4))
def test_all_findings_are_accepted(history):
    """As the command prints them."""
    FINDINGS.validate([finding.to_dict() for finding in tf.check(history).findings])


# Everything accepted is read


@given(edtf_texts() | st.text("0123456789-~?./[], ", max_size=24) | st.text(max_size=4))
@example("2016-02-29")
@example("2015-02-29")
@example("2199-24")
@example("2016-07\n")
@example("../..")
def test_a_date_is_accepted_by_both_or_by_none(text):
    """Apart from the calendar, which no pattern knows."""
    refused = refusal(tf.PartialDate.parse, text)
    if EVENT.is_valid({"event": "note", "on": text}):
        assert is_unsaid(refused)
    else:
        assert refused


@given(spans(109_572).map(str) | st.from_regex(r"[0-9]{1,6} (day|month|working day)s?\n?"))
@example("109573 days")
@example("109572 days")
@example("000001 day")
@example("1 day\n")
def test_a_span_is_accepted_by_both_or_by_none(text):
    """To the last number."""
    data = {"event": "deadline_set", "on": "2016", "what": "x", "within": text}
    assert EVENT.is_valid(data) == (not refusal(tf.Span.parse, text))


ODD = (
    None, True, 0, -1, 1.0, 1.5, "", " ", "x", "a\x00b", "\ud800", "2016", "2016-07-01/2015",
    "good", "inadequate", "trust_went_live", "http://x", "javascript:1", "monitoring", "high",
    "3 months", [], [1], ["x"], ["2016"], {}, {"x": "good"}, {"": "good"}, {"x": 1}, {"what": "x"},
    [{"what": "x"}], [{"what": "x", "due": "2016", "within": "1 day"}], [{"title": "x"}],
    [{"title": "x", "copy": "y", "confidence": "high"}], [{"title": "x", "url": "ftp://x"}],
    [{"what": "x", "met_by": "nothing"}], [{"what": "x", "judgement": "fine"}],
)  # fmt: skip
"""Values that stand for every way in which a field can be wrong, and some in which it is right."""


@st.composite
def changed(draw, data):
    """Plain data in which some fields are taken out, put in, or changed for odd values."""
    data = copy.deepcopy(data)
    names = [*data, *draw(st.lists(st.sampled_from(FIELDS), max_size=2))]
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        if name != "event" and draw(st.integers(0, 3)) == 0:
            data.pop(name, None)
        elif name != "event":
            data[name] = draw(st.sampled_from(ODD))
    return data


FIELDS = sorted(
    {
        name
        for part in schema_of("event")["$defs"].values()
        for name in part.get("properties", {})
        if name != "event"
    }
)


@given(st.data(), transfer_events())
def test_every_event_that_the_schema_accepts_is_read(data, event):
    """However it was changed; and what the reader refuses, the schema does, too."""
    found = data.draw(changed(json.loads(event_to_json(event))))
    assume(EVENT.is_valid(found))
    assert is_unsaid(refusal(event_from_json, json.dumps(found)))


@given(st.data(), histories(max_events=2, precision="day"))
def test_every_history_that_the_schema_accepts_is_read(data, history):
    """The same for what is said of the history as a whole."""
    found = json.loads(tf.dumps(history))
    names = ["authority", "gss_code", "begins_in", "succeeds", "checked_to", "format", "more"]
    for name in data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
        found[name] = data.draw(
            st.sampled_from([*ODD, "trust_live", "E08000028", "e08000028", "trustflow/2"])
        )
    assume(HISTORY.is_valid(found))
    assert is_unsaid(refusal(tf.loads, json.dumps(found)))


@pytest.mark.parametrize("replaces", [-1, "", True])
def test_what_a_direction_replaces_is_a_number_or_words(replaces):
    """Neither the schema nor the reader takes anything else."""
    data = {"event": "direction_issued", "on": "2016", "purpose": "trust", "replaces": replaces}
    assert not EVENT.is_valid(data)
    assert refusal(event_from_json, json.dumps(data))


def test_a_number_that_is_whole_is_read_however_it_is_written():
    """In JSON 2.0 is the integer 2."""
    text = '{"event": "visit_made", "on": "2016", "kind": "focused", "number": 2.0}'
    EVENT.validate(json.loads(text))
    assert ev.VisitMade("2016", kind="focused", number=2) == event_from_json(text)


def test_the_schema_of_another_process_has_its_events():
    """Those without a class are named by their triggers."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"moved_out": "moved out"},
        moves=[tf.Move("moved_out", "trust_live", "trust_live")],
    )
    schema = schema_of("event", process)
    bare = schema["$defs"]["named_event"]["properties"]["event"]
    assert ["moved_out"] == bare["enum"]
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate({"event": "moved_out", "on": "2016", "deadlines": [{"what": "x"}]})
    validator.validate({"event": "note", "on": "2016"})
    assert not validator.is_valid({"event": "moved_out", "on": "2016", "topic": "other"})
    assert not EVENT.is_valid({"event": "moved_out", "on": "2016"})


@frozen(repr=False, kw_only=True)
class Handover(tf.Event):
    """Something was handed over."""

    what: str = field(validator=plain_text)
    to: tuple[str, ...]
    after: tf.PartialDate | None = None


def test_the_schema_of_an_event_class_of_ones_own():
    """What its fields accept, whether or not its docstring says what they are."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"handover": "handed over"},
        moves=[tf.Move("handover", "trust_live", "trust_live")],
        events=[Handover],
    )
    validator = jsonschema.Draft202012Validator(schema_of("event", process))
    data = {"event": "handover", "on": "2016", "what": "keys", "to": ["a", "b"], "after": "2015"}
    data["deadlines"] = [{"what": "x", "met_by": "anything"}]
    validator.validate(data)
    assert "handover" == event_from_json(json.dumps(data), process).trigger
    assert not validator.is_valid({**data, "what": " "})
    assert not validator.is_valid({"event": "handover", "on": "2016", "what": "keys"})


# Processes


def test_the_process_is_accepted_and_comes_back():
    """All of it but the Python classes of its events."""
    text = process_to_json(tf.TRUST_TRANSFER)
    PROCESS.validate(json.loads(text))
    assert tf.TRUST_TRANSFER == process_from_json(text)
    assert () == process_from_json(text).events


SMALL = json.loads(process_to_json(tf.TRUST_TRANSFER))
SMALL["moves"] = SMALL["moves"][:2]
SMALL["rules"] = [SMALL["rules"][index] for index in (1, 4, 8, 9)]


@st.composite
def changed_processes(draw):
    """A part of the trust transfer with one thing in it taken out or changed."""
    data = copy.deepcopy(SMALL)
    rule = data["rules"][draw(st.integers(0, len(data["rules"]) - 1))]
    part = draw(st.sampled_from([data, rule, data["moves"][0], data["stages"]["trust_live"]]))
    name = draw(
        st.sampled_from([*part, "more", "condition", "start_field", "fallback", "precedents"])
    )
    if draw(st.integers(0, 3)) == 0:
        part.pop(name, None)
    else:
        odd = [*ODD, "standard", "S", "__class__", "known_on", "trigger", ["1 day", "2 days"]]
        part[name] = draw(st.sampled_from([*odd, {"field": "kind", "allowed": "x"}]))
    return data


@given(changed_processes())
def test_what_a_process_cannot_be_read_for_the_schema_refuses(data):
    """Apart from what makes a process contradict itself, of which it knows nothing."""
    refused = refusal(process_from_json, json.dumps(data))
    assert "a contradiction" in refused or is_unsaid(refused) or not PROCESS.is_valid(data)


# Parts of a schema, of types that no field of ours has


def test_words_and_fullness_hold_for_each_text_of_a_collection():
    """In a list, in a list of a fixed length, in a map, and where it may be left out."""
    one_of = {"enum": ["a", "b"]}
    several = {"type": "array", "items": one_of}
    words = ["a", "b"]
    assert {"anyOf": [one_of, several]} == Parts().of_type(tuple[str, ...], words)
    assert one_of == Parts().of_type(FrozenMap[str], words)["additionalProperties"]
    full = Parts().of_type(tuple[str, str], full=True)
    assert {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2} == full
    assert TEXT == Parts().of_type(FrozenMap[str], full=True)["additionalProperties"]
    assert TEXT == Parts().of_type(str | None, full=True)
    assert STRING == Parts().of_type(FrozenMap[str])["additionalProperties"]
    assert {"anyOf": [{"type": "integer"}, TEXT]} == Parts().of_type(int | str, full=True)


@pytest.mark.parametrize(
    "wanted", [tf.Deadline, tf.Deadline | None, tuple[tf.Deadline, ...], FrozenMap[tf.Deadline]]
)
def test_a_deadline_in_any_collection_accepts_what_its_event_accepts(wanted):
    """The event is asked which triggers and judgements can meet it."""
    parts = Parts()
    parts.of_type(wanted, example=ev.Note("2016"))
    met_by = parts.definitions["deadline"]["properties"]["met_by"]
    assert "trust_went_live" in met_by["enum"]


def test_schemas_of_one_name_are_numbered():
    """The same schema keeps its name."""
    parts = Parts()
    schemas = [{"const": 1}, {"const": 2}, {"const": 3}, {"const": 2}, {"const": 1}]
    names = [parts.refer("x", each)["$ref"] for each in schemas]
    assert [f"#/$defs/{name}" for name in ("x", "x_2", "x_3", "x_2", "x")] == names
    assert {"const": 3} == parts.definitions["x_3"]


def test_a_class_without_a_docstring_says_nothing_of_its_fields():
    """And one whose docstring goes on after its fields says only what stands among them."""

    @frozen
    class Bare:
        name: str = ""

    @frozen
    class Told(Bare):
        """Something told.

        Args:
            name: Its name,
                whole.

        Args of no field:
            other: Nothing.
        """

    assert {} == _descriptions(Bare)
    assert {"name": "Its name, whole."} == _descriptions(Told)
