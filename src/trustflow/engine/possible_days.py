"""The possible days of events whose dates have an open end.

An open end reaches to the next listed event, and an open start begins with the earliest day that
the listed events have reached. Without such a neighbour, that side has no bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..history import Event
    from .clocks import DayRange

__all__ = ["PossibleDays", "is_open", "known_ends"]

Bounds = dict[int, tuple["Event", "DayRange"]]
"""The bounds of an event by its `id`, with the event, so that its `id` stays in use."""
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
    if not any(event.on.last == MAX_DAY for event in events):
        return NO_ENDS
    ends: dict[int, int] = {}
    end: int | None = None
    for event in reversed(events):
        if not event.on.is_open_end:
            end = event.on.last
        elif end is not None:
            ends[id(event)] = end
    return ends


class PossibleDays:
    """The possible days of the events of a replay.

    Args:
        ends: The last possible day of each event with an open end, as far as later events are
            known; see `known_ends`. In a live case, the next event gives that day when it comes.

    Attributes:
        awaiting: The events with an open end for which no later event has given a last day.
    """

    __slots__ = ("_bounds", "_ends", "awaiting")

    def __init__(self, ends: Mapping[int, int] = NO_ENDS) -> None:
        self._ends = ends
        self._bounds: Bounds = {}
        self.awaiting: tuple[Event, ...] = ()

    def of(self, event: Event) -> DayRange:
        """Return the earliest and latest possible day of an event.

        A side without a bound is a day before, or after, every day of the calendar.
        """
        bounded = self._bounds.get(id(event)) if self._bounds else None
        return (event.on.first, event.on.last) if bounded is None else bounded[1]

    def place(self, event: Event, reached: int) -> None:
        """Work out the days of the next event, and of earlier events that it gives a last day.

        Args:
            event: The next event.
            reached: The day (ordinal) that the earlier events have reached.
        """
        # The bounds are replaced and not changed, so that `restore` can take them back.
        bounds = dict(self._bounds)
        if not event.on.is_open_end:
            for other in self.awaiting:
                first = bounds[id(other)][1][0]
                bounds[id(other)] = other, _bounded(other, first, event.on.last)
            self.awaiting = ()
        if is_open(event):
            first, last = event.on.first, event.on.last
            if event.on.is_open_start:
                first = reached if reached > MIN_DAY else BEFORE_ALL
            if event.on.is_open_end:
                last = self._ends.get(id(event), AFTER_ALL)
                if last == AFTER_ALL:
                    self.awaiting = (*self.awaiting, event)
            bounds[id(event)] = event, _bounded(event, first, last)
        self._bounds = bounds

    def state(self) -> tuple[Bounds, tuple[Event, ...]]:
        """Return what `restore` needs to take `place` back."""
        return self._bounds, self.awaiting

    def restore(self, state: tuple[Bounds, tuple[Event, ...]]) -> None:
        """Restore an earlier state."""
        self._bounds, self.awaiting = state


def _bounded(event: Event, first: int, last: int) -> DayRange:
    """Return the days between two bounds; if there are none, those of the stated end alone."""
    if first <= last:
        return first, last
    if event.on.is_open_start and event.on.is_open_end:
        return BEFORE_ALL, AFTER_ALL
    stated = event.on.starts if event.on.is_open_end else event.on.ends
    return stated.first, stated.last
