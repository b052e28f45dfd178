"""Loops over the rows of a log that look something up for each, compiled with numba.

One pass reads each row once, where a sequence of array operations would write and read several
intermediate arrays of the length of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import MAX_DAY, MIN_DAY, MIN_YEAR
from .compiled import Compiled, jitable
from .kernel import NO_DAY, NONE

if TYPE_CHECKING:
    from .kernel import Flags, Ints

__all__ = [
    "DAY_BITS",
    "ISO_DAY",
    "MONTH_BITS",
    "YEAR_BITS",
    "change_points",
    "compiled_change_points",
    "compiled_look_up_days",
    "compiled_number_facts",
    "compiled_read_iso_days",
    "look_up_days",
    "number_facts",
    "read_iso_days",
]


ISO_DAY, ISO_MONTH = len("2016-10-06"), len("2016-10")
LENGTH = (1 << 32) - 1
"""The bits of the first half of a view that hold the length of the text; the year follows."""
FIRST_THREE = (1 << 24) - 1
"""The bits of the second half that hold ``-10`` of ``2016-10-06``."""


def _bytes(text: bytes) -> int:
    """Return the number that bytes in memory are as a word."""
    return int.from_bytes(text, "little")


FIRST_OF_MONTH = _bytes(b"\0\0\0-01")
YEAR_DIGITS, MONTH_AND_DAY = _bytes(b"0000"), _bytes(b"-00-00")
YEAR_LIMITS, MONTH_AND_DAY_LIMITS = _bytes(b"vvvv"), _bytes(b"\x7fvv\x7fvv")
"""What added to a digit, which can be 9, or to a hyphen, which is 0, sets no high bit."""
YEAR_BITS, MONTH_BITS, DAY_BITS = 9, 4, 5
"""The bits of a year from `MIN_YEAR`, of a month and of a day."""
YEAR_HIGH_BITS, HIGH_BITS = _bytes(b"\x80" * 4), _bytes(b"\x80" * 6)


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


@jitable
def iso_place(wrong: int, year: int, rest: int) -> int:
    """Return the place of a day in the table `days_by_place`; 0 if it is not written in ISO 8601.

    Each byte must be a digit or a hyphen in its place.

    Args:
        wrong: A number other than 0 if the text is known to be another one.
        year: The first four bytes of the text, such as ``2016``.
        rest: The other six bytes, such as ``-10-06``.
    """
    # After the exclusive or, a digit is below 10 and a hyphen 0; all else has or gets a high bit.
    year, rest = year ^ YEAR_DIGITS, rest ^ MONTH_AND_DAY
    wrong |= (year | year + YEAR_LIMITS) & YEAR_HIGH_BITS
    wrong |= (rest | rest + MONTH_AND_DAY_LIMITS) & HIGH_BITS
    # Pairs of digits are multiplied together in one word.
    pairs = (year * 10 + (year >> 8)) & 0xFF00FF
    years = ((pairs * 100 + (pairs >> 16)) & 0xFFFF) - MIN_YEAR
    pairs = (rest >> 8) * 10 + (rest >> 16)
    month, day = pairs & 0xFF, pairs >> 24 & 0xFF
    wrong |= years >> YEAR_BITS | month >> MONTH_BITS | day >> DAY_BITS
    place = (years << MONTH_BITS + DAY_BITS) + (month << DAY_BITS) + day
    return place * (wrong == 0)


def read_iso_days(  # noqa: PLR0917 - the compiled function takes arrays only
    views: Ints, days_by_place: Ints, month_ends: Ints, firsts: Ints, lasts: Ints, others: Ints
) -> int:
    """Write the earliest and the latest day of each row whose text is a day or a month in ISO 8601.

    Args:
        views: For each row, the two halves of the view of its text; see `text_views`.
        days_by_place: The day at each place of `iso_place`; `NO_DAY` if there is none.
        month_ends: The last day of the month at each such place, without the bits of the day.
        firsts: The array into which the earliest days are written.
        lasts: The array into which the latest days are written.
        others: The array into which the numbers of the rows with other texts are written.

    Returns:
        The number of rows with other texts.
    """
    count = 0
    for row in range(len(views)):
        left, right = views[row, 0], views[row, 1]
        # A month is read like its first day. The choices become moves, not branches.
        is_month = left & LENGTH == ISO_MONTH
        first_of_month = right & FIRST_THREE | FIRST_OF_MONTH
        rest = first_of_month if is_month else right
        wrong = (left & LENGTH) - (ISO_MONTH if is_month else ISO_DAY)
        place = iso_place(wrong, left >> 32, rest)
        day, end = days_by_place[place], month_ends[place >> DAY_BITS]
        firsts[row] = day
        lasts[row] = end if is_month else day
        others[count] = row  # the next row overwrites it if it does not count
        count += day == NO_DAY
    return count


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
compiled_look_up_days = Compiled(look_up_days)
compiled_number_facts = Compiled(number_facts)
compiled_read_iso_days = Compiled(read_iso_days)
