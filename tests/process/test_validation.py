"""The faults that a process finds in itself when it is built."""

import dataclasses
from typing import ClassVar

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.process.samples import bare_processes, letter_process, letter_rule
from trustflow.errors import BadProcess, InvalidValue
from trustflow.history import Event, NamedEvent
from trustflow.process import Move, NamedLeg, StageInfo


class LetterSent(Event):
    """A class whose field attrs does not know."""

    carrier: str = ""


class Derived(LetterSent):
    """A class whose base has such a field."""


@dataclasses.dataclass
class Data(Event):
    """A class whose field another package knows."""

    weight: int = 0


@attrs.frozen(kw_only=True)
class LetterRead(Event):
    """A class as it should be."""

    reader: str = ""
    rank: ClassVar[int] = 3


class LetterRed(Event):
    """A class whose name is misspelt."""


class Wrong(Event):
    """A class whose attributes are of other types."""

    is_public = "yes"
    is_repeatable = 1
    rank = True
    variants = {"first": "kind"}  # noqa: RUF012 - a user's class
    variant_fields = "kind"


class Misspelt(Event):
    """A class whose variants name fields that it does not have."""

    variants = {"first": {"knd": "first"}, "second": {"knd": "second"}}  # noqa: RUF012
    variant_fields = ("kin",)


LOST = StageInfo("Lost", "Nowhere.", final=True)
FAULTS = {
    "unknown initial stage": (
        {"initial": "writen"},
        ["the initial stage 'writen' is unknown; did you mean 'written'?"],
    ),
    "unreachable stage": (
        {"stages": {**letter_process().stages, "lost": LOST}},
        ["stage 'lost' cannot be reached from 'written'"],
    ),
    "reached only from itself": (
        {
            "stages": {**letter_process().stages, "lost": LOST},
            "moves": [*letter_process().moves, Move("letter_read", "lost", "lost")],
        },
        ["stage 'lost' cannot be reached from 'written'"],
    ),
    "not final without a move out": (
        {"stages": {**letter_process().stages, "read": StageInfo("Read", "In the file.")}},
        ["no move leads out of stage 'read', and it is not marked final"],
    ),
    "final with a move out": (
        {
            "stages": {
                **letter_process().stages,
                "sent": StageInfo("Sent", "In the post.", final=True),
            }
        },
        ["stage 'sent' is marked final, but moves lead out of it"],
    ),
    "unknown stages of a move": (
        {"moves": [*letter_process().moves, Move("letter_read", "snt", "reed")]},
        [
            "the move 'letter_read' in 'snt': stage 'snt' is unknown; did you mean 'sent'?",
            "the move 'letter_read' in 'snt': stage 'reed' is unknown; did you mean 'read'?",
        ],
    ),
    "unknown event of a move": (
        {"moves": [*letter_process().moves, Move("letter_lost", "sent", "sent")]},
        [
            (
                "the move 'letter_lost' in 'sent': event 'letter_lost' is unknown; "
                "did you mean 'letter_sent'?"
            )
        ],
    ),
    "two moves for one stage and event": (
        {"moves": [*letter_process().moves, Move("letter_read", "sent", "written")]},
        ["the move 'letter_read' in 'sent' is given twice; give it once"],
    ),
    "two rules of one id": (
        {"rules": [letter_rule(), letter_rule(at_most="4 days"), letter_rule()]},
        ["rule 'read-soon' is given 3 times; give each rule an id of its own"],
    ),
    "no citation": (
        {"rules": [letter_rule(citation=None)]},
        ["rule 'read-soon' has no citation; give its source: citation=Citation('…')"],
    ),
    "no bound": (
        {"rules": [letter_rule(at_most=None)]},
        ["rule 'read-soon' has no bound; give at_most='3 weeks' or at_least='3 weeks'"],
    ),
    "an event in no move": (
        {"triggers": {**letter_process().triggers, "letter_lost": "letter lost"}},
        [
            (
                "event 'letter_lost' is in no move, so every stage refuses it; give "
                "Move('letter_lost', stage, stage) for each stage that it leaves as it is"
            )
        ],
    ),
    "an event that only a rule names": (
        {
            "triggers": {**letter_process().triggers, "letter_lost": "letter lost"},
            "rules": [letter_rule(cancelled_by="letter_lost")],
        },
        [
            (
                "event 'letter_lost' is in no move, so every stage refuses it; give "
                "Move('letter_lost', stage, stage) for each stage that it leaves as it is"
            )
        ],
    ),
    "no starting event": (
        {"rules": [letter_rule(starts=())]},
        ["rule 'read-soon' has no event that starts its clock; give starts='letter_sent'"],
    ),
    "no ending event": (
        {"rules": [letter_rule(ends=[])]},
        ["rule 'read-soon' has no event that stops its clock; give ends='letter_answered'"],
    ),
    "an event with two classes": (
        {"events": [LetterRead, type("LetterRead", (Event,), {"__doc__": "Another class."})]},
        ["event 'letter_read' has the classes LetterRead and LetterRead; give it one"],
    ),
    "class attributes of other types": (
        {"events": [Wrong]},
        [
            "Wrong.is_public is 'yes'; expected True or False",
            "Wrong.is_repeatable is 1; expected True or False",
            "Wrong.rank is True; expected a whole number, such as 2",
            (
                "Wrong.variants is {'first': 'kind'}; expected a mapping of each variant to its "
                "fields, such as {'first': {'kind': 'first'}}"
            ),
            (
                "Wrong.variant_fields is 'kind'; expected a tuple of names of fields, such as "
                "('kind',)"
            ),
        ],
    ),
    "variants with unknown fields": (
        {"events": [Misspelt]},
        [
            "Misspelt.variants names 'knd', which is not a field of the class",
            "Misspelt.variant_fields names 'kin', which is not a field of the class",
        ],
    ),
    "ends before it starts": (
        {"rules": [letter_rule(since="2016-07", until="2016-06")]},
        ["rule 'read-soon' ends (2016-06) before it starts (2016-07)"],
    ),
    "unknown stage of a rule": (
        {"rules": [letter_rule(on_entering="sennt")]},
        ["rule 'read-soon': stage 'sennt' is unknown; did you mean 'sent'?"],
    ),
    "unknown events of a rule": (
        {"rules": [letter_rule(starts=("letter_sent", "sent"), ends="letter_reed")]},
        [
            "rule 'read-soon': event 'sent' is unknown",
            "rule 'read-soon': event 'letter_reed' is unknown; did you mean 'letter_read'?",
        ],
    ),
    "any event on one side only": (
        {"rules": [letter_rule(starts="*"), letter_rule(id="other", ends="*")]},
        [
            "rule 'read-soon': event '*' is unknown",
            "rule 'other': event '*' is unknown",
        ],
    ),
    "unknown events that show the end or cancel": (
        {"rules": [letter_rule(shown_by="letter_reed", cancelled_by=["letter_snt", "xyz"])]},
        [
            "rule 'read-soon': event 'letter_reed' is unknown; did you mean 'letter_read'?",
            "rule 'read-soon': event 'letter_snt' is unknown; did you mean 'letter_sent'?",
            "rule 'read-soon': event 'xyz' is unknown",
        ],
    ),
    "an event that ends the clock and shows the end": (
        {"rules": [letter_rule(shown_by="letter_read")]},
        ["rule 'read-soon' has event 'letter_read' in ends and in shown_by; give it once"],
    ),
    "an event that ends the clock and cancels it": (
        {"rules": [letter_rule(cancelled_by="letter_read")]},
        ["rule 'read-soon' has event 'letter_read' in ends and in cancelled_by; give it once"],
    ),
    "an event that starts the clock and cancels it": (
        {"rules": [letter_rule(cancelled_by="letter_sent")]},
        ["rule 'read-soon' has event 'letter_sent' in starts and in cancelled_by; give it once"],
    ),
    "what shows the end keeps nothing": (
        {"rules": [letter_rule(at_least="1 day", at_most=None, shown_by="letter_sent")]},
        ["rule 'read-soon' has shown_by but no upper bound, which is all that it can keep"],
    ),
    "in force by two days": (
        {"rules": [letter_rule(in_force_to_due=True, in_force_by_end=True)]},
        ["rule 'read-soon' has both in_force_to_due and in_force_by_end; give one"],
    ),
    "another duty holder without an answer": (
        {"rules": [letter_rule(duty_holder_field="carrier")]},
        [
            (
                "rule 'read-soon' has duty_holder_field but no answers; say what the responds_to "
                "of the other body's document is"
            )
        ],
    ),
    "what is not a class": (
        {"events": [7]},
        ["events[0] is 7; expected a class derived from Event"],
    ),
    "a class of something else": (
        {"events": [LetterRead, str]},
        ["events[1] is <class 'str'>; expected a class derived from Event"],
    ),
    "a name instead of a class": (
        {"events": ["letter_sent"]},
        ["events[0] is 'letter_sent'; expected a class derived from Event"],
    ),
    "a class without a decorator": (
        {"events": [LetterSent]},
        ["LetterSent.carrier is not a field; decorate the class with @attrs.frozen(kw_only=True)"],
    ),
    "a class derived from one without a decorator": (
        {"events": [Derived]},
        ["LetterSent.carrier is not a field; decorate the class with @attrs.frozen(kw_only=True)"],
    ),
    "a data class": (
        {"events": [Data]},
        ["Data.weight is not a field; decorate the class with @attrs.frozen(kw_only=True)"],
    ),
    "a class whose trigger is unknown": (
        {"events": [LetterRed]},
        ["the class LetterRed: event 'letter_red' is unknown; did you mean 'letter_read'?"],
    ),
    "unknown event of a kind": (
        {"record_kinds": {"letters": ["letter_sent", "letter_reed"]}},
        ["kind of event 'letters': event 'letter_reed' is unknown; did you mean 'letter_read'?"],
    ),
    "an event of two kinds": (
        {"record_kinds": {"letters": ["letter_sent"], "files": ["letter_read", "letter_sent"]}},
        ["event 'letter_sent' is of the kinds 'letters' and 'files'; give it one kind"],
    ),
    "kinds without a name": (
        {"record_kinds": {"": [], "a=b": [], "a;b": [], "a\tb": ["letter_sent"]}},
        [
            "kind of event '' is not a name; use words without '=' and ';'",
            "kind of event 'a=b' is not a name; use words without '=' and ';'",
            "kind of event 'a;b' is not a name; use words without '=' and ';'",
            "kind of event 'a\\tb' is not a name; use words without '=' and ';'",
        ],
    ),
    "unknown events elsewhere": (
        {
            "requires_earlier": {"letter_red": ["letter_sent", "xyz"]},
            "cancels_planned": {"letter_read": "abc"},
            "keeps_planned_days_of": "uvw",
            "events": [NamedEvent],
        },
        [
            "requires_earlier: event 'letter_red' is unknown; did you mean 'letter_read'?",
            "requires_earlier: event 'xyz' is unknown",
            "cancels_planned: event 'abc' is unknown",
            "keeps_planned_days_of: event 'uvw' is unknown",
            "the class NamedEvent: event 'named_event' is unknown",
        ],
    ),
    "unknown stage of a leg": (
        {
            "legs": {
                "delivery": NamedLeg("Delivery", "letter_sent", "letter_read", starts_in="sennt")
            }
        },
        ["leg 'delivery': stage 'sennt' is unknown; did you mean 'sent'?"],
    ),
    "unknown events of a leg": (
        {
            "legs": {
                "delivery": NamedLeg("Delivery", "letter_snt", ["letter_read", "xyz"], "uvw"),
                "answer": NamedLeg("Answer", "letter_read", "abc"),
            }
        },
        [
            "leg 'delivery': event 'letter_snt' is unknown; did you mean 'letter_sent'?",
            "leg 'delivery': event 'xyz' is unknown",
            "leg 'delivery': event 'uvw' is unknown",
            "leg 'answer': event 'abc' is unknown",
        ],
    ),
    "unknown stage in delivered_by": (
        {"delivered_by": {"sent": "the post", "red": "the reader"}},
        ["delivered_by: stage 'red' is unknown; did you mean 'read'?"],
    ),
}
"""Changes to a process without faults, and the faults that they make."""


@pytest.mark.parametrize(("changes", "faults"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_reported(changes, faults):
    """The error has exactly the faults that the changes make, in order."""
    with pytest.raises(BadProcess) as caught:
        letter_process(**changes)

    assert tuple(faults) == caught.value.faults


def test_all_faults_are_reported_at_once():
    """Faults of stages, moves, rules, legs and references are reported in one error."""
    with pytest.raises(BadProcess) as caught:
        letter_process(
            initial="draft",
            stages={**letter_process().stages, "read": StageInfo("Read", "In the file.")},
            moves=[*letter_process().moves, Move("letter_red", "sent", "sent")],
            rules=[letter_rule(citation=None, at_most=None, since="2017", until="2016", ends="x")],
            legs={"delivery": NamedLeg("Delivery", "z", "letter_read")},
            keeps_planned_days_of=["y"],
            delivered_by={"w": "the post"},
        )

    assert (
        "the initial stage 'draft' is unknown",
        "no move leads out of stage 'read', and it is not marked final",
        (
            "the move 'letter_red' in 'sent': event 'letter_red' is unknown; "
            "did you mean 'letter_read'?"
        ),
        "rule 'read-soon' has no citation; give its source: citation=Citation('…')",
        "rule 'read-soon' has no bound; give at_most='3 weeks' or at_least='3 weeks'",
        "rule 'read-soon' ends (2016) before it starts (2017)",
        "rule 'read-soon': event 'x' is unknown",
        "leg 'delivery': event 'z' is unknown",
        "keeps_planned_days_of: event 'y' is unknown",
        "delivered_by: stage 'w' is unknown",
    ) == caught.value.faults
    assert str(caught.value).startswith("10 faults in the process:\n  the initial stage")


@given(bare_processes(), st.data())
def test_no_move_can_be_given_twice_or_lead_to_an_unknown_stage(process, data):
    """A second move for a stage and trigger is refused in every process, and so is a bad target."""
    assume(process.moves)
    move = data.draw(st.sampled_from(process.moves))
    for wrong in (move, attrs.evolve(move, leads_to="nowhere")):
        with pytest.raises(BadProcess):
            attrs.evolve(process, moves=(*process.moves, wrong))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "text for name"),
        ({"title": "\x00"}, "text for title"),
        ({"disclaimer": ""}, "text for disclaimer"),
        ({"duty_note": " "}, "text for duty_note"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(changes, message):
    """The name, the title and the optional texts are printable and not empty."""
    with pytest.raises(InvalidValue, match=message):
        letter_process(**changes)
