"""Read which rows of evidence an event cites, and turn each into a source.

A citation is the id of a row. After it, ``name=value`` gives a field of the source in place of the
one that the row gives; ``stated_date=-`` leaves a field out.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

from attrs import field, fields, frozen

from trustflow import Source

from .tables import ROW_ID, Row

__all__ = ["NOTHING", "Citation", "citations_in", "citations_text", "source_of", "stated_date"]

NOTHING = "-"
"""The value of a field of the source that is left out."""
OVERRIDES = tuple(each.name for each in fields(Source) if each.name != "evidence_row")
"""The fields of a source that a citation can give."""
SAME_EVENT = {
    "focused_visit_letter_published": "visit_letter_published",
    "monitoring_letter_published": "visit_letter_published",
    "monitoring_visit": "visit_made",
    "trust_live": "trust_went_live",
    "trust_decision_announced": "decision_announced",
    "commissioner_report_delivered": "commissioner_reported",
}
"""The events that the tables name in other words than trustflow."""
UNDATED = {"other", "deadline_set"}
"""The events of the tables whose date may be that of something else."""
CONFIDENCE = re.compile("confidence=(high|medium|low)")
"""How a note begins that says how good its row is."""
SEED = " (seed)"
"""What the first table appends to the title of some sources."""


@frozen
class Citation:
    """A row of evidence that an event cites, with the fields that differ from the row's.

    Attributes:
        row_id: The id of the row.
        overrides: The fields of the source that the citation gives, by name.
    """

    row_id: str
    overrides: Mapping[str, str] = field(factory=dict)


def citations_in(cell: str) -> tuple[Citation, ...]:
    """Return the citations in a cell.

    Raises:
        ValueError: The cell does not consist of ids and fields of a source.
    """
    lexer = shlex.shlex(cell, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    found: list[tuple[str, dict[str, str]]] = []
    for word in lexer:
        name, equals, value = word.partition("=")
        if ROW_ID.fullmatch(word):
            found.append((word, {}))
        elif equals and name in OVERRIDES and found:
            found[-1][1][name] = value
        else:
            msg = f"{word!r} is neither the id of a row nor a field of the source before it."
            raise ValueError(msg)
    return tuple(Citation(row_id, overrides) for row_id, overrides in found)


def citations_text(citations: tuple[Citation, ...]) -> str:
    """Return citations as the text of a cell."""
    return " ".join(word for citation in citations for word in _words(citation))


def _words(citation: Citation) -> Iterator[str]:
    yield citation.row_id
    for name, value in citation.overrides.items():
        yield f'{name}="{value}"' if any(map(str.isspace, value)) else f"{name}={value}"


def source_of(
    citation: Citation, row: Row, *, event: str, on: str, copies: Mapping[str, str]
) -> Source:
    """Return the source that a citation describes.

    Args:
        citation: The citation.
        row: The row that it cites.
        event: The name of the event's class.
        on: The date of the event.
        copies: The first publisher of each page that is a copy, by its address.

    Raises:
        ValueError: A field of the source cannot be read.
    """
    name = citation.row_id.partition(":")[0]
    given, date = _READERS[name](row)
    if _states_date(row, event) and date not in {"", on} and f"{date}/.." != on:
        given["stated_date"] = date
    if given.get("url") in copies:
        given["copy_of"] = copies[given["url"]]
        if given["confidence"] == "high":
            given["confidence"] = "medium"
    given |= citation.overrides
    known = {field: text for field, text in given.items() if text not in {"", NOTHING}}
    title = known.pop("title", "")
    return Source(title, evidence_row=citation.row_id, **known)


def _states_date(row: Row, event: str) -> bool:
    """Return whether the date of a row is one for this event."""
    stated = row.get("event", "inspection_published")
    return stated not in UNDATED and SAME_EVENT.get(stated, stated).replace(" ", "_") == event


def _sourced_fact(row: Row) -> tuple[dict[str, str], str]:
    url = row["source_url"]
    return {
        "title": row["source_title"].removesuffix(SEED),
        "url": url if url.startswith("http") else "",
        "published": row["source_published"],
        "confidence": row["confidence"],
    }, row["date_edtf"]


def _primary_source(row: Row) -> tuple[dict[str, str], str]:
    graded = CONFIDENCE.match(row["note"])
    return {
        "title": row["primary_title"],
        "url": row["primary_url"],
        "published": row["primary_published"],
        "confidence": graded[1] if graded else "high",
    }, stated_date(row)


def stated_date(row: Row) -> str:
    """Return the date that a row of facts checked against primary sources gives."""
    new = row["new_date_edtf"]
    return row["old_date_edtf"] if new in {"", "same"} else new


def _report(authority: str, published: str, page: str = "") -> str:
    title = f"Ofsted: inspection report on {authority} children's services, {published}"
    return f"{title}, page {page}" if page else title


def _outcome(row: Row) -> tuple[dict[str, str], str]:
    if not row["overall"]:
        title = f"Ofsted: list of inspection reports, {row['authority']}, {row['published']}"
        return {"title": title, "confidence": "high"}, row["published"]
    return {
        "title": _report(row["authority"], row["published"]),
        "url": row["url"],
        "published": row["published"],
        "confidence": "high",
    }, row["published"]


def _letter(row: Row) -> tuple[dict[str, str], str]:
    return {
        "title": f"{_focused_visit(row)} (URN {row['ofsted_urn']})",
        "published": row["letter_published"],
        "confidence": "high",
    }, ""


def _focused_visit(row: Row) -> str:
    return f"Ofsted, focused visit to {row['authority']}, letter of {row['letter_published']}"


def _joint_letter(row: Row) -> tuple[dict[str, str], str]:
    place = f"{row['authority']}, letter of {row['letter_date']}"
    return {
        "title": f"Ofsted, joint targeted area inspection of {place}",
        "url": row["url"],
        "published": row["published"],
        "confidence": "high",
    }, ""


def _stated(row: Row) -> tuple[dict[str, str], str]:
    return {
        "title": _report(row["authority"], row["report_published"], row["page"]),
        "url": row["url"],
        "published": row["report_published"],
        "confidence": "high",
    }, row["date_edtf"]


def _earlier(row: Row) -> tuple[dict[str, str], str]:
    published = row["stated_in_report_published"]
    date = row["earlier_date_edtf"]
    return {
        "title": _report(row["authority"], published, row["page"]),
        "url": row["url"],
        "published": published,
        "confidence": "high",
    }, f"{date}/.." if date and row["date_is"] == "inspected" else date


def _wording(row: Row) -> tuple[dict[str, str], str]:
    return {
        "title": _focused_visit(row),
        "published": row["letter_published"],
        "confidence": "high",
    }, ""


def _disagreement(row: Row) -> tuple[dict[str, str], str]:
    return {
        "title": f"Ofsted: inspection report on {row['authority']} children's services",
        "url": row["url"],
        "confidence": "high",
    }, ""


_READERS = {
    "sourced-facts.csv": _sourced_fact,
    "primary-sources.csv": _primary_source,
    "ofsted-outcomes.csv": _outcome,
    "visit-letters.csv": _letter,
    "joint-inspections.csv": _joint_letter,
    "stated-in-reports.csv": _stated,
    "earlier-inspections-stated.csv": _earlier,
    "priority-action-wording.csv": _wording,
    "disagreements.csv": _disagreement,
}
"""How the rows of each table give a source and the date that it states."""
