"""Check the cases that the kernel cannot check, one by one."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from attrs import evolve

from ..engine import check
from ..errors import Fault
from ..exchange import TableReader
from ..history import Strength
from .arrays import NONE
from .days import DAY_COLUMNS
from .row_kinds import ABOUT_THE_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .arrays import Ints
    from .cases import Cases
    from .column_reader import ColumnReader

__all__ = ["CheckedCase", "SingleCases", "SingleFinding", "checked_cases"]

COLUMN = ", column "
"""What comes before the name of the column in the path of a fault of a row."""


class SingleCases(NamedTuple):
    """The cases that the kernel cannot check.

    Attributes:
        reader: The columns of the log.
        cases: The rows of the log by case.
        numbers: The numbers of the cases that the kernel cannot check.
    """

    reader: ColumnReader
    cases: Cases
    numbers: Ints


class SingleFinding(NamedTuple):
    """A finding of `check`, or one on a row that cannot be read.

    Attributes:
        position: The position of the event among the case's own; -1 for a row without such one.
        row: The number of the row.
        code: The code of the finding.
        rule: The broken rule, if there is one.
        strength: The strength of the finding.
        certain: Whether the finding is certain.
    """

    position: int
    row: int
    code: str
    rule: str | None
    strength: Strength
    certain: bool


class CheckedCase(NamedTuple):
    """A case that was checked by itself.

    Attributes:
        number: The number of the case.
        stage: The stage after the last event; None if the case has no history.
        findings: The findings in the order of the events.
        events: The number of the case's own events, those that cannot be read included.
    """

    number: int
    stage: str | None
    findings: list[SingleFinding]
    events: int


def checked_cases(single: SingleCases) -> Iterator[CheckedCase]:
    """Check cases one by one, of which there is at least one; yield them in their order."""
    cases = single.cases
    all_rows = cases.ordered(np.arange(cases.starts[-1]))
    starts = cases.starts - cases.starts[0]
    rows = np.concatenate([all_rows[starts[case] : starts[case + 1]] for case in single.numbers])
    numbers = np.repeat(single.numbers, np.diff(starts)[single.numbers])
    listed = zip(numbers.tolist(), rows.tolist(), _cells(single.reader, rows), strict=True)
    for number, rows_of_case in groupby(listed, itemgetter(0)):
        yield _checked_case(single.reader, number, [(row, cells) for _, row, cells in rows_of_case])


def _cells(reader: ColumnReader, rows: Ints) -> Iterator[tuple[dict[str, str], list[Fault]]]:
    """Yield the texts of each row by column, and the faults of its cells that cannot be read."""
    names = list(reader.names)
    columns = [reader.texts(name) for name in names]
    indices = [column.indices[rows].tolist() for column in columns]
    unreadable = [
        (name, column.unreadable[rows].tolist())
        for name, column in zip(names, columns, strict=True)
        if len(column.unreadable)
    ]
    for place, row_indices in enumerate(zip(*indices, strict=True)):
        texts = {
            name: column.values[index]
            for name, column, index in zip(names, columns, row_indices, strict=True)
            if index != NONE
        }
        yield texts, [Fault(name, "", "") for name, flags in unreadable if flags[place]]


def _checked_case(
    columns: ColumnReader,
    number: int,
    rows: list[tuple[int, tuple[dict[str, str], list[Fault]]]],
) -> CheckedCase:
    """Check a case.

    Args:
        columns: The columns of the log.
        number: The number of the case.
        rows: The number of each row of the case, its texts, and the faults of its cells.
    """
    faults: list[Fault] = []
    options = evolve(columns.options, on_fault=faults.append)
    reader = TableReader(columns.process, options, lenient=True)
    codes: dict[int, str] = {}
    for row, (texts, cell_faults) in rows:
        reader.add(str(row), texts, cell_faults)
    found = [*reader.finish_all(str(rows[-1][0])).values()]
    for fault in reversed(faults):  # the first fault of a row counts
        place, _, name = fault.path.partition(COLUMN)
        is_date = name.partition(",")[0] in DAY_COLUMNS
        codes[int(place)] = "bad_date" if is_date else "bad_field"
    report = check(found[0].history, columns.process) if found else None
    own_rows = [int(place) for place in found[0].places] if found else []
    is_own = {*own_rows, *(row for row, (texts, _) in rows if row in codes and _is_own(texts))}
    positions = {row: position for position, row in enumerate(r for r, _ in rows if r in is_own)}
    findings = [
        SingleFinding(positions.get(row, NONE), row, code, None, Strength.LOGIC, certain=True)
        for row, code in codes.items()
    ]
    for each in report.findings if report else ():
        row = own_rows[each.index]
        findings.append(
            SingleFinding(positions[row], row, each.code, each.rule, each.strength, each.certain)
        )
    findings.sort(key=lambda finding: finding.position)
    return CheckedCase(number, report.stage if report else None, findings, len(positions))


def _is_own(texts: dict[str, str]) -> bool:
    """Return whether a row with a fault counts as an event of the authority itself."""
    return "inherited" not in texts and bool(texts.keys() - ABOUT_THE_CASE)
