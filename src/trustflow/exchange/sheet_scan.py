"""What the XML of a sheet contains besides the values of its cells.

The library that reads the cells returns an error such as #REF! as an empty cell, and July 2016 as
1 July 2016. It also needs memory for every cell between the first and the last one, so the size of
a sheet has to be known before it is read.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from xml.parsers import expat

from attrs import Factory, define, evolve

from ..errors import BadHistory
from .cells import ErrorCell
from .limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zipfile import ZipFile

__all__ = ["MONTH", "NO_RESULT", "YEAR", "Place", "SheetScan", "new_scan", "parse_part"]

Place = tuple[int, int]
"""The row and the column of a cell, both from 1."""
BYTES_PER_CELL = 16
"""How many bytes of the limit for size a cell takes, also an empty one."""
BYTES_PER_MARK = 160
"""How many bytes of the limit for size an error takes, or a day that is shown as a month."""
NO_VALUE = "#N/A"
"""The error of a cell that has no value, which is read as an empty cell."""
NO_RESULT = ErrorCell(
    "a formula without its result",
    "Open the workbook in a spreadsheet program and save it, so that it has the result.",
)
"""A cell with a formula that no program has worked out, which is read as an empty cell."""
CHUNK = 1 << 20
"""How many bytes of XML are parsed at once."""
MONTH, YEAR = len("2016-07"), len("2016")
"""How many characters of the text of a day are shown by formats for months and for years."""


@define
class SheetScan:
    """What was found in the XML of a sheet.

    Attributes:
        name: The name of the sheet.
        limits: The limits of what is read.
        before: How many bytes of the limit for size the sheets before this one take.
        rows: The number of the last row that has content.
        columns: The number of the last column that has content.
        errors: The error in each cell that has one.
        shown: How many characters of its day each cell shows that shows only a month or a year.
        rounded: The cells whose moments are rounded to the next day when they are read.
        merged: The first row, the last row and the column of each cell that is merged downwards.
    """

    name: str
    limits: Limits
    before: int = 0
    rows: int = 0
    columns: int = 0
    errors: dict[Place, ErrorCell] = Factory(dict)
    shown: dict[Place, int] = Factory(dict)
    rounded: set[Place] = Factory(set)
    merged: list[tuple[int, int, int]] = Factory(list)

    @property
    def size(self) -> int:
        """How many bytes of the limit for size the sheets up to this one take."""
        marks = len(self.errors) + len(self.shown)
        cells = self.rows * self.columns
        return self.before + BYTES_PER_CELL * cells + BYTES_PER_MARK * marks

    def extend_to(self, row: int, column: int) -> None:
        """Count a cell that has content.

        Raises:
            BadHistory: The sheet has become larger than the limit.
        """
        if row > self.rows or column > self.columns:
            self.rows, self.columns = max(row, self.rows), max(column, self.columns)
            self._refuse_size()

    def mark_error(self, rows: range, columns: range, error: ErrorCell) -> None:
        """Keep an error that some cells have, except #N/A, which means no value.

        Raises:
            BadHistory: The sheet has become larger than the limit.
        """
        if error.text != NO_VALUE:
            self._refuse_size(len(rows) * len(columns))
            self.errors |= dict.fromkeys(product(rows, columns), error)

    def mark_shown(self, rows: range, columns: range, length: int) -> None:
        """Keep how many characters of their days some cells show.

        Raises:
            BadHistory: The sheet has become larger than the limit.
        """
        self._refuse_size(len(rows) * len(columns))
        self.shown |= dict.fromkeys(product(rows, columns), length)

    def _refuse_size(self, new_marks: int = 0) -> None:
        size = self.size + BYTES_PER_MARK * new_marks
        if size > self.limits.size:
            found = f"{self.rows:,} rows of {self.columns:,} cells, which need {size:,} bytes"
            fault = self.limits.fault(f"sheet {self.name}", found, "size")
            accepted = f"Delete what is far below or beside the table. {fault.accepted}"
            raise BadHistory([evolve(fault, accepted=accepted)])


def new_scan(name: str, earlier: Mapping[str, SheetScan], limits: Limits) -> SheetScan:
    """Return the scan of a sheet, in which nothing was found so far.

    Args:
        name: The name of the sheet.
        earlier: The scans of the sheets before it, which count in the limit for size.
        limits: The limits of what is read.

    Raises:
        ValueError: An earlier sheet has the same name.
    """
    if name in earlier:
        msg = "two sheets with one name"
        raise ValueError(msg)
    before = [scan.size for scan in earlier.values()]
    return SheetScan(name, limits, max(before, default=0))


def parse_part(
    archive: ZipFile,
    name: str,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part of a workbook and call a function for each element.

    Args:
        archive: The workbook.
        name: The name of the part, in any case of its letters.
        start: A function that receives the name and the attributes of each element.
        end: A function that receives the name of each element at its end.
        text: A function that receives the texts inside elements.

    Raises:
        ExpatError: The part is not XML.
        KeyError: There is no such part.
        ValueError: The part declares a type of document.
    """
    names = {known.casefold(): known for known in archive.namelist()}
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    # With entities, which only a type of document can declare, a small file becomes a huge one.
    parser.StartDoctypeDeclHandler = _refuse_document_type
    with archive.open(names[name.casefold()]) as file:
        while piece := file.read(CHUNK):
            parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - it takes no keywords


def _refuse_document_type(*_declaration: object) -> None:
    msg = "a type of document"
    raise ValueError(msg)
