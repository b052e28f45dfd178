"""Fit a table into the width of a terminal: the columns to show, and the width of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GAP", "column_widths"]

GAP = 2
"""The number of spaces between two columns."""
READABLE, COMFORTABLE = 24, 40
"""The width that a column of sentences needs, and the one that an optional column needs."""


def column_widths(
    columns: Mapping[str, Sequence[str]], width: int, optional: Sequence[str] = ()
) -> dict[str, int]:
    """Return the width of each column that is shown, by its heading.

    A column without any text is not shown. A heading of several words may take several lines.
    Optional columns are left out, the first of them first, until every other column can be read.
    Then the widest columns are made narrower until the table fits; words are cut only if it does
    not fit otherwise.

    Args:
        columns: The texts in each column, by its heading.
        width: The width of the terminal.
        optional: The headings of the columns that may be left out.
    """
    from rich.cells import cell_len

    shown = {heading: [heading, *cells] for heading, cells in columns.items() if any(cells)}
    wanted, least, words = {}, {}, {}
    for heading, cells in shown.items():
        enough = COMFORTABLE if heading in optional else READABLE
        wanted[heading] = min(width, max(map(cell_len, cells)))
        words[heading] = max(cell_len(word) for cell in cells for word in cell.split())
        longest_cell = max(map(cell_len, columns[heading]))
        least[heading] = min(width, max(min(longest_cell, enough), words[heading]))
    for heading in optional:
        if sum(least.values()) + GAP * (len(least) - 1) <= width:
            break
        least.pop(heading, None)
    widths = {heading: wanted[heading] for heading in least}
    room = max(len(widths), width - GAP * (len(widths) - 1))
    while sum(widths.values()) > room:
        widest = max(
            widths,
            key=lambda name: (widths[name] > least[name], widths[name] > words[name], widths[name]),
        )
        widths[widest] -= 1
    return widths
