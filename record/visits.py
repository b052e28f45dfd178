"""Turn the rows on visits and joint inspections into the fields of events."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from trustflow import PartialDate

from .inspections import period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tables import Row

__all__ = ["JOINT", "LETTERS", "WORDING", "joint_fields", "letter_fields"]

LETTERS = "visit-letters.csv"
JOINT = "joint-inspections.csv"
WORDING = "priority-action-wording.csv"
MADE, LETTER = "visit_made", "visit_letter_published"
PLAN_DUTY = {"stated": "yes", "none stated": "no"}
"""Whether a letter with areas for priority action asks for a plan, by the column `plan_duty`."""
COUNCIL = re.compile(
    r"council|authority|director of children|dcs|mbc|borough|children.s (?:services|social care)",
    re.IGNORECASE,
)
"""The words for the council or an officer of it."""
LISTED = "The day is that of Ofsted's listing."
STATEMENT = "written statement of action"


def letter_fields(row: Row, wording: Row | None) -> dict[str, dict[str, str]]:
    """Return the fields of the two events for the letter of a focused visit, by their names.

    Args:
        row: The row of the letter.
        wording: The row on what the letter asks for, if there is one.
    """
    shared = {"kind": row["kind"], "focus": row["focus"], "number": row["number"]}
    letter = {**shared, "on": row["letter_published"]}
    if row["priority_action"] == "yes":
        letter["priority_action"] = "yes"
        if wording is not None:
            letter["plan_asked"] = PLAN_DUTY[wording["plan_duty"]]
    if row["published_basis"] == "listing":
        letter["note"] = LISTED
    return _both({**shared, "on": period(row["visited_start"], row["visited_end"])}, letter)


def joint_fields(row: Row, bodies: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the fields of the two events for the letter of a joint inspection, by their names.

    Args:
        row: The row of the letter.
        bodies: The principal authority of each text that does not mean the council; empty if it
            means the council all the same.

    Raises:
        ValueError: The principal authority is not known to be the council or another body.
    """
    shared = {"kind": "jtai", "focus": row["theme"]}
    letter = {**shared, "on": row["published"]}
    if row["priority_action"].startswith("yes"):
        letter["priority_action"] = "yes"
    if row["statement_due"]:
        letter["statement_required"] = "yes"
        due = {"what": STATEMENT, "due": row["statement_due"], "met_by": "action_plan_published"}
        letter["deadlines"] = json.dumps([due])
    principal = row["principal_authority"]
    if principal in bodies:
        letter["principal_authority"] = bodies[principal]
    elif principal and not COUNCIL.search(principal):
        msg = f"Say in principal-authorities.csv who {principal!r} is."
        raise ValueError(msg)
    if row["published"] != row["letter_date"]:
        dated = PartialDate.of(row["letter_date"]).words
        letter["note"] = f"The letter is dated {dated}; the day is that of Ofsted's listing."
    return _both({**shared, "on": period(row["inspected_start"], row["inspected_end"])}, letter)


def _both(made: dict[str, str], letter: dict[str, str]) -> dict[str, dict[str, str]]:
    return {
        name: {field: text for field, text in fields.items() if text}
        for name, fields in ((MADE, made), (LETTER, letter))
    }
