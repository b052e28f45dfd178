"""Dates as good as their source, and answers about them that may be *cannot be told*.

A date is an EDTF value (ISO 8601-2) with an earliest and a latest day.
Comparing two of them gives a [Truth][]: yes, no, or *cannot be told*.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from functools import lru_cache
from typing import Self, TypeAlias

import pendulum
from attrs import field, frozen

from ..errors import BadDate, quoted
from .edtf import ACCEPTED, LONGEST_TEXT, MAX_DAY, MIN_DAY, days_meant, in_words, iso

__all__ = ["DateLike", "PartialDate", "Truth", "whole_day"]


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
                quoted(value),
                "a moment falls on different days in different time zones; give the day, "
                f"as in {value:%Y-%m-%d}",
            )
        if isinstance(value, dt.date):
            return cls.parse(value.isoformat())
        raise BadDate(quoted(value), f"it is {type(value).__name__}; {ACCEPTED}")

    @classmethod
    def between(cls, first: int, last: int) -> PartialDate:
        """The span between two ordinals, as a day when they are the same; ends outside are open.

        A span that lies wholly outside the years held is open from their nearest day on.
        """
        if first == last and MIN_DAY <= first <= MAX_DAY:
            return cls.parse(iso(first))
        start = ".." if first < MIN_DAY else iso(min(first, MAX_DAY))
        end = ".." if last > MAX_DAY else iso(max(last, MIN_DAY))
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


def whole_day(value: DateLike) -> int:
    """The ordinal of a day that has to be known whole.

    Raises:
        BadDate: It is known only in part, or no date.
    """
    date = PartialDate.of(value)
    if not date.is_day:
        raise BadDate(quoted(date.text), "a whole day is needed here, such as 2018-04-01")
    return date.first
