"""The markers of a timeline for events, due days and inexact dates, and their legend."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from ..svg import Canvas, Palette

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import EventMarker, Lane, Tick

__all__ = ["OPEN_END", "LegendEntry", "MarkerPainter", "legend"]

OPEN_END = 13
"""The length of the dotted line that marks the open side of a date, in pixels."""
RADIUS, MOVE_RADIUS, HALF_DIAMOND = 3.2, 5.2, 5.4
CROSS = 4.0
MIN_RANGE = 2
"""The shortest range that is drawn, in pixels. A marker would hide a shorter range."""


class LegendEntry(StrEnum):
    """An entry of the legend of a timeline; its value is the text of the entry."""

    MOVE = "event that moved the stage"
    EVENT = "other event"
    RECORD_END = "the record ends"
    RANGE = "date not known exactly"
    OPEN_END = "may have been earlier or later"
    LOW_CONFIDENCE = "low confidence"
    INHERITED = "inherited event"
    REFUSED = "not allowed by the process"
    DUE = "due day, joined to the event that met it"
    LATE = "due day, met late or without a record that it was met"


DISCS = {
    LegendEntry.MOVE,
    LegendEntry.EVENT,
    LegendEntry.LOW_CONFIDENCE,
    LegendEntry.INHERITED,
}
"""The entries that a disc explains."""


def legend(lane: Lane, *, brief: bool = False) -> Iterator[LegendEntry]:
    """Return the legend entries for the kinds of marker that the timeline of a lane shows.

    Args:
        lane: The lane.
        brief: Whether only events that moved the stage are shown.
    """
    markers = lane.moves if brief else (*lane.inherited, *lane.markers)
    ticks = () if brief else lane.ticks
    days = [each.days for each in markers] + [each.days for each in ticks]
    shown = {
        LegendEntry.MOVE: lane.moves,
        LegendEntry.EVENT: [each for each in markers if not (each.is_move or each.is_refused)],
        LegendEntry.RECORD_END: lane.markers and not lane.is_abolished,
        LegendEntry.RANGE: [(first, last) for first, last in days if first != last],
        LegendEntry.OPEN_END: [each for each in markers if each.is_open_start or each.is_open_end],
        LegendEntry.LOW_CONFIDENCE: [each for each in markers if each.low_confidence],
        LegendEntry.INHERITED: [each for each in markers if each.is_inherited],
        LegendEntry.REFUSED: [each for each in markers if each.is_refused],
        LegendEntry.DUE: [each for each in ticks if not each.is_late],
        LegendEntry.LATE: [each for each in ticks if each.is_late],
    }
    return (entry for entry, found in shown.items() if found)


@frozen
class MarkerPainter:
    """Draws markers on a canvas in the colours of a picture."""

    canvas: Canvas
    colours: Palette

    def tick_colour(self, tick: Tick) -> str:
        """Return the colour of a due day: `taken` if the deadline was missed, else `line`."""
        return self.colours.taken if tick.is_late else self.colours.line

    def draw_event(
        self, marker: EventMarker, point: tuple[float, float], ends: tuple[float, float]
    ) -> None:
        """Draw an event at a point, and the range of the days on which it can have happened."""
        colour = self.colours.alarm if marker.is_refused else self.colours.line
        (x, y), (top, bottom) = point, ends
        self._draw_range(x, ends, colour)
        if marker.is_open_start:
            self._draw_open_end(x, top, -1, colour)
        if marker.is_open_end:
            self._draw_open_end(x, bottom, 1, colour)
        if marker.is_refused:
            self._draw_cross(x, y)
        else:
            self._draw_disc(
                x,
                y,
                radius=MOVE_RADIUS if marker.is_move else RADIUS,
                low_confidence=marker.low_confidence,
                is_hollow=marker.is_inherited,
            )

    def draw_tick(self, tick: Tick, x: float, ends: tuple[float, float]) -> None:
        """Draw a due day, and its range if the exact day is not known."""
        self._draw_range(x, ends, self.tick_colour(tick))
        self._draw_diamond(x, sum(ends) / 2, is_late=tick.is_late)

    def draw_record_end(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a dashed outline: the bar may continue after the record ends."""
        self.canvas.shape(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            fill="none",
            stroke=colour,
            stroke_width=1.4,
            stroke_dasharray="4 3",
        )

    def draw_legend_entry(self, entry: LegendEntry, x: float, y: float) -> None:
        """Draw the marker that an entry of the legend explains."""
        if entry in DISCS:
            self._draw_disc(
                x,
                y,
                radius=MOVE_RADIUS if entry is LegendEntry.MOVE else RADIUS,
                low_confidence=entry is LegendEntry.LOW_CONFIDENCE,
                is_hollow=entry is LegendEntry.INHERITED,
            )
        elif entry is LegendEntry.RANGE:
            self._draw_range(x, (y - 6, y + 6), self.colours.line)
        elif entry is LegendEntry.OPEN_END:
            self._draw_open_end(x, y + 8, -1, self.colours.line)
        elif entry is LegendEntry.RECORD_END:
            self.draw_record_end(x - 5, y - 6, 10, 12, self.colours.line)
        elif entry is LegendEntry.REFUSED:
            self._draw_cross(x, y)
        else:
            self._draw_diamond(x, y, is_late=entry is LegendEntry.LATE)

    def _draw_range(self, x: float, ends: tuple[float, float], colour: str) -> None:
        """Draw a line from the first day to the last, with a short bar at each end."""
        top, bottom = ends
        if bottom - top <= MIN_RANGE:
            return
        self.canvas.line(((x, top), (x, bottom)), stroke=colour, stroke_width=1.6)
        for y in ends:
            self.canvas.line(((x - 3, y), (x + 3, y)), stroke=colour, stroke_width=1.6)

    def _draw_open_end(self, x: float, y: float, sign: int, colour: str) -> None:
        """Draw a dotted line from an end of a range: upwards if `sign` is -1."""
        points = ((x, y + 4 * sign), (x, y + OPEN_END * sign))
        self.canvas.line(points, stroke=colour, stroke_width=1.6, stroke_dasharray="1.6 2.4")

    def _draw_disc(
        self, x: float, y: float, *, radius: float, low_confidence: bool, is_hollow: bool
    ) -> None:
        """Draw an event: a disc, hollow if inherited, hollow and dashed if of low confidence."""
        is_filled = not (low_confidence or is_hollow)
        self.canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=radius,
            fill=self.colours.line if is_filled else self.colours.background,
            stroke=self.colours.line,
            stroke_width=1.4,
            stroke_dasharray="2 1.6" if low_confidence else None,
        )

    def _draw_cross(self, x: float, y: float) -> None:
        """Draw an event that the process does not allow."""
        for slope in (-1, 1):
            points = ((x - CROSS, y - CROSS * slope), (x + CROSS, y + CROSS * slope))
            self.canvas.line(points, stroke=self.colours.alarm, stroke_width=2.2)

    def _draw_diamond(self, x: float, y: float, *, is_late: bool) -> None:
        """Draw a due day: a diamond, hollow if it was not met in time."""
        half = HALF_DIAMOND
        colour = self.colours.taken if is_late else self.colours.line
        self.canvas.polygon(
            ((x, y - half), (x + half, y), (x, y + half), (x - half, y)),
            fill=self.colours.background if is_late else colour,
            stroke=colour,
            stroke_width=1.6,
        )
