"""Saving so that a kill at any moment leaves the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replacing", "write_atomically"]

NEW_FILE_MODE = 0o666


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write the bytes to a temporary file beside the path, sync it, and rename it over the path.

    A link is followed, so that it stays one; an existing file keeps its permissions.

    Raises:
        OSError: The folder cannot be written to; the file is then as it was.
    """
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write to piece by piece, which takes the path's place when all went well.

    Raises:
        OSError: The folder cannot be written to; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    # A prefix of its own: with the file's name in it, that of a long one would be too long.
    handle, name = tempfile.mkstemp(prefix=".trustflow-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those a new file gets."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return NEW_FILE_MODE & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last, where the system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
