"""The numbers of calendar days that a length of time can have, whatever day it is counted from."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from .spans import Unit

if TYPE_CHECKING:
    from .spans import Span

__all__ = ["FOUR_YEARS", "days_of_span"]

FOUR_YEARS = range(dt.date(2025, 1, 1).toordinal(), dt.date(2029, 1, 1).toordinal())
"""The start days on which lengths of time are compared; one year is a leap year."""
MOST_COMPARED = 36
"""The most months that are counted from each of these days."""


@lru_cache(maxsize=1024)
def days_of_span(span: Span) -> tuple[int, int]:
    """Return a least and a greatest number of days that no start day falls below or exceeds."""
    count, unit = span.counted
    if unit is Unit.DAYS or not count:
        return count, count
    if unit is Unit.WORKING_DAYS:
        # At most five bank holidays lie in five weeks, nine in half a year and twelve in a year.
        holidays = 5 if count <= 25 else 9 + 12 * (count // 125)  # noqa: PLR2004 - days of work
        weekdays = count + holidays
        return count + 2 * ((count - 1) // 5), weekdays + 2 * ceil(weekdays / 5)
    if count > MOST_COMPARED:
        mean = count * 146097 // 4800  # the days of 400 years, which are 4,800 months
        return mean - 4, mean + 4
    lengths = [span.shift(day) - day for day in FOUR_YEARS]
    by_2100 = int(count > 12)  # noqa: PLR2004 - it is no leap year, which long spans can cross
    return min(lengths) - by_2100, max(lengths) + by_2100
