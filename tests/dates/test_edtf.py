"""EDTF texts: the days that they cover, the errors that refuse others, and their wording."""

import calendar
import datetime as dt
import re

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.examples import at_most
from tests.strategies import edtf_texts, simple_texts
from trustflow.dates import MAX_DAY, PartialDate, edtf
from trustflow.errors import BadDate
from trustflow.testing import days, partial_dates
from trustflow.testing.dates import FIRST, LAST

UNSPECIFIED_YEAR = re.compile(r"(?<![0-9-])[0-9]{4}(?![0-9-])")
UNSPECIFIED_MONTH = re.compile(r"(?<![0-9-])[0-9]{4}-[01][0-9](?![0-9-])")
MONTHS_EXPECTED = "Expected a month from 01 to 12, or a season from 21 (spring) to 24 (winter)."


class TestParsing:
    """From text to days."""

    @given(edtf_texts())
    @example("2017-24")
    @example("../..")
    @example("[2015-12,2016-01]")
    def test_keeps_the_text_exactly(self, text):
        """A date keeps the text it was read from, whichever constructor reads it."""
        date = PartialDate.parse(text)

        assert text == date.text == str(date) == str(PartialDate.of(text))
        assert f"PartialDate({text!r})" == repr(date)

    @given(days())
    def test_simple_dates_cover_their_calendar_unit(self, day):
        """A day, a month and a year begin and end where the calendar says."""
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
            ("2016/2016-06", "2016-01-01", "2016-06-30"),
            ("2016-06/2016", "2016-06-01", "2016-12-31"),
            ("[2015-12,2016-01]", "2015-12-01", "2016-01-31"),
            ("[2016-01,2015-12]", "2015-12-01", "2016-01-31"),
            ("[2018..2019]", "2018-01-01", "2019-12-31"),
            ("[2015,2017-22..2018-02-03]", "2015-01-01", "2018-02-03"),
            ("[2016]", "2016-01-01", "2016-12-31"),
        ],
    )
    def test_each_form_covers_the_right_days(self, text, earliest, latest):
        """Each form that records use covers the days from its earliest to its latest."""
        date = PartialDate.parse(text)

        assert (earliest, latest) == (str(date.earliest), str(date.latest))


class TestUnknownParts:
    """EDTF has two forms for a month or a year: with and without its unknown parts."""

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("2016-XX", "2016"),
            ("2016-05-XX", "2016-05"),
            ("2016-XX-XX", "2016"),
            ("2016-xx", "2016"),
            ("2016-05-Xx?", "2016-05?"),
            ("2016-XX~", "2016~"),
            ("2016-XX-XX/2017-02-XX", "2016/2017-02"),
            ("../2017-12-XX~", "../2017-12~"),
            ("2016-05-XX/..", "2016-05/.."),
            ("[2016-XX,2017-03-XX..2018-xx-xx]", "[2016,2017-03..2018]"),
        ],
    )
    def test_unknown_parts_are_left_out(self, text, kept):
        """The text, the words, equality and the hash are those of the shorter form."""
        date, shorter = PartialDate.parse(text), PartialDate.parse(kept)

        assert kept == date.text == PartialDate(text).text == PartialDate.from_words(text).text
        assert (shorter, hash(shorter), shorter.words) == (date, hash(date), date.words)
        assert (shorter.first, shorter.last) == (date.first, date.last)

    @given(edtf_texts())
    def test_every_month_and_year_may_have_unknown_parts(self, text):
        """A text to which unknown parts are added is read as the text itself."""
        longer = UNSPECIFIED_MONTH.sub(r"\g<0>-XX", UNSPECIFIED_YEAR.sub(r"\g<0>-XX-XX", text))

        assert PartialDate.parse(text) == PartialDate.parse(longer)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("2016-XX/2015-XX", "The interval ends before it starts. Write the earlier end first."),
            ("[2016-XX,2017-13]", MONTHS_EXPECTED),
            ("1899-XX", "Expected a year from 1900 to 2199."),
            ("2016-XX/2015-02-29", "Expected a day from 01 to 28 for February 2015. "),
            ("2200-05-XX", "Expected a year from 1900 to 2199."),
        ],
    )
    def test_an_error_quotes_the_text_as_it_is_written(self, text, reason):
        """The text in the error still has its unknown parts."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        assert str(caught.value).startswith(f"Invalid date: {text!r}. {reason}")


class TestRefusals:
    """Texts outside the accepted subset of EDTF, and their messages."""

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
            "2016-22-XX",
            "2016-13-XX",
            "2016-05-XX-XX",
            "2016-XX-05",
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
            "2017/2016-06",
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
    def test_refuses_texts_outside_the_subset(self, text):
        """A text outside the accepted subset is refused, and quoted on one line."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        assert repr(text) == caught.value.found
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("1899", "Expected a year from 1900 to 2199."),
            ("2016/2200", "Expected a year from 1900 to 2199."),
            ("2016-13", MONTHS_EXPECTED),
            ("2016-00-01", MONTHS_EXPECTED),
            ("2016-22-01", MONTHS_EXPECTED),
            (
                "2015-02-29",
                "Expected a day from 01 to 28 for February 2015. Leave out an unknown day.",
            ),
            (
                "2016-12-00",
                "Expected a day from 01 to 31 for December 2016. Leave out an unknown day.",
            ),
            ("2199-24", "Winter 2199 ends in February 2200. Expected no day after 2199."),
            ("2016/2015", "The interval ends before it starts. Write the earlier end first."),
            (
                "[2015,2017..2016]",
                "2017..2016 ends before it starts. Write the earlier end first.",
            ),
        ],
    )
    def test_gives_the_reason(self, text, reason):
        """The message names what is wrong, and what would be accepted."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        assert f"Invalid date: {text!r}. {reason}" == str(caught.value)

    @given(st.text(alphabet="0123456789-~?/.[],", max_size=14))
    def test_reads_exactly_or_refuses(self, text):
        """A text of the characters of a date is read exactly, or refused with a BadDate."""
        try:
            date = PartialDate.parse(text)
        except BadDate:
            return
        assert text == date.text
        assert FIRST <= date.earliest <= date.latest <= LAST

    @given(st.text())
    def test_refuses_other_characters_in_a_short_message(self, text):
        """Random text with other characters is refused in a short message."""
        assume(not set(text) <= set("0123456789-~?/.[],Xx"))
        with pytest.raises(BadDate) as caught:
            PartialDate.of(text)

        assert len(str(caught.value)) < 400

    @pytest.mark.parametrize(
        "text",
        ["9" * 10_000_000, "[" + "2016," * 1000 + "2016]", "2016/" * 500, "~" * 201],
        ids=["digits", "items", "ends", "marks"],
    )
    def test_refuses_huge_texts_in_a_short_message(self, text):
        """The message is short however long the text is, and names the limit."""
        for read in (PartialDate.parse, PartialDate.of):
            with pytest.raises(BadDate, match="at most 200 characters") as caught:
                read(text)
            assert len(str(caught.value)) < 200

    def test_reads_a_text_of_the_greatest_length(self):
        """A text of 200 characters is read."""
        text = f"[{','.join(['2016'] * 34)},2016?,2016~,2016-01-01..2017]"

        assert 200 == len(text)
        assert text == PartialDate.parse(text).text

    def test_quotes_the_text_and_shows_accepted_dates(self):
        """The message quotes the text and gives examples of accepted dates."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse("last July")

        message = str(caught.value)
        assert message.startswith("Invalid date: 'last July'. Expected a date such as 2016-07-14,")
        assert ("'last July'", caught.value.args[1]) == (caught.value.found, caught.value.reason)

    @given(
        st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
        st.sampled_from(
            [
                "{0.day}/{0.month}/{0.year}",
                "{0:%d.%m.%Y}",
                "{0.day} {1} {0.year}",
                "{0.day}th {2}, {0.year}",
                "{0.year}/{0.month}/{0.day}",
                "{0:%Y.%m.%d}",
            ]
        ),
    )
    def test_suggests_the_day_that_was_meant(self, day, form):
        """A day in another form is refused, and the message has it in the form that is accepted."""
        month = edtf.MONTH_NAMES[day.month - 1]
        text = form.format(day, month, month[:3].lower())
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        words = PartialDate.parse(day.isoformat()).words
        assert caught.value.reason in {f"Did you mean '{day}' ({words})?", f"Did you mean '{day}'?"}

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("Nov 2026", "2026-11' \\(November 2026\\)"),
            ("11/2026", "2026-11' \\(November 2026\\)"),
            ("2026/11", "2026-11' \\(November 2026\\)"),
            ("2026-1", "2026-01' \\(January 2026\\)"),
        ],
    )
    def test_suggests_the_month_that_was_meant(self, text, meant):
        """A month in another form is suggested too."""
        with pytest.raises(BadDate, match=f"Did you mean '{meant}[?]$"):
            PartialDate.parse(text)

    @pytest.mark.parametrize(
        "text",
        ["31/2/2016", "11/28/2026", "28/11/26", "28 Nox 2026", "22/2016", "1/1/1899", "28-Nov"],
    )
    def test_suggests_no_day_that_does_not_exist(self, text):
        """A text without one likely meaning gets no suggestion."""
        with pytest.raises(BadDate) as caught:
            PartialDate.parse(text)

        assert "Did you mean" not in str(caught.value)

    def test_the_examples_in_the_message_are_accepted(self):
        """Every date that the message gives as an example is read."""
        words = [word.rstrip(",") for word in edtf.EXPECTED_DATE.split()]
        examples = [word for word in words if "20" in word]

        assert 10 == len(examples)
        assert examples == [PartialDate.parse(text).text for text in examples]


class TestAgainstEdtf:
    """The `edtf` package as an oracle, where both mean the same.

    They differ in four things.
    Open ends are infinite in `edtf`, and end with 1900 and 2199 here.
    Winter ends with its year in `edtf`, and with February here.
    `edtf` refuses a one-of set of one item, ranges of mixed precision, and seasons in sets or
    with marks.
    `edtf` reads reversed intervals, multiple dates and unspecified digits.
    """

    @staticmethod
    def edtf_bounds(text):
        """Return the first and the last day of a text as `edtf` reads it."""
        read = parse_edtf(text)
        return dt.date(*read.lower_strict()[:3]), dt.date(*read.upper_strict()[:3])

    @st.composite
    @staticmethod
    def shared_texts(draw):
        """Draw texts that mean the same to both."""
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
    def test_agrees_on_the_days(self, text):
        """Days, months, years, seasons, marks, intervals and sets mean the same to both."""
        date = PartialDate.parse(text)

        assert self.edtf_bounds(text) == (date.earliest, date.latest)

    def test_winter_ends_in_february(self):
        """Winter is the one form that both read and that covers other days here."""
        assert (dt.date(2017, 12, 1), dt.date(2017, 12, 31)) == self.edtf_bounds("2017-24")
        assert "2018-02-28" == str(PartialDate.parse("2017-24").latest)

    @pytest.mark.parametrize("text", ["[2016]", "[2018-01-01..2019]", "[2017-22,2018]", "2017-22~"])
    def test_reads_forms_that_edtf_refuses(self, text):
        """Forms that records use are read here, though `edtf` refuses them."""
        assert text == PartialDate.parse(text).text
        with pytest.raises(EDTFParseException):
            parse_edtf(text)

    @pytest.mark.parametrize(
        "text", ["2017/2016", "[2016..2015]", "{2016,2017}", "2016-XX-06", "1999-25", " 2016"]
    )
    def test_refuses_forms_that_edtf_reads(self, text):
        """Forms that `edtf` reads and that no record should hold are refused here."""
        assert parse_edtf(text)
        with pytest.raises(BadDate):
            PartialDate.parse(text)


class TestWords:
    """Wording for people, in the style of GOV.UK."""

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
            ("../..", "on an unknown day"),
            ("2016/2016", "2016"),
            ("2015~/2016", "between about 2015 and 2016"),
            ("[2015-12,2016-01]", "December 2015 or January 2016"),
            ("[2018..2019]", "2018 to 2019"),
            ("[2015,2017-22..2018-02-03~]", "2015 or summer 2017 to about 3 February 2018"),
        ],
    )
    def test_each_form_has_its_words(self, text, words):
        """Each form has its wording for people."""
        assert words == PartialDate.parse(text).words

    @given(partial_dates())
    def test_words_contain_no_edtf_signs(self, date):
        """No sign of EDTF is left in the words, and a mark becomes "about"."""
        words = date.words

        assert set(words).isdisjoint("-~?/.[],")
        assert ("about" in words) == (date.is_approximate or date.is_uncertain)
        assert words == words.strip()

    @given(days().flatmap(simple_texts))
    def test_the_next_day_has_other_words(self, text):
        """A date and the day after it have the same words only if they are the same date."""
        date = PartialDate.parse(text)
        next_day = min(date.last + 1, MAX_DAY)
        other = PartialDate.parse(edtf.iso_date(next_day))

        assert (date.text == other.text) == (date.words == other.words)

    def test_months_are_named_in_english(self):
        """The names of the months are English, whatever the user's locale is."""
        with calendar.different_locale("C"):
            assert tuple(calendar.month_name)[1:] == edtf.MONTH_NAMES
