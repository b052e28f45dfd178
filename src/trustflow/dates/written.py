"""Texts of dates read as EDTF: strictly, or as people write them ("by 5 June 2015")."""

from __future__ import annotations

import re
from functools import lru_cache

from ..errors import BadDate, quoted
from .edtf import (
    EXPECTED_DATE,
    LONGEST_TEXT,
    date_words,
    day_range,
    iso_date,
    no_date,
    without_unknown_parts,
)
from .refusals import refusal
from .short_intervals import WEEKS, in_full
from .written_day import UNKNOWN_FORM, YEAR, written_ends

__all__ = ["edtf_of_words", "strict_edtf"]

LONGEST_WORDS = 3 * LONGEST_TEXT
"""The greatest length of a date in words, which are longer than EDTF."""
EXPECTED_WORDS = (
    "Expected a date in words, such as 14 July 2016, July 2016, summer 2016, about 2016 or "
    "by July 2016; in numbers, such as 25/10/2016; or in EDTF, such as 2016-07-14, 2016-07, "
    "2016-07-14/2016-10-06 or ../2016-07."
)
REPLACEMENTS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("\u2013\u2014", " - "),
        **dict.fromkeys("\u200b\u200e\u200f\ufeff"),
        "\u2019": "'",
        ",": " ",
    }
)
"""Hyphens, dashes between two dates, invisible characters, apostrophes and commas."""
WINTER = rf"\bwinter (?:of )?{YEAR}(?: to |/| - |-)(?P<next>[0-9]{{4}}|[0-9]{{2}})\b"
INTERVALS = (
    ("between (.+?) and (.+)", "{0}/{3}"),
    ("from (.+?) to (.+)", "{0}/{3}"),
    ("(.+?) - (.+)", "{0}/{3}"),
    ("([0-9]{4})-([0-9]{4})", "{0}/{3}"),
    ("(?:from )?(.+) (?:or later|or after|onwards)", "{0}/.."),
    ("(?:since|from|on or after|no earlier than|not before) (.+)", "{0}/.."),
    ("(?:by|on or before|no later than|not after) (.+)", "../{1}"),
    ("(.+) or (?:earlier|before)", "../{1}"),
    ("before (.+)", "../{before}"),
    ("after (.+)", "{after}/.."),
)
"""The forms of an interval, with its EDTF text; each part gives a first and a last date."""


def strict_edtf(text: object) -> str:
    """Return an EDTF text with its unknown parts left out.

    Raises:
        BadDate: The text is not in the accepted subset of EDTF. The reason names what to write.
    """
    exact = _exact_text(text)
    shorter = without_unknown_parts(exact)
    try:
        day_range(shorter)
    except BadDate as error:
        reason, meant = error.reason, ""
        if len(exact) <= LONGEST_TEXT:
            reason, meant = _reason(exact, error)
        raise BadDate(quoted(text), reason, meant=meant) from None
    return shorter


def _reason(text: str, error: BadDate) -> tuple[str, str]:
    """Return why a text is not EDTF, and the EDTF text that was probably meant."""
    try:
        meant = _read(text, day_first=True)
    except BadDate as other_error:
        return other_error.reason or error.reason, ""
    words = date_words(meant)
    # The words help to check a guess, unless they are what was written.
    in_words = "" if words.casefold() == text.strip().casefold() else f" ({words})"
    return f"Did you mean {meant!r}{in_words}?", meant


def edtf_of_words(text: object, *, day_first: bool) -> str:
    """Return the EDTF text of a date as people write it; EDTF is read too.

    Raises:
        BadDate: The text has no meaning as a date, or more than one. The reason names what to
            write.
    """
    exact = _exact_text(text)
    if len(exact) > LONGEST_WORDS:
        raise BadDate(quoted(text), f"Expected at most {LONGEST_WORDS} characters.")
    try:
        return _read(exact, day_first=day_first)
    except BadDate as error:
        raise BadDate(quoted(text), error.reason or EXPECTED_WORDS) from None


def _exact_text(text: object) -> str:
    """Return a text as a `str`, not as a subclass, whose hash and wording may differ."""
    if not isinstance(text, str):
        raise no_date(text)
    return text[:]


@lru_cache(maxsize=4096)
def _read(text: str, *, day_first: bool) -> str:
    """Return the EDTF text of a date in EDTF or words; an error may have no reason."""
    edtf = without_unknown_parts(text.strip())
    try:
        day_range(edtf)
    except BadDate as error:
        edtf_reason = error.reason
    else:
        return edtf
    try:
        edtf = _whole_date(_normalised(text), day_first=day_first)
        day_range(edtf)
    except BadDate as error:
        reasons = (error.reason, refusal(text), edtf_reason)
        known = (reason for reason in reasons if reason not in {UNKNOWN_FORM, EXPECTED_DATE})
        raise BadDate(quoted(text), next(known, UNKNOWN_FORM)) from None
    return edtf


def _normalised(text: str) -> str:
    """Return a text in lower case, with single spaces and hyphens, and without full stops."""
    words = text.casefold().translate(REPLACEMENTS)
    words = re.sub(r"(?<=[a-z])\.(?=[0-9a-z])", " ", words)
    words = re.sub(r"(?<=[0-9a-z])\.(?![0-9.])", "", words)
    words = " ".join(words.split())
    # One year written as two numbers, such as 2015-16.
    words = re.sub("^([0-9]{4}) - ([0-9]{2})$", r"\1/\2", words)
    # Two dashes are those of one date; one dash joins two dates.
    return re.sub("^([^ ]+) - ([^ ]+) - ([^ ]+)$", r"\1-\2-\3", words)


def _whole_date(words: str, *, day_first: bool) -> str:
    """Return the EDTF text of one date, an interval or a set."""
    if words == "on an unknown day":
        return "../.."
    words = in_full(re.sub(WINTER, _winter, words))
    for form, shifts in WEEKS:
        if match := re.fullmatch(form, words):
            return _week(match[1], *shifts, day_first=day_first)
    for form, edtf in INTERVALS:
        if match := re.fullmatch(form, words):
            ends = [end for part in match.groups() for end in _ends(part, day_first=day_first)]
            return edtf.format(*ends, before=_shifted(ends[0], -1), after=_shifted(ends[-1], 1))
    items = [_item(item, day_first=day_first) for item in words.split(" or ")]
    if " or " in words or " to " in words:
        return f"[{','.join(items)}]"
    return items[0].replace("..", "/")


def _week(day: str, first: int, last: int, *, day_first: bool) -> str:
    """Return the EDTF text of the days of a week, given as days before or after a day of it."""
    text = _item(day, day_first=day_first)
    on, until = day_range(text)
    if on != until:
        raise BadDate(quoted(day), "Expected the day on which the week begins or ends.")
    mark = text[-1] if text[-1] in "~?" else ""
    return f"{iso_date(on + first)}{mark}/{iso_date(on + last)}{mark}"


def _winter(match: re.Match[str]) -> str:
    """Return the EDTF text of "winter 2017 to 2018"; the words, if the years do not follow."""
    following = str(int(match["year"]) + 1)
    return f"{match['year']}-24" if match["next"] in {following, following[2:]} else match[0]


def _item(item: str, *, day_first: bool) -> str:
    """Return the EDTF text of an item of a set: one date, or two with "to" between them."""
    parts = [_ends(part, day_first=day_first) for part in item.split(" to ", maxsplit=1)]
    first, last = parts[0][0], parts[-1][1]
    return first if len(parts) == 1 and first == last else f"{first}..{last}"


def _ends(part: str, *, day_first: bool) -> tuple[str, str]:
    try:
        return written_ends(part, day_first=day_first)
    except BadDate as error:
        raise BadDate(error.found, error.reason or refusal(part)) from None


def _shifted(text: str, count: int) -> str:
    """Return the day before the first day of a simple date (-1), or after its last day (1)."""
    first, last = day_range(text)
    mark = text[-1] if text[-1] in "~?" else ""
    return iso_date((first if count < 0 else last) + count) + mark
