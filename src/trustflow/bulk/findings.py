"""Run the kernel on all processors, and return the findings as columns of a table."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .arrays import NONE
from .compiled import bound
from .kernel import (
    BAD_ROW,
    FINDING_CODES,
    LOGIC,
    FindingColumns,
    WorkingMemory,
    compiled_check_cases,
)
from .processors import block_count, map_on_processors
from .single_cases import checked_cases
from .tables import STRENGTHS, process_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from ..process import Process
    from .arrays import Ints
    from .event_log import EventLog
    from .kernel import ProcessTables
    from .single_cases import CheckedCase

__all__ = ["CheckedLog", "ResultTable", "WordColumn", "check_log"]

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
        case: For each row of the table, the row of the log whose value names its case; or the names
            of the cases as words.
        columns: The other columns by name.
    """

    case: Ints | WordColumn
    columns: dict[str, NDArray[np.generic] | WordColumn]


class CheckedLog(NamedTuple):
    """A log with its findings.

    Attributes:
        log: The log.
        findings: The findings case by case.
        codes: The codes of the findings.
        rules: The rules of the findings.
        stages: For each case, the index of the stage after its last event.
        stage_words: The stages.
    """

    log: EventLog
    findings: FindingColumns
    codes: tuple[str, ...]
    rules: tuple[str, ...]
    stages: Ints
    stage_words: tuple[str, ...]

    def findings_table(self, row_numbers: Ints | None = None) -> ResultTable:
        """Return a table of the findings, case by case; those on rows without a case come last.

        Args:
            row_numbers: For each row of the log, its number; by default its place in the log.
        """
        without_case = self.log.rows_without_case
        findings = self._with_rows_without_case()
        columns: dict[str, NDArray[np.generic] | WordColumn] = {
            "position": findings.position.astype(np.int64),
            "code": WordColumn(self.codes, findings.code),
            "rule": WordColumn(self.rules, findings.rule),
            "strength": WordColumn(STRENGTHS, findings.strength),
            "certain": findings.certain,
            "row": findings.row if row_numbers is None else row_numbers[findings.row],
        }
        return ResultTable(self._case_names(self.findings.case, without_case), columns)

    def summary_table(self) -> ResultTable:
        """Return a table with a row for each case."""
        counts = self.log.event_counts
        cases = len(counts)
        case, certain, strength = (
            self.findings.case,
            self.findings.certain,
            self.findings.strength,
        )
        worst = np.full(cases, NONE)
        # The gravest strength is written last, so that it overwrites the milder ones.
        for place in reversed(range(len(STRENGTHS))):
            worst[case[certain & (strength == place)]] = place
        return ResultTable(
            self._case_names(np.arange(cases), np.empty(0, np.int64)),
            {
                "events": counts,
                "stage": WordColumn(self.stage_words, self.stages),
                "findings": np.bincount(case, minlength=cases),
                "certain": np.bincount(case[certain], minlength=cases),
                "worst": WordColumn(STRENGTHS, worst),
            },
        )

    def _case_names(self, case: Ints, without_case: Ints) -> Ints | WordColumn:
        """Return what names the cases of a table: rows of the log, or words.

        Args:
            case: The numbers of the cases.
            without_case: Rows of the log that have no case, which come last in the table.
        """
        cases = self.log.cases
        if cases.keeps_values:
            rows = cases.first_rows[case]
            return np.append(rows, without_case) if len(without_case) else rows
        distinct, numbers = np.unique(case, return_inverse=True)
        names = tuple(cases.names(cases.first_rows[distinct]))
        return WordColumn(names, np.append(numbers, np.full(len(without_case), NONE)))

    def _with_rows_without_case(self) -> FindingColumns:
        """Return the findings, followed by one for each row that does not name a case."""
        rows = self.log.rows_without_case
        if not len(rows):
            return self.findings
        others = FindingColumns.empty(len(rows))
        others.row[:], others.position[:] = rows, np.arange(len(rows))
        others.code[:], others.rule[:] = self.codes.index("no_case"), NONE
        others.strength[:], others.certain[:] = LOGIC, True
        return _joined([self.findings, others])


def check_log(log: EventLog, process: Process) -> CheckedLog:
    """Check every case of a log, on all processors where the kernel can check it."""
    tables = process_tables(process, log.rule_columns)
    stages = np.empty(len(log.case_starts) - 1, np.int16)
    check_cases = bound(compiled_check_cases, tables, log.rows, log.row_order)
    parts = map_on_processors(
        lambda cases: _check_block(check_cases, tables, log, stages, cases),
        _blocks(log.case_starts),
        int(log.case_starts[-1] - log.case_starts[0]),
    )
    findings = _joined(parts)
    codes = [*FINDING_CODES, *log.event_check_names, "bad_field", "no_case"]
    if len(log.has_bad_field):
        is_bad = (findings.code == BAD_ROW) & log.has_bad_field[findings.row]
        findings.code[is_bad] = codes.index("bad_field")
    rules = [rule.id for rule in process.rules]
    stage_words = [*process.stages]
    if len(log.single_cases.numbers):
        single = list(checked_cases(log.single_cases))
        findings = _joined([findings, _single_findings(single, codes, rules)])
        for case in single:
            stages[case.number] = _index(stage_words, case.stage or process.initial)
            log.event_counts[case.number] = case.events
        order = np.argsort(findings.case, kind="stable")
        findings = FindingColumns._make(column[order] for column in findings)
    return CheckedLog(log, findings, tuple(codes), tuple(rules), stages, tuple(stage_words))


def _joined(parts: Sequence[FindingColumns]) -> FindingColumns:
    """Return the findings of several parts, one part after another."""
    columns = [*zip(*parts, strict=True)]
    count = sum(len(part.row) for part in parts)
    return FindingColumns._make(map_on_processors(np.concatenate, columns, count))


def _single_findings(
    cases: Iterable[CheckedCase], codes: list[str], rules: list[str]
) -> FindingColumns:
    """Return the findings of single cases, and add new codes and rules to the lists."""
    found = [(case.number, finding) for case in cases for finding in case.findings]
    columns = FindingColumns.empty(len(found))
    columns.case[:] = [case for case, _ in found]
    columns.row[:] = [finding.row for _, finding in found]
    columns.position[:] = [finding.position for _, finding in found]
    columns.code[:] = [_index(codes, finding.code) for _, finding in found]
    columns.rule[:] = [
        NONE if finding.rule is None else _index(rules, finding.rule) for _, finding in found
    ]
    columns.strength[:] = [STRENGTHS.index(finding.strength) for _, finding in found]
    columns.certain[:] = [finding.certain for _, finding in found]
    return columns


def _index(words: list[str], word: str) -> int:
    """Return the index of a word in a list, to which it is added if it is new."""
    if word not in words:
        words.append(word)
    return words.index(word)


def _blocks(case_starts: Ints) -> list[range]:
    """Split the cases into blocks with about the same number of rows.

    A thread checks one block at a time. Cases do not depend on each other, so the threads share
    no data that changes, and the compiled loop runs without the GIL.
    """
    rows = int(case_starts[-1] - case_starts[0])
    count = block_count(rows, BLOCKS_PER_PROCESSOR)
    edges = np.searchsorted(case_starts, case_starts[0] + np.arange(count + 1) * rows // count)
    edges[-1] = len(case_starts) - 1
    return [range(first, last) for first, last in pairwise(edges)]


def _check_block(
    check_cases: Callable[..., int],
    tables: ProcessTables,
    log: EventLog,
    stages: Ints,
    cases: range,
) -> FindingColumns:
    """Return the findings of a block of cases.

    Args:
        check_cases: The kernel with the tables and the rows of the log.
        tables: The process.
        log: The log.
        stages: The array into which the last stage of each case is written.
        cases: The numbers of the cases.
    """
    starts = log.case_starts[cases.start : cases.stop + 1]
    capacity = int(starts[-1] - starts[0]) // ROWS_PER_FINDING + 1
    longest = int(np.diff(starts).max(initial=1))
    memory = WorkingMemory(
        clock_started=np.empty(len(tables.rules) + 1, np.int64),
        post=np.empty(len(tables.rules), np.int64),
        last_seen=np.empty(tables.moves.shape[1], np.int64),
        opened=np.empty(longest, np.int64),
        seen=np.empty(1 << (2 * longest).bit_length(), np.int64),
    )
    while True:
        findings = FindingColumns.empty(capacity)
        count = check_cases(starts, cases.start, findings, stages, memory)
        if count <= capacity:
            return FindingColumns._make(column[:count] for column in findings)
        # The count includes the findings that did not fit, so the next columns are long enough.
        capacity = count
