"""Read a log as tables of whole cases, if the rows of each case stand together."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .case_keys import NO_CASE, case_keys
from .ended_cases import EndedCases

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
            keys, starts = _cases_in_turn(case_keys(log.reader(together)))
            # The last case may go on in the next table.
            whole = len(together) if is_last or not len(starts) else int(starts[-1])
            if not ended.add(keys if is_last else keys[:-1]):
                raise CasesApart
            yield together.slice(0, whole)
            rest = together.slice(whole)
        if not ended.are_distinct():
            raise CasesApart


def _cases_in_turn(keys: Keys) -> tuple[Keys, Ints]:
    """Return the keys of the cases as they come one after another, and where each begins.

    A row without a case ends no case.
    """
    rows = np.flatnonzero(keys != NO_CASE)
    named = keys[rows]
    is_first = np.ones(len(named), np.bool_)
    is_first[1:] = named[1:] != named[:-1]
    return named[is_first], rows[is_first]
