"""Dates as good as their source, spans between them, and the working days of England.

A date is an EDTF value (ISO 8601-2) with an earliest and a latest day.
Comparing two of them gives a [Truth][]: yes, no, or *cannot be told*.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from enum import Enum
from functools import lru_cache
from typing import Self, TypeAlias

import pendulum
from attrs import field, frozen

from .edtf import (
    ACCEPTED,
    AFTER_ALL,
    BEFORE_ALL,
    FIRST_DAY,
    FIRST_YEAR,
    LAST_DAY,
    LAST_YEAR,
    LONGEST_TEXT,
    days_meant,
    in_words,
    iso,
)
from .errors import BadDate, shown
from .workdays import (
    LAST_CALENDAR_DAY,
    LAST_CALENDAR_YEAR,
    bank_holiday,
    bank_holidays,
    is_weekend,
    is_working_day,
    working_days_on,
)

__all__ = [
    "DateLike",
    "PartialDate",
    "Span",
    "Truth",
    "Unit",
    "bank_holidays",
    "bank_holidays_between",
    "days",
    "months",
    "whole_day",
    "working_days",
    "working_days_between",
]

SPAN = re.compile(r"([0-9]{1,6}) (day|month|working day)s?")


class Truth(Enum):
    """An answer about dates that may be known only in part: yes, no, or *cannot be told*.

    It refuses to be used as a condition, so that *cannot be told* is never taken for a yes.
    Compare it (``is Truth.YES``) or combine it with ``&``, ``|`` and ``~``.
    """

    YES = "yes"
    NO = "no"
    MAYBE = "cannot be told"

    def __bool__(self) -> bool:
        msg = f"{self} has three answers and is no condition: compare it, as in `is Truth.YES`"
        raise TypeError(msg)

    def __and__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):  # a bool would be taken for "cannot be told"
            return NotImplemented
        if self is Truth.NO or other is Truth.NO:
            return Truth.NO
        return Truth.YES if self is other is Truth.YES else Truth.MAYBE

    def __or__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):
            return NotImplemented
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        return _OPPOSITE[self]


_OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE}


@frozen(repr=False)
class PartialDate:
    """A date as its source gives it: one day that lies somewhere from `earliest` to `latest`.

    Two are equal when their texts are; they have no order, because an order between dates known
    only in part would be a guess: ask `before`, `after` or `within` instead.

    Args:
        text: EDTF: a day, month, year or season, marked ``~`` (approximate) or ``?``
            (uncertain), an interval with at most two open ends, or a one-of set.
            Years run from 1900 to 2199.

    Raises:
        BadDate: The text is none of these.
    """

    text: str = field()
    first: int = field(init=False, eq=False)  # the earliest day as a proleptic ordinal
    last: int = field(init=False, eq=False)  # the latest day as a proleptic ordinal

    def __attrs_post_init__(self) -> None:
        first, last = days_meant(self.text)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    @classmethod
    @lru_cache(maxsize=16384)
    def parse(cls, text: str) -> Self:
        """The date written as EDTF text.

        Example:
            >>> PartialDate.parse("2016-07").latest
            Date(2016, 7, 31)

        Raises:
            BadDate: The text is not in the accepted subset of EDTF.
        """
        return cls(text)

    @classmethod
    def of(cls, value: DateLike) -> PartialDate:
        """The date given as EDTF text, as a date, or as a PartialDate already.

        Raises:
            BadDate: The value is a datetime (whose day depends on a time zone) or no date at all.
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, str):
            return cls.parse(value[: LONGEST_TEXT + 1])
        if isinstance(value, dt.datetime):
            raise BadDate(
                shown(value),
                "a moment falls on different days in different time zones; give the day, "
                f"as in {value:%Y-%m-%d}",
            )
        if isinstance(value, dt.date):
            return cls.parse(value.isoformat())
        raise BadDate(shown(value), f"it is {type(value).__name__}; {ACCEPTED}")

    @classmethod
    def between(cls, first: int, last: int) -> PartialDate:
        """The span between two ordinals, as a day when they are the same; ends outside are open.

        A span that lies wholly outside the years held is open from their nearest day on.
        """
        if first == last and FIRST_DAY <= first <= LAST_DAY:
            return cls.parse(iso(first))
        start = ".." if first < FIRST_DAY else iso(min(first, LAST_DAY))
        end = ".." if last > LAST_DAY else iso(max(last, FIRST_DAY))
        return cls.parse(f"{start}/{end}")

    @property
    def earliest(self) -> pendulum.Date:
        """The first day it can be; 1 January 1900 when the start is open."""
        return pendulum.Date.fromordinal(self.first)

    @property
    def latest(self) -> pendulum.Date:
        """The last day it can be; 31 December 2199 when the end is open."""
        return pendulum.Date.fromordinal(self.last)

    @property
    def is_day(self) -> bool:
        """Whether exactly one day is meant."""
        return self.first == self.last

    @property
    def is_approximate(self) -> bool:
        """Whether the source, or a part of the value, says *about* (``~``)."""
        return "~" in self.text

    @property
    def is_uncertain(self) -> bool:
        """Whether the value, or a part of it, is in doubt (``?``)."""
        return "?" in self.text

    @property
    def is_open_start(self) -> bool:
        """Whether there is no first day (``../2017``)."""
        return self.text.startswith("../")

    @property
    def is_open_end(self) -> bool:
        """Whether there is no last day (``2012/..``)."""
        return self.text.endswith("/..")

    @property
    def starts(self) -> PartialDate:
        """Read as a period: when it starts; the value itself where that end is open or the same."""
        return self._end(0)

    @property
    def ends(self) -> PartialDate:
        """Read as a period: when it ends; the value itself where that end is open or the same."""
        return self._end(-1)

    def _end(self, side: int) -> PartialDate:
        end = self.text.split("/")[side]
        return self if end == ".." else PartialDate.parse(end)

    def before(self, other: DateLike) -> Truth:
        """Whether this day comes before the other one; on the same day it does not."""
        other = PartialDate.of(other)
        if self.last < other.first:
            return Truth.YES
        return Truth.NO if self.first >= other.last else Truth.MAYBE

    def after(self, other: DateLike) -> Truth:
        """Whether this day comes after the other one; on the same day it does not."""
        return PartialDate.of(other).before(self)

    def within(self, other: DateLike) -> Truth:
        """Whether this day is one of the days from the other's earliest to its latest."""
        other = PartialDate.of(other)
        if other.first <= self.first and self.last <= other.last:
            return Truth.YES
        return Truth.NO if self.last < other.first or other.last < self.first else Truth.MAYBE

    @property
    def words(self) -> str:
        """The date for people: 1 December 2016, July 2016, summer 2017, about 2015."""
        return in_words(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"


DateLike: TypeAlias = str | dt.date | PartialDate
"""What is accepted where a date is asked for: EDTF text, a date (no datetime), a PartialDate."""


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
        if type(count) is not int or not 0 <= count <= LAST_DAY - FIRST_DAY:
            msg = f"a span counts from 0 to {LAST_DAY - FIRST_DAY}, not {shown(count)}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The span written as ``70 working days``, ``3 months`` or ``14 days``.

        Raises:
            BadDate: The text is none of these.
        """
        match = SPAN.fullmatch(str(text))
        if match is None or int(match[1]) > LAST_DAY - FIRST_DAY:
            raise BadDate(shown(text), "write a span as 70 working days, 3 months or 14 days")
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
        reach = LAST_CALENDAR_YEAR if self.unit is Unit.WORKING_DAYS else LAST_YEAR
        if result < FIRST_DAY or max(start, result) > dt.date(reach, 12, 31).toordinal():
            raise BadDate(shown(str(day)), f"{self} from it leads out of {FIRST_YEAR} to {reach}")
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
        raise BadDate(shown(str(end)), f"bank holidays are projected to {LAST_CALENDAR_YEAR} only")
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


def whole_day(value: DateLike) -> int:
    """The ordinal of a day that has to be known whole.

    Raises:
        BadDate: It is known only in part, or no date.
    """
    date = PartialDate.of(value)
    if not date.is_day:
        raise BadDate(shown(date.text), "a whole day is needed here, such as 2018-04-01")
    return date.first


@lru_cache(maxsize=65536)
def _shift(unit: Unit, count: int, ordinal: int, sign: int) -> int:
    if not FIRST_DAY <= ordinal <= LAST_DAY:
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
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return AFTER_ALL if count > 0 else BEFORE_ALL
    last = monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).toordinal()
