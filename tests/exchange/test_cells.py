"""Cells of every type and with every text: none becomes another value without a fault."""

import enum
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import cell_text, dumps_csv, from_frame, loads_csv
from trustflow.exchange.cells import ErrorCell
from trustflow.exchange.guarded_cells import CELL_ENDS, csv_cell, unguarded
from trustflow.exchange.records import Misread

ENDLESS: list = []
ENDLESS.append(ENDLESS)


class Answer(enum.Enum):
    """An enumeration, as a column of objects can have it."""

    JULY = "2016-07"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (pd.Period("2016-07", freq="M"), "2016-07"),
        (pd.Period("2016", freq="Y"), "2016"),
        (pd.Period("2016Q3", freq="Q"), "2016Q3"),
        (pd.Period("2016-07-06", freq="D"), "2016-07-06"),
        (pd.Period("2016-07-06", freq="W"), "2016-07-04/2016-07-10"),
        (pd.Period("2016-07-06 10:00", freq="h"), "2016-07-06 10:00"),
        (pd.Period("2016Q1", freq="Q-MAR"), "2015-04-01/2015-06-30"),
        (pd.Period("2016", freq="Y-MAR"), "2015-04-01/2016-03-31"),
        (pd.Period("2016-07", freq="2M"), "2016-07-01/2016-08-31"),
        (pd.Period("1066", freq="Y"), "1066-01-01/1066-12-31"),
        (np.datetime64("2016"), "2016"),
        (np.datetime64("2016-07"), "2016-07"),
        (np.datetime64("2016-07-06"), "2016-07-06"),
        (np.datetime64("2016-07-06T23:59:59.999999999"), "2016-07-06"),
        (np.datetime64("NaT", "D"), ""),
        (np.datetime64("NaT", "ns"), ""),
        (Decimal("NaN"), ""),
        (Decimal("sNaN"), ""),
        (Decimal("1E+3"), "1000"),
        (float("inf"), "inf"),
        (2.0**53 - 1, "9007199254740991"),
        (2**53, "9007199254740992"),
        (Decimal(2**53), "9007199254740992"),
        (Answer.JULY, "2016-07"),
        ({"café": ["Renée", None, True]}, '{"café": ["Renée", null, true]}'),
    ],
)
def test_a_value_keeps_its_days_digits_and_letters(value, text):
    """A quarter of a year that begins in April is not one of the calendar."""
    assert text == cell_text(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (2.0**53, "9007199254740992, a number that is not exact"),
        (-(2.0**60), "-1152921504606846976, a number that is not exact"),
        (np.float64(1e22), "10000000000000000000000, a number that is not exact"),
        (1.2345678901234567e17, "123456789012345664, a number that is not exact"),
        pytest.param(10**5000, "a number of thousands of digits", id="long"),
        pytest.param(ENDLESS, "lists inside lists without end", id="endless"),
        (b"x", "b'x', a value of the type bytes"),
        (ErrorCell("#REF!"), "the error #REF!"),
        (ErrorCell("a formula"), "a formula"),
        ({1: "a", "1": "b"}, "the name '1' twice"),
        ([{"x": {"a": 1, " a": 2}}], "the name 'a' twice"),
        ([("a", 1), ("a", 2)], "the name 'a' twice"),
        ([([1], 1), ([1], 2)], "the name '[\"1\"]' twice"),
    ],
)
def test_a_value_that_cannot_be_exact_is_refused(value, found):
    """Of two long numbers in cells with floats, either could have been the other.

    So could either of two values with one name, which maps of Arrow can have.
    """
    with pytest.raises(Misread) as caught:
        cell_text(value)
    assert found == caught.value.found


ENDS = st.text(st.sampled_from(CELL_ENDS), max_size=3)


@given(ENDS, st.sampled_from(["Devon", "a b", "2016", "'x", "café"]), ENDS)
def test_what_cannot_be_seen_at_the_ends_does_not_count(before, text, after):
    """A space of any width and a mark of direction are no part of a name."""
    assert text == cell_text(f"{before}{text}{after}")
    guarded = csv_cell(f"{before}{text}{after}")
    assert (unguarded(guarded) or guarded) == f"{before}{text}{after}"


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200e", "\u2009", "\u202a", "\u2060", "\ufeff", "\xad"]
)
def test_a_mark_at_the_end_of_a_text_comes_back(mark):
    """What was written with such a mark is read with it; a name typed with it is the name."""
    history = tf.History("Devon", ev.Note("2016", note=f"{mark}words{mark}"))
    assert (history,) == loads_csv(dumps_csv(history))
    typed = f"authority,event,on\nDevon,note,2016\n{mark}Devon{mark},note,2017\n"
    assert ["Devon"] == [each.authority for each in loads_csv(typed)]


@pytest.mark.parametrize("field", ["title", "evidence_row", "copy_of"])
@pytest.mark.parametrize("text", ['"Quoted"', '["a"]', '{"a": 1}', "[1]", '"a" b', '""'])
def test_a_text_of_a_source_is_never_read_as_json(field, text):
    """The columns of a source have its texts as they are."""
    source = tf.Source(**{"title": "Report", field: text})
    history = tf.History("Devon", ev.Note("2016", note="x", sources=source))
    assert (history,) == loads_csv(dumps_csv(history))


FAR = pa.array([10**7, 0], pa.int32())
"""Days after the year 9999, which Python does not have, and a day that it has."""


@pytest.mark.parametrize(
    "days",
    [
        FAR.cast(pa.date32()),
        pa.array([10**13, 0]).cast(pa.timestamp("s")),
        pa.array([10**18, 0]).cast(pa.timestamp("us")),
        pa.array([-(10**17), 0]).cast(pa.timestamp("us")),
        pa.array([10**13, 0]).cast(pa.timestamp("s", "Europe/London")),
        pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32()),
    ],
)
@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas"])
def test_a_day_that_python_does_not_have_is_a_fault_of_its_row(days, library):
    """The other rows of the column are read."""
    table = pa.table({"case": ["A", "B"], "event": ["note"] * 2, "note": ["x"] * 2, "on": days})
    if library == "pandas":
        table = table.to_pandas(types_mapper=pd.ArrowDtype)
    elif library == "polars":
        table = pl.from_arrow(table)
    faults = []
    read = from_frame(table, on_fault=faults.append)
    assert ["row 0, column on"] == [fault.path for fault in faults]
    assert ["1970-01-01"] == [str(event.on) for event in read["B"].events]


@pytest.mark.parametrize("index", ["case", "judgement", "earliest", "Date known", "gss_code"])
def test_a_column_in_the_index_of_a_frame_is_missed(index):
    """A frame after `set_index` would lose a column that changes what its rows mean."""
    frame = pd.DataFrame(
        {
            "authority": ["A", "A"],
            "event": ["inspection_published"] * 2,
            "on": ["2016", "2017"],
            index: ["x", "y"],
        }
    )
    with pytest.raises(tf.BadHistory, match=rf"index: found {index}\."):
        from_frame(frame.set_index(index))
    plain = frame.drop(columns=index).set_index(pd.Index([5, 3], name="line"))
    assert ["A"] == [*from_frame(plain)]
