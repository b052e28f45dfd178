"""Every source of the casebook is a row of the record, with the confidence that the row gives."""

import csv

import pytest

import trustflow as tf
from record.tables import FOLDER, read_evidence

ROWS = read_evidence(FOLDER / "evidence")
COPIES = ("govwire.co.uk", "breaking.co.uk", "cheonmugeuk.org", "limitlesscommunitycare.org")
PRESS_GRADED_HIGH = {
    "sourced-facts.csv:244",
    "sourced-facts.csv:359",
    "sourced-facts.csv:416",
    "sourced-facts.csv:1022",
    "sourced-facts.csv:1023",
}
"""Rows on pages of the press with the grade of a primary source; the press is at most medium."""
ORIGINALS = ("https://www.gov.uk/", "http://www.education.gov.uk/", "https://files.ofsted.gov.uk/")


def sources_of(authority):
    """Yield each source of a history with the row of the record that it came from."""
    for event in tf.casebook.load(authority):
        for source in event.sources:
            yield source, ROWS[source.evidence_row]


def test_the_package_has_only_what_loading_needs():
    """The tables of evidence are in the record, not in the package."""
    from importlib import resources

    files = {file.name for file in (resources.files("trustflow.casebook") / "data").iterdir()}
    others = {"authorities.csv", "changes.csv", "stays.csv", "version.txt"}
    assert others == {name for name in files if not name.endswith(".json")}


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_a_source_has_the_confidence_of_its_row(authority):
    """For a copy it is at most medium; a second source named in a row can differ."""
    for source, row in sources_of(authority):
        address = row.get("source_url") or row.get("primary_url")
        if source.url == address and "confidence" in row:
            stated = tf.Confidence(row["confidence"])
            is_second_hand = source.copy_of is not None or source.evidence_row in PRESS_GRADED_HIGH
            expected = stated if stated.rank < 3 or not is_second_hand else tf.Confidence.MEDIUM
            assert expected is source.confidence, source


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_copies_are_marked(authority):
    """Pages on hosts that copy others are marked as copies; a publisher's own pages are not."""
    for source, _ in sources_of(authority):
        address = source.url or ""
        assert source.copy_of is not None or not any(host in address for host in COPIES)
        assert source.copy_of is None or not address.startswith(ORIGINALS)


@pytest.mark.parametrize("authority", tf.casebook.names())
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


def test_the_code_is_one_that_the_rows_give():
    """Each code of an authority, former ones included, is in a row on it, and no other is."""
    from trustflow.casebook.index import authorities

    codes = {}
    for row in ROWS.values():
        if row.get("gss_code"):
            codes.setdefault(row["authority"], set()).add(row["gss_code"])
    checked = 0
    for name, authority in authorities().items():
        if name in codes:
            checked += 1
            assert codes[name] == {authority.gss_code, *authority.former_codes}
    assert checked > 150


def test_the_number_of_ofsted_is_the_one_that_the_rows_give():
    """Reports and letters have it; authorities abolished before 2018 may have none."""
    from trustflow.casebook.index import authorities

    with (FOLDER / "evidence" / "ofsted-outcomes.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["authority"]: row["ofsted_urn"] for row in csv.DictReader(file)}
    found = {name: each.ofsted_urn for name, each in authorities().items()}
    assert numbers == {name: found[name] for name in numbers}
    assert {"Cumbria", "Northamptonshire"} == {name for name in found if found[name] is None}
