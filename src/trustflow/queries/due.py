"""A day by which something is due: its status, how it was counted, and its rule."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .._html import html_record
from .._tables import Table, date_columns, event_columns, integer_column, text_column
from ..dates import (
    LAST_PUBLISHED_YEAR,
    DateLike,
    PartialDate,
    Span,
    Truth,
    Unit,
    bank_holidays_between,
    date_argument,
    explained,
    months,
    whole_day,
)
from ..engine import NOT_RECORDED, as_one_day, capital, when
from ..errors import InvalidValue, pluralised, quoted
from ..history import Citation, Event, Strength
from ..process import DateRule, Relaxation, process_of
from ..trust_transfer import TRUST_TRANSFER
from .plain_data import plain_data
from .rule_days import interval, reached_by, start_days_in_force, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..process import Process

__all__ = [
    "MISSED",
    "NO_HOLIDAY",
    "NO_LAST_DAY",
    "PROJECTED",
    "YEAR",
    "Due",
    "DueTable",
    "Status",
    "due",
]

YEAR = months(12)
PROJECTED = (
    f"Bank holidays after {LAST_PUBLISHED_YEAR} are projected; "
    "a day may still be proclaimed or moved."
)
NO_LAST_DAY = "The rule sets no last day: that day would be after the period in force."
NO_HOLIDAY = "No bank holiday falls in between."


class Status(StrEnum):
    """The status of a deadline on a day."""

    OPEN = "open"
    """The due day has not passed, and no event on record meets the deadline."""
    MET = "met"
    """An event on record meets the deadline in time."""
    MET_LATE = "met late"
    """An event on record meets the deadline after the due day."""
    UNMET = "unmet"
    """A document set the deadline, the due day has passed, and no event on record meets it."""
    NOT_RECORDED = "not recorded"
    """A rule gives the deadline, the due day has passed, and no event on record meets it."""
    SUPERSEDED = "superseded"
    """A later event replaced or cancelled the deadline before the due day."""
    CANNOT_BE_TOLD = "cannot be told"
    """The dates held here allow more than one of these statuses."""


MISSED = frozenset({Status.UNMET, Status.NOT_RECORDED})
"""The statuses of a deadline whose due day has passed without a record that it was met."""


@frozen
class Due:
    """A day by which something is due, and its status.

    Args:
        what: What is required.
        due: The last day that meets the requirement, or an interval if that day is known only in
            part; None for a rule that has only a first day, or whose upper bound does not bind.
        strength: The strength of the rule or document that requires it.
        status: The status on the day `as_of`; None if there is no case.
        left: The number of days from `as_of` to `due`, in `unit`; negative after it. None unless
            the status is open, unmet or not recorded.
        unit: The unit of `left`: ``working days`` or ``days``.
        rule: The id of the rule that gives the due day; None for a deadline set in a document.
        duty_holder: Who must do what is required.
        set_by: The event from which the due day is counted, or the event that set the deadline.
        met_by: The event that met the deadline, in time or late.
        superseded_by: The event that replaced or cancelled the deadline.
        citation: The source of the rule, or the document that set the deadline.
        start: The day from which the due day is counted; None if a document states the due day.
        earliest: The first day that keeps the rule; None if the rule has no lower bound.
        span: The span that is counted; None if a document states the due day.
        date_rule: The rule that gives the due day.
        measured: Whether `start` comes from the rule's fallback, because the day to count from is
            not on record.
        inherited_from: The authority that had the event in `set_by`, if the history inherits it.
        as_of: The day of the status.
        is_pending: Whether the deadline is open or missed: no event on record met it, even late,
            or superseded it in time.
        met_on: The possible days on which `met_by` met the deadline, if they are not the event's
            own: those in the rule's `end_field`, or, if the event only shows that the deadline had
            been met, all days up to its own; else None.
        place: Its place, from 1 on, among the deadlines of the case under the same rule, or, if a
            document set it, among those in the same words, in the order in which they were set.
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
    date_rule: DateRule | None = field(default=None, repr=False)
    measured: bool = field(default=False, repr=False)
    inherited_from: str | None = None
    as_of: PartialDate | None = field(default=None, repr=False)
    is_pending: Truth = field(default=Truth.YES, repr=False)
    met_on: PartialDate | None = field(default=None, repr=False)
    place: int = field(default=1, repr=False)

    def falls_due_between(self, first: DateLike, last: DateLike) -> Truth:
        """Return whether something is left to be done by a day from a first to a last day.

        Returns:
            Yes if the deadline is pending and all possible due days lie between the two. No if
            none of them does, if there is no due day, or if an event on record met the deadline,
            even late, or superseded it. Otherwise it cannot be told.

        Raises:
            BadDate: `first` or `last` is not one exact day.
            InvalidValue: `last` is before `first`.
        """
        begin, end = whole_day(first, "first"), whole_day(last, "last")
        if end < begin:
            accepted = f"Expected a last day that is not before the first, {PartialDate.of(first)}."
            raise InvalidValue(quoted(str(last)), "last day", accepted)
        if self.due is None:
            return Truth.NO
        falls = self.due.within(PartialDate.between(begin, end)) & self.is_pending
        return falls & Truth.MAYBE if self.due.is_open_start or self.due.is_open_end else falls

    def explain(self) -> str:
        """Return sentences on the status, the due day, its counting, the rule and its source.

        The sentences name each bank holiday that was skipped.
        """
        return " ".join(self.sentences())

    def sentences(self) -> Iterator[str]:
        """Yield the sentences of `explain`; the first has the due day."""
        outcome = self._outcome()
        if outcome:
            yield f"{capital(outcome)}."
        yield f"Required: {self.what}."
        if self.as_of is not None and self.status in MISSED:
            yield NOT_RECORDED
        yield from self._day_sentences()
        if self.date_rule is not None:
            yield from self._rule_sentences(self.date_rule)
        if self.inherited_from is not None and self.set_by is not None:
            yield f"It comes from an event of {self.inherited_from} ({self.set_by.on.words})."
        if self.citation is not None:
            yield f"Source: {self.citation}."
        if self.duty_holder is not None:
            yield f"Duty holder: {self.duty_holder}."

    def _day_sentences(self) -> Iterator[str]:
        """Yield sentences on the last day and the first day."""
        if self.due is not None:
            if self.span is None:
                yield "A document sets this day; it was not counted."
            else:
                yield from self._counted("Last day", self.span, self.due)
        elif self.span is not None:
            yield NO_LAST_DAY
        rule = self.date_rule
        if rule is not None and rule.at_least is not None and self.earliest is not None:
            yield from self._counted("First day", rule.at_least, self.earliest)

    def _outcome(self) -> str:
        """Return the status and the due day, or only the due day if there is no case."""
        days = []
        if self.due is not None:
            days.append(f"due {f'by {self.due.words}' if self.due.is_day else when(self.due)}")
        if self.earliest is not None:
            days.append(f"not before {as_one_day(self.earliest)}")
        if self.status is None or self.as_of is None:
            return ", ".join(days)
        details = ", ".join([*days, *self._status_detail()])
        return f"{self.status} as of {self.as_of.words}: {details}"

    def _status_detail(self) -> Iterator[str]:
        """Yield the days left, or when the deadline was met or replaced."""
        if self.status is Status.OPEN and self.left is not None:
            yield f"{pluralised(self.left, self.unit.removesuffix('s'))} left"
        elif self.status is Status.SUPERSEDED and self.superseded_by is not None:
            yield f"replaced or cancelled {_when_shortly(self.superseded_by.on)}"
        elif self.met_by is not None:
            yield f"done {_when_shortly(self.met_on or self.met_by.on)}"

    def _counted(self, which: str, span: Span, reached: PartialDate) -> Iterator[str]:
        """Yield sentences on how a day was counted from the start."""
        if self.start is None:
            return
        yield f"{which}: {span} after {as_one_day(self.start)}, not counting that day."
        if span.unit is not Unit.WORKING_DAYS:
            return
        yield _holidays(self.start, reached)
        if reached.latest.year > LAST_PUBLISHED_YEAR:
            yield PROJECTED

    def _rule_sentences(self, rule: DateRule) -> Iterator[str]:
        counted_from = "" if rule.start_label is None else f" after {rule.start_label}"
        yield f"Rule {rule.id}: {rule.bound}{counted_from}; in force {rule.period_words}."
        if rule.in_force_by_end:
            yield "The ending day decides whether it is in force."
        if rule.relaxed is not None and self.due is not None:
            relaxed = _in_relaxation(rule.relaxed, self.due)
            if relaxed is not Truth.NO:
                this_day = "this due day" if self.due.is_day else "these due days"
                which = this_day if relaxed is Truth.YES else "some of these due days"
                yield f"The rule was relaxed for {which}: {rule.relaxed.citation}."
        if self.measured and rule.fallback_note is not None:
            yield rule.fallback_note

    def _repr_html_(self) -> str:
        fields = [
            ("Due", None if self.due is None else self.due.words),
            ("Status", self.status),
            ("Left", None if self.left is None else f"{self.left} {self.unit}"),
            ("Strength", self.strength),
            ("Rule", self.rule),
            ("Duty holder", self.duty_holder),
            ("Source", self.citation),
            ("Explanation", self.explain()),
        ]
        return html_record(capital(self.what), fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the due day as plain data, as the command prints it in JSON."""
        return {
            "what": self.what,
            "due": plain_data(self.due),
            "status": plain_data(self.status),
            "left": self.left,
            "unit": self.unit,
            "strength": plain_data(self.strength),
            "rule": self.rule,
            "duty_holder": self.duty_holder,
            "set_by": plain_data(self.set_by),
            "met_by": plain_data(self.met_by),
            "superseded_by": plain_data(self.superseded_by),
            "inherited_from": self.inherited_from,
            "citation": None if self.citation is None else str(self.citation),
            "start": plain_data(self.start),
            "earliest": plain_data(self.earliest),
            "explanation": self.explain(),
        }


class DueTable(Table[Due]):
    """Due days as a table; an event is in two columns, its trigger and its date."""

    __slots__ = ()

    columns = (
        text_column("what"),
        *date_columns("due"),
        text_column("status"),
        integer_column("left"),
        text_column("unit"),
        text_column("strength"),
        text_column("rule"),
        text_column("duty_holder"),
        *event_columns("set_by"),
        *event_columns("met_by"),
        *event_columns("superseded_by"),
        text_column("inherited_from"),
        text_column("citation"),
        text_column("start"),
        text_column("earliest"),
        text_column("explanation", Due.explain),
    )


def _holidays(start: PartialDate, reached: PartialDate) -> str:
    """Return a sentence on the bank holidays that were, or may have been, skipped."""
    # If the start days or the span cover more than a year, the list is too long to help.
    if YEAR.shift(start.last) < reached.last or YEAR.shift(start.first) < start.last:
        return "Which bank holidays are skipped depends on the start day."
    holidays = bank_holidays_between(start.earliest, reached.latest)
    if not holidays:
        return NO_HOLIDAY
    names = ", ".join(f"{PartialDate.of(day).words} ({name})" for day, name in holidays)
    return f"Bank holidays {'skipped' if start.is_day else 'that may fall in between'}: {names}."


def _when_shortly(date: PartialDate) -> str:
    """Return a date with its preposition; of a set of days, only the first and the last."""
    return when(PartialDate.between(date.first, date.last) if date.text[0] == "[" else date)


@explained("due('answer', start='2016-07-14', process=process)")
def due(rule: str | DateRule, *, start: DateLike, process: Process = TRUST_TRANSFER) -> Due:
    """Return the due day under a rule, counted from a start day without a case.

    Args:
        rule: The rule or its id, such as ``action-plan``.
        start: The start day, which itself is not counted. If it is known only in part, the due day
            is an interval, counted from the possible start days on which the rule was in force.
        process: The process that has the rule; the trust transfer by default.

    Raises:
        InvalidValue: The process has no such rule, or the rule was certainly not in force on the
            start day, or on any day after it if the ending day decides.
        BadDate: The start is not a date, or the due day is after the last year of the calendar.

    Example:
        >>> due("action-plan", start="2016-11-25").due
        PartialDate('2017-03-08')
    """
    if not isinstance(rule, DateRule):
        rule = process_of(process).rule(rule)
    begin = date_argument(start, "start")
    days = begin.first, begin.last
    in_force = start_days_in_force(rule, days, to_due=False)
    if in_force is None:
        first, last = rule.period
        nearest = first if begin.last < first else last
        accepted = (
            f"Expected a day on which the rule {rule.id} is in force ({rule.period_words}), "
            f"such as {PartialDate.between(nearest, nearest)}."
        )
        raise InvalidValue(quoted(begin.text), "start day", accepted)
    if in_force != days:
        begin = interval(*in_force)
    binding = start_days_in_force(rule, in_force)
    return Due(
        what=rule.requires,
        due=None if binding is None else reached_by(rule.at_most, interval(*binding)),
        strength=rule.strength,
        unit=unit_of(rule.at_most or rule.at_least),
        rule=rule.id,
        duty_holder=rule.duty_holder,
        citation=rule.citation,
        start=begin,
        earliest=reached_by(rule.at_least, begin),
        span=rule.at_most,
        date_rule=rule,
    )


def _in_relaxation(relaxed: Relaxation, day: PartialDate) -> Truth:
    """Return whether a rule was relaxed for a due day."""
    return day.within(f"{relaxed.due_from}/{relaxed.due_to}")
