"""The years that an axis of days names."""

from __future__ import annotations

__all__ = ["YEAR", "year_ticks"]

YEAR = 365.25
"""The days of a year."""
MOST_TICKS = 6
"""The greatest number of years that an axis names."""


def year_ticks(last_day: int) -> range:
    """Return the whole years up to a day that an axis names, from zero on."""
    last = int(last_day / YEAR)
    return range(0, last + 1, -(-(last + 1) // MOST_TICKS))
