"""Pictures and pages: diagrams and timelines for docs, and a case as one file to send."""

from __future__ import annotations

from .case_page import case_page
from .diagrams import DIAGRAM_FORMATS, Direction, Drawing, diagram, read, to_dot, to_svg
from .diagrams import Source as DiagramSource
from .fact_rows import fact_rows, stay_rows
from .process_location import is_process_location, process_at
from .process_tables import TABLE_KINDS, Cell, ProcessTable, process_table
from .svg import PRINT, png_of
from .timelines import TIMELINE_FORMATS, timeline

__all__ = [
    "DIAGRAM_FORMATS",
    "PRINT",
    "TABLE_KINDS",
    "TIMELINE_FORMATS",
    "Cell",
    "DiagramSource",
    "Direction",
    "Drawing",
    "ProcessTable",
    "case_page",
    "diagram",
    "fact_rows",
    "is_process_location",
    "png_of",
    "process_at",
    "process_table",
    "read",
    "stay_rows",
    "timeline",
    "to_dot",
    "to_svg",
]
