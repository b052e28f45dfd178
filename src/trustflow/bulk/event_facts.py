"""Read what the kernel needs to know about one event besides its trigger and its days."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..dates import PartialDate
from ..errors import BadHistory
from ..history import same_words
from .arrays import NO_DAY, NONE
from .kernel import PRACTICE
from .row_events import bare_event, build_event
from .rule_fields import day_fields, duty_holder_fields, start_conditions
from .tables import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from ..history import Event
    from ..process import Process

__all__ = ["Cells", "EventFacts", "facts_by_row", "facts_of_triggers"]

EventChecks: TypeAlias = tuple[tuple[str, int], ...]
"""The findings on a single event: for each, its code and the index of its strength."""
Days: TypeAlias = tuple[int, int]
"""The earliest and the latest day."""
Cells: TypeAlias = tuple[tuple[str, str], ...]
"""The names and values of the fields that a row gives."""


class EventFacts(NamedTuple):
    """What the kernel needs to know about one event.

    Attributes:
        conditions: A bit for each condition that the event meets; see `LogRows.conditions`.
        holders: For each of `duty_holder_fields`, the words for comparison in it; empty if none.
        days: For each of `day_fields`, the days in the field; `NO_DAY` if the field is empty.
        answer: The index of what the event answers in the sorted `Process.answers`, or `NONE`.
        checks: The findings on the single event.
        comparison_key: The event's `comparison_key`.
    """

    conditions: int
    holders: tuple[str, ...]
    days: tuple[Days, ...]
    answer: int
    checks: EventChecks
    comparison_key: Hashable


# The caches outlive a call, because the next log probably has many of the same dates. The event
# classes are part of the key, because processes that differ only in their classes are equal.
@lru_cache(maxsize=8)
def facts_of_triggers(
    process: Process, _classes: tuple[type[Event], ...]
) -> tuple[EventFacts, ...]:
    """Return, for each trigger, the facts of an event without other fields, on any day.

    What an event has to say about its own day is among the facts of rows with a day only.
    """
    facts = [
        _facts_of_event(process, bare_event(process, trigger), is_compared=True)
        for trigger in process.triggers
    ]
    return tuple(each._replace(checks=()) for each in facts)


@lru_cache(maxsize=8)
def facts_by_row(
    process: Process, _classes: tuple[type[Event], ...], *, is_compared: bool, day_first: bool
) -> Callable[[str, int, int, Cells], EventFacts | None]:
    """Return a function that returns the facts of an event, or None if it cannot be read.

    The arguments of that function are the trigger, the earliest and latest day, and the cells.
    """

    @lru_cache(maxsize=524_288)
    def facts_of(trigger: str, first: int, last: int, cells: Cells) -> EventFacts | None:
        try:
            on = PartialDate.between(first, last)
            event = build_event(process, trigger, on, dict(cells), day_first=day_first)
        except BadHistory:
            return None
        return _shared(_facts_of_event(process, event, is_compared=is_compared))

    return facts_of


@lru_cache(maxsize=65_536)
def _shared(facts: EventFacts) -> EventFacts:
    """Return the one object for equal facts, which saves memory and numbers them quickly."""
    return facts


def _facts_of_event(process: Process, event: Event, *, is_compared: bool) -> EventFacts:
    return EventFacts(
        conditions=sum(1 << bit for bit, holds in enumerate(_conditions(process, event)) if holds),
        holders=tuple(
            same_words(getattr(event, name, None) or "") for name in duty_holder_fields(process)
        ),
        days=tuple(
            _days_in(getattr(event, name, None), is_start=is_start)
            for name, is_start in day_fields(process)
        ),
        answer=_answer(process, event),
        checks=_checks(event),
        comparison_key=event.comparison_key if is_compared else None,
    )


def _conditions(process: Process, event: Event) -> Iterator[bool]:
    """Yield whether the event meets each condition, and whether it names other duty holders."""
    for condition in start_conditions(process):
        yield condition.holds(event)
    for name in duty_holder_fields(process):
        yield bool(getattr(event, name, None))


@lru_cache(maxsize=65_536)
def _days_in(given: PartialDate | tuple[PartialDate, ...] | None, *, is_start: bool) -> Days:
    """Return the earliest and latest day in a field; `NO_DAY` if there is none.

    As in `engine.clocks`, a clock counts from the last end of periods, and ends on the first start.
    """
    if not given:
        return NO_DAY, NO_DAY
    if not isinstance(given, tuple):
        given = (given,) if is_start else (given.starts,)
    elif is_start:
        given = tuple(date.ends for date in given)
    else:
        given = tuple(date.starts for date in given)
    chosen = max if is_start else min
    return chosen(date.first for date in given), chosen(date.last for date in given)


def _answer(process: Process, event: Event) -> int:
    words = getattr(event, "responds_to", None)
    if words is None:
        return NONE
    answers = sorted(process.answers)
    answer = same_words(words)
    return answers.index(answer) if answer in answers else NONE


def _checks(event: Event) -> EventChecks:
    if not event.remarks_on_itself:
        return ()
    checks = [(wrong.code, STRENGTHS.index(wrong.strength)) for wrong in event.irregularities()]
    if event.requirement is not None:
        # A frame has no column for deadlines, so no earlier event can have set this requirement.
        checks.append(("unknown_requirement", PRACTICE))
    return tuple(checks)
