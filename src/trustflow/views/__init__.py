"""Pictures: diagrams and timelines in the formats that people put in their docs."""

from __future__ import annotations

from .outputs import diagram, timeline

__all__ = ["diagram", "timeline"]
