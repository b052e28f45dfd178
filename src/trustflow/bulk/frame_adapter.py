"""Read the columns of a user's frame as Arrow, and return results as a frame of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from attrs import frozen

from .event_log import used_columns
from .findings import WordColumn

if TYPE_CHECKING:
    from ..process import Process
    from .findings import ResultTable

__all__ = ["FrameAdapter"]


@frozen
class FrameAdapter:
    """A user's frame, reduced to the columns that the check reads.

    Args:
        frame: The frame; a lazy frame has been collected.
        names: The names of the columns that the check reads.
        lazy: The library of the user's frame if that was lazy, else None.
    """

    frame: nw.DataFrame[Any]
    names: tuple[str, ...]
    lazy: nw.Implementation | None

    @classmethod
    def wrap(cls, frame: Any, process: Process) -> FrameAdapter:
        """Wrap a user's frame.

        Raises:
            InvalidValue: A required column is missing.
            TypeError: The value is not a frame that narwhals reads.
        """
        whole = nw.from_native(frame)
        names = used_columns(process, whole.collect_schema().names())
        # Select first and collect afterwards, so that a lazy frame loads only these columns.
        chosen = whole.select(*names)
        if isinstance(chosen, nw.DataFrame):
            return cls(chosen, names, None)
        return cls(chosen.collect(), names, whole.implementation)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column as Arrow; values of mixed types are converted to texts."""
        column = self.frame[name]
        native = column.to_native()
        if isinstance(native, pa.ChunkedArray):
            return native
        try:
            return pa.chunked_array([_to_arrow(column)])
        except pa.ArrowException:
            values = [None if value is None else str(value) for value in column.to_list()]
            return pa.chunked_array([pa.array(values, pa.string())])

    def to_native(self, table: ResultTable) -> Any:
        """Return a table of results as a frame of the same kind as the user's frame."""
        # The names of the cases are taken from the user's own column, so they keep their type.
        case = nw.maybe_reset_index(self.frame["case"][table.case_row])
        result = case.to_frame().with_columns(
            self._word_series(name, column)
            if isinstance(column, WordColumn)
            else nw.new_series(name, column, backend=self.frame.implementation)
            for name, column in table.columns.items()
        )
        if self.lazy is None:
            return result.to_native()
        if self.lazy is nw.Implementation.DUCKDB:
            import duckdb

            return duckdb.from_arrow(result.to_arrow())
        return result.lazy().to_native()

    def _word_series(self, name: str, column: WordColumn) -> nw.Series[Any]:
        """Return a column of words as a series.

        The user's library looks up the words by number, which is faster than a loop in Python.
        """
        words = nw.new_series(
            name, [*column.words, None], nw.String(), backend=self.frame.implementation
        )
        numbers = np.where(column.numbers < 0, len(column.words), column.numbers)
        return nw.maybe_reset_index(words[numbers.astype(np.uint32)])


def _to_arrow(column: nw.Series[Any]) -> pa.Array:
    if column.implementation is nw.Implementation.POLARS:
        import polars as pl

        # Export polars texts in the form in which polars stores them, which avoids a copy.
        array: pa.Array = column.to_native().to_arrow(compat_level=pl.CompatLevel.newest())
        return array
    return column.to_arrow()
