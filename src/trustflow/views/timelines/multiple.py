"""Draw many histories as rows, by date or aligned at an event that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ...errors import pluralised
from ..svg import (
    MARGIN,
    WEB_FONT,
    Canvas,
    Font,
    draw_heading,
    palette,
    plain,
    stage_colours,
    text_width,
    wrapped,
)
from .label_placement import spread
from .model import EMPTY_DAY, Lane
from .time_axis import DAYS_PER_YEAR, grid_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...process import Process
    from ..svg import Palette
    from .model import Stretch

__all__ = ["AlignedLane", "align", "to_svg"]

NAME_SIZE, AXIS_SIZE, NUMBER_SIZE = 12.5, 11, 10.5
ROW_HEIGHT, BAR_HEIGHT = 34, 17
CHART_WIDTH, NAMES_WIDTH = 780, 230


@frozen(kw_only=True)
class AlignedLane:
    """A row in the picture of many histories.

    Args:
        lane: The history that the row shows.
        zero: The day from which the days of the row are counted; 0 if the rows are not aligned.
        remark: The text below the name of the authority.
    """

    lane: Lane
    zero: float
    remark: str | None = None

    @property
    def days(self) -> tuple[float, float]:
        """The first and the last day of the row, counted from `zero`."""
        first, last = self.lane.days
        return first - self.zero, last - self.zero


def align(lanes: Sequence[Lane], trigger: str | None) -> tuple[AlignedLane, ...]:
    """Return the rows of a picture, aligned at the first event with a trigger.

    Histories without such an event are left out, and the others are sorted by its date. If the
    trigger is None, rows are not aligned and keep their order. Histories without any event are left
    out.

    Args:
        lanes: The histories.
        trigger: The trigger of the event to align at, or None.
    """
    with_events = [lane for lane in lanes if lane.markers]
    if trigger is None:
        return tuple(AlignedLane(lane=lane, zero=0) for lane in with_events)
    rows = []
    for lane in with_events:
        triggers = [step.event.trigger for step in lane.report.steps]
        if trigger in triggers:
            marker = lane.markers[triggers.index(trigger)]
            rows.append(AlignedLane(lane=lane, zero=marker.middle, remark=marker.date))
    return tuple(sorted(rows, key=lambda row: row.zero))


def to_svg(
    rows: Sequence[AlignedLane],
    *,
    process: Process,
    trigger: str | None,
    total: int,
    dark: bool,
    font: Font = WEB_FONT,
) -> str:
    """Return the timelines of many histories as SVG text.

    Args:
        rows: The rows.
        process: The process of all histories.
        trigger: The trigger of the event at which the rows are aligned, or None.
        total: The number of all histories, including those that are left out.
        dark: Whether the picture is for a dark page.
        font: The font of all texts.
    """
    painter = _TimelinesPainter(
        rows, Canvas(font), process=process, trigger=trigger, colours=palette(dark=dark)
    )
    return painter.svg(total)


class _TimelinesPainter:
    """Draws the timelines of many histories on a canvas."""

    def __init__(
        self,
        rows: Sequence[AlignedLane],
        canvas: Canvas,
        *,
        process: Process,
        trigger: str | None,
        colours: Palette,
    ) -> None:
        self.rows, self.process, self.trigger = rows, process, trigger
        self.colours, self.canvas = colours, canvas
        # Without rows, an axis of days shows the year of an arbitrary day.
        start = EMPTY_DAY if trigger is None else 0.0
        first = min((row.days[0] for row in rows), default=start)
        last = max((row.days[1] for row in rows), default=start + DAYS_PER_YEAR)
        margin = max((last - first) * 0.015, 20)
        self.first, self.last = first - margin, last + margin
        self.left = MARGIN + NAMES_WIDTH + 14
        self.width = self.left + CHART_WIDTH + MARGIN
        self.top = 0.0

    def x(self, day: float) -> float:
        """Return the distance of a day from the left side of the picture, in pixels."""
        return self.left + CHART_WIDTH * (day - self.first) / (self.last - self.first)

    def svg(self, total: int) -> str:
        """Return the picture as SVG text.

        Args:
            total: The number of all histories, including those that are left out.
        """
        title, subtitle = self._titles(total)
        self.top = draw_heading(self.canvas, self.colours, title, subtitle, self.width) + 44
        bottom = self.top + len(self.rows) * ROW_HEIGHT
        self._draw_grid(bottom)
        for index, row in enumerate(self.rows):
            self._draw_row(row, self.top + (index + 0.5) * ROW_HEIGHT)
        names = ", ".join(row.lane.authority for row in self.rows)
        return self.canvas.document(
            self.width,
            self._draw_legend(bottom + 34),
            title=title,
            description=f"{subtitle} {names}.",
            background=self.colours.background,
        )

    def _titles(self, total: int) -> tuple[str, str]:
        shown = f"{len(self.rows)} of {pluralised(total, 'history')}"
        if self.trigger is None:
            return self.process.title, f"{shown}, by date."
        title = f"{self.process.title}, aligned at: {self.process.triggers[self.trigger]}"
        return title, f"{shown} have the event and are shown, in the order of its date."

    def _grid_days(self) -> Iterator[tuple[float, str]]:
        """Yield the day and the label of each grid line: a date, or years from the event."""
        if self.trigger is None:
            # Without a row there is no day to show.
            yield from grid_days(int(self.first), int(self.last)) if self.rows else ()
            return
        first, last = int(self.first // DAYS_PER_YEAR), int(self.last // DAYS_PER_YEAR)
        for years in range(first, last + 2):
            sign = "+" if years > 0 else "\N{MINUS SIGN}"
            yield years * DAYS_PER_YEAR, "0" if years == 0 else f"{sign}{abs(years)} y"

    def _draw_grid(self, bottom: float) -> None:
        """Draw the grid lines. A label that would overlap the label before it is left out."""
        labelled_to = -float("inf")
        for day, text in self._grid_days():
            x = self.x(day)
            if not self.left <= x <= self.left + CHART_WIDTH:
                continue
            is_zero = self.trigger is not None and day == 0
            self.canvas.line(
                ((x, self.top - 6), (x, bottom + 4)),
                stroke=self.colours.ink if is_zero else self.colours.grid,
                stroke_width=1.6 if is_zero else 1,
            )
            half = text_width(text, AXIS_SIZE) / 2 + 4
            if x - half < labelled_to and not is_zero:
                continue
            fill = self.colours.ink if is_zero else self.colours.quiet
            point = (x, self.top - 13)
            self.canvas.text(point, text, size=AXIS_SIZE, fill=fill, bold=is_zero, anchor="middle")
            labelled_to = x + half

    def _draw_row(self, row: AlignedLane, middle: float) -> None:
        self._draw_name(row, middle)
        for stretch in row.lane.stretches:
            with self.canvas.tooltip((row.lane.authority, *stretch.tooltip)):
                self._draw_bar(stretch, row.zero, middle)
        self._draw_stage_numbers(row, middle)
        for marker in row.lane.markers:
            with self.canvas.tooltip((row.lane.authority, *marker.tooltip)):
                x = self.x(marker.middle - row.zero)
                y = middle + BAR_HEIGHT / 2 + 4.5
                self._draw_event(x, y, low_confidence=marker.low_confidence)

    def _draw_name(self, row: AlignedLane, middle: float) -> None:
        """Write the name of the authority, and below it the remark of the row."""
        right = MARGIN + NAMES_WIDTH
        lines = wrapped(row.lane.authority, NAME_SIZE, NAMES_WIDTH, bold=True)
        count = len(lines) + (row.remark is not None)
        base = middle - (count - 1) * 7.2 + 4.2
        for line in lines:
            point, fill = (right, base), self.colours.ink
            self.canvas.text(point, line, size=NAME_SIZE, fill=fill, bold=True, anchor="end")
            base += 14.4
        if row.remark is not None:
            point, fill = (right, base - 1), self.colours.quiet
            self.canvas.text(point, row.remark, size=AXIS_SIZE, fill=fill, anchor="end")

    def _draw_bar(self, stretch: Stretch, zero: float, middle: float) -> None:
        """Draw the bar of a stretch. If a day is not known exactly, its edge is slanted."""
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        top, bottom = middle - BAR_HEIGHT / 2, middle + BAR_HEIGHT / 2
        corners = ((first, top), (end_first, top), (end_last, bottom), (last, bottom))
        self.canvas.polygon(
            ((self.x(day - zero), y) for day, y in corners),
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=0.8,
        )

    def _draw_stage_numbers(self, row: AlignedLane, middle: float) -> None:
        """Write the number of each stage on its bar, or above the bar if it is too short."""
        short: list[tuple[float, str]] = []
        for stretch in row.lane.stretches:
            ends = (sum(stretch.begins) / 2, sum(stretch.ends) / 2)
            left, right = (self.x(day - row.zero) for day in ends)
            number = str(stretch.index + 1)
            if right - left >= text_width(number, NUMBER_SIZE, bold=True) + 5:
                fill = self.colours.on_stage(stretch.colour)
                self._draw_number(number, (left + right) / 2, middle + NUMBER_SIZE * 0.36, fill)
            elif right - left >= 1:
                short.append(((left + right) / 2, number))
        sizes = [text_width(number, NUMBER_SIZE, bold=True) + 3 for _, number in short]
        centres = spread([x for x, _ in short], sizes, self.left, self.left + CHART_WIDTH)
        for (_, number), x in zip(short, centres, strict=True):
            self._draw_number(number, x, middle - BAR_HEIGHT / 2 - 2, self.colours.ink)

    def _draw_number(self, number: str, x: float, base: float, fill: str) -> None:
        self.canvas.text((x, base), number, size=NUMBER_SIZE, fill=fill, bold=True, anchor="middle")

    def _draw_legend(self, top: float) -> float:
        """Draw the legend of stages and events; return the height of the picture."""
        used = {stretch.index for row in self.rows for stretch in row.lane.stretches}
        left = float(MARGIN)
        colours = stage_colours(self.process).values()
        every = zip(self.process.stages.values(), colours, strict=True)
        for index, (stage, colour) in enumerate(every):
            if index not in used:
                continue
            label = plain(stage.label)
            needed = 30 + text_width(label, AXIS_SIZE)
            if left + needed > self.width - MARGIN:
                left, top = float(MARGIN), top + 22
            fill = self.colours.stage(colour)
            self.canvas.shape("rect", x=left, y=top - 8, width=22, height=16, rx=3, fill=fill)
            text_fill = self.colours.on_stage(colour)
            self._draw_number(str(index + 1), left + 11, top + 3.8, text_fill)
            point = (left + 28, top + AXIS_SIZE * 0.35)
            self.canvas.text(point, label, size=AXIS_SIZE, fill=self.colours.quiet)
            left += needed + 20
        top += 26
        left = float(MARGIN)
        for low_confidence, words in ((False, "event"), (True, "event of low confidence")):
            self._draw_event(left + 4, top, low_confidence=low_confidence)
            point = (left + 13, top + AXIS_SIZE * 0.35)
            self.canvas.text(point, words, size=AXIS_SIZE, fill=self.colours.quiet)
            left += 13 + text_width(words, AXIS_SIZE) + 20
        words = "A slanted end: a date not known exactly. The bars end where the record ends."
        point = (left, top + AXIS_SIZE * 0.35)
        self.canvas.text(point, words, size=AXIS_SIZE, fill=self.colours.quiet)
        return top + 8 + MARGIN * 0.8

    def _draw_event(self, x: float, y: float, *, low_confidence: bool) -> None:
        """Draw an event: a disc, hollow if its confidence is low."""
        self.canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=1.9,
            fill=self.colours.background if low_confidence else self.colours.line,
            stroke=self.colours.line,
            stroke_width=0.8,
        )
