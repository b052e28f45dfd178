"""Who says so: sources, citations, and what a text, link, number or word must be."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow._html import html_table
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Citation, Confidence, Severity, Source, Strength, one_of
from trustflow.testing import citations, sources
from trustflow.testing.provenance import links, texts

NOT_TEXT = st.none() | st.integers() | st.binary() | st.lists(st.text(), max_size=2)
BAD_TEXTS = ["", " ", "\n\t", "a\x00b", "a\rb", "bell\x07", "\x7f", "\x85", "lone \ud800"]
BAD_LINKS = [
    "",
    "www.example.org",
    "ftp://example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//example.org",
    "https://",
    "https:///\n",
    " https://example.org",
    "https://example.org/a b",
    "https://example.org/\n",
    "https://example.org/\x00",
    "https://example.org/\x7f",
    "https://example.org/\ud800",
    'https://example.org/"onclick',
    "https://example.org/<script>",
    "http://exa\u00a0mple.org",
    7,
    b"https://example.org",
]


REPORTED = "Reported by CYPN; not checked against a primary source."
INFERRED = "Inferred from CYPN; no source states it."
COPIED = "Copy of a page first published by DfE; the original was not seen."


class TestSource:
    """Who says that a thing happened."""

    @given(sources())
    def test_keeps_what_it_was_given(self, source):
        """A source made again from its fields, copied or pickled, is the same."""
        fields = attrs.asdict(source, recurse=False)
        again = Source(fields.pop("title"), **fields)

        for twin in (again, copy.deepcopy(source), pickle.loads(pickle.dumps(source))):  # noqa: S301 - our own pickle
            assert (source, hash(source)) == (twin, hash(twin))

    @given(sources(), sources())
    def test_equal_only_when_every_field_is(self, one, other):
        """Two sources are the same when all their fields are."""
        assert (attrs.astuple(one) == attrs.astuple(other)) == (one == other)

    def test_takes_dates_and_words(self):
        """Dates may be text; a confidence is its word, whatever its case."""
        source = Source("CYPN", published="2016-10", stated_date="2016~", confidence="High")

        assert ("2016-10", "2016~") == (source.published.text, source.stated_date.text)
        assert Confidence.HIGH is source.confidence
        assert Confidence.MEDIUM is Source("CYPN").confidence

    @pytest.mark.parametrize("text", BAD_TEXTS, ids=ascii)
    @pytest.mark.parametrize("name", ["title", "copy_of", "evidence_row"])
    def test_refuses_texts_that_cannot_be_shown(self, name, text):
        """Empty texts, control characters and half characters are refused by the field's name."""
        with pytest.raises(InvalidValue, match=f"text for {name}; .* no control characters"):
            Source(**{"title": "CYPN", name: text})

    @given(NOT_TEXT)
    def test_refuses_titles_that_are_no_text(self, value):
        """What is no text is no title."""
        with pytest.raises(InvalidValue, match="text for title; a text is needed"):
            Source(value)

    @given(links())
    def test_accepts_web_addresses(self, link):
        """An address of the web is kept as it is."""
        assert link == Source("CYPN", url=link).url == Citation("CYPN", url=link).url

    @pytest.mark.parametrize("link", BAD_LINKS, ids=ascii)
    def test_refuses_other_links(self, link):
        """No link can run anything, break out of a page, or fail to be stored."""
        for kind in (Source, Citation):
            with pytest.raises(
                InvalidValue, match="link for url; an address that starts with http"
            ):
                kind("CYPN", url=link)

    @given(texts())
    def test_a_copy_is_at_most_of_medium_confidence(self, title):
        """A copy on another's site proves less than the original."""
        with pytest.raises(ValueError, match="a copy is at most of medium confidence"):
            Source(title, copy_of="DfE", confidence="high")
        assert Confidence.MEDIUM is Source(title, copy_of="DfE").confidence

    @pytest.mark.parametrize("value", ["certain", "", None, 3, "hihg"])
    def test_refuses_other_confidences(self, value):
        """A confidence is one of three words; the message lists them."""
        with pytest.raises(InvalidValue, match="confidence; accepted: high, medium, low"):
            Source("CYPN", confidence=value)

    def test_offers_the_near_word(self):
        """A slip of the pen is named."""
        with pytest.raises(InvalidValue, match=r"did you mean 'high'\?"):
            Source("CYPN", confidence="hihg")

    def test_refuses_what_is_no_date(self):
        """The day of publication is a date like any other."""
        with pytest.raises(BadDate):
            Source("CYPN", published="October 2016")

    @pytest.mark.parametrize(
        ("fields", "caveat"),
        [
            ({"confidence": "high"}, ""),
            ({}, REPORTED),
            ({"confidence": "low"}, INFERRED),
            ({"copy_of": "DfE"}, f"{REPORTED} {COPIED}"),
            ({"copy_of": "DfE", "confidence": "low"}, f"{INFERRED} {COPIED}"),
        ],
        ids=["high", "medium", "low", "copy", "low copy"],
    )
    def test_caveat(self, fields, caveat):
        """A reader is told how well a fact is founded, in the words the project promises."""
        assert caveat == Source("CYPN", **fields).caveat

    def test_cannot_change(self):
        """A source is frozen, and has no room for more."""
        source = Source("CYPN")
        with pytest.raises(AttributeError):
            source.title = "BBC"
        with pytest.raises(AttributeError):
            source.author = "BBC"


class TestCitation:
    """Who says that a rule holds."""

    @given(citations())
    def test_prints_text_and_link(self, citation):
        """The text, and the link in brackets where there is one."""
        link = "" if citation.url is None else f" ({citation.url})"

        assert f"{citation.text}{link}" == str(citation)
        assert citation == pickle.loads(pickle.dumps(citation))  # noqa: S301 - our own pickle

    @pytest.mark.parametrize("cases", [-1, 1.5, True, "6"])
    def test_counts_cases(self, cases):
        """The number of cases measured is a whole number."""
        with pytest.raises(InvalidValue, match="number for cases; a whole number from 0 on"):
            Citation("measured", cases=cases)

    @pytest.mark.parametrize("text", BAD_TEXTS, ids=ascii)
    def test_refuses_texts_that_cannot_be_shown(self, text):
        """A citation says something."""
        with pytest.raises(InvalidValue):
            Citation(text)


class TestWords:
    """One of a list of words."""

    WORDS = ("SIF", "ILACS", "looked after")

    @given(st.sampled_from(WORDS), st.sampled_from([str.upper, str.lower, str.title, str]))
    def test_whatever_the_case(self, word, cased):
        """A word is found whatever its case, and comes back as it is listed."""
        assert word == one_of(cased(word), self.WORDS, "framework")

    @given(st.text() | NOT_TEXT)
    def test_is_one_of_them_or_refused(self, value):
        """Anything else is refused with all that is accepted."""
        try:
            found = one_of(value, self.WORDS, "framework")
        except InvalidValue as error:
            told = (error.what, error.accepted.split("; ")[0])
            assert ("framework", "accepted: SIF, ILACS, looked after") == told
        else:
            assert found.casefold() == value.casefold()


class TestRanks:
    """Which confidence, severity and strength is more than which."""

    def test_confidence(self):
        """High before medium before low."""
        assert ["low", "medium", "high"] == sorted(Confidence, key=lambda each: each.rank)

    def test_severity(self):
        """Errors before breaches before departures before remarks."""
        ranked = sorted(Severity, key=lambda each: each.rank)

        assert [1, 2, 3, 4] == [each.rank for each in ranked]
        assert ["remark", "departure", "breach", "error"] == ranked

    @pytest.mark.parametrize(
        ("strength", "severity"),
        [
            ("logic", "error"),
            ("law", "breach"),
            ("inspectorate", "departure"),
            ("policy", "departure"),
            ("direction", "departure"),
            ("contract", "departure"),
            ("practice", "remark"),
        ],
    )
    def test_strength(self, strength, severity):
        """What it means to break a rule follows from who makes it."""
        assert severity == Strength(strength).severity

    def test_all_strengths_are_there(self):
        """The domain knows seven."""
        assert 7 == len(Strength)


class TestTables:
    """Plain tables for notebooks."""

    @given(texts(), st.lists(texts(), max_size=3), st.lists(st.lists(texts(), max_size=3)))
    def test_escapes_every_text(self, caption, headings, rows):
        """No text can open a tag; only the table's own tags are there."""
        table = html_table(caption, headings, rows)

        cells = sum(len(row) for row in rows)
        tags = 2 * (5 + len(headings) + len(rows) + cells)
        assert tags == table.count("<") == table.count(">")
        assert table.startswith("<table><caption>")

    def test_shows_what_it_is_given(self):
        """The caption, the headings and the cells stand in their places."""
        expected = (
            "<table><caption>A &amp; B</caption><thead><tr><th>Date</th></tr></thead>"
            "<tbody><tr><td>&lt;b&gt;</td><td>7</td></tr></tbody></table>"
        )
        assert expected == html_table("A & B", ["Date"], [["<b>", 7]])


def test_people_read_of_no_breach():
    """What is late by the law is told as late on these dates, and as no more."""
    words = {severity: severity.label for severity in Severity}
    assert "later than the rule, on these dates" == words.pop(Severity.BREACH)
    assert all(severity == text for severity, text in words.items())
