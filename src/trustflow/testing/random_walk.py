"""A walk through a process on days that keep its rules of strength logic.

Each event happens on an actual day, and its date contains that day. The actual days of a history
keep every rule of strength logic, so a live case accepts the whole history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, fields_dict

from ..dates import MAX_DAY, MIN_DAY
from ..history import NamedEvent, Strength, same_words
from ..process import ORDINARY, Mark
from ..trust_transfer import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..history import Event
    from ..process import DateRule, Move, Process

__all__ = ["Choice", "Walk", "Window"]

Window = tuple[int, int]
"""A range of days, from the first to the last (ordinals)."""


class Choice(NamedTuple):
    """A move that can be made next, and the days on which the rules of logic allow it."""

    move: Move
    windows: list[Window]


class _Clock(NamedTuple):
    """The running clock of a rule: the day from which it counts, and the starting event."""

    start: int
    event: Event


class Walk:
    """A walk through a process: its stage, its day and the running clocks of logic rules.

    The walk applies the rules in the simplest way, on exact days. It does not use the code of the
    checker, so its histories can test the checker.

    Args:
        process: The process.
        stage: The stage in which the walk begins.
        day: The day (ordinal) on which the walk begins.
        authority: The authority, which an event can abolish.
        marks: The marks of the moves that the walk can make.

    Attributes:
        inherits: The events that the authority inherits.
        abolished_on: The day (ordinal) on which the authority was abolished, if it was.
    """

    def __init__(
        self,
        process: Process,
        stage: str,
        day: int,
        authority: str = "Sandwell",
        marks: Iterable[str] = ORDINARY,
    ) -> None:
        self.process = process
        self.stage = stage
        self.day = day
        self.authority = authority
        self.marks = {Mark(mark) for mark in marks}
        self.events: list[Event] = []
        self.inherits: list[Event] = []
        self.abolished_on: int | None = None
        self._clocks: dict[str, _Clock] = {}
        self._answers = {rule.answers for rule in process.rules} - {None}
        self.rules = [
            rule
            for rule in process.rules
            if rule.strength is Strength.LOGIC and not rule.is_in_order
        ]

    def windows(self, trigger: str, *, ignoring: DateRule | None = None) -> list[Window]:
        """Return the days, from the current day on, on which the rules of logic allow a trigger.

        Args:
            trigger: The trigger.
            ignoring: A rule that may be broken.
        """
        windows = [(self.day, MAX_DAY)]
        if self.abolished_on is not None and not self._can_follow_abolition(trigger):
            windows = _overlap(windows, [(self.abolished_on, self.abolished_on)])
        for rule in self.rules:
            if trigger not in rule.ends or rule == ignoring:
                continue
            if rule.same_event:
                windows = _overlap(windows, _same_day_windows(rule))
            elif rule.id in self._clocks and rule.end_field == "on":
                windows = _overlap(windows, _end_windows(rule, self._clocks[rule.id].start))
        return windows

    def _can_follow_abolition(self, trigger: str) -> bool:
        """Return whether events of a trigger can come after the authority was abolished."""
        cls, _ = self.process.by_class.get(trigger, (NamedEvent, {}))
        return issubclass(cls, Note) or getattr(cls, "is_published_by_others", False)

    def choices(self, targets: frozenset[str] | None = None) -> list[Choice]:
        """Return the moves that can be made now, including those that stay in the stage.

        After the authority was abolished, no event leads to another stage.

        Args:
            targets: The stages that a move may lead to; any by default.
        """
        return [
            Choice(move, windows)
            for move in self.process.moves_from(self.stage)
            if move.mark in self.marks
            and (move.stays or self.abolished_on is None)
            and (targets is None or move.leads_to in targets)
            and (windows := self.windows(move.trigger))
        ]

    def advance(self, event: Event, leads_to: str, day: int) -> None:
        """Add an event to the walk.

        Args:
            event: The event.
            leads_to: The stage after the event.
            day: The actual day of the event.
        """
        self._take_clocks(event, None if leads_to == self.stage else leads_to, day)
        if self.abolished_on is None and event.abolishes(self.authority):
            self.abolished_on = day
            self._clocks.clear()
        self.events.append(event)
        self.stage, self.day = leads_to, day

    def inherit(self, event: Event, day: int) -> None:
        """Add an event that the authority inherits, before its own events."""
        self._take_clocks(event, None, day)
        self.inherits.append(event)
        self.day = day

    def _take_clocks(self, event: Event, entered: str | None, day: int) -> None:
        """Stop, start and cancel the clocks of the rules of logic, in this order."""
        for rule in self.rules:
            clock = self._clocks.get(rule.id)
            if clock is not None and self._is_stopped(rule, clock, event):
                del self._clocks[rule.id]
            if event.trigger in rule.starts and not rule.same_event:
                self._start(rule, event, entered, day)
            clock = self._clocks.get(rule.id)
            if (
                clock is not None
                and event.trigger in rule.cancelled_by
                and (not clock.event.opens or event.closes((clock.event,)))
            ):
                del self._clocks[rule.id]

    def _is_stopped(self, rule: DateRule, clock: _Clock, event: Event) -> bool:
        """Return whether an event stops a clock, which its `responds_to` can prevent."""
        if event.trigger not in {*rule.ends, *rule.shown_by}:
            return False
        words = getattr(event, "responds_to", None)
        answer = None if words is None else same_words(words)
        if rule.answers is None or answer == rule.answers:
            return True
        return answer not in self._answers and not self._other_holder(rule, clock.event)

    def _other_holder(self, rule: DateRule, event: Event) -> bool:
        """Return whether an event names another duty holder than the authority."""
        if rule.duty_holder_field is None:
            return False
        name: str = getattr(event, rule.duty_holder_field, None) or ""
        return bool(name) and same_words(name) != same_words(self.authority)

    def _start(self, rule: DateRule, event: Event, entered: str | None, day: int) -> None:
        if rule.on_entering not in {None, entered}:
            return
        if rule.from_first and rule.id in self._clocks:
            return
        start = _start_day(rule, event, day)
        if start is not None:
            self._clocks[rule.id] = _Clock(start, event)

    def without_conflicts(self, event: Event, day: int) -> Event:
        """Return the event without fields whose day breaks a rule, or may leave a clock running."""
        for rule in self.rules:
            if event.trigger not in rule.ends:
                continue
            if rule.same_event and rule.start_field != "on":
                start = _start_day(rule, event, day)
                if start is not None and not _is_within(rule, start, (day, day)):
                    event = _without(event, rule.start_field)
            elif rule.id in self._clocks and rule.end_field != "on":
                start = self._clocks[rule.id].start
                days = _end_days(rule, event)
                if days is not None and (days[1] <= start or not _is_within(rule, start, days)):
                    event = _without(event, rule.end_field)
        return event


def _without(event: Event, name: str) -> Event:
    default: Any = fields_dict(type(event))[name].default
    return evolve(event, **{name: default})


def _is_within(rule: DateRule, start: int, days: Window) -> bool:
    """Return whether one of some days can end a clock that counts from a start day."""
    return bool(_overlap([days], _end_windows(rule, start)))


def _end_windows(rule: DateRule, start: int) -> list[Window]:
    """Return the days on which the clock of a rule can end without a breach."""
    first, last = rule.period
    low = MIN_DAY if rule.at_least is None else rule.at_least.shift(start)
    high = MAX_DAY if rule.at_most is None else rule.at_most.shift(start)
    if rule.in_force_to_due and high > last:
        high = MAX_DAY
    if rule.in_force_by_end:
        in_force = max(low, first), min(high, last)
        return [(MIN_DAY, first - 1), in_force, (last + 1, MAX_DAY)]
    return [(low, high)] if first <= start <= last else [(MIN_DAY, MAX_DAY)]


def _same_day_windows(rule: DateRule) -> list[Window]:
    """Return the days on which an event keeps a rule that it both starts and ends."""
    if rule.start_field != "on" or rule.at_least is None or not rule.at_least.count:
        return [(MIN_DAY, MAX_DAY)]
    first, last = rule.period
    return [(MIN_DAY, first - 1), (last + 1, MAX_DAY)]


def _overlap(windows: list[Window], others: list[Window]) -> list[Window]:
    """Return the windows of days that are in both lists, in order."""
    both = [
        (max(first, other_first), min(last, other_last))
        for first, last in windows
        for other_first, other_last in others
    ]
    return [(first, last) for first, last in both if first <= last]


def _start_day(rule: DateRule, event: Event, day: int) -> int | None:
    """Return a day from which a rule can count; None if the event does not start its clock."""
    if rule.condition is not None and not rule.condition.holds(event):
        return None
    if rule.start_field == "on":
        return day
    value = getattr(event, rule.start_field, None)
    if value:
        ends = [period.ends for period in value] if isinstance(value, tuple) else [value]
        first: int = max(end.first for end in ends)
        return first
    # The days of the fallback run from before the event's own day to after it, so that day is one
    # of them.
    return None if rule.fallback is None else day


def _end_days(rule: DateRule, event: Event) -> Window | None:
    """Return the earliest and latest day in the field that ends a clock; None if it is empty."""
    value = getattr(event, rule.end_field, None)
    if not value:
        return None
    starts = [date.starts for date in (value if isinstance(value, tuple) else (value,))]
    return min(start.first for start in starts), min(start.last for start in starts)
