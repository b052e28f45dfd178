"""Keep the events of each version of the casebook that was released, without notes and sources.

A later version is compared with them. The table of a version has a row for each event: its
authority, its fields as JSON, and the rows of evidence that it cites.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from trustflow.dates import PartialDate
from trustflow.exchange import event_to_json, write_atomically
from trustflow.history import ONGOING, checked_day

from .tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from trustflow import History

__all__ = [
    "PlainEvent",
    "csv_text",
    "plain_events",
    "read_released",
    "released_paths",
    "version_key",
    "version_of",
    "write_released",
]

HEADINGS = ("authority", "event", "rows")
LEFT_OUT = ("note", "sources")
"""The fields of an event that are not compared."""


@frozen
class PlainEvent:
    """An event of a version.

    Attributes:
        fields: The fields by name, as plain data.
        rows: The ids of the rows of evidence that it cites.
    """

    fields: Mapping[str, Any]
    rows: frozenset[str]

    @property
    def name(self) -> str:
        """The name of the event's class."""
        return str(self.fields["event"])

    @property
    def on(self) -> PartialDate:
        """The date of the event."""
        return PartialDate.parse(self.fields["on"])


def plain_events(history: History) -> tuple[PlainEvent, ...]:
    """Return the events of a history, as they are compared."""
    found = []
    for event in history:
        fields = json.loads(event_to_json(event))
        kept = {name: value for name, value in fields.items() if name not in LEFT_OUT}
        rows = frozenset(row for source in event.sources if (row := source.evidence_row))
        found.append(PlainEvent(kept, rows))
    return tuple(found)


def version_of(histories: Iterable[History]) -> str:
    """Return the version of a record: the last day to which a history is checked, as 2026.8.22.

    A record that is not checked to any day has the version 0.
    """
    days = [
        day
        for history in histories
        if history.checked_to != ONGOING
        for kind in history.kinds_checked or ("",)  # any kind will do if one day counts for all
        if (day := checked_day(history.checked_to, kind)) is not None
    ]
    if not days:
        return "0"
    last = dt.date.fromordinal(max(days))
    return f"{last.year}.{last.month}.{last.day}"


def version_key(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, by which versions sort."""
    return tuple(map(int, version.split(".")))


def released_paths(folder: Path) -> dict[str, Path]:
    """Return the file of each released version, in order."""
    paths = {path.stem: path for path in folder.glob("*.csv")}
    return {version: paths[version] for version in sorted(paths, key=version_key)}


def read_released(path: Path) -> dict[str, tuple[PlainEvent, ...]]:
    """Return the events of a released version by authority."""
    events: dict[str, list[PlainEvent]] = {}
    for _, row in rows_of(path):
        event = PlainEvent(json.loads(row["event"]), frozenset(row["rows"].split()))
        events.setdefault(row["authority"], []).append(event)
    return {authority: tuple(listed) for authority, listed in events.items()}


def write_released(events: Mapping[str, Sequence[PlainEvent]], path: Path) -> None:
    """Write the events of a version as a table."""
    rows = (
        (
            authority,
            json.dumps(dict(event.fields), ensure_ascii=False, separators=(",", ":")),
            " ".join(sorted(event.rows)),
        )
        for authority, listed in events.items()
        for event in listed
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, csv_text([HEADINGS, *rows]).encode())


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a CSV text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
