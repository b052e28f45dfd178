"""What happened to one authority, when, who says so, and what was asked for."""

from __future__ import annotations

from .deadline import Deadline, same_words
from .history import GSS_CODE, Event, History, Irregularity, NamedEvent, in_order, weakest
from .sources import (
    Citation,
    Confidence,
    Severity,
    Source,
    Strength,
    confidence_of,
    date_of,
    number_or_text,
    one_of,
    optional_date,
    optional_strength,
    plain_text,
    plain_texts,
    strength_of,
    web_address,
    whole_number,
    yes_or_no,
)

__all__ = [
    "GSS_CODE",
    "Citation",
    "Confidence",
    "Deadline",
    "Event",
    "History",
    "Irregularity",
    "NamedEvent",
    "Severity",
    "Source",
    "Strength",
    "confidence_of",
    "date_of",
    "in_order",
    "number_or_text",
    "one_of",
    "optional_date",
    "optional_strength",
    "plain_text",
    "plain_texts",
    "same_words",
    "strength_of",
    "weakest",
    "web_address",
    "whole_number",
    "yes_or_no",
]
