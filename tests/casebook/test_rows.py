"""Every row of the two tables of facts is accounted for, council by council."""

import csv
import re
from importlib import resources

import pytest

import trustflow as tf

DATA = resources.files("trustflow.casebook") / "data"
TABLES = ("sourced-facts.csv", "primary-sources.csv")
LEFT_OUT = re.compile(r"^- (?P<row>[a-z-]+\.csv:\d+) \((?P<authority>.+?)\): (?P<why>.+)$")
FIRST_LINE = 2
"""The line of the first row; the headings stand on line 1."""


def read(name):
    """A table's rows by the name that sources give them: file and line."""
    text = (DATA / name).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(text.splitlines()) == len(rows) + 1, "no row spans lines"
    return {f"{name}:{line}": row for line, row in enumerate(rows, FIRST_LINE)}


ROWS = {row: facts for table in TABLES for row, facts in read(table).items()}
SET_ASIDE = {
    found["row"]: found["authority"]
    for line in (DATA / "LEFT-OUT.md").read_text("utf-8").splitlines()
    if (found := LEFT_OUT.match(line))
}
AUTHORITIES = sorted({facts["authority"] for facts in ROWS.values()})


def rows_of(authority):
    """The rows that the tables have of an authority."""
    return {row for row, facts in ROWS.items() if facts["authority"] == authority}


def used_by(authority):
    """The rows that the sources of its history name, each once."""
    return {
        source.evidence_row for event in tf.casebook.load(authority) for source in event.sources
    }


def test_the_tables_are_whole():
    """They hold the facts of the shipped councils, and nothing of any other."""
    assert (849, 109) == tuple(sum(row.startswith(table) for row in ROWS) for table in TABLES)
    assert tf.casebook.names() == tuple(AUTHORITIES)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_row_is_accounted_for(authority):
    """A row became an event or a source of one, or it is listed as left out; never both."""
    left_out = {row for row, of in SET_ASIDE.items() if of == authority}
    used = used_by(authority)
    assert set() == rows_of(authority) - used - left_out
    assert set() == used & left_out
    assert set() == (used | left_out) - rows_of(authority)


def test_what_is_left_out_is_listed_once_with_a_reason():
    """The list has a line for each row and nothing else that looks like one."""
    lines = (DATA / "LEFT-OUT.md").read_text("utf-8").splitlines()
    assert len(SET_ASIDE) == sum(line.startswith("- ") for line in lines)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_source_is_better_founded_than_its_row(authority):
    """A source has its row's confidence, or less for a copy; a second one named there may differ.

    The second table holds primary sources, but for copies and what its notes call inferred.
    """
    for event in tf.casebook.load(authority):
        for source in event.sources:
            facts = ROWS[source.evidence_row]
            address = facts.get("source_url") or facts.get("primary_url")
            if source.url != address or "confidence" not in facts:
                continue
            said = tf.Confidence(facts["confidence"])
            expected = tf.Confidence.MEDIUM if source.copy_of and said.rank == 3 else said
            assert expected is source.confidence, source


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_code_is_that_of_the_rows(authority):
    """The code of the council is one that its rows give; a reorganised one has had two."""
    codes = {ROWS[row]["gss_code"] for row in rows_of(authority) if "gss_code" in ROWS[row]}
    assert tf.casebook.load(authority).gss_code in codes
    assert (2 if authority == "Buckinghamshire" else 1) == len(codes)


COPIES = ("govwire.co.uk", "breaking.co.uk", "cheonmugeuk.org", "limitlesscommunitycare.org")
ORIGINALS = ("https://www.gov.uk/", "http://www.education.gov.uk/", "https://files.ofsted.gov.uk/")


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_copies_are_marked_alike(authority):
    """Pages on hosts that copy others are marked as copies, and a publisher's own are not."""
    for event in tf.casebook.load(authority):
        for source in event.sources:
            address = source.url or ""
            assert source.copy_of is not None or not any(host in address for host in COPIES)
            assert source.copy_of is None or not address.startswith(ORIGINALS)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_revocation_without_a_replacement_is_the_end_of_the_intervention(authority):
    """One row that says a direction was lifted gives one event, unless its rows tell of two."""
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
