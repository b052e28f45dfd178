"""A canvas that collects the elements of an SVG document, and a function that makes PNG files.

A document has a title, a description and tooltips, but no scripts and no ids, so it can be embedded
in any page. Every text is escaped, and set to the width at which it was measured.
"""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...errors import MissingExtra, from_extra
from .text import text_width, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["PRINT_FONT", "WEB_FONT", "Canvas", "Font", "png_of"]

FONT_PACKAGE = "font_source_sans_pro"
FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
PNG_SCALE = 2
"""The number of PNG pixels for one SVG pixel, so that a PNG is sharp on fine screens."""


@frozen
class Font:
    """A font family, and the factor by which its size is multiplied.

    The factor makes letters of the family look as large as those of other families.
    """

    family: str
    scale: float = 1.0


WEB_FONT = Font("'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif")
"""The fonts for SVG. Every system has one of them, and their letters have equal widths."""
PRINT_FONT = Font("'Source Sans Pro'", 1.08)
"""The font for PNG. The extra `draw` installs it."""


@frozen
class Canvas:
    """A canvas with the elements drawn so far; later elements cover earlier ones.

    Args:
        font: The font of all texts.
        parts: The SVG text of each element, in order.
    """

    font: Font = WEB_FONT
    parts: list[str] = field(factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Draw an SVG element. Underscores in the names of attributes become hyphens."""
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
            "textLength": text_width(text, size, bold=bold),
            "lengthAdjust": "spacingAndGlyphs",
        }
        self.parts.append(f"<text{_attributes(attributes)}>{xml_text(text)}</text>")

    @contextmanager
    def tooltip(self, texts: Iterable[str], *, style_class: str | None = None) -> Iterator[None]:
        """Add a tooltip, with a line for each text, to what the `with` block draws.

        Args:
            texts: The lines of the tooltip.
            style_class: The class of the group, for a style sheet.
        """
        lines = "\n".join(xml_text(text) for text in texts)
        group = f"<g{_attributes({'class': style_class})}>"
        self.parts.append(f"{group}<title>{lines}</title>" if lines else group)
        yield
        self.parts.append("</g>")

    def document(
        self,
        width: float,
        height: float,
        *,
        title: str,
        description: str,
        background: str,
        style_class: str | None = None,
        style: str | None = None,
    ) -> str:
        """Return everything drawn as an SVG document, whose size is given in pixels.

        Args:
            width: The width.
            height: The height.
            title: The title.
            description: A description for readers who cannot see the picture.
            background: The colour of the background.
            style_class: The class of the document, for a style sheet.
            style: A style sheet of the document.
        """
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "role": "img",
            "font_family": self.font.family,
            "class": style_class,
        }
        backdrop = _attributes({"width": width, "height": height, "fill": background})
        lines = [
            f"<svg{_attributes(attributes)}>",
            f"<title>{xml_text(title)}</title><desc>{xml_text(description)}</desc>",
            *([] if style is None else [f"<style>{style}</style>"]),
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
    """Return an SVG document as a PNG file of twice its size.

    The texts of the document must have been drawn in `PRINT_FONT`.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
    """
    with from_extra("draw"):
        import resvg_py
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=_font_files(), zoom=PNG_SCALE))


def _font_files() -> list[str]:
    # Only the files of the font package are needed, so the package is not imported.
    spec = importlib.util.find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingExtra(FONT_PACKAGE, "draw")
    folder = Path(spec.origin).parent / "files"
    return [str(folder / name) for name in FONT_FILES]
