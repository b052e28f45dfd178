"""The start days from which a walk leaves no day for the event that ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import FOUR_YEARS, MAX_DAY, MIN_DAY, Span, Unit, days_of_span
from ...process import IN_ORDER
from .days import Limit, Node, compared, earliest_days, limits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...process import Process
    from .walks import Walk

__all__ = ["days_without_end", "needs_every_rule"]


def days_without_end(process: Process, walk: Walk) -> tuple[Mapping[Node, int] | None, bool]:
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


def needs_every_rule(process: Process, walk: Walk, days: Mapping[Node, int]) -> bool:
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
            rule=IN_ORDER, span=Span(days_of_span(limit.span)[limit.is_upper != hardest], Unit.DAYS)
        )
        for limit in limits
    ]
