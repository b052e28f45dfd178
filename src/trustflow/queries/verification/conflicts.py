"""Rules that leave no day for an event, with the shortest history that shows it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pendulum

from ...dates import PartialDate, days_of_span
from ...engine import capital, evaluate, quoted_label
from ...errors import joined
from ...history import Strength
from .days import Node, compared
from .result import ExampleEvent, ProcessFinding
from .starts import days_without_end, needs_every_rule
from .walks import Walk, walks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...process import DateRule, Process

__all__ = ["conflicts", "is_grave"]

GRAVE = (Strength.LOGIC, Strength.LAW)
"""The strengths of rules that make a fault if they exclude each other."""


class _Group(NamedTuple):
    """Rules that can leave no day for an event that ends the first two of them."""

    lower: DateRule
    upper: DateRule
    between: DateRule | None = None

    @property
    def rules(self) -> tuple[DateRule, ...]:
        between = () if self.between is None else (self.between,)
        return tuple(dict.fromkeys((self.lower, self.upper, *between)))

    def is_shown_by(self, walk: Walk) -> bool:
        """Return whether a walk ends with the event, and all rules have run on it."""
        place = len(walk.moves) - 1
        ended = {link.rule for link in walk.links if link.end == place}
        return len(walk.links) == len(self.rules) and {self.lower, self.upper} <= ended

    @property
    def can_exclude(self) -> bool:
        """Return whether the lower bounds can be longer than the upper ones, on some calendar."""
        assert self.lower.at_least is not None and self.upper.at_most is not None  # noqa: PT018, S101
        least, most = days_of_span(self.lower.at_least)[1], days_of_span(self.upper.at_most)[0]
        between = self.between
        if between is None:
            return least > most
        if between.at_least is not None and _meets(self.upper, between, self.lower):
            return least + days_of_span(between.at_least)[1] > most
        return (
            between.at_most is not None
            and _meets(self.lower, between, self.upper)
            and least > most + days_of_span(between.at_most)[0]
        )


def is_grave(*rules: DateRule) -> bool:
    """Return whether all rules are of logic or law."""
    return all(rule.strength in GRAVE for rule in rules)


def conflicts(process: Process) -> Iterator[ProcessFinding]:
    """Yield a finding for each fewest rules that leave no day for an event."""
    yield from _broken_by_one_event(process)
    found: list[frozenset[DateRule]] = []
    for group in _groups(process):
        rules = frozenset(group.rules)
        if any(other <= rules for other in found):
            continue
        finding = _conflict(process, group)
        if finding is not None:
            found.append(rules)
            yield finding


def _broken_by_one_event(process: Process) -> Iterator[ProcessFinding]:
    """Yield a finding for each rule that a single event starts, stops and always breaks."""
    for rule in process.rules:
        if not rule.same_event or (rule.start_field, rule.end_field) != ("on", "on"):
            continue
        day = compared(rule.period, ())[0]
        if evaluate(rule, (day, day), (day, day)) is not None:
            trigger = next(trigger for trigger in rule.starts if trigger in rule.ends)
            label = quoted_label(process, trigger)
            yield ProcessFinding(
                "deadline_never_met",
                is_fault=is_grave(rule),
                message=f"The rule {rule.id} ({rule.strength}) counts {rule.bound} from the day "
                f"of {label} to the same day, so no event keeps it.",
                rules=(rule.id,),
            )


def _groups(process: Process) -> Iterator[_Group]:
    """Yield the rules that could leave no day for an event, the fewest first."""
    timed = [
        rule
        for rule in process.rules
        if not (rule.is_in_order or rule.same_event) and rule.end_field == "on"
    ]
    pairs = [
        _Group(lower, upper)
        for lower, upper in product(timed, timed)
        if lower.at_least is not None
        and upper.at_most is not None
        and lower.at_least.count
        and lower.answers == upper.answers
        and not {*lower.ends}.isdisjoint(upper.ends)
    ]
    pairs.sort(key=lambda group: len(group.rules))
    chains = (
        _Group(lower, upper, between)
        for lower, upper, _ in pairs
        for between in timed
        if lower is not upper and between not in {lower, upper}
    )
    yield from (group for group in (*pairs, *chains) if group.can_exclude)


def _meets(before: DateRule, between: DateRule, after: DateRule) -> bool:
    """Return whether a rule can run from the start of one rule to the start of another."""
    return not (
        {*before.starts}.isdisjoint(between.starts) or {*between.ends}.isdisjoint(after.starts)
    )


def _conflict(process: Process, group: _Group) -> ProcessFinding | None:
    """Return the finding if some walk leaves no day for the event that ends it."""
    shown: tuple[Walk, Mapping[Node, int]] | None = None
    always, is_avoidable = True, False
    known: dict[object, tuple[Mapping[Node, int] | None, bool]] = {}
    for walk in walks(process, group.rules):
        is_whole = group.is_shown_by(walk)
        if not is_whole and walk.links[-1].rule is not group.upper:
            continue
        shape = walk.shape
        if shape not in known:
            known[shape] = days_without_end(process, walk)
        example, is_always = known[shape]
        is_avoidable = is_avoidable or not is_always
        if (
            is_whole
            and example is not None
            and shown is None
            and needs_every_rule(process, walk, example)
        ):
            shown, always = (walk, example), is_always
    if shown is None:
        return None
    return _finding(process, group, *shown, always=always, is_avoidable=is_avoidable)


def _finding(
    process: Process,
    group: _Group,
    walk: Walk,
    days: Mapping[Node, int],
    *,
    always: bool,
    is_avoidable: bool,
) -> ProcessFinding:
    place = {link.rule: link.start for link in walk.links}
    is_chain = place[group.lower] != place[group.upper]
    is_never_met = is_chain and not is_avoidable
    *before, last = walk.moves
    events = (
        *(
            ExampleEvent(move.trigger, process.triggers[move.trigger], _day_of(index, days))
            for index, move in enumerate(before)
        ),
        ExampleEvent(last.trigger, process.triggers[last.trigger], None),
    )
    return ProcessFinding(
        "deadline_never_met" if is_never_met else "rules_exclude",
        is_fault=is_grave(*group.rules),
        message=_message(process, group, walk, events, always=always, is_never_met=is_never_met),
        rules=tuple(rule.id for rule in group.rules),
        begins_in=walk.moves[0].stage,
        example=events,
        always=always,
    )


def _day_of(place: int, days: Mapping[Node, int]) -> pendulum.Date | None:
    """Return the day of an event: its own, or that of the last event before it that has one."""
    earlier = [node for node in days if node[0] <= place]
    return pendulum.Date.fromordinal(days[max(earlier)])


def _message(
    process: Process,
    group: _Group,
    walk: Walk,
    events: Sequence[ExampleEvent],
    *,
    always: bool,
    is_never_met: bool,
) -> str:
    """Return a conflict in words, with its example."""
    last = quoted_label(process, walk.moves[-1].trigger)
    if is_never_met:
        others = [rule for rule in group.rules if rule is not group.upper]
        verb = "are" if len(others) > 1 else "is"
        what = f"{_named([group.upper])} can never be met by {last} if {_named(others)} {verb} kept"
    else:
        verb = "leave" if len(group.rules) > 1 else "leaves"
        what = f"{_named(group.rules)} {verb} no day for {last}"
    days = "" if always else " from some start days"
    clauses = (
        f"{link.rule.id} allows {link.rule.bound} from "
        f"{quoted_label(process, walk.moves[link.start].trigger)} to "
        f"{quoted_label(process, walk.moves[link.end].trigger)}"
        for link in walk.links
    )
    shown = ", ".join(
        f"{quoted_label(process, trigger)} on {PartialDate.of(day).words}"
        for trigger, _, day in events
        if day is not None
    )
    return f"{capital(what)}{days}: {'; '.join(clauses)}. For example, after {shown}."


def _named(rules: Sequence[DateRule]) -> str:
    """Return rules with their strengths, in words."""
    names = joined(f"{rule.id} ({rule.strength})" for rule in rules)
    return f"the {'rules' if len(rules) > 1 else 'rule'} {names}"
