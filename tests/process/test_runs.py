"""A rule or a leg that can never run is refused, and so is a name of the wrong kind."""

from collections import deque

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.process.samples import bare_processes, letter_process, letter_rule
from trustflow.dates import PartialDate
from trustflow.errors import BadProcess
from trustflow.history import Citation, Event
from trustflow.process import (
    CLASSES_NOT_GIVEN,
    Condition,
    Move,
    NamedLeg,
    Precedent,
    Relaxation,
    StageInfo,
)


@attrs.frozen(kw_only=True)
class LetterSent(Event):
    """A class with fields of several types."""

    stamped: PartialDate | None = None
    seen: tuple[PartialDate, ...] = ()
    stamp: str | None = None
    copies: int = 1
    tags: tuple[str, ...] = ()
    shape: str = "flat"

    @property
    def mood(self):
        """A value that is no field."""
        return self.stamp


@attrs.frozen(kw_only=True)
class LetterRead(Event):
    """A class with an answer and a grade."""

    responds_to: str | None = None

    @property
    def grade(self):
        """The grade."""
        return 1


@attrs.frozen(kw_only=True)
class Parcel(Event):
    """A class with variants."""

    size: str = "big"
    variants = {"big": {"size": "big"}, "small": {"size": "small"}}  # noqa: RUF012

    def _variant(self):
        return self.size


LETTER = {"letter_sent": "letter sent", "letter_read": "letter read"}
CLASSES = {"events": [LetterSent, LetterRead]}
PARCELS = {
    "triggers": {**LETTER, "parcel_big": "big parcel", "parcel_small": "small parcel"},
    "moves": [
        *letter_process().moves,
        Move("parcel_big", "sent", "sent"),
        Move("parcel_small", "sent", "sent"),
    ],
    "events": [Parcel],
}
BACK = [*letter_process().moves, Move("letter_read", "written", "written")]
SAME = {"starts": "letter_sent", "ends": "letter_sent", "same_event": True}
RELAXED = Relaxation("2020-09-25", "2020-04-24", Citation("The Order of the Post"))
NEEDS_CLASS = "; events with other fields need a class: events="
ONE_OF = "expected one of: letter_sent, letter_read"


def rule(**changes):
    """Return the change of a process that gives it one rule with some fields changed."""
    return {"rules": [letter_rule(**changes)]}


def leg(*args, **fields):
    """Return the change of a process that gives it one leg."""
    return {"legs": {"answer": NamedLeg(*args, **fields)}}


FAULTS = {
    # The fields of events
    "a start field that no event has": (
        rule(start_field="sent_on"),
        (
            f"rule 'read-soon': start_field 'sent_on' is not a field of event 'letter_sent'; "
            f"expected on or known_on{NEEDS_CLASS}[LetterSent]"
        ),
    ),
    "an end field that no event has": (
        rule(end_field="opened"),
        (
            "rule 'read-soon': end_field 'opened' is not a field of event 'letter_read'; "
            f"expected on or known_on{NEEDS_CLASS}[LetterRead]"
        ),
    ),
    "a start field that is a text": (
        rule(start_field="note"),
        (
            "rule 'read-soon': start_field 'note' of event 'letter_sent' does not hold a date; "
            "give a field that does, such as 'on'"
        ),
    ),
    "a start field that holds deadlines": (
        rule(start_field="deadlines"),
        (
            "rule 'read-soon': start_field 'deadlines' of event 'letter_sent' does not hold a "
            "date; give a field that does, such as 'on'"
        ),
    ),
    "a start field of another type in a class": (
        {**rule(start_field="copies"), **CLASSES},
        (
            "rule 'read-soon': start_field 'copies' of event 'letter_sent' does not hold a "
            "date; give a field that does, such as 'on'"
        ),
    ),
    "a misspelt start field of a class": (
        {**rule(start_field="stmaped"), **CLASSES},
        (
            "rule 'read-soon': start_field 'stmaped' is not a field of event 'letter_sent'; "
            "did you mean 'stamped'?"
        ),
    ),
    "a start field that is a method": (
        {**rule(start_field="meets"), **CLASSES},
        (
            "rule 'read-soon': start_field 'meets' is not a field of event 'letter_sent'; "
            "expected on or known_on or stamped or seen"
        ),
    ),
    "a condition on a field that no event has": (
        rule(condition=Condition("colour", "red")),
        (
            "rule 'read-soon': condition on 'colour' is not a field of event 'letter_sent'; "
            f"expected note{NEEDS_CLASS}[LetterSent]"
        ),
    ),
    "a condition on a misspelt field": (
        {**rule(condition=Condition("stmp", "red")), **CLASSES},
        (
            "rule 'read-soon': condition on 'stmp' is not a field of event 'letter_sent'; "
            "did you mean 'stamp'?"
        ),
    ),
    "a condition on a number": (
        {**rule(condition=Condition("copies", "1")), **CLASSES},
        (
            "rule 'read-soon': condition on 'copies' of event 'letter_sent' does not hold a text; "
            "give a field that does, such as 'note'"
        ),
    ),
    "a condition on several texts": (
        {**rule(condition=Condition("tags", "red")), **CLASSES},
        (
            "rule 'read-soon': condition on 'tags' of event 'letter_sent' does not hold a text; "
            "give a field that does, such as 'note'"
        ),
    ),
    "a condition on a date": (
        rule(condition=Condition("on", "2016")),
        (
            "rule 'read-soon': condition on 'on' of event 'letter_sent' does not hold a text; "
            "give a field that does, such as 'note'"
        ),
    ),
    "a date of the classes that are not given": (
        {**rule(end_field="note"), "events": CLASSES_NOT_GIVEN},
        (
            "rule 'read-soon': end_field 'note' of event 'letter_read' does not hold a "
            "date; give a field that does, such as 'on'"
        ),
    ),
    "a condition that nothing meets": (
        rule(condition=Condition("note", [])),
        (
            "rule 'read-soon' has a condition that no event meets; give a text that is allowed, "
            "such as Condition('note', 'by hand')"
        ),
    ),
    # The order of events
    "two events as one": (
        rule(same_event=True, start_field="known_on"),
        (
            "rule 'read-soon' has same_event, but no event is both in starts and in ends; leave "
            "same_event out"
        ),
    ),
    "a stage that the start does not lead into": (
        rule(on_entering="read"),
        "rule 'read-soon': on_entering is 'read', but the events of starts lead into 'sent'",
    ),
    "a stage in which the start stays": (
        {
            **rule(starts="letter_read", ends="letter_sent", on_entering="written"),
            "moves": [
                Move("letter_sent", "written", "sent"),
                Move("letter_sent", "sent", "read"),
                Move("letter_read", "written", "written"),
            ],
        },
        (
            "rule 'read-soon': on_entering is 'written', but the events of starts lead into no "
            "other stage"
        ),
    ),
    "a rule the wrong way round": (
        rule(starts="letter_read", ends="letter_sent"),
        (
            "rule 'read-soon': 'letter_sent' can never come after 'letter_read'; are starts and "
            "ends the wrong way round?"
        ),
    ),
    "an event that comes once": (
        rule(starts="letter_read", ends="letter_read"),
        "rule 'read-soon': 'letter_read' can never come after 'letter_read'; add a move for it",
    ),
    "what only shows the end": (
        rule(starts="letter_read", ends=(), shown_by="letter_read"),
        ("rule 'read-soon': 'letter_read' can never come after 'letter_read'; add a move for it"),
    ),
    "a leg the wrong way round": (
        leg("To the answer", "letter_read", "letter_sent"),
        (
            "leg 'answer': 'letter_sent' can never come after 'letter_read'; are start and end the "
            "wrong way round?"
        ),
    ),
    "a leg of an event that comes once": (
        leg("To the answer", "letter_read", "letter_read"),
        "leg 'answer': 'letter_read' can never come after 'letter_read'; add a move for it",
    ),
    "a leg from stages without its start": (
        leg("To the answer", "letter_sent", "letter_read", starts_in="read"),
        "leg 'answer': no event of start is allowed in 'read'",
    ),
    "what is expected before itself": (
        {"requires_earlier": {"letter_read": "letter_read"}},
        "requires_earlier: 'letter_read' needs another event than itself before it",
    ),
    "what needs nothing": (
        {"requires_earlier": {"letter_read": []}},
        "requires_earlier: 'letter_read' needs another event than itself before it",
    ),
    "what is expected the wrong way round": (
        {"requires_earlier": {"letter_sent": "letter_read"}},
        "requires_earlier: 'letter_sent' can never come after 'letter_read'",
    ),
    # Bounds and parts
    "bounds in one unit": (
        rule(at_least="4 weeks", at_most="3 weeks"),
        "rule 'read-soon' has at_least='4 weeks' above at_most='3 weeks'; no day keeps both",
    ),
    "bounds in days and months": (
        rule(at_least="32 days", at_most="1 month"),
        "rule 'read-soon' has at_least='32 days' above at_most='1 month'; no day keeps both",
    ),
    "bounds in working days and days": (
        rule(at_least="10 working days", at_most="11 days"),
        (
            "rule 'read-soon' has at_least='10 working days' above at_most='11 days'; no day keeps "
            "both"
        ),
    ),
    "bounds in years and months": (
        rule(at_least="1 year", at_most="11 months"),
        "rule 'read-soon' has at_least='1 year' above at_most='11 months'; no day keeps both",
    ),
    "bounds in months and weeks": (
        rule(at_least="2 months", at_most="8 weeks"),
        "rule 'read-soon' has at_least='2 months' above at_most='8 weeks'; no day keeps both",
    ),
    "a relaxation": (
        rule(relaxed=RELAXED),
        "rule 'read-soon' is relaxed from 2020-09-25 to 2020-04-24; give the earlier day first",
    ),
    "a fallback without a field": (
        rule(fallback=("2 days", "3 days")),
        (
            "rule 'read-soon' has a fallback, but counts from 'on', which is never missing; "
            "leave fallback out, or give a start_field"
        ),
    ),
    "a note without a fallback": (
        rule(fallback_note="Most come in two days."),
        "rule 'read-soon' has a fallback_note, but no fallback; give both or none",
    ),
    "answers that no event gives": (
        rule(answers="a request"),
        (
            "rule 'read-soon' has answers, but no event of ends has a field responds_to; give the "
            "field to a class of events, or leave answers out"
        ),
    ),
    "a leg without a start": (
        leg("To the answer", [], "letter_read"),
        "leg 'answer' has no event in start; give start='letter_sent'",
    ),
    "a leg without an end": (
        leg("To the answer", "letter_sent", ()),
        "leg 'answer' has no event in end; give end='letter_answered'",
    ),
    "a leg that its start cancels": (
        leg("To the answer", "letter_sent", "letter_read", "letter_sent"),
        "leg 'answer' has event 'letter_sent' in start and in unless; give it once",
    ),
    "a leg that its end cancels": (
        {**leg("To the parcel", "letter_sent", "parcel", "parcel_big"), **PARCELS},
        "leg 'answer' has event 'parcel_big' in end and in unless; give it once",
    ),
    "a leg without a grade": (
        leg("To the answer", "letter_sent", "letter_read", better=True),
        (
            "leg 'answer' has better=True, but no event of end has a grade; leave better out, such "
            "as NamedLeg('To the answer', ['letter_sent'], ['letter_read'])"
        ),
    ),
    "a kind without events": (
        {"record_kinds": {"letters": ["letter_sent"], "files": []}},
        "kind of event 'files' has no event; give its events, or leave it out",
    ),
    "a precedent of a standard move": (
        {
            "moves": [
                *letter_process().moves[1:],
                Move("letter_sent", "written", "sent", "standard", [Precedent("Leeds")]),
            ]
        },
        (
            "the move 'letter_sent' in 'written' has precedents, but its mark is 'standard'; give "
            "mark='attested'"
        ),
    ),
    "a move given twice": (
        {"moves": [*letter_process().moves, letter_process().moves[0]]},
        "the move 'letter_sent' in 'written' is given twice; give it once",
    ),
    "a word in braces": (
        {"duty_note": "by {holder}"},
        "duty_note is 'by {holder}'; the only words in braces can be {duty_holder}",
    ),
    "a brace without its partner": (
        {"duty_note": "by {duty_holder"},
        "duty_note is 'by {duty_holder'; the only words in braces can be {duty_holder}",
    ),
    "a second brace": (
        {"duty_note": "by {duty_holder} and duty_holder}"},
        (
            "duty_note is 'by {duty_holder} and duty_holder}'; the only words in braces can be "
            "{duty_holder}"
        ),
    ),
    # Labels
    "two stages with one label": (
        {"stages": {**letter_process().stages, "sent": StageInfo("Written", "In the post.")}},
        "stages 'written' and 'sent' have the same label, 'Written'; give each its own",
    ),
    "two events with one label": (
        {"triggers": dict.fromkeys(LETTER, "letter")},
        "events 'letter_sent' and 'letter_read' have the same label, 'letter'; give each its own",
    ),
    # Names of the wrong kind
    "a stage as an event": (
        rule(starts="written"),
        f"rule 'read-soon': starts has 'written', which is a stage, not an event; {ONE_OF}",
    ),
    "an event as a stage": (
        rule(on_entering="letter_sent"),
        (
            "rule 'read-soon': on_entering is 'letter_sent', which is an event, not a stage; "
            "expected one of: written, sent, read"
        ),
    ),
    "two events in one text": (
        rule(starts="letter_sent, letter_read"),
        (
            "rule 'read-soon': starts has 'letter_sent, letter_read' as one name; write a list: "
            "['letter_sent', 'letter_read']"
        ),
    ),
    "two stages in one text": (
        leg("To the answer", "letter_sent", "letter_read", starts_in="written;sent"),
        "leg 'answer': starts_in has 'written;sent' as one name; write a list: ['written', 'sent']",
    ),
    "the label of an event": (
        rule(starts="letter sent"),
        "rule 'read-soon': starts has 'letter sent', which is a label; write 'letter_sent'",
    ),
    "the label of a stage": (
        {"initial": "Written"},
        "the initial stage is 'Written', which is a label; write 'written'",
    ),
    "an event with variants": (
        {**rule(starts="parcel"), **PARCELS},
        (
            "rule 'read-soon': starts has 'parcel', which has variants; write its triggers: "
            "'parcel_big', 'parcel_small'"
        ),
    ),
    "the title of a leg": (
        leg("letter_sent", "letter_read", "To the answer"),
        (
            "leg 'answer': end has 'To the answer', which is not an event; the title comes first: "
            "NamedLeg('To the answer', 'letter_sent', 'letter_read')"
        ),
    ),
    "a move that begins with its stage": (
        {"moves": [*letter_process().moves, Move("written", "letter_read", "sent")]},
        (
            "the move 'written' in 'letter_read': 'written' is a stage and 'letter_read' an event; "
            "write Move('letter_read', 'written', 'sent')"
        ),
    ),
}
"""Changes of a process, and the only fault that each makes."""


@pytest.mark.parametrize(("changes", "fault"), FAULTS.values(), ids=FAULTS)
def test_the_mistake_is_the_only_fault(changes, fault):
    """What would only follow from the mistake is left out."""
    with pytest.raises(BadProcess) as caught:
        letter_process(**changes)
    assert (fault,) == caught.value.faults


ACCEPTED = {
    "a start field of a class": {**rule(start_field="stamped"), **CLASSES},
    "a start field of several dates": {**rule(start_field="seen"), **CLASSES},
    "a field that every event has": rule(start_field="known_on", end_field="known_on"),
    "a condition on a text": {**rule(condition=Condition("stamp", "red")), **CLASSES},
    "a condition on a value that is no field": {
        **rule(condition=Condition("mood", "red")),
        **CLASSES,
    },
    "a condition that a missing field meets": rule(
        condition=Condition("note", [], if_missing=True)
    ),
    "answers": {**rule(answers="a request"), **CLASSES},
    "fields of classes that are not given": {
        **rule(start_field="stamped_on", answers="a request", duty_holder_field="holder"),
        **leg("To the answer", "letter_sent", "letter_read", better=True),
        "events": CLASSES_NOT_GIVEN,
    },
    "two days of one event": rule(**SAME, start_field="known_on"),
    "one day of one event": rule(**SAME),
    "bounds that some days keep": rule(at_least="31 days", at_most="1 month"),
    "bounds that are equal": rule(at_least="3 days", at_most="3 days"),
    "a start in several stages": {**rule(starts="letter_read", ends="letter_sent"), "moves": BACK},
    "a grade": {**leg("To the answer", "letter_sent", "letter_read", better=True), **CLASSES},
    "a leg to every variant": {**leg("To the parcel", "letter_sent", "parcel"), **PARCELS},
    "a brace": {"duty_note": "by {duty_holder}, {or not"},
}


@pytest.mark.parametrize("changes", ACCEPTED.values(), ids=ACCEPTED)
def test_what_can_run_is_accepted(changes):
    """Each is near to a mistake."""
    process = letter_process(**changes)
    assert process == process.extended()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"triggers": {**LETTER, "lost": "lost"}}, "event 'lost' is in no move"),
        (
            {"moves": [*letter_process().moves, Move("lost", "sent", "sent")]},
            "the move 'lost' in 'sent': trigger is 'lost', which is not an event",
        ),
    ],
)
def test_what_can_follow_is_not_said_if_the_moves_have_faults(changes, fault):
    """A rule, a leg and a link that could never run may only lack a move."""
    lost = "lost" if "triggers" in changes else "letter_read"
    with pytest.raises(BadProcess) as caught:
        letter_process(
            **rule(starts=lost, ends="letter_sent"),
            **leg("A leg", lost, "letter_sent"),
            requires_earlier={lost: "letter_read", "letter_read": "letter_sent"},
            **changes,
        )
    (found,) = caught.value.faults
    assert found.startswith(fault)


def reached(process, trigger):
    """Return the triggers that some walk along the moves has after a trigger."""
    queue = deque(move.leads_to for move in process.moves if move.trigger == trigger)
    seen, found = set(), set()
    while queue:
        stage = queue.popleft()
        if stage not in seen:
            seen.add(stage)
            moves = [move for move in process.moves if move.stage == stage]
            found |= {move.trigger for move in moves}
            queue.extend(move.leads_to for move in moves)
    return found


@given(bare_processes(), st.data())
def test_a_rule_and_a_leg_are_refused_if_no_walk_has_their_events_in_order(process, data):
    """This holds for every two events of every process."""
    start, end = (data.draw(st.sampled_from([*process.triggers])) for _ in range(2))
    changes = (
        {"rules": [letter_rule(starts=start, ends=end)]},
        {"legs": {"leg": NamedLeg("A leg", start, end)}},
    )
    for change in changes:
        if end in reached(process, start):
            assert attrs.evolve(process, **change)
        else:
            with pytest.raises(BadProcess, match="can never come after"):
                attrs.evolve(process, **change)


def test_what_is_there_is_not_replaced():
    """A stage or an event that is given again is a fault, even if nothing changes."""
    process = letter_process()
    with pytest.raises(BadProcess) as caught:
        process.extended(stages=process.stages, triggers={"letter_sent": "x", "new": "y"})
    assert (
        "stage 'written' is already in the process, and extended only adds; give a new name",
        "stage 'sent' is already in the process, and extended only adds; give a new name",
        "stage 'read' is already in the process, and extended only adds; give a new name",
        "event 'letter_sent' is already in the process, and extended only adds; give a new name",
    ) == caught.value.faults


def test_classes_that_are_not_given_stay_so():
    """A copy and an extension need no classes; classes that are given replace the gap."""
    process = letter_process(**ACCEPTED["fields of classes that are not given"])
    for other in (attrs.evolve(process), process.extended(), process.extended(rules=[])):
        assert CLASSES_NOT_GIVEN is other.events
    with pytest.raises(BadProcess, match="stamped_on"):
        process.extended(events=[LetterRead])
