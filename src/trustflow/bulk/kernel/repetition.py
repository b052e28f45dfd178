"""Find rows that are the same event as an earlier row of their case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..arrays import NO_DAY, NONE
from ..compiled import jitable
from .log_rows import row_at

if TYPE_CHECKING:
    from ..arrays import Ints
    from .log_rows import LogRows, Place
    from .process_tables import ProcessTables

__all__ = ["is_repeated"]


@jitable
def is_repeated(
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    seen: Ints,
    seen_to: int,
    place: Place,
) -> bool:
    """Return whether a row is the same event as an earlier row of its case.

    Rows are entered into the hash table only when a later row asks for them.

    Args:
        tables: The process.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        seen: The hash table of the rows of the case.
        seen_to: The index of the first row that has not been entered.
        place: The place of the row.
    """
    mask = len(seen) - 1
    slot = 0
    for other in range(seen_to, place.in_order + 1):
        row = row_at(row_order, other)
        trigger, day = rows.trigger[row], rows.first[row]
        if len(rows.same_event):
            key = int(rows.same_event[rows.facts[row]])
        else:
            key = int(trigger) if tables.is_comparable[trigger] else NONE
        if day == NO_DAY or day != rows.last[row] or key == NONE:
            if other == place.in_order:
                return False
            continue
        slot = (int(day) * 8191 + key) & mask
        while seen[slot] >= place.case_start:
            earlier = row_at(row_order, seen[slot])
            if rows.first[earlier] == day and (
                rows.same_event[rows.facts[earlier]] == key
                if len(rows.same_event)
                else rows.trigger[earlier] == trigger
            ):
                break
            slot = (slot + 1) & mask
        if other < place.in_order:
            seen[slot] = other
    return bool(seen[slot] >= place.case_start)
