"""Build the event that a row of a frame describes, as `from_frame` does."""

from __future__ import annotations

import json
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

__all__ = [
    "ANY_DAY",
    "bare_event",
    "build_event",
    "has_field",
    "parse_trigger",
    "triggers_that_act_alone",
]

ANY_DAY = PartialDate.parse("2018-04-01")
"""The day for an event that is built only to read its other fields."""


def parse_trigger(process: Process, value: object) -> str | None:
    """Return the trigger that a value of a frame names, or None if there is no such trigger."""
    if not isinstance(value, str):
        return None
    try:
        return event_from_row({"event": value, "on": ANY_DAY.text}, process, lenient=True).trigger
    except BadHistory:
        return None


def has_field(process: Process, trigger: str, name: str) -> bool:
    """Return whether the events of a trigger have a field."""
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    return any(field.name == name for field in fields(cls))


def triggers_that_act_alone(process: Process) -> tuple[str, ...]:
    """Return the triggers whose events set a deadline or abolish without any other field."""
    bare = {trigger: bare_event(process, trigger) for trigger in process.triggers}
    return tuple(
        trigger
        for trigger, event in bare.items()
        if (event.sets_deadlines and event.deadlines_set)
        or (event.can_abolish and event.abolishes(""))
    )


def build_event(process: Process, trigger: str, on: PartialDate, cells: Mapping[str, str]) -> Event:
    """Build an event from its trigger, its day and the other fields that a row gives.

    Raises:
        BadHistory: A field cannot be read.
    """
    if cells:
        needed = _needed_cells(process, process.events, trigger)
        if needed.keys().isdisjoint(cells):
            cells = {**needed, **cells}
        return event_from_row({"event": trigger, "on": on.text, **cells}, process, lenient=True)
    if isinstance(bare_event(process, trigger), NamedEvent):
        return NamedEvent(on, what=trigger)
    return process.event(trigger, on)


def bare_event(process: Process, trigger: str) -> Event:
    """Return an event with a trigger and an arbitrary day, and no other fields."""
    return _bare_event(process, process.events, trigger)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=4096)
def _bare_event(process: Process, _classes: tuple[type[Event], ...], trigger: str) -> Event:
    row = {"event": trigger, "on": ANY_DAY.text}
    return event_from_row(row, process, lenient=True)


@lru_cache(maxsize=4096)
def _needed_cells(
    process: Process, _classes: tuple[type[Event], ...], trigger: str
) -> Mapping[str, str]:
    """Return the cells of the fields that a trigger implies, if its class needs them.

    `event_from_row` adds such fields only after it has failed to build an event without them, which
    is slow.
    """
    cls, implied = process.by_class.get(trigger, (NamedEvent, {}))
    try:
        cls(ANY_DAY)
    except (TypeError, ValueError):
        return {name: json.dumps(value) for name, value in implied.items()}
    return {}
