"""The legend of a diagram: lines with their meaning, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from ...process import Mark
from ..svg import text_width, wrapped
from .line_styles import line_style
from .model import CaseStatus
from .text_blocks import stays_in_every_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..svg import Canvas, Palette
    from .layout import Point
    from .model import Diagram

__all__ = ["Legend", "LegendEntry", "legend"]

TEXT_SIZE = 12
LINE_HEIGHT = 1.6
SAMPLE_WIDTH, SAMPLE_GAP, ENTRY_GAP = 34, 8, 26
LEGEND_WORDS = {
    Mark.STANDARD: "standard move",
    Mark.ATTESTED: "attested: off the ordinary route, but it happened",
    Mark.POSSIBLE: "possible: nothing forbids it, and no precedent is on record",
}


class LegendEntry(NamedTuple):
    """An entry of the legend: a kind of arrow and its meaning, or a note without an arrow."""

    mark: Mark | None
    case_status: CaseStatus
    words: str
    is_note: bool = False
    is_road: bool = False


def legend(diagram: Diagram) -> Iterator[LegendEntry]:
    """Yield the legend entries that a diagram needs.

    A diagram whose arrows all look the same needs none, except notes.
    """
    statuses = {arrow.case_status for arrow in diagram.arrows}
    marks = {arrow.mark for arrow in diagram.arrows if not arrow.stays}
    is_case = diagram.subtitle is not None
    if CaseStatus.TAKEN in statuses and marks != {None}:
        yield LegendEntry(Mark.STANDARD, CaseStatus.TAKEN, "taken, in the order of the numbers")
    if CaseStatus.UNTAKEN in statuses:
        yield LegendEntry(Mark.STANDARD, CaseStatus.UNTAKEN, "not taken")
    if _shows_road(diagram):
        yield LegendEntry(Mark.STANDARD, CaseStatus.NO_CASE, "ordinary route", is_road=True)
    if marks - {Mark.STANDARD}:
        for mark, words in LEGEND_WORDS.items():
            if mark in marks and not (is_case and mark is Mark.STANDARD):
                yield LegendEntry(mark, CaseStatus.NO_CASE, words)
    if None in marks:
        words = "taken, though the process does not allow it"
        yield LegendEntry(None, CaseStatus.TAKEN, words)
    for note in _notes(diagram):
        yield LegendEntry(None, CaseStatus.NO_CASE, note, is_note=True)


def _notes(diagram: Diagram) -> list[str]:
    """Return the notes below the entries of the legend."""
    notes = [f"{name}: {bound}" for bound, name in diagram.limits.items()]
    shared = stays_in_every_stage(diagram)
    if shared:
        notes.append(f"in every stage also: {'; '.join(shared)}")
    notes += diagram.notes
    if diagram.left_out and diagram.subtitle is None:
        notes.append('To show the moves left out, set marks to "all".')
    return notes


def _shows_road(diagram: Diagram) -> bool:
    """Return whether the arrows of the ordinary route are heavier than other arrows."""
    moves = [arrow for arrow in diagram.arrows if not arrow.stays]
    is_counted = any(arrow.count is not None for arrow in moves)
    steps = diagram.road_steps
    return diagram.subtitle is None and not is_counted and 0 < len(steps) < len(moves)


@frozen
class Legend:
    """The legend of a picture, as wide as the picture.

    Args:
        entries: The entries. Lines share a row where they fit; each note begins a new row.
        left: The left edge.
        width: The greatest width.
    """

    entries: tuple[LegendEntry, ...]
    left: float
    width: float

    def draw(self, canvas: Canvas, colours: Palette, top: float) -> float:
        """Draw the legend; return the y at which it ends."""
        y = top
        for entry, line, (x, row) in self._placed():
            y = top + (row + 0.5) * TEXT_SIZE * LINE_HEIGHT
            before = 0
            if entry is not None:
                self._draw_sample(canvas, colours, entry, (x, y))
                before = SAMPLE_WIDTH + SAMPLE_GAP
            point = (x + before, y + TEXT_SIZE * 0.35)
            canvas.text(point, line, size=TEXT_SIZE, fill=colours.quiet)
        return y + TEXT_SIZE * 0.6

    def _placed(self) -> Iterator[tuple[LegendEntry | None, str, tuple[float, int]]]:
        """Yield each line of text with its place; the entry only where a sample belongs."""
        x, row, is_first = self.left, 0, True
        for entry in self.entries:
            before = 0 if entry.is_note else SAMPLE_WIDTH + SAMPLE_GAP
            lines = wrapped(entry.words, TEXT_SIZE, self.width - before)
            needed = before + text_width(lines[0], TEXT_SIZE)
            if not is_first and (entry.is_note or x + needed > self.left + self.width):
                x, row = self.left, row + 1
            yield None if entry.is_note else entry, lines[0], (x, row)
            x, is_first = x + needed + ENTRY_GAP, False
            for line in lines[1:]:
                row += 1
                yield None, line, (self.left + before, row)
                x = self.left + self.width

    def _draw_sample(
        self, canvas: Canvas, colours: Palette, entry: LegendEntry, point: Point
    ) -> None:
        x, y = point
        style = line_style(colours, entry.mark, entry.case_status, is_road=entry.is_road)
        canvas.line(
            (point, (x + SAMPLE_WIDTH, y)),
            stroke=style.colour,
            stroke_width=style.width,
            stroke_dasharray=style.dashes,
            stroke_linecap="round",
        )
