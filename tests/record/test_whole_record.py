"""The record as it is, compared with its tables by a reading of its own."""

import csv
from collections import Counter
from datetime import date

import pytest

import trustflow as tf
from record.build import build
from record.output import compact_json, write_histories
from record.tables import FOLDER
from trustflow.exchange import event_ids

COLUMNS = {
    "leadership": "leadership",
    "help_and_protection": "help and protection",
    "care_leavers": "care leavers",
    "sif_adoption": "adoption",
    "sif_care_leavers": "care leavers",
}
"""The name of the area in each column that has only one."""
IN_CARE = {"SIF": "looked after", "ILACS": "children in care", "other": "outcomes"}
"""The name of the area in the column `in_care`, by framework."""
AUTHORITIES = 155


def read(name):
    """Return the rows of a table with their ids."""
    with (FOLDER / "evidence" / name).open(encoding="utf-8", newline="") as file:
        return [(f"{name}:{line}", row) for line, row in enumerate(csv.DictReader(file), 2)]


def day(text):
    """Return a day of a table."""
    return date.fromisoformat(text)


def citing(histories, authority, row_id, event):
    """Return the events of a class of an authority that cite a row."""
    return [
        each
        for each in histories[authority]
        if each.class_name == event and row_id in {s.evidence_row for s in each.sources}
    ]


@pytest.fixture(scope="module")
def built():
    """Return the build of the whole record."""
    return build(FOLDER)


@pytest.fixture(scope="module")
def histories(built):
    """Return the histories by the name of the authority."""
    return {history.authority: history for history in built.histories.values()}


@pytest.fixture(scope="module")
def left_out():
    """Return the ids of the rows that are left out."""
    with (FOLDER / "left-out.csv").open(encoding="utf-8", newline="") as file:
        return {row["row"] for row in csv.DictReader(file)}


def test_the_record_has_no_fault(built):
    """The record has a history for each authority, and nothing wrong."""
    assert () == built.faults
    assert AUTHORITIES == len(built.histories)


def test_every_report_is_an_event_exactly(histories, left_out):
    """Each report that was read is one inspection with its judgement, areas and days on site."""
    compared = 0
    for row_id, row in read("ofsted-outcomes.csv"):
        if row_id in left_out:
            continue
        (event,) = [
            each
            for each in citing(histories, row["authority"], row_id, "inspection_published")
            if each.sources[0].evidence_row == row_id
        ]
        assert day(row["published"]) == event.on.earliest == event.on.latest, row_id
        if not row["overall"]:
            continue
        is_sif = row["framework"].startswith("SIF")
        in_care = IN_CARE[row["framework"].partition(" ")[0]]
        areas = {
            area: row[column]
            for column, area in {**COLUMNS, "in_care": in_care}.items()
            if row[column]
        }
        assert areas == dict(event.areas), row_id
        assert (None if row["overall"] == "none" else row["overall"]) == event.judgement, row_id
        assert day(row["inspected_start"]) == event.inspected[0].earliest, row_id
        assert day(row["inspected_end"]) == event.inspected[-1].latest, row_id
        assert is_sif == (event.framework == "SIF"), row_id
        compared += 1
    assert compared > 490


def test_every_letter_is_a_visit_and_a_letter(histories):
    """Each letter of a focused visit is two events with its days and areas for priority action."""
    for row_id, row in read("visit-letters.csv"):
        (visit,) = citing(histories, row["authority"], row_id, "visit_made")
        (letter,) = citing(histories, row["authority"], row_id, "visit_letter_published")
        assert (day(row["visited_start"]), day(row["visited_end"])) == (
            visit.on.earliest,
            visit.on.latest,
        )
        assert day(row["letter_published"]) == letter.on.earliest == letter.on.latest
        assert (row["priority_action"] == "yes") == letter.priority_action
        assert {"focused"} == {visit.kind, letter.kind}


def test_every_joint_inspection_has_its_stated_day(histories):
    """Each letter of a joint inspection has the day of the statement that it states.

    One row without days on site is about a progress inspection of 2009.
    """
    for row_id, row in read("joint-inspections.csv"):
        if not row["inspected_start"]:
            continue
        (letter,) = citing(histories, row["authority"], row_id, "visit_letter_published")
        assert day(row["published"]) == letter.on.earliest == letter.on.latest
        stated = [deadline.due.earliest for deadline in letter.deadlines]
        assert ([day(row["statement_due"])] if row["statement_due"] else []) == stated
        assert "law" == letter.deadline_strength


def test_earlier_inspections_are_cited_by_one_event_of_a_history(histories, left_out):
    """What later reports state of an earlier inspection is one event, with the grade they state."""
    for row_id, row in read("earlier-inspections-stated.csv"):
        events = [
            event
            for history in histories.values()
            for event in history
            if event.class_name == "inspection_published"
            and row_id in {source.evidence_row for source in event.sources}
        ]
        assert len(events) == (row_id not in left_out), row_id
        held = {event.areas.get(row["service"], row["earlier_grade"]) for event in events}
        if row["earlier_grade"] in {"inadequate", "adequate", "good", "outstanding"}:
            assert held <= {row["earlier_grade"]}, row_id


def test_every_row_has_one_account(built):
    """Each row of the tables of evidence has one account."""
    counts = Counter(account.row_id.partition(":")[0] for account in built.accounts)
    assert {name: len(read(name)) for name in counts} == counts
    assert len({account.row_id for account in built.accounts}) == len(built.accounts)


def test_no_history_has_a_finding_of_logic(histories):
    """No history contradicts itself."""
    for history in histories.values():
        strengths = {str(finding.strength) for finding in tf.check(history).findings}
        assert "logic" not in strengths, history.authority


def test_codes_and_ids_are_unique(histories):
    """No two authorities have one code, and no two events of a history have one id."""
    codes = [history.gss_code for history in histories.values()]
    assert len(set(codes)) == len(codes)
    for history in histories.values():
        ids = event_ids(history)
        assert len(set(ids)) == len(ids), history.authority


def test_the_same_record_gives_the_same_bytes(built, tmp_path):
    """A second build writes the same files, and each is read back as the history."""
    write_histories(built.histories, tmp_path / "first")
    write_histories(build(FOLDER).histories, tmp_path / "second")
    for slug, history in built.histories.items():
        first = (tmp_path / "first" / f"{slug}.json").read_bytes()
        assert first == (tmp_path / "second" / f"{slug}.json").read_bytes()
        assert history == tf.loads(first)
        assert compact_json(history).encode() == first


@pytest.mark.parametrize("successor", ["Cumberland", "North Northamptonshire"])
def test_a_successor_inherits_events_of_its_predecessor(histories, successor):
    """What a successor inherits are events of the history that it continues."""
    history = histories[successor]
    assert history.inherits
    assert all(event in histories[history.succeeds].events for event in history.inherits)
