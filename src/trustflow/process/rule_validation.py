"""The checks of the date rules of a process: whether each rule can run and can be kept."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ..errors import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..dates import Span
    from .event_fields import EventFields
    from .known_names import KnownNames
    from .reach import Reach
    from .rules import DateRule

__all__ = [
    "duty_note_fault",
    "id_faults",
    "name_faults",
    "order_faults",
    "rule_faults",
    "run_faults",
    "words_of",
]

FOUR_YEARS = range(date(2023, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
"""The start days on which two spans of different units are compared; one year is a leap year."""
OTHER_PLACE = re.compile(r"\{\s*\w[\w.]*\s*\}|\{duty_holder|duty_holder\}")
"""A place in a text that looks as if something were put there."""


def id_faults(rules: Sequence[DateRule]) -> Iterator[str]:
    """Yield a fault for each id that several rules have."""
    ids = [rule.id for rule in rules]
    for rule_id in dict.fromkeys(ids):
        if ids.count(rule_id) > 1:
            times = ids.count(rule_id)
            yield f"rule {rule_id!r} is given {times} times; give each rule an id of its own"


def order_faults(rules: Iterable[DateRule], *, ordered: bool) -> Iterator[str]:
    """Yield a fault for each rule on the order of events that `ordered` contradicts."""
    for rule in rules:
        if rule.is_in_order and not ordered:
            yield f"rule {rule.id!r} requires events in order, but ordered=False; leave one out"


def name_faults(rule: DateRule, known: KnownNames) -> Iterator[str]:
    """Yield a fault for each name in a rule that the process does not have."""
    place = f"rule {rule.id!r}"
    if rule.on_entering is not None:
        fault = known.stage_fault(f"{place}: on_entering is", rule.on_entering)
        yield from () if fault is None else (fault,)
    named = {"starts": rule.starts, "ends": rule.ends} if not rule.is_in_order else {}
    named |= {"shown_by": rule.shown_by, "cancelled_by": rule.cancelled_by}
    for field, triggers in named.items():
        yield from known.event_faults(f"{place}: {field} has", triggers)


def rule_faults(rule: DateRule, fields: EventFields) -> Iterator[str]:
    """Yield a fault for each part of a rule that is missing, or excludes or needs another."""
    place = f"rule {rule.id!r}"
    if rule.citation is None:
        yield f"{place} has no citation; give its source: citation=Citation('…')"
    if rule.at_least is None and rule.at_most is None:
        yield f"{place} has no bound; give at_most='3 weeks' or at_least='3 weeks'"
    if not rule.starts:
        yield f"{place} has no event that starts its clock; give starts='letter_sent'"
    if not rule.ends and not rule.shown_by:
        yield f"{place} has no event that stops its clock; give ends='letter_answered'"
    first, last = rule.period
    if first > last:
        yield f"{place} ends ({rule.until}) before it starts ({rule.since})"
    relaxed = rule.relaxed
    if relaxed is not None and relaxed.due_from.first > relaxed.due_to.last:
        yield (
            f"{place} is relaxed from {relaxed.due_from} to {relaxed.due_to}; give the earlier day "
            "first"
        )
    if _is_always_longer(rule.at_least, rule.at_most):
        yield (
            f"{place} has at_least='{rule.at_least}' above at_most='{rule.at_most}'; no day keeps "
            "both"
        )
    yield from _contradictions(rule, place)
    yield from _useless(rule, place, fields)


def _is_always_longer(one: Span | None, other: Span | None) -> bool:
    """Return whether a span is longer than another on every start day."""
    if one is None or other is None:
        return False
    if one.unit is other.unit:
        return one.count > other.count
    return all(one.shift(day) > other.shift(day) for day in FOUR_YEARS)


def _contradictions(rule: DateRule, place: str) -> Iterator[str]:
    """Yield a fault for each pair of fields of a rule that exclude each other."""
    for trigger in rule.ends:
        if trigger in rule.shown_by or trigger in rule.cancelled_by:
            field = "shown_by" if trigger in rule.shown_by else "cancelled_by"
            yield f"{place} has event {trigger!r} in ends and in {field}; give it once"
    for trigger in rule.cancelled_by:
        if trigger in rule.starts:
            yield f"{place} has event {trigger!r} in starts and in cancelled_by; give it once"
    if rule.shown_by and rule.at_most is None:
        yield f"{place} has shown_by but no upper bound, which is all that it can keep"
    if rule.in_force_to_due and rule.in_force_by_end:
        yield f"{place} has both in_force_to_due and in_force_by_end; give one"
    if rule.duty_holder_field is not None and rule.answers is None:
        yield (
            f"{place} has duty_holder_field but no answers; say what the responds_to of the "
            "other body's document is"
        )
    if rule.same_event and {*rule.starts}.isdisjoint(rule.ends):
        yield (
            f"{place} has same_event, but no event is both in starts and in ends; leave same_event "
            "out"
        )


def _useless(rule: DateRule, place: str, fields: EventFields) -> Iterator[str]:
    """Yield a fault for each field of a rule that has no effect without another."""
    if rule.fallback is not None and rule.start_field == "on":
        yield (
            f"{place} has a fallback, but counts from 'on', which is never missing; leave fallback "
            "out, or give a start_field"
        )
    if rule.fallback_note is not None and rule.fallback is None:
        yield f"{place} has a fallback_note, but no fallback; give both or none"
    if rule.condition is not None and not rule.condition.allowed and not rule.condition.if_missing:
        field = rule.condition.field
        yield (
            f"{place} has a condition that no event meets; give a text that is allowed, such as "
            f"Condition({field!r}, 'by hand')"
        )
    closing = (*rule.ends, *rule.shown_by)
    if rule.answers is not None and closing and not fields.have(closing, "responds_to"):
        yield (
            f"{place} has answers, but no event of ends has a field responds_to; give the field "
            "to a class of events, or leave answers out"
        )


# Whether a rule can run; its names are known


def run_faults(rule: DateRule, fields: EventFields, reach: Reach | None) -> Iterator[str]:
    """Yield a fault for each reason why a rule can never run.

    Args:
        rule: The rule; the process has all of its names.
        fields: The fields of the events.
        reach: Which events can come after which; None if the moves have faults.
    """
    place = f"rule {rule.id!r}"
    condition = None if rule.condition is None else rule.condition.field
    faults = [
        fields.fault(f"{place}: start_field", rule.start_field, "date", rule.starts),
        fields.fault(f"{place}: end_field", rule.end_field, "date", rule.ends or rule.shown_by),
        *(
            fields.fault(f"{place}: {name}", field, "text", rule.starts)
            for name, field in (
                ("condition on", condition),
                ("duty_holder_field", rule.duty_holder_field),
            )
            if field is not None
        ),
    ]
    yield from (fault for fault in faults if fault is not None)
    if reach is None or rule.same_event:
        return
    closing = (*rule.ends, *rule.shown_by)
    moves = reach.moves_of(rule.starts)
    if not moves or not reach.moves_of(closing):
        return  # an event in no move is a fault by itself
    if rule.on_entering is not None:
        entering = [m for m in moves if m.leads_to == rule.on_entering and not m.stays]
        if not entering:
            others = {str(move.leads_to): None for move in moves if not move.stays}
            leads = f"lead into {words_of(others)}" if others else "lead into no other stage"
            yield (
                f"{place}: on_entering is {str(rule.on_entering)!r}, but the events of starts "
                f"{leads}"
            )
            return
        moves = entering
    if not reach.can_follow(closing, moves):
        is_swapped = reach.can_follow(rule.starts, reach.moves_of(closing))
        hint = "; are starts and ends the wrong way round?" if is_swapped else "; add a move for it"
        yield (f"{place}: {words_of(closing)} can never come after {words_of(rule.starts)}{hint}")


def duty_note_fault(note: str | None) -> Iterator[str]:
    """Yield a fault for a word in braces that is not replaced."""
    if note is not None and OTHER_PLACE.search(note.replace("{duty_holder}", "")):
        yield f"duty_note is {quoted(note)}; the only words in braces can be {{duty_holder}}"


def words_of(names: Iterable[str]) -> str:
    """Return names in quotation marks, joined with ``or``."""
    return " or ".join(repr(str(name)) for name in names)
