"""What an event does to a stage, and which findings it gives."""

from __future__ import annotations

from .check import (
    DateRuleBroken,
    MoveNotAllowed,
    Report,
    Step,
    advance,
    check,
    is_misplaced,
)
from .clocks import Clock, Days, clock_of, judge
from .findings import Finding, findings_on
from .messages import (
    DISCLAIMER,
    NOT_RECORDED,
    RECEIPT_MEASURED,
    capital,
    date_rule_broken,
    happened,
    how_founded,
    not_allowed_in,
    out_of_order,
    set_in,
    when,
)
from .replay import Duty, Progress
from .transition_table import plans_of

__all__ = [
    "DISCLAIMER",
    "NOT_RECORDED",
    "RECEIPT_MEASURED",
    "Clock",
    "DateRuleBroken",
    "Days",
    "Duty",
    "Finding",
    "MoveNotAllowed",
    "Progress",
    "Report",
    "Step",
    "advance",
    "capital",
    "check",
    "clock_of",
    "date_rule_broken",
    "findings_on",
    "happened",
    "how_founded",
    "is_misplaced",
    "judge",
    "not_allowed_in",
    "out_of_order",
    "plans_of",
    "set_in",
    "when",
]
