"""Intervals as people shorten them, and periods such as weeks, halves of a year and decades."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustflow.dates import MONTH_NAMES, PartialDate
from trustflow.errors import BadDate
from trustflow.testing import days

JOINS = ["-", " - ", "\u2013", " \u2014 ", "/", " / ", " to ", " or "]
WEEKS = {
    "w/c {}": (0, 6),
    "W/C {}": (0, 6),
    "week commencing {}": (0, 6),
    "week beginning {}": (0, 6),
    "week starting {}": (0, 6),
    "w/e {}": (-6, 0),
    "week ending {}": (-6, 0),
}


def read(text, **options):
    """Return the EDTF text that a text means."""
    return PartialDate.from_words(text, **options).text


def in_full(join):
    """Return what stands between the two dates if both are written in full."""
    return join if join.strip().isalpha() else " - "


def same_month(day):
    """Return the later days of the month of a day."""
    following = (day + dt.timedelta(count) for count in range(1, 31))
    return [other for other in following if other.month == day.month]


@pytest.mark.parametrize("join", JOINS)
@given(day=days(), data=st.data())
def test_days_of_one_month(join, day, data):
    """The month and the year are those of both days, before them or after them."""
    later = same_month(day)
    assume(later)
    other = data.draw(st.sampled_from(later))
    month = MONTH_NAMES[day.month - 1]
    full = read(f"{day.day} {month} {day.year}{in_full(join)}{other.day} {month} {day.year}")
    for short in (
        f"{day.day}{join}{other.day} {month} {day.year}",
        f"{day.day}{join}{other.day} of {month[:3]}. {day.year}",
        f"{month} {day.day}{join}{other.day}, {day.year}",
    ):
        assert full == read(short)


@pytest.mark.parametrize("join", JOINS)
@given(day=days(), count=st.integers(1, 365))
def test_days_and_months_of_one_year(join, day, count):
    """The year is that of both dates."""
    other = day + dt.timedelta(count)
    assume(other.year == day.year)
    months = [MONTH_NAMES[each.month - 1] for each in (day, other)]
    pairs = [(f"{day.day} {months[0]}", f"{other.day} {months[1]}"), months]
    for one, two in pairs[: 1 if day.month == other.month else 2]:
        full = read(f"{one} {day.year}{in_full(join)}{two} {day.year}")
        assert full == read(f"{one}{join}{two} {day.year}")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("13\u201324 June 2016", "2016-06-13/2016-06-24"),
        ("13th-24th of June, 2016", "2016-06-13/2016-06-24"),
        ("between 13 and 24 June 2016", "2016-06-13/2016-06-24"),
        ("from 30 May to 3 June 2016", "2016-05-30/2016-06-03"),
        ("13 to 24 June 2016", "[2016-06-13..2016-06-24]"),
        ("5 or 6 June 2016", "[2016-06-05,2016-06-06]"),
        ("June 13-24, 2016", "2016-06-13/2016-06-24"),
        ("Nov/Dec 2016", "2016-11/2016-12"),
        ("between June and July 2016", "2016-06/2016-07"),
        ("spring/summer 2016", "2016-21/2016-22"),
    ],
)
def test_intervals_in_the_wild(text, meant):
    """Some as inspectorates and councils write them."""
    assert meant == read(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24-13 June 2016", "The interval ends before it starts."),
        ("December - January 2016", "The interval ends before it starts."),
        ("13-31 June 2016", "Expected a day from 01 to 30 for June 2016."),
        ("5 and 6 June 2016", "Expected a date in words"),
        ("w/c June 2016", "Expected the day on which the week begins or ends."),
        ("w/e 3 January 1900", "Expected a year from 1900 to 2199."),
        ("third half of 2016", "Expected a date in words"),
        ("2200s", "Expected a year from 1900 to 2199."),
    ],
)
def test_what_has_no_meaning(text, reason):
    """It is refused with the reason, as if it was written in full."""
    with pytest.raises(BadDate) as caught:
        PartialDate.from_words(text)
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize("form", WEEKS)
@given(day=days())
def test_a_week(form, day):
    """It has seven days; the mark of the day is that of both ends."""
    first, last = (day + dt.timedelta(shift) for shift in WEEKS[form])
    assume(1900 <= first.year and last.year < 2200)
    assert f"{first}/{last}" == read(form.format(day.isoformat()))
    assert f"{first}/{last}" == read(form.format(f"{day:%d/%m/}{day.year}"), day_first=True)
    assert f"{first}~/{last}~" == read(form.format(f"about {PartialDate.of(day).words}"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("first quarter of 2016", "2016-01/2016-03"),
        ("the 2nd quarter 2016", "2016-04/2016-06"),
        ("last quarter of 2016", "2016-10/2016-12"),
        ("first half of 2016", "2016-01/2016-06"),
        ("the second half of 2016", "2016-07/2016-12"),
        ("about the 1st half 2016", "2016-01~/2016-06~"),
        ("2010s", "2010/2019"),
        ("the 1990s", "1990/1999"),
        ("by the first half of 2016", "../2016-06"),
        ("no later than 1 April 2018", "../2018-04-01"),
        ("not after 1 April 2018", "../2018-04-01"),
        ("no earlier than 1 April 2018", "2018-04-01/.."),
        ("not before 1 April 2018", "2018-04-01/.."),
    ],
)
def test_periods_and_limits(text, meant):
    """Parts of a year, decades, and days up to which or from which on something can be."""
    assert meant == read(text)
