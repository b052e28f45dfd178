"""Lengths of time are worded in years, months and days."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.views import day_count_words, duration_words


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
