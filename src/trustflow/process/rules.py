"""The class `DateRule`: the time allowed from one event to another, and the source for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from attrs import field, frozen
from attrs.validators import optional

from ..dates import (
    MAX_DAY,
    MIN_DAY,
    DateLike,
    ExplainedCalls,
    PartialDate,
    Span,
    example,
    optional_span,
    whole_day,
)
from ..errors import InvalidValue, quoted
from ..history import (
    Citation,
    Strength,
    date_of,
    instance_of,
    is_several,
    names,
    one_line,
    optional_date,
    period_end,
    same_words,
    strength_of,
    tuple_of_names,
    yes_or_no,
)

if TYPE_CHECKING:
    from ..history import Event

__all__ = [
    "ANY",
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "Condition",
    "DateRule",
    "Relaxation",
]


def _two_spans(value: tuple[Span | str, Span | str] | None) -> tuple[Span, Span] | None:
    if value is None:
        return None
    given = value if is_several(value) else ()
    spans = tuple(span for each in given if (span := optional_span(each)) is not None)
    if len(spans) != 2:  # noqa: PLR2004 - one span before the day, and one after it
        accepted = "Expected two spans, such as ('6 working days', '1 working day')."
        raise InvalidValue(quoted(value), "fallback", accepted)
    return spans


def _words(value: str | None) -> str | None:
    return same_words(value) if isinstance(value, str) else value


CITATION = example("Citation('The post order, article 1')", is_needed=True)


@frozen
class Condition(metaclass=ExplainedCalls):
    """A condition on one field of the starting event.

    Args:
        field: The name of the field.
        allowed: The values for which the rule applies.
        if_missing: Whether the rule applies if the field is not given.
    """

    field: str = attrs.field(validator=one_line, metadata=example("'note'"))
    allowed: tuple[str, ...] = attrs.field(
        converter=tuple_of_names, validator=names, metadata=example("'by hand'")
    )
    if_missing: bool = attrs.field(default=False, validator=yes_or_no, kw_only=True)

    def holds(self, event: Event) -> bool:
        """Return whether the rule applies to a starting event."""
        value = getattr(event, self.field, None)
        return self.if_missing if value is None else value in self.allowed


@frozen
class Relaxation(metaclass=ExplainedCalls):
    """A range of due days for which a rule was relaxed.

    An event that is late for one of these days gives only a remark.

    Args:
        due_from: The first due day of the range.
        due_to: The last due day of the range.
        citation: The source.
    """

    due_from: PartialDate = field(
        converter=date_of, validator=period_end, metadata=example("'2020-04-24'")
    )
    due_to: PartialDate = field(
        converter=date_of, validator=period_end, metadata=example("'2020-09-25'")
    )
    citation: Citation = field(validator=instance_of(Citation), metadata=CITATION)


ANY = ("*",)
"""The value of `starts` or `ends` that stands for every trigger."""


@frozen(kw_only=True, slots=False)  # with slots, a cached property makes every look-up slow
class DateRule(metaclass=ExplainedCalls):
    """A rule on the time from one event to another.

    The latest starting event starts the clock, and the first ending event after it stops it.
    An event whose trigger is in both `starts` and `ends` first stops the running clock, then starts
    a new one.

    Args:
        id: The short name of the rule.
        requires: What the rule requires, in words.
        starts: The triggers that start the clock.
        ends: The triggers that stop the clock.
        at_least: The shortest time allowed, not counting the start day.
        at_most: The longest time allowed, not counting the start day.
        strength: The strength of the rule, such as law or practice.
        citation: The source of the rule. A process refuses a rule without a citation.
        since: The first day on which the rule is in force; None if it has always been.
        until: The last day on which the rule is in force; None if it still is.
        duty_holder: Who must do what the rule requires; None for a rule of strength ``logic`` or a
            measured rule.
        start_field: The field of the starting event that holds the day to count from. If the field
            holds a period, the clock counts from its end.
        start_label: The words for the day to count from, if it is not the day of the starting
            event.
        fallback: Used if `start_field` is not given: how long before and how long after the event's
            own day the day to count from can be. A finding that rests on a fallback is never
            certain.
        fallback_note: A sentence for people on the origin of the fallback.
        from_first: Whether the clock starts at the first starting event, not at the latest.
        on_entering: The stage that the starting event must lead into.
        condition: The condition that the starting event must meet; None if there is none.
        in_force_by_end: Whether the rule must be in force on the ending day instead of the start
            day.
        in_force_to_due: Whether the upper bound applies only if the due day, too, lies in the
            period in force.
        end_field: The field of the ending event that holds the day that ends the clock. If the
            field holds periods, the earliest start counts. An event that certainly ended on or
            before the start day leaves the clock running; an event without the field only shows
            that the end had come.
        shown_by: The triggers of events that only show that the end had come by their day. Such an
            event stops the clock. It keeps the upper bound if it comes in time on every day that
            its date allows; otherwise nobody can tell, and there is no finding.
        cancelled_by: The triggers that stop the clock without a finding. If the starting event
            opened something, such as a post, only an event that closes it stops the clock.
        answers: What the `responds_to` of an ending event must say. An event whose `responds_to`
            is the `answers` of other rules only leaves the clock running; an event that says
            anything else, or nothing, stops it.
        duty_holder_field: The field of the starting event that names the duty holder, if it is not
            `duty_holder`. Then only an event whose `responds_to` is `answers` stops the clock.
        same_event: Whether the start and the end are two days of one event.
        relaxed: The due days for which the rule was relaxed; None if there are none.
    """

    id: str = field(validator=one_line, metadata=example("'answer'"))
    requires: str = field(
        validator=one_line, metadata=example("'A letter is answered in three weeks'")
    )
    starts: tuple[str, ...] = field(
        converter=tuple_of_names, validator=names, metadata=example("'letter_sent'")
    )
    ends: tuple[str, ...] = field(
        converter=tuple_of_names, validator=names, metadata=example("'letter_answered'")
    )
    at_least: Span | None = field(default=None, converter=optional_span)
    at_most: Span | None = field(
        default=None, converter=optional_span, metadata=example("'3 weeks'", is_needed=True)
    )
    strength: Strength = field(converter=strength_of, metadata=example("'policy'"))
    citation: Citation | None = field(
        default=None, validator=optional(instance_of(Citation)), metadata=CITATION
    )
    since: PartialDate | None = field(default=None, converter=optional_date, validator=period_end)
    until: PartialDate | None = field(default=None, converter=optional_date, validator=period_end)
    duty_holder: str | None = field(
        default=None, validator=optional(one_line), metadata=example("'office'")
    )
    start_field: str = field(default="on", validator=one_line, metadata=example("'on'"))
    start_label: str | None = field(
        default=None, validator=optional(one_line), metadata=example("'the day of the stamp'")
    )
    fallback: tuple[Span, Span] | None = field(default=None, converter=_two_spans)
    fallback_note: str | None = field(
        default=None, validator=optional(one_line), metadata=example("'Most come in two days.'")
    )
    from_first: bool = field(default=False, validator=yes_or_no)
    on_entering: str | None = field(
        default=None, validator=optional(one_line), metadata=example("'sent'")
    )
    condition: Condition | None = field(default=None, validator=optional(instance_of(Condition)))
    in_force_by_end: bool = field(default=False, validator=yes_or_no)
    in_force_to_due: bool = field(default=False, validator=yes_or_no)
    end_field: str = field(default="on", validator=one_line, metadata=example("'on'"))
    shown_by: tuple[str, ...] = field(default=(), converter=tuple_of_names, validator=names)
    cancelled_by: tuple[str, ...] = field(default=(), converter=tuple_of_names, validator=names)
    answers: str | None = field(
        default=None,
        converter=_words,
        validator=optional(one_line),
        metadata=example("'first letter'"),
    )
    duty_holder_field: str | None = field(
        default=None, validator=optional(one_line), metadata=example("'note'")
    )
    same_event: bool = field(default=False, validator=yes_or_no)
    relaxed: Relaxation | None = field(default=None, validator=optional(instance_of(Relaxation)))

    @cached_property
    def period(self) -> tuple[int, int]:
        """The first and last day in force, as ordinals; `MIN_DAY` or `MAX_DAY` if open."""
        since = MIN_DAY if self.since is None else self.since.first
        return since, MAX_DAY if self.until is None else self.until.last

    @cached_property
    def is_always_dated(self) -> bool:
        """Whether every starting event gives a day to count from, if only by the fallback."""
        return self.start_field == "on" or self.fallback is not None

    @cached_property
    def ends_on_its_day(self) -> bool:
        """Whether what an ending event does to the clock depends only on its `responds_to`."""
        return self.end_field == "on" and self.duty_holder_field is None and not self.shown_by

    @cached_property
    def last_binding_start(self) -> int:
        """The last start day (ordinal) to which the upper bound applies.

        It is `MAX_DAY` unless `in_force_to_due` is set.
        """
        if not self.in_force_to_due or self.at_most is None:
            return MAX_DAY
        days, due = range(MIN_DAY, MAX_DAY + 1), self.at_most.shift
        return MIN_DAY + bisect_right(days, self.period[1], key=due) - 1

    @cached_property
    def relaxed_starts(self) -> range:
        """The start days (ordinals) that lead to a due day for which the rule was relaxed."""
        if self.relaxed is None or self.at_most is None:
            return range(0)
        # A later start day never gives an earlier due day, so bisection finds both ends.
        days, due = range(MIN_DAY, MAX_DAY + 1), self.at_most.shift
        first = bisect_left(days, self.relaxed.due_from.first, key=due)
        after = bisect_right(days, self.relaxed.due_to.last, key=due)
        return days[first:after]

    @property
    def is_in_order(self) -> bool:
        """Whether this is the rule that requires events to be listed in order."""
        return self.starts == self.ends == ANY

    @property
    def bound(self) -> str:
        """The bound in words, such as ``at most 70 working days`` or ``9 to 24 months``."""
        if self.at_least is None or self.at_most is None:
            limit = "at most" if self.at_least is None else "at least"
            return f"{limit} {self.at_most or self.at_least}"
        if self.at_least.unit is self.at_most.unit:
            return f"{self.at_least.count} to {self.at_most}"
        return f"{self.at_least} to {self.at_most}"

    @property
    def period_words(self) -> str:
        """The period in force in words, such as ``since 1 April 2007``."""
        if self.since is None:
            return "always" if self.until is None else f"until {self.until.words}"
        if self.until is None:
            return f"since {self.since.words}"
        return f"{self.since.words} to {self.until.words}"

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as plain data, as the command prints it in JSON."""
        return {
            "id": self.id,
            "requires": self.requires,
            "starts": list(self.starts),
            "ends": list(self.ends),
            "shown_by": list(self.shown_by),
            "cancelled_by": list(self.cancelled_by),
            "at_least": None if self.at_least is None else str(self.at_least),
            "at_most": None if self.at_most is None else str(self.at_most),
            "strength": str(self.strength),
            "since": None if self.since is None else str(self.since),
            "until": None if self.until is None else str(self.until),
            "duty_holder": self.duty_holder,
            "citation": str(self.citation),
        }

    def is_in_force(self, day: DateLike) -> bool:
        """Return whether the rule is in force on a day."""
        first, last = self.period
        return first <= whole_day(day) <= last


ORDER_OF_EVENTS = Citation("order of events")
"""The source of rules of strength ``logic``: nothing can end before it began."""

IN_ORDER = DateRule(
    id="in-order",
    requires="Events are listed in the order in which they happened",
    starts=ANY,
    ends=ANY,
    at_least="0 days",
    strength=Strength.LOGIC,
    citation=ORDER_OF_EVENTS,
)
"""The rule that requires events to be listed in order; any process can include it."""
