"""The event that a row of a frame tells, as `from_frame` reads it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import fields

from ..dates import PartialDate
from ..errors import BadHistory
from ..exchange import event_from_row
from ..history import Event, NamedEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..process import Process

__all__ = ["ANY_DAY", "event_of", "example_of", "has_field", "trigger_named"]

ANY_DAY = PartialDate.parse("2018-04-01")
"""For an event about which something besides its day is asked."""


def trigger_named(process: Process, name: object) -> str | None:
    """The trigger that a text in a frame names; None for no trigger."""
    if not isinstance(name, str):
        return None
    try:
        return event_from_row({"event": name, "on": ANY_DAY.text}, process, lenient=True).trigger
    except BadHistory:
        return None


def has_field(process: Process, trigger: str, name: str) -> bool:
    """Whether the events of a trigger have a field."""
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    return any(field.name == name for field in fields(cls))


def event_of(process: Process, trigger: str, on: PartialDate, cells: Mapping[str, str]) -> Event:
    """The event of a trigger on a day, with other fields where there are some.

    Raises:
        BadHistory: A field cannot be read.
    """
    if cells:
        return event_from_row({"event": trigger, "on": on.text, **cells}, process, lenient=True)
    if isinstance(example_of(process, trigger), NamedEvent):
        return NamedEvent(on, what=trigger)
    return process.event(trigger, on)


@lru_cache(maxsize=4096)
def example_of(process: Process, trigger: str) -> Event:
    """An event of which a frame tells the trigger only, on some day."""
    row = {"event": trigger, "on": ANY_DAY.text}
    return event_from_row(row, process, lenient=True)
