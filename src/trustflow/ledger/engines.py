"""Connections to the database of a ledger: how it is opened, locked, and what its errors mean."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._distribution import DISTRIBUTION
from ..errors import InvalidValue, expected_one_of, from_extra, quoted
from .errors import BadLedger, LedgerFailed
from .network_drives import drive_type_of
from .schema import ABOUT, METADATA, SCHEMA_VERSION, TRIGGERS, create_triggers
from .sql_store import SqlStore

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

__all__ = [
    "JOURNALS",
    "LOCK",
    "checked_id",
    "create_tables",
    "database_errors",
    "has_tables",
    "opened",
    "reading",
    "writing",
]

JOURNALS = ("wal", "delete")
"""The ways in which SQLite keeps a change that is not finished."""
WAIT_SECONDS = 5
"""How long a change waits for another to finish."""
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
    url = sa.make_url(text) if "://" in text else sa.URL.create("sqlite", database=text)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    path = Path(url.database or "")
    if url.database in {None, "", ":memory:"}:
        accepted = "Expected the path of a file, such as cases.db."
        raise InvalidValue(quoted(text), "place of a ledger", accepted)
    if not create and not path.exists():
        raise FileNotFoundError(2, "No such ledger", str(path))
    if journal == "wal":
        _refuse_network_drive(path)
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA journal_mode").fetchone() != (journal,):
            connection.execute(f"PRAGMA journal_mode = {journal}")

    sa.event.listen(engine, "connect", prepare)
    return engine


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
        BadLedger: A ledger cannot be kept in this kind of database.
    """
    if connection.dialect.name not in TRIGGERS:
        raise BadLedger(None, f"A ledger cannot be kept in {connection.dialect.name}")
    return bool(sa.inspect(connection).has_table(ABOUT.name))


def create_tables(connection: sa.Connection) -> None:
    """Create the tables and their triggers, unless another program has just done so."""
    if has_tables(connection):
        return
    METADATA.create_all(connection)
    create_triggers(connection)
    rows = [
        {"key": "schema_version", "value": str(SCHEMA_VERSION)},
        {"key": "id", "value": str(uuid.uuid4())},
    ]
    connection.execute(sa.insert(ABOUT), rows)


def checked_id(connection: sa.Connection) -> str:
    """Return the id of the ledger.

    Raises:
        BadLedger: The ledger was made by a newer release.
    """
    about: dict[str, str] = dict(connection.execute(sa.select(ABOUT)).tuples().all())
    version = int(about["schema_version"])
    if version > SCHEMA_VERSION:
        raise BadLedger(
            None,
            f"The ledger has tables of version {version}, and this release knows version "
            f"{SCHEMA_VERSION}; install a newer release of {DISTRIBUTION}",
        )
    return about["id"]


@contextmanager
def writing(bind: sa.Engine | sa.Connection) -> Iterator[SqlStore]:
    """Yield a store in a transaction that no other change of the ledger can come between.

    An engine's transaction is committed when the block ends. A connection's is the caller's: it is
    begun if it was not, and never committed.

    Raises:
        LedgerFailed: The database failed; nothing was recorded.
    """
    with database_errors():
        if isinstance(bind, sa.Connection):
            _lock(bind)
            yield SqlStore(bind)
            return
        with bind.begin() as connection:
            _lock(connection)
            yield SqlStore(connection)


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
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        return
    raw: Any = connection.connection.driver_connection
    # Python's module begins a transaction only before a statement that writes, which is too late.
    if not raw.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


ADVICE = (
    ("locked", "Another program is writing; try again."),
    ("lock timeout", "Another program is writing; try again."),
    ("disk is full", "Free some space, then try again."),
    ("readonly", "The file or its folder cannot be written to."),
    ("unable to open", "The folder must exist, and be one that you can write to."),
    ("not a database", "The file is not a ledger."),
    ("connection", "The server cannot be reached."),
)
"""What helps, by a part of what the database says."""


@contextmanager
def database_errors() -> Iterator[None]:
    """Raise the errors of a database as `LedgerFailed`."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip()
        advice = next((advice for part, advice in ADVICE if part in reason.lower()), "")
        raise LedgerFailed(reason, advice) from error
