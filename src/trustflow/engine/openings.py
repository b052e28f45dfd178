"""What the events of a replay opened, such as a notice or a post, until another one closes it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from ..trust_transfer import OpenedEvents

if TYPE_CHECKING:
    from ..history import Event
    from .running_clocks import RunningClocks

__all__ = ["Openings"]


class Openings:
    """The events of a replay that opened something that is still open.

    Few replays are asked what is open, so an event can be postponed until one is.

    Args:
        clocks: The clocks of the replay, some of which run for the holder of a post.
    """

    __slots__ = ("_clocks", "_count", "_opened", "_postponed")

    def __init__(self, clocks: RunningClocks) -> None:
        self._clocks = clocks
        self._opened: OpenedEvents | None = None
        self._count = 0
        self._postponed: list[Event] = []

    def copied(self, clocks: RunningClocks) -> Openings:
        """Return the same openings; what changes one does not change the other."""
        other = Openings(clocks)
        other._opened = None if self._opened is None else self._opened.copy()
        other._count = self._count
        other._postponed = self._postponed.copy()
        return other

    def postpone(self, event: Event) -> None:
        """Take an event only when it is next asked what is open."""
        self._postponed.append(event)

    def take(self, event: Event) -> tuple[Event, ...]:
        """Update the events that are open; return those that the event closed."""
        self._take_postponed()
        return self._close_and_open(event)

    def still_open(self) -> tuple[Event, ...]:
        """Return the events that opened something that is still open, in their order."""
        self._take_postponed()
        return () if self._opened is None else tuple(self._opened)

    def _take_postponed(self) -> None:
        for event in self._postponed:
            self._close_and_open(event)
        self._postponed.clear()

    def _close_and_open(self, event: Event) -> tuple[Event, ...]:
        closed: tuple[Event, ...] = ()
        opened = self._opened
        if opened is not None and event.closes_some and len(opened):
            closed = event.closes(opened.deciding(event))
            for other in closed:
                for equal in opened.equal_to(other):
                    opened.remove(equal)
        if event.opens:
            self._open(event)
            if closed:
                self._clocks.succeed(event, closed)
        return closed

    def _open(self, event: Event) -> None:
        """Add an event to those that are open; one that is listed twice becomes two objects."""
        if self._opened is None:
            self._opened = OpenedEvents()
        self._count += 1
        is_open_already = any(event is other for other in self._opened.equal_to(event))
        self._opened.add(copy(event) if is_open_already else event, self._count)
