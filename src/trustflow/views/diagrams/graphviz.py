"""Compute the layout of a diagram with Graphviz, through pygraphviz.

Graphviz routes lines around nodes but not around labels. So each label is passed to Graphviz as a
node in the middle of its arrow, and no line crosses a text. An arrow that leads to an earlier stage
is passed in reverse, so that the stages keep their order. The weight of the ordinary route is so
great that its stages lie on one line.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import InvalidValue, from_extra, pluralised
from ...process import Mark
from .layout import Curve, Layout, Rectangle
from .model import CaseStatus
from .tips import Line, separate_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .layout import Point, Size
    from .model import Arrow, Diagram

__all__ = ["MAX_ARROWS_HERE", "TOO_LARGE", "lay_out"]

POINTS_PER_INCH = 72
"""The number of Graphviz points in an inch. Here, one point is drawn as one pixel."""
START_DOT_SIZE = 12
ARROW_SIZE = 0.8
RANK_GAP = 26
ROAD_WEIGHT = 1000
"""The weight of the ordinary route, greater than that of all other arrows together."""
MAX_ARROWS = 600
"""The most arrows of a picture. Graphviz would take hours for more, and nobody could read it."""
MAX_ARROWS_HERE = 100
"""The most arrows of a picture that is laid out in this process, in a fraction of a second."""
TIME_LIMIT = 120
"""The seconds after which the layout of a larger picture is given up."""
OTHER_PROCESS = """
import sys
sys.path[:] = sys.argv[1:]
import pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.read())
graph.layout(prog="dot")
sys.stdout.write(graph.string())
"""
"""What the other process runs for a larger picture."""
TOO_LARGE = (
    "Show fewer stages with stages=…, or fewer moves with marks=… and without stays (on the "
    "command line --stages and --marks), or write mermaid, dot or plantuml, which need no layout "
    "here."
)
"""What to do about a picture that is too large."""
LOCK = threading.Lock()
"""Held while Graphviz runs: its state is global, so only one thread may use it at a time."""


def lay_out(
    diagram: Diagram, boxes: Sequence[Size], labels: Sequence[Size | None], gap: float = 18
) -> Layout:
    """Return the layout of a diagram.

    Args:
        diagram: The diagram.
        boxes: The size of each box.
        labels: The size of the label on each arrow; None for an arrow without a label.
        gap: The least distance between boxes or labels that are side by side.

    Raises:
        MissingExtra: A package of the extra `draw` is not installed.
        InvalidValue: The diagram has too many arrows, or its layout takes too long.
    """
    if len(diagram.arrows) > MAX_ARROWS:
        raise _too_large(diagram, f"Expected at most {MAX_ARROWS} arrows.")
    with from_extra("draw"):
        import pygraphviz
    edges = list(_edges(diagram, labels))
    text = "\n".join(["digraph {", *_statements(diagram, boxes, labels, edges, gap), "}"])
    laid_out = None
    if len(diagram.arrows) > MAX_ARROWS_HERE and sys.executable:
        laid_out = _laid_out_elsewhere(text, diagram)
    with LOCK:
        graph = pygraphviz.AGraph(string=text if laid_out is None else laid_out)
        if laid_out is None:
            graph.layout(prog="dot")
        reader = _LayoutReader(graph)
        curves = [reader.curve(edge) for edge in edges]
        nodes = {str(name): reader.rectangle(str(name)) for name in graph.nodes()}
        width, height = reader.size
        graph.close()
    placed = tuple(nodes[f"b{index}"] for index in range(len(boxes)))
    labels_placed = {int(name[1:]): place for name, place in nodes.items() if name[0] == "w"}
    obstacles = [*labels_placed.values()]
    arrows, start_curve = _separated(diagram, edges, curves, placed, obstacles)
    return Layout(
        width,
        height,
        placed,
        labels_placed,
        arrows,
        nodes.get("s"),
        start_curve,
    )


def _separated(
    diagram: Diagram,
    edges: list[_Edge],
    curves: list[Curve],
    boxes: Sequence[Rectangle],
    labels: Sequence[Rectangle],
) -> tuple[tuple[tuple[Curve, ...], ...], Curve | None]:
    """Return the curves of each arrow, and the curve from the dot, with their ends apart."""
    of_arrow: dict[int | None, list[Curve]] = {}
    for edge, curve in zip(edges, curves, strict=True):
        of_arrow.setdefault(edge.arrow, []).append(curve)
    positions = {box.stage: index for index, box in enumerate(diagram.boxes)}
    lines = []
    for number, found in of_arrow.items():
        if number is None:
            first = next(positions[box.stage] for box in diagram.boxes if box.initial)
            is_road = diagram.boxes[first].stage in diagram.road[:1]
            lines.append(Line(tuple(found), None, first, is_road))
        else:
            arrow = diagram.arrows[number]
            is_road = (arrow.start, arrow.end) in diagram.road_steps
            start, end = positions[arrow.start], positions[arrow.end]
            lines.append(Line(tuple(found), start, end, is_road))
    apart = dict(zip(of_arrow, separate_ends(lines, boxes, labels), strict=True))
    arrows = tuple(apart.get(number, ()) for number in range(len(diagram.arrows)))
    return arrows, apart[None][0] if None in apart else None


def _laid_out_elsewhere(text: str, diagram: Diagram) -> str:
    """Return the DOT text of a graph with positions, from a process of its own.

    Graphviz cannot be interrupted, but a process can be ended, after a time or by Ctrl-C.
    """
    command = [sys.executable, "-I", "-c", OTHER_PROCESS, *sys.path]
    try:
        done = subprocess.run(  # noqa: S603 - our own statements
            command, input=text, capture_output=True, check=True, text=True, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired:
        reason = f"Graphviz found no layout for it in {TIME_LIMIT} seconds."
        raise _too_large(diagram, reason) from None
    except subprocess.CalledProcessError as error:
        said = "".join(error.stderr.splitlines()[-1:]) or f"it ended with {error.returncode}"
        raise _too_large(diagram, f"Graphviz found no layout for it: {said}.") from None
    return done.stdout


def _too_large(diagram: Diagram, reason: str) -> InvalidValue:
    arrows, boxes = (
        pluralised(len(diagram.arrows), "arrow"),
        pluralised(len(diagram.boxes), "stage"),
    )
    return InvalidValue(f"{arrows} between {boxes}", "size of a picture", f"{reason} {TOO_LARGE}")


class _Edge(NamedTuple):
    """An edge for Graphviz: an arrow, half an arrow, or the line from the dot.

    `arrow` is the index of the arrow; None for the line from the start dot.
    """

    start: str
    end: str
    arrow: int | None
    weight: int
    is_reversed: bool
    has_tip: bool

    @property
    def key(self) -> str:
        return f"{'start' if self.arrow is None else self.arrow}{self.start}{self.end}"

    @property
    def nodes(self) -> tuple[str, str]:
        """The two nodes, in the order in which they are passed to Graphviz."""
        return (self.end, self.start) if self.is_reversed else (self.start, self.end)

    @property
    def statement(self) -> str:
        tip = ("back" if self.is_reversed else "forward") if self.has_tip else "none"
        tail, head = self.nodes
        return f'{tail} -> {head} [key="{self.key}", weight={self.weight}, dir={tip}]'


def _edges(diagram: Diagram, labels: Sequence[Size | None]) -> Iterator[_Edge]:
    """Yield the edges. An arrow with a label is two: to the label and from it."""
    positions = {box.stage: index for index, box in enumerate(diagram.boxes)}
    for index, box in enumerate(diagram.boxes):
        if box.initial:
            weight = ROAD_WEIGHT if box.stage in diagram.road[:1] else 12
            yield _Edge("s", f"b{index}", None, weight, is_reversed=False, has_tip=True)
    for index, (arrow, size) in enumerate(zip(diagram.arrows, labels, strict=True)):
        if arrow.stays:
            continue
        start, end = positions[arrow.start], positions[arrow.end]
        weight, back = _weight(diagram, arrow), end < start
        if size is None:
            yield _Edge(f"b{start}", f"b{end}", index, weight, is_reversed=back, has_tip=True)
        else:
            label = f"w{index}"
            yield _Edge(f"b{start}", label, index, weight, is_reversed=back, has_tip=False)
            yield _Edge(label, f"b{end}", index, weight, is_reversed=back, has_tip=True)


def _statements(
    diagram: Diagram,
    boxes: Sequence[Size],
    labels: Sequence[Size | None],
    edges: list[_Edge],
    gap: float,
) -> Iterator[str]:
    """Yield the DOT statements of the graph, which contain sizes but no texts."""
    yield (
        f"graph [rankdir={diagram.direction.rank_direction}, "
        f"nodesep={gap / POINTS_PER_INCH:.3f}, ranksep={RANK_GAP / POINTS_PER_INCH:.3f}]"
    )
    yield 'node [shape=box, label="", fixedsize=true]'
    yield f"edge [arrowsize={ARROW_SIZE}]"
    yield from (_node(f"b{index}", size) for index, size in enumerate(boxes))
    yield from (_node(f"w{index}", size) for index, size in enumerate(labels) if size)
    if any(box.initial for box in diagram.boxes):
        yield f"{_node('s', (START_DOT_SIZE, START_DOT_SIZE))}; s [shape=circle]"
    yield from _road_groups(diagram, labels)
    yield from (edge.statement for edge in edges)


def _road_groups(diagram: Diagram, labels: Sequence[Size | None]) -> Iterator[str]:
    """Yield the statements that keep the ordinary route on one line."""
    for index, box in enumerate(diagram.boxes):
        if box.stage in diagram.road:
            yield f"b{index} [group=road]"
    for index, arrow in enumerate(diagram.arrows):
        if (arrow.start, arrow.end) in diagram.road_steps and labels[index] is not None:
            yield f"w{index} [group=road]"


def _node(name: str, size: Size) -> str:
    width, height = size
    return f"{name} [width={width / POINTS_PER_INCH:.4f}, height={height / POINTS_PER_INCH:.4f}]"


def _weight(diagram: Diagram, arrow: Arrow) -> int:
    """Return the weight of an arrow for Graphviz.

    A greater weight makes the arrow shorter and straighter. The ordinary route has the greatest
    weight, then the moves that a case took.
    """
    if (arrow.start, arrow.end) in diagram.road_steps:
        return ROAD_WEIGHT
    if arrow.case_status is CaseStatus.TAKEN:
        return 12
    if arrow.mark is Mark.STANDARD:
        return 6
    return 2 if arrow.mark is Mark.ATTESTED else 1


class _LayoutReader:
    """Reads positions from a laid-out graph, in pixels from the top left."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._left, bottom, right, self._top = _numbers(graph.graph_attr["bb"])
        self.size = right - self._left, self._top - bottom

    def rectangle(self, name: str) -> Rectangle:
        node = self._graph.get_node(name).attr
        x, y = self._point(node["pos"])
        return Rectangle(
            x, y, float(node["width"]) * POINTS_PER_INCH, float(node["height"]) * POINTS_PER_INCH
        )

    def curve(self, edge: _Edge) -> Curve:
        tip = None
        points = []
        drawn = self._graph.get_edge(*edge.nodes, key=edge.key)
        for text in drawn.attr["pos"].split():
            # Graphviz marks the point of a tip with the prefix "e," or "s,".
            if text[0] in "es":
                tip = self._point(text[2:])
            else:
                points.append(self._point(text))
        if edge.is_reversed:
            points.reverse()
        return Curve(tuple(points), tip)

    def _point(self, text: str) -> Point:
        # In Graphviz the y axis points upwards from the bottom, in SVG downwards from the top.
        x, y = _numbers(text)
        return x - self._left, self._top - y


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
