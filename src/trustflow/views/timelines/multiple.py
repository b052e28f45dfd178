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
    cut_to,
    draw_heading,
    few_lines,
    palette,
    require_readable,
    text_width,
)
from .label_placement import spread
from .labels import LINE_HEIGHT, TEXT_SIZE
from .row_axis import LEFT, NAMES_WIDTH, axis_of
from .single import WIDTH
from .stage_key import draw_stage_key
from .stage_names import name_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...process import Process
    from ..svg import Palette
    from .model import EventMarker, Lane, Stretch
    from .row_order import AlignedLane, Order

__all__ = ["MAX_FULL_ROWS", "to_svg"]

ROW_HEIGHT, BAR_HEIGHT = 42, 19
THIN_ROW_HEIGHT, THIN_BAR_HEIGHT = 20, 16
MAX_FULL_ROWS = 88
"""The greatest number of rows with events; a picture of more rows shows the stages only."""
MIN_LAST_WIDTH = 4
"""The least width of the last stage of a row, which can begin on the last day of the record."""
MAX_MOVE = 20
"""The greatest distance of a number from the middle of its bar, in pixels."""
WITHOUT_NUMBER = "A bar without a number has no room for it."
WAY_OUT = (
    "Draw fewer histories, or only those with an event that they share, with align=… (or --align)."
)


@frozen(eq=False)
class _StageName:
    """The name or the number of a stage, for one bar.

    Args:
        text: The name, or the number if the name does not fit on the bar.
        centre: The x of the middle of the part of the bar that can be seen.
        is_above: Whether the number does not fit on the bar either.
    """

    text: str
    centre: float
    is_above: bool


def to_svg(
    rows: Sequence[AlignedLane],
    *,
    process: Process,
    trigger: str | None,
    total: int,
    dark: bool,
    font: Font = WEB_FONT,
    brief: bool = False,
    thin: bool = False,
    order: Order | None = None,
) -> str:
    """Return the timelines of many histories as SVG text.

    Args:
        rows: The rows.
        process: The process of all histories.
        trigger: The trigger of the event at which the rows are aligned, or None.
        total: The number of all histories, including those that are left out.
        dark: Whether the picture is for a dark page.
        font: The font of all texts.
        brief: Whether only the events that moved the stage are shown.
        thin: Whether the rows are low, and show the stages only.
        order: The order in which the rows are sorted, if the caller chose one.

    Raises:
        InvalidValue: The picture would be too high to be read.
    """
    painter = _TimelinesPainter(
        rows, Canvas(font), process=process, trigger=trigger, colours=palette(dark=dark)
    )
    painter.brief, painter.thin, painter.order = brief, thin or len(rows) > MAX_FULL_ROWS, order
    return painter.svg(total)


class _TimelinesPainter:
    """Draws the timelines of many histories on a canvas."""

    brief: bool
    thin: bool
    order: Order | None
    x: Callable[[float], float]
    """Returns the distance of a day from the left side of the picture, in pixels."""

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
        self.has_bars_without_number = False

    @property
    def row_height(self) -> float:
        """The height of a row in pixels."""
        return THIN_ROW_HEIGHT if self.thin else ROW_HEIGHT

    @property
    def bar_height(self) -> float:
        """The height of a bar in pixels."""
        return THIN_BAR_HEIGHT if self.thin else BAR_HEIGHT

    def svg(self, total: int) -> str:
        """Return the picture as SVG text.

        Args:
            total: The number of all histories, including those that are left out.
        """
        title, subtitle = self._titles(total)
        heading_end = draw_heading(self.canvas, self.colours, title, subtitle, WIDTH)
        height = self._draw_rows(heading_end + 44) if self.rows else heading_end + MARGIN
        require_readable(WIDTH, height, WAY_OUT)
        rows = "; ".join(_row_words(row.lane) for row in self.rows)
        description = f"{subtitle} Last stages on record: {rows}." if rows else subtitle
        return self.canvas.document(
            WIDTH,
            height,
            title=title,
            description=description,
            background=self.colours.background,
        )

    def _draw_rows(self, top: float) -> float:
        """Draw the axis, the rows and the legend; return the height of the picture."""
        bottom = top + len(self.rows) * self.row_height
        axis = axis_of([row.days for row in self.rows], is_aligned=self.trigger is not None)
        self.x = axis.x
        axis.draw(self.canvas, self.colours, top, bottom)
        for index, row in enumerate(self.rows):
            self._draw_row(row, top + (index + 0.5) * self.row_height)
        return self._draw_legend(bottom + 26)

    def _titles(self, total: int) -> tuple[str, str]:
        shown = f"{len(self.rows)} of {pluralised(total, 'history')}"
        order = "" if self.order is None else f", sorted by {self.order.words}"
        if not self.rows:
            return self._title(), f"{shown} {self._lacking(total)}, so no row is drawn."
        if self.trigger is None:
            return self._title(), f"{shown}, by date{order}."
        order = order or ", in the order of its date"
        verbs = ("has", "is") if len(self.rows) == 1 else ("have", "are")
        return self._title(), f"{shown} {verbs[0]} the event and {verbs[1]} shown{order}."

    def _title(self) -> str:
        if self.trigger is None:
            return self.process.title
        return f"{self.process.title}, aligned at: {self.process.triggers[self.trigger]}"

    def _lacking(self, total: int) -> str:
        """Return which event no history has, after their number."""
        event = "an event"
        if self.trigger is not None:
            event = f'the event "{self.process.triggers[self.trigger]}"'
        return f"{'has' if total == 1 else 'have'} {event}"

    def _draw_row(self, row: AlignedLane, middle: float) -> None:
        with self.canvas.tooltip((row.lane.authority, *filter(None, (row.remark,)))):
            self._draw_name(row, middle)
        stretches = row.lane.visible_stretches
        names = [self._stage_name(stretch, row.zero) for stretch in stretches]
        above = self._places_above([name for name in names if name.is_above])
        self.has_bars_without_number |= any(name.is_above and name not in above for name in names)
        for stretch, name in zip(stretches, names, strict=True):
            with self.canvas.tooltip((row.lane.authority, *stretch.tooltip)):
                is_last = stretch is row.lane.stretches[-1]
                self._draw_bar(stretch, row.zero, middle, is_last=is_last)
                if name in above:
                    base = middle - self.bar_height / 2 - 3
                    self._write(name.text, above[name], base, self.colours.ink)
                elif not name.is_above:
                    fill = self.colours.on_stage(stretch.colour)
                    self._write(name.text, name.centre, middle + TEXT_SIZE * 0.36, fill)
        for marker in self._markers(row):
            with self.canvas.tooltip((row.lane.authority, *marker.tooltip)):
                x, y = self.x(marker.drawn_at - row.zero), middle + self.bar_height / 2 + 5
                is_move, low_confidence = marker.is_move, marker.low_confidence
                self._draw_event(x, y, is_move=is_move, low_confidence=low_confidence)

    def _draw_name(self, row: AlignedLane, middle: float) -> None:
        """Write the name of the authority, and below it the remark of the row.

        A name that needs more lines than the row has is cut; the tooltip has the whole name.
        """
        remark = None if self.thin else row.remark
        most = 2 if remark is None and not self.thin else 1
        lines = few_lines(row.lane.authority, TEXT_SIZE, NAMES_WIDTH, most, bold=True)
        base = middle - (len(lines) + (remark is not None) - 1) * LINE_HEIGHT / 2 + 4.2
        right = MARGIN + NAMES_WIDTH
        for line in lines:
            point, fill = (right, base), self.colours.ink
            self.canvas.text(point, line, size=TEXT_SIZE, fill=fill, bold=True, anchor="end")
            base += LINE_HEIGHT
        if remark is not None:
            text, fill = cut_to(remark, TEXT_SIZE, NAMES_WIDTH), self.colours.quiet
            self.canvas.text((right, base), text, size=TEXT_SIZE, fill=fill, anchor="end")

    def _draw_bar(self, stretch: Stretch, zero: float, middle: float, *, is_last: bool) -> None:
        """Draw the bar of a stretch. If a day is not known exactly, its edge is slanted.

        The last stretch is never too short to be seen.
        """
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        top, bottom = middle - self.bar_height / 2, middle + self.bar_height / 2
        corners = [(first, top), (end_first, top), (end_last, bottom), (last, bottom)]
        points = [(self.x(day - zero), y) for day, y in corners]
        if is_last and points[2][0] - points[0][0] < MIN_LAST_WIDTH:
            points[1:3] = [(points[0][0] + MIN_LAST_WIDTH, y) for y in (top, bottom)]
        self.canvas.polygon(
            points,
            fill=self.colours.stage(stretch.colour),
            stroke=self.colours.background,
            stroke_width=0.8,
        )

    def _stage_name(self, stretch: Stretch, zero: float) -> _StageName:
        """Return the name of a stage if it fits on its bar, or else its number."""
        left, right = (self.x(day - zero) for day in stretch.inner)
        if right - left < 1:
            # Other bars cover this one or nearly so: only its number above shows that it is there.
            left = right = self.x((stretch.begins[0] + stretch.ends[1]) / 2 - zero)
        text, number = name_in(stretch.label, TEXT_SIZE, right - left - 6), str(stretch.index + 1)
        is_above = text is None and right - left < text_width(number, TEXT_SIZE, bold=True) + 3
        return _StageName(number if text is None else text, (left + right) / 2, is_above)

    def _places_above(self, names: Sequence[_StageName]) -> dict[_StageName, float]:
        """Return the centre of each number above the bars, in the order of the stages.

        Numbers that would overlap are moved apart, but none far from its bar: a number for which
        there is no place is left out. Low rows have no place for any.
        """
        placed: list[_StageName] = []
        centres: list[float] = []
        for name in () if self.thin else names:
            more = [*placed, name]
            sizes = [text_width(each.text, TEXT_SIZE, bold=True) + 3 for each in more]
            found = spread([each.centre for each in more], sizes, LEFT, WIDTH)
            moved = (abs(x - each.centre) for x, each in zip(found, more, strict=True))
            if max(moved) <= MAX_MOVE:
                placed, centres = more, found
        return dict(zip(placed, centres, strict=True))

    def _write(self, text: str, x: float, base: float, fill: str) -> None:
        self.canvas.text((x, base), text, size=TEXT_SIZE, fill=fill, bold=True, anchor="middle")

    def _draw_legend(self, top: float) -> float:
        """Draw the legend of stages and events; return the height of the picture."""
        shown = {stretch.index for row in self.rows for stretch in row.lane.visible_stretches}
        used = {index: str(index + 1) for index in sorted(shown)}
        sides = MARGIN, WIDTH - MARGIN
        top = draw_stage_key(
            self.canvas, self.colours, self.process, used, top=top, sides=sides, size=TEXT_SIZE
        )
        top += 18
        left = float(MARGIN)
        for words, is_move, low_confidence in self._event_kinds():
            self._draw_event(left + 4, top, is_move=is_move, low_confidence=low_confidence)
            point = (left + 13, top + TEXT_SIZE * 0.35)
            self.canvas.text(point, words, size=TEXT_SIZE, fill=self.colours.quiet)
            left += 13 + text_width(words, TEXT_SIZE) + 20
        top += 0 if left == MARGIN else 20
        words = "A slanted end: a date not known exactly. The bars end where the record ends."
        if self.has_bars_without_number:
            words = f"{words} {WITHOUT_NUMBER}"
        point = (MARGIN, top + TEXT_SIZE * 0.35)
        self.canvas.text(point, words, size=TEXT_SIZE, fill=self.colours.quiet)
        return top + 8 + MARGIN * 0.8

    def _event_kinds(self) -> Iterator[tuple[str, bool, bool]]:
        """Yield, for each kind of event shown, its words, and whether it is heavy and hollow."""
        shown = [marker for row in self.rows for marker in self._markers(row)]
        if any(marker.is_move for marker in shown):
            yield "event that moved the stage", True, False
        if not all(marker.is_move for marker in shown):
            yield "other event", False, False
        if any(marker.low_confidence for marker in shown):
            yield "low confidence", False, True

    def _markers(self, row: AlignedLane) -> list[EventMarker]:
        """Return the events of a row that are shown."""
        if self.thin:
            return []
        return [marker for marker in row.lane.markers if marker.is_move or not self.brief]

    def _draw_event(self, x: float, y: float, *, is_move: bool, low_confidence: bool) -> None:
        """Draw an event: a disc, larger if it moved the stage, hollow if its confidence is low."""
        self.canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=3.6 if is_move else 1.8,
            fill=self.colours.background if low_confidence else self.colours.line,
            stroke=self.colours.line,
            stroke_width=0.8,
        )


def _row_words(lane: Lane) -> str:
    """Return a row in words, for readers who cannot see it: the authority and its last stage."""
    report = lane.report
    return f"{lane.authority}, {report.process.stages[report.stage].label}"
