"""The days in which a deadline falls due."""

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow.queries import due_window
from trustflow.testing.dates import MODERN_DAYS

SPANS = st.builds(tf.Span, st.integers(0, 400), st.sampled_from(["day", "month", "working day"]))


@given(SPANS, MODERN_DAYS, st.booleans())
def test_a_length_of_time_counts_from_the_day(span, day, as_text):
    """Both the day itself and the last day counted belong to the window."""
    first, last = due_window(str(span) if as_text else span, day)
    assert (day, span.after(day)) == (first.earliest, last.earliest)
    assert first.is_day
    assert last.is_day


@given(MODERN_DAYS, st.integers(0, 500), MODERN_DAYS, st.booleans())
def test_an_interval_is_the_window(first, length, as_of, as_text):
    """Its ends belong to it, and the day of the question does not matter."""
    last = first + dt.timedelta(length)
    text = f"{first}/{last}"
    window = due_window(text if as_text else tf.PartialDate(text), as_of)
    assert (tf.PartialDate.of(first), tf.PartialDate.of(last)) == window


def test_one_day_is_a_window():
    """An exact day begins and ends a window."""
    day = tf.PartialDate("2026-11-23")
    assert (day, day) == due_window("2026-11-23", "2026-01-01") == due_window(day, "2026-01-01")


HINTS = {
    "2026-11-29/2026-11-23": "It ends before it begins. Did you mean 2026-11-23/2026-11-29? ",
    "2026": "For all of its days, write 2026-01-01/2026-12-31. ",
    "2026-11": "For all of its days, write 2026-11-01/2026-11-30. ",
    "2026-11/2026-12": "For all of its days, write 2026-11-01/2026-12-31. ",
    "2026-22": "For all of its days, write 2026-06-01/2026-08-31. ",
    "[2026-11-23,2026-11-29]": "For all of its days, write 2026-11-23/2026-11-29. ",
    "2026-11-23/2026-12": "For all of its days, write 2026-11-23/2026-12-31. ",
}
"""What a message says first about what is nearly an interval of exact days."""


def test_what_a_message_suggests_is_a_window():
    """It can be copied."""
    for hint in HINTS.values():
        (interval,) = re.findall(r"[\d-]{10}/[\d-]{10}", hint)
        first, last = due_window(interval, "2026-11-23")
        assert interval == f"{first}/{last}"


@pytest.mark.parametrize(
    "within",
    [
        "", "7", "a week", "days", "-7 days", "7  days", "1e3 days", "999999 days", "2026",
        "2026-11", "2026-11-23/..", "../2026-11-23", "2026-11/2026-12", "2026-11-23/2026-12",
        "2026-11-2x", "2026-11-29/2026-11-23", "[2026-11-23,2026-11-29]", "2026-22",
        "2026-11-23/2026-11-29/x", "x" * 1000, 7, None, dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        b"7 days", tf.PartialDate("2026-11"), tf.PartialDate("2026-11-23/.."),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_anything_else_is_refused_with_examples(within):
    """The message shows a form for each unit and an interval, and each of them is accepted."""
    with pytest.raises(tf.BadDate) as caught:
        due_window(within, "2026-11-23")
    assert str(caught.value).startswith("Invalid window for deadlines: ")
    expected = (
        "Expected a length of time such as 7 days, 10 working days or 2 months, or an interval of "
        "exact days such as 2026-11-23/2026-11-29."
    )
    assert f"{HINTS.get(str(within), '')}{expected}" == caught.value.reason
    for example in ("7 days", "10 working days", "2 months", "2026-11-23/2026-11-29"):
        assert example in caught.value.reason
        assert due_window(example, "2026-11-23")


@pytest.mark.parametrize("within", ["99999 days", tf.Span.parse("200 years")])
def test_a_window_that_is_too_long_is_to_blame(within):
    """The message is about the length of time, not about the day from which it counts."""
    with pytest.raises(
        tf.BadDate, match="It ends on a day outside the years 1900 to 2199"
    ) as caught:
        due_window(within, "2026-11-23")
    assert f"Invalid window for deadlines: '{within}'." in str(caught.value)


@given(st.text(max_size=30))
def test_a_text_is_read_or_refused(text):
    """No text raises another error."""
    try:
        first, last = due_window(text, "2026-11-23")
    except tf.BadDate:
        return
    assert first.first <= last.first


@given(st.sampled_from(["2026", "2026-11", "2026-11-23/..", "late"]))
def test_a_length_of_time_counts_from_an_exact_day(as_of):
    """Otherwise the first day of the window would be a guess."""
    with pytest.raises(tf.BadDate):
        due_window("7 days", as_of)


@given(SPANS)
def test_a_window_ends_in_the_calendar(span):
    """A last day outside the years of the calendar is refused, not cut."""
    assume(span.count > 0)
    with pytest.raises(tf.BadDate, match="outside the years"):
        due_window(span, "2199-12-31")
