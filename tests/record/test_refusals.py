"""A record with a fault is refused, and the fault names its file and line."""

import pytest

from record.__main__ import main
from record.build import build
from tests.small_record import (
    AUTHORITY,
    DIRECTION,
    EARLIER,
    FACT,
    JOINT,
    LETTER,
    REPORT,
    headings_of,
    small_record,
)

INSPECTION = {"event": "inspection_published", "rows": "ofsted-outcomes.csv:2"}
EARLY = {
    "event": "inspection_published",
    "on": "2012-08",
    "details": 'areas={"safeguarding": "adequate"}',
    "rows": "earlier-inspections-stated.csv:2",
}


def faults_of(folder, **changes):
    """Return the faults of a small record as texts."""
    return [str(fault) for fault in build(small_record(folder, **changes)).faults]


def test_the_small_record_has_no_fault(tmp_path):
    """The small record is built: six rows are seven events, of which one is curated."""
    built = build(small_record(tmp_path))
    assert () == built.faults
    (history,) = built.histories.values()
    assert [
        ("inspection_published", "2012-07/.."),
        ("inspection_published", "2019-03-04"),
        ("direction_issued", "2019-06"),
        ("visit_made", "2020-02-04/2020-02-05"),
        ("visit_letter_published", "2020-02-27"),
        ("visit_made", "2022-05-23/2022-05-27"),
        ("visit_letter_published", "2022-07-18"),
    ] == [(event.class_name, str(event.on)) for event in history]
    assert history.events[4].plan_asked


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            [{**DIRECTION, "rows": "sourced-facts.csv:9"}],
            "barchester.csv:2: There is no row sourced-facts.csv:9.",
        ),
        (
            [{**DIRECTION, "rows": ""}],
            "barchester.csv:2: The event cites no row of evidence.",
        ),
        (
            [{**DIRECTION, "rows": "sourced-facts.csv:2 url=https://example.org/elsewhere"}],
            "barchester.csv:2: No row of evidence has the address https://example.org/elsewhere.",
        ),
        (
            [{**DIRECTION, "rows": "sourced-facts:2"}],
            (
                "barchester.csv:2: 'sourced-facts:2' is neither the id of a row nor a field of the "
                "source before it."
            ),
        ),
        (
            [{**DIRECTION, "rows": "confidence=high sourced-facts.csv:2"}],
            (
                "barchester.csv:2: 'confidence=high' is neither the id of a row nor a field of the "
                "source before it."
            ),
        ),
        (
            [DIRECTION, {**INSPECTION, "on": "2019-03-05"}],
            "barchester.csv:3: ofsted-outcomes.csv:2 gives the field on. Leave it out here.",
        ),
        (
            [INSPECTION, DIRECTION, INSPECTION],
            "barchester.csv:4: ofsted-outcomes.csv:2 is already the event at barchester.csv:2.",
        ),
        (
            [{**EARLY, "details": 'areas={"safeguarding": "good"}'}, DIRECTION],
            (
                "barchester.csv:2: safeguarding is good here and adequate in "
                "earlier-inspections-stated.csv:2."
            ),
        ),
    ],
)
def test_a_fault_of_a_curated_event_is_refused(tmp_path, events, expected):
    """The fault names the file of events and the line."""
    assert expected in faults_of(tmp_path, events=events)


@pytest.mark.parametrize("given", ["judgement=good", "framework=ILACS", "areas=leadership=good"])
def test_a_field_that_the_report_gives_is_refused(tmp_path, given):
    """A curated event that cites a report does not repeat or change what the report says."""
    faults = faults_of(tmp_path, events=[{**INSPECTION, "details": given}, DIRECTION])
    assert len(faults) == 1
    assert faults[0].startswith("barchester.csv:2: details: found the field")


@pytest.mark.parametrize(
    ("details", "on"), [("judgement=superb", "2013-06"), ("", "June-ish"), ("sort=x", "2013")]
)
def test_what_trustflow_cannot_read_is_refused(tmp_path, details, on):
    """The reader of the library says what is wrong with a field."""
    event = {**DIRECTION, "event": "inspection_published", "details": details, "on": on}
    faults = faults_of(tmp_path, events=[event])
    assert faults
    assert all(fault.startswith("barchester.csv:2: ") for fault in faults)


def test_a_confidence_that_does_not_exist_is_refused(tmp_path):
    """The fields that a citation gives are read like those of any source."""
    event = {**DIRECTION, "rows": "sourced-facts.csv:2 confidence=certain"}
    (fault,) = faults_of(tmp_path, events=[event])
    assert fault.startswith("barchester.csv:2: ")
    assert "certain" in fault


def test_other_headings_are_refused(tmp_path):
    """A file of events has the headings of the record and no other."""
    folder = small_record(tmp_path)
    (folder / "events" / "barchester.csv").write_text("event,on\nnote,2013\n", "utf-8")
    (fault,) = build(folder).faults
    assert "barchester.csv:2" == fault.place
    assert "event, on, known_on, details, note, rows" in fault.message


def test_one_event_is_not_two_reports(tmp_path):
    """A curated event that cites two reports is refused."""
    second = {**REPORT, "published": "2021-03-04", "listed": "2021-03-04"}
    events = [{**INSPECTION, "rows": "ofsted-outcomes.csv:2 ofsted-outcomes.csv:3"}, DIRECTION]
    faults = faults_of(tmp_path, events=events, rows={"ofsted-outcomes.csv": [REPORT, second]})
    expected = "ofsted-outcomes.csv:2 and ofsted-outcomes.csv:3 are two events, so cite one"
    assert any(expected in fault for fault in faults)


def test_all_rows_on_one_inspection_are_cited_together(tmp_path):
    """A curated event that cites one of the rows on an earlier inspection cites them all."""
    rows = {"earlier-inspections-stated.csv": [EARLIER, {**EARLIER, "service": "looked after"}]}
    (fault,) = faults_of(tmp_path, events=[EARLY, DIRECTION], rows=rows)
    expected = "Cite earlier-inspections-stated.csv:3 too, which are on the same inspection."
    assert f"barchester.csv:2: {expected}" == fault


def test_two_grades_for_one_service_are_refused(tmp_path):
    """Rows on one earlier inspection that give two grades are not merged by a guess."""
    rows = {"earlier-inspections-stated.csv": [EARLIER, {**EARLIER, "earlier_grade": "good"}]}
    with pytest.raises(ValueError, match="two grades for safeguarding: adequate and good"):
        build(small_record(tmp_path, rows=rows))


def test_an_unknown_principal_authority_is_refused(tmp_path):
    """A joint inspection's principal authority is the council, or is named in a table."""
    rows = {"joint-inspections.csv": [{**JOINT, "principal_authority": "the Bishop's Fund"}]}
    with pytest.raises(ValueError, match="principal-authorities"):
        build(small_record(tmp_path, rows=rows))


def test_events_out_of_order_are_refused(tmp_path):
    """A finding of logic is a fault."""
    late = {**DIRECTION, "on": "2023-01-01", "details": "purpose=improvement; number=2"}
    (fault,) = faults_of(tmp_path, events=[late, DIRECTION])
    assert fault.startswith("barchester, event ")
    assert "in the order in which they happened" in fault


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (
            [("sourced-facts.csv:2", "not about the council")],
            "left-out.csv: sourced-facts.csv:2 is cited at barchester.csv:2.",
        ),
        (
            [("sourced-facts.csv:7", "not about the council")],
            "left-out.csv: There is no row sourced-facts.csv:7.",
        ),
        (
            [("visit-letters.csv:2", " ")],
            "left-out.csv:2: Expected the id of a row and a reason.",
        ),
        ([("letters", "why")], "left-out.csv:2: Expected the id of a row and a reason."),
        (
            [("visit-letters.csv:2", "one"), ("visit-letters.csv:2", "two")],
            "left-out.csv:3: visit-letters.csv:2 is listed twice.",
        ),
    ],
)
def test_a_wrong_row_left_out_is_refused(tmp_path, left_out, expected):
    """A row is left out once, with a reason, and is cited by nothing."""
    assert expected in faults_of(tmp_path, left_out=left_out)


@pytest.mark.parametrize(
    ("changed", "is_source"),
    [
        ({}, True),
        ({"new_date_edtf": "same", "old_date_edtf": "2019-03-04"}, True),
        ({"new_date_edtf": "2019-03"}, False),
        ({"event": "direction_issued"}, False),
        ({"primary_url": "https://example.com"}, False),
        ({"authority": "Plumstead"}, False),
    ],
)
def test_a_check_of_the_same_report_is_a_source_of_it(tmp_path, changed, is_source):
    """A row that repeats a report, by its address and day, is a further source of its event."""
    check = {
        "authority": "Barchester",
        "event": "inspection_published",
        "new_date_edtf": "2019-03-04",
        "primary_title": "Ofsted report, Barchester",
        "primary_url": REPORT["url"],
        **changed,
    }
    built = build(small_record(tmp_path, rows={"primary-sources.csv": [check]}))
    rows = [source.evidence_row for source in built.histories["barchester"].events[1].sources]
    assert is_source == ("primary-sources.csv:2" in rows)
    assert is_source != any(account.outcome == "open" for account in built.accounts)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("earlier-inspections-stated.csv", {**EARLIER, "earlier_date_edtf": ""}),
        ("joint-inspections.csv", {**JOINT, "inspected_start": "", "inspected_end": ""}),
        (
            "earlier-inspections-stated.csv",
            {**EARLIER, "earlier_report_in_table": "yes", "earlier_date_edtf": "2015"},
        ),
    ],
)
def test_a_row_that_cannot_be_an_event_stays_open(tmp_path, table, row):
    """A row without a date, or on a report that is not there, waits to be curated or left out."""
    built = build(small_record(tmp_path, rows={table: [row]}))
    assert () == built.faults
    assert [f"{table}:2"] == [each.row_id for each in built.accounts if each.outcome == "open"]


def test_a_row_left_out_is_no_event(tmp_path):
    """A report that is left out is built into nothing."""
    left_out = [("ofsted-outcomes.csv:2", "not a report on the council")]
    built = build(small_record(tmp_path, left_out=left_out))
    assert () == built.faults
    (history,) = built.histories.values()
    assert "2019-03-04" not in {str(event.on) for event in history}


def test_events_of_no_authority_are_refused(tmp_path):
    """Each file of events belongs to an authority."""
    faults = faults_of(tmp_path, events=[DIRECTION, {**DIRECTION, "slug": "plumstead"}])
    assert "plumstead.csv: No authority in authorities.csv has this file." in faults


def test_a_wrong_code_is_refused(tmp_path):
    """A fault of an authority names its line."""
    (fault,) = faults_of(tmp_path, authorities=[{**AUTHORITY, "gss_code": "E1"}])
    assert fault.startswith("authorities.csv:2: ")


SUCCESSOR = {
    "slug": "plumstead",
    "name": "Plumstead",
    "gss_code": "E06000098",
    "begins_in": "rated_inadequate",
    "succeeds": "Barchester",
}


@pytest.mark.parametrize("named", ["direction_issued 2019", "note 2019-06", "direction_issued"])
def test_inherited_events_exist(tmp_path, named):
    """What an authority inherits is named by its class and date."""
    successor = {**SUCCESSOR, "inherits": named}
    (fault,) = faults_of(tmp_path, authorities=[successor, AUTHORITY])
    assert f"authorities.csv:2: Barchester has 0 events {named!r}." == fault


def test_an_inherited_event_is_the_predecessors(tmp_path):
    """A successor inherits the very event, with the sources of its predecessor."""
    inherited = "direction_issued 2019-06; inspection_published 2019-03-04"
    successor = {**SUCCESSOR, "inherits": inherited}
    built = build(small_record(tmp_path, authorities=[successor, AUTHORITY]))
    assert () == built.faults
    before, after = built.histories["barchester"], built.histories["plumstead"]
    assert (before.events[2], before.events[1]) == after.inherits


def test_a_curated_event_can_be_one_of_the_successors_rows(tmp_path):
    """A row on the successor that an event of the predecessor cites is no event of the former."""
    other = {"slug": "plumstead", "name": "Plumstead", "gss_code": "E06000098"}
    folder = small_record(
        tmp_path,
        authorities=[AUTHORITY, other],
        events=[DIRECTION, {**EARLY, "slug": "plumstead"}],
    )
    built = build(folder)
    assert () == built.faults
    assert ["2012-08"] == [str(event.on) for event in built.histories["plumstead"]]
    assert "2012-07/.." not in {str(event.on) for event in built.histories["barchester"]}


def test_a_row_with_more_cells_is_refused(tmp_path):
    """A table that is not one row a line under its headings cannot be read."""
    folder = small_record(tmp_path)
    path = folder / "evidence" / "sourced-facts.csv"
    path.write_text(path.read_text("utf-8") + "a," * 40 + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"sourced-facts\.csv:3 has more or fewer cells"):
        build(folder)


def test_open_rows_are_refused_unless_asked_for(tmp_path, capsys):
    """Without ``--open``, a row that is nothing yet stops the build, which writes nothing."""
    rows = {"sourced-facts.csv": [FACT, {**FACT, "event": "other"}]}
    folder = small_record(tmp_path / "record", rows=rows)
    out = tmp_path / "out"
    assert 2 == main(["--record", str(folder), "--out", str(out)])
    assert "1 rows are open" in capsys.readouterr().err
    assert not out.exists()
    assert 0 == main(["--record", str(folder), "--out", str(out), "--open"])
    assert "Barchester: sourced-facts.csv:3\n" in capsys.readouterr().out
    assert ["barchester.json"] == [path.name for path in out.glob("*.json")]


def test_the_build_says_what_it_leaves_out(tmp_path, capsys):
    """The command lists each row that is left out with its reason."""
    left_out = [("visit-letters.csv:2", "the letter was withdrawn")]
    folder = small_record(tmp_path / "record", left_out=left_out)
    assert 0 == main(["--record", str(folder), "--out", str(tmp_path / "out"), "--open"])
    listed = "\nLeft out:\nvisit-letters.csv:2: the letter was withdrawn\n"
    assert listed in capsys.readouterr().out


def test_a_fault_stops_the_build(tmp_path, capsys):
    """With a fault, the command lists it, writes nothing and returns 2."""
    folder = small_record(
        tmp_path / "record", events=[{**DIRECTION, "rows": "visit-letters.csv:9"}]
    )
    out = tmp_path / "out"
    assert 2 == main(["--record", str(folder), "--out", str(out), "--open"])
    assert "barchester.csv:2: There is no row visit-letters.csv:9." in capsys.readouterr().err
    assert not out.exists()


def test_a_history_of_no_authority_is_removed(tmp_path):
    """The folder of the histories has those of the record and no other."""
    folder, out = small_record(tmp_path / "record"), tmp_path / "out"
    out.mkdir()
    (out / "plumstead.json").write_text("{}", "utf-8")
    assert 0 == main(["--record", str(folder), "--out", str(out)])
    assert ["barchester.json"] == [path.name for path in out.glob("*.json")]


def test_the_small_tables_have_the_headings_of_the_record():
    """The rows of the small record use columns that the tables have."""
    from record.tables import FOLDER

    for name, row in (
        ("ofsted-outcomes.csv", REPORT),
        ("visit-letters.csv", LETTER),
        ("joint-inspections.csv", JOINT),
        ("earlier-inspections-stated.csv", EARLIER),
        ("sourced-facts.csv", FACT),
    ):
        assert set(row) <= set(headings_of(FOLDER / "evidence" / name))
