"""Citations are read and written as text, and each row gives the source that it describes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from record.citations import OVERRIDES, Citation, citations_in, citations_text, source_of
from tests.small_record import EARLIER, FACT, JOINT, LETTER, REPORT, WORDING

PRIMARY = {
    "event": "direction_issued",
    "old_date_edtf": "2019-06",
    "new_date_edtf": "2019-06-12",
    "primary_title": "gov.uk: Direction issued to Barchester",
    "primary_url": "https://www.gov.uk/barchester",
    "primary_published": "2019-06-14",
    "note": "",
}
STATED = {
    "authority": "Barchester",
    "event": "direction issued",
    "date_edtf": "2019-06",
    "url": "https://files.ofsted.gov.uk/v1/file/3",
    "report_published": "2023-01-10",
    "page": "4",
}
DISAGREEMENT = {
    "authority": "Barchester",
    "field": "published",
    "url": "https://files.ofsted.gov.uk/v1/file/1",
}
ROW_IDS = st.builds(
    "{}.csv:{}".format,
    st.sampled_from(["sourced-facts", "visit-letters"]),
    st.integers(2, 9999),
)
VALUES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters='"') | st.just(" "),
    min_size=1,
).map(lambda text: f"x{text}x")


def source(table, row, *, event="direction_issued", on="2019-06", copies=(), **overrides):
    """Return the source that a row gives."""
    citation = Citation(f"{table}.csv:2", overrides)
    return source_of(citation, row, event=event, on=on, copies=dict(copies))


@given(
    st.lists(
        st.builds(Citation, ROW_IDS, st.dictionaries(st.sampled_from(OVERRIDES), VALUES)),
        max_size=4,
    )
)
def test_citations_survive_their_text(citations):
    """What is written as the text of a cell is read back."""
    assert tuple(citations) == citations_in(citations_text(tuple(citations)))


@pytest.mark.parametrize(
    ("table", "row", "title", "confidence"),
    [
        ("sourced-facts", FACT, "Barchester Chronicle: a direction", "medium"),
        ("primary-sources", PRIMARY, "gov.uk: Direction issued to Barchester", "high"),
        (
            "ofsted-outcomes",
            REPORT,
            "Ofsted: inspection report on Barchester children's services, 2019-03-04",
            "high",
        ),
        (
            "ofsted-outcomes",
            {**REPORT, "overall": ""},
            "Ofsted: list of inspection reports, Barchester, 2019-03-04",
            "high",
        ),
        (
            "visit-letters",
            LETTER,
            "Ofsted, focused visit to Barchester, letter of 2020-02-27 (URN 80000)",
            "high",
        ),
        (
            "priority-action-wording",
            WORDING,
            "Ofsted, focused visit to Barchester, letter of 2020-02-27",
            "high",
        ),
        (
            "joint-inspections",
            JOINT,
            "Ofsted, joint targeted area inspection of Barchester, letter of 2022-07-18",
            "high",
        ),
        (
            "stated-in-reports",
            STATED,
            "Ofsted: inspection report on Barchester children's services, 2023-01-10, page 4",
            "high",
        ),
        (
            "earlier-inspections-stated",
            EARLIER,
            "Ofsted: inspection report on Barchester children's services, 2019-03-04, page 9",
            "high",
        ),
        (
            "disagreements",
            DISAGREEMENT,
            "Ofsted: inspection report on Barchester children's services",
            "high",
        ),
    ],
)
def test_each_table_gives_a_source(table, row, title, confidence):
    """The title names the publisher and the page; a primary source has high confidence."""
    found = source(table, row)
    assert (title, confidence) == (found.title, found.confidence)
    assert f"{table}.csv:2" == found.evidence_row
    assert found.copy_of is None


@pytest.mark.parametrize(
    ("note", "confidence"),
    [
        ("confidence=medium. Seen in a copy", "medium"),
        ("confidence=high for the fact", "high"),
        ("confidence=low: month alone", "low"),
        ("Says confidence=low", "high"),
        ("confidence=none: an open question", "high"),
    ],
)
def test_a_note_says_how_good_a_primary_row_is(note, confidence):
    """Only a note that begins with a confidence gives one."""
    assert confidence == source("primary-sources", {**PRIMARY, "note": note}).confidence


@pytest.mark.parametrize(
    ("table", "row", "event", "on", "stated"),
    [
        ("sourced-facts", FACT, "direction_issued", "2019-06", None),
        ("sourced-facts", FACT, "direction_issued", "2019-06-12", "2019-06"),
        ("sourced-facts", FACT, "note", "2019-06-12", None),
        ("sourced-facts", {**FACT, "event": "other"}, "direction_issued", "2019", None),
        ("sourced-facts", {**FACT, "event": "deadline_set"}, "deadline_set", "2019", None),
        ("sourced-facts", {**FACT, "event": "trust_live"}, "trust_went_live", "2019", "2019-06"),
        ("sourced-facts", FACT, "direction_issued", "2019-06/..", None),
        ("sourced-facts", {**FACT, "date_edtf": ""}, "direction_issued", "2019", None),
        ("primary-sources", PRIMARY, "direction_issued", "2019-06", "2019-06-12"),
        ("primary-sources", PRIMARY, "direction_issued", "2019-06-12", None),
        (
            "primary-sources",
            {**PRIMARY, "new_date_edtf": "same"},
            "direction_issued",
            "2019",
            "2019-06",
        ),
        ("stated-in-reports", STATED, "direction_issued", "2019-06-12", "2019-06"),
        ("ofsted-outcomes", REPORT, "inspection_published", "2019-03-05", "2019-03-04"),
        ("ofsted-outcomes", REPORT, "note", "2019-03-05", None),
        ("earlier-inspections-stated", EARLIER, "inspection_published", "2012", "2012-07/.."),
        ("earlier-inspections-stated", EARLIER, "inspection_published", "2012-07/..", None),
        (
            "earlier-inspections-stated",
            {**EARLIER, "date_is": "published"},
            "inspection_published",
            "2012",
            "2012-07",
        ),
    ],
)
def test_a_source_states_another_date_of_the_same_event(table, row, event, on, stated):
    """The date of a row is one for the event only if the row is about such an event."""
    found = source(table, row, event=event, on=on).stated_date
    assert stated == (None if found is None else str(found))


def test_a_copy_has_at_most_medium_confidence():
    """A page in the table of copies names its first publisher."""
    copies = {FACT["source_url"]: "Barchester Council"}
    for confidence, expected in (("high", "medium"), ("medium", "medium"), ("low", "low")):
        found = source("sourced-facts", {**FACT, "confidence": confidence}, copies=copies)
        assert ("Barchester Council", expected) == (found.copy_of, found.confidence)


def test_a_citation_gives_what_differs():
    """A field that the citation gives counts, and a hyphen leaves a field out."""
    found = source("sourced-facts", FACT, on="2019", stated_date="-", confidence="high", url="-")
    assert (
        tf.Source(
            "Barchester Chronicle: a direction",
            published="2019-06-20",
            confidence="high",
            evidence_row="sourced-facts.csv:2",
        )
        == found
    )


def test_the_title_of_a_seed_is_plain():
    """What is no address is no address, and the mark of a seed is no part of a title."""
    row = {**FACT, "source_title": "PSE: a trust (seed)", "source_url": "004.txt"}
    found = source("sourced-facts", row)
    assert ("PSE: a trust", None) == (found.title, found.url)
