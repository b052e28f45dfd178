"""Leave out the notes below a table, such as the key of its abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["NEVER_IN_NOTES", "NoteFilter", "without_notes"]

Row = TypeVar("Row")
NEVER_IN_NOTES = {"event", "on", "earliest", "latest", "timestamp"}
"""The columns without which a row is not an event; a note below the table is in another column."""
MOST_NOTES = 10_000
"""A table has at most so many notes together; more rows with a single cell are no notes."""


class NoteFilter(Generic[Row]):
    """Leaves out the blank rows and the notes of a table, which is read from top to bottom.

    Notes are rows with a single cell, after a blank row that ends the table.

    Args:
        copied_down: Whether a row that only repeats cells of the row above is blank, because names
            were copied down into it.

    Attributes:
        waiting: The last rows, if they are notes unless a row of the table follows.
    """

    def __init__(self, *, copied_down: bool = False) -> None:
        self.waiting: list[Row] = []
        self._copied_down = copied_down
        self._above: Sequence[tuple[str, object]] = ()
        self._after_blank = False

    def kept(self, row: Row, cells: Sequence[tuple[str, object]]) -> Sequence[Row]:
        """Return the rows that are now known to be rows of the table, given the next row.

        Args:
            row: The row.
            cells: The cells that it has, each with its column.
        """
        can_be_note = all(column not in NEVER_IN_NOTES for column, _ in cells)
        if not cells or (self._copied_down and can_be_note and self._repeats(cells)):
            self._after_blank = True
            return ()
        if can_be_note and len(cells) == 1 and (self._after_blank or self.waiting):
            self.waiting.append(row)
            if len(self.waiting) <= MOST_NOTES:
                return ()
            kept = self.waiting
        else:
            kept = [*self.waiting, row]
        self.waiting = []
        self._above = cells
        self._after_blank = False
        return kept

    def _repeats(self, cells: Sequence[tuple[str, object]]) -> bool:
        return all(cell in self._above for cell in cells)


def without_notes(
    rows: Iterable[Row],
    filled: Callable[[Row], Sequence[tuple[str, object]]],
    *,
    copied_down: bool = False,
) -> Iterator[Row]:
    """Yield the rows of a table without blank rows and without notes.

    Args:
        rows: The rows below the headings, blank ones included.
        filled: A function that returns the cells that a row has, each with its column.
        copied_down: As for `NoteFilter`.
    """
    notes: NoteFilter[Row] = NoteFilter(copied_down=copied_down)
    for row in rows:
        yield from notes.kept(row, filled(row))
