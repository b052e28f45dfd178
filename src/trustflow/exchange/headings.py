"""Compare the headings of tables with the names of columns and their synonyms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .._text import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SYNONYMS", "forms_of", "normalised", "parts_of"]

SYNONYMS = {
    "case": ("case_id", "case_concept_name"),
    "authority": (
        "authority_name",
        "name_of_authority",
        "council",
        "council_name",
        "name_of_council",
        "la",
        "la_name",
        "name_of_la",
        "local_authority",
        "local_authority_name",
        "name_of_local_authority",
    ),
    "gss_code": (
        "gss",
        "code",
        "ons_code",
        "la_code",
        "new_la_code",
        "council_code",
        "authority_code",
        "local_authority_code",
    ),
    "event": (
        "trigger",
        "event_name",
        "name_of_event",
        "activity",
        "concept_name",
        "event_type",
        "type_of_event",
        "kind_of_event",
        "type",
        "what_happened",
    ),
    "on": (
        "date",
        "day",
        "when",
        "event_date",
        "date_of_event",
        "date_of_the_event",
        "day_of_event",
        "date_edtf",
    ),
    "known_on": ("date_known",),
    "details": ("detail", "fields"),
    "note": ("notes", "comment", "comments", "remark", "remarks"),
    "source": ("source_title", "source_name", "name_of_source", "reference", "references"),
    "source_url": ("url", "link", "source_link", "source_web_address", "web_address", "web_link"),
    "source_published": (
        "published",
        "published_on",
        "publication_date",
        "date_published",
        "date_of_publication",
        "source_date",
    ),
    "source_confidence": ("confidence",),
    "timestamp": ("time_timestamp",),
}
"""Other headings that are read as each column. Case and punctuation do not matter.

A heading of two columns is not read, because it could mean either.
"""
FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]|[(\[]\s*(?:\w|[0-9]+|e\.?g\b.*?)\s*[)\]]")
"""What does not belong to the heading itself: a footnote mark, ``(s)`` or ``(e.g. 2016-07)``."""
PARTS = re.compile(r"[(\[/)\]]")
"""What separates two names of one thing, as in ``Local authority (LA)`` or ``Date / when``."""
FORMAT_WORDS = re.compile(
    r"(?:(?:_(?:dd?|m{1,4}|yy(?:yy)?|day|month|year)){2,}|_yyyy|_edtf|_iso(?:_8601)?"
    r"|_approx|_approximate|_approximately|_if_known|_if_any|_if_applicable|_optional|_yes_no|_y_n"
    r")+$"
)
"""Words at the end of a heading that describe the cells, such as ``dd/mm/yyyy``."""


def normalised(heading: str) -> str:
    """Return a heading or another name in lower case, with words separated by underscores."""
    return re.sub(r"[\W_]+", "_", composed(heading.casefold())).strip("_")


def forms_of(heading: str) -> Iterator[str]:
    """Yield a heading normalised, then without footnotes, then without words for the format."""
    yield normalised(heading)
    plain = normalised(FOOTNOTE.sub("", heading))
    yield plain
    yield FORMAT_WORDS.sub("", plain)


def parts_of(heading: str) -> list[str]:
    """Return the names in a heading that has several, such as ``Local authority (LA)``."""
    return [part for part in PARTS.split(heading) if normalised(part)]
