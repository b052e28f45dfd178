"""Bounds of a share that inexact days and doubtful cases cannot leave."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .incidence import CaseDays

__all__ = ["MOST_DAYS", "share_bounds"]

MOST_DAYS = 500
"""The greatest number of days at which bounds are worked out."""


def share_bounds(
    cases: Iterable[CaseDays], maybe: Iterable[CaseDays], end: str, days: Sequence[int]
) -> list[tuple[float, float]]:
    """Return the least and the greatest possible share at each of some days.

    The bounds hold for every choice of days within the ranges of the cases, and for every choice of
    the cases that may not count.

    Of more than `MOST_DAYS` days, as many are picked evenly. No share falls from one day to the
    next, so another day has the least share of the picked day before it, and the greatest share of
    the one after it: these hold there too, but are wider than necessary.

    Args:
        cases: The cases that count.
        maybe: The cases that may or may not count.
        end: The label of the end.
        days: The days, counted from the start, in ascending order.
    """
    groups = _groups(cases, maybe, end)
    picked = _picked(days)
    least = [*_least_shares(groups, picked)]
    greatest = [*_greatest_shares(groups, picked)]
    return [
        (least[bisect_right(picked, day) - 1], greatest[bisect_left(picked, day)]) for day in days
    ]


def _picked(days: Sequence[int]) -> Sequence[int]:
    """Return all days, or `MOST_DAYS` of them with the first and the last."""
    last = len(days) - 1
    if last < MOST_DAYS:
        return days
    return [days[i * last // (MOST_DAYS - 1)] for i in range(MOST_DAYS)]


class _Group(NamedTuple):
    """Cases with the same range of days.

    Attributes:
        least: The least possible number of days.
        most: The greatest possible number of days.
        counts: Whether the cases certainly count.
        number: The number of cases.
    """

    least: int
    most: int
    counts: bool
    number: int


class _Groups(NamedTuple):
    """Cases by what became of them.

    Attributes:
        own: The cases that ended in the way in question.
        others: The cases that ended in another way.
        still_open: The cases that have not ended.
    """

    own: list[_Group]
    others: list[_Group]
    still_open: list[_Group]


def _groups(cases: Iterable[CaseDays], maybe: Iterable[CaseDays], end: str) -> _Groups:
    groups = _Groups([], [], [])
    numbers = Counter((case.end, case.least, case.most, True) for case in cases)
    numbers.update((case.end, case.least, case.most, False) for case in maybe)
    for (how, least, most, counts), number in numbers.items():
        kind = groups.still_open if how is None else groups.own if how == end else groups.others
        kind.append(_Group(least, most, counts, number))
    return groups


def _least_shares(groups: _Groups, days: Sequence[int]) -> Iterator[float]:
    """Yield the least possible share at each day.

    The share of an end is least if the cases with it end after the day where they can, and else as
    early as they can, and if the cases with other ends end as late as they can: what a case takes
    over from those that were followed no longer before it then counts for the other ends.
    """
    choice = _Choice(groups, days)
    for group in groups.others:
        choice.end(group.most, group.number)
    for group in groups.own:
        choice.end_so(group.most, group.number)
    later = sorted(groups.own, key=attrgetter("most"), reverse=True)
    for day in days:
        while later and later[-1].most <= day:
            group = later.pop()
            choice.end_so(group.most, -group.number)
            if group.counts:
                choice.end_so(group.least, group.number)
        yield choice.share(day, sign=-1)


def _greatest_shares(groups: _Groups, days: Sequence[int]) -> Iterator[float]:
    """Yield the greatest possible share at each day.

    It is greatest if the cases with the end have it as late as they can up to the day, and if the
    cases with other ends end as early as they can.
    """
    choice = _Choice(groups, days)
    for group in filter(attrgetter("counts"), groups.others):
        choice.end(group.least, group.number)
    for group in filter(attrgetter("counts"), groups.own):
        choice.end_so(group.least, group.number)
    later = sorted(groups.own, key=attrgetter("least"), reverse=True)
    not_over = sorted(groups.own, key=attrgetter("most"), reverse=True)
    on_the_day = 0
    for day in days:
        while later and later[-1].least <= day:
            group = later.pop()
            on_the_day += group.number
            if group.counts:
                choice.end_so(group.least, -group.number)
        while not_over and not_over[-1].most <= day:
            group = not_over.pop()
            on_the_day -= group.number
            choice.end_so(group.most, group.number)
        choice.end_so(day, on_the_day)
        yield choice.share(day, sign=1)
        choice.end_so(day, -on_the_day)


class _Choice:
    """A choice of days for cases that have ended, and the ranges of those that have not.

    Args:
        groups: The cases; those that have ended are not placed yet.
        days: The days that are asked for.
    """

    def __init__(self, groups: _Groups, days: Sequence[int]) -> None:
        ended = (*groups.own, *groups.others)
        self._days = sorted({*days, *(day for group in ended for day in group[:2])})
        self._position = {day: i for i, day in enumerate(self._days)}
        self._own = [0] * len(self._days)
        self._ended = [0] * len(self._days)
        sure = [group for group in groups.still_open if group.counts]
        self._fewest = _at_least(self._days, [(group.least, group.number) for group in sure])
        self._highest = _at_least(
            self._days, [(group.most, group.number) for group in groups.still_open]
        )

    def end(self, day: int, number: int) -> None:
        """Let more cases end on a day; with a number below 0, fewer."""
        self._ended[self._position[day]] += number

    def end_so(self, day: int, number: int) -> None:
        """Let more cases end in the way in question on a day; with a number below 0, fewer."""
        self.end(day, number)
        self._own[self._position[day]] += number

    def share(self, day: int, *, sign: int) -> float:
        """Return the extreme share at a day: the greatest for the sign 1, the least for -1.

        From the last end to the first, each step takes the number of cases at risk that is best for
        the extreme, between those that are certainly and those that are possibly followed so long.
        """
        steps = bisect_right(self._days, day)
        known = sum(self._ended[steps:])
        share = 0.0
        for i in range(steps - 1, -1, -1):
            ended = self._ended[i]
            if ended:
                known += ended
                gain = self._own[i] - ended * share
                followed = self._fewest if sign * gain > 0 else self._highest
                share += gain / (known + followed[i])
        return share


def _at_least(days: Sequence[int], numbers: Sequence[tuple[int, int]]) -> list[int]:
    """Return how many cases reach each of some days, which are in ascending order.

    Args:
        days: The days.
        numbers: The day that cases reach, and the number of these cases.
    """
    waiting = sorted(numbers)
    total = 0
    found = []
    for day in reversed(days):
        while waiting and waiting[-1][0] >= day:
            total += waiting.pop()[1]
        found.append(total)
    return found[::-1]
