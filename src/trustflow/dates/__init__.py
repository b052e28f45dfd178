"""EDTF dates that may be known only in part, lengths of time, and working days in England."""

from __future__ import annotations

from .arguments import ExplainedCalls, explained
from .edtf import (
    AFTER_ALL,
    BEFORE_ALL,
    EXPECTED_DATE,
    LONGEST_TEXT,
    MAX_DAY,
    MAX_YEAR,
    MIN_DAY,
    MIN_YEAR,
    MONTH_NAMES,
)
from .examples import example, example_of, guessed_call
from .partial import DateLike, PartialDate, Truth, date_argument, whole_day
from .span_lengths import FOUR_YEARS, days_of_span
from .spans import (
    Span,
    Unit,
    bank_holidays_between,
    days,
    months,
    optional_span,
    weeks,
    working_days,
    working_days_between,
    years,
)
from .today import TODAY_VARIABLE, today, up_to_today
from .working_days import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    LAST_PUBLISHED_YEAR,
    working_days_of,
)

__all__ = [
    "AFTER_ALL",
    "BEFORE_ALL",
    "EXPECTED_DATE",
    "FOUR_YEARS",
    "LAST_CALENDAR_DAY",
    "LAST_CALENDAR_YEAR",
    "LAST_PUBLISHED_YEAR",
    "LONGEST_TEXT",
    "MAX_DAY",
    "MAX_YEAR",
    "MIN_DAY",
    "MIN_YEAR",
    "MONTH_NAMES",
    "TODAY_VARIABLE",
    "DateLike",
    "ExplainedCalls",
    "PartialDate",
    "Span",
    "Truth",
    "Unit",
    "bank_holidays_between",
    "date_argument",
    "days",
    "days_of_span",
    "example",
    "example_of",
    "explained",
    "guessed_call",
    "months",
    "optional_span",
    "today",
    "up_to_today",
    "weeks",
    "whole_day",
    "working_days",
    "working_days_between",
    "working_days_of",
    "years",
]
