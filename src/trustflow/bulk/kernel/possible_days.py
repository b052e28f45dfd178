"""The possible days of rows with open dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import AFTER_ALL, BEFORE_ALL, MIN_DAY
from ..arrays import NO_DAY
from ..compiled import jitable
from .log_rows import row_at

if TYPE_CHECKING:
    from ..arrays import Ints
    from .log_rows import LogRows

__all__ = ["next_with_end", "set_possible_days"]


@jitable
def next_with_end(rows: LogRows, row_order: Ints, place: int, case_end: int) -> int:
    """Return the index of the next row of the case whose date has an end; else `case_end`."""
    place += 1
    while place < case_end:
        row = row_at(row_order, place)
        if rows.first[row] != NO_DAY and rows.last[row] != AFTER_ALL:
            break
        place += 1
    return place


@jitable
def set_possible_days(
    rows: LogRows, row_order: Ints, row: int, reached: int, next_end: int, case_end: int
) -> None:
    """Work out the possible days of a row with an open date.

    Args:
        rows: The rows of the log.
        row_order: As for `check_cases`.
        row: The number of the row.
        reached: The day that the earlier rows of the case have reached.
        next_end: The index of the next row whose date has an end; `case_end` if there is none.
        case_end: The index after the last row of the case.
    """
    first, last, stated = rows.first[row], rows.last[row], rows.stated[row]
    if first == BEFORE_ALL and reached > MIN_DAY:
        first = reached
    if last == AFTER_ALL and next_end < case_end:
        last = rows.last[row_at(row_order, next_end)]
    if first > last:
        # No day is left, so the stated end alone counts.
        is_open_start = rows.first[row] == BEFORE_ALL
        is_open_end = rows.last[row] == AFTER_ALL
        first = rows.first[row] if is_open_end else stated
        last = rows.last[row] if is_open_start else stated
    rows.possible_first[row], rows.possible_last[row] = first, last
