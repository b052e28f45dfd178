"""The strategies fill in the fields that a user's classes of events require."""

from enum import StrEnum
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow import testing
from trustflow._frozen_map import FrozenMap
from trustflow.history import Irregularity
from trustflow.process import Condition

QUICK = at_most(30)
SEEK = settings(max_examples=300, phases=[Phase.generate], database=None)
CITATION = tf.Citation("made up for this test")


class Grade(StrEnum):
    """The words of a field."""

    LOW = "low"
    HIGH = "high"


@attrs.frozen
class Part:
    """A value that is put together from others."""

    name: str
    count: int = 1


@attrs.frozen(kw_only=True)
class Filed(tf.Event):
    """An event with a required field of each type that a field can have."""

    text: str
    number: int
    flag: bool
    day: tf.PartialDate
    span: tf.Span
    grade: Grade
    part: Part
    source: tf.Source
    citation: tf.Citation
    either: int | str | None
    days: tuple[tf.PartialDate, ...]
    pair: tuple[int, int]
    parts: FrozenMap[Part]
    left_out: str | None = None
    worked_out: int = attrs.field(init=False, default=3)


@attrs.frozen(kw_only=True)
class Answered(tf.Event):
    """An event whose variant gives a required field, and which refuses a value of another."""

    variants: ClassVar[dict[str, dict[str, Any]]] = {
        "early": {"kind": "early"},
        "late": {"kind": "late"},
    }
    kind: str
    responds_to: str
    pages: int

    def _variant(self):
        return self.kind

    def irregularities(self):
        """Return a mistake of strength logic if there are few pages."""
        if self.pages > 9:
            return ()
        return (Irregularity("few_pages", "logic", "It has few pages.", CITATION),)


@attrs.frozen(kw_only=True)
class Checked(tf.Event):
    """An event with a required field that checks its values itself."""

    number: int = attrs.field(validator=attrs.validators.in_([7]))


def process(*events: type[tf.Event]) -> tf.Process:
    """Return a process whose events have the fields of some classes."""
    triggers = ["filed", "answered_early", "answered_late", "checked"]
    return tf.Process(
        name="own_fields",
        title="Fields of our own",
        initial="first",
        stages={"first": tf.StageInfo("First", "x"), "second": tf.StageInfo("Second", "x")},
        triggers={trigger: trigger.replace("_", " ") for trigger in triggers},
        moves=[
            tf.Move("filed", "first", "second"),
            *(tf.Move(trigger, "second", "first") for trigger in triggers[1:]),
        ],
        rules=[
            tf.DateRule(
                id="answer",
                requires="An answer comes soon",
                starts="filed",
                ends=["answered_early", "answered_late"],
                at_most="10 days",
                strength="policy",
                condition=Condition("text", "urgent"),
                answers="letter",
                citation=CITATION,
            )
        ],
        events=events,
    )


OWN = process(Filed, Answered)


@QUICK
@given(testing.events(OWN))
def test_required_fields_have_values_of_their_types(event):
    """Each value is kept as it is by the class, and optional fields are left alone."""
    assert attrs.evolve(event, on=event.on) == event
    if isinstance(event, Filed):
        assert event.left_out is None
        assert (type(event.part), type(event.grade)) == (Part, Grade)


@QUICK
@given(testing.histories(OWN))
def test_a_live_case_accepts_the_generated_fields(history):
    """This holds although a class refuses some values of its fields."""
    assert tf.Case.from_history(history, OWN).history == history


@QUICK
@given(testing.faulty_histories(OWN))
def test_a_planted_fault_is_found_beside_generated_fields(faulty):
    """A process whose classes require fields has faulty histories too."""
    history, fault = faulty
    assert fault.is_in(tf.check(history, OWN))


@QUICK
@given(testing.loose_histories(OWN))
def test_loose_histories_have_generated_fields(history):
    """A file keeps each generated value."""
    assert tf.loads(tf.dumps(history, process=OWN), process=OWN) == history


def test_a_machine_sends_events_with_generated_fields():
    """It needs no strategies for them."""
    case = testing.case_machine(OWN).TestCase
    case.settings = settings(max_examples=5, stateful_step_count=5, deadline=None, database=None)
    case().runTest()


def test_the_words_of_rules_are_generated():
    """So the rules apply to some of the generated events."""
    filed = find(testing.events(OWN, "filed"), lambda event: event.text == "urgent", settings=SEEK)
    answered = find(
        testing.events(OWN, "answered_late"),
        lambda event: event.responds_to == "letter",
        settings=SEEK,
    )
    assert (filed.trigger, answered.trigger) == ("filed", "answered_late")


@attrs.frozen(kw_only=True)
class OwnNotice(ev.MindedToDirect):
    """An event class that a user adds to the trust transfer."""

    letter: str


def test_a_class_derived_from_the_trust_transfer_gets_its_required_field():
    """This holds beside the fields that the trust transfer's own strategies give."""
    ours = tf.TRUST_TRANSFER.extended(
        triggers={"own_notice": "own notice"},
        moves=[tf.Move("own_notice", stage, stage) for stage in tf.Stage],
        events=[OwnNotice],
    )
    event = find(testing.events(ours, "own_notice"), lambda event: event.letter, settings=SEEK)
    assert event.trigger == "own_notice"


# A field that checks its values itself

CHECKED = process(Filed, Answered, Checked)
SEVEN = {"checked": {"number": st.just(7)}}


def test_a_field_that_checks_its_values_needs_a_strategy():
    """The error names the field and the argument."""
    with pytest.raises(InvalidArgument, match=r"Checked\.number has a converter .* fields="):
        find(testing.events(CHECKED, "checked"), lambda _: True)


HISTORIES = {
    "histories": testing.histories(CHECKED, fields=SEVEN),
    "loose": testing.loose_histories(CHECKED, fields=SEVEN),
    **{
        code: testing.faulty_histories(CHECKED, codes=code, fields=SEVEN).map(lambda pair: pair[0])
        for code in ("deadline_missed", "move_not_allowed", "out_of_order")
    },
}


@pytest.mark.parametrize("name", HISTORIES)
def test_every_strategy_for_histories_takes_strategies_for_fields(name):
    """Each generates the event whose field checks its values, and only with accepted values."""

    def is_checked(history):
        return any(event.trigger == "checked" and event.number == 7 for event in history)

    assert find(HISTORIES[name], is_checked, settings=SEEK)


def test_a_machine_takes_strategies_for_fields():
    """They are an attribute of its class, as its other choices are."""

    class Machine(testing.case_machine(CHECKED)):
        fields = SEVEN

    case = Machine.TestCase
    case.settings = settings(max_examples=5, stateful_step_count=5, deadline=None, database=None)
    case().runTest()
