"""The columns into which findings are written, and how one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..compiled import jitable

if TYPE_CHECKING:
    from ..arrays import Flags, Ints
    from .log_rows import Place

__all__ = [
    "BAD_ROW",
    "CERTAIN",
    "DATE_RULE",
    "FINDING_CODES",
    "FIRST_EVENT_CHECK",
    "LOGIC",
    "MISSING_STEP",
    "MOVE_NOT_ALLOWED",
    "OFF_STANDARD_ROUTE",
    "OUT_OF_ORDER",
    "PRACTICE",
    "REPEATED_EVENT",
    "FindingColumns",
    "add_finding",
]

FINDING_CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "repeated_event",
    "missing_step",
    "off_standard_route",
    "bad_date",
)
"""The codes of findings; the names below are their indices."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, REPEATED_EVENT = range(4)
MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(4, 7)
FIRST_EVENT_CHECK = len(FINDING_CODES)
"""The number of the first code for findings on single events."""
LOGIC, PRACTICE = 0, 6
"""The indices of these strengths in `Strength`."""
CERTAIN = True


class FindingColumns(NamedTuple):
    """Findings as columns, each with an item for each finding."""

    row: Ints
    case: Ints
    position: Ints
    """The position of the row in its case."""
    code: Ints
    """The index of the finding's code."""
    rule: Ints
    """The index of the broken rule, or `NONE`."""
    strength: Ints
    """The index of the finding's strength."""
    certain: Flags

    @classmethod
    def empty(cls, count: int) -> FindingColumns:
        """Return columns for a number of findings, to be written."""
        kinds = (np.int64, np.int32, np.int32, np.int16, np.int16, np.int8, np.bool_)
        return cls._make(np.empty(count, kind) for kind in kinds)


@jitable
def add_finding(
    findings: FindingColumns,
    count: int,
    place: Place,
    code: int,
    rule: int,
    strength: int,
    certain: bool,
) -> int:
    """Write a finding if it fits in the columns, and return the number of findings so far.

    Findings that do not fit are counted, so that the caller learns how long the columns must be.
    They cannot grow here, and counting all findings before writing any would run the loop twice
    for every case.

    Args:
        findings: The columns into which the findings are written.
        count: The number of findings before this one.
        place: The place of the row.
        code: The index of the finding's code.
        rule: The index of the broken rule, or `NONE`.
        strength: The index of the finding's strength.
        certain: Whether the finding is certain.
    """
    if count < len(findings.row):
        findings.case[count], findings.row[count] = place.case, place.row
        findings.position[count] = place.in_order - place.case_start
        findings.code[count], findings.rule[count] = code, rule
        findings.strength[count], findings.certain[count] = strength, certain
    return count + 1
