"""Each type that a field of a user's event class can have goes into files and comes back."""

import json
from enum import StrEnum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import trustflow as tf
from tests.examples import at_most
from trustflow import testing
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import dumps_csv, event_from_form, event_schema, loads_csv


class Grade(StrEnum):
    """The words of a field."""

    LOW = "low"
    HIGH = "high"


@attrs.frozen
class Part:
    """A value that is put together from others."""

    name: str
    counts: tuple[int, ...]


@attrs.frozen
class OtherPart:
    """A value that looks like a `Part` in a file."""

    name: str


SINGLE = (str, int, bool, tf.PartialDate, tf.Span, Grade, Part)
ACCEPTED = (
    *SINGLE,
    *(single | None for single in SINGLE),
    *(tuple[single, ...] for single in SINGLE),
    *(tuple[single, single] for single in SINGLE),
    *(tuple[single, ...] | None for single in SINGLE),
    *(FrozenMap[single] for single in SINGLE),
    FrozenMap[tuple[int, ...]],
    int | str,
    int | str | None,
    bool | int,
    int | bool | str,
    tf.PartialDate | str,
    str | tf.PartialDate,
    tf.Span | tf.PartialDate | None,
    Grade | int,
    Part | str,
    tuple[str, int],
    tuple[int, str, tf.PartialDate],
)
REFUSED = (
    Part | OtherPart,
    Part | FrozenMap[str],
    tuple[str, ...] | str,
    tuple[int | str, ...],
    tuple[tf.PartialDate | None, ...],
    tuple[tuple[str, ...], ...],
    tuple[()],
    FrozenMap[int | str],
    list[str],
)


def process(hint, **options):
    """Return a process whose only event has one field of a type."""
    own = attrs.field(type=hint, kw_only=True, **options)
    return tf.Process(
        name="own_types",
        title="Types of our own",
        initial="only",
        stages={"only": tf.StageInfo("Only", "x", final=True)},
        triggers={"own": "own"},
        moves=[tf.Move("own", "only", "only")],
        events=[attrs.make_class("Own", {"own": own}, bases=(tf.Event,), frozen=True)],
    )


@pytest.mark.parametrize("hint", ACCEPTED, ids=str)
def test_a_value_of_an_accepted_type_comes_back_from_files(hint):
    """JSON and CSV return the same value, and the schema of the event accepts it."""
    ours = process(hint)
    validator = Draft202012Validator(event_schema("own", ours))

    @at_most(25)
    @given(testing.events(ours))
    def comes_back(event):
        history = tf.History("Anytown", [event])
        text = tf.dumps(history, process=ours)
        assert tf.loads(text, process=ours) == history
        assert loads_csv(dumps_csv(history, process=ours), process=ours) == (history,)
        assert validator.is_valid(json.loads(text)["events"][0])

    comes_back()


@pytest.mark.parametrize("hint", REFUSED, ids=str)
def test_a_type_that_no_file_can_keep_is_refused(hint):
    """The process says so when it is built, not when a file is read."""
    with pytest.raises(tf.BadProcess, match=r"Own\.own has the type"):
        process(hint)


@given(st.integers())
def test_any_whole_number_comes_back_from_csv(number):
    """It can be negative, and longer than a number of a computer."""
    ours = process(int)
    history = tf.History("Anytown", [ours.event("own", "2020", own=number)])
    assert loads_csv(dumps_csv(history, process=ours), process=ours) == (history,)


def test_a_form_takes_a_negative_number():
    """The schema of the field accepts it too."""
    event = event_from_form("own", {"on": "2020", "own": "-3"}, process=process(int))
    assert event.own == -3


@pytest.mark.parametrize(
    ("hint", "sent", "value"),
    [
        (tuple[int, ...], ["3", "-4"], (3, -4)),
        (tuple[int, ...], ["[3, 4]"], (3, 4)),
        (tuple[bool, ...], ["yes", "false"], (True, False)),
        (tuple[int, str], ["3", "4"], (3, "4")),
        (
            tuple[int, str, tf.PartialDate],
            ["3", "soon", "June 2020"],
            (3, "soon", tf.PartialDate("2020-06")),
        ),
        (
            tuple[tf.PartialDate, ...],
            ["2020", "June 2020"],
            (tf.PartialDate("2020"), tf.PartialDate("2020-06")),
        ),
        (tuple[int, ...] | None, ["3", "4"], (3, 4)),
        (str | tf.PartialDate, ["soon"], "soon"),
        (str | tf.PartialDate, ["2020-01"], tf.PartialDate("2020-01")),
        (tuple[Grade, ...], ["low"], (Grade.LOW,)),
        (tuple[tf.Span, ...], ["3 days", "1 year"], (tf.days(3), tf.years(1))),
    ],
    ids=str,
)
def test_a_form_takes_the_values_of_an_own_field(hint, sent, value):
    """Each text is read as one value, as the schema says."""
    event = event_from_form("own", {"on": "2020", "own": sent}, process=process(hint))
    assert event.own == value


def test_a_long_number_stays_a_text_where_a_text_can_stand():
    """It can be an identifier; a short one is a number."""
    ours = process(int | str)
    read = [event_from_form("own", {"on": "2020", "own": each}, process=ours).own for each in LONG]
    assert read == [12, "-12", "1" * 16]


LONG = ("12", "-12", "1" * 16)


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ({"validator": attrs.validators.instance_of(int)}, "an integer"),
        ({"converter": str.strip}, "a text"),
        ({"validator": attrs.validators.in_(["a"])}, "no usual value"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_schema_of_a_field_that_checks_its_values(options, title):
    """A value that the field accepts is found; if none is, the error is that of the class."""
    ours = process(int if title == "an integer" else str, **options)
    if title == "no usual value":
        with pytest.raises(ValueError, match="must be in"):
            event_schema("own", ours)
    else:
        assert "own" in event_schema("own", ours)["required"]


def test_the_schema_of_a_class_with_two_required_fields_one_of_words():
    """The first word of a list is found for it, whatever the other field is."""

    def grade(value):
        if value not in ("low", "high"):
            raise tf.InvalidValue(repr(value), "grade", "Expected low or high.", ("low", "high"))

    @attrs.frozen(kw_only=True)
    class Own(tf.Event):
        """An event."""

        grade: str = attrs.field(validator=lambda _self, _field, value: grade(value))
        pages: int

    ours = attrs.evolve(process(str), events=[Own])
    assert event_schema("own", ours)["required"] == ["event", "on", "grade", "pages"]
