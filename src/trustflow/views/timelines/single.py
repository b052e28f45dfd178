"""Draw the timeline of one history: time runs down the page, and each event has a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import pluralised
from ..diagrams import case_title
from ..fact_rows import path_words, record_words
from ..svg import (
    MARGIN,
    WEB_FONT,
    Canvas,
    Font,
    draw_heading,
    palette,
    require_readable,
    text_width,
    wrapped,
)
from .event_days import EMPTY_DAY
from .label_placement import columns_without_overlap, spread
from .labels import DATE_WIDTH, LINE_HEIGHT, TEXT_SIZE, WORDS_WIDTH, Label, labels_of
from .markers import OPEN_END, MarkerPainter, legend
from .model import EventMarker, Tick
from .stage_bar import BAR_WIDTH, RECORD_END_HEIGHT, draw_stage_bar
from .time_axis import DAYS_PER_YEAR, grid_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..svg import Palette
    from .model import Lane

__all__ = ["WIDTH", "to_svg"]

WIDTH = 838
"""The width of a picture in pixels: that of a README on GitHub."""
AXIS_WIDTH = 60
"""The width of the time axis."""
BAR_LEFT = MARGIN + AXIS_WIDTH
LABELS_LEFT = WIDTH - MARGIN - WORDS_WIDTH - DATE_WIDTH
LEADER_WIDTH = 48
"""The least width of the space in which lines lead from the markers to their labels."""
MARKER_COLUMN, COLUMN_GAP = 12, 16
"""The distance from one column of markers to the next, and from due days to events."""
MIN_HEIGHT, MIN_YEAR_HEIGHT, MAX_YEARS = 240, 26, 40
"""The least height of a timeline of several days, and of a year if there are at most so many."""
YEAR_LABELS_APART = 20
"""The least distance from one label of the time axis to the next."""
WAY_OUT = (
    "Show only the events that moved the stage with brief=True (or --brief), or only the stages "
    "with strip=True (or --strip)."
)


def to_svg(lane: Lane, *, dark: bool, font: Font = WEB_FONT, brief: bool = False) -> str:
    """Return the timeline of one history as SVG text.

    Args:
        lane: The history.
        dark: Whether the picture is for a dark page.
        font: The font of all texts.
        brief: Whether only the events that moved the stage are shown, without due days.

    Raises:
        InvalidValue: The picture would be too high to be read.
    """
    return _TimelinePainter(lane, palette(dark=dark), font, brief=brief).svg()


class _TimelinePainter:
    """Draws the timeline of one history on a canvas."""

    def __init__(self, lane: Lane, colours: Palette, font: Font, *, brief: bool) -> None:
        self.lane, self.colours, self.canvas = lane, colours, Canvas(font)
        self.brief = brief
        self.painter = MarkerPainter(self.canvas, colours)
        self.labels = labels_of(lane, brief=brief)
        days = [
            *(label.item.days for label in self.labels),
            *(days for stretch in lane.stretches for days in (stretch.begins, stretch.ends)),
        ] or [(EMPTY_DAY, EMPTY_DAY)]
        first, last = min(first for first, _ in days), max(last for _, last in days)
        margin = max((last - first) // 60, 10)
        self.first, self.last = first - margin, last + margin
        years = min((self.last - self.first) / DAYS_PER_YEAR, MAX_YEARS)
        label_heights = sum(label.height for label in self.labels)
        min_height = MIN_HEIGHT if first < last else 0
        heights = label_heights * 1.04, min_height, years * MIN_YEAR_HEIGHT
        is_empty = not (self.labels or lane.stretches)
        self.height = 0.0 if is_empty else max(heights)
        self.top = 0.0
        self.columns = self._columns()

    def y(self, day: float) -> float:
        """Return the distance of a day from the top of the picture, in pixels."""
        return self.top + self.height * (day - self.first) / (self.last - self.first)

    @property
    def bottom(self) -> float:
        """The y at which the timeline ends."""
        return self.top + self.height + RECORD_END_HEIGHT

    def _columns(self) -> list[float]:
        """Return the x of the marker of each label: due days left of events.

        If there are more columns than there is space for, they are closer together.
        """
        columns = [0.0] * len(self.labels)
        count, gap = 0.0, COLUMN_GAP / MARKER_COLUMN
        for is_tick in (True, False):
            indices = [
                index
                for index, label in enumerate(self.labels)
                if isinstance(label.item, Tick) is is_tick
            ]
            spans = [self._extent(self.labels[index].item) for index in indices]
            chosen = columns_without_overlap(spans)
            for index, column in zip(indices, chosen, strict=True):
                columns[index] = count + column
            if chosen:
                count += max(chosen) + 1 + gap
        left = BAR_LEFT + BAR_WIDTH + 16.0
        space = LABELS_LEFT - LEADER_WIDTH - left
        step = min(MARKER_COLUMN, space / max(count, 1))
        return [left + column * step for column in columns]

    def _extent(self, item: EventMarker | Tick) -> tuple[float, float]:
        """Return the y of the upper and of the lower end of a marker."""
        top, bottom = self.y(item.days[0]) - 6, self.y(item.days[1]) + 6
        if isinstance(item, EventMarker):
            top -= OPEN_END * item.is_open_start
            bottom += OPEN_END * item.is_open_end
        return top, bottom

    def svg(self) -> str:
        """Return the picture as SVG text."""
        report = self.lane.report
        title = case_title(report)
        subtitle = record_words(report)
        if self.brief:
            subtitle = f"{subtitle} {self._brief_words()}"
        heading_end = draw_heading(self.canvas, self.colours, title, subtitle, WIDTH)
        self.top = heading_end + 16
        self._draw_grid()
        draw_stage_bar(self.canvas, self.colours, self.lane, self.y, BAR_LEFT)
        wanted = [self.y(label.item.drawn_at) for label in self.labels]
        sizes = [label.height for label in self.labels]
        middles = spread(wanted, sizes, self.top, self.bottom)
        self._draw_leaders(middles)
        self._draw_joins()
        for label, column, middle in zip(self.labels, self.columns, middles, strict=True):
            with self.canvas.tooltip(label.item.tooltip):
                self._draw_label(label, column, middle)
        bottom = self._draw_foot()
        require_readable(WIDTH, bottom, WAY_OUT)
        return self.canvas.document(
            WIDTH,
            bottom,
            title=title,
            description=" ".join(self._description()),
            background=self.colours.background,
        )

    def _brief_words(self) -> str:
        every = len(self.lane.markers) + len(self.lane.inherited)
        shown = len(self.labels)
        verb = "is" if shown == 1 else "are"
        return f"Of {pluralised(every, 'event')}, the {shown} that moved the stage {verb} shown."

    def _description(self) -> Iterator[str]:
        report = self.lane.report
        yield record_words(report)
        yield f"A timeline of {pluralised(len(self.lane.markers), 'event')}."
        if self.lane.inherited:
            inherited = pluralised(len(self.lane.inherited), "event")
            yield f"It shows {inherited} inherited from {report.history.succeeds} as well."
        yield path_words(report)
        if report.process.disclaimer is not None:
            yield report.process.disclaimer

    def _draw_grid(self) -> None:
        """Draw a grid line with a label for each year, quarter or month."""
        if not self.lane.is_dated:
            return
        apart = YEAR_LABELS_APART * (self.last - self.first) / self.height
        for day, text in grid_days(self.first, self.last, apart=apart, months_apart=apart):
            y = self.y(day)
            ends = (BAR_LEFT - 4, y), (LABELS_LEFT - LEADER_WIDTH, y)
            self.canvas.line(ends, stroke=self.colours.grid, stroke_width=1)
            point = (MARGIN, y + TEXT_SIZE * 0.35)
            self.canvas.text(point, text, size=TEXT_SIZE, fill=self.colours.quiet)

    # Events and due days

    def _draw_leaders(self, middles: Sequence[float]) -> None:
        """Draw a line from each marker to its label."""
        for label, column, middle in zip(self.labels, self.columns, middles, strict=True):
            y, end = self.y(label.item.drawn_at), LABELS_LEFT
            bend = end - LEADER_WIDTH / 2
            self.canvas.shape(
                "path",
                d=f"M {column:.1f} {y:.1f} H {end - LEADER_WIDTH + 4:.1f} C {bend:.1f} {y:.1f} "
                f"{bend:.1f} {middle:.1f} {end - 6:.1f} {middle:.1f}",
                fill="none",
                stroke=self.colours.outline if label.is_heavy else self.colours.leader,
                stroke_width=1.5 if label.is_heavy else 0.8,
            )

    def _draw_joins(self) -> None:
        """Draw a curve from each due day to the event that met the deadline."""
        items = [label.item for label in self.labels]
        columns = {id(item): column for item, column in zip(items, self.columns, strict=True)}
        for tick in items:
            if not isinstance(tick, Tick) or tick.met_by is None:
                continue
            marker = self.lane.markers[tick.met_by]
            start_x, start_y = columns[id(tick)], self.y(tick.drawn_at)
            end_x, end_y = columns[id(marker)], self.y(marker.drawn_at)
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
            self.painter.draw_event(item, (column, self.y(item.drawn_at)), ends)
            light = self.colours.alarm if item.is_refused else self.colours.quiet
            fill = self.colours.ink if label.is_heavy else light
        top = middle - label.height / 2 + 2
        for index, line in enumerate(label.date):
            point = (LABELS_LEFT, top + (index + 0.82) * LINE_HEIGHT)
            date_fill = self.colours.ink if label.is_heavy else self.colours.quiet
            self.canvas.text(point, line, size=TEXT_SIZE, fill=date_fill)
        for index, line in enumerate(label.words):
            point = (LABELS_LEFT + DATE_WIDTH, top + (index + 0.82) * LINE_HEIGHT)
            self.canvas.text(point, line, size=TEXT_SIZE, fill=fill, bold=label.is_heavy)

    # The legend and the disclaimer

    def _draw_foot(self) -> float:
        """Draw the legend and the disclaimer; return the height of the picture."""
        bottom, left = self.bottom + 22, float(MARGIN)
        for entry in legend(self.lane, brief=self.brief):
            needed = 18 + text_width(entry, TEXT_SIZE)
            if left + needed > WIDTH - MARGIN:
                left, bottom = float(MARGIN), bottom + TEXT_SIZE * 1.7
            self.painter.draw_legend_entry(entry, left + 6, bottom)
            point = (left + 18, bottom + TEXT_SIZE * 0.35)
            self.canvas.text(point, entry, size=TEXT_SIZE, fill=self.colours.quiet)
            left += needed + 24
        bottom += 14
        disclaimer = self.lane.report.process.disclaimer or ""
        for line in wrapped(disclaimer, TEXT_SIZE, WIDTH - 2 * MARGIN):
            bottom += LINE_HEIGHT
            point = (MARGIN, bottom)
            self.canvas.text(point, line, size=TEXT_SIZE, fill=self.colours.quiet)
        return bottom + MARGIN * 0.7
