"""Read the rows of a CSV file with their line numbers, whatever program wrote the file."""

from __future__ import annotations

import csv
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadHistory, Fault, pluralised
from .columns import (
    columns_of,
    fault_of_unnamed,
    is_unreadable,
    later_headings,
    unnamed_columns,
    without_fields,
)
from .limits import START, refuse_other_kinds
from .streams import changed
from .table_notes import without_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from ..process import Process
    from .limits import Limits

__all__ = ["BYTE_ORDER_MARK", "CsvTable"]

BYTE_ORDER_MARK = "\ufeff"
"""The mark by which Excel recognises UTF-8."""
DELIMITERS = ",;\t"
DELIMITER_LINE = re.compile(r"sep=([^\"])\r?\n?")
"""A first line in which Excel names the delimiter, such as ``sep=;``."""
TEXTS_PER_ROW = 10
"""The most bytes in a row, as a multiple of the most characters in one text."""


class CsvTable:
    """A CSV file whose rows can be read several times.

    Args:
        file: The file, in binary mode, at its beginning.
        process: The process of the events.
        columns: A mapping from headings of the file to trustflow's names of the columns.
        limits: The limits of what is read.

    Attributes:
        names: The name of the column under each heading.
        unnamed: The positions of the columns without a heading between two others.
        delimiter: The character between the cells.
        has_delimiter_line: Whether the first line only names the delimiter, such as ``sep=;``.
        headings: The heading of each column, by the name of the column.
        heading_faults: The faults of the headings, whose columns are not read.

    Raises:
        BadHistory: The headings cannot be read, or a required column is missing.
    """

    def __init__(
        self,
        file: BinaryIO,
        process: Process,
        *,
        columns: Mapping[str, str] | None,
        limits: Limits,
    ) -> None:
        self._file = file
        self._limits = limits
        self._checksum: int | None = None
        self._start = file.tell()
        refuse_other_kinds(file.read(START))
        lines, reader, headings = self._begin()
        self._cells = headings
        self.unnamed = unnamed_columns(headings)
        self.names, self.heading_faults = columns_of(headings, process, columns)
        if is_unreadable(self.heading_faults):
            raise BadHistory(self._faults_without_headings(lines, reader, process, columns))
        self.headings = self._shown()

    def _shown(self) -> dict[str, str]:
        shown = (heading.removeprefix(BYTE_ORDER_MARK).strip() for heading in self._cells)
        return dict(zip(self.names, shown, strict=True))

    def leave_out(self, unused: Container[str], columns: Mapping[str, str] | None) -> None:
        """Leave out columns for fields that no event of the table has.

        Args:
            unused: The names of the columns.
            columns: As for the table.
        """
        self.names, faults = without_fields(self._cells, self.names, unused, columns)
        self.heading_faults = [*self.heading_faults, *faults]
        self.headings = self._shown()

    def _begin(self) -> tuple[_Lines, Iterator[list[str]], list[str]]:
        """Return the lines of the file, the reader of its rows, and the headings.

        A first line that names the delimiter is skipped.
        """
        self._file.seek(self._start)
        # This setting of the standard library applies to all of Python. It is only ever increased,
        # because `_Lines` limits the rows.
        csv.field_size_limit(max(csv.field_size_limit(), TEXTS_PER_ROW * self._limits.text))
        lines = _Lines(self._file, self._limits)
        first = next(lines, "").removeprefix(BYTE_ORDER_MARK)
        match = DELIMITER_LINE.fullmatch(first)
        if match is None:
            delimiter = max(DELIMITERS, key=_outside_quotes(first).count)
            lines.put_back(first)
        else:
            delimiter = match[1]
        self.delimiter, self.has_delimiter_line = delimiter, match is not None
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            return lines, reader, next(reader, [])
        except csv.Error as error:
            raise BadHistory([_csv_fault("line 1", error)]) from None

    def _faults_without_headings(
        self,
        lines: _Lines,
        reader: Iterator[list[str]],
        process: Process,
        columns: Mapping[str, str] | None,
    ) -> list[Fault]:
        """Return the faults of a file whose first row is not the headings."""
        places: list[int] = []

        def rows() -> Iterator[list[str]]:
            while True:
                lines.begin_row()
                places.append(lines.number + 1)
                try:
                    yield next(reader)
                except (StopIteration, csv.Error):
                    return

        row = later_headings(rows(), process, columns)
        if row is None:
            return self.heading_faults
        accepted = "Expected them in the first line. Delete the lines above them."
        return [Fault(f"line {places[row]}", "the headings of the table", accepted)]

    def rows(self, report: Callable[[Fault], None]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        """Yield each row that is not empty: the number of its first line, and its cells.

        Each cell is the name of its column and its text. Notes below the table are left out.

        Args:
            report: A function that receives the fault of each row that is not valid CSV.

        Raises:
            BadHistory: The file or a row exceeds a limit, or the file is not the same as when it
                was read before.
        """
        return without_notes(self.all_rows(report), _filled_cells)

    def all_rows(
        self, report: Callable[[Fault], None]
    ) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        """Yield each row as `rows` does, also if it is empty or a note."""
        lines, reader, headings = self._begin()
        if headings != self._cells:
            raise changed()
        while True:
            lines.begin_row()
            line = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                report(_csv_fault(f"line {line}", error))
                continue
            if cells is None:
                if self._checksum not in {None, lines.checksum}:
                    raise changed()
                self._checksum = lines.checksum
                return
            faults = [*lines.faults, *self._cells_without_heading(cells, line)]
            for fault in faults:
                report(fault)
            if not faults:
                # Spreadsheets leave out empty cells at the end of a row.
                yield line, [*zip(self.names, cells, strict=False)]

    def _cells_without_heading(self, cells: list[str], line: int) -> Iterator[Fault]:
        for column in self.unnamed:
            if "".join(cells[column : column + 1]).strip():
                yield fault_of_unnamed(f"line {line}, cell {column + 1}")
        columns = len(self.names)
        if any(cell.strip() for cell in cells[columns:]):
            found = f"{pluralised(len(cells), 'cell')} under {pluralised(columns, 'heading')}"
            accepted = (
                "Expected at most one cell for each heading. Put a text that contains the "
                'delimiter in quotation marks, such as "a, b".'
            )
            yield Fault(f"line {line}", found, accepted)


def _filled_cells(row: tuple[int, list[tuple[str, str]]]) -> list[tuple[str, object]]:
    _, cells = row
    return [(name, text) for name, text in cells if text.strip()]


class _Lines:
    """The decoded lines of a file, counted, with a limit for the length of each row.

    Attributes:
        number: The number of the line that was returned last, from 1.
        faults: The faults of the row that is being read.
        checksum: The checksum of the lines.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._file_size = 0
        self._row_size = 0
        self._waiting: str | None = None
        self.number = 0
        self.faults: list[Fault] = []
        self.checksum = 0

    def put_back(self, line: str) -> None:
        """Put a line back, so that it is the next one to be returned."""
        self._waiting = line
        self.number -= 1

    def begin_row(self) -> None:
        """Start a row: count its bytes from 0, and forget the faults of the last row."""
        self._row_size = 0
        self.faults = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.number += 1
            return waiting
        longest_row = TEXTS_PER_ROW * self._limits.text
        raw = self._file.readline(longest_row + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        self.checksum = zlib.crc32(raw, self.checksum)
        self._row_size += len(raw)
        self._file_size += len(raw)
        place = f"line {self.number}"
        if self._row_size > longest_row:
            found = f"a row of more than {longest_row:,} bytes (a quotation mark may be left open)"
            raise BadHistory([self._limits.fault(place, found, "text")])
        if self._file_size > self._limits.size:
            raise BadHistory([self._limits.fault(place, "more bytes", "size")])
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            place = f"{place}, byte {error.start + 1}"
            accepted = "Expected UTF-8 text. Save the table as CSV UTF-8."
            self.faults.append(Fault(place, "bytes that are not UTF-8", accepted))
            return raw.decode(errors="replace")


def _csv_fault(place: str, error: csv.Error) -> Fault:
    if str(error).startswith("new-line character"):
        found = "a line that ends with a carriage return alone"
        return Fault(place, found, "Expected a line feed. Save the table as CSV UTF-8.")
    accepted = (
        "Expected CSV. Close each cell in quotation marks, and double a quotation mark inside it, "
        'such as "the ""first"" letter".'
    )
    return Fault(place, f"invalid CSV ({error})", accepted)


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
