"""Ask z3 about a process what `verify` answers about it, and the engine about its examples."""

from itertools import pairwise

import z3
from attrs import evolve, field, frozen

from trustflow.dates import MAX_DAY
from trustflow.engine import check
from trustflow.history import History, NamedEvent
from trustflow.queries import window

__all__ = ["can_run", "confirm_conflict", "is_as_tight", "stages_that_trap"]

YEARS = 5
"""For how many years of start days z3 gets a calendar."""


@frozen
class Answer(NamedEvent):
    """An event that can say to what it responds, as the rules with `answers` ask."""

    responds_to: str | None = field(default=None, kw_only=True)


def shifted(span, day, first, last):
    """Return the day that is a span after a day, as a term of z3 that is right within a range."""
    count, unit = span.counted
    if unit.value == "day":
        return day + count
    offsets = [(start, span.shift(start) - start) for start in range(first, last + 1)]
    term = z3.IntVal(offsets[-1][1])
    for (_, offset), (following, other) in reversed([*pairwise(offsets)]):
        if offset != other:
            term = z3.If(day < following, offset, term)
    return day + term


def is_broken(rule, start, end, first, last):
    """Return the term that a rule is broken, for start days in a range."""
    broken = []
    if rule.at_least is not None:
        broken.append(end < shifted(rule.at_least, start, first, last))
    if rule.at_most is not None:
        upper = end > shifted(rule.at_most, start, first, last)
        broken.append(z3.And(upper, start <= rule.last_binding_start))
    dated = end if rule.in_force_by_end else start
    since, until = rule.period
    return z3.And(dated >= since, dated <= until, z3.Or(broken))


def solved(*terms):
    """Return whether there are values for which all terms hold."""
    solver = z3.Solver()
    solver.add(*terms)
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


def is_as_tight(one, other):
    """Return whether z3 finds no days, of five years in force, that break only the other rule."""
    start, end = z3.Ints("start end")
    first = max(other.period[0], min(other.period[1] - 365 * YEARS, 736330))
    last = min(other.period[1], first + 365 * YEARS)
    return not solved(
        start >= first,
        start <= last,
        is_broken(other, start, end, first, last),
        z3.Not(is_broken(one, start, end, first, last)),
    )


def can_run(process, rule):
    """Return whether z3 finds a walk on which a rule's clock runs when an event ends it."""
    numbers = {stage: number for number, stage in enumerate(process.stages)}
    steps = 2 * len(numbers) + 1
    stage = [z3.Int(f"stage{step}") for step in range(steps + 1)]
    runs = [z3.Bool(f"runs{step}") for step in range(steps + 1)]
    terms = [z3.Not(runs[0]), stage[0] >= 0, stage[0] < len(numbers)]
    kinds = {
        (
            numbers[move.stage],
            numbers[move.leads_to],
            move.trigger in rule.starts
            and rule.on_entering in {None, None if move.stays else move.leads_to},
            move.trigger in {*rule.shown_by, *rule.cancelled_by} and rule.answers is None,
            move.trigger in rule.ends,
        )
        for move in process.moves
    }
    ends = []
    for step in range(steps):
        choices = []
        for here, after, begins, stops, ending in kinds:
            at = stage[step] == here
            keeps = z3.Or(begins, z3.And(runs[step], not stops))
            choices.append(z3.And(at, stage[step + 1] == after, z3.Implies(runs[step + 1], keeps)))
            if ending:
                ends.append(z3.And(at, runs[step]))
        rests = z3.And(stage[step + 1] == stage[step], z3.Not(runs[step + 1]))
        terms.append(z3.Or([*choices, rests]))
    return solved(*terms, z3.Or(ends))


def confirm_conflict(process, finding):
    """Assert that no day keeps the rules of a finding in its example, and that all are needed.

    The window of the last event is empty, if only these rules are in the process; the days of the
    events before it keep them. Z3 finds no days for all of the events, and finds some without any
    one of the rules.
    """
    rules = [process.rule(name) for name in finding.rules]
    assert finding.example[-1].day is None
    only = evolve(process, rules=rules)
    runs = {rule: _places(process, finding, rule) for rule in rules}
    *events, asked = (_event(runs, place, each) for place, each in enumerate(finding.example))
    history = History("Example", events, begins_in=finding.begins_in)
    codes = {each.code for each in check(history, only).findings}
    assert codes.isdisjoint({"date_rule", "move_not_allowed", "out_of_order"})
    left = window(history, asked, process=only)
    assert left.refusal is None
    assert left.kept == ()
    assert {bound.rule for bound in left.conflict.bounds} <= {*finding.rules, "in-order"}
    _confirm_by_z3(process, runs, finding)


def _event(runs, place, event):
    """Return an event of an example that starts and ends the clocks of the rules that it should.

    It has the day that a rule counts from, meets the conditions of all rules that count from it,
    and answers what the rules that it ends ask for.
    """
    fields, allowed = {}, {}
    for rule, (start, end) in runs.items():
        if place == end and rule.answers is not None:
            fields["responds_to"] = rule.answers
        if place != start:
            continue
        if rule.start_field != "on":
            fields[rule.start_field] = event.day
        if rule.condition is not None:
            values = [*([None] if rule.condition.if_missing else []), *rule.condition.allowed]
            of_others = allowed.get(rule.condition.field, values)
            allowed[rule.condition.field] = [each for each in of_others if each in values]
    fields |= {name: values[0] for name, values in allowed.items()}
    return Answer(event.day or "2025-01-01", what=event.trigger, **fields)


def _confirm_by_z3(process, runs, finding):
    days = [z3.Int(f"day{place}") for place in range(len(finding.example))]
    first = finding.example[0].day.toordinal()
    lower = [rule.at_least for rule in runs if rule.at_least]
    last = first + sum(span.shift(first) - first + 40 for span in lower) + 40
    assert last < MAX_DAY
    earliest = first if process.order_rule is not None else 2 * first - last
    terms = {}
    for rule, (start, end) in runs.items():
        keeps = z3.Not(is_broken(rule, days[start], days[end], earliest, last))
        terms[rule.id] = keeps
    frame = [days[0] == first, *(day <= last for day in days), *(day >= earliest for day in days)]
    if process.order_rule is not None:
        frame += [one <= other for one, other in pairwise(days)]
    assert not solved(*frame, *terms.values())
    for name in terms if len(terms) > 1 else ():
        assert solved(*frame, *(term for other, term in terms.items() if other != name)), name


def _places(process, finding, rule):
    """Return the places of the events that start and end a rule in an example."""
    start = None
    stage = finding.begins_in
    for place, event in enumerate(finding.example):
        move = process.table[stage][event.trigger]
        if start is not None and event.trigger in rule.ends:
            return start, place
        if start is not None and event.trigger in {*rule.shown_by, *rule.cancelled_by}:
            start = None
        entered = None if move.stays else move.leads_to
        if event.trigger in rule.starts and rule.on_entering in {None, entered}:
            start = start if start is not None and rule.from_first else place
        stage = move.leads_to
    raise AssertionError(rule.id)


def stages_that_trap(process):
    """Return the stages from which no final stage is reached, by closing the relation of moves."""
    final = {stage for stage, info in process.stages.items() if info.final}
    reached = {(stage, stage) for stage in process.stages}
    reached |= {(move.stage, move.leads_to) for move in process.moves}
    for middle in process.stages:
        for one in process.stages:
            for other in process.stages:
                if (one, middle) in reached and (middle, other) in reached:
                    reached.add((one, other))
    return [
        stage
        for stage in process.stages
        if final and not any((stage, end) in reached for end in final)
    ]
