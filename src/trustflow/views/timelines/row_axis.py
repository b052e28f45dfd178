"""The axis above the rows of many histories: dates, or years from an event that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..svg import MARGIN, text_width
from .labels import TEXT_SIZE
from .single import WIDTH
from .time_axis import DAYS_PER_YEAR, grid_days, years_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..svg import Canvas, Palette

__all__ = ["LEFT", "NAMES_WIDTH", "Axis", "axis_of"]

NAMES_WIDTH = 168
"""The width of the column of names, which is left of the bars."""
LEFT = MARGIN + NAMES_WIDTH + 12
CHART_WIDTH = WIDTH - MARGIN - LEFT
YEARS_APART, MONTHS_APART = 46, 64
"""The least distance from one label of the axis to the next, in pixels."""


@frozen
class Axis:
    """An axis of dates, or of years from an event.

    Args:
        first: Its first day.
        last: Its last day.
        is_aligned: Whether days are counted from an event.
    """

    first: float
    last: float
    is_aligned: bool

    def x(self, day: float) -> float:
        """Return the distance of a day from the left side of the picture, in pixels."""
        return LEFT + CHART_WIDTH * (day - self.first) / (self.last - self.first)

    def draw(self, canvas: Canvas, colours: Palette, top: float, bottom: float) -> None:
        """Draw the grid lines of the rows, with their labels above."""
        for day, text in self._days():
            x = self.x(day)
            if not LEFT <= x <= LEFT + CHART_WIDTH:
                continue
            is_zero = self.is_aligned and day == 0
            canvas.line(
                ((x, top - 6), (x, bottom + 4)),
                stroke=colours.ink if is_zero else colours.grid,
                stroke_width=1.6 if is_zero else 1,
            )
            fill = colours.ink if is_zero else colours.quiet
            # A label at the end of the axis keeps its distance from the edge of the picture.
            centre = min(x, WIDTH - 2 - text_width(text, TEXT_SIZE, bold=is_zero) / 2)
            point = (centre, top - 13)
            canvas.text(point, text, size=TEXT_SIZE, fill=fill, bold=is_zero, anchor="middle")

    def _days(self) -> Iterator[tuple[float, str]]:
        """Yield the day and the label of each grid line."""
        days_per_pixel = (self.last - self.first) / CHART_WIDTH
        apart, months_apart = YEARS_APART * days_per_pixel, MONTHS_APART * days_per_pixel
        if self.is_aligned:
            yield from self._years(years_apart(apart))
        else:
            ends = int(self.first), int(self.last)
            yield from grid_days(*ends, apart=apart, months_apart=months_apart)

    def _years(self, step: int) -> Iterator[tuple[float, str]]:
        first, last = (int(day // (DAYS_PER_YEAR * step)) for day in (self.first, self.last))
        for number in range(first, last + 2):
            years = number * step
            sign = "+" if years > 0 else "\N{MINUS SIGN}"
            yield years * DAYS_PER_YEAR, "0" if years == 0 else f"{sign}{abs(years)} y"


def axis_of(spans: Sequence[tuple[float, float]], *, is_aligned: bool) -> Axis:
    """Return the axis on which some spans of days have space.

    Args:
        spans: The first and the last day of each row; of at least one.
        is_aligned: Whether days are counted from an event.
    """
    first = min(first for first, _ in spans)
    last = max(last for _, last in spans)
    margin = max((last - first) * 0.015, 20)
    return Axis(first - margin, last + margin, is_aligned)
