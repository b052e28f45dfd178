"""Named legs: the stretches between two events of a process whose length people ask about."""

from __future__ import annotations

from attrs import field, frozen

from ..history import one_line
from .rules import triggers_of

__all__ = ["NamedLeg"]


@frozen
class NamedLeg:
    """A stretch of a process, from one event to another, whose length people ask about.

    An event is a trigger, or an event's name without its variant, which stands for every variant.

    Args:
        title: The name of the leg for people.
        start: The events that start the leg.
        end: The events that end the leg.
        unless: The events that cancel the leg, so that it can no longer end.
        starts_in: The stages in which a starting event counts; every stage if none is given.
        from_first: Whether the leg starts at the first of several starting events, not at the
            latest.
        better: Whether an event ends the leg only if its grade is better than the last grade before
            the leg started.
    """

    title: str = field(validator=one_line)
    start: tuple[str, ...] = field(converter=triggers_of)
    end: tuple[str, ...] = field(converter=triggers_of)
    unless: tuple[str, ...] = field(default=(), converter=triggers_of)
    starts_in: tuple[str, ...] = field(default=(), converter=triggers_of)
    from_first: bool = False
    better: bool = False
