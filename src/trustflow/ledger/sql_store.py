"""Entries in a SQL database, over one connection whose transaction is somebody else's."""

from __future__ import annotations

import datetime as dt
import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._frozen_map import FrozenMap
from ..errors import from_extra, quoted
from .entries import Entry, Kind, is_storable, sealed
from .errors import BadLedger, LedgerFailed, StaleCase
from .schema import ENTRIES, without_triggers

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from .entries import Draft

__all__ = ["SqlStore", "utc_now"]

COLUMNS = ENTRIES.columns
NAMES = tuple(column.name for column in COLUMNS)
REDACTABLE = ("event_json", "data", "recorded_by", "reason", "meta", "salt")
"""The columns with texts that can be personal data, or that would confirm a guess of them."""

NOT_KEPT = "the database did not keep the entries as they were given"
NOT_FOUND = "the database did not find an entry by its id, so it is damaged"
EMPTY: FrozenMap[Any] = FrozenMap()


def utc_now() -> dt.datetime:
    """Return the time by the clock, in UTC."""
    return dt.datetime.now(dt.UTC)


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

    def cases(self) -> Iterator[tuple[str, tuple[Entry, ...] | BadLedger]]:
        """Yield the name of each case, also of removed ones, and its entries, in one state.

        If an entry was changed from outside and cannot be read, the error takes their place.
        """
        query = sa.select(ENTRIES).order_by(COLUMNS.name, COLUMNS.version)
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
        name = drafts[0].name
        last = self._last(name)
        found = 0 if last is None else last.version
        if found != expected_version:
            meanwhile = [each for each in self.entries(name) if each.version > expected_version]
            raise StaleCase(name, expected_version, found, meanwhile)
        entries = sealed(drafts, last, now=utc_now(), after=self._last_time())
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

    def _last_time(self) -> dt.datetime | None:
        """Return when the last entry of the whole store was recorded.

        Raises:
            BadLedger: The time cannot be read.
        """
        text = self.connection.execute(sa.select(sa.func.max(COLUMNS.recorded_at))).scalar()
        try:
            return None if text is None else dt.datetime.fromisoformat(text).astimezone(dt.UTC)
        except (ValueError, OverflowError) as error:
            reason = f"Cannot read when its newest entry was recorded: {error}"
            raise BadLedger(None, reason) from error


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
    for column in COLUMNS:
        value = values[column.name]
        if not (isinstance(value, column.type.python_type) or (column.nullable and value is None)):
            msg = f"{column.name} is not {column.type}"
            raise TypeError(msg)


def _row(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row of the table."""
    values = {name: getattr(entry, name) for name in NAMES}
    values["kind"] = str(entry.kind)
    values["recorded_at"] = entry.recorded_at.isoformat(timespec="microseconds")
    for name in ("data", "meta"):
        values[name] = json.dumps(dict(values[name]))
    return values
