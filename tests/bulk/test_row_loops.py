"""The loops over rows read days and find the changes of a column as slower code does."""

import datetime as dt

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import HALF
from trustflow.bulk import check_frame, days, row_loops
from trustflow.bulk.column_reader import ColumnReader
from trustflow.dates import MAX_DAY, MIN_DAY
from trustflow.exchange import Limits, ReadOptions

EDGES = [
    *("1900-01-01", "2199-12-31", "1899-12-31", "2200-01-01", "2016-02-29", "2015-02-29"),
    *("1900-01", "2199-12", "1899-12", "2200-01", "2016-00", "2016-13", "2016-99", "2016-21"),
    *("2016-10-00", "2016-10-32", "2016-10-99", "2016-00-10", "2016-13-10", "2016-99-10"),
    *("2016-10-0:", "2016-1/-06", "201:-10-06", "2016/10/06", "2016-10.06", "é16-10-06"),
    *("2016-10-é", "2016", "2016-10-6", "2016-10-061", "2016-10-06/..", "../2016-10", ""),
    *(" 2016-10-06", "2016-10 ", "6 October 2016", "6/10/2016", "soon", "9999-12-31", "0000-01-01"),
]
CHARACTERS = st.sampled_from([*"0123456789-", *"/:. ", "\x7f", "é", "\u0661"])
NEARLY_ISO = st.builds(
    lambda text, place, character: text[:place] + character + text[place + 1 :],
    st.sampled_from(["2016-10-06", "2016-10", "1899-12-31", "2199-12-31"]),
    st.integers(0, 9),
    CHARACTERS,
)


def read(texts, **limits):
    """Return the days of texts: once from their views, and once from each distinct text."""
    views = pl.Series(texts, dtype=pl.String).to_arrow(compat_level=pl.CompatLevel.newest())
    options = ReadOptions(limits=Limits(**limits))
    found = []
    for column in (pa.chunked_array([views]), pa.chunked_array([texts], pa.large_string())):
        reader = ColumnReader(lambda _, read=column: read, ("on",), tf.TRUST_TRANSFER, options)
        found.append([each.tolist() for each in days.read_row_days(reader)])
    return found


@pytest.mark.usefixtures("plain_kernel")
@pytest.mark.parametrize("texts", [EDGES, ["2016-10-06", "soon"], ["2016-10", "2016", "x" * 21]])
def test_days_are_read_from_views_as_from_texts(texts):
    """So are days outside the years held, days that do not exist, and texts that are too long."""
    from_views, from_texts = read(texts, text=20)
    assert from_texts == from_views


@HALF
@given(st.lists(NEARLY_ISO))
def test_nearly_iso_texts_are_read_as_others_are(texts):
    """A text with one other character is read as a day only if it is one."""
    from_views, from_texts = read(texts)
    assert from_texts == from_views


def test_every_day_and_month_is_read():
    """The compiled loop reads each day and each month of the years held."""
    every = [dt.date.fromordinal(day).isoformat() for day in range(MIN_DAY, MAX_DAY + 1)]
    from_views, from_texts = read([*every, *dict.fromkeys(day[:7] for day in every)])
    assert from_texts == from_views
    assert min(from_views[0]) == MIN_DAY
    assert max(from_views[1]) == MAX_DAY


def test_a_limit_below_the_length_of_a_day_holds():
    """A text that is longer than the limit is unreadable, though it is a day."""
    from_views, from_texts = read(["2016-10-06", "2016-10"], text=8)
    assert from_texts == from_views
    assert [days.BAD_DAY] == [day for day in from_views[0] if day < MIN_DAY]


@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([7], []), ([7, 7], []), ([1, 1, 2, 5, 5], [2, 3]), ([1, 2, 1], -1), ([2, 1], -1)],
)
def test_the_changes_of_a_column_are_found(values, expected, kind):
    """They are found in one pass unless a value is lower than the one before."""
    points = np.empty(len(values), np.int64)
    for function in (row_loops.change_points, row_loops.compiled_change_points):
        count = function(np.array(values, kind), points)
        assert expected == (count if count < 0 else points[:count].tolist())


@pytest.mark.parametrize("order", [[1, 2, 3], [3, 1, 2], [1, 2, 1]])
@pytest.mark.parametrize("kind", [pl.Int8, pl.Int32, pl.Int64])
def test_numbers_name_cases_in_any_order(order, kind):
    """Cases are in the order of their first rows, and numbers that come again are one case."""
    rows = [(case, day) for case in order for day in ("soon", "2016-10-06")]
    frame = pl.DataFrame(
        {
            "case": pl.Series([case for case, _ in rows], dtype=kind),
            "event": ["note"] * len(rows),
            "on": [day for _, day in rows],
        }
    )
    assert check_frame(frame, summary=True)["case"].to_list() == [*dict.fromkeys(order)]
