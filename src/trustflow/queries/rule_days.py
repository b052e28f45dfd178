"""The days that a date rule gives: on which it is in force, and to which it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import MAX_DAY, MIN_DAY, PartialDate, Unit

if TYPE_CHECKING:
    from ..dates import Span
    from ..engine import DayRange
    from ..process import DateRule

__all__ = ["interval", "reached_by", "start_days_in_force", "unit_of"]


def start_days_in_force(rule: DateRule, days: DayRange, *, to_due: bool = True) -> DayRange | None:
    """Return the start days on which a rule is in force; None if it is in force on none.

    If the ending day decides whether the rule is in force, these are the start days up to the last
    day in force, because the end comes after the start.

    Args:
        rule: The rule.
        days: The start days (ordinals).
        to_due: Whether a start day whose due day lies after the period counts as not in force, for
            a rule whose upper bound must be in force until the due day.
    """
    since, until = rule.period
    last = min(days[1], until)
    if to_due:
        last = min(last, rule.last_binding_start)
    first = days[0] if rule.in_force_by_end else max(days[0], since)
    return (first, last) if first <= last else None


def interval(first: int, last: int) -> PartialDate:
    """Return the interval between two ordinals; `MIN_DAY` and `MAX_DAY` are open ends."""
    return PartialDate.between(first - (first == MIN_DAY < last), last + (first < MAX_DAY == last))


def unit_of(span: Span | None) -> str:
    """Return the unit of the days left: ``days`` for calendar spans, else working days."""
    return "working days" if span is None or span.unit is Unit.WORKING_DAYS else "days"


def reached_by(span: Span | None, start: PartialDate) -> PartialDate | None:
    """Return the days that a span leads to from the possible start days."""
    if span is None:
        return None
    if start.is_day:
        return PartialDate.of(span.after(start))
    return PartialDate.between(span.shift(start.first), span.shift(start.last))
