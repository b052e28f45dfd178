"""A sort by the timestamp of a frame for process mining keeps the order within each case."""

import csv
import datetime as dt
import io
import random

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import PartialDate
from trustflow.exchange import from_frame, to_frame
from trustflow.exchange.timestamps import timestamps
from trustflow.testing import loose_histories

CASEBOOK = tf.casebook.histories()
CASE, EVENT, MOMENT = "case:concept:name", "concept:name", "time:timestamp"


def by_case(rows):
    """Return the triggers and dates of the rows with a moment, by case."""
    found = {}
    for row in rows:
        if row[MOMENT] is not None:
            found.setdefault(row[CASE], []).append((row[EVENT], row["on"]))
    return found


def sorts_of(table):
    """Yield the rows of a table sorted by its timestamp, by several libraries in several ways."""
    yield table.sort_by(MOMENT).to_pylist()
    yield table.sort_by([(MOMENT, "ascending"), (EVENT, "descending")]).to_pylist()
    yield pl.from_arrow(table).sort(MOMENT, maintain_order=False).to_dicts()
    for kind in ("quicksort", "heapsort"):
        frame = table.to_pandas().sort_values(MOMENT, kind=kind)
        yield frame.astype(object).where(frame.notna(), None).to_dict("records")
    shuffled = table.to_pylist()
    random.Random(1).shuffle(shuffled)  # noqa: S311 - not for secrets
    yield sorted((row for row in shuffled if row[MOMENT] is not None), key=lambda row: row[MOMENT])


def csv_rows(table):
    """Return the rows after they were written as CSV with whole seconds, and shuffled."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [CASE, EVENT, "on", MOMENT])
    writer.writeheader()
    for row in table.select([CASE, EVENT, "on", MOMENT]).to_pylist():
        moment = row[MOMENT]
        writer.writerow({**row, MOMENT: moment and f"{moment:%Y-%m-%dT%H:%M:%SZ}"})
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    random.Random(2).shuffle(rows)  # noqa: S311 - not for secrets
    return sorted((row for row in rows if row[MOMENT]), key=lambda row: row[MOMENT])


def check_order(histories):
    """Check that every sort of the frame of some histories keeps the order within each case."""
    table = to_frame(histories, process_mining=True, details=True)
    expected = by_case(table.to_pylist())
    for rows in (*sorts_of(table), csv_rows(table)):
        assert expected == by_case(rows)


@at_most(40)
@given(st.lists(loose_histories(max_events=8, inherits=False), min_size=1, max_size=3))
def test_a_sort_keeps_the_order_of_each_case(histories):
    """Whatever the order of the dates, and also if other cases come in between."""
    check_order(histories)


def test_a_sort_keeps_the_order_of_the_casebook():
    """Each of the shipped cases keeps its order."""
    check_order(CASEBOOK)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2016-07-14", "2016-07-14"], ["2016-07-14 00:00:00", "2016-07-14 00:00:01"]),
        (["2016-07-14", "2016"], ["2016-07-14 00:00:00", "2016-07-14 00:00:01"]),
        (["2016-07-14", "2016", "2016"], [f"2016-07-14 00:00:0{second}" for second in range(3)]),
        (["2016-07-14", "2016-07-15"], ["2016-07-14 00:00:00", "2016-07-15 00:00:00"]),
        (["2016-07-14", None, "2016-07-14"], ["2016-07-14 00:00:00", None, "2016-07-14 00:00:01"]),
        (["2016-07-14", "../2016-08"], ["2016-07-14 00:00:00", "2016-07-14 00:00:01"]),
        ([None], [None]),
        ([], []),
    ],
)
def test_the_moments_of_a_case(days, expected):
    """A row is one second after the row above only if its own day is not later."""
    dates = [day and PartialDate.parse(day) for day in days]
    found = [
        moment and f"{moment:%Y-%m-%d %H:%M:%S}" for moment in timestamps("x" * len(dates), dates)
    ]
    assert expected == found


def test_cases_do_not_wait_for_each_other():
    """A row of another case changes nothing."""
    day = PartialDate.parse("2016-07-14")
    first, second = timestamps(["a", "b"], [day, day])
    assert dt.datetime(2016, 7, 14, tzinfo=dt.UTC) == first == second


@pytest.mark.parametrize("backend", ["pyarrow", "pandas", "polars"])
def test_rows_without_a_day_have_no_moment(backend):
    """A history without events has a row in a frame with details."""
    frame = to_frame(
        [tf.History("Devon"), tf.History("Kent", [ev.Note("2016")])],
        backend=backend,
        details=True,
        process_mining=True,
    )
    table = pd.DataFrame(frame.to_pydict()) if backend == "pyarrow" else frame
    assert 1 == (table[MOMENT].isna().sum() if backend != "polars" else table[MOMENT].null_count())


def test_a_sorted_frame_is_read_back_equal():
    """The seconds of a timestamp do not change a day."""
    table = to_frame(CASEBOOK, process_mining=True, details=True).sort_by(MOMENT)
    assert {history.authority: history for history in CASEBOOK} == from_frame(table)
