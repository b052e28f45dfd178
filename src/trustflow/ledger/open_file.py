"""The file of SQLite that a ledger has open, which others can move, delete or replace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .network_drives import drive_type_of

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["OpenFile", "main_file"]


@frozen
class OpenFile:
    """A file, as it was when a ledger opened it.

    SQLite goes on writing to a file that was deleted or replaced, and what it writes there is lost.

    Args:
        path: The path of the file.
        identity: The numbers of its device and of the file on it; None if it was gone at once.
    """

    path: Path
    identity: tuple[int, int] | None

    @classmethod
    def of(cls, connection: sa.Connection) -> OpenFile | None:
        """Return the file of a connection; None if it has none, or has it on a network drive.

        There, the numbers of a file can change.
        """
        path = main_file(connection)
        if path is None or drive_type_of(path.parent) is not None:
            return None
        return cls(path, _identity(path))

    def is_in_place(self) -> bool:
        """Return whether the path still leads to the file."""
        return self.identity is not None and _identity(self.path) == self.identity


def main_file(connection: sa.Connection) -> Path | None:
    """Return the path of the file of SQLite that a connection has open; None if it has none."""
    if connection.dialect.name != "sqlite":
        return None
    # By the driver's connection, so that no transaction begins.
    raw: Any = connection.connection.driver_connection
    files = raw.execute("PRAGMA database_list").fetchall()
    return next((Path(file) for _, name, file in files if name == "main" and file), None)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return the numbers of the device and of the file; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
