"""Keep the rows that opened something, such as a post, until another row closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..arrays import NO_DAY, NONE
from ..compiled import jitable
from .log_rows import is_equal, row_at, same_exact_day
from .process_tables import ALL, OLDEST, WITH_LAST

if TYPE_CHECKING:
    from ..arrays import Ints
    from .log_rows import LogRows
    from .process_tables import ProcessTables
    from .working_memory import WorkingMemory

__all__ = ["close_and_open"]

CLOSED = -2
"""The place of a post that is closed and that no successor has taken over."""


@jitable
def close_and_open(
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    memory: WorkingMemory,
    open_count: int,
    place: int,
) -> int:
    """Close what a row closes, then open what it opens; return how many rows are then open.

    If the row closes the post on which a clock depends, it cancels the clock. If it cannot, but
    opens another post in its place, the clock depends on that post.

    Args:
        tables: The process.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        memory: The working memory.
        open_count: The number of rows in `WorkingMemory.opened`.
        place: The index of the row.
    """
    opened, post, clock_started = memory.opened, memory.post, memory.clock_started
    row = row_at(row_order, place)
    if rows.first[row] == NO_DAY:
        return open_count
    trigger = rows.trigger[row]
    closes, opens = tables.closes, tables.opens[trigger]
    oldest, is_one_left = oldest_closed(closes, rows, row_order, opened, open_count, row)
    remaining = 0
    for index in range(open_count):
        opening = opened[index]
        other = row_at(row_order, opening)
        way = closes[trigger, rows.trigger[other]]
        is_closed = way == ALL or (way == WITH_LAST and not is_one_left)
        is_closed = other == oldest or (is_closed and not same_exact_day(rows, row, other))
        if not is_closed and (oldest == NONE or not is_equal(rows, oldest, other)):
            opened[remaining] = opening
            remaining += 1
            continue
        for number in range(len(post)):
            if post[number] == opening:
                if is_closed and tables.cancels[trigger, number] and clock_started[number] < place:
                    clock_started[number] = NONE
                post[number] = place if is_closed and opens else CLOSED
    if opens:
        opened[remaining] = place
        remaining += 1
        for number in range(len(post)):
            if clock_started[number] == place:
                post[number] = place
    return remaining


@jitable
def oldest_closed(
    closes: Ints, rows: LogRows, row_order: Ints, opened: Ints, open_count: int, row: int
) -> tuple[int, bool]:
    """Return the oldest open row that a row closes, and whether it leaves another of them open.

    Args:
        closes: As in `ProcessTables`.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        opened: The indices of the rows that opened something that is still open.
        open_count: Their number.
        row: The row that closes something.

    Returns:
        The number of the oldest row, or `NONE`; and whether another row is left open that could be
        closed in this way on another day. A row that equals the oldest is closed with it.
    """
    oldest, is_one_left = NONE, False
    for index in range(open_count):
        other = row_at(row_order, opened[index])
        if closes[rows.trigger[row], rows.trigger[other]] == OLDEST:
            if oldest == NONE and not same_exact_day(rows, row, other):
                oldest = other
            elif oldest == NONE or not is_equal(rows, oldest, other):
                is_one_left = True
    return oldest, is_one_left
