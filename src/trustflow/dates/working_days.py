"""The working days of England and Wales, and the bank holidays that are none.

A day is a number here, as in [edtf][trustflow.dates.edtf].
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .edtf import AFTER_ALL, BEFORE_ALL, MIN_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LAST_CALENDAR_DAY",
    "LAST_CALENDAR_YEAR",
    "LAST_KNOWN_HOLIDAYS",
    "bank_holiday",
    "bank_holidays",
    "is_weekend",
    "is_working_day",
    "working_days_of",
    "working_days_on",
]

LAST_CALENDAR_YEAR = 2100
"""The last year the holidays package projects bank holidays for."""
LAST_CALENDAR_DAY = dt.date(LAST_CALENDAR_YEAR, 12, 31).toordinal()
LAST_KNOWN_HOLIDAYS = 2026
"""Bank holidays after this year are projected: a day may yet be proclaimed or moved."""


@cache
def bank_holidays(year: int) -> Mapping[int, str]:
    """The bank holidays of England and Wales in a year: name by ordinal; none after 2100."""
    from holidays import country_holidays

    # Without the subdivision the package leaves out Easter Monday and the August bank holiday.
    found = country_holidays("GB", subdiv="ENG", years=year, expand=False)
    # The answer is kept for the next who asks, so nobody may change it.
    return MappingProxyType({day.toordinal(): name for day, name in found.items()})


def is_working_day(ordinal: int) -> bool:
    """Whether it is no Saturday, Sunday, Christmas Day, Good Friday or bank holiday."""
    return not is_weekend(ordinal) and not bank_holiday(ordinal)


def is_weekend(ordinal: int) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return ordinal % 7 in {6, 0}


def bank_holiday(ordinal: int) -> str | None:
    """The name of the bank holiday on a day; None where there is none."""
    return bank_holidays(dt.date.fromordinal(ordinal).year).get(ordinal)


def working_days_on(ordinal: int, count: int, sign: int) -> int:
    """The day so many working days after another, or before it for sign -1.

    Beyond the years of the calendar it is the day after all, or before all, that are held.
    """
    if count == 0:
        return ordinal
    year = dt.date.fromordinal(ordinal).year
    if sign < 0:
        place = bisect_left(working_days_of(year), ordinal) - count
        while place < 0:
            year -= 1
            if year < MIN_YEAR:
                return BEFORE_ALL
            place += len(working_days_of(year))
        return working_days_of(year)[place]
    place = bisect_right(working_days_of(year), ordinal) + count - 1
    while year <= LAST_CALENDAR_YEAR:
        if place < len(working_days_of(year)):
            return working_days_of(year)[place]
        place -= len(working_days_of(year))
        year += 1
    return AFTER_ALL


@cache
def working_days_of(year: int) -> tuple[int, ...]:
    """The working days of a year, as ordinals."""
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    return tuple(day for day in range(first, last + 1) if is_working_day(day))
