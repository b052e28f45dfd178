"""Read the events of an authority that people curated, and those left out with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from .citations import Citation, citations_in
from .faults import Fault
from .tables import ROW_ID, Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Authority", "CuratedEvent", "curated_events", "read_authorities", "read_left_out"]

FIELDS = ("event", "on", "known_on", "details", "note")
"""The headings of a file of events that are columns of trustflow's own tables."""
ROWS = "rows"
"""The heading for the rows that an event cites."""


@frozen
class CuratedEvent:
    """A row of a file of events.

    Attributes:
        place: The file and line of the row.
        fields: The texts of the event's fields, by column of trustflow's own tables.
        citations: The rows that the event cites, in the order of its sources.
    """

    place: str
    fields: Row
    citations: tuple[Citation, ...]

    @property
    def event(self) -> str:
        """The name of the event's class."""
        return self.fields["event"]


@frozen
class Authority:
    """An authority that has a history.

    Attributes:
        place: The file and line of the authority.
        slug: The name of its files.
        name: The name.
        gss_code: The code of the Office for National Statistics.
        ofsted_urn: Ofsted's number of the authority; empty if none is known.
        begins_in: The stage in which the history begins; empty for the first stage.
        succeeds: The authority that it replaced; empty if there is none.
        inherits: The event and date of each event of that authority that still binds.
        checked_to: To which day somebody has looked for later events, by kind.
    """

    place: str
    slug: str
    name: str
    gss_code: str
    ofsted_urn: str
    begins_in: str
    succeeds: str
    inherits: tuple[str, ...]
    checked_to: str


def read_authorities(path: Path) -> tuple[Authority, ...]:
    """Return the authorities of the record, in the order of the file."""
    return tuple(
        Authority(
            place=f"{path.name}:{line}",
            slug=row["slug"],
            name=row["name"],
            gss_code=row["gss_code"],
            ofsted_urn=row["ofsted_urn"],
            begins_in=row["begins_in"],
            succeeds=row["succeeds"],
            inherits=tuple(filter(None, map(str.strip, row["inherits"].split(";")))),
            checked_to=row["checked_to"],
        )
        for line, row in rows_of(path)
    )


def curated_events(path: Path, faults: list[Fault]) -> Iterator[CuratedEvent]:
    """Yield the curated events of a file; a file that does not exist has none."""
    if not path.exists():
        return
    for line, row in rows_of(path):
        place = f"{path.name}:{line}"
        if set(row) != {*FIELDS, ROWS}:
            faults.append(Fault(place, f"Expected the headings {', '.join((*FIELDS, ROWS))}."))
            return
        try:
            citations = citations_in(row[ROWS])
        except ValueError as error:
            faults.append(Fault(place, str(error)))
            continue
        if not citations:
            faults.append(Fault(place, "The event cites no row of evidence."))
        yield CuratedEvent(place, {name: row[name] for name in FIELDS if row[name]}, citations)


def read_left_out(path: Path, faults: list[Fault]) -> dict[str, str]:
    """Return the reason why each row is left out, by the id of the row."""
    reasons: dict[str, str] = {}
    for line, row in rows_of(path):
        place, row_id = f"{path.name}:{line}", row["row"]
        if not ROW_ID.fullmatch(row_id) or not row["reason"].strip():
            faults.append(Fault(place, "Expected the id of a row and a reason."))
        elif row_id in reasons:
            faults.append(Fault(place, f"{row_id} is listed twice."))
        reasons[row_id] = row["reason"]
    return reasons
