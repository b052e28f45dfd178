"""Read the columns that date rules need in addition to trigger and date.

A rule may count from a field, such as ``received_on``, or apply only to some values of a field,
such as ``framework``. The event's class reads each distinct value once for each trigger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..engine import start_days
from ..errors import BadHistory
from .kernel import NO_DAY, NONE
from .row_events import ANY_DAY, bare_event, build_event, has_field
from .tables import rule_fields, start_conditions, start_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..history import Event
    from ..process import Process
    from .columns import EncodedColumn
    from .kernel import Flags, Ints

__all__ = ["RuleColumns", "read_rule_columns", "rule_column_names"]

BITS_OF_A_BYTE = 8
"""The largest number of conditions for which one byte a row is enough.

With more conditions, each row takes eight bytes.
"""


class RuleColumns(NamedTuple):
    """The values that date rules need from the rule columns of a log.

    Attributes:
        conditions: For each row, a bit for each condition of the process: set if it holds.
        start_days: For each start field, the earliest and then the latest day to count from, for
            each row. Empty if no row can have such a day.
        is_bad: For each row, whether a field cannot be read. Empty if the log has no rule columns.
    """

    conditions: Ints
    start_days: Ints
    is_bad: Flags


def rule_column_names(process: Process, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names of fields that rules need and that rows have from a column or a default."""
    present = {*columns}
    return tuple(
        name
        for name in rule_fields(process)
        if name in present
        or (
            name in start_fields(process)
            and any(
                getattr(bare_event(process, trigger), name, None) for trigger in process.triggers
            )
        )
    )


def read_rule_columns(
    process: Process, trigger: Ints, columns: Mapping[str, EncodedColumn]
) -> RuleColumns:
    """Read the rule columns of a log.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        columns: The rule columns that the frame has, by name.
    """
    fields = start_fields(process)
    names = rule_column_names(process, columns)
    rows = len(trigger)
    result = RuleColumns(
        _default_conditions(process)[trigger],
        np.zeros((len(fields) if names else 0, 2, rows), np.int32),
        np.zeros(rows if columns else 0, np.bool_),
    )
    for place, field in enumerate(fields if names else ()):
        days = [_days(process, field, bare_event(process, name)) for name in process.triggers]
        result.start_days[place] = np.array([*days, (NO_DAY, NO_DAY)], np.int32)[trigger].T
    for name, column in columns.items():
        _read_column(process, trigger, name, column, result)
    return result


def _default_conditions(process: Process) -> Ints:
    """Return, for each trigger, the conditions that hold for an event without other fields."""
    conditions = start_conditions(process)
    bits = [
        sum(1 << bit for bit, condition in enumerate(conditions) if condition.holds(event))
        for event in (bare_event(process, trigger) for trigger in process.triggers)
    ]
    return np.array([*bits, 0], np.uint8 if len(conditions) <= BITS_OF_A_BYTE else np.int64)


def _read_column(
    process: Process, trigger: Ints, name: str, column: EncodedColumn, result: RuleColumns
) -> None:
    """Store the values of one column in the result."""
    has_name = np.array([*(has_field(process, each, name) for each in process.triggers), False])
    rows = np.flatnonzero((column.indices != NONE) & has_name[trigger])
    pairs = trigger[rows].astype(np.int64) * len(column.values) + column.indices[rows]
    distinct, pair_of_row = np.unique(pairs, return_inverse=True)
    events = list(_events(process, name, column, distinct))
    result.is_bad[rows] |= np.array([event is None for event in events], np.bool_)[pair_of_row]
    for bit, condition in enumerate(start_conditions(process)):
        if condition.field == name:
            holds = np.array(
                [event is not None and condition.holds(event) for event in events], np.bool_
            )
            mask = result.conditions.dtype.type(1 << bit)
            result.conditions[rows] &= ~mask
            result.conditions[rows] |= np.where(holds[pair_of_row], mask, 0).astype(mask.dtype)
    fields = start_fields(process)
    if name in fields:
        days = np.array([_days(process, name, event) for event in events], np.int32)
        result.start_days[fields.index(name), :, rows] = days.reshape(-1, 2)[pair_of_row]


def _events(
    process: Process, name: str, column: EncodedColumn, pairs: Ints
) -> Iterator[Event | None]:
    """Yield an event for each pair of trigger and value, or None if the value is unreadable."""
    triggers = list(process.triggers)
    for pair in pairs.tolist():
        place, index = divmod(pair, len(column.values))
        try:
            yield build_event(process, triggers[place], ANY_DAY, {name: column.values[index]})
        except BadHistory:
            yield None


def _days(process: Process, field: str, event: Event | None) -> tuple[int, int]:
    """Return the earliest and latest day that rules count from; `NO_DAY` if there is no day."""
    if event is None or not getattr(event, field, None):
        return NO_DAY, NO_DAY
    # Any rule that counts from the field will do, because all of them count from the same days.
    rule = next(rule for rule in process.rules if rule.start_field == field)
    return start_days(rule, event, (event.on.first, event.on.last))[0]
