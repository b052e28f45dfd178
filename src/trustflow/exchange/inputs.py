"""Refuse what is not a path, an open file or a text, where a reader or a writer needs one."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InvalidValue, quoted

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["open_file_of", "path_of", "path_or_file_of", "text_or_bytes_of"]


def path_of(value: object) -> str | os.PathLike[str]:
    """Return a value that must be a path.

    Raises:
        InvalidValue: It is something else, such as an open file.
    """
    if isinstance(value, str | os.PathLike):
        return value
    raise InvalidValue(quoted(value), "path", "Expected a path, such as 'histories.csv'.")


def open_file_of(value: Any, mode: Literal["rb", "wb"]) -> BinaryIO:
    """Return a value that must be a file, open in binary mode.

    Args:
        value: The value.
        mode: Whether the file is read or written.

    Raises:
        InvalidValue: It is something else, such as a path or a file that is open in text mode.
    """
    method = "read" if mode == "rb" else "write"
    # What `tempfile` returns in text mode is not a `TextIOBase`, but has an encoding.
    is_text = isinstance(value, io.TextIOBase) or isinstance(getattr(value, "encoding", None), str)
    if is_text or not callable(getattr(value, method, None)):
        accepted = f"Expected a file that is open in binary mode, as by open('log.csv', {mode!r})."
        raise InvalidValue(quoted(value), "file", accepted)
    file: BinaryIO = value
    return file


def path_or_file_of(value: object, mode: Literal["rb", "wb"]) -> str | os.PathLike[str] | BinaryIO:
    """Return a value that must be a path, or a file that is open in binary mode.

    Args:
        value: The value.
        mode: Whether the file is read or written.

    Raises:
        InvalidValue: It is something else.
    """
    return value if isinstance(value, str | os.PathLike) else open_file_of(value, mode)


def text_or_bytes_of(value: Any, way_out: str) -> str | bytes:
    """Return a value that must be a text or the bytes of one.

    Args:
        value: The value.
        way_out: What to call with a path or a file, such as ``load``.

    Raises:
        InvalidValue: It is something else.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    accepted = f"Expected a text or its bytes. For a path, use {way_out}."
    raise InvalidValue(quoted(value), "text", accepted)
