"""A walk through a process, on days that keep its rules of logic.

Each event's date is made around a day that it can be, its *witness*; the witnesses of a history
keep every rule of strength logic, so it can have happened, and a live case accepts it whole.
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
"""Some days, from the first to the last (ordinals)."""


class Choice(NamedTuple):
    """A move that can be made, and the days on which no rule of logic forbids it."""

    move: Move
    windows: list[Window]


class Walk:
    """A way through a process: the stage, the day, and since when the clocks of logic run.

    It reads rules in the plainest way, on whole days, so that what it makes is a test of the
    checker and not an echo of it.

    Args:
        process: The process.
        stage: The stage in which it begins.
        day: The day (ordinal) on which it begins.
    """

    def __init__(self, process: Process, stage: str, day: int) -> None:
        self.process = process
        self.stage = stage
        self.day = day
        self.events: list[Event] = []
        self.started: dict[str, int] = {}
        self.rules = [
            rule
            for rule in process.rules
            if rule.strength is Strength.LOGIC and not rule.is_in_order
        ]

    def windows(self, trigger: str, *, besides: DateRule | None = None) -> list[Window]:
        """The days from now on on which no rule of logic forbids a trigger.

        Args:
            trigger: The trigger.
            besides: A rule that may be broken.
        """
        found = [(self.day, MAX_DAY)]
        for rule in self.rules:
            if trigger not in rule.ends or rule == besides:
                continue
            if rule.same_event:
                found = _overlap(found, _own_days(rule))
            elif rule.id in self.started:
                found = _overlap(found, _keeping(rule, self.started[rule.id]))
        return found

    def choices(self, lasting: frozenset[str] | None = None) -> list[Choice]:
        """The moves that can be made now, those into another stage among them.

        Args:
            lasting: The stages that may be led to; any when left out.
        """
        return [
            Choice(move, windows)
            for move in self.process.moves_from(self.stage)
            if (lasting is None or move.leads_to in lasting)
            and (windows := self.windows(move.trigger))
        ]

    def take(self, event: Event, leads_to: str, day: int) -> None:
        """Go on by an event.

        Args:
            event: What happened.
            leads_to: The stage after it.
            day: Its witness.
        """
        entered = None if leads_to == self.stage else leads_to
        for rule in self.rules:
            if event.trigger in rule.ends:
                self.started.pop(rule.id, None)
            if event.trigger not in rule.starts or rule.same_event:
                continue
            if rule.on_entering not in {None, entered} or (
                rule.from_first and rule.id in self.started
            ):
                continue
            counted = _counted_from(rule, event, day)
            if counted is not None:
                self.started[rule.id] = counted
        self.events.append(event)
        self.stage, self.day = leads_to, day

    def sound(self, event: Event, day: int) -> Event:
        """The event without fields by which it would break a rule about two of its own days."""
        for rule in self.rules:
            if not rule.same_event or rule.start_field == "on" or event.trigger not in rule.ends:
                continue
            counted = _counted_from(rule, event, day)
            if counted is not None and not any(
                first <= day <= last for first, last in _keeping(rule, counted)
            ):
                unsaid: Any = fields_dict(type(event))[rule.start_field].default
                event = evolve(event, **{rule.start_field: unsaid})
        return event


def _keeping(rule: DateRule, start: int) -> list[Window]:
    """The ending days that keep a rule, counted from a day."""
    first, last = rule.period
    low = MIN_DAY if rule.at_least is None else rule.at_least.shift(start)
    high = MAX_DAY if rule.at_most is None else rule.at_most.shift(start)
    if rule.in_force_by_end:
        inside = max(low, first), min(high, last)
        return [(MIN_DAY, first - 1), inside, (last + 1, MAX_DAY)]
    return [(low, high)] if first <= start <= last else [(MIN_DAY, MAX_DAY)]


def _own_days(rule: DateRule) -> list[Window]:
    """The days on which an event keeps a rule about its own day and that day itself."""
    if rule.start_field != "on" or rule.at_least is None or not rule.at_least.count:
        return [(MIN_DAY, MAX_DAY)]
    first, last = rule.period
    return [(MIN_DAY, first - 1), (last + 1, MAX_DAY)]


def _overlap(windows: list[Window], others: list[Window]) -> list[Window]:
    """The days of both, in order."""
    both = [
        (max(first, other_first), min(last, other_last))
        for first, last in windows
        for other_first, other_last in others
    ]
    return [(first, last) for first, last in both if first <= last]


def _counted_from(rule: DateRule, event: Event, day: int) -> int | None:
    """A day that a rule can count from, for an event that starts it; None where it does not."""
    if rule.condition is not None and not rule.condition.holds(event):
        return None
    if rule.start_field == "on":
        return day
    given = getattr(event, rule.start_field, None)
    if given:
        ends = [each.ends for each in given] if isinstance(given, tuple) else [given]
        first: int = max(end.first for end in ends)
        return first
    # The measured span before and after the event's own day holds that day.
    return None if rule.fallback is None else day
