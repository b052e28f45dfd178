"""What is due, by which rule or document, how the day was counted, and whether it was met."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from . import checker
from .clocks import Clock, clock_of
from .dates import (
    FIRST_DAY,
    LAST_CALENDAR_DAY,
    LAST_DAY,
    LAST_KNOWN_HOLIDAYS,
    DateLike,
    PartialDate,
    Span,
    Truth,
    Unit,
    bank_holidays_between,
    months,
    whole_day,
    working_days_between,
)
from .errors import NotAccepted, counted, shown
from .history import Event
from .progress import Duty, Progress
from .rules import DateRule, Relaxation
from .sources import Citation, Strength
from .trust_transfer import TRUST_TRANSFER
from .wording import NOT_RECORDED, RECEIPT_MEASURED, capital, set_in, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clocks import Days
    from .history import History
    from .process import Process

__all__ = ["Due", "Status", "deadlines", "due"]

YEAR = months(12)


class Status(StrEnum):
    """How a deadline stands on a day."""

    OPEN = "open"
    """Its day has not passed, and nothing that meets it is recorded."""
    MET = "met"
    MET_LATE = "met late"
    UNMET = "unmet"
    """A document set it, its day has passed, and nothing that meets it is recorded."""
    NOT_RECORDED = "not recorded"
    """The same for a day that follows from a rule: absence of a record is no proof."""
    SUPERSEDED = "superseded"
    """Another took its place before its day."""
    CANNOT_BE_TOLD = "cannot be told"


@frozen
class Due:
    """A day by which something is due, and how it stands.

    Args:
        what: What is asked for.
        due: The last day that keeps it, a span where it is known only in part; None for a rule
            that has only a first day.
        strength: Who asks.
        status: How it stands on the day asked for; None where no case is asked about.
        left: The days left on that day, negative when it has passed; None where it was met or
            superseded, and where no case is asked about.
        unit: What `left` counts: ``working days`` or ``days``.
        rule: The id of the rule it follows from; None for a deadline set in a document.
        falls_on: Whose duty it is.
        set_by: The event it is counted from, or that set it.
        met_by: The event that met it, in time or not.
        superseded_by: The event that took its place.
        citation: Where the rule stands, or what set the deadline.
        start: The day counted from; None for a day that a document states.
        earliest: The first day that keeps the rule; None for a rule that has none.
        span: The span counted; None for a day that a document states.
        counted_by: The rule itself.
        measured: Whether the day counted from is not recorded, but known from a measured span.
        as_of: The day asked for.
    """

    what: str
    due: PartialDate | None
    strength: Strength
    status: Status | None = None
    left: int | None = None
    unit: str = "working days"
    rule: str | None = None
    falls_on: str | None = None
    set_by: Event | None = None
    met_by: Event | None = None
    superseded_by: Event | None = None
    citation: Citation | None = None
    start: PartialDate | None = None
    earliest: PartialDate | None = None
    span: Span | None = field(default=None, repr=False)
    counted_by: DateRule | None = field(default=None, repr=False)
    measured: bool = field(default=False, repr=False)
    as_of: PartialDate | None = field(default=None, repr=False)

    def explain(self) -> str:
        """How the days were counted, naming each bank holiday skipped, by which rule, and so on."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        rule = self.counted_by
        if rule is not None and self.earliest is not None and rule.at_least is not None:
            yield from self._counted(rule.at_least, self.earliest, "first")
        if self.due is not None:
            if self.span is None:
                yield f"{capital(self.what)}: the last day is {self.due.words}, as set."
            else:
                yield from self._counted(self.span, self.due, "last")
        if rule is not None:
            if rule.relaxed is not None and self.due is not None:
                relaxed = _in_relaxation(rule.relaxed, self.due)
                if relaxed is not Truth.NO:
                    which = "due days then" if relaxed is Truth.YES else "some of these due days"
                    yield f"The rule was relaxed for {which}: {rule.relaxed.citation}."
            counted_from = "" if rule.from_words is None else f" after {rule.from_words}"
            yield f"{rule.asks}: {rule.bound}{counted_from}; in force {rule.period_words}."
            if self.measured:
                yield RECEIPT_MEASURED
        if self.citation is not None:
            yield f"Source: {self.citation}."
        if self.falls_on is not None:
            yield f"The rule falls on: {self.falls_on}."
        yield from self._standing()

    def _counted(self, span: Span, reached: PartialDate, which: str) -> Iterator[str]:
        if self.start is None:
            return
        start = _a_day(self.start)
        yield f"{span} after {start}, that day not counted: the {which} day is {reached.words}."
        if span.unit is not Unit.WORKING_DAYS:
            return
        yield self._holidays(self.start, reached)
        if reached.latest.year > LAST_KNOWN_HOLIDAYS:
            yield (
                f"Bank holidays after {LAST_KNOWN_HOLIDAYS} are projected; "
                "a day may yet be proclaimed or moved."
            )

    def _holidays(self, start: PartialDate, reached: PartialDate) -> str:
        """The bank holidays between, which were skipped for certain when both are days."""
        if YEAR.shift(start.last) < reached.last or YEAR.shift(start.first) < start.last:
            return "Which bank holidays are skipped depends on the day."
        holidays = bank_holidays_between(start.earliest, reached.latest)
        if not holidays:
            return "No bank holiday lies between."
        named = ", ".join(f"{PartialDate.of(day).words} ({name})" for day, name in holidays)
        return f"Bank holidays {'skipped' if start.is_day else 'that may lie between'}: {named}."

    def _standing(self) -> Iterator[str]:
        if self.status is None or self.as_of is None:
            return
        yield f"On {self.as_of.words}: {self.status}{self._because()}."
        if self.status in {Status.UNMET, Status.NOT_RECORDED}:
            yield NOT_RECORDED

    def _because(self) -> str:
        """What the status rests on, to go on with after it."""
        if self.status is Status.OPEN and self.left is not None:
            return f", {counted(self.left, self.unit.removesuffix('s'))} left"
        if self.status is Status.SUPERSEDED and self.superseded_by is not None:
            return f", something else took its place {when(self.superseded_by.on)}"
        if self.met_by is not None:
            return f", it was done {when(self.met_by.on)}"
        return ""

    def to_dict(self) -> dict[str, Any]:
        """The due day as plain data, the same that the command prints as JSON."""
        return {
            "what": self.what,
            "due": _text(self.due),
            "status": _text(self.status),
            "left": self.left,
            "unit": self.unit,
            "strength": str(self.strength),
            "rule": self.rule,
            "falls_on": self.falls_on,
            "set_by": _trigger(self.set_by),
            "met_by": _trigger(self.met_by),
            "superseded_by": _trigger(self.superseded_by),
            "citation": _text(self.citation),
            "start": _text(self.start),
            "earliest": _text(self.earliest),
            "explanation": self.explain(),
        }


def _a_day(start: PartialDate) -> str:
    """The day counted from, or that it is one of several."""
    if start.is_day:
        return start.words
    if start.is_open_end:
        return "a day not known" if start.is_open_start else f"a day from {start.starts.words} on"
    return f"a day {when(start)}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _trigger(event: Event | None) -> dict[str, str] | None:
    return None if event is None else {"trigger": event.trigger, "on": str(event.on)}


def due(rule: str | DateRule, *, start: DateLike, process: Process = TRUST_TRANSFER) -> Due:
    """By when something is due under a rule, counted from a start day, without any case.

    Args:
        rule: The rule or its id, such as ``action-plan``.
        start: The day to count from, which is not counted; a span gives a span, counted from the
            days in it on which the rule was in force.
        process: The process that has the rule; the trust transfer when left out.

    Raises:
        NotAccepted: There is no such rule, or it was certainly not in force on the start day.
        BadDate: The start is no date, or the day lies beyond what can be counted.

    Example:
        >>> due("action-plan", start="2016-11-25").due
        PartialDate('2017-03-08')
    """
    if isinstance(rule, str):
        rule = process.rule(rule)
    begin = PartialDate.of(start)
    first, last = rule.period
    if not rule.by_end and (begin.last < first or last < begin.first):
        accepted = f"{rule.id} holds {rule.period_words}"
        raise NotAccepted(shown(begin.text), "day on which the rule is in force", accepted)
    if not rule.by_end and not first <= begin.first <= begin.last <= last:
        begin = _between(max(begin.first, first), min(begin.last, last))
    return Due(
        what=rule.asks,
        due=_reached(rule.at_most, begin),
        strength=rule.strength,
        unit=_unit(rule.at_most or rule.at_least),
        rule=rule.id,
        falls_on=rule.falls_on,
        citation=rule.citation,
        start=begin,
        earliest=_reached(rule.at_least, begin),
        span=rule.at_most,
        counted_by=rule,
    )


def _reached(span: Span | None, start: PartialDate) -> PartialDate | None:
    """The days a span leads to from the days the start can be."""
    if span is None:
        return None
    if start.is_day:
        return PartialDate.of(span.after(start))
    return PartialDate.between(span.shift(start.first), span.shift(start.last))


def _between(first: int, last: int) -> PartialDate:
    """The days from one to another; the first and the last day of the years held stand for open."""
    return PartialDate.between(
        first - (first == FIRST_DAY < last), last + (first < LAST_DAY == last)
    )


def _unit(span: Span | None) -> str:
    """Deadlines are counted in working days, save those of rules that count otherwise."""
    return "working days" if span is None or span.unit is Unit.WORKING_DAYS else "days"


def _in_relaxation(relaxed: Relaxation, day: PartialDate) -> Truth:
    """Whether a due day is one of those for which a rule was relaxed."""
    return day.within(f"{relaxed.due_from}/{relaxed.due_to}")


# How a case's deadlines stand


class _Settled(NamedTuple):
    """What became of a clock or a deadline: met, superseded, or neither so far."""

    of: Duty | tuple[DateRule, Clock]
    met: Event | None = None
    gone: Event | None = None


class _Ledger(Progress):
    """A progress that keeps what became of every clock and deadline."""

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
        checker.advance(self, event)
        for rule in self.process.starting.get(event.trigger, ()):
            since = self.clocks.get(rule.id)
            if since is not None and (since is event or rule.from_first):
                self.displaced.pop(rule.id, None)
                (self.idle.add if self._is_there(rule) else self.idle.discard)(rule.id)
        lapsing = self.process.lapses.get(event.trigger, ())
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
        duty = self.beating(rule)
        return self.displaced.get(rule.id) if duty is None else duty.setter

    def _settle(self, rule: DateRule, since: Event, met: Event | None, gone: Event | None) -> None:
        if rule.id not in self.idle:
            self.settled.append(_Settled((rule, clock_of(rule, since)), met=met, gone=gone))

    def clock_ended(self, rule: DateRule, since: Event, event: Event) -> None:
        self._settle(rule, since, event, self._taking_place_of(rule))

    def clock_superseded(self, rule: DateRule, since: Event, event: Event) -> None:
        self._settle(rule, since, None, self._taking_place_of(rule) or event)

    def duty_met(self, duty: Duty, event: Event) -> None:
        self.settled.append(_Settled(duty, met=event))

    def duty_superseded(self, duty: Duty, event: Event) -> None:
        self.settled.append(_Settled(duty, gone=event))

    def all(self) -> Iterator[_Settled]:
        """What was settled, then what still runs."""
        for rule in self._running():
            self._settle(rule, self.clocks[rule.id], None, self._taking_place_of(rule))
        yield from self.settled
        yield from (_Settled(duty) for duty in self.duties)


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
    ledger = _Ledger.before(history, process)
    for event in history.as_of(as_of).events:
        ledger.follow(event)
    found = [
        _document_due(process, each, each.of, day)
        if isinstance(each.of, Duty)
        else _rule_due(each, *each.of, day)
        for each in ledger.all()
    ]
    listed = [each for each in found if each is not None and (everything or _is_listed(each, day))]
    return tuple(sorted(listed, key=lambda each: each.due.first if each.due else LAST_DAY))


def _is_listed(found: Due, day: int) -> bool:
    """Whether it was set, is open or met, or fell due in the twelve months before the day."""
    if found.rule is None or found.status in {Status.OPEN, Status.MET, Status.MET_LATE}:
        return True
    if found.due is None or found.due.last < YEAR.shift(day, -1):
        return False
    return found.status is not Status.SUPERSEDED or found.due.first < day


def _document_due(process: Process, settled: _Settled, duty: Duty, day: int) -> Due:
    """A deadline set in a document."""
    stated = duty.deadline.due
    status = _status(settled, duty.due, day, missed=Status.UNMET)
    if duty.is_doubtful and status is not Status.MET:
        status = Status.CANNOT_BE_TOLD
    return Due(
        what=duty.deadline.what,
        due=PartialDate.between(*duty.due) if stated is None else stated,
        strength=duty.strength,
        status=status,
        left=_left(status, duty.due, day, "working days"),
        set_by=duty.setter,
        met_by=settled.met,
        superseded_by=settled.gone,
        citation=set_in(process, duty.setter),
        start=duty.setter.on if stated is None else None,
        span=duty.deadline.within,
        as_of=PartialDate.between(day, day),
    )


def _rule_due(settled: _Settled, rule: DateRule, clock: Clock, day: int) -> Due | None:
    """A day that follows from a rule; None where the rule has no last day or was not in force."""
    (since, until), (first, last) = rule.period, clock.days
    start = clock.days if rule.by_end else (max(first, since), min(last, until))
    if rule.at_most is None or rule.strength is Strength.LOGIC or start[0] > start[1]:
        return None
    reached = rule.at_most.shift(start[0]), rule.at_most.shift(start[1])
    status = _status(settled, reached, day, missed=Status.NOT_RECORDED)
    if start != clock.days and status is not Status.SUPERSEDED:
        status = Status.CANNOT_BE_TOLD  # whether the rule was in force then
    unit = _unit(rule.at_most)
    return Due(
        what=rule.asks,
        due=PartialDate.between(*reached),
        strength=rule.strength,
        status=status,
        left=_left(status, reached, day, unit),
        unit=unit,
        rule=rule.id,
        falls_on=rule.falls_on,
        set_by=clock.event,
        met_by=settled.met,
        superseded_by=settled.gone,
        citation=rule.citation,
        start=_between(*clock.days),
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
