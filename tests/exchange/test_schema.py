"""The JSON Schemas accept what trustflow writes, and trustflow reads what they accept."""

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve, field, fields, frozen
from hypothesis import assume, example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.exchange.sample_processes import LOAN
from tests.strategies import edtf_texts
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import (
    SCHEMAS,
    event_from_json,
    event_to_json,
    process_from_json,
    process_to_json,
    schema_of,
    schema_text,
)
from trustflow.exchange import schema as schema_module
from trustflow.exchange.schema_parts import (
    LINE,
    STRING,
    SchemaBuilder,
    _field_descriptions,  # of docstrings that no class of the library has
)
from trustflow.history import one_line, plain_text, web_address
from trustflow.process import NamedLeg
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories, spans

HISTORY, EVENT, FINDINGS, PROCESS = (
    jsonschema.Draft202012Validator(schema_of(kind)) for kind in SCHEMAS
)
CALENDAR = ("ends before it starts", "from 01 to 28 for February", "ends in February 2200")
"""Parts of the messages for those faults of dates that a schema cannot express."""


def refusal(read, *arguments):
    """Return the message of the error that `read` raises, or an empty text if it raises none."""
    try:
        read(*arguments)
    except (tf.BadDate, tf.BadHistory, tf.BadProcess) as error:
        return str(error)
    return ""


def is_beyond_a_schema(message):
    """Return whether a message is empty, or is for a fault that a schema cannot express."""
    return not message or any(words in message for words in CALENDAR)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_shipped_schema_is_the_one_that_is_made(kind, holds):
    """The shipped schema is valid; `make regenerate` writes it again after a change."""
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))
    made = json.dumps(schema_of(kind), indent=2) + "\n"  # hidden characters are escapes
    holds(Path(schema_module.__file__).parent / "schemas" / f"{kind}.schema.json", made)
    assert made == schema_text(kind)


def test_a_kind_without_a_schema_is_refused():
    """The error lists the kinds and suggests the nearest one."""
    for make in (schema_of, schema_text):
        with pytest.raises(tf.InvalidValue) as caught:
            make("evnt")
        assert str(caught.value) == (
            "Unknown kind of schema 'evnt'. Did you mean 'event'? "
            "Expected one of: history, event, findings, process."
        )


def test_the_schema_for_another_process_names_it():
    """The identifier has the process's name if the schema depends on the process."""
    other = evolve(tf.TRUST_TRANSFER, name="ours")
    identifiers = {kind: schema_of(kind, other)["$id"] for kind in SCHEMAS}
    assert {
        "history": "urn:trustflow:schema:history:ours:1",
        "event": "urn:trustflow:schema:event:ours:1",
        "findings": "urn:trustflow:schema:findings:1",
        "process": "urn:trustflow:schema:process:1",
    } == identifiers
    assert {f"urn:trustflow:schema:{kind}:1" for kind in SCHEMAS} == {
        schema_of(kind)["$id"] for kind in SCHEMAS
    }


# The schemas accept what is written


@at_most(20)
@given(st.lists(loose_histories(max_events=2), max_size=2))
def test_every_file_that_is_written_is_accepted(written):
    """The file contains one history or several."""
    HISTORY.validate(json.loads(tf.dumps(written)))
    for history in written:
        HISTORY.validate(json.loads(tf.dumps(history)))


def test_the_casebook_is_accepted():
    """Every fourth shipped history, in one file."""
    HISTORY.validate(json.loads(tf.dumps(tf.casebook.histories()[::4])))


@given(transfer_events())
def test_every_event_is_accepted_and_read_back(event):
    """The event is a separate document, as a web form sends it."""
    EVENT.validate(json.loads(event_to_json(event)))
    assert event == event_from_json(event_to_json(event))


@at_most(30)
@given(loose_histories(max_events=4))
def test_all_findings_are_accepted(history):
    """The findings are plain data, as the command prints them."""
    FINDINGS.validate([finding.to_dict() for finding in tf.check(history).findings])


# What the schemas accept is read


@given(edtf_texts() | st.text("0123456789-~?./[], ", max_size=24) | st.text(max_size=4))
@example("2016-02-29")
@example("2015-02-29")
@example("2199-24")
@example("2016-07\n")
@example("../..")
def test_schema_and_reader_accept_the_same_dates(text):
    """The only exceptions are days outside the calendar, which a pattern cannot exclude."""
    refused = refusal(tf.PartialDate.parse, text)
    if EVENT.is_valid({"event": "note", "on": text}):
        assert is_beyond_a_schema(refused)
    else:
        assert refused


@given(spans(109_572).map(str) | st.from_regex(r"[0-9]{1,6} (day|month|working day)s?\n?"))
@example("109573 days")
@example("109572 days")
@example("000001 day")
@example("1 day\n")
def test_schema_and_reader_accept_the_same_spans(text):
    """The largest accepted count is the same too."""
    data = {"event": "deadline_set", "on": "2016", "what": "x", "within": text}
    assert EVENT.is_valid(data) == (not refusal(tf.Span.parse, text))


ODD = (
    None, True, 0, -1, 1.0, 1.5, "", " ", "x", "a\x00b", "\ud800", "2016", "2016-07-01/2015",
    "good", "inadequate", "trust_went_live", "http://x", "javascript:1", "monitoring", "high",
    "3 months", [], [1], ["x"], ["2016"], {}, {"x": "good"}, {"": "good"}, {"x": 1}, {"what": "x"},
    [{"what": "x"}], [{"what": "x", "due": "2016"}], [{"what": "x", "within": "1 week"}],
    [{"what": "x", "due": "2016", "within": "1 day"}], [{"title": "x"}],
    [{"title": "x", "copy": "y", "confidence": "high"}], [{"title": "x", "url": "ftp://x"}],
    [{"what": "x", "met_by": "nothing"}], [{"what": "x", "judgement": "fine"}],
)  # fmt: skip
"""Values that are wrong in many ways, and some correct values."""


@st.composite
def changed(draw, data):
    """Draw the data with some fields missing, added or changed to odd values."""
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
    """Events are changed at random, and those that the schema accepts are read."""
    document = data.draw(changed(json.loads(event_to_json(event))))
    assume(EVENT.is_valid(document))
    assert is_beyond_a_schema(refusal(event_from_json, json.dumps(document)))


@given(st.data(), histories(max_events=2, precision="day"))
def test_every_history_that_the_schema_accepts_is_read(data, history):
    """Fields of a history, except its events, are changed at random."""
    document = json.loads(tf.dumps(history))
    names = [
        "authority", "gss_code", "begins_in", "succeeds", "inherits", "checked_to", "format", "more"
    ]  # fmt: skip
    odd = ["trust_live", "E08000028", "e08000028", "trustflow/2", "ongoing", "Ongoing"]
    odd += [{"inspections": "2016"}, {"inspection": "2016"}, {"plans": 1}, [{"event": "note"}]]
    for name in data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
        document[name] = data.draw(st.sampled_from([*ODD, *odd]))
    assume(HISTORY.is_valid(document))
    assert is_beyond_a_schema(refusal(tf.loads, json.dumps(document)))


CHECKED_TO = {
    "2026-08-22": True,
    "ongoing": True,
    "../..": True,
    "inspections=2026-08-22": False,
    "soon": False,
}


@pytest.mark.parametrize(
    ("checked_to", "accepted"),
    [
        *CHECKED_TO.items(),
        ({"inspections": "2026-08-22", "focused visits": "2026-02-03"}, True),
        ({}, True),
        ({"inspection": "2026-08-22"}, False),
        ({"inspections": "soon"}, False),
        ({"inspections": "ongoing"}, False),
        (["2026"], False),
        (2026, False),
    ],
)
def test_schema_and_reader_accept_the_same_ends_of_a_record(checked_to, accepted):
    """A day, the word `ongoing`, and a day for each kind of the process are accepted."""
    document = {"format": "trustflow/1", "authority": "X", "checked_to": checked_to}
    assert accepted == HISTORY.is_valid(document)
    assert accepted == (not refusal(tf.loads, json.dumps({**document, "events": []})))


def test_the_schema_for_another_process_has_its_kinds():
    """A process without kinds has one, which is called events."""
    schema = jsonschema.Draft202012Validator(schema_of("history", LOAN))
    document = {"format": "trustflow/1", "authority": "X", "events": []}
    assert schema.is_valid({**document, "checked_to": {"loans": "2016"}})
    assert not schema.is_valid({**document, "checked_to": {"inspections": "2016"}})
    bare = jsonschema.Draft202012Validator(schema_of("history", evolve(LOAN, record_kinds={})))
    assert bare.is_valid({**document, "checked_to": {"events": "2016"}})


@pytest.mark.parametrize("succeeds", [True, False])
def test_inherited_events_need_the_authority_that_had_them(succeeds):
    """Both the schema and the reader refuse `inherits` without `succeeds`."""
    document = {"format": "trustflow/1", "authority": "X", "events": []}
    document["inherits"] = [{"event": "note", "on": "2016"}]
    document |= {"succeeds": "Y"} if succeeds else {}
    assert succeeds == HISTORY.is_valid(document)
    assert succeeds == (not refusal(tf.loads, json.dumps(document)))


INSPECTION = {"event": "inspection_published", "on": "2012-06", "lifts_inadequate": True}
LETTER = {"event": "visit_letter_published", "on": "2019-05", "statement_required": True}


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        ({**INSPECTION, "remit": "safeguarding", "judgement": "good"}, True),
        ({**INSPECTION, "remit": "safeguarding", "areas": {"safeguarding": "good"}}, True),
        ({**INSPECTION, "remit": "x", "judgement": "good", "areas": {"x": "inadequate"}}, True),
        ({**INSPECTION, "remit": "safeguarding"}, False),
        ({**INSPECTION, "remit": "safeguarding", "areas": {}}, False),
        ({**INSPECTION, "remit": "safeguarding", "judgement": "inadequate"}, False),
        ({**INSPECTION, "remit": "x", "areas": {"x": "inadequate", "y": "good"}}, False),
        ({**INSPECTION, "remit": "x", "judgement": "inadequate", "areas": {"x": "good"}}, False),
        ({**INSPECTION, "remit": "all", "judgement": "good"}, False),
        ({**INSPECTION, "judgement": "good"}, False),
        ({**INSPECTION, "lifts_inadequate": False}, True),
        ({**LETTER, "kind": "jtai"}, True),
        ({**LETTER, "kind": "jtai", "priority_action": True, "principal_authority": "A"}, True),
        ({**LETTER, "kind": "focused"}, False),
        ({**LETTER, "priority_action": True}, False),
        ({**LETTER, "kind": "focused", "statement_required": False}, True),
        ({"event": "direction_issued", "on": "2018", "power": "4A"}, True),
        ({"event": "direction_issued", "on": "2018", "power": "4C"}, False),
        ({"event": "authority_reorganised", "on": "2021", "into": "North"}, True),
        ({"event": "authority_reorganised", "on": "2021", "into": ["North", "West"]}, True),
        ({"event": "authority_reorganised", "on": "2021", "into": ["North", ""]}, False),
    ],
)
def test_schema_and_reader_accept_the_same_events_of_the_second_edition(data, accepted):
    """Fields that contradict each other are refused by both."""
    assert accepted == EVENT.is_valid(data)
    assert accepted == (not refusal(event_from_json, json.dumps(data)))


@pytest.mark.parametrize("replaces", [-1, "", True])
def test_what_a_direction_replaces_is_a_number_or_a_text(replaces):
    """Both the schema and the reader refuse any other value."""
    data = {"event": "direction_issued", "on": "2016", "purpose": "trust", "replaces": replaces}
    assert not EVENT.is_valid(data)
    assert refusal(event_from_json, json.dumps(data))


def test_a_whole_number_may_be_written_with_a_decimal_point():
    """By the definition of JSON Schema, 2.0 is an integer."""
    text = '{"event": "visit_made", "on": "2016", "kind": "focused", "number": 2.0}'
    EVENT.validate(json.loads(text))
    assert ev.VisitMade("2016", kind="focused", number=2) == event_from_json(text)


def test_the_schema_for_another_process_has_its_events():
    """The name of an event without a class is its trigger."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"moved_out": "moved out"},
        moves=[tf.Move("moved_out", "trust_live", "trust_live")],
    )
    schema = schema_of("event", process)
    bare = schema["$defs"]["named_event"]["properties"]["event"]
    assert ["moved_out"] == bare["enum"]
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(
        {"event": "moved_out", "on": "2016", "deadlines": [{"what": "x", "due": "2017"}]}
    )
    validator.validate({"event": "note", "on": "2016"})
    assert not validator.is_valid({"event": "moved_out", "on": "2016", "topic": "other"})
    assert not EVENT.is_valid({"event": "moved_out", "on": "2016"})


@frozen(repr=False, kw_only=True)
class Handover(tf.Event):
    """A handover of something."""

    what: str = field(validator=plain_text)
    to: tuple[str, ...]
    after: tf.PartialDate | None = None


@pytest.mark.parametrize("wanted", [float, dict[str, str], list[int], set, object, float | None])
def test_a_type_that_files_cannot_contain_is_refused(wanted):
    """The message names the type; a process refuses a class of events with such a field."""
    with pytest.raises(TypeError, match="A file cannot contain a field of the type"):
        SchemaBuilder().of_type(wanted)


def test_a_user_s_own_class_of_event_has_a_schema():
    """The fields of the class are in the schema, whether or not its docstring describes them."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"handover": "handed over"},
        moves=[tf.Move("handover", "trust_live", "trust_live")],
        events=[Handover],
    )
    validator = jsonschema.Draft202012Validator(schema_of("event", process))
    data = {"event": "handover", "on": "2016", "what": "keys", "to": ["a", "b"], "after": "2015"}
    data["deadlines"] = [{"what": "x", "due": "2017", "met_by": "anything"}]
    validator.validate(data)
    assert "handover" == event_from_json(json.dumps(data), process).trigger
    assert not validator.is_valid({**data, "what": " "})
    assert not validator.is_valid({"event": "handover", "on": "2016", "what": "keys"})


# Processes


@pytest.mark.parametrize("process", [tf.TRUST_TRANSFER, LOAN], ids=lambda process: process.name)
def test_a_process_is_accepted_and_read_back(process):
    """Every field of the process is read back except the Python classes of its events."""
    text = process_to_json(process)
    PROCESS.validate(json.loads(text))
    assert process == process_from_json(text)
    assert () == process_from_json(text).events


def test_the_schema_of_a_process_has_all_of_its_fields():
    """The schema describes legs too, and refuses empty texts for people."""
    properties = PROCESS.schema["properties"]
    names = {field.name for field in fields(tf.Process)} - {"events"}
    assert {*names, "format"} == set(properties)
    assert "fallback_note" in PROCESS.schema["$defs"]["daterule"]["properties"]
    leg = PROCESS.schema["$defs"]["namedleg"]
    assert {field.name for field in fields(NamedLeg)} == set(leg["properties"])
    assert ["title", "start", "end"] == leg["required"]


@pytest.mark.parametrize(
    "change",
    [
        {"legs": {"x": {"title": "X", "start": "lent"}}},
        {"legs": {"x": {"title": "X", "start": "lent", "end": "lent", "more": 1}}},
        {"legs": []},
        {"facts": {"judgement": 1}},
        {"delivered_by": {"home": ["x"]}},
        {"disclaimer": " "},
        {"duty_note": ""},
        {"record_kinds": {"loans": 1}},
        {"record_kinds": ["lent"]},
    ],
)
def test_schema_and_reader_refuse_the_same_texts_and_legs(change):
    """The schema refuses a process of which the reader refuses a text or a leg."""
    data = {**json.loads(process_to_json(LOAN)), **change}
    assert not PROCESS.is_valid(data)
    assert refusal(process_from_json, json.dumps(data))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("end_field", ["trigger", "note", "__class__", "a b", 1]),
        ("duty_holder_field", ["trigger", "on", "opens", "__class__", "a b", 1]),
        ("answers", ["", 1]),
        ("in_force_to_due", ["yes", 1]),
        ("shown_by", [1, [1]]),
        ("cancelled_by", [{}]),
    ],
)
def test_schema_and_reader_refuse_the_same_rule_fields(field, wrong):
    """The name of a field must be one that can contain a date, or a text."""
    for value in wrong:
        data = json.loads(process_to_json(LOAN))
        data["rules"][0][field] = value
        assert not PROCESS.is_valid(data)
        assert refusal(process_from_json, json.dumps(data))


SMALL = json.loads(process_to_json(tf.TRUST_TRANSFER))
SMALL["moves"] = SMALL["moves"][:2]
SMALL["rules"] = [
    rule
    for rule in SMALL["rules"]
    if rule["id"]
    in {"action-plan", "joint-statement", "reinspection-18-24-months", "commissioner-report"}
]


OPTIONAL = (
    "condition", "start_field", "fallback", "precedents", "end_field", "shown_by", "cancelled_by",
    "answers", "duty_holder_field", "in_force_to_due",
)  # fmt: skip


@st.composite
def changed_processes(draw):
    """Draw a part of the trust transfer in which one field is missing or changed."""
    data = copy.deepcopy(SMALL)
    rule = data["rules"][draw(st.integers(0, len(data["rules"]) - 1))]
    leg = next(iter(data["legs"].values()))
    stage = data["stages"]["trust_live"]
    part = draw(st.sampled_from([data, rule, data["moves"][0], stage, leg]))
    name = draw(st.sampled_from([*part, "more", *OPTIONAL]))
    if draw(st.integers(0, 3)) == 0:
        part.pop(name, None)
    else:
        odd = [*ODD, "standard", "S", "__class__", "known_on", "trigger", ["1 day", "2 days"]]
        part[name] = draw(st.sampled_from([*odd, {"field": "kind", "allowed": "x"}]))
    return data


@given(changed_processes())
def test_every_process_that_the_schema_accepts_is_read(data):
    """The only exception is a process that contradicts itself, which a schema cannot exclude."""
    message = refusal(process_from_json, json.dumps(data))
    assert "a contradiction" in message or is_beyond_a_schema(message) or not PROCESS.is_valid(data)


# Parts of a schema, including types that no field in trustflow has


def test_the_rules_for_a_text_apply_to_each_text_of_a_collection():
    """The collection is a list of any length, a pair, an object or an optional text."""
    schema_for = SchemaBuilder().of_type
    one_of = {"enum": ["a", "b"]}
    several = {"type": "array", "items": one_of}
    words = ["a", "b"]
    assert {"anyOf": [one_of, several]} == schema_for(tuple[str, ...], words)
    assert one_of == schema_for(FrozenMap[str], words)["additionalProperties"]
    pair = schema_for(tuple[str, str], lines=True)
    assert {"type": "array", "items": LINE, "minItems": 2, "maxItems": 2} == pair
    assert LINE == schema_for(FrozenMap[str], lines=True)["additionalProperties"]
    assert LINE == schema_for(str | None, lines=True)
    assert STRING == schema_for(FrozenMap[str])["additionalProperties"]
    assert {"anyOf": [{"type": "integer"}, LINE]} == schema_for(int | str, lines=True)


@frozen
class Texts:
    """A record with a field for each kind of text."""

    line: str = field(default="x", validator=one_line)
    text: str = field(default="x", validator=plain_text)
    link: str = field(default="https://x", validator=web_address)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["line", "text", "link"])
def test_a_pattern_accepts_the_characters_that_its_class_accepts(name):
    """That is so for every character that can be refused, at the end of a text and inside it."""
    builder = SchemaBuilder()
    schema = builder.record(Texts)["properties"][name]
    pattern = builder.definitions.get(name, schema)["pattern"]
    for code in (*range(0x10000), *range(0xDFF00, 0xE1100), 0x10000, 0x1F600, 0x10FFFF):
        for text in (f"https://x{chr(code)}y", f"https://x{chr(code)}"):
            try:
                Texts(**{name: text})
                accepted = True
            except tf.InvalidValue:
                accepted = False
            assert accepted == (re.search(pattern, text) is not None), ascii(text)


@pytest.mark.parametrize(
    "wanted", [tf.Deadline, tf.Deadline | None, tuple[tf.Deadline, ...], FrozenMap[tf.Deadline]]
)
def test_a_deadline_in_any_collection_accepts_what_its_event_accepts(wanted):
    """The event decides which triggers and judgements can meet it."""
    builder = SchemaBuilder()
    builder.of_type(wanted, example=ev.Note("2016"))
    met_by = builder.definitions["deadline"]["properties"]["met_by"]
    assert "trust_went_live" in met_by["enum"]


def test_different_schemas_with_one_name_are_numbered():
    """Equal schemas share one name."""
    builder = SchemaBuilder()
    schemas = [{"const": 1}, {"const": 2}, {"const": 3}, {"const": 2}, {"const": 1}]
    names = [builder.define("x", schema)["$ref"] for schema in schemas]
    assert [f"#/$defs/{name}" for name in ("x", "x_2", "x_3", "x_2", "x")] == names
    assert {"const": 3} == builder.definitions["x_3"]


def test_fields_are_described_by_the_docstring_of_their_class():
    """A class without a docstring gives no descriptions; text after the fields is ignored."""

    @frozen
    class Bare:
        name: str = ""

    @frozen
    class Described(Bare):
        """Something described.

        Args:
            name: Its name,
                whole.

        Args of no field:
            other: Nothing.
        """

    assert {} == _field_descriptions(Bare)
    assert {"name": "Its name, whole."} == _field_descriptions(Described)
