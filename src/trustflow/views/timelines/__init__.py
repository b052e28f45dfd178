"""Draw the timeline of one history, or the timelines of many histories in one picture."""

from __future__ import annotations

from .model import lane_of
from .output import TIMELINE_FORMATS, timeline
from .row_order import SORTS

__all__ = [
    "SORTS",
    "TIMELINE_FORMATS",
    "lane_of",
    "timeline",
]
