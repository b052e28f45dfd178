"""What a process may not be: all that contradicts itself in one, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..history import Event
    from .moves import Move, StageInfo
    from .rules import DateRule

__all__ = ["link_faults", "move_faults", "rule_faults", "stage_faults"]


def stage_faults(
    stages: Mapping[str, StageInfo], initial: str, moves: Iterable[Move]
) -> Iterator[str]:
    """Stages that are out of reach, and those marked final wrongly or not at all."""
    onward: dict[str, set[str]] = {stage: set() for stage in stages}
    for move in moves:
        if move.stage in onward and move.leads_to in onward and not move.stays:
            onward[move.stage].add(move.leads_to)
    if initial in stages:
        reached, queue = {initial}, [initial]
    else:  # then nothing can be said of what is reached
        reached, queue = set(onward), []
        yield _unknown("the initial stage", initial, stages)
    while queue:
        fresh = onward[queue.pop()] - reached
        reached |= fresh
        queue += fresh
    for stage, text in stages.items():
        if stage not in reached:
            yield f"stage {stage!r} cannot be reached from {str(initial)!r}"
        if not onward[stage] and not text.final:
            yield f"stage {stage!r} has no way on and is not marked final"
        if onward[stage] and text.final:
            yield f"stage {stage!r} is marked final, and moves lead on from it"


def move_faults(
    moves: Iterable[Move], stages: Collection[str], triggers: Collection[str]
) -> Iterator[str]:
    """Moves between stages or by triggers that are unknown, and two where one can be."""
    seen: set[tuple[str, str]] = set()
    for move in moves:
        place = f"the move {move.trigger!r} in {str(move.stage)!r}"
        for stage in (move.stage, move.leads_to):
            if stage not in stages:
                yield _unknown(f"{place}: stage", stage, stages)
        if move.trigger not in triggers:
            yield _unknown(f"{place}: event", move.trigger, triggers)
        if (move.stage, move.trigger) in seen:
            yield f"{place} is there twice; one stage and trigger have one move"
        seen.add((move.stage, move.trigger))


def rule_faults(
    rules: Sequence[DateRule], stages: Collection[str], triggers: Collection[str]
) -> Iterator[str]:
    """Rules of one id, without a citation or a bound, or about what is unknown."""
    ids = [rule.id for rule in rules]
    for rule_id in dict.fromkeys(ids):
        if ids.count(rule_id) > 1:
            yield f"rule {rule_id!r} is there {ids.count(rule_id)} times"
    for rule in rules:
        yield from _faults_of(rule, stages, triggers)


def _faults_of(rule: DateRule, stages: Collection[str], triggers: Collection[str]) -> Iterator[str]:
    place = f"rule {rule.id!r}"
    if rule.citation is None:
        yield f"{place} has no citation; say where it stands"
    if rule.at_least is None and rule.at_most is None:
        yield f"{place} has no bound; give at_least or at_most"
    first, last = rule.period
    if first > last:
        yield f"{place} ends ({rule.until}) before it starts ({rule.since})"
    if rule.on_entering is not None and rule.on_entering not in stages:
        yield _unknown(f"{place}: stage", rule.on_entering, stages)
    for trigger in () if rule.is_in_order else (*rule.starts, *rule.ends):
        if trigger not in triggers:
            yield _unknown(f"{place}: event", trigger, triggers)


def link_faults(
    links: Mapping[str, Mapping[str, Iterable[str]]],
    keeps_planned_days_of: Iterable[str],
    events: Iterable[type[Event]],
    triggers: Collection[str],
) -> Iterator[str]:
    """Triggers that are unknown where one is linked to another, planned, or given by a class."""
    named = [
        (name, trigger)
        for name, link in links.items()
        for key, others in link.items()
        for trigger in (key, *others)
    ]
    named += [("keeps_planned_days_of", trigger) for trigger in keeps_planned_days_of]
    named += [(cls.__name__, trigger) for cls in events for trigger in cls.triggers()]
    for name, trigger in named:
        if trigger not in triggers:
            yield _unknown(f"{name}: event", trigger, triggers)


def _unknown(what: str, name: str, names: Iterable[str]) -> str:
    return f"{what} {quoted(str(name))} is unknown{suggestion(name, names)}"
