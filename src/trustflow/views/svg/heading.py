"""The heading of a picture: the title, and the subtitle below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .text import wrapped

if TYPE_CHECKING:
    from .canvas import Canvas
    from .palette import Palette

__all__ = ["MARGIN", "draw_heading"]

MARGIN = 26
TITLE_SIZE, SUBTITLE_SIZE = 20, 13
LINE_HEIGHT = 1.28


def draw_heading(
    canvas: Canvas, colours: Palette, title: str, subtitle: str, width: float
) -> float:
    """Draw the title and the subtitle; return the y at which the heading ends."""
    top, max_width = float(MARGIN), width - 2 * MARGIN
    for line in wrapped(title, TITLE_SIZE, max_width, bold=True):
        top += TITLE_SIZE * LINE_HEIGHT
        canvas.text((MARGIN, top - 6), line, size=TITLE_SIZE, fill=colours.ink, bold=True)
    for line in wrapped(subtitle, SUBTITLE_SIZE, max_width):
        top += SUBTITLE_SIZE * LINE_HEIGHT
        canvas.text((MARGIN, top - 3), line, size=SUBTITLE_SIZE, fill=colours.quiet)
    return top
