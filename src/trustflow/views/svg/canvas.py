"""A canvas on which pictures are drawn: SVG text, and PNG made from it.

A picture has a title, a description and tooltips, and neither scripts, styles nor ids, so that it
may stand in any page. Every text is escaped, and held to the width it was measured at.
"""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...errors import MissingExtra, from_extra
from .text import plain, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["PAGE", "PRINT", "Canvas", "Face", "png_of"]

FONT_PACKAGE = "font_source_sans_pro"
FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
SHARPNESS = 2
"""How many dots of a PNG are one pixel of the SVG, so that it is sharp on fine screens."""


@frozen
class Face:
    """A family of fonts, and how much larger its letters are set to look as large as others."""

    family: str
    scale: float = 1.0


PAGE = Face("'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif")
"""For SVG: fonts that are on every system, of one width."""
PRINT = Face("'Source Sans Pro'", 1.08)
"""For PNG: a font that the extra `draw` brings along."""


@frozen
class Canvas:
    """What has been drawn so far, in order, so that what comes later lies above.

    Args:
        face: The font.
    """

    face: Face = PAGE
    parts: list[str] = field(factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Draw an element of SVG; an underscore in an attribute's name stands for a hyphen."""
        self.parts.append(f"<{name}{_attributes(attributes)}/>")

    def line(self, points: Iterable[tuple[float, float]], **attributes: object) -> None:
        """Draw straight lines from point to point."""
        path = " L ".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self.shape("path", d=f"M {path}", **{"fill": "none", **attributes})

    def text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: float,
        fill: str,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write a text on one line; the point is that of its base line."""
        shown = plain(text)
        given = {
            "x": at[0],
            "y": at[1],
            "font_size": size * self.face.scale,
            "fill": fill,
            "text_anchor": None if anchor == "start" else anchor,
            "font_weight": 600 if bold else None,
            "textLength": text_width(shown, size, bold=bold),
            "lengthAdjust": "spacingAndGlyphs",
        }
        self.parts.append(f"<text{_attributes(given)}>{escape(shown)}</text>")

    @contextmanager
    def tooltip(self, texts: Iterable[str]) -> Iterator[None]:
        """What is drawn meanwhile shows the texts, a line each, to a pointer that rests on it."""
        lines = "\n".join(escape(plain(text)) for text in texts)
        self.parts.append(f"<g><title>{lines}</title>" if lines else "<g>")
        yield
        self.parts.append("</g>")

    def document(
        self, width: float, height: float, *, title: str, description: str, background: str
    ) -> str:
        """The whole as an SVG document of a size in pixels."""
        size = {
            "width": width,
            "height": height,
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
        }
        given = {
            "xmlns": "http://www.w3.org/2000/svg",
            **size,
            "role": "img",
            "font_family": self.face.family,
        }
        behind = _attributes({"width": width, "height": height, "fill": background})
        head = f"<title>{escape(plain(title))}</title><desc>{escape(plain(description))}</desc>"
        return (
            "\n".join(
                [f"<svg{_attributes(given)}>", head, f"<rect{behind}/>", *self.parts, "</svg>"]
            )
            + "\n"
        )


def _attributes(given: Mapping[str, object]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(_value(value))}"'
        for name, value in given.items()
        if value is not None
    )


def _value(value: object) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def png_of(svg: str) -> bytes:
    """A picture drawn with the face `PRINT` as PNG, twice as large in dots.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
    """
    with from_extra("draw"):
        import resvg_py
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=_font_files(), zoom=SHARPNESS))


def _font_files() -> list[str]:
    """The files of the font; its package need not be imported."""
    found = importlib.util.find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise MissingExtra(FONT_PACKAGE, "draw")
    folder = Path(found.origin).parent / "files"
    return [str(folder / name) for name in FONT_FILES]
