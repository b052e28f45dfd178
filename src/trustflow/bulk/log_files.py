"""Open an event log in a file as batches of rows, and split it by case."""

from __future__ import annotations

import re
import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import numpy as np
import pyarrow as pa

from ..errors import BadHistory
from .cases import case_texts
from .column_reader import ColumnReader
from .csv_log import csv_batches, csv_places
from .event_log import read_event_log
from .findings import check_log
from .frame_adapter import FrameAdapter
from .headings import column_places
from .notes import can_be_notes, kept_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..exchange import ReadOptions
    from ..process import Process

__all__ = ["LogFile", "open_log", "split_by_case"]

BATCH_ROWS = 250_000
"""The number of rows read from a Parquet file at a time."""
BYTES_PER_ROW = 40
"""The approximate size of a CSV row, used to estimate the number of rows of a file.

To count the rows, the file would have to be read twice.
"""
ROW = "row"
"""The column of a batch with the numbers of its rows in the file."""
INDEX_OF_PANDAS = re.compile(r"__index_level_\d+__")
"""The name of a column in which pandas writes an index without a name."""


class LogFile(NamedTuple):
    """An event log in a file.

    Attributes:
        rows: The approximate number of rows.
        names: The names of the columns that are read.
        schema: The columns of the batches: those that are read, then the numbers of the rows.
        batches: The rows in batches.
        process: The process.
        options: How texts are read.
        is_csv: Whether the file is a CSV file.
    """

    rows: float
    names: tuple[str, ...]
    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]
    process: Process
    options: ReadOptions
    is_csv: bool

    def findings(self, table: pa.Table) -> tuple[pa.Table, int]:
        """Return the findings on the rows in a table, and the number of its events."""
        adapter = self._adapter(table)
        log = read_event_log(
            adapter.column, self.names, self.process, self.options, guarded=self.is_csv
        )
        if not self._has_case_numbers():
            # Otherwise the type of the column could differ from one part of the log to the next.
            log = log._replace(cases=log.cases._replace(keeps_values=False))
        checked = check_log(log, self.process)
        result: pa.Table = adapter.to_native(checked.findings_table(table[ROW].to_numpy()))
        return result, int(log.event_counts.sum()) + len(log.rows_without_case)

    def _adapter(self, table: pa.Table) -> FrameAdapter:
        frame = nw.from_native(table.select(self.names), eager_only=True)
        return FrameAdapter(frame, self.names, None)

    def _has_case_numbers(self) -> bool:
        if "case" not in self.names or "authority" in self.names:
            return False
        return bool(pa.types.is_integer(self.schema.field("case").type))

    def reader(self, batch: pa.RecordBatch) -> ColumnReader:
        """Return the reader of the columns of a batch."""
        read = self._adapter(pa.Table.from_batches([batch])).column
        return ColumnReader(read, self.names, self.process, self.options, guarded=self.is_csv)

    def parts(self, batch: pa.RecordBatch, count: int) -> Any:
        """Return, for each row of a batch, the number of the part of the log that it belongs to."""
        case = case_texts(self.reader(batch))
        # A checksum of the case's name chooses the part, so nothing has to be remembered. Python's
        # own `hash` differs from run to run, so the order of the findings would too.
        return case.map([zlib.crc32(name.encode()) % count for name in case.values], 0)


def open_log(path: Path, suffix: str, process: Process, options: ReadOptions) -> LogFile:
    """Open a log.

    Args:
        path: The path of the file.
        suffix: ``.csv`` or ``.parquet``.
        process: The process.
        options: How the headings and the texts are read.

    Raises:
        BadHistory: A heading is unknown or occurs twice, or a required column is missing.
    """
    if suffix == ".csv":
        places = csv_places(path, process, options)
        fields = [(name, pa.string()) for name in places]
        batches = csv_batches(path, process, options, places)
        rows = path.stat().st_size / BYTES_PER_ROW
    else:
        from pyarrow.parquet import ParquetFile

        file = ParquetFile(path)
        headings = file.schema_arrow.names
        indexes = {name: "-" for name in headings if INDEX_OF_PANDAS.fullmatch(name)}
        places, faults = column_places(headings, process, {**indexes, **(options.columns or {})})
        if faults:
            raise BadHistory(faults)
        fields = [(name, file.schema_arrow.field(place).type) for name, place in places.items()]
        batches = _parquet_batches(file, [headings[place] for place in places.values()])
        rows = file.metadata.num_rows
    schema = pa.schema([*fields, (ROW, pa.int64())])
    log = LogFile(rows, tuple(places), schema, (), process, options, is_csv=suffix == ".csv")
    return log._replace(batches=_without_notes(_numbered(batches, schema), log))


def _parquet_batches(file: Any, headings: Sequence[str]) -> Iterator[Sequence[pa.Array]]:
    for batch in file.iter_batches(BATCH_ROWS, columns=headings):
        yield batch.select(headings).columns


def _numbered(batches: Iterable[Sequence[pa.Array]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield batches of columns as Arrow has them, with the numbers of their rows in the file."""
    count = 0
    for columns in batches:
        numbers = np.arange(count, count + len(columns[0]))
        count += len(numbers)
        yield pa.RecordBatch.from_arrays([*columns, pa.array(numbers)], schema=schema)


def _without_notes(batches: Iterable[pa.RecordBatch], log: LogFile) -> Iterator[pa.RecordBatch]:
    """Yield batches without blank rows and notes.

    Whether a row is a note depends on the rows around it. Rows at the end of a batch that can be
    notes therefore wait for the next batch, with the row before them.
    """
    waiting: pa.RecordBatch | None = None
    is_empty = np.empty(0, np.bool_)
    handed_on = 0  # how many of the rows that wait have been handed on already
    for batch in batches:
        is_new_empty = can_be_notes(log.reader(batch))
        if waiting is None or (len(waiting) == handed_on and not is_new_empty[0]):
            whole, is_empty, handed_on = batch, is_new_empty, 0
        else:
            tables = [pa.Table.from_batches([each]) for each in (waiting, batch)]
            (whole,) = pa.concat_tables(tables).combine_chunks().to_batches()
            is_empty = np.concatenate((is_empty, is_new_empty))
        filled = np.flatnonzero(~is_empty)
        if len(filled):
            last = int(filled[-1])
            has_empty = bool(is_empty[:last].any())
            yield _kept(log, whole.slice(0, last + 1), handed_on, has_empty=has_empty)
            whole, is_empty, handed_on = whole.slice(last), is_empty[last:], 1
        waiting = whole
    if waiting is not None:
        yield _kept(log, waiting, handed_on, has_empty=True)


def _kept(
    log: LogFile, batch: pa.RecordBatch, handed_on: int, *, has_empty: bool
) -> pa.RecordBatch:
    """Return the rows of a batch that are no notes, from a row on."""
    if not has_empty:
        return batch.slice(handed_on)
    kept = kept_rows(log.reader(batch))
    return batch.take(pa.array(kept[kept >= handed_on]))


def split_by_case(log: LogFile, batches: Iterable[pa.RecordBatch], paths: Sequence[Path]) -> None:
    """Write the rows to several files: all rows of a case to one file, in their order."""
    writers: dict[int, pa.RecordBatchStreamWriter] = {}
    with ExitStack() as stack:
        for batch in batches:
            part = log.parts(batch, len(paths))
            order = np.argsort(part, kind="stable")
            ordered = batch.take(pa.array(order))
            edges = np.searchsorted(part[order], np.arange(len(paths) + 1)).tolist()
            for number, path in enumerate(paths):
                if edges[number] == edges[number + 1]:
                    continue
                if number not in writers:
                    file = stack.enter_context(path.open("wb"))
                    writer = pa.ipc.new_stream(file, batch.schema)
                    writers[number] = stack.enter_context(writer)
                writers[number].write_batch(
                    ordered.slice(edges[number], edges[number + 1] - edges[number])
                )
