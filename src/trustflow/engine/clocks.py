"""Whether a rule is kept between two days that may be known only in part.

Every pair of a start day and an end day that the dates allow is a way it can have been.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ..history import Strength

if TYPE_CHECKING:
    from ..dates import Span
    from ..history import Event
    from ..process import DateRule

__all__ = ["Days", "RuleResult", "RunningClock", "clock_of", "evaluate", "is_started"]

Days = tuple[int, int]
"""The earliest and the latest day of a date, as ordinals."""


class RunningClock(NamedTuple):
    """A rule's clock: started by which event, and from which day it counts."""

    event: Event
    days: Days
    measured: bool


class RuleResult(NamedTuple):
    """That a rule is broken, or may be."""

    strength: Strength
    certain: bool


def is_started(rule: DateRule, event: Event) -> bool:
    """Whether an event of a starting trigger starts the clock: the day to count from is known."""
    if rule.condition is not None and not rule.condition.holds(event):
        return False
    return rule.is_always_dated or bool(getattr(event, rule.start_field, None))


def clock_of(rule: DateRule, event: Event) -> RunningClock:
    """The clock that an event has started under a rule.

    The day counted from is that of the field the rule names (of several periods, the last end).
    Where it is not given, the rule's fallback stretches the event's own day both ways.
    """
    on = event.on
    if rule.start_field == "on":
        return RunningClock(event, (on.first, on.last), measured=False)
    given = getattr(event, rule.start_field, None)
    if given:
        ends = [date.ends for date in given] if isinstance(given, tuple) else [given]
        days = max(end.first for end in ends), max(end.last for end in ends)
        return RunningClock(event, days, measured=False)
    assert rule.fallback is not None  # noqa: S101 - else the event would not have started it
    before, after = rule.fallback
    return RunningClock(event, (before.shift(on.first, -1), after.shift(on.last)), measured=True)


def evaluate(rule: DateRule, start: Days, end: Days, *, upper: bool = True) -> RuleResult | None:
    """Whether the days between a start and an end break a rule: certainly, perhaps, or not at all.

    Every pair of a start day and an end day that the dates allow is a way it can have been;
    the rule is certainly broken when it is in all of them, and perhaps when it is in some.

    Args:
        rule: The rule.
        start: The earliest and latest day counted from.
        end: The earliest and latest day of the ending event.
        upper: Whether the rule's upper bound counts; a deadline set in a document beats it.
    """
    at_most = rule.at_most if upper else None
    if not _may_be_broken(rule.at_least, at_most, start, end):
        return None
    inside_start, inside_end = start, end
    if rule.in_force_by_end:
        inside_end = _overlap(end, rule.period)
    else:
        inside_start = _overlap(start, rule.period)
    (first, last), (end_first, end_last) = inside_start, inside_end
    if first > last or end_first > end_last:
        return None
    early = rule.at_least is not None and end_first < rule.at_least.shift(last)
    late = at_most is not None and end_last > at_most.shift(first)
    if not early and not late:
        return None
    escapes = (inside_start, inside_end) != (start, end) or _may_be_kept(
        rule.at_least, at_most, inside_start, inside_end
    )
    relaxed = rule.relaxed_starts
    if at_most is None or not relaxed or last < relaxed.start or relaxed.stop <= first:
        return RuleResult(rule.strength, certain=not escapes)
    late_relaxed = end_last > at_most.shift(max(first, relaxed.start))
    late_strict = (first < relaxed.start and late) or (
        relaxed.stop <= last and end_last > at_most.shift(relaxed.stop)
    )
    if early or late_strict:
        return RuleResult(rule.strength, certain=not escapes and not late_relaxed)
    return RuleResult(Strength.PRACTICE, certain=not escapes)


def _may_be_broken(at_least: Span | None, at_most: Span | None, start: Days, end: Days) -> bool:
    """Whether some of the days break a bound, in force or not: mostly none does."""
    if at_most is not None and end[1] > at_most.shift(start[0]):
        return True
    return at_least is not None and end[0] < at_least.shift(start[1])


def _overlap(days: Days, others: Days) -> Days:
    return max(days[0], others[0]), min(days[1], others[1])


def _may_be_kept(at_least: Span | None, at_most: Span | None, start: Days, end: Days) -> bool:
    """Whether on some of the days the rule is kept.

    The first start day on which the end is not yet too late leaves the most room: from then on the
    lower bound only moves away.
    """
    first, last = start
    if at_most is not None and end[0] > at_most.shift(last):
        return False
    if at_least is None:
        return True
    if at_most is not None:
        first += bisect_left(range(first, last + 1), end[0], key=at_most.shift)
    return at_least.shift(first) <= end[1]
