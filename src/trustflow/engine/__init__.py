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
from .clocks import Days, RunningClock, clock_of, evaluate
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
from .replay import OpenDeadline, Replay
from .transition_table import move_tables

__all__ = [
    "DISCLAIMER",
    "NOT_RECORDED",
    "RECEIPT_MEASURED",
    "DateRuleBroken",
    "Days",
    "Finding",
    "MoveNotAllowed",
    "OpenDeadline",
    "Replay",
    "Report",
    "RunningClock",
    "Step",
    "advance",
    "capital",
    "check",
    "clock_of",
    "date_rule_broken",
    "evaluate",
    "findings_on",
    "happened",
    "how_founded",
    "is_misplaced",
    "move_tables",
    "not_allowed_in",
    "out_of_order",
    "set_in",
    "when",
]
