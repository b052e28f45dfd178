"""The state of a replay: the stage, the running clocks and the open deadlines, event by event."""

from __future__ import annotations

from copy import copy
from itertools import chain
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from ..dates import MIN_DAY, Truth
from ..history import Strength, same_words
from ..trust_transfer import OpenedEvents
from .clocks import ClockEnd, clock_of, end_of, is_answered, is_started
from .open_deadline import LastSet, OpenDeadline, Settled, StartedClock
from .open_deadlines import OpenDeadlines
from .possible_days import NO_ENDS, Placed, PossibleDays, is_open, known_ends
from .repetition import EarlierEvents
from .transition_table import move_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ..history import Deadline, Event, History
    from ..process import DateRule, Process
    from .clocks import DayRange, RunningClock
    from .finding import Finding
    from .transition_table import CompiledMove

__all__ = ["Replay"]

NO_REQUIREMENTS: Mapping[str, LastSet] = {}
NO_DEADLINES = OpenDeadlines()
NOTHING: tuple[Any, ...] = ()
LOOKED_BACK = 8
"""How many earlier events are compared one by one, before all of them are sorted by day."""

_SettledTuple: TypeAlias = tuple[
    Any, "Event | None", "Event | None", "Event | None", "ClockEnd | None"
]
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
        deadlines: The deadlines that are set and not settled, by number.
        requirements: What set each requirement last, by its words.
        begun: The triggers so far that begin something; None if `begins_in` was given, because then
            no beginning counts as missing.
        idle: The ids of the rules whose running clock waits for an event that must have happened
            before.
        cancelled_by: The event that cancelled what a running clock waits for, by the id of its
            rule.
        events: The events so far.
        open_dates: The possible days of events with open dates; None if there are none so far.
        is_special: Whether an event was out of order, had an open date, or abolished the authority,
            so that later events need the full check.
        inherited: The events that the history inherits, which are not in `events`.
        inherited_from: The authority that had the inherited events.
        abolished_by: The event that abolished the authority, if any.
    """

    # The defaults of what few replays need, so that `__init__` is fast.
    inherited: tuple[Event, ...] = ()
    inherited_from: str | None = None
    deadlines = NO_DEADLINES
    _inherited_ids: AbstractSet[int] = frozenset()
    _opened: OpenedEvents | None = None
    _openings = 0
    _ends: Mapping[int, int] = NO_ENDS
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
        if ends:
            self._ends = ends
        self.open_dates: PossibleDays | None = None
        self.moves: list[CompiledMove] = []
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.caused_by: dict[int, int] = {}
        self.reached = MIN_DAY
        self.is_special = False
        self.blocked_by: int | None = None
        self.clocks: dict[str, Event] = {}
        self.requirements = NO_REQUIREMENTS
        self.begun: set[str] | None = None if begins_in is not None else set()
        self.abolished_by: Event | None = None
        # Plain tuples, because a replay settles many clocks and few are read; see `Settled`. A
        # tuple has a rule and the event that started its clock, or a deadline and None; then the
        # events that met and superseded it, and how the clock ended.
        self._settled: list[_SettledTuple] = []
        self.idle: set[str] = set()
        self.cancelled_by: dict[str, Event] = {}
        self._unprocessed: list[Event] = []
        self._holders: dict[str, Event] = {}

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
            replay.inherited_from = history.succeeds
            replay._is_inheriting = True
            for event in inherits:
                replay._inherit(event)
            replay._is_inheriting = False
            replay.inherited, replay.reached = inherits, MIN_DAY
            replay._inherited_ids = frozenset(map(id, inherits))
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
        state["clocks"] = self.clocks.copy()
        state["idle"] = self.idle.copy()
        state["cancelled_by"] = self.cancelled_by.copy()
        state["_settled"] = self._settled.copy()
        state["_unprocessed"] = self._unprocessed.copy()
        state["_holders"] = self._holders.copy()
        if self.deadlines:
            state["deadlines"] = self.deadlines.copy()
        if self.requirements:
            state["requirements"] = dict(self.requirements)
        if self._opened is not None:
            state["_opened"] = self._opened.copy()
        if self.begun is not None:
            state["begun"] = self.begun.copy()
        if self.open_dates is not None:
            state["open_dates"] = self.open_dates.copy()
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
        others = self._others_that_meet(event, compiled)
        self._take_clocks(event, compiled, starting)
        self._take_deadlines(event, compiled, others)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)

    # Possible days

    def days(self, event: Event) -> DayRange:
        """Return the earliest and latest possible day (ordinals) of an event."""
        if self.open_dates is None:
            return event.on.first, event.on.last
        return self.open_dates.of(event)

    def must_place(self, event: Event) -> bool:
        """Return whether an event changes the possible days of itself or of earlier events."""
        return is_open(event) or (self.open_dates is not None and bool(self.open_dates.awaiting))

    def place(self, event: Event) -> Placing:
        """Work out the possible days that the next event changes; return what `unplace` needs."""
        if self.open_dates is None:
            self.open_dates = PossibleDays(self._ends)
            self.is_special = True
        before = self.open_dates.place(event, self.reached), self.deadlines
        if before[0].awaiting and self.deadlines:
            self.deadlines = OpenDeadlines(
                (number, self._due_again(each)) for number, each in self.deadlines.items()
            )
        return before

    def unplace(self, before: Placing) -> None:
        """Take the last call of `place` back."""
        placed, self.deadlines = before
        assert self.open_dates is not None  # noqa: S101 - `place` made it
        self.open_dates.restore(placed)

    def _due_again(self, pending: OpenDeadline) -> OpenDeadline:
        due = pending.deadline.span_from(self.days(pending.setter))
        return pending if due is None else pending._replace(due=due)

    def clock(self, rule: DateRule, event: Event) -> RunningClock:
        """Return the clock that an event of this replay started under a rule."""
        inherited_from = None
        if id(event) in self._inherited_ids:
            inherited_from = self.inherited_from
        clock = clock_of(rule, event, self.days(event), inherited_from)
        if clock.has_other_holder and same_words(clock.duty_holder or "") == same_words(
            self.authority
        ):  # the event names the authority itself
            return clock._replace(duty_holder=rule.duty_holder, has_other_holder=False)
        return clock

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
        if is_in_order and self._is_new_on_its_day(event):
            return False
        if self._earlier is None:
            self._earlier = EarlierEvents()
        return self._earlier.contain(event, self.events)

    def _is_new_on_its_day(self, event: Event) -> bool:
        """Return whether the last few events show that no earlier event is the same.

        The events are in order, so before an event of an earlier day none is of the event's day.
        """
        for other in self.events[: -LOOKED_BACK - 1 : -1]:
            if other.on.last < event.on.first:
                return True
            if other.trigger == event.trigger and other.on.first == event.on.first:
                return False
        return len(self.events) <= LOOKED_BACK

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
        deadlines = self.deadlines
        if compiled.changes_nothing and not (deadlines or event.acts_on_others or event.deadlines):
            self.events.append(event)
            self.moves.append(compiled)
            return
        if compiled.move is None:
            self._take_refused(event, compiled)
        if compiled.next_table is not self.table:
            self.stage, self.table, self.blocked_by = compiled.after, compiled.next_table, None
        others = NOTHING
        if deadlines and compiled.stopping_if_shown:
            others = self._others_that_meet(event, compiled)
        if compiled.acts_on_clocks or not compiled.stopped_clocks.isdisjoint(self.clocks):
            self._take_clocks(event, compiled, compiled.starting)
        if (
            event.acts_on_others
            or event.deadlines
            or deadlines
            or compiled.stopping_without_finding
        ):
            self._take_deadlines(event, compiled, others)
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

    def end_of(self, rule: DateRule, clock: RunningClock, event: Event) -> ClockEnd | None:
        """Return how an event stops a clock of this replay; None if it leaves it running."""
        return end_of(rule, clock, event, self.days(event), self.process.answers)

    def _take_clocks(
        self, event: Event, compiled: CompiledMove, starting: Iterable[DateRule]
    ) -> None:
        """Stop the clocks that an event stops, then start those that it starts."""
        if self.clocks:
            for rule in compiled.stopping:
                if rule.id in self.clocks:
                    self._stop_clock(rule, event)
        for rule in starting:
            if (rule.condition is not None and not rule.condition.holds(event)) or (
                not rule.is_always_dated and not is_started(rule, event)
            ):
                continue
            if rule.id in self.clocks:
                if rule.from_first:
                    continue
                self._restart(rule, event)
            self.clocks[rule.id] = event
            if rule.cancelled_by and event.opens:
                self._holders[rule.id] = event
        if compiled.idle or compiled.cancelling or self.idle or self.cancelled_by:
            self._take_doubts(event, compiled)

    def _stop_clock(self, rule: DateRule, event: Event) -> None:
        """Stop a running clock, unless the event leaves it running."""
        start = self.clocks[rule.id]
        end = None
        if rule.ends_on_its_day:
            if rule.answers is not None and not is_answered(rule, event, self.process.answers):
                return
        else:
            end = self.end_of(rule, self.clock(rule, start), event)
            if end is None:
                return
        del self.clocks[rule.id]
        if self._holders:
            self._holders.pop(rule.id, None)
        if rule.id not in self.idle:
            superseded_by = None
            if self.deadlines or self.cancelled_by:
                superseded_by = self._superseding(rule)
            self._settled.append((rule, start, event, superseded_by, end))

    def _restart(self, rule: DateRule, event: Event) -> None:
        """Settle a running clock that an event starts again."""
        self._holders.pop(rule.id, None)
        if rule.id not in self.idle:
            superseded_by = self._superseding(rule) or event
            self._settled.append((rule, self.clocks[rule.id], None, superseded_by, None))

    def _superseding(self, rule: DateRule) -> Event | None:
        """Return the event that replaced or cancelled the due day of a rule, if any."""
        stated = self.stated_deadline(rule) if self.deadlines else None
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

    def _cancel_clocks(
        self, event: Event, compiled: CompiledMove, closed: tuple[Event, ...]
    ) -> None:
        """Stop the clocks that an event cancels."""
        for rule in compiled.stopping_without_finding:
            start, holder = self.clocks.get(rule.id), self._holders.get(rule.id)
            if start is None or (holder is not None and not _contains(closed, holder)):
                continue
            del self.clocks[rule.id]
            self._holders.pop(rule.id, None)
            self._settled.append((rule, start, None, event, None))

    def running_or_settled(self) -> list[Settled]:
        """Return every clock and deadline so far: the settled ones, then those still open."""
        running = [
            self._settled_of(rule, self.clocks[rule.id], None, self._superseding(rule), None)
            for rule in self.process.rules
            if rule.id in self.clocks and rule.id not in self.idle
        ]
        settled = [self._settled_of(*each) for each in self._settled]
        return [*settled, *running, *map(Settled, self.deadlines.values())]

    def _settled_of(
        self,
        subject: Any,
        start: Event | None,
        met_by: Event | None,
        superseded_by: Event | None,
        end: ClockEnd | None,
    ) -> Settled:
        days = self.days
        if start is not None:
            subject = StartedClock(subject, self.clock(subject, start))
        met_on = None if met_by is None else days(met_by) if end is None else end.days
        superseded_on = None if superseded_by is None else days(superseded_by)
        return Settled(subject, met_by, superseded_by, end, superseded_on, met_on)

    @property
    def open_deadlines(self) -> tuple[OpenDeadline, ...]:
        """The deadlines that are set and not settled, in the order in which they were set."""
        return tuple(self.deadlines.values())

    @property
    def opened(self) -> tuple[Event, ...]:
        """The events that opened something that is still open, such as a notice or a post."""
        self._process_openings()
        return () if self._opened is None else tuple(self._opened)

    def _process_openings(self) -> None:
        # What is open is asked for seldom, so the events are processed only then.
        for event in self._unprocessed:
            self._close_and_open(event)
        self._unprocessed.clear()

    def _close_and_open(self, event: Event) -> tuple[Event, ...]:
        """Update the events that are open; return those that the event closed."""
        closed: tuple[Event, ...] = ()
        opened = self._opened
        if opened is not None and event.closes_some and len(opened):
            closed = event.closes(opened.deciding(event))
            for other in closed:
                for equal in opened.equal_to(other):
                    opened.remove(equal)
        if event.opens:
            self._open(event)
            if closed and self._holders:
                self._succeed(event, closed)
        return closed

    def _open(self, event: Event) -> None:
        """Add an event to those that are open; one that is listed twice becomes two objects."""
        if self._opened is None:
            self._opened = OpenedEvents()
        self._openings += 1
        is_open_already = any(event is other for other in self._opened.equal_to(event))
        self._opened.add(copy(event) if is_open_already else event, self._openings)

    def _succeed(self, event: Event, closed: tuple[Event, ...]) -> None:
        """Let an event that closes the post of a clock, and opens one, take its place."""
        for rule_id, holder in self._holders.items():
            if _contains(closed, holder):
                self._holders[rule_id] = event

    def _take_deadlines(
        self,
        event: Event,
        compiled: CompiledMove,
        others: tuple[tuple[int, bool], ...],
    ) -> None:
        """Settle the open deadlines that an event meets or supersedes, and open those it sets."""
        if not (
            self.deadlines
            or event.deadlines
            or event.sets_deadlines
            or event.can_abolish
            or not compiled.cancelled_clocks.isdisjoint(self.clocks)
        ):
            self._unprocessed.append(event)
            return
        self._process_openings()
        closed = self._close_and_open(event)
        if compiled.stopping_without_finding:
            self._cancel_clocks(event, compiled, closed)
        if self.deadlines:
            self._settle_deadlines(event, compiled, closed, others)
        for deadline in event.deadlines_set:
            self._set_deadline(event, deadline)
        if self.abolished_by is None and self._abolishes(event):
            self._abolish(event)

    def _set_deadline(self, event: Event, deadline: Deadline) -> None:
        if not self.requirements:
            self.requirements = {}
        assert isinstance(self.requirements, dict)  # noqa: S101 - only a replay without any shares one
        self.requirements[deadline.words] = LastSet(event, deadline)
        due = deadline.span_from(self.days(event))
        if due is not None:
            if not self.deadlines:
                self.deadlines = OpenDeadlines()
            strength = deadline.set_by or event.deadline_strength
            self.deadlines.add(OpenDeadline(deadline, event, strength, due))

    def _abolishes(self, event: Event) -> bool:
        """Return whether an event abolishes the authority; an inherited one did so to another."""
        return event.can_abolish and not self._is_inheriting and event.abolishes(self.authority)

    def _abolish(self, event: Event) -> None:
        """Close everything that is open, because the authority was abolished."""
        self.abolished_by, self.is_special = event, True
        self._opened = None
        for rule in self.process.rules:
            start = self.clocks.pop(rule.id, None)
            if start is not None and rule.id not in self.idle:
                superseded_by = self._superseding(rule) or event
                self._settled.append((rule, start, None, superseded_by, None))
        self._holders.clear()

    def _others_that_meet(
        self, event: Event, compiled: CompiledMove
    ) -> tuple[tuple[int, bool], ...]:
        """Return the numbers of the deadlines that an event meets in place of another event.

        If a deadline replaces the upper bound of a rule with `shown_by`, each event that ends the
        rule's clock, or shows its end, meets the deadline. The second item is whether the event
        only shows the end.
        """
        others: list[tuple[int, bool]] = []
        for rule in compiled.stopping_if_shown:
            start = self.clocks.get(rule.id)
            end = None if start is None else self.end_of(rule, self.clock(rule, start), event)
            if end is not None:
                numbers = chain.from_iterable(self._replacing(rule))
                others += [(number, end.is_shown) for number in numbers]
        return tuple(others)

    def meeting(self, event: Event, compiled: CompiledMove) -> Iterator[OpenDeadline]:
        """Yield the open deadlines that an event meets, in time or late."""
        deadlines = self.deadlines
        if not deadlines:
            return
        met = deadlines.met_by(event)
        if compiled.stopping_if_shown:
            others = self._others_that_meet(event, compiled)
            met.update(number for number, is_shown in others if not is_shown)
        for number in sorted(met):
            yield deadlines[number]

    def _settle_deadlines(
        self,
        event: Event,
        compiled: CompiledMove,
        closed: tuple[Event, ...],
        others: tuple[tuple[int, bool], ...],
    ) -> None:
        """Settle the open deadlines that an event meets or supersedes."""
        deadlines = self.deadlines
        first, last = self.days(event)
        met = deadlines.met_by(event)
        shown: set[int] = set()
        for number, is_shown in others:
            if not is_shown or last <= deadlines[number].due[0]:
                met.add(number)
            else:
                shown.add(number)
        superseded = self._superseded(event, compiled, closed, first)
        for number in sorted({*met, *shown, *superseded}):
            if number in met:
                self._settled.append((deadlines.remove(number), None, event, None, None))
            # A deadline can be superseded only up to its due day; if it is unmet then, it stays
            # unmet. If the possible days overlap, this cannot be told, and the deadline stays open
            # as doubtful.
            elif number in shown or last > deadlines[number].due[0]:
                deadlines.doubt(number)
            else:
                self._settled.append((deadlines.remove(number), None, None, event, None))

    def _superseded(
        self, event: Event, compiled: CompiledMove, closed: tuple[Event, ...], first: int
    ) -> set[int]:
        """Return the numbers of the deadlines that an event replaces or cancels, or may do so.

        Args:
            event: The event.
            compiled: Its compiled move.
            closed: The events that it closed.
            first: Its earliest possible day.
        """
        deadlines = self.deadlines
        if self._abolishes(event):
            return {number for number, each in deadlines.items() if first <= each.due[1]}
        # Every planned day stays, to be compared with the actual day.
        kept, cancelled = self.process.keeps_planned_days_of, compiled.cancels_planned
        new = event.deadlines_set if event.deadlines or event.sets_deadlines else ()
        words = {deadline.words for deadline in new if deadline.met_by not in kept}
        found = deadlines.superseded(triggers=cancelled, setters=closed, first=first)
        if words:
            replaced = deadlines.superseded(words=words, first=first)
            found |= {
                number for number in replaced if deadlines[number].deadline.met_by not in kept
            }
        return found

    def stated_deadline(self, rule: DateRule) -> OpenDeadline | None:
        """Return the open deadline that replaces the upper bound of a rule, if any."""
        if not self.deadlines:
            return None
        firsts = (next(numbers, None) for numbers in self._replacing(rule))
        number = min((first for first in firsts if first is not None), default=None)
        return None if number is None else self.deadlines[number]

    def _replacing(self, rule: DateRule) -> Iterator[Iterator[int]]:
        """Yield the numbers of deadlines that replace the upper bound of a rule, in groups.

        The numbers of each group are in order.
        """
        deadlines = self.deadlines
        for numbers in deadlines.for_triggers(dict.fromkeys((*rule.ends, *rule.shown_by))):
            yield (number for number in numbers if self._replaces(deadlines[number], rule))

    def _replaces(self, pending: OpenDeadline, rule: DateRule) -> bool:
        """Return whether a deadline replaces the upper bound of a rule.

        A deadline set by an event that starts the clocks of rules with `answers` replaces only the
        bounds of rules on the same subject.
        """
        met_by = pending.deadline.met_by
        if rule.strength is Strength.LOGIC or not (met_by in rule.ends or met_by in rule.shown_by):
            return False
        if rule.answers is None:
            return True
        started = self.process.starting.get(pending.setter.trigger, ())
        answers = {other.answers for other in started if other.answers is not None}
        return not answers or rule.answers in answers

    def lacks_all(self, triggers: tuple[str, ...]) -> bool:
        """Return whether the triggers are all missing from a record that should have one."""
        return self.begun is not None and self.begun.isdisjoint(triggers)


def _contains(events: tuple[Event, ...], event: Event) -> bool:
    return any(event is other for other in events)
