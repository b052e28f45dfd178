"""Draw the timeline of one history: time runs down the page, and each event has a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import pluralised
from ..diagrams import case_title
from ..fact_rows import record_words
from ..svg import (
    MARGIN,
    WEB_FONT,
    Canvas,
    Font,
    balanced,
    draw_heading,
    palette,
    text_width,
    wrapped,
)
from .label_placement import columns_without_overlap, spread
from .labels import DATE_SIZE, DATE_WIDTH, LINE_HEIGHT, WORDS_SIZE, WORDS_WIDTH, Label, labels_of
from .markers import OPEN_END, MarkerPainter, legend
from .model import EMPTY_DAY, EventMarker, Tick
from .time_axis import DAYS_PER_YEAR, grid_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..svg import Palette
    from .model import Lane, Stretch

__all__ = ["to_svg"]

DISCLAIMER_SIZE = 10.5
AXIS_WIDTH, STAGES_WIDTH, BAR_WIDTH = 52, 140, 22
"""The widths of three columns: the time axis, the names of the stages, and the bar."""
MARKER_COLUMN = 11
"""The distance from one column of markers to the next."""
LEADER_WIDTH = 92
"""The width of the space in which lines lead from the markers to their labels."""
RECORD_END_HEIGHT = 26
"""The height of the dashed outline that is drawn below the bar."""
MIN_HEIGHT, MIN_YEAR_HEIGHT = 240, 26


def to_svg(lane: Lane, *, dark: bool, font: Font = WEB_FONT) -> str:
    """Return the timeline of one history as SVG text."""
    return _TimelinePainter(lane, palette(dark=dark), font).svg()


class _TimelinePainter:
    """Draws the timeline of one history on a canvas."""

    def __init__(self, lane: Lane, colours: Palette, font: Font) -> None:
        self.lane, self.colours, self.canvas = lane, colours, Canvas(font)
        self.painter = MarkerPainter(self.canvas, colours)
        self.labels = labels_of(lane)
        days = [label.item.days for label in self.labels] or [(EMPTY_DAY, EMPTY_DAY)]
        first, last = min(first for first, _ in days), max(last for _, last in days)
        margin = max((last - first) // 60, 10)
        self.first, self.last = first - margin, last + margin
        years = (self.last - self.first) / DAYS_PER_YEAR
        label_heights = sum(label.height for label in self.labels)
        heights = label_heights * 1.04, MIN_HEIGHT, years * MIN_YEAR_HEIGHT
        self.height = max(heights) if self.labels else 0.0
        self.top = 0.0
        self.bar_left = MARGIN + AXIS_WIDTH + STAGES_WIDTH + 16
        self.columns = self._columns()
        self.labels_left = max([self.bar_left + BAR_WIDTH, *self.columns]) + LEADER_WIDTH + 8
        self.width = self.labels_left + DATE_WIDTH + WORDS_WIDTH + MARGIN

    def y(self, day: float) -> float:
        """Return the distance of a day from the top of the picture, in pixels."""
        return self.top + self.height * (day - self.first) / (self.last - self.first)

    @property
    def bottom(self) -> float:
        """The y at which the timeline ends."""
        return self.top + self.height + RECORD_END_HEIGHT

    def _columns(self) -> list[float]:
        """Return the x of the marker of each label: due days left of events."""
        columns = [0.0] * len(self.labels)
        left = self.bar_left + BAR_WIDTH + 18.0
        for is_tick in (True, False):
            indices = [
                index
                for index, label in enumerate(self.labels)
                if isinstance(label.item, Tick) is is_tick
            ]
            spans = [self._extent(self.labels[index].item) for index in indices]
            chosen = columns_without_overlap(spans)
            for index, column in zip(indices, chosen, strict=True):
                columns[index] = left + column * MARKER_COLUMN
            if chosen:
                left += (max(chosen) + 1) * MARKER_COLUMN + 16
        return columns

    def _extent(self, item: EventMarker | Tick) -> tuple[float, float]:
        """Return the y of the upper and of the lower end of a marker."""
        top, bottom = self.y(item.days[0]) - 5, self.y(item.days[1]) + 5
        if isinstance(item, EventMarker):
            top -= OPEN_END * item.is_open_start
            bottom += OPEN_END * item.is_open_end
        return top, bottom

    def svg(self) -> str:
        """Return the picture as SVG text."""
        report = self.lane.report
        title = case_title(report)
        subtitle = record_words(report)
        heading_end = draw_heading(self.canvas, self.colours, title, subtitle, self.width)
        self.top = heading_end + 16
        self._draw_grid()
        self._draw_stretches()
        wanted = [self.y(label.item.middle) for label in self.labels]
        sizes = [label.height for label in self.labels]
        middles = spread(wanted, sizes, self.top, self.bottom)
        self._draw_leaders(middles)
        self._draw_joins()
        for label, column, middle in zip(self.labels, self.columns, middles, strict=True):
            with self.canvas.tooltip(label.item.tooltip):
                self._draw_label(label, column, middle)
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
        stages = ", then ".join(stretch.label for stretch in self.lane.stretches)
        yield record_words(report)
        yield f"A timeline of {pluralised(len(self.lane.markers), 'event')}."
        if self.lane.inherited:
            inherited = pluralised(len(self.lane.inherited), "event")
            yield f"It shows {inherited} inherited from {report.history.succeeds} as well."
        yield f"Stages: {stages or 'none'}."
        if report.process.disclaimer is not None:
            yield report.process.disclaimer

    def _draw_grid(self) -> None:
        """Draw a grid line with a label for each year, quarter or month."""
        if not self.lane.is_dated:
            return
        for day, text in grid_days(self.first, self.last):
            y = self.y(day)
            ends = (MARGIN + AXIS_WIDTH - 4, y), (self.labels_left - LEADER_WIDTH, y)
            self.canvas.line(ends, stroke=self.colours.grid, stroke_width=1)
            point = (MARGIN, y + DATE_SIZE * 0.35)
            self.canvas.text(point, text, size=DATE_SIZE, fill=self.colours.quiet)

    # Stages

    def _draw_stretches(self) -> None:
        """Draw the bar of the stages, and the name of each stage beside it."""
        stretches = self.lane.stretches
        last = stretches[-1] if stretches else None
        # A stretch without length would be invisible, except the last one, which has an outline.
        shown = [each for each in stretches if each.begins != each.ends or each is last]
        names = [balanced(each.label, WORDS_SIZE, STAGES_WIDTH, bold=True) for each in shown]
        wanted = [self._middle(stretch, is_last=stretch is last) for stretch in shown]
        sizes = [len(lines) * WORDS_SIZE * LINE_HEIGHT + 6 for lines in names]
        middles = spread(wanted, sizes, self.top, self.bottom)
        for stretch, lines, want, middle in zip(shown, names, wanted, middles, strict=True):
            with self.canvas.tooltip(stretch.tooltip):
                self._draw_bar(stretch)
                if stretch is last and not self.lane.is_abolished:
                    self._draw_record_end(stretch)
                right = self.bar_left - 14
                points = ((right + 2, middle), (right + 6, middle), (self.bar_left - 1, want))
                self.canvas.line(points, stroke=self.colours.leader, stroke_width=1)
                self._draw_name(lines, right, middle)

    def _middle(self, stretch: Stretch, *, is_last: bool) -> float:
        """Return the y of the middle of a stretch, at which its name should be."""
        start, end = self.y(sum(stretch.begins) / 2), self.y(sum(stretch.ends) / 2)
        height = self.y(stretch.ends[1]) - self.y(stretch.begins[0])
        if is_last and height < RECORD_END_HEIGHT and not self.lane.is_abolished:
            end += RECORD_END_HEIGHT
        return (start + end) / 2

    def _draw_record_end(self, stretch: Stretch) -> None:
        """Draw an outline below the bar: the stage may continue after the record."""
        top = self.y(stretch.ends[1]) + 2
        colour = self.colours.stage(stretch.colour)
        self.painter.draw_record_end(
            self.bar_left + 0.7, top, BAR_WIDTH - 1.4, RECORD_END_HEIGHT - 4, colour
        )

    def _draw_name(self, lines: Sequence[str], right: float, middle: float) -> None:
        """Write the name of a stage on a background that hides the grid lines behind it."""
        widest = max(text_width(line, WORDS_SIZE, bold=True) for line in lines)
        height = len(lines) * WORDS_SIZE * LINE_HEIGHT
        self.canvas.shape(
            "rect",
            x=right - widest - 4,
            y=middle - height / 2,
            width=widest + 4,
            height=height,
            fill=self.colours.background,
        )
        base = middle - (len(lines) - 1) * WORDS_SIZE * LINE_HEIGHT / 2 + WORDS_SIZE * 0.35
        for line in lines:
            point, fill = (right, base), self.colours.ink
            self.canvas.text(point, line, size=WORDS_SIZE, fill=fill, bold=True, anchor="end")
            base += WORDS_SIZE * LINE_HEIGHT

    def _draw_bar(self, stretch: Stretch) -> None:
        """Draw the part of the bar for a stretch.

        If the day of a start or an end is not known exactly, the edge is slanted: it leads from the
        first possible day to the last.
        """
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        left, right = self.bar_left, self.bar_left + BAR_WIDTH
        self.canvas.polygon(
            (
                (left, self.y(first)),
                (right, self.y(last)),
                (right, self.y(end_last)),
                (left, self.y(end_first)),
            ),
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=1,
        )

    # Events and due days

    def _draw_leaders(self, middles: Sequence[float]) -> None:
        """Draw a line from each marker to its label."""
        for label, column, middle in zip(self.labels, self.columns, middles, strict=True):
            y, end = self.y(label.item.middle), self.labels_left
            bend = end - LEADER_WIDTH / 2
            self.canvas.shape(
                "path",
                d=f"M {column:.1f} {y:.1f} H {end - LEADER_WIDTH + 4:.1f} C {bend:.1f} {y:.1f} "
                f"{bend:.1f} {middle:.1f} {end - 6:.1f} {middle:.1f}",
                fill="none",
                stroke=self.colours.leader,
                stroke_width=0.9,
            )

    def _draw_joins(self) -> None:
        """Draw a curve from each due day to the event that met the deadline."""
        items = [label.item for label in self.labels]
        columns = {id(item): column for item, column in zip(items, self.columns, strict=True)}
        for tick in items:
            if not isinstance(tick, Tick) or tick.met_by is None:
                continue
            marker = self.lane.markers[tick.met_by]
            start_x, start_y = columns[id(tick)], self.y(tick.middle)
            end_x, end_y = columns[id(marker)], self.y(marker.middle)
            bend = (start_x + end_x) / 2
            self.canvas.shape(
                "path",
                d=f"M {start_x:.1f} {start_y:.1f} C {bend:.1f} {start_y:.1f} {bend:.1f} "
                f"{end_y:.1f} {end_x:.1f} {end_y:.1f}",
                fill="none",
                stroke=self.painter.tick_colour(tick),
                stroke_width=1.6,
                stroke_dasharray="5 3" if tick.is_late else None,
            )

    def _draw_label(self, label: Label, column: float, middle: float) -> None:
        """Draw a marker with its label."""
        item = label.item
        ends = self.y(item.days[0]), self.y(item.days[1])
        if isinstance(item, Tick):
            self.painter.draw_tick(item, column, ends)
            fill = self.painter.tick_colour(item)
        else:
            self.painter.draw_event(item, column, ends)
            fill = self.colours.alarm if item.is_refused else self.colours.ink
        top = middle - label.height / 2 + 2
        for index, line in enumerate(label.date):
            point = (self.labels_left, top + (index + 0.85) * DATE_SIZE * LINE_HEIGHT)
            self.canvas.text(point, line, size=DATE_SIZE, fill=self.colours.quiet)
        for index, line in enumerate(label.words):
            point = (self.labels_left + DATE_WIDTH, top + (index + 0.82) * WORDS_SIZE * LINE_HEIGHT)
            self.canvas.text(point, line, size=WORDS_SIZE, fill=fill)

    # The legend and the disclaimer

    def _draw_foot(self) -> float:
        """Draw the legend and the disclaimer; return the height of the picture."""
        bottom, left = self.bottom + 22, float(MARGIN)
        for entry in legend(self.lane):
            needed = 18 + text_width(entry, DATE_SIZE)
            if left + needed > self.width - MARGIN:
                left, bottom = float(MARGIN), bottom + DATE_SIZE * 1.7
            self.painter.draw_legend_entry(entry, left + 6, bottom)
            point = (left + 18, bottom + DATE_SIZE * 0.35)
            self.canvas.text(point, entry, size=DATE_SIZE, fill=self.colours.quiet)
            left += needed + 24
        bottom += 12
        disclaimer = self.lane.report.process.disclaimer or ""
        for line in wrapped(disclaimer, DISCLAIMER_SIZE, self.width - 2 * MARGIN):
            bottom += DISCLAIMER_SIZE * LINE_HEIGHT
            point = (MARGIN, bottom)
            self.canvas.text(point, line, size=DISCLAIMER_SIZE, fill=self.colours.quiet)
        return bottom + MARGIN * 0.7
