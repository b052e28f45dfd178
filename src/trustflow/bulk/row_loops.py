"""Loops over the rows of a log that look something up for each, compiled with numba.

One pass reads each row once, where a sequence of array operations would write and read several
intermediate arrays of the length of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import MIN_DAY
from .compiled import Compiled
from .kernel import NO_DAY, NONE

if TYPE_CHECKING:
    from .kernel import Flags, Ints

__all__ = ["compiled_look_up_days", "compiled_number_facts", "look_up_days", "number_facts"]


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
        numbers: For each line and each day from `MIN_DAY`, the number of the facts less `offset`.
        offset: The first number of the facts of triggers with days.
        facts: The array into which the numbers are written.
        others: The array into which the rows are written whose facts are not in `numbers`.
    """
    count = 0
    for row in range(len(trigger)):
        kind = trigger[row]
        facts[row] = kind
        day = first[row]
        if is_dated[kind] and day != NO_DAY:
            if line[kind] != NONE and day == last[row]:
                facts[row] = offset + numbers[line[kind], day - MIN_DAY]
            else:
                others[count] = row
                count += 1
    return count


compiled_look_up_days = Compiled(look_up_days)
compiled_number_facts = Compiled(number_facts)
