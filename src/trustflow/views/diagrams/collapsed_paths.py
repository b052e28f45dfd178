"""The ways from stage to stage in a part of a process, joined through the stages left out."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ...process import Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...process import Move, Process

__all__ = ["Way", "joined_ways"]

ORDINARY = {mark: place for place, mark in enumerate(Mark)}
"""How far from ordinary each mark is."""

Way = tuple["Move", ...]
"""Moves that follow each other: one, or several through stages that are left out."""


def joined_ways(
    process: Process, shown: Sequence[str], marks: Collection[Mark] = tuple(Mark)
) -> dict[tuple[str, str], tuple[Way, ...]]:
    """By the two stages that it joins, every move between stages shown, and what stands for others.

    Where no move leads from one shown stage to another, but some way does through stages that are
    left out, the most ordinary way stands for them: one whose least ordinary move is the most
    ordinary, and of those the shortest.

    Args:
        process: The process.
        shown: The stages that are shown.
        marks: The moves that may be taken.
    """
    onward = {
        stage: [move for move in process.moves_from(stage) if move.mark in marks]
        for stage in process.stages
    }
    is_whole = set(shown) == set(process.stages)
    found: dict[tuple[str, str], tuple[Way, ...]] = {}
    for start in shown:
        direct: dict[str, tuple[Way, ...]] = {}
        for move in onward[start]:
            direct[move.leads_to] = (*direct.get(move.leads_to, ()), (move,))
        indirect = {} if is_whole else _through_others(onward, start, shown)
        for end in shown:
            if end in direct:
                found[start, end] = direct[end]
            elif start != end and end in indirect:
                found[start, end] = (indirect[end],)
    return found


def _through_others(
    onward: Mapping[str, Sequence[Move]], start: str, shown: Collection[str]
) -> dict[str, Way]:
    """The most ordinary way to each stage shown that leads through stages that are not."""
    ways: dict[str, Way] = {}
    for least in range(len(Mark)):
        allowed = {
            stage: sorted(
                (move for move in moves if ORDINARY[move.mark] <= least),
                key=lambda move: ORDINARY[move.mark],
            )
            for stage, moves in onward.items()
        }
        for end, way in _shortest(allowed, start, shown).items():
            ways.setdefault(end, way)
    return ways


def _shortest(
    onward: Mapping[str, Sequence[Move]], start: str, shown: Collection[str]
) -> dict[str, Way]:
    """The shortest way to each stage shown that leads through stages that are not."""
    ways: dict[str, Way] = {}
    passed: dict[str, Way] = {start: ()}
    queue = deque([start])
    while queue:
        stage = queue.popleft()
        for move in onward[stage]:
            way = (*passed[stage], move)
            if move.leads_to in shown:
                ways.setdefault(move.leads_to, way)
            elif move.leads_to not in passed:
                passed[move.leads_to] = way
                queue.append(move.leads_to)
    return ways
