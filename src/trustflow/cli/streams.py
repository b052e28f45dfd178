"""Make the standard streams safe to use: closed ones, and ones of any encoding."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .._text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["discard_output", "kept_surroundings", "safe_streams"]

PLAIN = {"→": "->", "–": "-", "’": "'", "×": "x", "…": "...", "≤": "<=", "≥": ">=", "·": "-"}
"""What is printed instead of a character that the encoding of standard output does not have."""
HANDLER = "trustflow.plain"
"""The name of the error handler that `_plain` is registered as."""


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """Replace characters that an encoding does not have: by plain ones, else by escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if character in PLAIN:
        return PLAIN[character], error.start + 1
    return codecs.backslashreplace_errors(error)


class _Closed(io.RawIOBase):
    """A stream of bytes that was closed before the command started; writing to it is an error."""

    def __init__(self, name: str) -> None:
        self._name = name

    def write(self, _: object) -> NoReturn:
        """Raise an error that names the stream."""
        raise OSError(errno.EBADF, "The stream is closed", self._name)


class _ClosedText(io.TextIOBase):
    """A stream of text that was closed before the command started."""

    def __init__(self, name: str) -> None:
        self.buffer = _Closed(name)

    def write(self, text: str) -> NoReturn:
        """Raise an error that names the stream."""
        self.buffer.write(text)


@contextlib.contextmanager
def safe_streams() -> Iterator[None]:
    """Make standard output and standard error usable while the block runs.

    A closed standard output becomes a stream that raises an error when it is written to. What is
    written to a closed standard error is lost. A character that the encoding of standard output
    does not have is replaced. Output waits for a slow reader.
    """
    codecs.register_error(HANDLER, _plain)
    out, err = sys.stdout, sys.stderr
    if sys.stdin is None or out is None or err is None:
        _fill_descriptors()
    if out is None:
        sys.stdout = _ClosedText("standard output")
    if err is None:
        sys.stderr = io.StringIO()
    handler = getattr(out, "errors", None)
    _reconfigure(out, HANDLER)
    try:
        yield
    finally:
        if handler is not None:
            _reconfigure(out, handler)
        sys.stdout, sys.stderr = out, err


def _reconfigure(stream: Any, handler: str) -> None:
    """Set the error handler of a stream, and let its writes wait for the reader."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    with contextlib.suppress(OSError, ValueError):
        stream.reconfigure(errors=handler)
        os.set_blocking(stream.fileno(), True)


def _fill_descriptors() -> None:
    """Open the null device in place of closed standard streams.

    Otherwise the next file to be opened would get the number of a standard stream, and a library
    that prints to that stream would write into the file.
    """
    highest = 2
    while (opened := os.open(os.devnull, os.O_RDWR)) <= highest:
        pass
    os.close(opened)


@contextlib.contextmanager
def kept_surroundings() -> Iterator[None]:
    """Run a block that imports a module of the user, and undo what it does to our surroundings.

    What the module prints goes to standard error, because standard output is for the answer of the
    command. The standard streams and the current folder are afterwards as they were before.
    """
    streams = sys.stdin, sys.stdout, sys.stderr
    folder = _current_folder()
    sys.stdout = printed = io.StringIO()
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        # A folder that stayed the same may be one that cannot be entered again.
        if folder is not None and folder != _current_folder():
            os.chdir(folder)
        if not printed.closed:
            sys.stderr.write(visible(printed.getvalue(), keep_lines=True))


def _current_folder() -> Path | None:
    """Return the current folder, or None if it was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def discard_output() -> None:
    """Discard what standard output still has in its buffer, which nobody can read any more.

    Otherwise Python would try to write it when the program ends, and print an error.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
