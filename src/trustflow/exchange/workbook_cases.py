"""Read histories from the sheets of a workbook, each event with its sheet and row."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from attrs import evolve

from ..errors import from_extra
from .columns import (
    columns_of,
    fault_of_unnamed,
    is_unreadable,
    unnamed_columns,
    without_fields,
)
from .field_columns import FieldColumns
from .headings import normalised
from .table_cases import TableReader

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from ..process import Process
    from .read_options import ReadOptions
    from .table_cases import TableCase
    from .workbook import SheetTable, Workbook

__all__ = ["workbook_cases"]


def workbook_cases(
    source: str | os.PathLike[str] | BinaryIO, process: Process, options: ReadOptions
) -> Iterator[TableCase]:
    """Yield the histories of a workbook with the rows of their events.

    The rows of a case can be in several sheets, which are read in their order.

    Args:
        source: The path of the workbook, or the file itself, open in binary mode.
        process: The process of the events.
        options: How the rows are read.

    Raises:
        BadHistory: The workbook cannot be read; the error lists every fault with its sheet and row.
        InvalidValue: The workbook does not have the sheet that the options name.
        MissingExtra: The library that reads workbooks is not installed.
        OSError: The file does not exist or cannot be opened.
    """
    with from_extra("frames"):
        from .workbook import read_workbook
    book = read_workbook(
        source, process, sheet=options.sheet, columns=options.columns, limits=options.limits
    )
    if options.on_skipped_sheet is not None:
        for name in book.skipped:
            options.on_skipped_sheet(name)
    reader = TableReader(process, options)
    place = "row 1"
    for place, cells in _placed_rows(book, reader, process, options):
        row, cell_faults = reader.row_of(cells, guarded=True)
        if row or cell_faults:
            reader.add(place, row, cell_faults)
        if reader.stops_at(place):
            break
    yield from reader.finish_all(place).values()


def _placed_rows(
    book: Workbook, reader: TableReader, process: Process, options: ReadOptions
) -> Iterator[tuple[str, Iterable[tuple[str, object]]]]:
    """Yield the place and the cells of each row, and give the reader the headings of its sheet."""
    renamed = options.columns or {}
    in_book = {normalised(heading) for table in book.tables for heading in table.headings}
    for table in book.tables:
        # A heading that only another sheet has is not missing here.
        in_table = {normalised(heading) for heading in table.headings}
        elsewhere = in_book - in_table - {""}
        columns = {key: renamed[key] for key in renamed if normalised(key) not in elsewhere}
        names, faults = columns_of(table.headings, process, columns)
        if not is_unreadable(faults):
            unused = _unused_fields(table, names, process, options)
            names, of_fields = without_fields(table.headings, names, unused, columns)
            faults += of_fields
        place = table.place(table.heading_row)
        placed = [evolve(fault, path=f"{place}, {fault.path}") for fault in faults]
        reader.begin_table(dict(zip(names, table.headings, strict=True)), placed)
        if not is_unreadable(faults):
            unnamed = unnamed_columns(table.headings)
            for number, cells in table.rows():
                place = table.place(number)
                for column in unnamed:
                    if cells[column] != "":
                        reader.report(fault_of_unnamed(f"{place}, cell {column + 1}"))
                yield place, zip(names, cells, strict=True)


def _unused_fields(
    table: SheetTable, names: Sequence[str], process: Process, options: ReadOptions
) -> frozenset[str]:
    """Return the columns of a table for fields that none of its events has."""
    fields = FieldColumns(names, process, options.limits)
    for _, cells in table.rows():
        if fields.is_decided:
            break
        fields.look_at(zip(names, cells, strict=True))
    return fields.unused
