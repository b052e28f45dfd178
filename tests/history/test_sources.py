"""Sources of facts and citations of rules."""

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.copies import copies_of
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Citation, Confidence, Source
from trustflow.testing import citations, sources
from trustflow.testing.provenance import links, texts

NOT_TEXT = st.none() | st.integers() | st.binary() | st.lists(st.text(), max_size=2)
EMPTY_TEXTS = ["", " ", "\u3000"]
NOT_ONE_LINE = [
    "a\nb",
    "a\tb",
    "\n",
    "a\x00b",
    "a\rb",
    "a\r\nb",
    "a\vb",
    "a\fb",
    "a\x1eb",
    "a\u2028b",
    "a\u2029b",
    "bell\x07",
    "\x1b[2J",
    "\x7f",
    "\x85",
    "lone \ud800",
]
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
    'https://example.org/"onclick',
    "https://example.org/<script>",
    "http://exa\u00a0mple.org",
    7,
    b"https://example.org",
]
SPOOFED_LINKS = [
    "https://example.org/\x00",
    "https://example.org/\x7f",
    "https://example.org/\ud800",
    "https://example.org/\u202egro.elpmaxe",
    "https://exam\u200bple.org",
    "https://exam\u00adple.org",
    "https://example.org/\ufeff",
    "https://example.org/\U000e0041",
    "https://example.org/a\ufe0f",
]

REPORTED = "Reported by CYPN; not checked against a primary source."
INFERRED = "Inferred from CYPN; no source states it."
COPIED = "Copy of a page first published by DfE; the original was not seen."


class TestSource:
    """A source that states that something happened."""

    @given(sources())
    def test_a_source_built_from_its_fields_or_copied_is_the_same(self, source):
        """The copy is equal and has the same hash."""
        fields = attrs.asdict(source, recurse=False)
        again = Source(fields.pop("title"), **fields)

        for twin in (again, *copies_of(source)):
            assert (source, hash(source)) == (twin, hash(twin))

    @given(sources(), sources())
    def test_sources_are_equal_when_every_field_is(self, one, other):
        """One different field makes them different."""
        assert (attrs.astuple(one) == attrs.astuple(other)) == (one == other)

    def test_dates_and_confidences_are_read_from_text(self):
        """A confidence is a word in any case, and medium by default."""
        source = Source("CYPN", published="2016-10", stated_date="2016~", confidence="High")

        assert ("2016-10", "2016~") == (source.published.text, source.stated_date.text)
        assert Confidence.HIGH is source.confidence
        assert Confidence.MEDIUM is Source("CYPN").confidence

    @pytest.mark.parametrize("text", [*EMPTY_TEXTS, *NOT_ONE_LINE], ids=ascii)
    @pytest.mark.parametrize("name", ["title", "copy_of", "evidence_row"])
    def test_a_text_that_is_not_one_line_is_refused(self, name, text):
        """The error for a line break, control character or empty text names the field."""
        with pytest.raises(InvalidValue) as caught:
            Source(**{"title": "CYPN", name: text})

        accepted = (
            "Expected a text that is not empty"
            if text in EMPTY_TEXTS
            else "Expected one line of text, without line breaks or control characters"
        )
        example = getattr(attrs.fields(Source), name).metadata["example"]
        expected = f"Invalid text for {name}: {text!a}. {accepted}, such as {example}."
        assert expected == str(caught.value)

    @given(NOT_TEXT)
    def test_a_title_that_is_not_a_text_is_refused(self, value):
        """The error says that a text is expected."""
        with pytest.raises(InvalidValue, match=r"text for title: .* Expected a text, such as"):
            Source(value)

    @given(links())
    def test_a_web_address_is_kept_as_it_is(self, link):
        """Sources and citations accept the same addresses."""
        assert link == Source("CYPN", url=link).url == Citation("CYPN", url=link).url

    @pytest.mark.parametrize("link", BAD_LINKS, ids=ascii)
    def test_any_other_link_is_refused(self, link):
        """A link must not run code, break out of a page, or fail to be stored."""
        for kind in (Source, Citation):
            with pytest.raises(
                InvalidValue,
                match=(
                    r"link for url: .* (Expected an address that starts with http:// or https://"
                    r"|Expected an address such as https://www\.gov\.uk|which an address cannot)"
                ),
            ):
                kind("CYPN", url=link)

    @pytest.mark.parametrize("link", SPOOFED_LINKS, ids=ascii)
    def test_a_link_with_hidden_characters_is_refused(self, link):
        """Such a link can look like one to another site; the error shows what is hidden in it."""
        for kind in (Source, Citation):
            with pytest.raises(InvalidValue) as caught:
                kind("CYPN", url=link)
            assert str(caught.value) == (
                f"Invalid link for url: {link!a}. "
                "Expected an address without hidden characters, such as https://www.gov.uk."
            )

    @given(texts())
    def test_a_copy_has_at_most_medium_confidence(self, title):
        """A copy on another site proves less than the original."""
        with pytest.raises(ValueError, match="A copy has at most medium confidence"):
            Source(title, copy_of="DfE", confidence="high")
        assert Confidence.MEDIUM is Source(title, copy_of="DfE").confidence

    @pytest.mark.parametrize("value", ["certain", "", None, 3, "hihg"])
    def test_an_unknown_confidence_is_refused(self, value):
        """The error lists the three words."""
        with pytest.raises(
            InvalidValue, match=r"Unknown confidence .* Expected one of: high, medium, low\."
        ):
            Source("CYPN", confidence=value)

    def test_the_nearest_confidence_is_suggested(self):
        """The error for a misspelt word asks whether the nearest was meant."""
        with pytest.raises(InvalidValue, match=r"Did you mean 'high'\?"):
            Source("CYPN", confidence="hihg")

    def test_an_unreadable_date_is_refused(self):
        """The day of publication is written like any other date."""
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
    def test_the_caveat_is_word_for_word(self, fields, caveat):
        """The statement gives the confidence in words; a primary source needs no caveat."""
        assert caveat == Source("CYPN", **fields).caveat

    @pytest.mark.parametrize(
        ("fields", "statement"),
        [
            ({"confidence": "high"}, "<a>CYPN</a>."),
            ({}, REPORTED.replace("CYPN", "<a>CYPN</a>")),
            ({"confidence": "low"}, INFERRED.replace("CYPN", "<a>CYPN</a>")),
            ({"copy_of": "DfE"}, f"{REPORTED.replace('CYPN', '<a>CYPN</a>')} {COPIED}"),
        ],
        ids=["high", "medium", "low", "copy"],
    )
    def test_a_statement_names_the_source_as_asked(self, fields, statement):
        """A page shows a link in place of the title; the title is the default."""
        source = Source("CYPN", **fields)

        assert statement == source.statement("<a>CYPN</a>")
        assert statement.replace("<a>CYPN</a>", "CYPN") == source.statement()

    def test_a_source_cannot_change(self):
        """No field can be assigned, and no attribute added."""
        source = Source("CYPN")
        with pytest.raises(AttributeError):
            source.title = "BBC"
        with pytest.raises(AttributeError):
            source.author = "BBC"


class TestCitation:
    """Where a rule is written down."""

    @given(citations())
    def test_a_citation_prints_its_text_and_link(self, citation):
        """A link is in brackets; an unpickled citation is equal."""
        link = "" if citation.url is None else f" ({citation.url})"

        assert f"{citation.text}{link}" == str(citation)
        assert citation == pickle.loads(pickle.dumps(citation))  # noqa: S301 - our own pickle

    @pytest.mark.parametrize("cases", [-1, 1.5, True, "6"])
    def test_a_number_of_cases_is_a_whole_number(self, cases):
        """A negative number, a fraction, a truth value and a text are refused."""
        with pytest.raises(
            InvalidValue,
            match=r"number for cases: .* Expected a whole number, 0 or more, such as 2\.",
        ):
            Citation("measured", cases=cases)

    @pytest.mark.parametrize("text", [*EMPTY_TEXTS, *NOT_ONE_LINE], ids=ascii)
    def test_a_citation_that_is_not_one_line_is_refused(self, text):
        """A citation needs a text that can be printed."""
        with pytest.raises(InvalidValue):
            Citation(text)


def test_confidences_are_ranked():
    """High is more than medium, and medium more than low."""
    assert ["low", "medium", "high"] == sorted(Confidence, key=lambda confidence: confidence.rank)
