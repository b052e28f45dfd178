"""Whether a rule is kept between two days that may be known only in part.

Every pair of a start day and an end day that the dates allow is a way it can have been.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from .sources import Strength

if TYPE_CHECKING:
    from .history import Event
    from .process import DateRule

__all__ = ["Clock", "Days", "Verdict", "clock_of", "is_started", "judge"]

Days = tuple[int, int]
"""The earliest and the latest day of a date, as ordinals."""


class Clock(NamedTuple):
    """A rule's clock: started by which event, and from which day it counts."""

    event: Event
    days: Days
    measured: bool


class Verdict(NamedTuple):
    """That a rule is broken, or may be."""

    strength: Strength
    certain: bool


def is_started(rule: DateRule, event: Event) -> bool:
    """Whether an event of a starting trigger starts the clock: the day to count from is known."""
    if rule.only is not None and not rule.only.holds(event):
        return False
    if rule.counts_from == "on" or rule.fallback is not None:
        return True
    return bool(getattr(event, rule.counts_from, None))


def clock_of(rule: DateRule, event: Event) -> Clock:
    """The clock that an event has started under a rule.

    The day counted from is that of the field the rule names (of several periods, the last end).
    Where it is not given, the rule's fallback stretches the event's own day both ways.
    """
    on = event.on
    if rule.counts_from == "on":
        return Clock(event, (on.first, on.last), measured=False)
    given = getattr(event, rule.counts_from, None)
    if not given and rule.fallback is not None:
        before, after = rule.fallback
        return Clock(event, (before.shift(on.first, -1), after.shift(on.last)), measured=True)
    ends = [date.ends for date in given] if isinstance(given, tuple) else [given]
    days = max(end.first for end in ends), max(end.last for end in ends)
    return Clock(event, days, measured=False)


def judge(rule: DateRule, start: Days, end: Days, *, upper: bool = True) -> Verdict | None:
    """Whether the days between a start and an end break a rule: certainly, perhaps, or not at all.

    Every pair of a start day and an end day that the dates allow is a way it can have been;
    the rule is certainly broken when it is in all of them, and perhaps when it is in some.

    Args:
        rule: The rule.
        start: The earliest and latest day counted from.
        end: The earliest and latest day of the ending event.
        upper: Whether the rule's upper bound counts; a deadline set in a document beats it.
    """
    inside_start, inside_end = start, end
    if rule.by_end:
        inside_end = _overlap(end, rule.period)
    else:
        inside_start = _overlap(start, rule.period)
    (first, last), (end_first, end_last) = inside_start, inside_end
    if first > last or end_first > end_last:
        return None
    at_most = rule.at_most if upper else None
    early = rule.at_least is not None and end_first < rule.at_least.shift(last)
    late = at_most is not None and end_last > at_most.shift(first)
    if not early and not late:
        return None
    escapes = (inside_start, inside_end) != (start, end) or _may_be_kept(
        rule, inside_start, inside_end, upper=upper
    )
    if rule.relaxed is None or at_most is None:
        return Verdict(rule.strength, certain=not escapes)
    days = range(first, last + 1)
    relaxed = bisect_left(days, rule.relaxed.due_from.first, key=at_most.shift)
    strict = bisect_right(days, rule.relaxed.due_to.last, key=at_most.shift)
    late_relaxed = relaxed < strict and end_last > at_most.shift(days[relaxed])
    late_strict = (relaxed > 0 and late) or (
        strict < len(days) and end_last > at_most.shift(days[strict])
    )
    if early or late_strict:
        return Verdict(rule.strength, certain=not escapes and not late_relaxed)
    if late_relaxed:
        return Verdict(Strength.PRACTICE, certain=not escapes)
    return None


def _overlap(days: Days, others: Days) -> Days:
    return max(days[0], others[0]), min(days[1], others[1])


def _may_be_kept(rule: DateRule, start: Days, end: Days, *, upper: bool) -> bool:
    """Whether on some of the days the rule is kept.

    The first start day on which the end is not yet too late leaves the most room: from then on the
    lower bound only moves away.
    """
    first, last = start
    if rule.at_most is not None and upper:
        first += bisect_left(range(first, last + 1), end[0], key=rule.at_most.shift)
    return first <= last and (rule.at_least is None or rule.at_least.shift(first) <= end[1])
