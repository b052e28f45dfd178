"""Print a table as CSV for a program or a spreadsheet, or as Markdown for a document."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .._tables import cells_of
from ..exchange import csv_cell
from ..views import Cell as MarkdownCell
from .targets import write_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._tables import Cell, Column
    from ..history import Citation

__all__ = ["print_csv", "print_markdown", "source_cell"]


def print_csv(columns: Sequence[Column], records: Iterable[object]) -> int:
    """Print records as CSV (RFC 4180, UTF-8), and return the exit code 0.

    A missing value is an empty cell. A text that a spreadsheet would trim or read as a formula gets
    an apostrophe in front; a number does not.

    Args:
        columns: The columns, which have the names that a data frame of the records has.
        records: The records, one a row.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    writer.writerows(map(_csv_text, cells_of(columns, record)) for record in records)
    write_stream(text.getvalue().encode())
    return 0


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return csv_cell(value) if isinstance(value, str) else str(value)


def print_markdown(headings: Sequence[str], rows: Iterable[Sequence[str | MarkdownCell]]) -> int:
    """Print a table in the Markdown of GitHub, and return the exit code 0.

    No character of a cell is read as markup, and none ends the cell or the table. A line break
    becomes ``<br>``; other white space becomes one space.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row: texts, or cells with a link.
    """
    heading, *cells = ([_markdown(cell) for cell in row] for row in (headings, *rows))
    lines = [heading, ["---"] * len(headings), *cells]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    write_stream(text.encode())
    return 0


def _markdown(cell: str | MarkdownCell) -> str:
    if isinstance(cell, MarkdownCell):
        return cell.markdown()
    return "<br>".join(MarkdownCell(line).markdown() for line in cell.split("\n"))


def source_cell(citation: Citation | None) -> MarkdownCell:
    """Return a source as a cell that links to its address; an empty cell for None."""
    return MarkdownCell("") if citation is None else MarkdownCell(citation.text, citation.url)
