"""Find errors, months, merged cells and the size of each sheet in the XML of an .xlsx file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .cells import ErrorCell
from .sheet_scan import MONTH, NO_RESULT, YEAR, Place, SheetScan, new_scan, parse_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zipfile import ZipFile

    from .limits import Limits

__all__ = ["scan_xlsx"]

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
"""The parts of a workbook that say where its sheets are and how days are shown."""
MONTH_FORMAT = "17"
"""The number of the format for a month, such as Jul-16, which needs no code in a file."""
CONTENT = {"v", "is"}
"""The elements that contain the value of a cell."""
NEARLY_NEXT_DAY = ".99999"
"""What the number has of a moment that is rounded to the next day when the cells are read."""
NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\[[^]]*\]|;.*')
"""What the code of a format contains besides its letters for day, month and year."""
SHOWN_BY_LETTERS = {"my": MONTH, "m": MONTH, "y": YEAR}
"""What is shown of a day, by the letters in the code of a format; other formats show it all."""


def scan_xlsx(archive: ZipFile, limits: Limits) -> dict[str, SheetScan]:
    """Return what is in each worksheet of an .xlsx or .xlsm file, by the name of the sheet.

    Raises:
        BadHistory: A sheet is larger than the limit.
        ExpatError: A part of the file is not XML.
        LookupError: A part of the file is missing.
        ValueError: A part of the file is not what it should be.
    """
    ids: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def in_workbook(name: str, values: dict[str, str]) -> None:
        if _local(name) == "sheet":
            ids.append((values["name"], next(values[key] for key in values if key.endswith(":id"))))

    def in_relations(_name: str, values: dict[str, str]) -> None:
        if values.get("Type", "").endswith("/worksheet"):
            targets[values["Id"]] = values["Target"]

    parse_part(archive, WORKBOOK, start=in_workbook)
    parse_part(archive, RELATIONS, start=in_relations)
    shown_by_style = _Styles(archive).shown
    scans: dict[str, SheetScan] = {}
    for name, key in ids:
        if key in targets:  # other sheets, such as charts, have no cells
            target = targets[key]
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            scans[name] = new_scan(name, scans, limits)
            handlers = _Cells(scans[name], shown_by_style)
            parse_part(archive, part, start=handlers.start, text=handlers.text)
            handlers.mark_formula()
    return scans


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Styles:
    """The styles of cells.

    Attributes:
        shown: How many characters of a day each style shows that shows only a month or a year.
    """

    def __init__(self, archive: ZipFile) -> None:
        self.shown: dict[str, int] = {}
        self._by_format: dict[str, int | None] = {MONTH_FORMAT: MONTH}
        self._is_of_cells = False
        self._count = 0
        if STYLES in map(str.casefold, archive.namelist()):
            parse_part(archive, STYLES, start=self._start, end=self._end)

    def _start(self, name: str, values: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt" and "formatCode" in values:
            letters = set(NOT_LETTERS.sub("", values["formatCode"]).casefold()) & set("dmyhs")
            self._by_format[values["numFmtId"]] = SHOWN_BY_LETTERS.get("".join(sorted(letters)))
        elif local == "cellXfs":
            self._is_of_cells = True
        elif local == "xf" and self._is_of_cells:
            shown = self._by_format.get(values.get("numFmtId", ""))
            if shown is not None:
                self.shown[str(self._count)] = shown
            self._count += 1

    def _end(self, name: str) -> None:
        if _local(name) == "cellXfs":
            self._is_of_cells = False


class _Cells:
    """The handlers for the XML of one worksheet.

    Args:
        scan: What is found.
        shown_by_style: How many characters of a day each style shows, if not all.
    """

    def __init__(self, scan: SheetScan, shown_by_style: Mapping[str, int]) -> None:
        self._scan = scan
        self._shown_by_style = shown_by_style
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._is_error = False
        self._is_value = False
        self._formula: Place | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        # Most elements are cells and their values, whose names seldom have a prefix.
        local = _local(name) if ":" in name else name
        self._is_value = local == "v"
        if local == "c":
            self.mark_formula()
            self._cell = values
            ref = values.get("r")
            self._column = self._column + 1 if ref is None else self._column_of(ref)
        elif local in CONTENT:
            self._in_content()
        elif local == "f" and self._cell.get("t") != "str":
            self._formula = self._row, self._column
        elif local == "row":
            self._row = int(values.get("r", self._row + 1))
            self._column = 0
        elif local == "mergeCell":
            first, _, last = values["ref"].partition(":")
            rows = _row_of(first), _row_of(last or first)
            if rows[0] < rows[1]:
                self._scan.merged.append((*rows, self._column_of(first)))

    def text(self, text: str) -> None:
        """Take a text, which is that of an error in a cell that has one."""
        if not self._is_value:
            return
        self._formula = None
        if self._is_error:
            self._scan.mark_error(*_ranges(self._row, self._column), ErrorCell(text))
            self._is_error = False
        elif NEARLY_NEXT_DAY in text:
            self._scan.rounded.add((self._row, self._column))

    def mark_formula(self) -> None:
        """Keep the place of a formula that was not followed by its result."""
        if self._formula is not None:
            self._scan.mark_error(*_ranges(*self._formula), NO_RESULT)
            self._formula = None

    def _in_content(self) -> None:
        if self._row > self._scan.rows or self._column > self._scan.columns:
            self._scan.extend_to(self._row, self._column)
        self._is_error = self._cell.get("t") == "e"
        if self._cell.get("s") in self._shown_by_style:
            shown = self._shown_by_style[self._cell["s"]]
            self._scan.mark_shown(*_ranges(self._row, self._column), shown)

    def _column_of(self, ref: str) -> int:
        """Return the number of the column in a reference such as AB12."""
        letters = ref.rstrip("0123456789")
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = 26 * number + ord(letter) - ord("A") + 1
            self._columns[letters] = number
        return self._columns[letters]


def _ranges(row: int, column: int) -> tuple[range, range]:
    return range(row, row + 1), range(column, column + 1)


def _row_of(ref: str) -> int:
    return int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
