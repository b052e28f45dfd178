"""Tables of what each trigger does in each stage, compiled from the process on first use.

A `CompiledMove` holds everything that does not depend on the day of the event, so that a replay
looks nothing up twice.
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
NO_IDS: frozenset[str] = frozenset()


@frozen(eq=False)
class CompiledMove:
    """What one trigger does in one stage.

    Args:
        move: The move; None if the process does not allow the trigger in the stage.
        before: The stage before the trigger.
        after: The stage after the trigger. A refused trigger whose moves all lead to the same stage
            leads to that stage as well.
        next_table: The table of the stage `after`.
        ending: The rules whose clock the trigger stops.
        showing: The rules of which the trigger shows that their end had come.
        starting: The rules whose clock the trigger may start.
        restarting: All rules that have the trigger in `starts`, in whatever stage it leads to.
        idle: The ids of the rules whose clock would wait for an event that must have happened
            before.
        cancelling: The rules whose ending events are all cancelled by the trigger.
        stopping_without_finding: The rules whose clock the trigger stops without a finding.
        cancels_planned: The triggers whose planned days the trigger cancels.
        requires_earlier: For a trigger that ends something, the triggers that begin it.
        is_beginning: Whether the trigger begins something that another trigger ends.
        is_standard: Whether the move belongs to the ordinary route.
        has_single_target: Whether the trigger is refused but its moves all lead to the same stage,
            from which the replay can go on.
        is_inert: Whether the trigger does nothing, because the authority was abolished.
        precedent: For a move off the ordinary route, the citation of a case that made the move.
    """

    move: Move | None
    before: str
    after: str
    next_table: MoveTable = field(repr=False)
    ending: tuple[DateRule, ...] = NO_RULES
    showing: tuple[DateRule, ...] = NO_RULES
    starting: tuple[DateRule, ...] = NO_RULES
    restarting: tuple[DateRule, ...] = NO_RULES
    idle: frozenset[str] = NO_IDS
    cancelling: tuple[DateRule, ...] = NO_RULES
    stopping_without_finding: tuple[DateRule, ...] = NO_RULES
    cancels_planned: tuple[str, ...] = NO_TRIGGERS
    requires_earlier: tuple[str, ...] = NO_TRIGGERS
    is_beginning: bool = False
    is_standard: bool = True
    has_single_target: bool = False
    is_inert: bool = False
    precedent: Citation | None = None
    stopping: tuple[DateRule, ...] = field(init=False, repr=False)
    """The rules in `ending` and `showing`."""
    stopping_if_shown: tuple[DateRule, ...] = field(init=False, repr=False)
    """The rules in `stopping` whose end other events can show."""
    acts_on_clocks: bool = field(init=False)
    """Whether the trigger can start or cancel a clock; `stopping` has those that it can stop."""
    stopped_clocks: frozenset[str] = field(init=False, repr=False)
    """The ids of the rules in `stopping`."""
    cancelled_clocks: frozenset[str] = field(init=False, repr=False)
    """The ids of the rules in `stopping_without_finding`."""
    has_own_clock: bool = field(init=False)
    """Whether an event with the trigger starts and stops a clock by itself."""
    needs_no_check: bool = field(init=False)
    """Whether the trigger is allowed, and only a clock or the day can give a finding."""
    changes_nothing: bool = field(init=False)
    """Whether the trigger stays in the stage and has nothing to do with clocks or beginnings."""

    def __attrs_post_init__(self) -> None:
        stopping = (*self.ending, *self.showing)
        object.__setattr__(self, "stopping", stopping)
        stopped = frozenset(rule.id for rule in stopping)
        object.__setattr__(self, "stopped_clocks", stopped)
        cancelled = frozenset(rule.id for rule in self.stopping_without_finding)
        object.__setattr__(self, "cancelled_clocks", cancelled)
        if_shown = tuple(rule for rule in stopping if rule.shown_by)
        object.__setattr__(self, "stopping_if_shown", if_shown)
        acts_on_clocks = bool(self.restarting or self.cancelling)
        object.__setattr__(self, "acts_on_clocks", acts_on_clocks)
        has_own_clock = any(rule.same_event for rule in self.ending)
        object.__setattr__(self, "has_own_clock", has_own_clock)
        needs_check = has_own_clock or self.requires_earlier or not self.is_standard
        needs_no_check = self.move is not None and not needs_check
        object.__setattr__(self, "needs_no_check", needs_no_check)
        acts = acts_on_clocks or self.stopping or self.stopping_without_finding or self.is_beginning
        changes_nothing = needs_no_check and self.before == self.after and not acts
        object.__setattr__(self, "changes_nothing", changes_nothing)


class MoveTable(dict[str, CompiledMove]):
    """The compiled moves of one stage, by trigger; each is compiled on first use.

    A trigger that the process does not have gets a compiled move that changes nothing.
    """

    def __init__(self, process: Process, tables: MoveTables, stage: str) -> None:
        super().__init__()
        self.process = process
        self.tables = tables
        self.stage = stage
        self.unknown = CompiledMove(None, stage, stage, self)
        self.refused_after_abolition = CompiledMove(None, stage, stage, self, is_inert=True)
        self._without_effect: dict[str, CompiledMove] = {}

    def without_effect(self, trigger: str) -> CompiledMove:
        """Return the compiled move of a trigger that is on record but does nothing."""
        if trigger not in self._without_effect:
            move = Move(trigger, self.stage, self.stage)
            inert = CompiledMove(move, self.stage, self.stage, self, is_inert=True)
            self._without_effect[trigger] = inert
        return self._without_effect[trigger]

    def __missing__(self, trigger: str) -> CompiledMove:
        if trigger not in self.process.triggers:
            return self.unknown
        self[trigger] = _compiled(self.process, self.tables, self.stage, trigger)
        return self[trigger]


MoveTables: TypeAlias = dict[str, MoveTable]


@lru_cache(maxsize=32)
def move_tables(process: Process) -> MoveTables:
    """Return the table of every stage of a process."""
    tables: MoveTables = {}
    tables.update((stage, MoveTable(process, tables, stage)) for stage in process.stages)
    return tables


def _compiled(process: Process, tables: MoveTables, stage: str, trigger: str) -> CompiledMove:
    move = process.table[stage].get(trigger)
    after = process.only_targets.get(trigger, stage) if move is None else move.leads_to
    entered = None if after == stage else after
    precedents = move.precedents if move else ()
    citations = (precedent.citation for precedent in precedents)
    restarting = process.starting.get(trigger, NO_RULES)
    cancelled = set(process.cancels_planned.get(trigger, NO_TRIGGERS))
    return CompiledMove(
        move,
        stage,
        after,
        tables[after],
        ending=process.ending.get(trigger, NO_RULES),
        showing=process.showing.get(trigger, NO_RULES),
        starting=tuple(
            rule
            for rule in restarting
            if not rule.same_event and rule.on_entering in {None, entered}
        ),
        restarting=restarting,
        idle=frozenset(rule.id for rule in restarting if _has_come(process, rule, after)),
        cancelling=tuple(
            rule for rule in process.rules if cancelled and cancelled.issuperset(rule.ends)
        ),
        stopping_without_finding=process.cancelling.get(trigger, NO_RULES),
        cancels_planned=process.cancels_planned.get(trigger, NO_TRIGGERS),
        requires_earlier=process.requires_earlier.get(trigger, NO_TRIGGERS),
        is_beginning=any(trigger in begins for begins in process.requires_earlier.values()),
        is_standard=move is None or move.mark is Mark.STANDARD,
        has_single_target=move is None and trigger in process.only_targets,
        precedent=next(citations, None),
    )


def _has_come(process: Process, rule: DateRule, stage: str) -> bool:
    """Return whether a stage can only have been reached by the event that ends a rule."""
    targets = {process.only_targets.get(trigger) for trigger in rule.ends}
    return targets == {stage} and process.table[stage].keys().isdisjoint(rule.ends)
