"""The colours and line styles of a diagram, and the legend that explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark
from .model import CaseStatus

if TYPE_CHECKING:
    from ..svg import Palette
    from .model import Arrow, Box, Diagram

__all__ = [
    "BoxColours",
    "LineStyle",
    "arrow_style",
    "box_colours",
    "box_style",
    "line_colour",
    "line_style",
    "text_colour",
]

DASHES = {Mark.ATTESTED: "7 4.5", Mark.POSSIBLE: "1.6 4.2"}


class LineStyle(NamedTuple):
    """The colour, width and dashes of a line. `dashes` is None for a solid line."""

    colour: str
    width: float
    dashes: str | None


class BoxColours(NamedTuple):
    """The colours of a box: its background, its text and its outline."""

    fill: str
    text: str
    outline: str


# Arrows


def line_colour(colours: Palette, mark: Mark | None, case_status: CaseStatus) -> str:
    """Return the colour of the line of an arrow.

    The mark is None if the process does not allow the move.
    """
    if mark is None:
        return colours.alarm
    if case_status is CaseStatus.TAKEN:
        return colours.taken
    if case_status is CaseStatus.UNTAKEN:
        return colours.faint_outline
    return colours.line if mark is Mark.STANDARD else colours.off_standard


def text_colour(colours: Palette, arrow: Arrow) -> str:
    """Return the colour of the texts on an arrow."""
    if arrow.mark is None:
        return colours.alarm
    if arrow.case_status is CaseStatus.TAKEN:
        return colours.taken
    if arrow.case_status is CaseStatus.UNTAKEN:
        return colours.faint
    return colours.ink if arrow.mark is Mark.STANDARD else colours.quiet


def line_style(
    colours: Palette, mark: Mark | None, case_status: CaseStatus, *, is_road: bool = False
) -> LineStyle:
    """Return the style of the line of an arrow in SVG.

    Args:
        colours: The colours of the picture.
        mark: The mark of the move; None if the process does not allow it.
        case_status: Whether a case has followed the arrow.
        is_road: Whether the arrow belongs to the ordinary route.
    """
    colour = line_colour(colours, mark, case_status)
    if mark is None:
        return LineStyle(colour, 2.6, "2 4 9 4")
    if case_status is CaseStatus.TAKEN:
        width = 3.2
    elif case_status is CaseStatus.UNTAKEN:
        width = 1.1
    elif is_road:
        width = 3.2
    else:
        width = 1.4
    return LineStyle(colour, width, DASHES.get(mark))


def arrow_style(diagram: Diagram, colours: Palette, arrow: Arrow) -> LineStyle:
    """Return the style of the line of an arrow of a diagram in SVG.

    If the diagram counts who took the arrows, the count decides the width.
    """
    is_road = (arrow.start, arrow.end) in diagram.road_steps
    style = line_style(colours, arrow.mark, arrow.case_status, is_road=is_road)
    width = diagram.count_width(arrow)
    return style if width is None else style._replace(width=width)


# Boxes


def box_style(box: Box) -> str:
    """Return the name of the style of a box, which is a key of `box_colours`."""
    if box.case_status is not CaseStatus.NO_CASE:
        return box.case_status.value
    return "emphasised" if box.emphasised else "plain"


def box_colours(colours: Palette) -> dict[str, BoxColours]:
    """Map the name of each style of box to its colours."""
    return {
        "plain": BoxColours(colours.panel, colours.ink, colours.outline),
        "emphasised": BoxColours(colours.strong, colours.on_strong, colours.strong),
        "taken": BoxColours(colours.taken_panel, colours.ink, colours.taken),
        "current": BoxColours(colours.taken, colours.on_taken, colours.taken),
        "untaken": BoxColours(colours.panel, colours.faint, colours.faint_outline),
    }
