"""Where a case stands, event by event: its stage, running clocks and open open_deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from ..dates import MIN_DAY
from ..history import Strength
from .clocks import Days, is_started
from .transition_table import move_tables

if TYPE_CHECKING:
    from ..history import Deadline, Event, History
    from ..process import DateRule, Process
    from .transition_table import CompiledMove

__all__ = ["OpenDeadline", "Replay"]

NO_WORDS: frozenset[str] = frozenset()


class OpenDeadline(NamedTuple):
    """A deadline set in a document that is still to be met."""

    deadline: Deadline
    setter: Event
    strength: Strength
    due: Days
    is_doubtful: bool = False
    """Whether it may have been superseded before it was due."""


class Replay:
    """Where a case stands; `take` goes on by one event.

    Args:
        process: The process.
        begins_in: The stage it begins in, where that is not the process's first: then no clock
            runs, and nothing before it is missing.

    Attributes:
        stage: The stage after the last event.
        table: What each trigger does in that stage.
        size: How many events were taken.
        reached: The earliest day (ordinal) reached by the events so far.
        blocked_by: The index of the refused event since which the stage has not changed.
        clocks: By the id of each rule whose clock runs, the event that started it.
        open_deadlines: The deadlines set and still to be met, in the order in which they were set.
        asked: The words of every requirement so far.
        begun: Every trigger so far that begins something; None where what came before the first
            event is not missing.
    """

    __slots__ = (
        "_acting",
        "_opened",
        "asked",
        "begun",
        "blocked_by",
        "clocks",
        "open_deadlines",
        "process",
        "reached",
        "size",
        "stage",
        "table",
    )

    def __init__(self, process: Process, begins_in: str | None = None) -> None:
        self.process = process
        self.stage = process.initial if begins_in is None else process.stage(begins_in)
        self.table = move_tables(process)[self.stage]
        self.size = 0
        self.reached = MIN_DAY
        self.blocked_by: int | None = None
        self.clocks: dict[str, Event] = {}
        self.open_deadlines: tuple[OpenDeadline, ...] = ()
        self._opened: tuple[Event, ...] = ()
        self._acting: list[Event] = []
        self.asked = NO_WORDS
        self.begun: set[str] | None = None if begins_in is not None else set()

    @classmethod
    def before(cls, history: History, process: Process) -> Self:
        """Where the case stands before the first event of a history.

        A stage to begin in that the process does not have is passed over.
        """
        begins_in = history.begins_in
        if begins_in is None or begins_in not in process.stages:
            return cls(process)
        return cls(process, begins_in)

    def take(self, event: Event, compiled: CompiledMove, *, misplaced: bool = False) -> None:
        """Go on by an event.

        Args:
            event: What happened.
            compiled: What its trigger does where the case stands.
            misplaced: Whether it is out of order; then the order is counted from it anew.
        """
        first = event.on.first
        if misplaced or first > self.reached:
            self.reached = first
        if compiled.next_table is not self.table:
            self.stage, self.table, self.blocked_by = compiled.after, compiled.next_table, None
        elif compiled.move is None and not compiled.has_single_target and self.blocked_by is None:
            self.blocked_by = self.size
        if compiled.starting or (compiled.ending and self.clocks):
            self._take_clocks(event, compiled)
        if self.open_deadlines or event.deadlines or event.acts_on_others:
            self._take_deadlines(event)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)
        self.size += 1

    def _take_clocks(self, event: Event, compiled: CompiledMove) -> None:
        clocks = self.clocks
        for rule in compiled.ending:
            since = clocks.pop(rule.id, None)
            if since is not None:
                self.clock_ended(rule, since, event)
        for rule in compiled.starting:
            if rule.condition is not None and not rule.condition.holds(event):
                continue
            if not rule.is_always_dated and not is_started(rule, event):
                continue
            older = clocks.get(rule.id)
            if older is not None:
                if rule.from_first:
                    continue
                self.clock_superseded(rule, older, event)
            clocks[rule.id] = event

    @property
    def opened(self) -> tuple[Event, ...]:
        """The events that opened what is still open: notices, directions, posts."""
        self._catch_up()
        return self._opened

    def _catch_up(self) -> None:
        """Close and open what earlier events did; it waits until somebody asks."""
        for event in self._acting:
            self._close_and_open(event)
        self._acting.clear()

    def _close_and_open(self, event: Event) -> tuple[Event, ...]:
        """Close what an event closes, which is given back, and open what it opens."""
        closed = event.closes(self._opened) if self._opened else ()
        if closed:
            self._opened = tuple(each for each in self._opened if each not in closed)
        if event.opens:
            self._opened = (*self._opened, event)
        return closed

    def _take_deadlines(self, event: Event) -> None:
        if not self.open_deadlines and not event.deadlines and not event.sets_deadlines:
            self._acting.append(event)
            return
        self._catch_up()
        closed = self._close_and_open(event)
        if self.open_deadlines:
            left = (self._left_of(pending, event, closed) for pending in self.open_deadlines)
            self.open_deadlines = tuple(pending for pending in left if pending is not None)
        for deadline in event.deadlines_set:
            self.asked |= {deadline.words}
            due = deadline.span_from(event.on)
            if due is not None:
                strength = deadline.set_by or event.deadline_strength
                self.open_deadlines = (
                    *self.open_deadlines,
                    OpenDeadline(deadline, event, strength, due),
                )

    def _left_of(
        self, pending: OpenDeadline, event: Event, closed: tuple[Event, ...]
    ) -> OpenDeadline | None:
        """What an event leaves of a deadline: nothing, itself, or one that may be superseded."""
        if event.meets(pending.deadline):
            self.deadline_met(pending, event)
            return None
        if not self._supersedes(event, pending, closed) or event.on.first > pending.due[1]:
            return pending  # what its day has passed by unmet stays unmet
        if event.on.last > pending.due[0]:
            return pending._replace(is_doubtful=True)
        self.deadline_superseded(pending, event)
        return None

    def _supersedes(self, event: Event, pending: OpenDeadline, closed: tuple[Event, ...]) -> bool:
        """Whether an event takes a deadline's place, or takes it back."""
        if pending.setter in closed:
            return True
        met_by = pending.deadline.met_by
        if met_by in self.process.cancels_planned.get(event.trigger, ()):
            return True
        if met_by in self.process.keeps_planned_days_of:
            return False  # each planned day stands, and is measured against the actual one
        return any(
            deadline.words == pending.deadline.words
            and deadline.met_by not in self.process.keeps_planned_days_of
            for deadline in event.deadlines_set
        )

    def beating(self, rule: DateRule) -> OpenDeadline | None:
        """The deadline set in a document that takes the place of the rule's upper bound, if any."""
        if not self.open_deadlines or rule.strength is Strength.LOGIC:
            return None
        return next(
            (pending for pending in self.open_deadlines if pending.deadline.met_by in rule.ends),
            None,
        )

    def is_unbegun(self, beginnings: tuple[str, ...]) -> bool:
        """Whether none of the triggers that begin something is on record, though it would be."""
        return self.begun is not None and self.begun.isdisjoint(beginnings)

    # What a ledger may want to know

    def clock_ended(self, rule: DateRule, since: Event, event: Event) -> None:
        """An event has ended a rule's clock, which ran since an earlier one."""

    def clock_superseded(self, rule: DateRule, since: Event, event: Event) -> None:
        """An event has started a rule's clock again."""

    def deadline_met(self, pending: OpenDeadline, event: Event) -> None:
        """An event has met a deadline, in time or not."""

    def deadline_superseded(self, pending: OpenDeadline, event: Event) -> None:
        """An event has certainly taken a deadline's place before it was due."""
