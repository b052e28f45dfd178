"""The index of authorities has their names and codes, and what was searched for."""

import csv
import io

import pytest

from record.build import build
from record.output import write_casebook
from tests.small_record import AUTHORITY, FACT, small_record

NUMBERED = {**AUTHORITY, "ofsted_urn": "80000"}
OTHER = {"slug": "plumstead", "name": "Plumstead", "gss_code": "E06000098"}


def index_of(folder, **changes):
    """Return the rows of the index of a small record by authority."""
    built = build(small_record(folder / "record", **changes))
    assert () == built.faults
    write_casebook(built, folder / "released", folder / "out")
    text = (folder / "out" / "authorities.csv").read_text("utf-8")
    return {row["authority"]: row for row in csv.DictReader(io.StringIO(text))}


def test_an_authority_in_the_index(tmp_path):
    """It has its file, codes, numbers and spellings in one row."""
    index = index_of(
        tmp_path,
        authorities=[NUMBERED],
        spellings=[("Barset", "Barchester"), ("Barchester, City of", "Barchester")],
        former_codes=[("Barchester", "E10000099", "2020-03-31")],
    )
    assert {
        "slug": "barchester",
        "authority": "Barchester",
        "gss_code": "E06000099",
        "former_codes": "E10000099 to 2020-03-31",
        "ofsted_urn": "80000",
        "spellings": "Barset; Barchester, City of",
        "intervention_researched": "yes",
    } == index["Barchester"]


@pytest.mark.parametrize(
    ("searched", "successor", "expected"),
    [
        ("Barchester", {}, ("yes", "no")),
        ("Plumstead", {}, ("no", "yes")),
        ("Barchester", {"succeeds": "Barchester"}, ("yes", "yes")),
        ("Plumstead", {"succeeds": "Barchester"}, ("no", "yes")),
    ],
)
def test_what_was_searched(tmp_path, searched, successor, expected):
    """A row of the table of facts on the authority, or on the one that it replaced, says so."""
    rows = {"sourced-facts.csv": [{**FACT, "authority": searched}]}
    slug = {"Barchester": "barchester", "Plumstead": "plumstead"}[searched]
    direction = {
        "slug": slug,
        "event": "direction_issued",
        "on": "2019-06",
        "details": "purpose=improvement",
        "rows": "sourced-facts.csv:2",
    }
    index = index_of(
        tmp_path, rows=rows, events=[direction], authorities=[AUTHORITY, {**OTHER, **successor}]
    )
    assert expected == tuple(index[name]["intervention_researched"] for name in index)


def test_authorities_that_rows_name_together(tmp_path):
    """The rows on North and West Northamptonshire are on each of the two, and the one before."""
    rows = {"sourced-facts.csv": [{**FACT, "authority": "North and West Northamptonshire"}]}
    named = {
        "slug": "west-northamptonshire",
        "name": "West Northamptonshire",
        "gss_code": "E06000062",
    }
    index = index_of(
        tmp_path,
        rows={**rows, "ofsted-outcomes.csv": [], "visit-letters.csv": []}
        | {"joint-inspections.csv": [], "earlier-inspections-stated.csv": []}
        | {"priority-action-wording.csv": []},
        events=(),
        authorities=[named, OTHER],
    )
    assert ("yes", "no") == tuple(row["intervention_researched"] for row in index.values())


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"spellings": [("Barset", "Barcester")]}, "spellings.csv:2"),
        ({"former_codes": [("Barcester", "E10000099", "2020-03-31")]}, "former-codes.csv:2"),
    ],
)
def test_an_unknown_authority_is_a_fault(tmp_path, changes, fault):
    """The fault has the file, the line and the name."""
    built = build(small_record(tmp_path, **changes))
    assert [f"{fault}: No authority is called Barcester."] == [*map(str, built.faults)]
