"""Lock a file while it is read, changed and written, so that no change by another is lost.

The lock is a second file beside the file, because the file itself is replaced by each change. Its
existence means nothing: the operating system holds the lock and releases it when the process ends,
however it ends. The second file is removed with the lock; after a kill, by the next change.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidValue, StaleFile, pluralised, quoted
from .atomic import TEMPORARY, is_replaced, naming, replacing
from .inputs import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LockedFile", "locked_file"]

MAX_WAIT = 5.0
"""The most seconds to wait for another process that has the lock."""
PAUSE = 0.01
"""The seconds between two attempts to get the lock."""


class LockedFile:
    """A file that no other process can lock.

    Attributes:
        path: The path of the file.
        exists: Whether there was a file when it was locked.
    """

    def __init__(self, path: str | os.PathLike[str], temporary: str) -> None:
        self.path = path
        self._temporary = temporary
        self._digest = _digest(path)
        self.exists = self._digest is not None

    def write(self, data: bytes) -> None:
        """Replace the file as `write_atomically` does, or create it.

        Raises:
            StaleFile: A program that does not use the lock changed or created the file.
            OSError: The file cannot be written to; it is then unchanged.
        """
        if _digest(self.path) != self._digest:
            raise StaleFile(os.fspath(self.path), "it does not contain what was read")
        try:
            with replacing(self.path, temporary=self._temporary, is_new=not self.exists) as file:
                file.write(data)
        except FileExistsError:
            raise StaleFile(os.fspath(self.path), "it did not exist before") from None


@contextmanager
def locked_file(path: str | os.PathLike[str]) -> Iterator[LockedFile]:
    """Lock a file, which need not exist yet, until the block ends.

    Read the file inside the block, and write it with `LockedFile.write`. A program that does not
    use the lock can change the file at any time; `LockedFile.write` then refuses.

    Args:
        path: The path of the file. If it is a symbolic link, the file that it leads to is locked.

    Raises:
        InvalidValue: The path leads to a device, a named pipe or an open file, or the file has
            several names (hard links).
        TimeoutError: Another process has had the lock for some seconds.
        OSError: The path is a folder, or its folder does not exist or cannot be written to.
    """
    path = path_of(path)
    if not is_replaced(path):
        raise InvalidValue(quoted(os.fspath(path)), "path", "Expected the path of a regular file.")
    target = Path(os.path.realpath(path))
    name = _temporary_name(target)
    with _lock(target.with_name(f"{name}.lock"), path):
        with naming(path):
            # A process that was killed can have left it, perhaps as a second name of the file.
            target.with_name(f"{name}.new").unlink(missing_ok=True)
        _refuse_hard_links(path)
        yield LockedFile(path, f"{name}.new")


def _temporary_name(target: Path) -> str:
    """Return the beginning of the names of the temporary files that belong to a file.

    The case of the file's name does not matter, because there are file systems that ignore it.
    """
    import hashlib

    return TEMPORARY + hashlib.sha256(os.fsencode(target.name.casefold())).hexdigest()[:16]


def _digest(path: str | os.PathLike[str]) -> bytes | None:
    """Return a hash of the content of a file, or None if there is no file."""
    import hashlib

    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        return None


def _refuse_hard_links(path: str | os.PathLike[str]) -> None:
    """Raise an error if a file has several names, because only one of them would be replaced.

    Raises:
        InvalidValue: It has several names.
    """
    with contextlib.suppress(FileNotFoundError):
        links = Path(path).stat().st_nlink
        if links > 1:
            accepted = (
                f"The file has {pluralised(links, 'name')} (hard links), and a change would reach "
                "only this one. Copy it to a file of its own, or use a symbolic link."
            )
            raise InvalidValue(quoted(os.fspath(path)), "path", accepted)


@contextmanager
def _lock(lock: Path, path: str | os.PathLike[str]) -> Iterator[None]:
    """Hold the lock of a path until the block ends."""
    end = time.monotonic() + MAX_WAIT
    while True:
        with naming(path):
            file = _locked(lock)
        if file is not None:
            break
        if time.monotonic() >= end:
            reason = f"Another process has been changing it for {MAX_WAIT:g} seconds"
            raise TimeoutError(errno.ETIMEDOUT, reason, os.fspath(path))
        time.sleep(PAUSE)
    try:
        yield
    finally:
        _release(lock, file)


def _locked(lock: Path) -> io.FileIO | None:
    """Return the open lock file with its lock, or None if another process has the lock."""
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(_opened(lock))
        with contextlib.suppress(BlockingIOError, PermissionError, FileNotFoundError):
            _take(file.fileno())
            # The last holder can have removed the file before it was locked here. The next
            # process then creates another, so a lock of this one would exclude nobody.
            if os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                stack.pop_all()
                return file
    return None


def _opened(lock: Path) -> io.FileIO:
    """Return the open lock file, which is created if it does not exist.

    Raises:
        PermissionError: The folder cannot be written to.
    """
    try:
        return io.FileIO(lock, "a")
    except PermissionError as error:
        # Another user's process that was killed can have left a file that can only be read.
        with contextlib.suppress(OSError):
            return io.FileIO(lock, "r")
        reason = "Permission denied to create a file beside it, which each change does"
        raise PermissionError(error.errno, reason) from None


def _take(descriptor: int) -> None:
    """Lock an open file until it is closed.

    Raises:
        BlockingIOError: Another process has the lock; on Windows, it is a PermissionError.
    """
    try:
        import fcntl
    except ImportError:  # on Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(lock: Path, file: io.FileIO) -> None:
    """Release a lock and remove its file."""
    with file, contextlib.suppress(PermissionError):
        # As long as the lock is held, the file is certainly not that of another process.
        lock.unlink(missing_ok=True)
        return
    with contextlib.suppress(OSError):  # Windows removes a file only when it is closed
        lock.unlink()
