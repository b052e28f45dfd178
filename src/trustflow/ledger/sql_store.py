"""Entries in a SQL database, over one connection whose transaction is somebody else's."""

from __future__ import annotations

import datetime as dt
import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._frozen_map import FrozenMap
from ..errors import from_extra, quoted
from .entries import Entry, Kind, first_time, is_storable, sealed
from .errors import BadLedger, LedgerFailed, StaleCase
from .schema import ENTRIES, without_triggers

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from .entries import Draft

__all__ = ["SqlStore", "clock_of"]

COLUMNS = ENTRIES.columns
NAMES = tuple(column.name for column in COLUMNS)
REDACTABLE = ("event_json", "data", "recorded_by", "reason", "meta", "salt")
"""The columns with texts that can be personal data, or that would confirm a guess of them."""

MAX_NAMES = 500
"""The most names in one query, of which every database takes only some thousands."""
NOT_KEPT = "the database did not keep the entries as they were given"
NOT_FOUND = "the database did not find an entry by its id, so it is damaged"
TYPES = {
    column.name: (column.type.python_type, *([type(None)] if column.nullable else []))
    for column in COLUMNS
}
"""The types that the values of each column can have."""
EMPTY: FrozenMap[Any] = FrozenMap()
SERVER_TIME = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
"""The time of PostgreSQL in UTC, as a text that every driver returns unchanged."""


def clock_of(connection: sa.Connection) -> dt.datetime:
    """Return the time by the clock of a database, in UTC.

    It is that of the server, which all who record in it share, or that of this machine for a file.
    """
    if connection.dialect.name != "postgresql":
        return dt.datetime.now(dt.UTC)
    # The time of the transaction is that of its beginning, before it waited for others.
    text = connection.exec_driver_sql(f"SELECT {SERVER_TIME}").scalar_one()
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@frozen
class SqlStore:
    """The entries that a connection to a database sees; it never commits.

    Args:
        connection: The connection, in a transaction.
    """

    connection: sa.Connection

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a case, in the order of their versions.

        Raises:
            BadLedger: An entry was changed from outside and cannot be read.
        """
        if not is_storable(name):
            return ()
        query = sa.select(ENTRIES).where(COLUMNS.name == name).order_by(COLUMNS.version)
        return tuple(map(_entry, self.connection.execute(query)))

    def cases(
        self, names: Collection[str] | None = None
    ) -> Iterator[tuple[str, tuple[Entry, ...] | BadLedger]]:
        """Yield the name of each case, also of removed ones, and its entries, in one state.

        If an entry was changed from outside and cannot be read, the error takes their place.

        Args:
            names: The names of the cases; every case by default.
        """
        if names is None:
            yield from self._cases(sa.true())
            return
        known = sorted(filter(is_storable, set(names)))
        for first in range(0, len(known), MAX_NAMES):
            yield from self._cases(COLUMNS.name.in_(known[first : first + MAX_NAMES]))

    def _cases(
        self, condition: sa.ColumnElement[bool]
    ) -> Iterator[tuple[str, tuple[Entry, ...] | BadLedger]]:
        query = sa.select(ENTRIES).where(condition).order_by(COLUMNS.name, COLUMNS.version)
        rows = self.connection.execute(query)
        for name, each in groupby(rows, key=lambda row: str(row.name)):
            try:
                yield name, tuple(map(_entry, each))
            except BadLedger as error:
                yield name, error

    def append(self, drafts: Sequence[Draft], *, expected_version: int) -> tuple[Entry, ...]:
        """Add entries to one case, all or none; return them numbered and dated.

        Raises:
            StaleCase: The case does not have the expected version.
            LedgerFailed: The database does not have the entries after it has taken them.
        """
        (entries,) = self.append_together([(drafts, expected_version)])
        return entries

    def append_together(
        self, changes: Sequence[tuple[Sequence[Draft], int]]
    ) -> list[tuple[Entry, ...]]:
        """Add entries to several cases, dated on one day; return those of each case.

        Args:
            changes: The drafts of each case, and the version that it must have.

        Raises:
            StaleCase: A case does not have the expected version.
            LedgerFailed: The database does not have the entries after it has taken them.
        """
        added: list[tuple[Entry, ...]] = []
        now, after = self._times()
        now = first_time(sum(len(drafts) for drafts, _ in changes), now=now, after=after)
        for drafts, expected_version in changes:
            added.append(self._add(drafts, expected_version, now=now, after=after))
            after = added[-1][-1].recorded_at
        return added

    def _add(
        self,
        drafts: Sequence[Draft],
        expected_version: int,
        *,
        now: dt.datetime,
        after: dt.datetime | None,
    ) -> tuple[Entry, ...]:
        """Add entries to one case; the times are those that `sealed` takes."""
        name = drafts[0].name
        last = self._last(name)
        found = 0 if last is None else last.version
        if found != expected_version:
            meanwhile = [each for each in self.entries(name) if each.version > expected_version]
            raise StaleCase(name, expected_version, found, meanwhile)
        entries = sealed(drafts, last, now=now, after=after)
        rows = [_row(entry) for entry in entries]
        self.connection.execute(sa.insert(ENTRIES), rows)
        query = sa.select(ENTRIES).where(COLUMNS.name == name, COLUMNS.version > found)
        kept = self.connection.execute(query.order_by(COLUMNS.version))
        if [dict(row) for row in kept.mappings()] != rows:
            raise LedgerFailed(NOT_KEPT, "Look for triggers, rules and policies on its table.")
        return entries

    def names(self, *, removed: bool = False) -> tuple[str, ...]:
        """Return the names of the cases, sorted.

        Args:
            removed: Whether to return the names of removed cases too.
        """
        query = sa.select(COLUMNS.name).group_by(COLUMNS.name)
        if not removed:
            query = query.having(
                _last_version(COLUMNS.kind.not_in([Kind.REMOVED, Kind.REDACTED]))
                > _last_version(COLUMNS.kind == Kind.REMOVED)
            )
        return tuple(self.connection.execute(query.order_by(COLUMNS.name)).scalars())

    def overwrite(self, entries: Iterable[Entry]) -> None:
        """Write other texts into entries that are there, which only an administrator may."""
        with without_triggers(self.connection):
            for entry in entries:
                row = _row(entry)
                values = {name: row[name] for name in REDACTABLE}
                change = sa.update(ENTRIES).where(COLUMNS.id == entry.id).values(values)
                if self.connection.execute(change).rowcount != 1:
                    raise LedgerFailed(NOT_FOUND, "Go on from a backup.")

    def delete(self, name: str, *, before: int, kept: Collection[str] = ()) -> None:
        """Delete the entries of a case before a version, which only an administrator may.

        Args:
            name: The name of the case.
            before: The version.
            kept: The ids of entries that stay.
        """
        with without_triggers(self.connection):
            self.connection.execute(
                sa.delete(ENTRIES).where(
                    COLUMNS.name == name, COLUMNS.version < before, COLUMNS.id.not_in(kept)
                )
            )

    def _last(self, name: str) -> Entry | None:
        query = (
            sa.select(ENTRIES).where(COLUMNS.name == name).order_by(COLUMNS.version.desc()).limit(1)
        )
        row = self.connection.execute(query).first()
        return None if row is None else _entry(row)

    def _times(self) -> tuple[dt.datetime, dt.datetime | None]:
        """Return the time by the clock, and when the last entry of the whole store was recorded.

        Raises:
            BadLedger: The time of that entry cannot be read.
        """
        text = self.connection.execute(sa.select(sa.func.max(COLUMNS.recorded_at))).scalar()
        try:
            after = None if text is None else dt.datetime.fromisoformat(text).astimezone(dt.UTC)
        except (ValueError, OverflowError) as error:
            reason = f"Cannot read when its newest entry was recorded: {error}"
            raise BadLedger(None, reason) from error
        return clock_of(self.connection), after


def _last_version(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Return the version of the last entry of a case that meets a condition, or 0."""
    return sa.func.max(sa.case((condition, COLUMNS.version), else_=0))


def _entry(row: sa.Row[Any]) -> Entry:
    """Return the entry in a row of the table.

    Raises:
        BadLedger: The row cannot be read.
    """
    values: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    try:
        _require_types(values)
        values["kind"] = Kind(values["kind"])
        values["recorded_at"] = dt.datetime.fromisoformat(values["recorded_at"]).astimezone(dt.UTC)
        for name in ("data", "meta"):
            values[name] = EMPTY if values[name] == "{}" else json.loads(values[name])
        return Entry(**values)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        where = f"entry {values['version']} of {quoted(values['name'])}"
        raise BadLedger(None, f"Cannot read {where}: {error}") from error


def _require_types(values: dict[str, Any]) -> None:
    """Refuse values of other types than the columns have, which a damaged file can contain.

    Raises:
        TypeError: A value is of another type.
    """
    for name, types in TYPES.items():
        if not isinstance(values[name], types):
            msg = f"{name} is of another type than its column"
            raise TypeError(msg)


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row of the table."""
    values = {name: getattr(entry, name) for name in NAMES}
    values["kind"] = str(entry.kind)
    values["recorded_at"] = entry.recorded_at.isoformat(timespec="microseconds")
    for name in ("data", "meta"):
        values[name] = json.dumps(dict(values[name]))
    return values
