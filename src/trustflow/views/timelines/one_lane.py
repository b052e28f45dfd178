"""Draw one history as a low strip: a bar with the names of the stages, and the years below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import PartialDate
from ..diagrams import case_title
from ..fact_rows import record_words
from ..svg import WEB_FONT, Canvas, Font, palette, text_width, wrapped
from .stage_key import draw_stage_key
from .stage_names import ELLIPSIS, cut_to, name_lines_in
from .time_axis import grid_days

if TYPE_CHECKING:
    from ..svg import Palette
    from .model import Lane, Stretch

__all__ = ["to_svg"]

WIDTH, MARGIN = 440, 4
"""The width of a strip: on a phone, where it is three quarters as wide, words are 10 px high."""
TEXT_SIZE = 14
LINE_HEIGHT = 15.5
BAR_TOP, BAR_HEIGHT = MARGIN, 34
"""The bar is high enough for names on two lines."""
YEARS_BASE = BAR_TOP + BAR_HEIGHT + 18
KEY_TOP = YEARS_BASE + 9
OPEN_END = 10
"""The least width of the dashed outline at the end of the bar, where the record ends."""
NAME_MARGIN = 4
"""The least distance of a name from the edges of its part of the bar."""
GAP = 10
"""The least distance from one year to the next, in pixels."""


def to_svg(lane: Lane, *, dark: bool, font: Font = WEB_FONT) -> str:
    """Return the stages of one history as a strip in SVG text.

    A stage has its name in the bar, whole or shortened, or else its number. Below the years, a key
    has the stages whose names are nowhere in the bar, or only with an ellipsis.
    """
    return _StripPainter(lane, palette(dark=dark), Canvas(font)).svg()


class _StripPainter:
    """Draws a strip on a canvas."""

    def __init__(self, lane: Lane, colours: Palette, canvas: Canvas) -> None:
        self.lane, self.colours, self.canvas = lane, colours, canvas
        ranges = [days for each in lane.stretches for days in (each.begins, each.ends)] or [(0, 0)]
        self.first, self.last = min(first for first, _ in ranges), max(last for _, last in ranges)
        self.right = WIDTH - MARGIN - (0 if lane.is_abolished else OPEN_END)
        self.named: set[str] = set()

    def x(self, day: float) -> float:
        """Return the distance of a day from the left side of the strip, in pixels."""
        length = max(self.last - self.first, 1)
        return MARGIN + (self.right - MARGIN) * (day - self.first) / length

    def svg(self) -> str:
        """Return the strip as SVG text."""
        words = record_words(self.lane.report)
        if self.lane.stretches:
            self._draw_bar()
            self._draw_years()
            height = self._draw_key()
        else:
            height = self._draw_words(words)
        stages = ", then ".join(stretch.label for stretch in self.lane.stretches)
        return self.canvas.document(
            WIDTH,
            height,
            title=case_title(self.lane.report),
            description=f"{words} Stages: {stages or 'none'}.",
            background=self.colours.background,
        )

    def _draw_words(self, words: str) -> float:
        """Write that there are no events; return the height of the strip."""
        base = float(MARGIN)
        for line in wrapped(words, TEXT_SIZE, WIDTH - 2 * MARGIN):
            base += LINE_HEIGHT
            self.canvas.text((MARGIN, base), line, size=TEXT_SIZE, fill=self.colours.quiet)
        return base + 2 * MARGIN

    def _draw_bar(self) -> None:
        """Draw the stages, each with its name or its number."""
        last = self.lane.stretches[-1]
        for stretch in self.lane.visible_stretches:
            with self.canvas.tooltip(stretch.tooltip):
                self._draw_stretch(stretch)
                is_written = self._draw_name(stretch)
                if stretch is last and not self.lane.is_abolished:
                    self._draw_record_end(stretch, is_written=is_written)

    def _draw_stretch(self, stretch: Stretch) -> None:
        """Draw the part of the bar for a stretch. An edge is slanted if its day is not exact."""
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        top, bottom = BAR_TOP, BAR_TOP + BAR_HEIGHT
        corners = ((first, top), (end_first, top), (end_last, bottom), (last, bottom))
        self.canvas.polygon(
            ((self.x(day), y) for day, y in corners),
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=1,
        )

    def _draw_record_end(self, stretch: Stretch, *, is_written: bool) -> None:
        """Draw an outline after the bar: the stage may continue after the record."""
        left, right = self.x(stretch.ends[1]) + 2, float(WIDTH - MARGIN)
        self.canvas.shape(
            "rect",
            x=left,
            y=BAR_TOP + 0.7,
            width=right - left,
            height=BAR_HEIGHT - 1.4,
            fill="none",
            stroke=self.colours.stage(stretch.colour),
            stroke_width=1.4,
            stroke_dasharray="4 3",
        )
        if not is_written:
            self._write_name(stretch, (left, right), self.colours.ink)

    def _draw_name(self, stretch: Stretch) -> bool:
        """Write the name of a stage, or its number, in the bar; return whether one fits."""
        left, right = map(self.x, stretch.inner)
        return self._write_name(stretch, (left, right), self.colours.on_stage(stretch.colour))

    def _write_name(self, stretch: Stretch, span: tuple[float, float], fill: str) -> bool:
        left, right = span
        space = right - left - 2 * NAME_MARGIN
        lines = name_lines_in(stretch.label, TEXT_SIZE, space, BAR_HEIGHT, LINE_HEIGHT)
        if lines is not None and not lines[-1].endswith(ELLIPSIS):
            self.named.add(stretch.stage)
        number = str(stretch.index + 1)
        if lines is None and text_width(number, TEXT_SIZE, bold=True) <= space:
            lines = (number,)
        base = BAR_TOP + BAR_HEIGHT / 2 + TEXT_SIZE * 0.35
        for index, line in enumerate(lines or ()):
            y = base + (index - (len(lines or ()) - 1) / 2) * LINE_HEIGHT
            point = ((left + right) / 2, y)
            self.canvas.text(point, line, size=TEXT_SIZE, fill=fill, bold=True, anchor="middle")
        return lines is not None

    def _draw_years(self) -> None:
        """Write the years below the bar; of a record without a grid day, its days."""
        if not self.lane.is_dated:
            return
        days_per_pixel = (self.last - self.first) / (self.right - MARGIN)
        apart, months_apart = (
            (text_width(label, TEXT_SIZE) + GAP) * days_per_pixel for label in ("2000", "Mar 2000")
        )
        is_drawn = False
        days = grid_days(self.first, self.last, apart=apart, months_apart=months_apart)
        for day, text in days:
            x, half = self.x(day), text_width(text, TEXT_SIZE) / 2
            if x - half >= MARGIN and x + half <= WIDTH - MARGIN:
                ends = ((x, BAR_TOP + BAR_HEIGHT), (x, BAR_TOP + BAR_HEIGHT + 5))
                self.canvas.line(ends, stroke=self.colours.outline, stroke_width=1.2)
                self._write_year(text, x)
                is_drawn = True
        if not is_drawn:
            words = PartialDate.between(self.first, self.last).words
            text = cut_to(words, TEXT_SIZE, WIDTH - 2 * MARGIN)
            self._write_year(text, MARGIN + text_width(text, TEXT_SIZE) / 2)

    def _write_year(self, text: str, middle: float) -> None:
        point, fill = (middle, YEARS_BASE), self.colours.quiet
        self.canvas.text(point, text, size=TEXT_SIZE, fill=fill, anchor="middle")

    def _draw_key(self) -> float:
        """Draw the key of the stages without a name in the bar; return the height of the strip."""
        unnamed = {
            stretch.index
            for stretch in self.lane.visible_stretches
            if stretch.stage not in self.named
        }
        if not unnamed:
            return YEARS_BASE + 2.0 * MARGIN
        bottom = draw_stage_key(
            self.canvas,
            self.colours,
            self.lane.report.process,
            unnamed,
            top=KEY_TOP,
            sides=(MARGIN, WIDTH - MARGIN),
            size=TEXT_SIZE,
        )
        return bottom + 2 * MARGIN
