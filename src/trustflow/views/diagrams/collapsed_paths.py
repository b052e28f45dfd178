"""Collapse paths through stages that a diagram leaves out into one arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark, first_routes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...process import Process, Route

__all__ = ["collapsed_paths"]


def collapsed_paths(
    process: Process, shown: Sequence[str], marks: Collection[Mark]
) -> dict[tuple[str, str], tuple[Route, ...]]:
    """Map each pair of shown stages to the routes from the first to the second.

    If moves join the two stages directly, each of these moves is a route. If not, the only route is
    the most ordinary one through stages that are left out. Pairs without a route are left out.

    Args:
        process: The process.
        shown: The stages that are shown.
        marks: The marks of the moves that a route may use.
    """
    order = {trigger: place for place, trigger in enumerate(process.triggers)}
    moves_from = {
        stage: sorted(
            (move for move in process.table[stage].values() if move.mark in marks),
            key=lambda move: order[move.trigger],
        )
        for stage in process.stages
    }
    # If every stage is shown, every route is one move, so no search is needed.
    all_shown = set(shown) == set(process.stages)
    routes: dict[tuple[str, str], tuple[Route, ...]] = {}
    for start in shown:
        direct: dict[str, list[Route]] = {}
        for move in moves_from[start]:
            direct.setdefault(move.leads_to, []).append((move,))
        indirect = {} if all_shown else first_routes(start, moves_from, shown)
        for end in shown:
            if end in direct:
                routes[start, end] = tuple(direct[end])
            elif start != end and end in indirect:
                routes[start, end] = (indirect[end],)
    return routes
