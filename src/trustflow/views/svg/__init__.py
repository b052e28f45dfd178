"""What all pictures share: an SVG canvas, colours, measured text, and PNG files made from SVG."""

from __future__ import annotations

from .canvas import PRINT_FONT, WEB_FONT, Canvas, Font, png_of
from .palette import DARK, LIGHT, Palette, palette
from .text import balanced, plain, text_width, wrapped, xml_text

__all__ = [
    "DARK",
    "LIGHT",
    "PRINT_FONT",
    "WEB_FONT",
    "Canvas",
    "Font",
    "Palette",
    "balanced",
    "palette",
    "plain",
    "png_of",
    "text_width",
    "wrapped",
    "xml_text",
]
