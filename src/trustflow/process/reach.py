"""Which events can come after which, by the moves of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .routes import neighbours, reached_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .moves import Move

__all__ = ["Reach"]


class Reach:
    """The moves of a process whose names are all known, and the events possible after each."""

    def __init__(self, stages: Iterable[str], moves: Iterable[Move]) -> None:
        """Sort the moves by stage and by trigger."""
        moves = tuple(moves)
        self._onward = neighbours(stages, moves)
        self._allowed: dict[str, set[str]] = {stage: set() for stage in self._onward}
        self._moves: dict[str, list[Move]] = {}
        for move in moves:
            self._allowed[move.stage].add(move.trigger)
            self._moves.setdefault(move.trigger, []).append(move)
        self._later: dict[str, set[str]] = {}

    def moves_of(self, triggers: Iterable[str]) -> list[Move]:
        """Return the moves that events of the triggers can make."""
        return [move for trigger in triggers for move in self._moves.get(trigger, ())]

    def can_follow(self, later: Iterable[str], moves: Iterable[Move]) -> bool:
        """Return whether one of the triggers is possible at some time after one of the moves."""
        return any(not self._from(move.leads_to).isdisjoint(later) for move in moves)

    def _from(self, stage: str) -> set[str]:
        """Return the triggers that are possible in a stage or at some time after it."""
        if stage not in self._later:
            reached = reached_from(stage, self._onward)
            self._later[stage] = set().union(*(self._allowed[each] for each in reached))
        return self._later[stage]
