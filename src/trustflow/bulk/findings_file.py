"""Write the findings of a log to a Parquet or CSV file, as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import compute

from ..exchange import UNSAFE_CELL
from .arrow_arrays import array_of, array_of_texts, numbers_of
from .findings import WordColumn
from .texts import EncodedColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import CheckedLog, ResultTable
    from .log_files import LogFiles

__all__ = ["FindingsFile", "findings_table", "guarded", "summary_table"]

WORDS = {"code", "rule", "strength", "file", "stage", "worst"}
"""The columns with few different texts."""
IN_ORDER = ("case", "row")
"""The columns with the order of the file, so that a reader who looks for a value can skip parts."""


def findings_table(
    checked: CheckedLog, rows: Any, log: LogFiles, *, no_case_from: int, names_files: bool
) -> pa.Table:
    """Return the findings on some rows of a log as a table.

    Args:
        checked: The findings.
        rows: For each row that was checked, its number in the log.
        log: The log.
        no_case_from: The number of rows without a case before these rows.
        names_files: Whether a column names the file of each row.
    """
    result = _with_rows_of_cases(checked).findings_table(rows)
    columns = _columns(checked, result, log)
    count = len(checked.log.rows_without_case)
    if count and no_case_from:
        position = numbers_of(columns["position"]).copy()
        position[-count:] += no_case_from
        columns["position"] = array_of(position)
    if names_files:
        file, row = log.file_and_row(numbers_of(columns["row"]))
        columns["row"] = array_of(row)
        columns["file"] = _words([head.path.name for head in log.heads], file)
    return pa.table(columns)


def summary_table(checked: CheckedLog, log: LogFiles) -> pa.Table:
    """Return a table with a row for each case.

    Args:
        checked: The findings on some rows of a log.
        log: The log.
    """
    return pa.table(_columns(checked, _with_rows_of_cases(checked).summary_table(), log))


def _with_rows_of_cases(checked: CheckedLog) -> CheckedLog:
    """Return findings whose tables name each case by one of its rows."""
    cases = checked.log.cases._replace(keeps_values=True)
    return checked._replace(log=checked.log._replace(cases=cases))


def _columns(checked: CheckedLog, result: ResultTable, log: LogFiles) -> dict[str, Any]:
    columns = {"case": _case_names(checked, result.case, log)}
    for name, column in result.columns.items():
        columns[name] = _words(*column) if isinstance(column, WordColumn) else array_of(column)
    return columns


def _case_names(checked: CheckedLog, rows: Any, log: LogFiles) -> Any:
    """Return the names of the cases of some rows: numbers if all are numbers, otherwise texts."""
    key = checked.log.cases.key
    if isinstance(key, EncodedColumn):
        return _words(key.values, key.indices[rows]).cast(pa.string())
    names = key.take(array_of(rows))
    return names if log.has_case_numbers else names.cast(pa.string())


def _words(words: Sequence[str], numbers: Any) -> pa.DictionaryArray:
    indices = array_of(numbers.astype(np.int32), numbers < 0)
    return pa.DictionaryArray.from_arrays(indices, array_of_texts(words).cast(pa.string()))


class FindingsFile:
    """A table of findings in a file, to which rows are appended.

    Args:
        file: The file.
        suffix: ``.parquet`` or ``.csv``.
    """

    def __init__(self, file: BinaryIO, suffix: str) -> None:
        self._file = file
        self._suffix = suffix
        self._writer: Any = None

    def write(self, table: pa.Table) -> None:
        """Append findings; those of each call have the same columns."""
        if self._suffix == ".csv":
            table = guarded(table)
        if self._writer is None:
            self._writer = _writer(self._file, self._suffix, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """Complete the file, which stays open."""
        if self._writer is not None:
            self._writer.close()

    def start_again(self) -> None:
        """Remove what was written."""
        self.close()
        self._writer = None
        self._file.seek(0)
        self._file.truncate()


def _writer(file: BinaryIO, suffix: str, schema: pa.Schema) -> Any:
    if suffix == ".csv":
        from pyarrow.csv import CSVWriter

        return CSVWriter(file, schema)
    from pyarrow.parquet import ParquetWriter

    # Numbers are written as differences, which takes less time and space.
    numbers = [field.name for field in schema if pa.types.is_integer(field.type)]
    return ParquetWriter(
        file,
        schema,
        use_dictionary=[name for name in schema.names if name in WORDS],
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=[name for name in schema.names if name in IN_ORDER],
        compression="zstd",
        store_schema=False,  # columns of words are then read as texts
    )


def guarded(table: pa.Table) -> pa.Table:
    """Return a table in which no text is one that a spreadsheet reads as a formula.

    Such a text gets an apostrophe in front, as in `csv_cell`.
    """
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
