"""The positions of all parts of a diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attrs import frozen

__all__ = ["Curve", "Layout", "Point", "Rectangle", "Size"]

Point = tuple[float, float]
Size = tuple[float, float]
"""A width and a height."""
SAMPLES = 16
"""The number of steps in which a curve is followed."""


class Rectangle(NamedTuple):
    """A rectangle, given by its centre and its size in pixels."""

    x: float
    y: float
    width: float
    height: float


class Curve(NamedTuple):
    """A chain of Bézier curves; `tip` is None if it has no arrowhead."""

    points: tuple[Point, ...]
    tip: Point | None = None

    def samples(self) -> Iterator[Point]:
        """Yield points along the curves, close to each other."""
        for first in range(0, len(self.points) - 1, 3):
            one, two, three, four = self.points[first : first + 4]
            for step in range(SAMPLES + 1):
                t = step / SAMPLES
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
                yield (
                    a * one[0] + b * two[0] + c * three[0] + d * four[0],
                    a * one[1] + b * two[1] + c * three[1] + d * four[1],
                )


@frozen
class Layout:
    """The positions of all parts of a diagram, in pixels from the top left corner.

    Args:
        width: The width of the diagram.
        height: The height of the diagram.
        boxes: The rectangle of each box.
        labels: The rectangle of the label on each arrow, by the index of the arrow. Arrows without
            a label are left out.
        arrows: The curves of each arrow, from its start to its end; none for an arrow that stays.
        start_dot: The dot before the initial stage; None if the initial stage is not shown.
        start_curve: The curve from the dot to the initial stage; None without a dot.
    """

    width: float
    height: float
    boxes: tuple[Rectangle, ...]
    labels: Mapping[int, Rectangle]
    arrows: tuple[tuple[Curve, ...], ...]
    start_dot: Rectangle | None
    start_curve: Curve | None
