"""The days left for an event: which of them keep the rules, and by what they are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..._html import html_record
from ..._text import shortened
from ...dates import PartialDate
from ...engine import Finding, as_one_day, capital
from ...history import Citation, Event, Strength
from ..plain_data import plain_data
from ..strengths import RULES_KEPT
from .day_span import LISTED, DaySpan, spans_text, spans_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pendulum

__all__ = ["Bound", "Conflict", "Window"]


@frozen
class Bound:
    """A rule or a deadline that leaves some days for an event, and forbids others.

    Args:
        name: The rule or the deadline with its strength, such as ``action-plan (law)``.
        what: What is required, in words; of anything else, the message of a finding
            on a forbidden day.
        strength: The strength of the rule or the deadline.
        certain: Whether the day next to the end is certainly forbidden; in a conflict, whether it
            certainly forbids its part of the days.
        keeps: The days on which it gives no finding, also those before the day asked about. In a
            conflict that is certain, the days on which it gives no certain finding.
        rule: The id of the rule; None if it is a deadline, or a mistake in the event itself.
        deadline: The words of the deadline; None if it is not a deadline.
        event: The event from which the rule counts, or that set the deadline.
        citation: The source of the rule, or the document that set the deadline.
        finding: The finding on a forbidden day.
        counted_from: The label and date of `event`, if a rule counts from it.
    """

    name: str
    what: str
    strength: Strength
    certain: bool
    keeps: tuple[DaySpan, ...]
    rule: str | None = None
    deadline: str | None = None
    event: Event | None = None
    citation: Citation | None = None
    finding: Finding | None = field(default=None, repr=False, eq=False)
    counted_from: str | None = field(default=None, repr=False)

    @property
    def days_kept(self) -> str:
        """The days that it leaves, in words."""
        return spans_words(self.keeps)

    def sentences(self) -> Iterator[str]:
        """Yield sentences on what is required, the event it counts from, and the source."""
        if self.rule is not None:
            yield f"Required: {self.what}."
        elif self.deadline is None:
            yield f"For example: {self.what}"
        if self.counted_from is not None:
            yield f"Counted from {self.counted_from}."
        if self.citation is not None:
            yield f"Source: {self.citation}."

    def to_dict(self) -> dict[str, Any]:
        """Return the bound as plain data, as the command prints it in JSON."""
        return {
            "what": self.what,
            "rule": self.rule,
            "deadline": self.deadline,
            "strength": str(self.strength),
            "certain": self.certain,
            "keeps": [span.text for span in self.keeps],
            "event": plain_data(self.event),
            "citation": None if self.citation is None else str(self.citation),
        }


@frozen(repr=False)
class Conflict:
    """Why no day is left for an event.

    Args:
        bounds: The bounds that together forbid every day, the gravest first. Without any one of
            them, a day would be left. Mostly they are two; it is one if its last day has passed.
        since: The day since which they leave no day: that of the latest event they rest on, or the
            day after the last one left. None if there never was a day.
        certain: Whether they forbid every day for certain, so that no day is possible either.
    """

    bounds: tuple[Bound, ...]
    since: PartialDate | None
    certain: bool

    def sentences(self) -> Iterator[str]:
        """Yield sentences on each bound, and since when they leave no day."""
        for bound in self.bounds:
            yield f"{capital(bound.name)} {self._leaves(bound)}."
            yield from bound.sentences()
        if self.since is not None:
            since = as_one_day(self.since)
            left = "They have left" if len(self.bounds) > 1 else "It has left"
            yield f"{left} no day since {since}."

    def _leaves(self, bound: Bound) -> str:
        """Return which days a bound leaves, in words."""
        if bound.rule is None and bound.deadline is None:
            return f"leaves the days {bound.days_kept}" if bound.keeps else "leaves no day"
        return f"{'can be' if self.certain else 'is'} kept {bound.days_kept}"

    def to_dict(self) -> dict[str, Any]:
        """Return the conflict as plain data, as the command prints it in JSON."""
        return {
            "bounds": [bound.to_dict() for bound in self.bounds],
            "since": plain_data(self.since),
            "certain": self.certain,
        }

    def __repr__(self) -> str:
        names = [shortened(each.rule or each.deadline or each.name, 25) for each in self.bounds]
        listed, others = names[:LISTED], names[LISTED:]
        more = f" and {len(others)} more" if others else ""
        how = "certain" if self.certain else "not certain"
        return f"<Conflict of {', '.join(listed)}{more}: {how}>"


@frozen(repr=False)
class Window:
    """The days on which an event can be next.

    Only findings that depend on the day count. That a move is off the ordinary route, for example,
    does not; such findings are in `remarks`.

    Args:
        trigger: The trigger of the event.
        label: The words for the event.
        as_of: The first day asked about; None if every day was.
        strength: Which findings count: ``logic``, ``law`` (and graver), or ``all``.
        kept: The days on which the event gives no finding of that strength or graver. A side that
            reaches the first or the last day of the calendar is open.
        possible: The days on which it gives no certain one.
        earliest_rule: What forbids the day before `earliest`; None if nothing does.
        latest_rule: What forbids the day after `latest`; None if nothing does.
        conflict: Why `kept` is empty; None if it is not, or if the stage forbids the event.
        refusal: Why the stage forbids the event, and what to record first; None if it does not.
        remarks: The findings that the event gives on every day.
    """

    trigger: str
    label: str
    as_of: PartialDate | None
    strength: str
    kept: tuple[DaySpan, ...] = ()
    possible: tuple[DaySpan, ...] = ()
    earliest_rule: Bound | None = None
    latest_rule: Bound | None = None
    conflict: Conflict | None = None
    refusal: str | None = None
    remarks: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def earliest(self) -> pendulum.Date | None:
        """The first day of `kept`; None if there is none, or if that side is open."""
        return self.kept[0].first if self.kept else None

    @property
    def latest(self) -> pendulum.Date | None:
        """The last day of `kept`; None if there is none, or if that side is open."""
        return self.kept[-1].last if self.kept else None

    @property
    def days_kept(self) -> str:
        """The days of `kept` in words."""
        return spans_words(self.kept)

    @property
    def days_possible(self) -> str:
        """The days of `possible` in words."""
        return spans_words(self.possible)

    def explain(self) -> str:
        """Return sentences on the days left, and on the rule at each end."""
        return " ".join(self.sentences())

    def sentences(self) -> Iterator[str]:
        """Yield the sentences of `explain`; the first has the days."""
        what = f'"{capital(self.label)}"'
        if self.refusal is not None:
            yield f"{what} is {self.refusal}"
            return
        if self.kept:
            yield f"{what} keeps {RULES_KEPT[self.strength]} {self.days_kept}."
        else:
            since = "" if self.as_of is None else f" from {self.as_of.words} on"
            yield f"On no day{since} does {what} keep {RULES_KEPT[self.strength]}."
        for which, bound in (("first", self.earliest_rule), ("last", self.latest_rule)):
            if bound is not None:
                yield f"The {which} day follows from {bound.name}."
                yield from bound.sentences()
        if self.conflict is not None:
            yield from self.conflict.sentences()
        yield from self._possible_sentences()

    def _possible_sentences(self) -> Iterator[str]:
        if not self.possible:
            yield "No day is possible on the dates held here."
        elif self.possible != self.kept:
            yield f"Possible on the dates held here: {self.days_possible}."

    def __repr__(self) -> str:
        if self.refusal is not None:
            days = "forbidden by the stage"
        elif self.kept or not self.possible:
            days = f"kept {spans_text(self.kept)}"
        else:
            days = f"kept on no day, possible {spans_text(self.possible)}"
        return f"<Window of {shortened(self.trigger)}: {days}>"

    def _repr_html_(self) -> str:
        fields = [
            ("Keeps the rules", self.days_kept if self.refusal is None else None),
            ("Possible", self.days_possible if self.refusal is None else None),
            ("First day", None if self.earliest_rule is None else self.earliest_rule.name),
            ("Last day", None if self.latest_rule is None else self.latest_rule.name),
            ("Explanation", self.explain()),
        ]
        return html_record(capital(self.label), fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the window as plain data, as the command prints it in JSON."""
        bounds = {"earliest_rule": self.earliest_rule, "latest_rule": self.latest_rule}
        return {
            "trigger": self.trigger,
            "as_of": plain_data(self.as_of),
            "strength": self.strength,
            "kept": [span.text for span in self.kept],
            "possible": [span.text for span in self.possible],
            **{name: None if each is None else each.to_dict() for name, each in bounds.items()},
            "conflict": None if self.conflict is None else self.conflict.to_dict(),
            "refusal": self.refusal,
            "remarks": [finding.to_dict() for finding in self.remarks],
            "explanation": self.explain(),
        }
