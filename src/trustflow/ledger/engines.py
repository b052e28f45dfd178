"""Connections to the database of a ledger: how it is opened, locked, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
import uuid
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .._distribution import DISTRIBUTION
from ..errors import InvalidValue, expected_one_of, from_extra, quoted
from . import schema
from .errors import NOT_READ, NOTHING, BadLedger, LedgerFailed
from .network_drives import drive_type_of
from .open_file import main_file
from .read_only import connect_to_read, is_read_only
from .schema import ABOUT, ENTRIES, METADATA, TRIGGERS, create_triggers

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "JOURNALS",
    "WAIT_SECONDS",
    "about",
    "create_tables",
    "database_errors",
    "failure_of",
    "file_mode",
    "has_tables",
    "opened",
    "refuse_network_drive",
]

JOURNALS = ("wal", "delete")
"""The ways in which SQLite keeps a change that is not finished."""
SYNCHRONOUS = "EXTRA"
"""How SQLite waits for the disk: until each change, and the end of its journal, are on it."""
WAIT_SECONDS = 5
"""How long a change waits for another to finish."""
PAUSE_SECONDS = 0.02
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
LIBPQ = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""How long a driver of PostgreSQL waits for a server that is lost; a URL can say otherwise."""
LIBPQ_DRIVERS = ("psycopg", "psycopg2")


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
        url = _url_of(text)
        if url.get_backend_name() == "sqlite":
            with from_extra(None):
                return _file_engine(url, journal=journal, create=create)
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise _not_a_url(text)
        waits = LIBPQ if url.get_driver_name() in LIBPQ_DRIVERS else {}
        arguments = {name: value for name, value in waits.items() if name not in url.query}
        with from_extra("ledger" if url.get_driver_name() == "psycopg" else None):
            return sa.create_engine(
                url,
                pool_pre_ping=True,
                pool_timeout=WAIT_SECONDS,
                hide_parameters=True,
                connect_args=arguments,
            )
    except sa.exc.ArgumentError:
        raise _not_a_url(text) from None


def _url_of(text: str) -> sa.URL:
    """Return the URL in a text.

    Raises:
        InvalidValue: It is not a URL, or a driver would take a part of the password for a host or a
            database, which its errors show.
    """
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise _not_a_url(text) from None
    if url.password and "@" in f"{url.host}{url.database}":
        raise _not_a_url(text)
    return url


def _not_a_url(text: str) -> InvalidValue:
    accepted = (
        "Expected a URL of PostgreSQL or SQLite, such as postgresql+psycopg://localhost/cases, in "
        "which each @, : and / of a password is written as %40, %3A and %2F."
    )
    return InvalidValue(quoted(text.partition(":")[0]), "place of a ledger", accepted)


def _file_engine(url: sa.URL, *, journal: str, create: bool) -> sa.Engine:
    """Return an engine for a file of SQLite."""
    text = url.database or ""
    path = Path(text)
    if text in {"", ":memory:"} or text.startswith("file:") or "uri" in url.query:
        accepted = "Expected the path of a file, such as cases.db."
        raise InvalidValue(quoted(text), "place of a ledger", accepted)
    if not create and not path.exists():
        raise FileNotFoundError(2, "No such ledger", str(path))
    if journal == "wal":
        refuse_network_drive(path)
    if is_read_only(path):
        # Each read decides anew how the file can be read, so it needs a connection of its own.
        return sa.create_engine(
            url,
            creator=partial(connect_to_read, path),
            poolclass=sa.NullPool,
            hide_parameters=True,
        )
    engine = sa.create_engine(
        url,
        connect_args={"timeout": WAIT_SECONDS},
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        # Only macOS heeds these: there, a sync without them stops in the cache of the disk.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        _set_journal(connection, journal)

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "handle_error", _keep_connected)
    return engine


def _keep_connected(context: sa.engine.ExceptionContext) -> None:
    """Let an interrupted change be rolled back, which frees the file for others.

    A connection that is closed instead keeps its lock as long as one of its cursors is alive.
    """
    if not isinstance(context.original_exception, sqlite3.Error):
        context.is_disconnect = False


def _set_journal(connection: sqlite3.Connection, journal: str) -> None:
    """Set the journal of a file, if it is another one.

    SQLite does not wait here for a program that is just beginning the same ledger.

    Raises:
        InvalidValue: The file cannot have such a journal.
    """
    until = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != (journal,):
        is_late = time.monotonic() > until
        try:
            found = connection.execute(f"PRAGMA journal_mode = {journal}").fetchone()
        except connection.OperationalError:
            if is_late:
                raise
        else:
            if is_late and found != (journal,):
                accepted = f"The file has the journal {found[0]!r}, and SQLite does not change it."
                raise InvalidValue(quoted(journal), "journal", accepted)
        time.sleep(PAUSE_SECONDS)


def refuse_network_drive(path: Path) -> None:
    """Refuse a file on a network drive, where the readers of a WAL share no memory.

    Raises:
        InvalidValue: It is one.
    """
    drive = drive_type_of(path.resolve().parent)
    if drive is not None:
        accepted = (
            f"It is on a network drive ({drive}), where SQLite would lose entries. Keep the ledger "
            'on a local disk or in PostgreSQL; or give journal="delete", which is slower, and let '
            "only one program write at a time."
        )
        raise InvalidValue(quoted(str(path)), "place of a ledger", accepted)


def file_mode(connection: sa.Connection) -> int:
    """Return the permissions of the file of a database; those of its owner if it has none.

    A file that holds what a ledger holds gets them, so that nobody else can read it there. Its
    owner can always read and write it.
    """
    file = main_file(connection)
    mode = 0 if file is None else stat.S_IMODE(file.stat().st_mode)
    return mode | OWNER_ONLY


def has_tables(connection: sa.Connection) -> bool:
    """Return whether the database has the tables of a ledger.

    Raises:
        InvalidValue: A ledger cannot be kept in this kind of database.
        BadLedger: It has the entries of a ledger, and not the table that identifies it.
    """
    name = connection.dialect.name
    if name not in TRIGGERS:
        raise InvalidValue(quoted(name), "database", f"Expected one of {', '.join(TRIGGERS)}.")
    tables = sa.inspect(connection)
    if tables.has_table(ABOUT.name):
        return True
    if tables.has_table(ENTRIES.name):
        # A new one would give the entries another id than their backups have.
        reason = f"The table {ABOUT.name} is missing beside {ENTRIES.name}; go on from a backup"
        raise BadLedger(None, reason)
    return False


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
    query = f"SELECT key, value FROM {ABOUT.name}"  # noqa: S608 - our own name
    rows: dict[str, str] = dict(map(tuple, connection.exec_driver_sql(query)))
    try:
        version = int(rows["schema_version"])
        ledger_id = rows["id"]
    except (KeyError, ValueError):
        reason = f"The table {ABOUT.name} was changed from outside, or damaged; go on from a backup"
        raise BadLedger(None, reason) from None
    if version > schema.SCHEMA_VERSION:
        raise BadLedger(
            None,
            f"The ledger has tables of version {version}, and this release knows version "
            f"{schema.SCHEMA_VERSION}; install a newer release of {DISTRIBUTION}",
        )
    return ledger_id, version


READ_ONLY = "The file or its folder cannot be written to, so the ledger can only be read."
BY_PATH = (
    "The file or its folder cannot be written to. To read the ledger, give the path of the file "
    "instead of an engine or a connection, or copy the file to a folder that you can write to."
)
DAMAGED = (
    "The file is damaged. Keep it, and go on from a backup; if the ledger opens, `recheck` lists "
    "the damage."
)
AGAIN = "Another program is writing; try again."
ADVICE = (
    ("locked", AGAIN),
    ("lock timeout", AGAIN),
    ("deadlock", AGAIN),
    ("serialize", "Another change came between; roll back, then try again."),
    ("duplicate key", "Another change came between; roll back, then try again."),
    ("disk is full", "Free some space, then try again."),
    ("readonly", READ_ONLY),
    ("unable to open", "The folder must exist, and be one that you can write to."),
    ("not a database", "The file is not a ledger."),
    ("malformed", DAMAGED),
    ("could not decode", DAMAGED),
    ("codec can't decode", DAMAGED),
    ("no such table", "The tables of the ledger are missing."),
    ("connection", "The server cannot be reached."),
)
"""What helps, by a part of what the database says."""
IN_COMMIT = "It is not known whether the change was recorded; read the case again"
"""The outcome if a server or a disk is lost while it commits."""


@contextmanager
def database_errors(outcome: str = NOTHING) -> Iterator[None]:
    """Raise the errors of a database as `LedgerFailed`.

    Args:
        outcome: What became of the change.
    """
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        # Neither the statement nor its values: they hold what users wrote, and errors go to logs.
        raise failure_of(error, outcome) from None
    except UnicodeDecodeError as error:
        # What SQLite says about a damaged file can contain bytes of it.
        raise failure_of(error, outcome) from None


def failure_of(error: Exception, outcome: str = NOTHING) -> LedgerFailed:
    """Return the error of a ledger for one of a database or its driver.

    Args:
        error: The error.
        outcome: What became of the change.
    """
    reason = str(getattr(error, "orig", None) or error).partition("\nDETAIL")[0].strip()
    advice = next((advice for part, advice in ADVICE if part in reason.lower()), "")
    if advice == READ_ONLY and outcome == NOT_READ:
        advice = BY_PATH
    # What cannot be decoded follows, and an error goes to logs.
    return LedgerFailed(reason.partition(" with text ")[0], advice, outcome)
