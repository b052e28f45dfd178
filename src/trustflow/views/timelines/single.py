"""The timeline of one history: time runs down the page, so that every event has a line of words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...dates import PartialDate
from ...errors import pluralised
from ..svg import PAGE, Canvas, Face, balanced, palette, text_width, wrapped
from .label_placement import spread, sublanes
from .labels import DATE_SIZE, DATES, ROW, WORDS, WORDS_SIZE, Row, rows_of
from .markers import STUB, Pen, keys
from .model import Mark, Tick
from .time_axis import YEAR, grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine import Report
    from ..svg import Palette
    from .model import Lane, Stretch

__all__ = ["title_of", "to_svg"]

MARGIN = 26
TITLE_SIZE, SUBTITLE_SIZE, FOOT_SIZE = 20, 13, 10.5
YEARS, STAGES, BAR = 52, 140, 22
"""The widths of the columns: years, names of stages, the bar."""
LANE = 11
"""From one column of marks to the next."""
LEADERS = 92
"""The room in which lines lead from the marks to their words."""
TAIL = 26
"""How long the bar goes on, in outline, where the record ends."""
LEAST_HEIGHT, A_YEAR = 240, 26
EMPTY_DAY = dt.date(2000, 1, 1).toordinal()


def to_svg(lane: Lane, *, dark: bool, face: Face = PAGE) -> str:
    """The timeline of one history as SVG text."""
    return _Chronicle(lane, palette(dark=dark), face).drawn()


class _Chronicle:
    """A timeline on its way to become a picture."""

    def __init__(self, lane: Lane, colours: Palette, face: Face) -> None:
        self.lane, self.colours, self.canvas = lane, colours, Canvas(face)
        self.pen = Pen(self.canvas, colours)
        self.rows = rows_of(lane)
        first, last = lane.days if self.rows else (EMPTY_DAY, EMPTY_DAY)
        margin = max((last - first) // 60, 10)
        self.first, self.last = first - margin, last + margin
        years = (self.last - self.first) / YEAR
        rows = sum(row.height for row in self.rows)
        self.height = max(rows * 1.04, LEAST_HEIGHT, years * A_YEAR) if self.rows else 0.0
        self.top = 0.0
        self.bar_left = MARGIN + YEARS + STAGES + 16
        self.columns = self._columns()
        self.words_left = max([self.bar_left + BAR, *self.columns]) + LEADERS + 8
        self.width = self.words_left + DATES + WORDS + MARGIN

    def y(self, day: float) -> float:
        """How far down the page a day is."""
        return self.top + self.height * (day - self.first) / (self.last - self.first)

    @property
    def bottom(self) -> float:
        """Where the timeline ends."""
        return self.top + self.height + TAIL

    def _columns(self) -> list[float]:
        """How far to the right each row's mark is, so that no two marks overlap."""
        columns = [0.0] * len(self.rows)
        left = self.bar_left + BAR + 18.0
        for wants_tick in (True, False):
            chosen = [
                index
                for index, row in enumerate(self.rows)
                if isinstance(row.of, Tick) is wants_tick
            ]
            spans = [self._extent(self.rows[index]) for index in chosen]
            lanes = sublanes(spans)
            for index, lane in zip(chosen, lanes, strict=True):
                columns[index] = left + lane * LANE
            if lanes:
                left += (max(lanes) + 1) * LANE + 16
        return columns

    def _extent(self, row: Row) -> tuple[float, float]:
        """From where to where a row's mark reaches down the page."""
        top, bottom = self.y(row.days[0]) - 5, self.y(row.days[1]) + 5
        if isinstance(row.of, Mark):
            top -= STUB * row.of.is_open_start
            bottom += STUB * row.of.is_open_end
        return top, bottom

    def drawn(self) -> str:
        """The whole picture."""
        report = self.lane.report
        title = title_of(report)
        self._draw_heading(title, report.on_record)
        self._draw_grid()
        self._draw_stretches()
        sizes = [row.height for row in self.rows]
        middles = spread([self.y(row.middle) for row in self.rows], sizes, self.top, self.bottom)
        self._draw_leaders(middles)
        self._draw_joins()
        for row, column, middle in zip(self.rows, self.columns, middles, strict=True):
            with self.canvas.tooltip(row.of.tooltip):
                self._draw_row(row, column, middle)
        bottom = self._draw_foot()
        return self.canvas.document(
            self.width,
            bottom,
            title=title,
            description=" ".join(self._description()),
            background=self.colours.background,
        )

    def _description(self) -> Iterator[str]:
        report = self.lane.report
        yield report.on_record
        yield _described(self.lane)
        if report.process.disclaimer is not None:
            yield report.process.disclaimer

    def _draw_heading(self, title: str, subtitle: str) -> None:
        top, room = float(MARGIN), self.width - 2 * MARGIN
        for line in wrapped(title, TITLE_SIZE, room, bold=True):
            top += TITLE_SIZE * ROW
            at = (MARGIN, top - 6)
            self.canvas.text(at, line, size=TITLE_SIZE, fill=self.colours.ink, bold=True)
        for line in wrapped(subtitle, SUBTITLE_SIZE, room):
            top += SUBTITLE_SIZE * ROW
            self.canvas.text((MARGIN, top - 3), line, size=SUBTITLE_SIZE, fill=self.colours.quiet)
        self.top = top + 16

    def _draw_grid(self) -> None:
        """The years, or months, as lines across the page; they are far enough apart for words."""
        if not self.rows:
            return
        for day, words in grid(self.first, self.last):
            y = self.y(day)
            ends = (MARGIN + YEARS - 4, y), (self.words_left - LEADERS, y)
            self.canvas.line(ends, stroke=self.colours.grid, stroke_width=1)
            at = (MARGIN, y + DATE_SIZE * 0.35)
            self.canvas.text(at, words, size=DATE_SIZE, fill=self.colours.quiet)

    # The stages

    def _draw_stretches(self) -> None:
        """The bar with the names of the stages; one that takes no time has none."""
        stretches = self.lane.stretches
        named = [each for each in stretches if each.begins != each.ends or each is stretches[-1]]
        labels = [balanced(each.label, WORDS_SIZE, STAGES, bold=True) for each in named]
        wanted = [self._middle(each) for each in named]
        sizes = [len(lines) * WORDS_SIZE * ROW + 6 for lines in labels]
        middles = spread(wanted, sizes, self.top, self.bottom)
        for stretch, lines, want, middle in zip(named, labels, wanted, middles, strict=True):
            with self.canvas.tooltip(_stretch_tooltip(stretch)):
                self._draw_bar(stretch)
                if stretch is stretches[-1]:
                    self._draw_tail(stretch)
                right = self.bar_left - 14
                points = ((right + 2, middle), (right + 6, middle), (self.bar_left - 1, want))
                self.canvas.line(points, stroke=self.colours.leader, stroke_width=1)
                self._draw_names(lines, right, middle)

    def _depth(self, stretch: Stretch) -> float:
        return self.y(stretch.ends[1]) - self.y(stretch.begins[0])

    def _middle(self, stretch: Stretch) -> float:
        """Where the name of a stage belongs."""
        end = self.y(sum(stretch.ends) / 2)
        if stretch is self.lane.stretches[-1] and self._depth(stretch) < TAIL:
            end += TAIL
        return (self.y(sum(stretch.begins) / 2) + end) / 2

    def _draw_tail(self, stretch: Stretch) -> None:
        """That the last stage on record may last, which the record cannot say."""
        top = self.y(stretch.ends[1]) + 2
        colour = self.colours.stage(stretch.index)
        self.pen.draw_tail(self.bar_left + 0.7, top, BAR - 1.4, TAIL - 4, colour)

    def _draw_names(self, lines: Sequence[str], right: float, middle: float) -> None:
        """Names of a stage, on a ground that keeps the lines of the years out of them."""
        widest = max(text_width(line, WORDS_SIZE, bold=True) for line in lines)
        height = len(lines) * WORDS_SIZE * ROW
        self.canvas.shape(
            "rect",
            x=right - widest - 4,
            y=middle - height / 2,
            width=widest + 4,
            height=height,
            fill=self.colours.background,
        )
        base = middle - (len(lines) - 1) * WORDS_SIZE * ROW / 2 + WORDS_SIZE * 0.35
        for line in lines:
            at = (right, base)
            fill = self.colours.ink
            self.canvas.text(at, line, size=WORDS_SIZE, fill=fill, bold=True, anchor="end")
            base += WORDS_SIZE * ROW

    def _draw_bar(self, stretch: Stretch) -> None:
        """The bar of a stretch; an end known only in part is slanted over the days it can be."""
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        left, right = self.bar_left, self.bar_left + BAR
        corners = (
            (left, self.y(first)),
            (right, self.y(last)),
            (right, self.y(end_last)),
            (left, self.y(end_first)),
        )
        self.canvas.shape(
            "polygon",
            points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
            fill=self.colours.stage(stretch.index),
            stroke=self.colours.background,
            stroke_width=1,
        )

    # Marks and due days

    def _draw_leaders(self, middles: Sequence[float]) -> None:
        """From each mark a line to its words."""
        for row, column, middle in zip(self.rows, self.columns, middles, strict=True):
            y, end = self.y(row.middle), self.words_left
            bend = end - LEADERS / 2
            self.canvas.shape(
                "path",
                d=f"M {column:.1f} {y:.1f} H {end - LEADERS + 4:.1f} C {bend:.1f} {y:.1f} "
                f"{bend:.1f} {middle:.1f} {end - 6:.1f} {middle:.1f}",
                fill="none",
                stroke=self.colours.leader,
                stroke_width=0.9,
            )

    def _draw_joins(self) -> None:
        """From each due day a curve to the event that met it."""
        places = list(zip(self.rows, self.columns, strict=True))
        marks = {id(row.of): (column, self.y(row.middle)) for row, column in places}
        for row, column in places:
            if not isinstance(row.of, Tick) or row.of.met_by is None:
                continue
            x, y = marks[id(self.lane.marks[row.of.met_by])]
            start, bend = self.y(row.middle), (column + x) / 2
            self.canvas.shape(
                "path",
                d=f"M {column:.1f} {start:.1f} C {bend:.1f} {start:.1f} {bend:.1f} {y:.1f} "
                f"{x:.1f} {y:.1f}",
                fill="none",
                stroke=self.pen.tick_colour(row.of),
                stroke_width=1.6,
                stroke_dasharray="5 3" if row.of.is_late else None,
            )

    def _draw_row(self, row: Row, column: float, middle: float) -> None:
        ends = self.y(row.days[0]), self.y(row.days[1])
        if isinstance(row.of, Tick):
            self.pen.draw_tick(row.of, column, ends)
            fill = self.pen.tick_colour(row.of)
        else:
            self.pen.draw_mark(row.of, column, ends)
            fill = self.colours.alarm if row.of.is_refused else self.colours.ink
        top = middle - row.height / 2 + 2
        for index, line in enumerate(row.dates):
            at = (self.words_left, top + (index + 0.85) * DATE_SIZE * ROW)
            self.canvas.text(at, line, size=DATE_SIZE, fill=self.colours.quiet)
        for index, line in enumerate(row.words):
            at = (self.words_left + DATES, top + (index + 0.82) * WORDS_SIZE * ROW)
            self.canvas.text(at, line, size=WORDS_SIZE, fill=fill)

    # The key, and what has to be said

    def _draw_foot(self) -> float:
        """Draw the key and the disclaimer; gives where they end."""
        bottom, left = self.bottom + 22, float(MARGIN)
        for key in keys(self.lane):
            needs = 18 + text_width(key, DATE_SIZE)
            if left + needs > self.width - MARGIN:
                left, bottom = float(MARGIN), bottom + DATE_SIZE * 1.7
            self.pen.draw_key(key, left + 6, bottom)
            at = (left + 18, bottom + DATE_SIZE * 0.35)
            self.canvas.text(at, key, size=DATE_SIZE, fill=self.colours.quiet)
            left += needs + 24
        bottom += 12
        disclaimer = self.lane.report.process.disclaimer or ""
        for line in wrapped(disclaimer, FOOT_SIZE, self.width - 2 * MARGIN):
            bottom += FOOT_SIZE * ROW
            self.canvas.text((MARGIN, bottom), line, size=FOOT_SIZE, fill=self.colours.quiet)
        return bottom + MARGIN * 0.7


def title_of(report: Report) -> str:
    """What a picture of one history is called."""
    title = report.process.title
    return f"{report.history.authority}: {title[:1].lower()}{title[1:]}"


def _stretch_tooltip(stretch: Stretch) -> tuple[str, ...]:
    begins, ends = (PartialDate.between(*days).words for days in (stretch.begins, stretch.ends))
    return stretch.label, f"from {begins}", f"to {ends}"


def _described(lane: Lane) -> str:
    stages = ", then ".join(stretch.label for stretch in lane.stretches)
    return f"A timeline of {pluralised(len(lane.marks), 'event')}. Stages: {stages or 'none'}."
