"""Dates as good as their source, spans between them, and the working days of England and Wales."""

from __future__ import annotations

from .edtf import (
    ACCEPTED,
    AFTER_ALL,
    BEFORE_ALL,
    LONGEST_TEXT,
    MAX_DAY,
    MAX_YEAR,
    MIN_DAY,
    MIN_YEAR,
    MONTH_NAMES,
)
from .partial import DateLike, PartialDate, Truth, whole_day
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
from .working_days import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    LAST_KNOWN_HOLIDAYS,
    working_days_of,
)

__all__ = [
    "ACCEPTED",
    "AFTER_ALL",
    "BEFORE_ALL",
    "LAST_CALENDAR_DAY",
    "LAST_CALENDAR_YEAR",
    "LAST_KNOWN_HOLIDAYS",
    "LONGEST_TEXT",
    "MAX_DAY",
    "MAX_YEAR",
    "MIN_DAY",
    "MIN_YEAR",
    "MONTH_NAMES",
    "DateLike",
    "PartialDate",
    "Span",
    "Truth",
    "Unit",
    "bank_holidays_between",
    "days",
    "months",
    "optional_span",
    "whole_day",
    "working_days",
    "working_days_between",
    "working_days_of",
]
