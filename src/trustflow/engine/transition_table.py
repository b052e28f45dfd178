"""What each trigger does in each stage, worked out once for a process, when it is asked for.

A [Plan][] holds all that does not depend on the event's day, so that neither `check` nor a live
case looks anything up twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from ..history import Citation
from ..process import DateRule, Mark, Move

if TYPE_CHECKING:
    from ..process import Process

__all__ = ["Plan", "Plans", "plans_of"]

NO_RULES: tuple[DateRule, ...] = ()
NO_TRIGGERS: tuple[str, ...] = ()


@frozen(eq=False)
class Plan:
    """What one trigger does in one stage.

    Args:
        move: The move; None where the process does not allow it.
        before: The stage.
        after: The stage after it. A refused event whose moves all end in one stage leads there.
        onward: The plans of the stage after it.
        ending: The rules whose clock it ends.
        starting: The rules whose clock it may start.
        beginnings: The triggers that begin what it ends, where it ends something.
        is_beginning: Whether it begins what another trigger ends.
        is_standard: Whether the move belongs to the ordinary route.
        is_clear: Whether all moves of a refused trigger end in one stage, so that the history goes
            on from there and nothing that follows is unclear.
        precedent: For one that does not, where a case that took it is told.
    """

    move: Move | None
    before: str
    after: str
    onward: Plans = field(repr=False)
    ending: tuple[DateRule, ...] = NO_RULES
    starting: tuple[DateRule, ...] = NO_RULES
    beginnings: tuple[str, ...] = NO_TRIGGERS
    is_beginning: bool = False
    is_standard: bool = True
    is_clear: bool = False
    precedent: Citation | None = None
    is_plain: bool = field(init=False)
    """Whether it is allowed and nothing of it asks for a remark: what most events follow."""

    def __attrs_post_init__(self) -> None:
        remarkable = self.ending or self.beginnings or not self.is_standard
        object.__setattr__(self, "is_plain", self.move is not None and not remarkable)


class Plans(dict[str, Plan]):
    """The plans of one stage, by trigger, each worked out when it is first asked for.

    A trigger that the process does not have does nothing.
    """

    def __init__(self, process: Process, stages: AllPlans, stage: str) -> None:
        super().__init__()
        self.process = process
        self.stages = stages
        self.stage = stage
        self.unknown = Plan(None, stage, stage, self)

    def __missing__(self, trigger: str) -> Plan:
        if trigger not in self.process.triggers:
            return self.unknown
        self[trigger] = _plan(self.process, self.stages, self.stage, trigger)
        return self[trigger]


AllPlans: TypeAlias = dict[str, Plans]


@lru_cache(maxsize=32)
def plans_of(process: Process) -> AllPlans:
    """The plans of every stage of a process."""
    stages: AllPlans = {}
    stages.update((stage, Plans(process, stages, stage)) for stage in process.stages)
    return stages


def _plan(process: Process, stages: AllPlans, stage: str, trigger: str) -> Plan:
    move = process.table[stage].get(trigger)
    after = process.only_targets.get(trigger, stage) if move is None else move.leads_to
    entered = None if after == stage else after
    cited = (each.citation for each in move.precedents if each.shipped) if move else iter(())
    return Plan(
        move,
        stage,
        after,
        stages[after],
        ending=process.ending.get(trigger, NO_RULES),
        starting=tuple(
            rule
            for rule in process.starting.get(trigger, NO_RULES)
            if not rule.within_event and rule.enters in {None, entered}
        ),
        beginnings=process.beginnings.get(trigger, NO_TRIGGERS),
        is_beginning=any(trigger in begins for begins in process.beginnings.values()),
        is_standard=move is None or move.mark is Mark.STANDARD,
        is_clear=move is None and trigger in process.only_targets,
        precedent=next(cited, None),
    )
