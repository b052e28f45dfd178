"""The days of the steps of a route that fit together, by the bounds between them.

Between two steps, a bound says that the later one comes not before, or not after, a day that never
moves back as the day of the earlier one moves on. So of two solutions, the earlier day of each step
and the later day of each step are solutions too. There is then an earliest solution and a latest
one, which are found by moving each step until every bound is kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from attrs import Factory, frozen

from ...dates import MAX_DAY, MIN_DAY
from ...engine import DayRange
from .links import DeadlineLink, Link

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

__all__ = ["FINISH", "BoundKey", "Days", "Network", "without"]

BoundKey: TypeAlias = tuple[int, Hashable]
"""A bound: the place of the step whose days it bounds, and what it is."""
Days: TypeAlias = list[DayRange]
"""Days (ordinals) as spans in order, which do not touch."""
FINISH = "finish"
"""What the bound of the last step is that the day to finish by sets."""


@frozen(eq=False)
class Network:
    """The steps of a route, each within days in which the same bounds apply.

    Args:
        days: The days of each step, before any bound.
        forbidden: For each bound that does not depend on another step, the days that it forbids,
            and those that it forbids for certain.
        links: The rules and deadlines between two steps.
        apart: For each bound that keeps two steps apart, the places of the two.
    """

    days: tuple[DayRange, ...]
    forbidden: Mapping[BoundKey, tuple[Days, Days]]
    links: tuple[Link | DeadlineLink, ...] = ()
    apart: Mapping[BoundKey, tuple[int, int]] = Factory(dict)

    def solution(
        self,
        *,
        certain: bool,
        latest: bool = False,
        only: Collection[BoundKey] | None = None,
        limits: Mapping[int, DayRange] | None = None,
    ) -> list[int] | None:
        """Return the earliest or the latest day of each step; None if there is no solution.

        Args:
            certain: Whether a bound counts only where it forbids a day for certain.
            latest: Whether the latest solution is asked for.
            only: The bounds that count; by default, all of them.
            limits: The first and last day of a step, by its place.
        """
        domains = [self._domain(place, only, limits or {}, certain=certain) for place in self._all]
        if not all(domains):
            return None
        links = [each for each in self.links if only is None or each.key in only]
        gaps = [places for key, places in self.apart.items() if only is None or key in only]
        search = _Search(domains, links, gaps, certain=certain)
        if search.is_impossible:
            return None
        return search.latest() if latest else search.earliest()

    @property
    def _all(self) -> range:
        return range(len(self.days))

    def _domain(
        self,
        place: int,
        only: Collection[BoundKey] | None,
        limits: Mapping[int, DayRange],
        *,
        certain: bool,
    ) -> Days:
        first, last = limits.get(place, (MIN_DAY, MAX_DAY))
        days = [(max(self.days[place][0], first), min(self.days[place][1], last))]
        for key, forbidden in self.forbidden.items():
            if key[0] == place and (only is None or key in only):
                days = without(days, forbidden[certain])
        return [span for span in days if span[0] <= span[1]]


class _Search:
    """The search for the earliest or the latest day of every step.

    Args:
        domains: The days of each step.
        links: The rules between two steps.
        gaps: The places of two steps that must not be on one day.
        certain: As for `Network.solution`.
    """

    def __init__(
        self,
        domains: Sequence[Days],
        links: Iterable[Link | DeadlineLink],
        gaps: Iterable[tuple[int, int]],
        *,
        certain: bool,
    ) -> None:
        self.domains = domains
        self.certain = certain
        steps = range(len(domains))
        orders = [(place - 1, place, 0) for place in steps[1:]]
        orders += [(start, end, 1) for start, end in gaps]
        self.bounds: list[tuple[int, int, Callable[[int], int], Callable[[int], int]]] = [
            (start, end, _after(gap), _never) for start, end, gap in orders
        ]
        self.gaps = orders
        for link in links:
            self.gaps += link.gaps(domains[link.start][0][0], certain=certain)
            self.bounds.append((link.start, link.end, *self._bounds_of(link)))

    def _bounds_of(
        self, link: Link | DeadlineLink
    ) -> tuple[Callable[[int], int], Callable[[int], int]]:
        certain = self.certain
        return (
            lambda day: link.first(day, certain=certain),
            lambda day: link.last(day, certain=certain),
        )

    @property
    def is_impossible(self) -> bool:
        """Whether the gaps alone put a step after itself, so that no days need to be tried.

        Otherwise, every day up to the end of the calendar would be tried.
        """
        days = [0] * len(self.domains)
        for _ in days:
            for start, end, gap in self.gaps:
                days[end] = max(days[end], days[start] + gap)
        return any(days[start] + gap > days[end] for start, end, gap in self.gaps)

    def earliest(self) -> list[int] | None:
        """Return the earliest day of each step; None if there is no solution."""
        days = [domain[0][0] for domain in self.domains]
        before: list[int] = []
        while days != before:
            before = days.copy()
            for start, end, first, last in self.bounds:
                after = _from(self.domains[end], max(days[end], first(days[start])))
                if after is None:
                    return None
                begin = self._first_reaching(start, days[start], last, after)
                if begin is None:
                    return None
                days[start], days[end] = begin, after
        return days

    def latest(self) -> list[int] | None:
        """Return the latest day of each step; None if there is no solution."""
        days = [domain[-1][1] for domain in self.domains]
        before: list[int] = []
        while days != before:
            before = days.copy()
            for start, end, first, last in reversed(self.bounds):
                after = _until(self.domains[end], min(days[end], last(days[start])))
                if after is None:
                    return None
                begin = self._last_leaving(start, days[start], first, after)
                if begin is None:
                    return None
                days[start], days[end] = begin, after
        return days

    def _first_reaching(
        self, place: int, day: int, last: Callable[[int], int], reached: int
    ) -> int | None:
        """Return the first day of a step, from a day on, whose upper bound reaches a day."""
        if last(day) >= reached:
            return day
        top = self.domains[place][-1][1]
        days = range(day, top + 1)
        return _from(self.domains[place], day + bisect_left(days, reached, key=last))

    def _last_leaving(
        self, place: int, day: int, first: Callable[[int], int], left: int
    ) -> int | None:
        """Return the last day of a step, up to a day, whose lower bound leaves a day."""
        if first(day) <= left:
            return day
        bottom = self.domains[place][0][0]
        days = range(bottom, day + 1)
        return _until(self.domains[place], bottom + bisect_right(days, left, key=first) - 1)


def _after(gap: int) -> Callable[[int], int]:
    return lambda day: day + gap


def _never(_day: int) -> int:
    return MAX_DAY


def _from(days: Days, first: int) -> int | None:
    """Return the first of some days from a day on; None if there is none."""
    place = bisect_left(days, first, key=lambda span: span[1])
    return max(first, days[place][0]) if place < len(days) else None


def _until(days: Days, last: int) -> int | None:
    """Return the last of some days up to a day; None if there is none."""
    place = bisect_right(days, last, key=lambda span: span[0]) - 1
    return min(last, days[place][1]) if place >= 0 else None


def without(days: Days, forbidden: Iterable[DayRange]) -> Days:
    """Return days without those that are forbidden."""
    left: Days = []
    parts = deque(forbidden)
    for first, last in days:
        begin = first
        while parts and parts[0][1] < begin:
            parts.popleft()
        for start, end in parts:
            if start > last:
                break
            if begin < start:
                left.append((begin, start - 1))
            begin = max(begin, end + 1)
        if begin <= last:
            left.append((begin, last))
    return left
