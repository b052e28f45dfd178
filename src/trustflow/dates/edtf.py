"""EDTF dates (ISO 8601-2) as text: the days that a text covers, and its wording for people.

This module represents a day as its proleptic ordinal, as `datetime.date.toordinal` does.
"""

from __future__ import annotations

import datetime as dt
import re

from ..errors import BadDate, quoted

__all__ = [
    "AFTER_ALL",
    "BEFORE_ALL",
    "EXPECTED_DATE",
    "LONGEST_TEXT",
    "MAX_DAY",
    "MAX_YEAR",
    "MIN_DAY",
    "MIN_YEAR",
    "MONTH_NAMES",
    "SEASONS",
    "SIMPLE_DATE",
    "date_words",
    "day_range",
    "first_day_after",
    "is_edtf",
    "iso_date",
    "no_date",
    "without_unknown_parts",
]

MIN_YEAR, MAX_YEAR = 1900, 2199
"""The first and the last year that a date can name."""
MIN_DAY = dt.date(MIN_YEAR, 1, 1).toordinal()
"""The first day that a date can name, 1 January 1900; an open start reaches back to it."""
MAX_DAY = dt.date(MAX_YEAR, 12, 31).toordinal()
"""The last day that a date can name, 31 December 2199; an open end reaches to it."""
BEFORE_ALL = MIN_DAY - 1
"""The result of a calculation that ends before `MIN_DAY`.

Results outside 1900-2199 are clamped to one day outside, so comparisons stay correct.
"""
AFTER_ALL = MAX_DAY + 1
"""The result of a calculation that ends after `MAX_DAY`, clamped like `BEFORE_ALL`."""

LONGEST_TEXT = 200
"""The greatest number of characters in the text of a date."""
# Written out, because `strftime` would use the language of the user's locale.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
"""The name and the first month of each season, by its EDTF number; a season has three months."""

SIMPLE_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)\Z")
UNKNOWN_PARTS = re.compile(
    r"(?<![0-9-])([0-9]{4})(?:(-(?:0[1-9]|1[0-2]))?-XX|-XX-XX)(?![0-9X-])", re.IGNORECASE | re.ASCII
)
EXPECTED_DATE = (
    "Expected a date such as 2016-07-14, 2016-07 or 2016, year first and unknown parts left out. "
    "Also accepted: 2017-22 (summer), 2016-12~ (about), 2016? (uncertain), "
    "2016-09-12/2016-10-06 (between), ../2017-11-16 (by), 2012-06/.. (or later) and "
    "[2015-12,2016-01] (one of)."
)
"""The sentences of an error that list the accepted forms of a date."""


def day_range(text: str) -> tuple[int, int]:
    """Return the earliest and the latest day of an EDTF text, as ordinals.

    Raises:
        BadDate: The text is not in the accepted subset of EDTF.
    """
    # A subclass of `str` is not kept, because it may have another hash or wording.
    if type(text) is not str:
        raise no_date(text)
    if len(text) > LONGEST_TEXT:
        raise BadDate(quoted(text), f"Expected at most {LONGEST_TEXT} characters.")
    if text.startswith("[") and text.endswith("]"):
        return _enclosing_range([_set_item_range(text, item) for item in text[1:-1].split(",")])
    start, slash, end = text.partition("/")
    if not slash:
        return _simple_range(text, start)
    first = MIN_DAY if start == ".." else _simple_range(text, start)[0]
    last = MAX_DAY if end == ".." else _simple_range(text, end)[1]
    if first > last:
        raise BadDate(
            quoted(text), "The interval ends before it starts. Write the earlier end first."
        )
    return first, last


def no_date(value: object) -> BadDate:
    """Return the error for a value that is neither a text nor a day."""
    if type(value) is int and MIN_YEAR <= value <= MAX_YEAR:
        return BadDate(quoted(value), f"Did you mean '{value}'?", meant=str(value))
    reason = "Expected a date, such as '2016-07-14'."
    if isinstance(value, dt.timedelta):
        reason = f"It is a length of time, not a date. {reason}"
    return BadDate(quoted(value), reason)


def without_unknown_parts(text: str) -> str:
    """Return a text in which each ``2016-XX`` is ``2016``, and each ``2016-05-XX`` is ``2016-05``.

    EDTF has both forms. Only the shorter one is kept, so that equal dates have equal texts.
    """
    return UNKNOWN_PARTS.sub(r"\1\2", text)


def is_edtf(text: str) -> bool:
    """Return whether a text is in the accepted subset of EDTF."""
    try:
        day_range(text)
    except BadDate:
        return False
    return True


def _set_item_range(text: str, item: str) -> tuple[int, int]:
    """Return the first and last day of an item of a set: ``2016`` or ``2018..2019``."""
    ends = [_simple_range(text, end) for end in item.split("..", maxsplit=1)]
    if ends[0][0] > ends[-1][1]:
        raise BadDate(quoted(text), f"{item} ends before it starts. Write the earlier end first.")
    return _enclosing_range(ends)


def _enclosing_range(ranges: list[tuple[int, int]]) -> tuple[int, int]:
    return min(first for first, _ in ranges), max(last for _, last in ranges)


def _simple_range(text: str, part: str) -> tuple[int, int]:
    """Return the first and last day of a part: one day, month, season or year.

    An error quotes the whole text.
    """
    match = SIMPLE_DATE.match(part)
    if match is None:
        raise BadDate(quoted(text), EXPECTED_DATE)
    year, month, day = (int(group) if group else None for group in match.groups()[:3])
    assert year is not None  # noqa: S101 - the pattern has no match without a year
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise BadDate(quoted(text), f"Expected a year from {MIN_YEAR} to {MAX_YEAR}.")
    if month is None:
        return dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    try:
        return _range_in_year(year, month, day)
    except ValueError:
        raise BadDate(quoted(text), _reason_not_in_calendar(year, month, day)) from None


def _range_in_year(year: int, month: int, day: int | None) -> tuple[int, int]:
    """Return the first and last day of a day, a month or a season.

    Raises:
        ValueError: The calendar has no such day or month, or the season ends after `MAX_DAY`.
    """
    if day is not None:
        return (ordinal := dt.date(year, month, day).toordinal()), ordinal
    if month not in SEASONS:
        return dt.date(year, month, 1).toordinal(), first_day_after(year, month, 1) - 1
    first_month = SEASONS[month][1]
    last = first_day_after(year, first_month, 3) - 1
    if last > MAX_DAY:
        raise ValueError
    return dt.date(year, first_month, 1).toordinal(), last


def first_day_after(year: int, month: int, count: int) -> int:
    """Return the ordinal of the day after a period of whole months.

    Args:
        year: The year in which the period starts.
        month: The month in which the period starts.
        count: The number of months in the period.
    """
    years, month = divmod(month - 1 + count, 12)
    return dt.date(year + years, month + 1, 1).toordinal()


def _reason_not_in_calendar(year: int, month: int, day: int | None) -> str:
    """Return why a text in the form of a date is not in the calendar."""
    if day is None and month in SEASONS:  # only the winter of the last year is not in the calendar
        return f"Winter {year} ends in February {year + 1}. Expected no day after {MAX_YEAR}."
    if not 1 <= month <= len(MONTH_NAMES):
        return "Expected a month from 01 to 12, or a season from 21 (spring) to 24 (winter)."
    from calendar import monthrange

    return (
        f"Expected a day from 01 to {monthrange(year, month)[1]} for "
        f"{MONTH_NAMES[month - 1]} {year}. Leave out an unknown day."
    )


def iso_date(ordinal: int) -> str:
    """Return a day as text, such as ``2018-04-01``."""
    return dt.date.fromordinal(ordinal).isoformat()


def date_words(text: str) -> str:
    """Return a date in words, such as "1 December 2016" or "about 2015".

    Args:
        text: An EDTF text that `day_range` accepts.
    """
    if text.startswith("["):
        return " or ".join(
            " to ".join(_simple_words(part) for part in item.split(".."))
            for item in text[1:-1].split(",")
        )
    start, slash, end = text.partition("/")
    if not slash:
        return _simple_words(start)
    if start == end:
        return "on an unknown day" if start == ".." else _simple_words(start)
    if start == "..":
        return f"by {_simple_words(end)}"
    if end == "..":
        return f"{_simple_words(start)} or later"
    return f"between {_simple_words(start)} and {_simple_words(end)}"


def _simple_words(part: str) -> str:
    """Return the wording of one day, month, season or year, in the GOV.UK style."""
    unmarked = part.rstrip("~?")
    year, *rest = (int(number) for number in unmarked.split("-"))
    match rest:
        case []:
            words = f"{year}"
        case [24]:  # the only season that reaches into the next year
            words = f"winter {year} to {year + 1}"
        case [month] if month in SEASONS:
            words = f"{SEASONS[month][0]} {year}"
        case [month]:
            words = f"{MONTH_NAMES[month - 1]} {year}"
        case _:
            month, day = rest
            words = f"{day} {MONTH_NAMES[month - 1]} {year}"
    return words if unmarked == part else f"about {words}"
