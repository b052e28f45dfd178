"""The parts of a schedule: what bounds its steps, and why no days fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pendulum
from attrs import field, frozen

from ..._html import html_record
from ...dates import PartialDate
from ...engine import capital
from ...errors import joined, pluralised
from ...history import Citation, Strength
from ...process import Mark
from ..windows import DaySpan

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Postponement", "ScheduleBound", "ScheduleConflict", "ScheduledStep"]


@frozen
class ScheduleBound:
    """A rule, a deadline, or the day to finish by, that bounds the day of a step.

    Args:
        name: The rule or the deadline with its strength, such as ``action-plan (law)``; or the day
            to finish by.
        what: What is required, in words.
        trigger: The trigger of the step that it bounds.
        strength: The strength of the rule or the deadline; None for the day to finish by.
        rule: The id of the rule; None for a deadline and for the day to finish by.
        deadline: The words of the deadline; None for a rule and for the day to finish by.
        citation: The source of the rule, or the document that set the deadline.
        counted_from: The event or the step from which the rule counts, in words.
    """

    name: str
    what: str
    trigger: str
    strength: Strength | None = None
    rule: str | None = None
    deadline: str | None = None
    citation: Citation | None = None
    counted_from: str | None = None

    @property
    def is_habit(self) -> bool:
        """Whether it is a rule of practice: what was usual so far, and not law."""
        return self.rule is not None and self.strength is Strength.PRACTICE

    @property
    def words(self) -> str:
        """The name, marked if it is habit, such as ``a-rule (practice: habit, not law)``."""
        return f"{self.name.removesuffix(')')}: habit, not law)" if self.is_habit else self.name

    def sentences(self) -> Iterator[str]:
        """Yield a sentence on what is required, with where it counts from, and the source."""
        counted = "" if self.counted_from is None else f", counted from {self.counted_from}"
        yield f"{capital(self.words)}: {self.what.removesuffix('.')}{counted}."
        if self.citation is not None:
            yield f"Source: {self.citation}."

    def to_dict(self) -> dict[str, Any]:
        """Return the bound as plain data, as the command prints it in JSON."""
        return {
            "what": self.what,
            "trigger": self.trigger,
            "rule": self.rule,
            "deadline": self.deadline,
            "strength": None if self.strength is None else str(self.strength),
            "habit": self.is_habit,
            "counted_from": self.counted_from,
            "citation": None if self.citation is None else str(self.citation),
        }


@frozen
class Postponement:
    """A date that could move so that a route fits.

    Args:
        bound: The deadline, or the day to finish by.
        days: The least number of days by which it would have to move.
        to: The day to which it would then move.
    """

    bound: ScheduleBound
    days: int
    to: pendulum.Date

    @property
    def words(self) -> str:
        """The postponement in words."""
        return f"{self.bound.name}, {pluralised(self.days, 'day')} later, to {_day(self.to)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the postponement as plain data."""
        return {"bound": self.bound.to_dict(), "days": self.days, "to": self.to.isoformat()}


@frozen
class ScheduleConflict:
    """Why no days of the steps of a route keep all rules and deadlines.

    Args:
        bounds: The bounds that together leave no days, the gravest first. Without any one of them,
            there would be days.
        certain: Whether they leave none for certain.
        postponements: The dates that could move, the one that would move least first. It is empty
            if no later date would help.
        together: Whether all of the postponements are needed; otherwise, each one is enough.
    """

    bounds: tuple[ScheduleBound, ...]
    certain: bool
    postponements: tuple[Postponement, ...] = ()
    together: bool = False

    def sentences(self) -> Iterator[str]:
        """Yield sentences on each bound, and on what would have to move."""
        yield self.statement
        for bound in self.bounds:
            yield from bound.sentences()
        yield self.way_out

    @property
    def statement(self) -> str:
        """The bounds that leave no days, in one sentence."""
        how = "leaves no day" if len(self.bounds) == 1 else "exclude each other"
        doubt = "" if self.certain else ", but not on all dates that are possible"
        return f"{capital(_joined(self.bounds))} {how}{doubt}."

    @property
    def way_out(self) -> str:
        """The dates that would have to move, in a sentence or two."""
        words = [each.words for each in self.postponements]
        if not words:
            return "No later date would make it fit."
        if self.together:
            return f"All of these would have to move: {'; '.join(words)}."
        least, *others = words
        also = f" Or: {'; '.join(others)}." if others else ""
        return f"The least that would have to move: {least}.{also}"

    def to_dict(self) -> dict[str, Any]:
        """Return the conflict as plain data, as the command prints it in JSON."""
        return {
            "bounds": [bound.to_dict() for bound in self.bounds],
            "certain": self.certain,
            "postponements": [each.to_dict() for each in self.postponements],
            "together": self.together,
        }


@frozen
class ScheduledStep:
    """One event of a route, and the days on which it fits.

    On some of the days between the first and the last, the event may not fit.

    Args:
        trigger: The trigger of the event.
        label: The words for the event.
        leads_to: The stage after the event.
        mark: The mark of the move.
        earliest: The first day on which the event and all the others fit; None if there is none, or
            if no day is the first.
        latest: The last such day.
        possible: The first and the last day that give no certain finding, on some dates of the
            other events; None if there is none.
        earliest_bounds: What together leaves no earlier day, the gravest first; empty if only the
            day asked about does.
        latest_bounds: What together leaves no later day.
    """

    trigger: str
    label: str
    leads_to: str
    mark: Mark
    earliest: pendulum.Date | None = None
    latest: pendulum.Date | None = None
    possible: DaySpan | None = None
    earliest_bounds: tuple[ScheduleBound, ...] = field(default=(), repr=False)
    latest_bounds: tuple[ScheduleBound, ...] = field(default=(), repr=False)

    @property
    def slack(self) -> int | None:
        """The number of days from the earliest to the latest; None if one of them is missing."""
        if self.earliest is None or self.latest is None:
            return None
        return self.latest.toordinal() - self.earliest.toordinal()

    @property
    def is_habit(self) -> bool:
        """Whether the earliest or the latest day follows from what was usual, and not from law."""
        return any(bound.is_habit for bound in (*self.earliest_bounds, *self.latest_bounds))

    @property
    def mark_words(self) -> str:
        """The mark after a space, such as `` (attested)``; empty for a standard move."""
        return "" if self.mark is Mark.STANDARD else f" ({self.mark.label})"

    @property
    def days(self) -> str:
        """The days in words, such as ``from 6 July 2017 to 31 August 2017``."""
        return DaySpan(self.earliest, self.latest).words

    @property
    def first_day_by(self) -> str:
        """The names of what leaves no earlier day, in words; empty if nothing is named."""
        return _joined(self.earliest_bounds)

    @property
    def last_day_by(self) -> str:
        """The names of what leaves no later day, in words; empty if nothing is named."""
        return _joined(self.latest_bounds)

    def sentences(self) -> Iterator[str]:
        """Yield sentences on the days, the slack, and what leaves no other days."""
        slack = self.slack
        room = "" if slack is None else f", with {pluralised(slack, 'day')} of slack"
        yield f'"{capital(self.label)}"{self.mark_words} fits {self.days}{room}.'
        for which, names in (("first", self.first_day_by), ("last", self.last_day_by)):
            if names:
                yield f"The {which} day follows from {names}."

    def _repr_html_(self) -> str:
        fields = [
            ("Leads to", self.leads_to),
            ("Mark", self.mark.label),
            ("Days", self.days if self.earliest or self.latest else None),
            ("Possible", None if self.possible is None else self.possible.words),
        ]
        return html_record(capital(self.label), fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain data, as the command prints it in JSON."""
        return {
            "trigger": self.trigger,
            "leads_to": str(self.leads_to),
            "mark": self.mark.label,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "latest": None if self.latest is None else self.latest.isoformat(),
            "slack": self.slack,
            "possible": None if self.possible is None else self.possible.text,
            "earliest_bounds": [bound.to_dict() for bound in self.earliest_bounds],
            "latest_bounds": [bound.to_dict() for bound in self.latest_bounds],
        }


def _day(day: pendulum.Date) -> str:
    return PartialDate.of(day).words


def _joined(bounds: tuple[ScheduleBound, ...]) -> str:
    """Return the names of bounds in words; empty if there are none."""
    return joined(bound.words for bound in bounds) if bounds else ""
