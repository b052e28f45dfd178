"""Read a log as tables of whole cases, if the rows of each case stand together."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import compute

from .case_keys import NO_CASE, case_keys
from .ended_cases import EndedCases
from .log_schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .case_keys import Keys
    from .kernel import Ints
    from .log_files import LogFiles

__all__ = ["BYTES_AT_ONCE", "CasesApart", "gathered", "whole_cases"]

BYTES_AT_ONCE = 200_000_000
"""The approximate size of the rows in memory at a time, if their texts are long."""


class CasesApart(Exception):
    """The rows of a case do not stand together."""


def gathered(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, rows_at_once: int
) -> Iterator[tuple[pa.Table, bool]]:
    """Yield batches as tables of about a number of rows, and whether each is the last one.

    The last table may be empty.
    """
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows += len(batch)
        size += batch.nbytes
        if rows >= rows_at_once or size >= BYTES_AT_ONCE:
            yield pa.Table.from_batches(waiting, schema), False
            waiting, rows, size = [], 0, 0
    yield pa.Table.from_batches(waiting, schema), True


def whole_cases(
    log: LogFiles, batches: Iterable[pa.RecordBatch], folder: Path, rows_at_once: int
) -> Iterator[pa.Table]:
    """Yield a log as tables of whole cases.

    A log that fits in one table is yielded as it is; its rows can be in any order.

    Args:
        log: The log.
        batches: The rows of the log.
        folder: The folder for a temporary file.
        rows_at_once: The approximate number of rows to hold in memory at a time.

    Raises:
        CasesApart: A case came again after it had ended. This can be found as late as at the end.
    """
    rest: pa.Table = log.schema.empty_table()
    with closing(EndedCases(folder)) as ended:
        for number, (table, is_last) in enumerate(gathered(batches, log.schema, rows_at_once)):
            together = pa.concat_tables([rest, table]) if len(rest) else table
            if is_last and number == 0:
                yield together
                return
            keys, starts = _cases_in_turn(log, together)
            # The last case may go on in the next table.
            whole = len(together) if is_last or not len(starts) else int(starts[-1])
            if not ended.add(keys if is_last else keys[:-1]):
                raise CasesApart
            yield together.slice(0, whole)
            rest = together.slice(whole)
        if not ended.are_distinct():
            raise CasesApart


def _cases_in_turn(log: LogFiles, table: pa.Table) -> tuple[Keys, Ints]:
    """Return the keys of the cases as they come one after another, and where each begins.

    A row without a case ends no case.
    """
    places = _changes(log, table)
    keys = case_keys(log.reader(table.take(pa.array(places))))
    is_named = keys != NO_CASE
    keys, places = keys[is_named], places[is_named]
    is_first = np.ones(len(keys), np.bool_)
    is_first[1:] = keys[1:] != keys[:-1]
    return keys[is_first], places[is_first]


def _changes(log: LogFiles, table: pa.Table) -> Ints:
    """Return the first row, and the rows that can have another case than the row before them."""
    names = KEYS.intersection(log.names)
    if len(names) != 1 or log.options.names is not None or not len(table):
        return np.arange(len(table))
    column = table[names.pop()].combine_chunks()
    neighbours = [column.slice(1), column.slice(0, len(column) - 1)]
    try:
        differs = compute.call_function("not_equal", neighbours)
    except pa.ArrowNotImplementedError:
        return np.arange(len(table))
    # A missing value is compared neither with the value before it nor with the one after it.
    is_change = differs.fill_null(pa.scalar(value=True)).to_numpy(zero_copy_only=False)
    return np.flatnonzero(np.append(np.True_, is_change))
