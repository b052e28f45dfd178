"""Read the columns of an event log, each as texts at most once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arrays import NONE
from .authorities import AUTHORITY_COLUMNS, named_authorities
from .combinations import distinct_combinations
from .texts import CellReader, EncodedColumn, is_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..exchange import ReadOptions
    from ..process import Process
    from .arrays import Ints
    from .texts import Column

__all__ = ["ColumnReader"]


class ColumnReader:
    """The columns of an event log by the names that trustflow has for them.

    Args:
        read: A function that takes the name of a column and returns the column.
        names: The names of the columns.
        process: The process.
        options: How texts are read.
        guarded: As for `CellReader`.

    Attributes:
        given: The names of the columns that `column` can return.
        names: The names of the columns that `texts` can return.
        renames_authorities: Whether the spellings of authorities are replaced by their names.
    """

    def __init__(
        self,
        read: Callable[[str], Column],
        names: Sequence[str],
        process: Process,
        options: ReadOptions,
        *,
        guarded: bool = False,
    ) -> None:
        self.given = names
        self.process = process
        self.options = options
        self.renames_authorities = options.names is not None
        self.names = names
        if self.renames_authorities:
            self.names = tuple(dict.fromkeys([*AUTHORITY_COLUMNS, *names]))
        self._read = read
        self._guarded = guarded
        self._columns: dict[str, Column] = {}
        self._texts: dict[str, EncodedColumn] = {}

    def column(self, name: str) -> Column:
        """Return a column."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def is_day(self, name: str) -> bool:
        """Return whether a column contains dates or moments rather than texts."""
        column = self.column(name)
        return not isinstance(column, list) and is_day(column.type)

    def cells(self, name: str) -> CellReader:
        """Return how the cells of a column become texts."""
        return CellReader(name, self.options.limits.text, guarded=self._guarded)

    def texts(self, name: str) -> EncodedColumn:
        """Return a column as its distinct texts, with the names of authorities that are given."""
        if name not in self._texts:
            if self.renames_authorities and name in AUTHORITY_COLUMNS:
                self._texts |= self._named_authorities()
            else:
                self._texts[name] = self._encoded(name)
        return self._texts[name]

    def distinct_rows(self, names: Iterable[str]) -> tuple[Ints, list[dict[str, str]]]:
        """Return the distinct rows that some columns have, and for each row which of them it is.

        A distinct row maps the names of the columns to its texts, without empty ones.
        """
        columns = {name: self.texts(name) for name in names}
        indices = [column.indices - np.int32(NONE) for column in columns.values()]  # 0 for no text
        combination, examples = distinct_combinations(indices[0], indices)
        return combination, [
            {
                name: column.values[column.indices[row]]
                for name, column in columns.items()
                if column.indices[row] != NONE
            }
            for row in examples.tolist()
        ]

    def _encoded(self, name: str) -> EncodedColumn:
        return self.cells(name).encode(self.column(name))

    def _named_authorities(self) -> dict[str, EncodedColumn]:
        columns = {name: self._encoded(name) for name in AUTHORITY_COLUMNS if name in self.given}
        return named_authorities(columns, self.process, self.options)
