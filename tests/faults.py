"""The law with one thing wrong in it, again and again.

Tools that mutate code see functions only, and our law is data: so each move's target and mark and
each rule's bounds, period, strength and triggers are altered here one at a time. What can make no
difference is left out, with the reason beside it.
"""

from typing import NamedTuple

from attrs import evolve

import trustflow as tf
from tests import oracle
from tests.probes import cell_probe, order_probes, probes
from trustflow.dates import Span, Unit
from trustflow.process import Mark

LAW = tf.TRUST_TRANSFER


class Fault(NamedTuple):
    """The law with one thing altered, and what was."""

    name: str
    process: tf.Process
    cell: tuple[str, str] | None = None
    """The trigger and the stage of an altered move."""
    rule: str | None = None
    """The id of an altered rule."""


def built(name, changes, **about):
    """The fault, if a process can be built with it; else building it is what catches it."""
    try:
        return [Fault(name, evolve(LAW, **changes), **about)]
    except tf.BadProcess:
        return []


# Moves


def move_faults(stage):
    """Of a stage, each move led elsewhere, marked otherwise or left out; and each gap filled."""
    for place, move in enumerate(LAW.moves):
        if move.stage != stage:
            continue
        others = [*LAW.moves[:place], *LAW.moves[place + 1 :]]
        for name, altered in altered_moves(move).items():
            cell = (move.trigger, str(move.stage))
            yield from built(f"{cell} {name}", {"moves": [*others, *altered]}, cell=cell)
    for trigger in LAW.triggers:
        if trigger not in LAW.table[stage]:
            cell = (trigger, str(stage))
            more = [*LAW.moves, tf.Move(trigger, stage, stage)]
            yield from built(f"{cell} added", {"moves": more}, cell=cell)


def altered_moves(move):
    """A move led to the next stage, marked otherwise, and left out."""
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
    """A rule left out, and with one of its fields altered at a time."""
    rule = LAW.rule(rule_id)
    others = [other for other in LAW.rules if other is not rule]
    yield from built(f"{rule_id} left out", {"rules": others}, rule=rule_id)
    if rule.is_in_order:
        return
    for name, changes in alterations(rule):
        rules = [evolve(rule, **changes) if each is rule else each for each in LAW.rules]
        yield from built(f"{rule_id} {name}", {"rules": rules}, rule=rule_id)


def alterations(rule):
    """What may be altered in a rule, one thing at a time."""
    for strength in tf.Strength:
        if strength is not rule.strength:
            yield f"of strength {strength}", {"strength": strength}
    yield from bound_alterations(rule)
    yield from period_alterations(rule)
    yield from trigger_alterations(rule)
    yield from clock_alterations(rule)
    yield from relaxation_alterations(rule)


def bound_alterations(rule):
    """A bound a unit more or less, counted in another unit, or without the other bound."""
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
    """The span with some more in its unit."""
    return Span(span.count + count, span.unit)


def period_alterations(rule):
    """A period in force a day longer or shorter, endless, or gone by the other day."""
    for name in ("since", "until"):
        day = getattr(rule, name)
        if day is not None:
            yield f"always {name}", {name: None}
            for count in (-1, 1):
                yield f"{name} {count:+}", {name: day.earliest.add(days=count)}
    if rule.since or rule.until:
        yield "in force by the other day", {"in_force_by_end": not rule.in_force_by_end}


def trigger_alterations(rule):
    """A trigger less, and one more."""
    # A rule about two days of one event has one trigger: those that end it are looked at.
    for name in ("ends",) if rule.same_event else ("starts", "ends"):
        triggers = getattr(rule, name)
        for trigger in triggers:
            rest = tuple(each for each in triggers if each != trigger)
            yield f"{name} not with {trigger}", {name: rest}
        # A note leads into no stage, and has no framework.
        holds_for_notes = rule.on_entering is None and (
            rule.condition is None or rule.condition.if_missing
        )
        if not rule.same_event and (name == "ends" or holds_for_notes):
            yield f"{name} with a note", {name: (*triggers, "note")}


def clock_alterations(rule):
    """A clock that starts at another event, for others, or from another day."""
    # Where each start ends the clock before it, the first is the latest.
    if not rule.same_event and not set(rule.starts) <= set(rule.ends):
        yield "from the other start", {"from_first": not rule.from_first}
    if rule.on_entering:
        yield "entering any stage", {"on_entering": None}
    if rule.condition:
        yield "for any", {"condition": None}
        yield (
            "where not said",
            {"condition": evolve(rule.condition, if_missing=not rule.condition.if_missing)},
        )
        for name in rule.condition.allowed:
            rest = [each for each in rule.condition.allowed if each != name]
            yield f"not for {name}", {"condition": evolve(rule.condition, allowed=rest)}
    if rule.fallback:
        before, after = rule.fallback
        yield "from publication", {"start_field": "on"}
        yield "not without receipt", {"fallback": None}
        for count in (-1, 1):
            yield f"received before {count:+}", {"fallback": (longer(before, count), after)}
            yield f"received after {count:+}", {"fallback": (before, longer(after, count))}


def relaxation_alterations(rule):
    """A relaxation a day longer or shorter at either end, or none."""
    if rule.relaxed is None:
        return
    yield "never relaxed", {"relaxed": None}
    for name in ("due_from", "due_to"):
        for count in (-1, 1):
            day = getattr(rule.relaxed, name).earliest.add(days=count)
            yield f"relaxed {name} {count:+}", {"relaxed": evolve(rule.relaxed, **{name: day})}


# What catches them


def told(history, process):
    """The steps and the findings of the checker, as the oracle has them."""
    report = tf.check(history, process)
    steps = [
        oracle.Replayed(step.before, step.after, step.allowed, step.caused_by)
        for step in report.steps
    ]
    findings = [
        oracle.Remark(each.code, each.index, each.rule, str(each.strength), each.certain)
        for each in report.findings
    ]
    return steps, sorted(findings, key=repr)


def is_caught(fault):
    """Whether of some history the checker says with the fault what the oracle does not."""
    if fault.cell is not None:
        asked = cell_probe(*fault.cell)
    else:
        asked = order_probes() if fault.rule == "in-order" else probes(fault.rule)
    return any(meant != told(history, fault.process) for history, meant in asked)
