"""Texts that are refused as a date, each with what to write instead."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustflow.dates import PartialDate, refusals
from trustflow.errors import BadDate
from trustflow.testing import days

YEARS = "Write {0}-04/{1}-03 for a year from April to March, {0}-09/{1}-08 for a year from "
NO_DATE = "Write ../.. if the day is unknown, or leave the date out if there is none."
NO_YEAR = (
    "The year is missing, or has two digits. "
    "Write it with four, and first, such as 2016-07-14 or 2016-07."
)


def reason_of(text, read=PartialDate.parse):
    """Return why a text is refused; the error quotes the whole text."""
    with pytest.raises(BadDate) as caught:
        read(text)
    assert repr(text) == caught.value.found
    return caught.value.reason


class TestNearEdtf:
    """EDTF that has more than one meaning here, or that this subset leaves out."""

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("201X", "Write 2010/2019 (between 2010 and 2019)."),
            ("20XX", "Write 2000/2099 (between 2000 and 2099)."),
            # Each X of EDTF is a digit that is not known; the calendar here ends in 2199.
            ("2XXX", "Write 2000/2199 (between 2000 and 2199)."),
            ("201x-05", "Write 2010/2019 (between 2010 and 2019)."),
            ("201u", "Write 2010/2019 (between 2010 and 2019)."),
            ("XXXX", "Write ../.. for an unknown day."),
            ("XXXX-12-XX", "Write ../.. for an unknown day."),
            ("2016-0X", "Write 2016-01/2016-09 (between January 2016 and September 2016)."),
            ("2016-1X", "Write 2016-10/2016-12 (between October 2016 and December 2016)."),
            ("2016-X2", "Write 2016-02/2016-12 (between February 2016 and December 2016)."),
            ("2016-05-1X", "Write 2016-05-10/2016-05-19 (between 10 May 2016 and 19 May 2016)."),
            (
                "2016-02-2X",
                "Write 2016-02-20/2016-02-29 (between 20 February 2016 and 29 February 2016).",
            ),
            (
                "2016-XX-14",
                "Write 2016-01-14/2016-12-14 (between 14 January 2016 and 14 December 2016).",
            ),
            ("2016-05-uu", "Write 2016-05 (May 2016)."),
            ("2016-uu", "Write 2016."),
            ("1985/", "Write 1985/.. (1985 or later) or 1985."),
            ("2016-05/", "Write 2016-05/.. (May 2016 or later) or 2016-05 (May 2016)."),
            ("/1985", "Write ../1985 (by 1985) or 1985."),
            ("[..2016]", "Write ../2016 (by 2016)."),
            ("[2016-05..]", "Write 2016-05/.. (May 2016 or later)."),
            ("{2015,2016}", "Write [2015,2016] (2015 or 2016)."),
            ("{2015..2016}", "Write [2015..2016] (2015 to 2016)."),
            ("2016%", "Write 2016~ (about 2016)."),
            ("2016~?", "Write 2016~ (about 2016)."),
            ("2016-05?~", "Write 2016-05~ (about May 2016)."),
            ("?2016", "Write 2016? (about 2016)."),
            ("Y2016", "Write 2016."),
            ("2015..2016", "Write 2015/2016 (between 2015 and 2016)."),
            ("[2015, 2016]", "Write [2015,2016] (2015 or 2016)."),
            ("2015 / 2016", "Write 2015/2016 (between 2015 and 2016)."),
        ],
    )
    def test_gives_the_text_to_write(self, text, reason):
        """Both readers name the EDTF text to write, and what it means."""
        assert reason == reason_of(text) == reason_of(text, PartialDate.from_words)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("~2016", "2016~' (about 2016)"),
            ("2015-2016", "2015/2016' (between 2015 and 2016)"),
            ("2016-05-12T10:00", "2016-05-12' (12 May 2016)"),
            ("2016-Q2", "2016-04/2016-06' (between April 2016 and June 2016)"),
            (" 2016-07", "2016-07' (July 2016)"),
            ("Jul-16", "2016-07' (July 2016)"),
            ("by 5 June 2015", "../2015-06-05'"),
        ],
    )
    def test_suggests_what_the_words_mean(self, text, meant):
        """A text that `from_words` reads is refused with the EDTF text that it means."""
        assert f"Did you mean '{meant}?" == reason_of(text)
        assert meant.split("'")[0] == PartialDate.from_words(text).text

    @pytest.mark.parametrize(
        "text",
        [
            "185X",
            "1850-1X",
            "3XXX",  # EDTF: a year from 3000 to 3999
            "2016-3X",
            "2016-02-3X",
            "2016-05-XX-XX",
            "2016/201X",
            "2016-1X/",
        ],
    )
    def test_suggests_nothing_outside_the_calendar(self, text):
        """A text without a meaning in 1900-2199 gets the general sentence."""
        assert reason_of(text).startswith("Expected a date such as")
        assert reason_of(text, PartialDate.from_words).startswith("Expected a date in words")

    @given(st.text(alphabet="0123456789Xu-~?/.[]{},% ", max_size=24))
    @example("2016-1X")
    @example("[..2016]")
    def test_what_it_says_to_write_is_read(self, text):
        """Every text that a refusal says to write is EDTF."""
        reason = refusals.refusal(text)
        if reason.startswith("Write ") and reason != NO_DATE:
            written = re.sub(r"\(.*?\)", "", reason.removesuffix(".")).split()[1::2]
            assert written
            assert all(PartialDate.parse(word) for word in written)


class TestWords:
    """Dates as people write them, that have more than one meaning or none."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "unknown",
            "Unknown.",
            "n/a",
            "N/A",
            "n.a.",
            "tbc",
            "TBC",
            "-",
            "\u2013",
            "?",
            "not  known",
            "To be confirmed",
            "NaN",
            "null",
            "by tbc",
        ],
    )
    def test_a_text_that_names_no_day(self, text):
        """What people write in a cell without a date is refused with the two ways out."""
        assert NO_DATE == reason_of(text, PartialDate.from_words)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("early 2015", "2015-01/2015-04"),
            ("mid 2015", "2015-05/2015-08"),
            ("Mid-2015", "2015-05/2015-08"),
            ("late 2015", "2015-09/2015-12"),
            ("start of 2015", "2015-01/2015-04"),
            ("beginning of June 2015", "2015-06-01/2015-06-10"),
            ("mid-June 2015", "2015-06-11/2015-06-20"),
            ("end of February 2016", "2016-02-21/2016-02-29"),
            ("by late Sept 2015", "2015-09-21/2015-09-30"),
        ],
    )
    def test_a_part_of_a_year_or_month(self, text, reason):
        """A part of a period has no fixed end, so an interval is suggested."""
        start = "Write the first and the last possible day or month, such as"
        assert f"{start} {reason}." == reason_of(text, PartialDate.from_words)

    @pytest.mark.parametrize("text", ["2015/16", "2015-16", "2015\u201316", "by 2015/16"])
    def test_two_years_that_are_one(self, text):
        """A year that is not a calendar year is refused with the months it may have."""
        reason = reason_of(text, PartialDate.from_words)
        expected = YEARS.format(2015, 2016) + (
            "September to August or 2015/2016 for any day in the two years."
        )
        assert expected == reason

    @pytest.mark.parametrize("text", ["2011/12", "2011\u201312", "about 2011/12"])
    def test_two_years_or_a_month(self, text):
        """A month that is also the number of the next year is refused with all meanings."""
        assert reason_of(text, PartialDate.from_words).endswith(
            "September to August, 2011-12 for December 2011, "
            "or 2011/2012 for any day in the two years."
        )
        assert "2011-12" == PartialDate.from_words("2011-12").text

    def test_two_years_outside_the_calendar(self):
        """Years before 1900 and after 2199 are never suggested."""
        for text in ("1850/51", "2199/00", "2199-00"):
            assert "Write" not in reason_of(text, PartialDate.from_words)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (
                "winter 2017",
                "Write 2016-24 (winter 2016 to 2017) or 2017-24 (winter 2017 to 2018).",
            ),
            ("Winter of 1900", "Write 1900-24 (winter 1900 to 1901)."),
            ("winter 2199", "Write 2198-24 (winter 2198 to 2199)."),
            (
                "winter 2017 to 2019",
                "Write 2016-24 (winter 2016 to 2017) or 2017-24 (winter 2017 to 2018).",
            ),
        ],
    )
    def test_a_winter_of_one_year(self, text, reason):
        """Two winters reach into a year, so both are suggested."""
        assert reason == reason_of(text, PartialDate.from_words)

    def test_a_winter_outside_the_calendar(self):
        """A winter without a year in 1900-2199 is refused without a suggestion."""
        reason = reason_of("winter 1850", PartialDate.from_words)
        assert reason.startswith("Expected a date in words")

    @pytest.mark.parametrize(
        "text",
        ["Autumn term 2016", "spring term 2016", "term 2016", "2016 summer term", "Autumn term"],
    )
    def test_a_term(self, text):
        """A term has other days in each place."""
        assert "Write its first and last day" in reason_of(text, PartialDate.from_words)

    @pytest.mark.parametrize(
        "text",
        [
            "06/10/16",
            "6.10.16",
            "28-11-26",
            "06/10",
            "5 Jun 75",
            "Jul-99",
            "July 16",
            "June-16",
            "16-Jul",
            "28-Nov",
            "5 June",
            "June 5th",
            "June",
            "5th of June",
            "by 5 June",
        ],
    )
    def test_a_year_that_is_short_or_missing(self, text):
        """A year is written with four digits, unless it can be nothing else."""
        assert NO_YEAR == reason_of(text, PartialDate.from_words)

    @given(days())
    def test_a_number_of_excel(self, day):
        """A number that Excel stores for a day is refused, and the reason names the day."""
        number = day.toordinal() - 693594
        if number < 10_000:
            return
        date = PartialDate.of(day)
        for text in (f"{number}", f"{number}.0", f"{number}.5"):
            reason = reason_of(text, PartialDate.from_words)
            assert f"It looks like Excel's number for {date.words}. " in reason
            assert reason.endswith(f"Format the column as a date, or write {date}.")

    def test_a_number_that_excel_has_for_another_day(self):
        """The numbers of 14 July 2016 and of the last day are known; a later day has none."""
        assert "14 July 2016" in reason_of("42565")
        assert "31 December 2199" in reason_of("109574.0")
        for text in ("109575", "201607", "9999", "1468454400"):
            assert "Excel" not in reason_of(text)

    @pytest.mark.parametrize("part", ["early", "mid", "end of"])
    def test_a_part_of_a_year_outside_the_calendar(self, part):
        """A year outside 1900-2199 gets no interval."""
        assert "Write" not in reason_of(f"{part} 1850", PartialDate.from_words)
