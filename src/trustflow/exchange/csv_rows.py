"""The rows of a CSV file, whatever wrote it: its delimiter, quotes and marks, and each place."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, BinaryIO

from attrs import evolve

from ..errors import BadHistory, Fault, pluralised
from .columns import IGNORED, columns_of
from .limits import refuse_packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..process import Process
    from .limits import Limits
    from .table import Row

__all__ = ["MARK", "CsvTable", "needs_apostrophe"]

MARK = "\ufeff"
"""The byte order mark, by which Excel knows UTF-8."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
UNSAFE = re.compile(r"'*[\s=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a formula begins, in wide characters, too; and outer spaces."""
TEXTS_IN_A_ROW = 10
"""A row is at most so many times as long as a text."""


def needs_apostrophe(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula, or its outer spaces be lost."""
    return UNSAFE.match(text) is not None or text != text.rstrip()


class CsvTable:
    """A CSV file as rows by our column names; it can be gone through again.

    Args:
        file: The file, in binary mode, at its beginning.
        process: Whose events it holds.
        columns: For other people's headings, our names.
        limits: How much is read.

    Raises:
        BadHistory: Its headings cannot be read.
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
        self._start = file.tell()
        start = file.read(4)
        refuse_packed(start)
        if start.startswith(UTF_16):
            raise BadHistory([Fault("line 1", "UTF-16 text", "save it as CSV UTF-8")])
        self._headings = self._first_row()
        self._names, faults = columns_of(self._headings, process, columns)
        if faults:
            raise BadHistory(faults)

    def _first_row(self) -> list[str]:
        lines = self._begin()
        try:
            return next(csv.reader(lines, delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise BadHistory([Fault("line 1", str(error), "CSV is needed")]) from None

    def _begin(self) -> _Lines:
        """The lines from the first on; Excel's line that names the delimiter is passed over."""
        self._file.seek(self._start)
        # A module-wide setting of the standard library; only ever raised, as rows are bounded here.
        csv.field_size_limit(max(csv.field_size_limit(), TEXTS_IN_A_ROW * self._limits.text))
        lines = _Lines(self._file, self._limits)
        first = next(lines, "").removeprefix(MARK)
        told = re.fullmatch(r"sep=([^\"])\r?\n?", first)
        if told is None:
            self._delimiter = max(DELIMITERS, key=_outside_quotes(first).count)
            lines.put_back(first)
        else:
            self._delimiter = told[1]
        return lines

    def rows(self, tell: Callable[[Fault], None]) -> Iterator[tuple[int, Row]]:
        """The rows that are not empty, each with its line; what is no row is told.

        Raises:
            BadHistory: The file, or a row, is longer than is read.
        """
        lines = self._begin()
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        next(reader, None)
        while True:
            lines.begin_row()
            line = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                tell(Fault(f"line {line}", str(error), "CSV is needed"))
                continue
            if cells is None:
                return
            faults = [*lines.faults, *self._surplus(cells, line)]
            for fault in faults:
                tell(fault)
            row = {} if faults else self._row(cells)
            if row:
                yield line, row

    def _surplus(self, cells: list[str], line: int) -> Iterator[Fault]:
        if any(cell.strip() for cell in cells[len(self._names) :]):
            found = (
                f"{pluralised(len(cells), 'cell')} under {pluralised(len(self._names), 'heading')}"
            )
            accepted = "a text that holds the delimiter has to stand in quotes"
            yield Fault(f"line {line}", found, accepted)

    def _row(self, cells: list[str]) -> Row:
        texts = zip(self._names, map(_text, cells), strict=False)
        return {name: text for name, text in texts if text and name != IGNORED}

    def placed(self, fault: Fault, line: int) -> Fault:
        """A fault of a row at its line, and under the heading as it stands in the file."""
        name, comma, rest = fault.path.partition(", ")
        headings = dict(zip(self._names, self._headings, strict=True))
        heading = headings.get(name, name).removeprefix(MARK).strip()
        return evolve(fault, path=f"line {line}, column {heading}{comma}{rest}")


class _Lines:
    """The lines of a file, decoded and counted one by one, with a bound for each row's length."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._size = 0
        self._row = 0
        self._waiting: str | None = None
        self.number = 0
        self.faults: list[Fault] = []

    def put_back(self, line: str) -> None:
        """Give a line again."""
        self._waiting = line
        self.number -= 1

    def begin_row(self) -> None:
        """Count the next row's length from here, and forget what was wrong with the last."""
        self._row = 0
        self.faults = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.number += 1
            return waiting
        most = TEXTS_IN_A_ROW * self._limits.text
        raw = self._file.readline(most + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        self._row += len(raw)
        self._size += len(raw)
        place = f"line {self.number}"
        if self._row > most:
            found = f"a row of more than {TEXTS_IN_A_ROW} times the longest text; is a quote open?"
            raise BadHistory([self._limits.fault(place, found, "text")])
        if self._size > self._limits.size:
            raise BadHistory([self._limits.fault(place, "more bytes than that", "size")])
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            accepted = "UTF-8 text is needed; save it as CSV UTF-8"
            self.faults.append(
                Fault(f"{place}, byte {error.start + 1}", "bytes that are no text", accepted)
            )
            return raw.decode(errors="replace")


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _text(cell: str) -> str:
    """What a cell says, without the apostrophe that keeps it from being a formula."""
    text = cell.replace("\r\n", "\n")
    return text[1:] if text.startswith("'") and needs_apostrophe(text[1:]) else text.strip()
