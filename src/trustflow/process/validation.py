"""The checks of a process when it is built; each check yields its faults as sentences.

A fault that can be the cause of others comes first, and what would only follow from it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import quoted
from .class_validation import class_trigger_faults
from .event_fields import EventFields
from .known_names import KnownNames
from .leg_validation import leg_faults
from .moves import Mark
from .reach import Reach
from .routes import neighbours, reached_from
from .rule_validation import (
    duty_note_fault,
    id_faults,
    name_faults,
    order_faults,
    rule_faults,
    run_faults,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .moves import Move
    from .process import Process

__all__ = ["process_faults"]


def process_faults(process: Process) -> Iterator[str]:
    """Yield each fault of a process whose classes of events have none."""
    classes = {trigger: cls for trigger, (cls, _) in process.by_class.items()}
    variants: dict[str, tuple[str, ...]] = {
        cls.class_name: tuple(each for each in cls.triggers() if each in process.triggers)
        for cls in process.events
    }
    labels = {stage: info.label for stage, info in process.stages.items()}
    known = KnownNames(labels, process.triggers, variants)
    fields = EventFields(process.events, classes)

    moves = [*_move_name_faults(process.moves, known)]
    yield from moves
    initial = known.stage_fault("the initial stage is", process.initial)
    yield from () if initial is None else (initial,)
    yield from class_trigger_faults(process.events, process.triggers)
    yield from _twice_faults(process.moves)
    yield from _label_faults(process)
    if all({move.stage, move.leads_to} <= labels.keys() for move in process.moves):
        yield from _stage_faults(process, is_initial_known=initial is None)
    if not moves:
        yield from _unused_faults(process)

    reach = None if moves else Reach(process.stages, process.moves)
    yield from id_faults(process.rules)
    for rule in process.rules:
        unknown = [*name_faults(rule, known)]
        yield from rule_faults(rule, fields)
        yield from unknown
        if not unknown and not rule.is_in_order and rule.starts and (rule.ends or rule.shown_by):
            yield from run_faults(rule, fields, reach)
    yield from order_faults(process.rules, ordered=process.ordered)
    for name, leg in process.legs.items():
        yield from leg_faults(name, leg, known, fields, reach)
    yield from _link_faults(process, known, reach)
    yield from _kind_faults(process.record_kinds, known)
    for stage in process.delivered_by:
        fault = known.stage_fault("delivered_by has", stage)
        yield from () if fault is None else (fault,)
    yield from duty_note_fault(process.duty_note)


def _move_name_faults(moves: Iterable[Move], known: KnownNames) -> Iterator[str]:
    """Yield a fault for each name in a move that the process does not have."""
    for move in moves:
        if move.trigger in known.triggers and {move.stage, move.leads_to} <= known.stages.keys():
            continue
        trigger, stage, leads_to = move.trigger, str(move.stage), str(move.leads_to)
        place = f"the move {trigger!r} in {stage!r}:"
        if trigger in known.stages and stage in known.triggers:
            right = f"Move({stage!r}, {trigger!r}, {leads_to!r})"
            yield f"{place} {trigger!r} is a stage and {stage!r} an event; write {right}"
            continue
        faults = (
            known.stage_fault(f"{place} stage is", stage),
            known.stage_fault(f"{place} leads_to is", leads_to),
            known.event_fault(f"{place} trigger is", trigger, is_list=False),
        )
        yield from (fault for fault in faults if fault is not None)


def _twice_faults(moves: Iterable[Move]) -> Iterator[str]:
    """Yield a fault for each second move of an event in a stage, and each misplaced precedent."""
    targets: dict[tuple[str, str], str] = {}
    for move in moves:
        other = targets.get((move.stage, move.trigger))
        targets[move.stage, move.trigger] = move.leads_to
        if other is None and (not move.precedents or move.mark is Mark.ATTESTED):
            continue
        place = f"the move {move.trigger!r} in {str(move.stage)!r}"
        if other == move.leads_to:
            yield f"{place} is given twice; give it once"
        elif other is not None:
            both = f"{str(other)!r} and to {str(move.leads_to)!r}"
            yield f"{place} leads to {both}; give one of them"
        if move.precedents and move.mark is not Mark.ATTESTED:
            yield (
                f"{place} has precedents, but its mark is {move.mark.label!r}; give mark='attested'"
            )


def _label_faults(process: Process) -> Iterator[str]:
    """Yield a fault for each label that several stages or several events have."""
    stages = {stage: info.label for stage, info in process.stages.items()}
    for what, labels in (("stages", stages), ("events", process.triggers)):
        by_label: dict[str, list[str]] = {}
        for name, label in labels.items():
            by_label.setdefault(label, []).append(str(name))
        for label, names in by_label.items():
            if len(names) > 1:
                both = " and ".join(map(repr, names))
                yield f"{what} {both} have the same label, {label!r}; give each its own"


def _stage_faults(process: Process, *, is_initial_known: bool) -> Iterator[str]:
    """Yield a fault for each unreachable stage and each wrong mark of a final stage."""
    onward = neighbours(process.stages, process.moves)
    initial = str(process.initial)
    # An unknown initial stage would make every stage unreachable.
    reached = reached_from(initial, onward) if is_initial_known else tuple(process.stages)
    for stage, info in process.stages.items():
        if stage not in reached:
            yield (
                f"stage {stage!r} cannot be reached from the initial stage {initial!r}; add a move "
                "to it, or give another initial"
            )
        if not onward[stage] and not info.final:
            yield f"no move leads out of stage {stage!r}, and it is not marked final"
        if onward[stage] and info.final:
            yield f"stage {stage!r} is marked final, but moves lead out of it"


def _unused_faults(process: Process) -> Iterator[str]:
    """Yield a fault for each event that is in no move."""
    moved = {move.trigger for move in process.moves}
    open_stages = (str(stage) for stage, info in process.stages.items() if not info.final)
    stage = next(open_stages, str(process.initial))
    for trigger in process.triggers:
        if trigger not in moved:
            yield (
                f"event {trigger!r} is in no move, so every stage refuses it; add it to moves, "
                f"such as Move({trigger!r}, {stage!r}, {stage!r}) if it leaves the stage as it is"
            )


def _link_faults(process: Process, known: KnownNames, reach: Reach | None) -> Iterator[str]:
    """Yield a fault for each unknown event in a link, and each event that is always unexpected."""
    for trigger, earlier in process.requires_earlier.items():
        unknown = known.event_faults("requires_earlier has", (trigger, *earlier))
        yield from unknown
        if unknown or reach is None or not reach.moves_of((trigger,)):
            continue
        if {*earlier} <= {trigger}:
            yield f"requires_earlier: {trigger!r} needs another event than itself before it"
        elif not reach.can_follow((trigger,), reach.moves_of(earlier)):
            yield f"requires_earlier: {trigger!r} can never come after {words_of(earlier)}"
    for trigger, others in process.cancels_planned.items():
        yield from known.event_faults("cancels_planned has", (trigger, *others))
    yield from known.event_faults("keeps_planned_days_of has", process.keeps_planned_days_of)


def _kind_faults(kinds: Mapping[str, Iterable[str]], known: KnownNames) -> Iterator[str]:
    """Yield a fault for each wrong or empty kind of event, and each event in two kinds."""
    kind_of: dict[str, str] = {}
    for kind, members in kinds.items():
        if not kind.strip() or not kind.isprintable() or not {"=", ";"}.isdisjoint(kind):
            yield f"kind of event {quoted(kind)} is not a name; use words without '=' and ';'"
        if not tuple(members):
            yield f"kind of event {quoted(kind)} has no event; give its events, or leave it out"
        yield from known.event_faults(f"kind of event {quoted(kind)} has", members)
        for trigger in members:
            other = kind_of.setdefault(trigger, kind)
            if other != kind:
                yield f"event {trigger!r} is of the kinds {other!r} and {kind!r}; give it one kind"
