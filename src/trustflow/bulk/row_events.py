"""Build the event that a row of a frame describes, as `from_frame` does."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from attrs import fields

from ..dates import PartialDate
from ..errors import BadHistory
from ..exchange import ReadOptions, event_from_row, normalised
from ..history import Event, NamedEvent
from ..process import Move, Process, StageInfo

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "ANY_DAY",
    "bare_event",
    "build_event",
    "has_field",
    "is_field_of_all",
    "is_readable",
    "names_a_class",
    "parse_trigger",
    "read_day",
    "triggers_that_act_alone",
]

ANY_DAY = PartialDate.parse("2018-04-01")
"""The day for an event that is built only to read its other fields."""


def parse_trigger(process: Process, text: str) -> str | None:
    """Return the trigger that a text names, or None if there is no such trigger."""
    if text in process.triggers:
        return bare_event(process, text).trigger  # which is kept from one log to the next
    try:
        return event_from_row({"event": text, "on": ANY_DAY.text}, process, lenient=True).trigger
    except BadHistory:
        return None


def names_a_class(process: Process, text: str) -> bool:
    """Return whether a text can name a class, whose trigger depends on the fields of the row."""
    if text in process.triggers:
        return False
    name = normalised(text)
    return name not in process.triggers and any(cls.class_name == name for cls in process.events)


def read_day(cells: dict[str, str], options: ReadOptions) -> PartialDate | None:
    """Return the date in the cells of `earliest` and `latest`, or None if it cannot be read."""
    try:
        return event_from_row({"event": "row", **cells}, _any_event(), options).on
    except BadHistory:
        return None


def is_readable(process: Process, cells: dict[str, str], options: ReadOptions) -> bool:
    """Return whether an event that has no fields for some cells can be read with them."""
    trigger = _trigger_without(process, process.events, tuple(cells))
    row = {"event": trigger, "on": ANY_DAY.text, **cells}
    try:
        event_from_row(row, process, options, lenient=True)
    except BadHistory:
        return False
    return True


def is_field_of_all(process: Process, name: str) -> bool:
    """Return whether every event has a field."""
    return all(has_field(process, trigger, name) for trigger in process.triggers)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=4096)
def _trigger_without(
    process: Process, _classes: tuple[type[Event], ...], names: tuple[str, ...]
) -> str:
    """Return the trigger whose events have the fewest of some fields."""
    return min(
        process.triggers,
        key=lambda trigger: sum(has_field(process, trigger, name) for name in names),
    )


@cache
def _any_event() -> Process:
    """Return a process with one trigger and no classes."""
    return Process(
        name="any",
        title="Any event",
        stages={"any": StageInfo("Any", "Any event happens.", final=True)},
        initial="any",
        triggers={"row": "row"},
        moves=[Move("row", "any", "any")],
        rules=[],
    )


def has_field(process: Process, trigger: str, name: str) -> bool:
    """Return whether the events of a trigger have a field."""
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    return any(field.name == name for field in fields(cls))


def triggers_that_act_alone(process: Process) -> tuple[str, ...]:
    """Return the triggers whose events set a deadline or abolish without any other field."""
    return _triggers_that_act_alone(process, process.events)


# The event classes are part of the cache key, because processes that differ only in their classes
# are equal.
@lru_cache(maxsize=32)
def _triggers_that_act_alone(
    process: Process, _classes: tuple[type[Event], ...]
) -> tuple[str, ...]:
    bare = {trigger: bare_event(process, trigger) for trigger in process.triggers}
    return tuple(
        trigger
        for trigger, event in bare.items()
        if (event.sets_deadlines and event.deadlines_set)
        or (event.can_abolish and event.abolishes(""))
    )


def build_event(
    process: Process,
    trigger: str,
    on: PartialDate,
    cells: Mapping[str, str],
    *,
    day_first: bool = False,
) -> Event:
    """Build an event from its trigger, its day and the other fields that a row gives.

    Args:
        process: The process.
        trigger: The trigger.
        on: The day.
        cells: The texts of the other fields.
        day_first: Whether 6/10/2016 in a field is 6 October.

    Raises:
        BadHistory: A field cannot be read.
    """
    if cells:
        needed = _needed_cells(process, process.events, trigger)
        if needed.keys().isdisjoint(cells):
            cells = {**needed, **cells}
        row = {"event": trigger, "on": on.text, **cells}
        return event_from_row(row, process, ReadOptions(day_first=day_first), lenient=True)
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
