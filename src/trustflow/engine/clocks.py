"""The evaluation of date rules on two days that may be known only in part.

Each pair of a possible start day and a possible end day keeps or breaks a rule.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ..history import Strength, same_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..dates import Span
    from ..history import Event
    from ..process import DateRule

__all__ = [
    "ClockEnd",
    "DayRange",
    "RuleResult",
    "RunningClock",
    "clock_of",
    "end_of",
    "evaluate",
    "is_answered",
    "is_started",
    "start_days",
]

DayRange = tuple[int, int]
"""The earliest and latest day of a date, as ordinals."""


class RunningClock(NamedTuple):
    """A running clock: the event that started it, and the day from which it counts."""

    event: Event
    days: DayRange
    measured: bool
    """Whether `days` comes from the rule's fallback, because the event gives no day."""
    duty_holder: str | None = None
    """Who must do what the rule requires."""
    has_other_holder: bool = False
    """Whether the starting event names another duty holder than the rule does."""
    inherited_from: str | None = None
    """The authority that had the starting event, if a later one inherited it."""


class ClockEnd(NamedTuple):
    """How an event stops a clock: on which days, and whether its end is on record."""

    days: DayRange
    is_shown: bool = False
    """Whether the event only shows that the end had come by its day."""
    is_doubtful: bool = False
    """Whether the event may have happened before the clock started."""


class RuleResult(NamedTuple):
    """The result for a broken rule: its strength, and whether the breach is certain."""

    strength: Strength
    certain: bool


def is_started(rule: DateRule, event: Event) -> bool:
    """Return whether an event meets a rule's condition and gives a day to count from."""
    if not (rule.is_always_dated or getattr(event, rule.start_field, None)):
        return False
    return rule.condition is None or rule.condition.holds(event)


def start_days(rule: DateRule, event: Event, days: DayRange) -> tuple[DayRange, bool]:
    """Return the days from which a clock counts, and whether they come from the fallback.

    The clock counts from the day in the rule's `start_field`. If the field holds several periods,
    it counts from the last end. If the field is empty, it counts from the event's own day, widened
    by the rule's fallback.

    Args:
        rule: The rule.
        event: The event that started the clock.
        days: The possible days of the event.
    """
    if rule.start_field == "on":
        return days, False
    given = getattr(event, rule.start_field, None)
    if not given:
        assert rule.fallback is not None  # noqa: S101 - otherwise no clock had started
        before, after = rule.fallback
        return (before.shift(days[0], -1), after.shift(days[1])), True
    if isinstance(given, tuple):
        ends = [date.ends for date in given]
        return (max(end.first for end in ends), max(end.last for end in ends)), False
    return (given.first, given.last), False


def clock_of(
    rule: DateRule, event: Event, days: DayRange, inherited_from: str | None = None
) -> RunningClock:
    """Return the clock that an event started under a rule.

    Args:
        rule: The rule.
        event: The event.
        days: The possible days of the event.
        inherited_from: The authority that had the event, if a later one inherited it.
    """
    counted, measured = start_days(rule, event, days)
    other = rule.duty_holder_field and getattr(event, rule.duty_holder_field, None)
    holder = other or rule.duty_holder
    return RunningClock(event, counted, measured, holder, bool(other), inherited_from)


def is_answered(
    rule: DateRule, event: Event, answers: Collection[str], *, has_other_holder: bool = False
) -> bool:
    """Return whether an event answers what started the clock of a rule.

    Args:
        rule: The rule.
        event: The event.
        answers: The words that the rules of the process know in `responds_to`.
        has_other_holder: Whether another body than the usual duty holder must answer.
    """
    words = getattr(event, "responds_to", None)
    if words is None:
        return not has_other_holder
    answer = same_words(words)
    return answer == rule.answers or not (has_other_holder or answer in answers)


def end_of(
    rule: DateRule, clock: RunningClock, event: Event, days: DayRange, answers: Collection[str]
) -> ClockEnd | None:
    """Return how an event stops a clock; None if it leaves the clock running.

    Args:
        rule: The rule, which names the trigger of the event in `ends` or `shown_by`.
        clock: The clock.
        event: The event.
        days: The possible days of the event.
        answers: The words that the rules of the process know in `responds_to`.
    """
    if rule.answers is not None and not is_answered(
        rule, event, answers, has_other_holder=clock.has_other_holder
    ):
        return None
    if event.trigger in rule.shown_by:
        return ClockEnd(days, is_shown=True)
    if rule.end_field == "on":
        return ClockEnd(days)
    given = getattr(event, rule.end_field, None)
    if not given:
        return ClockEnd(days, is_shown=True)
    starts = [date.starts for date in (given if isinstance(given, tuple) else (given,))]
    first, last = min(start.first for start in starts), min(start.last for start in starts)
    if last <= clock.days[0]:
        return None
    return ClockEnd((first, last), is_doubtful=first <= clock.days[1])


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
    at_least, at_most = rule.at_least, rule.at_most if upper else None
    (first, last), (end_first, end_last) = start, end
    if at_most is not None and last > rule.last_binding_start:
        return _evaluate_parts(rule, start, end)
    # If any pair is too early, the latest start with the earliest end is. If any pair is too late,
    # the earliest start with the latest end is.
    early = at_least is not None and end_first < at_least.shift(last)
    late = at_most is not None and end_last > at_most.shift(first)
    if not (early or late):
        return None
    # Only pairs inside the period in force can break the rule.
    since, until = rule.period
    low, high = end if rule.in_force_by_end else start
    if is_narrowed := low < since or until < high:
        low, high = max(low, since), min(high, until)
        (first, last), (end_first, end_last) = (
            (start, (low, high)) if rule.in_force_by_end else ((low, high), end)
        )
        early = at_least is not None and end_first < at_least.shift(last)
        late = at_most is not None and end_last > at_most.shift(first)
        if low > high or not (early or late):
            return None
    # One pair that keeps the rule, or lies outside its period, makes the answer uncertain.
    escapes = is_narrowed or _may_be_kept(at_least, at_most, (first, last), (end_first, end_last))
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


def _evaluate_parts(rule: DateRule, start: DayRange, end: DayRange) -> RuleResult | None:
    """Evaluate a rule whose upper bound applies only to some of the start days, or to none.

    It applies to the start days whose due day lies in the period in force.
    """
    last = rule.last_binding_start
    if start[0] > last:
        return evaluate(rule, start, end, upper=False)
    bound = evaluate(rule, (start[0], last), end)
    rest = evaluate(rule, (last + 1, start[1]), end, upper=False)
    if bound is None or rest is None:
        broken = bound or rest
        return None if broken is None else broken._replace(certain=False)
    # A lower bound is never relaxed, so `rest` has the strength of the rule.
    is_certain = bound.certain and rest.certain and bound.strength is rest.strength
    return rest._replace(certain=is_certain)


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
