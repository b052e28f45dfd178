"""Draw how long each of a few cases lasted: a line for each, from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...process import Colour
from ..svg import MARGIN, Canvas, Font, draw_heading, few_lines, palette, text_width
from .years import YEAR, year_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..svg import Palette

__all__ = ["CaseLine", "to_svg"]

LABEL_SIZE, LINE_HEIGHT = 13, 15.5
LABEL_WIDTH, MAX_LINES = 200.0, 2
"""The greatest width and number of lines of the name of a case, and of its end."""
PLOT_WIDTH, ROW_HEIGHT = 340.0, 26.0
RADIUS = 5.0
GAP = 12.0
AXIS_HEIGHT = 40.0


@frozen
class CaseLine:
    """How long a case lasted.

    Args:
        label: The name of the case.
        at_least: The least number of days it lasted.
        at_most: The greatest number of days it lasted; None if it has not ended on record.
        end: Its end in words, or that it has none.
        colour: The colour of its end.
    """

    label: str
    at_least: int
    at_most: int | None
    end: str
    colour: Colour


def to_svg(lines: Sequence[CaseLine], title: str, subtitle: str, *, dark: bool, font: Font) -> str:
    """Return a line for each case as an SVG document; without a case, only the heading."""
    return _LinePainter(lines, Canvas(font), palette(dark=dark)).svg(title, subtitle)


@frozen
class _Row:
    """A case, and the lines of its name and of its end."""

    case: CaseLine
    name: tuple[str, ...]
    end: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of the row in pixels."""
        return ROW_HEIGHT + LINE_HEIGHT * (max(len(self.name), len(self.end)) - 1)

    @property
    def words(self) -> str:
        """The case in words, with its whole name."""
        return f"{self.case.label}: {self.case.end}, {_days(self.case)}"


class _LinePainter:
    """Draws the lines on a canvas."""

    def __init__(self, cases: Sequence[CaseLine], canvas: Canvas, colours: Palette) -> None:
        self.canvas, self.colours = canvas, colours
        self.rows = [_Row(case, _few(case.label), _few(case.end)) for case in cases]
        self.left = MARGIN + GAP + _widest(line for row in self.rows for line in row.name)
        self.right = self.left + PLOT_WIDTH
        ends_width = _widest(line for row in self.rows for line in row.end)
        self.width = self.right + GAP + ends_width + MARGIN
        self.longest = max((case.at_most or case.at_least for case in cases), default=0)

    def svg(self, title: str, subtitle: str) -> str:
        """Return the picture as SVG text."""
        bottom = draw_heading(self.canvas, self.colours, title, subtitle, self.width)
        if self.rows:
            bottom = self._draw_rows(bottom + 18)
        shown = "; ".join(row.words for row in self.rows)
        return self.canvas.document(
            self.width,
            bottom + MARGIN,
            title=title,
            description=f"{subtitle} {shown}." if self.rows else subtitle,
            background=self.colours.background,
        )

    def _along(self, day: float) -> float:
        return self.left + PLOT_WIDTH * day / max(self.longest, 1)

    def _draw_rows(self, top: float) -> float:
        """Draw the axis and the rows; return the y at which they end."""
        bottom = top + sum(row.height for row in self.rows)
        ink, quiet = self.colours.ink, self.colours.quiet
        for year in year_ticks(self.longest):
            x = self._along(year * YEAR)
            self.canvas.line(((x, top), (x, bottom)), stroke=self.colours.grid)
            point = (x, bottom + 18)
            self.canvas.text(point, str(year), size=LABEL_SIZE, fill=ink, anchor="middle")
        for row in self.rows:
            with self.canvas.tooltip((row.words,)):
                self._draw_row(row, top + row.height / 2)
            top += row.height
        point = (self.left, bottom + AXIS_HEIGHT - 4)
        self.canvas.text(point, "years since the start", size=LABEL_SIZE, fill=quiet)
        return bottom + AXIS_HEIGHT

    def _draw_row(self, row: _Row, middle: float) -> None:
        self._write(row.name, self.left - GAP, middle, self.colours.ink, anchor="end")
        self._draw_line(row.case, middle)
        self._write(row.end, self.right + GAP, middle, self.colours.quiet)

    def _draw_line(self, case: CaseLine, middle: float) -> None:
        """Draw the line of a case: pale where the case can have ended, with a disc at its end."""
        fill = self.colours.stage(case.colour)
        begin, end = self._along(case.at_least), self._along(case.at_most or case.at_least)
        self.canvas.line(((self.left, middle), (begin, middle)), stroke=fill, stroke_width=2)
        if end > begin:
            self.canvas.line(
                ((begin, middle), (end, middle)), stroke=fill, stroke_width=5, stroke_opacity=0.4
            )
        self.canvas.shape(
            "circle",
            cx=end,
            cy=middle,
            r=RADIUS,
            fill=self.colours.background if case.at_most is None else fill,
            stroke=fill,
            stroke_width=2,
        )

    def _write(
        self, lines: Sequence[str], x: float, middle: float, fill: str, *, anchor: str = "start"
    ) -> None:
        base = middle + LABEL_SIZE * 0.36 - LINE_HEIGHT * (len(lines) - 1) / 2
        for line in lines:
            self.canvas.text((x, base), line, size=LABEL_SIZE, fill=fill, anchor=anchor)
            base += LINE_HEIGHT


def _few(text: str) -> tuple[str, ...]:
    """Return the lines of a name or an end, which is cut if it needs too many of them."""
    return few_lines(text, LABEL_SIZE, LABEL_WIDTH, MAX_LINES)


def _widest(texts: Iterable[str]) -> float:
    return max((text_width(text, LABEL_SIZE) for text in texts), default=0.0)


def _days(line: CaseLine) -> str:
    """Return the days of a line in words."""
    if line.at_most is None:
        return f"at least {line.at_least:,} days"
    days = f"{line.at_most:,} days"
    return days if line.at_least == line.at_most else f"{line.at_least:,} to {days}"
