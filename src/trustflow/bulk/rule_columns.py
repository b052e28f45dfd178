"""What a frame says of events besides trigger and date: the fields that rules ask for.

The fields are those that a rule counts from, such as ``received_on``, and those that decide which
events it holds for, such as ``framework``. Each different value is read by the event's own class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..engine import clock_of
from ..errors import BadHistory
from .kernel import NO_DAY, NONE
from .row_events import ANY_DAY, event_of, example_of, has_field
from .tables import conditions_of, fields_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..history import Event
    from ..process import Process
    from .columns import Column
    from .kernel import Flags, Ints

__all__ = ["Carried", "carried_names", "read_carried"]

BITS = 8
"""The conditions that a byte holds; more take eight."""


class Carried(NamedTuple):
    """What the carried fields come to, by row.

    Attributes:
        conditions: A bit for each condition of the process: whether it holds.
        given: By field, then earliest and latest, then row: the day to count from.
        bad: Whether the row has a field that cannot be read.
    """

    conditions: Ints
    given: Ints
    bad: Flags


def carried_names(process: Process, columns: Iterable[str]) -> tuple[str, ...]:
    """Of the fields that rules ask for those that rows may have: in columns, or by default."""
    given = {*columns}
    return tuple(
        name
        for name in names_of(process)
        if name in given
        or (
            name in fields_of(process)
            and any(getattr(example_of(process, each), name, None) for each in process.triggers)
        )
    )


def read_carried(process: Process, trigger: Ints, columns: Mapping[str, Column]) -> Carried:
    """What the carried fields of rows come to.

    Args:
        process: The process.
        trigger: By row, the place of its trigger.
        columns: The carried columns that the frame has.
    """
    fields = fields_of(process)
    names = carried_names(process, columns)
    rows = len(trigger)
    found = Carried(
        _default_conditions(process)[trigger],
        np.zeros((len(fields) if names else 0, 2, rows), np.int32),
        np.zeros(rows if columns else 0, np.bool_),
    )
    for field in fields if names else ():
        days = [_days(process, field, example_of(process, each)) for each in process.triggers]
        found.given[fields.index(field)] = np.array([*days, (NO_DAY, NO_DAY)], np.int32)[trigger].T
    for name, column in columns.items():
        _read_field(process, trigger, name, column, found)
    return found


def _default_conditions(process: Process) -> Ints:
    """By trigger, the conditions that hold for an event of which nothing else is said."""
    conditions = conditions_of(process)
    bits = [
        sum(1 << bit for bit, only in enumerate(conditions) if only.holds(event))
        for event in (example_of(process, trigger) for trigger in process.triggers)
    ]
    return np.array([*bits, 0], np.uint8 if len(conditions) <= BITS else np.int64)


def _read_field(process: Process, trigger: Ints, name: str, column: Column, found: Carried) -> None:
    """Read a field where it is given, for each different pair of trigger and value once."""
    owners = np.array([*(has_field(process, each, name) for each in process.triggers), False])
    given = np.flatnonzero((column.numbers != NONE) & owners[trigger])
    pairs = trigger[given].astype(np.int64) * len(column.values) + column.numbers[given]
    different, which = np.unique(pairs, return_inverse=True)
    events = list(_events(process, name, column, different))
    found.bad[given] |= np.array([event is None for event in events], np.bool_)[which]
    for bit, only in enumerate(conditions_of(process)):
        if only.field == name:
            holds = np.array([event is not None and only.holds(event) for event in events], bool)
            mask = found.conditions.dtype.type(1 << bit)
            found.conditions[given] &= ~mask
            found.conditions[given] |= np.where(holds[which], mask, 0).astype(mask.dtype)
    fields = fields_of(process)
    if name in fields:
        days = np.array([_days(process, name, event) for event in events], np.int32)
        found.given[fields.index(name), :, given] = days.reshape(-1, 2)[which]


def _events(process: Process, name: str, column: Column, pairs: Ints) -> Iterator[Event | None]:
    """For each pair of trigger and value an event that has it; None where it cannot be read."""
    triggers = list(process.triggers)
    for pair in pairs.tolist():
        place, number = divmod(pair, len(column.values))
        try:
            yield event_of(process, triggers[place], ANY_DAY, {name: column.values[number]})
        except BadHistory:
            yield None


def _days(process: Process, name: str, event: Event | None) -> tuple[int, int]:
    """The days that rules count from, which is the same for all that count from the field."""
    if event is None or not getattr(event, name, None):
        return NO_DAY, NO_DAY
    rule = next(rule for rule in process.rules if rule.start_field == name)
    return clock_of(rule, event).days
