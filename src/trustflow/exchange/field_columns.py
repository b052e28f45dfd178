"""Find the columns of a table that are for fields of events, but of none of its own events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import IGNORED
from .event_rows import fields_taken
from .row_dates import NOT_FIELDS
from .row_texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..process import Process
    from .limits import Limits

__all__ = ["FieldColumns"]

EVENT_COLUMNS = {"event", "details"}
"""The columns that name the event of a row."""


class FieldColumns:
    """The columns of a table for fields of events, and which of them its events do not have.

    A table can have a column of its own under a heading that means a field of another event, such
    as "Status". Rows without a cell in a column, and rows that name no event, do not count.

    Args:
        names: The names of the columns.
        process: The process of the events.
        limits: The limits of what is read.
    """

    def __init__(self, names: Sequence[str], process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._open = {*names} - NOT_FIELDS - {IGNORED}
        self._unused: set[str] = set()

    @property
    def unused(self) -> frozenset[str]:
        """The columns with cells in rows whose events do not have the field, and in no others."""
        return frozenset(self._unused)

    @property
    def is_decided(self) -> bool:
        """Whether no later row can change which columns are unused."""
        return not self._open

    def look_at(self, cells: Iterable[tuple[str, object]]) -> None:
        """Take a row of the table into account.

        Args:
            cells: The name of the column and the value of each cell.
        """
        if self.is_decided:
            return
        read = self._open | EVENT_COLUMNS
        row, _ = texts_of([cell for cell in cells if cell[0] in read], guarded=True)
        filled = self._open & {*row}
        taken = fields_taken(row, self._process, self._limits) if filled else None
        if taken is not None:
            self._open -= taken
            self._unused = (self._unused | filled) - taken
