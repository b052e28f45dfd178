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
from .output import row_of
from .table_formats import print_csv, print_markdown, source_cell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ..engine import Finding, Report
    from ..history import Event

    Checked = tuple[Report, Sequence[str]]

__all__ = ["print_events_csv", "print_findings_csv", "print_findings_markdown", "titles"]

FINDING_HEADINGS = ("Case", "Place", "Finding", "Source", "Confidence", "Read from")


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
    text_column("read_from", itemgetter(2)),
)
"""The columns of an authority, a finding, and the row that its event was read from."""


def print_events_csv(report: Report, options: argparse.Namespace) -> int:
    """Print the events of a history as CSV, and return the exit code 0."""
    steps = [(report.history.authority, step) for step in report.steps]
    return print_csv(EVENT_COLUMNS, steps, options)


def print_findings_csv(checked: Iterable[Checked], options: argparse.Namespace) -> int:
    """Print the findings of several histories as CSV, and return the exit code 0."""
    return print_csv(FINDING_COLUMNS, _findings_of(checked), options)


def print_findings_markdown(checked: Iterable[Checked], options: argparse.Namespace) -> int:
    """Print the findings of several histories as Markdown, and return the exit code 0.

    The last column is left out if no finding is about a row of a table.
    """
    found = _findings_of(checked)
    width = len(FINDING_HEADINGS) - (not any(read_from for _, _, read_from in found))
    rows = [
        (
            authority,
            str(_place(finding) or ""),
            str(finding),
            source_cell(finding.citation),
            "" if finding.confidence is None else str(finding.confidence),
            read_from or "",
        )
        for authority, finding, read_from in found
    ]
    return print_markdown(FINDING_HEADINGS[:width], [row[:width] for row in rows], options)


def _findings_of(checked: Iterable[Checked]) -> list[tuple[str, Finding, str | None]]:
    """Return every finding with its authority, and the row that its event was read from."""
    return [
        (report.history.authority, finding, row_of(finding, places) or None)
        for report, places in checked
        for finding in report.findings
    ]
