"""Ofsted's reports on the children's services of every authority from 2013, as histories.

`data/ofsted_reports.csv` has one row for each report that could be read, to 22 August 2026.
"""

import csv
from itertools import groupby
from pathlib import Path

import trustflow as tf
from trustflow import events as ev

REPORTS = Path(__file__).parent / "data" / "ofsted_reports.csv"
LISTED = "The report prints no date; the day is that of Ofsted's listing."


def ofsted_histories():
    """Return one history of inspections for each authority, each in the order of publication."""
    with REPORTS.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["authority"], row["on"]))
    return [
        _history(authority, list(reports))
        for authority, reports in groupby(rows, key=lambda row: row["authority"])
    ]


def _history(authority, rows):
    return tf.History(authority, [_inspection(row) for row in rows], gss_code=rows[0]["gss_code"])


def _inspection(row):
    title = f"Ofsted: inspection report on {row['authority']} children's services, {row['on']}"
    return ev.InspectionPublished(
        row["on"],
        judgement=row["judgement"] or None,
        areas=dict(area.split("=") for area in row["areas"].split("; ")),
        framework=row["framework"],
        remit=row["remit"] or "all",
        inspected=row["inspected"].split("; "),
        reinspection=True if row["reinspection"] else None,
        sources=tf.Source(title, url=row["url"], published=row["on"], confidence="high"),
        note=LISTED if row["day_from"] == "listing" else None,
    )
