"""Let readers follow one arrow of a picture with the pointer, without a script.

All pictures have the same style sheet, so that a page can name its digest in a content security
policy. Where the style sheet is not allowed, the pictures only lack this help.
"""

from __future__ import annotations

__all__ = ["ARROW_CLASS", "DIAGRAM_CLASS", "HOVER_STYLE", "REACH"]

DIAGRAM_CLASS, ARROW_CLASS = "trustflow-diagram", "trustflow-arrow"
REACH = 12
"""The width of the invisible line that makes a thin arrow easy to point at, in pixels."""
HOVER_STYLE = (
    f".{DIAGRAM_CLASS}:has(.{ARROW_CLASS}:hover) .{ARROW_CLASS}:not(:hover) {{ opacity: 0.15 }}"
)
"""The style sheet: while the pointer is on an arrow or its words, all other arrows are pale."""
