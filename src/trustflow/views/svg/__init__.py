"""Parts that all pictures share: the SVG canvas, the colours, measured text, and PNG output."""

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
