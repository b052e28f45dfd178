"""A small record in a folder, which a test can change."""

import csv
from itertools import groupby

from record.tables import EVIDENCE, FOLDER

REPORT = {
    "authority": "Barchester",
    "gss_code": "E06000099",
    "ofsted_urn": "80000",
    "framework": "ILACS standard",
    "inspected_start": "2019-01-14",
    "inspected_end": "2019-01-25",
    "published": "2019-03-04",
    "published_basis": "listing",
    "listed": "2019-03-04",
    "overall": "inadequate",
    "leadership": "inadequate",
    "help_and_protection": "inadequate",
    "in_care": "requires improvement",
    "url": "https://files.ofsted.gov.uk/v1/file/1",
}
LETTER = {
    "authority": "Barchester",
    "ofsted_urn": "80000",
    "kind": "focused",
    "visited_start": "2020-02-04",
    "visited_end": "2020-02-05",
    "letter_published": "2020-02-27",
    "published_basis": "printed",
    "listed": "2020-02-27",
    "priority_action": "yes",
    "focus": "front door",
}
WORDING = {
    "authority": "Barchester",
    "letter_published": "2020-02-27",
    "plan_duty": "stated",
}
JOINT = {
    "authority": "Barchester",
    "inspected_start": "2022-05-23",
    "inspected_end": "2022-05-27",
    "letter_date": "2022-07-18",
    "published": "2022-07-18",
    "statement_due": "2022-10-25",
    "priority_action": "no",
    "theme": "identification of initial need and risk",
    "principal_authority": "Barchester Council",
    "url": "https://files.ofsted.gov.uk/v1/file/2",
}
EARLIER = {
    "authority": "Barchester",
    "service": "safeguarding",
    "earlier_date_edtf": "2012-07",
    "date_is": "inspected",
    "earlier_grade": "adequate",
    "stated_in_report_published": "2019-03-04",
    "url": "https://files.ofsted.gov.uk/v1/file/1",
    "page": "9",
    "earlier_report_in_table": "no",
}
FACT = {
    "authority": "Barchester",
    "event": "direction_issued",
    "date_edtf": "2019-06",
    "source_title": "Barchester Chronicle: a direction",
    "source_url": "https://example.com/direction",
    "source_published": "2019-06-20",
    "confidence": "medium",
}
ROWS = {
    "ofsted-outcomes.csv": [REPORT],
    "visit-letters.csv": [LETTER],
    "priority-action-wording.csv": [WORDING],
    "joint-inspections.csv": [JOINT],
    "earlier-inspections-stated.csv": [EARLIER],
    "sourced-facts.csv": [FACT],
}
"""The rows of a small record; the tables that are not named have none."""
AUTHORITY = {"slug": "barchester", "name": "Barchester", "gss_code": "E06000099"}
DIRECTION = {
    "event": "direction_issued",
    "on": "2019-06",
    "details": "purpose=improvement",
    "rows": "sourced-facts.csv:2",
}
EVENT_HEADINGS = ("event", "on", "known_on", "details", "note", "rows")
AUTHORITY_HEADINGS = (
    *("slug", "name", "gss_code", "ofsted_urn", "ons_name"),
    *("begins_in", "succeeds", "inherits", "checked_to"),
)


def write_table(path, headings, rows):
    """Write rows, which need not have every column, as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def headings_of(path):
    """Return the headings of a CSV file."""
    return next(csv.reader(path.read_text("utf-8").splitlines()))


def small_record(
    folder,
    *,
    events=(DIRECTION,),
    rows=None,
    left_out=(),
    authorities=(AUTHORITY,),
    copies=(),
    spellings=(),
    former_codes=(),
):
    """Write a small record into a folder, and return the folder.

    Args:
        folder: The folder.
        events: The curated events; each can name another authority's file under ``slug``.
        rows: The rows of tables that differ from those of `ROWS`.
        left_out: The rows that are left out, each with its reason.
        authorities: The authorities.
        copies: The addresses of pages that are copies, each with the first publisher.
        spellings: Other spellings, each with the name of its authority.
        former_codes: The names of authorities, each with a former code and its last day.
    """
    for name in EVIDENCE:
        headings = headings_of(FOLDER / "evidence" / name)
        write_table(folder / "evidence" / name, headings, ({**ROWS, **(rows or {})}).get(name, []))
    (folder / "events").mkdir()
    named = [{"slug": "barchester", **event} for event in events]
    for slug, several in groupby(named, key=lambda event: event["slug"]):
        fields = [{name: text for name, text in each.items() if name != "slug"} for each in several]
        write_table(folder / "events" / f"{slug}.csv", EVENT_HEADINGS, fields)
    write_table(folder / "authorities.csv", AUTHORITY_HEADINGS, authorities)
    reasons = ({"row": row, "reason": reason} for row, reason in left_out)
    write_table(folder / "left-out.csv", ("row", "reason"), reasons)
    publishers = ({"url": url, "publisher": publisher} for url, publisher in copies)
    write_table(folder / "copies.csv", ("url", "publisher"), publishers)
    write_table(folder / "principal-authorities.csv", ("text", "body"), ())
    named = ({"spelling": spelling, "authority": name} for spelling, name in spellings)
    write_table(folder / "spellings.csv", ("spelling", "authority"), named)
    coded = ({"authority": name, "gss_code": code, "to": to} for name, code, to in former_codes)
    write_table(folder / "former-codes.csv", ("authority", "gss_code", "to"), coded)
    return folder
