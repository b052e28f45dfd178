"""Print a table as CSV for a program or a spreadsheet, or as Markdown for a document."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from .._tables import cells_of
from ..errors import pluralised
from ..exchange import csv_cell, date_cell
from .inputs import STREAM
from .output import say
from .targets import check_kind, check_target, is_output, kind_of_file, write_stream, write_target

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from .._tables import Cell, Column
    from ..history import Citation
    from ..views import Cell as MarkdownCell

__all__ = ["choose_table", "print_csv", "print_markdown", "source_cell"]

FORMATS = ("csv", "markdown")
FORMAT_OF_SUFFIX = {".csv": "csv", ".md": "markdown", ".markdown": "markdown"}
KIND_OF_FORMAT = {"csv": "a table", "markdown": "a Markdown page"}
PICTURES = ("svg", "png")
"""The kinds of file that a command with `--chart` writes as a picture."""
BYTE_ORDER_MARK = "\ufeff"
"""The mark by which Excel recognises UTF-8."""


def choose_table(options: argparse.Namespace) -> None:
    """Set the format of a command's table by the file for which `--output` asks.

    Raises:
        ValueError: The suffix of the file is that of another format, the format is not clear, or
            the file must not be written.
    """
    path = getattr(options, "table_file", None)
    if path is None:
        return
    given = [name for name in FORMATS if getattr(options, name)]
    by_suffix = FORMAT_OF_SUFFIX.get(Path(path).suffix.lower())
    has_chart = getattr(options, "chart", None) is not None
    is_picture = has_chart and not given and (path == STREAM or kind_of_file(path) in PICTURES)
    if options.json and not has_chart:
        msg = f"--json prints the answer, and {path} would get a table. Leave out one of the two."
        raise ValueError(msg)
    for name in given:
        check_kind(path, [KIND_OF_FORMAT[name]], f"a table as {name}")
    if options.json or not (is_picture or by_suffix or given):
        picture = " or, without an option for a format, in .svg or .png for the chart"
        msg = (
            f"{path} would get a table. Use a name that ends in .csv for CSV, or in .md for a "
            f"Markdown table{picture if has_chart else ''}."
        )
        raise ValueError(msg)
    check_target(path, options)
    if not is_picture:
        setattr(options, by_suffix or given[0], True)


def print_csv(
    columns: Sequence[Column], records: Iterable[object], options: argparse.Namespace
) -> int:
    """Print records as CSV (RFC 4180, UTF-8) or save them, and return the exit code 0.

    A missing value is an empty cell. A text that a spreadsheet would trim or read as a formula gets
    an apostrophe in front; a number does not. A month is written as by `date_cell`. A file begins
    with a byte order mark, which Excel needs.

    Args:
        columns: The columns, which have the names that a data frame of the records has.
        records: The records, one a row.
        options: The arguments of the command.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    rows = [[_csv_text(cell) for cell in cells_of(columns, record)] for record in records]
    writer.writerows(rows)
    return _deliver(text.getvalue(), len(rows), options, mark=BYTE_ORDER_MARK)


def _deliver(text: str, rows: int, options: argparse.Namespace, *, mark: str = "") -> int:
    """Print a table, or save it to the file that the arguments name.

    Args:
        text: The text of the table.
        rows: The number of its rows.
        options: The arguments of the command.
        mark: What a file begins with.
    """
    if options.table_file is None or is_output(options.table_file):
        write_stream(text.encode())
        return 0
    write_target(options.table_file, (mark + text).encode(), options)
    say(f"{options.table_file}: {pluralised(rows, 'row')}")
    return 0


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return csv_cell(date_cell(value)) if isinstance(value, str) else str(value)


def print_markdown(
    headings: Sequence[str],
    rows: Iterable[Sequence[str | MarkdownCell]],
    options: argparse.Namespace,
) -> int:
    """Print a table in the Markdown of GitHub or save it, and return the exit code 0.

    No character of a cell is read as markup, and none ends the cell or the table. A line break
    becomes ``<br>``; other white space becomes one space.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row: texts, or cells with a link.
        options: The arguments of the command.
    """
    heading, *cells = ([_markdown(cell) for cell in row] for row in (headings, *rows))
    lines = [heading, ["---"] * len(headings), *cells]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return _deliver(text, len(cells), options)


def _markdown(cell: str | MarkdownCell) -> str:
    from ..views import Cell

    if isinstance(cell, Cell):
        return cell.markdown()
    return "<br>".join(Cell(line).markdown() for line in cell.split("\n"))


def source_cell(citation: Citation | None) -> MarkdownCell:
    """Return a source as a cell that links to its address; an empty cell for None."""
    from ..views import Cell

    return Cell("") if citation is None else Cell(citation.text, citation.url)
