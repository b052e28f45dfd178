"""The steps of a route that are taken in one case, and where another case begins."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ...engine import advance, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from ...engine import DayRange, Replay
    from ...history import Event
    from ...process import DateRule
    from .links import DeadlineLink, Link
    from .network import BoundKey, Days

__all__ = ["Steps", "days_of_state", "first_with", "is_in_force"]


class Steps:
    """The steps of a route that are taken so far, in one case."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.taken: tuple[Event, ...] = ()
        self.days: tuple[DayRange, ...] = ()
        self.forbidden: dict[BoundKey, tuple[Days, Days]] = {}
        self.links: tuple[Link | DeadlineLink, ...] = ()

    def with_step(
        self,
        replay: Replay,
        taken: Event,
        days: DayRange,
        forbidden: dict[BoundKey, tuple[Days, Days]],
        links: Sequence[Link | DeadlineLink],
    ) -> Steps:
        """Return the steps with one more."""
        steps = Steps(replay)
        steps.taken, steps.days = (*self.taken, taken), (*self.days, days)
        steps.forbidden = {**self.forbidden, **forbidden}
        steps.links = (*self.links, *links)
        return steps


def is_in_force(rule: DateRule, day: int) -> bool:
    """Return whether a rule applies to an event on a day, if the day of the event decides it."""
    return not rule.in_force_by_end or rule.period[0] <= day <= rule.period[1]


def first_with(days: Callable[[int], DayRange], side: int, mark: int, first: int, last: int) -> int:
    """Return the first day that takes a side of the days to count from to a mark, or beyond."""
    return first + bisect_left(range(first, last + 1), mark, key=lambda day: days(day)[side])


def days_of_state(replay: Replay, event: Event, first: int, last: int) -> Iterator[int]:
    """Yield the days from which on an event settles or cancels something else."""
    days = {day + 1 for pending in replay.open_deadlines for day in pending.due}
    days.update(day for other in replay.opened for day in (other.on.first, other.on.first + 1))
    for day in days:
        if first < day <= last and _state(replay, event, day - 1) != _state(replay, event, day):
            yield day


def _state(replay: Replay, event: Event, day: int) -> tuple[Hashable, ...]:
    """Return what bounds later events after an event on a day."""
    state, taken = replay.copy(), moved(event, day)
    advance(state, taken)
    deadlines = [
        (id(each.setter), each.deadline, each.is_doubtful) for each in state.open_deadlines
    ]
    clocks = [(rule, None if start is taken else id(start)) for rule, start in state.clocks.items()]
    return tuple(deadlines), frozenset(clocks)
