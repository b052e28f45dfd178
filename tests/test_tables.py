"""Answers that are tables: tuples of records that convert to data frames."""

import copy
import datetime as dt
import pickle
import sys
from functools import cache

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow._tables import Table
from trustflow.casebook import OverviewTable
from trustflow.cohorts import LegRankTable, LegTable, OutcomeTable
from trustflow.engine import FindingTable
from trustflow.errors import MissingExtra
from trustflow.queries import DueTable, OptionTable
from trustflow.testing import loose_histories

pytestmark = pytest.mark.slow
CASEBOOK = tf.casebook.histories()
SANDWELL = tf.casebook.load("Sandwell")
STAGES = tuple(tf.TRUST_TRANSFER.stages)
TABLES = {
    "legs": lambda histories: (
        tf.legs(histories, start=["inspection_published"], end=["note", "decision_announced"]).legs
    ),
    "leg ranks": lambda histories: (
        tf.legs(histories, start=["inspection_published"], end=["note"], beside=SANDWELL).ranks
    ),
    "outcomes": lambda histories: tf.outcomes(histories, STAGES[1], confidence=None).outcomes,
    "deadlines": lambda histories: DueTable(
        due for history in histories for due in tf.deadlines(history, "2024-03-01", everything=True)
    ),
    "findings": lambda histories: FindingTable(
        finding for history in histories for finding in tf.check(history).findings
    ),
    "options": lambda histories: OptionTable(
        option for history in histories for option in tf.what_next(history)
    ),
    "overview": lambda _: tf.casebook.overview(),
}
EMPTY = {
    "legs": LegTable(),
    "leg ranks": LegRankTable(),
    "outcomes": OutcomeTable(),
    "deadlines": DueTable(),
    "findings": FindingTable(),
    "options": OptionTable(),
    "overview": OverviewTable(),
}
KINDS = pytest.mark.parametrize("kind", TABLES)


@cache
def table_of_the_casebook(kind):
    """Return the table of the whole casebook, which takes seconds for the options."""
    return TABLES[kind](CASEBOOK)


def plain_rows(frame):
    """Return the rows of a pandas frame as plain values: None if missing, and days as dates."""
    return [
        {
            name: None
            if pd.isna(value)
            else value.date()
            if isinstance(value, pd.Timestamp)
            else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def check_frames(table):
    """Check that the frames of all libraries have the same rows, as long as the table."""
    arrow = table.to_arrow()
    rows = arrow.to_pylist()
    assert len(table) == len(rows)
    assert rows == table.to_polars().to_dicts()
    assert rows == plain_rows(table.to_pandas())
    assert rows == plain_rows(table.to_polars().to_pandas())
    return rows


# Frames


@KINDS
@at_most(25)
@given(histories=st.lists(loose_histories(max_events=8), max_size=3, unique=True))
def test_the_libraries_agree(kind, histories):
    """The rows of pyarrow, pandas and polars have the same values, whatever the histories."""
    check_frames(TABLES[kind](histories))


@KINDS
def test_the_casebook_in_every_library(kind):
    """Each answer on the casebook has rows, and the libraries agree on them."""
    assert check_frames(table_of_the_casebook(kind))


@KINDS
@pytest.mark.parametrize("method", ["to_arrow", "to_pandas", "to_polars"])
def test_an_empty_table_has_the_types_of_a_full_one(kind, method):
    """The two frames can be concatenated, so one council more never changes a type."""
    full, empty = (getattr(each, method)() for each in (table_of_the_casebook(kind), EMPTY[kind]))
    assert 0 == len(empty) < len(full)
    types = [list(each.dtypes) if method == "to_pandas" else each.schema for each in (full, empty)]
    assert types[0] == types[1]


@KINDS
def test_columns_are_named_as_in_plain_data(kind):
    """Each value of `to_dict` has a column of its name, or columns that begin with it."""
    table = table_of_the_casebook(kind)
    names = table.to_arrow().column_names
    assert len(names) == len({*names})
    left_out = {"reached"}
    for key in table[0].to_dict().keys() - left_out:
        assert any(name == key or name.startswith(f"{key}_") for name in names), key


@KINDS
def test_flat_values_are_those_of_plain_data(kind):
    """A column with the name of a key has the value of that key, in every row."""
    table = table_of_the_casebook(kind)
    for record, row in zip(table, table.to_arrow().to_pylist(), strict=True):
        flat = {
            name: "; ".join(value) or None if isinstance(value, list) else value
            for name, value in record.to_dict().items()
            if name in row
        }
        assert flat == {
            name: str(row[name]) if isinstance(row[name], dt.date) else row[name] for name in flat
        }


def test_types_of_columns():
    """Days are dates, numbers integers and answers booleans, also if some are missing."""
    legs = TABLES["legs"](CASEBOOK).to_arrow().schema
    assert pa.date32() == legs.field("start_on_earliest").type
    assert pa.string() == legs.field("start_on").type
    assert pa.int64() == legs.field("days_at_most").type
    findings = TABLES["findings"](CASEBOOK)
    assert pa.bool_() == findings.to_arrow().schema.field("certain").type
    assert pd.BooleanDtype() == findings.to_pandas()["certain"].dtype
    assert pd.Int64Dtype() == TABLES["legs"](CASEBOOK).to_pandas()["days_at_most"].dtype
    assert pl.Date() == tf.casebook.overview().to_polars().schema["ends_latest"]


@pytest.mark.parametrize(
    ("on", "earliest", "latest"),
    [
        ("2016-07-14", dt.date(2016, 7, 14), dt.date(2016, 7, 14)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("2017-22", dt.date(2017, 6, 1), dt.date(2017, 8, 31)),
        ("../2016-07-14", None, dt.date(2016, 7, 14)),
        ("2016-07-14/..", dt.date(2016, 7, 14), None),
        ("1900", dt.date(1900, 1, 1), dt.date(1900, 12, 31)),
        ("2199-12", dt.date(2199, 12, 1), dt.date(2199, 12, 31)),
    ],
)
def test_a_date_has_its_text_and_its_bounds(on, earliest, latest):
    """A side without a bound has no day."""
    history = tf.History("Devon", [ev.TrustWentLive(on)])
    found = tf.legs([history], start="trust_went_live", end="note", confidence=None)
    (row,) = check_frames(found.legs)
    assert (on, earliest, latest) == (
        row["start_on"],
        row["start_on_earliest"],
        row["start_on_latest"],
    )
    assert (None, None, None, None) == tuple(
        row[name] for name in ("end_trigger", "end_on", "end_on_earliest", "end_on_latest")
    )


def test_a_stay_from_before_the_record_has_no_days():
    """Both numbers of days are missing."""
    history = tf.History("Devon", [ev.Note("2016")], begins_in="trust_live")
    (row,) = check_frames(tf.outcomes([history], "trust_live").outcomes)
    assert (None, None, "trust_live") == (row["days_at_least"], row["days_at_most"], row["stage"])


@pytest.mark.parametrize("method", ["to_arrow", "to_pandas", "to_polars"])
def test_an_answer_converts_as_its_table_does(method):
    """`Legs` and `LegRanks` have a row a leg, `Outcomes` a row a stay."""
    ends = {"start": "return_decided", "end": "returned_to_council"}
    legs, ranks = tf.legs(CASEBOOK, **ends), tf.legs(CASEBOOK, **ends, beside=SANDWELL)
    outcomes = tf.outcomes(CASEBOOK, "trust_live")
    for answer, table in (
        (legs, legs.legs),
        (ranks, ranks.ranks),
        (outcomes, outcomes.outcomes),
    ):
        frame = getattr(answer, method)()
        assert len(table) == len(frame)
        assert getattr(table, method)().equals(frame)


@pytest.mark.parametrize(
    ("missing", "method", "extra"),
    [
        ("pyarrow", "to_arrow", "frames"),
        ("pyarrow", "to_pandas", "frames"),
        ("pyarrow", "to_polars", "frames"),
        ("pandas", "to_pandas", None),
        ("polars", "to_polars", None),
    ],
)
def test_a_missing_library_is_an_error_of_ours(missing, method, extra, monkeypatch):
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtra) as caught:
        getattr(tf.casebook.overview(), method)()
    assert (missing, extra) == (caught.value.package, caught.value.extra)


# Tuples


@KINDS
def test_a_table_is_a_tuple(kind):
    """It is equal to the tuple of its records, with the same hash, and has no other state."""
    table = table_of_the_casebook(kind)
    assert isinstance(table, Table)
    assert isinstance(table, tuple)
    assert tuple(table) == table
    assert table == tuple(table)
    assert not hasattr(table, "__dict__")
    assert () == EMPTY[kind]
    assert hash(()) == hash(EMPTY[kind])
    assert repr(tuple(table[:5])) == repr(table[:5])
    assert repr(table[:6]) == (
        f"<{type(table).__name__}: 6 rows>" if len(table) > 5 else repr(tuple(table))
    )


@KINDS
def test_a_table_is_copied_and_pickled_as_itself(kind):
    """Copies are of the same class, and equal."""
    table = table_of_the_casebook(kind)[:3]
    for clone in (copy.copy(table), copy.deepcopy(table), pickle.loads(pickle.dumps(table))):  # noqa: S301 - our own pickle
        assert type(table) is type(clone)
        assert table == clone


@given(st.slices(77))
def test_a_slice_is_a_table(cut):
    """A slice converts to a frame; one item is a record, and a sum is a plain tuple."""
    table = tf.casebook.overview()
    assert type(table) is type(table[cut])
    assert tuple(table)[cut] == table[cut]
    assert [each.authority for each in table[cut]] == table[cut].to_arrow()["authority"].to_pylist()
    assert isinstance(table[0], tf.casebook.OverviewRow)
    assert tuple is type(table + table)


@KINDS
def test_the_columns_of_a_table_are_shown_without_code(kind):
    """A column is shown by its name and its type."""
    for column in TABLES[kind](()).columns:
        assert f"Column(name={column.name!r}, kind={column.kind!r})" == repr(column)


def test_a_table_converts_itself_to_html():
    """A notebook shows the columns that have a value, with every text escaped."""
    hostile = tf.History("<b>Devon</b>", [ev.TrustWentLive("2016-07-14")])
    found = tf.legs([hostile], start="trust_went_live", end="note", confidence=None)
    html = found.legs._repr_html_()
    assert "&lt;b&gt;Devon" in html
    assert "<b>" not in html
    assert "<th>start_on_earliest</th>" in html
    assert "end_on" not in html
    assert "<caption>1 row</caption>" in html
    assert "<caption>0 rows</caption>" in LegTable()._repr_html_()
    assert "None" not in html


def test_parts_of_an_answer_are_tables():
    """The ended, open and left-out legs convert as all legs do, and plain tuples become tables."""
    legs = tf.legs(CASEBOOK, start="return_decided", end="returned_to_council")
    for part in (legs.ended, legs.open, legs.ended_otherwise, legs.left_out):
        assert isinstance(part, LegTable)
    assert isinstance(tf.outcomes(CASEBOOK, "trust_live").left_out, OutcomeTable)
    made = tf.Legs((), (), (legs.legs[0],), (), 1)
    assert 1 == made.to_arrow().num_rows
    assert hash(made) == hash(copy.copy(made))
