"""The clocks and deadlines of a replay, both open and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..history import Deadline, Event, Strength
    from ..process import DateRule
    from .clocks import ClockEnd, DayRange, RunningClock

__all__ = ["LastSet", "OpenDeadline", "Settled", "StartedClock"]


class OpenDeadline(NamedTuple):
    """A deadline that an event set and that no later event has settled."""

    deadline: Deadline
    setter: Event
    strength: Strength
    due: DayRange
    is_doubtful: bool = False
    """Whether the deadline may have been superseded before it was due."""


class LastSet(NamedTuple):
    """The event that set a requirement last, and the deadline that it set."""

    setter: Event
    deadline: Deadline


class StartedClock(NamedTuple):
    """A rule whose clock was started, and the clock."""

    rule: DateRule
    clock: RunningClock


class Settled(NamedTuple):
    """A clock or deadline, with the events that met or superseded it, if any."""

    subject: OpenDeadline | StartedClock
    met_by: Event | None = None
    superseded_by: Event | None = None
    end: ClockEnd | None = None
    """How `met_by` stopped the clock; None for a deadline."""
    superseded_on: DayRange | None = None
    """The possible days of `superseded_by`."""
    met_on: DayRange | None = None
    """The possible days on which `met_by` met the clock or deadline."""
