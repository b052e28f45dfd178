"""Read the tables of events in a workbook (.xlsx, .xlsm or .ods) as people keep it.

Titles above a table, notes below and beside it, blank rows and columns, merged cells, and sheets
without a table are accepted. Hidden rows and hidden sheets are read like the others.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from attrs import field, frozen

from ..errors import BadHistory, Fault, InvalidValue, expected_one_of, quoted
from .cells import cell_text
from .columns import MAX_HEADING_ROW, columns_of, missing_headings
from .limits import DEFAULT_LIMITS, Limits, file_bytes
from .sheet_scan import SheetScan
from .table_notes import without_notes
from .workbook_file import open_cells, scans_of, without_calamine_errors

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from python_calamine import CalamineSheet  # noqa: TC004 - attrs reads no annotation here

    from ..process import Process

__all__ = ["SheetTable", "Workbook", "read_workbook"]

FIRST_DAYS = {"-01", "-01-01"}
"""How the text of the first day of a month and of a year ends."""


@frozen
class SheetTable:
    """The table of events in one sheet of a workbook.

    Attributes:
        name: The name of the sheet.
        headings: The headings, from the first column of the sheet; empty for a column without one.
        heading_row: The number of the row of the headings.
        missing: How many of the headings for an authority, an event and a day are missing.
    """

    name: str
    headings: list[str]
    heading_row: int
    missing: int
    _columns: list[str] = field(repr=False)
    _place: str = field(repr=False)
    _cells: CalamineSheet = field(repr=False)
    _scan: SheetScan = field(repr=False)

    def place(self, row: int) -> str:
        """Return the place of a row: ``sheet Events, row 7``, or ``row 7`` of an only sheet."""
        return f"{self._place}row {row}"

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Yield each row below the headings with its number in the sheet, from 1.

        A row has a value for each heading. Rows that are blank or repeat the headings are left
        out, and so are notes: rows with a single cell after a blank row that ends the table.

        Raises:
            BadHistory: The library that reads the cells failed.
        """
        return without_notes(self._filled_rows(), self._filled_cells)

    def _filled_cells(self, numbered: tuple[int, Sequence[object]]) -> list[tuple[str, object]]:
        _, row = numbered
        cells = ((self._columns[column], value) for column, value in self._used(row))
        return [(name, value) for name, value in cells if not _is_blank(value)]

    def _used(self, row: Sequence[object]) -> Iterator[tuple[int, object]]:
        """Yield the cells of a row that are under a heading, each with its column from 0."""
        cells = enumerate(zip(self.headings, row, strict=True))
        return ((column, value) for column, (heading, value) in cells if heading)

    def _filled_rows(self) -> Iterator[tuple[int, list[object]]]:
        """Yield every row below the headings; a merged cell counts for all its rows."""
        width = len(self.headings)
        fill = _MergedCells(self._scan, self.heading_row, width)
        scan = self._scan
        marked = {row for row, _ in (*scan.errors, *scan.shown, *scan.rounded)}
        for number, cells in islice(_numbered(self._cells), self.heading_row, None):
            row: list[object] = (cells + [""] * (width - len(cells)))[:width]
            if number in marked:
                row = [self._value(number, column, value) for column, value in enumerate(row, 1)]
            if self._repeats_headings(row):
                continue
            is_blank = all(_is_blank(value) for _, value in self._used(row))
            fill(number, row, is_blank=is_blank)
            yield number, row

    def _repeats_headings(self, row: Sequence[object]) -> bool:
        cells = zip(row, self.headings, strict=True)
        return all(isinstance(value, str) and cell_text(value) == text for value, text in cells)

    def _value(self, row: int, column: int, value: object) -> object:
        """Return the value of a cell as it is shown: an error, or a month instead of a day."""
        place = row, column
        if place in self._scan.errors:
            return self._scan.errors[place]
        if place in self._scan.rounded and isinstance(value, dt.datetime):
            value -= dt.timedelta(seconds=1)
        length = self._scan.shown.get(place)
        if length is None or not isinstance(value, dt.date):
            return value
        # Who types Jul-16 gets the first day of the month in the cell. Another day was typed.
        text = value.isoformat()
        return text[:length] if text[length:10] in FIRST_DAYS else value


class _MergedCells:
    """Fill the cells of each row that are merged with a cell of an earlier row.

    Args:
        scan: What is merged.
        heading_row: The row of the headings; cells that are merged with it or above stay blank.
        width: The number of columns.
    """

    def __init__(self, scan: SheetScan, heading_row: int, width: int) -> None:
        self._starting = defaultdict(list)
        for first, last, column in scan.merged:
            if first > heading_row and column <= width:
                self._starting[first].append((column - 1, last))
        self._open: dict[int, tuple[int, object]] = {}

    def __call__(self, number: int, row: list[object], *, is_blank: bool) -> None:
        """Fill a row, unless it is blank; rows come in the order of their numbers."""
        self._open = {column: cell for column, cell in self._open.items() if number <= cell[0]}
        if not is_blank:
            for column, (_, value) in self._open.items():
                row[column] = value
        for column, last in self._starting.get(number, ()):
            self._open[column] = last, row[column]


@frozen
class Workbook:
    """The tables of events in a workbook.

    Attributes:
        tables: The table of each sheet that has one, in the order of the sheets.
        skipped: The names of the other sheets.
    """

    tables: tuple[SheetTable, ...]
    skipped: tuple[str, ...]


def read_workbook(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Workbook:
    """Return the tables of events in a workbook.

    The headings of a table are the first of the first 30 rows that has a heading for the authority,
    for the event and for the day. If no sheet has such a row, the first row that has most of them
    has the headings.

    Args:
        source: The path of the workbook, or the file itself, open in binary mode.
        process: The process of the events.
        sheet: The name of the only sheet to read.
        columns: A mapping from headings to trustflow's names of the columns.
        limits: The limits of what is read. The limit for size holds for the unpacked workbook too.

    Raises:
        BadHistory: The file is not a workbook, is damaged, or has no cells.
        InvalidValue: The workbook does not have the sheet.
        MissingExtra: The library that reads workbooks is not installed.
        OSError: The file does not exist or cannot be opened.
    """
    data = file_bytes(source, limits, packed=True)
    scans = scans_of(data, limits)
    file = open_cells(data)
    names = file.sheet_names
    if sheet is not None and sheet not in names:
        raise InvalidValue(quoted(sheet), "sheet", expected_one_of(sheet, names), tuple(names))
    is_only_sheet = len(names) == 1
    tables: list[SheetTable] = []
    for name in names if sheet is None else [sheet]:
        with without_calamine_errors():
            cells = file.get_sheet_by_name(name)
        # Sheets of other kinds, such as charts, are not in the scans.
        if name in scans:
            place = "" if is_only_sheet else f"sheet {name}, "
            tables += _tables_in(cells, scans[name], place, process, columns)
    # Other sheets are covers and notes. If no sheet has the headings of events, the one that comes
    # nearest shows what is missing.
    chosen = [table for table in tables if not table.missing]
    chosen = chosen or sorted(tables, key=lambda table: table.missing)[:1]
    if not chosen:
        found = "no cells" if sheet is None else f"no cells in sheet {sheet}"
        raise BadHistory([Fault("$", found, "Expected a table with headings and events.")])
    read = {table.name for table in chosen}
    return Workbook(tuple(chosen), tuple(name for name in names if name not in read))


def _tables_in(
    cells: CalamineSheet,
    scan: SheetScan,
    place: str,
    process: Process,
    columns: Mapping[str, str] | None,
) -> Iterator[SheetTable]:
    """Yield the table of a sheet, or nothing if the sheet is blank."""
    nearest: SheetTable | None = None
    for number, row in islice(_numbered(cells), MAX_HEADING_ROW):
        headings = [cell_text(value) for value in row]
        while headings and not headings[-1]:
            headings.pop()
        if not headings:
            continue
        names, faults = columns_of(headings, process, columns)
        missing = missing_headings(faults)
        table = SheetTable(scan.name, headings, number, missing, names, place, cells, scan)
        if not missing:
            yield table
            return
        if nearest is None or missing < nearest.missing:
            nearest = table
    if nearest is not None:
        yield nearest


def _numbered(cells: CalamineSheet) -> Iterator[tuple[int, list[object]]]:
    """Yield every row of a sheet with its number, from 1."""
    with without_calamine_errors():
        # The rows come from the first one of the sheet, but their cells from the first column that
        # is not blank.
        blank: list[object] = [""] * (cells.start[1] if cells.start else 0)
        for number, row in enumerate(cells.iter_rows(), 1):
            yield number, blank + row


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not cell_text(value)
