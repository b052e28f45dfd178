"""Write a file so that a crash leaves either the old file or the new one, complete."""

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
"""The permissions of a new file before the umask is applied."""


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write bytes to a file; a crash leaves the old file or the new one, complete.

    If the path is a symbolic link, the file that it leads to is replaced, and the link stays. An
    existing file keeps its permissions.

    Raises:
        OSError: The folder cannot be written to; the file is then unchanged.
    """
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Yield a temporary file that replaces the file at a path when the block ends.

    If the block raises an error, the temporary file is deleted and the old file stays. Otherwise
    the data are synced to disk before the temporary file is renamed.

    Raises:
        OSError: The folder cannot be written to; the file is then unchanged.
    """
    target = Path(os.path.realpath(path))
    # The temporary name does not contain the target's name: if that is long, the two together
    # could exceed the longest name that the operating system allows.
    handle, name = tempfile.mkstemp(prefix=".trustflow-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_permissions(target))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _permissions(target: Path) -> int:
    """Return the permissions of the existing file, or those that a new file gets."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        # The umask can only be read by setting it.
        mask = os.umask(0)
        os.umask(mask)
        return NEW_FILE_MODE & ~mask


def _sync_folder(folder: Path) -> None:
    """Sync the rename itself to disk, if the operating system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
