"""A canvas that collects the elements of an SVG document, and PNG files made from SVG.

A document has a title, a description and tooltips, but no scripts, styles or ids, so it can be
embedded in any page. Every text is escaped, and set to the width at which it was measured.
"""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...errors import MissingExtra, from_extra
from .text import plain, text_width, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["PRINT_FONT", "WEB_FONT", "Canvas", "Font", "png_of"]

FONT_PACKAGE = "font_source_sans_pro"
FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
PNG_SCALE = 2
"""The number of PNG pixels for one SVG pixel, so that a PNG is sharp on fine screens."""


@frozen
class Font:
    """A font family, and the factor that makes it look as large as others."""

    family: str
    scale: float = 1.0


WEB_FONT = Font("'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif")
"""The font for SVG: families that every system has, with the same widths."""
PRINT_FONT = Font("'Source Sans Pro'", 1.08)
"""The font for PNG, which the extra `draw` installs."""


@frozen
class Canvas:
    """The elements drawn so far, in order: later ones cover earlier ones.

    Args:
        font: The font of all texts.
    """

    font: Font = WEB_FONT
    parts: list[str] = field(factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Draw an SVG element; underscores in names of attributes stand for hyphens."""
        self.parts.append(f"<{name}{_attributes(attributes)}/>")

    def line(self, points: Iterable[tuple[float, float]], **attributes: object) -> None:
        """Draw straight lines from point to point."""
        path = " L ".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self.shape("path", d=f"M {path}", **{"fill": "none", **attributes})

    def polygon(self, corners: Iterable[tuple[float, float]], **attributes: object) -> None:
        """Draw a polygon."""
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        self.shape("polygon", points=points, **attributes)

    def text(
        self,
        point: tuple[float, float],
        text: str,
        *,
        size: float,
        fill: str,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write a text on one line; the point lies on its base line."""
        attributes = {
            "x": point[0],
            "y": point[1],
            "font_size": size * self.font.scale,
            "fill": fill,
            "text_anchor": None if anchor == "start" else anchor,
            "font_weight": 600 if bold else None,
            "textLength": text_width(plain(text), size, bold=bold),
            "lengthAdjust": "spacingAndGlyphs",
        }
        self.parts.append(f"<text{_attributes(attributes)}>{xml_text(text)}</text>")

    @contextmanager
    def tooltip(self, texts: Iterable[str]) -> Iterator[None]:
        """Give everything drawn in the `with` block a tooltip with one text a line."""
        lines = "\n".join(xml_text(text) for text in texts)
        self.parts.append(f"<g><title>{lines}</title>" if lines else "<g>")
        yield
        self.parts.append("</g>")

    def document(
        self, width: float, height: float, *, title: str, description: str, background: str
    ) -> str:
        """Return everything drawn as an SVG document; the size is in pixels."""
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "role": "img",
            "font_family": self.font.family,
        }
        backdrop = _attributes({"width": width, "height": height, "fill": background})
        lines = [
            f"<svg{_attributes(attributes)}>",
            f"<title>{xml_text(title)}</title><desc>{xml_text(description)}</desc>",
            f"<rect{backdrop}/>",
            *self.parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(_value(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _value(value: object) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def png_of(svg: str) -> bytes:
    """Return an SVG document drawn with `PRINT_FONT` as PNG at twice its size.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
    """
    with from_extra("draw"):
        import resvg_py
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=_font_files(), zoom=PNG_SCALE))


def _font_files() -> list[str]:
    # The package of the font is found without importing it: only its files are needed.
    spec = importlib.util.find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingExtra(FONT_PACKAGE, "draw")
    folder = Path(spec.origin).parent / "files"
    return [str(folder / name) for name in FONT_FILES]
