"""The columns of the casebook's data package: what each contains, and how its cells are made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from ..exchange import date_cell, details_text, schema_of
from ..history import GSS_CODE, Confidence, checked_to_text
from ..trust_transfer import TRUST_TRANSFER
from .data_table import TableField
from .index import authorities

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..dates import PartialDate
    from ..history import Event, Source
    from .index import Authority

__all__ = [
    "AUTHORITIES",
    "EVENTS",
    "INHERITED",
    "SOURCES",
    "EventRow",
    "InheritedRow",
    "SourceRow",
]

OWN_COLUMNS = ("judgement", "framework", "kind")
"""The fields of events that have a column of their own; the column `details` has the others."""
LEFT_OUT = ("event", "on", "known_on", "note", "sources", *OWN_COLUMNS)
"""The fields that are not in the column `details`."""
EDTF = {"pattern": schema_of("history")["$defs"]["date"]["pattern"]}
"""The constraint of a date, as in the JSON Schema of histories."""
AS_EDTF = "as EDTF (ISO 8601-2), such as 2018-04-01, 2016-07-XX (a month), 2013 or ../2017-11-16"
CONFIDENCES = {"enum": [str(confidence) for confidence in Confidence]}


class EventRow(NamedTuple):
    """An event with the name of its authority, its position in the history, and its id."""

    authority: str
    position: int
    event_id: str
    event: Event
    data: dict[str, Any]


class SourceRow(NamedTuple):
    """A source of an event, and its position among the event's sources."""

    event_id: str
    position: int
    source: Source


class InheritedRow(NamedTuple):
    """An event that an authority inherits, and its position among these."""

    authority: str
    position: int
    event_id: str


def _date(date: PartialDate | None) -> str | None:
    return None if date is None else date_cell(date.text)


def _earliest(row: EventRow) -> dt.date | None:
    on = row.event.on
    return None if on.is_open_start else dt.date.fromordinal(on.first)


def _latest(row: EventRow) -> dt.date | None:
    on = row.event.on
    return None if on.is_open_end else dt.date.fromordinal(on.last)


def _details(row: EventRow) -> str | None:
    rest = {name: value for name, value in row.data.items() if name not in LEFT_OUT}
    return details_text(row.event, rest, TRUST_TRANSFER) or None


def _former_codes(authority: Authority) -> str | None:
    codes = (f"{code} to {last.text}" for code, last in authority.former_codes.items())
    return "; ".join(codes) or None


def _of_event(name: str) -> Callable[[EventRow], str | None]:
    return lambda row: row.data.get(name)


# The columns

AUTHORITIES = (
    TableField(
        "authority",
        "The name of the council.",
        lambda history: history.authority,
        constraints={"required": True, "unique": True},
    ),
    TableField(
        "gss_code",
        "The code of the Office for National Statistics.",
        lambda history: history.gss_code,
        constraints={"unique": True, "pattern": f"^{GSS_CODE}$"},
    ),
    TableField(
        "former_codes",
        "Earlier codes of the Office for National Statistics, each with the last day of its use.",
        lambda history: _former_codes(authorities()[history.authority]),
    ),
    TableField(
        "ofsted_urn",
        "Ofsted's number of the council; empty if it has none.",
        lambda history: authorities()[history.authority].ofsted_urn,
        constraints={"unique": True},
    ),
    TableField(
        "succeeds",
        "The council that this one replaced, wholly or in part, in a reorganisation.",
        lambda history: history.succeeds,
    ),
    TableField(
        "begins_in",
        "The stage in which the record begins, if that is not the first stage of the process.",
        lambda history: history.begins_in,
        constraints={"enum": list(TRUST_TRANSFER.stages)},
    ),
    TableField(
        "checked_to",
        "The day to which somebody has looked for later events, for each kind of event. Nothing "
        "follows from a missing event of a kind that is not named.",
        lambda history: history.checked_to and checked_to_text(history.checked_to),
    ),
    TableField(
        "intervention_researched",
        "Whether somebody searched for interventions: yes or no. If nobody did, nothing follows "
        "from the absence of notices, directions, commissioners and trusts.",
        lambda history: "yes" if authorities()[history.authority].is_researched else "no",
        constraints={"required": True, "enum": ["yes", "no"]},
    ),
    TableField(
        "events",
        "The number of the council's events on record, without inherited events.",
        len,
        kind="integer",
        constraints={"required": True, "minimum": 0},
    ),
)
AUTHORITY = TableField(
    "authority",
    "The name of the council.",
    lambda row: row.authority,
    constraints={"required": True},
)
EVENT_ID = TableField(
    "event_id", "The id of the event.", lambda row: row.event_id, constraints={"required": True}
)
POSITION = TableField(
    "position",
    "The position of the row among those of the same event or council, from 1.",
    lambda row: row.position,
    kind="integer",
    constraints={"required": True, "minimum": 1},
)
EVENTS = (
    TableField(
        "event_id",
        "The id of the event: its council, date and name. It changes only if one of these does.",
        lambda row: row.event_id,
        constraints={"required": True, "unique": True},
    ),
    AUTHORITY,
    POSITION,
    TableField(
        "event",
        "The trigger: the name of the event, and its variant.",
        lambda row: row.event.trigger,
        constraints={"required": True, "enum": list(TRUST_TRANSFER.triggers)},
    ),
    TableField(
        "event_label",
        "The event in words.",
        lambda row: TRUST_TRANSFER.triggers[row.event.trigger],
        constraints={"required": True},
    ),
    TableField(
        "on",
        f"The date of the event as exactly as its sources give it, {AS_EDTF}.",
        lambda row: _date(row.event.on),
        constraints={"required": True, **EDTF},
    ),
    TableField(
        "earliest",
        "The first day on which the event can have happened; empty if the start is open.",
        _earliest,
        kind="date",
    ),
    TableField(
        "latest",
        "The last day on which the event can have happened; empty if the end is open.",
        _latest,
        kind="date",
    ),
    TableField(
        "known_on",
        f"The day on which the event became known, if that is another day, {AS_EDTF}.",
        lambda row: _date(row.event.known_on),
        constraints=EDTF,
    ),
    TableField(
        "confidence",
        "The confidence of the best source that agrees on the date: high (a primary source states "
        "the event), medium (the press or another secondary source does) or low (inferred).",
        lambda row: row.event.confidence,
        constraints=CONFIDENCES,
    ),
    TableField(
        "judgement",
        "Ofsted's overall judgement; not inadequate if the exact grade is unknown.",
        _of_event("judgement"),
    ),
    TableField("framework", "The inspection framework.", _of_event("framework")),
    TableField("kind", "The kind of visit, or of the agency.", _of_event("kind")),
    TableField(
        "details",
        "The other fields of the event, as name=value, with semicolons between them. A value that "
        'begins with {, [{, [" or a quotation mark is JSON.',
        _details,
    ),
    TableField("note", "A remark for readers.", lambda row: row.event.note),
)
SOURCES = (
    EVENT_ID,
    POSITION,
    TableField(
        "title",
        "The publisher and title, as a reader would look the source up.",
        lambda row: row.source.title,
        constraints={"required": True},
    ),
    TableField("url", "The web address.", lambda row: row.source.url),
    TableField(
        "published",
        f"The date of publication, {AS_EDTF}.",
        lambda row: _date(row.source.published),
        constraints=EDTF,
    ),
    TableField(
        "confidence",
        "high for a primary source, medium for the press and other secondary sources, low for "
        "what is inferred.",
        lambda row: row.source.confidence,
        constraints={"required": True, **CONFIDENCES},
    ),
    TableField(
        "copy_of",
        "The first publisher, if the address leads to a copy on another site.",
        lambda row: row.source.copy_of,
    ),
    TableField(
        "stated_date",
        f"The date that this source gives for the event, if that is another date, {AS_EDTF}.",
        lambda row: _date(row.source.stated_date),
        constraints=EDTF,
    ),
    TableField(
        "evidence_row",
        "The file and line of the evidence from which the source was taken, in the folder "
        "record/evidence of the project.",
        lambda row: row.source.evidence_row,
    ),
)
INHERITED = (AUTHORITY, POSITION, EVENT_ID)
