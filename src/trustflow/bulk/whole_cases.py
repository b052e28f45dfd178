"""Read a log as tables of whole cases, if the rows of each case stand together."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute

from .arrow_arrays import array_of, numbers_of
from .case_keys import NO_CASE, case_keys
from .ended_cases import EndedCases
from .log_schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .arrays import Flags, Ints
    from .case_keys import Keys
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
    rest: list[pa.Table] = []  # the rows of the last case, which may go on in the next table
    last = NO_CASE
    with closing(EndedCases(folder)) as ended:
        for number, (table, is_last) in enumerate(gathered(batches, log.schema, rows_at_once)):
            if is_last and number == 0:
                yield table
                return
            turns = _cases_in_turn(log, table)
            keys = turns.keys
            if last not in (NO_CASE, *keys[:1]):
                keys = np.append(last, keys)
            if not ended.add(keys if is_last else keys[:-1]):
                raise CasesApart
            if is_last:
                yield pa.concat_tables([*rest, table])
            elif len(keys):
                last = keys[-1]
                start = 0 if len(keys) == 1 else int(turns.starts[-1])
                whole, goes_on = table.slice(0, start), table.slice(start)
                is_named = turns.is_named[start:]
                if not is_named.all():  # a row without a case goes with any case
                    whole = pa.concat_tables([whole, goes_on.filter(array_of(~is_named))])
                    goes_on = goes_on.filter(array_of(is_named))
                if len(keys) == 1:
                    yield whole
                    rest.append(goes_on)
                else:
                    yield pa.concat_tables([*rest, whole])
                    rest = [goes_on]
            else:
                yield table
        if not ended.are_distinct():
            raise CasesApart


class _Turns(NamedTuple):
    """The cases of some rows as they come one after another.

    Attributes:
        keys: The key of each case.
        starts: The first row of each case.
        is_named: For each row, whether it names a case.
    """

    keys: Keys
    starts: Ints
    is_named: Flags


def _cases_in_turn(log: LogFiles, table: pa.Table) -> _Turns:
    """Return the cases as they come one after another. A row without a case ends no case."""
    starts = _changes(log, table)
    keys = case_keys(log.reader(table.take(array_of(starts))))
    is_named = keys != NO_CASE
    named_rows = np.repeat(is_named, np.diff(starts, append=len(table)))
    keys, starts = keys[is_named], starts[is_named]
    is_first = np.ones(len(keys), np.bool_)
    is_first[1:] = keys[1:] != keys[:-1]
    return _Turns(keys[is_first], starts[is_first], named_rows)


def _changes(log: LogFiles, table: pa.Table) -> Ints:
    """Return the first row, and the rows that can have another case than the row before them."""
    names = KEYS.intersection(log.names)
    if len(names) != 1 or log.options.names is not None or not len(table):
        return np.arange(len(table))
    column = table[names.pop()].combine_chunks()
    neighbours = [column.slice(1), column.slice(0, len(column) - 1)]
    try:
        differs = compute.call_function("not_equal", neighbours)
    except pa.ArrowNotImplementedError:  # Arrow compares no values of this type, such as lists
        return np.arange(len(table))
    # A missing value is compared neither with the value before it nor with the one after it.
    is_change = numbers_of(differs, missing=1) != 0
    return np.flatnonzero(np.append(np.True_, is_change))
