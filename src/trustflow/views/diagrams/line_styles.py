"""How the lines of a diagram are drawn, and the key that tells what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark
from .model import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..svg import Palette
    from .model import Drawing

__all__ = ["Sample", "Stroke", "key_of", "stroke_of"]

DASHES = {Mark.ATTESTED: "7 4.5", Mark.POSSIBLE: "1.6 4.2"}
KEY_WORDS = {
    Mark.STANDARD: "standard move",
    Mark.ATTESTED: "attested: off the ordinary route, but it happened",
    Mark.POSSIBLE: "possible: nothing forbids it, no precedent on record",
}


class Stroke(NamedTuple):
    """How a line is drawn."""

    colour: str
    width: float
    dashes: str | None


class Sample(NamedTuple):
    """A line of the key: which it is, and what it means."""

    mark: Mark | None
    standing: Standing
    words: str


def stroke_of(colours: Palette, mark: Mark | None, standing: Standing) -> Stroke:
    """How the line of an arrow is drawn; without a mark the process does not allow the move."""
    if mark is None:
        return Stroke(colours.alarm, 2.6, "2 3 9 3")
    dashes = DASHES.get(mark)
    if standing is Standing.TAKEN:
        return Stroke(colours.taken, 2.6, dashes)
    if standing is Standing.LEFT:
        return Stroke(colours.faint_outline, 1.1, dashes)
    if mark is Mark.STANDARD:
        return Stroke(colours.line, 1.6, dashes)
    return Stroke(colours.offbeat, 1.4, dashes)


def key_of(drawing: Drawing) -> Iterator[Sample]:
    """What the lines mean, as far as the drawing has them and they are not all the same."""
    standings = {arrow.standing for arrow in drawing.arrows}
    marks = {arrow.mark for arrow in drawing.arrows}
    if Standing.TAKEN in standings and marks != {None}:
        yield Sample(Mark.STANDARD, Standing.TAKEN, "taken, in the order of the numbers")
    if Standing.LEFT in standings:
        yield Sample(Mark.STANDARD, Standing.LEFT, "not taken")
    if marks - {Mark.STANDARD}:
        for mark, words in KEY_WORDS.items():
            if mark in marks:
                yield Sample(mark, Standing.OPEN, words)
    if None in marks:
        yield Sample(None, Standing.TAKEN, "taken, though the process does not allow it")
