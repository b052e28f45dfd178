"""Intervals as people shorten them: "13-24 June 2016", "June/July 2016", "w/c 6 June 2016".

The texts here are in lower case, with single spaces and without commas.
"""

from __future__ import annotations

import re

from .written_day import MONTHS, SEASON_NUMBERS

__all__ = ["WEEKS", "in_full"]

NUMBER = "[0-9]{1,2}(?:st|nd|rd|th)?"
MONTH = f"(?:{'|'.join(sorted(MONTHS, reverse=True))})"
NAME = f"(?:{MONTH}|{'|'.join(map(str.casefold, SEASON_NUMBERS))})"
DAY_OR_NAME = f"(?:(?:{NUMBER} (?:of )?)?{NAME})"
JOIN = "(?P<join> ?[/-] ?| to | and | or )"
LEAD = "(?P<lead>between |from |)"
DAYS_OF_MONTH = (
    rf"(?P<before>)(?P<one>{NUMBER}){JOIN}(?P<other>{NUMBER})(?P<after> (?:of )?{MONTH} [0-9]{{4}})"
)
DAYS_AFTER_MONTH = (
    rf"(?P<before>{MONTH} )(?P<one>{NUMBER}){JOIN}(?P<other>{NUMBER})(?P<after> [0-9]{{4}})"
)
PARTS_OF_YEAR = (
    rf"(?P<before>)(?P<one>{DAY_OR_NAME}){JOIN}(?P<other>{DAY_OR_NAME})(?P<after> [0-9]{{4}})"
)
SHORT = tuple(LEAD + form for form in (DAYS_OF_MONTH, DAYS_AFTER_MONTH, PARTS_OF_YEAR))
"""The forms of two dates that share a month and a year, or a year."""
WEEKS = (
    (r"(?:w/c|wc|week (?:commencing|beginning|starting)) (.+)", (0, 6)),
    (r"(?:w/e|week ending) (.+)", (-6, 0)),
)
"""The forms of a week, with its first and last day counted from the day that is written."""


def in_full(words: str) -> str:
    """Return words in which both dates of a shortened interval have their month and year.

    Example:
        >>> in_full("13-24 june 2016")
        '13 june 2016 - 24 june 2016'
        >>> in_full("between june and july 2016")
        'between june 2016 and july 2016'
    """
    for form in SHORT:
        if match := re.fullmatch(form, words):
            lead, before, one, join, other, after = match.group(
                "lead", "before", "one", "join", "other", "after"
            )
            join = join if join.strip().isalpha() else " - "
            return f"{lead}{before}{one}{after}{join}{before}{other}{after}"
    return words
