"""Estimate the share of cases that ended in one way by a day, where several ends compete.

The estimate is that of Aalen and Johansen: a case that is followed no longer counts for as long as
it was followed. On one day, ends come before the end of a follow-up.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FAR", "CaseDays", "Ends", "Point", "curve", "followed_days"]

FAR = 10**9
"""The greatest number of days of a range without an upper bound."""


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
