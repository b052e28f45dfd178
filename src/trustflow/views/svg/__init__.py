"""Parts that all pictures share: the SVG canvas, the colours, measured text, and PNG output."""

from __future__ import annotations

from .canvas import PRINT_FONT, WEB_FONT, Canvas, Font, png_of
from .heading import MARGIN, draw_heading
from .notebook import Png, Svg
from .palette import DARK, LIGHT, Palette, palette, stage_colours
from .size import MAX_SIDE, require_readable
from .text import ELLIPSIS, balanced, cut_to, few_lines, plain, text_width, wrapped, xml_text

__all__ = [
    "DARK",
    "ELLIPSIS",
    "LIGHT",
    "MARGIN",
    "MAX_SIDE",
    "PRINT_FONT",
    "WEB_FONT",
    "Canvas",
    "Font",
    "Palette",
    "Png",
    "Svg",
    "balanced",
    "cut_to",
    "draw_heading",
    "few_lines",
    "palette",
    "plain",
    "png_of",
    "require_readable",
    "stage_colours",
    "text_width",
    "wrapped",
    "xml_text",
]
