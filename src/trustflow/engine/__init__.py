"""The replay: what an event does to the stage of a case, and which findings it gives."""

from __future__ import annotations

from .advance import advance, suppose
from .check import (
    Report,
    Stay,
    Step,
    check,
    days_between,
)
from .clocks import DayRange, RunningClock, evaluate, start_days
from .finding import Finding, FindingTable
from .findings import findings_on
from .labels import (
    NOT_RECORDED,
    as_bound,
    as_one_day,
    capital,
    labelled,
    quoted_label,
    set_in,
    when,
)
from .lateness_messages import date_rule_broken
from .messages import not_allowed_in, out_of_order
from .open_deadline import OpenDeadline, Settled, StartedClock
from .possible_days import is_open
from .refusals import DateRuleBroken, MoveNotAllowed, raise_refusal
from .replay import Replay
from .transition_table import CompiledMove, move_tables
from .turning_days import moved, turning_days

__all__ = [
    "NOT_RECORDED",
    "CompiledMove",
    "DateRuleBroken",
    "DayRange",
    "Finding",
    "FindingTable",
    "MoveNotAllowed",
    "OpenDeadline",
    "Replay",
    "Report",
    "RunningClock",
    "Settled",
    "StartedClock",
    "Stay",
    "Step",
    "advance",
    "as_bound",
    "as_one_day",
    "capital",
    "check",
    "date_rule_broken",
    "days_between",
    "evaluate",
    "findings_on",
    "is_open",
    "labelled",
    "move_tables",
    "moved",
    "not_allowed_in",
    "out_of_order",
    "quoted_label",
    "raise_refusal",
    "set_in",
    "start_days",
    "suppose",
    "turning_days",
    "when",
]
