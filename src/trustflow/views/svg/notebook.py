"""Pictures that show themselves in a notebook: an SVG text and the bytes of a PNG file."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape, unescape
from typing import Any

from .canvas import PNG_SCALE

__all__ = ["Png", "Svg"]


class Svg(str):
    """The text of an SVG picture, which a notebook shows as a picture.

    It is equal to the plain text, and can be used wherever a text can.
    """

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)

    # As an image, because JupyterLab removes an `<svg>` from a notebook that somebody else ran.
    def _repr_html_(self) -> str:
        data = b64encode(self.encode()).decode()
        alt = escape(unescape(self._title()))
        return f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">'

    def _title(self) -> str:
        found = re.search("<title>(.*?)</title>", self, re.DOTALL)
        return "" if found is None else found[1]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - IPython's
        del cycle
        printer.text(f"<SVG picture of {len(self):,} characters>")


class Png(bytes):
    """The bytes of a PNG file, which a notebook shows as a picture at its intended size."""

    __slots__ = ()

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        # The header of a PNG file has its width and its height at fixed places.
        width, height = (int.from_bytes(self[at : at + 4], "big") for at in (16, 20))
        return bytes(self), {"width": width // PNG_SCALE, "height": height // PNG_SCALE}

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - IPython's
        del cycle
        printer.text(f"<PNG picture of {len(self):,} bytes>")
