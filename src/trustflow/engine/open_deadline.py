"""Clocks and deadlines as a replay keeps them: open, or settled by an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..history import Deadline, Event, Strength
    from ..process import DateRule
    from .clocks import DayRange

__all__ = ["OpenDeadline", "Settled", "StartedClock"]


class OpenDeadline(NamedTuple):
    """A deadline set in a document that is still to be met."""

    deadline: Deadline
    setter: Event
    strength: Strength
    due: DayRange
    is_doubtful: bool = False
    """Whether it may have been superseded before it was due."""


class StartedClock(NamedTuple):
    """The clock of a rule, and the event that started it."""

    rule: DateRule
    event: Event


class Settled(NamedTuple):
    """A clock or deadline that has ended, or runs on: what met it, and what superseded it."""

    subject: OpenDeadline | StartedClock
    met_by: Event | None = None
    superseded_by: Event | None = None
