"""Draw the bar of the stages that runs down a timeline, with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .labels import LINE_HEIGHT, TEXT_SIZE
from .markers import MarkerPainter
from .stage_names import name_lines_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..svg import Canvas, Palette
    from .model import Lane, Stretch

__all__ = ["BAR_WIDTH", "RECORD_END_HEIGHT", "draw_stage_bar"]

BAR_WIDTH = 132
RECORD_END_HEIGHT = 26
"""The height of the dashed outline below the bar, with its margins, if its name is on one line."""
NAME_WIDTH = BAR_WIDTH - 10


def draw_stage_bar(
    canvas: Canvas, colours: Palette, lane: Lane, y: Callable[[float], float], left: float
) -> None:
    """Draw the bar of the stages of a history, with the name of each stage that fits.

    Args:
        canvas: The canvas.
        colours: The colours of the picture.
        lane: The history.
        y: A function that returns the distance of a day from the top of the picture, in pixels.
        left: The x of the left side of the bar.
    """
    bar = _Bar(canvas, colours, y, left)
    for stretch in lane.visible_stretches:
        with canvas.tooltip(stretch.tooltip):
            bar.draw(stretch)
            is_named = bar.draw_name(stretch)
            if stretch is lane.stretches[-1] and not lane.is_abolished:
                bar.draw_record_end(stretch, is_named=is_named)


class _Bar:
    """Draws the parts of the bar on a canvas."""

    def __init__(
        self, canvas: Canvas, colours: Palette, y: Callable[[float], float], left: float
    ) -> None:
        self.canvas, self.colours, self.y, self.left = canvas, colours, y, left

    def draw(self, stretch: Stretch) -> None:
        """Draw the part of the bar for a stretch.

        If the day of a start or an end is not known exactly, the edge is slanted: it leads from the
        first possible day to the last.
        """
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        left, right = self.left, self.left + BAR_WIDTH
        corners = ((left, first), (right, last), (right, end_last), (left, end_first))
        self.canvas.polygon(
            ((x, self.y(day)) for x, day in corners),
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=1,
        )

    def draw_name(self, stretch: Stretch) -> bool:
        """Write the name of a stage in its part if it fits; return whether it does."""
        top, bottom = map(self.y, stretch.inner)
        height = bottom - top - 2
        lines = name_lines_in(stretch.label, TEXT_SIZE, NAME_WIDTH, height, LINE_HEIGHT)
        if lines is None:
            return False
        self._write(lines, (top + bottom) / 2, self.colours.on_stage(stretch.colour))
        return True

    def draw_record_end(self, stretch: Stretch, *, is_named: bool) -> None:
        """Draw an outline below the bar: the stage may continue after the record.

        It has the name of the stage if the bar has not.
        """
        space = NAME_WIDTH, 2 * LINE_HEIGHT
        found = name_lines_in(stretch.label, TEXT_SIZE, *space, LINE_HEIGHT)
        lines = () if is_named or found is None else found
        top, height = self.y(stretch.ends[1]) + 2, RECORD_END_HEIGHT - 4.0
        height = max(height, len(lines) * LINE_HEIGHT + 2)
        colour, width = self.colours.stage(stretch.colour), BAR_WIDTH - 1.4
        painter = MarkerPainter(self.canvas, self.colours)
        painter.draw_record_end(self.left + 0.7, top, width, height, colour)
        self._write(lines, top + height / 2, self.colours.ink)

    def _write(self, lines: Sequence[str], middle: float, fill: str) -> None:
        base = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + TEXT_SIZE * 0.35
        for index, line in enumerate(lines):
            point = (self.left + BAR_WIDTH / 2, base + index * LINE_HEIGHT)
            self.canvas.text(point, line, size=TEXT_SIZE, fill=fill, bold=True, anchor="middle")
