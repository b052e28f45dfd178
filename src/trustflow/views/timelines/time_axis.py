"""The scale of a timeline: the days at which a line is drawn, with their words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...dates import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["YEAR", "grid"]

YEAR, MONTHS = 365.25, 12


def grid(first: int, last: int) -> Iterator[tuple[int, str]]:
    """The days at which a line is drawn, with their words: years, or months of a short time."""
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    step = MONTHS if last - first > 3 * YEAR else 3 if last - first > YEAR else 1
    month = start.year * MONTHS + (start.month - 1) // step * step
    while month <= end.year * MONTHS + end.month - 1:
        day = dt.date(month // MONTHS, month % MONTHS + 1, 1)
        if day >= start:
            name = f"{MONTH_NAMES[day.month - 1][:3]} "
            yield day.toordinal(), f"{name if step < MONTHS else ''}{day.year}"
        month += step
