"""Loops over the rows of a log, compiled with numba: they look something up, or group the rows.

One pass reads each row once, where a sequence of array operations would write and read several
intermediate arrays of the length of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import MAX_DAY, MIN_DAY
from .arrays import NO_DAY, NONE
from .compiled import Compiled

if TYPE_CHECKING:
    from .arrays import Flags, Ints

__all__ = [
    "change_points",
    "compiled_change_points",
    "compiled_group_rows",
    "compiled_look_up_days",
    "compiled_number_facts",
    "group_rows",
    "look_up_days",
    "number_facts",
]


def change_points(values: Ints, points: Ints) -> int:
    """Write the numbers of the rows whose value differs from the row before.

    Args:
        values: For each row, its value.
        points: The array into which the numbers are written, one for each row.

    Returns:
        How many such rows there are; less than 0 if a value is lower than the one before it.
    """
    count, falls = 0, 0
    for row in range(1, len(values)):
        points[count] = row  # the next row overwrites it if it does not count, without a branch
        count += values[row] != values[row - 1]
        falls |= values[row] < values[row - 1]
    return -1 if falls else count


def group_rows(case: Ints, ends: Ints, row_order: Ints) -> None:
    """Sort the numbers of the rows by case, keeping the order within each case.

    This is a counting sort: it takes one pass and compares nothing.

    Args:
        case: For each row, the number of its case.
        ends: For each case, the index of its first row; changed here to the index after its last.
        row_order: The array into which the sorted numbers of the rows are written.
    """
    for row in range(len(case)):
        number = case[row]
        row_order[ends[number]] = row
        ends[number] += 1


def look_up_days(first: Ints, last: Ints, dates: Ints, firsts: Ints, lasts: Ints) -> None:
    """Write the earliest and the latest day of each row.

    Args:
        first: The earliest day of each distinct date; then that of a row without a date.
        last: The latest days, in the same order.
        dates: For each row, the index of its date; negative if it has none.
        firsts: The array into which the earliest days are written.
        lasts: The array into which the latest days are written.
    """
    missing = len(first) - 1
    for row in range(len(dates)):
        date = dates[row]
        if date < 0:
            date = missing
        firsts[row], lasts[row] = first[date], last[date]


def number_facts(  # noqa: PLR0917 - the compiled function takes arrays only
    trigger: Ints,
    first: Ints,
    last: Ints,
    is_dated: Flags,
    line: Ints,
    spans: Flags,
    numbers: Ints,
    offset: int,
    facts: Ints,
    others: Ints,
) -> int:
    """Write the number of each row's facts; return how many rows have none yet.

    Args:
        trigger: For each row, the index of its trigger, which is the number of the trigger's facts.
        first: For each row, the earliest day.
        last: For each row, the latest day.
        is_dated: For each trigger, whether the facts depend on the day.
        line: For each trigger, its line in `numbers`; `NONE` if it has none.
        spans: For each line, whether the facts of a day hold for longer dates in its stretch.
        numbers: For each line and each day from `MIN_DAY`, the number of the facts less `offset`.
        offset: The first number of the facts of triggers with days.
        facts: The array into which the numbers are written.
        others: The array into which the rows are written whose facts are not in `numbers`.
    """
    count = 0
    for row in range(len(trigger)):
        facts[row] = trigger[row]
        others[count] = row  # the next row overwrites it if it does not count
        count += is_dated[trigger[row]]
    kept = 0
    for index in range(count):
        row = others[index]
        place, day, end = line[trigger[row]], first[row], last[row]
        if day == NO_DAY:
            continue
        number = NONE
        if place != NONE and day >= MIN_DAY and end <= MAX_DAY:
            number = numbers[place, day - MIN_DAY]
            if day != end and not (spans[place] and number == numbers[place, end - MIN_DAY]):
                number = NONE
        if number != NONE:
            facts[row] = offset + number
        else:
            others[kept] = row
            kept += 1
    return kept


compiled_change_points = Compiled(change_points)
compiled_group_rows = Compiled(group_rows)
compiled_look_up_days = Compiled(look_up_days)
compiled_number_facts = Compiled(number_facts)
