"""A day by which something is due: under which rule, how it was counted, and how it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..dates import (
    LAST_PUBLISHED_YEAR,
    MAX_DAY,
    MIN_DAY,
    DateLike,
    PartialDate,
    Span,
    Truth,
    Unit,
    bank_holidays_between,
    months,
)
from ..engine import NOT_RECORDED, capital, when
from ..errors import InvalidValue, pluralised, quoted
from ..history import Citation, Event, Strength
from ..process import DateRule, Relaxation
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..process import Process

__all__ = ["YEAR", "Due", "Status", "days_from", "due", "unit_of"]

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
        duty_holder: Whose duty it is.
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
    duty_holder: str | None = None
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
            counted_from = "" if rule.start_label is None else f" after {rule.start_label}"
            yield f"{rule.requires}: {rule.bound}{counted_from}; in force {rule.period_words}."
            if self.measured and rule.fallback_note is not None:
                yield rule.fallback_note
        if self.citation is not None:
            yield f"Source: {self.citation}."
        if self.duty_holder is not None:
            yield f"The rule falls on: {self.duty_holder}."
        yield from self._standing()

    def _counted(self, span: Span, reached: PartialDate, which: str) -> Iterator[str]:
        if self.start is None:
            return
        start = _a_day(self.start)
        yield f"{span} after {start}, that day not counted: the {which} day is {reached.words}."
        if span.unit is not Unit.WORKING_DAYS:
            return
        yield self._holidays(self.start, reached)
        if reached.latest.year > LAST_PUBLISHED_YEAR:
            yield (
                f"Bank holidays after {LAST_PUBLISHED_YEAR} are projected; "
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
            return f", {pluralised(self.left, self.unit.removesuffix('s'))} left"
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
            "duty_holder": self.duty_holder,
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
        InvalidValue: There is no such rule, or it was certainly not in force on the start day.
        BadDate: The start is no date, or the day lies beyond what can be counted.

    Example:
        >>> due("action-plan", start="2016-11-25").due
        PartialDate('2017-03-08')
    """
    if isinstance(rule, str):
        rule = process.rule(rule)
    begin = PartialDate.of(start)
    first, last = rule.period
    if not rule.in_force_by_end and (begin.last < first or last < begin.first):
        accepted = f"{rule.id} holds {rule.period_words}"
        raise InvalidValue(quoted(begin.text), "day on which the rule is in force", accepted)
    if not rule.in_force_by_end and not first <= begin.first <= begin.last <= last:
        begin = days_from(max(begin.first, first), min(begin.last, last))
    return Due(
        what=rule.requires,
        due=_reached(rule.at_most, begin),
        strength=rule.strength,
        unit=unit_of(rule.at_most or rule.at_least),
        rule=rule.id,
        duty_holder=rule.duty_holder,
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


def days_from(first: int, last: int) -> PartialDate:
    """The days from one to another; the first and the last day of the years held stand for open."""
    return PartialDate.between(first - (first == MIN_DAY < last), last + (first < MAX_DAY == last))


def unit_of(span: Span | None) -> str:
    """Deadlines are counted in working days, save those of rules that count otherwise."""
    return "working days" if span is None or span.unit is Unit.WORKING_DAYS else "days"


def _in_relaxation(relaxed: Relaxation, day: PartialDate) -> Truth:
    """Whether a due day is one of those for which a rule was relaxed."""
    return day.within(f"{relaxed.due_from}/{relaxed.due_to}")
