"""Dates and lengths of time as parts of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...dates import MAX_DAY, MIN_DAY
from ...engine import when
from ..duration import duration_words

if TYPE_CHECKING:
    from ...dates import PartialDate

__all__ = ["length_between", "on_date"]

STARTS_WITH_DAY = re.compile(r"\d{4}-\d\d-\d\d")
VAGUE = 62
"""How many days a length may exceed double its least value, and still be given."""


def on_date(date: PartialDate) -> str:
    """Return a date with its preposition, such as "in October 2016" or "by 9 June 2016".

    Example:
        >>> from trustflow import PartialDate
        >>> on_date(PartialDate.parse("2016-10"))
        'in October 2016'
        >>> on_date(PartialDate.parse("[2016-01-05..2016-01-08]"))
        'between 5 January 2016 and 8 January 2016'
    """
    text, words = date.text, date.words
    if text.startswith("["):
        if ".." in text and "," not in text:
            return f"between {words.replace(' to ', ' and ')}"
        return f"{_preposition(text[1:])} {words}"
    if date.is_open_end and not date.is_open_start:
        return f"{_preposition(text)} {words}"
    return when(date)


def _preposition(text: str) -> str:
    """Return "on" for a text that begins with a day, else "in"."""
    return "on" if STARTS_WITH_DAY.match(text) else "in"


def length_between(start: PartialDate, end: PartialDate) -> str | None:
    """Return the length from one date to a later one in words; None if it cannot be given.

    It is None if a date is open, if the dates leave open which of them is the earlier, or if the
    length is so vague that it says little.
    """
    least, most = end.first - start.last, end.last - start.first
    is_open = start.first <= MIN_DAY or end.last >= MAX_DAY
    if is_open or least < 0 or most == 0 or most > 2 * least + VAGUE:
        return None
    return duration_words(least, most)
