"""Lengths of time are worded in years, months and days."""

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.views import day_count_words, duration_words
from trustflow.views.duration import at_least_words, open_duration_words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0, 0, "0 days"),
        (1, 1, "1 day"),
        (0, 12, "0 to 12 days"),
        (30, 30, "30 days"),
        (31, 31, "about 1 month"),
        (0, 95, "up to about 3 months"),
        (12, 95, "12 days to about 3 months"),
        (40, 95, "about 1 to 3 months"),
        (1, 40, "1 day to about 1 month"),
        (300, 700, "about 10 months to 1 year 11 months"),
        (360, 370, "about 1 year"),
        (396, 396, "about 1 year 1 month"),
        (2802, 2802, "about 7 years 8 months"),
        (2802, 2900, "about 7 years 8 months to 7 years 11 months"),
    ],
)
def test_duration_words(least, most, words):
    """From one month on, lengths are in years and whole months, below that in days."""
    assert words == duration_words(least, most)


@given(st.integers(31, 100_000))
def test_months_are_rounded_to_the_nearest(days):
    """The length in words differs from the exact length by at most half a month."""
    counts = re.findall(r"(\d+) (year|month)", duration_words(days, days))
    months = sum(int(count) * {"year": 12, "month": 1}[unit] for count, unit in counts)
    assert abs(months * 365.2425 / 12 - days) <= 365.2425 / 24


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(1, 1, "1 day"), (823, 823, "823 days"), (823, 830, "823 to 830 days"), (0, 1, "0 to 1 day")],
)
def test_day_count_words(least, most, words):
    """The words are the exact number of days, or the least and the greatest number."""
    assert words == day_count_words(least, most)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "at least 1 day"),
        (61, "at least 61 days"),
        (62, "at least 2 months"),
        (80, "at least 2 months"),
        (213, "at least 6 months"),
        (259, "at least 8 months"),
        (564, "at least 1 year 6 months"),
        (629, "at least 1 year 8 months"),
        (366, "at least 1 year"),
    ],
)
def test_a_least_length_is_rounded_down(days, words):
    """It is a bound, so the true length must not be below it."""
    assert words == at_least_words(days) == open_duration_words(days, None)


def test_a_length_with_both_bounds_is_not_a_least_length():
    """It has the words of any other length."""
    assert duration_words(40, 95) == open_duration_words(40, 95)


@given(
    st.integers(0, 36_000),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
)
def test_a_least_length_is_never_above_the_true_one(days, start):
    """It is as long or shorter in days, on whichever day its months begin."""
    counts = re.findall(r"(\d+) (year|month|day)", at_least_words(days))
    stated = {unit: int(count) for count, unit in counts}
    months = stated.get("year", 0) * 12 + stated.get("month", 0)
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    end = dt.date(start.year + years, month + 1, min(start.day, last))
    assert (end - start).days + stated.get("day", 0) <= days
