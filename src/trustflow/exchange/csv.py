"""Histories as CSV: a row an event, one dialect written, and many forgiven.

Written is UTF-8 with a byte order mark, which Excel needs; commas; and an apostrophe before a text
that a spreadsheet would take for a formula, or cut the spaces of. Read are commas, semicolons and
tabs, headings in any case and spelling, and dates in EDTF.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadHistory, Fault
from ..history import History
from ..trust_transfer import TRUST_TRANSFER
from .atomic import replacing
from .columns import COLUMNS
from .csv_rows import MARK, CsvTable, needs_apostrophe
from .limits import DEFAULT_LIMITS, Limits
from .table import Gathering, Row, case_names, case_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..process import Process

__all__ = [
    "csv_template",
    "dump_csv",
    "dumps_csv",
    "load_csv",
    "loads_csv",
    "stream_csv",
    "write_csv",
]

NEEDS_QUOTES = re.compile(r'[",;\t\r\n]')
TEMPLATE = COLUMNS[: COLUMNS.index("source_copy_of")]
MOST_FAULTS = 1000


# Writing


def dumps_csv(histories: History | Iterable[History], process: Process = TRUST_TRANSFER) -> str:
    """A history, or several, as CSV."""
    file = io.BytesIO()
    write_csv(histories, file, process)
    return file.getvalue().decode()


def dump_csv(
    histories: History | Iterable[History],
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
) -> None:
    """Save a history, or several, as CSV; a kill at any moment leaves the old file or the new.

    Raises:
        OSError: The file cannot be written; it is then as it was.
    """
    with replacing(path) as file:
        write_csv(histories, file, process)


def write_csv(
    histories: History | Iterable[History], file: BinaryIO, process: Process = TRUST_TRANSFER
) -> None:
    """Write a history, or several one after another, to a binary file."""
    several = [histories] if isinstance(histories, History) else histories
    file.write(f"{MARK}{','.join(COLUMNS)}\r\n".encode())
    for case, history in case_names(several):
        file.writelines(_line(row).encode() for row in rows_of(case, history, process))


def csv_template() -> str:
    """An empty table to fill in: the headings alone."""
    return f"{MARK}{','.join(TEMPLATE)}\r\n"


def _line(row: Row) -> str:
    return ",".join(_cell(row.get(name, "")) for name in COLUMNS) + "\r\n"


def _cell(text: str) -> str:
    marked = f"'{text}" if needs_apostrophe(text) else text
    if NEEDS_QUOTES.search(marked):
        return '"' + marked.replace('"', '""') + '"'
    return marked


# Reading


def load_csv(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> tuple[History, ...]:
    """The histories of a CSV file, in the order in which their last rows stand.

    Args:
        path: The file.
        process: Whose events it holds; the trust transfer's when left out.
        columns: For other people's headings, our names of the columns; ``-`` for one to leave out.
        limits: How much is read.
        on_fault: Called with each fault; then the rows without one are kept.
            When left out, any fault is an error.

    Raises:
        BadHistory: It cannot be read; every fault is told with its line and column.
        OSError: There is no such file, or it cannot be opened.
    """
    return tuple(stream_csv(path, process, columns=columns, limits=limits, on_fault=on_fault))


def loads_csv(
    text: str | bytes,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> tuple[History, ...]:
    """The histories of a CSV text, as `load_csv` reads them of a file.

    Raises:
        BadHistory: It cannot be read; every fault is told with its line and column.
    """
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return tuple(stream_csv(file, process, columns=columns, limits=limits, on_fault=on_fault))


def stream_csv(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> Iterator[History]:
    """The histories of a CSV file one by one, each as soon as its last row is read.

    The file is read twice, first to see which row is the last of each case, so what is held in
    memory is the names of the cases and the histories that are begun: one where the rows of each
    case stand together.

    Args:
        source: The path of the file, or the file itself, open in binary mode.
        process: Whose events it holds; the trust transfer's when left out.
        columns: As for `load_csv`.
        limits: How much is read.
        on_fault: As for `load_csv`. When left out, no history is given after the first fault.

    Raises:
        BadHistory: It cannot be read; every fault is told with its line and column.
        OSError: There is no such file, or it cannot be opened.
    """
    with _opened(source) as file:
        table = CsvTable(file, process, columns=columns, limits=limits)
        last = {case_of(row): line for line, row in table.rows(lambda _fault: None)}
        faults: list[Fault] = []
        gathering = Gathering(process, limits=limits)
        tell = on_fault or faults.append
        for line, row in table.rows(tell):
            try:
                gathering.add(row)
            except BadHistory as error:
                for fault in error.faults:
                    tell(table.placed(fault, line))
            if len(faults) > MOST_FAULTS:
                accepted = "reading stopped here; correct the faults so far first"
                faults.append(Fault(f"line {line}", f"more than {MOST_FAULTS} faults", accepted))
                break
            case = case_of(row)
            if last[case] == line:
                history = gathering.take(case)
                if history is not None and not faults:
                    yield history
        if faults:
            raise BadHistory(faults)


@contextmanager
def _opened(source: str | os.PathLike[str] | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            yield file
    else:
        yield source
