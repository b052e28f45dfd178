"""Leave out the notes below a table, such as the key of its abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["NEVER_IN_NOTES", "without_notes"]

Row = TypeVar("Row")
NEVER_IN_NOTES = {"event", "on", "earliest", "latest", "timestamp"}
"""The columns without which a row is not an event; a note below the table is in another column."""


def without_notes(
    rows: Iterable[Row],
    filled: Callable[[Row], Sequence[tuple[str, object]]],
    *,
    copied_down: bool = False,
) -> Iterator[Row]:
    """Yield the rows of a table without blank rows and without notes.

    Notes are rows with a single cell, after a blank row that ends the table.

    Args:
        rows: The rows below the headings, blank ones included.
        filled: A function that returns the cells that a row has, each with its column.
        copied_down: Whether a row that only repeats cells of the row above is blank, because names
            were copied down into it.
    """
    waiting: list[Row] = []
    above: Sequence[tuple[str, object]] = ()
    after_blank = False
    for row in rows:
        cells = filled(row)
        can_be_note = all(column not in NEVER_IN_NOTES for column, _ in cells)
        if not cells or (copied_down and can_be_note and all(cell in above for cell in cells)):
            after_blank = True
        elif can_be_note and len(cells) == 1 and (after_blank or waiting):
            waiting.append(row)
        else:
            yield from waiting
            yield row
            waiting = []
            above = cells
            after_blank = False
