"""The law with one thing wrong in it, again and again; and histories that notice.

Tools that mutate code see functions only, and our law is data: so each move's target and mark and
each rule's bounds, period, strength and triggers are altered here one at a time.
"""

import datetime as dt
from functools import cache
from itertools import product
from typing import NamedTuple

from attrs import evolve

import trustflow as tf
from tests import oracle
from tests.test_equivalence import event_of
from tests.test_oracle import lawful_starts
from trustflow.dates import Span, Unit
from trustflow.process import Mark

LAW = tf.TRUST_TRANSFER
TIMED = [rule for rule in LAW.rules if not rule.is_in_order]


class Fault(NamedTuple):
    """The law with one thing altered, and what was."""

    name: str
    process: tf.Process
    about: str
    """The id of the rule, or the cell of the table as ``trigger in stage``."""


# Moves


def cell(move):
    """The place of a move in the table, in words."""
    return f"{move.trigger} in {move.stage}"


def move_faults():
    """Every move led to another stage, marked otherwise, or left out; and every empty cell filled."""
    for place, move in enumerate(LAW.moves):
        others = [*LAW.moves[:place], *LAW.moves[place + 1 :]]
        after = [*LAW.stages, *LAW.stages][list(LAW.stages).index(move.leads_to) + 1]
        mark = next(mark for mark in Mark if mark is not move.mark)
        for name, altered in {
            f"leads to {after}": [evolve(move, leads_to=after)],
            f"marked {mark.label}": [evolve(move, mark=mark)],
            "left out": [],
        }.items():
            yield from _built(f"{cell(move)} {name}", cell(move), moves=[*others, *altered])
    for stage, trigger in product(LAW.stages, LAW.triggers):
        if trigger not in LAW.table[stage]:
            added = tf.Move(trigger, stage, stage)
            yield from _built(f"{cell(added)} added", cell(added), moves=[*LAW.moves, added])


def _built(name, about, **changes):
    """The fault, if the process can be built with it; else building it is what catches it."""
    try:
        yield Fault(name, evolve(LAW, **changes), about)
    except tf.BadProcess:
        return


# Rules


def rule_faults():
    """Every rule with one of its fields altered, and every rule left out."""
    for rule in LAW.rules:
        others = [other for other in LAW.rules if other is not rule]
        yield from _built(f"{rule.id} left out", rule.id, rules=others)
        if rule.is_in_order:
            continue
        for name, changes in alterations(rule):
            rules = [evolve(rule, **changes) if each is rule else each for each in LAW.rules]
            yield from _built(f"{rule.id} {name}", rule.id, rules=rules)


def alterations(rule):
    """What may be altered in a rule, one thing at a time."""
    yield from _bound_alterations(rule)
    yield from _period_alterations(rule)
    yield from _trigger_alterations(rule)
    for strength in tf.Strength:
        if strength is not rule.strength:
            yield f"of strength {strength}", {"strength": strength}
    yield (
        "from the first" if not rule.from_first else "from the latest",
        {"from_first": not rule.from_first},
    )
    if rule.since or rule.until:
        yield "in force by the other end", {"by_end": not rule.by_end}
    if rule.enters:
        yield "entering any stage", {"enters": None}
    if rule.only:
        yield "for any", {"only": None}
        yield (
            "for what is not said or not",
            {"only": evolve(rule.only, unsaid=not rule.only.unsaid)},
        )
        for name in rule.only.among:
            rest = [each for each in rule.only.among if each != name]
            yield f"not for {name}", {"only": evolve(rule.only, among=rest)}
    if rule.counts_from == "received_on":
        yield "counted from publication", {"counts_from": "on"}
    if rule.fallback:
        before, after = rule.fallback
        yield "not without receipt", {"fallback": None}
        yield "received earlier", {"fallback": (_longer(before, 1), after)}
        yield "received not so early", {"fallback": (_longer(before, -1), after)}
        yield "received later", {"fallback": (before, _longer(after, 1))}
        yield "received not so late", {"fallback": (before, _longer(after, -1))}
    if rule.relaxed:
        yield "never relaxed", {"relaxed": None}
        for name, day in (("due_from", rule.relaxed.due_from), ("due_to", rule.relaxed.due_to)):
            for count in (-1, 1):
                moved = evolve(rule.relaxed, **{name: day.earliest.add(days=count)})
                yield f"relaxed {name} {count:+}", {"relaxed": moved}


def _longer(span, count):
    """The span with another count."""
    return Span(span.count + count, span.unit)


def _bound_alterations(rule):
    for name in ("at_least", "at_most"):
        span = getattr(rule, name)
        if span is None:
            continue
        for count in (-1, 1):
            yield f"{name} {count:+}", {name: _longer(span, count)}
        for unit in Unit:
            if unit is not span.unit:
                yield f"{name} in {unit.value}s", {name: Span(span.count, unit)}
        if rule.at_least and rule.at_most:
            yield f"not {name}", {name: None}


def _period_alterations(rule):
    for name in ("since", "until"):
        day = getattr(rule, name)
        if day is not None:
            yield f"always {name}", {name: None}
            for count in (-1, 1):
                yield f"{name} {count:+}", {name: day.earliest.add(days=count)}


def _trigger_alterations(rule):
    for name in ("starts", "ends"):
        triggers = getattr(rule, name)
        for trigger in triggers:
            rest = tuple(each for each in triggers if each != trigger)
            yield f"{name} not with {trigger}", {name: rest}
        if not rule.within_event:
            yield f"{name} with a note", {name: (*triggers, "note")}


# What notices


def noticing_move(fault):
    """The history of one event that a fault in a move is about."""
    trigger, _, stage = fault.about.partition(" in ")
    yield tf.History("X", [event_of(trigger)], begins_in=stage)


@cache
def probes(rule_id):
    """Histories around everything that a rule says, whose meaning is the oracle's."""
    found = (
        lag_probes() if rule_id == oracle.PUBLICATION_LAG.id else [*clock_probes(by_id(rule_id))]
    )
    return tuple((history, oracle.remarks(history)) for history in found)


def by_id(rule_id):
    """The oracle's rule."""
    return next(rule for rule in oracle.TIMED if rule.id == rule_id)


RECEIVED = {"council-publishes-report", "action-plan"}
BY_END = {"employee-information-14", "employee-information-28"}


def clock_probes(rule):
    """For every start and end of a rule, days around its bounds, its period and its relaxation."""
    for start, end in product(sorted(rule.starts), sorted(rule.ends)):
        for begins_in in lawful_starts(start, end)[:1]:
            for first, last in day_pairs(rule):
                yield pair(rule, start, end, begins_in, first, last)
        yield from variants(rule, start, end)
    if rule.id == "commissioner-report":
        for begins_in in ("rated_inadequate", "commissioner_review"):
            for first, last in day_pairs(rule):
                yield pair(
                    rule, "commissioner_appointed", "commissioner_reported", begins_in, first, last
                )


def day_pairs(rule):
    """Days on which a rule begins and ends: on its bounds, its period, and a day off each."""
    middle = dt.date(2017, 3, 1) if rule.since < "2017" < rule.until else dt.date(2014, 2, 3)
    if rule.id == "reinspection-18-24-months":
        middle = dt.date(2014, 2, 3)
    if rule.since > "2017":
        middle = dt.date.fromisoformat(rule.since) + dt.timedelta(200)
    starts = [middle, middle.replace(day=31 if middle.month in {1, 3, 5, 7} else 28)]
    edges = [dt.date.fromisoformat(each) for each in (rule.since, rule.until)]
    edges = [day for day in edges if 1990 < day.year < 2100]
    for day, bound in product(starts, (rule.least, rule.most)):
        for off in (-400, -2, -1, 0, 1, 2, 400) if bound is not None else ():
            due = oracle.moved(day.toordinal(), bound, rule.unit)
            yield day, dt.date.fromordinal(max(due + off, day.toordinal()))
    for edge, off in product(edges, (-2, -1, 0, 1, 2)):
        near = edge + dt.timedelta(off)
        if rule.id in BY_END:
            yield near - dt.timedelta(1), near
        elif rule.most is None or rule.id == "direction-to-live":
            yield near, near
        else:
            yield near, near + dt.timedelta(2000)
    if rule.id == "action-plan":
        for due, off in product((oracle.RELAXED[0], oracle.RELAXED[-1]), range(-8, 9)):
            received = oracle.moved(due + off, -rule.most, rule.unit)
            yield dt.date.fromordinal(received), dt.date.fromordinal(due + 30)


def pair(rule, start, end, begins_in, first, last, **fields):
    """A history of a starting and an ending event, counted from a known day."""
    given = dict(fields)
    if rule.id in RECEIVED and "received_on" not in given:
        given["received_on"] = first - dt.timedelta(1)
        first_day, counted = first, first
        given["received_on"], first_day = counted, first_day + dt.timedelta(1)
    else:
        first_day = first
    if start.startswith("inspection_published") and "framework" not in given:
        given["framework"] = "SIF"
    events = [plain(start, first_day, **given), plain(end, max(last, first_day))]
    return tf.History("X", events, begins_in=begins_in)


def plain(trigger, day, **fields):
    """An event of a trigger on a day."""
    return evolve(event_of(trigger, day.isoformat()), **fields)


FRAMEWORKS = [None, *sorted(oracle.SECTION_136), "unannounced", "other"]


def variants(rule, start, end):
    """The same clock started twice, restarted after an end, or by an event it does not hold for."""
    middle = dt.date(2017, 3, 1) if rule.since < "2017" < rule.until else dt.date(2014, 2, 3)
    if rule.id == "reinspection-18-24-months":
        middle = dt.date(2014, 2, 3)
    if rule.since > "2017":
        middle = dt.date.fromisoformat(rule.since) + dt.timedelta(200)
    stages = lawful_starts(start, end)
    for begins_in in stages:
        yield pair(rule, start, end, begins_in, middle, middle)
    begins_in = stages[0]
    if start in oracle.INSPECTED:
        for framework, gap in product(FRAMEWORKS, (0, 2000)):
            later = middle + dt.timedelta(gap)
            yield pair(rule, start, end, begins_in, middle, later, framework=framework)
    if rule.id in RECEIVED:
        for off in range(-12, 13):
            due = oracle.moved(middle.toordinal(), rule.most, rule.unit) + off
            yield pair(
                rule, start, end, begins_in, middle, dt.date.fromordinal(due), received_on=None
            )
    for gap, trigger in product((1, 100, 400, 800), (start, end, "note")):
        again = middle + dt.timedelta(gap)
        between = plain(trigger, again)
        for last in (again, again + dt.timedelta(300), again + dt.timedelta(2000)):
            events = [plain(start, middle), between, plain(end, last)]
            yield tf.History("X", events, begins_in=begins_in)
    for last in (middle, middle + dt.timedelta(2000)):
        yield tf.History("X", [plain("note", middle), plain(end, last)], begins_in=begins_in)
        yield tf.History(
            "X",
            [plain(start, middle), plain("note", last), plain(end, last + dt.timedelta(2000))],
            begins_in=begins_in,
        )


def lag_probes():
    """For every inspection, the last day that is in time and those around, by framework."""
    rule = oracle.PUBLICATION_LAG
    since = dt.date.fromisoformat(rule.since)
    found = []
    for trigger, framework in product(sorted(rule.starts), FRAMEWORKS):
        for ended, off in product((dt.date(2017, 2, 1), dt.date(2016, 12, 1)), (-1, 0, 1, 30)):
            due = dt.date.fromordinal(oracle.moved(ended.toordinal(), rule.most, rule.unit) + off)
            found.append([plain(trigger, due, framework=framework, inspected=ended)])
        for off in (-2, -1, 0, 1, 2):
            ended = since + dt.timedelta(off)
            late = ended + dt.timedelta(200)
            found.append([plain(trigger, late, framework=framework, inspected=ended)])
        found.append([plain(trigger, dt.date(2017, 2, 1), framework=framework)])
    return [tf.History("X", events, begins_in="rated_inadequate") for events in found]


def order_probes():
    """Histories in and out of order."""
    for days in (("2016-02-01", "2016-01-31"), ("2016-02-01", "2016-02-01"), ("2016", "2015")):
        history = tf.History("X", [event_of("note", day) for day in days])
        yield history, oracle.remarks(history)


def told(history, process):
    """The findings of the checker as the oracle has them."""
    return sorted(
        (
            oracle.Remark(each.code, each.index, each.rule, str(each.strength), each.certain)
            for each in tf.check(history, process).findings
        ),
        key=repr,
    )


def is_caught(fault):
    """Whether some history tells the fault: the checker with it does not say what the oracle says."""
    if " in " in fault.about and fault.about.partition(" ")[0] in LAW.triggers:
        histories = [(history, oracle.remarks(history)) for history in noticing_move(fault)]
    elif fault.about == "in-order":
        histories = order_probes()
    else:
        histories = probes(fault.about)
    return any(
        sorted(meant, key=repr) != told(history, fault.process)
        or [step.after for step in oracle.replay(history)]
        != [step.after for step in tf.check(history, fault.process).steps]
        for history, meant in histories
    )
