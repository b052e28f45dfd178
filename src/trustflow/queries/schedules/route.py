"""Work out the days on which each step of one route fits, or why none do."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import pendulum
from attrs import evolve

from ...dates import MAX_DAY, MIN_DAY, PartialDate
from ...engine import Report, advance, moved
from ..deadlines import deadlines_of
from ..due import Status
from ..windows import DaySpan, event_asked
from .cases import RouteCases
from .network import FINISH
from .parts import Postponement, ScheduleBound, ScheduleConflict, ScheduledStep
from .schedule import ScheduledRoute

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ...engine import DayRange
    from ...history import Event
    from ...process import Move
    from ..due import Due
    from .network import BoundKey

__all__ = ["NO_DAY", "RouteSchedule"]

NO_DAY = MIN_DAY + 1
"""The first day (ordinal) of a schedule, if neither `as_of` nor an event gives one."""


class RouteSchedule:
    """One route: the days that fit, with all bounds or with some of them.

    Args:
        report: The report on the history.
        moves: The moves of the route.
        first: The first day (ordinal) on which a step can happen.
        finish: The last day (ordinal) on which the last step can happen.
        least: The rank of the slightest severity that counts.
    """

    def __init__(
        self, report: Report, moves: Sequence[Move], first: int, finish: int, least: int
    ) -> None:
        self.report, self.moves = report, moves
        self.first, self.finish = first, finish
        process = report.process
        self.events = [event_asked(process, move.trigger, {}) for move in moves]
        self.cases = RouteCases(report.replay, self.events, first, MAX_DAY, least)
        self.last_key = len(moves) - 1, FINISH
        day = PartialDate.between(finish, finish).words
        self.bounds: Mapping[BoundKey, ScheduleBound] = {
            self.last_key: ScheduleBound("the day to finish by", day, moves[-1].trigger),
            **self.cases.bounds,
        }

    def answer(self) -> ScheduledRoute:
        """Return the route with the days of its steps, or with the conflict."""
        solutions = [*self._solutions(certain=False)]
        earliest = _ends(solutions, min)
        latest = _ends(self._solutions(certain=False, latest=True), max)
        possible = (
            _ends(self._solutions(certain=True), min),
            _ends(self._solutions(certain=True, latest=True), max),
        )
        plan = self._plan(solutions) if earliest else ()
        return ScheduledRoute(
            steps=tuple(
                self._step(place, earliest, latest, possible) for place in range(len(self.moves))
            ),
            plan=plan,
            deadlines=tuple(self._deadlines(plan, latest[-1])) if plan else (),
            conflict=None if earliest else self._conflict(certain=not possible[0]),
        )

    # Days

    def _solutions(
        self,
        *,
        certain: bool,
        latest: bool = False,
        only: Collection[BoundKey] | None = None,
        limits: Mapping[int, DayRange] | None = None,
    ) -> Iterable[list[int]]:
        """Yield the earliest or the latest solution of each case that has one."""
        limits = dict(limits or {})
        if only is None or self.last_key in only:
            place = len(self.moves) - 1
            first, last = limits.get(place, (MIN_DAY, MAX_DAY))
            limits[place] = first, min(last, self.finish)
        for network in self.cases.networks:
            found = network.solution(certain=certain, latest=latest, only=only, limits=limits)
            if found is not None:
                yield found

    def _is_possible(
        self,
        only: Collection[BoundKey],
        limits: Mapping[int, DayRange] | None = None,
        *,
        certain: bool = False,
    ) -> bool:
        return any(True for _ in self._solutions(certain=certain, only=only, limits=limits))

    def _plan(self, solutions: Iterable[list[int]]) -> tuple[Event, ...]:
        """Return the events on the days that finish as early as possible."""
        days = _first_to_finish(solutions)
        return tuple(moved(event, day) for event, day in zip(self.events, days, strict=True))

    def _step(
        self,
        place: int,
        earliest: Sequence[int],
        latest: Sequence[int],
        possible: tuple[Sequence[int], Sequence[int]],
    ) -> ScheduledStep:
        move, process = self.moves[place], self.report.process
        step = ScheduledStep(
            move.trigger,
            process.triggers[move.trigger],
            move.leads_to,
            move.mark,
            possible=DaySpan(_date(possible[0][place]), _date(possible[1][place]))
            if possible[0]
            else None,
        )
        if not earliest:
            return step
        first, last = earliest[place], latest[place]
        before, after = (MIN_DAY, first - 1), (last + 1, MAX_DAY)
        return evolve(
            step,
            earliest=_date(first),
            latest=_date(last),
            earliest_bounds=self._needed({place: before}) if first > self.first else (),
            latest_bounds=self._needed({place: after}) if last < MAX_DAY else (),
        )

    # Bounds

    @cached_property
    def _keys(self) -> list[BoundKey]:
        """Every bound, the day to finish by first and then the gravest first."""

        def rank(key: BoundKey) -> int:
            strength = self.bounds[key].strength
            return 0 if strength is None else -strength.severity.rank

        ranked = sorted(self.cases.bounds, key=lambda key: (rank(key), key[0]))
        return [self.last_key, *ranked]

    def _needed(
        self, limits: Mapping[int, DayRange] | None = None, *, certain: bool = False
    ) -> tuple[ScheduleBound, ...]:
        """Return the first one or two bounds that together leave no days; else, bounds all needed.

        Args:
            limits: The first and last day of a step, by its place.
            certain: Whether they must leave none for certain.
        """
        for count in (1, 2):
            for some in combinations(self._keys, count):
                if not self._is_possible(some, limits, certain=certain):
                    return tuple(self.bounds[key] for key in some)
        needed = self._keys
        for key in reversed(self._keys):
            others = [other for other in needed if other != key]
            if not self._is_possible(others, limits, certain=certain):
                needed = others
        return tuple(self.bounds[key] for key in needed)

    def _conflict(self, *, certain: bool) -> ScheduleConflict:
        bounds = self._needed(certain=certain)
        postponements, together = self._postponements(bounds)
        return ScheduleConflict(bounds, certain, tuple(postponements), together)

    def _postponements(self, bounds: Collection[ScheduleBound]) -> tuple[list[Postponement], bool]:
        """Return the dates that could move, each by the least days; and whether all have to.

        Args:
            bounds: Bounds that leave no days: if none of them is a date, no other date helps.
        """
        kept = {self.last_key: self.finish, **self.cases.allowed}
        if not any(self.bounds[key] in bounds for key in kept):
            return [], False
        single = [each for key in kept for each in self._moved_to([key], kept)]
        if single:
            return sorted(single, key=lambda each: each.days), False
        return self._moved_to([*kept], kept), True

    def _moved_to(
        self, keys: Sequence[BoundKey], kept: Mapping[BoundKey, int]
    ) -> list[Postponement]:
        """Return how far some dates would have to move together; empty if it would not help."""
        others = [key for key in self._keys if key not in keys]
        found = [*self._solutions(certain=False, only=others)]
        if not found:
            return []
        days = _first_to_finish(found)
        return [
            Postponement(
                self.bounds[key], days[key[0]] - kept[key], pendulum.Date.fromordinal(days[key[0]])
            )
            for key in keys
            if days[key[0]] > kept[key]
        ]

    # Deadlines

    def _deadlines(self, plan: Sequence[Event], last: int) -> Iterable[Due]:
        """Yield the deadlines that fall due from the first day to a last day, after the plan."""
        history, process = self.report.history, self.report.process
        replay = self.report.replay.copy()
        for event in plan:
            advance(replay, event)
        whole = Report(evolve(history, events=(*history.events, *plan)), process, replay)
        for due in deadlines_of(whole, plan[-1].on):
            if due.status is Status.SUPERSEDED or due.due is None:
                continue
            if due.due.last >= self.first and due.due.first <= last:
                yield due


def _ends(solutions: Iterable[list[int]], choose: Callable[..., int]) -> list[int]:
    """Return the first or the last day of each step over all solutions; empty if there is none."""
    return [choose(days) for days in zip(*solutions, strict=True)]


def _first_to_finish(solutions: Iterable[list[int]]) -> list[int]:
    return min(solutions, key=lambda days: (days[-1], days))


def _date(day: int) -> pendulum.Date | None:
    return None if day <= NO_DAY else pendulum.Date.fromordinal(day)
