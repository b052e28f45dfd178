"""Draw the latest judgements at the end of each year: a column for each year, by judgement."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import frozen

from ...dates import PartialDate
from ...engine import capital
from ...errors import pluralised
from ...process import Colour
from ..svg import MARGIN, Canvas, Font, draw_heading, palette

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...cohorts import RecordCount

__all__ = ["LOW", "NONE", "YearColumn", "columns_of", "to_svg"]

NONE, LOW = "none on record", "low confidence"
"""The names of the parts of a column that are not judgements."""
COLOURS = {
    "outstanding": Colour.BLUE,
    "good": Colour.TEAL,
    "adequate": Colour.OLIVE,
    "requires improvement": Colour.AMBER,
    "not inadequate": Colour.BROWN,
    "inadequate": Colour.RED,
}
"""The colour of each judgement."""
NUMBER_SIZE, AXIS_SIZE = 12, 12
CHART_HEIGHT, COLUMN_WIDTH, COLUMN_STEP = 420, 32, 38
AXIS_WIDTH, LEGEND_WIDTH = 38, 190
GRID_STEP = 50
"""The number of councils between two grid lines."""
SMALLEST_WITH_NUMBER = 12
"""The height in pixels from which a part has its number on it."""


@frozen
class YearColumn:
    """The counts of one day.

    Args:
        on: The day.
        parts: The number of councils by judgement, `NONE` or `LOW`, from the top down.
    """

    on: PartialDate
    parts: dict[str, int]

    @property
    def year(self) -> str:
        """The year of the day."""
        return str(self.on.earliest.year)

    @property
    def remark(self) -> str:
        """The day in words if it is not the last of its year, otherwise an empty text."""
        day = self.on.earliest
        is_last = (day.month, day.day) == (12, 31)
        return "" if is_last else f"to {self.on.words.removesuffix(f' {self.year}')}"


def columns_of(counts: Iterable[RecordCount]) -> tuple[YearColumn, ...]:
    """Return a column for each day of some counts of judgements.

    A part that is empty on every day is left out.
    """
    days = [(day, _parts([*of_day])) for day, of_day in groupby(counts, attrgetter("on"))]
    used = {name for _, parts in days for name, number in parts.items() if number}
    return tuple(
        YearColumn(day, {name: number for name, number in parts.items() if name in used})
        for day, parts in days
    )


def _parts(counts: Sequence[RecordCount]) -> dict[str, int]:
    low = sum(count.low_confidence for count in counts)
    parts = {count.value or NONE: count.authorities for count in counts}
    return {NONE: parts.pop(NONE), LOW: low, **parts}


def to_svg(
    columns: Sequence[YearColumn], title: str, subtitle: str, *, dark: bool, font: Font
) -> str:
    """Return the columns as an SVG document."""
    return _ColumnPainter(columns, Canvas(font), dark=dark).svg(title, subtitle)


class _ColumnPainter:
    """Draws the columns on a canvas."""

    def __init__(self, columns: Sequence[YearColumn], canvas: Canvas, *, dark: bool) -> None:
        self.columns, self.canvas, self.colours = columns, canvas, palette(dark=dark)
        self.left = MARGIN + AXIS_WIDTH
        self.right = self.left + COLUMN_STEP * len(columns)
        self.width = self.right + LEGEND_WIDTH + MARGIN
        self.bottom = 0.0
        self.highest = max(sum(column.parts.values()) for column in columns)

    def svg(self, title: str, subtitle: str) -> str:
        """Return the picture as SVG text."""
        top = draw_heading(self.canvas, self.colours, title, subtitle, self.width) + 24
        self.bottom = top + CHART_HEIGHT
        self._draw_grid()
        for index, column in enumerate(self.columns):
            self._draw_column(column, self.left + COLUMN_STEP * index)
        self._draw_legend()
        last = self.columns[-1]
        parts = "; ".join(f"{name}: {number}" for name, number in last.parts.items())
        shown = f" On {last.on.words}: {parts}." if parts else ""
        return self.canvas.document(
            self.width,
            self.bottom + 42 + MARGIN * 0.6,
            title=title,
            description=f"{subtitle}{shown}",
            background=self.colours.background,
        )

    def _height(self, number: int) -> float:
        """Return the height of a number of councils in pixels."""
        return CHART_HEIGHT * number / max(self.highest, 1)

    def _draw_grid(self) -> None:
        for number in range(0, self.highest + 1, GRID_STEP):
            y = self.bottom - self._height(number)
            stroke = self.colours.ink if number == 0 else self.colours.grid
            self.canvas.line(((self.left - 6, y), (self.right, y)), stroke=stroke, stroke_width=1)
            point = (self.left - 10, y + AXIS_SIZE * 0.35)
            self.canvas.text(
                point, str(number), size=AXIS_SIZE, fill=self.colours.quiet, anchor="end"
            )

    def _draw_column(self, column: YearColumn, left: float) -> None:
        middle = left + COLUMN_STEP / 2
        y = self.bottom
        for name, number in reversed(column.parts.items()):
            y -= self._height(number)
            if number:
                words = f"{column.on.words}: {name}, {pluralised(number, 'council')}"
                with self.canvas.tooltip((words,)):
                    self._draw_part(name, number, middle, y)
        for text, down, fill in (
            (column.year, 18, self.colours.ink),
            (column.remark, 34, self.colours.quiet),
        ):
            if text:
                point = (middle, self.bottom + down)
                self.canvas.text(point, text, size=AXIS_SIZE, fill=fill, anchor="middle")

    def _draw_part(self, name: str, number: int, middle: float, top: float) -> None:
        height = self._height(number)
        self._draw_box(name, middle - COLUMN_WIDTH / 2, top, COLUMN_WIDTH, height)
        if height < SMALLEST_WITH_NUMBER:
            return
        colour = COLOURS.get(name)
        fill = self.colours.ink if colour is None else self.colours.on_stage(colour)
        point = (middle, top + height / 2 + NUMBER_SIZE * 0.36)
        self.canvas.text(
            point, str(number), size=NUMBER_SIZE, fill=fill, bold=True, anchor="middle"
        )

    def _draw_box(self, name: str, left: float, top: float, width: float, height: float) -> None:
        """Draw a part, or its box in the legend; what is no judgement has an outline."""
        colour = COLOURS.get(name)
        outlined = {"fill": self.colours.background, "stroke": self.colours.outline}
        filled = {"stroke": self.colours.background}
        if name == NONE:
            outlined["fill"] = self.colours.grid
        if colour is not None:
            filled["fill"] = self.colours.stage(colour)
        self.canvas.shape(
            "rect",
            x=left,
            y=top,
            width=width,
            height=height,
            stroke_width=0.8,
            **(outlined if colour is None else filled),
        )

    def _draw_legend(self) -> None:
        """Write the names of the parts beside the last column, in the same order."""
        left = self.right + 18.0
        y = self.bottom - CHART_HEIGHT
        for name in self.columns[-1].parts:
            self._draw_box(name, left, y, 16, 14)
            point = (left + 23, y + 7 + AXIS_SIZE * 0.36)
            self.canvas.text(point, capital(name), size=AXIS_SIZE, fill=self.colours.ink)
            y += 24
