"""Histories with known findings: those expected, and no other.

`data/histories/README.md` gives the reason for each expected finding.
"""

from pathlib import Path

import pytest

import trustflow as tf

FOLDER = Path(__file__).parent / "data" / "histories"
SHIPPED = (
    "Doncaster",
    "Middlesbrough",
    "St Helens",
    "Surrey",
    "Tower Hamlets",
    "Wakefield",
    "West Berkshire",
)
HISTORIES = {
    history.authority: history
    for history in (
        *map(tf.casebook.load, SHIPPED),
        *map(tf.load, sorted(FOLDER.glob("*.json"))),
    )
}

OFF_ROUTE = ("off_standard_route", None, "practice", True)
LATE_REPORT = ("date_rule", "publication-lag", "practice", True)
PERHAPS_LATE_REPORT = ("date_rule", "publication-lag", "practice", False)
MISSED = ("deadline_missed", None, "practice", True)
MISSED_BY_CONTRACT = ("deadline_missed", None, "contract", True)

EXPECTED = {
    "Cumberland": [],
    "Cumbria": [(6, *OFF_ROUTE), (9, *PERHAPS_LATE_REPORT), (10, *PERHAPS_LATE_REPORT)],
    "Doncaster": [
        (18, *MISSED),
        (18, *MISSED_BY_CONTRACT),
        (26, *OFF_ROUTE),
        (31, *MISSED_BY_CONTRACT),
        (31, *MISSED_BY_CONTRACT),
    ],
    "Kingston upon Hull": [
        (4, *LATE_REPORT),
        (13, "date_rule", "commissioner-report", "practice", True),
        (15, *OFF_ROUTE),
    ],
    "Middlesbrough": [
        (0, *PERHAPS_LATE_REPORT),
        (4, *OFF_ROUTE),
        (8, "missing_step", None, "practice", True),
        (10, *PERHAPS_LATE_REPORT),
    ],
    "North Northamptonshire": [],
    "North Somerset": [(4, *LATE_REPORT)],
    "Northamptonshire": [
        (7, *OFF_ROUTE),
        (8, "date_rule", "commissioner-report", "practice", False),
        (15, *OFF_ROUTE),
        (25, *MISSED),
    ],
    "Slough": [(5, *OFF_ROUTE), (6, *OFF_ROUTE), (10, *MISSED), (20, *OFF_ROUTE), (52, *OFF_ROUTE)],
    "Solihull": [(14, *OFF_ROUTE)],
    "St Helens": [(13, *MISSED)],
    "Surrey": [],
    "Tower Hamlets": [],
    "Wakefield": [],
    "West Berkshire": [],
    "West Northamptonshire": [],
    "Westmorland and Furness": [],
}
"""Each history's findings: index, code, rule, strength, and whether the finding is certain."""

LAST_STAGES = {
    "Cumberland": "routine_oversight",
    "Cumbria": "routine_oversight",
    "Doncaster": "returned_to_council",
    "Kingston upon Hull": "routine_oversight",
    "Middlesbrough": "routine_oversight",
    "North Northamptonshire": "trust_live",
    "North Somerset": "routine_oversight",
    "Northamptonshire": "trust_live",
    "Slough": "trust_live",
    "Solihull": "routine_oversight",
    "St Helens": "routine_oversight",
    "Surrey": "routine_oversight",
    "Tower Hamlets": "routine_oversight",
    "Wakefield": "routine_oversight",
    "West Berkshire": "routine_oversight",
    "West Northamptonshire": "trust_live",
    "Westmorland and Furness": "routine_oversight",
}


def test_every_history_is_expected():
    """Each history has a line in both tables."""
    assert set(HISTORIES) == set(EXPECTED) == set(LAST_STAGES)


@pytest.mark.parametrize("authority", EXPECTED)
def test_findings(authority):
    """A history has the expected findings, and no other."""
    found = [
        (finding.index, finding.code, finding.rule, finding.strength, finding.certain)
        for finding in tf.check(HISTORIES[authority]).findings
    ]
    assert EXPECTED[authority] == found


@pytest.mark.parametrize(("authority", "stage"), LAST_STAGES.items())
def test_last_stage(authority, stage):
    """A history ends in the expected stage."""
    assert stage == tf.check(HISTORIES[authority]).stage


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_files(path):
    """A file is in the form in which the library writes it, and each event names its evidence."""
    history = tf.load(path)
    assert tf.dumps(history) == path.read_text(encoding="utf-8")
    for event in (*history.inherits, *history):
        assert event.sources
        assert all(source.evidence_row for source in event.sources)


@pytest.mark.parametrize(
    "authority",
    ["Cumberland", "North Northamptonshire", "West Northamptonshire", "Westmorland and Furness"],
)
def test_successors(authority):
    """A successor begins in the last stage of its predecessor and inherits events of it."""
    history = HISTORIES[authority]
    predecessor = HISTORIES[history.succeeds]
    assert authority in predecessor[-1].into
    assert history.begins_in == tf.check(predecessor).stage
    assert history.inherits
    assert all(event in predecessor.events for event in history.inherits)


def test_the_table_in_the_readme():
    """The table of the README lists every expected finding, in the same order."""
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]
    listed = {authority: [] for authority in EXPECTED}
    for authority, place, code, rule, strength, certain, _why in rows:
        if place != "–":
            listed[authority].append(
                (int(place), code, None if rule == "–" else rule, strength, certain == "yes")
            )
    assert sorted({row[0] for row in rows}) == sorted(EXPECTED)
    assert EXPECTED == listed
