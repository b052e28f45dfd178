"""The greatest size of a picture that people can still read."""

from __future__ import annotations

from ...errors import InvalidValue

__all__ = ["MAX_SIDE", "require_readable"]

MAX_SIDE = 4000
"""The greatest width and the greatest height of a picture, in pixels."""


def require_readable(width: float, height: float, way_out: str) -> None:
    """Refuse a picture that is too wide or too high to be read.

    Args:
        width: The width of the picture in pixels.
        height: The height of the picture in pixels.
        way_out: A sentence that says how to get a smaller picture.

    Raises:
        InvalidValue: A side is longer than `MAX_SIDE`.
    """
    if max(width, height) > MAX_SIDE:
        size = f"{width:,.0f} × {height:,.0f} pixels"
        accepted = f"Expected at most {MAX_SIDE:,} pixels a side, so that people can read it."
        raise InvalidValue(size, "size of a picture", f"{accepted} {way_out}")
