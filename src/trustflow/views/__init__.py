"""Pictures and pages: diagrams and timelines for docs, and a case as one file to send."""

from __future__ import annotations

from .outputs import diagram, timeline
from .page import case_page

__all__ = ["case_page", "diagram", "timeline"]
