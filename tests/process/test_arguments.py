"""Wrong arguments of the classes and functions of the kit: the errors, and their examples."""

import datetime as dt
import inspect
import re
from enum import Enum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.process.samples import letter_process
from trustflow import dates, history, process
from trustflow import events as ev
from trustflow.dates import PartialDate, Span, example_of, whole_day
from trustflow.errors import BadArguments, InvalidValue, TrustflowError
from trustflow.history import Event, Irregularity, NamedEvent, event_of
from trustflow.process import Condition, NamedLeg, Relaxation

KIT = (
    tf.Citation, Condition, tf.DateRule, tf.Deadline, tf.History, Irregularity, tf.Move, NamedEvent,
    NamedLeg, PartialDate, tf.Precedent, tf.Process, Relaxation, tf.Source, Span, tf.StageInfo,
)  # fmt: skip
"""Every public class of the kit that people call."""
NAMES = {**vars(tf), **vars(dates), **vars(history), **vars(process), "process": letter_process()}
EXAMPLE = re.compile(
    r"such as|True or False|Expected one of|Example: |Write |Did you mean|https://"
)


def refusal_of(call):
    """Return the error of ours that a call raises; None if it raises none."""
    try:
        call()
    except TrustflowError as error:
        return error
    return None


def base_of(cls):
    """Return a correct object of a class: its example, and a whole process for `Process`."""
    return letter_process() if cls is tf.Process else eval(example_of(cls), dict(NAMES))  # noqa: S307


ARGUMENTS = [(cls, field.name) for cls in KIT for field in attrs.fields(cls) if field.init]


class Colour(Enum):
    """An enumeration of somebody else."""

    RED = "red"


ODD = st.sampled_from(
    [
        None, True, 0, -1, 1.5, float("nan"), 10**9, "", " ", "a\nb", "\ud800", "nothing known",
        b"x", object(), object, len, Colour.RED, Colour, dt.datetime(2016, 7, 14, tzinfo=dt.UTC),
        dt.timedelta(days=3), dt.time(9), re.compile("x"), tf.Citation("x"), tf.Source("x"),
        tf.StageInfo("x", "y"), ev.Note("2016"), letter_process(),
    ]
)  # fmt: skip
NESTED = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.tuples(inner)
        | st.lists(inner, max_size=2).map(iter)
        | st.dictionaries(st.sampled_from(["x", "", 1, None, ("x",)]), inner, max_size=2)
    ),
    max_leaves=3,
)


@pytest.mark.parametrize(
    ("cls", "name"), ARGUMENTS, ids=lambda part: getattr(part, "__name__", part)
)
@at_most(150)
@given(value=NESTED)
def test_a_wrong_value_gives_only_errors_of_ours(cls, name, value):
    """Whatever is given for an argument is accepted, or refused with an example of what is."""
    error = refusal_of(lambda: attrs.evolve(base_of(cls), **{name: value}))
    if isinstance(error, tf.BadProcess):
        assert error.faults
    elif error is not None:
        assert EXAMPLE.search(str(error)) or name == "inherits", error


@pytest.mark.parametrize("cls", [*KIT, *tf.TRUST_TRANSFER.events], ids=lambda cls: cls.__name__)
def test_the_example_of_a_class_is_a_call_of_it(cls):
    """The example in a message works when it is copied."""
    error = refusal_of(lambda: eval(example_of(cls), {**NAMES, **vars(ev)}))  # noqa: S307 - ours
    # Some events need one of several fields, or one of a list of words; the error says so.
    assert error is None or (issubclass(cls, Event) and re.search("Expected one of|=", str(error)))


@pytest.mark.parametrize("cls", [*KIT, ev.TrustWentLive], ids=lambda cls: cls.__name__)
class TestCalls:
    """A call of a class whose arguments do not fit."""

    def test_a_misspelt_argument_is_named_and_suggested(self, cls):
        """The error is of ours, and a TypeError as in the rest of Python."""
        known = [field.name for field in attrs.fields(cls) if field.init][-1]
        with pytest.raises(BadArguments) as caught:
            attrs.evolve(base_of(cls) if cls in KIT else cls("2016"), **{f"{known}x": 1})
        assert isinstance(caught.value, TypeError)
        assert caught.value.fault.startswith(f"{cls.__name__} has no argument '{known}x'. ")
        assert f"Did you mean {known!r}?" in str(caught.value)
        assert refusal_of(lambda: eval(caught.value.example, {**NAMES, **vars(ev)})) is None  # noqa: S307

    def test_a_missing_argument_is_named(self, cls):
        """Every missing one is, in the order of the class."""
        with pytest.raises(BadArguments, match=f"^{cls.__name__} needs the argument") as caught:
            cls()
        required = [
            field.name
            for field in attrs.fields(cls)
            if field.init and field.default is attrs.NOTHING
        ]
        assert str(caught.value.fault).endswith(f"{', '.join(map(repr, required))}.")

    def test_too_many_arguments_are_refused(self, cls):
        """The error says how many need no name and which, and what to do with the others."""
        with pytest.raises(BadArguments, match=r"Name |Leave out") as caught:
            cls(*range(40))
        assert caught.value.fault.startswith(f"{cls.__name__} takes ")
        assert " without a name" in caught.value.fault
        assert "but 40 were given. " in caught.value.fault

    def test_the_signature_is_that_of_the_class(self, cls):
        """Notebooks and `help` show the parameters."""
        names = [field.name for field in attrs.fields(cls) if field.init]
        assert sorted(names) == sorted(inspect.signature(cls).parameters)


def test_an_argument_is_given_once():
    """Python refuses a second one too, without an example."""
    with pytest.raises(BadArguments, match="has the argument 'label' twice"):
        tf.StageInfo("Lodged", "It is here.", label="Valid")


def test_the_message_shows_an_example():
    """The first sentence says what is wrong, and the example what is right."""
    with pytest.raises(BadArguments) as caught:
        ev.TrustWentLive()
    expected = "TrustWentLive needs the argument 'on'. Example: TrustWentLive('2016-07-14')"
    assert expected == str(caught.value)
    with pytest.raises(BadArguments, match=r"Example: DecisionAnnounced\('2016-07-14', outcome='"):
        ev.DecisionAnnounced()


def test_an_error_inside_a_call_that_fits_is_not_changed():
    """A TypeError in a user's own method is the user's to see."""

    class Broken(Event):
        """A class whose own method fails."""

        def _variant(self):
            return len(5)

    with pytest.raises(TypeError, match="has no len"):
        Broken("2016")


def test_a_class_with_any_arguments_of_its_own_accepts_them():
    """A user's class can take what it wants."""

    class Free(Event):
        """A class with an own `__init__`."""

        def __init__(self, on, *others, **fields):
            super().__init__(on, known_on=others[-1], **fields)

    assert Free("2016", "2017", note="x").on == PartialDate.parse("2016")
    with pytest.raises(BadArguments, match=r"^Free needs the argument 'on'\. Example: Free\('2016"):
        Free(note="x")
    with pytest.raises(TypeError, match="colour"):
        Free("2016", "2017", colour="red")


@attrs.frozen(kw_only=True)
class Weighed(Event):
    """An event with fields without examples."""

    weight: int
    net: bool
    until: PartialDate
    scales: str


def test_fields_without_an_example_get_one_by_their_type():
    """So the message for a user's own class has an example too."""
    expected = "Weighed('2016-07-14', weight=2, net=True, until='2016-07-14', scales='some text')"
    assert expected == example_of(Weighed)


def test_a_class_without_fields_has_an_example():
    """A class that attrs does not know is called without arguments."""
    assert "Colour()" == example_of(Colour)


class TestEventsByTrigger:
    """`Process.event`, which builds an event whether or not it has a class."""

    @pytest.mark.parametrize("name", ["stamp", "what", "kind", "class_name", "notes"])
    def test_a_field_that_the_event_lacks_is_named_with_the_way_to_get_it(self, name):
        """The error speaks of the event, not of the class that stands in for its own."""
        process = letter_process(events=())
        with pytest.raises(BadArguments) as caught:
            process.event("letter_sent", "2016", **{name: "x"})
        assert caught.value.fault.startswith(f"The event 'letter_sent' has no field {name!r}. ")
        assert "write a class LetterSent(Event)" in caught.value.fault
        assert "NamedEvent" not in str(caught.value)
        assert "what" not in str(caught.value).replace(repr(name), "")
        assert "letter_sent" == eval(caught.value.example, {"process": process}).trigger  # noqa: S307

    @pytest.mark.parametrize("name", ["known_on", "sources", "note", "deadlines"])
    def test_the_fields_of_every_event_are_accepted(self, name):
        """Also those that are not given."""
        values = {"known_on": "2017", "sources": [tf.Source("x")], "note": "x", "deadlines": []}
        event = letter_process().event("letter_sent", "2016", **{name: values[name]})
        assert event.given().keys() <= {"on", "what", name}

    @pytest.mark.parametrize("day", ["2016-07-14", "soon", "", None, dt.date(2016, 7, 14)])
    def test_a_day_in_place_of_the_trigger_is_explained(self, day):
        """Whether or not the day can be read."""
        with pytest.raises(InvalidValue) as caught:
            letter_process().event(day, "letter_sent")
        expected = (
            "The event comes first, then the day: process.event('letter_sent', '2016-07-14')."
        )
        assert expected == caught.value.accepted

    def test_a_trigger_in_place_of_the_day_is_no_date(self):
        """Two triggers are not swapped."""
        with pytest.raises(tf.BadDate, match=r"^Invalid on: 'letter_read'"):
            letter_process().event("letter_sent", "letter_read")


class TestEventOf:
    """A value that must be an event."""

    def test_an_event_is_returned(self):
        """It is the same object."""
        event = ev.Note("2016")
        assert event_of(event) is event

    @pytest.mark.parametrize("value", [None, 5, ("note", "2016"), {"event": "note"}], ids=repr)
    def test_any_other_value_is_refused(self, value):
        """The error shows how to build an event."""
        with pytest.raises(InvalidValue, match=r"such as process\.event\('letter_sent', '2016-07"):
            event_of(value)

    def test_a_trigger_is_shown_in_the_example(self):
        """People who give the name of an event want an event of that name."""
        with pytest.raises(InvalidValue) as caught:
            event_of("trust_went_live")
        assert (
            "Invalid event: 'trust_went_live'. Expected an event, such as "
            "process.event('trust_went_live', '2016-07-14')."
        ) == str(caught.value)


CALLS = {
    "Span.parse": Span.parse,
    "Span.of": Span.of,
    "after": lambda value: tf.days(1).after(value),
    "weeks": tf.weeks,
    "years": tf.years,
    "working_days_between": lambda value: tf.working_days_between(value, "2016-07-14"),
    "whole_day": whole_day,
    "parse": PartialDate.parse,
    "of": PartialDate.of,
    "from_words": PartialDate.from_words,
    "before": lambda value: PartialDate("2016").before(value),
    "in_order": lambda value: tf.in_order([value]),
    "as_of": lambda value: tf.History("x").as_of(value),
    "known_on": lambda value: tf.History("x").known_on(value),
    "at_least": lambda value: tf.History("x").at_least(value),
    "stage": lambda value: letter_process().stage(value),
    "trigger": lambda value: letter_process().trigger(value),
    "variants": lambda value: letter_process().variants(value),
    "rule": lambda value: letter_process().rule(value),
    "leg": lambda value: letter_process().leg(value),
    "kind": lambda value: letter_process().kind(value),
    "event": lambda value: letter_process().event(value, "2016"),
    "event on": lambda value: letter_process().event("letter_sent", value),
    "moves_from": lambda value: letter_process().moves_from(value),
    "moves_to": lambda value: letter_process().moves_to(value),
    "rules_in_force": lambda value: letter_process().rules_in_force(value),
    "reachable": lambda value: letter_process().reachable(value),
    "marks": lambda value: letter_process().reachable(marks=value),
    "paths": lambda value: letter_process().paths(value),
    "shortest": lambda value: letter_process().shortest(value, "letter_read"),
    "shortest to": lambda value: letter_process().shortest("sent", value),
    **{
        f"extended {name}": lambda value, name=name: letter_process().extended(**{name: value})
        for name in ("stages", "triggers", "moves", "rules", "events")
    },
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@at_most(100)
@given(value=NESTED)
def test_a_function_of_the_kit_gives_only_errors_of_ours(call, value):
    """Whatever is given is accepted or refused."""
    error = refusal_of(lambda: call(value))
    assert error is None or str(error)
