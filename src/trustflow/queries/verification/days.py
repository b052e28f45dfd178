"""The days that date rules leave for the events of a walk, counted from a first day.

A rule is a limit on two days. The earliest day that each event can have is found by raising the
days until every limit is kept: no day is raised further than a limit demands.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ...dates import (
    FOUR_YEARS,
    LAST_CALENDAR_DAY,
    MAX_DAY,
    MIN_DAY,
    Span,
    Unit,
    days_of_span,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ...engine import DayRange
    from ...process import DateRule

__all__ = [
    "Limit",
    "Link",
    "Node",
    "compared",
    "earliest_days",
    "is_longer",
    "limits_of",
]

EVER = (MIN_DAY, MAX_DAY)

Node: TypeAlias = tuple[int, str]
"""A day that is looked for: the place of an event in a walk, and the field that holds the day."""


class Link(NamedTuple):
    """A rule whose clock one event of a walk starts, and another one stops."""

    rule: DateRule
    start: int
    end: int


class Limit(NamedTuple):
    """The lower or the upper bound of a rule on the days of two events."""

    rule: DateRule
    span: Span
    is_upper: bool
    start: Node
    end: Node

    @property
    def period(self) -> DayRange:
        """The days in force of the start; of the end, if the rule is in force by its end."""
        first, last = self.rule.period
        return first, min(last, self.rule.last_binding_start) if self.is_upper else last

    @property
    def dated_by(self) -> Node:
        """The day that decides whether the rule is in force."""
        return self.end if self.rule.in_force_by_end else self.start

    def is_kept(self, days: Mapping[Node, int]) -> bool:
        """Return whether some days keep the limit, or it is not in force on them."""
        first, last = self.period
        if not first <= days[self.dated_by] <= last:
            return True
        bound, end = self.span.shift(days[self.start]), days[self.end]
        return end <= bound if self.is_upper else end >= bound


def limits_of(links: Iterable[Link]) -> tuple[Limit, ...]:
    """Return the bounds of the rules that run on a walk."""
    return tuple(
        Limit(rule, span, is_upper, (start, rule.start_field), (end, rule.end_field))
        for rule, start, end in links
        for span, is_upper in ((rule.at_least, False), (rule.at_most, True))
        if span is not None
    )


def earliest_days(
    limits: Sequence[Limit], nodes: Collection[Node], fixed: Node, day: int, *, ordered: bool
) -> Mapping[Node, int] | None:
    """Return the earliest day of each event that keeps every limit; None if no days do.

    If a rule that is in force only for a time gives a choice, the days are those on which the last
    event comes earliest.

    Args:
        limits: The limits.
        nodes: The days looked for, those of one event after those of the events before it.
        fixed: The day that is given.
        day: What it is.
        ordered: Whether no event may be before one that is listed earlier.
    """
    chain = [node for node in sorted(nodes) if node[1] == "on"] if ordered else []
    first = dict.fromkeys(nodes, MIN_DAY) | dict.fromkeys(chain, day) | {fixed: day}
    longest = sum(days_of_span(limit.span)[1] for limit in limits if not limit.is_upper)
    edges = (edge for limit in limits for edge in limit.period if edge not in EVER)
    last = dict.fromkeys(nodes, min(MAX_DAY, max(day, *edges, day) + longest + 1)) | {fixed: day}
    always = [limit for limit in limits if limit.period == EVER]
    search = _Search([*pairwise(chain)], [limit for limit in limits if limit.period != EVER])
    search.follow(always, first, last)
    return search.found


class _Search:
    """A search for days, depth first, that puts a limit in force only if the days break it.

    Args:
        chain: The days of which none may be before the one that is listed earlier.
        temporary: The limits that are in force only for a time.
    """

    def __init__(self, chain: Sequence[tuple[Node, Node]], temporary: Sequence[Limit]) -> None:
        self.chain = chain
        self.temporary = temporary
        self.found: Mapping[Node, int] | None = None

    def follow(
        self, active: Sequence[Limit], least: Mapping[Node, int], most: Mapping[Node, int]
    ) -> None:
        """Look for days that keep some limits, and on which the last event comes earlier.

        No days in between are earlier than those that keep the limits in force so far, so a later
        limit only needs a choice if those days break it.

        Args:
            active: The limits that are in force.
            least: The first day that each event can have.
            most: The last one.
        """
        days = _raised(active, self.chain, dict(least), most)
        if days is None or (self.found is not None and days[max(days)] >= self.found[max(days)]):
            return
        broken = next((limit for limit in self.temporary if not limit.is_kept(days)), None)
        if broken is None:
            self.found = days
            return
        node, (since, until) = broken.dated_by, broken.period
        for limits, low, high in (
            ([*active, broken], since, until),
            (active, MIN_DAY, since - 1),
            (active, until + 1, MAX_DAY),
        ):
            low, high = max(low, days[node]), min(high, most[node])  # noqa: PLW2901
            if low <= high:
                self.follow(limits, {**days, node: low}, {**most, node: high})


def _raised(
    limits: Iterable[Limit],
    chain: Iterable[tuple[Node, Node]],
    days: dict[Node, int],
    last: Mapping[Node, int],
) -> Mapping[Node, int] | None:
    """Raise days until every limit is kept; return None if one must be after its last day."""
    changed = True
    while changed:
        before = dict(days)
        for limit in limits:
            start, end = days[limit.start], days[limit.end]
            if not limit.is_upper:
                days[limit.end] = max(end, limit.span.shift(start))
            elif end > limit.span.shift(start):
                starts = range(start, end + 1)
                days[limit.start] = start + bisect_left(starts, end, key=limit.span.shift)
        for one, other in chain:
            days[other] = max(days[one], days[other])
        if any(day > last[node] for node, day in days.items()):
            return None
        changed = days != before
    return days


# How long spans are


def is_longer(one: Span, other: Span, starts: range) -> bool:
    """Return whether a span is at least as long as another on every one of some start days.

    Both can be counted from each of the days, as from those of `compared`.
    """
    (count, unit), (less, same) = one.counted, other.counted
    if unit is same:
        return count >= less
    if days_of_span(one)[0] >= days_of_span(other)[1]:
        return True
    if days_of_span(one)[1] < days_of_span(other)[0]:
        return False
    near = [day for day in FOUR_YEARS if day in starts]
    return all(one.shift(day) >= other.shift(day) for day in (*near, *starts))


def compared(period: DayRange, spans: Iterable[Span]) -> range:
    """Return up to four years of start days in a period, so early that all spans can be counted."""
    spans = tuple(spans)
    counts_work = any(span.unit is Unit.WORKING_DAYS for span in spans)
    end = LAST_CALENDAR_DAY if counts_work else MAX_DAY
    first, last = period[0], min(period[1], end - sum(days_of_span(span)[1] for span in spans))
    start = max(min(FOUR_YEARS.start, last - len(FOUR_YEARS) + 1), first)
    return range(start, min(start + len(FOUR_YEARS) - 1, last) + 1)
