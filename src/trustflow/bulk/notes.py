"""Leave out blank rows and notes of a log, as `from_frame` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..exchange import NEVER_IN_NOTES, without_notes
from .kernel import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .column_reader import ColumnReader
    from .kernel import Flags, Ints
    from .texts import Column

__all__ = ["can_be_notes", "kept_rows"]


def can_be_notes(reader: ColumnReader) -> Flags:
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
    is_empty = can_be_notes(reader)
    empty = np.flatnonzero(is_empty)
    count = len(is_empty)
    # Whether a row is a note depends on the rows around it.
    around = np.unique(np.concatenate([empty - 1, empty, empty + 1]))
    around = around[(around >= 0) & (around < count)]
    kept = [row for row, _ in without_notes(_rows(reader, around), _cells, copied_down=True)]
    is_kept = ~is_empty
    is_kept[kept] = True
    return np.flatnonzero(is_kept)


def _rows(reader: ColumnReader, rows: Ints) -> Iterator[tuple[int, list[tuple[str, object]]]]:
    columns = {name: reader.texts(name) for name in reader.names}
    for row in rows.tolist():
        cells: list[tuple[str, object]] = []
        for name, column in columns.items():
            if column.indices[row] != NONE:
                cells.append((name, column.values[column.indices[row]]))
            elif len(column.unreadable) and column.unreadable[row]:
                cells.append((name, _value(reader.column(name), row)))
        yield row, cells


def _value(column: Column, row: int) -> object:
    """Return the value of a cell, which can be compared with others but perhaps not be shown."""
    if isinstance(column, list):
        return column[row]
    return column.slice(row, 1).combine_chunks()


def _cells(row: tuple[int, list[tuple[str, object]]]) -> list[tuple[str, object]]:
    return row[1]
