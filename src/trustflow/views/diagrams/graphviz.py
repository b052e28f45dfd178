"""Where everything of a diagram goes: Graphviz, through pygraphviz, decides.

The words of an arrow are a node of their own on it, because Graphviz leads lines round nodes, but
not round labels; so no line ever crosses words. Arrows that lead back are laid out the other way
round, so that the stages stand in their order.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from ...errors import from_extra
from ...process import Mark
from .model import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Arrow, Drawing

__all__ = ["Curve", "Layout", "Place", "Point", "lay_out"]

Point = tuple[float, float]
INCH = 72
"""Graphviz takes sizes in inches of 72 points; a point is a pixel here."""
DOT = 12
ARROW_SIZE = 0.8
NODES_APART, RANKS_APART = 18, 22
ONE_AT_A_TIME = threading.Lock()
"""Graphviz keeps its state in globals."""


class Place(NamedTuple):
    """Where a rectangle is: its middle and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


class Curve(NamedTuple):
    """A line: Bézier curves that go on from each other, and the tip of the arrow at its end."""

    points: tuple[Point, ...]
    tip: Point | None = None


@frozen
class Layout:
    """Where everything goes, in pixels from the top left corner.

    Args:
        width: Of the whole.
        height: Of the whole.
        boxes: The place of each box.
        words: The place of the words of each arrow that has some.
        arrows: The curves of each arrow, from where it starts to where it ends.
        dot: Where the dot is at which the drawing begins.
        start: The curve from there.
    """

    width: float
    height: float
    boxes: tuple[Place, ...]
    words: Mapping[int, Place]
    arrows: tuple[tuple[Curve, ...], ...]
    dot: Place | None
    start: Curve | None


Size = tuple[float, float]


def lay_out(drawing: Drawing, boxes: Sequence[Size], words: Sequence[Size | None]) -> Layout:
    """Where everything goes.

    Args:
        drawing: What is drawn.
        boxes: The width and height of each box.
        words: Those of the words of each arrow; None for an arrow without words.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
    """
    with from_extra("draw"):
        import pygraphviz
    pieces = list(_pieces(drawing, words))
    text = "\n".join(["digraph {", *_lines(drawing, boxes, words, pieces), "}"])
    with ONE_AT_A_TIME:
        graph = pygraphviz.AGraph(string=text)
        graph.layout(prog="dot")
        reader = _Reader(graph)
        curves = [reader.curve(piece) for piece in pieces]
        places = {str(name): reader.place(str(name)) for name in graph.nodes()}
        width, height = reader.size
        graph.close()
    arrows: list[list[Curve]] = [[] for _ in drawing.arrows]
    for piece, curve in zip(pieces, curves, strict=True):
        if piece.arrow is not None:
            arrows[piece.arrow].append(curve)
    starts = [curve for piece, curve in zip(pieces, curves, strict=True) if piece.arrow is None]
    return Layout(
        width,
        height,
        tuple(places[f"b{index}"] for index in range(len(boxes))),
        {index: places[f"w{index}"] for index, size in enumerate(words) if size is not None},
        tuple(tuple(each) for each in arrows),
        places.get("s"),
        starts[0] if starts else None,
    )


class _Piece(NamedTuple):
    """A line for Graphviz: between two nodes, perhaps the other way round, with or without tip."""

    start: str
    end: str
    arrow: int | None
    weight: int
    is_back: bool
    has_tip: bool

    @property
    def key(self) -> str:
        return f"{'start' if self.arrow is None else self.arrow}{self.start}{self.end}"

    @property
    def ends(self) -> tuple[str, str]:
        """The nodes in the order in which Graphviz is given them."""
        return (self.end, self.start) if self.is_back else (self.start, self.end)

    @property
    def text(self) -> str:
        tip = ("back" if self.is_back else "forward") if self.has_tip else "none"
        start, end = self.ends
        return f'{start} -> {end} [key="{self.key}", weight={self.weight}, dir={tip}]'


def _pieces(drawing: Drawing, words: Sequence[Size | None]) -> Iterator[_Piece]:
    """The lines of the drawing: two for an arrow with words, which stand between them."""
    places = {box.stage: place for place, box in enumerate(drawing.boxes)}
    for place, box in enumerate(drawing.boxes):
        if box.initial:
            yield _Piece("s", f"b{place}", None, 12, is_back=False, has_tip=True)
    for index, (arrow, size) in enumerate(zip(drawing.arrows, words, strict=True)):
        start, end = places[arrow.start], places[arrow.end]
        weight, back = _weight(drawing, arrow), end < start
        if size is None:
            yield _Piece(f"b{start}", f"b{end}", index, weight, is_back=back, has_tip=True)
        else:
            between = f"w{index}"
            yield _Piece(f"b{start}", between, index, weight, is_back=back, has_tip=False)
            yield _Piece(between, f"b{end}", index, weight, is_back=back, has_tip=True)


def _lines(
    drawing: Drawing, boxes: Sequence[Size], words: Sequence[Size | None], pieces: list[_Piece]
) -> Iterator[str]:
    """The graph whose layout is asked for: sizes, and no text at all."""
    yield (
        f"graph [rankdir={drawing.direction.letters}, nodesep={NODES_APART / INCH:.3f}, "
        f"ranksep={RANKS_APART / INCH:.3f}]"
    )
    yield 'node [shape=box, label="", fixedsize=true]'
    yield f"edge [arrowsize={ARROW_SIZE}]"
    yield from (_sized(f"b{index}", size) for index, size in enumerate(boxes))
    yield from (_sized(f"w{index}", size) for index, size in enumerate(words) if size)
    if any(box.initial for box in drawing.boxes):
        yield f"{_sized('s', (DOT, DOT))}; s [shape=circle]"
    yield from (piece.text for piece in pieces)


def _sized(name: str, size: Size) -> str:
    return f"{name} [width={size[0] / INCH:.4f}, height={size[1] / INCH:.4f}]"


def _weight(drawing: Drawing, arrow: Arrow) -> int:
    """How straight and short an arrow should be: the ordinary road, or the one taken, most."""
    if arrow.standing is Standing.TAKEN:
        return 12
    emphasised = {box.stage for box in drawing.boxes if box.emphasised}
    if arrow.mark is Mark.STANDARD:
        return 12 if {arrow.start, arrow.end} <= emphasised else 6
    return 2 if arrow.mark is Mark.ATTESTED else 1


class _Reader:
    """What Graphviz has worked out, in pixels from the top left corner."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._left, bottom, right, self._top = _numbers(graph.graph_attr["bb"])
        self.size = right - self._left, self._top - bottom

    def place(self, name: str) -> Place:
        given = self._graph.get_node(name).attr
        x, y = self._point(given["pos"])
        return Place(x, y, float(given["width"]) * INCH, float(given["height"]) * INCH)

    def curve(self, piece: _Piece) -> Curve:
        tip = None
        points = []
        edge = self._graph.get_edge(*piece.ends, key=piece.key)
        for text in edge.attr["pos"].split():
            if text[0] in "es":
                tip = self._point(text[2:])
            else:
                points.append(self._point(text))
        if piece.is_back:
            points.reverse()
        return Curve(tuple(points), tip)

    def _point(self, text: str) -> Point:
        x, y = _numbers(text)
        return x - self._left, self._top - y


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
