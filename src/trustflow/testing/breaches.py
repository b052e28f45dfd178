"""Find short routes through a process that break a date rule or end what never began."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..dates import MAX_DAY, MIN_DAY, PartialDate, Span, Unit
from ..history import NamedEvent
from ..process import ORDINARY, shortest_route

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ..process import DateRule, Move, Process, Route

    DayPair: TypeAlias = Callable[[DateRule, Span, int, int], tuple[int, int]]

__all__ = ["MAX_DISTANCE", "Breach", "breaches", "days_in_force", "endings_without_beginning"]

MAX_DISTANCE = 100
"""The largest number of days by which the end of a planted breach is too early or too late."""
MODERN_YEARS = PartialDate.parse("2005/2029")


class Breach(NamedTuple):
    """A way to break a rule: the bound to break, and a route from starting to ending event."""

    rule: DateRule
    bound: Span
    day_pair: DayPair
    """A function that returns a start and an end day that break the bound."""
    route: Route


@lru_cache(maxsize=32)
def breaches(process: Process) -> dict[str, tuple[Breach, ...]]:
    """Return every way to break each rule, by the rule's id; unbreakable rules are left out."""
    by_rule = {
        rule.id: tuple(
            Breach(rule, bound, day_pair, route)
            for bound, day_pair in _bounds(rule)
            for route in _routes(process, rule)
        )
        for rule in process.rules
        if not rule.is_in_order
    }
    return {rule_id: ways for rule_id, ways in by_rule.items() if ways}


def _bounds(rule: DateRule) -> Iterator[tuple[Span, DayPair]]:
    """Yield the bounds that days within the calendar can break, with a function that does so."""
    first, last = days_in_force(rule)
    # An event that came on the start day or before does not end a clock on its `end_field`.
    shortest = 0 if rule.end_field == "on" else 1
    if rule.at_least is not None and rule.at_least.count > shortest:
        yield rule.at_least, _too_early
    if rule.at_most is not None:
        earliest, latest = rule.at_most.shift(first, -1), rule.at_most.shift(last)
        if earliest - MAX_DISTANCE > MIN_DAY and latest + MAX_DISTANCE < MAX_DAY:
            yield rule.at_most, _too_late


def _routes(process: Process, rule: DateRule) -> list[Route]:
    """Return the shortest routes from moves that start a rule's clock to its ending triggers."""
    routes: list[Route] = []
    ending = {*rule.starts, *rule.ends, *rule.shown_by, *rule.cancelled_by}
    for start in process.moves:
        if start.trigger not in rule.starts or not _starts_clock(process, rule, start):
            continue
        if rule.same_event:
            routes += [(start,)] * (start.trigger in rule.ends)
            continue
        for end in rule.ends:
            if not _has_field(process, end, rule.end_field):
                continue
            rest = _route_to(process, start.leads_to, end, ending)
            routes += [] if rest is None else [(start, *rest)]
    return routes


def _starts_clock(process: Process, rule: DateRule, move: Move) -> bool:
    """Return whether a move can start a rule's clock, with a known day to count from."""
    if move.mark not in ORDINARY or move.trigger in rule.cancelled_by:
        return False
    if rule.on_entering is not None and (move.stays or move.leads_to != rule.on_entering):
        return False
    if rule.start_field == "on":
        return not rule.same_event
    return _has_field(process, move.trigger, rule.start_field)


def _has_field(process: Process, trigger: str, name: str) -> bool:
    cls, _ = process.by_class.get(trigger, (NamedEvent, {}))
    return hasattr(cls, name)


def _route_to(process: Process, stage: str, trigger: str, avoided: Collection[str]) -> Route | None:
    """Return the shortest route that ends with a trigger, without avoided triggers before it."""
    route = shortest_route(
        stage,
        lambda here: [
            move
            for move in process.moves_from(here)
            if move.trigger not in avoided and move.mark in ORDINARY
        ],
        lambda here: (
            trigger in process.table[here] and process.table[here][trigger].mark in ORDINARY
        ),
    )
    if route is None:
        return None
    last_stage = route[-1].leads_to if route else stage
    return (*route, process.table[last_stage][trigger])


@lru_cache(maxsize=32)
def endings_without_beginning(process: Process) -> tuple[Route, ...]:
    """Return routes from the first stage to an event that ends something that never began."""
    routes = (
        _route_to(process, process.initial, ending, beginnings)
        # Sort, because equal processes share this cached result, whatever order they list these in.
        for ending, beginnings in sorted(process.requires_earlier.items())
        if ending not in beginnings
    )
    return tuple(route for route in routes if route is not None)


def days_in_force(rule: DateRule) -> tuple[int, int]:
    """Return the first and last day (ordinals) in force, within 2005 to 2029 if possible.

    For a rule of which the due day, too, must be in force, the last day is the one whose due day
    is.
    """
    first, last = rule.period
    if rule.in_force_to_due and rule.at_most is not None and last < MAX_DAY:
        last = max(first, rule.at_most.shift(last, -1))
    modern_first, modern_last = max(first, MODERN_YEARS.first), min(last, MODERN_YEARS.last)
    return (modern_first, modern_last) if modern_first <= modern_last else (first, last)


def _too_early(rule: DateRule, span: Span, known: int, distance: int) -> tuple[int, int]:
    """Return a start and an end that are too close; `known` is the day that is in force."""
    shortest_month = 28
    count, unit = span.counted
    too_few = count * (shortest_month if unit is Unit.MONTHS else 1) - 1
    days = min(max(distance, 0 if rule.end_field == "on" else 1), too_few)
    return (known - days, known) if rule.in_force_by_end else (known, known + days)


def _too_late(rule: DateRule, span: Span, known: int, distance: int) -> tuple[int, int]:
    """Return a start and an end that are too far apart; `known` is the day that is in force."""
    if rule.in_force_by_end:
        return span.shift(known, -1) - 1 - distance, known
    return known, span.shift(known) + 1 + distance
