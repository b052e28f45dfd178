"""`as_of` keeps what had happened by a day, and `known_on` what was known on a day."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.testing import histories, loose_histories
from trustflow.testing.dates import MODERN_DAYS

SANDWELL = tf.casebook.load("Sandwell")
ANY = histories(max_events=6) | loose_histories(max_events=6)
PUBLIC = {
    "inspection_published", "commissioner_report_published", "independent_review_published",
    "decision_announced", "minded_to_direct", "direction_issued", "direction_revoked",
    "improvement_notice_issued", "improvement_notice_lifted", "trust_went_live",
    "further_services_transferred", "returned_to_council", "report_published_by_council",
    "action_plan_published", "visit_letter_published",
}  # fmt: skip
"""Events that are public on their day: publications, notices, decisions, go-live and return."""


def was_known(event, day):
    """Return whether an event can have happened by a day and was known on that day."""
    if event.on.earliest > day:
        return False
    if event.known_on is not None:
        return event.known_on.earliest <= day
    sources = [source.published.earliest for source in event.sources if source.published]
    if event.class_name in PUBLIC or not sources:
        return True
    return min(sources) <= day


@given(ANY, MODERN_DAYS)
def test_known_on_keeps_exactly_the_events_known_on_a_day(history, day):
    """An event is known from `known_on`, else from the day of a public act, else from a source."""
    known = history.known_on(day)
    assert [event for event in history if was_known(event, day)] == list(known)


@given(ANY, MODERN_DAYS)
def test_as_of_is_the_longest_beginning_that_can_have_happened(history, day):
    """No event kept is certainly after the day, and the next event would be."""
    shown = history.as_of(day)
    size = len(shown)
    assert history.events[:size] == shown.events
    assert all(event.on.after(day) is not tf.Truth.YES for event in shown)
    if size < len(history):
        assert tf.Truth.YES is history[size].on.after(day)


@given(ANY, st.tuples(MODERN_DAYS, MODERN_DAYS).map(sorted))
def test_a_later_day_keeps_the_events_of_an_earlier_one(history, two_days):
    """What was known on a day, or had happened by then, is also kept for a later day."""
    earlier, later = two_days
    for view in (tf.History.known_on, tf.History.as_of):
        shown = set(map(id, view(history, later)))
        assert {id(event) for event in view(history, earlier)} <= shown
        # What a record that is kept as things happen is checked to depends on the day asked for.
        settled = evolve(history, checked_to=None)
        assert view(settled, earlier) == view(view(settled, later), earlier)


@given(ANY, MODERN_DAYS, MODERN_DAYS)
def test_both_times_together(history, happened, known):
    """Each event kept can have happened by the first day and was known on the second."""
    both = history.known_on(known).as_of(happened)
    assert all(was_known(event, known) for event in both)
    assert all(event.on.after(happened) is not tf.Truth.YES for event in both)
    assert tf.check(both).history == both


@given(histories(max_events=6), MODERN_DAYS)
def test_a_case_answers_as_its_history_does(history, day):
    """`case.as_of` and `case.known_on` return what its history returns."""
    case = tf.Case.from_history(history)
    assert history.as_of(day) == case.as_of(day)
    assert history.known_on(day) == case.known_on(day)
    assert history == case.history


def test_events_that_became_known_late():
    """An act that is not public is known from its earliest source, a public act from its day."""
    article = tf.Source("Express & Star", published="2016-12-02")
    older = tf.Source("A leaked letter", published="2016-11")
    report = ev.CommissionerReported("2016-06", sources=[article, older])
    direction = ev.DirectionIssued("2016-10-06", sources=[article])
    visit = ev.VisitMade("2016-10-01", kind="monitoring", known_on="2017-01-15")
    history = tf.History("Sandwell", [report, visit, direction])
    assert (direction,) == history.known_on("2016-10-31").events
    assert (report, direction) == history.known_on("2016-11-01").events
    assert (report, visit, direction) == history.known_on("2017-01-15").events
    early = ev.VisitMade("2016-10-01", kind="monitoring", known_on="2016-09-01")
    assert () == tf.History("Sandwell", early).known_on("2016-09-30").events


def test_a_history_of_what_was_known_can_have_findings():
    """Here the appointment was known before the earlier inspection was."""
    inspection = ev.InspectionPublished("2015-06-05", judgement="inadequate", known_on="2016-01-01")
    appointed = ev.CommissionerAppointed("2015-12")
    reported = ev.CommissionerReportPublished("2016-07", known_on="2015-12-31")
    history = tf.History("Sandwell", [inspection, appointed, reported])
    assert tf.check(history).ok
    known = history.known_on("2015-12-31")
    assert (appointed,) == known.events
    assert ["off_standard_route"] == [finding.code for finding in tf.check(known).findings]


def test_an_inexact_day_is_refused():
    """`as_of` and `known_on` need an exact day."""
    for view in (SANDWELL.as_of, SANDWELL.known_on):
        with pytest.raises(tf.BadDate):
            view("2016-10")


# Sandwell


def test_sandwell_as_known_on_1_august_2016():
    """The commissioner's report of July was known; the direction of October was not."""
    known = SANDWELL.known_on("2016-08-01")
    triggers = [event.trigger for event in known]
    assert ["commissioner_reported", "commissioner_report_published"] == triggers[-2:]
    assert "2016-07" == str(known[-1].on)
    assert not [event for event in known if event.on.first > tf.PartialDate("2016-08-01").last]
    assert "commissioner_review" == tf.check(known).stage


def test_sandwell_on_1_november_2016():
    """Two events had happened but were not yet known; the plans were due in 22 working days."""
    happened = SANDWELL.as_of("2016-11-01")
    known = SANDWELL.known_on("2016-11-01")
    assert "direction_issued" == tf.check(happened).stage == tf.check(known).stage
    learnt_later = [event for event in happened if event not in known.events]
    later = [event.trigger for event in learnt_later]
    assert ["commissioner_appointed", "deadline_set"] == later
    assert [] == [event for event in known if event not in happened.events]
    both = SANDWELL.known_on("2016-11-01").as_of("2016-11-01")
    plans = tf.deadlines(both, "2016-11-01")
    assert [("transfer plans", 22)] == [
        (deadline.what, deadline.left) for deadline in plans if deadline.rule is None
    ]
    assert () == tf.facts(both, "2016-11-01").planned_go_live


def test_sandwell_in_november_as_known_in_august():
    """The direction of October was not known in August, so the stage in November is unknown."""
    in_august = SANDWELL.known_on("2016-08-01")
    assert in_august == SANDWELL.known_on("2016-08-01").as_of("2016-11-01")
    assert (
        "last on record: commissioner_review, 5 January 2016 to 8 January 2016; "
        "inspections, intervention and delivery not checked"
        == str(tf.facts(in_august, "2016-11-01").stage)
    )
