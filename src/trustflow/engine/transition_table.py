"""What each trigger does in each stage, worked out once for a process, when it is asked for.

A [CompiledMove][] holds all that does not depend on the event's day, so that neither `check` nor a
live case looks anything up twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from ..history import Citation
from ..process import DateRule, Mark, Move

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["CompiledMove", "MoveTable", "move_tables"]

NO_RULES: tuple[DateRule, ...] = ()
NO_TRIGGERS: tuple[str, ...] = ()


@frozen(eq=False)
class CompiledMove:
    """What one trigger does in one stage.

    Args:
        move: The move; None where the process does not allow it.
        before: The stage.
        after: The stage after it. A refused event whose moves all end in one stage leads there.
        next_table: The table of the stage after it.
        ending: The rules whose clock it ends.
        starting: The rules whose clock it may start.
        requires_earlier: The triggers that begin what it ends, where it ends something.
        is_beginning: Whether it begins what another trigger ends.
        is_standard: Whether the move belongs to the ordinary route.
        has_single_target: Whether all moves of a refused trigger end in one stage, so that the
            history goes on from there and nothing that follows is unclear.
        precedent: For one that does not, where a case that took it is told.
    """

    move: Move | None
    before: str
    after: str
    next_table: MoveTable = field(repr=False)
    ending: tuple[DateRule, ...] = NO_RULES
    starting: tuple[DateRule, ...] = NO_RULES
    requires_earlier: tuple[str, ...] = NO_TRIGGERS
    is_beginning: bool = False
    is_standard: bool = True
    has_single_target: bool = False
    precedent: Citation | None = None
    needs_no_check: bool = field(init=False)
    """Whether it is allowed and nothing of it asks for a remark: what most events follow."""

    def __attrs_post_init__(self) -> None:
        remarkable = self.ending or self.requires_earlier or not self.is_standard
        object.__setattr__(self, "needs_no_check", self.move is not None and not remarkable)


class MoveTable(dict[str, CompiledMove]):
    """The table of one stage, by trigger, each worked out when it is first asked for.

    A trigger that the process does not have does nothing.
    """

    def __init__(self, process: Process, stages: AllMoveTables, stage: str) -> None:
        super().__init__()
        self.process = process
        self.stages = stages
        self.stage = stage
        self.unknown = CompiledMove(None, stage, stage, self)

    def __missing__(self, trigger: str) -> CompiledMove:
        if trigger not in self.process.triggers:
            return self.unknown
        self[trigger] = _plan(self.process, self.stages, self.stage, trigger)
        return self[trigger]


AllMoveTables: TypeAlias = dict[str, MoveTable]


@lru_cache(maxsize=32)
def move_tables(process: Process) -> AllMoveTables:
    """The table of every stage of a process."""
    stages: AllMoveTables = {}
    stages.update((stage, MoveTable(process, stages, stage)) for stage in process.stages)
    return stages


def _plan(process: Process, stages: AllMoveTables, stage: str, trigger: str) -> CompiledMove:
    move = process.table[stage].get(trigger)
    after = process.only_targets.get(trigger, stage) if move is None else move.leads_to
    entered = None if after == stage else after
    cited = (each.citation for each in move.precedents if each.shipped) if move else iter(())
    return CompiledMove(
        move,
        stage,
        after,
        stages[after],
        ending=process.ending.get(trigger, NO_RULES),
        starting=tuple(
            rule
            for rule in process.starting.get(trigger, NO_RULES)
            if not rule.same_event and rule.on_entering in {None, entered}
        ),
        requires_earlier=process.requires_earlier.get(trigger, NO_TRIGGERS),
        is_beginning=any(trigger in begins for begins in process.requires_earlier.values()),
        is_standard=move is None or move.mark is Mark.STANDARD,
        has_single_target=move is None and trigger in process.only_targets,
        precedent=next(cited, None),
    )
