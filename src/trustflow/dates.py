"""Dates as good as their source, spans between them, and the working days of England and Wales.

What is here comes from [part_known][trustflow.part_known], [spans][trustflow.spans] and
[workdays][trustflow.workdays].
"""

from __future__ import annotations

from .part_known import DateLike, PartialDate, Truth, whole_day
from .spans import (
    Span,
    Unit,
    bank_holidays_between,
    days,
    months,
    optional_span,
    working_days,
    working_days_between,
)
from .workdays import bank_holidays

__all__ = [
    "DateLike",
    "PartialDate",
    "Span",
    "Truth",
    "Unit",
    "bank_holidays",
    "bank_holidays_between",
    "days",
    "months",
    "optional_span",
    "whole_day",
    "working_days",
    "working_days_between",
]
