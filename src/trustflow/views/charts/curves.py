"""Draw shares that grow with the days since a start: a panel for each end, with its band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...process import Colour
from ..svg import MARGIN, Canvas, Font, balanced, draw_heading, palette
from .years import YEAR, year_ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Curve", "Step", "to_svg"]

LABEL_SIZE, AXIS_SIZE = 14, 12
COLUMNS = 2
PANEL_WIDTH, PANEL_HEIGHT, AXIS_WIDTH = 330.0, 150.0, 44.0
COLUMN_GAP, ROW_GAP = 20.0, 26.0
LINE_HEIGHT, HEADING_GAP = 18, 8
AXIS_HEIGHT, NUMBERS_HEIGHT = 24.0, 38.0
PARTS = (0, 0.25, 0.5, 0.75, 1)
"""The shares that have a line."""
BAND_OPACITY, BOUNDS_OPACITY = 0.16, 0.4


@frozen
class Step:
    """A share from a day on.

    Args:
        day: The number of days since the start.
        share: The share.
        at_least: The least share that inexact dates and doubtful cases allow.
        at_most: The greatest share that they allow.
        low: The lower end of the band.
        high: The upper end of the band.
    """

    day: int
    share: float
    at_least: float
    at_most: float
    low: float
    high: float


@frozen
class Curve:
    """The share of the cases that came to an end, from the start on.

    Args:
        label: The end in words.
        numbers: How many cases came to it, in words.
        colour: The colour of the curve.
        steps: The share after each day on which it grows, in order.
    """

    label: str
    numbers: str
    colour: Colour
    steps: tuple[Step, ...]

    def at(self, day: float) -> Step:
        """Return the share on a day."""
        earlier = [step for step in self.steps if step.day <= day]
        return earlier[-1] if earlier else Step(0, 0, 0, 0, 0, 0)


def to_svg(
    curves: Sequence[Curve],
    last_day: int,
    followed: Callable[[int], int],
    texts: tuple[str, str],
    *,
    dark: bool,
    font: Font,
) -> str:
    """Return a panel for each curve as an SVG document.

    Args:
        curves: The curves.
        last_day: The last day that the panels show, as a number of days since the start.
        followed: A function that returns the number of cases followed up to a day that have not
            come to any end before it.
        texts: The title and the subtitle.
        dark: Whether the picture is for a dark page.
        font: The font.
    """
    return _Painter(curves, last_day, followed, Canvas(font), dark=dark).svg(*texts)


class _Painter:
    """Draws the panels on a canvas."""

    def __init__(
        self,
        curves: Sequence[Curve],
        last_day: int,
        followed: Callable[[int], int],
        canvas: Canvas,
        *,
        dark: bool,
    ) -> None:
        self.curves, self.last_day, self.followed = curves, last_day, followed
        self.canvas, self.colours = canvas, palette(dark=dark)
        self.highest = _rounded_up(
            max((step.high for curve in curves for step in curve.steps), default=0)
        )

    def svg(self, title: str, subtitle: str) -> str:
        """Return the picture as SVG text."""
        columns = min(COLUMNS, len(self.curves))
        width = 2 * MARGIN + columns * (PANEL_WIDTH + AXIS_WIDTH) + (columns - 1) * COLUMN_GAP
        top = draw_heading(self.canvas, self.colours, title, subtitle, width) + 18
        for first in range(0, len(self.curves), columns):
            row = self.curves[first : first + columns]
            headings = [balanced(curve.label, LABEL_SIZE, PANEL_WIDTH, bold=True) for curve in row]
            most_lines = max(map(len, headings))
            bottoms = []
            for index, curve in enumerate(row):
                left = MARGIN + AXIS_WIDTH + index * (PANEL_WIDTH + AXIS_WIDTH + COLUMN_GAP)
                is_last = first + index + columns >= len(self.curves)
                above = LINE_HEIGHT * (most_lines - len(headings[index]))
                self._draw_heading(curve, headings[index], (left, top + above))
                panel_top = top + LINE_HEIGHT * (most_lines + 1) + HEADING_GAP
                bottoms.append(self._draw_panel(curve, left, panel_top, with_numbers=is_last))
            top = max(bottoms) + ROW_GAP
        return self.canvas.document(
            width,
            top - ROW_GAP + MARGIN,
            title=title,
            description=" ".join([subtitle, *self._described()]),
            background=self.colours.background,
        )

    def _described(self) -> Iterator[str]:
        """Yield a sentence on each curve."""
        for curve in self.curves:
            yield f"{curve.label}: {curve.numbers}; {_words(curve.at(self.last_day))}."

    def _draw_heading(
        self, curve: Curve, lines: Sequence[str], corner: tuple[float, float]
    ) -> None:
        left, y = corner
        for line in lines:
            y += LINE_HEIGHT
            self.canvas.text((left, y - 5), line, size=LABEL_SIZE, fill=self.colours.ink, bold=True)
        self.canvas.text(
            (left, y + LINE_HEIGHT - 5), curve.numbers, size=AXIS_SIZE, fill=self.colours.quiet
        )

    def _draw_panel(self, curve: Curve, left: float, top: float, *, with_numbers: bool) -> float:
        """Draw a curve with its axes; return the y at which it ends."""
        bottom = top + PANEL_HEIGHT
        for part in PARTS:
            if part <= self.highest:
                y = bottom - self._height(part)
                stroke = self.colours.grid if part else self.colours.ink
                self.canvas.line(((left, y), (left + PANEL_WIDTH, y)), stroke=stroke)
                point = (left - 6, y + AXIS_SIZE * 0.35)
                self.canvas.text(
                    point, f"{part:.0%}", size=AXIS_SIZE, fill=self.colours.quiet, anchor="end"
                )
        tooltip = (f"{curve.label}: {curve.numbers}", *self._yearly(curve))
        with self.canvas.tooltip(tooltip):
            self._draw_curve(curve, left, bottom)
        return self._draw_days(left, bottom, with_numbers=with_numbers)

    def _yearly(self, curve: Curve) -> Iterator[str]:
        """Yield the share after each year that the axis names."""
        for year in year_ticks(self.last_day):
            if year:
                yield f"{_years_in_words(year)}: {_words(curve.at(year * YEAR))}"

    def _draw_curve(self, curve: Curve, left: float, bottom: float) -> None:
        """Draw the band, the bounds of inexact dates, and the share."""
        fill = self.colours.stage(curve.colour)

        def corners(name: str) -> list[tuple[float, float]]:
            x, y, points = left, bottom, [(left, bottom)]
            for step in curve.steps:
                x = left + self._along(step.day)
                points.append((x, y))
                y = bottom - self._height(getattr(step, name))
                points.append((x, y))
            return [*points, (left + PANEL_WIDTH, y)]

        at_least, at_most = corners("at_least"), corners("at_most")
        band = [*corners("low"), *reversed(corners("high"))]
        self.canvas.polygon(band, fill=fill, fill_opacity=BAND_OPACITY)
        if at_least != at_most:
            between = [*at_least, *reversed(at_most)]
            self.canvas.polygon(between, fill=fill, fill_opacity=BOUNDS_OPACITY)
        self.canvas.line(corners("share"), stroke=fill, stroke_width=2)

    def _draw_days(self, left: float, bottom: float, *, with_numbers: bool) -> float:
        """Draw the years below a panel and, if asked for, the numbers followed up to them."""
        for year in year_ticks(self.last_day):
            x = left + self._along(year * YEAR)
            self.canvas.line(((x, bottom), (x, bottom + 5)), stroke=self.colours.ink)
            rows = [(str(year), self.colours.ink)]
            if with_numbers:
                rows.append((str(self.followed(round(year * YEAR))), self.colours.quiet))
            for index, (text, fill) in enumerate(rows):
                y = bottom + AXIS_HEIGHT - 6 + index * NUMBERS_HEIGHT
                self.canvas.text((x, y), text, size=AXIS_SIZE, fill=fill, anchor="middle")
        if not with_numbers:
            return bottom + AXIS_HEIGHT
        y = bottom + AXIS_HEIGHT - 6 + NUMBERS_HEIGHT / 2
        words = "years, and how many were still followed without an end"
        self.canvas.text((left, y), words, size=AXIS_SIZE, fill=self.colours.quiet)
        return bottom + AXIS_HEIGHT + NUMBERS_HEIGHT

    def _along(self, day: float) -> float:
        return PANEL_WIDTH * min(day, self.last_day) / max(self.last_day, 1)

    def _height(self, share: float) -> float:
        return PANEL_HEIGHT * share / self.highest


def _rounded_up(share: float) -> float:
    """Return the smallest share with a line that is not below a share."""
    return next(part for part in PARTS if part and part >= min(share, 1))


def _words(step: Step) -> str:
    """Return a share with its band, in words."""
    return f"{step.share:.0%}, band {step.low:.0%} to {step.high:.0%}"


def _years_in_words(years: int) -> str:
    return f"after {years} year" if years == 1 else f"after {years} years"
