"""The words of Ofsted's judgements, and when each was in use."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from ..dates import MAX_DAY, MIN_DAY, PartialDate, working_days
from ..history import Citation
from .words import word_of

__all__ = [
    "ERAS",
    "GRADES",
    "INADEQUATE",
    "JUDGEMENT_SPELLINGS",
    "LONGEST_LAG",
    "NOT_INADEQUATE",
    "OVERALL_IN_USE",
    "VOCABULARY_SOURCE",
    "days_of_eras",
    "judgement_word",
    "optional_judgement",
]

INADEQUATE = "inadequate"
NOT_INADEQUATE = "not inadequate"
"""The judgement in a record that gives no exact grade, only that it was not inadequate."""
REQUIRES_IMPROVEMENT = "requires improvement"
LONG_FORM = f"{REQUIRES_IMPROVEMENT} to be good"
"""Ofsted's full form, which is converted to "requires improvement"."""
JUDGEMENT_SPELLINGS = {
    "RI": REQUIRES_IMPROVEMENT,
    "requires improvement (RI)": REQUIRES_IMPROVEMENT,
}
"""Other spellings of judgements in tables."""
GRADES = {
    INADEQUATE: 1,
    NOT_INADEQUATE: 2,  # the lowest grade that the words can mean
    REQUIRES_IMPROVEMENT: 2,
    "adequate": 2,
    "good": 3,
    "outstanding": 4,
}
"""The rank of every judgement; a higher rank is better."""
ERAS = {
    "adequate": PartialDate.parse("../2013-10-31"),
    REQUIRES_IMPROVEMENT: PartialDate.parse("2013-11-01/.."),
}
"""The period in which each word was in use, for the words that were not always in use.

The day on which an inspection started decides which words it could use.
"""
OVERALL_IN_USE = PartialDate.parse("2013-11-01/2026-03-31")
"""An inspection that starts in this period has one overall judgement."""
LONGEST_LAG = working_days(55)
"""The longest time from the start of an inspection to its publication, if the start is unknown."""
VOCABULARY_SOURCE = Citation(
    "Ofsted's judgements: requires improvement took the place of adequate in November 2013; "
    "inspections that start on or after 1 April 2026 have no overall judgement"
)


def judgement_word(value: str) -> str:
    """Return a judgement in lower case and in Ofsted's short form.

    Raises:
        InvalidValue: Ofsted has no such judgement; the message suggests the nearest.
    """
    word = word_of(value, (*GRADES, LONG_FORM), "judgement")
    return REQUIRES_IMPROVEMENT if word == LONG_FORM else word


def optional_judgement(value: str | None) -> str | None:
    """Convert a judgement with `judgement_word`, or return None unchanged."""
    return None if value is None else judgement_word(value)


@cache
def days_of_eras() -> tuple[int, ...]:
    """Return the days of publication (ordinals) from which other words can be in use.

    If the start of an inspection is not known, it can lie up to `LONGEST_LAG` before.
    """
    starts = (OVERALL_IN_USE.first, OVERALL_IN_USE.last + 1)
    days = range(MIN_DAY, MAX_DAY + 1)
    after = (
        days[bisect_left(days, start, key=lambda day: LONGEST_LAG.shift(day, -1))]
        for start in starts
    )
    return (*starts, *after)
