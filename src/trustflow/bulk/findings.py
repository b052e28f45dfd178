"""The kernel run over a log on all processors, and its findings as the columns of a table."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .event_log import Log, read_log
from .kernel import BAD_ROW, FINDING, LOGIC, NONE, compiled_walk
from .tables import STRENGTHS, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from ..process import Process
    from .kernel import Ints, Records, Tables

__all__ = ["Checked", "Table", "Words", "checked", "walked"]

CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "missing_step",
    "off_standard_route",
    "bad_date",
)
"""The codes in the order of the kernel's numbers."""
LEAST_BLOCK = 50_000
"""Fewer rows than this are not worth a block of their own."""
BLOCKS = 4
"""There are so many for each processor: one that is held up by other work takes fewer of them."""
EXPECTED = 2
"""There is room at first for one finding in so many rows; room that is not used costs nothing."""


class Words(NamedTuple):
    """A column of words: which of them each row has; a number of -1 is nothing."""

    words: tuple[str, ...]
    numbers: Ints


class Table(NamedTuple):
    """A table of answers: the row of the log that names the case, and the other columns."""

    case_row: Ints
    columns: dict[str, NDArray[np.generic] | Words]


class Checked(NamedTuple):
    """A log with its findings, case by case, as each thread has found them, and the last stages."""

    log: Log
    process: Process
    found: tuple[Records, ...]
    stages: Ints

    def table(self) -> Table:
        """A row a finding; the rows without a case come last."""
        log = self.log
        codes = (*CODES, *log.own_codes, "bad_field", "no_case")
        row, code = self._column("row"), self._column("code")
        if len(log.bad_field):
            code[(code == BAD_ROW) & log.bad_field[row]] = codes.index("bad_field")
        columns: dict[str, NDArray[np.generic] | Words] = {
            "position": self._column("position", np.arange(len(log.without_case))).astype(np.int64),
            "code": Words(codes, self._with_lost(code, codes.index("no_case"))),
            "rule": Words(
                tuple(rule.id for rule in self.process.rules),
                self._with_lost(self._column("rule"), NONE),
            ),
            "strength": Words(STRENGTHS, self._with_lost(self._column("strength"), LOGIC)),
            "certain": self._with_lost(self._column("certain"), 1),
        }
        return Table(np.concatenate((row, log.without_case)), columns)

    def summary(self) -> Table:
        """A row a case."""
        starts, ordered = self.log.starts, self.log.ordered
        cases = len(starts) - 1
        case, certain = self._column("case"), self._column("certain")
        strength = self._column("strength")
        worst = np.full(cases, NONE)
        for each in reversed(range(len(STRENGTHS))):
            worst[case[certain & (strength == each)]] = each
        return Table(
            ordered[starts[:-1]] if len(ordered) else starts[:-1],
            {
                "events": np.diff(starts),
                "stage": Words(tuple(self.process.stages), self.stages),
                "findings": np.bincount(case, minlength=cases),
                "certain": np.bincount(case[certain], minlength=cases),
                "worst": Words(STRENGTHS, worst),
            },
        )

    def _column(self, name: str, *more: Ints) -> Ints:
        return np.concatenate([*(part[name] for part in self.found), *more])

    def _with_lost(self, column: Ints, value: int) -> Ints:
        """A column of the findings, and the value that it has for rows without a case."""
        lost = len(self.log.without_case)
        return np.append(column, np.full(lost, value, column.dtype)) if lost else column


def checked(
    column: Callable[[str], pa.ChunkedArray], names: Sequence[str], process: Process
) -> Checked:
    """A log, given by its columns, with its findings.

    Args:
        column: What gives a column by its name.
        names: The columns that are read.
        process: The process.
    """
    log = read_log(column, names, process)
    return walked(log, process)


def walked(log: Log, process: Process) -> Checked:
    """A log with its findings."""
    tables = tables_of(process, log.carried)
    stages = np.empty(len(log.starts) - 1, np.int16)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        parts = threads.map(
            lambda cases: _found_in(tables, log, stages, cases), _blocks(log.starts)
        )
        return Checked(log, process, tuple(parts), stages)


def _blocks(starts: Ints) -> list[range]:
    """The cases in a few blocks for each processor, of about as many rows each."""
    rows = int(starts[-1] - starts[0])
    count = max(1, min(BLOCKS * (os.cpu_count() or 1), rows // LEAST_BLOCK))
    edges = np.searchsorted(starts, starts[0] + np.arange(count + 1) * rows // count)
    edges[-1] = len(starts) - 1
    return [range(first, last) for first, last in pairwise(edges)]


def _found_in(tables: Tables, log: Log, stages: Ints, cases: range) -> Records:
    """The findings of some cases; once more with more room where there was too little."""
    starts = log.starts[cases.start : cases.stop + 1]
    room = int(starts[-1] - starts[0]) // EXPECTED + 1
    started = np.empty(len(tables.rules), np.int64)
    begun = np.empty(tables.moves.shape[1], np.int64)
    while True:
        found = np.recarray(room, FINDING)
        count = compiled_walk(
            tables, log.rows, log.ordered, starts, cases.start, found, stages, started, begun
        )
        if count <= room:
            return found[:count].view(np.recarray)
        room = count
