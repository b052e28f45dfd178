"""Open the place where a ledger is kept, and read or write it in transactions."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from ..errors import InvalidValue, from_extra, quoted
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from . import schema
from .engines import about, create_tables, has_tables, opened, reading, writing

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from ..process import Process
    from .store import Store

__all__ = ["OpenLedger"]


class OpenLedger:
    """A ledger as a place of entries, with its processes.

    Args:
        place: The path of a file of SQLite; the URL of a database, such as
            ``postgresql+psycopg://localhost/cases``; an engine or a connection of SQLAlchemy; or a
            `Store` of your own. With a connection, the ledger takes part in the caller's
            transaction and never commits.
        processes: The processes of the cases; the trust transfer by default.
        create: Whether to make a file of SQLite that does not exist.
        journal: How SQLite keeps changes that are not finished: ``wal``; or ``delete``, the only
            way on a network drive, where only one program may write at a time.

    Raises:
        FileNotFoundError: The file does not exist, and `create` is False.
        InvalidValue: The file is on a network drive, or an argument is not of the accepted form.
        BadLedger: The ledger was made by a newer release.
        LedgerFailed: The database cannot be opened.
        MissingExtra: SQLAlchemy is not installed.
    """

    def __init__(
        self,
        place: str | os.PathLike[str] | sa.Engine | sa.Connection | Store,
        *,
        processes: Iterable[Process] = (TRUST_TRANSFER,),
        create: bool = True,
        journal: str = "wal",
    ) -> None:
        self.processes = tuple(map(process_of, processes))
        self.id: str | None = None
        self._seen: dict[str, int] = {}
        self._is_own = False
        self._bind: sa.Engine | sa.Connection | Store
        if isinstance(place, str | os.PathLike):
            self._bind = opened(place, journal=journal, create=create)
            self._is_own = True
        elif isinstance(place, sa.Engine | sa.Connection) or _is_store(place):
            self._bind = place
        else:
            accepted = (
                "Expected a path, a URL, an engine or a connection of SQLAlchemy, or a store with "
                "the methods entries, append and names."
            )
            raise InvalidValue(quoted(place), "place of a ledger", accepted)
        if isinstance(self._bind, sa.Engine | sa.Connection):
            self.id = _prepared(self._bind)

    def close(self) -> None:
        """Close the connections of an engine that the ledger opened itself."""
        if self._is_own and isinstance(self._bind, sa.Engine):
            self._bind.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Store]:
        """Yield the store for reading."""
        if isinstance(self._bind, sa.Engine | sa.Connection):
            with reading(self._bind) as store:
                yield store
        else:
            yield self._bind

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        """Yield the store; what a block reads in it and appends to it is one transaction."""
        if isinstance(self._bind, sa.Engine | sa.Connection):
            with writing(self._bind) as store:
                yield store
        else:
            yield self._bind

    def __repr__(self) -> str:
        where = self._bind
        if isinstance(where, sa.Connection):
            where = where.engine
        shown = where.url if isinstance(where, sa.Engine) else type(where).__name__
        return f"<{type(self).__name__} in {shown}>"


def _is_store(place: object) -> bool:
    return all(callable(getattr(place, name, None)) for name in ("entries", "append", "names"))


def _prepared(bind: sa.Engine | sa.Connection) -> str:
    """Create the tables where they are missing, and bring older ones up to date; return the id.

    Raises:
        BadLedger: The ledger was made by a newer release.
        InvalidValue: A ledger cannot be kept in this kind of database.
    """
    with reading(bind) as store:
        is_there = has_tables(store.connection)
        if is_there:
            ledger_id, version = about(store.connection)
            if version == schema.SCHEMA_VERSION:
                return ledger_id
    with writing(bind) as store:
        # Another program may have done the same just now.
        create_tables(store.connection)
        ledger_id, version = about(store.connection)
        if version < schema.SCHEMA_VERSION:
            schema.migrate(store.connection, version)
    return ledger_id
