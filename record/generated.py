"""Say which events the rows of Ofsted's own documents are, whether curated or not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from .citations import Citation, stated_date
from .inspections import EARLIER, OUTCOMES, report_fields, report_stated, stated_fields
from .tables import Evidence, Row
from .visits import JOINT, LETTERS, WORDING, joint_fields, letter_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PrimaryEvent", "primary_events"]

CHECKS = "primary-sources.csv"
INSPECTION = "inspection_published"


@frozen
class PrimaryEvent:
    """An event that rows of Ofsted's documents describe.

    Attributes:
        event: The name of the event's class.
        row_ids: The rows that are this event; the first one identifies it.
        fields: The texts of the event's fields.
        further: Citations of other rows that speak of the event.
        governs: Whether the rows give the fields of a curated event that cites them. If not, a
            curated event that cites them takes the place of this one.
    """

    event: str
    row_ids: tuple[str, ...]
    fields: Row
    further: tuple[Citation, ...] = ()
    governs: bool = True

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The rows that are this event as citations, and the others."""
        return (*map(Citation, self.row_ids), *self.further)


def primary_events(evidence: Evidence, bodies: Mapping[str, str]) -> dict[str, list[PrimaryEvent]]:
    """Return the events of Ofsted's documents by authority.

    Args:
        evidence: The rows of evidence, without those that are left out.
        bodies: The principal authorities that are not the council, as in `joint_fields`.
    """
    tables: dict[str, dict[str, Row]] = defaultdict(dict)
    for row_id, row in evidence.items():
        tables[row_id.partition(":")[0]][row_id] = row
    events: dict[str, list[PrimaryEvent]] = defaultdict(list)
    for each in (
        *_reports(tables[OUTCOMES], tables[EARLIER], tables[CHECKS]),
        *_letters(tables[LETTERS], tables[WORDING]),
        *_joint_letters(tables[JOINT], bodies),
    ):
        events[evidence[each.row_ids[0]]["authority"]].append(each)
    return events


def _reports(reports: Evidence, stated: Evidence, checks: Evidence) -> Iterator[PrimaryEvent]:
    """Yield the inspections: those of the reports, and those that only later reports state.

    Args:
        reports: The rows of the reports.
        stated: The rows of what reports say of earlier inspections.
        checks: The rows of facts checked against primary sources, of which some are on a report.
    """
    later: dict[str, list[Citation]] = defaultdict(list)
    by_page = {
        (row["authority"], row["url"], row["published"]): row_id for row_id, row in reports.items()
    }
    for row_id, row in checks.items():
        page = (row["authority"], row["primary_url"], stated_date(row))
        if row["event"] == INSPECTION and page in by_page:
            later[by_page[page]].append(Citation(row_id))
    gone: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row_id, row in stated.items():
        if row["earlier_report_in_table"] == "yes":
            report = report_stated(reports, row)
            if report is not None:
                later[report].append(Citation(row_id))
        elif row["earlier_date_edtf"]:
            gone[row["authority"], row["earlier_date_edtf"], row["date_is"]].append(row_id)
    for row_id, row in reports.items():
        yield PrimaryEvent(INSPECTION, (row_id,), report_fields(row), tuple(later[row_id]))
    for row_ids in gone.values():
        fields = stated_fields([stated[row_id] for row_id in row_ids])
        yield PrimaryEvent(INSPECTION, tuple(row_ids), fields, governs=False)


def _letters(letters: Evidence, wordings: Evidence) -> Iterator[PrimaryEvent]:
    by_letter = {
        (row["authority"], row["letter_published"]): row_id for row_id, row in wordings.items()
    }
    for row_id, row in letters.items():
        wording = by_letter.get((row["authority"], row["letter_published"]))
        events = letter_fields(row, None if wording is None else wordings[wording])
        further = () if wording is None else (Citation(wording),)
        for event, fields in events.items():
            yield PrimaryEvent(event, (row_id,), fields, further if "letter" in event else ())


def _joint_letters(letters: Evidence, bodies: Mapping[str, str]) -> Iterator[PrimaryEvent]:
    for row_id, row in letters.items():
        if row["inspected_start"]:
            for event, fields in joint_fields(row, bodies).items():
                yield PrimaryEvent(event, (row_id,), fields)
