"""Lengths of time counted in days, months or working days, and what lies between two days."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import pendulum
from attrs import field, frozen

from ..errors import BadDate, quoted
from .edtf import AFTER_ALL, BEFORE_ALL, MAX_DAY, MAX_YEAR, MIN_DAY, MIN_YEAR
from .partial import whole_day
from .working_days import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    bank_holiday,
    is_weekend,
    is_working_day,
    working_days_on,
)

if TYPE_CHECKING:
    from .partial import DateLike

__all__ = [
    "Span",
    "Unit",
    "bank_holidays_between",
    "days",
    "months",
    "optional_span",
    "working_days",
    "working_days_between",
]

SPAN = re.compile(r"([0-9]{1,6}) (day|month|working day)s?")


class Unit(Enum):
    """What a span counts."""

    DAYS = "day"
    MONTHS = "month"
    WORKING_DAYS = "working day"

    __hash__ = object.__hash__  # members are single, and due days are looked up by them


def _unit(value: Unit | str) -> Unit:
    return Unit(value)


@frozen(repr=False)
class Span:
    """A length of time counted in days, months or working days; the start day is excluded.

    A month on from 31 January is 28 or 29 February: the day is kept where the month has it,
    else the month's last day is taken.
    A working day is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in
    England and Wales (SI 2007/462 reg 1(2)), one-off proclaimed days included.
    """

    count: int = field()
    unit: Unit = field(converter=_unit)

    @count.validator
    def _check_count(self, _attribute: object, count: int) -> None:
        if type(count) is not int or not 0 <= count <= MAX_DAY - MIN_DAY:
            msg = f"a span counts from 0 to {MAX_DAY - MIN_DAY}, not {quoted(count)}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The span written as ``70 working days``, ``3 months`` or ``14 days``.

        Raises:
            BadDate: The text is none of these.
        """
        match = SPAN.fullmatch(str(text))
        if match is None or int(match[1]) > MAX_DAY - MIN_DAY:
            raise BadDate(quoted(text), "write a span as 70 working days, 3 months or 14 days")
        return cls(int(match[1]), Unit(match[2]))

    @classmethod
    def of(cls, value: str | Span) -> Span:
        """The span given as text or as a Span already."""
        return value if isinstance(value, Span) else cls.parse(value)

    def after(self, day: DateLike) -> pendulum.Date:
        """The day so long after the given one, which is not counted.

        Example:
            >>> working_days(70).after("2016-11-25")
            Date(2017, 3, 8)

        Raises:
            BadDate: The day is known only in part, or the result lies outside 1900 to 2199
                (for working days, outside the years for which bank holidays are known or
                projected, to 2100).
        """
        return self._shifted(day, 1)

    def before(self, day: DateLike) -> pendulum.Date:
        """The day so long before the given one, which is not counted.

        Raises:
            BadDate: As for `after`.
        """
        return self._shifted(day, -1)

    def _shifted(self, day: DateLike, sign: int) -> pendulum.Date:
        start = whole_day(day)
        result = self.shift(start, sign)
        reach = LAST_CALENDAR_YEAR if self.unit is Unit.WORKING_DAYS else MAX_YEAR
        if result < MIN_DAY or max(start, result) > dt.date(reach, 12, 31).toordinal():
            raise BadDate(quoted(str(day)), f"{self} from it leads out of {MIN_YEAR} to {reach}")
        return pendulum.Date.fromordinal(result)

    def shift(self, ordinal: int, sign: int = 1) -> int:
        """The ordinal so long after another (before it, for sign -1).

        What leads out of the years held gives the day before the first or after the last of them,
        so that comparing with it stays right.
        """
        return _shift(self.unit, self.count, ordinal, sign)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    def __repr__(self) -> str:
        return f"{self.unit.name.lower()}({self.count})"


def optional_span(value: str | Span | None) -> Span | None:
    """A converter for a span that may be left out."""
    return None if value is None else Span.of(value)


def days(count: int) -> Span:
    """A span of calendar days."""
    return Span(count, Unit.DAYS)


def months(count: int) -> Span:
    """A span of calendar months; a month on from 31 January is the last day of February."""
    return Span(count, Unit.MONTHS)


def working_days(count: int) -> Span:
    """A span of working days in England and Wales (SI 2007/462 reg 1(2))."""
    return Span(count, Unit.WORKING_DAYS)


def working_days_between(start: DateLike, end: DateLike) -> int:
    """How many working days lie after the start, the end included; negative when it comes first.

    Example:
        >>> working_days_between("2016-11-25", "2017-03-08")
        70

    Raises:
        BadDate: A day is known only in part, or lies after 2100.
    """
    first, last = whole_day(start), whole_day(end)
    if first > last:
        return -working_days_between(end, start)
    if last > LAST_CALENDAR_DAY:
        raise BadDate(quoted(str(end)), f"bank holidays are projected to {LAST_CALENDAR_YEAR} only")
    return sum(is_working_day(day) for day in range(first + 1, last + 1))


def bank_holidays_between(start: DateLike, end: DateLike) -> tuple[tuple[pendulum.Date, str], ...]:
    """The bank holidays on a weekday after the start, the end included, each with its name.

    None are known after 2100.

    Raises:
        BadDate: A day is known only in part.
    """
    return tuple(
        (pendulum.Date.fromordinal(day), name)
        for day in range(whole_day(start) + 1, whole_day(end) + 1)
        if not is_weekend(day) and (name := bank_holiday(day))
    )


@lru_cache(maxsize=65536)
def _shift(unit: Unit, count: int, ordinal: int, sign: int) -> int:
    if not MIN_DAY <= ordinal <= MAX_DAY:
        return ordinal
    if unit is Unit.DAYS:
        result = ordinal + sign * count
    elif unit is Unit.MONTHS:
        result = _months_on(ordinal, sign * count)
    else:
        result = working_days_on(ordinal, count, sign)
    return min(max(result, BEFORE_ALL), AFTER_ALL)


def _months_on(ordinal: int, count: int) -> int:
    start = dt.date.fromordinal(ordinal)
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    if not MIN_YEAR <= year <= MAX_YEAR:
        return AFTER_ALL if count > 0 else BEFORE_ALL
    last = monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).toordinal()
