"""One date as people write it, such as "5 June 2015", 25/10/2016 or "summer 2017", read as EDTF.

The texts here are in lower case, with single spaces and without commas.
Each pattern reads every text in one way, and [written][trustflow.dates.written] limits the length.
"""

from __future__ import annotations

import datetime as dt
import re

from ..errors import BadDate, quoted
from .edtf import (
    MONTH_NAMES,
    SEASONS,
    SIMPLE_DATE,
    date_words,
    day_range,
    is_edtf,
)

__all__ = ["DAY", "GAP", "MONTH", "MONTHS", "UNKNOWN_FORM", "YEAR", "written_ends"]

UNKNOWN_FORM = ""
"""The reason for a text that has none of the forms; the caller knows what is accepted."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ABBREVIATION = 3
"""The number of letters in the shortest name of a month or weekday."""
MONTHS = {
    **{name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name[:ABBREVIATION].casefold(): number for number, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}
SEASON_NUMBERS = {name: number for number, (name, _) in SEASONS.items()}

DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, reverse=True))})"
MONTH_ABBREVIATION = rf"(?P<month>{'|'.join(name for name in MONTHS if len(name) == ABBREVIATION)})"
MONTH_NUMBER = "(?P<month>0?[1-9]|1[0-2])"
YEAR = "(?P<year>[0-9]{4})"
SHORT_YEAR = "'?(?P<short_year>[0-4][0-9])"
GAP = "[ /.-]?"
FORMS = (
    rf"{DAY}{GAP}(?:of )?{MONTH}{GAP}(?:{YEAR}|{SHORT_YEAR})",
    rf"{MONTH}{GAP}{DAY}[ /.-]{YEAR}",
    rf"{MONTH}{GAP}{YEAR}",
    rf"{YEAR}{GAP}{MONTH}(?:{GAP}{DAY})?",
    # Excel changes 2016-07 to Jul-16.
    rf"{MONTH_ABBREVIATION}[ -]{SHORT_YEAR}",
    rf"{MONTH} (?='){SHORT_YEAR}",
    rf"{YEAR}(?P<gap>[/.-])(?P<month>[0-9]{{1,2}})(?P=gap)(?P<day>[0-9]{{1,2}})",
    rf"{YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?:\.0+)?",
    rf"{YEAR}[/-]{MONTH_NUMBER}",
    rf"{MONTH_NUMBER}[/-]{YEAR}",
    rf"{YEAR}\.0+",
)
"""The forms that have one meaning, whichever part comes first."""
NUMBERS = rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2{YEAR}"
QUARTER = (
    r"q(?P<first>[1-4])[ /-]?(?P<year>[0-9]{4})|(?P<year_first>[0-9]{4})[ /-]?q(?P<last>[1-4])"
)
QUARTERS = {
    **{ordinal: number for number, ordinal in enumerate(("first", "second", "third", "fourth"), 1)},
    **{ordinal: number for number, ordinal in enumerate(("1st", "2nd", "3rd", "4th"), 1)},
    "last": 4,
}
HALVES = {"first": 1, "second": 2, "1st": 1, "2nd": 2, "last": 2}
PARTS_OF_YEAR = (
    (rf"(?:the )?({'|'.join(QUARTERS)}) quarter (?:of )?([0-9]{{4}})", QUARTERS, 3),
    (rf"(?:the )?({'|'.join(HALVES)}) half (?:of )?([0-9]{{4}})", HALVES, 6),
)
"""The forms of parts of a year, their numbers, and their lengths in months."""
DECADE = "(?:the )?([0-9]{3})0s"
TIME = (  # of day, with or without seconds and a zone
    r"(?:t| | at )(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?: ?[ap]m)?(?: ?(?:z|utc|gmt|bst|[+-][0-9]{2}(?::?[0-9]{2})?))?"
)
ABOUT = "about|around|approximately|approx|circa|ca|c"


def written_ends(part: str, *, day_first: bool) -> tuple[str, str]:
    """Return the first and the last EDTF date of a part.

    They are the same, unless the part is a quarter, a half of a year or a decade.

    Raises:
        BadDate: The part has two meanings, is not in the calendar, or has an unknown form; then the
            reason is `UNKNOWN_FORM`.
    """
    date, mark = _without_mark(part)
    ends = _ends_of_period(date)
    if ends is None:
        text = _written_date(date, day_first=day_first) + mark
        return text, text
    return f"{ends[0]}{mark}", f"{ends[1]}{mark}"


def _ends_of_period(date: str) -> tuple[str, str] | None:
    """Return the first and last month or year of a part of a year or a decade; None for others."""
    if quarter := re.fullmatch(QUARTER, date):
        number = int(quarter["first"] or quarter["last"])
        return _months(quarter["year"] or quarter["year_first"], number, 3)
    for form, numbers, length in PARTS_OF_YEAR:
        if part := re.fullmatch(form, date):
            return _months(part[2], numbers[part[1]], length)
    if decade := re.fullmatch(DECADE, date):
        return f"{decade[1]}0", f"{decade[1]}9"
    return None


def _months(year: str, number: int, length: int) -> tuple[str, str]:
    """Return the first and last month of a part of a year, by its number and length in months."""
    return f"{year}-{length * (number - 1) + 1:02}", f"{year}-{length * number:02}"


def _without_mark(part: str) -> tuple[str, str]:
    """Return a part without the word or sign for *about* or *uncertain*, and the sign in EDTF."""
    if before := re.match(rf"(?:(?:{ABOUT})\b ?|c(?=[0-9])|~ ?)", part):
        return part[before.end() :], "~"
    if after := re.search(rf" ?[~?]$| ?\([~?]\)$| \((?:{ABOUT})\)$| (?:{ABOUT})$", part):
        return part[: after.start()], "?" if "?" in after[0] else "~"
    return part, ""


def _written_date(date: str, *, day_first: bool) -> str:
    """Return the EDTF text of a day, month, season or year, without a mark."""
    # The day is the local one, as it is written.
    day, weekday = _without_weekday(re.sub(f"{TIME}$", "", date))
    text = _without_additions(day, day_first=day_first)
    if day == date:
        return text
    first, last = day_range(text)
    if first != last:
        raise BadDate(quoted(date), UNKNOWN_FORM)
    if weekday not in {"", (right := WEEKDAYS[dt.date.fromordinal(first).weekday()])}:
        reason = (
            f"{date_words(text)} is a {right}, not a {weekday}. "
            f"Correct the date, or write {text} if it is right."
        )
        raise BadDate(quoted(date), reason)
    return text


def _without_weekday(day: str) -> tuple[str, str]:
    """Return a day without its weekday, and the full name of the weekday; empty if it has none."""
    word, _, rest = day.partition(" ")
    names = [name for name in WEEKDAYS if name.casefold().startswith(word)]
    return (rest, names[0]) if names and len(word) >= ABBREVIATION else (day, "")


def _without_additions(date: str, *, day_first: bool) -> str:
    if years := re.fullmatch(rf"{YEAR}[/-](?P<next>[0-9]{{2}})", date):
        _check_one_year(date, int(years["year"]), int(years["next"]))
    if SIMPLE_DATE.match(date):
        return date
    for form in FORMS:
        if match := re.fullmatch(form, date):
            return _edtf_text(**match.groupdict())
    if numbers := re.fullmatch(NUMBERS, date):
        return _one_meaning(numbers[1], numbers[3], numbers["year"], day_first=day_first)
    if season := re.fullmatch("(spring|summer|autumn) (?:of )?([0-9]{4})", date):
        return f"{season[2]}-{SEASON_NUMBERS[season[1]]}"
    raise BadDate(quoted(date), UNKNOWN_FORM)


def _check_one_year(date: str, year: int, following: int) -> None:
    """Check that the second number of ``2015/10`` is a month, not the next year.

    Raises:
        BadDate: The second number is the year after the first one, and the text is not EDTF.
    """
    both = f"{year}/{year + 1}"
    if following != (year + 1) % 100 or is_edtf(date) or not is_edtf(both):
        return
    month = f"{year}-{following:02}"
    reason = (
        f"Write {year}-04/{year + 1}-03 for a year from April to March, "
        f"{year}-09/{year + 1}-08 for a year from September to August"
        f"{f', {month} for {date_words(month)},' if 0 < following <= len(MONTH_NAMES) else ''} "
        f"or {both} for any day in the two years."
    )
    raise BadDate(quoted(date), reason)


def _edtf_text(
    year: str | None = None,
    month: str | None = None,
    day: str | None = None,
    short_year: str | None = None,
    **_gap: str,
) -> str:
    number = f"{MONTHS.get(month, month):0>2}" if month else None
    parts = (year or f"20{short_year}", number, day and f"{day:0>2}")
    return "-".join(part for part in parts if part)


def _one_meaning(one: str, two: str, year: str, *, day_first: bool) -> str:
    """Return the only day that two numbers and a year can mean.

    Raises:
        BadDate: They can mean two days, or none.
    """
    meant, other = f"{year}-{two:0>2}-{one:0>2}", f"{year}-{one:0>2}-{two:0>2}"
    if meant == other or not is_edtf(other):
        return meant
    if day_first and is_edtf(meant):
        return meant
    if day_first:
        reason = f"There is no month {two}. Write {other} for {date_words(other)}."
    elif is_edtf(meant):
        reason = (
            f"It may be {date_words(meant)} or {date_words(other)}. Write {meant} or {other}, "
            "or say that days come first: day_first=True, or --day-first."
        )
    else:
        return other
    raise BadDate(quoted(f"{one}/{two}/{year}"), reason)
