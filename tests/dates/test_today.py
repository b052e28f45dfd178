"""The present day: the day in London, or what the environment variable says."""

import datetime as dt
import sys
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.dates import TODAY_VARIABLE, PartialDate, today, up_to_today
from trustflow.errors import BadDate
from trustflow.testing.dates import MODERN_DAYS


def stop_clock(monkeypatch, moment):
    """Stop the clock at a moment, which has a time zone."""

    class Clock(dt.datetime):
        """A clock that stands still."""

        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.delenv(TODAY_VARIABLE, raising=False)
    module = sys.modules["trustflow.dates.today"]
    monkeypatch.setattr(module, "dt", SimpleNamespace(datetime=Clock, UTC=dt.UTC))


@pytest.fixture
def at(monkeypatch):
    """Return a function that stops the clock at a moment in UTC."""
    return lambda moment: stop_clock(monkeypatch, dt.datetime.fromisoformat(f"{moment}+00:00"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-31T23:59", "2026-01-31"),
        ("2026-02-01T00:00", "2026-02-01"),
        # Summer time is an hour ahead of UTC, from 29 March to 25 October 2026.
        ("2026-06-30T22:59", "2026-06-30"),
        ("2026-06-30T23:00", "2026-07-01"),
        ("2026-03-29T23:30", "2026-03-30"),
        ("2026-10-25T23:30", "2026-10-25"),
    ],
)
def test_today_is_the_day_in_london(at, moment, day):
    """Neither the day in UTC nor that of the computer counts."""
    at(moment)
    assert PartialDate(day).first == today()


@given(MODERN_DAYS, st.sampled_from([dt.time.min, dt.time.max]) | st.times())
def test_a_day_lasts_from_midnight_to_midnight_in_london(day, time):
    """In summer it begins an hour before the day in UTC."""
    moment = dt.datetime.combine(day, time, ZoneInfo("Europe/London"))
    with pytest.MonkeyPatch.context() as patched:
        stop_clock(patched, moment.astimezone(dt.UTC))
        assert day.toordinal() == today()
        for each in range(today() - 2, today() + 3):
            assert min(each, today()) == up_to_today(each)


def test_a_variable_takes_the_place_of_the_clock(at, monkeypatch):
    """An empty value stands for none."""
    at("2026-06-30T12:00")
    assert "TRUSTFLOW_TODAY" == TODAY_VARIABLE
    monkeypatch.setenv(TODAY_VARIABLE, "2030-01-31")
    assert PartialDate("2030-01-31").first == today() == up_to_today(today() + 1)
    monkeypatch.setenv(TODAY_VARIABLE, "2020-01-31")
    assert PartialDate("2020-01-31").first == today() == up_to_today(today() + 1)
    monkeypatch.setenv(TODAY_VARIABLE, "")
    assert PartialDate("2026-06-30").first == today()


@pytest.mark.parametrize("value", ["2030-01", "soon", "2030-01-31/..", "30 January 2030"])
def test_a_variable_that_is_not_a_day_is_refused(value, monkeypatch):
    """The error names the variable, because the day is not one that the user typed."""
    monkeypatch.setenv(TODAY_VARIABLE, value)
    with pytest.raises(
        BadDate, match=f"^Invalid day in {TODAY_VARIABLE}: '{value}'. (Did|Expected)"
    ):
        today()
