"""Find errors, months, merged cells and the size of each sheet in the XML of an .ods file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cells import ErrorCell
from .sheet_scan import MONTH, NO_RESULT, YEAR, SheetScan, new_scan, parse_part

if TYPE_CHECKING:
    from zipfile import ZipFile

    from .limits import Limits

__all__ = ["scan_ods"]

CONTENT = "content.xml"
"""The part of a workbook with its sheets and the styles of their cells."""
SHOWN_BY_PARTS = {
    frozenset({"month", "year"}): MONTH,
    frozenset({"month"}): MONTH,
    frozenset({"year"}): YEAR,
}
"""What is shown of a day, by the parts of a format; other formats show it all."""


def scan_ods(archive: ZipFile, limits: Limits) -> dict[str, SheetScan]:
    """Return what is in each sheet of an .ods file, by the name of the sheet.

    Raises:
        BadHistory: A sheet is larger than the limit.
        ExpatError: The content is not XML.
        LookupError: There is no content.
        ValueError: The content is not what it should be.
    """
    handlers = _Content(limits)
    parse_part(archive, CONTENT, start=handlers.start, end=handlers.end, text=handlers.text)
    return handlers.scans


class _Content:
    """The handlers for the XML of all sheets.

    Attributes:
        scans: What was found in each sheet.
    """

    def __init__(self, limits: Limits) -> None:
        self.scans: dict[str, SheetScan] = {}
        self._limits = limits
        self._scan = SheetScan("", limits)
        self._parts: dict[str, set[str]] = {}
        self._format = ""
        self._format_of_style: dict[str, str] = {}
        self._style_of_column: list[tuple[int, str]] = []
        self._row = self._next_row = 1
        self._column = self._next_column = 1
        self._error: list[str] | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        """Take the start of an element."""
        prefix, _, local = name.partition(":")
        if prefix == "number":
            self._in_format(local, values)
        elif name == "style:style" and "style:data-style-name" in values:
            self._format_of_style[values["style:name"]] = values["style:data-style-name"]
        elif name == "table:table":
            name = values["table:name"]
            self._scan = self.scans[name] = new_scan(name, self.scans, self._limits)
            self._style_of_column = []
            self._next_row = 1
        elif name == "table:table-column":
            last = self._style_of_column[-1][0] if self._style_of_column else 0
            last += int(values.get("table:number-columns-repeated", 1))
            style = values.get("table:default-cell-style-name", "")
            self._style_of_column.append((last, style))
        elif name == "table:table-row":
            self._row = self._next_row
            self._next_row += int(values.get("table:number-rows-repeated", 1))
            self._next_column = 1
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._in_cell(values)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "table:table-cell" and self._error is not None:
            error = ErrorCell("".join(self._error).strip())
            self._scan.mark_error(*self._places(), error)
            self._error = None

    def text(self, text: str) -> None:
        """Take the text of an error."""
        if self._error is not None:
            self._error.append(text)

    def _in_format(self, local: str, values: dict[str, str]) -> None:
        if "style:name" in values:
            self._format = values["style:name"]
            self._parts[self._format] = set()
        elif local in {"day", "month", "year", "hours", "minutes", "seconds"}:
            self._parts.setdefault(self._format, set()).add(local)

    def _in_cell(self, values: dict[str, str]) -> None:
        self._column = self._next_column
        self._next_column += int(values.get("table:number-columns-repeated", 1))
        if "office:value-type" not in values:
            if "table:formula" in values:
                self._scan.mark_error(*self._places(), NO_RESULT)
            return
        self._scan.extend_to(self._next_row - 1, self._next_column - 1)
        if values.get("calcext:value-type") == "error":
            self._error = []
        elif values["office:value-type"] == "date":
            style = values.get("table:style-name") or self._default_style()
            parts = self._parts.get(self._format_of_style.get(style, ""), set())
            if shown := SHOWN_BY_PARTS.get(frozenset(parts)):
                self._scan.mark_shown(*self._places(), shown)
        rows = int(values.get("table:number-rows-spanned", 1))
        if rows > 1:
            self._scan.merged.append((self._row, self._row + rows - 1, self._column))

    def _default_style(self) -> str:
        return next((name for last, name in self._style_of_column if self._column <= last), "")

    def _places(self) -> tuple[range, range]:
        """Return the rows and the columns of a cell, which is in a file once for equal cells."""
        return range(self._row, self._next_row), range(self._column, self._next_column)
