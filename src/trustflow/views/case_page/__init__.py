"""The page of a case, as one HTML file."""

from __future__ import annotations

from .event_details import event_details, event_label, requirements
from .page import case_page
from .summary import summary_sentences

__all__ = [
    "case_page",
    "event_details",
    "event_label",
    "requirements",
    "summary_sentences",
]
