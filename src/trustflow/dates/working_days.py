"""The working days of England and Wales (SI 2007/462 reg 1(2)), and their bank holidays.

The `holidays` package holds the bank holidays, one-off proclaimed days included; those of the
published years are also listed here. Its calendars of England and of Wales are the same, and this
module uses that of England.

This module represents a day as its proleptic ordinal, as [edtf][trustflow.dates.edtf] does.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .edtf import AFTER_ALL, BEFORE_ALL, MIN_YEAR
from .listed_holidays import LISTED_YEARS, listed_holidays

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LAST_CALENDAR_DAY",
    "LAST_CALENDAR_YEAR",
    "LAST_PUBLISHED_YEAR",
    "bank_holiday_name",
    "bank_holidays",
    "is_weekend",
    "shift_working_days",
    "working_days_of",
    "working_days_up_to",
]

LAST_PUBLISHED_YEAR = 2028
"""The last year whose bank holidays are published on GOV.UK.

Bank holidays of later years are projected by the `holidays` package, which does not say to which
year they are published. A day may be proclaimed or moved in any year to come.
"""
LAST_CALENDAR_YEAR = 2100
"""The last year for which the `holidays` package projects bank holidays."""
LAST_CALENDAR_DAY = dt.date(LAST_CALENDAR_YEAR, 12, 31).toordinal()
"""31 December of `LAST_CALENDAR_YEAR`, as an ordinal."""


@cache
def bank_holidays(year: int) -> Mapping[int, str]:
    """Return the names of a year's bank holidays by ordinal; none after 2100."""
    if year in LISTED_YEARS:
        return MappingProxyType(listed_holidays()[year])
    from holidays import country_holidays

    # Without a subdivision, Easter Monday and the August bank holiday are missing.
    names = country_holidays("GB", subdiv="ENG", years=year, expand=False)
    # Read-only, because the cache returns the same mapping to every caller.
    return MappingProxyType({day.toordinal(): name for day, name in names.items()})


def is_weekend(ordinal: int) -> bool:
    """Return whether a day is a Saturday or a Sunday."""
    return ordinal % 7 in {6, 0}  # ordinal 1 is a Monday


def bank_holiday_name(ordinal: int) -> str | None:
    """Return the name of the bank holiday on a day, or None."""
    return bank_holidays(dt.date.fromordinal(ordinal).year).get(ordinal)


def shift_working_days(ordinal: int, count: int, sign: int) -> int:
    """Return the day some working days after a start day, or before it for sign -1.

    Forwards, a result after 2100 is clamped to `AFTER_ALL`, because no bank holidays are known.
    Backwards, a result before 1900 is clamped to `BEFORE_ALL`.

    Args:
        ordinal: The start day, which is not counted and need not be a working day.
        count: The number of working days; 0 gives the start day.
        sign: 1 to count forwards, -1 to count backwards.
    """
    if count == 0:
        return ordinal
    # `index` is the place of the result among the working days of `year`. While the index is out
    # of range, the search moves by a whole year, so that long spans stay fast.
    year = dt.date.fromordinal(ordinal).year
    if sign < 0:
        index = bisect_left(working_days_of(year), ordinal) - count
        while index < 0:
            year -= 1
            if year < MIN_YEAR:
                return BEFORE_ALL
            index += len(working_days_of(year))
        return working_days_of(year)[index]
    index = bisect_right(working_days_of(year), ordinal) + count - 1
    while year <= LAST_CALENDAR_YEAR:
        if index < len(working_days_of(year)):
            return working_days_of(year)[index]
        index -= len(working_days_of(year))
        year += 1
    return AFTER_ALL


@cache
def working_days_of(year: int) -> tuple[int, ...]:
    """Return the working days of a year, as ordinals."""
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    holidays = bank_holidays(year)
    return tuple(
        day for day in range(first, last + 1) if not is_weekend(day) and day not in holidays
    )


def working_days_up_to(first: int, last: int) -> int:
    """Return the number of working days after a first day, up to a last one (ordinals)."""
    years = range(dt.date.fromordinal(first).year, dt.date.fromordinal(last).year + 1)
    days = [working_days_of(year) for year in years]
    return sum(bisect_right(each, last) - bisect_right(each, first) for each in days)
