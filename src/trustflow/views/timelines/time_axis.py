"""The time axis of a timeline: the days that have a grid line, and their labels."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...dates import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DAYS_PER_YEAR", "grid_days", "years_apart"]

DAYS_PER_YEAR, MONTHS_PER_YEAR = 365.25, 12
QUARTERLY_FROM, YEARLY_FROM = DAYS_PER_YEAR, 3 * DAYS_PER_YEAR
DAYS_PER_MONTH = 28
"""The days of the shortest month, which bound the least distance of two lines."""
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
"""The numbers of years from one grid line to the next."""


def grid_days(
    first: int, last: int, *, apart: float = 0, months_apart: float = 0
) -> Iterator[tuple[int, str]]:
    """Yield the first day of each year, quarter or month, with its label.

    An axis of more than three years has a line for each year, an axis of more than one year a line
    for each quarter, and a shorter axis a line for each month. If these would be too close, there
    are fewer.

    Args:
        first: The first day of the axis, as an ordinal.
        last: The last day of the axis, as an ordinal.
        apart: The least number of days from one line to the next, if a label is a year.
        months_apart: The same, if a label is a month, which is a longer text.
    """
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    step = _step(last - first, apart, months_apart)
    # Months are counted from January of year 0, so that steps of 3 and 12 months hit each January.
    month = start.year * MONTHS_PER_YEAR + (start.month - 1)
    month -= month % step
    while month <= end.year * MONTHS_PER_YEAR + end.month - 1:
        day = dt.date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)
        if day >= start:
            name = "" if step >= MONTHS_PER_YEAR else f"{MONTH_NAMES[day.month - 1][:3]} "
            yield day.toordinal(), f"{name}{day.year}"
        month += step


def years_apart(apart: float) -> int:
    """Return the least usual number of years that is at least a number of days."""
    return next((step for step in YEAR_STEPS if step * 365 >= apart), YEAR_STEPS[-1])


def _step(length: int, apart: float, months_apart: float) -> int:
    """Return the number of months from one grid line to the next."""
    steps = () if length > YEARLY_FROM else (3,) if length > QUARTERLY_FROM else (1, 3)
    for step in steps:
        if step * DAYS_PER_MONTH >= months_apart:
            return step
    return years_apart(apart) * MONTHS_PER_YEAR
