"""What is due, by which rule, and how the day was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .dates import (
    AFTER_ALL,
    LAST_KNOWN_HOLIDAYS,
    DateLike,
    PartialDate,
    Span,
    Truth,
    Unit,
    bank_holidays_between,
)
from .errors import NotAccepted, shown
from .process import DateRule, Process
from .sources import Citation, Strength
from .trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Due", "due"]


@frozen
class Due:
    """A day by which something is due.

    Args:
        what: What is asked for.
        start: The day counted from.
        due: The last day that keeps the rule, a span where the start is known only in part;
            None for a rule that has no last day.
        earliest: The first day that keeps the rule; None for a rule that has no first day.
        rule: The rule counted by.
        strength: Who makes the rule.
        falls_on: Whose duty it is.
        citation: Where the rule stands.
        counted_by: The rule itself.
    """

    what: str
    start: PartialDate
    due: PartialDate | None
    earliest: PartialDate | None
    rule: str
    strength: Strength
    falls_on: str | None
    citation: Citation | None
    counted_by: DateRule = field(repr=False)

    def explain(self) -> str:
        """How the days were counted, naming each bank holiday skipped, and by which rule."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        rule = self.counted_by
        for span, reached, end in (
            (rule.at_least, self.earliest, "the first day is"),
            (rule.at_most, self.due, "the last day is"),
        ):
            if span is not None and reached is not None:
                yield f"{span} after {self.start.words}, that day not counted: {end} {reached.words}."
                yield from _skipped(span, self.start, reached)
        if rule.relaxed is not None and self.due is not None:
            relaxed = f"{rule.relaxed.due_from}/{rule.relaxed.due_to}"
            if self.due.within(relaxed) is not Truth.NO:
                yield f"The rule was relaxed for due days then: {rule.relaxed.citation}."
        yield f"{rule.asks}: {rule.bound}; in force {rule.period_words}."
        yield f"Source: {rule.citation}."
        if rule.falls_on is not None:
            yield f"The rule falls on: {rule.falls_on}."

    def to_dict(self) -> dict[str, Any]:
        """The due day as plain data, the same that the command prints as JSON."""
        return {
            "what": self.what,
            "rule": self.rule,
            "start": str(self.start),
            "due": None if self.due is None else str(self.due),
            "earliest": None if self.earliest is None else str(self.earliest),
            "strength": str(self.strength),
            "falls_on": self.falls_on,
            "citation": str(self.citation),
            "explanation": self.explain(),
        }


def due(rule: str | DateRule, *, start: DateLike, process: Process = TRUST_TRANSFER) -> Due:
    """By when something is due under a rule, counted from a start day, without any case.

    Args:
        rule: The rule or its id, such as ``action-plan``.
        start: The day to count from, which is not counted; a span gives a span.
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
    return Due(
        what=rule.asks,
        start=begin,
        due=_reached(rule.at_most, begin),
        earliest=_reached(rule.at_least, begin),
        rule=rule.id,
        strength=rule.strength,
        falls_on=rule.falls_on,
        citation=rule.citation,
        counted_by=rule,
    )


def _reached(span: Span | None, start: PartialDate) -> PartialDate | None:
    """The days a span leads to from the days the start can be."""
    if span is None:
        return None
    if start.is_day:
        return PartialDate.of(span.after(start))
    return PartialDate.between(span.shift(start.first), min(span.shift(start.last), AFTER_ALL))


def _skipped(span: Span, start: PartialDate, end: PartialDate) -> Iterator[str]:
    """The bank holidays on the way, and whether any of them is only projected."""
    if span.unit is not Unit.WORKING_DAYS:
        return
    holidays = bank_holidays_between(start.earliest, end.latest)
    if holidays:
        named = ", ".join(f"{PartialDate.of(day).words} ({name})" for day, name in holidays)
        yield f"Bank holidays skipped: {named}."
    else:
        yield "No bank holiday lies between."
    if end.latest.year > LAST_KNOWN_HOLIDAYS:
        yield f"Bank holidays after {LAST_KNOWN_HOLIDAYS} are projected; a day may be proclaimed."
