"""Files of histories in either format, told by the ending: JSON, or CSV."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from ..errors import BadHistory, Fault
from ..history import one_of
from ..trust_transfer import TRUST_TRANSFER
from .csv import dump_csv, stream_csv, write_csv
from .json import dump, dumps, loads_all
from .limits import DEFAULT_LIMITS, Limits, file_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..history import History
    from ..process import Process

__all__ = ["FORMATS", "USUAL", "Reading", "format_of", "read_file", "save", "write_histories"]

FORMATS = ("json", "csv")
"""The formats of files of histories, by the ending of the name."""
TABLES = {".csv", ".tsv", ".txt"}
"""The endings of files that are read as CSV."""
IN_MEMORY = 16_000_000
"""The bytes of a stream that are kept in memory; more are kept in a temporary file."""


@frozen(kw_only=True)
class Reading:
    """How a file is read.

    Args:
        form: json or csv; by the file's ending when left out, and by its beginning for a stream.
        columns: For other people's headings of a table, our names.
        limits: How much is read.
        on_fault: Called with each fault of a table, whose good rows are kept.
    """

    form: str | None = None
    columns: Mapping[str, str] | None = None
    limits: Limits = DEFAULT_LIMITS
    on_fault: Callable[[Fault], None] | None = None


USUAL = Reading()


def format_of(path: str | os.PathLike[str]) -> str:
    """The format of a file by its ending: csv for a table, else json."""
    return "csv" if Path(path).suffix.casefold() in TABLES else "json"


def read_file(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    reading: Reading = USUAL,
) -> Iterator[History]:
    """The histories of a file, by its path or open in binary mode, one by one.

    Raises:
        BadHistory: It cannot be read; every fault is told.
        OSError: There is no such file, or it cannot be opened.
    """
    if isinstance(source, str | os.PathLike):
        form = reading.form or format_of(source)
        yield from _histories(source, form, process, reading)
        return
    with _seekable(source, reading.limits) as file:
        form = reading.form or _format_in(file)
        yield from _histories(file, form, process, reading)


def _histories(
    source: str | os.PathLike[str] | BinaryIO, form: str, process: Process, reading: Reading
) -> Iterable[History]:
    if form == "json":
        return loads_all(file_bytes(source, reading.limits), process, limits=reading.limits)
    return stream_csv(
        source,
        process,
        columns=reading.columns,
        limits=reading.limits,
        on_fault=reading.on_fault,
    )


@contextmanager
def _seekable(stream: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """A stream such as standard input, kept so that it can be gone through again."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        size = 0
        while piece := stream.read(io.DEFAULT_BUFFER_SIZE):
            size += len(piece)
            if size > limits.size:
                raise BadHistory([limits.fault("$", "more bytes than that", "size")])
            file.write(piece)
        file.seek(0)
        yield file  # type: ignore[misc]  # it has what a binary file has


def _format_in(file: BinaryIO) -> str:
    """JSON where an object or a list begins, else CSV."""
    start = file.read(100)
    file.seek(0)
    return "json" if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} else "csv"


def save(
    histories: History | Iterable[History],
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    form: str | None = None,
) -> None:
    """Save a history, or several, in the format of the path's ending, or the one named.

    A kill at any moment leaves the old file or the new, whole.

    Raises:
        InvalidValue: There is no such format.
        OSError: The file cannot be written; it is then as it was.
    """
    if one_of(form or format_of(path), FORMATS, "format") == "json":
        dump(histories, path)
    else:
        dump_csv(histories, path, process)


def write_histories(
    histories: Iterable[History], file: BinaryIO, form: str, process: Process = TRUST_TRANSFER
) -> None:
    """Write histories to a stream such as standard output.

    Raises:
        InvalidValue: There is no such format.
    """
    if one_of(form, FORMATS, "format") == "json":
        file.write(dumps(histories).encode())
    else:
        write_csv(histories, file, process)
