"""Leave out blank rows and notes of a log, as `from_frame` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..exchange import NEVER_IN_NOTES, NoteFilter
from .arrays import NONE
from .arrow_arrays import array_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from .arrays import Flags, Ints
    from .column_reader import ColumnReader
    from .texts import Column

__all__ = ["BatchNotes", "kept_rows"]


def _can_be_notes(reader: ColumnReader) -> Flags:
    """Return, for each row, whether it has neither an event nor a day, and so can be a note."""
    is_empty: Flags = reader.texts("event").indices == NONE
    for name in NEVER_IN_NOTES.intersection(reader.names):
        if not is_empty.any():
            break
        column = reader.texts(name)
        is_empty &= column.indices == NONE
        if len(column.unreadable):
            is_empty &= ~column.unreadable
    return is_empty


def kept_rows(reader: ColumnReader) -> Ints:
    """Return the numbers of the rows that are neither blank nor notes."""
    is_empty = _can_be_notes(reader)
    is_kept = ~is_empty
    is_kept[_kept(reader, is_empty, NoteFilter(copied_down=True), 0)] = True
    return np.flatnonzero(is_kept)


class BatchNotes:
    """Leaves out the blank rows and the notes of a log that is read in batches.

    Rows that can be notes wait until a row of the log follows, or for ever.

    Args:
        reader: A function that returns the reader of a batch.
    """

    def __init__(self, reader: Callable[[pa.RecordBatch], ColumnReader]) -> None:
        self._reader = reader
        self._notes: NoteFilter[int] = NoteFilter(copied_down=True)
        self._above: pa.RecordBatch | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._first = 0

    def kept(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Yield the rows that are now known to be rows of the log, given the next batch of it."""
        reader = self._reader(batch)
        is_empty = _can_be_notes(reader)
        is_kept = ~is_empty
        if is_empty[0] and self._above is not None:
            ((_, cells),) = _rows(self._reader(self._above), np.zeros(1, np.int64))
            self._notes.kept(self._first - 1, cells)
        if is_empty.any() or self._waiting:
            kept = _kept(reader, is_empty, self._notes, self._first) - self._first
            is_kept[kept[kept >= 0]] = True
            if len(kept) and kept[0] < 0:
                yield from self._waiting
                self._waiting = []
        if is_kept.all():
            yield batch
        elif is_kept.any():
            yield batch.filter(array_of(is_kept))
        waiting = np.array(self._notes.waiting, np.int64) - self._first
        if (is_new := waiting >= 0).any():
            self._waiting.append(batch.take(array_of(waiting[is_new])))
        self._above = None if is_empty[-1] else batch.slice(len(batch) - 1)
        self._first += len(batch)


def _kept(reader: ColumnReader, is_empty: Flags, notes: NoteFilter[int], first: int) -> Ints:
    """Return the numbers of rows that a filter keeps, sorted; of filled rows perhaps not all.

    Args:
        reader: The rows.
        is_empty: For each row, whether it can be a note.
        notes: The filter.
        first: The number of the first row.
    """
    empty = np.flatnonzero(is_empty)
    # Whether a row is a note depends on the rows around it.
    around = np.unique(np.concatenate([[0], empty - 1, empty, empty + 1]))
    around = around[(around >= 0) & (around < len(is_empty))]
    is_blank = _blank(reader, around)
    # Of several blank rows, the first one says all.
    says_nothing = is_blank[1:] & is_blank[:-1] & (np.diff(around) == 1)
    around = around[~np.append(np.False_, says_nothing)]
    kept = [each for row, cells in _rows(reader, around) for each in notes.kept(first + row, cells)]
    return np.array(kept, np.int64)


def _blank(reader: ColumnReader, rows: Ints) -> Flags:
    """Return, for each of some rows, whether it has no cell."""
    is_blank = np.ones(len(rows), np.bool_)
    for name in reader.names:
        column = reader.texts(name)
        is_blank &= column.indices[rows] == NONE
        if len(column.unreadable):
            is_blank &= ~column.unreadable[rows]
    return is_blank


def _rows(reader: ColumnReader, rows: Ints) -> Iterator[tuple[int, list[tuple[str, object]]]]:
    columns = {name: reader.texts(name) for name in reader.names}
    for row in rows.tolist():
        cells: list[tuple[str, object]] = []
        for name, column in columns.items():
            if column.indices[row] != NONE:
                cells.append((name, column.values[column.indices[row]]))
            elif name in reader.given and len(column.unreadable) and column.unreadable[row]:
                cells.append((name, _value(reader.column(name), row)))
        yield row, cells


def _value(column: Column, row: int) -> object:
    """Return the value of a cell, which can be compared with others but perhaps not be shown."""
    if isinstance(column, list):
        return column[row]
    return column.slice(row, 1).combine_chunks()
