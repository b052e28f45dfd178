"""Build an event by its trigger, whether or not a Python class exists for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..errors import BadArguments, InvalidValue, expected_one_of, quoted
from ..history import Event, NamedEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dates import DateLike
    from .process import Process

__all__ = ["built_event"]

EVENT_FIELDS = {each.name: None for each in attrs.fields(Event) if each.init}.keys()
"""The fields of an event for which the process has no class."""


def built_event(process: Process, trigger: str, on: DateLike, fields: Mapping[str, Any]) -> Event:
    """Build an event by its trigger; see `Process.event`.

    Args:
        process: The process.
        trigger: The trigger.
        on: The day it happened.
        fields: The other fields of the event.

    Raises:
        InvalidValue: The process does not have the trigger, or the fields produce another one.
        BadDate: The day cannot be read.
        BadArguments: A field is unknown, or a required field is missing.
    """
    try:
        trigger = process.trigger(trigger)
    except InvalidValue:
        if on not in tuple(process.triggers):  # a tuple, because the day may be of any type
            raise
        accepted = f"The event comes first, then the day: process.event({on!r}, '2016-07-14')."
        raise InvalidValue(quoted(trigger), "trigger", accepted) from None
    named: tuple[type[Event], dict[str, str]] = (NamedEvent, {"what": trigger})
    cls, values = process.by_class.get(trigger, named)
    if cls is NamedEvent and not fields.keys() <= EVENT_FIELDS:
        raise _unknown_field(trigger, fields)
    event = cls(on, **{**values, **fields})
    if event.trigger != trigger:
        accepted = f"With these fields the event is {event.trigger}. Leave them out, or name it."
        raise InvalidValue(quoted(trigger), "trigger for these fields", accepted)
    return event


def _unknown_field(trigger: str, given: Iterable[str]) -> BadArguments:
    """Return the error for a field that an event without a class does not have."""
    name = next(name for name in given if name not in EVENT_FIELDS)
    cls = "".join(word.capitalize() for word in trigger.split("_"))
    accepted = expected_one_of(name, EVENT_FIELDS)
    return BadArguments(
        f"The event {trigger!r} has no field {name!r}. {accepted} For a field of your own, "
        f"write a class {cls}(Event) and give it to the process: events=[{cls}].",
        f"process.event({trigger!r}, '2016-07-14')",
    )
