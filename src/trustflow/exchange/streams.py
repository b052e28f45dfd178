"""Read a file several times: streams are copied, and a file that changes meanwhile is refused."""

from __future__ import annotations

import io
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadHistory, Fault
from .inputs import path_or_file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .limits import Limits

__all__ = ["changed", "rereadable", "unchanged"]

IN_MEMORY = 16_000_000
"""How many bytes of a stream are kept in memory; a longer one goes to a temporary file."""


@contextmanager
def rereadable(source: str | os.PathLike[str] | BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """Yield a file that can be read several times.

    That is the file itself, or a copy of a stream that cannot go back, such as a named pipe.

    Args:
        source: The path of the file, or the file itself, open in binary mode.
        limits: The limits of what is read.

    Raises:
        BadHistory: The stream is larger than the limit.
        OSError: The file does not exist or cannot be opened.
    """
    source = path_or_file_of(source, "rb")
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file, rereadable(file, limits) as whole:
            yield whole
        return
    if _can_go_back(source):
        yield source
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        size = 0
        while piece := source.read(io.DEFAULT_BUFFER_SIZE):
            size += len(piece)
            if size > limits.size:
                raise BadHistory([limits.fault("$", "a larger file", "size")])
            copy.write(piece)
        copy.seek(0)
        yield copy  # type: ignore[misc]  # it has the methods of a binary file


@contextmanager
def unchanged(source: str | os.PathLike[str] | BinaryIO) -> Iterator[Callable[[], None]]:
    """Refuse a file that changes before the block ends.

    The block receives a function that looks at the file earlier. If the file changed, an error in
    the block is replaced, because the change explains it. A stream without a descriptor is taken
    to be unchanged.

    Args:
        source: The path of a file, or an open file.

    Raises:
        BadHistory: The file changed.
        OSError: There is no file at the path.
    """
    before = _state(path_or_file_of(source, "rb"))

    def refuse_change() -> None:
        if _state(source) != before:
            raise changed()

    try:
        yield refuse_change
    except Exception:
        refuse_change()
        raise
    refuse_change()


def changed() -> BadHistory:
    """Return the error for a file that changed while it was read."""
    accepted = "Expected a file that nothing writes to. Read it again, or read a copy of it."
    return BadHistory([Fault("$", "a file that changed while it was read", accepted)])


def _can_go_back(stream: BinaryIO) -> bool:
    """Return whether a stream can be read again from its present place."""
    status = _status(stream)
    # A device can accept a seek without going back.
    if status is not None and not stat.S_ISREG(status.st_mode):
        return False
    # The input of a web request may have no other method than `read`.
    return hasattr(stream, "seekable") and stream.seekable()


def _state(source: str | os.PathLike[str] | BinaryIO) -> tuple[int, int, int, int] | None:
    """Return what differs after a file was replaced, made longer or shorter, or rewritten."""
    status = Path(source).stat() if isinstance(source, str | os.PathLike) else _status(source)
    if status is None:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _status(stream: BinaryIO) -> os.stat_result | None:
    """Return what the operating system knows of a stream, or None without a descriptor."""
    if isinstance(stream, tempfile.SpooledTemporaryFile):
        return None  # its descriptor would move it from memory to disk
    try:
        return os.fstat(stream.fileno())
    except (AttributeError, OSError):
        return None
