"""The bounds that the day of one step of a route sets for the day of a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...dates import MAX_DAY, MIN_DAY, days_of_span
from ...engine import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from ...engine import DayRange
    from ...process import DateRule

    BoundKey = tuple[int, Hashable]

__all__ = ["DeadlineLink", "Link", "turning_starts"]


class Link:
    """A rule whose clock one step of a route starts and a later step stops.

    While the start stays between two `turning_starts`, both bounds never move back as the start
    moves on.

    Args:
        rule: The rule.
        start: The place of the step that starts the clock.
        end: The place of the step that stops it.
        days: A function that returns the days to count from, for a day of the first step.
        upper: Whether the upper bound applies; a deadline set in a document replaces it.
        is_measured: Whether the days to count from are measured, so that no finding is certain.
        least: The rank of the slightest severity that counts.
    """

    def __init__(
        self,
        rule: DateRule,
        start: int,
        end: int,
        days: Callable[[int], DayRange],
        *,
        upper: bool,
        is_measured: bool,
        least: int,
    ) -> None:
        self.rule, self.start, self.end, self.days = rule, start, end, days
        self.key: BoundKey = end, rule.id
        self.has_upper = upper and rule.at_most is not None
        self.is_measured, self.least = is_measured, least
        self._upper_rule = evolve(rule, at_least=None) if self.has_upper and rule.at_least else rule
        self._firsts: dict[tuple[int, bool], int] = {}
        self._lasts: dict[tuple[int, bool], int] = {}

    def first(self, day: int, *, certain: bool) -> int:
        """Return the first day that the lower bound leaves for the later step.

        Args:
            day: The day of the first step.
            certain: Whether only days count on which a finding would be certain.
        """
        key = day, certain
        if key not in self._firsts:
            self._firsts[key] = self._first(day, certain=certain)
        return self._firsts[key]

    def last(self, day: int, *, certain: bool) -> int:
        """Return the last day that the upper bound leaves for the later step, as `first` does."""
        key = day, certain
        if key not in self._lasts:
            self._lasts[key] = self._last(day, certain=certain)
        return self._lasts[key]

    def gaps(self, day: int, *, certain: bool) -> Iterator[tuple[int, int, int]]:
        """Yield two steps, and how many days the second one comes at least after the first.

        The number is negative if the second one can come before the first. It is a number that no
        calendar falls below; a bound of which that is not known is left out.

        Args:
            day: A day of the first step, within days on which the same bounds apply.
            certain: As for `first`.
        """
        if self.rule.in_force_by_end or (certain and self.days(day) != (day, day)):
            return
        at_least, at_most = self.rule.at_least, self.rule.at_most
        if at_least is not None and self.first(day, certain=certain) > MIN_DAY:
            yield self.start, self.end, days_of_span(at_least)[0]
        if at_most is not None and self.last(day, certain=certain) < MAX_DAY:
            yield self.end, self.start, -days_of_span(at_most)[1]

    def _first(self, day: int, *, certain: bool) -> int:
        at_least = self.rule.at_least
        if at_least is None or (certain and self.is_measured):
            return MIN_DAY
        days = self.days(day)
        # While the period in force is asked of the end day, the days before it do not count.
        bottom = self.rule.period[0] if self.rule.in_force_by_end else MIN_DAY
        ends = sorted(at_least.shift(each) for each in _counted(self.rule, days))
        return next(
            end
            for end in (bottom, *ends)
            if not self._is_broken(self.rule, days, max(end, bottom), certain=certain, upper=False)
        )

    def _last(self, day: int, *, certain: bool) -> int:
        at_most = self.rule.at_most
        if not self.has_upper or at_most is None or (certain and self.is_measured):
            return MAX_DAY
        days = self.days(day)
        top = self.rule.period[1] if self.rule.in_force_by_end else MAX_DAY
        ends = sorted((at_most.shift(each) for each in _counted(self.rule, days)), reverse=True)
        return next(
            end
            for end in (top, *ends)
            if not self._is_broken(self._upper_rule, days, min(end, top), certain=certain)
        )

    def _is_broken(
        self, rule: DateRule, days: DayRange, end: int, *, certain: bool, upper: bool = True
    ) -> bool:
        result = evaluate(rule, days, (end, end), upper=upper)
        if result is None or result.strength.severity.rank < self.least:
            return False
        return result.certain or not certain


class DeadlineLink:
    """A deadline within some time of an event with an open end, which the first step closes.

    Its first due day is known; its last one counts from the day of the first step.

    Args:
        key: The bound.
        due: A function that returns the last due day, for a day of the first step.
    """

    def __init__(self, key: BoundKey, due: Callable[[int], int]) -> None:
        self.key, self.due = key, due
        self.start, self.end = 0, key[0]

    def gaps(self, day: int, *, certain: bool) -> Iterator[tuple[int, int, int]]:
        """Yield nothing: how long the steps are apart is not known."""
        del day, certain
        yield from ()

    def first(self, day: int, *, certain: bool) -> int:
        """Return that no day is too early."""
        del day, certain
        return MIN_DAY

    def last(self, day: int, *, certain: bool) -> int:
        """Return the last day that is not late for certain; otherwise, days are bounded already."""
        return self.due(day) if certain else MAX_DAY


def _counted(rule: DateRule, days: DayRange) -> Iterator[int]:
    """Yield those of some start days from which a bound can be counted."""
    first, last = days
    yield from (first, last)
    for mark in turning_starts(rule):
        yield from (day for day in (mark - 1, mark) if first < day < last)


def turning_starts(rule: DateRule) -> Iterator[int]:
    """Yield the start days (ordinals) from which on a rule asks for something else."""
    first, last = rule.period
    if not rule.in_force_by_end:
        yield from (first, last + 1)
    yield rule.last_binding_start + 1
    if rule.relaxed_starts:
        yield from (rule.relaxed_starts.start, rule.relaxed_starts.stop)
