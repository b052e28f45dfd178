"""The words of Ofsted's judgements, and when each was in use."""

from __future__ import annotations

from ..dates import PartialDate, working_days
from ..history import Citation, one_of

__all__ = [
    "ERAS",
    "GRADES",
    "LONGEST_LAG",
    "NOT_INADEQUATE",
    "OVERALL",
    "VOCABULARY",
    "judgement_word",
]

NOT_INADEQUATE = "not inadequate"
"""For a record that says only that the judgement was better than inadequate."""
FULL_WORDS = "requires improvement to be good"
GRADES = {
    "inadequate": 1,
    NOT_INADEQUATE: 2,  # the least that it can be
    "requires improvement": 2,
    "adequate": 2,
    "good": 3,
    "outstanding": 4,
}
"""Every judgement, and which is at least as good as which."""
ERAS = {
    "adequate": PartialDate.parse("../2013-10-31"),
    "requires improvement": PartialDate.parse("2013-11-01/.."),
}
"""The words that were not always in use."""
OVERALL = PartialDate.parse("2013-11-01/2026-03-31")
"""Inspections that start in these days have one overall judgement."""
LONGEST_LAG = working_days(55)
"""How long before publication an inspection of unknown dates may have started."""
VOCABULARY = Citation(
    "Ofsted's judgements: requires improvement took the place of adequate in November 2013; "
    "inspections that start on or after 1 April 2026 have no overall judgement"
)


def judgement_word(value: str) -> str:
    """The judgement as Ofsted writes it, in lower case.

    Raises:
        ValueError: Ofsted has no such judgement; the message names the nearest.
    """
    word = one_of(value, (*GRADES, FULL_WORDS), "judgement")
    return "requires improvement" if word == FULL_WORDS else word
