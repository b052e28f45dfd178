"""Read a file of SQLite that cannot be written to, or that is in a folder that cannot be.

SQLite itself cannot, because whoever reads a file with a WAL makes two more files beside it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import NOT_READ, LedgerFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

__all__ = ["connect_to_read", "is_read_only", "unchanged"]

WAL_HEADER = b"\x02\x02"
"""The bytes in the header of a file that say that changes to it are in a WAL at first."""
WAL_PLACE = 18
BESIDE = ("-wal", "-shm")
"""How the names of the files beside a file with a WAL end: that of changes, that of an index."""
COPY = (
    "The file beside the ledger that ends in -wal has changes, and cannot be read without another "
    "one, which cannot be made. Copy both to a folder that you can write to."
)
CHANGED = "Another program wrote to it meanwhile; try again."


def is_read_only(path: Path) -> bool:
    """Return whether a file exists, and SQLite cannot write to it or beside it."""
    if not path.exists():
        return False
    if not os.access(path, os.W_OK):
        return True
    return not os.access(path.parent, os.W_OK) and not all(
        os.access(f"{path}{ending}", os.W_OK) for ending in BESIDE
    )


class _WithoutLock(sqlite3.Connection):
    """A connection to a file that SQLite does not lock, because it takes it for immutable.

    Attributes:
        path: The path of the file.
        before: What shows whether another program has written to the file since.
    """

    path: Path
    before: tuple[int, int] | None


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that reads a file, and makes no other file.

    Raises:
        LedgerFailed: There are changes that are not in the file itself, and cannot be read.
        sqlite3.Error: SQLite cannot open the file.
    """
    place = path.resolve()
    wal, index = (Path(f"{place}{ending}") for ending in BESIDE)
    has_changes = _size(wal) > 0
    if has_changes and not index.exists():
        reason = "unable to open the changes beside the file"
        raise LedgerFailed(reason, COPY, NOT_READ)
    if has_changes or not _has_wal(place):
        return sqlite3.connect(f"{place.as_uri()}?mode=ro&readonly_shm=1", uri=True)
    # Everything is in the file, and nobody has it open: who writes to it makes a WAL.
    before = _state(place)
    connection = sqlite3.connect(
        f"{place.as_uri()}?mode=ro&immutable=1", uri=True, factory=_WithoutLock
    )
    connection.path, connection.before = place, before
    return connection


@contextmanager
def unchanged(connection: sa.Connection) -> Iterator[None]:
    """Refuse what a block reads if the file is not locked and another program writes to it.

    Raises:
        LedgerFailed: Another program has written to it.
    """
    raw = connection.connection.driver_connection
    try:
        yield
    finally:
        # Also after an error, as a page that was just replaced looks like a damaged one.
        if isinstance(raw, _WithoutLock) and _state(raw.path) != raw.before:
            reason = "the file was changed while it was read"
            raise LedgerFailed(reason, CHANGED, NOT_READ)


def _has_wal(path: Path) -> bool:
    """Return whether changes to a file are in a WAL at first; False if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(WAL_PLACE + 2)[WAL_PLACE:] == WAL_HEADER
    except OSError:
        return False


def _size(path: Path) -> int:
    """Return the size of a file, or 0 if there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _state(path: Path) -> tuple[int, int] | None:
    """Return when a file was changed last, and its size; None if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
