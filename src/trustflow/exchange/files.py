"""Read and write files of histories as JSON or CSV; the name of a file decides the format."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..history import one_of
from ..trust_transfer import TRUST_TRANSFER
from .atomic import replacing, write_atomically
from .csv import csv_cases, write_csv
from .formats import FORMATS, WORKBOOK, format_of, refuse_tabs
from .inputs import open_file_of
from .json import dumps, parse_json
from .limits import DEFAULT_LIMITS, Limits, file_bytes
from .read_options import DEFAULT_OPTIONS, ReadOptions, options_of
from .streams import rereadable
from .table_cases import TableCase
from .workbook_cases import workbook_cases
from .workbook_file import holds_workbook, refuse_lock_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..history import History
    from ..process import Process

__all__ = [
    "read_cases",
    "read_file",
    "save",
    "write_histories",
]


def read_file(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> Iterator[History]:
    """Yield the histories of a file one by one.

    Args:
        source: The path of the file, or the file itself, open in binary mode. A stream that can be
            read only once, such as a named pipe, is copied if it is a table.
        process: The process of the events; the trust transfer by default.
        options: How the file is read.

    Raises:
        BadHistory: The file cannot be read; the error lists every fault.
        InvalidValue: The file is a workbook, and does not have the sheet.
        MissingExtra: The file is a workbook, and a package of the extra ``frames`` is missing.
        OSError: The file does not exist or cannot be opened.
    """
    for case in read_cases(source, process, options):
        yield case.history


def read_cases(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> Iterator[TableCase]:
    """Yield the histories of a file with the rows of their events; see `read_file`.

    The events of a JSON file have no rows, so their places are empty.
    """
    options = options_of(options)
    if not isinstance(source, str | os.PathLike):
        with rereadable(source, options.limits) as file:
            file_format = options.file_format or _format_in(file)
            yield from _cases(file, file_format, process, options)
        return
    path = Path(source)
    refuse_lock_file(path)
    by_ending = format_of(path) if path.suffix else None
    if (options.file_format or by_ending) == "json":
        yield from _cases(path, "json", process, options)
        return
    with path.open("rb") as stream, rereadable(stream, options.limits) as file:
        # The name of a stream such as /dev/stdin does not show its format, and a workbook can have
        # the ending of a CSV file, or a CSV file that of a workbook.
        file_format = options.file_format or _format_in(file)
        if file_format == "json" and by_ending is not None:
            file_format = "csv"
        yield from _cases(file, file_format, process, options)


def _cases(
    source: str | os.PathLike[str] | BinaryIO,
    file_format: str,
    process: Process,
    options: ReadOptions,
) -> Iterable[TableCase]:
    if file_format == "json":
        from .reader import histories_from_data

        histories = histories_from_data(
            parse_json(file_bytes(source, options.limits), options.limits),
            process,
            limits=options.limits,
            on_entries=options.on_entries,
        )
        return (TableCase(history.authority, history, ()) for history in histories)
    read = workbook_cases if file_format == WORKBOOK else csv_cases
    return read(source, process, options)


def _format_in(file: BinaryIO) -> str:
    """Return the format of an open file, which its first bytes show."""
    if holds_workbook(file):
        return WORKBOOK
    start = file.read(100)
    file.seek(-len(start), os.SEEK_CUR)
    return "json" if start.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in {b"{", b"["} else "csv"


def save(
    histories: History | Iterable[History],
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    file_format: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> None:
    """Save one or several histories to a file.

    A crash leaves the old file or the new one, complete.

    Args:
        histories: The histories.
        path: The path of the file.
        process: The process of the events; the trust transfer by default.
        file_format: ``json`` or ``csv``. By default, the ending of the file's name decides.
        limits: The limits with which it will be read; what they refuse is not written.

    Raises:
        BadHistory: A limit would keep the file from being read.
        InvalidValue: The format is not ``json`` or ``csv``, or the ending means a table with tabs.
        OSError: The file cannot be written; it is then unchanged.
    """
    chosen = format_of(path) if file_format is None else file_format
    if one_of(chosen, FORMATS, "file format") == "json":
        write_atomically(path, dumps(histories, process, limits=limits).encode())
    else:
        refuse_tabs(path)
        with replacing(path) as file:
            write_csv(histories, file, process, limits=limits)


def write_histories(
    histories: History | Iterable[History],
    file: BinaryIO,
    file_format: str,
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> None:
    """Write one or several histories to a stream in the named format.

    Raises:
        BadHistory: A limit would keep the text from being read.
        InvalidValue: The format is not ``json`` or ``csv``.
    """
    file = open_file_of(file, "wb")
    if one_of(file_format, FORMATS, "file format") == "json":
        file.write(dumps(histories, process, limits=limits).encode())
    else:
        write_csv(histories, file, process, limits=limits)
