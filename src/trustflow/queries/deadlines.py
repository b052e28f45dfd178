"""The deadlines of a case: what is due, by which rule or document, and whether it was met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..dates import (
    LAST_CALENDAR_DAY,
    MAX_DAY,
    DateLike,
    PartialDate,
    whole_day,
    working_days_between,
)
from ..engine import OpenDeadline, Replay, RunningClock, advance, clock_of, set_in
from ..history import Strength
from ..trust_transfer import TRUST_TRANSFER
from .due import YEAR, Due, Status, days_from, due, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..engine import Days
    from ..history import Event, History
    from ..process import DateRule, Process

__all__ = ["Due", "Status", "deadlines", "due"]


class _Settled(NamedTuple):
    """What became of a clock or a deadline: met, superseded, or neither so far."""

    of: OpenDeadline | tuple[DateRule, RunningClock]
    met: Event | None = None
    gone: Event | None = None


class DeadlineTracker(Replay):
    """A replay that keeps what became of every clock and deadline."""

    __slots__ = ("displaced", "idle", "settled")

    def __init__(self, process: Process, begins_in: str | None = None) -> None:
        super().__init__(process, begins_in)
        self.settled: list[_Settled] = []
        self.displaced: dict[str, Event] = {}
        """By rule, the decision that gave up what its running clock waits for."""
        self.idle: set[str] = set()
        """The rules whose running clock waits for what is there already."""

    def follow(self, event: Event) -> None:
        """Take an event, and look what it does to the running clocks."""
        advance(self, event)
        for rule in self.process.starting.get(event.trigger, ()):
            since = self.clocks.get(rule.id)
            if since is not None and (since is event or rule.from_first):
                self.displaced.pop(rule.id, None)
                (self.idle.add if self._is_there(rule) else self.idle.discard)(rule.id)
        lapsing = self.process.cancels_planned.get(event.trigger, ())
        for rule in self._running():
            if lapsing and set(rule.ends) <= set(lapsing):
                self.displaced.setdefault(rule.id, event)

    def _is_there(self, rule: DateRule) -> bool:
        """Whether the case is where the rule's ending leads, and can only have come from there."""
        targets = {self.process.only_targets.get(trigger) for trigger in rule.ends}
        allowed = self.process.table[self.stage]
        return targets == {self.stage} and allowed.keys().isdisjoint(rule.ends)

    def _running(self) -> list[DateRule]:
        return [rule for rule in self.process.rules if rule.id in self.clocks]

    def _taking_place_of(self, rule: DateRule) -> Event | None:
        """What takes the place of the day that follows from a rule, if anything does."""
        pending = self.beating(rule)
        return self.displaced.get(rule.id) if pending is None else pending.setter

    def _settle(self, rule: DateRule, since: Event, met: Event | None, gone: Event | None) -> None:
        if rule.id not in self.idle:
            self.settled.append(_Settled((rule, clock_of(rule, since)), met=met, gone=gone))

    def clock_ended(self, rule: DateRule, since: Event, event: Event) -> None:
        self._settle(rule, since, event, self._taking_place_of(rule))

    def clock_superseded(self, rule: DateRule, since: Event, event: Event) -> None:
        self._settle(rule, since, None, self._taking_place_of(rule) or event)

    def deadline_met(self, pending: OpenDeadline, event: Event) -> None:
        self.settled.append(_Settled(pending, met=event))

    def deadline_superseded(self, pending: OpenDeadline, event: Event) -> None:
        self.settled.append(_Settled(pending, gone=event))

    def all(self) -> Iterator[_Settled]:
        """What was settled, then what still runs."""
        for rule in self._running():
            self._settle(rule, self.clocks[rule.id], None, self._taking_place_of(rule))
        yield from self.settled
        yield from (_Settled(pending) for pending in self.open_deadlines)


def deadlines(
    history: History,
    as_of: DateLike,
    *,
    process: Process = TRUST_TRANSFER,
    everything: bool = False,
) -> tuple[Due, ...]:
    """The deadlines of a history as they stand on a day, by due day.

    They follow from date rules, and from days set in directions, contracts and other documents;
    a day so set takes the place of the default it specialises.

    Args:
        history: The history; what happened after the day is left out.
        as_of: The day asked for.
        process: The process; the trust transfer when left out.
        everything: Whether to list those, too, that follow from a rule, fell due more than twelve
            months before the day, and have no record of being met.

    Raises:
        BadDate: The day is known only in part.
    """
    day = whole_day(as_of)
    ledger = DeadlineTracker.before(history, process)
    for event in history.as_of(as_of).events:
        ledger.follow(event)
    found = [
        _document_due(process, each, each.of, day)
        if isinstance(each.of, OpenDeadline)
        else _rule_due(each, *each.of, day)
        for each in ledger.all()
    ]
    listed = [each for each in found if each is not None and (everything or _is_listed(each, day))]
    return tuple(sorted(listed, key=lambda each: each.due.first if each.due else MAX_DAY))


def _is_listed(found: Due, day: int) -> bool:
    """Whether it was set, is open or met, or fell due in the twelve months before the day."""
    if found.rule is None or found.status in {Status.OPEN, Status.MET, Status.MET_LATE}:
        return True
    if found.due is None or found.due.last < YEAR.shift(day, -1):
        return False
    return found.status is not Status.SUPERSEDED or found.due.first < day


def _document_due(process: Process, settled: _Settled, pending: OpenDeadline, day: int) -> Due:
    """A deadline set in a document."""
    stated = pending.deadline.due
    status = _status(settled, pending.due, day, missed=Status.UNMET)
    if pending.is_doubtful and status is not Status.MET:
        status = Status.CANNOT_BE_TOLD
    return Due(
        what=pending.deadline.what,
        due=PartialDate.between(*pending.due) if stated is None else stated,
        strength=pending.strength,
        status=status,
        left=_left(status, pending.due, day, "working days"),
        set_by=pending.setter,
        met_by=settled.met,
        superseded_by=settled.gone,
        citation=set_in(process, pending.setter),
        start=pending.setter.on if stated is None else None,
        span=pending.deadline.within,
        as_of=PartialDate.between(day, day),
    )


def _rule_due(settled: _Settled, rule: DateRule, clock: RunningClock, day: int) -> Due | None:
    """A day that follows from a rule; None where the rule has no last day or was not in force."""
    (since, until), (first, last) = rule.period, clock.days
    start = clock.days if rule.in_force_by_end else (max(first, since), min(last, until))
    if rule.at_most is None or rule.strength is Strength.LOGIC or start[0] > start[1]:
        return None
    reached = rule.at_most.shift(start[0]), rule.at_most.shift(start[1])
    status = _status(settled, reached, day, missed=Status.NOT_RECORDED)
    if start != clock.days and status is not Status.SUPERSEDED:
        status = Status.CANNOT_BE_TOLD  # whether the rule was in force then
    unit = unit_of(rule.at_most)
    return Due(
        what=rule.requires,
        due=PartialDate.between(*reached),
        strength=rule.strength,
        status=status,
        left=_left(status, reached, day, unit),
        unit=unit,
        rule=rule.id,
        duty_holder=rule.duty_holder,
        set_by=clock.event,
        met_by=settled.met,
        superseded_by=settled.gone,
        citation=rule.citation,
        start=days_from(*clock.days),
        span=rule.at_most,
        counted_by=rule,
        measured=clock.measured,
        as_of=PartialDate.between(day, day),
    )


def _status(settled: _Settled, due_days: Days, day: int, *, missed: Status) -> Status:
    """How a deadline stands on a day."""
    first, last = due_days
    gone, met = settled.gone, settled.met
    if gone is not None and gone.on.last <= first:
        return Status.SUPERSEDED
    in_doubt = gone is not None and gone.on.first <= last
    if met is not None:
        status = _met(met, first, last)
        return Status.CANNOT_BE_TOLD if in_doubt else status
    if in_doubt:
        return Status.CANNOT_BE_TOLD
    if day <= first:
        return Status.OPEN
    return missed if day > last else Status.CANNOT_BE_TOLD


def _met(met: Event, first: int, last: int) -> Status:
    if met.on.last <= first:
        return Status.MET
    return Status.MET_LATE if met.on.first > last else Status.CANNOT_BE_TOLD


def _left(status: Status, due_days: Days, day: int, unit: str) -> int | None:
    """The days left to the first due day, or past the last one as a negative number."""
    if status is Status.OPEN:
        end = due_days[0]
    elif status in {Status.UNMET, Status.NOT_RECORDED}:
        end = due_days[1]
    else:
        return None
    if unit == "days" or max(day, end) > LAST_CALENDAR_DAY:
        return end - day
    return working_days_between(PartialDate.between(day, day), PartialDate.between(end, end))
