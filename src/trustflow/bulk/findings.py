"""The kernel run over a log on all processors, and its findings as the columns of a table."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .kernel import BAD_ROW, FINDING, LOGIC, NONE, compiled_walk
from .log import Log, read_log
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
"""Fewer rows than this are not worth a thread of their own."""
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
    """A log with its findings, case by case."""

    log: Log
    process: Process
    found: Records
    stages: Ints

    def table(self) -> Table:
        """A row a finding; the rows without a case come last."""
        found, log = self.found, self.log
        codes = (*CODES, *log.own_codes, "bad_field", "no_case")
        lost = len(log.without_case)
        code = found.code.copy()
        if len(log.bad_field):
            code[(code == BAD_ROW) & log.bad_field[found.row]] = codes.index("bad_field")
        rules = tuple(rule.id for rule in self.process.rules)
        return Table(
            np.concatenate((found.row, log.without_case)),
            {
                "position": np.concatenate((found.position, np.arange(lost))).astype(np.int64),
                "code": Words(
                    codes, np.append(code, np.full(lost, codes.index("no_case"), np.int16))
                ),
                "rule": Words(rules, np.append(found.rule, np.full(lost, NONE, np.int16))),
                "strength": Words(
                    STRENGTHS, np.append(found.strength, np.full(lost, LOGIC, np.int8))
                ),
                "certain": np.append(found.certain, np.full(lost, True)),  # noqa: FBT003
            },
        )

    def summary(self) -> Table:
        """A row a case."""
        found, starts = self.found, self.log.starts
        cases = len(starts) - 1
        ordered = self.log.ordered
        worst = np.full(cases, NONE)
        for strength in reversed(range(len(STRENGTHS))):
            worst[found.case[found.certain & (found.strength == strength)]] = strength
        return Table(
            ordered[starts[:-1]] if len(ordered) else starts[:-1],
            {
                "events": np.diff(starts),
                "stage": Words(tuple(self.process.stages), self.stages),
                "findings": np.bincount(found.case, minlength=cases),
                "certain": np.bincount(found.case[found.certain], minlength=cases),
                "worst": Words(STRENGTHS, worst),
            },
        )


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
    first, last = (year // 10 * 10 for year in log.years)  # so that few different ones are made
    tables = tables_of(process, log.carried, first, last + 9)
    stages = np.empty(len(log.starts) - 1, np.int16)
    with ThreadPoolExecutor() as threads:
        parts = threads.map(
            lambda cases: _found_in(tables, log, stages, cases), _blocks(log.starts)
        )
        return Checked(log, process, np.concatenate(list(parts)).view(np.recarray), stages)


def _blocks(starts: Ints) -> list[range]:
    """The cases in as many blocks as there are processors, of about as many rows each."""
    rows = int(starts[-1] - starts[0])
    count = max(1, min(os.cpu_count() or 1, rows // LEAST_BLOCK))
    edges = np.searchsorted(starts, starts[0] + np.arange(count + 1) * rows // count)
    edges[-1] = len(starts) - 1
    return [range(first, last) for first, last in pairwise(edges)]


def _found_in(tables: Tables, log: Log, stages: Ints, cases: range) -> Records:
    """The findings of some cases; once more with more room where there was too little."""
    starts = log.starts[cases.start : cases.stop + 1]
    room = int(starts[-1] - starts[0]) // EXPECTED + 1
    while True:
        found = np.recarray(room, FINDING)
        count = compiled_walk(tables, log.rows, log.ordered, starts, cases.start, found, stages)
        if count <= room:
            return found[:count].view(np.recarray)
        room = count
