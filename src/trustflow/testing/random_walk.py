"""A walk through a process on days that keep its rules of strength logic.

Each event happens on an actual day, and its date contains that day. The actual days of a history
keep every rule of strength logic, so a live case accepts the whole history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, fields_dict

from ..dates import MAX_DAY, MIN_DAY
from ..history import Strength

if TYPE_CHECKING:
    from ..history import Event
    from ..process import DateRule, Move, Process

__all__ = ["Choice", "Walk", "Window"]

Window = tuple[int, int]
"""A range of days, from the first to the last (ordinals)."""


class Choice(NamedTuple):
    """A move that can be made next, and the days on which the rules of logic allow it."""

    move: Move
    windows: list[Window]


class Walk:
    """A walk through a process: its stage, its day and the running clocks of logic rules.

    The walk applies the rules in the simplest way, on exact days. It does not use the code of the
    checker, so its histories can test the checker.

    Args:
        process: The process.
        stage: The stage in which the walk begins.
        day: The day (ordinal) on which the walk begins.
    """

    def __init__(self, process: Process, stage: str, day: int) -> None:
        self.process = process
        self.stage = stage
        self.day = day
        self.events: list[Event] = []
        self.clock_starts: dict[str, int] = {}
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
        for rule in self.rules:
            if trigger not in rule.ends or rule == ignoring:
                continue
            if rule.same_event:
                windows = _overlap(windows, _same_day_windows(rule))
            elif rule.id in self.clock_starts:
                windows = _overlap(windows, _end_windows(rule, self.clock_starts[rule.id]))
        return windows

    def choices(self, targets: frozenset[str] | None = None) -> list[Choice]:
        """Return the moves that can be made now, including those that stay in the stage.

        Args:
            targets: The stages that a move may lead to; any by default.
        """
        return [
            Choice(move, windows)
            for move in self.process.moves_from(self.stage)
            if (targets is None or move.leads_to in targets)
            and (windows := self.windows(move.trigger))
        ]

    def advance(self, event: Event, leads_to: str, day: int) -> None:
        """Add an event to the walk.

        Args:
            event: The event.
            leads_to: The stage after the event.
            day: The actual day of the event.
        """
        entered = None if leads_to == self.stage else leads_to
        for rule in self.rules:
            if event.trigger in rule.ends:
                self.clock_starts.pop(rule.id, None)
            if event.trigger not in rule.starts or rule.same_event:
                continue
            if rule.on_entering not in {None, entered} or (
                rule.from_first and rule.id in self.clock_starts
            ):
                continue
            start = _start_day(rule, event, day)
            if start is not None:
                self.clock_starts[rule.id] = start
        self.events.append(event)
        self.stage, self.day = leads_to, day

    def without_conflicts(self, event: Event, day: int) -> Event:
        """Return the event without fields whose day breaks a rule within the event itself."""
        for rule in self.rules:
            if not rule.same_event or rule.start_field == "on" or event.trigger not in rule.ends:
                continue
            start = _start_day(rule, event, day)
            if start is not None and not any(
                first <= day <= last for first, last in _end_windows(rule, start)
            ):
                default: Any = fields_dict(type(event))[rule.start_field].default
                event = evolve(event, **{rule.start_field: default})
        return event


def _end_windows(rule: DateRule, start: int) -> list[Window]:
    """Return the days on which the clock of a rule can end without a breach."""
    first, last = rule.period
    low = MIN_DAY if rule.at_least is None else rule.at_least.shift(start)
    high = MAX_DAY if rule.at_most is None else rule.at_most.shift(start)
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
