"""A table of due days: for each span, the day that it leads to from every calendar day.

The kernel cannot call [Span.shift][trustflow.dates.Span.shift], so it looks due days up here.
Each row of the table takes 440 kB and is computed for all days at once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from ..dates import (
    AFTER_ALL,
    BEFORE_ALL,
    LAST_CALENDAR_YEAR,
    MAX_YEAR,
    MIN_YEAR,
    Span,
    Unit,
    working_days_of,
)
from .texts import EPOCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Ints

__all__ = ["DirectedSpan", "due_table"]

ONE_DAY, ONE_MONTH = np.timedelta64(1, "D"), np.timedelta64(1, "M")

DirectedSpan: TypeAlias = tuple[Span, int]
"""A span and the direction in which it is counted: 1 forwards, -1 backwards."""


def due_table(spans: Sequence[DirectedSpan]) -> Ints:
    """Return an array with a row for each span: the day it leads to from each day.

    The columns are the days from `BEFORE_ALL` to `AFTER_ALL`. Results outside 1900–2199 are
    clamped to one day outside, so comparisons stay correct.
    """
    days = np.arange(BEFORE_ALL, AFTER_ALL + 1)
    table = np.empty((len(spans), len(days)), np.int32)
    for row, (span, sign) in enumerate(spans):
        table[row] = _shifted(days, span, sign).clip(BEFORE_ALL, AFTER_ALL)
    # As in `Span.shift`, a day outside the calendar stays outside, whatever the span.
    table[:, 0], table[:, -1] = BEFORE_ALL, AFTER_ALL
    return table


def _shifted(days: Ints, span: Span, sign: int) -> Ints:
    count, unit = span.counted
    if unit is Unit.DAYS:
        return days + sign * count
    if unit is Unit.MONTHS:
        return _shifted_by_months(days, sign * count)
    return _shifted_by_working_days(days, count, sign)


def _shifted_by_months(days: Ints, count: int) -> Ints:
    """Return the same day `count` months later, or the last day of a shorter month."""
    dates = (days - EPOCH).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    later = months + count * ONE_MONTH
    month_start = later.astype("datetime64[D]")
    month_length = (later + ONE_MONTH).astype("datetime64[D]") - month_start
    day_of_month = np.minimum(dates - months.astype("datetime64[D]"), month_length - ONE_DAY)
    shifted: Ints = (month_start + day_of_month).astype(np.int64) + EPOCH
    return shifted


def _shifted_by_working_days(days: Ints, count: int, sign: int) -> Ints:
    if count == 0:
        return days
    # Bank holidays are known or projected up to a last year. As in `working_days_on`, backward
    # counting may start after that year, but forward counting past it leaves the calendar.
    if sign < 0:
        working_days = _working_days(MAX_YEAR)
        places = np.searchsorted(working_days, days, "left") - count
        return np.where(places < 0, BEFORE_ALL, working_days[np.maximum(places, 0)])
    working_days = np.append(_working_days(LAST_CALENDAR_YEAR), AFTER_ALL)
    places = np.searchsorted(working_days, days, "right") + count - 1
    return working_days[np.minimum(places, len(working_days) - 1)]


@cache
def _working_days(last_year: int) -> Ints:
    return np.concatenate([working_days_of(year) for year in range(MIN_YEAR, last_year + 1)])
