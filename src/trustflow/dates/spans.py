"""Lengths of time in days, weeks, months, years or working days, counted from a day."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from attrs import field, frozen

from .._text import formatted_text
from ..errors import BadDate, InvalidValue, expected_one_of, quoted
from .arguments import ExplainedCalls
from .calendar_date import calendar_date
from .edtf import AFTER_ALL, BEFORE_ALL, MAX_DAY, MAX_YEAR, MIN_DAY, MIN_YEAR, first_day_after
from .examples import example
from .partial import whole_day
from .span_texts import MAX_COUNT, SPAN, meant_span, span_refusal
from .working_days import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    bank_holiday_name,
    is_weekend,
    shift_working_days,
    working_days_up_to,
)

if TYPE_CHECKING:
    import pendulum

    from .partial import DateLike

__all__ = [
    "Span",
    "Unit",
    "bank_holidays_between",
    "days",
    "months",
    "optional_span",
    "weeks",
    "working_days",
    "working_days_between",
    "years",
]


class Unit(Enum):
    """The unit that a span counts."""

    DAYS = "day"
    WEEKS = "week"
    MONTHS = "month"
    YEARS = "year"
    WORKING_DAYS = "working day"

    # Units are part of the key of a cache. This hash is faster than Enum's own, which is written
    # in Python, and correct because each member is a single object.
    __hash__ = object.__hash__


MULTIPLES = {Unit.WEEKS: (7, Unit.DAYS), Unit.YEARS: (12, Unit.MONTHS)}
"""The units that are a number of another unit."""


# With `Unit` itself as the converter, type checkers would accept any object as a unit.
def _unit(value: Unit | str) -> Unit:
    words = {unit.value: unit for unit in Unit}
    unit = words.get(value) if isinstance(value, str) else value
    if not isinstance(unit, Unit):
        accepted = expected_one_of(value, words)
        raise InvalidValue(quoted(value), "unit of a span", accepted, tuple(words))
    return unit


@frozen(repr=False)
class Span(metaclass=ExplainedCalls):
    """A length of time in days, weeks, months, years or working days; the start day is excluded.

    A week is 7 days, and a year is 12 months.
    Counting months keeps the day of the month. If the month reached is too short, its last day is
    used.
    One month after 31 January is 28 or 29 February, and one year after 29 February is 28 February.
    A working day is any day except a Saturday, a Sunday, Christmas Day, Good Friday and a bank
    holiday in England and Wales (SI 2007/462 reg 1(2)). Bank holidays include one-off proclaimed
    days.

    Args:
        count: The number of units, from 0 to 109572.
        unit: The unit, or its word: ``day``, ``week``, ``month``, ``year`` or ``working day``.

    Raises:
        InvalidValue: The count or the unit is not accepted.
    """

    count: int = field(metadata=example("3"))
    unit: Unit = field(converter=_unit, metadata=example("'month'"))

    @count.validator
    def _check_count(self, _attribute: object, count: int) -> None:
        # `type`, not `isinstance`: a bool is not a count.
        if type(count) is not int or not 0 <= count <= MAX_COUNT:
            accepted = f"Expected a whole number from 0 to {MAX_COUNT}, such as 3."
            raise InvalidValue(quoted(count), "count of a span", accepted)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the span that a text describes, such as ``70 working days`` or ``2 weeks``.

        Raises:
            BadDate: The text does not have this form, or its count is over 109572.
        """
        given: object = text  # callers without a type checker can give anything
        match = SPAN.fullmatch(given) if isinstance(given, str) else None
        if match is None or int(match[1]) > MAX_COUNT:
            meant = meant_span(text)
            reason = f"Did you mean {meant!r}?" if meant else span_refusal(text)
            raise BadDate(quoted(text), reason, "span", meant)
        return cls(int(match[1]), Unit(match[2]))

    @classmethod
    def of(cls, value: str | Span) -> Span:
        """Convert a text or a Span to a Span.

        Raises:
            BadDate: The text is not one that `parse` accepts.
        """
        return value if isinstance(value, Span) else cls.parse(value)

    @property
    def counted(self) -> tuple[int, Unit]:
        """The count and the unit that is counted: weeks in days, and years in months."""
        number, unit = MULTIPLES.get(self.unit, (1, self.unit))
        return number * self.count, unit

    def after(self, day: DateLike) -> pendulum.Date:
        """Return the day that is this span after a start day, which is not counted.

        Example:
            >>> working_days(70).after("2016-11-25")
            Date(2017, 3, 8)

        Raises:
            BadDate: The start day is known only in part, or the result lies outside 1900-2199
                (for working days, outside 1900-2100, the years for which bank holidays are
                known or projected).
        """
        return self._shifted_day(day, 1)

    def before(self, day: DateLike) -> pendulum.Date:
        """Return the day that is this span before a start day, which is not counted.

        Raises:
            BadDate: The start day or the result is one that `after` refuses.
        """
        return self._shifted_day(day, -1)

    def _shifted_day(self, day: DateLike, sign: int) -> pendulum.Date:
        start = whole_day(day)
        result = self.shift(start, sign)
        counts_working_days = self.unit is Unit.WORKING_DAYS
        last_year = LAST_CALENDAR_YEAR if counts_working_days else MAX_YEAR
        # The start day is tested too: counted back from after the calendar, the result can be
        # inside.
        if result < MIN_DAY or max(start, result) > dt.date(last_year, 12, 31).toordinal():
            calendar = (
                ", for which bank holidays are known or projected" if counts_working_days else ""
            )
            reason = (
                f"Counting {self} {'forward' if sign > 0 else 'back'} gives a day outside "
                f"the years {MIN_YEAR} to {last_year}{calendar}."
            )
            raise BadDate(quoted(str(day)), reason, "start day")
        return calendar_date(result)

    def shift(self, ordinal: int, sign: int = 1) -> int:
        """Return the ordinal that is this span after a start day, or before it for sign -1.

        Results outside 1900-2199 are clamped to one day outside, `BEFORE_ALL` or `AFTER_ALL`, so
        comparisons stay correct. Working days forwards are clamped after 2100, the last year of
        the calendar of bank holidays. An ordinal outside 1900-2199 is returned as it is.

        Args:
            ordinal: The start day, which is excluded.
            sign: 1 to count forwards, -1 to count backwards.
        """
        return _shifted_ordinal(self.unit, self.count, ordinal, sign)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    __format__ = formatted_text

    def __repr__(self) -> str:
        return f"{self.unit.name.lower()}({self.count})"


def optional_span(value: str | Span | None) -> Span | None:
    """Convert a text or a Span to a Span; None stays None."""
    return None if value is None else Span.of(value)


def days(count: int) -> Span:
    """Return a span of calendar days."""
    return Span(count, Unit.DAYS)


def weeks(count: int) -> Span:
    """Return a span of weeks of 7 days."""
    return Span(count, Unit.WEEKS)


def months(count: int) -> Span:
    """Return a span of months; one month after 31 January is the last day of February."""
    return Span(count, Unit.MONTHS)


def years(count: int) -> Span:
    """Return a span of years of 12 months; one year after 29 February is 28 February."""
    return Span(count, Unit.YEARS)


def working_days(count: int) -> Span:
    """Return a span of working days in England and Wales (SI 2007/462 reg 1(2))."""
    return Span(count, Unit.WORKING_DAYS)


def working_days_between(start: DateLike, end: DateLike) -> int:
    """Return the number of working days from a start to an end.

    The start day is not counted, the end day is. The number is negative if the end comes before the
    start.

    Example:
        >>> working_days_between("2016-11-25", "2017-03-08")
        70

    Raises:
        BadDate: A day is known only in part, or lies after 2100.
    """
    first, last = whole_day(start, "start"), whole_day(end, "end")
    if first > last:
        return -working_days_between(end, start)
    if last > LAST_CALENDAR_DAY:
        reason = (
            f"Bank holidays are projected to {LAST_CALENDAR_YEAR} only. "
            f"Expected a day no later than {LAST_CALENDAR_YEAR}-12-31."
        )
        raise BadDate(quoted(str(end)), reason, "day")
    return working_days_up_to(first, last)


def bank_holidays_between(start: DateLike, end: DateLike) -> tuple[tuple[pendulum.Date, str], ...]:
    """Return the bank holidays on weekdays from a start to an end.

    The start day is excluded, the end day included. Each item is a pair of a day and its name, in
    order of date. No bank holidays are known after 2100.

    Raises:
        BadDate: A day is known only in part.
    """
    return tuple(
        (calendar_date(day), name)
        for day in range(whole_day(start, "start") + 1, whole_day(end, "end") + 1)
        if not is_weekend(day) and (name := bank_holiday_name(day))
    )


@lru_cache(maxsize=65536)
def _shifted_ordinal(unit: Unit, count: int, ordinal: int, sign: int) -> int:
    # An ordinal outside the years is a clamped result, from which nothing can be counted.
    if not MIN_DAY <= ordinal <= MAX_DAY:
        return ordinal
    number, unit = MULTIPLES.get(unit, (1, unit))
    count *= number
    if unit is Unit.DAYS:
        result = ordinal + sign * count
    elif unit is Unit.MONTHS:
        result = _shift_months(ordinal, sign * count)
    else:
        result = shift_working_days(ordinal, count, sign)
    return min(max(result, BEFORE_ALL), AFTER_ALL)


def _shift_months(ordinal: int, count: int) -> int:
    """Return the same day of a later month, or of an earlier one for a negative count."""
    start = dt.date.fromordinal(ordinal)
    year = start.year + (start.month - 1 + count) // 12
    if not MIN_YEAR <= year <= MAX_YEAR:
        return AFTER_ALL if count > 0 else BEFORE_ALL
    first = first_day_after(start.year, start.month, count)
    last = first_day_after(start.year, start.month, count + 1) - 1
    return min(first + start.day - 1, last)
