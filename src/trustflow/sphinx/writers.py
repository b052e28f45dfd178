"""What each kind of builder writes for a picture; nothing is written after it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from .dark_mode import BOTH_CLASS, DARK_CLASS, LIGHT_CLASS, has_dark_mode
from .directive import warn

if TYPE_CHECKING:
    from .picture import trustflow_picture

__all__ = ["visit_html", "visit_latex", "visit_man", "visit_text"]

WIDTH = re.compile(r'width="([\d.]+)"')
MIN_SCALE = 0.6
"""The smallest scale of a picture on a narrow page; if it is still too wide, it scrolls."""


def visit_html(self: Any, node: trustflow_picture) -> None:
    """Write the SVG into the page, so that its tooltips work without another file.

    A picture that is wider than the page scrolls in a box that the keyboard can focus. Of two
    pictures, the dark one is hidden until the style sheet of `add_stylesheet` shows it. Its style
    hides it, because the rules of some themes for the attribute `hidden` cannot be overridden.
    """
    if self.builder.name == "epub":
        _write_to_book(self, node)
        raise nodes.SkipNode
    boxes = [_box(node, node["svg"], LIGHT_CLASS)]
    if "dark_svg" in node and has_dark_mode(self.builder):
        boxes.append(_box(node, node["dark_svg"], DARK_CLASS, "display: none; "))
    both = BOTH_CLASS if len(boxes) > 1 else ""
    self.body += [self.starttag(node, "div", CLASS=both), *boxes, "</div>\n"]
    raise nodes.SkipNode


def _box(node: trustflow_picture, svg: str, name: str, style: str = "") -> str:
    label = f'role="img" aria-label="{escape(node["alt"])}" style="{_style(node)}"'
    svg = svg.replace('role="img"', label, 1)
    return f'<div class="{name}" style="{style}overflow-x: auto" tabindex="0">{svg}</div>\n'


def _style(node: trustflow_picture) -> str:
    if "width" in node:
        return "width: 100%; height: auto"
    min_width = float(WIDTH.findall(node["svg"])[0]) * MIN_SCALE
    return f"max-width: 100%; min-width: {min_width:.0f}px; height: auto"


def _write_to_book(self: Any, node: trustflow_picture) -> None:
    """Write the SVG to a file, because Sphinx cannot declare the SVG inside a page of a book.

    The builder of books has no handler of its own: with one, it would no longer find the handlers
    that other extensions add for HTML.
    """
    folder = Path(self.builder.outdir, self.builder.imagedir)
    folder.mkdir(exist_ok=True)
    name = f"{node['stem']}.svg"
    (folder / name).write_text(node["svg"], "utf-8")
    width = "width" if "width" in node else "max-width"
    self.body.append(
        self.emptytag(
            node,
            "img",
            src=f"{self.builder.imgpath}/{name}",
            alt=node["alt"],
            style=f"{width}: 100%; height: auto",
        )
    )


def visit_latex(self: Any, node: trustflow_picture) -> None:
    """Write the picture to a PNG file; if it cannot be drawn, write the text alternative."""
    name = f"{node['stem']}.png"
    try:
        data = node["request"].png(dark=node["is_dark"])
    except Exception as error:  # noqa: BLE001 - a fault in one picture must not stop the build
        warn(error, node["classes"][0], node)
        self.body.append(self.encode(f"[{node['alt']}]"))
    else:
        Path(self.builder.outdir, name).write_bytes(data)
        length = self.latex_image_length(node["width"]) if "width" in node else None
        options = f"[width={length}]" if length else ""
        self.body.append(rf"\noindent\sphinxincludegraphics{options}{{{name}}}")
    raise nodes.SkipNode


def visit_text(self: Any, node: trustflow_picture) -> None:
    """Write the text alternative, because plain text cannot contain pictures."""
    self.new_state(0)
    self.add_text(f"[{node['alt']}]")
    self.end_state()
    raise nodes.SkipNode


def visit_man(self: Any, node: trustflow_picture) -> None:
    """Write the text alternative to a manual page or Texinfo; it is escaped."""
    self.body.append("\n")
    self.visit_Text(nodes.Text(f"[{node['alt']}]"))
    self.body.append("\n\n")
    raise nodes.SkipNode
