"""Entries in a SQL database, over one connection whose transaction is somebody else's."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..errors import from_extra
from .entries import Entry, Kind, sealed
from .errors import StaleCase
from .schema import ENTRIES, create_triggers, drop_triggers

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .entries import Draft

__all__ = ["SqlStore"]

COLUMNS = ENTRIES.columns
REDACTABLE = ("event_json", "data", "recorded_by", "reason", "meta")
"""The columns with texts that can be personal data."""


@frozen
class SqlStore:
    """The entries that a connection to a database sees; it never commits.

    Args:
        connection: The connection, in a transaction.
    """

    connection: sa.Connection

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a case, in the order of their versions."""
        query = sa.select(ENTRIES).where(COLUMNS.name == name).order_by(COLUMNS.version)
        return tuple(map(_entry, self.connection.execute(query).mappings()))

    def append(self, drafts: Sequence[Draft], *, expected_version: int) -> tuple[Entry, ...]:
        """Add entries to one case, all or none; return them numbered and dated.

        Raises:
            StaleCase: The case does not have the expected version.
        """
        name = drafts[0].name
        last = self._last(name)
        found = 0 if last is None else last.version
        if found != expected_version:
            raise self._stale(name, expected_version)
        entries = sealed(drafts, last, now=dt.datetime.now(dt.UTC), after=self._last_time())
        try:
            with self.connection.begin_nested():
                self.connection.execute(sa.insert(ENTRIES), [_row(entry) for entry in entries])
        except sa.exc.IntegrityError:
            # Somebody came between, in a transaction that this one could not see.
            raise self._stale(name, expected_version) from None
        return entries

    def names(self) -> tuple[str, ...]:
        """Return the names of the cases, in the order in which they were created."""
        latest = (
            sa.select(COLUMNS.name, sa.func.max(COLUMNS.version).label("version"))
            .group_by(COLUMNS.name)
            .subquery()
        )
        created = (
            sa.select(COLUMNS.name)
            .join(
                latest,
                (COLUMNS.name == latest.c.name) & (COLUMNS.version == latest.c.version),
            )
            .where(COLUMNS.kind != Kind.REMOVED)
            .order_by(COLUMNS.name)
        )
        return tuple(self.connection.execute(created).scalars())

    def overwrite(self, entries: Iterable[Entry]) -> None:
        """Write other texts into entries that are there, which only an administrator may."""
        with self._unguarded():
            for entry in entries:
                row = _row(entry)
                values = {name: row[name] for name in REDACTABLE}
                change = sa.update(ENTRIES).where(COLUMNS.id == entry.id).values(values)
                self.connection.execute(change)

    def delete(self, name: str, *, before: int) -> None:
        """Delete the entries of a case before a version, which only an administrator may."""
        with self._unguarded():
            self.connection.execute(
                sa.delete(ENTRIES).where((COLUMNS.name == name) & (COLUMNS.version < before))
            )

    @contextmanager
    def _unguarded(self) -> Iterator[None]:
        """Drop the triggers for a block; if it fails, the transaction keeps them."""
        drop_triggers(self.connection)
        yield
        create_triggers(self.connection)

    def _last(self, name: str) -> Entry | None:
        query = (
            sa.select(ENTRIES).where(COLUMNS.name == name).order_by(COLUMNS.version.desc()).limit(1)
        )
        row = self.connection.execute(query).mappings().first()
        return None if row is None else _entry(row)

    def _last_time(self) -> dt.datetime | None:
        """Return when the last entry of the whole store was recorded."""
        text = self.connection.execute(sa.select(sa.func.max(COLUMNS.recorded_at))).scalar()
        return None if text is None else dt.datetime.fromisoformat(text)

    def _stale(self, name: str, expected: int) -> StaleCase:
        entries = self.entries(name)
        found = entries[-1].version if entries else 0
        meanwhile = [entry for entry in entries if entry.version > expected]
        return StaleCase(name, expected, found, meanwhile)


def _entry(row: sa.RowMapping) -> Entry:
    """Return the entry in a row of the table."""
    values = dict(row)
    values["kind"] = Kind(values["kind"])
    values["recorded_at"] = dt.datetime.fromisoformat(values["recorded_at"])
    for name in ("data", "meta"):
        values[name] = json.loads(values[name])
    return Entry(**values)


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row of the table."""
    values = {column.name: getattr(entry, column.name) for column in COLUMNS}
    values["kind"] = str(entry.kind)
    values["recorded_at"] = entry.recorded_at.isoformat(timespec="microseconds")
    for name in ("data", "meta"):
        values[name] = json.dumps(dict(values[name]))
    return values
