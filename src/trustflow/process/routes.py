"""Searches of the graph of stages and moves: what can be reached, and by which routes."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ..history import tuple_of_names
from .moves import Mark, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from .moves import Move

__all__ = ["Route", "first_routes", "neighbours", "reached_from", "shortest_route", "simple_paths"]

Route = tuple["Move", ...]
"""Moves in sequence: each starts in the stage that the previous one leads to."""


def neighbours(
    stages: Iterable[str], moves: Iterable[Move], marks: Iterable[str] = tuple(Mark)
) -> dict[str, list[str]]:
    """Map each stage to the other stages that one move leads to, in stage order.

    Args:
        stages: The stages, in order.
        moves: The moves. A move between unknown stages is ignored.
        marks: The marks of the moves that count.
    """
    counted = {mark_of(mark) for mark in tuple_of_names(marks)}
    targets: dict[str, set[str]] = {stage: set() for stage in stages}
    for move in moves:
        if move.mark in counted and move.stage in targets and not move.stays:
            targets[move.stage].add(move.leads_to)
    return {stage: [other for other in targets if other in targets[stage]] for stage in targets}


def reached_from(start: str, onward: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the stages reachable from a stage, the nearest first.

    The start stage is included and comes first.

    Args:
        start: The stage to start in.
        onward: Each stage, mapped to the stages that one move leads to.
    """
    reached = {start: None}
    queue = deque(reached)
    while queue:
        for stage in onward[queue.popleft()]:
            if stage not in reached:
                reached[stage] = None
                queue.append(stage)
    return tuple(reached)


def simple_paths(
    start: str, end: str, onward: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, ...]]:
    """Yield the paths from one stage to another that visit no stage twice, shortest first.

    Args:
        start: The stage to start in.
        end: The stage to reach.
        onward: Each stage, mapped to the stages that one move leads to.
    """
    paths: list[tuple[str, ...]] = [(start,)]
    while paths:
        yield from (path for path in paths if path[-1] == end)
        paths = [
            (*path, stage)
            for path in paths
            if path[-1] != end
            for stage in onward[path[-1]]
            if stage not in path
        ]


def shortest_route(
    start: str, moves_from: Callable[[str], Sequence[Move]], is_end: Callable[[str], bool]
) -> Route | None:
    """Return the shortest route from a stage to an end; None if there is none.

    Of equally short routes, the one with the lowest sum of ranks of marks is returned.

    Args:
        start: The stage to start in.
        moves_from: A function that returns the moves allowed in a stage.
        is_end: A function that returns whether a stage is an end.
    """
    routes: dict[str, Route] = {start: ()}
    visited: set[str] = set()
    while routes:
        ending = [route for stage, route in routes.items() if is_end(stage)]
        if ending:
            return min(ending, key=_rank)
        visited.update(routes)
        longer: dict[str, Route] = {}
        for stage, route in routes.items():
            for move in sorted(moves_from(stage), key=lambda move: move.mark.rank):
                if move.leads_to not in visited:
                    other = longer.setdefault(move.leads_to, (*route, move))
                    longer[move.leads_to] = min(other, (*route, move), key=_rank)
        routes = longer
    return None


def first_routes(
    start: str, moves_from: Mapping[str, Sequence[Move]], ends: Collection[str]
) -> dict[str, Route]:
    """Map each end to the most ordinary route to it that passes no other end.

    The most ordinary route is the one in which the highest rank of a mark is lowest. Of several
    such routes, the shortest is returned.

    Args:
        start: The stage to start in.
        moves_from: Each stage, mapped to the moves allowed in it.
        ends: The stages at which a route ends.
    """
    routes: dict[str, Route] = {}
    for mark in Mark:
        allowed = {
            stage: sorted(
                (move for move in moves if move.mark.rank <= mark.rank),
                key=lambda move: move.mark.rank,
            )
            for stage, moves in moves_from.items()
        }
        for end, route in _shortest_to_ends(start, allowed, ends).items():
            routes.setdefault(end, route)
    return routes


def _shortest_to_ends(
    start: str, moves_from: Mapping[str, Sequence[Move]], ends: Collection[str]
) -> dict[str, Route]:
    routes: dict[str, Route] = {}
    passed: dict[str, Route] = {start: ()}
    queue = deque([start])
    while queue:
        stage = queue.popleft()
        for move in moves_from[stage]:
            route = (*passed[stage], move)
            if move.leads_to in ends:
                routes.setdefault(move.leads_to, route)
            elif move.leads_to not in passed:
                passed[move.leads_to] = route
                queue.append(move.leads_to)
    return routes


def _rank(route: Route) -> int:
    return sum(move.mark.rank for move in route)
