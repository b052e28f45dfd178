"""The evaluation of date rules on two days that may be known only in part.

Each pair of a possible start day and a possible end day keeps or breaks a rule.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ..history import Strength

if TYPE_CHECKING:
    from ..dates import Span
    from ..history import Event
    from ..process import DateRule

__all__ = ["DayRange", "RuleResult", "RunningClock", "clock_of", "evaluate", "is_started"]

DayRange = tuple[int, int]
"""The earliest and latest day of a date, as ordinals."""


class RunningClock(NamedTuple):
    """A running clock: the event that started it, and the day from which it counts."""

    event: Event
    days: DayRange
    measured: bool
    """Whether `days` comes from the rule's fallback, because the event gives no day."""


class RuleResult(NamedTuple):
    """The result for a broken rule: its strength, and whether the breach is certain."""

    strength: Strength
    certain: bool


def is_started(rule: DateRule, event: Event) -> bool:
    """Return whether an event meets a rule's condition and gives a day to count from."""
    if rule.condition is not None and not rule.condition.holds(event):
        return False
    return rule.is_always_dated or bool(getattr(event, rule.start_field, None))


def clock_of(rule: DateRule, event: Event) -> RunningClock:
    """Return the clock that an event started under a rule.

    The clock counts from the day in the rule's `start_field`. If the field holds several periods,
    it counts from the last end. If the field is empty, it counts from the event's own day, widened
    by the rule's fallback.
    """
    on = event.on
    if rule.start_field == "on":
        return RunningClock(event, (on.first, on.last), measured=False)
    given = getattr(event, rule.start_field, None)
    if given:
        ends = [date.ends for date in given] if isinstance(given, tuple) else [given]
        days = max(end.first for end in ends), max(end.last for end in ends)
        return RunningClock(event, days, measured=False)
    assert rule.fallback is not None  # noqa: S101 - otherwise the clock would not have started
    before, after = rule.fallback
    return RunningClock(event, (before.shift(on.first, -1), after.shift(on.last)), measured=True)


def evaluate(
    rule: DateRule, start: DayRange, end: DayRange, *, upper: bool = True
) -> RuleResult | None:
    """Return how the days from a start to an end break a rule; None if they keep it.

    The rule is certainly broken if every pair of a possible start day and a possible end day breaks
    it, and possibly broken if only some pairs do. A pair outside the period in which the rule is in
    force does not break it.

    Args:
        rule: The rule.
        start: The earliest and latest day to count from.
        end: The earliest and latest day of the ending event.
        upper: Whether the upper bound applies; a deadline set in a document replaces it.
    """
    at_most = rule.at_most if upper else None
    if not _may_be_broken(rule.at_least, at_most, start, end):
        return None
    # Only pairs inside the period in force can break the rule.
    inside_start, inside_end = start, end
    if rule.in_force_by_end:
        inside_end = _overlap(end, rule.period)
    else:
        inside_start = _overlap(start, rule.period)
    (first, last), (end_first, end_last) = inside_start, inside_end
    if first > last or end_first > end_last:
        return None
    # If any pair is too early, the latest start with the earliest end is. If any pair is too late,
    # the earliest start with the latest end is.
    early = rule.at_least is not None and end_first < rule.at_least.shift(last)
    late = at_most is not None and end_last > at_most.shift(first)
    if not early and not late:
        return None
    # One pair that keeps the rule, or lies outside its period, makes the answer uncertain.
    escapes = (inside_start, inside_end) != (start, end) or _may_be_kept(
        rule.at_least, at_most, inside_start, inside_end
    )
    relaxed = rule.relaxed_starts
    if at_most is None or not relaxed or last < relaxed.start or relaxed.stop <= first:
        return RuleResult(rule.strength, certain=not escapes)
    # Some start days have a relaxed due day, and an end after that day is only a remark. The rule's
    # own strength applies if the end can also be late for a due day that was not relaxed.
    late_relaxed = end_last > at_most.shift(max(first, relaxed.start))
    late_strict = (first < relaxed.start and late) or (
        relaxed.stop <= last and end_last > at_most.shift(relaxed.stop)
    )
    if early or late_strict:
        return RuleResult(rule.strength, certain=not escapes and not late_relaxed)
    return RuleResult(Strength.PRACTICE, certain=not escapes)


def _may_be_broken(
    at_least: Span | None, at_most: Span | None, start: DayRange, end: DayRange
) -> bool:
    """Return whether some pair of days breaks a bound, whether or not it is in force."""
    if at_most is not None and end[1] > at_most.shift(start[0]):
        return True
    return at_least is not None and end[0] < at_least.shift(start[1])


def _overlap(days: DayRange, others: DayRange) -> DayRange:
    return max(days[0], others[0]), min(days[1], others[1])


def _may_be_kept(
    at_least: Span | None, at_most: Span | None, start: DayRange, end: DayRange
) -> bool:
    """Return whether some pair of days keeps the rule.

    Of the start days for which the earliest end is not too late, only the first is tested: for a
    later start day, the lower bound is later as well.
    """
    first, last = start
    if at_most is not None and end[0] > at_most.shift(last):
        return False
    if at_least is None:
        return True
    if at_most is not None:
        first += bisect_left(range(first, last + 1), end[0], key=at_most.shift)
    return at_least.shift(first) <= end[1]
