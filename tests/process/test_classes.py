"""The faults in the Python classes of events, and the values that their fields accept."""

import datetime as dt
from typing import ClassVar

import attrs
import pytest

import trustflow as tf
from tests.process.samples import letter_process, letter_rule
from trustflow._frozen_map import FrozenMap
from trustflow.errors import BadProcess, TrustflowError
from trustflow.history import Event, NamedEvent
from trustflow.process import Condition

frozen = attrs.frozen(kw_only=True)
TYPES = "expected str, int, bool, PartialDate or a tuple of one of them, such as tuple[str, ...]"


def faults_of(*classes, **changes):
    """Return the faults of a process with some classes of events."""
    with pytest.raises(BadProcess) as caught:
        letter_process(events=classes, **changes)
    return caught.value.faults


def class_of(hint, **options):
    """Return the class of the event `letter_sent` with one field of a type."""
    body = {"__annotations__": {"stamp": hint}, **options}
    return frozen(type("LetterSent", (Event,), body))


@pytest.mark.parametrize(
    "hint",
    [float, list, list[str], dt.date, dict[str, str], object, float | None, tuple[float]],
    ids=str,
)
def test_a_type_that_files_cannot_contain_is_refused(hint):
    """The message lists the types that a field can have."""
    name = hint.__name__ if type(hint) is type else str(hint)
    assert (f"LetterSent.stamp has the type {name}; {TYPES}",) == faults_of(class_of(hint))


@pytest.mark.parametrize("hint", ["Strr", "str |", "tf.Dat", "list[", "1 +"])
def test_a_type_that_does_not_exist_is_refused(hint):
    """The annotation can be any text."""
    fault = f"LetterSent.stamp has the type {hint!r}, which does not exist; {TYPES}"
    assert (fault,) == faults_of(class_of(hint))


def test_a_field_without_a_type_is_refused():
    """Files could not tell what it contains."""

    @frozen
    class LetterSent(Event):
        stamp = attrs.field(default=None)

    assert (f"LetterSent.stamp has no type; {TYPES}",) == faults_of(LetterSent)


@pytest.mark.parametrize(
    "hint", [str, "str", int, tf.PartialDate, str | None, "tf.Span | None"], ids=repr
)
def test_a_type_that_files_can_contain_is_accepted(hint):
    """The annotation can be a type or its text."""
    cls = class_of(hint, __module__=__name__)
    assert (cls,) == letter_process(events=[cls]).events


@pytest.mark.parametrize("name", ["on", "known_on", "sources", "note", "deadlines", "trigger"])
def test_a_field_that_every_event_has_is_not_redefined(name):
    """A field of the same name would hide it."""
    cls = frozen(type("LetterSent", (Event,), {"__annotations__": {name: str}}))
    fault = (
        f"LetterSent.{name} redefines what every event has; give the field another name, such as "
        f"own_{name}"
    )
    assert fault in faults_of(cls)
    bare = type("LetterSent", (Event,), {name: "x"})
    assert (fault,) == faults_of(bare)


@pytest.mark.parametrize("value", ["", "first", 0, True, tf.PartialDate.parse("2016")], ids=repr)
def test_a_value_without_a_type_is_no_field(value):
    """Nobody could give another value for it."""
    fault = f"LetterSent.stamp is not a field; write stamp: {type(value).__name__} = {value!r}"
    assert (fault,) == faults_of(type("LetterSent", (Event,), {"stamp": value}))


@pytest.mark.parametrize(
    "body",
    [{"STAMP": "x"}, {"_stamp": "x"}, {"opens": True}, {"rank": 2}, {"stamp": property(len)}],
    ids="abcde",
)
def test_a_constant_is_no_mistake(body):
    """So are a private value, an attribute that every event has, and a property."""
    cls = type("LetterSent", (Event,), body)
    assert (cls,) == letter_process(events=[cls]).events


@pytest.mark.parametrize(
    "decorator",
    [attrs.frozen, attrs.define, attrs.frozen(slots=False)],
    ids=["frozen", "define", "without slots"],
)
def test_fields_need_their_names(decorator):
    """Otherwise the fields of a class could be given in the order of its text."""
    cls = decorator(type("LetterSent", (Event,), {"__annotations__": {"stamp": str}, "stamp": ""}))
    fault = (
        "LetterSent.stamp can be given without its name; decorate the class with "
        "@attrs.frozen(kw_only=True)"
    )
    assert (fault,) == faults_of(cls)


@pytest.mark.parametrize(
    ("hint", "default"),
    [(str, 5), (int, "5"), (bool, 1), (tf.PartialDate, "soon"), (tuple[str, ...], 5)],
    ids=str,
)
def test_a_default_of_another_type_is_refused(hint, default):
    """Every event would have it."""
    (fault,) = faults_of(class_of(hint, stamp=default))
    assert fault.startswith(f"LetterSent.stamp has the default {default!r}, which is not a ")


@pytest.mark.parametrize("default", [None, attrs.Factory(str)], ids=["none", "made"])
def test_a_default_that_is_none_or_is_made_is_accepted(default):
    """A field without a value has None."""
    cls = class_of(str, stamp=default)
    assert (cls,) == letter_process(events=[cls]).events


def test_variants_need_a_method():
    """Otherwise an event would never be of one of them."""

    @frozen
    class LetterSent(Event):
        kind: str = "first"
        variants: ClassVar = {"first": {"kind": "first"}}

    fault = (
        "LetterSent has variants, but no method that says of which an event is; write "
        "def _variant(self): return self.kind"
    )
    assert (fault,) == faults_of(LetterSent)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (Event, "events has Event itself; derive a class from it, such as class LetterSent(Event)"),
        (
            NamedEvent,
            "events has NamedEvent, the class of every event without one; leave it out",
        ),
        (
            tf.events.Note("2016"),
            "events has an event of the class Note; expected the class itself: events=[Note]",
        ),
    ],
)
def test_what_is_no_class_of_its_own_is_refused(value, fault):
    """The message names what to give in its place."""
    assert (fault,) == faults_of(value)


@pytest.mark.parametrize(
    "value",
    [{"letter_sent": Event}, NamedEvent("2016", what="x"), None, 3, "LetterSent"],
    ids=repr,
)
def test_what_is_no_class_is_refused(value):
    """One value counts as a list of one."""
    with pytest.raises(
        BadProcess, match="; expected a list of classes derived from Event, such as events="
    ):
        letter_process(events=value)


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("LetterWasSent", ", or name the class LetterSent"),
        ("LettersSent", ", or name the class LetterSent"),
        ("LetterReed", ", or name the class LetterRead"),
        ("Letter_Sent", ", or name the class LetterSent"),
        ("TrustWentLive", ""),
    ],
)
def test_the_name_of_a_class_gives_the_trigger(name, renamed):
    """A similar trigger without a class gives the name that may be meant."""
    cls = type(name, (Event,), {})
    fault = (
        f"the class {name} is for the event {cls.class_name!r}, which is not in triggers; add "
        f"it to triggers and moves{renamed}"
    )
    assert (fault,) == faults_of(cls)


def test_each_trigger_of_a_class_is_needed():
    """A class with variants cannot be renamed for one of them."""
    faults = faults_of(tf.events.DirectionRevoked, tf.events.ImprovementNoticeIssued)
    assert all(fault.endswith("add it to triggers and moves") for fault in faults)


# Values


ACCEPTED = [
    (str, "first class", "first class"),
    (int, 3, 3),
    (bool, True, True),
    (tf.PartialDate, "2016-07", tf.PartialDate.parse("2016-07")),
    (tf.PartialDate, dt.date(2016, 7, 14), tf.PartialDate.parse("2016-07-14")),
    (tf.PartialDate | None, None, None),
    (tf.PartialDate | None, "2016", tf.PartialDate.parse("2016")),
    (tf.Span, "3 days", tf.days(3)),
    (tf.Confidence, "HIGH", tf.Confidence.HIGH),
    (tf.Confidence, tf.Confidence.LOW, tf.Confidence.LOW),
    (int | str | None, "3", "3"),
    (int | str, 3, 3),
    (int | bool | str, "3", "3"),
    (tuple[str, ...], "first", ("first",)),
    (tuple[str, ...], ["first", "second"], ("first", "second")),
    (tuple[tf.PartialDate, ...], ["2016", "2017"], tuple(map(tf.PartialDate, ("2016", "2017")))),
    (tuple[str, int], ["a", 2], ("a", 2)),
    (FrozenMap[str], {"a": "b"}, FrozenMap({"a": "b"})),
    (tf.Source, tf.Source("Minutes"), tf.Source("Minutes")),
    (str, None, None),
]


@pytest.mark.parametrize(
    ("hint", "value", "expected"), ACCEPTED, ids=[str(number) for number in range(len(ACCEPTED))]
)
def test_a_value_of_the_type_is_kept_or_converted(hint, value, expected):
    """A date can be given as text, as that of every event; None is the default here."""
    cls = class_of(hint, stamp=None)
    event = letter_process(events=[cls]).event("letter_sent", "2016", stamp=value)
    assert expected == event.stamp
    assert type(expected) is type(event.stamp)


REFUSED = [
    (str, 3, "Invalid stamp: 3. Expected a text, such as 'some text'."),
    (str, b"x", "Invalid stamp: b'x'. Expected a text, such as 'some text'."),
    (str, "a\x00", "Invalid stamp: 'a\\x00'. Expected a text without control characters."),
    (int, "3", "Invalid stamp: '3'. Expected a whole number, such as 2."),
    (int, True, "Invalid stamp: True. Expected a whole number, such as 2."),
    (int, 2.5, "Invalid stamp: 2.5. Expected a whole number, such as 2."),
    (bool, "yes", "Invalid stamp: 'yes'. Expected True or False."),
    (bool, 1, "Invalid stamp: 1. Expected True or False."),
    (tf.PartialDate, "soon", "Invalid stamp: 'soon'. "),
    (tf.PartialDate, 2016, "Invalid stamp: 2016. "),
    (tf.PartialDate | None, "soon", "Invalid stamp: 'soon'. "),
    (tf.Span, "soon", "Invalid stamp: 'soon'. "),
    (tf.Confidence, "hgh", "Unknown stamp 'hgh'. Did you mean 'high'?"),
    (int | str, 2.5, "Invalid stamp: 2.5. Expected a text, such as 'some text'."),
    (tuple[str, ...], 3, "Invalid stamp: 3. Expected a text, such as 'some text'."),
    (tuple[str, ...], ["a", 3], "Invalid stamp[1]: 3. Expected a text, such as 'some text'."),
    (tuple[tf.PartialDate, ...], "soon", "Invalid stamp: 'soon'. "),
    (tuple[str, int], ["a"], "Invalid stamp: ['a']. Expected 2 values."),
    (
        FrozenMap[str],
        "a",
        "Invalid stamp: 'a'. Expected a mapping, such as {'first': 'some text'}.",
    ),
    (
        FrozenMap[str],
        {1: "a", "1": "b"},
        "Invalid name in stamp: 1. Expected a text as the name, such as in {'first': 'some text'}.",
    ),
    (FrozenMap[str], {"a": 1}, "Invalid stamp[…]: 1. Expected a text, such as 'some text'."),
    (
        FrozenMap[tf.Confidence],
        3,
        "Invalid stamp: 3. Expected a mapping, such as {'first': …}.",
    ),
    (
        tf.Source,
        "Minutes",
        "Invalid stamp: 'Minutes'. Expected a value of the class Source, such as Source(",
    ),
]


@pytest.mark.parametrize(
    ("hint", "value", "message"), REFUSED, ids=[str(number) for number in range(len(REFUSED))]
)
def test_a_value_of_another_type_is_refused(hint, value, message):
    """The error names the field; a file with such a value could not be read."""
    process = letter_process(events=[class_of(hint, stamp=None)])
    with pytest.raises(TrustflowError) as caught:
        process.event("letter_sent", "2016", stamp=value)
    assert str(caught.value).startswith(message)


def test_a_derived_class_checks_the_fields_of_both():
    """The types of the first class are not used for the second one."""

    @frozen
    class LetterWritten(Event):
        stamp: str = ""

    @frozen
    class LetterSent(LetterWritten):
        weight: int = 0

    LetterWritten("2016", stamp="x")
    for wrong in ({"stamp": 3}, {"weight": "3"}):
        with pytest.raises(tf.InvalidValue):
            LetterSent("2016", **wrong)
    assert (LetterSent,) == letter_process(events=[LetterSent]).events


def test_a_field_that_checks_its_values_is_left_to_itself():
    """Its converter or validator says what it accepts."""

    @frozen
    class LetterSent(Event):
        tags: tuple[str, ...] = attrs.field(default=(), converter=list)
        size: str = attrs.field(default="", validator=attrs.validators.in_([3]))

    event = letter_process(events=[LetterSent]).event("letter_sent", "2016", tags="ab", size=3)
    assert (["a", "b"], 3) == (event.tags, event.size)


@pytest.mark.parametrize("hint", ["Strr", "str |", float, list[str], dict[str, str]], ids=str)
def test_a_field_of_a_wrong_type_is_not_checked_before_its_process(hint):
    """The process refuses the class."""
    cls = class_of(hint)
    assert 3 == cls("2016", stamp=3).stamp


@pytest.mark.parametrize("hint", ["str", "str | None", "tf.Confidence", "tf.Confidence | None"])
def test_a_rule_reads_a_field_that_a_class_inherits(hint):
    """The type can be a text of the module of the first class."""
    first = class_of(hint, __module__=__name__)
    cls = frozen(type("LetterSent", (first,), {"__module__": "builtins"}))
    rule = letter_rule(condition=Condition("stamp", "high"))
    assert (cls,) == letter_process(events=[cls], rules=[rule]).events


@pytest.mark.parametrize(
    "hint", [str | None, int | None, tf.PartialDate | None, tf.Span | str | None], ids=str
)
def test_none_is_accepted_if_the_type_says_so(hint):
    """The default can be another value; a type without None refuses it."""
    default = {int | None: 1, tf.PartialDate | None: "2016"}.get(hint, "3 days")
    cls = class_of(hint, stamp=default)
    event = letter_process(events=[cls]).event("letter_sent", "2016", stamp=None)
    assert event.stamp is None
    with pytest.raises(tf.InvalidValue, match="Invalid stamp: None"):
        class_of(str, stamp="x")("2016", stamp=None)
