"""Move the ends of arrows along the sides of boxes, so that a reader can distinguish them.

Ends on one side of a box keep their order, and their distance is at least `MIN_GAP`. Neighbouring
ends are joined in one point if the side is too short for that, or if an arrow would cross a label.
A tip that would lie along a side, where the box would cover a part of it, is turned away from it.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .layout import Curve, Point, Rectangle

__all__ = ["MIN_GAP", "Line", "separate_ends", "spread", "turned"]

MIN_GAP = 6
"""The least distance between two ends that are not joined, in pixels."""
GAP = 16
"""The distance between two ends where there is room, in pixels."""
CORNER = 5
"""The distance of the ends from the corners of a box, in pixels."""
MIN_SINE = 0.6
"""The sine of the least angle between a tip and the side of its box."""
TURN = 3
"""The greatest length of the turn of a curve to its tip, as a multiple of the length of the tip."""
OUTWARD = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}
"""The direction that leads away from each side of a box."""


class Line(NamedTuple):
    """A line of curves from one box to another.

    Args:
        curves: The curves, from start to end.
        start: The box from which the line leads; None if it is not a box.
        end: The box to which the line leads.
        is_road: Whether the line belongs to the ordinary route, whose ends do not move.
    """

    curves: tuple[Curve, ...]
    start: int | None
    end: int
    is_road: bool


class _End(NamedTuple):
    """One end of a line on a side of a box: its place along the side, and what it belongs to."""

    box: int
    side: str
    place: float
    is_fixed: bool
    line: int
    is_start: bool

    @property
    def which(self) -> int:
        """The index of the curve of the line that has the end."""
        return 0 if self.is_start else -1


def separate_ends(
    lines: Sequence[Line], boxes: Sequence[Rectangle], labels: Sequence[Rectangle]
) -> list[tuple[Curve, ...]]:
    """Return the curves of lines, changed so that no two ends nearly touch.

    Args:
        lines: The lines.
        boxes: The rectangles of the boxes.
        labels: The rectangles of the labels.
    """
    curves = [list(line.curves) for line in lines]
    obstacles = [*boxes, *labels]
    ends = sorted(_ends(lines, boxes))
    for (box, side), group in groupby(ends, key=lambda end: (end.box, end.side)):
        place, across = boxes[box], side in {"bottom", "top"}
        middle, length = (place.x, place.width) if across else (place.y, place.height)
        low, high = middle - length / 2 + CORNER, middle + length / 2 - CORNER
        members = list(group)
        before = [curves[end.line][end.which] for end in members]
        after = _moved(before, members, _separated(members, low, high), across=across)
        if _cross_more(before, after, obstacles):
            after = _moved(before, members, joined(members), across=across)
        for end, curve in zip(members, after, strict=True):
            curves[end.line][end.which] = curve if end.is_start else turned(curve, side)
    return [tuple(changed) for changed in curves]


def _moved(
    curves: Sequence[Curve], ends: Sequence[_End], places: Sequence[float], *, across: bool
) -> list[Curve]:
    """Return curves with their ends moved to new places along a side."""
    shifts = [wanted - end.place for end, wanted in zip(ends, places, strict=True)]
    return [
        _shifted(curve, (shift, 0.0) if across else (0.0, shift), is_start=end.is_start)
        for curve, end, shift in zip(curves, ends, shifts, strict=True)
    ]


def _cross_more(
    before: Sequence[Curve], after: Sequence[Curve], obstacles: Sequence[Rectangle]
) -> bool:
    """Return whether a curve crosses a rectangle that it did not cross before it moved."""
    return any(
        not _crossed(new, obstacles) <= _crossed(old, obstacles)
        for old, new in zip(before, after, strict=True)
        if math.dist((old.tip or old.points[0]), (new.tip or new.points[0])) > MIN_GAP
    )


def _crossed(curve: Curve, obstacles: Sequence[Rectangle]) -> set[int]:
    """Return the indices of the rectangles that a curve crosses, more than a pixel from an edge."""
    points = list(curve.samples())
    (left, top), (right, bottom) = (
        [limit(values) for values in zip(*points, strict=True)] for limit in (min, max)
    )
    crossed = set()
    for index, place in enumerate(obstacles):
        width, height = place.width / 2 - 1, place.height / 2 - 1
        # Few rectangles are near enough to look at each point.
        is_near = left < place.x + width and place.x - width < right
        is_near = is_near and top < place.y + height and place.y - height < bottom
        if is_near and any(
            abs(x - place.x) < width and abs(y - place.y) < height for x, y in points
        ):
            crossed.add(index)
    return crossed


def _ends(lines: Sequence[Line], boxes: Sequence[Rectangle]) -> Iterable[_End]:
    for number, line in enumerate(lines):
        if line.start is not None:
            side, place = _side(line.curves[0].points[0], boxes[line.start])
            yield _End(line.start, side, place, line.is_road, number, is_start=True)
        last = line.curves[-1]
        side, place = _side(last.tip or last.points[-1], boxes[line.end])
        yield _End(line.end, side, place, line.is_road, number, is_start=False)


def _side(point: Point, box: Rectangle) -> tuple[str, float]:
    """Return the side of a box on which a point lies, and its place along the side."""
    x, y = point
    distances = {
        "left": abs(box.x - box.width / 2 - x),
        "right": abs(box.x + box.width / 2 - x),
        "top": abs(box.y - box.height / 2 - y),
        "bottom": abs(box.y + box.height / 2 - y),
    }
    side = min(distances, key=distances.__getitem__)
    return side, x if side in {"bottom", "top"} else y


def _separated(ends: Sequence[_End], low: float, high: float) -> list[float]:
    """Return the new places of the ends on one side; fixed ends stay, others keep their side."""
    fixed = next((index for index, end in enumerate(ends) if end.is_fixed), None)
    places = [end.place for end in ends]
    if fixed is None:
        return spread(places, low, high)
    middle = places[fixed]
    before = spread(places[:fixed], low, middle - GAP)
    return [*before, middle, *spread(places[fixed + 1 :], middle + GAP, high)]


def spread(places: Sequence[float], low: float, high: float) -> list[float]:
    """Return places at least `MIN_GAP` apart or equal, in order, between two bounds.

    The places are as near as possible to those given, which must be in order.
    """
    count = len(places)
    slots = min(count, int(max(high - low, 0) // MIN_GAP) + 1)
    if slots < count:
        # Neighbours share a slot, because there is no room for all.
        shared = [index * slots // max(count, 1) for index in range(count)]
        means = [
            sum(place for place, slot in zip(places, shared, strict=True) if slot == number)
            / shared.count(number)
            for number in range(slots)
        ]
        spread_slots = spread(means, low, high)
        return [spread_slots[slot] for slot in shared]
    gap = min(GAP, max(high - low, 0) / max(count - 1, 1))
    groups: list[list[float]] = []
    for index, place in enumerate(places):
        groups.append([place - index * gap])
        # Places that would be too near move as one block, around their mean.
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            later = groups.pop()
            groups[-1] += later
    last = max(high - (count - 1) * gap, low)
    wanted = [min(max(_mean(group), low), last) for group in groups for _ in group]
    return [place + index * gap for index, place in enumerate(wanted)]


def joined(ends: Sequence[_End]) -> list[float]:
    """Return the places of ends, in which ends that are less than `MIN_GAP` apart share a place.

    They share the place of a fixed end, or else their mean.
    """
    groups: list[list[_End]] = []
    for end in ends:
        groups.append([end])
        while len(groups) > 1 and _shared(groups[-1]) - _shared(groups[-2]) < MIN_GAP:
            later = groups.pop()
            groups[-1] += later
    return [_shared(group) for group in groups for _ in group]


def _shared(ends: Sequence[_End]) -> float:
    return next((end.place for end in ends if end.is_fixed), _mean([end.place for end in ends]))


def turned(curve: Curve, side: str) -> Curve:
    """Return a curve whose tip does not lie along the side of the box at which it ends."""
    if curve.tip is None:
        return curve
    (x, y), base, (out_x, out_y) = curve.tip, curve.points[-1], OUTWARD[side]
    length = math.dist(base, curve.tip)
    if (base[0] - x) * out_x + (base[1] - y) * out_y >= MIN_SINE * length:
        return curve
    # Along the side, the tip keeps its direction.
    along = math.sqrt(1 - MIN_SINE**2)
    away_x = out_x * MIN_SINE if out_x else math.copysign(along, base[0] - x)
    away_y = out_y * MIN_SINE if out_y else math.copysign(along, base[1] - y)
    points = list(curve.points)
    reach = min(max(math.dist(points[-2], curve.tip), length), TURN * length)
    points[-2] = x + away_x * reach, y + away_y * reach
    points[-1] = x + away_x * length, y + away_y * length
    return curve._replace(points=tuple(points))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _shifted(curve: Curve, shift: Point, *, is_start: bool) -> Curve:
    """Return a curve with one end moved; the control point of the end moves with it."""
    points = list(curve.points)
    for index in (0, 1) if is_start else (-1, -2):
        points[index] = points[index][0] + shift[0], points[index][1] + shift[1]
    tip = curve.tip
    if tip is not None and not is_start:
        tip = tip[0] + shift[0], tip[1] + shift[1]
    return curve._replace(points=tuple(points), tip=tip)
