"""The timelines of many histories on one picture: a row each, by date or from one event on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..svg import PAGE, Canvas, Face, palette, plain, text_width, wrapped
from .label_placement import spread
from .model import Lane
from .time_axis import YEAR, grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...process import Process
    from ..svg import Palette
    from .model import Stretch

__all__ = ["Aligned", "align", "to_svg"]

MARGIN = 26
TITLE_SIZE, SUBTITLE_SIZE, NAME_SIZE, AXIS_SIZE, NUMBER_SIZE = 20, 13, 12.5, 11, 10.5
ROW, BAR = 34, 17
CHART, NAMES = 780, 230
DAYS_A_MONTH = YEAR / 12


@frozen(kw_only=True)
class Aligned:
    """A history on the picture of many.

    Args:
        lane: What is shown of it.
        zero: The day that its other days are counted from; 0 where dates are shown as they are.
        remark: What stands below its name.
    """

    lane: Lane
    zero: float
    remark: str | None = None

    @property
    def reach(self) -> tuple[float, float]:
        """The first and the last day it reaches, counted from its zero."""
        first, last = self.lane.days
        return first - self.zero, last - self.zero


def align(lanes: Sequence[Lane], trigger: str | None) -> tuple[Aligned, ...]:
    """The lanes that have the event, those where it came first first; all as they are without one.

    Args:
        lanes: The lanes.
        trigger: The event that the days are counted from, the first of each history.
    """
    held = [lane for lane in lanes if lane.marks]
    if trigger is None:
        return tuple(Aligned(lane=lane, zero=0) for lane in held)
    found = []
    for lane in held:
        triggers = [event.trigger for event in lane.report.history.events]
        if trigger in triggers:
            mark = lane.marks[triggers.index(trigger)]
            found.append(Aligned(lane=lane, zero=mark.middle, remark=mark.date))
    return tuple(sorted(found, key=lambda aligned: aligned.zero))


def to_svg(
    rows: Sequence[Aligned],
    *,
    process: Process,
    trigger: str | None,
    of: int,
    dark: bool,
    face: Face = PAGE,
) -> str:
    """The timelines of many histories as SVG text.

    Args:
        rows: The histories that are shown.
        process: Their process.
        trigger: The event they are aligned at, if any.
        of: How many histories there were to choose from.
        dark: Whether it is for a dark page.
        face: The font.
    """
    colours = palette(dark=dark)
    picture = _Comparison(
        rows, Canvas(face), process=process, trigger=trigger, of=of, colours=colours
    )
    return picture.drawn()


class _Comparison:
    """The picture of many histories, on its way to become one."""

    def __init__(
        self,
        rows: Sequence[Aligned],
        canvas: Canvas,
        *,
        process: Process,
        trigger: str | None,
        of: int,
        colours: Palette,
    ) -> None:
        self.rows, self.process, self.trigger, self.of = rows, process, trigger, of
        self.colours, self.canvas = colours, canvas
        self.first = min((row.reach[0] for row in rows), default=0.0)
        self.last = max((row.reach[1] for row in rows), default=YEAR)
        spare = max((self.last - self.first) * 0.015, 20)
        self.first, self.last = self.first - spare, self.last + spare
        self.left = MARGIN + NAMES + 14
        self.width = self.left + CHART + MARGIN
        self.top = 0.0

    def x(self, day: float) -> float:
        """How far to the right a day is."""
        return self.left + CHART * (day - self.first) / (self.last - self.first)

    def drawn(self) -> str:
        """The whole picture."""
        title, subtitle = self._titles()
        self._draw_heading(title, subtitle)
        bottom = self.top + len(self.rows) * ROW
        self._draw_grid(bottom)
        for index, row in enumerate(self.rows):
            self._draw_row(row, self.top + (index + 0.5) * ROW)
        names = ", ".join(row.lane.authority for row in self.rows)
        return self.canvas.document(
            self.width,
            self._draw_key(bottom + 34),
            title=title,
            description=f"{subtitle} {names}.",
            background=self.colours.background,
        )

    def _titles(self) -> tuple[str, str]:
        shown = f"{len(self.rows)} of {self.of} {'history' if self.of == 1 else 'histories'}"
        if self.trigger is None:
            return self.process.title, f"{shown}, by date."
        words = self.process.triggers[self.trigger]
        title = f"{self.process.title}, aligned at: {words}"
        return title, f"{shown} have the event and are shown, in the order of its date."

    def _draw_heading(self, title: str, subtitle: str) -> None:
        top, room = float(MARGIN), self.width - 2 * MARGIN
        for line in wrapped(title, TITLE_SIZE, room, bold=True):
            top += TITLE_SIZE * 1.28
            at = (MARGIN, top - 6)
            self.canvas.text(at, line, size=TITLE_SIZE, fill=self.colours.ink, bold=True)
        for line in wrapped(subtitle, SUBTITLE_SIZE, room):
            top += SUBTITLE_SIZE * 1.28
            self.canvas.text((MARGIN, top - 3), line, size=SUBTITLE_SIZE, fill=self.colours.quiet)
        self.top = top + 44

    def _ticks(self) -> Iterator[tuple[float, str]]:
        """The days at which a line is drawn, with their words: years from the event, or dates."""
        if self.trigger is None:
            yield from grid(int(self.first), int(self.last))
            return
        for years in range(int(self.first // YEAR), int(self.last // YEAR) + 2):
            sign = "+" if years > 0 else "\N{MINUS SIGN}"
            yield years * YEAR, "0" if years == 0 else f"{sign}{abs(years)} y"

    def _draw_grid(self, bottom: float) -> None:
        reached = -float("inf")
        for day, words in self._ticks():
            x = self.x(day)
            if not self.left <= x <= self.left + CHART:
                continue
            is_zero = self.trigger is not None and day == 0
            self.canvas.line(
                ((x, self.top - 6), (x, bottom + 4)),
                stroke=self.colours.ink if is_zero else self.colours.grid,
                stroke_width=1.6 if is_zero else 1,
            )
            half = text_width(words, AXIS_SIZE) / 2 + 4
            if x - half < reached and not is_zero:
                continue
            fill = self.colours.ink if is_zero else self.colours.quiet
            at = (x, self.top - 13)
            self.canvas.text(at, words, size=AXIS_SIZE, fill=fill, bold=is_zero, anchor="middle")
            reached = x + half

    def _draw_row(self, row: Aligned, middle: float) -> None:
        right = MARGIN + NAMES
        lines = wrapped(row.lane.authority, NAME_SIZE, NAMES, bold=True)
        remarks = () if row.remark is None else (row.remark,)
        base = middle - (len(lines) + len(remarks) - 1) * 7.2 + 4.2
        for line in lines:
            at = (right, base)
            fill = self.colours.ink
            self.canvas.text(at, line, size=NAME_SIZE, fill=fill, bold=True, anchor="end")
            base += 14.4
        for line in remarks:
            at = (right, base - 1)
            self.canvas.text(at, line, size=AXIS_SIZE, fill=self.colours.quiet, anchor="end")
        for stretch in row.lane.stretches:
            with self.canvas.tooltip((f"{row.lane.authority}: {stretch.label}",)):
                self._draw_bar(stretch, row.zero, middle)
        self._draw_numbers(row, middle)
        for mark in row.lane.marks:
            with self.canvas.tooltip((row.lane.authority, *mark.tooltip)):
                x = self.x(mark.middle - row.zero)
                self._draw_dot(x, middle + BAR / 2 + 4.5, is_low=mark.is_low)

    def _draw_bar(self, stretch: Stretch, zero: float, middle: float) -> None:
        """The bar of a stretch; an end known only in part is slanted over the days it can be."""
        (first, last), (end_first, end_last) = stretch.begins, stretch.ends
        top, bottom = middle - BAR / 2, middle + BAR / 2
        corners = ((first, top), (end_first, top), (end_last, bottom), (last, bottom))
        self.canvas.shape(
            "polygon",
            points=" ".join(f"{self.x(day - zero):.1f},{y:.1f}" for day, y in corners),
            fill=self.colours.stage(stretch.index),
            stroke=self.colours.background,
            stroke_width=0.8,
        )

    def _draw_numbers(self, row: Aligned, middle: float) -> None:
        """The number of each stage on its bar, or above it where the bar is too short."""
        short: list[tuple[float, str]] = []
        for stretch in row.lane.stretches:
            ends = (sum(stretch.begins) / 2, sum(stretch.ends) / 2)
            left, right = (self.x(day - row.zero) for day in ends)
            number = str(stretch.index + 1)
            if right - left >= text_width(number, NUMBER_SIZE, bold=True) + 5:
                fill = self.colours.on_stage(stretch.index)
                self._number(number, (left + right) / 2, middle + NUMBER_SIZE * 0.36, fill)
            elif right - left >= 1:
                short.append(((left + right) / 2, number))
        sizes = [text_width(number, NUMBER_SIZE, bold=True) + 3 for _, number in short]
        places = spread([x for x, _ in short], sizes, self.left, self.left + CHART)
        for (_, number), x in zip(short, places, strict=True):
            self._number(number, x, middle - BAR / 2 - 2, self.colours.ink)

    def _number(self, number: str, x: float, base: float, fill: str) -> None:
        self.canvas.text((x, base), number, size=NUMBER_SIZE, fill=fill, bold=True, anchor="middle")

    def _draw_key(self, top: float) -> float:
        """The stages that are shown, numbered; gives where the picture ends."""
        shown = {stretch.index for row in self.rows for stretch in row.lane.stretches}
        left = float(MARGIN)
        for index, text in enumerate(self.process.stages.values()):
            if index not in shown:
                continue
            words = plain(text.label)
            needs = 30 + text_width(words, AXIS_SIZE)
            if left + needs > self.width - MARGIN:
                left, top = float(MARGIN), top + 22
            self.canvas.shape(
                "rect", x=left, y=top - 8, width=22, height=16, rx=3, fill=self.colours.stage(index)
            )
            self._number(str(index + 1), left + 11, top + 3.8, self.colours.on_stage(index))
            at = (left + 28, top + AXIS_SIZE * 0.35)
            self.canvas.text(at, words, size=AXIS_SIZE, fill=self.colours.quiet)
            left += needs + 20
        top += 26
        left = float(MARGIN)
        for is_low, words in ((False, "event"), (True, "event of low confidence")):
            self._draw_dot(left + 4, top, is_low=is_low)
            at = (left + 13, top + AXIS_SIZE * 0.35)
            self.canvas.text(at, words, size=AXIS_SIZE, fill=self.colours.quiet)
            left += 13 + text_width(words, AXIS_SIZE) + 20
        words = "A slanted end: a day known only in part. The bars end where the record ends."
        at = (left, top + AXIS_SIZE * 0.35)
        self.canvas.text(at, words, size=AXIS_SIZE, fill=self.colours.quiet)
        return top + 8 + MARGIN * 0.8

    def _draw_dot(self, x: float, y: float, *, is_low: bool) -> None:
        """An event; hollow where it is of low confidence."""
        self.canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=1.9,
            fill=self.colours.background if is_low else self.colours.line,
            stroke=self.colours.line,
            stroke_width=0.8,
        )
