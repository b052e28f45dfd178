"""Date rules: how long after one event another has to follow, and who says so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from attrs import field, frozen
from attrs.validators import optional

from ..dates import MAX_DAY, MIN_DAY, DateLike, PartialDate, Span, optional_span, whole_day
from ..history import Citation, Strength, date_of, optional_date, plain_text, strength_of

if TYPE_CHECKING:
    from ..history import Event

__all__ = [
    "ANY",
    "IN_ORDER",
    "ORDER_OF_EVENTS",
    "Condition",
    "DateRule",
    "Relaxation",
    "triggers_of",
]


def triggers_of(value: str | Iterable[str]) -> tuple[str, ...]:
    """A converter for one trigger or several."""
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class Condition:
    """Which starting events a rule holds for, by one of their fields.

    Args:
        field: The field's name.
        allowed: The values for which the rule holds.
        if_missing: Whether it holds where the field is not given.
    """

    field: str
    allowed: tuple[str, ...] = attrs.field(converter=triggers_of)
    if_missing: bool = attrs.field(default=False, kw_only=True)

    def holds(self, event: Event) -> bool:
        """Whether the rule holds for the event."""
        value = getattr(event, self.field, None)
        return self.if_missing if value is None else value in self.allowed


@frozen
class Relaxation:
    """Due days for which a rule was relaxed: to miss one of them is a remark, whatever the rule.

    Args:
        due_from: The first of the due days.
        due_to: The last of them.
        citation: Who says so.
    """

    due_from: PartialDate = field(converter=date_of)
    due_to: PartialDate = field(converter=date_of)
    citation: Citation = field()


ANY = ("*",)
"""In place of triggers: any event."""


@frozen(kw_only=True, slots=False)  # with slots, a cached property makes every look-up slow
class DateRule:
    """How long after one event another has to follow, and who says so.

    The clock starts at the latest starting event and is spent by the first ending event after it.
    An event that is both is judged as an ending one first.

    Args:
        id: The rule's short name.
        requires: What it asks for, in words.
        starts: The triggers that start the clock.
        ends: The triggers that end it.
        at_least: The shortest time between them, the start day excluded.
        at_most: The longest.
        strength: Who makes the rule.
        citation: Where it stands. A process refuses a rule without one.
        since: The first day of its period in force; none when it has always been.
        until: The last day of it; none when it still is.
        duty_holder: Whose duty it is; none for a rule of logic or a measured one.
        start_field: The field of the starting event that holds the day to count from;
            of periods it is the end.
        start_label: That day in words, where it is not the starting event's own.
        fallback: Where that field is not given: how long before the event's own day, and how long
            after it, the day lies. What rests on it is never certain.
        from_first: Whether the clock starts at the first starting event, not the latest.
        on_entering: The stage that the starting event has to lead into.
        condition: Which starting events it holds for.
        in_force_by_end: Whether its period in force goes by the ending day, not the starting one.
        same_event: Whether start and end are two days of one event.
        relaxed: Due days for which it was relaxed.
    """

    id: str = field(validator=plain_text)
    requires: str = field(validator=plain_text)
    starts: tuple[str, ...] = field(converter=triggers_of)
    ends: tuple[str, ...] = field(converter=triggers_of)
    at_least: Span | None = field(default=None, converter=optional_span)
    at_most: Span | None = field(default=None, converter=optional_span)
    strength: Strength = field(converter=strength_of)
    citation: Citation | None = field(default=None)
    since: PartialDate | None = field(default=None, converter=optional_date)
    until: PartialDate | None = field(default=None, converter=optional_date)
    duty_holder: str | None = field(default=None, validator=optional(plain_text))
    start_field: str = "on"
    start_label: str | None = None
    fallback: tuple[Span, Span] | None = None
    from_first: bool = False
    on_entering: str | None = None
    condition: Condition | None = None
    in_force_by_end: bool = False
    same_event: bool = False
    relaxed: Relaxation | None = None

    @cached_property
    def period(self) -> tuple[int, int]:
        """The first and last day in force, as ordinals; the bounds of the years where open."""
        since = MIN_DAY if self.since is None else self.since.first
        return since, MAX_DAY if self.until is None else self.until.last

    @cached_property
    def is_always_dated(self) -> bool:
        """Whether there is a day to count from in every starting event, if only by the fallback."""
        return self.start_field == "on" or self.fallback is not None

    @cached_property
    def relaxed_starts(self) -> range:
        """The start days (ordinals) from which the last day is one for which it was relaxed."""
        if self.relaxed is None or self.at_most is None:
            return range(0)
        days, due = range(MIN_DAY, MAX_DAY + 1), self.at_most.shift
        first = bisect_left(days, self.relaxed.due_from.first, key=due)
        after = bisect_right(days, self.relaxed.due_to.last, key=due)
        return days[first:after]

    @property
    def is_in_order(self) -> bool:
        """Whether it is the rule that events stand in the order in which they happened."""
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
        """The rule as plain data, the same that the command prints as JSON."""
        return {
            "id": self.id,
            "requires": self.requires,
            "starts": list(self.starts),
            "ends": list(self.ends),
            "at_least": None if self.at_least is None else str(self.at_least),
            "at_most": None if self.at_most is None else str(self.at_most),
            "strength": str(self.strength),
            "since": None if self.since is None else str(self.since),
            "until": None if self.until is None else str(self.until),
            "duty_holder": self.duty_holder,
            "citation": str(self.citation),
        }

    def is_in_force(self, day: DateLike) -> bool:
        """Whether it is in force on a day."""
        first, last = self.period
        return first <= whole_day(day) <= last


ORDER_OF_EVENTS = Citation("order of events")
"""Where the rules of strength logic stand: nothing can end before it began."""

IN_ORDER = DateRule(
    id="in-order",
    requires="Events are listed in the order in which they happened",
    starts=ANY,
    ends=ANY,
    at_least="0 days",
    strength=Strength.LOGIC,
    citation=ORDER_OF_EVENTS,
)
"""The rule that the checker knows for any process that has it."""
