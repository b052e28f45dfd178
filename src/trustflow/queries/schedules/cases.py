"""The cases of a route: within each, the same bounds apply on all days of its steps.

Which bounds apply to a step can depend on the days of the steps before it: a rule may be in force
only in some years, and an event may cancel a deadline only up to its due day. The days of each step
are split where that changes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ...engine import advance, labelled, moved, quoted_label, start_days, turning_days
from ...history import Severity
from ..windows import OTHERS, stretches
from .bounds import bound_of_deadline, bound_of_finding, bound_of_rule
from .links import DeadlineLink, Link, turning_starts
from .network import Network
from .parts import ScheduleBound
from .steps import Steps, days_of_state, first_with, is_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from ...engine import DayRange, Finding, OpenDeadline, Replay
    from ...history import Event
    from ...process import DateRule
    from .network import BoundKey, Days

__all__ = ["RouteCases"]

REPEATED = "repeated_event"
OF_A_RULE = "date_rule"
OF_A_DEADLINE = "deadline_missed"
"""Codes of findings whose bound can depend on another step."""


class RouteCases:
    """The cases of one route, and the bounds in them.

    Args:
        replay: The state before the first step; it is not changed.
        events: The event of each step, on any day.
        first: The first day (ordinal) on which a step can happen.
        last: The last day (ordinal) that is looked at.
        least: The rank of the slightest severity that counts.

    Attributes:
        bounds: Each bound in the cases.
        allowed: For each deadline, the last day that keeps it.
        networks: The cases.
    """

    def __init__(
        self, replay: Replay, events: Sequence[Event], first: int, last: int, least: int
    ) -> None:
        self.replay, self.events = replay, events
        self.first, self.last, self.least = first, last, least
        self.bounds: dict[BoundKey, ScheduleBound] = {}
        self.allowed: dict[BoundKey, int] = {}
        awaiting = replay.open_dates.awaiting
        self._awaiting = {id(event): event for event in awaiting}
        self._counted_from_first: dict[BoundKey, OpenDeadline] = {}
        self.networks = [*self._networks(Steps(replay))]

    def _networks(self, steps: Steps) -> Iterator[Network]:
        place = len(steps.taken)
        if place == len(self.events):
            apart: dict[BoundKey, tuple[int, int]] = {
                (end, REPEATED): (start, end) for start, end in self._repeating()
            }
            yield Network(tuple(steps.days), steps.forbidden, tuple(steps.links), apart)
            return
        event, replay = self.events[place], steps.replay
        links = [*self._links(steps, event)]
        first = steps.days[-1][0] if steps.days else self.first
        forbidden = self._forbidden(steps, event, first, {link.rule.id for link in links})
        turning = sorted({first, *self._turning(steps, event, links, first), self.last + 1})
        for begin, after in pairwise(turning):
            inside: list[Link | DeadlineLink] = [
                *(link for link in links if is_in_force(link.rule, begin)),
                *self._deadline_links(forbidden),
            ]
            taken, state = moved(event, begin), replay.copy()
            advance(state, taken)
            span = (begin, after - 1)
            yield from self._networks(steps.with_step(state, taken, span, forbidden, inside))

    # Bounds

    def _links(self, steps: Steps, event: Event) -> Iterator[Link]:
        """Yield the rules whose clock an earlier step has started, and the event stops."""
        replay = steps.replay
        for rule in replay.table[event.trigger].ending:
            start = replay.clocks.get(rule.id)
            if start is None or (source := self._source(steps, start)) is None:
                continue
            end = replay.clocks.end_of(rule, replay.clocks.clock(rule, start), event)
            if end is None or end.is_shown:
                continue
            place, days, is_measured = self._counted(source, rule, start)
            key = len(steps.taken), rule.id
            counted = quoted_label(replay.process, start.trigger)
            if id(start) in self._awaiting:
                counted = labelled(replay.process, start)
            self.bounds.setdefault(key, bound_of_rule(rule, event, counted))
            yield Link(
                rule,
                place,
                len(steps.taken),
                days,
                upper=replay.deadlines.stated(rule) is None,
                is_measured=is_measured,
                least=self.least,
            )

    def _deadline_links(self, forbidden: Iterable[BoundKey]) -> Iterator[DeadlineLink]:
        """Yield those of some bounds that are deadlines counted from the first step."""
        for key in forbidden:
            pending = self._counted_from_first.get(key)
            if pending is not None and not pending.is_doubtful:
                yield DeadlineLink(key, self._last_due(pending))

    def _last_due(self, pending: OpenDeadline) -> Callable[[int], int]:
        def due(day: int) -> int:
            state = self.replay.copy()
            state.place(moved(self.events[0], day))
            days = pending.deadline.span_from(state.days(pending.setter))
            return pending.due[1] if days is None else days[1]

        return due

    def _source(self, steps: Steps, start: Event) -> int | None:
        """Return the place of the step that decides from which day a clock counts, if one does.

        For an event of the history with an open end, the first step does, which gives it an end.
        """
        found = (place for place, taken in enumerate(steps.taken) if taken is start)
        return next(found, 0 if steps.taken and id(start) in self._awaiting else None)

    def _counted(
        self, place: int, rule: DateRule, start: Event
    ) -> tuple[int, Callable[[int], DayRange], bool]:
        """Return a place, the function from its day to the days to count from, and if measured."""
        if id(start) not in self._awaiting:
            _, is_measured = start_days(rule, start, (self.first, self.first))
            return place, lambda day: start_days(rule, start, (day, day))[0], is_measured
        _, is_measured = start_days(rule, start, self.replay.days(start))
        step = self.events[place]

        def days(day: int) -> DayRange:
            state = self.replay.copy()
            state.place(moved(step, day))
            return start_days(rule, start, state.days(start))[0]

        return place, days, is_measured

    def _forbidden(
        self, steps: Steps, event: Event, first: int, linked: set[str]
    ) -> dict[BoundKey, tuple[Days, Days]]:
        """Return the days that each bound forbids which does not depend on another step."""
        replay, place = steps.replay, len(steps.taken)
        forbidden: dict[BoundKey, tuple[Days, Days]] = {}
        turning = [day for day in turning_days(replay, event, first) if day <= self.last]
        for stretch in stretches(replay, event, turning, self.last):
            counted = stretch.counted(self.least).findings
            for (code, which), finding in counted.items():
                if finding.rule in linked and code == OF_A_RULE:
                    continue
                if place and self._depends(moved(event, stretch.first), code):
                    continue
                key = place, self._bound(steps, event, (code, which), finding)
                kept, possible = forbidden.setdefault(key, ([], []))
                kept.append((stretch.first, stretch.last))
                if finding.certain and key not in self._counted_from_first:
                    possible.append((stretch.first, stretch.last))
        return forbidden

    def _depends(self, event: Event, code: str) -> bool:
        """Return whether a finding on a later step comes from an earlier one, and from no rule."""
        return code == "out_of_order" or (code == REPEATED and not self.replay.is_repeated(event))

    def _bound(
        self, steps: Steps, event: Event, key: tuple[str, str | int], finding: Finding
    ) -> Hashable:
        """Return what a bound is, after it was added to `bounds`."""
        replay, place = steps.replay, len(steps.taken)
        code, which = key
        name: Hashable = key
        if code == OF_A_DEADLINE:
            assert isinstance(which, int)  # noqa: S101 - the key of a deadline
            pending = replay.open_deadlines[which]
            name = code, id(pending.setter), pending.deadline
            bound = bound_of_deadline(replay, event, pending)
            self.allowed[place, name] = pending.due[0]
            if place and id(pending.setter) in self._awaiting and pending.deadline.due is None:
                self._counted_from_first[place, name] = pending
        elif finding.rule is not None and code == OF_A_RULE:
            name = finding.rule
            rule, start = replay.process.rule(name), replay.clocks.get(name)
            counted = None if start is None else labelled(replay.process, start)
            bound = bound_of_rule(rule, event, counted)
        else:
            words = OTHERS.get(code, "the dates of the events")
            bound = bound_of_finding(finding, event, finding.rule or words)
        self.bounds.setdefault((place, name), bound)
        return name

    def _repeating(self) -> Iterator[tuple[int, int]]:
        """Yield the places of the steps that must not be on one day, because they are the same."""
        if self.least > Severity.REMARK.rank:
            return
        for end, event in enumerate(self.events):
            key = moved(event, self.first).comparison_key
            for start, other in enumerate(self.events[:end]):
                if key is not None and moved(other, self.first).comparison_key == key:
                    words = "two events that are the same"
                    self.bounds.setdefault(
                        (end, REPEATED),
                        ScheduleBound(words, "not on one day", event.trigger),
                    )
                    yield start, end

    # Where cases begin

    def _turning(
        self, steps: Steps, event: Event, links: Sequence[Link], first: int
    ) -> Iterator[int]:
        """Yield the days within those looked at on which a new case begins."""
        days = set(self._days_of_rules(steps, event, first))
        for link in links:
            if link.rule.in_force_by_end:
                days.update((link.rule.period[0], link.rule.period[1] + 1))
        if len(steps.taken) + 1 < len(self.events):
            days.update(days_of_state(steps.replay, event, first, self.last))
        return (day for day in days if first < day <= self.last)

    def _days_of_rules(self, steps: Steps, event: Event, first: int) -> Iterator[int]:
        """Yield the days from which on a clock that depends on them counts from another part."""
        place = len(steps.taken)
        later = {each.trigger for each in self.events[place + 1 :]}
        rules = [
            (rule, event)
            for rule in steps.replay.table[event.trigger].restarting
            if later.intersection(rule.ends) and (rule.is_always_dated or _has_start(rule, event))
        ]
        if not place:
            for start in self._awaiting.values():
                yield self.replay.days(start)[0]
                rules += [
                    (rule, start)
                    for rule in steps.replay.process.rules
                    if steps.replay.clocks.get(rule.id) is start and later.intersection(rule.ends)
                ]
        for rule, start in rules:
            _, days, _ = self._counted(place, rule, start)
            for mark in turning_starts(rule):
                for side in (0, 1):
                    yield first_with(days, side, mark, first, self.last)


def _has_start(rule: DateRule, event: Event) -> bool:
    return bool(getattr(event, rule.start_field, None))
