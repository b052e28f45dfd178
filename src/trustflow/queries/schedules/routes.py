"""The routes that a schedule can take: moves in sequence that enter no stage twice."""

from __future__ import annotations

from heapq import merge
from itertools import groupby, islice, pairwise, product
from typing import TYPE_CHECKING

from ...engine import not_allowed_in
from ...errors import InvalidValue, quoted
from ...history import tuple_of_names
from ...process import ORDINARY, Mark, neighbours, simple_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ...process import Move, Process

__all__ = ["MOST_COUNTED", "counted_routes", "route_of"]

MOST_COUNTED = 1000
"""How many of the routes of each kind that are left out are counted, at most."""
MOST_PASSED = 10_000
"""How many routes are looked through for those with attested moves."""


def counted_routes(
    process: Process, start: str, to: str, most: int
) -> tuple[list[tuple[Move, ...]], tuple[int, int]]:
    """Return the first routes of standard and attested moves, and the numbers of the others.

    The numbers are those of the others of standard moves, and of those with attested moves.

    Routes of standard moves alone come first, then those with attested moves. Of each kind, the
    shortest come first; of two routes with as many moves, the one whose events come first by name.

    Args:
        process: The process.
        start: The stage in which a route begins.
        to: The stage to which it leads.
        most: The greatest number of routes of each kind that are returned.
    """
    standard = _routes(process, start, to, marks=(Mark.STANDARD,))
    others = (
        route
        for route in islice(_routes(process, start, to, marks=ORDINARY), MOST_PASSED)
        if any(move.mark is not Mark.STANDARD for move in route)
    )
    listed = [*islice(standard, most), *islice(others, most)]
    return listed, (_count(standard), _count(others))


def _count(routes: Iterable[tuple[Move, ...]]) -> int:
    return sum(1 for _ in islice(routes, MOST_COUNTED))


def _routes(
    process: Process, start: str, to: str, *, marks: Collection[Mark]
) -> Iterator[tuple[Move, ...]]:
    """Yield the routes of moves with some marks, in sequence.

    The shortest come first; routes of one length go by the names of their events.
    """

    def along(path: Sequence[str]) -> Iterator[tuple[Move, ...]]:
        """Yield the routes through some stages, by the names of their events."""
        return product(
            *(
                sorted(
                    (
                        move
                        for move in process.moves_from(stage)
                        if move.leads_to == after and move.mark in marks
                    ),
                    key=lambda move: move.trigger,
                )
                for stage, after in pairwise(path)
            )
        )

    if start == to:
        return
    onward = neighbours(process.stages, process.moves, marks)
    for _, paths in groupby(simple_paths(start, to, onward), key=len):
        yield from merge(
            *map(along, paths), key=lambda route: tuple(move.trigger for move in route)
        )


def route_of(process: Process, start: str, to: str, triggers: Iterable[str]) -> tuple[Move, ...]:
    """Return the moves of some triggers in sequence.

    Args:
        process: The process.
        start: The stage in which the first event happens.
        to: The stage to which the last one leads.
        triggers: The triggers; also of events that leave the stage as it is.

    Raises:
        InvalidValue: There is no trigger, one is unknown or not allowed in its stage, or the last
            one does not lead to the stage.
    """
    names = tuple_of_names(triggers)
    if not names:
        found = "no events"
        accepted = "Expected at least one event. Without `route`, the shortest routes count."
        raise InvalidValue(found, "route", accepted)
    stage = start
    moves: list[Move] = []
    for trigger in map(process.trigger, names):
        move = process.table[stage].get(trigger)
        if move is None:
            refused = not_allowed_in(process, stage, trigger)
            accepted = f"Expected events that are allowed in their stages; this one is {refused}"
            raise InvalidValue(quoted(trigger), "event of this route", accepted)
        moves.append(move)
        stage = move.leads_to
    if stage != to:
        reached = process.stages[stage].label
        accepted = (
            f'The route ends in the stage "{reached}". Expected a route to {quoted(str(to))}.'
        )
        raise InvalidValue(quoted(", ".join(move.trigger for move in moves)), "route", accepted)
    return tuple(moves)
