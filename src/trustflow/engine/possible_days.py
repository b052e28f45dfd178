"""The possible days of events whose dates have an open end.

An open end reaches to the next listed event, and an open start begins with the earliest day that
the listed events have reached. Without such a neighbour, that side has no bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..history import Event
    from .clocks import DayRange

__all__ = ["NO_ENDS", "Placed", "PossibleDays", "is_open", "known_ends"]


class Bounds(NamedTuple):
    """The possible days of an event, with the event, so that its `id` stays in use."""

    event: Event
    days: DayRange


class Placed(NamedTuple):
    """What `PossibleDays.place` changed: the event, and the events that had bounds before."""

    event: Event
    awaiting: tuple[Event, ...]
    bounds: tuple[Bounds, ...]


NO_ENDS: Mapping[int, int] = {}


def is_open(event: Event) -> bool:
    """Return whether the date of an event has an open start or an open end."""
    on = event.on
    # Comparing numbers first is faster, and nearly all dates end there.
    return (on.last == MAX_DAY and on.is_open_end) or (on.first == MIN_DAY and on.is_open_start)


def known_ends(events: Sequence[Event]) -> Mapping[int, int]:
    """Return the last possible day (ordinal) of each event with an open end, by the event's `id`.

    The day is the latest day of the next listed event that is not itself open at its end. An event
    without such a neighbour is left out.
    """
    ends: dict[int, int] = {}
    end: int | None = None
    for event in reversed(events):
        if not event.on.is_open_end:
            end = event.on.last
        elif end is not None:
            ends[id(event)] = end
    return ends


class PossibleDays:
    """The possible days of the events with open dates of a replay.

    Args:
        ends: The last possible day of each event with an open end, as far as later events are
            known; see `known_ends`. In a live case, the next event gives that day when it comes.

    Attributes:
        awaiting: The events with an open end for which no later event has given a last day.
    """

    __slots__ = ("_bounds", "_ends", "awaiting")

    def __init__(self, ends: Mapping[int, int]) -> None:
        self._ends = ends
        self._bounds: dict[int, Bounds] = {}
        self.awaiting: tuple[Event, ...] = ()

    def copy(self) -> PossibleDays:
        """Return the same possible days; what changes one does not change the other."""
        other = PossibleDays(self._ends)
        other._bounds, other.awaiting = self._bounds.copy(), self.awaiting
        return other

    def of(self, event: Event) -> DayRange:
        """Return the earliest and latest possible day of an event.

        A side without a bound is a day before, or after, every day of the calendar.
        """
        if not self._bounds:  # nearly every replay is without open dates
            return event.on.first, event.on.last
        bounds = self._bounds.get(id(event))
        return (event.on.first, event.on.last) if bounds is None else bounds.days

    def place(self, event: Event, reached: int) -> Placed:
        """Work out the days of the next event, and of earlier events that it gives a last day.

        Args:
            event: The next event.
            reached: The day (ordinal) that the earlier events have reached.

        Returns:
            What `restore` needs to take this back.
        """
        before = [self._bounds[id(other)] for other in self.awaiting]
        if id(event) in self._bounds:
            before.append(self._bounds[id(event)])
        placed = Placed(event, self.awaiting, tuple(before))
        if not event.on.is_open_end:
            for other in self.awaiting:
                first = self._bounds[id(other)].days[0]
                self._set(other, first, event.on.last)
            self.awaiting = ()
        if is_open(event):
            first, last = event.on.first, event.on.last
            if event.on.is_open_start:
                first = reached if reached > MIN_DAY else BEFORE_ALL
            if event.on.is_open_end:
                last = self._ends.get(id(event), AFTER_ALL)
                if last == AFTER_ALL:
                    self.awaiting = (*self.awaiting, event)
            self._set(event, first, last)
        return placed

    def restore(self, placed: Placed) -> None:
        """Take the last call of `place` back."""
        self._bounds.pop(id(placed.event), None)
        self.awaiting = placed.awaiting
        self._bounds.update((id(bounds.event), bounds) for bounds in placed.bounds)

    def _set(self, event: Event, first: int, last: int) -> None:
        self._bounds[id(event)] = Bounds(event, _bounded(event, first, last))


def _bounded(event: Event, first: int, last: int) -> DayRange:
    """Return the days between two bounds; if there are none, those of the stated end alone."""
    if first <= last:
        return first, last
    if event.on.is_open_start and event.on.is_open_end:
        return BEFORE_ALL, AFTER_ALL
    stated = event.on.starts if event.on.is_open_end else event.on.ends
    return stated.first, stated.last
