"""The colours and line styles of a diagram, and the legend that explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark
from .model import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..svg import Palette
    from .model import Arrow, Box, Diagram

__all__ = [
    "BoxColours",
    "LegendEntry",
    "LineStyle",
    "box_colours",
    "box_style",
    "legend",
    "line_colour",
    "line_style",
    "text_colour",
]

DASHES = {Mark.ATTESTED: "7 4.5", Mark.POSSIBLE: "1.6 4.2"}
LEGEND_WORDS = {
    Mark.STANDARD: "standard move",
    Mark.ATTESTED: "attested: off the ordinary route, but it happened",
    Mark.POSSIBLE: "possible: nothing forbids it, and no precedent is on record",
}


class LineStyle(NamedTuple):
    """The colour, width and dashes of a line. `dashes` is None for a solid line."""

    colour: str
    width: float
    dashes: str | None


class LegendEntry(NamedTuple):
    """An entry of the legend: a kind of arrow and its meaning, or a note without an arrow."""

    mark: Mark | None
    case_status: CaseStatus
    words: str
    is_note: bool = False


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


def line_style(colours: Palette, mark: Mark | None, case_status: CaseStatus) -> LineStyle:
    """Return the style of the line of an arrow in SVG.

    The mark is None if the process does not allow the move.
    """
    colour = line_colour(colours, mark, case_status)
    if mark is None:
        return LineStyle(colour, 2.6, "2 3 9 3")
    if case_status is CaseStatus.TAKEN:
        width = 2.6
    elif case_status is CaseStatus.UNTAKEN:
        width = 1.1
    else:
        width = 1.6 if mark is Mark.STANDARD else 1.4
    return LineStyle(colour, width, DASHES.get(mark))


def legend(diagram: Diagram) -> Iterator[LegendEntry]:
    """Yield the legend entries that a diagram needs.

    The diagram of a process that shows only standard moves needs none, except notes on the moves
    that it leaves out.
    """
    statuses = {arrow.case_status for arrow in diagram.arrows}
    marks = {arrow.mark for arrow in diagram.arrows}
    if CaseStatus.TAKEN in statuses and marks != {None}:
        yield LegendEntry(Mark.STANDARD, CaseStatus.TAKEN, "taken, in the order of the numbers")
    if CaseStatus.UNTAKEN in statuses:
        yield LegendEntry(Mark.STANDARD, CaseStatus.UNTAKEN, "not taken")
    if marks - {Mark.STANDARD}:
        for mark, words in LEGEND_WORDS.items():
            if mark in marks:
                yield LegendEntry(mark, CaseStatus.NO_CASE, words)
    if None in marks:
        words = "taken, though the process does not allow it"
        yield LegendEntry(None, CaseStatus.TAKEN, words)
    for note in diagram.notes:
        yield LegendEntry(None, CaseStatus.NO_CASE, note, is_note=True)


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
