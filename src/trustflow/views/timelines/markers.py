"""The marks of a timeline: events, the days on which they can have been, and due days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..svg import Canvas, Palette

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Lane, Mark, Tick

__all__ = ["STUB", "Pen", "keys"]

STUB = 13
"""How long the line is that goes on where a date is open."""
RADIUS, HALF = 4.0, 5.4
LEAST_RANGE = 2
"""A range that is shorter is not seen beside its mark."""


@frozen
class Pen:
    """What draws marks on a canvas in the colours of a picture."""

    canvas: Canvas
    colours: Palette

    def event_colour(self, mark: Mark) -> str:
        """The colour of an event: that of alarm if the process does not allow it."""
        return self.colours.alarm if mark.is_refused else self.colours.line

    def tick_colour(self, tick: Tick) -> str:
        """The colour of a due day: another one if it was not met in time."""
        return self.colours.taken if tick.is_late else self.colours.line

    def draw_mark(self, mark: Mark, x: float, ends: tuple[float, float]) -> None:
        """An event, with the range of days on which it can have been."""
        colour = self.event_colour(mark)
        if ends[1] - ends[0] > LEAST_RANGE:
            self.draw_range(x, ends, colour)
        for is_open, y, ahead in (
            (mark.is_open_start, ends[0], -1),
            (mark.is_open_end, ends[1], 1),
        ):
            if is_open:
                points = ((x, y + 4 * ahead), (x, y + STUB * ahead))
                self.canvas.line(
                    points, stroke=colour, stroke_width=1.6, stroke_dasharray="1.6 2.4"
                )
        middle = (ends[0] + ends[1]) / 2
        if mark.is_refused:
            self.draw_cross(x, middle)
        else:
            self.draw_event(x, middle, is_low=mark.is_low)

    def draw_tick(self, tick: Tick, x: float, ends: tuple[float, float]) -> None:
        """A due day, with its range where it is known only in part."""
        if ends[1] - ends[0] > LEAST_RANGE:
            self.draw_range(x, ends, self.tick_colour(tick))
        self.draw_diamond(x, (ends[0] + ends[1]) / 2, is_late=tick.is_late)

    def draw_range(self, x: float, ends: tuple[float, float], colour: str) -> None:
        """A line from the first day to the last, closed at both ends."""
        self.canvas.line(((x, ends[0]), (x, ends[1])), stroke=colour, stroke_width=1.6)
        for y in ends:
            self.canvas.line(((x - 3, y), (x + 3, y)), stroke=colour, stroke_width=1.6)

    def draw_event(self, x: float, y: float, *, is_low: bool) -> None:
        """A disc; hollow and dashed where it is of low confidence."""
        self.canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=RADIUS,
            fill=self.colours.background if is_low else self.colours.line,
            stroke=self.colours.line,
            stroke_width=1.4,
            stroke_dasharray="2 1.6" if is_low else None,
        )

    def draw_cross(self, x: float, y: float) -> None:
        """What the process does not allow."""
        for slope in (-1, 1):
            points = ((x - RADIUS, y - RADIUS * slope), (x + RADIUS, y + RADIUS * slope))
            self.canvas.line(points, stroke=self.colours.alarm, stroke_width=2.2)

    def draw_diamond(self, x: float, y: float, *, is_late: bool) -> None:
        """A due day; hollow where it was not met in time."""
        corners = ((x, y - HALF), (x + HALF, y), (x, y + HALF), (x - HALF, y))
        colour = self.colours.taken if is_late else self.colours.line
        self.canvas.shape(
            "polygon",
            points=" ".join(f"{across:.1f},{down:.1f}" for across, down in corners),
            fill=self.colours.background if is_late else colour,
            stroke=colour,
            stroke_width=1.6,
        )

    def draw_tail(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """That the last stage on record may last, which the record cannot say."""
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

    def draw_key(self, key: str, x: float, y: float) -> None:
        """The mark that a word of the key is about."""
        if key in {EVENT, LOW}:
            self.draw_event(x, y, is_low=key == LOW)
        elif key == RANGE:
            self.draw_range(x, (y - 6, y + 6), self.colours.line)
        elif key == TAIL:
            self.draw_tail(x - 5, y - 6, 10, 12, self.colours.line)
        elif key == REFUSED:
            self.draw_cross(x, y)
        else:
            self.draw_diamond(x, y, is_late=key == LATE)


EVENT = "event"
LOW = "low confidence"
TAIL = "the record ends"
RANGE = "day known only in part"
REFUSED = "not allowed by the process"
DUE = "due day, joined to what met it"
LATE = "due day, met late or without a record that it was met"


def keys(lane: Lane) -> Iterator[str]:
    """The words of the key, as far as a lane has such marks."""
    if lane.marks:
        yield EVENT
        yield TAIL
    if any(mark.on[0] != mark.on[1] for mark in lane.marks):
        yield RANGE
    if any(mark.is_low for mark in lane.marks):
        yield LOW
    if any(mark.is_refused for mark in lane.marks):
        yield REFUSED
    if any(not tick.is_late for tick in lane.ticks):
        yield DUE
    if any(tick.is_late for tick in lane.ticks):
        yield LATE
