"""Working days and bank holidays of England and Wales."""

import datetime as dt
from importlib import resources
from json import loads
from pathlib import Path

import pytest
from holidays import country_holidays
from hypothesis import example, given
from hypothesis import strategies as st

from trustflow.casebook import version_day
from trustflow.dates import (
    LAST_CALENDAR_DAY,
    LAST_PUBLISHED_YEAR,
    PartialDate,
    bank_holidays_between,
    working_days,
    working_days_between,
)
from trustflow.dates.listed_holidays import LISTED_YEARS, listed_holidays
from trustflow.dates.working_days import bank_holidays
from trustflow.errors import BadDate
from trustflow.testing import days

DAY = dt.timedelta(days=1)
CALENDAR_DAYS = days(dt.date(1995, 1, 1), dt.date(2099, 12, 31))
"""Days from which a few hundred working days stay within the years of the calendar."""


GOLDEN = Path(__file__).parents[1] / "golden" / "bank_holidays.txt"
"""The bank holidays on weekdays from 2009 to the last year that is published."""


def is_working(day):
    """Return whether a day is a working day, from the calendar alone."""
    return day.weekday() < 5 and day.toordinal() not in bank_holidays(day.year)


def count_one_by_one(day, count, *, sign=1):
    """Return the day that lies some working days on, counted day by day."""
    while count:
        day += sign * DAY
        count -= is_working(day)
    return day


class TestArithmetic:
    """Working days counted on, back and between."""

    @given(CALENDAR_DAYS, st.integers(0, 250))
    @example(dt.date(2016, 12, 24), 0)
    @example(dt.date(2017, 1, 4), 1)  # back to the first working day of a year
    @example(dt.date(2017, 1, 3), 1)  # on from it, and back to the last of the year before
    @example(dt.date(2016, 12, 30), 1)
    def test_working_days_on_and_back(self, day, count):
        """Working days agree with counting one by one, the start day excluded."""
        span = working_days(count)

        assert count_one_by_one(day, count) == span.after(day)
        assert count_one_by_one(day, count, sign=-1) == span.before(day)

    @given(CALENDAR_DAYS, CALENDAR_DAYS)
    @example(dt.date(2016, 11, 25), dt.date(2017, 3, 8))
    def test_working_days_between(self, one, other):
        """The start day is excluded, the end day included; in reverse the number is negative."""
        first, last = min(one, other), max(one, other)
        count = min((last - first).days, 400)
        last = first + count * DAY
        expected = sum(is_working(first + (step + 1) * DAY) for step in range(count))

        assert expected == working_days_between(first, last)
        assert -expected == working_days_between(last, first)

    @given(CALENDAR_DAYS, st.integers(0, 120))
    def test_counting_is_the_inverse_of_adding(self, day, count):
        """As many working days lie between as were added, and the result is a working day."""
        end = working_days(count).after(day)

        assert count == working_days_between(day, end)
        assert count == 0 or is_working(end)

    def test_working_days_end_with_the_calendar(self):
        """Bank holidays are projected to 2100, and a result after that year is refused."""
        with pytest.raises(
            BadDate, match="1 working day forward gives a day outside the years 1900 to 2100"
        ):
            working_days(1).after("2100-12-31")
        with pytest.raises(
            BadDate, match="outside the years 1900 to 2100, for which bank holidays are known"
        ):
            working_days(1).before("1900-01-01")
        for shifted in (working_days(1).before, working_days(0).after):
            with pytest.raises(
                BadDate, match="outside the years 1900 to 2100, for which bank holidays are known"
            ):
                shifted("2101-01-03")
        with pytest.raises(BadDate, match="Bank holidays are projected to 2100 only"):
            working_days_between("2100-12-30", "2101-01-01")
        with pytest.raises(BadDate, match="'2101-01-01'"):
            working_days_between("2101-01-01", "2100-12-30")
        assert LAST_CALENDAR_DAY == dt.date(2100, 12, 31).toordinal()
        assert "2100-12-31" == str(working_days(1).after("2100-12-30"))
        assert "1900-12-31" == str(working_days(2).before("1901-01-02"))
        assert 1 == working_days_between("2100-12-30", "2100-12-31")

    def test_bank_holidays_exclude_the_start_and_include_the_end(self):
        """A bank holiday on the start day is left out; one on the end day is included."""
        both = bank_holidays_between("2017-04-13", "2017-04-17")
        assert ["Good Friday", "Easter Monday"] == [name for _, name in both]
        assert ["Easter Monday"] == [
            name for _, name in bank_holidays_between("2017-04-14", "2017-04-17")
        ]


class TestCalendar:
    """The calendar of England and Wales, checked against published days."""

    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2016-11-25", 70, "2017-03-08"),
            ("2016-11-28", 70, "2017-03-09"),
            ("2018-08-10", 20, "2018-09-10"),
            ("2022-09-21", 70, "2022-12-30"),
            ("2023-01-31", 70, "2023-05-15"),  # 8 May 2023 was proclaimed
            # Ofsted's joint-inspection letters, and the days they state
            ("2018-11-09", 70, "2019-02-20"),
            ("2019-12-18", 70, "2020-03-30"),
            ("2020-03-06", 70, "2020-06-18"),
            ("2020-04-14", 70, "2020-07-23"),
            ("2022-09-26", 70, "2023-01-05"),
            ("2025-02-27", 70, "2025-06-11"),
        ],
    )
    def test_published_days(self, start, count, end):
        """The due days that letters and regulations state are those that are counted here."""
        assert end == str(working_days(count).after(start))
        assert count == working_days_between(start, end)

    def test_a_day_proclaimed_after_a_letter(self):
        """A day proclaimed later moves the due day that a letter states by one.

        Kirklees: the letter of 18 August 2022 could not know the day of mourning, 19 September.
        The count includes it and ends a working day later than the day in the letter, which is
        a deadline of its own and takes precedence.
        """
        assert "2022-11-28" == str(working_days(70).after("2022-08-18"))
        assert 69 == working_days_between("2022-08-18", "2022-11-25")
        (mourning,) = (
            day
            for day, name in bank_holidays_between("2022-08-18", "2022-11-25")
            if "Elizabeth" in name
        )
        assert "2022-09-19" == str(mourning)

    def test_bank_holidays_are_those_that_are_published(self):
        """The `holidays` package has the days of the list on GOV.UK, and no others on weekdays.

        `govuk-bank-holidays` has the list from 2012 on, as the government publishes it.
        """
        file = resources.files("govuk_bank_holidays") / "bank-holidays.json"
        listed = loads(file.read_text("utf-8"))["england-and-wales"]["events"]
        published = [
            each["date"] for each in listed if int(each["date"][:4]) <= LAST_PUBLISHED_YEAR
        ]
        held = bank_holidays_between("2011-12-31", f"{LAST_PUBLISHED_YEAR}-12-31")

        assert published == [str(day) for day, _ in held]
        assert {str(year) for year in range(2012, LAST_PUBLISHED_YEAR + 1)} == {
            day[:4] for day in published
        }

    def test_the_published_bank_holidays_are_held(self, holds):
        """A change of the list shows as a change of the golden file."""
        held = bank_holidays_between("2008-12-31", f"{LAST_PUBLISHED_YEAR}-12-31")

        holds(GOLDEN, "".join(f"{day:%Y-%m-%d %a} {name}\n" for day, name in held))

    def test_the_listed_years_are_those_of_the_package(self):
        """A change of the `holidays` package in a listed year must come into the list."""
        assert [*LISTED_YEARS] == sorted(listed_holidays())
        for year in LISTED_YEARS:
            english = country_holidays("GB", subdiv="ENG", years=year, expand=False)
            assert bank_holidays(year) == {day.toordinal(): name for day, name in english.items()}

    def test_a_day_that_is_proclaimed_comes_with_the_package(self):
        """No year from that of the casebook on is listed, save the casebook's own."""
        assert version_day().earliest.year + 1 not in LISTED_YEARS

    @pytest.mark.parametrize("year", [LISTED_YEARS[0] - 1, LISTED_YEARS[-1] + 1, 1900, 2100])
    def test_other_years_come_from_the_package(self, year):
        """The years beside the listed ones have their bank holidays too."""
        english = country_holidays("GB", subdiv="ENG", years=year, expand=False)
        assert bank_holidays(year) == {day.toordinal(): name for day, name in english.items()}

    def test_wales_has_the_bank_holidays_of_england(self):
        """A user in Wales gets the same days, in every year of the calendar."""
        for year in range(1900, 2101):
            welsh = country_holidays("GB", subdiv="WLS", years=year, expand=False)
            assert bank_holidays(year) == {day.toordinal(): name for day, name in welsh.items()}

    def test_bank_holidays_of_twenty_two_years(self):
        """England has 181 bank holidays on weekdays from 2009 to 2030."""
        holidays = bank_holidays_between("2008-12-31", "2030-12-31")

        assert 181 == len(holidays)
        assert all(day.weekday() < 5 and name for day, name in holidays)
        assert list(holidays) == sorted(holidays)

    @pytest.mark.parametrize(
        "day",
        [
            "2016-03-25",  # Good Friday
            "2016-03-28",  # Easter Monday, not in Scotland
            "2016-08-29",  # August, not the first Monday as in Scotland
            "2016-12-27",  # in place of a Sunday
            "2011-04-29",
            "2012-06-05",
            "2020-05-08",  # moved from Monday
            "2022-06-02",
            "2022-06-03",
            "2023-05-08",
        ],
    )
    def test_is_a_bank_holiday(self, day):
        """Easter Monday, the August holiday, substitute days and one-off days are bank holidays."""
        assert 0 == working_days_between(PartialDate.parse(day).earliest - DAY, day)

    @pytest.mark.parametrize("day", ["2016-01-04", "2016-08-01", "2020-05-04", "2016-03-17"])
    def test_is_not_a_bank_holiday(self, day):
        """Holidays elsewhere in the UK, and days from which a holiday moved, are working days."""
        assert 1 == working_days_between(PartialDate.parse(day).earliest - DAY, day)

    def test_the_calendar_is_read_only(self):
        """The shared calendar of a year cannot be changed; after 2100 it is empty."""
        with pytest.raises(TypeError):
            bank_holidays(2016)[1] = "a day off"
        assert {} == bank_holidays(2101)
