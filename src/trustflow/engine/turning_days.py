"""The days on which the findings on the next event can change.

From one of these days to the day before the next of them, `suppose` gives the same findings. So one
question for each of these stretches answers for every day.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ..dates import MAX_DAY, MIN_DAY, PartialDate, Unit, days_of_span
from .clocks import evaluate, is_started, start_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..dates import Span
    from ..history import Event
    from ..process import DateRule
    from .clocks import DayRange
    from .open_deadline import OpenDeadline
    from .replay import Replay

__all__ = ["moved", "turning_days"]

EVERY_DAY = range(MIN_DAY, MAX_DAY + 1)


class _Bound(NamedTuple):
    """The bounds of a rule that apply to the event, and the first day asked about."""

    rule: DateRule
    at_least: Span | None
    at_most: Span | None
    first: int


def moved(event: Event, day: int) -> Event:
    """Return an event on another day, which is an ordinal."""
    return evolve(event, on=PartialDate.between(day, day))


def turning_days(replay: Replay, event: Event, first: int) -> list[int]:
    """Return the days (ordinals) from which the findings on an event can differ, in order.

    The list begins with the first day asked about. It has every day on which something changes; a
    day on which nothing changes can be in it too.

    Args:
        replay: The state before the event; it is not changed.
        event: The event, on any day.
        first: The first day (ordinal) asked about.
    """
    days = {first, replay.reached, *event.turning_days(), *_days_of_others(replay, event)}
    states = [replay]
    awaiting = replay.open_dates.awaiting
    if awaiting:
        # The event gives the dates with an open end before it their last day. If it comes before
        # such a date, the stated end counts.
        days.update(replay.days(other)[0] for other in awaiting)
        states.append(replay.copy())
        states[-1].place(moved(event, MIN_DAY))
    compiled = replay.table[event.trigger]
    for state in states:
        for pending in state.meeting(event, compiled):
            days.update(_days_after(pending))
    for rule in compiled.ending:
        upper = replay.deadlines.stated(rule) is None
        bound = _Bound(rule, rule.at_least, rule.at_most if upper else None, first)
        days.update(_days_of_rule(states, event, bound))
    return sorted(day for day in days if first <= day <= MAX_DAY)


def _days_after(pending: OpenDeadline) -> Iterator[int]:
    """Yield the days after the first and the last possible due day.

    If the start of the due day is open, there is no first one: the first day of the calendar would
    keep the deadline, which nobody means.
    """
    due = pending.deadline.due
    first, last = pending.due
    yield last + 1
    if due is None or not due.is_open_start:
        yield first + 1


def _days_of_others(replay: Replay, event: Event) -> Iterator[int]:
    """Yield the days of an abolition, and of earlier events that the event can repeat."""
    if replay.abolished_by is not None:
        for day in replay.days(replay.abolished_by):
            yield day + 1
    for other in replay.events:
        if other.trigger == event.trigger:
            yield from (other.on.first, other.on.first + 1)


def _days_of_rule(states: list[Replay], event: Event, bound: _Bound) -> Iterator[int]:
    """Yield the days on which the result for a rule can change.

    Args:
        states: The state before the event; and, if there are dates with an open end, the state in
            which their stated ends count.
        event: The event.
        bound: The rule and its bounds.
    """
    rule, replay = bound.rule, states[0]
    if rule.same_event and is_started(rule, event):
        yield from _days_of_own_clock(event, bound)
        return
    start = replay.clocks.get(rule.id)
    if start is None:
        return
    end: DayRange | None = None
    if not rule.ends_on_its_day:
        found = replay.clocks.end_of(rule, replay.clocks.clock(rule, start), event)
        if found is None or found.is_shown:
            return
        end = None if rule.end_field == "on" else found.days
    if end is None:
        for state in states:
            counted, _ = start_days(rule, start, state.days(start))
            yield from _days_of_end(bound, counted)
    first, last = replay.days(start)
    if last > MAX_DAY and len(states) > 1:
        yield from _days_of_open_start(
            bound, lambda day: start_days(rule, start, (first, day))[0][1], end
        )


def _days_of_own_clock(event: Event, bound: _Bound) -> Iterator[int]:
    """Yield the days for a rule whose clock the event both starts and stops."""
    rule, first = bound.rule, bound.first
    if rule.start_field == "on":
        yield from _days_of_force(rule)
        yield from (day + 1 for day in _marks(rule))
        yield from _marks(rule)
    elif getattr(event, rule.start_field, None):
        yield from _days_of_end(bound, start_days(rule, event, (first, first))[0])
    else:
        yield from _days_of_own_fallback(event, bound)


def _days_of_own_fallback(event: Event, bound: _Bound) -> Iterator[int]:
    """Yield the days for a clock whose start and end both move with the event."""
    rule, first = bound.rule, bound.first

    def start(day: int) -> DayRange:
        return start_days(rule, event, (day, day))[0]

    if _is_same_every_day(bound):
        yield from _days_of_force(rule)
        for day in _marks(rule):
            if bound.at_least is not None:
                yield bound.at_least.shift(day)
            for side in (0, 1):
                yield _first_with(lambda on: start(on)[side], day)  # noqa: B023 - called at once
                yield _first_with(lambda on: start(on)[side], day + 1)  # noqa: B023 - the same
        return
    before = None
    for day in range(first, MAX_DAY + 1):
        result = evaluate(rule, start(day), (day, day))
        if result != before:
            yield day
        before = result


def _is_same_every_day(bound: _Bound) -> bool:
    """Return whether a fallback gives the same result on every day on which a rule is in force.

    Counted back in working days and on in days, the result can change from any day to the next.
    """
    rule, at_least, at_most, _ = bound
    assert rule.fallback is not None  # noqa: S101 - otherwise the event had not started the clock
    shortest, longest = days_of_span(rule.fallback[0])
    is_never_late = at_most is None or longest <= days_of_span(at_most)[0]
    is_sure = (
        at_least is None
        or shortest >= days_of_span(at_least)[1]
        or longest < days_of_span(at_least)[0]
    )
    return is_never_late and is_sure and not rule.relaxed_starts


def _days_of_end(bound: _Bound, start: DayRange) -> Iterator[int]:
    """Yield the end days on which the result for some start days can change."""
    rule, at_least, at_most, _ = bound
    first, last = start
    yield from _days_of_force(rule)
    for day in (first, last, *(mark for mark in _marks(rule) if first < mark < last)):
        if at_least is not None:
            yield at_least.shift(day)
        if at_most is not None:
            yield at_most.shift(day) + 1
    if at_least is not None and at_most is not None and first < last:
        yield from _days_of_gaps(at_least, at_most, start, bound.first)


def _days_of_force(rule: DateRule) -> Iterator[int]:
    """Yield the end days that begin and end the period in force, if the end day decides it."""
    if rule.in_force_by_end:
        yield from (rule.period[0], rule.period[1] + 1)


def _marks(rule: DateRule) -> Iterator[int]:
    """Yield the start days at which what a rule asks for can change."""
    first, last = rule.period
    binding, relaxed = rule.last_binding_start, rule.relaxed_starts
    yield from (first, last, binding)
    if relaxed:
        yield from (relaxed.start, relaxed.stop - 1, relaxed.stop)


def _days_of_gaps(at_least: Span, at_most: Span, start: DayRange, first: int) -> Iterator[int]:
    """Yield the end days around those that no start day allows, though days on both sides are.

    If the shortest time is as long as the longest time, or has another unit, there can be many of
    them: no day is one month before 31 March.
    """
    (least, unit), (most, other) = at_least.counted, at_most.counted
    if unit is other and (least < most or (least == most and unit is Unit.DAYS)):
        return
    reached = None
    starts = range(start[0], start[1] + 1)
    for day in starts[bisect_left(starts, first, key=at_most.shift) :]:
        begin, end = at_least.shift(day), at_most.shift(day)
        is_empty = begin > end or begin > MAX_DAY
        if reached is not None and (is_empty or begin > reached + 1):
            yield reached + 1
            reached = None
        if not is_empty:
            if reached is None:
                yield begin
            reached = end
        elif begin > MAX_DAY:
            return


def _days_of_open_start(
    bound: _Bound, latest: Callable[[int], int], end: DayRange | None
) -> Iterator[int]:
    """Yield the days for a clock whose latest start day moves with the event.

    Args:
        bound: The rule and its bounds.
        latest: The latest start day for a day of the event; it never moves back.
        end: The days that end the clock, if they are not those of the event.
    """
    starts = set(_marks(bound.rule))
    if end is not None:
        starts.update(end)
        starts.update(
            _first_with(span.shift, day)
            for span in bound[1:3]
            if span
            for day in (*end, end[0] + 1)
        )
    for day in starts:
        yield from (_first_with(latest, day), _first_with(latest, day + 1))


def _first_with(count: Callable[[int], int], day: int) -> int:
    """Return the first day that a count, which never goes back, takes to a day or beyond it."""
    return MIN_DAY + bisect_left(EVERY_DAY, day, key=count)
