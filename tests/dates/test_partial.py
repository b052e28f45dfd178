"""Partial dates: their days, how they compare, and the three-valued answers."""

import copy
import datetime as dt
import pickle
from enum import Enum
from itertools import product

import numpy as np
import pandas as pd
import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustflow.dates import (
    AFTER_ALL,
    BEFORE_ALL,
    MAX_DAY,
    MIN_DAY,
    PartialDate,
    Truth,
    whole_day,
)
from trustflow.dates.partial import _parsed  # its cache, which must not keep a subclass
from trustflow.errors import BadDate
from trustflow.testing import days, partial_dates
from trustflow.testing.dates import FIRST, LAST

WINDOW = days(dt.date(2015, 12, 20), dt.date(2016, 1, 10))
"""A few days around the end of a year, so that two dates often share some."""


def expected_truth(outcomes):
    """Return the answer if these are the outcomes of all possibilities."""
    outcomes = set(outcomes)
    return Truth.MAYBE if len(outcomes) == 2 else Truth.YES if outcomes == {True} else Truth.NO


def all_days(date):
    """Return every day that a date covers."""
    return [dt.date.fromordinal(day) for day in range(date.first, date.last + 1)]


@st.composite
def short_dates(draw):
    """Draw dates that cover few days: a day, an interval, or a set."""
    first, last = sorted((draw(WINDOW), draw(WINDOW)))
    shape = draw(st.sampled_from(["{0}", "{0}/{1}", "[{1},{0}]", "[{0}..{1}]"]))
    return PartialDate.parse(shape.format(first, last))


class TestDays:
    """The days that a date covers."""

    @given(days().flatmap(lambda day: st.tuples(st.just(day), partial_dates(st.just(day)))))
    def test_earliest_and_latest_enclose_the_day(self, made):
        """A date made around a day covers it, and lies within 1900-2199."""
        day, date = made

        assert FIRST <= date.earliest <= day <= date.latest <= LAST
        assert (date.first, date.last) == (date.earliest.toordinal(), date.latest.toordinal())
        assert isinstance(date.earliest, pendulum.Date)
        assert not isinstance(date.latest, pendulum.DateTime)

    @given(partial_dates())
    def test_properties_follow_the_text(self, date):
        """Marks, open ends and exact days are those of the text; a mark adds no days."""
        plain = PartialDate.parse(date.text.translate({ord("~"): None, ord("?"): None}))

        assert (date.first, date.last) == (plain.first, plain.last)
        assert not plain.is_approximate
        assert not plain.is_uncertain
        assert (date == plain) == (not date.is_approximate and not date.is_uncertain)
        assert date.is_open_start == (".." == date.text.split("/")[0])
        assert date.is_open_end == (".." == date.text.split("/")[-1])
        assert date.is_day == (date.earliest == date.latest)

    @given(partial_dates())
    def test_a_period_starts_and_ends_with_the_ends_of_its_interval(self, date):
        """An interval starts and ends with its two ends, and any other date with itself."""
        start, interval, end = date.text.partition("/")

        assert (date.text if start == ".." or not interval else start) == date.starts.text
        assert (date.text if end == ".." or not interval else end) == date.ends.text
        assert date.first == date.starts.first
        assert date.last == date.ends.last

    @given(days(), days())
    def test_between_two_days(self, one, other):
        """`between` gives the interval of two days, or the day if both are the same."""
        first, last = sorted((one.toordinal(), other.toordinal()))
        date = PartialDate.between(first, last)

        assert (first, last) == (date.first, date.last)
        assert (first == last) == (date.text == one.isoformat())

    @pytest.mark.parametrize(
        ("first", "last", "text"),
        [
            (BEFORE_ALL, MAX_DAY, "../2199-12-31"),
            (MIN_DAY, AFTER_ALL, "1900-01-01/.."),
            (BEFORE_ALL, AFTER_ALL, "../.."),
            (AFTER_ALL, AFTER_ALL, "2199-12-31/.."),
            (BEFORE_ALL, BEFORE_ALL, "../1900-01-01"),
            (MIN_DAY, MIN_DAY, "1900-01-01"),
            (MAX_DAY, MAX_DAY, "2199-12-31"),
        ],
    )
    def test_an_ordinal_outside_the_years_is_an_open_end(self, first, last, text):
        """An ordinal outside 1900-2199 gives an open end, not an error."""
        assert text == PartialDate.between(first, last).text


class TestConversion:
    """Values that are converted to a date or a day."""

    @pytest.mark.parametrize(
        "moment",
        [
            dt.datetime(2016, 7, 1, tzinfo=dt.UTC),
            dt.datetime(2016, 7, 1),  # noqa: DTZ001 - a naive datetime is refused as well
            pendulum.datetime(2016, 7, 1),
        ],
    )
    def test_refuses_a_datetime(self, moment):
        """A datetime is refused, and the message gives the day to write."""
        with pytest.raises(
            BadDate, match=r"Expected a day without a time of day, such as '2016-07-01'\.$"
        ) as caught:
            PartialDate.of(moment)
        assert repr(moment)[:50] == caught.value.found[:50]

    def test_refuses_a_missing_moment(self):
        """The missing value of pandas, which is a datetime, is refused as one without a day."""
        with pytest.raises(BadDate, match=r"^Invalid date: NaT\. A missing value has no day\. "):
            PartialDate.of(pd.NaT)

    @pytest.mark.parametrize("read", [PartialDate, PartialDate.parse, PartialDate.of])
    def test_keeps_no_subclass_of_str(self, read):
        """The text is a plain `str`, so the words and JSON do not depend on who reads it first."""

        class Day(str, Enum):  # noqa: UP042 - StrEnum has the words of its value
            """A subclass of `str` with other words."""

            FIRST = "1987-03-09"

        for text in (Day.FIRST, np.str_("1987-03-09")):
            _parsed.cache_clear()
            date = read(text)
            assert (str, "1987-03-09") == (type(date.text), str(date))
            assert str is type(PartialDate.parse("1987-03-09").text)

    @pytest.mark.parametrize(
        "value",
        [None, 2016, 2016.5, b"2016-07", ("2016",), ["2016"], {"on": "2016"}, {"2016"}, dt.time(1)],
        ids=repr,
    )
    def test_refuses_other_types(self, value):
        """A value of another type is refused with a BadDate that has an example."""
        for read in (PartialDate.of, PartialDate.parse, PartialDate, PartialDate.from_words):
            with pytest.raises(
                BadDate, match=r"Expected a date, such as '2016-07-14'\.$|Did you mean '2016'\?$"
            ) as caught:
                read(value)
            assert repr(value) == caught.value.found

    @pytest.mark.parametrize("day", [dt.date(1899, 12, 31), dt.date(2200, 1, 1), dt.date.max])
    def test_refuses_days_outside_the_years(self, day):
        """The years of a `datetime.date` are bounded like those of a text."""
        with pytest.raises(BadDate, match="Expected a year from 1900 to 2199"):
            PartialDate.of(day)

    def test_whole_day_needs_an_exact_day(self):
        """A date known to the day has an ordinal; any other is quoted and refused."""
        assert dt.date(2016, 7, 1).toordinal() == whole_day("2016-07-01~")
        with pytest.raises(
            BadDate,
            match=r"'2016-07'\. Expected an exact day such as 2016-07-01 or 2016-07-31",
        ):
            whole_day("2016-07")


class TestComparison:
    """`before`, `after` and `within`, checked against every pair of days."""

    @given(short_dates(), short_dates())
    @example(PartialDate("2016-01-01/2016-01-02"), PartialDate("2016-01-02/2016-01-03"))
    @example(PartialDate("2016-01-02/2016-01-03"), PartialDate("2016-01-01/2016-01-02"))
    def test_agrees_with_every_pair_of_days(self, one, other):
        """The answer is yes if it holds for every pair of days, and no if it holds for none."""
        pairs = list(product(all_days(one), all_days(other)))
        days_of_other = set(all_days(other))

        assert expected_truth(x < y for x, y in pairs) is one.before(other)
        assert expected_truth(x > y for x, y in pairs) is one.after(other)
        assert expected_truth(x in days_of_other for x in all_days(one)) is one.within(other)

    @given(partial_dates(WINDOW), partial_dates(WINDOW))
    def test_every_form_compares_like_its_interval(self, one, other):
        """Any form compares like the interval from its earliest to its latest day."""
        interval = PartialDate.between(one.first, one.last)
        other_interval = PartialDate.between(other.first, other.last)

        assert interval.before(other_interval) is one.before(other)
        assert interval.within(other_interval) is one.within(other)
        assert other.before(one) is one.after(other)

    @given(partial_dates(WINDOW), partial_dates(WINDOW), WINDOW)
    def test_a_shared_day_leaves_the_order_open(self, one, other, day):
        """A date that shares a day with another is never certainly before or after it."""
        assert Truth.YES is PartialDate.of(day).within(PartialDate.between(MIN_DAY, MAX_DAY))
        if Truth.NO is not one.within(other):
            assert Truth.YES is not one.before(other)
            assert Truth.YES is not one.after(other)

    @given(partial_dates())
    def test_against_itself(self, date):
        """A date is within itself; *before itself* is no for a day, else *cannot be told*."""
        assert Truth.YES is date.within(date)
        assert (Truth.NO if date.is_day else Truth.MAYBE) is date.before(date)

    def test_accepts_any_date_like_value(self):
        """The other date may be text, a date or a PartialDate; a datetime is refused."""
        july = PartialDate.parse("2016-07")

        assert Truth.MAYBE is july.before("2016-07-15")
        assert Truth.NO is july.after(dt.date(2016, 7, 31))
        assert Truth.YES is july.before(pendulum.Date(2016, 8, 1))
        assert Truth.YES is july.within(PartialDate.parse("2016"))
        with pytest.raises(BadDate):
            july.before(dt.datetime(2016, 7, 1, tzinfo=dt.UTC))


class TestIdentity:
    """Equality, hashing, order, copies."""

    @given(partial_dates(WINDOW), partial_dates(WINDOW))
    @example(PartialDate.parse("2016"), PartialDate("2016"))
    @example(PartialDate.parse("2016"), PartialDate("2016-01-01/2016-12-31"))
    def test_equal_if_the_texts_are_equal(self, one, other):
        """Two dates are equal if their texts are, and then have the same hash."""
        assert (one.text == other.text) == (one == other)
        assert one != one.text
        if one == other:
            assert hash(one) == hash(other)

    @given(partial_dates(), partial_dates())
    def test_has_no_order(self, one, other):
        """No order operator works, so sorting raises a TypeError."""
        for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
            assert NotImplemented is getattr(one, compare, lambda _: NotImplemented)(other)
        with pytest.raises(TypeError):
            sorted([one, other])

    @given(partial_dates())
    def test_survives_copy_and_pickle(self, date):
        """A copy is equal and has the same days and hash."""
        for twin in (copy.copy(date), copy.deepcopy(date), pickle.loads(pickle.dumps(date))):  # noqa: S301 - our own pickle
            assert date == twin
            assert (date.first, date.last, hash(date)) == (twin.first, twin.last, hash(twin))

    def test_is_frozen(self):
        """Setting an attribute raises an AttributeError."""
        date = PartialDate.parse("2016")
        with pytest.raises(AttributeError):
            date.text = "2017"


class TestTruth:
    """Kleene's three-valued logic."""

    VALUE = st.sampled_from(Truth)

    @given(st.lists(st.sets(st.booleans(), min_size=1), min_size=2, max_size=2))
    def test_operators_agree_with_every_combination(self, possible):
        """The operators give what holds in all, in some or in no combinations."""
        one, other = (expected_truth(answers) for answers in possible)
        pairs = list(product(*possible))

        assert expected_truth(x and y for x, y in pairs) is one & other
        assert expected_truth(x or y for x, y in pairs) is one | other
        assert expected_truth(not x for x in possible[0]) is ~one

    @given(VALUE, VALUE, VALUE)
    def test_laws(self, one, two, three):
        """The operators commute, associate and distribute, and De Morgan's laws hold."""
        assert one & two is two & one
        assert one | two is two | one
        assert (one & two) & three is one & (two & three)
        assert one & (two | three) is (one & two) | (one & three)
        assert ~(one & two) is ~one | ~two
        assert ~~one is one

    @given(VALUE)
    def test_is_not_a_condition(self, truth):
        """Using any of the three answers as a condition raises a TypeError."""
        with pytest.raises(TypeError, match=r"Compare it: `is Truth\.YES`"):
            bool(truth)
        with pytest.raises(TypeError):
            _ = not truth

    @given(VALUE, st.sampled_from([True, False, 1, None, "yes"]))
    @example(Truth.YES, True)  # noqa: FBT003 - a former bug: it gave "cannot be told"
    def test_does_not_combine_with_booleans(self, truth, other):
        """Combining a Truth with a bool raises a TypeError, on either side."""
        for combine in (
            lambda: truth & other,
            lambda: truth | other,
            lambda: other & truth,
            lambda: other | truth,
        ):
            with pytest.raises(TypeError):
                combine()
