"""The day to which each span leads from every day held, worked out for all days at once.

It is what [Span.shift][trustflow.dates.Span.shift] says, which is asked of one day at a time.
"""

from __future__ import annotations

import datetime as dt
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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .kernel import Ints

__all__ = ["SpanBack", "due_table"]

SpanBack: TypeAlias = tuple[Span, int]
"""A span and the direction in which it is counted: 1 after a day, -1 before it."""
EPOCH = dt.date(1970, 1, 1).toordinal()
"""The day that numpy counts from."""


def due_table(spans: Sequence[SpanBack]) -> Ints:
    """By span and day, from `BEFORE_ALL` to `AFTER_ALL`, the day that the span leads to."""
    days = np.arange(BEFORE_ALL, AFTER_ALL + 1)
    table = np.empty((len(spans), len(days)), np.int32)
    for row, (span, sign) in enumerate(spans):
        table[row] = _shifted(days, span, sign).clip(BEFORE_ALL, AFTER_ALL)
    table[:, 0], table[:, -1] = BEFORE_ALL, AFTER_ALL
    return table


def _shifted(days: Ints, span: Span, sign: int) -> Ints:
    if span.unit is Unit.DAYS:
        return days + sign * span.count
    if span.unit is Unit.MONTHS:
        return _months_on(days, sign * span.count)
    return _working_days_on(days, span.count, sign)


def _months_on(days: Ints, count: int) -> Ints:
    """The same day of a month so many on; the last day of one that is too short for it."""
    dates = (days - EPOCH).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = (months + count).astype("datetime64[D]")
    length = (months + count + 1).astype("datetime64[D]") - month
    day = np.minimum(dates - months.astype("datetime64[D]"), length - 1)
    found: Ints = (month + day).astype(np.int64) + EPOCH
    return found


def _working_days_on(days: Ints, count: int, sign: int) -> Ints:
    if count == 0:
        return days
    if sign < 0:
        working = _working_days(MAX_YEAR)
        places = np.searchsorted(working, days, "left") - count
        return np.where(places < 0, BEFORE_ALL, working[np.maximum(places, 0)])
    working = np.append(_working_days(LAST_CALENDAR_YEAR), AFTER_ALL)
    places = np.searchsorted(working, days, "right") + count - 1
    return working[np.minimum(places, len(working) - 1)]


@cache
def _working_days(last_year: int) -> Ints:
    return np.concatenate([working_days_of(year) for year in range(MIN_YEAR, last_year + 1)])
