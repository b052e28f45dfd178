"""The shortest time in which a case can get from one stage to another and keep the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pendulum
from attrs import field, frozen

from .._html import html_record
from ..dates import PartialDate, today, whole_day
from ..engine import quoted_label
from ..errors import pluralised
from ..history import one_of, tuple_of_names
from ..process import ORDINARY, DateRule, Move, Process, mark_of
from .strengths import LEAST_RANKS
from .verification import Limit, Walk, earliest_days, limits_of, names_on_route, routes, with_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..dates import DateLike
    from .verification import Node

__all__ = ["ShortestTime", "TimedStep", "shortest_time"]


class TimedStep(NamedTuple):
    """An event on a route, its earliest day, and the rule by which it cannot be earlier.

    Args:
        move: The move.
        label: The name of the event for people.
        day: The earliest day.
        rule: The rule whose lower bound ends on this day; None if it is not for such a bound.
        counted_from: The name of the event from which that rule counts.
        ended_rule: The rule that no longer applies from this day, if the event waits for that.
    """

    move: Move
    label: str
    day: pendulum.Date
    rule: DateRule | None
    counted_from: str | None
    ended_rule: DateRule | None = None


@frozen(repr=False)
class ShortestTime:
    """The shortest time from one stage to another, with its route.

    Args:
        start: The first stage.
        end: The last stage.
        on: The start day: that of the event by which a case enters the first stage.
        strength: Which rules are kept: ``logic``, ``law`` or ``all``.
        steps: The events of the route, each on its earliest day.
        rules: The rules whose lower bounds add up to the time, from the start to the end. There are
            none if the time is 0 days, or if an event waits for something else, such as the day
            from which a rule no longer applies.
    """

    start: str
    end: str
    on: pendulum.Date
    strength: str
    steps: tuple[TimedStep, ...]
    rules: tuple[DateRule, ...] = ()
    _process: Process = field(repr=False, eq=False, kw_only=True)

    @property
    def days(self) -> int:
        """The number of days from the first event to the last."""
        return self.steps[-1].day.toordinal() - self.on.toordinal() if self.steps else 0

    @property
    def time(self) -> str:
        """The time as a sum of lengths of time, such as ``9 months + 28 days``."""
        return " + ".join(str(rule.at_least) for rule in self.rules) or pluralised(self.days, "day")

    @property
    def _counted(self) -> str:
        days = pluralised(self.days, "day")
        return days if self.time == days else f"{self.time} ({days})"

    @property
    def path(self) -> tuple[str, ...]:
        """The stages on the route."""
        entered = (step.move.leads_to for step in self.steps if not step.move.stays)
        return (self.start, *(stage for stage in entered if stage != self.start))

    def explain(self) -> str:
        """Return sentences on the time, the route and the rules on it."""
        return " ".join(self.sentences())

    def sentences(self) -> Iterator[str]:
        """Yield the sentences of `explain`; the first has the time."""
        names = [self._process.stages[stage].label for stage in (self.start, self.end)]
        kept = {"logic": "rule of logic", "law": "rule of logic and law"}
        rules = kept.get(self.strength, "rule")
        on = PartialDate.of(self.on).words
        yield (
            f'From "{names[0]}" to "{names[1]}", every {rules} kept, it takes at least '
            f"{self._counted} from {on}."
        )
        for step in self.steps:
            day = PartialDate.of(step.day).words
            yield f"{quoted_label(self._process, step.move.trigger)}: {day}{_because(step)}."
        if not self.days:
            yield "No such rule on this route sets a shortest time."

    def __repr__(self) -> str:
        return f"<ShortestTime from {self.start} to {self.end}: {self._counted}>"

    def _repr_html_(self) -> str:
        rows = [
            ("Time", self._counted),
            ("Route", " → ".join(self._process.stages[stage].label for stage in self.path)),
            ("Rules", ", ".join(rule.id for rule in self.rules) or None),
            ("Explanation", self.explain()),
        ]
        return html_record("Shortest time", rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the time as plain data, as the command prints it in JSON."""
        return {
            "start": str(self.start),
            "end": str(self.end),
            "on": self.on.isoformat(),
            "strength": self.strength,
            "time": self.time,
            "days": self.days,
            "rules": [rule.id for rule in self.rules],
            "path": [str(stage) for stage in self.path],
            "steps": [
                {
                    "trigger": step.move.trigger,
                    "stage": str(step.move.stage),
                    "leads_to": str(step.move.leads_to),
                    "mark": step.move.mark.label,
                    "day": step.day.isoformat(),
                    "rule": None if step.rule is None else step.rule.id,
                    "ended_rule": None if step.ended_rule is None else step.ended_rule.id,
                }
                for step in self.steps
            ],
        }


def _because(step: TimedStep) -> str:
    if step.ended_rule is not None:
        return f", when {step.ended_rule.id} ({step.ended_rule.strength}) no longer applies"
    if step.rule is None:
        return ""
    return f", by {step.rule.id} ({step.rule.strength}), {step.rule.bound} from {step.counted_from}"


def shortest_time(
    process: Process,
    start: str,
    end: str,
    *,
    on: DateLike | None = None,
    through: str | Iterable[str] = (),
    strength: str = "law",
    marks: Iterable[str] = ORDINARY,
) -> ShortestTime | None:
    """Return the shortest time from one stage to another; `Verification.shortest` explains it."""
    start, end = process.stage(start), process.stage(end)
    strength = one_of(strength, LEAST_RANKS, "strength of a shortest time")
    day = today() if on is None else whole_day(on, "on")
    stages, triggers = names_on_route(process, tuple_of_names(through))
    kept = [
        rule
        for rule in process.rules
        if rule.strength.severity.rank >= LEAST_RANKS[strength]
        and not (rule.is_in_order or rule.same_event)
        and (rule.start_field, rule.end_field) == ("on", "on")
        and rule.condition is None
    ]
    best: tuple[int, int, int, tuple[Move, ...], Mapping[Node, int], Sequence[Limit]] | None = None
    used = frozenset(mark_of(mark) for mark in tuple_of_names(marks))
    ends = (start, end)
    for moves in routes(process, ends, kept, used, triggers):
        if best is not None and best[0] == day and len(moves) - 1 > best[1]:
            # No event is before the start day, and the paths that follow are no shorter: a route
            # has one event more than its path has steps, unless a case begins in the first stage.
            break
        if not {start, *(move.leads_to for move in moves)} >= stages:
            continue
        for route in with_events(process, start, moves, triggers, used):
            found = _timed(route, kept, day)
            if found is None:
                continue
            days, limits = found
            last = max(days.values()) if route else day
            rank = last, len(route), sum(move.mark.rank for move in route)
            if best is None or rank < best[:3]:
                best = (*rank, route, days, limits)
    if best is None:
        return None
    _, _, _, route, days, limits = best
    causes = {place: _cause(place, days, limits) for place in range(len(route))}
    steps = tuple(
        TimedStep(
            move,
            process.triggers[move.trigger],
            pendulum.Date.fromordinal(days[place, "on"]),
            None if (cause := causes[place]) is None else cause.rule,
            None if cause is None else quoted_label(process, route[cause.start[0]].trigger),
            _ended_rule(place, days, limits) if cause is None else None,
        )
        for place, move in enumerate(route)
    )
    rules = tuple(_summed(days, causes, len(route) - 1))
    date = pendulum.Date.fromordinal(day)
    return ShortestTime(start, end, date, strength, steps, rules, process=process)


def _timed(
    route: Sequence[Move], rules: Sequence[DateRule], day: int
) -> tuple[Mapping[Node, int], Sequence[Limit]] | None:
    """Return the earliest day of each event of a route, and the limits; None if no days fit."""
    if not route:
        return {}, ()
    walk = Walk(route[0].stage)
    for move in route:
        walk = walk.then(move, rules)
    limits = limits_of(walk.links)
    nodes = [(place, "on") for place in range(len(route))]
    days = earliest_days(limits, nodes, nodes[0], day, ordered=True)
    return None if days is None else (days, limits)


def _cause(place: int, days: Mapping[Node, int], limits: Iterable[Limit]) -> Limit | None:
    """Return the lower bound by which an event is later than the one before it."""
    node = place, "on"
    if not place or days[node] == days[place - 1, "on"]:
        return None
    return next(
        (
            limit
            for limit in limits
            if limit.end == node
            and not limit.is_upper
            and limit.period[0] <= days[limit.dated_by] <= limit.period[1]
            and limit.span.shift(days[limit.start]) == days[node]
        ),
        None,
    )


def _ended_rule(place: int, days: Mapping[Node, int], limits: Iterable[Limit]) -> DateRule | None:
    """Return the rule that an event would break a day earlier, and that no longer applies then."""
    node = place, "on"
    if not place or days[node] == days[place - 1, "on"]:
        return None
    day_before = {**days, node: days[node] - 1}
    return next(
        (
            limit.rule
            for limit in limits
            if limit.dated_by == node
            and limit.period[1] + 1 == days[node]
            and not limit.is_kept(day_before)
        ),
        None,
    )


def _summed(
    days: Mapping[Node, int], causes: Mapping[int, Limit | None], last: int
) -> list[DateRule]:
    """Return the rules whose lower bounds add up to the time; none if another limit adds to it."""
    rules: list[DateRule] = []
    place = last
    while place > 0:
        cause = causes[place]
        if cause is not None:
            rules.insert(0, cause.rule)
            place = cause.start[0]
        elif days[place, "on"] == days[place - 1, "on"]:
            place -= 1
        else:
            return []
    return rules
