"""The directive `gallery-item`, which shows code beside the picture that the code draws."""

from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from trustflow.sphinx.picture import trustflow_picture

from .running import last_value

__all__ = ["GalleryItem", "shown_by"]

FOLDER = "_images"
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
        name = f"{self.arguments[0]}.{'html' if is_page else 'svg'}"
        folder = Path(self.env.app.outdir, FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(shown if is_page else shown[0], "utf-8")
        address = f"{'../' * self.env.docname.count('/')}{FOLDER}/{name}"
        if is_page:
            picture = page_frame(address, self.options["alt"])
        else:
            picture = picture_of(shown, self.options.get("alt") or description_of(shown[0]))
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


def picture_of(pictures, alt):
    """Return the node of a picture for light and for dark pages, as wide as its place."""
    light, dark = pictures
    return trustflow_picture(
        "",
        svg=light,
        dark_svg=dark,
        alt=alt,
        stem="",
        request=None,
        is_dark=False,
        width="100%",
        classes=["trustflow-timeline"],
    )


def width_of(svg):
    """Return the width of an SVG in pixels."""
    return float(ET.fromstring(svg).get("width"))  # noqa: S314 - the text was made here


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
