"""Named legs: the stretches between two events of a process whose length people ask about."""

from __future__ import annotations

from attrs import field, frozen

from ..dates import ExplainedCalls, example
from ..history import names, one_line, tuple_of_names, yes_or_no

__all__ = ["NamedLeg"]


@frozen
class NamedLeg(metaclass=ExplainedCalls):
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

    title: str = field(validator=one_line, metadata=example("'From letter to answer'"))
    start: tuple[str, ...] = field(
        converter=tuple_of_names, validator=names, metadata=example("'letter_sent'")
    )
    end: tuple[str, ...] = field(
        converter=tuple_of_names, validator=names, metadata=example("'letter_answered'")
    )
    unless: tuple[str, ...] = field(default=(), converter=tuple_of_names, validator=names)
    starts_in: tuple[str, ...] = field(
        default=(),
        converter=tuple_of_names,
        validator=names,
        metadata=example("'sent'"),
    )
    from_first: bool = field(default=False, validator=yes_or_no)
    better: bool = field(default=False, validator=yes_or_no)
