"""The user's frame: its columns as Arrow, and what is handed back as a frame of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from attrs import frozen

from .event_log import columns_needed
from .findings import Words

if TYPE_CHECKING:
    from ..process import Process
    from .findings import Table

__all__ = ["Native"]


@frozen
class Native:
    """A user's frame, of which the columns that a log needs are read.

    Args:
        frame: The frame, collected where it was lazy.
        names: The columns that are read.
        was: What it was where it was lazy.
    """

    frame: nw.DataFrame[Any]
    names: tuple[str, ...]
    was: nw.Implementation | None

    @classmethod
    def of(cls, frame: Any, process: Process) -> Native:
        """The frame as it is given.

        Raises:
            InvalidValue: It lacks a column that is needed.
            TypeError: It is no frame.
        """
        given = nw.from_native(frame)
        names = columns_needed(process, given.collect_schema().names())
        chosen = given.select(*names)
        if isinstance(chosen, nw.DataFrame):
            return cls(chosen, names, None)
        return cls(chosen.collect(), names, given.implementation)

    def column(self, name: str) -> pa.ChunkedArray:
        """A column; one that Arrow has no type for, as the texts of its values."""
        column = self.frame[name]
        native = column.to_native()
        if isinstance(native, pa.ChunkedArray):
            return native
        try:
            return pa.chunked_array([_arrow(column)])
        except pa.ArrowException:
            values = [None if value is None else str(value) for value in column.to_list()]
            return pa.chunked_array([pa.array(values, pa.string())])

    def handed_back(self, table: Table) -> Any:
        """A table of answers as a frame of the same kind as the user's."""
        case = nw.maybe_reset_index(self.frame["case"][table.case_row])
        found = case.to_frame().with_columns(
            self._words(name, column)
            if isinstance(column, Words)
            else nw.new_series(name, column, backend=self.frame.implementation)
            for name, column in table.columns.items()
        )
        if self.was is None:
            return found.to_native()
        if self.was is nw.Implementation.DUCKDB:
            import duckdb

            return duckdb.from_arrow(found.to_arrow())
        return found.lazy().to_native()

    def _words(self, name: str, column: Words) -> nw.Series[Any]:
        """A column of words, put together by the user's own library."""
        words = nw.new_series(
            name, [*column.words, None], nw.String(), backend=self.frame.implementation
        )
        numbers = np.where(column.numbers < 0, len(column.words), column.numbers)
        return nw.maybe_reset_index(words[numbers.astype(np.uint32)])


def _arrow(column: nw.Series[Any]) -> pa.Array:
    """The column as Arrow; texts of polars as they are stored, which spares a copy."""
    if column.implementation is nw.Implementation.POLARS:
        import polars as pl

        array: pa.Array = column.to_native().to_arrow(compat_level=pl.CompatLevel.newest())
        return array
    return column.to_arrow()
