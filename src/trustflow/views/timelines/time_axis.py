"""The time axis of a timeline: the days that have a grid line, and their labels."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...dates import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DAYS_PER_YEAR", "grid_days"]

DAYS_PER_YEAR, MONTHS_PER_YEAR = 365.25, 12
QUARTERLY_FROM, YEARLY_FROM = DAYS_PER_YEAR, 3 * DAYS_PER_YEAR


def grid_days(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the first day of each year, quarter or month, with its label.

    An axis of more than three years has a line for each year, an axis of more than one year a line
    for each quarter, and a shorter axis a line for each month.

    Args:
        first: The first day of the axis, as an ordinal.
        last: The last day of the axis, as an ordinal.
    """
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    if last - first > YEARLY_FROM:
        step = MONTHS_PER_YEAR
    else:
        step = 3 if last - first > QUARTERLY_FROM else 1
    # Months are counted from January of year 0, so that steps of 3 and 12 months hit each January.
    month = start.year * MONTHS_PER_YEAR + (start.month - 1) // step * step
    while month <= end.year * MONTHS_PER_YEAR + end.month - 1:
        day = dt.date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)
        if day >= start:
            name = "" if step == MONTHS_PER_YEAR else f"{MONTH_NAMES[day.month - 1][:3]} "
            yield day.toordinal(), f"{name}{day.year}"
        month += step
