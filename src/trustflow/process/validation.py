"""The checks of a process when it is built; each check yields its faults as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import quoted, suggestion
from .routes import neighbours, reached_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from .legs import NamedLeg
    from .moves import Move, StageInfo
    from .rules import DateRule

__all__ = [
    "kind_faults",
    "leg_faults",
    "move_faults",
    "order_faults",
    "reference_faults",
    "rule_faults",
    "stage_faults",
]


def stage_faults(
    stages: Mapping[str, StageInfo], initial: str, moves: Iterable[Move]
) -> Iterator[str]:
    """Yield a fault for each unreachable stage and each wrong mark of a final stage."""
    onward = neighbours(stages, moves)
    if initial in stages:
        reached: Collection[str] = reached_from(initial, onward)
    else:
        reached = stages  # an unknown initial stage would make every stage unreachable
        yield _unknown("the initial stage", initial, stages)
    for stage, info in stages.items():
        if stage not in reached:
            yield f"stage {stage!r} cannot be reached from {str(initial)!r}"
        if not onward[stage] and not info.final:
            yield f"no move leads out of stage {stage!r}, and it is not marked final"
        if onward[stage] and info.final:
            yield f"stage {stage!r} is marked final, but moves lead out of it"


def move_faults(
    moves: Iterable[Move], stages: Collection[str], triggers: Collection[str]
) -> Iterator[str]:
    """Yield a fault for each unknown name in a move, each move given twice, and unused events."""
    moves = tuple(moves)
    moved = {move.trigger for move in moves}
    if moved <= {*triggers}:  # otherwise an unused event may be a misspelt one
        for trigger in triggers:
            if trigger not in moved:
                yield (
                    f"event {trigger!r} is in no move, so every stage refuses it; give "
                    f"Move({trigger!r}, stage, stage) for each stage that it leaves as it is"
                )
    seen: set[tuple[str, str]] = set()
    for move in moves:
        place = f"the move {move.trigger!r} in {str(move.stage)!r}"
        for stage in (move.stage, move.leads_to):
            if stage not in stages:
                yield _unknown(f"{place}: stage", stage, stages)
        if move.trigger not in triggers:
            yield _unknown(f"{place}: event", move.trigger, triggers)
        if (move.stage, move.trigger) in seen:
            yield f"{place} is given twice; give it once"
        seen.add((move.stage, move.trigger))


def rule_faults(
    rules: Sequence[DateRule], stages: Collection[str], triggers: Collection[str]
) -> Iterator[str]:
    """Yield a fault for each duplicate id, missing part or unknown name in a rule."""
    ids = [rule.id for rule in rules]
    for rule_id in dict.fromkeys(ids):
        if ids.count(rule_id) > 1:
            times = ids.count(rule_id)
            yield f"rule {rule_id!r} is given {times} times; give each rule an id of its own"
    for rule in rules:
        yield from _faults_of_rule(rule, stages, triggers)


def order_faults(rules: Iterable[DateRule], *, ordered: bool) -> Iterator[str]:
    """Yield a fault for each rule on the order of events that `ordered` contradicts."""
    for rule in rules:
        if rule.is_in_order and not ordered:
            yield f"rule {rule.id!r} requires events in order, but ordered=False; leave one out"


def _faults_of_rule(
    rule: DateRule, stages: Collection[str], triggers: Collection[str]
) -> Iterator[str]:
    place = f"rule {rule.id!r}"
    if rule.citation is None:
        yield f"{place} has no citation; give its source: citation=Citation('…')"
    if rule.at_least is None and rule.at_most is None:
        yield f"{place} has no bound; give at_most='3 weeks' or at_least='3 weeks'"
    if not rule.starts:
        yield f"{place} has no event that starts its clock; give starts='letter_sent'"
    if not rule.ends and not rule.shown_by:
        yield f"{place} has no event that stops its clock; give ends='letter_answered'"
    first, last = rule.period
    if first > last:
        yield f"{place} ends ({rule.until}) before it starts ({rule.since})"
    if rule.on_entering is not None and rule.on_entering not in stages:
        yield _unknown(f"{place}: stage", rule.on_entering, stages)
    named = () if rule.is_in_order else (*rule.starts, *rule.ends)
    for trigger in (*named, *rule.shown_by, *rule.cancelled_by):
        if trigger not in triggers:
            yield _unknown(f"{place}: event", trigger, triggers)
    yield from _contradictions(rule, place)


def _contradictions(rule: DateRule, place: str) -> Iterator[str]:
    """Yield a fault for each pair of fields of a rule that exclude each other."""
    for trigger in rule.ends:
        if trigger in rule.shown_by or trigger in rule.cancelled_by:
            field = "shown_by" if trigger in rule.shown_by else "cancelled_by"
            yield f"{place} has event {trigger!r} in ends and in {field}; give it once"
    for trigger in rule.cancelled_by:
        if trigger in rule.starts:
            yield f"{place} has event {trigger!r} in starts and in cancelled_by; give it once"
    if rule.shown_by and rule.at_most is None:
        yield f"{place} has shown_by but no upper bound, which is all that it can keep"
    if rule.in_force_to_due and rule.in_force_by_end:
        yield f"{place} has both in_force_to_due and in_force_by_end; give one"
    if rule.duty_holder_field is not None and rule.answers is None:
        yield (
            f"{place} has duty_holder_field but no answers; say what the responds_to of the "
            "other body's document is"
        )


def kind_faults(kinds: Mapping[str, Iterable[str]], triggers: Collection[str]) -> Iterator[str]:
    """Yield a fault for each unknown trigger in a kind of event, and each one in two kinds."""
    kind_of: dict[str, str] = {}
    for kind, members in kinds.items():
        if not kind.strip() or not kind.isprintable() or not {"=", ";"}.isdisjoint(kind):
            yield f"kind of event {quoted(kind)} is not a name; use words without '=' and ';'"
        for trigger in members:
            if trigger not in triggers:
                yield _unknown(f"kind of event {kind!r}: event", trigger, triggers)
            other = kind_of.setdefault(trigger, kind)
            if other != kind:
                yield f"event {trigger!r} is of the kinds {other!r} and {kind!r}; give it one kind"


def leg_faults(
    legs: Mapping[str, NamedLeg], stages: Collection[str], events: Collection[str]
) -> Iterator[str]:
    """Yield a fault for each unknown stage or event in a named leg."""
    for name, leg in legs.items():
        for stage in leg.starts_in:
            if stage not in stages:
                yield _unknown(f"leg {name!r}: stage", stage, stages)
        for event in (*leg.start, *leg.end, *leg.unless):
            if event not in events:
                yield _unknown(f"leg {name!r}: event", event, events)


def reference_faults(
    references: Mapping[str, Iterable[str]], known: Collection[str], what: str
) -> Iterator[str]:
    """Yield a fault for each reference to a name that the process does not have.

    Args:
        references: The names referred to, by the field or class that refers to them.
        known: The names that the process has.
        what: What the names stand for, such as ``event``.
    """
    for place, names in references.items():
        for name in names:
            if name not in known:
                yield _unknown(f"{place}: {what}", name, known)


def _unknown(what: str, name: str, names: Iterable[str]) -> str:
    question = suggestion(name, names).strip()
    return f"{what} {quoted(str(name))} is unknown" + (f"; {_lower(question)}" if question else "")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
