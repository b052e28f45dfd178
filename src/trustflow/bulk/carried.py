"""What a frame says of events besides trigger and date: the fields that rules ask for.

The fields are those that a rule counts from, such as ``received_on``, and those that decide which
events it holds for, such as ``framework``. Each different value is read by the event's own class.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from attrs import fields as fields_of_class

from ..clocks import clock_of
from ..dates import PartialDate
from ..errors import BadHistory
from ..exchange.table import event_from_row
from ..history import Event, NamedEvent
from .kernel import NO_DAY, NONE
from .tables import conditions_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ..process import Process
    from .columns import Column

__all__ = ["Carried", "event_of", "has_field", "names_of", "read_carried", "trigger_named"]

ANY_DAY = "2018-04-01"
"""For an event whose other fields are asked about."""


class Carried(NamedTuple):
    """What the carried fields come to, by row.

    Attributes:
        conditions: A bit for each condition of the process: whether it holds.
        given: By field, then earliest and latest, then row: the day to count from.
        bad: Whether the row has a field that cannot be read.
    """

    conditions: NDArray[np.int64]
    given: NDArray[np.int32]
    bad: NDArray[np.bool_]


def names_of(process: Process) -> tuple[str, ...]:
    """The fields that a frame may carry, in order."""
    asked = (only.attribute for only in conditions_of(process))
    return tuple(dict.fromkeys((*fields_of(process), *asked)))


def has_field(process: Process, trigger: str, name: str) -> bool:
    """Whether the events of a trigger have a field."""
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    return any(field.name == name for field in fields_of_class(cls))


def trigger_named(process: Process, name: object) -> str | None:
    """The trigger that a text in a frame names, as `from_frame` reads it; None for no trigger."""
    if not isinstance(name, str):
        return None
    try:
        return event_from_row({"event": name, "on": ANY_DAY}, process, lenient=True).trigger
    except BadHistory:
        return None


def event_of(process: Process, trigger: str, on: PartialDate, cells: Mapping[str, str]) -> Event:
    """The event that a row of a frame tells, as `from_frame` reads it.

    Raises:
        BadHistory: A field cannot be read.
    """
    if cells:
        return event_from_row({"event": trigger, "on": on.text, **cells}, process, lenient=True)
    if _knows_its_trigger_only(process, trigger):
        return NamedEvent(on, what=trigger)
    return process.event(trigger, on)


@lru_cache(maxsize=4096)
def _knows_its_trigger_only(process: Process, trigger: str) -> bool:
    row = {"event": trigger, "on": ANY_DAY}
    return isinstance(event_from_row(row, process, lenient=True), NamedEvent)


def read_carried(
    process: Process, trigger: NDArray[np.int32], columns: Mapping[str, Column]
) -> Carried:
    """What the carried fields of rows come to.

    Args:
        process: The process.
        trigger: By row, the place of its trigger.
        columns: The carried columns that the frame has.
    """
    conditions, fields = conditions_of(process), fields_of(process)
    unsaid = sum(1 << bit for bit, only in enumerate(conditions) if only.unsaid)
    rows = len(trigger)
    found = Carried(
        np.full(rows, unsaid, np.uint8 if len(conditions) <= 8 else np.int64),  # noqa: PLR2004
        np.zeros((len(fields) if columns else 0, 2, rows), np.int32),
        np.zeros(rows if columns else 0, np.bool_),
    )
    for name, column in columns.items():
        _read_field(process, trigger, name, column, found)
    return found


def _read_field(
    process: Process, trigger: NDArray[np.int32], name: str, column: Column, found: Carried
) -> None:
    """Read a field where it is given, for each different pair of trigger and value once."""
    owners = np.array([*(has_field(process, each, name) for each in process.triggers), False])
    given = np.flatnonzero((column.numbers != NONE) & owners[trigger])
    pairs = trigger[given].astype(np.int64) * len(column.values) + column.numbers[given]
    different, which = np.unique(pairs, return_inverse=True)
    events = list(_events(process, name, column, different))
    found.bad[given] |= np.array([event is None for event in events], np.bool_)[which]
    for bit, only in enumerate(conditions_of(process)):
        if only.attribute == name:
            holds = np.array([event is not None and only.holds(event) for event in events], bool)
            mask = found.conditions.dtype.type(1 << bit)
            found.conditions[given] &= ~mask
            found.conditions[given] |= np.where(holds[which], mask, 0).astype(mask.dtype)
    fields = fields_of(process)
    if name in fields:
        days = np.array([_days(process, name, event) for event in events], np.int32)
        found.given[fields.index(name), :, given] = days.reshape(-1, 2)[which]


def _events(
    process: Process, name: str, column: Column, pairs: NDArray[np.int64]
) -> Iterator[Event | None]:
    """For each pair of trigger and value an event that has it; None where it cannot be read."""
    triggers, day = list(process.triggers), PartialDate.parse(ANY_DAY)
    for pair in pairs.tolist():
        place, number = divmod(pair, len(column.values))
        try:
            yield event_of(process, triggers[place], day, {name: column.values[number]})
        except BadHistory:
            yield None


def _days(process: Process, name: str, event: Event | None) -> tuple[int, int]:
    """The days that rules count from, which is the same for all that count from the field."""
    if event is None or not getattr(event, name, None):
        return NO_DAY, NO_DAY
    rule = next(rule for rule in process.rules if rule.counts_from == name)
    return clock_of(rule, event).days
