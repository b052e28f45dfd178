"""Read an event log in a CSV file as batches of columns, whatever program wrote the file."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa
from attrs import evolve
from pyarrow import csv

from ..errors import BadHistory
from ..exchange import CsvTable, TableReader
from .headings import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..exchange import ReadOptions
    from ..process import Process

__all__ = ["csv_batches", "csv_places", "is_regular"]

BATCH_ROWS = 50_000
"""The number of rows in a batch of the slow reader."""
BLOCK_BYTES = 1 << 20
"""The number of bytes that Arrow reads at a time."""
BYTES_AT_ONCE = 1 << 24
"""The number of bytes in which quotation marks are looked for at a time."""
MARK, LINE_FEED, RETURN = b'"\n\r'
LAST_ASCII = 127


def csv_places(path: Path, process: Process, options: ReadOptions) -> dict[str, int]:
    """Return the position of each column that is read, by the name of the column.

    Raises:
        BadHistory: The headings cannot be read.
    """
    with path.open("rb") as file:
        table = _table(file, process, options)
    if table.heading_faults:
        raise BadHistory(table.heading_faults)
    return places_of(table.names)


def csv_batches(
    path: Path, process: Process, options: ReadOptions, places: Mapping[str, int]
) -> Iterator[Sequence[pa.Array]]:
    """Yield the columns of a CSV file in batches, as texts.

    Arrow reads the file where it reads it as `load_csv` does. The slow reader of `load_csv` reads
    the rest, such as the rows from the first one on that has fewer cells than there are headings.

    Args:
        path: The path of the file.
        process: The process.
        options: How the headings and the texts are read.
        places: The position of each column that is read.

    Raises:
        BadHistory: The headings or some lines cannot be read.
    """
    with path.open("rb") as file:
        table = _table(file, process, options)
        file.seek(0)
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        is_plain = ord(table.delimiter) <= LAST_ASCII and not table.unnamed
        reads_alike = is_plain and is_regular(file, table.delimiter)
    count = 0
    if reads_alike:
        try:
            for batch in _arrow_reader(path, table, places):
                count += len(batch)
                yield batch.columns
        except pa.ArrowInvalid:
            pass  # The slow reader reads the row, or reports its fault with its line.
        else:
            return
    with path.open("rb") as file:
        yield from _slow_batches(_table(file, process, options), process, places, count)


def _table(file: BinaryIO, process: Process, options: ReadOptions) -> CsvTable:
    # A log is read in parts, so that the size of the file needs no limit.
    limits = evolve(options.limits, size=sys.maxsize)
    return CsvTable(file, process, columns=options.columns, limits=limits)


def _arrow_reader(path: Path, table: CsvTable, places: Mapping[str, int]) -> csv.CSVStreamingReader:
    # Headings need not be distinct, so the columns are named by their positions.
    read = [str(place) for place in places.values()]
    return csv.open_csv(
        path,
        csv.ReadOptions(
            block_size=BLOCK_BYTES,
            column_names=[str(place) for place in range(len(table.names))],
            skip_rows=int(table.has_delimiter_line),
            skip_rows_after_names=1,
        ),
        csv.ParseOptions(delimiter=table.delimiter, newlines_in_values=True),
        # Without a type, pyarrow guesses the types from the first rows, and fails on later rows.
        csv.ConvertOptions(
            column_types=dict.fromkeys(read, pa.string()),
            include_columns=read,
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def is_regular(file: BinaryIO, delimiter: str, bytes_at_once: int = BYTES_AT_ONCE) -> bool:
    """Return whether every reader of CSV finds the same cells in a file.

    That is so if each quotation mark begins or ends a cell or is doubled, and each carriage return
    is before a line feed.
    """
    borders = np.zeros(256, np.bool_)
    borders[[ord(delimiter), MARK, LINE_FEED, RETURN]] = True
    is_inside = False
    # Each mark is compared with the bytes around it, so two bytes are looked at twice.
    last = b"\n"
    for chunk in _chunks(file, bytes_at_once):
        data = np.frombuffer(last + chunk, np.uint8)
        inner = data[1:-1]
        marks = np.flatnonzero(inner == MARK)
        is_opening = (np.arange(len(marks)) + is_inside) % 2 == 0
        if not borders[np.where(is_opening, data[marks], data[marks + 2])].all():
            return False
        if ((inner == RETURN) & (data[2:] != LINE_FEED)).any():
            return False
        is_inside ^= len(marks) % 2 == 1
        last = data[-2:].tobytes()
    return not is_inside


def _chunks(file: BinaryIO, bytes_at_once: int) -> Iterator[bytes]:
    """Yield the bytes of a file, and a line feed at its end."""
    while chunk := file.read(bytes_at_once):
        yield chunk
    yield b"\n"


def _slow_batches(
    table: CsvTable, process: Process, places: Mapping[str, int], first_row: int
) -> Iterator[Sequence[pa.Array]]:
    """Yield the columns of a CSV file in batches, read row by row, from a row on."""
    faults = TableReader(process)
    rows: list[list[str | None]] = []
    count = -1
    for line, cells in table.all_rows(faults.report):
        count += bool(cells)
        if not cells or count < first_row:
            continue
        texts = [text for _, text in cells]
        rows.append([texts[place] if place < len(texts) else None for place in places.values()])
        if len(rows) >= BATCH_ROWS:
            yield _columns(rows)
            rows = []
        if faults.stops_at(f"line {line}"):
            break
    if faults.faults:
        raise BadHistory(faults.faults)
    if rows:
        yield _columns(rows)


def _columns(rows: Sequence[Sequence[str | None]]) -> list[pa.Array]:
    return [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
