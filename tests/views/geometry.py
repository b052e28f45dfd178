"""Read the shapes of a diagram from its SVG, and measure what makes a picture hard to read."""

import math
import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

from attrs import frozen

from tests.views.samples import SVG

LEAST_GAP, JOINED, LEAST_SIZE = 5.8, 1, 12
"""The least distance of the ends of arrows, unless they are joined, and the least size of text."""
STEPS = 12
"""The number of points at which a curve is measured."""


@frozen
class Shape:
    """A rectangle of a picture, as left, top, right and bottom, with the words that it is for."""

    sides: tuple[float, float, float, float]
    words: str

    @property
    def centre(self):
        """The centre of the rectangle."""
        left, top, right, bottom = self.sides
        return (left + right) / 2, (top + bottom) / 2

    def overlaps(self, other):
        """Return whether two rectangles share more than an edge."""
        left, top, right, bottom = self.sides
        return (
            left < other.sides[2] - 0.5
            and other.sides[0] < right - 0.5
            and top < other.sides[3] - 0.5
            and other.sides[1] < bottom - 0.5
        )

    def contains(self, point, inset=1.5):
        """Return whether a point is inside, away from the edges."""
        left, top, right, bottom = self.sides
        x, y = point
        return left + inset < x < right - inset and top + inset < y < bottom - inset


@frozen
class Line:
    """An arrow of a picture: its words, the points that it passes, and its ends."""

    words: str
    points: tuple[tuple[float, float], ...]
    start: tuple[float, float]
    tip: tuple[float, float]
    label: Shape | None


@frozen
class Picture:
    """The shapes of a diagram, in its own coordinates."""

    size: tuple[float, float]
    corner: tuple[float, float]
    boxes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    text_sizes: tuple[float, ...]

    def box(self, words):
        """Return the box with a label."""
        return next(box for box in self.boxes if box.words == words)


def read(svg):
    """Return the shapes of a diagram."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    size = float(root.get("width")), float(root.get("height"))
    plane = root.find(f"{SVG}g[@transform]")
    corner = tuple(map(float, re.findall(r"[\d.]+", plane.get("transform"))))
    boxes, lines = [], []
    for group in plane.findall(f"{SVG}g"):
        words = (group.findtext(f"{SVG}title") or "").partition("\n")[0]
        rectangles = [_shape(rectangle, words) for rectangle in group.findall(f"{SVG}rect")]
        if group.get("class") == "trustflow-arrow":
            lines.append(_line(group, words, rectangles))
        elif rectangles:
            boxes.append(rectangles[0])
    sizes = tuple(float(text.get("font-size")) for text in root.iter(f"{SVG}text"))
    return Picture(size, corner, tuple(boxes), tuple(lines), sizes)


def _shape(rectangle, words):
    x, y, width, height = (float(rectangle.get(side)) for side in ("x", "y", "width", "height"))
    return Shape((x, y, x + width, y + height), words)


def _line(group, words, rectangles):
    paths = [path.get("d") for path in group.findall(f"{SVG}path")][1::2]
    points = [point for path in paths for point in _points(path)]
    polygon = group.find(f"{SVG}polygon").get("points")
    tip = tuple(map(float, polygon.split()[0].split(",")))
    return Line(words, (*points, tip), points[0], tip, rectangles[0] if rectangles else None)


def _points(path):
    """Return points along a chain of Bézier curves."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    knots = list(zip(numbers[::2], numbers[1::2], strict=True))
    for index in range(0, len(knots) - 1, 3):
        curve = knots[index : index + 4]
        for step in range(STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            yield tuple(
                sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True))
                for axis in (0, 1)
            )


def faults(svg):
    """Return the faults of a picture that make it hard to read, in words."""
    picture = read(svg)
    return [
        *(f"text of {size} px" for size in picture.text_sizes if size < LEAST_SIZE),
        *_overlaps(picture),
        *_near_ends(picture),
        *_outside(picture),
    ]


def _overlaps(picture):
    labels = [line.label for line in picture.lines if line.label is not None]
    return [
        f"{one.words!r} overlaps {other.words!r}"
        for one, other in combinations([*picture.boxes, *labels], 2)
        if one.overlaps(other)
    ]


def _near_ends(picture):
    ends = [(end, line.words) for line in picture.lines for end in (line.start, line.tip)]
    return [
        f"{words!r} and {others!r} end {math.dist(one, other):.1f} px apart"
        for (one, words), (other, others) in combinations(ends, 2)
        if JOINED < math.dist(one, other) < LEAST_GAP
    ]


def _outside(picture):
    """Return the lines that leave the picture."""
    (width, height), (left, top) = picture.size, picture.corner
    return [
        f"{line.words!r} leaves the picture"
        for line in picture.lines
        if any(not (0 <= x + left <= width and 0 <= y + top <= height) for x, y in line.points)
    ]


def crossed(svg):
    """Return the boxes and labels that lines of other arrows cross, in words."""
    picture = read(svg)
    return [
        f"{line.words!r} crosses {shape.words!r}"
        for line in picture.lines
        for shape in (*picture.boxes, *(other.label for other in picture.lines if other != line))
        if shape is not None and any(map(shape.contains, line.points))
    ]


def crossings(svg):
    """Return how often lines cross each other."""
    segments = [(line, pair) for line in read(svg).lines for pair in pairwise(line.points)]
    return sum(
        one[0] is not other[0] and _cross(*one[1], *other[1])
        for one, other in combinations(segments, 2)
    )


def _cross(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
