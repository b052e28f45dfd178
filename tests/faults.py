"""Copies of the trust transfer with one planted fault each.

Mutation tools change functions only, but the law is data. So this module changes the target and
the mark of each move, and the bounds, period, strength, triggers and other fields of each rule.
A change that cannot affect any result is left out, with the reason in a comment.
"""

from typing import NamedTuple

from attrs import evolve

import trustflow as tf
from tests import oracle
from tests.probes import cell_probe, order_probes, probes
from tests.test_oracle import findings_of
from trustflow.dates import Span, Unit
from trustflow.process import Mark

LAW = tf.TRUST_TRANSFER


class Fault(NamedTuple):
    """A copy of the trust transfer with one change."""

    name: str
    process: tf.Process
    cell: tuple[str, str] | None = None
    """The trigger and the stage of the changed move."""
    rule: str | None = None
    """The id of the changed rule."""


def build_fault(name, changes, **place):
    """Return the fault in a list; the list is empty if the changed process cannot be built."""
    try:
        return [Fault(name, evolve(LAW, **changes), **place)]
    except tf.BadProcess:
        return []


# Moves


def move_faults(stage):
    """Yield the faults in the moves of a stage: moves changed, left out or added."""
    for index, move in enumerate(LAW.moves):
        if move.stage != stage:
            continue
        others = [*LAW.moves[:index], *LAW.moves[index + 1 :]]
        for name, changed in changed_moves(move).items():
            cell = (move.trigger, str(move.stage))
            yield from build_fault(f"{cell} {name}", {"moves": [*others, *changed]}, cell=cell)
    for trigger in LAW.triggers:
        if trigger not in LAW.table[stage]:
            cell = (trigger, str(stage))
            more = [*LAW.moves, tf.Move(trigger, stage, stage)]
            yield from build_fault(f"{cell} added", {"moves": more}, cell=cell)


def changed_moves(move):
    """Return the changes of a move: another target, another mark, and the move left out."""
    stages = list(LAW.stages)
    after = stages[(stages.index(move.leads_to) + 1) % len(stages)]
    mark = next(mark for mark in Mark if mark is not move.mark)
    return {
        f"leads to {after}": [evolve(move, leads_to=after)],
        f"is marked {mark.label}": [evolve(move, mark=mark)],
        "is left out": [],
    }


# Rules


def rule_faults(rule_id):
    """Yield the faults in a rule: the rule left out, and each of its fields changed in turn."""
    rule = LAW.rule(rule_id)
    others = [other for other in LAW.rules if other is not rule]
    left_out = {"rules": others, "ordered": not rule.is_in_order}
    yield from build_fault(f"{rule_id} left out", left_out, rule=rule_id)
    if rule.is_in_order:
        return
    for name, changes in rule_changes(rule):
        rules = [evolve(rule, **changes) if other is rule else other for other in LAW.rules]
        yield from build_fault(f"{rule_id} {name}", {"rules": rules}, rule=rule_id)


def rule_changes(rule):
    """Yield each change of a rule as a name for the change and the new values of fields."""
    for strength in tf.Strength:
        if strength is not rule.strength:
            yield f"of strength {strength}", {"strength": strength}
    if rule.duty_holder is not None:
        yield "on nobody", {"duty_holder": None}
    yield from bound_changes(rule)
    yield from period_changes(rule)
    yield from trigger_changes(rule)
    yield from clock_changes(rule)
    yield from end_changes(rule)
    yield from relaxation_changes(rule)


def bound_changes(rule):
    """Yield changes of a bound: longer or shorter by one, another unit, or the bound left out."""
    for name in ("at_least", "at_most"):
        span = getattr(rule, name)
        if span is None:
            continue
        for count in (-1, 1):
            yield f"{name} {count:+}", {name: longer(span, count)}
        for unit in Unit:
            if unit is not span.unit:
                yield f"{name} in {unit.value}s", {name: Span(span.count, unit)}
        if rule.at_least and rule.at_most:
            yield f"not {name}", {name: None}


def longer(span, count):
    """Return the span, longer by a number of units."""
    return Span(span.count + count, span.unit)


def period_changes(rule):
    """Yield changes of the period in force: a day longer or shorter, no end, or another event."""
    for name in ("since", "until"):
        day = getattr(rule, name)
        if day is not None:
            yield f"always {name}", {name: None}
            for count in (-1, 1):
                yield f"{name} {count:+}", {name: day.earliest.add(days=count)}
    if rule.since or rule.until:
        yield "in force by the other event", {"in_force_by_end": not rule.in_force_by_end}


def trigger_changes(rule):
    """Yield changes of the triggers: each trigger left out, and one trigger added."""
    # A rule within one event has the same triggers as starts and ends, and uses only the ends.
    for name in ("ends",) if rule.same_event else ("starts", "ends"):
        triggers = getattr(rule, name)
        for trigger in triggers:
            rest = tuple(other for other in triggers if other != trigger)
            yield f"{name} not with {trigger}", {name: rest}
        # A note never enters a stage and has no framework, so it cannot start these clocks.
        notes_can_start = rule.on_entering is None and (
            rule.condition is None or rule.condition.if_missing
        )
        if not rule.same_event and (name == "ends" or notes_can_start):
            yield f"{name} with a note", {name: (*triggers, "note")}


def clock_changes(rule):
    """Yield changes of the clock: its start, its condition, and the day it counts from."""
    # If each start also stops the running clock, the first start is also the latest.
    if not rule.same_event and not set(rule.starts) <= set(rule.ends):
        yield "from the other start", {"from_first": not rule.from_first}
    if rule.on_entering:
        yield "on entering any stage", {"on_entering": None}
    if rule.condition:
        yield "without condition", {"condition": None}
        # Every letter that starts a rule with this condition is asked or not asked.
        if rule.condition.field != "plan_request":
            other = not rule.condition.if_missing
            yield "if missing", {"condition": evolve(rule.condition, if_missing=other)}
        for name in rule.condition.allowed:
            rest = [other for other in rule.condition.allowed if other != name]
            yield f"not for {name}", {"condition": evolve(rule.condition, allowed=rest)}
    if rule.fallback:
        before, after = rule.fallback
        yield "from publication", {"start_field": "on"}
        yield "without fallback", {"fallback": None}
        for count in (-1, 1):
            yield f"received before {count:+}", {"fallback": (longer(before, count), after)}
            yield f"received after {count:+}", {"fallback": (before, longer(after, count))}


def end_changes(rule):
    """Yield changes of how the clock stops: what ends it, shows its end, or cancels it."""
    if rule.end_field != "on":
        yield "to publication", {"end_field": "on"}
    if rule.in_force_to_due:
        yield "in force by the start only", {"in_force_to_due": False}
    if rule.duty_holder_field is not None:
        yield "for the council only", {"duty_holder_field": None}
    if rule.answers is not None:
        yield "for every document", {"answers": None}
        for words in sorted(LAW.answers - {rule.answers}):
            yield f"for a document on {words}", {"answers": words}
    for name in ("shown_by", "cancelled_by"):
        triggers = getattr(rule, name)
        for trigger in triggers:
            rest = tuple(other for other in triggers if other != trigger)
            yield f"{name} not with {trigger}", {name: rest}
            yield (
                f"ended and not {name} {trigger}",
                {name: rest, "ends": (*rule.ends, trigger)},
            )


def relaxation_changes(rule):
    """Yield changes of the relaxation: a day longer or shorter at either end, or left out."""
    if rule.relaxed is None:
        return
    yield "never relaxed", {"relaxed": None}
    for name in ("due_from", "due_to"):
        for count in (-1, 1):
            day = getattr(rule.relaxed, name).earliest.add(days=count)
            yield f"relaxed {name} {count:+}", {"relaxed": evolve(rule.relaxed, **{name: day})}


# How the faults are detected


def checked(history, process):
    """Return the steps and the findings of `check` in the types that the oracle uses."""
    report = tf.check(history, process)
    steps = [
        oracle.Step(step.before, step.after, step.allowed, step.caused_by) for step in report.steps
    ]
    return steps, sorted(findings_of(report), key=repr)


def is_found(fault):
    """Return whether `check` with the faulty process differs from the oracle on some history."""
    if fault.cell is not None:
        histories = cell_probe(*fault.cell)
    else:
        histories = order_probes() if fault.rule == "in-order" else probes(fault.rule)
    return any(expected != checked(history, fault.process) for history, expected in histories)
