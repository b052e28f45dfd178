"""Write several files into a folder so that an error leaves the folder as it was."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .atomic import TEMPORARY, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["filling_folder"]


@contextmanager
def filling_folder(path: str | os.PathLike[str], *, last: str) -> Iterator[Path]:
    """Yield a temporary folder whose files are moved into a folder when the block ends.

    The folder is made if it does not exist. A file or folder in it with the name of a new one is
    replaced, and everything else stays. If the block raises an error, nothing is changed.

    The old file `last` is removed first, and the new one is moved last. So a folder that has the
    file is complete, also after a crash.

    Args:
        path: The path of the folder.
        last: The name of the file that marks a complete folder.

    Raises:
        OSError: The folder cannot be written to. The error names the path, never a temporary file.
    """
    folder = Path(path)
    is_new = not folder.exists()
    # The temporary folder is inside the folder, because both must be on one file system, and the
    # folder can be the mount point of another than its parent.
    temporary = folder / f"{TEMPORARY}{secrets.token_hex(8)}"
    try:
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
        temporary.mkdir()
        yield temporary
        _sync_files(temporary)
        _move_all(temporary, folder, last)
    except BaseException as error:
        _remove(temporary)
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError) and TEMPORARY in str(error.filename):
            raise OSError(error.errno, error.strerror, os.fspath(path)) from None
        raise
    _remove(temporary)


def _sync_files(folder: Path) -> None:
    """Sync what is in a folder to disk, so that nothing is moved before its data are there."""
    for place in folder.rglob("*"):
        if place.is_file():
            with place.open("rb+") as opened:
                os.fsync(opened.fileno())
        else:
            sync_folder(place)


def _move_all(temporary: Path, folder: Path, last: str) -> None:
    entries = sorted(temporary.iterdir(), key=lambda entry: (entry.name == last, entry.name))
    (folder / last).unlink(missing_ok=True)
    sync_folder(folder)
    for entry in entries:
        if entry.name == last:
            sync_folder(folder)  # a disk can keep names in another order than they were given
        place = folder / entry.name
        if os.path.lexists(place):
            # Moved aside, because a folder cannot replace a file, a link, or a folder with files.
            place.rename(temporary / f"{entry.name}.old")
        entry.rename(place)
    sync_folder(folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
