"""The page of a case, as one HTML file."""

from __future__ import annotations

from .citations import safe_link
from .event_details import event_details, requirements
from .page import case_page
from .style import colour_rules, policy, stage_classes
from .templates import page_template

__all__ = [
    "case_page",
    "colour_rules",
    "event_details",
    "page_template",
    "policy",
    "requirements",
    "safe_link",
    "stage_classes",
]
