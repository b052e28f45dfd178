"""Texts that are not lengths of time: what was probably meant, or why they are refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.dates import PartialDate, Span, span_texts
from trustflow.errors import BadDate


def error_for(value):
    """Return the error for a value that is not a span."""
    with pytest.raises(BadDate) as caught:
        Span.of(value)
    return caught.value


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("21days", "21 days"),
        ("21 Days", "21 days"),
        (" 21 days ", "21 days"),
        ("21d", "21 days"),
        ("21-days", "21 days"),
        ("21 calendar days", "21 days"),
        ("3", "3 days"),
        ("3 wekks", "3 weeks"),
        ("3 wks.", "3 weeks"),
        ("2 mths", "2 months"),
        ("6 month s", "6 months"),
        ("1 yr", "1 year"),
        ("2 yeras", "2 years"),
        ("1 fortnight", "2 weeks"),
        ("three fortnights", "6 weeks"),
        ("21 business days", "21 working days"),
        ("5 weekdays", "5 working days"),
        ("5 workdays", "5 working days"),
        ("70 wroking days", "70 working days"),
        ("three weeks", "3 weeks"),
        ("one year", "1 year"),
        ("Twelve Months", "12 months"),
        (21, "21 days"),
        (1, "1 day"),
        (21.0, "21 days"),
        (dt.timedelta(days=3), "3 days"),
        (dt.timedelta(weeks=1), "7 days"),
    ],
)
def test_the_nearest_span_is_suggested(value, meant):
    """The guess is a span, and the error has it as an attribute."""
    error = error_for(value)
    assert f"Did you mean {meant!r}?" == error.reason
    assert meant == error.meant == str(Span.parse(meant))


A_DATE = "It is a date, not a length of time. Expected one such as '3 weeks'."
NO_NUMBER = "Expected a whole number, 0 or more, such as '6 weeks'."
ONE_UNIT = "Give the whole length in one unit, such as '94 days'."
TOO_LONG = "The count can be at most 109572, such as '3 months'."
NO_HOURS = "The shortest unit is a day, such as '1 day'."
FIGURES = "Write the count in figures, such as '3 weeks'."


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2016-07-14", A_DATE),
        ("2016", A_DATE),
        ("../2016", A_DATE),
        (dt.date(2016, 7, 14), A_DATE),
        ("200000 days", TOO_LONG),
        ("109573 days", TOO_LONG),
        ("999999 fortnights", TOO_LONG),
        (10**9, TOO_LONG),
        ("24 hours", NO_HOURS),
        ("90 min", NO_HOURS),
        ("1 day 3 hours", NO_HOURS),
        ("1.5 months", NO_NUMBER),
        ("1,5 months", NO_NUMBER),
        ("-3 days", NO_NUMBER),
        (-3, NO_NUMBER),
        (2.5, NO_NUMBER),
        ("7 moons", NO_NUMBER),
        ("3 months and 2 days", ONE_UNIT),
        ("3 months, 2 days", ONE_UNIT),
        ("2 weeks 3 days", ONE_UNIT),
        ("9 to 24 months", ONE_UNIT),
        ("some weeks", FIGURES),
        ("twenty days", FIGURES),
        ("a few working days", FIGURES),
        ("quarter of a year", FIGURES),
        (dt.timedelta(hours=3), "Expected whole days, 0 or more, such as '1 day'."),
        (dt.timedelta(days=-3), "Expected whole days, 0 or more, such as '1 day'."),
        (None, "Expected a length of time, such as '3 weeks'."),
        (True, "Expected a length of time, such as '3 weeks'."),
        (b"3 weeks", "Expected a length of time, such as '3 weeks'."),
        (PartialDate("2016"), "Expected a length of time, such as '3 weeks'."),
        ("soon", span_texts.EXPECTED),
        ("one", span_texts.EXPECTED),
        ("", span_texts.EXPECTED),
        ("x" * 500, span_texts.EXPECTED),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_reason_is_given_where_nothing_is_near(value, reason):
    """The reason says what is wrong, and has an example that is accepted."""
    error = error_for(value)
    assert (reason, "") == (error.reason, error.meant)


@given(st.text(alphabet="0123456789 daysweekmonthfrtgi.-+,", max_size=20) | st.text())
def test_a_guess_is_always_a_span(text):
    """What is suggested can be copied."""
    meant = span_texts.meant_span(text)
    assert not meant or meant == str(Span.parse(meant))


@given(st.integers(0, span_texts.MAX_COUNT), st.sampled_from(["day", "week", "month", "year"]))
def test_a_span_without_its_space_is_the_same_span(count, unit):
    """Whatever the count and the unit are."""
    span = Span(count, unit)
    assert str(span) == span_texts.meant_span(str(span).replace(" ", "").upper())


@pytest.mark.parametrize(
    "text",
    ["2 weeks", "14 days", "one fortnight", "3-months", "70 working days", "Six Weeks", "1 yr"],
)
def test_a_length_of_time_is_not_a_date(text):
    """It is refused as a date with the reason, in EDTF and in words."""
    for read in (PartialDate.parse, PartialDate.from_words):
        with pytest.raises(BadDate, match="It is a length of time, not a date"):
            read(text)


def test_a_timedelta_is_not_a_date():
    """It is refused with the reason and an example."""
    with pytest.raises(BadDate) as caught:
        PartialDate.of(dt.timedelta(days=3))
    expected = "It is a length of time, not a date. Expected a date, such as '2016-07-14'."
    assert expected == caught.value.reason
