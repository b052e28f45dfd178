"""The transaction of a change, which no other change of the ledger can come between."""

from __future__ import annotations

import time
import zlib
from typing import Any

from ..errors import InvalidValue, from_extra, quoted
from . import engines, schema
from .engines import IN_COMMIT, about, failure_of
from .errors import NOTHING, BadLedger, LedgerFailed
from .schema import ABOUT

with from_extra("ledger"):
    import sqlalchemy as sa

__all__ = [
    "begin_before_savepoints",
    "begin_joined",
    "begin_read",
    "commit",
    "driver_connection",
    "lock",
    "lock_joined",
    "refuse_pool",
    "require_ledger",
    "roll_back",
]

LOCK = 0x7472_7573  # "trus" in ASCII
"""The first number of the lock of PostgreSQL that a change holds."""
SYNCED = """set_config('synchronous_commit', CASE current_setting('synchronous_commit')
    WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)"""
"""Let the server wait for its disk, whatever it, the role or the database is set to."""
REFUSALS = ("locked", "disk is full", "disk full")
"""What SQLite says of a commit that certainly did not happen."""


def refuse_pool(engine: sa.Engine) -> None:
    """Refuse an engine whose threads share a connection, or have a database each.

    Raises:
        InvalidValue: It is one.
    """
    if isinstance(engine.pool, sa.pool.StaticPool | sa.pool.SingletonThreadPool):
        accepted = (
            "Expected an engine that gives each transaction its own connection, as for a file. "
            "With a shared one, a reader would roll back what another thread records."
        )
        raise InvalidValue(quoted(type(engine.pool).__name__), "pool of an engine", accepted)


def begin_read(connection: sa.Connection) -> None:
    """Begin a transaction of an engine's connection in which all reads see one state."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    elif connection.dialect.name == "sqlite":
        _begin_sqlite(connection, "BEGIN")


def lock(connection: sa.Connection, ledger_id: str | None) -> None:
    """Begin a transaction when no other change of the ledger is under way.

    Args:
        connection: A connection of an engine, in no transaction.
        ledger_id: The id of the ledger; None if it has no tables yet, or older ones.

    Raises:
        InvalidValue: The connection commits every statement by itself.
    """
    if connection.dialect.name == "postgresql":
        # What others committed before the lock was free must be seen.
        connection.execution_options(isolation_level="READ COMMITTED")
        wait = int(engines.WAIT_SECONDS * 1000)
        connection.exec_driver_sql(f"SELECT set_config('lock_timeout', '{wait}', true), {SYNCED}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_lock_key(ledger_id)})")
    elif not _begin_sqlite(connection, "BEGIN IMMEDIATE"):
        _lock_begun(connection, ledger_id)


def lock_joined(connection: sa.Connection, ledger_id: str | None) -> None:
    """Wait in the caller's transaction until no other change of the ledger is under way.

    Args:
        connection: The caller's connection. On PostgreSQL, it is in a savepoint, so that a wait
            without success does not end the transaction.
        ledger_id: The id of the ledger; None if it has no tables yet, or older ones.

    Raises:
        LedgerFailed: The wait took too long.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT {SYNCED}")
        query = f"SELECT pg_try_advisory_xact_lock({_lock_key(ledger_id)})"
        until = time.monotonic() + engines.WAIT_SECONDS
        # A setting of how long to wait would be the caller's, too.
        while not connection.exec_driver_sql(query).scalar():
            if time.monotonic() > until:
                reason = "lock timeout"
                raise LedgerFailed(reason, engines.AGAIN)
            time.sleep(engines.PAUSE_SECONDS)
    else:
        _lock_begun(connection, ledger_id)


def begin_joined(connection: sa.Connection) -> None:
    """Begin the caller's transaction if it was not.

    Raises:
        InvalidValue: The connection commits every statement by itself.
    """
    if not connection.in_transaction():
        connection.begin()  # an engine of the user's can send a BEGIN of its own then
    refuse_autocommit(connection)
    raw = driver_connection(connection)
    if connection.dialect.name == "sqlite" and not raw.in_transaction:
        # Python's module begins a transaction only before a statement that writes: too late.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def begin_before_savepoints(connection: sa.Connection) -> None:
    """Let the caller's connection begin a transaction before a savepoint, if there is none.

    Python's module for SQLite does not, and then the end of the savepoint commits.

    Raises:
        InvalidValue: The connection is in a savepoint already.
    """
    raw = driver_connection(connection)
    if raw.isolation_level is None:
        return  # the engine begins every transaction itself, or it is refused later
    if connection.in_nested_transaction():
        accepted = (
            "Expected a connection without a savepoint: Python's module for SQLite begins no "
            "transaction before one. Open the ledger before it."
        )
        raise InvalidValue(quoted("SAVEPOINT"), "connection", accepted)

    def begin(_connection: sa.Connection, _name: str) -> None:
        if not raw.in_transaction:
            raw.execute("BEGIN")

    sa.event.listen(connection, "savepoint", begin)


def refuse_autocommit(connection: sa.Connection) -> None:
    """Refuse a connection of the caller's, in a transaction, that commits every statement.

    Raises:
        InvalidValue: It is one.
    """
    raw = driver_connection(connection)
    is_begun = connection.dialect.name != "sqlite" or raw.in_transaction
    if getattr(raw, "autocommit", None) is True or (not is_begun and raw.isolation_level is None):
        accepted = "Expected a connection in a transaction, without AUTOCOMMIT."
        raise InvalidValue(quoted("AUTOCOMMIT"), "isolation level", accepted)


def driver_connection(connection: sa.Connection) -> Any:
    """Return the connection of the driver."""
    return connection.connection.driver_connection


def roll_back(connection: sa.Connection) -> None:
    """Roll back what a connection of an engine has begun, or close it if it cannot."""
    try:
        connection.rollback()
    except sa.exc.SQLAlchemyError:
        connection.invalidate()


def commit(connection: sa.Connection) -> None:
    """Commit; if that fails, close the connection, so that nobody else commits it later.

    Raises:
        LedgerFailed: The database failed; the error says what became of the change.
    """
    try:
        connection.commit()
    except BaseException as error:
        connection.invalidate()
        if not isinstance(error, sa.exc.SQLAlchemyError):
            raise
        raise failure_of(error, NOTHING if _was_refused(error) else IN_COMMIT) from None


def _was_refused(error: sa.exc.SQLAlchemyError) -> bool:
    """Return whether a commit that failed certainly did not happen."""
    if not isinstance(error, sa.exc.DBAPIError) or error.connection_invalidated:
        return False
    is_answer = getattr(error.orig, "sqlstate", None) is not None
    return is_answer or any(part in str(error.orig) for part in REFUSALS)


def _begin_sqlite(connection: sa.Connection, statement: str) -> bool:
    """Begin a transaction on a connection of an engine; return whether with this statement.

    Raises:
        InvalidValue: The connection commits every statement by itself.
    """
    raw = driver_connection(connection)
    if getattr(raw, "autocommit", None) is True:
        accepted = "Expected an engine whose connections do not commit by themselves."
        raise InvalidValue(quoted("autocommit=True"), "engine", accepted)
    if raw.in_transaction:
        raw.rollback()  # what a user of the engine left open is not part of this change
    connection.begin()
    if raw.in_transaction:
        return False  # the engine began it
    connection.exec_driver_sql(statement)
    return True


def _lock_begun(connection: sa.Connection, ledger_id: str | None) -> None:
    """Lock SQLite in a transaction that was perhaps begun only to read."""
    if ledger_id is not None:
        connection.exec_driver_sql(f"DELETE FROM {ABOUT.name} WHERE key = ''")  # noqa: S608 - our own name


def _lock_key(ledger_id: str | None) -> str:
    """Return the two numbers of the lock of a ledger in SQL."""
    number = 0 if ledger_id is None else zlib.crc32(ledger_id.encode()) - 2**31
    return f"{LOCK}, {number}"


def require_ledger(connection: sa.Connection, ledger_id: str | None) -> None:
    """Refuse a ledger that is not the one that was opened.

    Raises:
        BadLedger: It was made or brought up to date by another release, or is another ledger.
    """
    if about(connection) != (ledger_id, schema.SCHEMA_VERSION):
        raise BadLedger(None, "The ledger was exchanged or brought up to date; open it again")
