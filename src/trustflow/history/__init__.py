"""The history of one authority: its events, their dates, sources and deadlines."""

from __future__ import annotations

from .deadline import Deadline, same_words
from .event import Event, Irregularity, NamedEvent, in_order, weakest
from .fields import (
    date_of,
    number_or_text,
    one_of,
    optional_date,
    plain_text,
    plain_texts,
    web_address,
    whole_number,
    yes_or_no,
)
from .history import GSS_CODE, History
from .sources import Citation, Confidence, Source, confidence_of
from .strength import Severity, Strength, optional_strength, strength_of

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
