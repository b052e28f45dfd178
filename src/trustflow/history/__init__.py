"""The history of one authority: its events, their dates, sources and deadlines."""

from __future__ import annotations

from .deadline import NO_DAY, Deadline, same_words
from .event import Event, Irregularity, NamedEvent, event_of, in_order, weakest
from .fields import (
    date_of,
    number_or_text,
    one_line,
    one_line_each,
    one_of,
    optional_date,
    plain_text,
    web_address,
    whole_number,
    yes_or_no,
)
from .history import GSS_CODE, History, require_history
from .members import (
    instance_of,
    is_several,
    mapping_of,
    members_of,
    names,
    names_by_name,
    texts_by_name,
    tuple_of_names,
    tuples_by_name,
)
from .record_end import (
    ONGOING,
    CheckedTo,
    CheckedToLike,
    checked_day,
    checked_days,
    checked_to_of,
    checked_to_text,
    checked_words,
    later_checked_to,
)
from .sources import Citation, Confidence, Source, confidence_of
from .strength import Severity, Strength, optional_strength, strength_of

__all__ = [
    "GSS_CODE",
    "NO_DAY",
    "ONGOING",
    "CheckedTo",
    "CheckedToLike",
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
    "checked_day",
    "checked_days",
    "checked_to_of",
    "checked_to_text",
    "checked_words",
    "confidence_of",
    "date_of",
    "event_of",
    "in_order",
    "instance_of",
    "is_several",
    "later_checked_to",
    "mapping_of",
    "members_of",
    "names",
    "names_by_name",
    "number_or_text",
    "one_line",
    "one_line_each",
    "one_of",
    "optional_date",
    "optional_strength",
    "plain_text",
    "require_history",
    "same_words",
    "strength_of",
    "texts_by_name",
    "tuple_of_names",
    "tuples_by_name",
    "weakest",
    "web_address",
    "whole_number",
    "yes_or_no",
]
