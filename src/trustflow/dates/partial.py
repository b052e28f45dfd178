"""Dates that may be known only in part, and three-valued comparisons of them.

A [PartialDate][] is an EDTF value (ISO 8601-2) with an earliest and a latest day.
Comparing two of them gives a [Truth][]: yes, no, or *cannot be told*.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from .._text import formatted_text
from ..errors import BadDate, InvalidValue, quoted
from .arguments import ExplainedCalls
from .calendar_date import calendar_date
from .edtf import (
    EXPECTED_DATE,
    LONGEST_TEXT,
    MAX_DAY,
    MIN_DAY,
    date_words,
    day_range,
    iso_date,
    no_date,
)
from .examples import example
from .written import edtf_of_words, strict_edtf

if TYPE_CHECKING:
    import pendulum

__all__ = ["DateLike", "PartialDate", "Truth", "date_argument", "whole_day"]


class Truth(Enum):
    """A three-valued answer about dates: yes, no, or *cannot be told*.

    Using a `Truth` as a condition raises a `TypeError`, so that *cannot be told* never counts as
    yes.
    Compare an answer (``is Truth.YES``), or combine answers with ``&``, ``|`` and ``~``.
    The operators follow Kleene's three-valued logic.
    """

    YES = "yes"
    NO = "no"
    MAYBE = "cannot be told"

    def __bool__(self) -> bool:
        msg = f"{self} cannot be a condition: a Truth has three values. Compare it: `is Truth.YES`."
        raise TypeError(msg)

    def __and__(self, other: Truth) -> Truth:
        # Without this check, combining with a bool would give "cannot be told".
        if not isinstance(other, Truth):
            return NotImplemented
        if self is Truth.NO or other is Truth.NO:
            return Truth.NO
        return Truth.YES if self is other is Truth.YES else Truth.MAYBE

    def __or__(self, other: Truth) -> Truth:
        if not isinstance(other, Truth):
            return NotImplemented
        return ~(~self & ~other)  # by De Morgan's law

    def __invert__(self) -> Truth:
        return _OPPOSITE[self]


_OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.MAYBE: Truth.MAYBE}


@frozen(repr=False)
class PartialDate(metaclass=ExplainedCalls):
    """A date that may be known only in part: some day from `earliest` to `latest`.

    Two partial dates are equal if their texts are equal.
    They cannot be sorted, because the order of partly known dates would be a guess.
    Use `before`, `after` or `within` instead.

    Args:
        text: An EDTF text: a day, month, year or season, which may be marked ``~`` (approximate) or
            ``?`` (uncertain); an interval, of which each end may be open; or a set such as
            ``[2015-12,2016-01]``, which means one of its dates.
            Years run from 1900 to 2199. Unknown parts are left out: ``2016-XX`` is kept as
            ``2016``.

    Raises:
        BadDate: The text is not in this subset of EDTF.
    """

    text: str = field(metadata=example("'2016-07-14'"))
    first: int = field(init=False, eq=False)  # `earliest` as a proleptic ordinal
    last: int = field(init=False, eq=False)  # `latest` as a proleptic ordinal

    def __attrs_post_init__(self) -> None:
        # The class is frozen, which forbids plain assignment, also of computed fields.
        try:
            first, last = day_range(self.text)
        except BadDate:
            text = strict_edtf(self.text)
            first, last = day_range(text)
            object.__setattr__(self, "text", text)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that an EDTF text describes.

        Example:
            >>> PartialDate.parse("2016-07").latest
            Date(2016, 7, 31)

        Raises:
            BadDate: The text is not in the accepted subset of EDTF.
        """
        try:
            return _parsed(text)
        except TypeError:  # a value that cannot be hashed has no date in the cache
            raise no_date(text) from None

    @classmethod
    def from_words(cls, text: str, *, day_first: bool = False) -> PartialDate:
        """Return the date that a text describes in words, in numbers or in EDTF.

        Everything that `words` returns is read, except that a date marked *uncertain* becomes
        *about*.

        Args:
            text: A date as people write it, such as "5 June 2015", "Jun 2015", "about 2015",
                "by 5 June 2015", 25/10/2016 or 2016-07-14T09:30. Of a date and time, the day is
                kept as it is written there.
            day_first: Whether 06/10/2016 is 6 October. Otherwise it is refused, because it can be
                10 June.

        Example:
            >>> PartialDate.from_words("by 5th June 2015")
            PartialDate('../2015-06-05')
            >>> PartialDate.from_words("06/10/2016", day_first=True)
            PartialDate('2016-10-06')

        Raises:
            BadDate: The text cannot be read as a date, or in two ways. The reason names what to
                write.
            InvalidValue: `day_first` is not True or False.
        """
        if not isinstance(day_first, bool):
            raise InvalidValue(quoted(day_first), "day_first", "Expected True or False.")
        return cls.parse(edtf_of_words(text, day_first=day_first))

    @classmethod
    def of(cls, value: DateLike) -> PartialDate:
        """Convert an EDTF text, a `datetime.date` or a PartialDate to a PartialDate.

        Raises:
            BadDate: The value is a datetime, whose day depends on a time zone, or cannot be read as
                a date.
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, str):
            # The slice keeps the error for a huge text cheap, and makes a subclass of `str` a
            # `str`.
            return _parsed(value[: LONGEST_TEXT + 1])
        if isinstance(value, dt.datetime):
            if value != value:  # noqa: PLR0124 - so only pandas.NaT, which has no day
                reason = "A missing value has no day. Write '../..' if the day is unknown."
                raise BadDate(quoted(value), reason)
            # Its day would depend on the time zone.
            reason = f"Expected a day without a time of day, such as '{value:%Y-%m-%d}'."
            raise BadDate(quoted(value), reason)
        if isinstance(value, dt.date):
            return cls.parse(value.isoformat())
        raise no_date(value)

    @classmethod
    def between(cls, first: int, last: int) -> PartialDate:
        """Return the interval between two ordinals, or the day if both are the same.

        An ordinal outside 1900-2199, such as `BEFORE_ALL` or `AFTER_ALL`, gives an open end.
        If both ordinals lie before 1900, the other end is 1 January 1900; if both lie after 2199,
        it is 31 December 2199.
        """
        if first == last and MIN_DAY <= first <= MAX_DAY:
            return cls.parse(iso_date(first))
        start = ".." if first < MIN_DAY else iso_date(min(first, MAX_DAY))
        end = ".." if last > MAX_DAY else iso_date(max(last, MIN_DAY))
        return cls.parse(f"{start}/{end}")

    @property
    def earliest(self) -> pendulum.Date:
        """Return the first possible day; 1 January 1900 if the start is open."""
        return calendar_date(self.first)

    @property
    def latest(self) -> pendulum.Date:
        """Return the last possible day; 31 December 2199 if the end is open."""
        return calendar_date(self.last)

    @property
    def is_day(self) -> bool:
        """Return whether only one day is possible."""
        return self.first == self.last

    @property
    def is_approximate(self) -> bool:
        """Return whether the date, or a part of it, is marked *about* (``~``)."""
        return "~" in self.text

    @property
    def is_uncertain(self) -> bool:
        """Return whether the date, or a part of it, is marked *uncertain* (``?``)."""
        return "?" in self.text

    @property
    def is_open_start(self) -> bool:
        """Return whether the start is open (``../2017``)."""
        return self.text.startswith("../")

    @property
    def is_open_end(self) -> bool:
        """Return whether the end is open (``2012/..``)."""
        return self.text.endswith("/..")

    @property
    def starts(self) -> PartialDate:
        """Return the day on which this date starts, if it is read as a period.

        The start of ``2016-09-12/2016-10-06`` is ``2016-09-12``.
        A date that is not an interval, or has an open start, is returned as it is.
        """
        return self._endpoint(0)

    @property
    def ends(self) -> PartialDate:
        """Return the day on which this date ends, if it is read as a period.

        The end of ``2016-09-12/2016-10-06`` is ``2016-10-06``.
        A date that is not an interval, or has an open end, is returned as it is.
        """
        return self._endpoint(-1)

    def _endpoint(self, index: int) -> PartialDate:
        endpoint = self.text.split("/")[index]
        return self if endpoint == ".." else PartialDate.parse(endpoint)

    def before(self, other: DateLike) -> Truth:
        """Return whether this date is before another; the same day is not "before".

        Raises:
            BadDate: The other value cannot be read as a date.
        """
        other = PartialDate.of(other)
        if self.last < other.first:
            return Truth.YES
        return Truth.NO if self.first >= other.last else Truth.MAYBE

    def after(self, other: DateLike) -> Truth:
        """Return whether this date is after another; the same day is not "after".

        Raises:
            BadDate: The other value cannot be read as a date.
        """
        return PartialDate.of(other).before(self)

    def within(self, other: DateLike) -> Truth:
        """Return whether this date lies from the earliest to the latest day of another.

        Raises:
            BadDate: The other value cannot be read as a date.
        """
        other = PartialDate.of(other)
        if other.first <= self.first and self.last <= other.last:
            return Truth.YES
        return Truth.NO if self.last < other.first or other.last < self.first else Truth.MAYBE

    @property
    def words(self) -> str:
        """Return the date in words, such as "1 December 2016" or "about 2015"."""
        return date_words(self.text)

    def __str__(self) -> str:
        return self.text

    __format__ = formatted_text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"


# A function of one text has the fastest key in the cache: the text itself.
@lru_cache(maxsize=16384)
def _parsed(text: str) -> PartialDate:
    return PartialDate(text)


DateLike: TypeAlias = str | dt.date | PartialDate
"""The values accepted as a date: EDTF text, a `datetime.date` (not a datetime), a PartialDate."""


def date_argument(value: DateLike, name: str) -> PartialDate:
    """Return the date that is the argument of a function.

    Raises:
        BadDate: The value cannot be read as a date; the message names the argument.
    """
    try:
        return PartialDate.of(value)
    except BadDate as error:
        raise error.of_argument(name) from None


EXPECTED_DAY = "Expected an exact day such as 2016-07-14."
"""The sentence of an error about a date that must be one exact day."""


def whole_day(value: DateLike, name: str = "day") -> int:
    """Return the ordinal of a date, which must be one exact day.

    Args:
        value: The date.
        name: The argument that has the value, for the message.

    Raises:
        BadDate: The date is known only in part, or the value is not a date.
    """
    try:
        date = date_argument(value, name)
    except BadDate as error:
        if error.reason != EXPECTED_DATE:
            raise
        raise BadDate(error.found, EXPECTED_DAY, name) from None
    if not date.is_day:
        is_open = date.is_open_start or date.is_open_end
        days = "2016-07-14" if is_open else f"{date.earliest} or {date.latest}"
        reason = f"Expected an exact day such as {days}, not a month, a year or an interval."
        raise BadDate(quoted(date.text), reason, name)
    return date.first
