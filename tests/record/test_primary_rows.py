"""The rows on Ofsted's documents give the fields of events."""

import json

import pytest

from record.histories import in_place
from record.inspections import report_fields, report_stated, stated_fields
from record.tables import FOLDER
from record.visits import joint_fields, letter_fields
from tests.small_record import EARLIER, JOINT, LETTER, REPORT, WORDING, headings_of
from trustflow import events as ev

LISTED = "The report prints no date; the day is that of Ofsted's listing."


def whole(row, table):
    """Return a row with every column of its table."""
    return {**dict.fromkeys(headings_of(FOLDER / "evidence" / table), ""), **row}


def report(**cells):
    """Return the row of a report."""
    return whole({**REPORT, **cells}, "ofsted-outcomes.csv")


def earlier(**cells):
    """Return a row of what a later report states."""
    return whole({**EARLIER, **cells}, "earlier-inspections-stated.csv")


def letter(**cells):
    """Return the row of a letter."""
    return whole({**LETTER, **cells}, "visit-letters.csv")


def joint(**cells):
    """Return the row of the letter of a joint inspection."""
    return whole({**JOINT, **cells}, "joint-inspections.csv")


def test_a_report_by_the_present_framework():
    """The areas have the names of the framework, and the note says where the day is from."""
    assert {
        "on": "2019-03-04",
        "framework": "ILACS",
        "areas": (
            "leadership=inadequate; help and protection=inadequate; "
            "children in care=requires improvement"
        ),
        "inspected": "2019-01-14/2019-01-25",
        "note": LISTED,
        "judgement": "inadequate",
    } == report_fields(report())


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"overall": "none"}, "judgement", None),
        ({"overall": ""}, "inspected", None),
        ({"overall": ""}, "framework", None),
        ({"framework": "SIF re-inspection"}, "reinspection", "yes"),
        ({"framework": "SIF re-inspection"}, "framework", "SIF"),
        ({"framework": "ILACS short"}, "reinspection", None),
        ({"framework": "ILACS short"}, "note", f"A short inspection. {LISTED}"),
        ({"framework": "other"}, "remit", "looked after"),
        ({"published_basis": "printed"}, "note", None),
        (
            {"published_basis": "printed", "listed": "2019-03-06"},
            "note",
            "Ofsted's listing gives 6 March 2019.",
        ),
        (
            {"sif_lscb": "good"},
            "note",
            f"{LISTED} Ofsted judged the local safeguarding children board: good.",
        ),
        ({"delivered_by": "A Trust"}, "note", f"{LISTED} Services delivered by: A Trust."),
        ({"inspected_end": "2019-01-14"}, "inspected", "2019-01-14"),
        (
            {"notes": "On site 2019-01-14/2019-01-18 and again 2019-01-24/2019-01-25. More."},
            "inspected",
            '["2019-01-14/2019-01-18", "2019-01-24/2019-01-25"]',
        ),
    ],
)
def test_a_field_of_a_report(cells, field, expected):
    """Each column of a report gives its field, or none."""
    assert expected == report_fields(report(**cells)).get(field)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"earlier_date_edtf": "2019-01"}, "a"),
        ({"earlier_date_edtf": "2019"}, "a"),
        ({"earlier_date_edtf": "2019-01-20"}, "a"),
        ({"earlier_date_edtf": "2019-03"}, "a"),
        ({"earlier_date_edtf": "2019-03", "date_is": "published"}, "a"),
        ({"earlier_date_edtf": "2019-01", "date_is": "published"}, "a"),
        ({"earlier_date_edtf": "2022"}, "b"),
        ({"earlier_date_edtf": "2015"}, None),
        ({"earlier_date_edtf": ""}, None),
        ({"earlier_date_edtf": "2019/2022"}, None),
        ({"earlier_date_edtf": "2019", "stated_in_report_published": "2019-03-04"}, None),
        ({"earlier_date_edtf": "2019", "authority": "Plumstead"}, None),
    ],
)
def test_which_report_a_later_one_states(cells, expected):
    """The earlier report is found by its date as given, or else by the other of its dates."""
    second = report(
        inspected_start="2022-05-09", inspected_end="2022-05-20", published="2022-07-05"
    )
    reports = {"a": report(), "b": second}
    stated = earlier(**{"stated_in_report_published": "2024-01-01", **cells})
    assert expected == report_stated(reports, stated)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [earlier(), earlier(service="looked after", earlier_grade="good")],
            {
                "on": "2012-07/..",
                "inspected": "2012-07",
                "areas": "safeguarding=adequate; looked after=good",
                "framework": "safeguarding and looked-after",
            },
        ),
        (
            [earlier(service="both")],
            {"areas": "safeguarding=adequate; looked after=adequate"},
        ),
        ([earlier()], {"remit": "safeguarding", "areas": "safeguarding=adequate"}),
        (
            [earlier(service="children's services", earlier_grade="good")],
            {"judgement": "good"},
        ),
        ([earlier(date_is="published")], {"on": "2012-07"}),
        (
            [earlier(earlier_grade="satisfactory")],
            {"areas": "safeguarding=not inadequate"},
        ),
        (
            [earlier(earlier_grade="requires improvement")],
            {"areas": "safeguarding=not inadequate"},
        ),
        (
            [earlier(earlier_grade="requires improvement", earlier_date_edtf="2013-11")],
            {"areas": "safeguarding=requires improvement"},
        ),
    ],
)
def test_an_earlier_inspection(rows, expected):
    """The rows on one inspection give its areas; a word of a later time is no grade."""
    fields = stated_fields(rows)
    assert expected.items() <= fields.items()
    assert ("remit" in expected) == ("remit" in fields) or "safeguarding" == fields["remit"]


def test_a_word_of_a_later_time_is_in_the_note():
    """The note has the word of the report that is no grade of its time."""
    note = stated_fields([earlier(earlier_grade="satisfactory")])["note"]
    assert note.endswith(
        "the date is that of the inspection. The report of 2019 calls it satisfactory."
    )


@pytest.mark.parametrize(
    ("duty", "asked"), [("stated", "yes"), ("none stated", "no"), (None, None)]
)
def test_a_letter_with_areas_for_priority_action(duty, asked):
    """Whether the letter asks for a plan is what its wording says."""
    wording = None if duty is None else {**WORDING, "plan_duty": duty}
    events = letter_fields(letter(), wording)
    assert {"kind": "focused", "focus": "front door", "on": "2020-02-04/2020-02-05"} == events[
        "visit_made"
    ]
    assert "yes" == events["visit_letter_published"]["priority_action"]
    assert asked == events["visit_letter_published"].get("plan_asked")


def test_a_letter_without_areas_for_priority_action():
    """A letter whose day is that of the listing says so, and asks for nothing."""
    events = letter_fields(letter(priority_action="no", published_basis="listing"), None)
    assert {
        "kind": "focused",
        "focus": "front door",
        "on": "2020-02-27",
        "note": "The day is that of Ofsted's listing.",
    } == events["visit_letter_published"]


def test_the_letter_of_a_joint_inspection():
    """The stated day of the statement is a deadline of the letter."""
    fields = joint_fields(joint(), {})["visit_letter_published"]
    assert [
        {
            "what": "written statement of action",
            "due": "2022-10-25",
            "met_by": "action_plan_published",
        }
    ] == json.loads(fields.pop("deadlines"))
    assert {
        "kind": "jtai",
        "focus": "identification of initial need and risk",
        "on": "2022-07-18",
        "statement_required": "yes",
    } == fields


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"statement_due": ""}, "deadlines", None),
        ({"statement_due": ""}, "statement_required", None),
        ({"priority_action": "yes: all agencies"}, "priority_action", "yes"),
        ({"principal_authority": "DCS"}, "principal_authority", None),
        ({"principal_authority": "the Bishop's Fund"}, "principal_authority", "a fund"),
        ({"principal_authority": "its director"}, "principal_authority", None),
        (
            {"letter_date": "2022-07-16"},
            "note",
            "The letter is dated 16 July 2022; the day is that of Ofsted's listing.",
        ),
    ],
)
def test_a_field_of_a_joint_inspection(cells, field, expected):
    """Each column of a joint inspection gives its field, or none."""
    bodies = {"the Bishop's Fund": "a fund", "its director": ""}
    fields = joint_fields(joint(**cells), bodies)["visit_letter_published"]
    assert expected == fields.get(field)


@pytest.mark.parametrize(
    ("listed", "other", "place"),
    [
        (["2010", "2015", "2020"], "2016-05-01", 2),
        (["2010", "2015", "2020"], "2009-05-01", 0),
        (["2010", "2015", "2020"], "2021-05-01", 3),
        (["2015-05-01"], "2015-05-01", 0),
        (["2015-05"], "2015-05-02", 1),
        (["2010", "../2017-05-01", "2018"], "2013-01-01", 1),
        (["2010", "../2017-05-01", "2018"], "2017-06-01", 2),
        (["2010", "../2017-05-01", "2018"], "2017-04-30", 1),
        (["../2017-05-01"], "2017-05-01", 1),
        (["2012/..", "2011"], "2011-06-01", 2),
        (["2014", "2011", "2015"], "2012-06-01", 2),
        ([], "2012-06-01", 0),
    ],
)
def test_where_another_event_stands(listed, other, place):
    """An event stands after the last curated event that begins earlier, or ends so if open."""
    curated = [ev.Note(on) for on in listed]
    placed = ev.Note(other, topic="other")
    events = in_place(curated, [placed])
    assert place == events.index(placed)
    assert curated == [event for event in events if event is not placed]
