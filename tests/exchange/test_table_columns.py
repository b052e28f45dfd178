"""`from_frame` reads by columns what it reads row by row."""

import gc
from typing import ClassVar
from unittest.mock import patch

import polars as pl
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import exchange
from trustflow.exchange import Limits, frames, from_frame, without_notes
from trustflow.exchange.table_cases import TableReader
from trustflow.exchange.table_columns import (
    _Pattern,  # of one event, without the table that it is read from
    without_collection,
)
from trustflow.process import Move, Process, StageInfo
from trustflow.testing import partial_dates

TRANSFER = tf.TRUST_TRANSFER
COLUMNS = {
    "case": ["A", "B", " A ", "", None, "C\nD", "E" * 30],
    "authority": ["A", "B", None, None, ""],
    "event": [
        *("direction_issued_trust", "inspection_published_inadequate", "requirement_met"),
        *("Trust went live", "visit_letter_published", "nonsense", "", None),
    ],
    "on": ["2016-10-06", "2016-10", "6 October 2016", "2016-10/..", "soon", "", None, "n/a"],
    "earliest": ["2015-01-01", None, None],
    "latest": ["2015-02-01", "2014-01-01", None],
    "framework": ["SIF", "ILACS", "wrong", None],
    "inspected": ["2016-09-01/2016-09-20", "2017", None],
    "known_on": ["2016-12", "2012", None],
    "note": ["A note", "n" * 40, None],
    "source": ["A report", None],
    "inherited": ["yes", "no", None, None],
    "succeeds": ["Old", None],
    "begins_in": ["trust_live", None],
    "gss_code": ["E08000028", "E08000029", None],
}

NAMES = {"A": "Ash", "Ash": "Ash", "B": "Beech", "E08000028": "Ash", "E08000029": "Beech"}
"""A table of names, of which two are the name of one authority."""


@st.composite
def tables(draw):
    """Draw tables with some of the columns, in which rows are often alike."""
    count = draw(st.integers(1, 8))
    optional = sorted(COLUMNS.keys() - {"case", "event", "on"})
    named_by = draw(st.sampled_from(["case", "case", "gss_code"]))
    optional.remove("gss_code") if named_by == "gss_code" else None
    names = [named_by, "event", "on", *draw(st.lists(st.sampled_from(optional), unique=True))]
    return {
        name: draw(st.lists(st.sampled_from(COLUMNS[name]), min_size=count, max_size=count))
        for name in names
    }


def add_rows(reader, columns, process, options):
    """Do what `add_columns` does, row by row."""
    names = [name for name, _ in columns]
    plain = TableReader(process, evolve(options, names=None), lenient=True)
    rows = [
        (f"row {row}", *plain.row_of(zip(names, cells, strict=True)))
        for row, cells in enumerate(zip(*(values for _, values in columns), strict=True))
    ]
    place = "row 0"
    for place, row, faults in without_notes(rows, filled, copied_down=True):
        reader.resolve_authority(row, faults)
        reader.add(place, row, faults)
        if reader.stops_at(place):
            break
    return place


def filled(placed):
    """Return the cells of a row that are not empty."""
    _, row, faults = placed
    return [*row.items(), *((fault.path, fault.found) for fault in faults)]


def outcome_by_rows(table, **options):
    """Return what `outcome` returns if the rows are read one by one."""
    with patch.object(frames, "add_columns", add_rows):
        return outcome(table, **options)


def outcome(table, **options):
    """Return the histories of a table and the faults that reading it gives."""
    faults = []
    frame = pl.DataFrame(table, schema_overrides=dict.fromkeys(table, pl.String))
    histories = from_frame(frame, on_fault=faults.append, **options)
    try:
        from_frame(frame, **options)
    except tf.BadHistory as error:
        return histories, faults, str(error)
    return histories, faults, ""


@at_most(300)
@given(
    tables(),
    st.sampled_from([Limits(), Limits(text=12), Limits(events=1)]),
    st.sampled_from([None, {}, NAMES]),
)
def test_columns_give_what_rows_give(table, limits, names):
    """With names of authorities or without."""
    given = {"limits": limits, "names": names}
    assert outcome(table, **given) == outcome_by_rows(table, **given)


NEEDED = {
    "DeadlineSet": {"what": "a plan", "within": "2 weeks"},
    "RequirementMet": {"what": "a plan"},
    "AgencyRegistered": {"kind": "fostering"},
}
"""The fields that some classes need besides the day."""
VARIANTS = [
    (cls, {**NEEDED.get(cls.__name__, {}), **variant})
    for cls in TRANSFER.events
    for variant in cls.triggers().values()
]


@pytest.mark.slow
@pytest.mark.parametrize(("cls", "variant"), VARIANTS)
@at_most(8)
@given(st.data())
def test_an_event_on_another_day_is_the_one_that_a_call_makes(cls, variant, data):
    """No check of a class of the trust transfer looks at the day, so it can be moved."""
    days = [data.draw(partial_dates()) for _ in range(2)]
    pattern = _Pattern.of(cls(days[0], **variant))
    moved, called = pattern.on(days[1]), cls(days[1], **pattern.given)
    assert pattern.slots
    assert moved == called
    assert (moved.trigger, hash(moved), repr(moved)) == (called.trigger, hash(called), repr(called))


def test_each_row_of_a_case_has_an_event_of_its_own():
    """Equal events of a case are not one object, but those of several cases can be."""
    rows = {"case": [*"AAB"], "event": ["note"] * 3, "on": ["2016-07-14"] * 3}
    found = from_frame(pl.DataFrame({**rows, "note": ["x"] * 3}))
    first, second = found["A"].events
    assert first == second
    assert first is not second
    assert found["B"].events == (first,)


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_garbage_collector_is_as_before(is_enabled):
    """The collector is paused while a table is read, and only then."""
    before = gc.isenabled()
    try:
        gc.enable() if is_enabled else gc.disable()
        with without_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is is_enabled
    finally:
        gc.enable() if before else gc.disable()


@frozen(repr=False, eq=False, kw_only=True)
class Parcel(tf.Event):
    """An event of a user's class, with a trigger and a check that look at the day."""

    weight: str | None = None

    def __attrs_post_init__(self):
        super().__attrs_post_init__()
        if self.weight == "heavy" and self.on.first > tf.PartialDate.parse("2020").first:
            msg = "No heavy parcels any more."
            raise ValueError(msg)

    def _variant(self):
        return "late" if self.on.first > tf.PartialDate.parse("2021").first else "early"

    variants: ClassVar = {"early": {}, "late": {}}


def test_a_class_of_a_user_checks_each_of_its_days():
    """A day that does not fit the cells like it is a fault, as it is row by row."""
    process = Process(
        name="post",
        title="Post",
        stages={"open": StageInfo("Open", "It is open.", final=True)},
        initial="open",
        triggers={"parcel_early": "parcel early", "parcel_late": "parcel late"},
        moves=[Move("parcel_early", "open", "open"), Move("parcel_late", "open", "open")],
        events=(Parcel,),
    )
    rows = {
        "case": [*"AABBC"],
        "event": ["parcel_early"] * 5,
        "on": ["2018", "2019", "2020-02", "2022", "2019-05"],
        "weight": ["heavy", "heavy", "heavy", None, None],
    }
    assert outcome(rows, process=process) == outcome_by_rows(rows, process=process)
    histories, faults, _ = outcome(rows, process=process)
    assert [*histories] == ["A", "C"]
    assert [fault.path.split(",")[0] for fault in faults] == ["row 2", "row 3"]


def test_a_name_that_no_authority_can_have_is_a_fault_of_its_row():
    """Characters that cannot be printed are left to the reader of rows."""
    rows = {"case": ["A\u200bB", "C\x00D"], "event": ["note"] * 2, "on": ["2016"] * 2}
    assert outcome(rows) == outcome_by_rows(rows)


@pytest.mark.parametrize("names", [None, {}])
def test_a_case_has_no_more_events_than_the_limit(names):
    """The first event too many is a fault, by columns and by rows."""
    table = {"case": ["A", "A", "B"], "event": ["note"] * 3, "on": ["2016"] * 3}
    histories, faults, _ = outcome(table, limits=Limits(events=1), names=names)
    assert [len(history) for history in histories.values()] == [1, 1]
    assert [fault.path for fault in faults] == ["row 1, column event"]


def test_reading_by_rows_stops_at_many_faults():
    """With names of authorities, too, no more than a thousand faults are collected."""
    count = 1_100
    table = {"case": ["A"] * count, "event": ["visitt"] * count, "on": ["2016"] * count}
    with pytest.raises(tf.BadHistory) as caught:
        from_frame(pl.DataFrame(table), names={"Sandwell MBC": "Sandwell"})
    *_, last, stopped = caught.value.faults
    assert last.path == "row 1000, column event"
    assert stopped.found == "more than 1000 faults"


@pytest.mark.parametrize("write", ["save", "save as CSV", "dump_csv"])
def test_a_table_with_tabs_is_read_but_not_written(write, tmp_path):
    """Commas in a file of that name would be read wrongly by other programs."""
    path = tmp_path / "x.TSV"
    history = tf.casebook.load("Sandwell")
    writers = {
        "save": lambda: exchange.save(history, path),
        "save as CSV": lambda: exchange.save(history, path, file_format="csv"),
        "dump_csv": lambda: exchange.dump_csv(history, path),
    }
    expected = "separated with commas, not with tabs. Expected the ending .csv.$"
    with pytest.raises(tf.InvalidValue, match=expected):
        writers[write]()
    assert not path.exists()
    path.write_text("authority\tevent\ton\nKent\tnote\t2016\n")
    assert ["Kent"] == [each.authority for each in exchange.read_file(path)]
