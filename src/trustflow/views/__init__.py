"""Pictures and pages: diagrams and timelines for docs, and a case as one file to send."""

from __future__ import annotations

from .case_page import case_page
from .diagrams import (
    DIAGRAM_FORMATS,
    Diagram,
    DiagramSource,
    Direction,
    build_diagram,
    diagram,
    to_dot,
    to_svg,
)
from .duration import day_count_words, duration_words
from .fact_rows import fact_rows, stay_rows
from .process_location import is_place, process_at
from .process_tables import KINDS, Cell, Listing, listing
from .svg import PRINT_FONT, png_of
from .timelines import TIMELINE_FORMATS, timeline

__all__ = [
    "DIAGRAM_FORMATS",
    "KINDS",
    "PRINT_FONT",
    "TIMELINE_FORMATS",
    "Cell",
    "Diagram",
    "DiagramSource",
    "Direction",
    "Listing",
    "build_diagram",
    "case_page",
    "day_count_words",
    "diagram",
    "duration_words",
    "fact_rows",
    "is_place",
    "listing",
    "png_of",
    "process_at",
    "stay_rows",
    "timeline",
    "to_dot",
    "to_svg",
]
