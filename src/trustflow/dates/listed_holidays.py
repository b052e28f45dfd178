"""The bank holidays of past years, so that most counts are quick.

To load the `holidays` package takes longer than to check most histories. These are its bank
holidays of England, one-off proclaimed days included; a test compares them. Later years are left to
the package, because a day may still be proclaimed or moved, and the package can be upgraded.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

__all__ = ["LISTED_YEARS", "listed_holidays"]

LISTED_YEARS = range(2008, 2027)
"""The years whose bank holidays are listed here."""
DAYS = {
    "New Year's Day": (
        "2008-01-01 2009-01-01 2010-01-01 2011-01-01 2012-01-01 2013-01-01 2014-01-01 "
        "2015-01-01 2016-01-01 2017-01-01 2018-01-01 2019-01-01 2020-01-01 2021-01-01 "
        "2022-01-01 2023-01-01 2024-01-01 2025-01-01 2026-01-01"
    ),
    "Good Friday": (
        "2008-03-21 2009-04-10 2010-04-02 2011-04-22 2012-04-06 2013-03-29 2014-04-18 "
        "2015-04-03 2016-03-25 2017-04-14 2018-03-30 2019-04-19 2020-04-10 2021-04-02 "
        "2022-04-15 2023-04-07 2024-03-29 2025-04-18 2026-04-03"
    ),
    "Easter Monday": (
        "2008-03-24 2009-04-13 2010-04-05 2011-04-25 2012-04-09 2013-04-01 2014-04-21 "
        "2015-04-06 2016-03-28 2017-04-17 2018-04-02 2019-04-22 2020-04-13 2021-04-05 "
        "2022-04-18 2023-04-10 2024-04-01 2025-04-21 2026-04-06"
    ),
    "May Day": (
        "2008-05-05 2009-05-04 2010-05-03 2011-05-02 2012-05-07 2013-05-06 2014-05-05 "
        "2015-05-04 2016-05-02 2017-05-01 2018-05-07 2019-05-06 2020-05-08 2021-05-03 "
        "2022-05-02 2023-05-01 2024-05-06 2025-05-05 2026-05-04"
    ),
    "Spring Bank Holiday": (
        "2008-05-26 2009-05-25 2010-05-31 2011-05-30 2012-06-04 2013-05-27 2014-05-26 "
        "2015-05-25 2016-05-30 2017-05-29 2018-05-28 2019-05-27 2020-05-25 2021-05-31 "
        "2022-06-02 2023-05-29 2024-05-27 2025-05-26 2026-05-25"
    ),
    "Late Summer Bank Holiday": (
        "2008-08-25 2009-08-31 2010-08-30 2011-08-29 2012-08-27 2013-08-26 2014-08-25 "
        "2015-08-31 2016-08-29 2017-08-28 2018-08-27 2019-08-26 2020-08-31 2021-08-30 "
        "2022-08-29 2023-08-28 2024-08-26 2025-08-25 2026-08-31"
    ),
    "Christmas Day": (
        "2008-12-25 2009-12-25 2010-12-25 2011-12-25 2012-12-25 2013-12-25 2014-12-25 "
        "2015-12-25 2016-12-25 2017-12-25 2018-12-25 2019-12-25 2020-12-25 2021-12-25 "
        "2022-12-25 2023-12-25 2024-12-25 2025-12-25 2026-12-25"
    ),
    "Boxing Day": (
        "2008-12-26 2009-12-26 2010-12-26 2011-12-26 2012-12-26 2013-12-26 2014-12-26 "
        "2015-12-26 2016-12-26 2017-12-26 2018-12-26 2019-12-26 2020-12-26 2021-12-26 "
        "2022-12-26 2023-12-26 2024-12-26 2025-12-26 2026-12-26"
    ),
    "Boxing Day (observed)": ("2009-12-28 2010-12-28 2015-12-28 2020-12-28 2021-12-28 2026-12-28"),
    "Christmas Day (observed)": ("2010-12-27 2011-12-27 2016-12-27 2021-12-27 2022-12-27"),
    "New Year's Day (observed)": ("2011-01-03 2012-01-02 2017-01-02 2022-01-03 2023-01-02"),
    "Wedding of William and Catherine": "2011-04-29",
    "Diamond Jubilee of Elizabeth II": "2012-06-05",
    "Platinum Jubilee of Elizabeth II": "2022-06-03",
    "State Funeral of Queen Elizabeth II": "2022-09-19",
    "Coronation of Charles III": "2023-05-08",
}
"""The days of each bank holiday, by its name."""


@cache
def listed_holidays() -> dict[int, dict[int, str]]:
    """Return the names of the bank holidays by year and then by ordinal."""
    years: dict[int, dict[int, str]] = {}
    for name, days in DAYS.items():
        for day in map(dt.date.fromisoformat, days.split()):
            years.setdefault(day.year, {})[day.toordinal()] = name
    return years
