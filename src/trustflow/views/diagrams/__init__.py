"""Draw diagrams of a process, and of the path that a case took through the process."""

from __future__ import annotations

from .build import DiagramSource, build_diagram, report_of
from .case_path import case_title, event_tooltip
from .dot import to_dot
from .hover import HOVER_STYLE
from .model import Diagram, Direction
from .output import DIAGRAM_FORMATS, diagram
from .svg import to_svg

__all__ = [
    "DIAGRAM_FORMATS",
    "HOVER_STYLE",
    "Diagram",
    "DiagramSource",
    "Direction",
    "build_diagram",
    "case_title",
    "diagram",
    "event_tooltip",
    "report_of",
    "to_dot",
    "to_svg",
]
