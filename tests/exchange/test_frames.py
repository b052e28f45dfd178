"""Histories in data frames of every library, complete or with triggers and days only."""

import datetime as dt
import json
import re
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.errors import MissingExtra
from trustflow.exchange import Limits, cell_text, from_frame, to_frame
from trustflow.exchange.columns import COLUMNS
from trustflow.exchange.frames import DERIVED, rule_columns
from trustflow.history import NamedEvent
from trustflow.testing import loose_histories, partial_dates
from trustflow.trust_transfer.triggers import TRIGGERS

BACKENDS = ("pyarrow", "pandas", "polars")
SANDWELL = tf.casebook.load("Sandwell")


def faults_of(frame, **options):
    """Return the faults of an unreadable frame as lines."""
    with pytest.raises(tf.BadHistory) as caught:
        from_frame(frame, **options)
    return [str(fault) for fault in caught.value.faults]


# Round trips


def is_kept(history):
    """Return whether a frame keeps the texts of a history: none has spaces at its ends."""
    found = [json.loads(tf.dumps(history))]
    for value in found:
        found += [*value.values()] if isinstance(value, dict) else []
        found += value if isinstance(value, list) else []
    return all(cell_text(value) == value for value in found if isinstance(value, str))


@at_most(30)
@given(
    st.lists(loose_histories(max_events=3).filter(is_kept), max_size=2),
    st.sampled_from(BACKENDS),
    st.booleans(),
)
def test_every_history_is_read_back_equal(histories, backend, mining):
    """The frame has details, is of any library, and has either set of column names."""
    frame = to_frame(histories, backend=backend, details=True, dates=mining, process_mining=mining)
    assert histories == list(from_frame(frame).values())


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_casebook_is_read_back_equal(backend):
    """The name of each case is the authority of a shipped history."""
    expected = {history.authority: history for history in tf.casebook.histories()}
    assert expected == from_frame(to_frame(expected.values(), backend=backend, details=True))


def test_lazy_frames_are_read():
    """Lazy frames are, for example, a duckdb query and a lazy polars frame."""
    table = to_frame(SANDWELL, details=True)
    with duckdb.connect() as connection:
        connection.register("events", table)
        assert {"Sandwell": SANDWELL} == from_frame(connection.sql("select * from events"))
    lazy = pl.from_arrow(table).lazy()
    assert {"Sandwell": SANDWELL} == from_frame(lazy)


def test_cases_can_have_names_of_their_own():
    """If no names are given, several histories of one authority are numbered."""
    histories = {"first": tf.History("Devon", [ev.Note("2016")]), "second": tf.History("Devon")}
    assert histories == from_frame(to_frame(histories, details=True))
    assert ["Devon", "Devon (2)"] == list(from_frame(to_frame(histories.values(), details=True)))


# Bare frames


def test_a_bare_frame_has_the_fields_that_date_rules_use():
    """A bare frame has no other field of an event."""
    frame = to_frame(SANDWELL, backend="polars")
    rule_fields = [
        "framework", "inspected", "kind", "plan_asked", "principal_authority", "received_on",
        "responds_to",
    ]  # fmt: skip
    assert ["case", "event", "on", *rule_fields] == frame.columns
    assert {pl.String} == set(frame.dtypes)
    assert len(SANDWELL) == len(frame)


@at_most(40)
@given(loose_histories(max_events=4, inherits=False))
def test_a_bare_frame_keeps_days_and_triggers(history):
    """A bare frame also keeps the order of the events."""
    read, *_ = *from_frame(to_frame(history, dates=True)).values(), tf.History("none")
    assert [(event.trigger, event.on) for event in history] == [
        (event.trigger, event.on) for event in read
    ]


@given(
    st.lists(st.tuples(st.sampled_from(sorted(TRIGGERS)), partial_dates()), min_size=1, max_size=8)
)
def test_a_trigger_and_a_day_are_enough(rows):
    """Every trigger of the process can be read without other fields."""
    frame = pl.DataFrame(
        {
            "case": "Devon",
            "event": [trigger for trigger, _ in rows],
            "on": [str(on) for _, on in rows],
            "framework": "SIF",
            "inspected": None,
        }
    )
    history = from_frame(frame)["Devon"]
    assert rows == [(event.trigger, event.on) for event in history]
    assert len(rows) == len(tf.check(history).steps)


def test_a_class_that_needs_another_field_becomes_a_named_event():
    """No values are invented for the fields that the class needs."""
    bare = {trigger: tf.TRUST_TRANSFER.by_class[trigger][0] for trigger in TRIGGERS}
    frame = pa.table({"case": ["x"] * len(bare), "event": list(bare), "on": ["2016"] * len(bare)})
    assert {"agency_registered", "deadline_set", "requirement_met"} == {
        event.trigger for event in from_frame(frame)["x"] if isinstance(event, NamedEvent)
    }


def test_a_field_can_have_a_column():
    """The cells of the column are texts, days, numbers or lists."""
    frame = pd.DataFrame(
        {
            "case": ["Devon"] * 3,
            "event": ["requirement_met", "visit_made_focused", "commissioner_appointed"],
            "on": [dt.date(2016, 1, 1), dt.date(2016, 2, 1), dt.date(2016, 3, 1)],
            "what": ["transfer plans", None, None],
            "number": [None, 2, None],
            "names": [None, None, ["Ann Lee", "Bo Day"]],
        }
    )
    expected = (
        ev.RequirementMet("2016-01-01", what="transfer plans"),
        ev.VisitMade("2016-02-01", kind="focused", number=2),
        ev.CommissionerAppointed("2016-03-01", names=["Ann Lee", "Bo Day"]),
    )
    assert expected == from_frame(frame)["Devon"].events
    fewer = frame.iloc[:2].drop(columns="names")
    assert expected[:2] == from_frame(fewer)["Devon"].events


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (dt.date(2016, 1, 1), dt.date(2016, 1, 1), "2016-01-01"),
        (dt.date(2016, 1, 1), dt.date(2016, 2, 1), "2016-01-01/2016-02-01"),
        (dt.date(2016, 1, 1), None, "2016-01-01/.."),
        (None, dt.datetime(2016, 2, 1, tzinfo=dt.UTC), "../2016-02-01"),
        ("2016-06", "", "2016-06/.."),
        ("", "2016-06", "../2016-06"),
    ],
)
def test_a_day_can_be_given_by_its_ends(earliest, latest, expected):
    """An empty `earliest` or `latest` means an open end."""
    frame = pl.DataFrame(
        {"case": ["x"], "event": ["note"], "earliest": [earliest], "latest": [latest]}
    )
    assert (ev.Note(expected),) == from_frame(frame)["x"].events


def test_a_row_with_neither_end_has_no_day():
    """Such a row is refused, unless the column `on` has the day."""
    frame = pl.DataFrame({"case": ["x"], "event": ["note"], "earliest": [""], "latest": [None]})
    (fault,) = faults_of(frame)
    assert "row 0, column on: found nothing." == fault.partition(" Expected")[0]
    (fault,) = faults_of(frame.with_columns(on=pl.lit(None)))
    assert "row 0, column on: found nothing." == fault.partition(" Expected")[0]
    read = from_frame(frame.with_columns(on=pl.lit("2016-06/..")))["x"]
    assert (ev.Note("2016-06/.."),) == read.events


def test_other_columns_can_be_mapped_and_left_out():
    """The argument `columns` works as for a CSV file."""
    frame = pl.DataFrame({"id": ["x"], "what happened": ["note"], "date": ["2016"], "by whom": "?"})
    renamed = {"id": "case", "what happened": "event", "by whom": "-"}
    assert {"x": tf.History("x", [ev.Note("2016")])} == from_frame(frame, columns=renamed)


INSPECTED = ev.InspectionPublished(
    "2016-11",
    judgement="inadequate",
    framework="SIF",
    inspected=["2016-09-12/2016-10-06", "2016-10"],
    received_on="2016-11-28",
)
TWO = tf.History("Devon", [INSPECTED, ev.Note("2017", note="x")], gss_code="E10000008")


def test_every_field_that_a_rule_uses_is_a_column():
    """If an event works out what a condition reads, its fields are columns instead."""
    columns = rule_columns(tf.TRUST_TRANSFER)
    real = {each.name for cls in tf.TRUST_TRANSFER.events for each in fields(cls)}
    conditions = {rule.condition.field for rule in tf.TRUST_TRANSFER.rules if rule.condition}
    assert {*columns, *conditions} - real == {*DERIVED}
    assert {name for names in DERIVED.values() for name in names} <= {*columns}


@pytest.mark.parametrize("fields", [{"kind": "assurance"}, {"plan_asked": False}, {}])
def test_a_bare_frame_keeps_whether_a_letter_asks_for_a_plan(fields):
    """So the rules on plans start from the same letters as in the history."""
    letter = ev.VisitLetterPublished("2019-05-08", priority_action=True, **fields)
    (read,) = from_frame(to_frame(tf.History("Devon", [letter])))["Devon"]
    assert letter == read
    assert letter.plan_request == read.plan_request


# Inherited events and abolition

HEIR = tf.History(
    "North Northamptonshire",
    [ev.Note("2021-04-01")],
    succeeds="Northamptonshire",
    inherits=[ev.DirectionIssued("2018-11-29", purpose="trust")],
)


def test_a_bare_frame_has_no_inherited_events():
    """The error names the history and the ways out."""
    with pytest.raises(tf.InvalidValue) as caught:
        to_frame([SANDWELL, HEIR])
    assert str(caught.value) == (
        "Invalid history for a frame: 'North Northamptonshire'. Expected a history without "
        "inherited events, which only a frame with details can contain. Give details=True, or "
        "leave them out with attrs.evolve(history, inherits=())."
    )
    assert 1 == len(to_frame(evolve(HEIR, inherits=())))


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_frame_with_details_has_inherited_events(backend):
    """They are in front of the authority's own events, as in a CSV file."""
    frame = to_frame([SANDWELL, HEIR], details=True, backend=backend)
    assert [SANDWELL, HEIR] == list(from_frame(frame).values())


def test_an_abolition_needs_the_column_into():
    """Without the column, or with an empty cell, the authority goes on."""
    columns = {
        "case": ["Cumbria", "Cumbria"],
        "event": ["authority_reorganised", "commissioner_appointed"],
        "on": ["2023-04-01", "2023-05-01"],
    }
    going_on = from_frame(pl.DataFrame(columns))["Cumbria"]
    assert "after_abolition" not in {finding.code for finding in tf.check(going_on).findings}
    for into, names in (
        ("Cumberland", ("Cumberland",)),
        ('["Cumberland", "Westmorland and Furness"]', ("Cumberland", "Westmorland and Furness")),
        (None, ()),
    ):
        read = from_frame(pl.DataFrame({**columns, "into": [into, None]}))["Cumbria"]
        assert names == read[0].into
        codes = [finding.code for finding in tf.check(read).findings]
        assert ("after_abolition" in codes) == bool(names)
    abolished = tf.History("Cumbria", [ev.AuthorityReorganised("2023-04-01", into="Cumberland")])
    assert () == from_frame(to_frame(abolished))["Cumbria"][0].into
    assert abolished == from_frame(to_frame(abolished, details=True))["Cumbria"]


def test_the_cells_of_a_bare_frame():
    """The cells are texts; a cell is empty if the event does not have the field."""
    frame = to_frame({"first": TWO}, dates=True)
    texts = {"framework": "SIF", "received_on": "2016-11-28"}
    inspected = '["2016-09-12/2016-10-06", "2016-10"]'
    assert [
        {
            "case": "first",
            "event": "inspection_published_inadequate",
            "on": "2016-11",
            **dict.fromkeys(rule_columns(tf.TRUST_TRANSFER)),
            **texts,
            "inspected": inspected,
            "earliest": dt.date(2016, 11, 1),
            "latest": dt.date(2016, 11, 30),
        },
        {
            "case": "first",
            "event": "note",
            "on": "2017",
            **dict.fromkeys(rule_columns(tf.TRUST_TRANSFER)),
            "earliest": dt.date(2017, 1, 1),
            "latest": dt.date(2017, 12, 31),
        },
    ] == frame.to_pylist()


def test_a_bare_frame_of_a_process_without_rules_has_no_field():
    """The frame has only the case, the event and the day."""
    process = tf.Process(
        name="kit",
        title="Kit",
        initial="a",
        stages={"a": tf.StageInfo("A", "."), "b": tf.StageInfo("B", ".", final=True)},
        triggers={"go": "gone"},
        moves=[tf.Move("go", "a", "b")],
    )
    frame = to_frame(tf.History("Kent", [process.event("go", "2016")]), process=process)
    assert [{"case": "Kent", "event": "go", "on": "2016"}] == frame.to_pylist()


def test_the_cells_of_a_frame_with_details():
    """The cells are those of a CSV file, with the case first and in every row."""
    frame = to_frame(TWO, details=True)
    expected = [name for name in COLUMNS if name != "case"]
    assert ["case", *expected] == frame.column_names
    first, second = frame.to_pylist()
    assert ("Devon", "Devon", "E10000008") == (first["case"], first["authority"], first["gss_code"])
    assert ("Devon", "x", "devon-2017-note") == (second["case"], second["note"], second["event_id"])
    assert first["details"].startswith("judgement=inadequate; framework=SIF; inspected=[")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_frame_without_events_has_the_types_of_one_with_events(backend):
    """The two frames can be concatenated."""
    empty, full = (
        to_frame(history, backend=backend, dates=True, process_mining=True)
        for history in (tf.History("Devon"), TWO)
    )
    assert 0 == len(empty)
    kinds = {"pyarrow": lambda frame: frame.schema.types, "polars": lambda frame: frame.dtypes}
    types = kinds.get(backend, lambda frame: list(map(str, frame.dtypes)))
    assert types(full) == types(empty)
    if backend == "pandas":
        assert all(kind.startswith("datetime64") for kind in types(full)[-3:])


NINE = dt.datetime(2016, 1, 1, 9, tzinfo=dt.UTC)
FRAME = pl.DataFrame({"case": ["x"], "event": ["note"], "on": ["2016"]})


@pytest.mark.parametrize(
    ("missing", "call"),
    [
        ("narwhals", lambda: to_frame(TWO)),
        ("pyarrow", lambda: to_frame(TWO)),
        ("pyarrow", lambda: to_frame(TWO, backend="pandas")),
        ("narwhals", lambda: from_frame(FRAME)),
        ("pyarrow", lambda: from_frame(FRAME)),
    ],
    ids=["made", "made by it", "made for pandas", "read", "read through it"],
)
def test_a_missing_package_is_an_error_that_names_the_extra(missing, call, monkeypatch):
    """The extra installs narwhals and pyarrow, and a conversion names the one it misses."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtra, match=re.escape("trustflow-england[frames]")) as caught:
        call()
    assert (missing, "frames") == (caught.value.package, caught.value.extra)


@pytest.mark.parametrize("missing", ["cudf", "modin", "pandas"])
def test_the_missing_library_of_a_frame_is_in_no_extra(missing, monkeypatch):
    """The extra does not install it, so the error does not name the extra."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtra, match="No extra of trustflow-england installs it") as caught:
        to_frame(TWO, backend=missing)
    assert (missing, None) == (caught.value.package, caught.value.extra)


# Process mining


def test_a_frame_has_the_column_names_of_process_mining():
    """The columns are case, activity, and midnight in UTC at the start of the earliest day."""
    frame = to_frame(SANDWELL, backend="pandas", process_mining=True)
    assert ["case:concept:name", "concept:name"] == list(frame.columns[:2])
    assert pd.Timestamp("2010-01-01", tz="UTC") == frame["time:timestamp"][0]
    assert "UTC" == str(frame["time:timestamp"].dt.tz)


def test_a_log_of_a_process_mining_tool_is_read():
    """A time is the day on which it falls in its zone."""
    times = [dt.datetime(2016, 1, 1, tzinfo=dt.UTC), NINE]
    frame = pl.DataFrame(
        {"case:concept:name": "x", "concept:name": "note", "time:timestamp": times}
    )
    assert (ev.Note("2016-01-01"), ev.Note("2016-01-01")) == from_frame(frame)["x"].events


# Faults and their places


def test_every_bad_row_is_reported_with_its_column():
    """All faults are reported at once, with rows counted from 0."""
    frame = pl.DataFrame(
        {
            "Case": ["x", None, "x", "x", "x"],
            "event": ["note", "note", "not", "deadline_set", "note"],
            "Date": ["soon", "2016", "2016", "2016", None],
            "due": [None, None, None, "later", None],
        }
    )
    assert [
        "row 0, column Date: found 'soon'",
        "row 1, column authority: found nothing",
        "row 2, column event: found 'not'",
        "row 3, column details, what: found nothing",
        "row 3, column due: found 'later'",
        "row 4, column Date: found nothing",
    ] == [fault.partition(". ")[0] for fault in sorted(faults_of(frame))]


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"case": ["x"], "event": ["note"]}, "Expected a column for the day"),
        ({"case": ["x"], "event": ["note"], "on": ["2016"], "caes": [1]}, "Did you mean 'case'?"),
        ({"case": [b"x"], "event": ["note"], "on": ["2016"]}, "row 0, column case: found b'x'"),
        ({"case": ["x"], "event": ["note"], "on": [2016.5]}, "found '2016.5'"),
        ({"case": ["x"], "event": ["note"], "on": ["2016"], "note": ["y" * 9]}, "9 characters"),
    ],
)
def test_a_frame_that_is_not_a_table_of_events_is_refused(columns, fault):
    """A frame is refused if a column is missing, unknown or of a wrong type."""
    assert fault in "\n".join(faults_of(pa.table(columns), limits=Limits(text=8)))


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (
            {"case": [b"x"], "event": ["note"], "on": ["2016"]},
            (
                "row 0, column case: found b'x', a value of the type bytes. "
                "Expected a text, a number or a date."
            ),
        ),
        (
            {"case": ["x"], "event": ["deadline_set"], "on": ["2016"], "Detail": ["due=2017"]},
            "row 0, column Detail, what: found nothing. This field is required. Expected a text.",
        ),
    ],
)
def test_a_fault_has_row_heading_value_and_what_is_accepted(columns, fault):
    """The heading is the name that the column has in the frame."""
    assert [fault] == faults_of(pa.table(columns))


def test_a_value_of_any_type_is_read_as_its_text():
    """NaN is read as an empty cell; letters of any script are kept."""
    columns = {
        "case": ["x"] * 3,
        "event": ["visit_made_focused", "commissioner_appointed", "note"],
        "on": ["2016"] * 3,
        "number": [float("nan")] * 3,
        "names": [None, ["Renée Lee"], None],
        "note": [None, None, "é"],
    }
    visit, appointed, note = from_frame(pa.table(columns))["x"]
    assert visit.number is None
    assert ("Renée Lee",) == appointed.names
    assert "é" == note.note
    odd = {
        "case": ["x"],
        "event": ["visit_made_focused"],
        "on": ["2016"],
        "number": [Decimal(2)],
        "note": [dt.time(9, 30)],
        "deadlines": [[{"what": "a plan", "due": dt.date(2017, 1, 1)}]],
    }
    (visit,) = from_frame(pa.table(odd))["x"]
    assert (2, "09:30:00") == (visit.number, visit.note)
    assert "2017-01-01" == visit.deadlines[0].due.text


def test_reading_stops_after_very_many_faults():
    """So a hostile frame takes little time and memory."""
    frame = pl.DataFrame({"case": "x", "event": ["not"] * 1200, "on": "2016"})
    faults = faults_of(frame)
    assert 1002 == len(faults)
    assert (
        "row 1000: found more than 1000 faults. "
        "Reading stopped here. Correct the faults above, then read the table again."
    ) == faults[-1]


def test_a_query_with_two_columns_of_one_name_is_refused():
    """Its names show only when it is collected."""
    with duckdb.connect() as connection:
        query = connection.sql(
            "select 'x' as \"case\", 'note' as event, '2016' as \"on\", 1 a, 2 a"
        )
        (fault,) = faults_of(query)
    assert "headings, column a: found 2 columns with this name." in fault


def test_a_field_of_texts_by_name_can_be_a_map_of_arrow():
    """So can a list with values that are missing or answers."""
    areas = pa.array([[("leadership", "good")]], pa.map_(pa.string(), pa.string()))
    table = pa.table({"case": ["x"], "event": ["inspection_published"], "on": ["2016"]})
    (event,) = from_frame(table.append_column("areas", areas))["x"]
    assert {"leadership": "good"} == event.areas
    twice = pa.array([[("leadership", "good"), ("leadership", "inadequate")]], areas.type)
    (fault,) = faults_of(table.append_column("areas", twice))
    assert "the name 'leadership' twice" in fault
    deadline = {"what": "a plan", "due": dt.date(2017, 1, 1), "set_by": None}
    frame = pd.DataFrame({"case": ["x"], "event": ["note"], "on": ["2016"]})
    frame["deadlines"] = [[deadline]]
    assert "2017-01-01" == from_frame(frame)["x"][0].deadlines[0].due.text
