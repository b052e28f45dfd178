"""`check_frame` returns the findings that `check` gives on the histories in a frame."""

import datetime as dt
import json
from contextlib import suppress
from functools import cache

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import at_most
from tests.test_oracle import around_the_bound
from trustflow import events as ev
from trustflow.bulk import (
    cases,
    check_frame,
    event_log,
    findings,
    iso_days,
    kernel,
    processors,
    row_facts,
    row_loops,
    tables,
)
from trustflow.bulk import days as day_columns
from trustflow.dates import Span, Unit
from trustflow.engine import Replay
from trustflow.exchange import ReadOptions, from_frame, to_frame
from trustflow.exchange.frames import frame_cases
from trustflow.history import Irregularity
from trustflow.process import (
    CLASSES_NOT_GIVEN,
    Condition,
    DateRule,
    Mark,
    Move,
    Process,
    Relaxation,
    StageInfo,
)
from trustflow.testing import histories, loose_histories, partial_dates

COLUMNS = ["case", "position", "code", "rule", "strength", "certain", "row"]
SUMMARY = ["case", "events", "stage", "findings", "certain", "worst"]
BACKENDS = ("pyarrow", "pandas", "polars")
TRANSFER = tf.TRUST_TRANSFER
RELAXED = Relaxation("2016-01-06", "2016-01-20", tf.Citation("The Order of the Post"))
OWN_EVENTS = [evolve(history, inherits=()) for history in tf.casebook.histories()]
"""The casebook without the events that histories inherit, which a plain frame cannot contain."""


pytestmark = pytest.mark.usefixtures("plain_kernel")


def rows_of(frame):
    """Return the rows of a frame of any kind as tuples of plain values."""
    table = nw.from_native(frame)
    table = table.collect() if isinstance(table, nw.LazyFrame) else table
    return list(zip(*(column.to_pylist() for column in table.to_arrow().columns), strict=True))


def expected_of(frame, process=TRANSFER):
    """Return, as rows, the findings that `check` gives on the histories in a frame."""
    return [
        (
            name,
            finding.index,
            finding.code,
            finding.rule,
            str(finding.strength),
            finding.certain,
            int(case.places[finding.index].removeprefix("row ")) if finding.index >= 0 else None,
        )
        for name, case in frame_cases(frame, process, ReadOptions()).items()
        for finding in tf.check(case.history, process).findings
    ]


def assert_agrees(frame, process=TRANSFER):
    """Assert that `check_frame` and `check` give the same findings, last stages and counts."""
    assert expected_of(frame, process) == rows_of(check_frame(frame, process))
    reports = {
        case: tf.check(history, process) for case, history in from_frame(frame, process).items()
    }
    summary = rows_of(check_frame(frame, process, summary=True))
    assert [
        (case, len(report.history), report.stage, len(report.findings), worst_of(report))
        for case, report in reports.items()
    ] == [(case, events, stage, count, worst) for case, events, stage, count, _, worst in summary]


def worst_of(report):
    """Return the gravest strength among the certain findings of a report."""
    strengths = [finding.strength for finding in report.findings if finding.certain]
    return str(min(strengths, key=list(tf.Strength).index)) if strengths else None


def frame_of(*rows, **columns):
    """Return a polars frame of case, event and date, and of any further columns."""
    return pl.DataFrame(
        {
            "case": [case for case, _, _ in rows],
            "event": [event for _, event, _ in rows],
            "on": [on for _, _, on in rows],
            **columns,
        }
    )


# The same findings as `check`


@at_most(25)
@given(st.lists(histories() | loose_histories(), max_size=3))
def test_random_histories_give_the_findings_of_check(several):
    """This holds for lawful and faulty histories, with every field that a rule needs."""
    assert_agrees(to_frame([evolve(history, inherits=()) for history in several]))


@cache
def beginning_in(stage):
    """Return the trust transfer with another initial stage.

    A frame has no column for the stage in which a history begins, so the process must have it.
    """
    return evolve(TRANSFER, name=f"from {stage}", initial=stage)


@pytest.mark.slow
@pytest.mark.parametrize("rule", oracle.TIMED, ids=lambda rule: rule.id)
@at_most(20)
@given(data=st.data())
def test_every_rule_gives_the_findings_of_check_around_its_bound(rule, data):
    """The days tried include the ends of the rule's period in force, and inexact dates."""
    history = evolve(data.draw(around_the_bound(rule)), inherits=())
    assert_agrees(to_frame(history), beginning_in(history.begins_in))


CONNECTED = {
    "posts": (
        "inspection_published_inadequate",
        "commissioner_appointed",
        "commissioner_succeeded",
        "commissioner_stood_down",
        "commissioner_reported",
        "commissioner_report_published",
        "direction_issued_improvement",
        "direction_issued_unspecified",
        "direction_revoked",
        "improvement_notice_issued",
        "intervention_stepped_down",
        "intervention_ended",
    ),
    "papers": (
        "inspection_published_inadequate",
        "inspection_published_part_cleared",
        "visit_letter_published_jtai",
        "visit_letter_published_jtai_statement",
        "visit_letter_published_priority_action",
        "report_published_by_council",
        "draft_plan_shared",
        "plan_submitted",
        "action_plan_published",
        "agency_registered",
        "note",
    ),
}
"""Groups of triggers that the rules connect."""
STARTS = st.sampled_from(
    [dt.date(2013, 11, 1), dt.date(2017, 1, 10), dt.date(2018, 11, 9), dt.date(2021, 7, 28)]
)
ABOUT = {
    "responds_to": st.sampled_from([None, "inspection", "joint inspection", "Visit", "other"]),
    "principal_authority": st.sampled_from([None, "Leeds", "the council", "a"]),
    "plan_asked": st.sampled_from([None, "yes", "no"]),
    "framework": st.sampled_from([None, "SIF", "ILACS", "other"]),
    "trust": st.sampled_from([None, "Trust", "Other Trust"]),
}
"""Strategies for the values of columns; most events do not have the field and ignore it."""
KINDS = {
    "visit_letter_published_jtai": [None, "jtai"],
    "visit_letter_published_jtai_statement": [None, "jtai"],
    "visit_letter_published_priority_action": [None, "focused", "assurance"],
    "agency_registered": [None, "fostering", "adoption"],
}


@st.composite
def connected_rows(draw):
    """Draw the rows of one case, whose days are near the bounds of rules or the same."""
    triggers = CONNECTED[draw(st.sampled_from(sorted(CONNECTED)))]
    day = draw(STARTS)
    has_kinds = draw(st.booleans())
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        trigger = draw(st.sampled_from(triggers))
        day += dt.timedelta(draw(st.sampled_from([0, 0, 1, 7, 28, 60, 91, 98, 102, 200])))
        forms = [f"{day}", f"{day}", f"{day}", f"{day:%Y-%m}", f"{day:%Y-%m}/..", f"../{day}"]
        row = {"case": "a", "event": trigger, "on": draw(st.sampled_from(forms))}
        row |= {name: draw(values) for name, values in ABOUT.items()}
        row["received_on"] = draw(st.sampled_from([None, f"{day}", f"{day:%Y-%m}"]))
        row["inspected"] = draw(st.sampled_from([None, f"{day - dt.timedelta(60)}/{day:%Y-%m}"]))
        kinds = KINDS.get(trigger, [None])
        row["kind"] = draw(st.sampled_from(kinds)) if has_kinds else None
        if trigger == "agency_registered" and row["kind"] is None:
            row["trust"] = None  # without its kind, such an event can have no other field
        rows.append(row)
    absent = draw(st.sets(st.sampled_from([*rows[0]][3:])))
    return [
        {name: value for name, value in row.items() if name not in absent}
        for row in rows
        if not (row["event"] == "agency_registered" and "kind" in absent)
    ]


@at_most(150)
@given(connected_rows())
def test_connected_events_give_the_findings_of_check(rows):
    """Open ends, answers, posts and repeated events count as they do in `check`."""
    schema = pa.schema([(name, pa.string()) for name in (rows or [{"case": ""}])[0]])
    if rows:
        assert_agrees(pa.Table.from_pylist(rows, schema))


@at_most(60)
@given(st.lists(st.sampled_from(CONNECTED["posts"]), max_size=12), st.data())
def test_the_kernel_closes_what_check_closes(triggers, data):
    """What is open after each event is compared, whether or not a rule depends on it."""
    days = [f"2018-04-0{data.draw(st.integers(1, 3))}" for _ in triggers]
    table = tables.process_tables(TRANSFER, ())
    events = [TRANSFER.event(*pair) for pair in zip(triggers, days, strict=True)]
    frame = frame_of(*(("a", event, day) for event, day in zip(triggers, days, strict=True)))
    rows = event_log.read_event_log(
        lambda name: pa.chunked_array([frame[name].cast(pl.String).to_arrow()]),
        ("case", "event", "on"),
        TRANSFER,
    ).rows
    memory = kernel.WorkingMemory(
        *(np.full(size, -1) for size in (len(table.rules) + 1, len(table.rules), 1, 13, 1))
    )
    replay, count = Replay(TRANSFER), 0
    for place, event in enumerate(events):
        replay.take(event, replay.compiled(event), ())
        count = kernel.close_and_open(table, rows, np.empty(0, int), memory, count, place)
        opened = [events.index(each) for each in replay.opened]
        assert opened == [events.index(events[other]) for other in memory.opened[:count]]


@pytest.mark.parametrize("inspected", ["2020-01", "2020-01-20/2020-02-05", "2019-12/2020-07"])
@pytest.mark.parametrize("answered", ["2020-04-30", "2020-05", "2020-09-25", "2020-10/2021"])
def test_a_missed_due_day_that_was_relaxed_is_a_remark(inspected, answered):
    """This also holds if inexact dates leave open whether the due day was relaxed."""
    rows = [
        ("a", "inspection_published_inadequate", inspected),
        ("a", "action_plan_published", answered),
    ]
    assert_agrees(frame_of(*rows, received_on=[inspected, None]).to_arrow())


def test_the_casebook_gives_the_findings_of_check():
    """All shipped histories are checked, and some of them have findings."""
    frame = to_frame(OWN_EVENTS)
    assert rows_of(check_frame(frame))
    assert_agrees(frame)


def periods_of(value):
    """Convert one date or several to a tuple, as a class of events does."""
    if value is None or isinstance(value, str):
        return () if value is None else (tf.PartialDate.parse(value),)
    return tuple(map(tf.PartialDate.of, value))


@frozen(repr=False, eq=False, kw_only=True)
class Paper(tf.Event):
    """An event with every kind of field that rules can need."""

    responds_to: str | None = None
    body: str | None = None
    seen: tuple[tf.PartialDate, ...] = field(default=(), converter=periods_of)

    @property
    def mood(self):
        """A value that depends on the day and on another field."""
        if self.body is None:
            return None
        return "x" if self.on.first % 2 else "y"


def same_exact_day(event, other):
    """Return whether two events have the same exact day."""
    return event.on.is_day and other.on.is_day and event.on.first == other.on.first


class Asked(Paper):
    """An event that opens something."""

    __slots__ = ()
    opens = True


class Heard(Paper):
    """An event that closes all that is open, and opens something in its place."""

    __slots__ = ()
    opens = True

    def closes(self, opened):
        """Return all that is open."""
        return tuple(event for event in opened if not same_exact_day(event, self))


class Granted(Paper):
    """An event that closes the oldest question of another day, and the rest with the last one."""

    __slots__ = ()

    def closes(self, opened):
        """Return the oldest question, and with the last question all the rest."""
        asked = [event for event in opened if event.trigger == "asked"]
        closed = [event for event in asked if not same_exact_day(event, self)][:1]
        if not any(event is not other for event in asked for other in closed or [None]):
            closed += [
                event
                for event in opened
                if event.trigger != "asked" and not same_exact_day(event, self)
            ]
        return tuple(closed)


class Closed(Paper):
    """An event that closes nothing and can happen twice on a day."""

    __slots__ = ()

    @property
    def can_repeat(self):
        """Whether two equal events of one day can both have happened."""
        return self.body is None


CLASSES = (Asked, Heard, Granted, Closed)
TRIGGERS = ("asked", "heard", "granted", "closed")


@st.composite
def processes(draw):
    """Draw processes with rules of every kind, with and without classes for their events.

    Without classes, the rules use fields that every event has.
    """
    stages = ["first", "second", "third"][: draw(st.integers(2, 3))]
    cells = {("asked", "first"): "second", ("heard", stages[-2]): stages[-1]}
    places = st.tuples(st.sampled_from(TRIGGERS), st.sampled_from(stages))
    cells |= draw(st.dictionaries(places, st.sampled_from(stages), max_size=12))
    cells |= {("asked", "first"): "second", ("granted", stages[-2]): stages[-1]}
    cells = {("closed", "first"): "first"} | cells  # every event is in a move
    marks = st.sampled_from(Mark)
    moves = [Move(*cell, to, draw(marks)) for cell, to in cells.items()]
    leaving = {move.stage for move in moves if not move.stays}
    classes = draw(st.sampled_from([CLASSES_NOT_GIVEN, CLASSES]))
    process = Process(
        name="random",
        title="A random process",
        stages={stage: StageInfo(stage, stage, final=stage not in leaving) for stage in stages},
        initial="first",
        triggers={trigger: trigger for trigger in TRIGGERS},
        moves=moves,
        ordered=draw(st.booleans()),
        events=classes,
    )
    for number in range(3):
        rule = draw(rules(f"rule {number}", stages, classes))
        with suppress(tf.BadProcess):  # a rule that cannot run is refused
            process = process.extended(rules=[rule])
    if draw(st.booleans()):
        with suppress(tf.BadProcess):  # what can never come before it is refused
            process = evolve(process, requires_earlier={"closed": ("asked", "heard")})
    return process


@st.composite
def rules(draw, name, stages, classes):
    """Draw date rules of every kind."""
    some = st.lists(st.sampled_from(TRIGGERS), min_size=1, max_size=2, unique=True)
    few = st.lists(st.sampled_from(TRIGGERS), max_size=2, unique=True)
    least, most = sorted(draw(st.tuples(*[st.integers(0, 40)] * 2)))
    unit = draw(st.sampled_from(Unit))
    bounds = draw(st.sampled_from([(least, None), (None, most), (least, most)]))
    at_least, at_most = (None if count is None else Span(count, unit) for count in bounds)
    dated = ["on", "known_on", *(["seen"] if classes else [])]
    start_field = draw(st.sampled_from(dated))
    starts = draw(some)
    same_event = start_field != "on" and draw(st.booleans())
    ends = starts if same_event else draw(some)
    shown_by = [] if at_most is None else [each for each in draw(few) if each not in ends]
    answers = draw(st.sampled_from([None, "plan", "visit"]))
    conditions = [None, Condition("note", "x"), Condition("note", "y", if_missing=True)]
    in_force = draw(st.sampled_from([{}, {"in_force_by_end": True}, {"in_force_to_due": True}]))
    return DateRule(
        id=name,
        requires="One thing follows another",
        starts=starts,
        ends=ends,
        shown_by=shown_by,
        cancelled_by=[each for each in draw(few) if each not in {*starts, *ends, *shown_by}],
        at_least=at_least,
        at_most=at_most,
        strength=draw(st.sampled_from(tf.Strength)),
        citation=tf.Citation("The Order of the Post, article 1"),
        since=draw(st.sampled_from([None, "2015-07-01"])),
        until=draw(st.sampled_from([None, "2016-06-30"])),
        from_first=draw(st.booleans()),
        start_field=start_field,
        end_field=draw(st.sampled_from(dated)),
        same_event=same_event,
        fallback=None
        if start_field == "on" or draw(st.booleans())
        else (Span(6, Unit.WORKING_DAYS), Span(1, unit)),
        on_entering=draw(st.sampled_from([None, *stages])),
        condition=draw(
            st.sampled_from([*conditions, *([Condition("mood", "x")] if classes else [])])
        ),
        answers=answers,
        duty_holder_field="body" if answers and classes and draw(st.booleans()) else None,
        relaxed=RELAXED if at_most is not None and draw(st.booleans()) else None,
        **in_force,
    )


NEAR = partial_dates(st.dates(dt.date(2015, 5, 1), dt.date(2016, 9, 30))).filter(
    lambda date: date.is_open_start or date.is_open_end or date.last - date.first < 1000
)
"""Dates near the ends of the rules' periods in force, where a few days make a difference."""
FEW_DAYS = st.sampled_from(["2015-07-01", "2015-07-02", "2015-07-15", "2015-07", "2015-08"])
"""Dates that are often the same."""


@at_most(150)
@given(st.data())
def test_any_process_gives_the_findings_of_check(data):
    """The processes have rules of every kind, and their events have classes or none."""
    process = data.draw(processes())
    on = NEAR.map(str) | FEW_DAYS
    columns = {
        "case": st.sampled_from(["a", "b"]),
        "event": st.sampled_from(TRIGGERS),
        "on": on,
        "known_on": st.none() | NEAR.map(str),
        "note": st.sampled_from([None, "x", "y", "z"]),
    }
    if process.events:
        columns["responds_to"] = st.sampled_from([None, "plan", " Plan ", "visit", "a letter"])
        columns["body"] = st.sampled_from([None, "a", "B ", "Leeds"])
        columns["seen"] = st.none() | on | st.tuples(on, on).map(list).map(json.dumps)
    absent = data.draw(st.sets(st.sampled_from([*columns][3:]), max_size=len(columns) - 3))
    drawn = {name: each for name, each in columns.items() if name not in absent}
    rows = data.draw(st.lists(st.tuples(*drawn.values()), max_size=8))
    cells = zip(*rows, strict=True) if rows else [()] * len(drawn)
    frame = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(drawn, cells, strict=True)}
    )
    assert_agrees(frame, process)


def test_the_compiled_kernel_gives_the_same_findings(monkeypatch):
    """This holds for rows in the order of their cases, and for mixed rows."""
    frame = to_frame(OWN_EVENTS)
    plain = rows_of(check_frame(frame))
    monkeypatch.setattr(findings, "compiled_check_cases", kernel.compiled_check_cases)
    monkeypatch.setattr(cases, "compiled_group_rows", row_loops.compiled_group_rows)
    monkeypatch.setattr(cases, "compiled_change_points", row_loops.compiled_change_points)
    monkeypatch.setattr(day_columns, "compiled_look_up_days", row_loops.compiled_look_up_days)
    monkeypatch.setattr(day_columns, "compiled_read_iso_days", iso_days.compiled_read_iso_days)
    monkeypatch.setattr(row_facts, "compiled_number_facts", row_loops.compiled_number_facts)
    assert plain == rows_of(check_frame(frame))
    mixed = nw.from_native(frame).sort("on").to_native()
    assert expected_of(mixed) == rows_of(check_frame(mixed))


# Frames of every kind

SANDWELL = tf.casebook.load("Sandwell")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("summary", [False, True])
def test_the_result_is_a_frame_of_the_same_kind(backend, summary):
    """The columns and rows of the result are the same for every kind."""
    frame = to_frame(SANDWELL, backend=backend)
    result = check_frame(frame, summary=summary)
    assert type(frame) is type(result)
    assert (SUMMARY if summary else COLUMNS) == nw.from_native(result).columns
    assert rows_of(check_frame(to_frame(SANDWELL), summary=summary)) == rows_of(result)


def test_lazy_frames_stay_lazy():
    """A lazy polars frame gives a lazy frame, and a duckdb relation gives a relation."""
    table = to_frame(SANDWELL)
    lazy = check_frame(pl.from_arrow(table).lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert expected_of(table) == rows_of(lazy)
    with duckdb.connect() as connection:
        connection.register("events", table)
        relation = check_frame(connection.sql("select * from events"))
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    assert expected_of(table) == relation.fetchall()


@pytest.mark.parametrize("backend", BACKENDS)
def test_dates_may_be_date_columns_instead_of_text(backend):
    """A frame has one column of dates, or two for the earliest and the latest day."""
    frame = nw.from_native(to_frame(SANDWELL, backend=backend, dates=True))
    expected = expected_of(to_frame(SANDWELL))
    assert expected == rows_of(check_frame(frame.drop("on").to_native()))
    whole = nw.maybe_reset_index(frame.filter(nw.col("earliest") == nw.col("latest")))
    days = whole.with_columns(on=nw.col("earliest")).to_native()
    assert expected_of(whole.to_native()) == rows_of(check_frame(days))
    texts = whole.with_columns(earliest=nw.col("on"), latest=nw.col("on")).drop("on").to_native()
    assert expected_of(whole.to_native()) == rows_of(check_frame(texts))


def test_earliest_and_latest_are_read_where_a_row_has_no_date():
    """If `earliest` or `latest` is missing too, the date has an open end."""
    table = frame_of(
        ("a", "trust_went_live", None),
        ("a", "note", "2016"),
        ("a", "note", ""),
        earliest=["2018-01-01", None, None],
        latest=[None, None, "2015-03"],
    )
    assert_agrees(table.to_arrow())


def test_cases_may_be_numbers_and_categories():
    """The result names the cases by the same values, whatever the order of the categories."""
    rows = [(2, "returned_to_council", "2016"), (1, "returned_to_council", "2016")]
    result = check_frame(frame_of(*rows))
    assert [2, 1] == result["case"].to_list()
    assert pl.Int64 == result["case"].dtype
    frame = pd.DataFrame(rows, columns=["case", "event", "on"], index=[7, 7])
    frame["case"] = pd.Categorical(frame["case"], categories=[1, 2, 3])
    frame["event"] = frame["event"].astype("category")
    back = check_frame(frame)
    assert [2, 1] == back["case"].tolist()
    assert [0, 1] == back.index.tolist()
    assert [2, 1] == check_frame(frame, summary=True)["case"].tolist()


def test_rows_of_several_cases_may_be_mixed():
    """Cases come in the order of their first rows, and rows keep their order."""
    rows = [
        ("b", "trust_went_live", "2016"),
        ("a", "note", "2017"),
        ("b", "note", "2015"),
        ("a", "note", "2016"),
    ]
    frame = frame_of(*rows).to_arrow()
    assert ["b", "a"] == [case for case, *_ in rows_of(check_frame(frame, summary=True))]
    assert_agrees(frame)


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_any_mixture_of_rows_gives_the_findings_of_check(cases):
    """This holds for any order of the cases, and for an empty frame."""
    rows = [
        (case, ("note", "trust_went_live")[number % 2], f"{2020 - number}")
        for number, case in enumerate(cases)
    ]
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    names = ("case", "event", "on")
    frame = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    )
    assert_agrees(frame)


# Rows that cannot be read


def test_a_number_is_not_an_event():
    """Numbers in the column `event` do not name triggers, so no row can be read."""
    frame = frame_of(("a", "", "2016")).with_columns(event=pl.lit(3))
    assert ["bad_field"] == [code for _, _, code, *_ in rows_of(check_frame(frame))]


def test_rows_that_cannot_be_read_are_findings():
    """The other rows of the case are checked as if the unreadable rows were absent.

    A blank row is no finding.
    """
    frame = frame_of(
        ("a", "inspection_published_inadequate", "2015-06-05"),
        ("a", "note", "soon"),
        (None, "note", "2016"),
        ("a", "note", None),
        ("a", "resurrection", "2016"),
        (None, None, None),
        ("a", "trust_went_live", "2017"),
    )
    assert [
        ("a", 1, "bad_date", None, "logic", True, 1),
        ("a", 2, "bad_date", None, "logic", True, 3),
        ("a", 3, "bad_field", None, "logic", True, 4),
        ("a", 4, "move_not_allowed", None, "logic", True, 6),
        (None, 0, "no_case", None, "logic", True, 2),
    ] == rows_of(check_frame(frame))
    assert [("a", 5, "trust_live", 4, 4, "logic")] == rows_of(check_frame(frame, summary=True))


def test_an_unknown_event_cannot_be_read():
    """`from_frame` refuses such a row, and so it does a row without an event."""
    frame = frame_of(("a", "resurrection", "2016"), ("b", "", "2016"), ("c", None, "2016"))
    assert ["bad_field"] * 3 == [row[2] for row in rows_of(check_frame(frame))]


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        (dt.date(2016, 2, 1), dt.date(2016, 1, 1)),
        (dt.date(1850, 1, 1), dt.date(2016, 1, 1)),
        (dt.date(2016, 1, 1), dt.date(2850, 1, 1)),
        (None, None),
    ],
)
def test_an_impossible_pair_of_earliest_and_latest_is_a_bad_date(earliest, latest):
    """The two days are reversed, outside 1900 to 2199, or both missing."""
    days = pa.array([earliest], pa.date32()), pa.array([latest], pa.date32())
    frame = pa.table([["a"], ["note"], *days], names=["case", "event", "earliest", "latest"])
    assert ["bad_date"] == [code for _, _, code, *_ in rows_of(check_frame(frame))]


def test_a_moment_is_its_day():
    """Missing moments are bad dates."""
    moments = pd.to_datetime(["2016-01-01 00:00", "2016-01-01 12:00", None])
    frame = pd.DataFrame({"case": list("abc"), "event": "note", "on": moments})
    codes = [(case, code) for case, _, code, *_ in rows_of(check_frame(frame))]
    assert [("c", "bad_date")] == codes


def test_values_of_mixed_types_are_read_as_text():
    """A pandas column of type `object` may contain them."""
    frame = pd.DataFrame(
        {"case": ["a", 3, None], "event": ["note", 7, "note"], "on": ["2016", 2016, "2016"]}
    )
    codes = [(case, code) for case, _, code, *_ in rows_of(check_frame(frame.astype(object)))]
    assert [(3, "bad_field"), (None, "no_case")] == codes


@pytest.mark.parametrize(
    ("name", "value", "rows"),
    [
        ("inspected", "soon", [0, 1]),
        ("received_on", "soon", [0, 1]),
        ("framework", "QUAKERS", [0]),
        ("framework", "", []),
        ("source_url", "javascript:1", [0, 1]),
        ("source_confidence", "sure", [0, 1]),
    ],
)
def test_a_field_that_cannot_be_read_is_a_finding(name, value, rows):
    """A date that cannot be read is one also if the event does not have the field.

    Every event has sources.
    """
    log = [
        ("a", "inspection_published_inadequate", "2015-06-05"),
        ("b", "note", "2016"),
        ("c", "inspection_published_inadequate", "2015-06-05"),
    ]
    found = rows_of(check_frame(frame_of(*log, **{name: [value, value, None]})))
    assert [("bad_field", row) for row in rows] == [(each[2], each[-1]) for each in found]


def test_fields_that_contradict_each_other_are_a_finding():
    """The class of the event refuses such fields when an event is built."""

    class Letter(tf.Event):
        def irregularities(self):
            return ()

        def __attrs_post_init__(self):
            super().__attrs_post_init__()
            if self.note == "x" and not self.on.is_day:
                raise ValueError("a letter of that note is of a day")

    process = letters(Letter, name="strict letters")
    frame = frame_of(("a", "letter", "2016"), ("b", "letter", "2016-01-01"), note=["x", "x"])
    assert [("a", 0, "bad_field", None, "logic", True, 0)] == rows_of(check_frame(frame, process))


def letters(cls, name="letters"):
    """Return a process with one event class, and a rule that depends on the note."""
    return Process(
        name=name,
        title="Letters",
        stages={"open": StageInfo("Open", "Letters come.", final=True)},
        initial="open",
        triggers={"letter": "letter"},
        moves=[Move("letter", "open", "open")],
        rules=[
            DateRule(
                id="next",
                requires="A letter is answered",
                starts="letter",
                ends="letter",
                at_most="3 days",
                strength="law",
                citation=tf.Citation("The Order of the Post"),
                condition=Condition("note", "x"),
            )
        ],
        events=[cls],
    )


def test_findings_that_an_event_gives_by_itself_come_from_its_class():
    """Such findings are irregularities, and requirements met that no event has set."""

    class Letter(tf.Event):
        def irregularities(self):
            wrong = Irregularity(
                "smudged", tf.Strength.LAW, "It is smudged.", tf.Citation("The Order")
            )
            return (wrong, wrong) if self.on.is_day else ()

        @property
        def requirement(self):
            return "an answer" if self.note == "x" else None

    process = letters(Letter)
    rows = [("a", "letter", "2016-01-01"), ("a", "letter", "2016-02"), ("a", "letter", "2016-03")]
    assert_agrees(frame_of(*rows, note=["x", None, "x"]).to_arrow(), process)


def test_a_class_can_look_at_how_exact_its_day_is():
    """Months then do not share the facts of their days, though a class names the days of change."""

    class Letter(tf.Event):
        def irregularities(self):
            wrong = Irregularity(
                "vague", tf.Strength.LAW, "Its day is not known.", tf.Citation("X")
            )
            return () if self.on.is_day else (wrong,)

        def turning_days(self):
            return (dt.date(2016, 2, 15).toordinal(),)

    rows = [("a", "letter", day) for day in ("2016-01-01", "2016-01", "2016-02", "2016-03-01")]
    assert ["vague", "vague"] == check_frame(frame_of(*rows), letters(Letter))["code"].to_list()
    assert_agrees(frame_of(*rows).to_arrow(), letters(Letter))


@pytest.mark.parametrize("closed", ["2016-01-03", "2016-01", "2016-01-08"])
def test_a_clock_whose_start_opens_nothing_is_cancelled(closed):
    """Nothing has to be closed for that, and an answer after it is never late."""
    process = process_of_questions(
        ("asked", "closed", "answered"),
        rules=[
            DateRule(
                id="answer",
                requires="A question is answered",
                starts="asked",
                ends="answered",
                cancelled_by="closed",
                at_most="3 days",
                strength="law",
                citation=tf.Citation("The Order of the Post"),
            )
        ],
    )
    asked, answered = ("asked", "2016-01-01"), ("answered", "2016-02-01")
    rows = [
        ("cancelled", *asked),
        ("cancelled", "closed", closed),
        ("cancelled", *answered),
        ("late", *asked),
        ("late", *answered),
    ]
    frame = frame_of(*rows).to_arrow()
    assert ["late"] == check_frame(frame, process).column("case").to_pylist()
    assert_agrees(frame, process)


def process_of_questions(triggers, **parts):
    """Return a process with one stage, in which all triggers stay.

    Args:
        triggers: The triggers.
        parts: What else the process has, such as its rules.
    """
    return Process(
        name="questions",
        title="Questions",
        stages={"open": StageInfo("Open", "Questions come.", final=True)},
        initial="open",
        triggers={trigger: trigger for trigger in triggers},
        moves=[Move(trigger, "open", "open") for trigger in triggers],
        **parts,
    )


@pytest.mark.slow
@pytest.mark.parametrize("first", [1, 10, 16, 20])
@pytest.mark.parametrize("last", [15, 17, 31])
@pytest.mark.parametrize("at_least", [None, "2 days"])
@pytest.mark.parametrize("relaxed", [None, RELAXED])
def test_a_rule_that_binds_only_some_start_days_is_evaluated_as_by_check(
    first, last, at_least, relaxed
):
    """The strength is that of the start days without an upper bound, if they break the rule too."""
    process = process_of_questions(
        ("asked", "answered"),
        rules=[
            DateRule(
                id="answer",
                requires="A question is answered",
                starts="asked",
                ends="answered",
                at_least=at_least,
                at_most="5 days",
                until="2016-01-20",
                in_force_to_due=True,
                relaxed=relaxed,
                strength="law",
                citation=tf.Citation("The Order of the Post"),
            )
        ],
    )
    start = f"2016-01-{min(first, last):02}/2016-01-{last}"
    ends = [f"2016-01-{day:02}" for day in range(1, 32)]
    ends += [f"2016-01-{day:02}/2016-01-{day + 6:02}" for day in range(1, 25)]
    rows = [
        row
        for number, end in enumerate(ends)
        for row in ((f"{number}", "asked", start), (f"{number}", "answered", end))
    ]
    assert_agrees(frame_of(*rows), process)


def test_rules_that_share_a_clock_bit_are_kept_apart():
    """Each clock counts from its own start, whichever other clocks are running."""
    count = tables.CLOCK_BITS + 8
    asked, answered = (
        [f"{word}_{number}" for number in range(count)] for word in ("asked", "answered")
    )
    process = process_of_questions(
        (*asked, *answered),
        rules=[
            DateRule(
                id=f"answer {number}",
                requires="A question is answered",
                starts=asked[number],
                ends=answered[number],
                at_most="3 days",
                strength="law",
                citation=tf.Citation("The Order of the Post"),
            )
            for number in range(count)
        ],
    )
    put = {"all": asked, "none": [], "first": asked[:1], "last": asked[-1:]}
    rows = [
        (case, trigger, day)
        for case, questions in put.items()
        for trigger, day in (
            *((trigger, "2016-01-01") for trigger in questions),
            *((trigger, "2016-01-05") for trigger in answered),
        )
    ]
    frame = frame_of(*rows).to_arrow()
    assert count + 2 == len(check_frame(frame, process))
    assert_agrees(frame, process)


def test_required_triggers_without_a_bit_are_not_missed():
    """If more triggers are required than there are bits, the lists of triggers decide."""
    count = tables.EARLIER_BITS + 2
    asked, answered = (
        [f"{word}_{number}" for number in range(count)] for word in ("asked", "answered")
    )
    process = process_of_questions(
        (*asked, *answered),
        rules=[],
        requires_earlier=dict(zip(answered, asked, strict=True)),
    )
    put = {"all": asked, "none": [], "all but the last": asked[:-1], "first": asked[:1]}
    rows = [
        (case, trigger, "2016-01")
        for case, questions in put.items()
        for trigger in (*questions, *answered)
    ]
    frame = frame_of(*rows).to_arrow()
    assert 2 * count == len(check_frame(frame, process))
    assert_agrees(frame, process)


@pytest.mark.parametrize("rules", [2, 3])
def test_one_event_starts_several_clocks(rules):
    """Each of the clocks gives its own finding, also if one counts from the first start only."""
    process = process_of_questions(
        ("asked", "answered"),
        rules=[
            DateRule(
                id=f"answer {number}",
                requires="A question is answered",
                starts="asked",
                ends="answered",
                at_most="3 days",
                from_first=number == 0,
                strength="law",
                citation=tf.Citation("The Order of the Post"),
            )
            for number in range(rules)
        ],
    )
    days = {"late": ["2016-01-01", "2016-01-05"], "later": ["2016-01-01", "2016-01-02"]}
    frame = frame_of(
        *((case, "asked", day) for case, asked in days.items() for day in asked[:-1]),
        ("later", "asked", "2016-01-02"),
        *((case, "answered", "2016-01-05") for case in days),
        ("later", "asked", "2016-01-06"),
        ("later", "answered", "2016-01-08"),
    ).to_arrow()
    found = check_frame(frame, process).to_pylist()
    assert ["answer 0"] == [each["rule"] for each in found if each["case"] == "later"]
    assert rules == len([each for each in found if each["case"] == "late"])
    assert_agrees(frame, process)


def test_a_clock_that_starts_on_entering_a_stage_runs_on_inside_it():
    """The other clocks that the same event starts begin again."""
    triggers = ("asked", "answered")
    process = Process(
        name="clocks",
        title="Questions",
        stages={
            "open": StageInfo("Open", "Nothing is asked."),
            "waiting": StageInfo("Waiting", "Questions are open.", final=True),
        },
        initial="open",
        triggers={trigger: trigger for trigger in triggers},
        moves=[
            Move("asked", "open", "waiting"),
            *(Move(t, "waiting", "waiting") for t in triggers),
        ],
        rules=[
            DateRule(
                id=f"answer {number}",
                requires="A question is answered",
                starts="asked",
                ends="answered",
                at_most="3 days",
                on_entering=None if number else "waiting",
                strength="law",
                citation=tf.Citation("The Order of the Post"),
            )
            for number in range(4)
        ],
    )
    frame = frame_of(
        ("a", "asked", "2016-01-01"), ("a", "asked", "2016-01-04"), ("a", "answered", "2016-01-05")
    ).to_arrow()
    assert ["answer 0"] == check_frame(frame, process).column("rule").to_pylist()
    assert_agrees(frame, process)


def test_an_unreadable_day_is_found_for_an_event_whose_facts_depend_on_it():
    """The event is not looked up by its day."""
    rows = [("a", "inspection_published_inadequate", day) for day in ("2016-01-01", "soon")]
    frame = frame_of(*rows).to_arrow()
    assert ["bad_date"] == check_frame(frame).column("code").to_pylist()


# What a frame must have


@pytest.mark.parametrize(
    ("missing", "content"),
    [("case", "the authority"), ("event", "what happened"), ("on", "the day")],
)
def test_the_error_for_a_missing_column_says_what_it_contains(missing, content):
    """The error is the one of `from_frame`."""
    frame = frame_of(("a", "note", "2016")).drop(missing)
    with pytest.raises(tf.BadHistory, match=f"Expected a column for {content}") as raised:
        check_frame(frame)
    with pytest.raises(tf.BadHistory) as expected:
        from_frame(frame)
    assert expected.value.faults == raised.value.faults


@pytest.mark.parametrize("name", ["note", "source", "known_on"])
def test_a_column_without_effect_is_read(name):
    """Its values change no finding, unless they cannot be read."""
    frame = frame_of(("a", "trust_went_live", "2016"), **{name: ["2016"]})
    assert expected_of(frame.drop(name)) == rows_of(check_frame(frame))


@pytest.mark.parametrize("rest", [(), (("b", "letter", "2016-02"),)])
def test_a_process_whose_events_set_deadlines_alone_is_checked(rest):
    """The same holds for events that abolish the authority."""

    class Letter(tf.Event):
        @property
        def deadlines_set(self):
            return (tf.Deadline("an answer", within="3 days"),)

    class Merger(tf.Event):
        def abolishes(self, _authority):
            return True

    rows = (("a", "letter", "2016-01-01"), *rest, ("a", "letter", "2017"))
    for cls in (Letter, Merger):
        process = evolve(letters(Letter), events=[cls.__class__("Letter", (cls,), {})])
        assert_agrees(frame_of(*rows), process)


def test_a_value_that_is_not_a_frame_is_refused():
    """The error shows how a list of rows becomes a frame."""
    with pytest.raises(tf.InvalidValue, match=r"pandas\.DataFrame\(rows\)"):
        check_frame([("a", "note", "2016")])


@pytest.mark.parametrize("summary", [False, True])
def test_an_empty_frame_has_no_findings(summary):
    """The result has the usual columns and no rows."""
    empty = pa.table({name: pa.array([], pa.string()) for name in ("case", "event", "on")})
    result = check_frame(empty, summary=summary)
    assert 0 == len(result)
    assert (SUMMARY if summary else COLUMNS) == result.column_names


def test_more_findings_than_the_first_array_holds_are_all_returned():
    """The nine rows here give more findings than the first array can contain."""
    rows = [("a", "trust_went_live", f"{2020 - year}") for year in range(9)]
    assert_agrees(frame_of(*rows).to_arrow())


@pytest.mark.slow
def test_the_findings_of_several_blocks_are_in_the_order_of_the_cases(monkeypatch):
    """The order does not depend on which processor has finished first."""
    monkeypatch.setattr(processors, "MIN_BLOCK_ROWS", 5)
    monkeypatch.setattr(processors.os, "cpu_count", lambda: 4)
    assert_agrees(to_frame(OWN_EVENTS))


def test_open_ends_give_the_findings_of_check():
    """Dates without a start or an end are compared as `check` compares them."""
    inspected = ev.InspectionPublished("2015-06/..", judgement="inadequate")
    late = ev.ActionPlanPublished("../2199")
    assert_agrees(to_frame(tf.History("a", [inspected, late])))


def test_values_of_every_type_are_read_as_from_frame_reads_them():
    """Answers, numbers, dates and midnights become the texts that a cell would contain."""
    rows = [
        ("a", "visit_letter_published_priority_action", "2020-01-06"),
        ("a", "plan_submitted", "2020-09-01"),
        ("a", "contract_signed", "2020-09-02"),
        ("a", "contract_signed", "2020-09-02"),
    ]
    received = [dt.datetime(2020, 1, 2), None, None, None]  # noqa: DTZ001 - a day without a time
    columns = {"plan_asked": [True, None, None, None], "term_years": [None, None, 2.0, 2.0]}
    frame = frame_of(*rows, received_on=received, **columns).to_arrow()
    assert "date_rule" in [code for _, _, code, *_ in rows_of(check_frame(frame))]
    assert_agrees(frame)


def test_another_body_than_the_authority_has_its_own_duty():
    """The name of the case, or else the column `authority`, names the authority itself."""
    rows = [
        (case, trigger, day)
        for case in ("Leeds", "leeds  CITY", "b")
        for trigger, day in (
            ("visit_letter_published_jtai_statement", "2018-11-09"),
            ("action_plan_published", "2020-01-01"),
        )
    ]
    named = ["leeds", None, "Leeds City", None, "Leeds", None]
    frame = frame_of(*rows, principal_authority=named).to_arrow()
    assert [("Leeds", 1), ("leeds  CITY", 1)] == [row[:2] for row in rows_of(check_frame(frame))]
    assert_agrees(frame)
    authority = [None, None, None, "Bradford", None, "LEEDS"]
    frame = frame_of(*rows, principal_authority=named, authority=authority).to_arrow()
    assert [("Leeds", 1), ("b", 1)] == [row[:2] for row in rows_of(check_frame(frame))]
    assert_agrees(frame)


def test_many_equal_events_are_found_in_one_case():
    """Every event but the first of its kind and day is repeated, however many there are."""
    rows = [("a", "trust_incorporated", f"2016-01-{1 + n * 7 % 20:02}") for n in range(200)]
    frame = frame_of(("a", "direction_issued_trust", "2015"), *rows).to_arrow()
    codes = [code for _, _, code, *_ in rows_of(check_frame(frame))]
    assert 180 == codes.count("repeated_event")
    assert_agrees(frame)


def test_combinations_of_large_numbers_do_not_overflow():
    """The largest 32-bit number is not confused with another value."""
    days = np.array([1, 2**31 - 1], np.int32)
    from trustflow.bulk.combinations import distinct_combinations

    combination, examples = distinct_combinations(days, [np.array([-1, -1], np.int32)])
    assert [0, 1] == combination.tolist()
    assert [0, 1] == examples.tolist()

    wide = days.astype(np.int64) << 20
    combination, examples = distinct_combinations(days, [wide, wide[::-1], wide])
    assert [0, 1] == combination.tolist()
    assert [0, 1] == examples.tolist()


def test_processes_with_other_classes_are_checked_by_their_own():
    """Processes that differ only in their event classes are equal, but share no cached result."""

    class Letter(tf.Event):
        def irregularities(self):
            return (Irregularity("smudged", tf.Strength.LAW, "Smudged.", tf.Citation("An Order")),)

    process = letters(Letter)
    bare = evolve(process, events=())
    rows = frame_of(("a", "letter", "2016-01-01"))
    assert bare == process
    for _ in range(2):
        assert [] == check_frame(rows, bare)["code"].to_list()
        assert ["smudged"] == check_frame(rows, process)["code"].to_list()


def test_processes_with_other_effects_are_checked_by_their_own():
    """A field abolishes the authority in one of two equal processes, and nothing in the other."""

    @frozen(kw_only=True)
    class Letter(tf.Event):
        colour: str | None = None

    class Merger(Letter):
        def abolishes(self, _authority):
            return self.colour == "red"

    process = letters(Letter)
    merging = evolve(process, events=[type("Letter", (Merger,), {})])
    rows = frame_of(("a", "letter", "2016-01-01"), ("a", "letter", "2017"), colour=["red", None])
    assert merging == process
    for _ in range(2):
        assert [] == check_frame(rows, process)["code"].to_list()
        assert ["after_abolition"] == check_frame(rows, merging)["code"].to_list()


POSTS_REVIEW = (
    ("a", "inspection_published_inadequate", "2018-01-29"),
    ("a", "direction_issued_improvement", "2018-03-01"),
    ("a", "direction_issued_improvement", "2018-03-01"),
    ("a", "direction_issued_unspecified", "2018-03"),
    ("a", "commissioner_appointed", "2018-04-01"),
)


@pytest.mark.parametrize(
    "after",
    [
        [("direction_revoked", "2018-05-01"), ("commissioner_reported", "2018-12-01")],
        [("direction_revoked", "yesterday"), ("commissioner_stood_down", "2018-05-01")],
        [("commissioner_succeeded", "no day"), ("intervention_ended", "2018-05-01")],
    ],
)
def test_what_closes_a_post_is_read_from_the_rows_before(after):
    """Equal directions are closed together, and a row without a day closes and opens nothing."""
    rows = [*POSTS_REVIEW, *(("a", event, on) for event, on in after)]
    rows.append(("a", "commissioner_reported", "2019-12-01"))
    readable = frame_of(*(row for row in rows if row[2][0] == "2"))
    unreadable = frame_of(*rows)
    assert_agrees(readable)
    found = [row[2:6] for row in rows_of(check_frame(unreadable)) if row[2] != "bad_date"]
    assert [row[2:6] for row in rows_of(check_frame(readable))] == found


@pytest.mark.parametrize("inspected", [None, "2014-01-05/2014-01-20", "2015-07-01/2015-07-10"])
def test_an_inspection_ends_a_clock_on_its_start(inspected):
    """One that started before the clock leaves it running; one without a start only shows it."""
    rows = (
        ("a", "inspection_published_inadequate", "2014-01-10"),
        ("a", "inspection_published_not_inadequate", "2015-09-01"),
        ("a", "inspection_published_not_inadequate", "2018-09-01"),
    )
    last = None if inspected is None else "2018-07-02/2018-07-20"
    dates = pl.Series([None, inspected, last], dtype=pl.String)
    assert_agrees(frame_of(*rows, framework=["SIF"] * 3, inspected=dates))


@pytest.mark.parametrize(
    ("start", "end"),
    [("2016-01/2016-06", "2016-08/2017-12"), ("2016", "2016-12"), ("2016-02", "2017")],
)
def test_both_bounds_of_inexact_dates_give_the_findings_of_check(start, end):
    """Some start days are too late for the earliest end, and others keep the rule."""
    assert_agrees(
        frame_of(
            ("a", "inspection_published_inadequate", "2013-01-10"),
            ("a", "commissioner_appointed", "2013-02-10"),
            ("a", "direction_issued_trust", start),
            ("a", "trust_went_live", end),
        )
    )


def test_an_event_that_closes_a_post_and_opens_another_can_cancel_its_clock():
    """The clock does not go on for the other post, because the rule names the event."""
    process = process_of_questions(
        ("asked", "heard", "granted"),
        rules=[
            DateRule(
                id="answer",
                requires="It is granted",
                starts="asked",
                ends="granted",
                cancelled_by="heard",
                at_most="9 days",
                strength="policy",
                citation=tf.Citation("made up"),
            )
        ],
        events=CLASSES[:3],
    )
    rows = [("a", "asked", "2018-01-01"), ("a", "granted", "2018-03-01")]
    assert [("date_rule", "answer")] == [
        row[2:4] for row in rows_of(check_frame(frame_of(*rows), process))
    ]
    cancelled = frame_of(rows[0], ("a", "heard", "2018-01-02"), rows[1]).to_arrow()
    assert [] == rows_of(check_frame(cancelled, process))
    assert_agrees(cancelled, process)


class Settled(Paper):
    """An event that closes the oldest question of another day, and everything else."""

    __slots__ = ()

    def closes(self, opened):
        """Return the oldest question, and all that is no question."""
        earlier = [event for event in opened if not same_exact_day(event, self)]
        asked = [event for event in earlier if event.trigger == "asked"]
        return (*asked[:1], *(event for event in earlier if event.trigger != "asked"))


@pytest.mark.parametrize("day", ["2018-02-01", "2018-03-01"])
def test_an_event_can_close_the_oldest_of_one_kind_and_all_of_another(day):
    """The clock of the second question runs on after the first is settled, whatever else is."""
    labels = {trigger: trigger for trigger in ("asked", "heard", "settled", "granted")}
    process = Process(
        name="questions",
        title="Questions",
        stages={"open": StageInfo("Open", "Open", final=True)},
        initial="open",
        triggers=labels,
        moves=[Move(trigger, "open", "open") for trigger in labels],
        rules=[
            DateRule(
                id="answer",
                requires="It is granted",
                starts="asked",
                ends="granted",
                end_field="seen",
                cancelled_by="settled",
                at_most="9 days",
                strength="policy",
                citation=tf.Citation("made up"),
            ),
            DateRule(
                id="view",
                requires="It is seen",
                starts="asked",
                ends="settled",
                end_field="seen",
                at_most="9 days",
                strength="policy",
                citation=tf.Citation("made up"),
            ),
        ],
        events=(Asked, Heard, Settled, Granted),
    )
    rows = [
        ("a", "asked", "2018-01-01"),
        ("a", "heard", "2018-01-02"),
        ("a", "asked", day),
        ("a", "settled", "2018-03-01"),
        ("a", "granted", "2018-06-01"),
    ]
    assert_agrees(frame_of(*rows), process)
