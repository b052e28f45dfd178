"""The schema of one trigger accepts its events, and what it accepts is read as one of them."""

import json
from collections import Counter

import jsonschema
import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.exchange.test_schema import changed, is_beyond_a_schema, refusal
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import event_from_json, event_schema, event_to_data, event_to_json
from trustflow.history import one_line
from trustflow.testing import events as transfer_events

PROCESS = tf.TRUST_TRANSFER
NEEDED = {
    "agency_registered": {"kind": "fostering"},
    "deadline_set": {"what": "a plan", "due": "2017"},
    "requirement_met": {"what": "a plan"},
}
"""The fields that an event needs besides its day, if its trigger does not imply them."""
VALIDATORS = {
    trigger: jsonschema.Draft202012Validator(event_schema(trigger)) for trigger in PROCESS.triggers
}


@pytest.mark.parametrize("trigger", PROCESS.triggers)
def test_the_schema_is_complete_in_itself(trigger):
    """Each reference leads to a definition, each definition is used, and each field has a title."""
    schema = event_schema(trigger)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert all(f'"#/$defs/{name}"' in text for name in schema["$defs"])
    assert text.count('"$ref": "#/$defs/') == text.count('"$ref"')
    assert all(part["title"] for part in schema["properties"].values())
    label = PROCESS.triggers[trigger]
    assert label[:1].upper() + label[1:] == schema["title"]
    assert f"urn:trustflow:schema:event:{trigger}:1" == schema["$id"]
    assert schema["properties"].keys() >= {*schema["required"], "event", "on", "note", "sources"}


@pytest.mark.parametrize("trigger", PROCESS.triggers)
def test_the_defaults_make_an_event_of_the_trigger(trigger):
    """A form that sends its defaults, the day and what is needed sends an event of the trigger."""
    properties = event_schema(trigger)["properties"]
    data = {name: part["default"] for name, part in properties.items() if "default" in part}
    data |= {"on": "2016-07-14", **NEEDED.get(trigger, {})}
    VALIDATORS[trigger].validate(data)
    assert trigger == event_from_json(json.dumps(data)).trigger


@given(transfer_events())
def test_every_event_of_a_trigger_is_accepted(event):
    """Events of other classes on another subject have the trigger of a note, not its fields."""
    if type(event) is PROCESS.by_class[event.trigger][0]:
        VALIDATORS[event.trigger].validate(json.loads(event_to_json(event)))


@pytest.mark.slow
def test_every_event_of_the_casebook_is_accepted():
    """The schema of its trigger accepts each, and the schema of its class, too."""
    classes = {cls.class_name: event_schema(cls.class_name) for cls in PROCESS.events}
    accepted = Counter()
    for history in tf.casebook.histories():
        for event in history:
            if type(event) is PROCESS.by_class[event.trigger][0]:
                data = event_to_data(event)
                VALIDATORS[event.trigger].validate(data)
                if event.event_name not in accepted:
                    jsonschema.validate(data, classes[event.event_name])
                accepted[event.event_name] += 1
    assert accepted.total() > 500


@at_most(300)
@given(st.data(), transfer_events())
def test_what_the_schema_accepts_is_read_as_an_event_of_the_trigger(data, event):
    """The schema is that of any trigger of the event's class, and the event is changed."""
    triggers = [name for name, (cls, _) in PROCESS.by_class.items() if cls is type(event)]
    trigger = data.draw(st.sampled_from(triggers))
    document = data.draw(changed(json.loads(event_to_json(event))) | st.just(event_to_data(event)))
    if VALIDATORS[trigger].is_valid(document):
        text = json.dumps(document)
        refused = refusal(event_from_json, text)
        assert is_beyond_a_schema(refused)
        assert refused or event_from_json(text).trigger == trigger


@pytest.mark.parametrize(
    ("trigger", "fields", "accepted"),
    [
        ("inspection_published_inadequate", {"judgement": "inadequate"}, True),
        ("inspection_published_inadequate", {"judgement": "good"}, False),
        ("inspection_published_inadequate", {"areas": {"a": "good", "b": "inadequate"}}, True),
        ("inspection_published_inadequate", {"areas": {"a": "good"}}, False),
        ("inspection_published_inadequate", {}, False),
        ("inspection_published_not_inadequate", {"areas": {"a": "good"}}, True),
        ("inspection_published_not_inadequate", {"areas": {"a": "inadequate"}}, False),
        ("inspection_published_not_inadequate", {"areas": {}}, False),
        ("inspection_published_not_inadequate", {"judgement": "good", "remit": "x"}, False),
        ("inspection_published_partial", {"judgement": "good", "remit": "x"}, True),
        ("inspection_published_partial", {"judgement": "good", "remit": "all"}, False),
        ("inspection_published_partial", {"judgement": "good"}, False),
        ("inspection_published_ungraded", {"remit": "x"}, True),
        ("inspection_published_ungraded", {"areas": {"a": "good"}}, False),
        ("visit_letter_published_focused", {"kind": "focused"}, True),
        ("visit_letter_published_focused", {"kind": "focused", "priority_action": True}, False),
        ("visit_letter_published_monitoring", {"kind": "monitoring", "plan_asked": True}, True),
        ("visit_letter_published_priority_action", {"priority_action": True}, True),
        (
            "visit_letter_published_priority_action",
            {"priority_action": True, "kind": "monitoring"},
            False,
        ),
        ("visit_letter_published_jtai_statement", {"kind": "jtai"}, False),
        ("direction_issued_unspecified", {}, True),
        ("direction_issued_unspecified", {"purpose": "trust"}, False),
        ("returned_to_council", {}, True),
        ("returned_to_council", {"partly": True}, False),
        ("returned_to_council_partly", {"partly": True}, True),
        ("other_subject", {"subject": "SEND"}, True),
        ("other_subject", {}, False),
        ("note", {"subject": "SEND"}, False),
        ("trust_went_live", {"on": "1 April 2018"}, False),
        ("trust_went_live", {"event": "note"}, False),
    ],
)
def test_the_fields_that_decide_the_trigger(trigger, fields, accepted):
    """The schema accepts only values with which the event has the trigger."""
    data = {"event": PROCESS.by_class[trigger][0].class_name, "on": "2016", **fields}
    assert accepted == VALIDATORS[trigger].is_valid(data)


def test_a_form_finds_words_defaults_and_descriptions():
    """One accepted word is constant, several are listed, and a description explains the field."""
    schema = event_schema("inspection_published_not_inadequate")
    judgement = schema["properties"]["judgement"]
    assert "inadequate" not in judgement["enum"]
    assert "good" in judgement["enum"]
    assert "not inadequate" == judgement["default"]
    assert "The judgement of each area." == schema["properties"]["areas"]["description"]
    assert "lifts_inadequate" not in schema["properties"]
    constant = event_schema("visit_made_jtai")["properties"]["kind"]
    assert ("jtai", "jtai") == (constant["const"], constant["default"])
    assert "enum" not in constant
    assert "2016-07" in schema["$defs"]["date"]["examples"]


@pytest.mark.parametrize(
    "cls",
    [cls for cls in PROCESS.events if cls.class_name not in PROCESS.triggers],
    ids=lambda cls: cls.class_name,
)
def test_the_schema_of_a_class_accepts_each_of_its_triggers(cls):
    """The name of a class, if no trigger has it, includes all of its variants."""
    validator = jsonschema.Draft202012Validator(event_schema(cls.class_name))
    for trigger in cls.triggers():
        event = PROCESS.event(trigger, "2016", **NEEDED.get(trigger, {}))
        validator.validate(event_to_data(event))


def test_an_unknown_trigger_is_refused():
    """The error suggests the nearest one."""
    with pytest.raises(tf.InvalidValue, match="Did you mean 'note'"):
        event_schema("nte")


# Other processes


@frozen(repr=False, eq=False, kw_only=True)
class Loan(tf.Event):
    """A loan, whose days decide its variant."""

    days: int = field(default=0)
    variants = {"long": {}, "short": {}}  # noqa: RUF012 - a user's class

    def _variant(self):
        return "long" if self.days > 30 else "short"


@frozen(repr=False, eq=False, kw_only=True)
class Review(tf.Event):
    """A review with a grade of its own, and one for each part."""

    title: str = field(default="all", validator=one_line)
    size: str = field(default="whole", validator=one_line)
    grades: FrozenMap[str] = field(default=FrozenMap(), converter=FrozenMap)
    variants = {"part": {"title": "x"}, "whole": {"size": "whole"}}  # noqa: RUF012
    variant_fields = ("title", "grades")

    def _variant(self):
        return "part" if self.title != "all" else "whole"


OWN = PROCESS.extended(
    triggers={
        "loan_long": "long loan", "loan_short": "short loan", "renamed": "renamed",
        "review_part": "part reviewed", "review_whole": "all reviewed",
    },
    moves=[
        tf.Move(trigger, "trust_live", "trust_live")
        for trigger in ("loan_long", "loan_short", "renamed", "review_part", "review_whole")
    ],
    events=[Loan, Review],
)  # fmt: skip


def test_grades_whose_names_are_not_texts_are_not_written():
    """A converter of the class itself takes them, and JSON would have one value for two."""
    review = Review("2016", grades={1: "good", "1": "inadequate"})
    for write in (event_to_json, lambda event: tf.dumps(tf.History("X", event), OWN)):
        with pytest.raises(tf.InvalidValue, match=r"name of a value: 1\. Expected a text"):
            write(review)


def test_a_trigger_without_a_class():
    """Its events have the fields of every event, and the trigger as their name."""
    schema = event_schema("renamed", OWN)
    assert {"const": "renamed", "default": "renamed", "title": "Event"} == schema["properties"][
        "event"
    ]
    assert {"event", "on", "known_on", "sources", "note", "deadlines"} == set(schema["properties"])
    assert f"urn:trustflow:schema:event:{OWN.name}:renamed:1" == schema["$id"]
    event = event_from_json('{"event": "renamed", "on": "2016"}', OWN)
    jsonschema.validate(event_to_data(event), schema)


@pytest.mark.parametrize("trigger", ["loan_long", "loan_short"])
def test_a_class_whose_example_fields_do_not_decide(trigger):
    """If no field is known to decide the trigger, the schema is that of the class."""
    schema = event_schema(trigger, OWN)
    assert "days" in schema["properties"]
    jsonschema.validate({"event": "loan", "on": "2016", "days": 31}, schema)


def test_a_text_that_decides():
    """A text other than the default is required for one trigger, and refused for the other."""
    part, whole = (event_schema(f"review_{name}", OWN) for name in ("part", "whole"))
    assert {"const": "all"} == part["properties"]["title"]["not"]
    assert ["event", "on", "title"] == part["required"]
    assert "title" not in whole["properties"]
    assert "size" in whole["properties"]
    assert {"whole"} == {whole["properties"]["size"]["default"]}
