"""Leave out the notes below a table, such as the key of its abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["without_notes"]

Row = TypeVar("Row")
NEVER_IN_NOTES = {"event", "on", "earliest", "latest", "timestamp"}
"""The columns without which a row is not an event; a note below the table is in another column."""


def without_notes(rows: Iterable[Row], filled: Callable[[Row], Sequence[str]]) -> Iterator[Row]:
    """Yield the rows of a table without blank rows and without notes.

    Notes are rows with a single cell, after a blank row that ends the table.

    Args:
        rows: The rows below the headings, blank ones included.
        filled: A function that returns the columns of the cells that a row has.
    """
    waiting: list[Row] = []
    after_blank = False
    for row in rows:
        columns = filled(row)
        if not columns:
            after_blank = True
        elif len(columns) == 1 and (after_blank or waiting) and columns[0] not in NEVER_IN_NOTES:
            waiting.append(row)
        else:
            yield from waiting
            yield row
            waiting = []
            after_blank = False
