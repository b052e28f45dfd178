"""Dates as people write them, which `PartialDate.from_words` reads."""

import calendar
import datetime as dt
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.examples import at_most
from trustflow.dates import MONTH_NAMES, PartialDate
from trustflow.errors import BadDate
from trustflow.testing import days, partial_dates

FORMS_OF_DAYS = [
    "{iso}",
    " {iso}. ",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}{m}{d}",
    "{y}{m}{d}.0",
    "{day} {month} {y}",
    "{day}{th} {month} {y}",
    "{day}{th} of {month}, {y}",
    "{d}-{mon}-{y}",
    "{d}/{mon}/{y}",
    "{d}.{mon}.{y}",
    "{d}{MON}{y}",
    "{day} {mon}. {y}.",
    "{month} {day}, {y}",
    "{mon} {day}{th} {y}",
    "{y} {month} {day}",
    "{y}-{mon}-{d}",
    "{weekday} {day} {month} {y}",
    "{weekday}, {day} {month} {y}",
    "{wd} {day} {mon} {y}",
    "{weekday}, {month} {day}, {y}",
    "{WEEKDAY}\u00a0{day}\u00a0{MON}\u2009{y}",
    "{day} \u2013 {mon} \u2013 {y}",
    "{y}\u2011{m}\u2011{d}",
    "\u200e{day}  {month}\t{y}\ufeff",
    "{iso} 00:00:00",
    "{iso}T09:30:00Z",
    "{iso}T23:30:00+01:00",
    "{iso}t23:30:00.123456-0500",
    "{iso} 00:00:00+00",
    "{iso} 00:00:00 UTC",
    "{day} {month} {y} 9:30 pm",
    "{day} {month} {y} at 09:30",
    "{weekday} {day} {month} {y}, 09:30",
]
FORMS_OF_NUMBERS = [
    "{day}/{number}/{y}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{d}-{m}-{y}",
    "{d} - {m} - {y}",
    "{d}/{m}/{y} 00:00",
]
FORMS_OF_MONTHS = [
    "{month} {y}",
    "{month}, {y}",
    "{MON} {y}",
    "{mon}. {y}",
    "{mon}-{y}",
    "{month}{y}",
    "{y} {month}",
    "{y}-{mon}",
    "{m}/{y}",
    "{number}/{y}",
    "{m}-{y}",
    "{y}-{m}-XX",
]
ABOUT_FORMS = [
    "about {}",
    "About {}",
    "circa {}",
    "c. {}",
    "c.{}",
    "c {}",
    "ca. {}",
    "around {}",
    "approx. {}",
    "approx {}",
    "approximately {}",
    "~{}",
    "~ {}",
    "{} (approx)",
    "{} (approx.)",
    "{} approximately",
    "{} (c.)",
    "{}~",
    "{} (~)",
]


def parts_of(day):
    """Return the parts of a day by name, to format a text."""
    month, weekday = MONTH_NAMES[day.month - 1], calendar.day_name[day.weekday()]
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    return {
        "iso": day.isoformat(),
        "y": day.year,
        "m": f"{day.month:02}",
        "d": f"{day.day:02}",
        "number": day.month,
        "day": day.day,
        "th": ending.get(day.day, "th"),
        "month": month,
        "mon": month[:3],
        "MON": month[:3].upper(),
        "weekday": weekday,
        "wd": weekday[:3],
        "WEEKDAY": weekday.upper(),
    }


def read(text, **options):
    """Return the EDTF text that a text means."""
    return PartialDate.from_words(text, **options).text


def reason_of(text, **options):
    """Return why a text is refused; the error quotes the whole text."""
    with pytest.raises(BadDate) as caught:
        PartialDate.from_words(text, **options)
    assert repr(text) == caught.value.found
    return caught.value.reason


def refused(text):
    """Return why a text is refused, however long it is."""
    with pytest.raises(BadDate) as caught:
        PartialDate.from_words(text)
    return caught.value.reason


class TestWhatTheLibraryPrints:
    """The words of a date are read as that date."""

    @given(partial_dates())
    @example(PartialDate.parse("../.."))
    @example(PartialDate.parse("[2017-24..2018]"))
    @example(PartialDate.parse("2017-24/2018-24~"))
    @example(PartialDate.parse(f"[{','.join(['2016-09-12~'] * 16)}]"))
    def test_reads_the_words_of_every_date(self, date):
        """The days, the open ends and the mark *about* are those of the date."""
        again = PartialDate.from_words(date.words)

        assert (date.first, date.last) == (again.first, again.last)
        assert date.is_open_start == again.is_open_start
        assert date.is_open_end == again.is_open_end
        assert date.words.count("about") == again.text.count("~")

    @given(partial_dates())
    def test_reads_the_words_as_the_same_text(self, date):
        """The text is that of the date, but for ?, two equal ends, and a set of one date."""
        start, _, end = date.text.partition("/")
        meant = date.text.strip("[]") if set(date.text).isdisjoint(",.") else date.text
        meant = start if start == end != ".." else meant
        assert meant.replace("?", "~") == read(date.words)

    @given(partial_dates(), st.sampled_from([str.upper, str.title, "  {}. ".format]))
    def test_ignores_case_and_spaces_around(self, date, change):
        """Upper case, spaces and a full stop do not change the meaning of the words."""
        assert read(date.words) == read(change(date.words))

    @given(partial_dates())
    def test_reads_edtf(self, date):
        """EDTF is read as it is, whatever stands first."""
        assert date == PartialDate.from_words(date.text)
        assert date == PartialDate.from_words(f" {date.text}\n", day_first=True)


class TestOneDay:
    """Every day in every written form."""

    @pytest.mark.parametrize("form", FORMS_OF_DAYS)
    @at_most(20)
    @given(day=days(), day_first=st.booleans())
    def test_reads_the_same_day(self, form, day, day_first):
        """A form with one meaning gives the day, whether days come first or not."""
        assert day.isoformat() == read(form.format(**parts_of(day)), day_first=day_first)

    @pytest.mark.parametrize("form", FORMS_OF_NUMBERS)
    @at_most(20)
    @given(day=days())
    @example(day=dt.date(2016, 10, 6))
    @example(day=dt.date(2016, 6, 6))
    def test_numbers_with_the_day_first(self, form, day):
        """Numbers are read with the day first if the caller says so, or if it is the only way."""
        text = form.format(**parts_of(day))

        assert day.isoformat() == read(text, day_first=True)
        if day.day > 12 or day.day == day.month:
            assert day.isoformat() == read(text)
        else:
            other = dt.date(day.year, day.day, day.month)
            words = [PartialDate.of(meant).words for meant in (day, other)]
            assert reason_of(text) == (
                f"It may be {words[0]} or {words[1]}. Write {day} or {other}, "
                "or say that days come first: day_first=True, or --day-first."
            )

    @given(days())
    def test_numbers_with_the_month_first(self, day):
        """With the month first, only a day after the twelfth has one meaning."""
        assume(day.day > 12)
        text = f"{day:%m/%d}/{day.year}"

        assert day.isoformat() == read(text)
        words = PartialDate.of(day).words
        assert f"There is no month {day.day}. Write {day} for {words}." == reason_of(
            text, day_first=True
        )

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("31/02/2016", "Expected a day from 01 to 29 for February 2016. "),
            ("31 February 2016", "Expected a day from 01 to 29 for February 2016. "),
            ("June 31, 2015", "Expected a day from 01 to 30 for June 2015. "),
            ("2016/02/30", "Expected a day from 01 to 29 for February 2016. "),
            ("20160230", "Expected a day from 01 to 29 for February 2016. "),
            ("13/13/2016", "Expected a month from 01 to 12"),
            ("2016/13/01", "Expected a month from 01 to 12"),
            ("2016-22-01 09:30", "Expected a month from 01 to 12"),
            ("1 June 1850", "Expected a year from 1900 to 2199."),
            ("25/10/2200", "Expected a year from 1900 to 2199."),
            ("25102016", "Expected a year from 1900 to 2199."),
            ("before 1900", "Expected a year from 1900 to 2199."),
            ("after 2199", "Expected a year from 1900 to 2199."),
        ],
    )
    def test_a_day_outside_the_calendar(self, text, reason):
        """A day that does not exist is refused with the days that do."""
        assert reason_of(text).startswith(reason)

    @given(days(), st.integers(1, 6))
    def test_a_wrong_weekday(self, day, shift):
        """A weekday must be that of the date; the reason names the right one."""
        wrong = calendar.day_name[(day.weekday() + shift) % 7]
        date = PartialDate.of(day)

        assert reason_of(f"{wrong} {date.words}") == (
            f"{date.words} is a {day:%A}, not a {wrong}. "
            f"Correct the date, or write {date} if it is right."
        )

    @pytest.mark.parametrize("name", ["Tue", "Tues", "TUESDAY"])
    def test_a_short_weekday(self, name):
        """A weekday may be short, from three letters."""
        assert "2015-06-09" == read(f"{name} 9 June 2015")

    @pytest.mark.parametrize(
        "text",
        [
            "Friday June 2015",
            "Friday 2015",
            "Fr 5 June 2015",
            "Friday",
            "June 2015 09:30",
            "2016-07-14 24:00",
            "2016-07-14 25:00",
            "2016-07-14 09:60",
            "2016-07-14 09:30:61",
            "2016-07-14T",
            "09:30",
        ],
    )
    def test_a_weekday_or_time_without_a_day(self, text):
        """A weekday or a time of day has a place only with a day, and must exist."""
        assert reason_of(text).startswith("Expected a date in words, such as 14 July 2016,")

    @pytest.mark.parametrize(
        ("text", "day"),
        [("5 Jun 15", "2015-06-05"), ("05-Jun-15", "2015-06-05"), ("31 Dec 49", "2049-12-31")],
    )
    def test_a_year_of_two_digits_after_a_named_month(self, text, day):
        """Beside a day and a named month, two digits from 00 to 49 are a year from 2000."""
        assert day == read(text)


class TestOneMonth:
    """Months, seasons, quarters and years."""

    @pytest.mark.parametrize("form", FORMS_OF_MONTHS)
    @at_most(20)
    @given(day=days())
    def test_reads_the_same_month(self, form, day):
        """A form of a month gives the month."""
        assert f"{day.year}-{day.month:02}" == read(form.format(**parts_of(day)))

    @given(days(dt.date(2000, 1, 1), dt.date(2049, 12, 31)))
    def test_reads_a_month_as_excel_writes_it(self, day):
        """Excel changes 2016-07 to Jul-16."""
        name = MONTH_NAMES[day.month - 1]
        for form in (f"{name[:3]}-{day:%y}", f"{name[:3]} {day:%y}", f"{name} '{day:%y}"):
            assert f"{day:%Y-%m}" == read(form) == read(form.replace("'", "\u2019"))

    @given(days())
    def test_a_month_after_its_year(self, day):
        """2016/07 is a month, unless it can be two years such as 2006/07."""
        text = f"{day.year}/{day.month:02}"
        if day.month == (day.year + 1) % 100:
            assert f" {day.year}-{day.month:02} for " in reason_of(text)
        else:
            assert f"{day.year}-{day.month:02}" == read(text)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("Sept 2015", "2015-09"),
            ("Sept. 2015", "2015-09"),
            ("2015", "2015"),
            ("2015.0", "2015"),
            ("Summer 2017", "2017-22"),
            ("spring of 2017", "2017-21"),
            ("AUTUMN 2017", "2017-23"),
            ("winter 2017 to 2018", "2017-24"),
            ("Winter 2017/18", "2017-24"),
            ("winter 2017-2018", "2017-24"),
            ("winter 2017\u201318", "2017-24"),
            ("winter of 1999/00", "1999-24"),
            ("Q1 2016", "2016-01/2016-03"),
            ("Q2 2016", "2016-04/2016-06"),
            ("2016 Q3", "2016-07/2016-09"),
            ("2016-Q4", "2016-10/2016-12"),
            ("about Q2 2016", "2016-04~/2016-06~"),
        ],
    )
    def test_periods(self, text, meant):
        """Other periods are read as the EDTF text of their months."""
        assert meant == read(text)

    @pytest.mark.parametrize("text", ["22/2016", "00/2016", "10.2016", "2016.10", "2016 10"])
    def test_two_numbers_that_are_not_a_month(self, text):
        """A decimal number or a wrong month is never read as a month."""
        assert reason_of(text).startswith("Expected a date in words")


class TestUnsure:
    """The words and signs for *about* and *uncertain*."""

    @pytest.mark.parametrize("form", ABOUT_FORMS)
    @at_most(20)
    @given(date=partial_dates(precision="simple"))
    def test_about(self, form, date):
        """Each word for *about* adds the mark ~ to any simple date."""
        plain = PartialDate.parse(date.text.rstrip("~?"))
        assume(not (form == "c.{}" and not plain.words[0].isdigit()))
        assert f"{plain}~" == read(form.format(plain.words))

    @pytest.mark.parametrize("form", ["{}?", "{} ?", "{} (?)"])
    @at_most(20)
    @given(date=partial_dates(precision="simple"))
    def test_uncertain(self, form, date):
        """A question mark after a date adds the mark ?."""
        plain = PartialDate.parse(date.text.rstrip("~?"))
        assert f"{plain}?" == read(form.format(plain.words))

    @pytest.mark.parametrize(
        "text", ["about", "c", "circa", "~", "about about 2015", "cabout 2015"]
    )
    def test_about_nothing(self, text):
        """A word for *about* needs a date."""
        assert reason_of(text).startswith("Expected a date in words")


class TestIntervals:
    """Intervals with words, dashes and open ends."""

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("between June 2015 and 5 July 2015", "2015-06/2015-07-05"),
            ("from June 2015 to July 2015", "2015-06/2015-07"),
            ("From 5 June 2015 to 2016", "2015-06-05/2016"),
            ("June 2015 \u2013 July 2015", "2015-06/2015-07"),
            ("5 June 2015\u20146 June 2015", "2015-06-05/2015-06-06"),
            ("June 2015 - 2016", "2015-06/2016"),
            ("2015-2016", "2015/2016"),
            ("2015\u20132016", "2015/2016"),
            ("June 2015 to July 2015", "[2015-06..2015-07]"),
            ("2015, or June 2016", "[2015,2016-06]"),
            ("2015 or Q2 2016", "[2015,2016-04..2016-06]"),
            ("between Q1 2016 and Q3 2016", "2016-01/2016-09"),
            ("by June 2015", "../2015-06"),
            ("on or before 5 June 2015", "../2015-06-05"),
            ("2015 or earlier", "../2015"),
            ("June 2015 or before", "../2015-06"),
            ("by Q2 2016", "../2016-06"),
            ("before 2016", "../2015-12-31"),
            ("before about June 2016", "../2016-05-31~"),
            ("before 5 June 2015", "../2015-06-04"),
            ("before Q2 2016", "../2016-03-31"),
            ("after 2016", "2017-01-01/.."),
            ("after 5 June 2015?", "2015-06-06?/.."),
            ("after Q2 2016", "2016-07-01/.."),
            ("since June 2015", "2015-06/.."),
            ("from June 2015", "2015-06/.."),
            ("from June 2015 onwards", "2015-06/.."),
            ("June 2015 onwards", "2015-06/.."),
            ("on or after 2015", "2015/.."),
            ("2015 or after", "2015/.."),
            ("Q2 2016 or later", "2016-04/.."),
            ("between 06/10/2016 and 25/10/2016", "2016-10-06/2016-10-25"),
        ],
    )
    def test_reads_intervals(self, text, meant):
        """Each wording of an interval or a set has its EDTF text."""
        assert meant == read(text, day_first=True)

    @given(partial_dates(precision="simple"))
    def test_before_and_after_leave_out_the_date(self, date):
        """The last day *before* a date and the first day *after* it are not in the date."""
        earlier = dt.date(1900, 1, 1) == date.earliest or PartialDate.from_words(
            f"before {date.words}"
        )
        later = dt.date(2199, 12, 31) == date.latest or PartialDate.from_words(
            f"after {date.words}"
        )

        assert earlier is True or date.first - 1 == earlier.last
        assert later is True or date.last + 1 == later.first

    @pytest.mark.parametrize(
        "text",
        [
            "between 2015",
            "between 2015 to 2016",
            "from 2015 to 2016 to 2017",
            "2015 to 2016 to 2017",
            "2015 or",
            "or later",
            "by",
            "by by 2015",
            "by 2015/2016",
            "before [2015,2016]",
            "1 and 2 June 2015",
            "2015, 2016",
            "5, 6 June 2015",
        ],
    )
    def test_an_interval_without_two_dates(self, text):
        """A wording that lacks a date, or has one too many, is refused."""
        assert reason_of(text).startswith("Expected a date in words")

    @pytest.mark.parametrize(
        "text", ["between 2016 and 2015", "June 2015 to May 2015", "2016-2015", "2016/2015"]
    )
    def test_an_interval_that_ends_before_it_starts(self, text):
        """The reason is that of EDTF."""
        assert "ends before it starts. Write the earlier end first." in reason_of(text)


class TestAnyText:
    """Whatever a cell contains."""

    WORDS = st.lists(
        st.sampled_from(
            [
                "2015",
                "16",
                "5th",
                "June",
                "jul",
                "-",
                "\u2013",
                "/",
                ".",
                ",",
                "or",
                "to",
                "and",
                "by",
                "between",
                "from",
                "about",
                "c",
                "~",
                "?",
                "winter",
                "Q2",
                "mid",
                "Friday",
                "09:30",
                "T",
                "Z",
                "later",
                "before",
                "on",
                "X",
                "[",
                "]",
                "{",
                "..",
                "42565",
            ]
        ),
        max_size=9,
    )

    @given(
        st.one_of(
            st.text(max_size=30),
            WORDS.map(" ".join),
            WORDS.map("".join),
            st.text(alphabet="0123456789-/. ", max_size=12),
        ),
        st.booleans(),
    )
    @example("\u0660\u0661/\u0660\u0662/2016", True)  # noqa: FBT003 - digits that are not ASCII
    def test_is_read_or_refused(self, text, day_first):
        """A text is read as a date that reads back as itself, or refused with a BadDate."""
        try:
            date = PartialDate.from_words(text, day_first=day_first)
        except BadDate as error:
            assert error.reason  # noqa: PT017 - only some texts are refused
            return
        assert date == PartialDate.from_words(date.text)
        assert date == PartialDate.parse(date.text)

    @pytest.mark.parametrize(
        "text",
        [
            "2015 or " * 1250,
            " - " * 3333,
            "1" * 10_000,
            "." * 10_000,
            "winter 2017 " * 833,
            "about " * 1666,
            "between " + "a and " * 1600,
            " " * 10_000,
        ],
        ids=["items", "dashes", "digits", "stops", "winters", "abouts", "ends", "spaces"],
    )
    def test_a_huge_text_takes_no_time(self, text):
        """A text over 600 characters is refused at once, and one below it in milliseconds."""
        assert "Expected at most 600 characters." == refused(text)
        start = time.process_time()
        for length in range(400, 600, 20):
            refused(text[:length])
        assert time.process_time() - start < 1

    def test_other_types_are_refused(self):
        """A value that is not text is refused as `parse` refuses it."""
        with pytest.raises(BadDate, match=r"Invalid date: 2016\. Did you mean '2016'\?"):
            PartialDate.from_words(2016)

    def test_the_strict_reader_reads_no_words(self):
        """`parse` stays EDTF only."""
        for text in ("5 June 2015", "25/10/2016", "about 2015"):
            with pytest.raises(BadDate) as caught:
                PartialDate.parse(text)
            meant = PartialDate.from_words(text)
            in_words = "" if text == meant.words else f" ({meant.words})"
            assert f"Did you mean '{meant}'{in_words}?" == caught.value.reason
            assert meant.text == caught.value.meant
