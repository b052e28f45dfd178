"""Connections to the database of a ledger: how it is opened, locked, and what its errors mean."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._distribution import DISTRIBUTION
from ..errors import InvalidValue, expected_one_of, from_extra, quoted
from . import schema
from .errors import BadLedger, LedgerFailed
from .network_drives import drive_type_of
from .schema import ABOUT, METADATA, TRIGGERS, create_triggers
from .sql_store import SqlStore

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

__all__ = [
    "JOURNALS",
    "about",
    "create_tables",
    "database_errors",
    "has_tables",
    "opened",
    "reading",
    "writing",
]

JOURNALS = ("wal", "delete")
"""The ways in which SQLite keeps a change that is not finished."""
SYNCHRONOUS = "FULL"
"""How SQLite waits for the disk: until each change is on it."""
WAIT_SECONDS = 5
"""How long a change waits for another to finish."""
PAUSE_SECONDS = 0.02
LOCK = 0x7472757374  # "trust" in ASCII
"""The number of the lock of PostgreSQL that a change holds."""


def opened(place: str | os.PathLike[str], *, journal: str, create: bool) -> sa.Engine:
    """Return an engine for a file of SQLite or a URL.

    Raises:
        FileNotFoundError: The file does not exist, and `create` is False.
        InvalidValue: The journal is unknown, or the file is on a network drive.
    """
    if journal not in JOURNALS:
        raise InvalidValue(quoted(journal), "journal", expected_one_of(journal, JOURNALS))
    text = os.fspath(place)
    if "://" in text:
        return _engine_of_url(text, journal=journal, create=create)
    return _file_engine(sa.URL.create("sqlite", database=text), journal=journal, create=create)


def _engine_of_url(text: str, *, journal: str, create: bool) -> sa.Engine:
    """Return an engine for a URL, whose password no error shows."""
    try:
        url = sa.make_url(text)
        if url.get_backend_name() == "sqlite":
            return _file_engine(url, journal=journal, create=create)
        with from_extra("ledger"):
            return sa.create_engine(url, pool_pre_ping=True)
    except sa.exc.ArgumentError:
        accepted = "Expected a URL such as postgresql+psycopg://localhost/cases."
        raise InvalidValue(quoted(text.partition(":")[0]), "place of a ledger", accepted) from None


def _file_engine(url: sa.URL, *, journal: str, create: bool) -> sa.Engine:
    """Return an engine for a file of SQLite."""
    text = url.database or ""
    path = Path(text)
    if text in {"", ":memory:"}:
        accepted = "Expected the path of a file, such as cases.db."
        raise InvalidValue(quoted(text), "place of a ledger", accepted)
    if not create and not path.exists():
        raise FileNotFoundError(2, "No such ledger", str(path))
    if journal == "wal":
        _refuse_network_drive(path)
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        _set_journal(connection, journal)

    sa.event.listen(engine, "connect", prepare)
    return engine


def _set_journal(connection: sqlite3.Connection, journal: str) -> None:
    """Set the journal of a file, if it is another one.

    SQLite does not wait here for a program that is just beginning the same ledger.
    """
    until = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != (journal,):
        try:
            connection.execute(f"PRAGMA journal_mode = {journal}")
        except connection.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)


def _refuse_network_drive(path: Path) -> None:
    """Refuse a file on a network drive, where the readers of a WAL share no memory."""
    drive = drive_type_of(path.absolute().parent)
    if drive is not None:
        accepted = (
            f"It is on a network drive ({drive}), where SQLite would lose entries. Keep the ledger "
            'on a local disk or in PostgreSQL; or give journal="delete", which is slower, and let '
            "only one program write at a time."
        )
        raise InvalidValue(quoted(str(path)), "place of a ledger", accepted)


def has_tables(connection: sa.Connection) -> bool:
    """Return whether the database has the tables of a ledger.

    Raises:
        InvalidValue: A ledger cannot be kept in this kind of database.
    """
    name = connection.dialect.name
    if name not in TRIGGERS:
        raise InvalidValue(quoted(name), "database", f"Expected one of {', '.join(TRIGGERS)}.")
    return bool(sa.inspect(connection).has_table(ABOUT.name))


def create_tables(connection: sa.Connection) -> None:
    """Create the tables and their triggers, unless another program has just done so."""
    if has_tables(connection):
        return
    METADATA.create_all(connection)
    create_triggers(connection)
    rows = [
        {"key": "schema_version", "value": str(schema.SCHEMA_VERSION)},
        {"key": "id", "value": str(uuid.uuid4())},
    ]
    connection.execute(sa.insert(ABOUT), rows)


def about(connection: sa.Connection) -> tuple[str, int]:
    """Return the id of the ledger, and the version of its tables.

    Raises:
        BadLedger: The ledger was made by a newer release, or it does not say by which.
    """
    rows: dict[str, str] = {row.key: row.value for row in connection.execute(sa.select(ABOUT))}
    try:
        version = int(rows["schema_version"])
        ledger_id = rows["id"]
    except (KeyError, ValueError):
        raise BadLedger(None, f"The table {ABOUT.name} was changed from outside") from None
    if version > schema.SCHEMA_VERSION:
        raise BadLedger(
            None,
            f"The ledger has tables of version {version}, and this release knows version "
            f"{schema.SCHEMA_VERSION}; install a newer release of {DISTRIBUTION}",
        )
    return ledger_id, version


@contextmanager
def writing(bind: sa.Engine | sa.Connection) -> Iterator[SqlStore]:
    """Yield a store in a transaction that no other change of the ledger can come between.

    An engine's transaction is committed when the block ends. A connection's is the caller's: it is
    begun if it was not, and never committed.

    Raises:
        InvalidValue: The caller's connection commits every statement by itself.
        LedgerFailed: The database failed; the error says what became of the change.
    """
    with database_errors():
        if isinstance(bind, sa.Connection):
            _lock(bind)
            yield SqlStore(bind)
            return
        with bind.connect() as connection:
            if connection.dialect.name == "postgresql":
                # What others committed before the lock was free must be seen.
                connection = connection.execution_options(isolation_level="READ COMMITTED")  # noqa: PLW2901 - the same one
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            _lock(connection)
            yield SqlStore(connection)
            with database_errors(IN_COMMIT):
                connection.commit()


@contextmanager
def reading(bind: sa.Engine | sa.Connection) -> Iterator[SqlStore]:
    """Yield a store for reading.

    Raises:
        LedgerFailed: The database failed.
    """
    with database_errors():
        if isinstance(bind, sa.Connection):
            yield SqlStore(bind)
            return
        with bind.connect() as connection:
            yield SqlStore(connection)


def _lock(connection: sa.Connection) -> None:
    """Wait until no other change of the ledger is under way."""
    if not connection.in_transaction():
        connection.begin()  # an engine of the user's can send a BEGIN of its own then
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        if raw.autocommit is True:
            accepted = "Expected a connection in a transaction, without AUTOCOMMIT."
            raise InvalidValue(quoted("AUTOCOMMIT"), "isolation level", accepted)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        return
    if not raw.in_transaction:
        # Python's module begins a transaction only before a statement that writes: too late.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif has_tables(connection):
        # The caller has begun one that has perhaps only read: this changes nothing, but locks.
        connection.execute(sa.delete(ABOUT).where(ABOUT.columns.key == ""))


AGAIN = "Another program is writing; try again."
ADVICE = (
    ("locked", AGAIN),
    ("lock timeout", AGAIN),
    ("deadlock", AGAIN),
    ("serialize", "Another change came between; roll back, then try again."),
    ("duplicate key", "Another change came between; roll back, then try again."),
    ("disk is full", "Free some space, then try again."),
    ("readonly", "The file or its folder cannot be written to."),
    ("unable to open", "The folder must exist, and be one that you can write to."),
    ("not a database", "The file is not a ledger."),
    ("no such table", "The tables of the ledger are missing."),
    ("connection", "The server cannot be reached."),
)
"""What helps, by a part of what the database says."""
IN_COMMIT = "It is not known whether the change was recorded; read the case again"
"""The outcome if a server is lost while it commits."""


@contextmanager
def database_errors(outcome: str | None = None) -> Iterator[None]:
    """Raise the errors of a database as `LedgerFailed`.

    Args:
        outcome: What became of the change if the connection was lost; by default, nothing was
            recorded.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip()
        advice = next((advice for part, advice in ADVICE if part in reason.lower()), "")
        if outcome is not None and error.connection_invalidated:
            raise LedgerFailed(reason, advice, outcome) from error
        raise LedgerFailed(reason, advice) from error
