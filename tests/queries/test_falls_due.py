"""Whether a deadline falls due in a window, against a count over its possible days."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import Truth
from trustflow import events as ev
from trustflow.queries import due_window
from trustflow.testing import days, histories, loose_histories, partial_dates

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
SOME_DAYS = days(*YEAR)
DUE_DATES = partial_dates(SOME_DAYS)
"""Dates of every form around a day of 2026, some with an open start or end."""


def possible_days(date):
    """Return the possible days of a date that lie from 2020 to 2032."""
    first = max(date.first, dt.date(2020, 1, 1).toordinal())
    return range(first, min(date.last, dt.date(2032, 12, 31).toordinal()) + 1)


def in_window(date, first, last):
    """Return whether all, some or none of the possible days lie in a window, day by day."""
    inside = {first.toordinal() <= day <= last.toordinal() for day in possible_days(date)}
    if date.is_open_start or date.is_open_end:
        inside |= {False}
    if len(inside) > 1:
        return Truth.MAYBE
    return Truth.YES if inside == {True} else Truth.NO


@st.composite
def windows(draw):
    """Draw the first and last day of a window."""
    first = draw(SOME_DAYS)
    return first, first + dt.timedelta(draw(st.sampled_from([0, 1, 7, 31, 400])))


@given(DUE_DATES, windows())
@example(tf.PartialDate("2026-11-23"), (dt.date(2026, 11, 23), dt.date(2026, 11, 23)))
@example(tf.PartialDate("2026-11/.."), (dt.date(2026, 11, 1), dt.date(2026, 12, 31)))
@example(tf.PartialDate("../2026-11"), (dt.date(2020, 1, 1), dt.date(2026, 12, 31)))
def test_a_due_day_without_a_case_is_counted_day_by_day(due, window):
    """All of the possible days must lie in the window for a certain answer."""
    assume(possible_days(due))
    made = tf.Due("a plan", due, tf.Strength.LAW)
    assert in_window(due, *window) is made.falls_due_between(*window)


def directed(due, *others):
    """Return a history of a direction that sets one deadline, and other events."""
    deadline = tf.Deadline("a plan", due=due)
    direction = ev.DirectionIssued("2025-06-01", purpose="trust", deadlines=deadline)
    return tf.History("Sandwell", [direction, *others], begins_in="commissioner_review")


def the_plan(history, as_of):
    """Return the deadline of `directed`."""
    (due,) = [due for due in tf.deadlines(history, as_of, everything=True) if due.what == "a plan"]
    return due


ENDS = st.none() | st.builds(
    lambda make, day: make(day),
    st.sampled_from(
        [
            lambda day: ev.RequirementMet(day, what="a plan"),
            lambda day: ev.DeadlineSet(day, what="a plan", due="2028-01-01"),
        ]
    ),
    SOME_DAYS,
)
"""What meets the plan or takes the place of its deadline, on a day; or nothing."""


@given(DUE_DATES, ENDS, SOME_DAYS, windows())
def test_an_answer_holds_for_every_possible_due_day(due, end, as_of, window):
    """The oracle asks the same question for each possible due day on its own.

    A certain answer is right for every one of them. If none of them falls due in the window, that
    is certain, unless something superseded the deadline on one of its possible days.
    """
    possible = possible_days(due)
    assume(0 < len(possible) <= 62)
    others = () if end is None else (end,)

    def answer(date):
        found = tf.deadlines(directed(date, *others), as_of, everything=True)
        return next(each for each in found if each.what == "a plan").falls_due_between(*window)

    partial = answer(due)
    exact = {answer(dt.date.fromordinal(day)) for day in possible}
    assert Truth.MAYBE not in exact
    if due.is_open_start or due.is_open_end:
        assert partial is not Truth.YES
        return
    if partial is not Truth.MAYBE:
        assert {partial} == exact
    if not isinstance(end, ev.DeadlineSet):
        assert partial is (exact.pop() if len(exact) == 1 else Truth.MAYBE)


@given(
    histories() | loose_histories(), SOME_DAYS.map(lambda day: day.replace(year=2018)), st.data()
)
def test_deadlines_within_a_window_are_those_that_may_fall_due_in_it(history, as_of, data):
    """No deadline of the whole list is lost, and their order stays."""
    span = data.draw(
        st.sampled_from(["0 days", "7 days", "10 working days", "2 months", "60 months"])
    )
    first, last = due_window(span, as_of)
    expected = tuple(
        due
        for due in tf.deadlines(history, as_of, everything=True)
        if due.falls_due_between(first, last) is not Truth.NO
    )
    assert expected == tf.deadlines(history, as_of, within=span)
    assert expected == tf.deadlines(history, as_of, within=f"{first}/{last}")
    for due in expected:
        assert due.status not in {"met", "met late", "superseded"}
        assert due.due.first <= last.last
        assert first.first <= due.due.last


@given(histories(max_events=5), SOME_DAYS.map(lambda day: day.replace(year=2018)))
def test_a_case_answers_as_its_history_does(history, as_of):
    """A `Span`, its text and an interval mean the same."""
    case = tf.Case.from_history(history)
    window = tf.PartialDate(f"{as_of}/{tf.months(6).after(as_of)}")
    expected = tf.deadlines(history, as_of, within="6 months")
    assert expected == case.deadlines(as_of, within=tf.months(6))
    assert expected == case.deadlines(as_of, within=window, everything=True)


@pytest.mark.parametrize("due", ["2026-11", "2026-11-05/2026-11-30", "[2026-11-02,2026-12-01]"])
@pytest.mark.parametrize("after", [0, 1, 20])
def test_a_deadline_does_not_vanish_on_the_first_day_of_its_span(due, after):
    """Its status changes from open to "cannot be told" there, and it may still fall due."""
    first = tf.PartialDate(due).earliest
    as_of = first + dt.timedelta(after)
    (listed,) = tf.deadlines(directed(due), as_of, within="7 days")
    assert ("open" if after == 0 else "cannot be told") == listed.status
    assert Truth.MAYBE is listed.falls_due_between(as_of, as_of + dt.timedelta(7))


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), Truth.YES),
        ((ev.RequirementMet("2026-11-10", what="a plan"),), Truth.NO),
        ((ev.RequirementMet("2026-12-10", what="a plan"),), Truth.NO),
        ((ev.RequirementMet("2026-11/2026-12", what="a plan"),), Truth.NO),
        ((ev.DeadlineSet("2026-11-10", what="a plan", due="2027-05-01"),), Truth.NO),
        ((ev.DeadlineSet("2026-11/2026-12", what="a plan", due="2027-05-01"),), Truth.MAYBE),
        ((ev.DeadlineSet("2026-12-10", what="a plan", due="2027-05-01"),), Truth.YES),
    ],
)
def test_what_was_met_or_superseded_does_not_fall_due(others, expected):
    """A late event meets it as well; one that came later, or may have, does not supersede it."""
    history = directed("2026-11-20", *others)
    plans = tf.deadlines(history, "2026-12-31", everything=True)
    plan = next(due for due in plans if str(due.due) == "2026-11-20")
    assert expected is plan.falls_due_between("2026-11-01", "2026-11-30")
    listed = tf.deadlines(history, "2026-12-31", within="2026-11-01/2026-11-30")
    assert (expected is not Truth.NO) == (plan in listed)


def test_a_missed_day_of_long_ago_is_listed_in_its_window():
    """A list without a window leaves out what fell due more than twelve months before."""
    devon = tf.History("Devon", ev.InspectionPublished("2015-06-05", judgement="inadequate"))
    listed = tf.deadlines(devon, "2026-08-22", within="2015-06-05/2015-12-31")
    assert "action-plan" in {due.rule for due in listed}
    assert "action-plan" not in {due.rule for due in tf.deadlines(devon, "2026-08-22")}
    assert listed == tf.deadlines(
        devon, "2026-08-22", within="2015-06-05/2015-12-31", everything=True
    )


def test_a_missed_day_is_not_in_a_window_after_it():
    """What is overdue is asked for without a window."""
    history = directed("2026-11-20")
    assert the_plan(history, "2026-11-21") in tf.deadlines(history, "2026-11-21")
    assert () == tf.deadlines(history, "2026-11-21", within="7 days")
    assert [the_plan(history, "2026-11-20")] == list(
        tf.deadlines(history, "2026-11-20", within="0 days")
    )


def test_a_rule_without_a_last_day_does_not_fall_due():
    """There is no day on which it could."""
    made = tf.Due("a plan", None, tf.Strength.LAW)
    assert Truth.NO is made.falls_due_between("1900-01-01", "2199-12-31")


def test_a_rule_that_may_not_have_been_in_force():
    """The deadline may not exist, so whether it falls due cannot be told."""
    exact = tf.due("action-plan", start="2025-03-04")
    assert Truth.YES is exact.falls_due_between("2025-06-16", "2025-06-16")
    doubtful = evolve(exact, is_pending=Truth.MAYBE)
    assert Truth.MAYBE is doubtful.falls_due_between("2025-06-16", "2025-06-16")
    assert Truth.NO is doubtful.falls_due_between("2025-06-17", "2025-06-18")


@pytest.mark.parametrize("ends", [("2026-11", "2026-12-01"), ("2026-11-01", "2026"), ("x", "x")])
def test_a_window_has_exact_days(ends):
    """A month would make its answer a guess."""
    with pytest.raises(tf.BadDate):
        tf.Due("a plan", None, tf.Strength.LAW).falls_due_between(*ends)


def test_a_window_does_not_end_before_it_begins():
    """The message names the first day."""
    with pytest.raises(tf.InvalidValue, match="not before the first, 2026-11-02"):
        tf.Due("a plan", None, tf.Strength.LAW).falls_due_between("2026-11-02", "2026-11-01")
