"""Group the rows of a log by case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute

from ..exchange import cell_text
from .arrays import NONE
from .arrow_arrays import array_of, array_of_texts, numbers_of
from .row_loops import compiled_change_points, compiled_group_rows
from .texts import EncodedColumn, is_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Ints
    from .column_reader import ColumnReader

__all__ = ["Cases", "case_texts", "read_cases"]

WHOLE_FLOATS = 2**53
"""Below this number, every whole number is exact as a float."""


class Cases(NamedTuple):
    """The rows of a log, case by case.

    The cases are in the order of their first rows, and the rows of a case keep their order.

    Attributes:
        key: The value or text that names the case of each row.
        row_order: The numbers of the rows in the order of cases, without those that have no case;
            empty if all rows are already so.
        starts: For each case, the index of its first row; then the index after the last row.
        without_case: The numbers of the rows that do not name a case.
        keeps_values: Whether the user's own values name the cases, because no text has to be
            changed, such as by removing a space at its end.
        unprintable: The numbers of the cases whose name has a character that cannot be printed.
    """

    key: Any
    row_order: Ints
    starts: Ints
    without_case: Ints
    keeps_values: bool
    unprintable: Ints

    @property
    def first_rows(self) -> Ints:
        """For each case, the number of its first row."""
        return self.row_order[self.starts[:-1]] if len(self.row_order) else self.starts[:-1]

    def ordered(self, column: Any) -> Any:
        """Return the values of a column, one for each row, for the rows that have a case."""
        ordered = column[self.row_order] if len(self.row_order) else column
        return ordered[self.starts[0] :]

    def names(self, rows: Ints) -> Sequence[str]:
        """Return the names of the cases of some rows."""
        key = self.key
        if isinstance(key, EncodedColumn):
            return [key.values[index] for index in key.indices[rows].tolist()]
        return [cell_text(value) for value in key.take(array_of(rows)).to_pylist()]


def read_cases(reader: ColumnReader) -> Cases:
    """Group the rows of a log by `case` or, where a row has no case, by `authority`."""
    names = [name for name in ("case", "authority") if name in reader.names]
    if len(names) == 1 and not reader.renames_authorities:
        return _grouped(reader, names[0])
    if names and not reader.renames_authorities:
        cases = _grouped(reader, "case")
        if not len(cases.without_case):
            return cases
    return _grouped_by_text(case_texts(reader))._replace(keeps_values=False)


def case_texts(reader: ColumnReader) -> EncodedColumn:
    """Return the text that names the case of each row: in `case`, or else in `authority`."""
    columns = [reader.texts(name) for name in ("case", "authority") if name in reader.names]
    if not columns:  # only codes, which name nothing without a table of names
        return EncodedColumn(np.full_like(reader.texts("gss_code").indices, NONE), [])
    case = columns[0]
    for authority in columns[1:]:
        numbers = {text: number for number, text in enumerate(case.values)}
        mapped = [numbers.setdefault(text, len(numbers)) for text in authority.values]
        is_missing = case.indices == NONE
        if len(case.unreadable):
            is_missing &= ~case.unreadable
        indices = np.where(is_missing, authority.map(mapped, NONE), case.indices)
        case = EncodedColumn(indices, [*numbers])
    return case


def _grouped(reader: ColumnReader, name: str) -> Cases:
    """Return the cases that a single column names."""
    column = reader.column(name)
    if not isinstance(column, list):
        column = _whole_numbers(column)
        if pa.types.is_integer(column.type):
            return _grouped_by(column, keeps_values=name == "case")
        if is_text(column.type):
            # Arrow can neither compare nor trim its views of texts.
            kind = pa.large_string() if pa.types.is_string_view(column.type) else column.type
            cases = _grouped_by(column.cast(kind), keeps_values=name == "case")
            names = cases.key.take(array_of(cases.first_rows)).cast(pa.large_string())
            if reader.cells(name).is_clean(names):
                return cases._replace(unprintable=_unprintable(names))
    cases = _grouped_by_text(reader.texts(name))
    return cases._replace(keeps_values=cases.keeps_values and name == "case")


def _grouped_by_text(column: EncodedColumn) -> Cases:
    numbers = array_of(column.indices, column.indices == NONE)
    cases = _grouped_by(pa.chunked_array([numbers]))
    unprintable = _unprintable(array_of_texts(column.values))
    return cases._replace(
        key=column,
        keeps_values=not column.is_changed,
        unprintable=np.flatnonzero(np.isin(column.indices[cases.first_rows], unprintable)),
    )


def _unprintable(names: Any) -> Ints:
    """Return the indices of the texts that have a character that cannot be printed."""
    is_printable = compute.call_function("utf8_is_printable", [names])
    numbers: Ints = np.flatnonzero(numbers_of(is_printable) == 0)
    return numbers


def _whole_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of floats as whole numbers, if all are; another column is unchanged."""
    if not pa.types.is_floating(column.type):
        return column
    floats = column.to_numpy(zero_copy_only=False).astype(np.float64)
    is_missing = np.isnan(floats)
    floats = np.where(is_missing, 0, floats)
    if ((np.floor(floats) != floats) | (np.abs(floats) >= WHOLE_FLOATS)).any():
        return column
    return pa.chunked_array([array_of(floats.astype(np.int64), is_missing)])


def _grouped_by(key: pa.ChunkedArray, *, keeps_values: bool = True) -> Cases:
    """Return the cases of a column in which equal values name one case.

    Most frames are already in the order of cases: then nothing is sorted.
    """
    nothing = np.empty(0, np.int64)
    points = _change_points(key)
    if points is not None:
        starts = np.concatenate(([0], points, [len(key)]))
        return Cases(key, nothing, starts, nothing, keeps_values=keeps_values, unprintable=nothing)
    encoded = key.dictionary_encode().unify_dictionaries().combine_chunks()
    indices = numbers_of(encoded.indices, NONE)
    case = indices.astype(np.int32, copy=False) + np.int32(1)  # rows without a case get number 0
    starts = np.concatenate(([0], np.cumsum(np.bincount(case, minlength=1))))
    row_order = np.empty(len(case), np.int64)
    compiled_group_rows(case, starts[:-1].copy(), row_order)
    without_case = row_order[: starts[1]]
    return Cases(
        key, row_order, starts[1:], without_case, keeps_values=keeps_values, unprintable=nothing
    )


def _change_points(column: pa.ChunkedArray) -> Ints | None:
    """Return the numbers of the rows whose value differs from the row before.

    Return None if rows with equal values are not all adjacent, or if a value is missing.
    """
    if column.null_count or not len(column):
        return None
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_int32(whole.type) or pa.types.is_int64(whole.type):
        points = np.empty(len(whole), np.int64)
        count = compiled_change_points(numbers_of(whole), points)
        if count >= 0:
            return points[:count].copy()
    changed = compute.call_function("not_equal", [whole.slice(1), whole.slice(0, len(whole) - 1)])
    points = np.flatnonzero(numbers_of(changed)) + 1
    first_of_each_run = whole.take(array_of(np.concatenate(([0], points))))
    return points if _are_distinct(first_of_each_run) else None


def _are_distinct(values: pa.Array) -> bool:
    """Return whether all values are distinct. Increasing input takes a fast path."""
    neighbours = [values.slice(0, len(values) - 1), values.slice(1)]
    is_increasing = compute.call_function("less", neighbours)
    # For a single value there are no neighbours, and Arrow returns null instead of True.
    if compute.call_function("all", [is_increasing]).as_py() is not False:
        return True
    count: int = compute.call_function("count_distinct", [values]).as_py()
    return count == len(values)
