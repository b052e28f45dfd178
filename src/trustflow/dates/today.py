"""The present day, which decides how far a record is checked that is kept as things happen."""

from __future__ import annotations

import datetime as dt
import os

from ..errors import BadDate
from .partial import whole_day

__all__ = ["TODAY_VARIABLE", "today", "up_to_today"]

TODAY_VARIABLE = "TRUSTFLOW_TODAY"
"""The environment variable that replaces the present day, for example in tests."""
LONDON = "Europe/London"


def today() -> int:
    """Return the present day in London (ordinal), or the day in `TRUSTFLOW_TODAY`.

    Raises:
        BadDate: `TRUSTFLOW_TODAY` is not one exact day.
    """
    given = os.environ.get(TODAY_VARIABLE)
    if not given:
        from zoneinfo import ZoneInfo

        return dt.datetime.now(ZoneInfo(LONDON)).toordinal()
    try:
        return whole_day(given)
    except BadDate as error:
        raise BadDate(error.found, error.reason, f"day in {TODAY_VARIABLE}") from None


def up_to_today(day: int) -> int:
    """Return a day (ordinal), or the present day if the day has not come yet.

    Raises:
        BadDate: `TRUSTFLOW_TODAY` is not one exact day.
    """
    # The day in London is never before the day in UTC, and time zones take long to load.
    if not os.environ.get(TODAY_VARIABLE) and day <= dt.datetime.now(dt.UTC).toordinal():
        return day
    return min(day, today())
