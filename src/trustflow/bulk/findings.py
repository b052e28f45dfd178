"""Run the kernel on all processors, and return the findings as columns of a table."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .kernel import (
    BAD_ROW,
    FINDING,
    FINDING_CODES,
    LOGIC,
    NONE,
    WorkingMemory,
    compiled_check_cases,
)
from .tables import STRENGTHS, process_tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..process import Process
    from .event_log import EventLog
    from .kernel import Ints, ProcessTables, Records

__all__ = ["CheckedLog", "ResultTable", "WordColumn", "check_log"]

MIN_BLOCK_ROWS = 50_000
"""The smallest number of rows for which a separate block is worthwhile."""
BLOCKS_PER_PROCESSOR = 4
"""Several blocks, so that a processor busy with other work can take fewer than the others."""
ROWS_PER_FINDING = 2
"""The first array for findings has space for one finding per this number of rows.

Unused space is never written to, so it takes no memory.
"""


class WordColumn(NamedTuple):
    """A column of words.

    Attributes:
        words: The words that can occur in the column.
        numbers: For each row, the index of its word in `words`; negative if it has no word.
    """

    words: tuple[str, ...]
    numbers: Ints


class ResultTable(NamedTuple):
    """A table of results.

    Attributes:
        case_row: For each row of the table, the row of the log that names its case.
        columns: The other columns by name.
    """

    case_row: Ints
    columns: dict[str, NDArray[np.generic] | WordColumn]


class CheckedLog(NamedTuple):
    """A log with its findings.

    Attributes:
        log: The log.
        process: The process.
        findings: The findings case by case, in one array for each block of cases.
        stages: For each case, the index of the stage after its last event.
    """

    log: EventLog
    process: Process
    findings: tuple[Records, ...]
    stages: Ints

    def findings_table(self) -> ResultTable:
        """Return a table of the findings, case by case; those on rows without a case come last."""
        log = self.log
        codes = (*FINDING_CODES, *log.event_check_names, "bad_field", "no_case")
        row, code = self._column("row"), self._column("code")
        if len(log.has_bad_field):
            code[(code == BAD_ROW) & log.has_bad_field[row]] = codes.index("bad_field")
        position = self._column("position", np.arange(len(log.rows_without_case)))
        rule_ids = tuple(rule.id for rule in self.process.rules)
        columns: dict[str, NDArray[np.generic] | WordColumn] = {
            "position": position.astype(np.int64),
            "code": WordColumn(codes, self._with_no_case(code, codes.index("no_case"))),
            "rule": WordColumn(rule_ids, self._with_no_case(self._column("rule"), NONE)),
            "strength": WordColumn(STRENGTHS, self._with_no_case(self._column("strength"), LOGIC)),
            "certain": self._with_no_case(self._column("certain"), 1),
        }
        return ResultTable(np.concatenate((row, log.rows_without_case)), columns)

    def summary_table(self) -> ResultTable:
        """Return a table with a row for each case."""
        starts, row_order = self.log.case_starts, self.log.row_order
        cases = len(starts) - 1
        case, certain = self._column("case"), self._column("certain")
        strength = self._column("strength")
        worst = np.full(cases, NONE)
        # The gravest strength is written last, so that it overwrites the milder ones.
        for place in reversed(range(len(STRENGTHS))):
            worst[case[certain & (strength == place)]] = place
        return ResultTable(
            row_order[starts[:-1]] if len(row_order) else starts[:-1],
            {
                "events": np.diff(starts),
                "stage": WordColumn(tuple(self.process.stages), self.stages),
                "findings": np.bincount(case, minlength=cases),
                "certain": np.bincount(case[certain], minlength=cases),
                "worst": WordColumn(STRENGTHS, worst),
            },
        )

    def _column(self, name: str, *more: Ints) -> Ints:
        return np.concatenate([*(part[name] for part in self.findings), *more])

    def _with_no_case(self, column: Ints, value: int) -> Ints:
        """Return a findings column, extended by a value for each row without a case."""
        count = len(self.log.rows_without_case)
        return np.append(column, np.full(count, value, column.dtype)) if count else column


def check_log(log: EventLog, process: Process) -> CheckedLog:
    """Check every case of a log, on all processors."""
    tables = process_tables(process, log.rule_columns)
    stages = np.empty(len(log.case_starts) - 1, np.int16)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        parts = threads.map(
            lambda cases: _check_block(tables, log, stages, cases), _blocks(log.case_starts)
        )
        return CheckedLog(log, process, tuple(parts), stages)


def _blocks(case_starts: Ints) -> list[range]:
    """Split the cases into blocks with about the same number of rows.

    A thread checks one block at a time. Cases do not depend on each other, so the threads share
    no data that changes, and the compiled loop runs without the GIL.
    """
    rows = int(case_starts[-1] - case_starts[0])
    most = BLOCKS_PER_PROCESSOR * (os.cpu_count() or 1)
    count = max(1, min(most, rows // MIN_BLOCK_ROWS))
    edges = np.searchsorted(case_starts, case_starts[0] + np.arange(count + 1) * rows // count)
    edges[-1] = len(case_starts) - 1
    return [range(first, last) for first, last in pairwise(edges)]


def _check_block(tables: ProcessTables, log: EventLog, stages: Ints, cases: range) -> Records:
    """Return the findings of a block of cases."""
    starts = log.case_starts[cases.start : cases.stop + 1]
    capacity = int(starts[-1] - starts[0]) // ROWS_PER_FINDING + 1
    longest = int(np.diff(starts).max(initial=1))
    memory = WorkingMemory(
        clock_started=np.empty(len(tables.rules), np.int64),
        post=np.empty(len(tables.rules), np.int64),
        last_seen=np.empty(tables.moves.shape[1], np.int64),
        opened=np.empty(longest, np.int64),
        seen=np.empty(1 << (2 * longest).bit_length(), np.int64),
    )
    while True:
        findings = np.recarray(capacity, FINDING)
        count = compiled_check_cases(
            tables, log.rows, log.row_order, starts, cases.start, findings, stages, memory
        )
        if count <= capacity:
            return findings[:count].view(np.recarray)
        # The count includes the findings that did not fit, so the next array is large enough.
        capacity = count
