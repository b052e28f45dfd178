"""Every way to break a date rule of a process, or to end what never began, by a short history."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..dates import MAX_DAY, MIN_DAY, PartialDate, Span, Unit
from ..history import NamedEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..process import DateRule, Move, Process

    Apart: TypeAlias = Callable[[DateRule, Span, int, int], tuple[int, int]]

__all__ = ["MOST_DAYS_LATE", "Breach", "breaches", "days_in_force", "endings"]

MOST_DAYS_LATE = 100


class Breach(NamedTuple):
    """How a rule can be broken: at which bound, from one move to another by a route."""

    rule: DateRule
    bound: Span
    apart: Apart
    """Two days too close or too far apart, from one of them and some more."""
    route: tuple[Move, ...]


@lru_cache(maxsize=32)
def breaches(process: Process) -> dict[str, tuple[Breach, ...]]:
    """By the id of each rule that can be broken, every way to do so by a short history."""
    found = {
        rule.id: tuple(
            Breach(rule, bound, apart, route)
            for bound, apart in _bounds(rule)
            for route in _routes(process, rule)
        )
        for rule in process.rules
        if not rule.is_in_order
    }
    return {rule_id: ways for rule_id, ways in found.items() if ways}


def _bounds(rule: DateRule) -> Iterator[tuple[Span, Apart]]:
    """The bounds of a rule that days in the years held can break."""
    first, last = days_in_force(rule)
    if rule.at_least is not None and rule.at_least.count > 0:
        yield rule.at_least, _too_early
    if rule.at_most is not None:
        earliest, latest = rule.at_most.shift(first, -1), rule.at_most.shift(last)
        if earliest - MOST_DAYS_LATE > MIN_DAY and latest + MOST_DAYS_LATE < MAX_DAY:
            yield rule.at_most, _too_late


def _routes(process: Process, rule: DateRule) -> list[tuple[Move, ...]]:
    """By each pair of a starting and an ending event, the moves from one to the other."""
    found: list[tuple[Move, ...]] = []
    for start in process.moves:
        if start.trigger not in rule.starts or not _starts_clock(process, rule, start):
            continue
        if rule.same_event:
            found += [(start,)] * (start.trigger in rule.ends)
            continue
        for end in rule.ends:
            way = _way(process, start.leads_to, end, {*rule.starts, *rule.ends})
            found += [] if way is None else [(start, *way)]
    return found


def _starts_clock(process: Process, rule: DateRule, move: Move) -> bool:
    """Whether the clock of a rule can start with a move, from a day that can be told."""
    if rule.on_entering is not None and (move.stays or move.leads_to != rule.on_entering):
        return False
    cls = process.by_class[move.trigger][0] if move.trigger in process.by_class else NamedEvent
    if rule.start_field == "on":
        return not rule.same_event
    return hasattr(cls, rule.start_field)


def _way(
    process: Process, stage: str, trigger: str, avoided: Iterable[str]
) -> tuple[Move, ...] | None:
    """The fewest moves from a stage that end with a trigger and make none of those to avoid."""
    ways: dict[str, tuple[Move, ...]] = {stage: ()}
    queue = [stage]
    for here in queue:
        if trigger in process.table[here]:
            return (*ways[here], process.table[here][trigger])
        for move in process.moves_from(here):
            if move.leads_to not in ways and move.trigger not in avoided:
                ways[move.leads_to] = (*ways[here], move)
                queue.append(move.leads_to)
    return None


@lru_cache(maxsize=32)
def endings(process: Process) -> tuple[tuple[Move, ...], ...]:
    """The ways from the first stage to an event that ends something which never began."""
    found = (
        _way(process, process.initial, ending, begins)
        # Sorted, because equal processes, which share this, can list them otherwise.
        for ending, begins in sorted(process.requires_earlier.items())
        if ending not in begins
    )
    return tuple(way for way in found if way is not None)


def days_in_force(rule: DateRule) -> tuple[int, int]:
    """The days in force on which a fault is planted: modern ones, where there are any."""
    first, last = rule.period
    modern = PartialDate.parse("2005/2029")
    if max(first, modern.first) <= min(last, modern.last):
        return max(first, modern.first), min(last, modern.last)
    return first, last


def _most_early(span: Span) -> int:
    """The most days after the start that are certainly too early."""
    return span.count * (28 if span.unit is Unit.MONTHS else 1) - 1


def _too_early(rule: DateRule, span: Span, known: int, distance: int) -> tuple[int, int]:
    """A start and an end too close together, one of them on a day in force."""
    days = min(distance, _most_early(span))
    return (known - days, known) if rule.in_force_by_end else (known, known + days)


def _too_late(rule: DateRule, span: Span, known: int, distance: int) -> tuple[int, int]:
    """A start and an end too far apart, one of them on a day in force."""
    if rule.in_force_by_end:
        return span.shift(known, -1) - 1 - distance, known
    return known, span.shift(known) + 1 + distance
