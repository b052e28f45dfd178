"""Parts that all pictures share: the SVG canvas, the colours, measured text, and PNG output."""

from __future__ import annotations

from .canvas import PRINT_FONT, WEB_FONT, Canvas, Font, png_of
from .heading import MARGIN, draw_heading
from .notebook import Png, Svg
from .palette import DARK, LIGHT, Palette, palette, stage_colours
from .text import balanced, plain, text_width, wrapped, xml_text

__all__ = [
    "DARK",
    "LIGHT",
    "MARGIN",
    "PRINT_FONT",
    "WEB_FONT",
    "Canvas",
    "Font",
    "Palette",
    "Png",
    "Svg",
    "balanced",
    "draw_heading",
    "palette",
    "plain",
    "png_of",
    "stage_colours",
    "text_width",
    "wrapped",
    "xml_text",
]
