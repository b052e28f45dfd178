"""Every source of the casebook is a row of the record, with the confidence that the row gives."""

import csv
from urllib.parse import urlsplit

import pytest

import trustflow as tf
from record.tables import FOLDER, read_evidence

ROWS = read_evidence(FOLDER / "evidence")
COPIES = ("govwire.co.uk", "breaking.co.uk", "cheonmugeuk.org", "limitlesscommunitycare.org")
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
    others = {"authorities.csv", "changes.csv", "version.txt"}
    assert others == {name for name in files if not name.endswith(".json")}


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_no_source_has_more_confidence_than_its_row(authority):
    """A copy is at most medium, and what a row calls low or medium is never high."""
    for source, row in sources_of(authority):
        assert source.copy_of is None or source.confidence.rank <= tf.Confidence.MEDIUM.rank
        if row.get("source_url") == source.url and "confidence" in row:
            assert source.confidence.rank <= tf.Confidence(row["confidence"]).rank, source


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_copies_are_marked(authority):
    """Pages on hosts that copy others are marked as copies; a publisher's own pages are not."""
    for source, _ in sources_of(authority):
        host = urlsplit(source.url or "").hostname or ""
        assert source.copy_of is not None or not host.endswith(COPIES)
        assert source.copy_of is None or not (source.url or "").startswith(ORIGINALS)


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
