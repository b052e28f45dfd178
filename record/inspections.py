"""Turn the rows on Ofsted's inspection reports into the fields of events.

`ofsted-outcomes.csv` has the reports themselves. `earlier-inspections-stated.csv` has what later
reports say of earlier inspections, whose own reports are often gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trustflow import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .tables import Row

__all__ = ["EARLIER", "OUTCOMES", "report_fields", "report_stated", "stated_fields"]

OUTCOMES = "ofsted-outcomes.csv"
EARLIER = "earlier-inspections-stated.csv"
SIF, ILACS = "SIF", "ILACS"
REINSPECTION = "SIF re-inspection"
SHORT = "ILACS short"
COMMON_AREAS = {"leadership": "leadership", "help_and_protection": "help and protection"}
AREAS = {
    SIF: {
        **COMMON_AREAS,
        "in_care": "looked after",
        "sif_adoption": "adoption",
        "sif_care_leavers": "care leavers",
    },
    ILACS: {**COMMON_AREAS, "in_care": "children in care", "care_leavers": "care leavers"},
    "looked after": {"leadership": "leadership", "in_care": "outcomes"},
}
"""The name of the area in each column, by the framework.

An inspection of the services for looked-after children alone has a grade for their outcomes.
"""
STAYS = re.compile(r"On site (\S+) and again (\S+?)\.(?: |$)")
"""How a note gives the two periods in which inspectors were on site."""
LISTED = "The report prints no date; the day is that of Ofsted's listing."
UNREAD = "The report could not be read; the day is that of Ofsted's listing."
BOTH = "both"
SERVICES = ("safeguarding", "looked after")
WHOLE_SERVICE = "children's services"
REQUIRES_IMPROVEMENT = "requires improvement"
FIRST_SIF = "2013-11"
"""The month in which "requires improvement" became a grade."""
NOT_INADEQUATE = "not inadequate"


def report_fields(row: Row) -> dict[str, str]:
    """Return the fields of the event for a report, as the texts of a table's row.

    The board for safeguarding children, which the single inspection framework graded, is not the
    council, so its grade goes into the note.
    """
    if not row["overall"]:
        return {"on": row["published"], "note": UNREAD}
    framework = _framework(row)
    areas = {name: row[column] for column, name in AREAS[framework].items() if row[column]}
    fields = {
        "on": row["published"],
        "framework": framework,
        "areas": "; ".join(f"{name}={grade}" for name, grade in areas.items()),
        "inspected": _on_site(row),
        "note": " ".join(_notes(row)),
    }
    if row["overall"] != "none":
        fields["judgement"] = row["overall"]
    if framework not in {SIF, ILACS}:
        fields["remit"] = framework
    if row["framework"] == REINSPECTION:
        fields["reinspection"] = "yes"
    return {name: text for name, text in fields.items() if text}


def _framework(row: Row) -> str:
    if row["framework"] == "other":
        return "looked after"
    return row["framework"].partition(" ")[0]


def _on_site(row: Row) -> str:
    stays = STAYS.search(row["notes"])
    if stays:
        return f'["{stays[1]}", "{stays[2]}"]'
    return period(row["inspected_start"], row["inspected_end"])


def period(start: str, end: str) -> str:
    """Return two days as a date: one day if they are the same."""
    return start if start == end else f"{start}/{end}"


def _notes(row: Row) -> Iterable[str]:
    if row["framework"] == SHORT:
        yield "A short inspection."
    if row["published_basis"] == "listing":
        yield LISTED
    elif row["listed"] != row["published"]:
        yield f"Ofsted's listing gives {PartialDate.of(row['listed']).words}."
    if row["sif_lscb"]:
        yield f"Ofsted judged the local safeguarding children board: {row['sif_lscb']}."
    if row["delivered_by"]:
        yield f"Services delivered by: {row['delivered_by']}."


def report_stated(reports: Mapping[str, Row], stated: Row) -> str | None:
    """Return the id of the report that a later report states, or None if it is not certain.

    Later reports sometimes give the month of publication as that of the inspection, or the other
    way round. That reading counts if the date fits no report as it is given.

    Args:
        reports: The rows of the reports by their ids.
        stated: The row of what the later report says.
    """
    date = stated["earlier_date_edtf"]
    if not date:
        return None
    earlier = {
        row_id: row
        for row_id, row in reports.items()
        if row["authority"] == stated["authority"]
        and row["published"] < stated["stated_in_report_published"]
    }
    readings = [("inspected_start", "inspected_end"), ("published", "published")]
    if stated["date_is"] == "published":
        readings.reverse()
    for first, last in readings:
        found = [
            row_id
            for row_id, row in earlier.items()
            if row[first] and _overlap(PartialDate.of(date), row[first], row[last])
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _overlap(date: PartialDate, first: str, last: str) -> bool:
    return date.earliest.isoformat() <= last and first <= date.latest.isoformat()


def stated_fields(rows: Sequence[Row]) -> dict[str, str]:
    """Return the fields of the event for one earlier inspection, which later reports state.

    Args:
        rows: The rows on that inspection, which have the same date.
    """
    first = rows[0]
    date, is_inspected = first["earlier_date_edtf"], first["date_is"] == "inspected"
    fields = {"on": f"{date}/.." if is_inspected else date}
    if is_inspected:
        fields["inspected"] = date
    grades = _grades(rows)
    overall = grades.pop(WHOLE_SERVICE, "")
    fields["judgement"] = overall
    fields["areas"] = "; ".join(f"{name}={grade}" for name, grade in grades.items())
    if set(grades) == set(SERVICES):
        fields["framework"] = "safeguarding and looked-after"
    elif len(grades) == 1 and not overall:
        fields["remit"] = next(iter(grades))
    said = " ".join(
        f"The report of {row['stated_in_report_published'][:4]} calls it {row['earlier_grade']}."
        for row in rows[:1]
        if _is_later_word(row)
    )
    stood_for = "inspection" if is_inspected else "report"
    seen = f"The report itself was not seen; the date is that of the {stood_for}."
    fields["note"] = f"{seen} {said}".strip()
    return {name: text for name, text in fields.items() if text}


def _is_later_word(row: Row) -> bool:
    """Return whether the grade is no grade of its time, so that it says only: not inadequate."""
    grade = row["earlier_grade"]
    return grade == "satisfactory" or (
        grade == REQUIRES_IMPROVEMENT and row["earlier_date_edtf"] < FIRST_SIF
    )


def _grades(rows: Iterable[Row]) -> dict[str, str]:
    """Return the grade of each service that the rows state."""
    grades: dict[str, str] = {}
    for row in rows:
        word = NOT_INADEQUATE if _is_later_word(row) else row["earlier_grade"]
        for service in SERVICES if row["service"] == BOTH else (row["service"],):
            if word and grades.setdefault(service, word) != word:
                msg = f"Later reports give two grades for {service}: {grades[service]} and {word}."
                raise ValueError(msg)
    return {name: grades[name] for name in (*SERVICES, WHOLE_SERVICE) if name in grades}
