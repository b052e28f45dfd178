"""The running clocks of a replay: which events start, stop and cancel them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ..history import same_words
from .clocks import ClockEnd, clock_of, end_of, is_answered, is_started
from .open_deadline import Settled, StartedClock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..history import Event
    from ..process import DateRule, Process
    from .clocks import RunningClock
    from .deadline_tracker import DeadlineTracker
    from .possible_days import PossibleDays
    from .transition_table import CompiledMove

__all__ = ["RunningClocks", "SettledTuple"]

SettledTuple: TypeAlias = tuple[
    Any, "Event | None", "Event | None", "Event | None", "ClockEnd | None"
]
"""A rule and the event that started its clock, or a deadline and None; then the events that met and
superseded it, and how the clock ended. It is a plain tuple, because a replay settles many clocks
and few are read; see `RunningClocks.settled_of`."""
NONE_INHERITED: Mapping[int, Event] = {}


class RunningClocks(dict[str, "Event"]):
    """The event that started each running clock, by the id of its rule.

    Args:
        process: The process.
        authority: The authority of the history.
        days: The possible days of the events.
        settled: The list to which each clock that stops is added.

    Attributes:
        idle: The ids of the rules whose running clock waits for an event that must have happened
            before.
        cancelled_by: The event that cancelled what a running clock waits for, by the id of its
            rule.
        inherited: The events that the history inherits, by their `id`.
    """

    __slots__ = (
        "_authority",
        "_days",
        "_holders",
        "_inherited_from",
        "_process",
        "_settled",
        "cancelled_by",
        "idle",
        "inherited",
    )

    def __init__(
        self,
        process: Process,
        authority: str,
        days: PossibleDays,
        settled: list[SettledTuple],
    ) -> None:
        # `super().__init__()` would do nothing, and every replay would wait for it.
        self._process = process
        self._authority = authority
        self._days = days
        self._settled = settled
        self.idle: set[str] = set()
        self.cancelled_by: dict[str, Event] = {}
        self._holders: dict[str, Event] = {}
        self.inherited = NONE_INHERITED
        self._inherited_from: str | None = None

    def inherit(self, events: Iterable[Event], authority: str | None) -> None:
        """Note that some events are of the authority that this one replaced."""
        self.inherited = {id(event): event for event in events}
        self._inherited_from = authority

    def copied(self, days: PossibleDays, settled: list[SettledTuple]) -> RunningClocks:
        """Return the same clocks; what changes one does not change the other."""
        other = RunningClocks(self._process, self._authority, days, settled)
        other.update(self)
        other.idle = self.idle.copy()
        other.cancelled_by = self.cancelled_by.copy()
        other._holders = self._holders.copy()
        other.inherited = self.inherited
        other._inherited_from = self._inherited_from
        return other

    def clock(self, rule: DateRule, event: Event) -> RunningClock:
        """Return the clock that an event of the replay started under a rule."""
        inherited_from = self._inherited_from if id(event) in self.inherited else None
        clock = clock_of(rule, event, self._days.of(event), inherited_from)
        if clock.has_other_holder and same_words(clock.duty_holder or "") == same_words(
            self._authority
        ):  # the event names the authority itself
            return clock._replace(duty_holder=rule.duty_holder, has_other_holder=False)
        return clock

    def end_of(self, rule: DateRule, clock: RunningClock, event: Event) -> ClockEnd | None:
        """Return how an event stops a clock; None if it leaves it running."""
        return end_of(rule, clock, event, self._days.of(event), self._process.answers)

    def ended_by(self, event: Event, compiled: CompiledMove) -> list[tuple[DateRule, bool]]:
        """Return the rules with `shown_by` whose clock an event ends, or shows to have ended.

        The second item is whether the event only shows the end.
        """
        ended: list[tuple[DateRule, bool]] = []
        for rule in compiled.stopping_if_shown:
            start = self.get(rule.id)
            end = None if start is None else self.end_of(rule, self.clock(rule, start), event)
            if end is not None:
                ended.append((rule, end.is_shown))
        return ended

    def take(
        self,
        event: Event,
        compiled: CompiledMove,
        starting: Iterable[DateRule],
        deadlines: DeadlineTracker,
    ) -> None:
        """Stop the clocks that an event stops, then start those that it starts.

        Args:
            event: The event.
            compiled: Its compiled move.
            starting: The rules whose clock it may start.
            deadlines: The deadlines, which can replace the upper bound of a rule.
        """
        if self:
            for rule in compiled.stopping:
                if rule.id in self:
                    self._stop(rule, event, deadlines)
        for rule in starting:
            if (rule.condition is not None and not rule.condition.holds(event)) or (
                not rule.is_always_dated and not is_started(rule, event)
            ):
                continue
            if rule.id in self:
                if rule.from_first:
                    continue
                self._restart(rule, event, deadlines)
            self[rule.id] = event
            if rule.cancelled_by and event.opens:
                self._holders[rule.id] = event
        if compiled.idle or compiled.cancelling or self.idle or self.cancelled_by:
            self._take_doubts(event, compiled)

    def _stop(self, rule: DateRule, event: Event, deadlines: DeadlineTracker) -> None:
        """Stop a running clock, unless the event leaves it running."""
        start = self[rule.id]
        end = None
        if rule.ends_on_its_day:
            if rule.answers is not None and not is_answered(rule, event, self._process.answers):
                return
        else:
            end = self.end_of(rule, self.clock(rule, start), event)
            if end is None:
                return
        del self[rule.id]
        if self._holders:
            self._holders.pop(rule.id, None)
        if rule.id not in self.idle:
            superseded_by = None
            if deadlines.open or self.cancelled_by:
                superseded_by = self._superseding(rule, deadlines)
            self._settled.append((rule, start, event, superseded_by, end))

    def _restart(self, rule: DateRule, event: Event, deadlines: DeadlineTracker) -> None:
        """Settle a running clock that an event starts again."""
        self._holders.pop(rule.id, None)
        if rule.id not in self.idle:
            superseded_by = self._superseding(rule, deadlines) or event
            self._settled.append((rule, self[rule.id], None, superseded_by, None))

    def _superseding(self, rule: DateRule, deadlines: DeadlineTracker) -> Event | None:
        """Return the event that replaced or cancelled the due day of a rule, if any."""
        stated = deadlines.stated(rule)
        return self.cancelled_by.get(rule.id) if stated is None else stated.setter

    def _take_doubts(self, event: Event, compiled: CompiledMove) -> None:
        """Update `idle` and `cancelled_by`; a clock that restarts is no longer cancelled."""
        for rule in compiled.restarting:
            start = self.get(rule.id)
            if start is not None and (start is event or rule.from_first):
                self.cancelled_by.pop(rule.id, None)
                (self.idle.add if rule.id in compiled.idle else self.idle.discard)(rule.id)
        for rule in compiled.cancelling:
            if rule.id in self:
                self.cancelled_by.setdefault(rule.id, event)

    def cancel(self, event: Event, compiled: CompiledMove, closed: tuple[Event, ...]) -> None:
        """Stop the clocks that an event cancels.

        Args:
            event: The event.
            compiled: Its compiled move.
            closed: The events that it closed.
        """
        for rule in compiled.stopping_without_finding:
            start, holder = self.get(rule.id), self._holders.get(rule.id)
            # An event that opens another post is already the holder in place of what it closed.
            is_closed = holder is None or holder is event or _contains(closed, holder)
            if start is None or not is_closed:
                continue
            del self[rule.id]
            self._holders.pop(rule.id, None)
            self._settled.append((rule, start, None, event, None))

    def succeed(self, event: Event, closed: tuple[Event, ...]) -> None:
        """Let an event that closes the post of a clock, and opens one, take its place."""
        for rule_id, holder in self._holders.items():
            if _contains(closed, holder):
                self._holders[rule_id] = event

    def cancel_all(self, event: Event, deadlines: DeadlineTracker) -> None:
        """Stop every clock, because an event abolishes the authority."""
        for rule in self._process.rules:
            start = self.pop(rule.id, None)
            if start is not None and rule.id not in self.idle:
                superseded_by = self._superseding(rule, deadlines) or event
                self._settled.append((rule, start, None, superseded_by, None))
        self._holders.clear()

    def unsettled(self, deadlines: DeadlineTracker) -> list[Settled]:
        """Return the clocks that still run and are not idle, in the order of the rules."""
        return [
            self.settled_of((rule, self[rule.id], None, self._superseding(rule, deadlines), None))
            for rule in self._process.rules
            if rule.id in self and rule.id not in self.idle
        ]

    def settled_of(self, settled: SettledTuple) -> Settled:
        """Return what a tuple says about a clock or deadline, with the possible days."""
        subject, start, met_by, superseded_by, end = settled
        days = self._days
        if start is not None:
            subject = StartedClock(subject, self.clock(subject, start))
        met_on = None if met_by is None else days.of(met_by) if end is None else end.days
        superseded_on = None if superseded_by is None else days.of(superseded_by)
        return Settled(subject, met_by, superseded_by, end, superseded_on, met_on)


def _contains(events: tuple[Event, ...], event: Event) -> bool:
    return any(event is other for other in events)
