"""Why a text is refused as a date, with what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from .edtf import (
    MAX_DAY,
    MAX_YEAR,
    MIN_YEAR,
    date_words,
    day_range,
    is_edtf,
    iso_date,
    without_unknown_parts,
)
from .span_texts import SPAN_IN_WORDS
from .written_day import DAY, GAP, MONTH, MONTHS, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["refusal"]

NO_DATE = frozenset(
    {
        *("", "-", "?", "x", "n/a", "n.a", "na", "nan", "nat", "nil", "none", "null", "pending"),
        *("unknown", "date unknown", "not known", "not applicable", "n/k", "nk", "tba", "tbc"),
        *("tbd", "to be agreed", "to be announced", "to be confirmed"),
    }
)
"""What people write in a cell that has no date."""
NEAR_EDTF = (
    (r"([^/]+)/", ("{}/..", "{}")),
    (r"/([^/]+)", ("../{}", "{}")),
    (r"\[\.\.([^,]+)\]", ("../{}",)),
    (r"\[([^,]+)\.\.\]", ("{}/..",)),
    (r"\{(.+)\}", ("[{}]",)),
    (r"(.+)(?:%|~\?|\?~)", ("{}~",)),
    (r"\?(.+)", ("{}?",)),
    (r"y([0-9]{4})", ("{}",)),
    (r"([^.]+)\.\.([^.]+)", ("{}/{}",)),
)
"""Patterns of texts that are nearly EDTF, with the texts to write instead."""
PARTS = {
    **dict.fromkeys(("early", "start of", "beginning of"), ("01", "04", "01", "10")),
    **dict.fromkeys(("mid", "middle of"), ("05", "08", "11", "20")),
    **dict.fromkeys(("late", "end of"), ("09", "12", "21", "")),
}
"""The first and last month of a part of a year, and the first and last day of a part of a month."""
DAY_0_OF_EXCEL = dt.date(1899, 12, 30).toordinal()
"""The day from which Excel counts, for its numbers after February 1900."""


def refusal(text: str) -> str:
    """Return why a text is not a date and what to write instead; empty if its form is unknown.

    Args:
        text: A text of limited length that cannot be read as a date.
    """
    words = " ".join(text.casefold().split())
    if words.rstrip(".") in NO_DATE:
        return "Write ../.. if the day is unknown, or leave the date out if there is none."
    for form, reason in FORMS:
        if match := re.fullmatch(form, words):
            return reason(match)
    return _near_edtf(words)


def _near_edtf(words: str) -> str:
    """Return which EDTF text to write; empty if the words are not close to one."""
    candidates = [[words.replace(" ", "")]] if " " in words else []
    for form, meant in NEAR_EDTF:
        if match := re.fullmatch(form, words):
            candidates.append([text.format(*match.groups()) for text in meant])
    return next((_write(texts) for texts in candidates if all(map(is_edtf, texts))), "")


def _write(texts: Iterable[str]) -> str:
    """Return the sentence that says which of some EDTF texts to write, and what they mean."""
    meanings = [
        text if text == (words := date_words(text)) else f"{text} ({words})" for text in texts
    ]
    return f"Write {' or '.join(meanings)}." if meanings else ""


def _unknown_digits(match: re.Match[str]) -> str:
    """Return what to write instead of a date with unknown digits, such as ``201X``."""
    mask = match[0].replace("u", "x")
    year = mask[:4]
    if year == "xxxx":
        return "Write ../.. for an unknown day."
    if is_edtf(known := without_unknown_parts(mask)):
        return _write([known])
    if not year.isdigit():
        mask, possible = year, [str(number) for number in range(MIN_YEAR, MAX_YEAR + 1)]
    elif not is_edtf(year):
        return ""
    elif mask.count("-") == 1:
        possible = [f"{year}-{month:02}" for month in range(1, 13)]
    else:
        first, last = day_range(year)
        possible = [iso_date(day) for day in range(first, last + 1)]
    fitting = [text for text in possible if re.fullmatch(mask.replace("x", "[0-9]"), text)]
    return _write([f"{fitting[0]}/{fitting[-1]}"] if fitting else [])


def _excel_number(match: re.Match[str]) -> str:
    """Return which day a number means in Excel."""
    ordinal = DAY_0_OF_EXCEL + int(match["number"])
    if ordinal > MAX_DAY:
        return ""
    day = iso_date(ordinal)
    return (
        f"It looks like Excel's number for {date_words(day)}. "
        f"Format the column as a date, or write {day}."
    )


def _part_of_period(match: re.Match[str]) -> str:
    """Return an interval to write instead of "early 2015", which has no fixed end."""
    first_month, last_month, first_day, last_day = PARTS[match["part"]]
    year = match["year"]
    if not is_edtf(year):
        return ""
    if match["month"]:
        month = f"{year}-{MONTHS[match['month']]:02}"
        last = f"{month}-{last_day}" if last_day else iso_date(day_range(month)[1])
        interval = f"{month}-{first_day}/{last}"
    else:
        interval = f"{year}-{first_month}/{year}-{last_month}"
    return f"Write the first and the last possible day or month, such as {interval}."


def _winter(match: re.Match[str]) -> str:
    """Return the two winters that reach into a year."""
    year = int(match["year"])
    return _write(filter(is_edtf, (f"{year - 1}-24", f"{year}-24")))


def _term(_match: re.Match[str]) -> str:
    return (
        "The days of a term differ from place to place. "
        "Write its first and last day, such as 2016-09-05/2016-12-16."
    )


def _short_year(_match: re.Match[str]) -> str:
    return (
        "The year is missing, or has two digits. "
        "Write it with four, and first, such as 2016-07-14 or 2016-07."
    )


def _length_of_time(_match: re.Match[str]) -> str:
    return "It is a length of time, not a date. Expected a date such as 2016-07-14."


FORMS = (
    (SPAN_IN_WORDS, _length_of_time),
    (r"(?=.*[xu])[0-9xu]{4}(?:-[0-9xu]{2}){0,2}", _unknown_digits),
    (r"(?P<number>[0-9]{5,6})(?:\.[0-9]*)?", _excel_number),
    (rf"(?P<part>{'|'.join(PARTS)})[ -](?:{MONTH} )?{YEAR}", _part_of_period),
    (rf"winter (?:of )?{YEAR}", _winter),
    (r"(?:[^ ]+ ){0,3}term(?: [^ ]+){0,3}", _term),
    (r"[0-9]{1,2}([/.-])[0-9]{1,2}(?:\1[0-9]{2})?", _short_year),
    (rf"(?:{DAY}{GAP}(?:of )?)?{MONTH}(?:{GAP}'?[0-9]{{1,2}}(?:st|nd|rd|th)?)?", _short_year),
)
"""Patterns of texts that are refused, with the functions that return the reason."""
