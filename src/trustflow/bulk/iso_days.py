"""Read days and months in ISO 8601 from the views of texts, compiled with numba.

A day such as ``2016-10-06`` fits into a view (see `text_views`) and is read from its two halves as
numbers, without a look at single characters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ..dates import MAX_DAY, MIN_DAY, MIN_YEAR
from .arrays import NO_DAY
from .compiled import Compiled, jitable
from .texts import EPOCH

if TYPE_CHECKING:
    from .arrays import Ints

__all__ = ["ISO_DAY", "compiled_read_iso_days", "iso_tables", "read_iso_days"]

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


@cache
def iso_tables() -> tuple[Ints, Ints]:
    """Return `days_by_place` and `month_ends` of `read_iso_days`."""
    ordinals = np.arange(MIN_DAY, MAX_DAY + 1, dtype=np.int32)
    dates = (ordinals - EPOCH).astype("datetime64[D]")
    years, months = dates.astype("datetime64[Y]"), dates.astype("datetime64[M]")
    places = (
        years.astype(int) - years[0].astype(int),
        (months - years.astype("datetime64[M]")).astype(int) + 1,
        (dates - months.astype("datetime64[D]")).astype(int) + 1,
    )
    days = np.full((1 << YEAR_BITS, 1 << MONTH_BITS, 1 << DAY_BITS), NO_DAY, np.int32)
    days[places] = ordinals
    return days.ravel(), days.max(axis=2).ravel()


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


compiled_read_iso_days = Compiled(read_iso_days)
