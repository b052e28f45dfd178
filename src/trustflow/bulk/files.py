"""Check an event log in a file of any size, with bounded memory."""

from __future__ import annotations

import importlib
import math
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..errors import InvalidValue, from_extra, quoted
from ..exchange import (
    TEMPORARY,
    UNSAFE_CELL,
    Limits,
    ReadOptions,
    is_replaced,
    path_or_file_of,
    replacing,
    unchanged,
)
from ..history import Strength
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from typing import BinaryIO, TypeAlias

    import pyarrow as pa

    from ..exchange import AuthorityNames
    from ..process import Process
    from .log_files import LogFile

__all__ = ["FileSummary", "check_file"]

Item = TypeVar("Item")
Progress: TypeAlias = "Callable[[Iterable[Any], str], Iterable[Any]]"
"""A function that takes items and a label, and returns the items while it shows progress."""

ROWS_AT_ONCE = 1_000_000
"""The approximate number of rows in memory at a time."""
SUFFIXES = (".parquet", ".csv")
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
PARQUET_MAGIC = b"PAR1"
"""The first bytes of a Parquet file."""


class FileSummary(NamedTuple):
    """The result of `check_file` in numbers.

    Attributes:
        rows: The number of events in the file.
        findings: The number of findings.
        certain: For each strength, the number of certain findings.
    """

    rows: int
    findings: int
    certain: dict[Strength, int]


def check_file(
    source: str | os.PathLike[str] | BinaryIO,
    target: str | os.PathLike[str] | BinaryIO,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    limits: Limits | None = None,
    rows_at_once: int = ROWS_AT_ONCE,
    progress: Progress | None = None,
) -> FileSummary:
    """Check the event log in a file, and write the findings to another file.

    The log has the columns that `check_frame` reads, and the findings have the columns that it
    returns. The rows of a case may be anywhere in the file. A log with more than `rows_at_once`
    rows is first split by case into temporary files beside the target. Its findings are then
    grouped by case, but the cases are in no particular order. Each single case must fit in
    memory. The column ``row`` counts the rows of data in the file from 0, without empty lines.

    Args:
        source: The path of the log, which ends in ``.parquet`` or ``.csv``, or the log itself, open
            in binary mode. A stream, such as a named pipe or ``/dev/stdin``, is copied first; its
            first bytes show whether it is Parquet.
        target: The path of the file for the findings; it must end in ``.parquet`` or ``.csv``. An
            existing file is replaced once the check has succeeded. A stream, such as a named pipe
            or ``/dev/stdout``, is written into, as CSV if its name has another ending; so is a file
            that is open in binary mode. In CSV, a text that a spreadsheet would read as a formula
            gets an apostrophe in front.
        process: The process; the trust transfer by default.
        columns: As for `check_frame`, like `names` and `day_first`.
        names: See `columns`.
        day_first: See `columns`.
        limits: The limits of texts and of events in a case. The size of the file has no limit.
        rows_at_once: The approximate number of rows to hold in memory at a time.
        progress: A function that takes items and a label, and returns the items while it shows
            progress; by default no progress is shown.

    Raises:
        BadHistory: The log changed while it was read, its headings cannot be read, or a line is not
            valid CSV; the error lists every such line.
        InvalidValue: A path has another ending.
        MissingExtra: A package of the extra ``bulk`` is not installed.
        ValueError: The content of the log is not in the format that its ending names.
        OSError: A file cannot be read or written.
    """
    with from_extra("bulk"):
        # Import first, so that a missing package is reported before a file is opened.
        for package in ("narwhals", "numba", "pyarrow"):
            importlib.import_module(package)
        from .log_files import open_log
    options = ReadOptions(
        columns=columns,
        names=names,
        day_first=day_first,
        limits=Limits() if limits is None else limits,
    )
    if type(rows_at_once) is not int or rows_at_once < 1:
        accepted = "Expected a whole number, 1 or more, such as 1000000."
        raise InvalidValue(quoted(rows_at_once), "number of rows at once", accepted)
    if progress is not None and not callable(progress):
        accepted = (
            "Expected a function of items and a label, such as progress=lambda items, _: items."
        )
        raise InvalidValue(quoted(progress), "progress", accepted)
    source, target = path_or_file_of(source, "rb"), path_or_file_of(target, "wb")
    suffix, folder = _suffix_and_folder(target)
    rows = findings = 0
    certain = dict.fromkeys(Strength, 0)
    with _opened(target) as file, ExitStack() as stack:
        path, log_suffix = stack.enter_context(_log_file(source, folder))
        stack.enter_context(unchanged(path))
        log = open_log(path, log_suffix, process, options)
        writer: Any = None
        for table in _parts(log, folder, rows_at_once, progress or _without_progress):
            result, events = log.findings(table)
            rows += events
            findings += len(result)
            certain_only = result.filter(result["certain"])
            for counted in certain_only["strength"].value_counts().to_pylist():
                certain[Strength(counted["values"])] += counted["counts"]
            if suffix == ".csv":
                result = guarded(result)
            if writer is None:
                # The first result has the schema: the type of `case` depends on the log.
                writer = stack.enter_context(_writer(file, suffix, result.schema))
            writer.write_table(result)
    return FileSummary(rows, findings, certain)


def _suffix_and_folder(target: str | os.PathLike[str] | BinaryIO) -> tuple[str, Path]:
    """Return the ending of the findings file, and the folder for temporary files."""
    # The system's folder for temporary files is often too small for a log, so they are written
    # beside the target if it is a file.
    if isinstance(target, str | os.PathLike):
        if is_replaced(target):
            return _suffix(target), Path(target).resolve().parent
        return _suffix(target, ".csv"), Path(tempfile.gettempdir())
    return ".csv", Path(tempfile.gettempdir())


def _opened(
    target: str | os.PathLike[str] | BinaryIO,
) -> AbstractContextManager[BinaryIO]:
    return replacing(target) if isinstance(target, str | os.PathLike) else nullcontext(target)


def _without_progress(items: Iterable[Item], _label: str) -> Iterable[Item]:
    return items


def _suffix(path: str | os.PathLike[str], default: str | None = None) -> str:
    """Return the ending of a path, or the default in place of an unknown one."""
    suffix = Path(path).suffix.casefold()
    if suffix not in SUFFIXES:
        if default is not None:
            return default
        accepted = f"Expected a name that ends in {' or '.join(SUFFIXES)}, such as log.parquet."
        if suffix in WORKBOOKS:
            accepted += (
                " Save the sheet as CSV UTF-8, or check the workbook with the command check."
            )
        raise InvalidValue(quoted(str(path)), "name of a log or findings file", accepted)
    return suffix


def guarded(table: pa.Table) -> pa.Table:
    """Return a table in which no text is one that a spreadsheet reads as a formula.

    Such a text gets an apostrophe in front, as in `csv_cell`.
    """
    import pyarrow as pa
    from pyarrow import compute

    for index, column in enumerate(table.columns):
        texts = (
            column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        )
        if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            continue
        unsafe = compute.call_function(
            "match_substring_regex", [texts], compute.MatchSubstringOptions(UNSAFE_CELL)
        )
        apostrophe, nothing = (pa.scalar(text, texts.type) for text in ("'", ""))
        marked = compute.call_function("binary_join_element_wise", [apostrophe, texts, nothing])
        safe = compute.call_function("if_else", [unsafe, marked, texts])
        table = table.set_column(index, table.column_names[index], safe)
    return table


def _writer(file: BinaryIO, suffix: str, schema: pa.Schema) -> Any:
    if suffix == ".csv":
        from pyarrow.csv import CSVWriter

        return CSVWriter(file, schema)
    from pyarrow.parquet import ParquetWriter

    return ParquetWriter(file, schema)


def _parts(log: LogFile, folder: Path, rows_at_once: int, progress: Progress) -> Iterator[pa.Table]:
    """Yield the log as tables, so that all rows of a case are in one table."""
    import pyarrow as pa

    from .log_files import split_by_case

    count = math.ceil(log.rows / rows_at_once)
    if count <= 1:
        yield pa.Table.from_batches(list(log.batches), log.schema)
        return
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder) as temporary:
        paths = [Path(temporary) / f"{number}.arrow" for number in range(count)]
        split_by_case(log, progress(log.batches, "splitting by case"), paths)
        parts = [path for path in paths if path.exists()]
        if not parts:
            yield log.schema.empty_table()
        for path in progress(parts, "checking"):
            with pa.memory_map(str(path)) as file:
                yield pa.ipc.open_stream(file).read_all()


@contextmanager
def _log_file(
    source: str | os.PathLike[str] | BinaryIO, folder: Path
) -> Iterator[tuple[Path, str]]:
    """Yield the path of a log and its ending; a stream is copied into a folder first."""
    if not isinstance(source, str | os.PathLike):
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder) as temporary:
            copy = Path(temporary) / "log"
            with copy.open("wb") as file:
                shutil.copyfileobj(source, file)
            with copy.open("rb") as file:
                suffix = ".parquet" if file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC else ".csv"
            yield copy, suffix
        return
    path = Path(source)
    if is_replaced(source):  # a regular file, or none
        yield path, _suffix(path)
        return
    with path.open("rb") as stream, _log_file(stream, folder) as log:
        yield log
