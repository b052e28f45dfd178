"""Erase from the files of a database what was overwritten or deleted in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..errors import InvalidValue, quoted
from . import engines
from .engines import failure_of
from .errors import LedgerFailed
from .locking import driver_connection
from .places import EnginePlace
from .schema import ENTRIES

if TYPE_CHECKING:
    import sqlite3

    import sqlalchemy as sa

    from .places import Place

__all__ = ["vacuum"]

STILL_THERE = "What was overwritten or deleted may still be in the files of the database"
"""The outcome of a failed `vacuum`."""
LATER = "Call vacuum when it has finished."
NEXT_TRANSACTION = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
OLDER_TRANSACTIONS = """
    SELECT
        (SELECT count(*) FROM pg_stat_activity
         WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
         AND datname = current_database() AND age(backend_xmin) > age('{next}'::xid))
        + (SELECT count(*) FROM pg_prepared_xacts
           WHERE database = current_database() AND age(transaction) > age('{next}'::xid))
        + (SELECT count(*) FROM pg_replication_slots
           WHERE xmin IS NOT NULL AND age(xmin) > age('{next}'::xid))"""
"""How many transactions of PostgreSQL can still see what was there before one."""


def vacuum(place: Place) -> None:
    """Erase what was overwritten or deleted from the files of the database.

    Raises:
        InvalidValue: The ledger is in a connection or a store of the caller's.
        LedgerFailed: The database failed, or another program is reading the old content.
    """
    if not isinstance(place, EnginePlace):
        accepted = "Expected a ledger in a database that it opened itself, or an engine."
        raise InvalidValue(quoted(str(place)), "ledger to vacuum", accepted)
    with place.connected(STILL_THERE) as connection:
        if connection.dialect.name == "postgresql":
            _vacuum_postgresql(connection.execution_options(isolation_level="AUTOCOMMIT"))
        else:
            _vacuum_sqlite(driver_connection(connection))


def _vacuum_postgresql(connection: sa.Connection) -> None:
    """Erase what no transaction can see any more, when no older one is open.

    Raises:
        LedgerFailed: An older one is open.
    """
    following = connection.exec_driver_sql(NEXT_TRANSACTION).scalar()
    until = time.monotonic() + engines.WAIT_SECONDS
    # What an older transaction can still see would be kept, without an error.
    while connection.exec_driver_sql(OLDER_TRANSACTIONS.format(next=following)).scalar():
        if time.monotonic() > until:
            reason = "an older transaction is open"
            raise LedgerFailed(reason, LATER, STILL_THERE)
        time.sleep(engines.PAUSE_SECONDS)
    # Who waits for the whole table makes every reader wait behind it.
    connection.exec_driver_sql(f"SET lock_timeout = '{engines.WAIT_SECONDS}s'")
    try:
        # The statistics of a column have common values of it.
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {ENTRIES.name}")
    finally:
        connection.invalidate()  # with its setting


def _vacuum_sqlite(raw: sqlite3.Connection) -> None:
    """Erase what was overwritten or deleted from a file of SQLite.

    Args:
        raw: The connection of the driver: the engine can begin transactions by itself.

    Raises:
        LedgerFailed: The database failed, or another program is reading the old content.
    """
    before = raw.isolation_level
    raw.rollback()
    raw.isolation_level = None
    try:
        # Without it, a page can keep bytes of what was in it before.
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")
        is_busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except raw.Error as error:
        raise failure_of(error, STILL_THERE) from None
    finally:
        raw.isolation_level = before
    if is_busy:
        reason = "another program is reading"
        raise LedgerFailed(reason, LATER, STILL_THERE)
