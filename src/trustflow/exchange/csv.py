"""Read and write histories as CSV: one row per event.

Written files are UTF-8 with a byte order mark, which Excel needs, and commas between the cells. A
text that a spreadsheet would trim or read as a formula gets an apostrophe in front, and a month is
written as ``2016-07-XX``, because Excel would turn ``2016-07`` into the first of July. Files with
semicolons or tabs are read as well; case and punctuation of the headings do not matter.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadHistory, Fault, pluralised
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from .atomic import replacing
from .cells import FREE_TEXT
from .columns import COLUMNS
from .csv_rows import BYTE_ORDER_MARK, CsvTable
from .field_columns import FieldColumns
from .formats import require_ending
from .guarded_cells import csv_cell, date_cell, text_cell
from .history_rows import case_names, rows_of
from .inputs import text_or_bytes_of
from .limits import DEFAULT_LIMITS, Limits, limits_of
from .read_options import ReadOptions
from .row_dates import DATE_COLUMNS
from .row_texts import case_of
from .streams import rereadable, unchanged
from .table_cases import TableCase, TableReader

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..history import History
    from ..process import Process
    from .authority_names import AuthorityNames
    from .row_dates import Row

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
"""A character that makes a cell need quotation marks, also because of other readers."""
TEMPLATE = COLUMNS[: COLUMNS.index("source_copy_of")]
"""The columns of the empty table from `csv_template`, which leaves out the rarer columns."""


# Writing


def dumps_csv(
    histories: History | Iterable[History],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> str:
    """Return one or several histories as CSV text.

    Args:
        histories: The histories.
        process: The process of the events; the trust transfer by default.
        limits: The limits with which it will be read; what they refuse is not written.

    Raises:
        BadHistory: A history is of another process, and the error names its first foreign event; or
            a limit would keep the text from being read.
    """
    file = io.BytesIO()
    write_csv(histories, file, process, limits=limits)
    return file.getvalue().decode()


def dump_csv(
    histories: History | Iterable[History],
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> None:
    """Save one or several histories as a CSV file.

    A crash leaves the old file or the new one, complete.

    Args:
        histories: The histories.
        path: The path of the file.
        process: The process of the events; the trust transfer by default.
        limits: The limits with which it will be read; what they refuse is not written.

    Raises:
        BadHistory: As for `dumps_csv`.
        InvalidValue: The ending of the path means another format, such as ``.json`` or ``.xlsx``.
        OSError: The file cannot be written; it is then unchanged.
    """
    require_ending(path, "csv")
    with replacing(path) as file:
        write_csv(histories, file, process, limits=limits)


def write_csv(
    histories: History | Iterable[History],
    file: BinaryIO,
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> None:
    """Write one or several histories to a binary file as CSV.

    Raises:
        BadHistory: As for `dumps_csv`.
    """
    process, limits = process_of(process), limits_of(limits)
    file.write(f"{BYTE_ORDER_MARK}{','.join(COLUMNS)}\r\n".encode())
    for case, history in case_names(histories):
        _require_few(history, limits)
        file.writelines(_line(row, limits).encode() for row in rows_of(case, history, process))


def csv_template() -> str:
    """Return an empty table to fill in, which has only the headings."""
    return f"{BYTE_ORDER_MARK}{','.join(TEMPLATE)}\r\n"


def _require_few(history: History, limits: Limits) -> None:
    """Refuse a history with more events than are read.

    Raises:
        BadHistory: It is one.
    """
    count = max(len(history.inherits), len(history.events))
    if count > limits.events:
        fault = limits.fault("event", pluralised(count, "event"), "events")
        raise BadHistory([fault], f"the history of {history.authority}")


def _line(row: Row, limits: Limits) -> str:
    return ",".join(_cell(name, row.get(name, ""), limits) for name in COLUMNS) + "\r\n"


def _cell(column: str, text: str, limits: Limits) -> str:
    """Return a text as it is written in a cell.

    Raises:
        BadHistory: It is longer than a text that is read.
    """
    if column in DATE_COLUMNS:
        text = date_cell(text)
    protected = text_cell(text) if column in FREE_TEXT else csv_cell(text)
    # A mark that protects the text is removed before its length is counted.
    if len(text) > limits.text:
        found = f"a text of {len(text):,} characters"
        raise BadHistory([limits.fault(f"column {column}", found, "text")])
    if NEEDS_QUOTES.search(protected):
        return '"' + protected.replace('"', '""') + '"'
    return protected


# Reading


def load_csv(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    newest_first: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> tuple[History, ...]:
    """Return the histories of a CSV file, in the order of their last rows.

    Args:
        path: The path of the file.
        process: The process of the events; the trust transfer by default.
        columns: A mapping from headings of the file to trustflow's names of the columns; ``-``
            leaves a column out. The heading ``*`` means every column that is not known.
        names: The name of each authority by its other spellings and codes, as a mapping or as
            `AuthorityNames`.
        day_first: Whether 6/10/2016 is 6 October. By default, such a date is refused.
        newest_first: Whether the rows of each case run from the newest event to the oldest. They
            are then read in the other order.
        limits: The limits of what is read.
        on_fault: A function that receives each fault. The rows without a fault are then kept.
            Without it, any fault is an error.

    Raises:
        BadHistory: The file cannot be read; the error lists every fault with its line and column.
        OSError: The file does not exist or cannot be opened.
    """
    return tuple(
        stream_csv(
            path,
            process,
            columns=columns,
            names=names,
            day_first=day_first,
            newest_first=newest_first,
            limits=limits,
            on_fault=on_fault,
        )
    )


def loads_csv(
    text: str | bytes,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    newest_first: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> tuple[History, ...]:
    """Return the histories of a CSV text; see `load_csv` for the arguments.

    Raises:
        BadHistory: The text cannot be read; the error lists every fault with its line and column.
    """
    text = text_or_bytes_of(text, "`load_csv`")
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return tuple(
        stream_csv(
            file,
            process,
            columns=columns,
            names=names,
            day_first=day_first,
            newest_first=newest_first,
            limits=limits,
            on_fault=on_fault,
        )
    )


def stream_csv(
    source: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    newest_first: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> Iterator[History]:
    """Yield the histories of a CSV file one by one, each after its last row.

    The file is read twice, the first time to find the last row of each case. Only the
    names of the cases and the histories that are not complete are kept in memory. That is one
    history at a time if the rows of each case are together. A stream that can be read only once,
    such as a named pipe or a terminal, is copied first.

    Args:
        source: The path of the file, or the file itself, open in binary mode.
        process: The process of the events; the trust transfer by default.
        columns: As for `load_csv`, like `names`, `day_first` and `newest_first`.
        names: See `columns`.
        day_first: See `columns`.
        newest_first: See `columns`.
        limits: The limits of what is read.
        on_fault: As for `load_csv`. Without it, no history is returned after the first fault.

    Raises:
        BadHistory: The file cannot be read, or changed while it was read; the error lists every
            fault with its line and column.
        OSError: The file does not exist or cannot be opened.
    """
    options = ReadOptions(
        columns=columns,
        names=names,
        day_first=day_first,
        newest_first=newest_first,
        limits=limits,
        on_fault=on_fault,
    )
    for case in csv_cases(source, process, options):
        yield case.history


def csv_cases(
    source: str | os.PathLike[str] | BinaryIO, process: Process, options: ReadOptions
) -> Iterator[TableCase]:
    """Yield the histories of a CSV file with the lines of their events; see `stream_csv`."""
    with rereadable(source, options.limits) as file, unchanged(file) as refuse_change:
        table = CsvTable(file, process, columns=options.columns, limits=options.limits)
        reader = TableReader(process, options)
        reader.begin_table(table.headings, ())
        fields = FieldColumns(table.names, process, options.limits)
        last_line = {}
        for line, cells in table.rows(lambda _fault: None):
            fields.look_at(cells)
            last_line[reader.name_of_case(_names_in(cells), guarded=True)] = line
        refuse_change()
        table.leave_out(fields.unused, options.columns)
        reader.begin_table(table.headings, table.heading_faults)
        for line, cells in table.rows(reader.report):
            place = f"line {line}"
            row, cell_faults = reader.row_of(cells, guarded=True)
            reader.add(place, row, cell_faults)
            if reader.stops_at(place):
                break
            case = case_of(row)
            # A file that changed can have other cases than before.
            if last_line.get(case) == line:
                found = reader.finish(case, place)
                if found is not None and not reader.faults:
                    yield found
        if reader.faults:
            raise BadHistory(reader.faults)


def _names_in(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row from which the name of its case follows."""
    return (cell for cell in cells if cell[0] in {"case", "authority", "gss_code"})
