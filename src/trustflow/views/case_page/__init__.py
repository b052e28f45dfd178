"""The page of a case, as one HTML file."""

from __future__ import annotations

from .event_details import event_details, requirements
from .page import case_page

__all__ = [
    "case_page",
    "event_details",
    "requirements",
]
