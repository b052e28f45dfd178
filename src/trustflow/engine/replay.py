"""The state of a replay: the stage, the running clocks and the open deadlines, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from ..dates import MAX_DAY, MIN_DAY, Truth
from ..history import Strength, same_words
from .clocks import ClockEnd, clock_of, end_of, is_started
from .open_deadline import OpenDeadline, Settled, StartedClock
from .possible_days import PossibleDays, known_ends
from .transition_table import move_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..history import Event, History
    from ..process import DateRule, Process
    from .clocks import RunningClock
    from .finding import Finding
    from .transition_table import CompiledMove

__all__ = ["Replay"]

NO_WORDS: frozenset[str] = frozenset()
NOTHING: tuple[Any, ...] = ()

_SettledTuple: TypeAlias = tuple[
    Any, "Event | None", "Event | None", "Event | None", "ClockEnd | None"
]
Placing: TypeAlias = tuple[Any, tuple[OpenDeadline, ...]]
"""The state before `Replay.place`, for `Replay.unplace`."""


class Replay:
    """The state of a replay, which `take` updates event by event.

    Args:
        process: The process.
        begins_in: The stage in which the case begins, if that is not the first stage of the
            process. If it is given, no earlier event counts as missing.
        authority: The authority of the history, which an event can abolish.
        days: The possible days of the events; by default, later events are not known.

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
        events: The events so far.
        days: The possible days of the events so far.
        latest_day: The latest day (ordinal) of the events whose date is one exact day.
        inherited: The events that the history inherits, which are not in `events`.
        inherited_from: The authority that had the inherited events.
        abolished_by: The event that abolished the authority, if any.
    """

    __slots__ = (
        "_holders",
        "_is_inheriting",
        "_opened",
        "_seen",
        "_seen_to",
        "_settled",
        "_unprocessed",
        "abolished_by",
        "authority",
        "begun",
        "blocked_by",
        "cancelled_by",
        "caused_by",
        "clocks",
        "days",
        "events",
        "findings",
        "idle",
        "inherited",
        "inherited_from",
        "latest_day",
        "moves",
        "open_deadlines",
        "process",
        "reached",
        "requirements",
        "stage",
        "table",
    )

    def __init__(
        self,
        process: Process,
        begins_in: str | None = None,
        *,
        authority: str = "",
        days: PossibleDays | None = None,
    ) -> None:
        self.process = process
        self.stage = process.initial if begins_in is None else process.stage(begins_in)
        self.table = move_tables(process)[self.stage]
        self.authority = authority
        self.days = PossibleDays() if days is None else days
        self.moves: list[CompiledMove] = []
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.caused_by: dict[int, int] = {}
        self.reached = MIN_DAY
        self.latest_day = MIN_DAY
        self.blocked_by: int | None = None
        self.clocks: dict[str, Event] = {}
        self.open_deadlines: tuple[OpenDeadline, ...] = ()
        self.requirements = NO_WORDS
        self.begun: set[str] | None = None if begins_in is not None else set()
        self.abolished_by: Event | None = None
        self.inherited: tuple[Event, ...] = ()
        self.inherited_from: str | None = None
        # Plain tuples, because a replay settles many clocks and few are read; see `Settled`. A
        # tuple has a rule and the event that started its clock, or a deadline and None; then the
        # events that met and superseded it, and how the clock ended.
        self._settled: list[_SettledTuple] = []
        self.idle: set[str] = set()
        self.cancelled_by: dict[str, Event] = {}
        self._opened: tuple[Event, ...] = ()
        self._unprocessed: list[Event] = []
        self._holders: dict[str, Event] = {}
        self._is_inheriting = False
        self._seen: set[Any] = set()
        self._seen_to = 0

    @classmethod
    def before(cls, history: History, process: Process) -> Self:
        """Return the state before the first event of a history, after those that it inherits.

        A `begins_in` that the process does not have is ignored.
        """
        begins_in = history.begins_in
        if begins_in is not None and begins_in not in process.stages:
            begins_in = None
        inherits = history.inherits
        listed = (*inherits, *history.events) if inherits else history.events
        days = PossibleDays(known_ends(listed))
        replay = cls(process, begins_in, authority=history.authority, days=days)
        if inherits:
            replay.inherited_from = history.succeeds
            replay._is_inheriting = True
            for event in inherits:
                replay._inherit(event)
            replay._is_inheriting = False
            replay.inherited, replay.reached = inherits, MIN_DAY
        return replay

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

    def must_place(self, event: Event) -> bool:
        """Return whether an event changes the possible days of itself or of earlier events."""
        on = event.on
        return on.last == MAX_DAY or on.first == MIN_DAY or bool(self.days.awaiting)

    def place(self, event: Event) -> Placing:
        """Work out the possible days that the next event changes; return what `unplace` needs."""
        before = self.days.state(), self.open_deadlines
        awaiting = self.days.awaiting
        self.days.place(event, self.reached)
        if awaiting and self.open_deadlines:
            self.open_deadlines = tuple(self._due_again(each) for each in self.open_deadlines)
        return before

    def unplace(self, before: Placing) -> None:
        """Take `place` back."""
        state, self.open_deadlines = before
        self.days.restore(state)

    def _due_again(self, pending: OpenDeadline) -> OpenDeadline:
        due = pending.deadline.span_from(self.days.of(pending.setter))
        return pending if due is None else pending._replace(due=due)

    def clock(self, rule: DateRule, event: Event) -> RunningClock:
        """Return the clock that an event of this replay started under a rule."""
        is_inherited = self.inherited and any(event is other for other in self.inherited)
        inherited_from = self.inherited_from if is_inherited else None
        clock = clock_of(rule, event, self.days.of(event), inherited_from)
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
        first, last = self.days.of(event)
        abolished_first, abolished_last = self.days.of(self.abolished_by)
        if first > abolished_last:
            return Truth.YES
        return Truth.MAYBE if last > abolished_first else Truth.NO

    def is_abolished_on(self, day: int | None) -> bool:
        """Return whether the authority was certainly abolished before a day, or ever."""
        if self.abolished_by is None:
            return False
        return day is None or day > self.days.of(self.abolished_by)[1]

    def compiled(self, event: Event) -> CompiledMove:
        """Return what an event does in the present stage.

        An event that is certainly after the abolition of the authority does nothing.
        """
        if self.abolished_by is not None and self.is_abolished_before(event) is Truth.YES:
            is_refused = event.strength_after_abolition is Strength.LOGIC
            return (
                self.table.refused_after_abolition
                if is_refused
                else self.table.without_effect(event.trigger)
            )
        return self.table[event.trigger]

    def is_repeated(self, event: Event) -> bool:
        """Return whether an earlier event of the history is the same; see `Event.repeats`."""
        key = event.comparison_key
        if key is None:
            return False
        for other in self.events[self._seen_to :]:
            self._seen.add(other.comparison_key)
        self._seen_to = len(self.events)
        return key in self._seen

    # One event

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
            # wrong date gives one finding.
            if any(finding.code == "out_of_order" for finding in findings):
                self.reached = first
        if compiled.is_inert:
            self.events.append(event)
            self.moves.append(compiled)
            return
        if compiled.move is None:
            self._take_refused(compiled)
        if compiled.next_table is not self.table:
            self.stage, self.table, self.blocked_by = compiled.after, compiled.next_table, None
        others = self._others_that_meet(event, compiled)
        if compiled.acts_on_clocks or (compiled.stopping and self.clocks):
            self._take_clocks(event, compiled, compiled.starting)
        cancelling = compiled.stopping_without_finding
        if self.open_deadlines or event.deadlines or event.acts_on_others or cancelling:
            self._take_deadlines(event, compiled, others)
        if compiled.is_beginning and self.begun is not None:
            self.begun.add(event.trigger)
        if first > self.latest_day and first == event.on.last:
            self.latest_day = first
        self.events.append(event)
        self.moves.append(compiled)

    def _take_refused(self, compiled: CompiledMove) -> None:
        index = len(self.moves)
        if self.blocked_by is not None:
            self.caused_by[index] = self.blocked_by
        elif not compiled.has_single_target:
            self.blocked_by = index

    def ended_clocks(
        self, event: Event, rules: Iterable[DateRule]
    ) -> Iterator[tuple[DateRule, RunningClock, ClockEnd]]:
        """Yield each of the rules whose running clock an event stops, and how."""
        answers = self.process.answers
        for rule in rules:
            start = self.clocks.get(rule.id)
            if start is not None:
                clock = self.clock(rule, start)
                end = end_of(rule, clock, event, self.days.of(event), answers)
                if end is not None:
                    yield rule, clock, end

    def _take_clocks(
        self, event: Event, compiled: CompiledMove, starting: Iterable[DateRule]
    ) -> None:
        """Stop the clocks that an event stops, then start those that it starts."""
        if self.clocks:
            self._stop_clocks(event, compiled)
        for rule in starting:
            if (rule.condition is None or rule.condition.holds(event)) and (
                rule.is_always_dated or is_started(rule, event)
            ):
                self._start_clock(rule, event)
        if compiled.idle or compiled.cancelling or self.idle or self.cancelled_by:
            self._take_doubts(event, compiled)

    def _stop_clocks(self, event: Event, compiled: CompiledMove) -> None:
        for rule in compiled.stopping:
            if rule.id not in self.clocks:
                continue
            end = None
            if not rule.is_always_stopped:
                end = next((end for _, _, end in self.ended_clocks(event, (rule,))), None)
                if end is None:
                    continue
            start = self.clocks.pop(rule.id)
            self._holders.pop(rule.id, None)
            if rule.id not in self.idle:
                self._settled.append((rule, start, event, self._superseding(rule), end))

    def _start_clock(self, rule: DateRule, event: Event) -> None:
        older = self.clocks.get(rule.id)
        if older is not None:
            if rule.from_first:
                return
            if rule.id not in self.idle:
                superseded_by = self._superseding(rule) or event
                self._settled.append((rule, older, None, superseded_by, None))
        self.clocks[rule.id] = event
        if rule.cancelled_by and event.opens:
            self._holders[rule.id] = event

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

    def _cancel_clocks(
        self, event: Event, compiled: CompiledMove, closed: tuple[Event, ...]
    ) -> None:
        """Stop the clocks that an event cancels; a successor takes over the post of a clock."""
        for rule in compiled.stopping_without_finding:
            start, holder = self.clocks.get(rule.id), self._holders.get(rule.id)
            if start is None or (holder is not None and not _contains(closed, holder)):
                continue
            del self.clocks[rule.id]
            self._holders.pop(rule.id, None)
            self._settled.append((rule, start, None, event, None))
        if event.opens:
            for rule_id, holder in self._holders.items():
                if _contains(closed, holder):
                    self._holders[rule_id] = event

    def running_or_settled(self) -> list[Settled]:
        """Return every clock and deadline so far: the settled ones, then those still open."""
        running = [
            self._settled_of(rule, self.clocks[rule.id], None, self._superseding(rule), None)
            for rule in self.process.rules
            if rule.id in self.clocks and rule.id not in self.idle
        ]
        settled = [self._settled_of(*each) for each in self._settled]
        return [*settled, *running, *map(Settled, self.open_deadlines)]

    def _settled_of(
        self,
        subject: Any,
        start: Event | None,
        met_by: Event | None,
        superseded_by: Event | None,
        end: ClockEnd | None,
    ) -> Settled:
        days = self.days.of
        if start is not None:
            subject = StartedClock(subject, self.clock(subject, start))
        met_on = None if met_by is None else days(met_by) if end is None else end.days
        superseded_on = None if superseded_by is None else days(superseded_by)
        return Settled(subject, met_by, superseded_by, end, superseded_on, met_on)

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

    def _take_deadlines(
        self,
        event: Event,
        compiled: CompiledMove,
        others: tuple[tuple[OpenDeadline, bool], ...],
    ) -> None:
        """Settle the open deadlines that an event meets or supersedes, and open those it sets."""
        abolishes = self._abolishes(event)
        if not (
            self.open_deadlines
            or event.deadlines
            or event.sets_deadlines
            or self._holders
            or compiled.stopping_without_finding
            or abolishes
        ):
            self._unprocessed.append(event)
            return
        _ = self.opened  # reading the property processes the earlier events
        closed = self._close_and_open(event)
        if self._holders or compiled.stopping_without_finding:
            self._cancel_clocks(event, compiled, closed)
        if self.open_deadlines:
            remaining = (
                self._remaining(pending, event, closed, others) for pending in self.open_deadlines
            )
            self.open_deadlines = tuple(pending for pending in remaining if pending is not None)
        for deadline in event.deadlines_set:
            self.requirements |= {deadline.words}
            due = deadline.span_from(self.days.of(event))
            if due is not None:
                strength = deadline.set_by or event.deadline_strength
                pending = OpenDeadline(deadline, event, strength, due)
                self.open_deadlines = (*self.open_deadlines, pending)
        if abolishes and self.abolished_by is None:
            self._abolish(event)

    def _abolishes(self, event: Event) -> bool:
        """Return whether an event abolishes the authority; an inherited one did so to another."""
        return event.can_abolish and not self._is_inheriting and event.abolishes(self.authority)

    def _abolish(self, event: Event) -> None:
        """Close everything that is open, because the authority was abolished."""
        self.abolished_by = event
        self._opened = ()
        for rule in self.process.rules:
            start = self.clocks.pop(rule.id, None)
            if start is not None and rule.id not in self.idle:
                superseded_by = self._superseding(rule) or event
                self._settled.append((rule, start, None, superseded_by, None))
        self._holders.clear()

    def _others_that_meet(
        self, event: Event, compiled: CompiledMove
    ) -> tuple[tuple[OpenDeadline, bool], ...]:
        """Return the open deadlines that an event meets in place of another event.

        If a deadline replaces the upper bound of a rule with `shown_by`, each event that ends the
        rule's clock, or shows its end, meets the deadline. The second item is whether the event
        only shows the end.
        """
        if not self.open_deadlines:
            return NOTHING
        rules = [rule for rule in compiled.stopping if rule.shown_by]
        return tuple(
            (pending, end.is_shown)
            for rule, _, end in self.ended_clocks(event, rules)
            for pending in self.open_deadlines
            if self._replaces(pending, rule)
        )

    def meeting(self, event: Event, compiled: CompiledMove) -> Iterator[OpenDeadline]:
        """Yield the open deadlines that an event meets, in time or late."""
        others = self._others_that_meet(event, compiled)
        ended = [pending for pending, is_shown in others if not is_shown]
        for pending in self.open_deadlines:
            if event.meets(pending.deadline) or any(pending is other for other in ended):
                yield pending

    def _remaining(
        self,
        pending: OpenDeadline,
        event: Event,
        closed: tuple[Event, ...],
        others: tuple[tuple[OpenDeadline, bool], ...],
    ) -> OpenDeadline | None:
        """Return an open deadline as it is after an event; None if the event settles it."""
        first, last = self.days.of(event)
        shown = [is_shown for other, is_shown in others if other is pending]
        if event.meets(pending.deadline) or False in shown:
            self._settled.append((pending, None, event, None, None))
            return None
        if shown:
            if last > pending.due[0]:
                return pending._replace(is_doubtful=True)
            self._settled.append((pending, None, event, None, None))
            return None
        # A deadline can be superseded only up to its due day; if it is unmet then, it stays unmet.
        # If the possible days overlap, this cannot be told, and the deadline stays open as
        # doubtful.
        if not self._supersedes(event, pending, closed) or first > pending.due[1]:
            return pending
        if last > pending.due[0]:
            return pending._replace(is_doubtful=True)
        self._settled.append((pending, None, None, event, None))
        return None

    def _supersedes(self, event: Event, pending: OpenDeadline, closed: tuple[Event, ...]) -> bool:
        """Return whether an event replaces or cancels a deadline."""
        if pending.setter in closed or self._abolishes(event):
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
        return next((each for each in self.open_deadlines if self._replaces(each, rule)), None)

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
