"""The ways from stage to stage in a part of a process, joined through the stages left out."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ..process import Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ..process import Move, Process

__all__ = ["Way", "joined_ways"]

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
    found: dict[tuple[str, str], tuple[Way, ...]] = {}
    for start in shown:
        indirect = _through_others(process, start, shown, marks)
        for end in shown:
            direct = tuple(
                (move,) for move in _moves(process, start, marks) if move.leads_to == end
            )
            if direct:
                found[start, end] = direct
            elif start != end and end in indirect:
                found[start, end] = (indirect[end],)
    return found


def _moves(process: Process, stage: str, marks: Collection[Mark]) -> Iterator[Move]:
    return (move for move in process.moves_from(stage) if move.mark in marks)


def _through_others(
    process: Process, start: str, shown: Collection[str], marks: Collection[Mark]
) -> dict[str, Way]:
    """The most ordinary way to each stage shown that leads through stages that are not."""
    ways: dict[str, Way] = {}
    for least in range(1, len(Mark) + 1):
        allowed = [mark for mark in tuple(Mark)[:least] if mark in marks]
        for end, way in _shortest(process, start, shown, allowed).items():
            ways.setdefault(end, way)
    return ways


def _shortest(
    process: Process, start: str, shown: Collection[str], marks: Collection[Mark]
) -> dict[str, Way]:
    """The shortest way to each stage shown that leads through stages that are not."""
    ways: dict[str, Way] = {}
    passed: dict[str, Way] = {start: ()}
    queue = deque([start])
    while queue:
        stage = queue.popleft()
        for move in sorted(_moves(process, stage, marks), key=_ordinary_first):
            way = (*passed[stage], move)
            if move.leads_to in shown:
                ways.setdefault(move.leads_to, way)
            elif move.leads_to not in passed:
                passed[move.leads_to] = way
                queue.append(move.leads_to)
    return ways


def _ordinary_first(move: Move) -> int:
    return tuple(Mark).index(move.mark)
