"""Diagrams of a process, and of the path that a case took through one."""

from __future__ import annotations

from .build import Source, read, report_of
from .case_path import event_tooltip
from .dot import to_dot
from .mermaid import to_mermaid
from .model import Direction, Drawing
from .output import DIAGRAM_FORMATS, diagram
from .plantuml import to_plantuml
from .svg import to_svg

__all__ = [
    "DIAGRAM_FORMATS",
    "Direction",
    "Drawing",
    "Source",
    "diagram",
    "event_tooltip",
    "read",
    "report_of",
    "to_dot",
    "to_mermaid",
    "to_plantuml",
    "to_svg",
]
