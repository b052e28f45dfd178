"""Dates known in part, the answers they give, and spans counted from them."""

import calendar
import copy
import datetime as dt
import pickle
from itertools import product

import pendulum
import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.examples import at_most
from trustflow import dates
from trustflow.dates import (
    AFTER_ALL,
    BEFORE_ALL,
    LAST_CALENDAR_DAY,
    MAX_DAY,
    MIN_DAY,
    PartialDate,
    Span,
    Truth,
    Unit,
    bank_holidays_between,
    edtf,
    months,
    whole_day,
    working_days,
    working_days_between,
)
from trustflow.dates.working_days import bank_holidays
from trustflow.errors import BadDate
from trustflow.testing import days, partial_dates, spans
from trustflow.testing.dates import FIRST, LAST, edtf_texts, simple_texts

DAY = dt.timedelta(days=1)
WINDOW = days(dt.date(2015, 12, 20), dt.date(2016, 1, 10))
"""Few days, round the end of a year: any two spans in it often touch."""
CALENDAR_DAYS = days(dt.date(1995, 1, 1), dt.date(2099, 12, 31))
"""Days from which a few hundred working days stay within the years of the calendar."""


def answer(outcomes):
    """What is to be answered when these are the outcomes of every way it can have been."""
    outcomes = set(outcomes)
    return Truth.MAYBE if len(outcomes) == 2 else Truth.YES if outcomes == {True} else Truth.NO


def all_days(date):
    """Every day a date can be."""
    return [dt.date.fromordinal(day) for day in range(date.first, date.last + 1)]


@st.composite
def small_spans(draw):
    """Dates of few days: a day, an interval, or a set."""
    first, last = sorted((draw(WINDOW), draw(WINDOW)))
    shape = draw(st.sampled_from(["{0}", "{0}/{1}", "[{1},{0}]", "[{0}..{1}]"]))
    return PartialDate.parse(shape.format(first, last))


class TestReading:
    """From text to days and back."""

    @given(edtf_texts())
    @example("2017-24")
    @example("../..")
    @example("[2015-12,2016-01]")
    def test_text_comes_back_exactly(self, text):
        """The text of a date is the text it was read from, from each way in."""
        date = PartialDate.parse(text)

        assert text == date.text == str(date) == str(PartialDate.of(text))
        assert f"PartialDate({text!r})" == repr(date)

    @given(days().flatmap(lambda day: st.tuples(st.just(day), partial_dates(st.just(day)))))
    def test_holds_the_days_it_can_be(self, made):
        """A date made around a day lies around it, within the years held."""
        day, date = made

        assert FIRST <= date.earliest <= day <= date.latest <= LAST
        assert (date.first, date.last) == (date.earliest.toordinal(), date.latest.toordinal())
        assert isinstance(date.earliest, pendulum.Date)
        assert not isinstance(date.latest, pendulum.DateTime)

    @given(days())
    def test_simple_forms_end_with_their_calendar_unit(self, day):
        """A day, month and year begin and end where the calendar says."""
        month_end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        expected = {
            day.isoformat(): (day, day),
            f"{day:%Y-%m}": (day.replace(day=1), month_end),
            f"{day:%Y}": (dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)),
        }

        for text, bounds in expected.items():
            date = PartialDate.parse(text)
            assert bounds == (date.earliest, date.latest)

    @pytest.mark.parametrize(
        ("text", "earliest", "latest"),
        [
            ("2017-21", "2017-03-01", "2017-05-31"),
            ("2017-22", "2017-06-01", "2017-08-31"),
            ("2017-23", "2017-09-01", "2017-11-30"),
            ("2017-24", "2017-12-01", "2018-02-28"),
            ("2019-24", "2019-12-01", "2020-02-29"),
            ("2198-24", "2198-12-01", "2199-02-28"),
            ("2016-12~", "2016-12-01", "2016-12-31"),
            ("2016?", "2016-01-01", "2016-12-31"),
            ("2016-09-12/2016-10-06", "2016-09-12", "2016-10-06"),
            ("../2017-11-16", "1900-01-01", "2017-11-16"),
            ("../2018-12~", "1900-01-01", "2018-12-31"),
            ("2012-06/..", "2012-06-01", "2199-12-31"),
            ("../..", "1900-01-01", "2199-12-31"),
            ("2017/2016-06", None, None),
            ("2016/2016-06", "2016-01-01", "2016-06-30"),
            ("2016-06/2016", "2016-06-01", "2016-12-31"),
            ("[2015-12,2016-01]", "2015-12-01", "2016-01-31"),
            ("[2016-01,2015-12]", "2015-12-01", "2016-01-31"),
            ("[2018..2019]", "2018-01-01", "2019-12-31"),
            ("[2015,2017-22..2018-02-03]", "2015-01-01", "2018-02-03"),
            ("[2016]", "2016-01-01", "2016-12-31"),
        ],
    )
    def test_forms_of_the_domain(self, text, earliest, latest):
        """Each form the records use means the days that the domain says, or is refused."""
        if earliest is None:
            with pytest.raises(BadDate):
                PartialDate.parse(text)
            return
        date = PartialDate.parse(text)

        assert (earliest, latest) == (str(date.earliest), str(date.latest))

    @given(partial_dates())
    def test_marks_and_open_ends_are_told(self, date):
        """About, in doubt, open and whole days are what the text shows; a mark widens nothing."""
        plain = PartialDate.parse(date.text.translate({ord("~"): None, ord("?"): None}))

        assert (date.first, date.last) == (plain.first, plain.last)
        assert not plain.is_approximate
        assert not plain.is_uncertain
        assert (date == plain) == (not date.is_approximate and not date.is_uncertain)
        assert date.is_open_start == (".." == date.text.split("/")[0])
        assert date.is_open_end == (".." == date.text.split("/")[-1])
        assert date.is_day == (date.earliest == date.latest)

    @given(partial_dates())
    def test_a_period_starts_and_ends_within_its_ends(self, date):
        """Read as a period, the ends of an interval are its own; of any other date, itself."""
        start, interval, end = date.text.partition("/")

        assert (date.text if start == ".." or not interval else start) == date.starts.text
        assert (date.text if end == ".." or not interval else end) == date.ends.text
        assert date.first == date.starts.first
        assert date.last == date.ends.last

    @given(days(), days())
    def test_between_two_days(self, one, other):
        """The span between two ordinals is the interval of their days."""
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
    def test_between_what_lies_at_the_ends_of_the_years_held(self, first, last, text):
        """A due day beyond the last year held is open, and no error."""
        assert text == PartialDate.between(first, last).text


class TestHostileTexts:
    """What is no date is refused, briefly and by name."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "now",
            "2016-07 ",
            " 2016-07",
            "2016-07\n",
            "2016-07-01\n",
            "2016~\n",
            "\uff12\uff10\uff11\uff16",  # full-width digits
            "\u0662\u0660\u0661\u0666-\u0660\u0667",  # Arabic-Indic digits
            "2016\u201007",  # a hyphen that only looks like one
            "2016-7",
            "16-07",
            "+2016",
            "-2016",
            "2016-07-01T00:00",
            "20160701",
            "2016-W27",
            "2016-13",
            "2016-00",
            "2016-20",
            "2016-25",
            "2016-22-01",
            "2015-02-29",
            "2016-06-31",
            "2016-06-00",
            "2016-06-XX",
            "201X",
            "2016%",
            "2016~?",
            "~2016",
            "?",
            "/",
            "..",
            "2016/",
            "/2016",
            "2016/2017/2018",
            "2016/../2018",
            "2016-07/2016-06",
            "2018-03-01/2017-24",
            "[]",
            "[,]",
            "[2016",
            "2016]",
            "[2016-073",
            "12016]",
            "[2016,]",
            "[2016, 2017]",
            "[2017..2016]",
            "[2016..]",
            "[..2016]",
            "[2016..2017..2018]",
            "[2016/2017]",
            "[2016]/[2017]",
            "[[2016]]",
            "{2016,2017}",
            "1899",
            "1899-24",
            "1899-12-31",
            "2200",
            "2200-01-01",
            "2199-24",
            "0000",
            "9999-12-31",
            "y20000",
            "1900/2200",
            "2016\x00",
            "2016\u202e",
        ],
    )
    def test_is_refused(self, text):
        """No text outside the subset is read, whatever it looks like."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        assert repr(text) == caught.value.found
        assert "\n" not in str(caught.value)

    @given(st.text(alphabet="0123456789-~?/.[],", max_size=14))
    def test_reads_whole_or_refuses(self, text):
        """Any text of the right characters is read exactly or refused with a BadDate."""
        try:
            date = PartialDate.parse(text)
        except BadDate:
            return
        assert text == date.text
        assert FIRST <= date.earliest <= date.latest <= LAST

    @given(st.text())
    def test_refuses_any_other_text(self, text):
        """Random text that is not of the right characters is refused in a few words."""
        assume(not set(text) <= set("0123456789-~?/.[],"))
        with pytest.raises(BadDate) as caught:
            PartialDate.of(text)

        assert len(str(caught.value)) < 400

    @pytest.mark.parametrize(
        "text",
        ["9" * 10_000_000, "[" + "2016," * 1000 + "2016]", "2016/" * 500, "~" * 201],
        ids=["digits", "items", "ends", "marks"],
    )
    def test_huge_texts_are_refused_shortly(self, text):
        """However long the text, the message is short, and says why."""
        for read in (PartialDate.parse, PartialDate.of):
            with pytest.raises(BadDate, match="longer than 200 characters") as caught:
                read(text)
            assert len(str(caught.value)) < 200

    def test_the_longest_text_is_read(self):
        """Two hundred characters are not too many."""
        text = f"[{','.join(['2016'] * 34)},2016?,2016~,2016-01-01..2017]"

        assert 200 == len(text)
        assert text == PartialDate.parse(text).text

    @pytest.mark.parametrize(
        "moment",
        [
            dt.datetime(2016, 7, 1, tzinfo=dt.UTC),
            dt.datetime(2016, 7, 1),  # noqa: DTZ001 - the naive one is refused as well
            pendulum.datetime(2016, 7, 1),
        ],
    )
    def test_a_moment_is_refused(self, moment):
        """A datetime is no day; the message gives the day to write."""
        with pytest.raises(BadDate, match="time zones; give the day, as in 2016-07-01") as caught:
            PartialDate.of(moment)
        assert repr(moment)[:50] == caught.value.found[:50]

    @pytest.mark.parametrize(
        "value", [None, 2016, 2016.5, b"2016-07", ("2016",), dt.time(1)], ids=repr
    )
    def test_what_is_no_text_is_refused(self, value):
        """A value of another type is refused with its type, not with an error of Python's own."""
        for read in (PartialDate.of, PartialDate):
            with pytest.raises(BadDate, match=f"it is {type(value).__name__}") as caught:
                read(value)
            assert repr(value) == caught.value.found

    @pytest.mark.parametrize("day", [dt.date(1899, 12, 31), dt.date(2200, 1, 1), dt.date.max])
    def test_a_day_outside_the_years_held_is_refused(self, day):
        """The years are bounded for dates as they are for texts."""
        with pytest.raises(BadDate, match="years run from 1900 to 2199"):
            PartialDate.of(day)

    def test_names_the_way_out(self):
        """The message quotes what was found and shows what can be written."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse("July 2016")

        message = str(caught.value)
        assert message.startswith("'July 2016' is not a date trustflow accepts: write 2018-04-01,")
        assert ("'July 2016'", caught.value.args[1]) == (caught.value.found, caught.value.reason)


class TestAgainstEdtf:
    """The `edtf` package as an oracle, where the two mean the same.

    They differ in four things. Open ends are infinite there and the bounds of the years here.
    Winter ends with its year there and with February here, as the domain says.
    A one-of set of a single item, ranges of mixed precision, and seasons in sets or with marks are
    refused there. Reversed intervals, multiple dates and unspecified digits are read there.
    """

    @staticmethod
    def bounds_there(text):
        """The first and last day of a text as `edtf` reads it."""
        read = parse_edtf(text)
        return dt.date(*read.lower_strict()[:3]), dt.date(*read.upper_strict()[:3])

    @st.composite
    @staticmethod
    def shared_texts(draw):
        """Texts that mean the same to both."""
        first, last = sorted((draw(days()), draw(days())))
        layout = draw(st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
        low, high = first.strftime(layout), last.strftime(layout)
        season = f"{first:%Y}-{draw(st.integers(21, 23))}"
        mark = draw(st.sampled_from(["", "~", "?"]))
        return draw(
            st.sampled_from(
                [
                    f"{low}{mark}",
                    f"{low}/{high}{mark}",
                    f"[{low}..{high}]",
                    f"[{high},{low}]",
                    f"[{low},{low}..{high}]",
                    season,
                    f"{season}/{last.year + 1 if last.year < 2199 else season}",
                ]
            )
        )

    @at_most(40)  # it takes 5 ms to read a text
    @given(shared_texts())
    def test_the_same_days(self, text):
        """Days, months, years, seasons, marks, intervals and sets mean the same to both."""
        date = PartialDate.parse(text)

        assert self.bounds_there(text) == (date.earliest, date.latest)

    def test_winter_ends_in_february_here(self):
        """The one form both read and mean otherwise."""
        assert (dt.date(2017, 12, 1), dt.date(2017, 12, 31)) == self.bounds_there("2017-24")
        assert "2018-02-28" == str(PartialDate.parse("2017-24").latest)

    @pytest.mark.parametrize("text", ["[2016]", "[2018-01-01..2019]", "[2017-22,2018]", "2017-22~"])
    def test_read_here_only(self, text):
        """Forms the records use that `edtf` refuses."""
        assert text == PartialDate.parse(text).text
        with pytest.raises(EDTFParseException):
            parse_edtf(text)

    @pytest.mark.parametrize(
        "text", ["2017/2016", "[2016..2015]", "{2016,2017}", "2016-06-XX", "1999-25", " 2016"]
    )
    def test_read_there_only(self, text):
        """Forms that `edtf` reads and no record should hold."""
        assert parse_edtf(text)
        with pytest.raises(BadDate):
            PartialDate.parse(text)


class TestComparing:
    """Before, after and within, against every pair of days."""

    @given(small_spans(), small_spans())
    @example(PartialDate("2016-01-01/2016-01-02"), PartialDate("2016-01-02/2016-01-03"))
    @example(PartialDate("2016-01-02/2016-01-03"), PartialDate("2016-01-01/2016-01-02"))
    def test_agree_with_every_pair_of_days(self, one, other):
        """The answer is yes when it is so for every pair of days, no when for none."""
        pairs = list(product(all_days(one), all_days(other)))
        held = set(all_days(other))

        assert answer(x < y for x, y in pairs) is one.before(other)
        assert answer(x > y for x, y in pairs) is one.after(other)
        assert answer(x in held for x in all_days(one)) is one.within(other)

    @given(partial_dates(WINDOW), partial_dates(WINDOW))
    def test_agree_for_every_form(self, one, other):
        """Any form compares as the interval from its earliest to its latest day."""
        ones = PartialDate.between(one.first, one.last)
        others = PartialDate.between(other.first, other.last)

        assert ones.before(others) is one.before(other)
        assert ones.within(others) is one.within(other)
        assert other.before(one) is one.after(other)

    @given(partial_dates(WINDOW), partial_dates(WINDOW), WINDOW)
    def test_a_day_in_both_settles_no_order(self, one, other, day):
        """What holds a day of the other is never certainly before or after it."""
        assert Truth.YES is PartialDate.of(day).within(PartialDate.between(MIN_DAY, MAX_DAY))
        if Truth.NO is not one.within(other):
            assert Truth.YES is not one.before(other)
            assert Truth.YES is not one.after(other)

    @given(partial_dates())
    def test_against_itself(self, date):
        """A date is within itself; before itself is no for a day, and cannot be told for more."""
        assert Truth.YES is date.within(date)
        assert (Truth.NO if date.is_day else Truth.MAYBE) is date.before(date)

    def test_takes_whatever_is_a_date(self):
        """The other date may be text, a date or a PartialDate; a datetime is refused."""
        july = PartialDate.parse("2016-07")

        assert Truth.MAYBE is july.before("2016-07-15")
        assert Truth.NO is july.after(dt.date(2016, 7, 31))
        assert Truth.YES is july.before(pendulum.Date(2016, 8, 1))
        assert Truth.YES is july.within(PartialDate.parse("2016"))
        with pytest.raises(BadDate):
            july.before(dt.datetime(2016, 7, 1, tzinfo=dt.UTC))


class TestIdentity:
    """Equality, hashing, order, pickling."""

    @given(partial_dates(WINDOW), partial_dates(WINDOW))
    @example(PartialDate.parse("2016"), PartialDate("2016"))
    @example(PartialDate.parse("2016"), PartialDate("2016-01-01/2016-12-31"))
    def test_equal_when_the_texts_are(self, one, other):
        """Two dates are equal when their texts are, and then hash the same."""
        assert (one.text == other.text) == (one == other)
        assert one != one.text
        if one == other:
            assert hash(one) == hash(other)

    @given(partial_dates(), partial_dates())
    def test_has_no_order(self, one, other):
        """No comparison sign works, so no sort is a guess."""
        for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
            assert NotImplemented is getattr(one, compare, lambda _: NotImplemented)(other)
        with pytest.raises(TypeError):
            sorted([one, other])

    @given(partial_dates())
    def test_survives_copy_and_pickle(self, date):
        """A copy is equal and knows its days."""
        for twin in (copy.copy(date), copy.deepcopy(date), pickle.loads(pickle.dumps(date))):  # noqa: S301 - our own pickle
            assert date == twin
            assert (date.first, date.last, hash(date)) == (twin.first, twin.last, hash(twin))

    def test_cannot_change(self):
        """A date is frozen."""
        date = PartialDate.parse("2016")
        with pytest.raises(AttributeError):
            date.text = "2017"


class TestTruth:
    """Three-valued logic after Kleene."""

    VALUE = st.sampled_from(Truth)

    @given(st.lists(st.sets(st.booleans(), min_size=1), min_size=2, max_size=2))
    def test_follows_every_way_it_can_be(self, ways):
        """And, or and not are what holds in every, in some or in no combination of ways."""
        one, other = (answer(way) for way in ways)
        pairs = list(product(*ways))

        assert answer(x and y for x, y in pairs) is one & other
        assert answer(x or y for x, y in pairs) is one | other
        assert answer(not x for x in ways[0]) is ~one

    @given(VALUE, VALUE, VALUE)
    def test_laws(self, one, two, three):
        """Order and grouping do not matter, and De Morgan's laws hold."""
        assert one & two is two & one
        assert one | two is two | one
        assert (one & two) & three is one & (two & three)
        assert one & (two | three) is (one & two) | (one & three)
        assert ~(one & two) is ~one | ~two
        assert ~~one is one

    @given(VALUE)
    def test_is_no_condition(self, truth):
        """None of the three may be taken for a yes or a no."""
        with pytest.raises(TypeError, match=r"compare it, as in `is Truth\.YES`"):
            bool(truth)
        with pytest.raises(TypeError):
            _ = not truth

    @given(VALUE, st.sampled_from([True, False, 1, None, "yes"]))
    @example(Truth.YES, True)  # noqa: FBT003 - once answered "cannot be told"
    def test_does_not_mix_with_booleans(self, truth, other):
        """A bool is no answer: combining with it is an error on either side."""
        for combine in (
            lambda: truth & other,
            lambda: truth | other,
            lambda: other & truth,
            lambda: other | truth,
        ):
            with pytest.raises(TypeError):
                combine()


class TestWords:
    """Dates for people, in the style of GOV.UK."""

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("2016-12-01", "1 December 2016"),
            ("2016-07", "July 2016"),
            ("2015", "2015"),
            ("2015~", "about 2015"),
            ("2015?", "about 2015"),
            ("2016-12~", "about December 2016"),
            ("2016-12-01?", "about 1 December 2016"),
            ("2017-21", "spring 2017"),
            ("2017-22", "summer 2017"),
            ("2017-23~", "about autumn 2017"),
            ("2017-24", "winter 2017 to 2018"),
            ("2016-09-12/2016-10-06", "between 12 September 2016 and 6 October 2016"),
            ("../2017-11-16", "by 16 November 2017"),
            ("../2018-12~", "by about December 2018"),
            ("2012-06/..", "June 2012 or later"),
            ("../..", "on a day not known"),
            ("2016/2016", "2016"),
            ("2015~/2016", "between about 2015 and 2016"),
            ("[2015-12,2016-01]", "December 2015 or January 2016"),
            ("[2018..2019]", "2018 to 2019"),
            ("[2015,2017-22..2018-02-03~]", "2015 or summer 2017 to about 3 February 2018"),
        ],
    )
    def test_reads_as_people_write(self, text, words):
        """Each form has its words."""
        assert words == PartialDate.parse(text).words

    @given(partial_dates())
    def test_shows_no_code(self, date):
        """No sign of EDTF is left in words, a mark is said, and every month has its name."""
        words = date.words

        assert set(words).isdisjoint("-~?/.[],")
        assert ("about" in words) == (date.is_approximate or date.is_uncertain)
        assert words == words.strip()

    @given(days().flatmap(simple_texts))
    def test_simple_dates_keep_their_words_apart(self, text):
        """Two simple dates read the same only when they are the same but for the kind of mark."""
        date = PartialDate.parse(text)
        next_day = min(date.last + 1, MAX_DAY)
        other = PartialDate.parse(edtf.iso(next_day))

        assert (date.text == other.text) == (date.words == other.words)

    def test_months_are_named_in_english(self):
        """The names are those of the calendar in English, whatever the user's locale."""
        with calendar.different_locale("C"):
            assert tuple(calendar.month_name)[1:] == edtf.MONTH_NAMES


def counted_on(day, count, *, sign=1):
    """The day so many working days on, counted one by one."""
    while count:
        day += sign * DAY
        count -= is_working(day)
    return day


def is_working(day):
    """Whether a day is a working day, by the calendar alone."""
    return day.weekday() < 5 and day.toordinal() not in bank_holidays(day.year)


class TestSpans:
    """Days, months and working days on and back."""

    @given(days(), st.integers(0, 5000))
    def test_days_on_and_back(self, day, count):
        """Calendar days are added and taken; what leads out of the years held is refused."""
        for sign, shifted in ((1, dates.days(count).after), (-1, dates.days(count).before)):
            expected = day + sign * count * DAY
            if FIRST <= expected <= LAST:
                assert expected == shifted(day)
            else:
                with pytest.raises(BadDate, match="leads out of 1900 to 2199"):
                    shifted(day)

    @given(days(), st.integers(0, 500))
    @example(dt.date(2015, 1, 31), 1)
    @example(dt.date(2016, 1, 31), 1)
    @example(dt.date(2015, 12, 31), 2)
    @example(LAST, 0)
    def test_months_on_and_back(self, day, count):
        """Months are counted by year and month; the day is kept, or the month's last is taken."""
        for sign, shifted in ((1, months(count).after), (-1, months(count).before)):
            year, month = divmod(day.year * 12 + day.month - 1 + sign * count, 12)
            if not FIRST.year <= year <= LAST.year:
                with pytest.raises(BadDate, match="leads out of 1900 to 2199"):
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
        """A month on from the 31st is the last day of a shorter month."""
        assert end == str(months(count).after(start))

    @given(CALENDAR_DAYS, st.integers(0, 250))
    @example(dt.date(2016, 12, 24), 0)
    @example(dt.date(2017, 1, 4), 1)  # back to the first working day of a year
    @example(dt.date(2017, 1, 3), 1)  # and to the last of the year before
    @example(dt.date(2016, 12, 30), 1)
    def test_working_days_on_and_back(self, day, count):
        """Working days agree with counting one by one, and the start is not counted."""
        span = working_days(count)

        assert counted_on(day, count) == span.after(day)
        assert counted_on(day, count, sign=-1) == span.before(day)

    @given(CALENDAR_DAYS, CALENDAR_DAYS)
    @example(dt.date(2016, 11, 25), dt.date(2017, 3, 8))
    def test_working_days_between(self, one, other):
        """The days after the start, the end included; the other way round it is the negative."""
        first, last = min(one, other), max(one, other)
        count = min((last - first).days, 400)
        last = first + count * DAY
        expected = sum(is_working(first + (step + 1) * DAY) for step in range(count))

        assert expected == working_days_between(first, last)
        assert -expected == working_days_between(last, first)

    @given(CALENDAR_DAYS, st.integers(0, 120))
    def test_counting_undoes_adding(self, day, count):
        """As many working days lie between as were added, and the due day is a working day."""
        end = working_days(count).after(day)

        assert count == working_days_between(day, end)
        assert count == 0 or is_working(end)

    @given(spans(), days(), days())
    def test_later_starts_end_no_earlier(self, span, one, other):
        """A span keeps the order of the days it is counted from, both ways."""
        first, last = sorted((one.toordinal(), other.toordinal()))

        assert span.shift(first) <= span.shift(last)
        assert span.shift(first, -1) <= span.shift(last, -1)

    @given(spans(), days())
    @example(working_days(1), dt.date(2150, 1, 1))  # once led back to after 2199
    def test_longer_spans_end_no_earlier(self, span, day):
        """One more of a unit never leads less far."""
        start, longer = day.toordinal(), Span(span.count + 1, span.unit)

        assert start <= span.shift(start) <= longer.shift(start)
        assert start >= span.shift(start, -1) >= longer.shift(start, -1)

    @given(spans())
    def test_what_leads_out_stays_out(self, span):
        """Beyond the years held there is one day on each side, and no way back."""
        assert AFTER_ALL == span.shift(AFTER_ALL) == span.shift(AFTER_ALL, -1)
        assert BEFORE_ALL == span.shift(BEFORE_ALL) == span.shift(BEFORE_ALL, -1)
        one, far = Span(1, span.unit), Span(MAX_DAY - MIN_DAY, span.unit)
        assert AFTER_ALL == one.shift(MAX_DAY)
        assert AFTER_ALL == far.shift(MAX_DAY)
        assert BEFORE_ALL == far.shift(MIN_DAY, -1)

    def test_working_days_end_with_the_calendar(self):
        """Bank holidays are projected to 2100; what leads beyond it is refused."""
        with pytest.raises(BadDate, match="1 working day from it leads out of 1900 to 2100"):
            working_days(1).after("2100-12-31")
        with pytest.raises(BadDate, match="leads out of 1900 to 2100"):
            working_days(1).before("1900-01-01")
        for shifted in (working_days(1).before, working_days(0).after):
            with pytest.raises(BadDate, match="leads out of 1900 to 2100"):
                shifted("2101-01-03")
        with pytest.raises(BadDate, match="bank holidays are projected to 2100 only"):
            working_days_between("2100-12-30", "2101-01-01")
        with pytest.raises(BadDate, match="'2101-01-01'"):
            working_days_between("2101-01-01", "2100-12-30")
        assert LAST_CALENDAR_DAY == dt.date(2100, 12, 31).toordinal()
        assert "2100-12-31" == str(working_days(1).after("2100-12-30"))
        assert "1900-12-31" == str(working_days(2).before("1901-01-02"))
        assert 1 == working_days_between("2100-12-30", "2100-12-31")

    @pytest.mark.parametrize("span", [dates.days(1), months(1), working_days(1)])
    def test_counts_from_whole_days_only(self, span):
        """A day known in part has no day so long after it."""
        with pytest.raises(BadDate, match="a whole day is needed here"):
            span.after("2016-07")
        with pytest.raises(BadDate, match="time zones"):
            span.before(dt.datetime(2016, 7, 1, tzinfo=dt.UTC))
        assert span.after("2016-07-01") == span.after("2016-07-01~/2016-07-01")

    @given(spans(100_000))
    def test_text_comes_back(self, span):
        """A span is read from what it prints, and its repr calls the function that makes it."""
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
            "70 weeks",
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
    def test_other_texts_are_no_span(self, text):
        """What is no span is refused, with one that is."""
        with pytest.raises(BadDate, match="write a span as 70 working days, 3 months or 14 days"):
            Span.of(text)

    @pytest.mark.parametrize("count", [-1, MAX_DAY - MIN_DAY + 1, 1.5, True, "7", None])
    def test_counts_whole_numbers(self, count):
        """A count is a whole number that can lead from one year held to another."""
        with pytest.raises(ValueError, match="a span counts from 0 to 109572, not"):
            Span(count, Unit.DAYS)

    def test_a_unit_may_be_its_word(self):
        """The word of a unit is that unit; any other is refused, not counted as something else."""
        assert dates.days(3) == Span(3, "day")
        with pytest.raises(ValueError, match="week"):
            Span(3, "week")


class TestEdges:
    """The first and the last of what is counted."""

    def test_months_reach_the_first_month_held(self):
        """January 1900 is held, however it is come to."""
        assert dt.date(1900, 1, 31) == months(11).before("1900-12-31")
        assert dt.date(1900, 1, 1) == months(0).after("1900-01-01")
        assert dt.date(2199, 12, 31) == months(1).after("2199-11-30").add(days=1)

    def test_what_leads_out_is_told_with_the_day(self):
        """The day, the span, and the years that are held."""
        with pytest.raises(BadDate) as refusal:
            months(1).before("1900-01-31")
        assert "1900-01-31" in str(refusal.value)
        assert "1 month from it leads out of 1900 to 2199" in str(refusal.value)

    def test_what_is_no_span_is_told_with_those_that_are(self):
        """Word for word, to the last."""
        with pytest.raises(BadDate) as refusal:
            Span.parse("soon")
        assert str(refusal.value).startswith("'soon'")
        assert str(refusal.value).endswith(" write a span as 70 working days, 3 months or 14 days")

    def test_bank_holidays_after_the_first_day_and_on_the_last(self):
        """The start is left out, the end is not."""
        both = bank_holidays_between("2017-04-13", "2017-04-17")
        assert ["Good Friday", "Easter Monday"] == [name for _, name in both]
        assert ["Easter Monday"] == [
            name for _, name in bank_holidays_between("2017-04-14", "2017-04-17")
        ]


class TestCalendar:
    """The working days of England, against published days."""

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
        """The due days that letters and regulations gave are the ones counted here."""
        assert end == str(working_days(count).after(start))
        assert count == working_days_between(start, end)

    def test_a_day_proclaimed_after_a_letter(self):
        """Kirklees: the letter of 18 August 2022 states a day that 19 September then moved by one.

        The letter could not know the day of mourning. Counting knows it, so it ends a working day
        later; the stated day is a deadline of its own and beats it.
        """
        assert "2022-11-28" == str(working_days(70).after("2022-08-18"))
        assert 69 == working_days_between("2022-08-18", "2022-11-25")
        (mourning,) = (
            day
            for day, name in bank_holidays_between("2022-08-18", "2022-11-25")
            if "Elizabeth" in name
        )
        assert "2022-09-19" == str(mourning)

    def test_bank_holidays_of_twenty_two_years(self):
        """England has 181 bank holidays on weekdays from 2009 to 2030."""
        found = bank_holidays_between("2008-12-31", "2030-12-31")

        assert 181 == len(found)
        assert all(day.weekday() < 5 and name for day, name in found)
        assert list(found) == sorted(found)

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
        """Easter Monday, the late summer one, days in lieu, and one-off days are in."""
        assert 0 == working_days_between(PartialDate.parse(day).earliest - DAY, day)

    @pytest.mark.parametrize("day", ["2016-01-04", "2016-08-01", "2020-05-04", "2016-03-17"])
    def test_is_no_bank_holiday(self, day):
        """Days off elsewhere in the kingdom, and those that moved, are working days."""
        assert 1 == working_days_between(PartialDate.parse(day).earliest - DAY, day)

    def test_the_calendar_cannot_be_spoilt(self):
        """What one asker is given, the next one shares: it cannot change."""
        with pytest.raises(TypeError):
            bank_holidays(2016)[1] = "a day off"
        assert {} == bank_holidays(2101)

    def test_a_whole_day(self):
        """A day known whole has an ordinal; one known in part is refused by name."""
        assert dt.date(2016, 7, 1).toordinal() == whole_day("2016-07-01~")
        with pytest.raises(BadDate, match=r"'2016-07' is not .* a whole day is needed here"):
            whole_day("2016-07")
