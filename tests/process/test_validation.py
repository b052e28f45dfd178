"""The faults that a process finds in itself when it is built."""

import dataclasses
from typing import ClassVar

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.process.samples import bare_processes, letter_process, letter_rule
from trustflow.errors import BadProcess, InvalidValue
from trustflow.history import Event
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


ONE_OF = "expected one of: letter_sent, letter_read"
A_CLASS = "expected a list of classes derived from Event, such as events=[LetterSent]"
UNREACHED = (
    "stage 'lost' cannot be reached from the initial stage 'written'; add a move to it, or give "
    "another initial"
)
LOST = StageInfo("Lost", "Nowhere.", final=True)
FAULTS = {
    "unknown initial stage": (
        {"initial": "writen"},
        ["the initial stage is 'writen', which is not a stage; did you mean 'written'?"],
    ),
    "unreachable stage": (
        {"stages": {**letter_process().stages, "lost": LOST}},
        [UNREACHED],
    ),
    "reached only from itself": (
        {
            "stages": {**letter_process().stages, "lost": LOST},
            "moves": [*letter_process().moves, Move("letter_read", "lost", "lost")],
        },
        [UNREACHED],
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
            (
                "the move 'letter_read' in 'snt': stage is 'snt', which is not a stage; "
                "did you mean 'sent'?"
            ),
            (
                "the move 'letter_read' in 'snt': leads_to is 'reed', which is not a stage; "
                "did you mean 'read'?"
            ),
        ],
    ),
    "unknown event of a move": (
        {"moves": [*letter_process().moves, Move("letter_lost", "sent", "sent")]},
        [
            (
                "the move 'letter_lost' in 'sent': trigger is 'letter_lost', which is not an "
                "event; did you mean 'letter_sent'?"
            )
        ],
    ),
    "two moves for one stage and event": (
        {"moves": [*letter_process().moves, Move("letter_read", "sent", "written")]},
        ["the move 'letter_read' in 'sent' leads to 'read' and to 'written'; give one of them"],
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
                "event 'letter_lost' is in no move, so every stage refuses it; add it to moves, "
                "such as Move('letter_lost', 'written', 'written') if it leaves the stage as it is"
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
                "event 'letter_lost' is in no move, so every stage refuses it; add it to moves, "
                "such as Move('letter_lost', 'written', 'written') if it leaves the stage as it is"
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
                "Wrong.variants is {'first': 'kind'}; expected a mapping of each variant to the "
                "values of the fields that make it, such as {'first': {'kind': 'first'}} with a "
                "field kind: str and a method def _variant(self): return self.kind; then its "
                "triggers are wrong_first and so on"
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
            (
                "Misspelt has variants, but no method that says of which an event is; write "
                "def _variant(self): return self.knd"
            ),
            "Misspelt.variant_fields names 'kin', which is not a field of the class",
        ],
    ),
    "ends before it starts": (
        {"rules": [letter_rule(since="2016-07", until="2016-06")]},
        ["rule 'read-soon' ends (2016-06) before it starts (2016-07)"],
    ),
    "unknown stage of a rule": (
        {"rules": [letter_rule(on_entering="sennt")]},
        ["rule 'read-soon': on_entering is 'sennt', which is not a stage; did you mean 'sent'?"],
    ),
    "unknown events of a rule": (
        {"rules": [letter_rule(starts=("letter_sent", "sent"), ends="letter_reed")]},
        [
            (
                "rule 'read-soon': starts has 'sent', which is a stage, not an event; expected one "
                "of: letter_sent, letter_read"
            ),
            (
                "rule 'read-soon': ends has 'letter_reed', which is not an event; "
                "did you mean 'letter_read'?"
            ),
        ],
    ),
    "any event on one side only": (
        {"rules": [letter_rule(starts="*"), letter_rule(id="other", ends="*")]},
        [
            f"rule 'read-soon': starts has '*', which is not an event; {ONE_OF}",
            f"rule 'other': ends has '*', which is not an event; {ONE_OF}",
        ],
    ),
    "unknown events that show the end or cancel": (
        {"rules": [letter_rule(shown_by="letter_reed", cancelled_by=["letter_snt", "xyz"])]},
        [
            (
                "rule 'read-soon': shown_by has 'letter_reed', which is not an event; "
                "did you mean 'letter_read'?"
            ),
            (
                "rule 'read-soon': cancelled_by has 'letter_snt', which is not an event; "
                "did you mean 'letter_sent'?"
            ),
            f"rule 'read-soon': cancelled_by has 'xyz', which is not an event; {ONE_OF}",
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
            ),
            (
                "rule 'read-soon': duty_holder_field 'carrier' is not a field of event "
                "'letter_sent'; expected note; events with other fields need a class: "
                "events=[LetterSent]"
            ),
        ],
    ),
    "what is not a class": (
        {"events": [7]},
        [f"events has 7; {A_CLASS}"],
    ),
    "a class of something else": (
        {"events": [LetterRead, str]},
        [f"events has <class 'str'>; {A_CLASS}"],
    ),
    "a name instead of a class": (
        {"events": ["letter_sent"]},
        [f"events has 'letter_sent'; {A_CLASS}"],
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
        [
            (
                "the class LetterRed is for the event 'letter_red', which is not in triggers; add "
                "it to triggers and moves, or name the class LetterRead"
            )
        ],
    ),
    "unknown event of a kind": (
        {"record_kinds": {"letters": ["letter_sent", "letter_reed"]}},
        [
            (
                "kind of event 'letters' has 'letter_reed', which is not an event; "
                "did you mean 'letter_read'?"
            )
        ],
    ),
    "an event of two kinds": (
        {"record_kinds": {"letters": ["letter_sent"], "files": ["letter_read", "letter_sent"]}},
        ["event 'letter_sent' is of the kinds 'letters' and 'files'; give it one kind"],
    ),
    "kinds without a name": (
        {"record_kinds": {"": ["letter_sent"], "a=b": "letter_read"}},
        [
            "kind of event '' is not a name; use words without '=' and ';'",
            "kind of event 'a=b' is not a name; use words without '=' and ';'",
        ],
    ),
    "kinds with characters that a name cannot have": (
        {"record_kinds": {"a;b": ["letter_sent"], "a\tb": "letter_read"}},
        [
            "kind of event 'a;b' is not a name; use words without '=' and ';'",
            "kind of event 'a\\tb' is not a name; use words without '=' and ';'",
        ],
    ),
    "unknown events elsewhere": (
        {
            "requires_earlier": {"letter_red": ["letter_sent", "xyz"]},
            "cancels_planned": {"letter_read": "abc"},
            "keeps_planned_days_of": "uvw",
        },
        [
            (
                "requires_earlier has 'letter_red', which is not an event; "
                "did you mean 'letter_read'?"
            ),
            f"requires_earlier has 'xyz', which is not an event; {ONE_OF}",
            f"cancels_planned has 'abc', which is not an event; {ONE_OF}",
            f"keeps_planned_days_of has 'uvw', which is not an event; {ONE_OF}",
        ],
    ),
    "unknown stage of a leg": (
        {
            "legs": {
                "delivery": NamedLeg("Delivery", "letter_sent", "letter_read", starts_in="sennt")
            }
        },
        ["leg 'delivery': starts_in has 'sennt', which is not a stage; did you mean 'sent'?"],
    ),
    "unknown events of a leg": (
        {
            "legs": {
                "delivery": NamedLeg("Delivery", "letter_snt", ["letter_read", "xyz"], "uvw"),
                "answer": NamedLeg("Answer", "letter_read", "abc"),
            }
        },
        [
            (
                "leg 'delivery': start has 'letter_snt', which is not an event; "
                "did you mean 'letter_sent'?"
            ),
            f"leg 'delivery': end has 'xyz', which is not an event; {ONE_OF}",
            f"leg 'delivery': unless has 'uvw', which is not an event; {ONE_OF}",
            f"leg 'answer': end has 'abc', which is not an event; {ONE_OF}",
        ],
    ),
    "unknown stage in delivered_by": (
        {"delivered_by": {"sent": "the post", "red": "the reader"}},
        ["delivered_by has 'red', which is not a stage; did you mean 'read'?"],
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
        (
            "the move 'letter_red' in 'sent': trigger is 'letter_red', which is not an event; "
            "did you mean 'letter_read'?"
        ),
        "the initial stage is 'draft', which is not a stage; expected one of: written, sent, read",
        "no move leads out of stage 'read', and it is not marked final",
        "rule 'read-soon' has no citation; give its source: citation=Citation('…')",
        "rule 'read-soon' has no bound; give at_most='3 weeks' or at_least='3 weeks'",
        "rule 'read-soon' ends (2016) before it starts (2017)",
        f"rule 'read-soon': ends has 'x', which is not an event; {ONE_OF}",
        f"leg 'delivery': start has 'z', which is not an event; {ONE_OF}",
        f"keeps_planned_days_of has 'y', which is not an event; {ONE_OF}",
        "delivered_by has 'w', which is not a stage; expected one of: written, sent, read",
    ) == caught.value.faults
    assert str(caught.value).startswith("10 faults in the process:\n  the move")


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
