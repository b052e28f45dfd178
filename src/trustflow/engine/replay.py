"""The state of a replay: the stage, the running clocks and the open deadlines, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ..dates import MIN_DAY
from ..history import Strength
from .clocks import is_started
from .open_deadline import OpenDeadline, Settled, StartedClock
from .transition_table import move_tables

if TYPE_CHECKING:
    from ..history import Event, History
    from ..process import DateRule, Process
    from .finding import Finding
    from .transition_table import CompiledMove

__all__ = ["Replay"]

NO_WORDS: frozenset[str] = frozenset()


class Replay:
    """The state of a replay, which `take` updates event by event.

    Args:
        process: The process.
        begins_in: The stage in which the case begins, if that is not the first stage of the
            process. If it is given, no clock runs at first, and no earlier event counts as missing.

    Attributes:
        stage: The stage after the last event.
        table: The compiled moves in that stage, by trigger.
        moves: The compiled move of each event so far.
        findings: The findings on the events so far.
        caused_by: The index of each event that was refused because of an earlier refused event,
            mapped to the index of the earlier one.
        reached: The day (ordinal) that the events have reached. An event that is certainly before
            it is out of order.
        blocked_by: The index of a refused event after which the stage is uncertain; None again once
            the stage changes.
        clocks: The event that started each running clock, by the id of its rule.
        open_deadlines: The deadlines that are set and not settled, in the order in which they were
            set.
        requirements: The words of every requirement that was set so far.
        begun: The triggers so far that begin something; None if `begins_in` was given, because then
            no beginning counts as missing.
        idle: The ids of the rules whose running clock waits for an event that must have happened
            before.
        cancelled_by: The event that cancelled what a running clock waits for, by the id of its
            rule.
    """

    __slots__ = (
        "_opened",
        "_settled",
        "_unprocessed",
        "begun",
        "blocked_by",
        "cancelled_by",
        "caused_by",
        "clocks",
        "findings",
        "idle",
        "moves",
        "open_deadlines",
        "process",
        "reached",
        "requirements",
        "stage",
        "table",
    )

    def __init__(self, process: Process, begins_in: str | None = None) -> None:
        self.process = process
        self.stage = process.initial if begins_in is None else process.stage(begins_in)
        self.table = move_tables(process)[self.stage]
        self.moves: list[CompiledMove] = []
        self.findings: list[Finding] = []
        self.caused_by: dict[int, int] = {}
        self.reached = MIN_DAY
        self.blocked_by: int | None = None
        self.clocks: dict[str, Event] = {}
        self.open_deadlines: tuple[OpenDeadline, ...] = ()
        self.requirements = NO_WORDS
        self.begun: set[str] | None = None if begins_in is not None else set()
        # Plain tuples, because a replay settles many clocks and few are read. A tuple has a rule
        # and the event that started its clock, or a deadline and None; then the events that met and
        # superseded it.
        self._settled: list[tuple[Any, Event | None, Event | None, Event | None]] = []
        self.idle: set[str] = set()
        self.cancelled_by: dict[str, Event] = {}
        self._opened: tuple[Event, ...] = ()
        self._unprocessed: list[Event] = []

    @classmethod
    def before(cls, history: History, process: Process) -> Self:
        """Return the state before the first event of a history.

        A `begins_in` that the process does not have is ignored.
        """
        begins_in = history.begins_in
        if begins_in is None or begins_in not in process.stages:
            return cls(process)
        return cls(process, begins_in)

    def take(self, event: Event, compiled: CompiledMove, findings: tuple[Finding, ...]) -> None:
        """Update the state by one event.

        Args:
            event: The event.
            compiled: The compiled move of the event's trigger in the present stage.
            findings: The findings on it.
        """
        first = event.on.first
        self.reached = max(self.reached, first)
        if findings:
            self.findings += findings
            # After a misplaced event, the order is checked from that event's day on, so that one
            # wrong date gives one finding. `findings_on` puts the finding on the order first.
            if findings[0].code == "out_of_order":
                self.reached = first
        if compiled.move is None:
            self._take_refused(compiled)
        if compiled.next_table is not self.table:
            self.stage, self.table, self.blocked_by = compiled.after, compiled.next_table, None
        if compiled.acts_on_clocks or (compiled.ending and self.clocks):
            self._take_clocks(event, compiled)
        if self.open_deadlines or event.deadlines or event.acts_on_others:
            self._take_deadlines(event)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)
        self.moves.append(compiled)

    def _take_refused(self, compiled: CompiledMove) -> None:
        index = len(self.moves)
        if self.blocked_by is not None:
            self.caused_by[index] = self.blocked_by
        elif not compiled.has_single_target:
            self.blocked_by = index

    def _take_clocks(self, event: Event, compiled: CompiledMove) -> None:
        """Stop the clocks that an event stops, then start those that it starts."""
        clocks = self.clocks
        for rule in compiled.ending:
            start = clocks.pop(rule.id, None)
            if start is not None and rule.id not in self.idle:
                self._settled.append((rule, start, event, self._superseding(rule)))
        for rule in compiled.starting:
            if rule.condition is not None and not rule.condition.holds(event):
                continue
            if not rule.is_always_dated and not is_started(rule, event):
                continue
            older = clocks.get(rule.id)
            if older is not None:
                if rule.from_first:
                    continue
                if rule.id not in self.idle:
                    superseded_by = self._superseding(rule) or event
                    self._settled.append((rule, older, None, superseded_by))
            clocks[rule.id] = event
        if compiled.idle or compiled.cancelling or self.idle or self.cancelled_by:
            self._take_doubts(event, compiled)

    def _superseding(self, rule: DateRule) -> Event | None:
        """Return the event that replaced or cancelled the due day of a rule, if any."""
        stated = self.stated_deadline(rule) if self.open_deadlines else None
        return self.cancelled_by.get(rule.id) if stated is None else stated.setter

    def _take_doubts(self, event: Event, compiled: CompiledMove) -> None:
        """Update `idle` and `cancelled_by`; a clock that restarts is no longer cancelled."""
        for rule in compiled.restarting:
            start = self.clocks.get(rule.id)
            if start is not None and (start is event or rule.from_first):
                self.cancelled_by.pop(rule.id, None)
                (self.idle.add if rule.id in compiled.idle else self.idle.discard)(rule.id)
        for rule in compiled.cancelling:
            if rule.id in self.clocks:
                self.cancelled_by.setdefault(rule.id, event)

    def running_or_settled(self) -> list[Settled]:
        """Return every clock and deadline so far: the settled ones, then those still open."""
        running = [
            Settled(StartedClock(rule, self.clocks[rule.id]), None, self._superseding(rule))
            for rule in self.process.rules
            if rule.id in self.clocks and rule.id not in self.idle
        ]
        settled = [
            Settled(
                subject if start is None else StartedClock(subject, start), met_by, superseded_by
            )
            for subject, start, met_by, superseded_by in self._settled
        ]
        return [*settled, *running, *map(Settled, self.open_deadlines)]

    @property
    def opened(self) -> tuple[Event, ...]:
        """The events that opened something that is still open, such as a notice or a post."""
        # Few callers read this property, so the events are processed only when it is read.
        for event in self._unprocessed:
            self._close_and_open(event)
        self._unprocessed.clear()
        return self._opened

    def _close_and_open(self, event: Event) -> tuple[Event, ...]:
        """Update the events that are open; return those that the event closed."""
        closed = event.closes(self._opened) if self._opened else ()
        if closed:
            self._opened = tuple(opened for opened in self._opened if opened not in closed)
        if event.opens:
            self._opened = (*self._opened, event)
        return closed

    def _take_deadlines(self, event: Event) -> None:
        """Settle the open deadlines that an event meets or supersedes, and open those it sets."""
        if not self.open_deadlines and not event.deadlines and not event.sets_deadlines:
            self._unprocessed.append(event)
            return
        _ = self.opened  # reading the property processes the earlier events
        closed = self._close_and_open(event)
        if self.open_deadlines:
            remaining = (self._remaining(pending, event, closed) for pending in self.open_deadlines)
            self.open_deadlines = tuple(pending for pending in remaining if pending is not None)
        for deadline in event.deadlines_set:
            self.requirements |= {deadline.words}
            due = deadline.span_from(event.on)
            if due is not None:
                strength = deadline.set_by or event.deadline_strength
                pending = OpenDeadline(deadline, event, strength, due)
                self.open_deadlines = (*self.open_deadlines, pending)

    def _remaining(
        self, pending: OpenDeadline, event: Event, closed: tuple[Event, ...]
    ) -> OpenDeadline | None:
        """Return an open deadline as it is after an event; None if the event settles it."""
        if event.meets(pending.deadline):
            self._settled.append((pending, None, event, None))
            return None
        # A deadline can be superseded only up to its due day; if it is unmet then, it stays unmet.
        # If the possible days overlap, this cannot be told, and the deadline stays open as
        # doubtful.
        if not self._supersedes(event, pending, closed) or event.on.first > pending.due[1]:
            return pending
        if event.on.last > pending.due[0]:
            return pending._replace(is_doubtful=True)
        self._settled.append((pending, None, None, event))
        return None

    def _supersedes(self, event: Event, pending: OpenDeadline, closed: tuple[Event, ...]) -> bool:
        """Return whether an event replaces or cancels a deadline."""
        if pending.setter in closed:
            return True
        met_by = pending.deadline.met_by
        if met_by in self.process.cancels_planned.get(event.trigger, ()):
            return True
        kept = self.process.keeps_planned_days_of
        if met_by in kept:
            return False  # every planned day stays, to be compared with the actual day
        return any(
            deadline.words == pending.deadline.words and deadline.met_by not in kept
            for deadline in event.deadlines_set
        )

    def stated_deadline(self, rule: DateRule) -> OpenDeadline | None:
        """Return the open deadline that replaces the upper bound of a rule, if any."""
        if not self.open_deadlines or rule.strength is Strength.LOGIC:
            return None
        stated = (each for each in self.open_deadlines if each.deadline.met_by in rule.ends)
        return next(stated, None)

    def lacks_all(self, triggers: tuple[str, ...]) -> bool:
        """Return whether the triggers are all missing from a record that should have one."""
        return self.begun is not None and self.begun.isdisjoint(triggers)
