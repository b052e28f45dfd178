"""Every row of the two tables of evidence is accounted for, council by council."""

import csv
import re
from importlib import resources

import pytest

import trustflow as tf

DATA = resources.files("trustflow.casebook") / "data"
TABLES = ("sourced-facts.csv", "primary-sources.csv")
LEFT_OUT = re.compile(r"^- (?P<row>[a-z-]+\.csv:\d+) \((?P<authority>.+?)\): (?P<why>.+)$")
FIRST_LINE = 2
"""The line of the first row; line 1 has the headings."""


def rows_by_id(name):
    """Return the rows of a table by their id in sources: file and line."""
    text = (DATA / name).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(text.splitlines()) == len(rows) + 1, "no row spans lines"
    return {f"{name}:{line}": row for line, row in enumerate(rows, FIRST_LINE)}


ROWS = {row: facts for table in TABLES for row, facts in rows_by_id(table).items()}
LEFT_OUT_ROWS = {
    found["row"]: found["authority"]
    for line in (DATA / "LEFT-OUT.md").read_text("utf-8").splitlines()
    if (found := LEFT_OUT.match(line))
}
AUTHORITIES = sorted({facts["authority"] for facts in ROWS.values()})


def rows_of(authority):
    """Return the ids of the rows about an authority."""
    return {row for row, facts in ROWS.items() if facts["authority"] == authority}


def used_by(authority):
    """Return the ids of the rows that the sources of its history name."""
    return {
        source.evidence_row for event in tf.casebook.load(authority) for source in event.sources
    }


def test_the_tables_are_complete():
    """The tables contain the facts of the shipped councils and of no other council."""
    assert (849, 109) == tuple(sum(row.startswith(table) for row in ROWS) for table in TABLES)
    assert tf.casebook.names() == tuple(AUTHORITIES)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_row_is_accounted_for(authority):
    """A row is named by a source or listed as left out, and never both."""
    left_out = {row for row, council in LEFT_OUT_ROWS.items() if council == authority}
    used = used_by(authority)
    assert set() == rows_of(authority) - used - left_out
    assert set() == used & left_out
    assert set() == (used | left_out) - rows_of(authority)


def test_each_row_left_out_is_listed_once():
    """The list has one line for each row, with a reason."""
    lines = (DATA / "LEFT-OUT.md").read_text("utf-8").splitlines()
    assert len(LEFT_OUT_ROWS) == sum(line.startswith("- ") for line in lines)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_source_has_more_confidence_than_its_row(authority):
    """A source has the confidence of its row; for a copy it is at most medium.

    A second source named in a row can differ. The second table holds primary sources, apart from
    copies and what its notes call inferred.
    """
    for event in tf.casebook.load(authority):
        for source in event.sources:
            facts = ROWS[source.evidence_row]
            address = facts.get("source_url") or facts.get("primary_url")
            if source.url != address or "confidence" not in facts:
                continue
            stated = tf.Confidence(facts["confidence"])
            expected = tf.Confidence.MEDIUM if source.copy_of and stated.rank == 3 else stated
            assert expected is source.confidence, source


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_code_is_one_that_the_rows_give(authority):
    """Buckinghamshire, which was reorganised, has had two codes."""
    codes = {ROWS[row]["gss_code"] for row in rows_of(authority) if "gss_code" in ROWS[row]}
    assert tf.casebook.load(authority).gss_code in codes
    assert (2 if authority == "Buckinghamshire" else 1) == len(codes)


COPIES = ("govwire.co.uk", "breaking.co.uk", "cheonmugeuk.org", "limitlesscommunitycare.org")
ORIGINALS = ("https://www.gov.uk/", "http://www.education.gov.uk/", "https://files.ofsted.gov.uk/")


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_copies_are_marked(authority):
    """Pages on hosts that copy others are marked as copies; a publisher's own pages are not."""
    for event in tf.casebook.load(authority):
        for source in event.sources:
            address = source.url or ""
            assert source.copy_of is not None or not any(host in address for host in COPIES)
            assert source.copy_of is None or not address.startswith(ORIGINALS)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_row_on_a_lifted_direction_gives_one_event(authority):
    """The event is a revocation or the end of intervention, unless two rows give both events."""
    events = tf.casebook.load(authority).events
    for event in events:
        if event.class_name != "direction_revoked" or event.replaced_by or event.partly:
            continue
        ended = [
            each
            for each in events
            if each.class_name == "intervention_ended" and each.on == event.on
        ]
        rows = {source.evidence_row for source in event.sources}
        assert not any(rows == {source.evidence_row for source in each.sources} for each in ended)
