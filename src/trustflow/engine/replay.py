"""The state of a replay: the stage and all that decides on the next event, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

from ..dates import MIN_DAY, Truth
from ..history import Strength
from .deadline_tracker import NO_DEADLINES, DeadlineTracker
from .open_deadline import OpenDeadline, Settled
from .open_deadlines import OpenDeadlines
from .openings import Openings
from .possible_days import NO_ENDS, Placed, PossibleDays, is_open, known_ends
from .repetition import EarlierEvents, is_new_on_its_day
from .running_clocks import RunningClocks, SettledTuple
from .transition_table import move_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..history import Event, History
    from ..process import DateRule, Process
    from .clocks import DayRange
    from .finding import Finding
    from .transition_table import CompiledMove

__all__ = ["Replay"]

NONE_ENDED: Sequence[tuple[DateRule, bool]] = ()
Placing: TypeAlias = tuple[Placed, OpenDeadlines]
"""The state before `Replay.place`, for `Replay.unplace`."""


class Replay:
    """The state of a replay, which `take` updates event by event.

    Args:
        process: The process.
        begins_in: The stage in which the case begins, if that is not the first stage of the
            process. If it is given, no earlier event counts as missing.
        authority: The authority of the history, which an event can abolish.
        ends: The last possible day of each event with an open end, as far as later events are
            known; see `known_ends`.

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
        deadlines: The deadlines that documents set.
        settled: The clocks and deadlines that events met or superseded, in the order in which they
            did; see `running_or_settled`.
        begun: The triggers so far that begin something; None if `begins_in` was given, because then
            no beginning counts as missing.
        events: The events so far.
        open_dates: The possible days of events with open dates.
        is_special: Whether an event was out of order, had an open date, or abolished the authority,
            so that later events need the full check.
        abolished_by: The event that abolished the authority, if any.
    """

    # The defaults of what few replays need, so that `__init__` is fast.
    deadlines = NO_DEADLINES
    abolished_by: Event | None = None
    blocked_by: int | None = None
    is_special = False
    _openings: Openings | None = None
    _is_inheriting = False
    _earlier: EarlierEvents | None = None

    def __init__(
        self,
        process: Process,
        begins_in: str | None = None,
        *,
        authority: str = "",
        ends: Mapping[int, int] = NO_ENDS,
    ) -> None:
        self.process = process
        self.stage = process.initial if begins_in is None else process.stage(begins_in)
        self.table = move_tables(process)[self.stage]
        self.authority = authority
        self.moves: list[CompiledMove] = []
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.caused_by: dict[int, int] = {}
        self.reached = MIN_DAY
        self.begun: set[str] | None = None if begins_in is not None else set()
        self.open_dates = PossibleDays(ends)
        self.settled: list[SettledTuple] = []
        self.clocks = RunningClocks(process, authority, self.open_dates, self.settled)

    @classmethod
    def before(cls, history: History, process: Process) -> Self:
        """Return the state before the first event of a history, after those that it inherits.

        A `begins_in` that the process does not have is ignored.
        """
        begins_in = history.begins_in
        if begins_in is not None and begins_in not in process.stages:
            begins_in = None
        inherits = history.inherits
        ends = NO_ENDS
        if history.has_open_dates:
            ends = known_ends((*inherits, *history.events))
        replay = cls(process, begins_in, authority=history.authority, ends=ends)
        if inherits:
            replay.clocks.inherit(inherits, history.succeeds)
            replay._is_inheriting = True
            for event in inherits:
                replay._inherit(event)
            replay._is_inheriting = False
            replay.reached = MIN_DAY
        return replay

    def copy(self) -> Self:
        """Return a replay in the same state; what changes one does not change the other."""
        other = object.__new__(type(self))
        state = other.__dict__
        state.update(self.__dict__)
        state["moves"] = self.moves.copy()
        state["events"] = self.events.copy()
        state["findings"] = self.findings.copy()
        state["caused_by"] = self.caused_by.copy()
        state["open_dates"] = self.open_dates.copy()
        state["settled"] = self.settled.copy()
        state["clocks"] = self.clocks.copied(other.open_dates, other.settled)
        if self.deadlines is not NO_DEADLINES:
            state["deadlines"] = self.deadlines.copy()
        if self._openings is not None:
            state["_openings"] = self._openings.copied(other.clocks)
        if self.begun is not None:
            state["begun"] = self.begun.copy()
        # What is remembered of earlier events grows with one replay only.
        state.pop("_earlier", None)
        return other

    def _inherit(self, event: Event) -> None:
        """Update clocks, deadlines and what is open by an event of the replaced authority."""
        if self.must_place(event):
            self.place(event)
        compiled = self.table[event.trigger]
        self.reached = max(self.reached, event.on.first)
        starting = [
            rule for rule in compiled.restarting if rule.on_entering is None and not rule.same_event
        ]
        ended = self.clocks.ended_by(event, compiled)
        self.clocks.take(event, compiled, starting, self.deadlines)
        self._take_documents(event, compiled, ended)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)

    # Possible days

    def days(self, event: Event) -> DayRange:
        """Return the earliest and latest possible day (ordinals) of an event."""
        return self.open_dates.of(event)

    def must_place(self, event: Event) -> bool:
        """Return whether an event changes the possible days of itself or of earlier events."""
        return is_open(event) or bool(self.open_dates.awaiting)

    def place(self, event: Event) -> Placing:
        """Work out the possible days that the next event changes; return what `unplace` needs."""
        self.is_special = True
        open_before = self.deadlines.open
        placed = self.open_dates.place(event, self.reached)
        if placed.awaiting and open_before:
            self.deadlines.redate(self.days)
        return placed, open_before

    def unplace(self, before: Placing) -> None:
        """Take the last call of `place` back."""
        placed, self.deadlines.open = before
        self.open_dates.restore(placed)

    # Abolition and repetition

    def is_abolished_before(self, event: Event) -> Truth:
        """Return whether the authority was abolished before the day of an event."""
        if self.abolished_by is None or event.strength_after_abolition is None:
            return Truth.NO
        first, last = self.days(event)
        abolished_first, abolished_last = self.days(self.abolished_by)
        if first > abolished_last:
            return Truth.YES
        return Truth.MAYBE if last > abolished_first else Truth.NO

    def is_abolished_on(self, day: int | None) -> bool:
        """Return whether the authority was certainly abolished before a day, or ever."""
        if self.abolished_by is None:
            return False
        return day is None or day > self.days(self.abolished_by)[1]

    def compiled(self, event: Event) -> CompiledMove:
        """Return what an event does in the present stage.

        An event that is certainly after the abolition of the authority does nothing.
        """
        if self.abolished_by is not None and self.is_abolished_before(event) is Truth.YES:
            is_refused = event.strength_after_abolition is Strength.LOGIC
            if is_refused:
                return self.table.refused_after_abolition
            return self.table.without_effect(event.trigger)
        return self.table[event.trigger]

    def is_repeated(self, event: Event) -> bool:
        """Return whether an earlier event of the history is the same."""
        is_in_order = self.process.order_rule is not None and not self.is_special
        if is_in_order and is_new_on_its_day(event, self.events):
            return False
        if self._earlier is None:
            self._earlier = EarlierEvents()
        return self._earlier.contain(event, self.events)

    # One event

    def take(self, event: Event, compiled: CompiledMove, findings: tuple[Finding, ...]) -> None:
        """Update the state by one event.

        Args:
            event: The event.
            compiled: The compiled move of the event's trigger in the present stage.
            findings: The findings on it.
        """
        first = event.on.first
        if first > self.reached:  # noqa: PLR1730 - every event comes here, and `max` is slower
            self.reached = first
        if findings:
            self.findings += findings
            self._take_misplaced(event, compiled)
        deadlines = self.deadlines.open
        if compiled.changes_nothing and not (deadlines or event.acts_on_others or event.deadlines):
            self.events.append(event)
            self.moves.append(compiled)
            return
        if compiled.move is None:
            self._take_refused(event, compiled)
        if compiled.next_table is not self.table:
            self.stage, self.table, self.blocked_by = compiled.after, compiled.next_table, None
        ended = NONE_ENDED
        if deadlines and compiled.stopping_if_shown:
            ended = self.clocks.ended_by(event, compiled)
        if compiled.acts_on_clocks or not compiled.stopped_clocks.isdisjoint(self.clocks):
            self.clocks.take(event, compiled, compiled.starting, self.deadlines)
        if (
            event.acts_on_others
            or event.deadlines
            or deadlines
            or compiled.stopping_without_finding
        ):
            self._take_documents(event, compiled, ended)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)
        self.events.append(event)
        self.moves.append(compiled)

    def take_inert(
        self, event: Event, compiled: CompiledMove, findings: tuple[Finding, ...]
    ) -> None:
        """Update the state by an event after the abolition, which does nothing."""
        self.reached = max(self.reached, event.on.first)
        self.events.append(event)
        self.moves.append(compiled)
        self.findings += findings

    def _take_misplaced(self, event: Event, compiled: CompiledMove) -> None:
        """Check the order from the day of an event out of order on, if the event is one.

        One wrong date gives one finding then.
        """
        is_misplaced = event.on.last < self.reached and compiled.move is not None
        if is_misplaced and self.process.order_rule is not None:
            self.reached, self.is_special = event.on.first, True

    def _take_refused(self, event: Event, compiled: CompiledMove) -> None:
        index = len(self.moves)
        # Without a finding on its order, an event can be refused on an earlier day than others.
        if event.on.last < self.reached:
            self.is_special = True
        if self.blocked_by is not None:
            self.caused_by[index] = self.blocked_by
        elif not compiled.has_single_target:
            self.blocked_by = index

    def _take_documents(
        self, event: Event, compiled: CompiledMove, ended: Sequence[tuple[DateRule, bool]]
    ) -> None:
        """Update what documents opened and set by an event, which can also abolish the authority.

        Args:
            event: The event.
            compiled: Its compiled move.
            ended: The rules whose clock it ended; see `RunningClocks.ended_by`.
        """
        if self._openings is None:
            self._openings = Openings(self.clocks)
        if not (
            self.deadlines.open
            or event.deadlines
            or event.sets_deadlines
            or event.can_abolish
            or not compiled.cancelled_clocks.isdisjoint(self.clocks)
        ):
            self._openings.postpone(event)
            return
        closed = self._openings.take(event)
        if compiled.stopping_without_finding:
            self.clocks.cancel(event, compiled, closed)
        if self.deadlines.open:
            self._settle_deadlines(event, compiled, closed, ended)
        if event.deadlines_set:
            if self.deadlines is NO_DEADLINES:
                process = self.process
                self.deadlines = DeadlineTracker(process.starting, process.keeps_planned_days_of)
            self.deadlines.set_by(event, self.days(event))
        if self.abolished_by is None and self._abolishes(event):
            self._abolish(event)

    def _settle_deadlines(
        self,
        event: Event,
        compiled: CompiledMove,
        closed: tuple[Event, ...],
        ended: Sequence[tuple[DateRule, bool]],
    ) -> None:
        """Settle the open deadlines that an event meets or supersedes."""
        deadlines, days = self.deadlines, self.days(event)
        if self._abolishes(event):
            superseded = deadlines.due_from(days[0])
        else:
            superseded = deadlines.superseded_by(event, compiled, closed, days[0])
        self.settled.extend(deadlines.settle(event, days, ended, superseded))

    def _abolishes(self, event: Event) -> bool:
        """Return whether an event abolishes the authority; an inherited one did so to another."""
        return event.can_abolish and not self._is_inheriting and event.abolishes(self.authority)

    def _abolish(self, event: Event) -> None:
        """Close everything that is open, because the authority was abolished."""
        self.abolished_by, self.is_special = event, True
        self._openings = None
        self.clocks.cancel_all(event, self.deadlines)

    # What is open

    def running_or_settled(self) -> list[Settled]:
        """Return every clock and deadline so far: the settled ones, then those still open."""
        clocks = self.clocks
        settled = map(clocks.settled_of, self.settled)
        return [*settled, *clocks.unsettled(self.deadlines), *map(Settled, self.open_deadlines)]

    @property
    def open_deadlines(self) -> tuple[OpenDeadline, ...]:
        """The deadlines that are set and not settled, in the order in which they were set."""
        return tuple(self.deadlines.open.values())

    @property
    def opened(self) -> tuple[Event, ...]:
        """The events that opened something that is still open, such as a notice or a post."""
        return () if self._openings is None else self._openings.still_open()

    def meeting(self, event: Event, compiled: CompiledMove) -> Iterator[OpenDeadline]:
        """Yield the open deadlines that an event meets, in time or late."""
        if self.deadlines.open:
            yield from self.deadlines.met_by(event, self.clocks.ended_by(event, compiled))

    def lacks_all(self, triggers: tuple[str, ...]) -> bool:
        """Return whether the triggers are all missing from a record that should have one."""
        return self.begun is not None and self.begun.isdisjoint(triggers)
