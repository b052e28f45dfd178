"""The places in which a ledger keeps its entries: a database, a transaction, a store of yours."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from .._text import without_passwords
from ..errors import InvalidValue, from_extra, quoted
from . import engines, schema
from .engines import (
    OWNER_ONLY,
    about,
    create_tables,
    database_errors,
    file_mode,
    has_tables,
    opened,
    refuse_network_drive,
)
from .errors import NOT_READ, NOTHING, BadLedger, LedgerFailed
from .forking import close_before_fork
from .locking import (
    begin_before_savepoints,
    begin_joined,
    begin_read,
    commit,
    lock,
    lock_joined,
    refuse_pool,
    require_ledger,
    roll_back,
)
from .open_file import OpenFile, main_file
from .read_only import unchanged
from .sql_store import SqlStore

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from .store import Store

__all__ = ["ConnectionPlace", "EnginePlace", "Place", "StorePlace", "mode_of", "place_of"]


class Place(Protocol):
    """Where a ledger reads and writes.

    Attributes:
        id: The id of the ledger; None if the place gives it none.
        is_own: Whether the ledger opened the place itself, and closes it.
        can_vanish: Whether what was appended can be rolled back later, by the caller.
    """

    id: str | None
    is_own: bool
    can_vanish: bool

    def reading(self) -> AbstractContextManager[Store]:
        """Yield a store for one consistent read."""

    def writing(self) -> AbstractContextManager[Store]:
        """Yield a store; what a block reads in it and appends to it is one transaction."""

    def close(self) -> None:
        """Close the connections that the ledger opened itself."""


class EnginePlace:
    """A ledger in a database, with a transaction of its own for each read and each change.

    Args:
        engine: The engine.
        create: Whether to make the tables where there are none.
        is_own: Whether the ledger made the engine.
    """

    can_vanish = False

    def __init__(self, engine: sa.Engine, *, create: bool, is_own: bool = False) -> None:
        refuse_pool(engine)
        self.engine = engine
        self._turn = (os.getpid(), threading.Lock())
        self._file: OpenFile | None = None
        self.is_own = is_own
        try:
            self.id: str | None = _prepared(self, create=create)
        except BaseException:
            self.close()
            raise
        if is_own:
            close_before_fork(engine)

    @contextmanager
    def reading(self) -> Iterator[SqlStore]:
        """Yield a store for one consistent read.

        Raises:
            LedgerFailed: The database failed.
        """
        with self.connected(NOT_READ) as connection:
            begin_read(connection)
            yield SqlStore(connection)

    @contextmanager
    def writing(self) -> Iterator[SqlStore]:
        """Yield a store in a transaction that is committed when the block ends.

        Raises:
            LedgerFailed: The database failed; the error says what became of the change.
        """
        with self.locked(self.id) as store:
            require_ledger(store.connection, self.id)
            yield store

    @contextmanager
    def locked(self, ledger_id: str | None) -> Iterator[SqlStore]:
        """Yield a store in a transaction, also if the tables are not those of this release.

        Args:
            ledger_id: The id of the ledger; None if it has no tables yet.

        Raises:
            LedgerFailed: The database failed; the error says what became of the change.
        """
        with self._in_turn(), self.connected() as connection:
            try:
                lock(connection, ledger_id)
                yield SqlStore(connection)
            except BaseException:
                roll_back(connection)
                raise
            commit(connection)

    @contextmanager
    def connected(self, outcome: str = NOTHING) -> Iterator[sa.Connection]:
        """Yield a connection, unless the file that was opened is not in its place any more.

        Args:
            outcome: What became of the change, if the database fails.

        Raises:
            LedgerFailed: The database failed, or the file was moved, deleted or replaced.
        """
        if self._file is not None and not self._file.is_in_place():
            reason = "the file was moved, deleted or replaced since the ledger was opened"
            raise LedgerFailed(reason, "Close the ledger, then open it again.", outcome)
        with database_errors(outcome), self.engine.connect() as connection:
            if self._file is None:
                self._file = OpenFile.of(connection)
            with unchanged(connection):
                yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let the threads that share the ledger write one after another.

        SQLite has no queue: who waits for its lock tries again now and then, and can come last.

        Raises:
            LedgerFailed: The wait took too long.
        """
        if self.engine.dialect.name != "sqlite":
            yield
            return
        if self._turn[0] != os.getpid():
            # A thread of the parent, which the child does not have, can hold the old one.
            self._turn = (os.getpid(), threading.Lock())
        turn = self._turn[1]
        if not turn.acquire(timeout=engines.WAIT_SECONDS):
            reason = "other threads are writing"
            raise LedgerFailed(reason, "Wait for them, then try again.")
        try:
            yield
        finally:
            turn.release()

    def close(self) -> None:
        """Close the connections of an engine that the ledger made."""
        if self.is_own:
            self._file = None
            self.engine.dispose()

    def __str__(self) -> str:
        return without_passwords(str(self.engine.url))


class ConnectionPlace:
    """A ledger that takes part in the caller's transaction, and never commits.

    Args:
        connection: The connection.
        create: Whether to make the tables where there are none.
    """

    is_own = False
    can_vanish = True

    def __init__(self, connection: sa.Connection, *, create: bool) -> None:
        self.connection = connection
        if connection.dialect.name == "sqlite":
            begin_before_savepoints(connection)
        self.id: str | None = _prepared(self, create=create)

    @contextmanager
    def reading(self) -> Iterator[SqlStore]:
        """Yield a store that reads in the caller's transaction, if there is one.

        Raises:
            LedgerFailed: The database failed.
        """
        is_callers = self.connection.in_transaction()
        with database_errors(NOT_READ):
            try:
                yield SqlStore(self.connection)
            finally:
                if not is_callers and self.connection.in_transaction():
                    self.connection.rollback()  # of a transaction that has only read

    @contextmanager
    def writing(self) -> Iterator[SqlStore]:
        """Yield a store in a savepoint of the caller's transaction, which is begun if it was not.

        Raises:
            InvalidValue: The connection commits every statement by itself.
            LedgerFailed: The database failed; the caller's transaction is as before.
        """
        with self.locked(self.id) as store:
            require_ledger(store.connection, self.id)
            yield store

    @contextmanager
    def locked(self, ledger_id: str | None) -> Iterator[SqlStore]:
        """Yield a store in a savepoint, also if the tables are not those of this release.

        Args:
            ledger_id: The id of the ledger; None if it has no tables yet.

        Raises:
            InvalidValue: The connection commits every statement by itself.
            LedgerFailed: The database failed; the caller's transaction is as before.
        """
        connection = self.connection
        with database_errors():
            begin_joined(connection)
            savepoint = connection.begin_nested()
            try:
                lock_joined(connection, ledger_id)
                yield SqlStore(connection)
                savepoint.commit()
            except BaseException:
                # SQLite ends the whole transaction if its disk is full.
                with suppress(sa.exc.SQLAlchemyError):
                    savepoint.rollback()
                raise

    def close(self) -> None:
        """Leave the connection open, which is the caller's."""

    def __str__(self) -> str:
        return without_passwords(str(self.connection.engine.url))


class StorePlace:
    """A ledger in a store of the user's own.

    Args:
        store: The store.
    """

    is_own = False
    can_vanish = True

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id: str | None = None

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Yield the store."""
        yield self.store

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Yield the store; whether a block is one transaction is up to it."""
        yield self.store

    def close(self) -> None:
        """Leave the store as it is."""

    def __str__(self) -> str:
        return type(self.store).__name__


def place_of(
    place: str | os.PathLike[str] | sa.Engine | sa.Connection | Store, *, create: bool, journal: str
) -> Place:
    """Return the place that a ledger was given.

    Raises:
        FileNotFoundError: The file does not exist, and `create` is False.
        InvalidValue: The file is on a network drive, or an argument is not of the accepted form.
        BadLedger: A newer release made the ledger; or there is none, and `create` is False.
        LedgerFailed: The database cannot be opened.
    """
    if isinstance(place, str | os.PathLike):
        return EnginePlace(
            opened(place, journal=journal, create=create), create=create, is_own=True
        )
    if isinstance(place, sa.Engine):
        return EnginePlace(place, create=create)
    if isinstance(place, sa.Connection):
        return ConnectionPlace(place, create=create)
    if all(callable(getattr(place, name, None)) for name in ("entries", "append", "names")):
        return StorePlace(place)
    accepted = (
        "Expected a path, a URL, an engine or a connection of SQLAlchemy, or a store with "
        "the methods entries, append and names."
    )
    raise InvalidValue(without_passwords(quoted(place)), "place of a ledger", accepted)


def mode_of(place: Place) -> int:
    """Return the permissions of a new file that holds what a ledger holds; see `file_mode`."""
    with place.reading() as store:
        return file_mode(store.connection) if isinstance(store, SqlStore) else OWNER_ONLY


def _prepared(place: EnginePlace | ConnectionPlace, *, create: bool) -> str:
    """Create the tables where they are missing, and bring older ones up to date; return the id.

    Raises:
        BadLedger: The ledger was made by a newer release, or there is none and none is to be made.
        InvalidValue: A ledger cannot be kept in this kind of database, or not in this file.
    """
    ledger_id: str | None = None
    with place.reading() as store:
        has_all = has_tables(store.connection)
        if store.connection.dialect.name == "sqlite" and not place.is_own:
            _refuse_shared_wal(store.connection)
        if has_all:
            ledger_id, version = about(store.connection)
            if version == schema.SCHEMA_VERSION:
                return ledger_id
        elif not create:
            raise BadLedger(None, "There is no ledger in this database; `create` would make one")
    with place.locked(ledger_id) as store:
        # Another program may have done the same just now.
        create_tables(store.connection)
        ledger_id, version = about(store.connection)
        if version < schema.SCHEMA_VERSION:
            schema.migrate(store.connection, version)
    return ledger_id


def _refuse_shared_wal(connection: sa.Connection) -> None:
    """Refuse a file of the user's own that has a WAL on a network drive.

    Raises:
        InvalidValue: It is one.
    """
    file = main_file(connection)
    if file is not None and connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
        refuse_network_drive(file)
