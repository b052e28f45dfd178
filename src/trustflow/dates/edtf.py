"""Dates as text: the part of EDTF (ISO 8601-2) that is read, the days it means, and its words.

A day is a number here, the proleptic ordinal of the standard library.
"""

from __future__ import annotations

import datetime as dt
import re

from ..errors import BadDate, quoted

__all__ = [
    "ACCEPTED",
    "AFTER_ALL",
    "BEFORE_ALL",
    "LONGEST_TEXT",
    "MAX_DAY",
    "MAX_YEAR",
    "MIN_DAY",
    "MIN_YEAR",
    "MONTH_NAMES",
    "days_meant",
    "in_words",
    "iso",
]

MIN_YEAR, MAX_YEAR = 1900, 2199
MIN_DAY = dt.date(MIN_YEAR, 1, 1).toordinal()
MAX_DAY = dt.date(MAX_YEAR, 12, 31).toordinal()
BEFORE_ALL, AFTER_ALL = MIN_DAY - 1, MAX_DAY + 1

LONGEST_TEXT = 200
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
"""Written out: `strftime` would name them in the language of the user's locale."""
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}

SIMPLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)\Z")
ACCEPTED = (
    "write 2018-04-01, 2016-07, 2013, 2017-22 (summer), 2016-12~ (about), 2016?, "
    "2016-09-12/2016-10-06, ../2017-11-16, 2012-06/.. or [2015-12,2016-01]"
)


def days_meant(text: str) -> tuple[int, int]:
    """The earliest and the latest day of an EDTF text, as ordinals.

    Raises:
        BadDate: The text is not in the accepted subset of EDTF.
    """
    if not isinstance(text, str):
        raise BadDate(quoted(text), f"it is {type(text).__name__}; {ACCEPTED}")
    if len(text) > LONGEST_TEXT:
        raise BadDate(quoted(text), f"it is longer than {LONGEST_TEXT} characters")
    if text.startswith("[") and text.endswith("]"):
        return _hull([_range(text, item) for item in text[1:-1].split(",")])
    start, interval, end = text.partition("/")
    if not interval:
        return _simple(text, start)
    first = MIN_DAY if start == ".." else _simple(text, start)[0]
    last = MAX_DAY if end == ".." else _simple(text, end)[1]
    if first > last:
        raise BadDate(
            quoted(text), "the interval ends before it starts; write the earlier end first"
        )
    return first, last


def _range(text: str, item: str) -> tuple[int, int]:
    ends = [_simple(text, end) for end in item.split("..", maxsplit=1)]
    if ends[0][0] > ends[-1][1]:
        raise BadDate(quoted(text), f"{item} ends before it starts; write the earlier end first")
    return _hull(ends)


def _hull(spans: list[tuple[int, int]]) -> tuple[int, int]:
    return min(first for first, _ in spans), max(last for _, last in spans)


def _simple(text: str, part: str) -> tuple[int, int]:
    """The span of one day, month, season or year of the text."""
    match = SIMPLE.match(part)
    if match is None:
        raise BadDate(quoted(text), ACCEPTED)
    year, month, day = (int(group) if group else None for group in match.groups()[:3])
    assert year is not None  # noqa: S101 - the pattern has no match without a year
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise BadDate(quoted(text), f"years run from {MIN_YEAR} to {MAX_YEAR}")
    try:
        return _span(year, month, day)
    except ValueError as error:
        raise BadDate(quoted(text), f"{error} in {part}; {ACCEPTED}") from None


def _span(year: int, month: int | None, day: int | None) -> tuple[int, int]:
    if month is None:
        return dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    if day is not None:
        return (ordinal := dt.date(year, month, day).toordinal()), ordinal
    if month not in SEASONS:
        return dt.date(year, month, 1).toordinal(), _month_after(year, month, 1) - 1
    first_month = SEASONS[month][1]
    last = _month_after(year, first_month, 3) - 1
    if last > MAX_DAY:
        msg = f"that winter ends after {MAX_YEAR}"
        raise ValueError(msg)
    return dt.date(year, first_month, 1).toordinal(), last


def _month_after(year: int, month: int, count: int) -> int:
    """The first day of the month so many months on, as an ordinal."""
    years, month = divmod(month - 1 + count, 12)
    return dt.date(year + years, month + 1, 1).toordinal()


def iso(ordinal: int) -> str:
    """A day as text, such as 2018-04-01."""
    return dt.date.fromordinal(ordinal).isoformat()


def in_words(text: str) -> str:
    """The date for people: 1 December 2016, July 2016, summer 2017, about 2015."""
    if text.startswith("["):
        return " or ".join(
            " to ".join(_words(part) for part in item.split("..")) for item in text[1:-1].split(",")
        )
    start, interval, end = text.partition("/")
    if not interval:
        return _words(start)
    if start == end:
        return "on a day not known" if start == ".." else _words(start)
    if start == "..":
        return f"by {_words(end)}"
    if end == "..":
        return f"{_words(start)} or later"
    return f"between {_words(start)} and {_words(end)}"


def _words(part: str) -> str:
    """One day, month, season or year for people, in the GOV.UK style."""
    plain = part.rstrip("~?")
    year, *rest = (int(number) for number in plain.split("-"))
    match rest:
        case []:
            words = f"{year}"
        case [24]:
            words = f"winter {year} to {year + 1}"
        case [month] if month in SEASONS:
            words = f"{SEASONS[month][0]} {year}"
        case [month]:
            words = f"{MONTH_NAMES[month - 1]} {year}"
        case _:
            month, day = rest
            words = f"{day} {MONTH_NAMES[month - 1]} {year}"
    return words if plain == part else f"about {words}"
