"""Rules that leave no day for an event, with the shortest history that shows it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pendulum

from ..dates import MAX_DAY, MIN_DAY, PartialDate, Span, Unit
from ..engine import capital, evaluate, quoted_label
from ..history import Strength
from ..process import IN_ORDER
from .verification import ExampleEvent, ProcessFinding
from .verify_days import FOUR_YEARS, Limit, Node, compared, earliest_days, length, limits_of
from .verify_walks import Walk, walks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..process import DateRule, Process

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
        least, most = length(self.lower.at_least)[1], length(self.upper.at_most)[0]
        between = self.between
        if between is None:
            return least > most
        if between.at_least is not None and _meets(self.upper, between, self.lower):
            return least + length(between.at_least)[1] > most
        return (
            between.at_most is not None
            and _meets(self.lower, between, self.upper)
            and least > most + length(between.at_most)[0]
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
                is_grave(rule),
                f"The rule {rule.id} ({rule.strength}) counts {rule.bound} from the day of {label} "
                "to the same day, so no event keeps it.",
                (rule.id,),
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
            known[shape] = _days_without_end(process, walk)
        example, is_always = known[shape]
        is_avoidable = is_avoidable or not is_always
        if (
            is_whole
            and example is not None
            and shown is None
            and _needs_every_rule(process, walk, example)
        ):
            shown, always = (walk, example), is_always
    if shown is None:
        return None
    return _finding(process, group, *shown, always=always, is_avoidable=is_avoidable)


def _days_without_end(process: Process, walk: Walk) -> tuple[Mapping[Node, int] | None, bool]:
    """Return days of the events of a walk after which none is left for the last event, if any.

    The second item is whether that is so from every start day compared.
    """
    limits = limits_of(walk.links)
    first, last = _first_node(limits), len(walk.moves) - 1
    before = [limit for limit in limits if limit.end[0] != last]
    example, always = None, True
    for day in _start_days(process, limits, first):
        if _days(process, limits, first, day) is not None:
            always = False
        elif example is None:
            example = _days(process, before, first, day, {limit.start for limit in limits})
        if example is not None and not always:
            break
    return example, always and example is not None


def _needs_every_rule(process: Process, walk: Walk, days: Mapping[Node, int]) -> bool:
    """Return whether a day would be left for the last event of a walk without any of the rules."""
    first = _first_node(limits_of(walk.links))
    others = (
        limits_of(link for link in walk.links if link is not left_out) for left_out in walk.links
    )
    return all(_days(process, limits, first, days[first]) is not None for limits in others)


def _first_node(limits: Sequence[Limit]) -> Node:
    """Return the day of the first event from which a rule counts, if possible its own."""
    starts = (limit.start for limit in limits)
    return min(starts, key=lambda node: (node[0], node[1] != "on"))


def _days(
    process: Process,
    limits: Sequence[Limit],
    first: Node,
    day: int,
    others: Iterable[Node] = (),
) -> Mapping[Node, int] | None:
    """Return days of the events of a walk that keep the limits, if the first has a given day."""
    nodes = {first, *others}.union(*((limit.start, limit.end) for limit in limits))
    return earliest_days(limits, nodes, first, day, ordered=process.order_rule is not None)


def _start_days(process: Process, limits: Sequence[Limit], first: Node) -> Sequence[int]:
    """Return the start days to compare: one if every start day gives the same answer."""
    periods = [limit.period for limit in limits if limit.dated_by == first]
    since = max((period[0] for period in periods), default=MIN_DAY)
    until = min((period[1] for period in periods), default=MAX_DAY)
    days = compared((since, until), [limit.span for limit in limits])
    relaxed = [limit.rule.relaxed_starts for limit in limits if limit.start == first]
    kept = [day for day in days if not any(day in starts for starts in relaxed)]
    if all(limit.dated_by == first or limit.period == (MIN_DAY, MAX_DAY) for limit in limits):
        easiest, hardest = _of_length(limits, hardest=False), _of_length(limits, hardest=True)
        is_same = (
            _days(process, easiest, first, FOUR_YEARS[0]) is None
            or _days(process, hardest, first, FOUR_YEARS[0]) is not None
        )
        return kept[:1] if is_same else kept
    return kept


def _of_length(limits: Iterable[Limit], *, hardest: bool) -> list[Limit]:
    """Return limits in days, always in force, that are at most or at least as hard to keep.

    A lower bound is the harder the longer it is, and an upper bound the shorter it is.
    """
    return [
        limit._replace(
            rule=IN_ORDER, span=Span(length(limit.span)[limit.is_upper != hardest], Unit.DAYS)
        )
        for limit in limits
    ]


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
        is_grave(*group.rules),
        _message(process, group, walk, events, always=always, is_never_met=is_never_met),
        tuple(rule.id for rule in group.rules),
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
        what = (
            f"{_joined([group.upper])} can never be met by {last} if {_joined(others)} {verb} kept"
        )
    else:
        verb = "leave" if len(group.rules) > 1 else "leaves"
        what = f"{_joined(group.rules)} {verb} no day for {last}"
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


def _joined(rules: Sequence[DateRule]) -> str:
    names = [f"{rule.id} ({rule.strength})" for rule in rules]
    if len(names) == 1:
        return f"the rule {names[0]}"
    return f"the rules {', '.join(names[:-1])} and {names[-1]}"
