"""The tables of events and findings that the commands on histories write."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from .._tables import (
    boolean_column,
    columns_within,
    date_columns,
    integer_column,
    list_column,
    text_column,
)
from ..engine import FindingTable
from .table_formats import print_csv, print_markdown, source_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..engine import Finding, Report
    from ..history import Event

__all__ = ["print_events_csv", "print_findings_csv", "print_findings_markdown", "titles"]

FINDING_HEADINGS = ("Case", "Place", "Finding", "Source", "Confidence")


def titles(event: Event) -> Iterable[str]:
    """Return the titles of the sources of an event, each once."""
    return dict.fromkeys(source.title for source in event.sources)


def _place(finding: Finding) -> int | None:
    """Return the place of an event in its history, from 1; None for the history itself."""
    return finding.index + 1 or None


EVENT_COLUMNS = (
    text_column("authority", itemgetter(0)),
    *columns_within(
        itemgetter(1),
        (
            integer_column("place", lambda step: step.index + 1),
            text_column("trigger", lambda step: step.event.trigger),
            *date_columns("on", lambda step: step.event.on),
            text_column("known_on", lambda step: step.event.known_on),
            text_column("before"),
            text_column("after"),
            boolean_column("allowed"),
            integer_column("findings", lambda step: len(step.findings)),
            list_column("sources", lambda step: titles(step.event)),
            text_column("note", lambda step: step.event.note),
        ),
    ),
)
"""The columns of an authority and a step."""
FINDING_COLUMNS = (
    text_column("authority", itemgetter(0)),
    *columns_within(itemgetter(1), (integer_column("place", _place), *FindingTable.columns)),
)
"""The columns of an authority and a finding."""


def print_events_csv(report: Report) -> int:
    """Print the events of a history as CSV, and return the exit code 0."""
    return print_csv(EVENT_COLUMNS, [(report.history.authority, step) for step in report.steps])


def print_findings_csv(reports: Sequence[Report]) -> int:
    """Print the findings of several histories as CSV, and return the exit code 0."""
    return print_csv(FINDING_COLUMNS, _findings_of(reports))


def print_findings_markdown(reports: Sequence[Report]) -> int:
    """Print the findings of several histories as Markdown, and return the exit code 0."""
    rows = [
        (
            authority,
            str(_place(finding) or ""),
            str(finding),
            source_cell(finding.citation),
            "" if finding.confidence is None else str(finding.confidence),
        )
        for authority, finding in _findings_of(reports)
    ]
    return print_markdown(FINDING_HEADINGS, rows)


def _findings_of(reports: Sequence[Report]) -> list[tuple[str, Finding]]:
    """Return every finding with the authority that it is about."""
    return [(report.history.authority, found) for report in reports for found in report.findings]
