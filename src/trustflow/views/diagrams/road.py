"""Find the ordinary route of a process: the stages that a picture shows on one straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...process import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Arrow, Box

__all__ = ["ordinary_road"]


class _Path(NamedTuple):
    """A path of standard moves, with its worth; of two paths, the greater one is better."""

    counted: int
    """The number of emphasised stages, or of all stages if the process emphasises none."""
    begins: bool
    """Whether the path begins in the initial stage."""
    shortness: int
    """The number of stages, negated."""
    places: tuple[int, ...]
    """The positions of the stages, negated, so that of equal paths the first stages win."""


def ordinary_road(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> tuple[str, ...]:
    """Return the stages of the ordinary route, in the order in which it passes them.

    The route consists of arrows with standard moves, each to a stage that comes later in the order
    of the process. It passes as many emphasised stages as possible. Of several such routes, one
    that begins in the initial stage is chosen, then the shortest. If no stage is emphasised, the
    route passes as many stages as possible.

    Args:
        boxes: The stages, in the order of the process.
        arrows: The arrows of the diagram.

    Returns:
        At least two stages, or none if no standard move leads to a later stage.
    """
    order = {box.stage: place for place, box in enumerate(boxes)}
    leading_to: dict[int, list[int]] = {place: [] for place in order.values()}
    for arrow in arrows:
        start, end = order[arrow.start], order[arrow.end]
        if arrow.mark is Mark.STANDARD and start < end:
            leading_to[end].append(start)
    any_emphasised = any(box.emphasised for box in boxes)
    best: list[_Path] = []
    routes: list[_Path] = []
    for place, box in enumerate(boxes):
        counted = int(box.emphasised or not any_emphasised)
        alone = _Path(counted, box.initial, -1, (-place,))
        longer = [_extended(best[start], counted, place) for start in leading_to[place]]
        routes += longer
        best.append(max([alone, *longer]))
    return tuple(boxes[-place].stage for place in max(routes).places) if routes else ()


def _extended(path: _Path, counted: int, place: int) -> _Path:
    return _Path(path.counted + counted, path.begins, path.shortness - 1, (*path.places, -place))
