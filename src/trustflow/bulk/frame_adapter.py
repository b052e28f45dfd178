"""Read the columns of a user's frame as Arrow, and return results as a frame of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from attrs import frozen
from pyarrow import compute

from ..exchange import ReadOptions, frame_cases, plain_values, wrapped_frame
from .arrow_arrays import decoded, without_views
from .findings import WordColumn
from .headings import column_places
from .text_views import texts_of_numbers
from .texts import is_day, is_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..process import Process
    from .arrays import Ints
    from .findings import ResultTable
    from .texts import Column

__all__ = ["FrameAdapter"]

FIRST_ROWS = 100
"""The number of rows in which `from_frame` looks for headings that are not the frame's own."""


@frozen
class FrameAdapter:
    """A user's frame, reduced to the columns that the check reads.

    Args:
        frame: The frame; a lazy frame has been collected.
        names: The name that trustflow has for each column.
        lazy: The library of the user's frame if that was lazy, else None.
    """

    frame: nw.DataFrame[Any]
    names: tuple[str, ...]
    lazy: nw.Implementation | None

    @classmethod
    def wrap(
        cls, frame: Any, process: Process, columns: Mapping[str, str] | None = None
    ) -> FrameAdapter:
        """Wrap a user's frame.

        Args:
            frame: The frame.
            process: The process.
            columns: A mapping from headings to the names of columns.

        Raises:
            BadHistory: A heading is unknown or occurs twice, or a required column is missing.
            InvalidValue: The value is not a frame that narwhals reads.
        """
        whole = wrapped_frame(frame)
        headings = [*map(str, whole.collect_schema().names())]
        places, faults = column_places(headings, process, columns)
        index = getattr(getattr(frame, "index", None), "names", ())
        if faults or any(name is not None for name in index):
            # `from_frame` refuses the same frame, with all that it knows about its first rows.
            options = ReadOptions(columns=columns, on_fault=lambda _fault: None)
            frame_cases(whole.head(FIRST_ROWS).to_native(), process, options)
        if isinstance(whole, nw.DataFrame):
            chosen = whole[:, [*places.values()]]
            return cls(_takeable(chosen), tuple(places), None)
        # Select first and collect afterwards, so that a lazy frame loads only these columns.
        lazy = whole.select(nw.nth(*places.values()))
        return cls(lazy.collect(), tuple(places), whole.implementation)

    def take(self, rows: Ints) -> FrameAdapter:
        """Return the frame with some of its rows only."""
        return FrameAdapter(self.frame[rows, :], self.names, self.lazy)

    def column(self, name: str) -> Column:
        """Return a column as Arrow or, if its values have other types, as a list of them."""
        column = self._series(name)
        arrow = _to_arrow(column)
        return plain_values(column) if arrow is None else arrow

    def to_native(self, table: ResultTable) -> Any:
        """Return a table of results as a frame of the same kind as the user's frame."""
        if isinstance(table.case, WordColumn):
            case = self._word_series("case", table.case)
        else:
            # The names of the cases are taken from the user's own column, so they keep their type.
            case = nw.maybe_reset_index(self._series("case")[table.case]).alias("case")
        others = [
            self._word_series(name, column)
            if isinstance(column, WordColumn)
            else nw.new_series(name, column, backend=self.frame.implementation)
            for name, column in table.columns.items()
        ]
        result = _side_by_side(case.to_frame(), others)
        if self.lazy is None:
            return result.to_native()
        if self.lazy is nw.Implementation.DUCKDB:
            import duckdb

            return duckdb.from_arrow(result.to_arrow())
        return result.lazy().to_native()

    def _series(self, name: str) -> nw.Series[Any]:
        return self.frame[:, self.names.index(name)]

    def _word_series(self, name: str, column: WordColumn) -> nw.Series[Any]:
        """Return a column of words as a series.

        The user's library looks up the words by number, which is faster than a loop in Python. For
        polars, its views of the words are looked up, which is faster still.
        """
        numbers = column.numbers
        if self.frame.implementation is nw.Implementation.POLARS:
            import polars as pl

            texts = texts_of_numbers(column.words, numbers)
            return nw.from_native(pl.Series(name, texts), series_only=True)
        words: list[str | None] = [*column.words]
        if (has_no_word := numbers < 0).any():
            words.append(None)  # only where it is needed, because without it the look-up is faster
            numbers = np.where(has_no_word, len(column.words), numbers)
        series = nw.new_series(name, words, nw.String(), backend=self.frame.implementation)
        return nw.maybe_reset_index(series[numbers.astype(np.uint32)])


def _side_by_side(frame: nw.DataFrame[Any], others: list[nw.Series[Any]]) -> nw.DataFrame[Any]:
    """Return a frame with further columns, without the engine for queries that polars has."""
    if frame.implementation is nw.Implementation.POLARS:
        native = frame.to_native().hstack([series.to_native() for series in others])
        return nw.from_native(native, eager_only=True)
    return frame.with_columns(others)


def _takeable(frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Return a frame with its columns in Arrow as `_takeable_column` returns them."""
    table = frame.to_native()
    if isinstance(table, pa.Table):
        table = pa.table([*map(_takeable_column, table.columns)], table.column_names)
    elif frame.implementation is nw.Implementation.PANDAS:
        table = table.copy(deep=False)
        for place, kind in enumerate(table.dtypes):
            if hasattr(kind, "pyarrow_dtype"):
                values = table.iloc[:, place].array  # which pandas cannot cast itself
                column = _takeable_column(values.__arrow_array__())
                table.isetitem(place, type(values)(column))
    else:
        return frame
    return nw.from_native(table, eager_only=True)


def _takeable_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in a type of which Arrow can take single rows.

    It cannot take views, or values of several dictionaries if one of these has a null.
    """
    kind = column.type
    if pa.types.is_dictionary(kind) and any(chunk.dictionary.null_count for chunk in column.chunks):
        return pa.chunked_array([decoded(chunk) for chunk in column.chunks])
    return without_views(column)


def _to_arrow(column: nw.Series[Any]) -> pa.ChunkedArray | None:
    """Return a column as Arrow, or None if Arrow does not have the types of its values."""
    if column.dtype == nw.Object:
        return None  # Arrow would convert mixed values to the type of the first ones
    native: Any = column.to_native()
    try:
        if column.implementation is nw.Implementation.POLARS:
            import polars as pl

            # Export polars texts in the form in which polars stores them, which avoids a copy.
            native = native.to_arrow(compat_level=pl.CompatLevel.newest())
        elif not isinstance(native, pa.ChunkedArray):
            native = column.to_arrow()
    except pa.ArrowException:
        return None
    kind = native.type
    if pa.types.is_timestamp(kind) and not _has_known_zone(kind):
        return None
    if not (_is_read(kind) or (pa.types.is_dictionary(kind) and _is_read(kind.value_type))):
        return None
    return native if isinstance(native, pa.ChunkedArray) else pa.chunked_array([native])


def _has_known_zone(kind: pa.DataType) -> bool:
    """Return whether the local time of moments of a type can be worked out."""
    if kind.tz is None:
        return True
    try:
        compute.call_function("local_timestamp", [pa.array([0], kind)])
    except pa.ArrowInvalid:
        return False
    return True


def _is_read(kind: pa.DataType) -> bool:
    """Return whether columns of a type are read in Arrow."""
    types = pa.types
    is_plain = types.is_integer(kind) or types.is_boolean(kind) or types.is_floating(kind)
    return is_plain or is_text(kind) or is_day(kind)
