"""The tables of the casebook's data package: authorities, events, sources and inherited events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exchange import event_ids, event_to_data
from .data_table import DataTable
from .package_columns import (
    AUTHORITIES,
    EVENTS,
    INHERITED,
    SOURCES,
    EventRow,
    InheritedRow,
    SourceRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..history import History

__all__ = ["package_tables"]


def package_tables(histories: Sequence[History]) -> tuple[DataTable, ...]:
    """Return the tables of histories, of which each has its own authority.

    Every inherited event must be in the history of the authority that had it.
    """
    events = tuple(row for history in histories for row in _event_rows(history))
    return (
        DataTable(
            name="authorities",
            title="Authorities",
            description="One row for each council with a history, in alphabetical order.",
            fields=AUTHORITIES,
            records=tuple(histories),
            primary_key=("authority",),
            foreign_keys={"succeeds": ("authorities", "authority")},
        ),
        DataTable(
            name="events",
            title="Events",
            description="One row for each event on record, in order for each council.",
            fields=EVENTS,
            records=events,
            primary_key=("event_id",),
            foreign_keys={"authority": ("authorities", "authority")},
        ),
        DataTable(
            name="sources",
            title="Sources",
            description="One row for each source of each event, the best source first.",
            fields=SOURCES,
            records=tuple(
                SourceRow(row.event_id, position, source)
                for row in events
                for position, source in enumerate(row.event.sources, 1)
            ),
            primary_key=("event_id", "position"),
            foreign_keys={"event_id": ("events", "event_id")},
        ),
        DataTable(
            name="inherited-events",
            title="Inherited events",
            description="One row for each event of a replaced council that still binds the "
            "council that took its place.",
            fields=INHERITED,
            records=tuple(_inherited_rows(histories, events)),
            primary_key=("authority", "event_id"),
            foreign_keys={
                "authority": ("authorities", "authority"),
                "event_id": ("events", "event_id"),
            },
        ),
    )


def _event_rows(history: History) -> Iterator[EventRow]:
    numbered = enumerate(zip(event_ids(history), history.events, strict=True), 1)
    for position, (event_id, event) in numbered:
        yield EventRow(history.authority, position, event_id, event, event_to_data(event))


def _inherited_rows(
    histories: Sequence[History], events: Sequence[EventRow]
) -> Iterator[InheritedRow]:
    for history in histories:
        earlier = [row for row in events if row.authority == history.succeeds]
        for position, event in enumerate(history.inherits, 1):
            event_id = next(row.event_id for row in earlier if row.event == event)
            yield InheritedRow(history.authority, position, event_id)
