"""The possible days of events with open dates, which their neighbours in the list bound."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.engine.samples import history_of
from tests.engine.test_advance import replayed, state_of
from tests.examples import HALF
from trustflow import events as ev
from trustflow.dates import AFTER_ALL, BEFORE_ALL, PartialDate
from trustflow.engine import Replay, advance, suppose
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories

OPEN = st.sampled_from(
    ["2015/..", "../2015", "2015-06-10/..", "../2015-06-10", "2015-06~/..", "../.."]
)
ANY_DAYS = OPEN | st.sampled_from(["2014", "2015-06", "2015-06-10", "2015-06-11", "2016-01-01"])
LISTS = st.lists(ANY_DAYS, max_size=5)
"""Dates of which many are open, around a few days."""


def days_of(text):
    """Return the days of a text; ".." is a side without a bound."""
    first, _, last = text.partition("/")
    start = BEFORE_ALL if first == ".." else PartialDate(first).first
    end = last or first
    return start, AFTER_ALL if end == ".." else PartialDate(end).last


def noted(*dates, inherits=()):
    """Return a history of notes on some dates."""
    notes, inherited = ([ev.Note(date) for date in each] for each in (dates, inherits))
    return tf.History("North", notes, inherits=inherited, succeeds="All of it")


def days_in(history):
    """Return the possible days of each event of a history, the inherited ones first."""
    report = tf.check(history)
    return [report.days(event) for event in (*history.inherits, *history)]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["2015"], ["2015"]),
        (["2015/..", "2016-03"], ["2015-01-01/2016-03-31", "2016-03"]),
        (["2015/..", "../2016-03"], ["2015-01-01/2016-03-31", "2015-01-01/2016-03-31"]),
        (
            ["2015/..", "2015-06/..", "2016"],
            ["2015-01-01/2016-12-31", "2015-06-01/2016-12-31", "2016"],
        ),
        (["2015/.."], ["2015-01-01/.."]),
        (["2014", "2015/..", "2016/.."], ["2014", "2015-01-01/..", "2016-01-01/.."]),
        (["../2015"], ["../2015-12-31"]),
        (["2013-05", "../2015"], ["2013-05", "2013-05-01/2015-12-31"]),
        (["2013", "2012-12/2014", "../2015"], ["2013", "2012-12-01/2014-12-31", "2013/2015"]),
        (["2013", "../.."], ["2013", "2013-01-01/.."]),
        (["2013", "../..", "2014"], ["2013", "2013-01-01/2014-12-31", "2014"]),
        (["../.."], ["../.."]),
        (["../..", "2014"], ["../2014-12-31", "2014"]),
    ],
)
def test_neighbours_bound_an_open_date(dates, days):
    """An end runs to the next event not open at its end, a start begins at the day reached."""
    assert [days_of(text) for text in days] == days_in(noted(*dates))


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["2015-06/..", "2015-05-31"], ["2015-06", "2015-05-31"]),
        (["2016", "../2015-11"], ["2016", "2015-11"]),
        (["2016", "../2015-11-16"], ["2016", "2015-11-16"]),
        (["2016", "../..", "2015"], ["2016", "../..", "2015"]),
        (["2015~/..", "2014"], ["2015", "2014"]),
    ],
)
def test_the_stated_end_counts_alone_if_no_day_is_left(dates, days):
    """One of the dates is wrong then, and nobody knows which."""
    assert [days_of(text) for text in days] == days_in(noted(*dates))


def test_an_event_out_of_order_sets_the_day_reached_back():
    """The day reached is the one that decides what is out of order."""
    history = noted("2018", "2015", "../2017")
    assert [("out_of_order", 1)] == [(each.code, each.index) for each in tf.check(history).findings]
    assert days_of("2015-01-01/2017-12-31") == days_in(history)[2]


@pytest.mark.parametrize(
    ("inherits", "own", "days"),
    [
        (["2015/.."], ["2016"], ["2015-01-01/2016-12-31", "2016"]),
        (["2015/..", "2015-06"], ["2016"], ["2015-01-01/2015-06-30", "2015-06", "2016"]),
        (["2015/.."], ["2016/..", "2017"], ["2015-01-01/2017-12-31", "2016-01-01/2017", "2017"]),
        (["2015/.."], [], ["2015-01-01/.."]),
        (["2014", "../2015"], [], ["2014", "2014-01-01/2015-12-31"]),
        (["2014"], ["../2015"], ["2014", "../2015-12-31"]),
    ],
)
def test_inherited_events_are_bounded_by_each_other_and_by_the_first_own_one(inherits, own, days):
    """No own event is bounded by an inherited one."""
    assert [days_of(text) for text in days] == days_in(noted(*own, inherits=inherits))


@given(LISTS, LISTS)
def test_the_days_are_those_of_the_oracle(inherits, own):
    """The oracle works them out from the list; both give the same first and last day."""
    history = noted(*own, inherits=inherits)
    expected = [days for _, days in oracle.inherited_days(history)]
    expected += [walked.days for walked in oracle.walk(history)]
    assert [(days[0], days[-1]) for days in expected] == days_in(history)


@given(LISTS, LISTS)
def test_the_days_of_a_live_case_are_those_of_check_in_the_end(inherits, own):
    """The event recorded is the next event; `check` of all the events has the same bounds."""
    history = noted(*own, inherits=inherits)
    replay = Replay.before(evolve(history, events=()), tf.TRUST_TRANSFER)
    for event in history:
        advance(replay, event)
    recorded = [replay.days(event) for event in (*history.inherits, *history)]
    assert recorded == days_in(history)


@HALF
@given(histories() | loose_histories(), transfer_events(), OPEN)
def test_supposing_an_event_changes_nothing(history, event, on):
    """The possible days and due days that the event would bound are restored exactly."""
    for supposed in (event, evolve(event, on=on)):
        replay = replayed(history)
        before = state_of(replay)
        suppose(replay, supposed)
        assert before == state_of(replay)


def test_supposing_an_event_that_is_on_record_changes_nothing():
    """The event on record keeps its bound, though the same object was supposed again."""
    opened = ev.Note("2018-01/..", deadlines=tf.Deadline("a board", within="1 month"))
    case = tf.Case("Sandwell")
    case.record(opened)
    case.record(ev.Note("2018-02-15"))
    late = ev.RequirementMet("2018-03-16", what="a board")
    expected = [(finding.code, finding.certain) for finding in case.suppose(late)]
    assert [("deadline_missed", True)] == expected
    case.suppose(opened)
    assert expected == [(finding.code, finding.certain) for finding in case.suppose(late)]
    replay = replayed(case.history)
    before = state_of(replay)
    suppose(replay, replay.events[0])
    assert before == state_of(replay)


def test_a_refused_event_does_not_bound_an_open_end():
    """The event before it still waits for the next event, as do the deadlines that it set."""
    opened = ev.Note("2018-01/..", deadlines=tf.Deadline("a board", within="1 month"))
    case = tf.Case("Sandwell")
    case.record(opened)
    met = ev.RequirementMet("2018-12-01", what="a board")
    before = case.suppose(met)
    with pytest.raises(tf.MoveNotAllowed):
        case.record(ev.TrustWentLive("2018-02-15"))
    assert before == case.suppose(met)
    assert [False] == [finding.certain for finding in case.record(met)]


@pytest.mark.parametrize(
    ("on", "later", "certain"),
    [
        ("2017-08", None, []),
        ("2017-08/..", None, [False]),
        ("2017-08/..", "2018-10-06", []),
        ("2017-08/..", "2018-10-07", [False]),
        ("2018-11/..", None, [True]),
        ("../2018-10", None, [False]),
    ],
)
def test_a_bound_that_needs_a_side_without_end_cannot_be_told(on, later, certain):
    """A trust goes live from 6 July 2017 to 6 October 2018; the last event may be of any day."""
    events = [ev.DirectionIssued("2016-10-06", purpose="trust"), ev.TrustWentLive(on)]
    events += [ev.Note(later)] if later else []
    found = tf.check(history_of(*events, begins_in="commissioner_review")).findings
    assert certain == [finding.certain for finding in found]
