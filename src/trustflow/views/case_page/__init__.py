"""The page of a case: one HTML file to send."""

from __future__ import annotations

from .page import case_page

__all__ = [
    "case_page",
]
