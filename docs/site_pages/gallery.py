"""The directive `gallery-item`, which shows code beside the picture that the code draws."""

from html import escape
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from trustflow.sphinx.dark_mode import BOTH_CLASS, DARK_CLASS, LIGHT_CLASS

from .running import last_value

__all__ = ["GalleryItem", "description_of", "picture_of", "shown_by"]

FOLDER = "_images"
THEMES = (LIGHT_CLASS, DARK_CLASS)
MOST_BESIDE = 600
"""The width in pixels of the widest picture that is shown beside its code on every wide screen."""
SVG = "{http://www.w3.org/2000/svg}"


class GalleryItem(SphinxDirective):
    """Show code, and the picture or page that its last line returns.

    The argument is the name of the file with the full size, without the ending. The code is run
    again with `dark=True` for the picture on dark pages.
    """

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged}

    def run(self):
        """Return the code and the picture, side by side."""
        code = "\n".join(self.content)
        block = nodes.literal_block(code, code, language="python")
        shown = shown_by(code)
        is_page = not isinstance(shown, tuple)
        wide = ["wide"] if not is_page and width_of(shown[0]) > MOST_BESIDE else []
        item = nodes.container("", block, classes=["gallery-item", *wide])
        name = self.arguments[0]
        if is_page:
            address = saved(self.env, f"{name}.html", shown)
            picture = page_frame(address, self.options["alt"])
        else:
            address = saved(self.env, f"{name}.svg", shown[0])
            picture = picture_of(self.env, name, shown)
        full_size = "Open the page" if is_page else "Open the picture in full size"
        link = nodes.paragraph("", "", nodes.reference("", full_size, refuri=address))
        item += nodes.container("", picture, link, classes=["gallery-picture"])
        return [item]


def shown_by(code):
    """Return the light and the dark picture that the code draws, or the page that it writes."""
    light = str(last_value(code, {}))
    if light.startswith("<!DOCTYPE html>"):
        return light
    return light, str(last_value(code, {}, dark=True))


def saved(env, name, text):
    """Write a file to the site, and return its address from the page that is being read."""
    folder = Path(env.app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return f"{'../' * env.docname.count('/')}{FOLDER}/{name}"


def picture_of(env, name, pictures):
    """Return a node that shows the first SVG on light pages, and the second one on dark pages."""
    alt = escape(description_of(pictures[0]))
    height = height_of(pictures[0])
    boxes = []
    for svg, theme, style in zip(pictures, THEMES, ("", "display: none"), strict=True):
        address = saved(env, f"{name}{'' if theme is LIGHT_CLASS else '-dark'}.svg", svg)
        size = f'width="{width_of(svg):.0f}" height="{height:.0f}"'
        image = f'<img src="{address}" alt="{alt}" {size} loading="lazy">'
        boxes.append(f'<div class="{theme}" style="{style}">{image}</div>')
    html = f'<div class="{BOTH_CLASS}">{"".join(boxes)}</div>'
    return nodes.raw("", html, format="html")


def width_of(svg):
    """Return the width of an SVG in pixels."""
    return float(ET.fromstring(svg).get("width"))  # noqa: S314 - the text was made here


def height_of(svg):
    """Return the height of an SVG in pixels."""
    return float(ET.fromstring(svg).get("height"))  # noqa: S314 - as above


def description_of(svg):
    """Return the title and the description of an SVG, for readers who cannot see it."""
    top = ET.fromstring(svg)  # noqa: S314 - the text was made here
    found = [top.find(f"{SVG}{name}") for name in ("title", "desc")]
    words = ("".join(each.itertext()).strip().rstrip(".") for each in found if each is not None)
    return ". ".join(words) + "."


def page_frame(address, title):
    """Return a frame that shows a page, which is loaded when the reader comes near it."""
    frame = f'<iframe src="{address}" title="{title}" loading="lazy"></iframe>'
    return nodes.raw("", frame, format="html")
