"""Open an event log in one or several files as batches of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import numpy as np
import pyarrow as pa

from .arrow_arrays import array_of
from .column_reader import ColumnReader
from .frame_adapter import FrameAdapter
from .log_readers import column_batches, named_errors, read_head
from .log_schema import common_schema, fitted
from .notes import BatchNotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..exchange import ReadOptions
    from ..process import Process
    from .arrays import Ints
    from .log_paths import LogPath
    from .log_readers import LogHead

__all__ = ["ROW", "LogFiles", "open_log"]

ROW = "row"
"""The column of a batch with the numbers of its rows in the log."""


class LogFiles(NamedTuple):
    """An event log in one or several files.

    Attributes:
        heads: The files.
        schema: The columns of the batches: those that are read, then the numbers of the rows.
        process: The process.
        options: How texts are read.
        ends: For each file that has been read to its end, the number of rows up to there.
    """

    heads: Sequence[LogHead]
    schema: pa.Schema
    process: Process
    options: ReadOptions
    ends: list[int]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are read."""
        return tuple(self.schema.names[:-1])

    @property
    def rows(self) -> float:
        """The approximate number of rows."""
        return sum(head.rows for head in self.heads)

    @property
    def is_guarded(self) -> bool:
        """Whether texts can have the apostrophe of `csv_cell`."""
        return any(head.path.suffix == ".csv" for head in self.heads)

    @property
    def has_case_numbers(self) -> bool:
        """Whether whole numbers name all cases; otherwise texts do."""
        if "case" not in self.names or "authority" in self.names:
            return False
        return bool(pa.types.is_integer(self.schema.field("case").type))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows in batches, without blank rows and notes."""
        self.ends.clear()
        for head in self.heads:
            notes = BatchNotes(lambda batch: self.reader(pa.Table.from_batches([batch])))
            for batch in self._numbered(head):
                yield from notes.kept(batch)

    def _numbered(self, head: LogHead) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a file in batches with the types of the log and numbers of rows."""
        first = count = self.ends[-1] if self.ends else 0
        read = column_batches(head, self.process, self.options)
        while True:
            with named_errors(head.path, count - first):
                columns = next(read, None)
                if columns is None:
                    break
                batch = self._batch(dict(zip(head.places, columns, strict=True)), count)
            count += len(batch)
            if len(batch):  # a part of a CSV file can be blank lines alone
                yield batch
        self.ends.append(count)

    def _batch(self, columns: dict[str, pa.Array], first: int) -> pa.RecordBatch:
        """Return columns as a batch with the columns of the log."""
        count = len(next(iter(columns.values())))
        arrays = [
            fitted(columns[field.name], field.type)
            if field.name in columns
            else pa.nulls(count, field.type)
            for field in self.schema
            if field.name != ROW
        ]
        numbers = array_of(np.arange(first, first + count))
        return pa.RecordBatch.from_arrays([*arrays, numbers], schema=self.schema)

    def file_and_row(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return, for numbers of rows in the log, the number of the file and of the row in it."""
        starts = np.array([0, *self.ends], np.int64)
        file = np.searchsorted(starts, rows, side="right") - 1
        return file, rows - starts[file]

    def adapter(self, table: pa.Table) -> FrameAdapter:
        """Return the adapter of some rows."""
        frame = nw.from_native(table.select(self.names), eager_only=True)
        return FrameAdapter(frame, self.names, None)

    def reader(self, table: pa.Table) -> ColumnReader:
        """Return the reader of the columns of some rows."""
        read = self.adapter(table).column
        return ColumnReader(read, self.names, self.process, self.options, guarded=self.is_guarded)


def open_log(paths: Sequence[LogPath], process: Process, options: ReadOptions) -> LogFiles:
    """Open a log.

    Args:
        paths: The files.
        process: The process.
        options: How the headings and the texts are read.

    Raises:
        BadHistory: A heading is unknown or occurs twice, a required column is missing, or a column
            has different types in two files.
    """
    heads = [read_head(path, process, options) for path in paths]
    schema = common_schema((head.path.name, head.columns) for head in heads)
    return LogFiles(heads, schema.append(pa.field(ROW, pa.int64())), process, options, [])
