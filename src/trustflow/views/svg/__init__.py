"""SVG text and PNG: the canvas, the colours and the measured text that pictures share."""

from __future__ import annotations

from .canvas import PAGE, PRINT, Canvas, Face, png_of
from .palette import DARK, LIGHT, Palette, palette
from .text import balanced, plain, text_width, wrapped

__all__ = [
    "DARK",
    "LIGHT",
    "PAGE",
    "PRINT",
    "Canvas",
    "Face",
    "Palette",
    "balanced",
    "palette",
    "plain",
    "png_of",
    "text_width",
    "wrapped",
]
