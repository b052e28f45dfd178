"""Spans of days and months: the days that they lead to, and spans as text."""

import calendar
import datetime as dt
import pickle

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustflow import dates
from trustflow.dates import (
    AFTER_ALL,
    BEFORE_ALL,
    MAX_DAY,
    MIN_DAY,
    Span,
    Unit,
    months,
    working_days,
)
from trustflow.errors import BadDate, InvalidValue
from trustflow.testing import days, spans
from trustflow.testing.dates import FIRST, LAST

DAY = dt.timedelta(days=1)


class TestShifting:
    """Days and months counted on and back."""

    @given(days(), st.integers(0, 5000))
    def test_days_on_and_back(self, day, count):
        """Calendar days are added or subtracted; a result outside 1900-2199 is refused."""
        for sign, shifted in ((1, dates.days(count).after), (-1, dates.days(count).before)):
            expected = day + sign * count * DAY
            if FIRST <= expected <= LAST:
                assert expected == shifted(day)
            else:
                with pytest.raises(BadDate, match="gives a day outside the years 1900 to 2199"):
                    shifted(day)

    @given(days(), st.integers(0, 500))
    @example(dt.date(2015, 1, 31), 1)
    @example(dt.date(2016, 1, 31), 1)
    @example(dt.date(2015, 12, 31), 2)
    @example(LAST, 0)
    def test_months_on_and_back(self, day, count):
        """Months keep the day of the month, or take the last day of a shorter month."""
        for sign, shifted in ((1, months(count).after), (-1, months(count).before)):
            year, month = divmod(day.year * 12 + day.month - 1 + sign * count, 12)
            if not FIRST.year <= year <= LAST.year:
                with pytest.raises(BadDate, match="gives a day outside the years 1900 to 2199"):
                    shifted(day)
                continue
            last = calendar.monthrange(year, month + 1)[1]
            assert dt.date(year, month + 1, min(day.day, last)) == shifted(day)

    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2015-01-31", 1, "2015-02-28"),
            ("2016-01-31", 1, "2016-02-29"),
            ("2016-02-29", 12, "2017-02-28"),
            ("2016-02-29", 48, "2020-02-29"),
            ("2016-05-31", 18, "2017-11-30"),
        ],
    )
    def test_month_ends(self, start, count, end):
        """A month after the 31st is the last day of a shorter month."""
        assert end == str(months(count).after(start))

    @given(days(), st.integers(0, 400), st.sampled_from(["weeks", "years"]))
    @example(dt.date(2016, 2, 29), 1, "years")
    @example(dt.date(2016, 2, 29), 4, "years")
    @example(dt.date(1900, 1, 1), 299, "years")
    def test_weeks_and_years_are_those_of_another_library(self, day, count, unit):
        """A week is 7 days and a year 12 months, forward and back."""
        span, start = getattr(dates, unit)(count), pendulum.Date(day.year, day.month, day.day)
        for sign, shifted in ((1, span.after), (-1, span.before)):
            expected = start.add(**{unit: sign * count})
            if FIRST <= expected <= LAST:
                assert expected == shifted(day)
            else:
                with pytest.raises(BadDate, match="gives a day outside the years 1900 to 2199"):
                    shifted(day)

    @given(st.integers(0, 109_572), days())
    @example(15_653, dt.date(1900, 1, 1))  # seven times this count is just over the limit of days
    def test_weeks_and_years_count_exactly(self, count, day):
        """A week is counted as 7 days and a year as 12 months, however many there are."""
        ordinal = day.toordinal()
        assert (7 * count, Unit.DAYS) == dates.weeks(count).counted
        assert (12 * count, Unit.MONTHS) == dates.years(count).counted
        assert (count, Unit.WORKING_DAYS) == working_days(count).counted
        expected = ordinal + 7 * count
        assert min(expected, AFTER_ALL) == dates.weeks(count).shift(ordinal)
        assert max(ordinal - 7 * count, BEFORE_ALL) == dates.weeks(count).shift(ordinal, -1)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("1 week", "1 week"),
            ("2 weeks", "2 weeks"),
            ("1 years", "1 year"),
            ("3 year", "3 years"),
        ],
    )
    def test_weeks_and_years_are_kept_in_words(self, text, words):
        """The unit that was given is shown, so 2 weeks are not equal to 14 days."""
        assert words == str(Span.parse(text))
        assert dates.weeks(2) != dates.days(14)

    def test_months_reach_the_first_and_the_last_month(self):
        """Months lead to the first and the last day of 1900-2199."""
        assert dt.date(1900, 1, 31) == months(11).before("1900-12-31")
        assert dt.date(1900, 1, 1) == months(0).after("1900-01-01")
        assert dt.date(2199, 12, 31) == months(1).after("2199-11-30").add(days=1)

    @given(spans(), days(), days())
    def test_later_starts_end_no_earlier(self, span, one, other):
        """A span keeps the order of the days it is counted from, in both directions."""
        first, last = sorted((one.toordinal(), other.toordinal()))

        assert span.shift(first) <= span.shift(last)
        assert span.shift(first, -1) <= span.shift(last, -1)

    @given(spans(), days())
    @example(working_days(1), dt.date(2150, 1, 1))  # a former bug: it led backwards
    def test_longer_spans_end_no_earlier(self, span, day):
        """A span that is longer by one unit never leads less far."""
        start, longer = day.toordinal(), Span(span.count + 1, span.unit)

        assert start <= span.shift(start) <= longer.shift(start)
        assert start >= span.shift(start, -1) >= longer.shift(start, -1)

    @given(spans())
    def test_results_outside_the_years_are_clamped(self, span):
        """Results outside 1900-2199 are clamped to one day outside, and stay there."""
        assert AFTER_ALL == span.shift(AFTER_ALL) == span.shift(AFTER_ALL, -1)
        assert BEFORE_ALL == span.shift(BEFORE_ALL) == span.shift(BEFORE_ALL, -1)
        one, far = Span(1, span.unit), Span(MAX_DAY - MIN_DAY, span.unit)
        assert AFTER_ALL == one.shift(MAX_DAY)
        assert AFTER_ALL == far.shift(MAX_DAY)
        assert BEFORE_ALL == far.shift(MIN_DAY, -1)

    @pytest.mark.parametrize("span", [dates.days(1), months(1), working_days(1)])
    def test_counts_from_exact_days_only(self, span):
        """A day that is known only in part, or a datetime, is refused."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            span.after("2016-07")
        with pytest.raises(BadDate, match="Expected a day without a time of day"):
            span.before(dt.datetime(2016, 7, 1, tzinfo=dt.UTC))
        assert span.after("2016-07-01") == span.after("2016-07-01~/2016-07-01")

    def test_a_result_outside_the_years_is_explained(self):
        """The message names the start day, the span, the direction and the years."""
        with pytest.raises(BadDate) as refusal:
            months(1).before("1900-01-31")
        assert (
            "Invalid start day: '1900-01-31'. "
            "Counting 1 month back gives a day outside the years 1900 to 2199."
        ) == str(refusal.value)
        with pytest.raises(BadDate, match="Counting 30 days forward gives a day outside"):
            dates.days(30).after("2199-12-31")


class TestText:
    """Spans as text, and the values of a span."""

    @given(spans(100_000))
    def test_reads_its_own_text(self, span):
        """A span is read from its own text, and its repr calls the function that builds it."""
        name, _, count = repr(span).rstrip(")").partition("(")

        assert span == Span.parse(str(span)) == Span.of(str(span)) == Span.of(span)
        assert span == getattr(dates, name)(int(count))
        assert span == pickle.loads(pickle.dumps(span))  # noqa: S301 - our own pickle
        assert (span.count == 1) == (not str(span).endswith("s"))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "70",
            "70 wd",
            "70  days",
            " 70 days",
            "70 days ",
            "70 days\n",
            "-1 days",
            "1.5 days",
            "\u0667\u0660 days",
            "2 fortnights",
            "1 Year",
            "2 weeks 3 days",
            "70 Days",
            "999999 days",
            "1" * 300 + " days",
            "7 days" + " " * 300,
            70,
            None,
            b"70 days",
        ],
        ids=lambda text: repr(text)[:30],
    )
    def test_refuses_other_texts(self, text):
        """A text that is not a span is refused, with a guess, a reason or examples of spans."""
        with pytest.raises(BadDate, match=r"Did you mean '|such as '"):
            Span.of(text)

    def test_a_refused_text_is_quoted_with_examples(self):
        """The message quotes the text and shows accepted spans."""
        with pytest.raises(BadDate) as refusal:
            Span.parse("soon")
        assert (
            "Invalid span: 'soon'. Expected a length of time, such as '70 working days', "
            "'14 days', '2 weeks', '3 months' or '1 year'."
        ) == str(refusal.value)

    @pytest.mark.parametrize("count", [-1, MAX_DAY - MIN_DAY + 1, 1.5, True, "7", None])
    def test_counts_are_whole_numbers(self, count):
        """A count is a whole number from 0 to the number of days from 1900 to 2199."""
        with pytest.raises(InvalidValue, match="Expected a whole number from 0 to 109572"):
            Span(count, Unit.DAYS)

    def test_a_unit_may_be_its_word(self):
        """The word of a unit stands for the unit; any other word raises a ValueError."""
        assert dates.days(3) == Span(3, "day")
        with pytest.raises(
            InvalidValue, match=r"Unknown unit of a span 'weak'\. Did you mean 'week'"
        ):
            Span(3, "weak")
        with pytest.raises(InvalidValue, match=r"Expected one of: day, week, month, year, working"):
            Span(3, ["day"])
