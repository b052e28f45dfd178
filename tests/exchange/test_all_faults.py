"""Every fault of a table is reported in one pass, with its row and its column, and no other."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import trustflow as tf
from tests.examples import at_most
from trustflow.exchange import from_frame, loads_csv, read_file

GOOD = {
    "authority": "Sandwell",
    "gss_code": "",
    "event": "inspection_published",
    "on": "2016-05-06",
    "judgement": "good",
    "known_on": "2016-06",
    "source": "Report",
    "source_url": "https://example.org/a",
    "source_published": "2016",
    "source_confidence": "high",
    "details": "framework=SIF",
    "note": "x",
    "checked_to": "",
    "inherited": "",
}
BAD = {
    "authority": [""],
    "gss_code": ["E1", "Sandwell"],
    "event": ["inspectoin", "", "42"],
    "on": ["2016-13-01", "", "06/10/2016", "next week", "42528"],
    "judgement": ["goodish", "5"],
    "known_on": ["soon", "31/31/2016"],
    "source": [""],
    "source_url": ["ftp:x"],
    "source_published": ["last year"],
    "source_confidence": ["very"],
    "details": ["a", "judgement=good", "foo=1", 'areas=["x"', "framework={"],
    "note": ["a\x07b"],
    "checked_to": ["once", "bogus=2016", "inspections=soon", "inspections"],
    "inherited": ["maybe"],
}
OF_ITS_CLASS = {"judgement", "details"}
"""The columns whose cells cannot be judged as long as the class of the event is not known."""


@st.composite
def tables(draw):
    """Return rows with faults, and the place of each fault."""
    rows, planted = [], set()
    for number in range(draw(st.integers(1, 5))):
        columns = draw(st.sets(st.sampled_from([*BAD]), max_size=6))
        bad = {column: draw(st.sampled_from(BAD[column])) for column in sorted(columns)}
        rows.append(GOOD | bad)
        hidden = OF_ITS_CLASS if "event" in columns else set()
        planted |= {(number, column) for column in columns - hidden}
    return rows, planted


def _csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, [*GOOD])
    writer.writeheader()
    writer.writerows(rows)
    return loads_csv(file.getvalue())


def _workbook(rows):
    book = Workbook()
    book.active.append([*GOOD])
    for row in rows:
        book.active.append([*row.values()])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return list(read_file(file))


READERS = {
    "csv": (_csv, "line ", 2),
    "workbook": (_workbook, "row ", 2),
    "frame": (lambda rows: from_frame(pd.DataFrame(rows)), "row ", 0),
}


@pytest.mark.parametrize("form", [*READERS])
@at_most(60)
@given(tables())
def test_every_fault_is_reported_once_at_its_cell(form, table):
    """One bad cell hides no other cell, and no fault follows from another."""
    rows, planted = table
    read, place, first = READERS[form]
    if form == "workbook":
        rows = [row | {"note": GOOD["note"]} for row in rows]
        planted = {(number, column) for number, column in planted if column != "note"}
    found = []
    try:
        read(rows)
    except tf.BadHistory as error:
        found = [fault.path.split(", ")[:2] for fault in error.faults]
    expected = [[f"{place}{number + first}", f"column {column}"] for number, column in planted]
    assert sorted(expected) == sorted(found)
