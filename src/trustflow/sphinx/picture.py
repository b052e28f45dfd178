"""A picture in a document, and the base class of the directives that show pictures."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from docutils import nodes
from docutils.parsers.rst import directives

from .._text import visible
from .directive import TrustflowDirective, one_of
from .picture_files import picture_stem
from .records import Request, record

__all__ = ["PictureDirective", "PictureRequest", "trustflow_picture"]

THEMES = {"light": (False,), "dark": (True,), "auto": (False, True)}
"""For each value of the option `theme`, whether its pictures are dark.

The value `auto` gives two pictures, of which a page shows one.
"""


class PictureRequest(Request, Protocol):
    """A picture that a directive asks for."""

    def svg(self, *, dark: bool) -> str:
        """Return the picture as SVG."""

    def png(self, *, dark: bool) -> bytes:
        """Return the picture as PNG, for builders that print."""

    def description(self) -> str:
        """Return a text for readers who cannot see the picture."""


class trustflow_picture(nodes.General, nodes.Element):  # noqa: N801 - as docutils names its nodes
    """A picture.

    It has the attributes `svg`, `alt`, `stem` (the name of its files without the ending), `request`
    and `is_dark`; `width` if the author gives one; and `dark_svg` if dark pages show another SVG.
    """


class PictureDirective(TrustflowDirective):
    """The base class of directives that show a picture in a figure."""

    option_spec: ClassVar[dict[str, Any]] = {
        "align": one_of("left", "center", "right"),
        "alt": directives.unchanged,
        "caption": directives.unchanged,
        "class": directives.class_option,
        "name": directives.unchanged,
        "theme": one_of(*THEMES),
        "width": lambda argument: directives.length_or_percentage_or_unitless(argument, "px"),
    }

    def shown(self, request: PictureRequest) -> list[nodes.Node]:
        """Return a figure with one picture, and its caption."""
        themes = THEMES[self.options.get("theme", "light")]
        svg, *others = [request.svg(dark=dark) for dark in themes]
        stem = picture_stem(svg)
        picture = trustflow_picture(
            "",
            svg=svg,
            alt=visible(self.options.get("alt") or request.description()),
            stem=stem,
            request=request,
            is_dark=themes[0],
            classes=[self.name],
        )
        if others:
            picture["dark_svg"] = others[0]
        figure = nodes.figure("", picture, classes=self.options.get("class", []))
        if "align" in self.options:
            figure["align"] = self.options["align"]
        if "width" in self.options:
            figure["width"] = picture["width"] = self.options["width"]
        for node in (picture, figure):
            self.set_source_info(node)
        if "caption" in self.options:
            self._add_caption(figure, self.options["caption"])
        self.add_name(figure)
        record(self.env, request, request.content(), stem)
        return [figure]

    def _add_caption(self, figure: nodes.figure, text: str) -> None:
        inlines, messages = self.parse_inline(text)
        caption = nodes.caption(text, "", *inlines)
        self.set_source_info(caption)
        figure += [caption, *messages]
