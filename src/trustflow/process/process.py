"""The kit: a process as plain data, with stages, moves, date rules and their citations.

A [Process][] knows no case; it checks itself when it is built, and says every fault at once.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve, field, frozen

from .._frozen_map import FrozenMap
from ..errors import BadProcess, InvalidValue, quoted, suggestion
from ..history import Event, NamedEvent, Strength, plain_text
from .moves import Mark, Move, Precedent, StageInfo
from .rules import IN_ORDER, ORDER_OF_EVENTS, Condition, DateRule, Relaxation, triggers_of
from .validation import link_faults, move_faults, rule_faults, stage_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..dates import DateLike

__all__ = [
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "Condition",
    "DateRule",
    "Mark",
    "Move",
    "Precedent",
    "Process",
    "Relaxation",
    "StageInfo",
    "Strength",
]


def _stages(value: Mapping[str, StageInfo]) -> FrozenMap[StageInfo]:
    return FrozenMap(value)


def _labels(value: Mapping[str, str]) -> FrozenMap[str]:
    return FrozenMap(value)


def _links(value: Mapping[str, Iterable[str]]) -> FrozenMap[tuple[str, ...]]:
    return FrozenMap({key: triggers_of(words) for key, words in value.items()})


def _moves(value: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(value)


def _rules(value: Iterable[DateRule]) -> tuple[DateRule, ...]:
    return tuple(value)


def _classes(value: Iterable[type[Event]]) -> tuple[type[Event], ...]:
    return tuple(value)


@frozen(kw_only=True, slots=False, cache_hash=True, repr=False)
class Process:
    """Stages, moves and date rules, checked as a whole when built; it knows no case.

    Args:
        name: Its short name.
        title: Its name for people.
        stages: Each stage with what people read of it, in order.
        initial: The stage in which an authority begins.
        triggers: The alphabet: each trigger with its words for people.
        moves: What each trigger does in each stage where it is allowed.
        rules: The date rules.
        events: The Python classes of its events, where it has them.
        requires_earlier: For a trigger that ends something, those that begin it;
            without any of them on record the ending gives a remark.
        keeps_planned_days_of: The triggers for which every planned day is kept and measured; a
            later plan does not take the place of an earlier one.
        cancels_planned: For a trigger, those whose planned days it supersedes.

    Raises:
        BadProcess: It contradicts itself; every fault is named.
    """

    name: str = field(validator=plain_text)
    title: str = field(validator=plain_text)
    stages: FrozenMap[StageInfo] = field(converter=_stages)
    initial: str
    triggers: FrozenMap[str] = field(converter=_labels)
    moves: tuple[Move, ...] = field(converter=_moves)
    rules: tuple[DateRule, ...] = field(default=(), converter=_rules)
    events: tuple[type[Event], ...] = field(default=(), converter=_classes, eq=False)
    requires_earlier: FrozenMap[tuple[str, ...]] = field(default=FrozenMap(), converter=_links)
    keeps_planned_days_of: tuple[str, ...] = field(default=(), converter=triggers_of)
    cancels_planned: FrozenMap[tuple[str, ...]] = field(default=FrozenMap(), converter=_links)

    def __attrs_post_init__(self) -> None:
        links = {"requires_earlier": self.requires_earlier, "cancels_planned": self.cancels_planned}
        faults = [
            *stage_faults(self.stages, self.initial, self.moves),
            *move_faults(self.moves, self.stages, self.triggers),
            *rule_faults(self.rules, self.stages, self.triggers),
            *link_faults(links, self.keeps_planned_days_of, self.events, self.triggers),
        ]
        if faults:
            raise BadProcess(faults)

    # What it holds

    @cached_property
    def table(self) -> dict[str, dict[str, Move]]:
        """The moves by stage and trigger."""
        table: dict[str, dict[str, Move]] = {stage: {} for stage in self.stages}
        for move in self.moves:
            table[move.stage][move.trigger] = move
        return table

    @cached_property
    def starting(self) -> dict[str, tuple[DateRule, ...]]:
        """By trigger, the rules whose clock it starts."""
        return self._rules_by(lambda rule: rule.starts)

    @cached_property
    def ending(self) -> dict[str, tuple[DateRule, ...]]:
        """By trigger, the rules whose clock it ends."""
        return self._rules_by(lambda rule: rule.ends)

    def _rules_by(
        self, triggers: Callable[[DateRule], tuple[str, ...]]
    ) -> dict[str, tuple[DateRule, ...]]:
        timed = [rule for rule in self.rules if not rule.is_in_order]
        return {
            trigger: rules
            for trigger in self.triggers
            if (rules := tuple(rule for rule in timed if trigger in triggers(rule)))
        }

    @cached_property
    def order_rule(self) -> DateRule | None:
        """The rule that events stand in order, if the process has it."""
        return next((rule for rule in self.rules if rule.is_in_order), None)

    @cached_property
    def only_targets(self) -> dict[str, str]:
        """The triggers all of whose moves, stays included, end in one stage; and that stage."""
        targets: dict[str, set[str]] = {}
        for move in self.moves:
            targets.setdefault(move.trigger, set()).add(move.leads_to)
        return {trigger: next(iter(to)) for trigger, to in targets.items() if len(to) == 1}

    @cached_property
    def by_class(self) -> dict[str, tuple[type[Event], Mapping[str, Any]]]:
        """By trigger, the Python class of its event and fields that give the trigger."""
        return {
            trigger: (cls, given)
            for cls in self.events
            for trigger, given in cls.triggers().items()
        }

    def stage(self, name: str) -> str:
        """The stage of that name.

        Raises:
            InvalidValue: There is none; the message names the nearest.
        """
        return _known(name, self.stages, "stage")

    def trigger(self, name: str) -> str:
        """The trigger of that name.

        Raises:
            InvalidValue: There is none; the message names the nearest.
        """
        return _known(name, self.triggers, "trigger")

    def variants(self, name: str) -> tuple[str, ...]:
        """The triggers that a name stands for: itself, or every variant of an event's name.

        Args:
            name: A trigger, or an event without its variant, such as ``decision_announced``.

        Raises:
            InvalidValue: There is none; the message names the nearest.
        """
        if name in self.triggers:
            return (self.trigger(name),)
        classes = self.by_class.items()
        found = tuple(trigger for trigger, (cls, _) in classes if cls.class_name == name)
        return found or (self.trigger(name),)

    def rule(self, rule_id: str) -> DateRule:
        """The rule of that id.

        Raises:
            InvalidValue: There is none; the message names the nearest.
        """
        by_id = {rule.id: rule for rule in self.rules}
        return by_id[_known(rule_id, by_id, "rule")]

    def event(self, trigger: str, on: DateLike, **fields: Any) -> Event:
        """An event of this process by its trigger, with or without a Python class for it.

        Args:
            trigger: The trigger, such as ``direction_issued_trust``.
            on: The day it happened.
            fields: What else the event's class takes; the trigger's variant gives its own.

        Raises:
            InvalidValue: There is no such trigger.
            ValueError: The fields make it another one.
            BadDate: The day cannot be read.
            TypeError: The class has no such field, or needs one that is missing.
        """
        trigger = self.trigger(trigger)
        if trigger not in self.by_class:
            return NamedEvent(on, what=trigger, **fields)
        cls, given = self.by_class[trigger]
        event = cls(on, **{**given, **fields})
        if event.trigger != trigger:
            msg = f"with these fields the event is {event.trigger}, not {trigger}"
            raise ValueError(msg)
        return event

    # What may be asked of it

    def moves_from(self, stage: str) -> tuple[Move, ...]:
        """The moves allowed in a stage, stays included, in the order of the alphabet."""
        row = self.table[self.stage(stage)]
        return tuple(row[trigger] for trigger in self.triggers if trigger in row)

    def moves_to(self, stage: str) -> tuple[Move, ...]:
        """The moves that lead into a stage from another one, in the order of the stages."""
        to = self.stage(stage)
        return tuple(
            move
            for source in self.stages
            for move in self.moves_from(source)
            if move.leads_to == to and not move.stays
        )

    def rules_in_force(self, day: DateLike) -> tuple[DateRule, ...]:
        """The date rules in force on a day.

        Raises:
            BadDate: The day is known only in part.
        """
        return tuple(rule for rule in self.rules if rule.is_in_force(day))

    def reachable(
        self, start: str | None = None, *, marks: Iterable[str] = tuple(Mark)
    ) -> tuple[str, ...]:
        """The stages that moves of the given marks lead to, the start among them, nearest first.

        Args:
            start: The stage to start in; the initial one when left out.
            marks: Which moves may be taken, by mark: standard, attested, possible.
        """
        onward = self._onward(marks)
        found = {self.stage(self.initial if start is None else start): None}
        queue = deque(found)
        while queue:
            for stage in onward[queue.popleft()]:
                if stage not in found:
                    found[stage] = None
                    queue.append(stage)
        return tuple(found)

    def paths(
        self, to: str, *, start: str | None = None, marks: Iterable[str] = tuple(Mark)
    ) -> tuple[tuple[str, ...], ...]:
        """The routes from one stage to another that pass no stage twice, shortest first.

        Args:
            to: The stage to reach.
            start: The stage to start in; the initial one when left out.
            marks: Which moves may be taken, by mark: standard, attested, possible.
        """
        onward = self._onward(marks)
        end = self.stage(to)
        found: list[tuple[str, ...]] = []
        routes: list[tuple[str, ...]] = [(self.stage(self.initial if start is None else start),)]
        while routes:
            found += [route for route in routes if route[-1] == end]
            routes = [
                (*route, stage)
                for route in routes
                if route[-1] != end
                for stage in onward[route[-1]]
                if stage not in route
            ]
        return tuple(found)

    def shortest(self, start: str, trigger: str) -> tuple[Move, ...] | None:
        """The fewest moves to record, from a stage, before a trigger is allowed; none when never.

        Of equally short ways the one of more ordinary moves is taken.
        """
        ways: dict[str, tuple[Move, ...]] = {self.stage(start): ()}
        passed: set[str] = set()
        while ways:
            allowing = [way for stage, way in ways.items() if trigger in self.table[stage]]
            if allowing:
                return min(allowing, key=_oddity)
            passed.update(ways)
            longer: dict[str, tuple[Move, ...]] = {}
            for stage, way in ways.items():
                for move in sorted(self.moves_from(stage), key=lambda move: _oddity([move])):
                    if move.leads_to not in passed:
                        ahead = longer.setdefault(move.leads_to, (*way, move))
                        longer[move.leads_to] = min(ahead, (*way, move), key=_oddity)
            ways = longer
        return None

    def _onward(self, marks: Iterable[str]) -> dict[str, list[str]]:
        """From each stage the other stages that moves of the marks lead to, in order."""
        taken = {Mark(mark) for mark in ([marks] if isinstance(marks, str) else marks)}
        targets = {
            stage: {move.leads_to for move in row.values() if move.mark in taken}
            for stage, row in self.table.items()
        }
        return {
            stage: [other for other in self.stages if other in found and other != stage]
            for stage, found in targets.items()
        }

    def extended(
        self,
        *,
        stages: Mapping[str, StageInfo] = FrozenMap(),
        triggers: Mapping[str, str] = FrozenMap(),
        moves: Iterable[Move] = (),
        rules: Iterable[DateRule] = (),
        events: Iterable[type[Event]] = (),
    ) -> Self:
        """The process with more stages, triggers, moves, rules and events than it has.

        Raises:
            BadProcess: The whole contradicts itself.
        """
        return evolve(
            self,
            stages={**self.stages, **stages},
            triggers={**self.triggers, **triggers},
            moves=(*self.moves, *moves),
            rules=(*self.rules, *rules),
            events=(*self.events, *events),
        )

    def __repr__(self) -> str:
        return (
            f"<Process {self.name}: {len(self.stages)} stages, {len(self.triggers)} triggers, "
            f"{len(self.moves)} moves, {len(self.rules)} rules>"
        )


_MARKS = tuple(Mark)


def _oddity(moves: Iterable[Move]) -> int:
    """How far from the ordinary route moves lead, taken together."""
    return sum(_MARKS.index(move.mark) for move in moves)


def _known(name: str, names: Mapping[str, object], what: str) -> str:
    """The name as the mapping's own key, which may be a member of an enumeration."""
    known = next((key for key in names if key == name), None)
    if known is None:
        accepted = f"accepted: {', '.join(names)}{suggestion(name, names)}"
        raise InvalidValue(quoted(name), what, accepted)
    return known
