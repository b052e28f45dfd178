"""Estimate the share of cases that ended in one way by a day, where several ends compete.

The estimate is that of Aalen and Johansen: a case that is followed no longer counts for as long as
it was followed. On one day, ends come before the end of a follow-up. Numbers of days that are known
only as a range give bounds, which no choice of days within the ranges can leave.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["FAR", "CaseDays", "Ends", "Point", "curve", "followed_days", "share_bounds"]

FAR = 10**9
"""The number of days that stands for a range without an upper bound."""


class CaseDays(NamedTuple):
    """The days of one case from its start to its end, or to the end of its follow-up.

    Attributes:
        least: The least possible number of days.
        most: The greatest possible number of days; `FAR` if there is no bound.
        middle: The number of days that the estimate takes.
        end: The label of the end; None if the case has not ended.
        authority: The name of the authority.
    """

    least: int
    most: int
    middle: int
    end: str | None
    authority: str


class Ends(NamedTuple):
    """How many cases ended on one day or were followed no longer, and how many were at risk.

    Attributes:
        day: The number of days after the start.
        own: The number of cases that ended in the way in question.
        ended: The number of cases that ended in any way.
        at_risk: The number of cases that had not ended before the day and were followed up to it.
    """

    day: int
    own: int
    ended: int
    at_risk: int


class Point(NamedTuple):
    """One point of a curve.

    Attributes:
        day: The number of days after the start.
        share: The share of cases that ended in the way in question up to the day.
        at_risk: The number of cases at risk on the day.
    """

    day: int
    share: float
    at_risk: int


def curve(cases: Iterable[CaseDays], end: str) -> tuple[Point, ...]:
    """Return the estimated share at each day on which a case ended or was followed no longer."""
    points: list[Point] = []
    share, still_open = 0.0, 1.0
    for day, own, ended, at_risk in _ends_by_day(cases, end):
        share += still_open * own / at_risk
        still_open *= 1 - ended / at_risk
        points.append(Point(day, share, at_risk))
    return tuple(points)


def _ends_by_day(cases: Iterable[CaseDays], end: str) -> Iterator[Ends]:
    leaving: dict[int, list[int]] = {}
    at_risk = 0
    for (day, how), count in Counter((case.middle, case.end) for case in cases).items():
        counts = leaving.setdefault(day, [0, 0, 0])
        at_risk += count
        counts[0] += count * (how == end)
        counts[1] += count * (how is not None)
        counts[2] += count
    for day in sorted(leaving):
        own, ended, left = leaving[day]
        yield Ends(day, own, ended, at_risk)
        at_risk -= left


def followed_days(cases: Iterable[CaseDays]) -> int | None:
    """Return the last day at which a share can be given; None if it can be at every day.

    It is the last day at which a case is certainly at risk. If every case has ended, or all that
    were followed no longer were so before the last end, the estimate does not change at later days.
    """
    cases = tuple(cases)
    last_end = max((case.least for case in cases if case.end is not None), default=-1)
    last_followed = max((case.most for case in cases if case.end is None), default=-1)
    return None if last_followed < last_end else max(case.least for case in cases)


def share_bounds(
    cases: Iterable[CaseDays], maybe: Iterable[CaseDays], end: str, days: Sequence[int]
) -> list[tuple[float, float]]:
    """Return the least and the greatest possible share at each of some days.

    The bounds hold for every choice of days within the ranges of the cases, and for every choice of
    the cases that may not count.

    Args:
        cases: The cases that count.
        maybe: The cases that may or may not count.
        end: The label of the end.
        days: The days, counted from the start.
    """
    counts = Counter((case.least, case.most, _kind(case, end), True) for case in cases)
    counts.update((case.least, case.most, _kind(case, end), False) for case in maybe)
    return [(_least_share(counts, day), _greatest_share(counts, day)) for day in days]


OWN, OTHER, OPEN = "own", "other", "open"
"""What became of a case: it ended in the way in question, in another way, or not yet."""
_Counts = Counter[tuple[int, int, str, bool]]


def _kind(case: CaseDays, end: str) -> str:
    if case.end is None:
        return OPEN
    return OWN if case.end == end else OTHER


def _least_share(counts: _Counts, day: int) -> float:
    """Return the least possible share at a day.

    The share of an end is least if the cases with it end after the day where they can, and else as
    early as they can, and if the cases with other ends end as late as they can: what a case takes
    over from those that were followed no longer before it then counts for the other ends.
    """
    choice = _Choice()
    for (least, most, kind, counts_surely), number in counts.items():
        if kind == OPEN:
            choice.follow(least if counts_surely else -1, most, number)
        elif kind == OTHER or most > day:
            choice.end(kind, most, number)
        elif counts_surely:
            choice.end(kind, least, number)
    return choice.share(day, sign=-1)


def _greatest_share(counts: _Counts, day: int) -> float:
    """Return the greatest possible share at a day.

    It is greatest if the cases with the end have it as late as they can up to the day, and if the
    cases with other ends end as early as they can.
    """
    choice = _Choice()
    for (least, most, kind, counts_surely), number in counts.items():
        if kind == OPEN:
            choice.follow(least if counts_surely else -1, most, number)
        elif kind == OWN and least <= day:
            choice.end(kind, min(most, day), number)
        elif counts_surely:
            choice.end(kind, least, number)
    return choice.share(day, sign=1)


class _Choice:
    """A choice of days for cases that have ended, and the ranges of those that have not."""

    def __init__(self) -> None:
        self.own: Counter[int] = Counter()
        self.ended: Counter[int] = Counter()
        self.least: Counter[int] = Counter()
        self.most: Counter[int] = Counter()

    def end(self, kind: str, day: int, number: int) -> None:
        """Take cases that end on a day."""
        self.ended[day] += number
        if kind == OWN:
            self.own[day] += number

    def follow(self, least: int, most: int, number: int) -> None:
        """Take cases that have not ended, and are followed for a range of days."""
        self.least[least] += number
        self.most[most] += number

    def share(self, day: int, *, sign: int) -> float:
        """Return the extreme share at a day: the greatest for the sign 1, the least for -1.

        From the last end to the first, each step takes the number of cases at risk that is best for
        the extreme, between those that are certainly and those that are possibly followed so long.
        """
        last_first = sorted(filter(day.__ge__, self.ended), reverse=True)
        ended = _Descending(self.ended)
        least, most = _Descending(self.least), _Descending(self.most)
        share = 0.0
        for step in last_first:
            known = ended.from_day(step)
            fewest, highest = known + least.from_day(step), known + most.from_day(step)
            gain = self.own[step] - self.ended[step] * share
            share += gain / (fewest if sign * gain > 0 else highest)
        return share


class _Descending:
    """Sums of counts from a day on, asked for in descending order of days."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._waiting = sorted(counts.items())
        self._sum = 0

    def from_day(self, day: int) -> int:
        """Return the sum of the counts of a day and of all later days."""
        while self._waiting and self._waiting[-1][0] >= day:
            self._sum += self._waiting.pop()[1]
        return self._sum
