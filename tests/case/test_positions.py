"""A correction puts an event where trying each position in turn would put it."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import HALF
from trustflow import events as ev
from trustflow.case.corrections import Insert, Replace, amended
from trustflow.testing import events as transfer_events
from trustflow.testing import loose_histories


def position_by_trial(history, event):
    """Return the position of an inserted event, from a check of the whole history for each."""
    later = (place for place, other in enumerate(history) if other.on.first > event.on.last)
    last = next(later, len(history))
    for position in range(last, -1, -1):
        events = (*history[:position], event, *history[position:])
        if tf.check(evolve(history, events=events)).ok:
            return position
    return last


@st.composite
def some_place(draw):
    """Generate a history that may be possible, and an event on a day of it or on another day."""
    history, event = draw(loose_histories()), draw(transfer_events())
    if len(history) and draw(st.booleans()):
        event = evolve(event, on=draw(st.sampled_from(history.events)).on)
    if draw(st.booleans()):  # what is possible up to the first event that is refused
        refused = (step.index for step in tf.check(history).steps if not step.allowed)
        history = evolve(history, events=history.events[: next(refused, len(history))])
    if len(history) and draw(st.booleans()):  # it may have happened on any later day
        place = draw(st.integers(0, len(history) - 1))
        since = evolve(history[place], on=f"{dt.date.fromordinal(history[place].on.first)}/..")
        history = evolve(history, events=(*history[:place], since, *history[place + 1 :]))
    return history, event


@HALF
@given(some_place())
def test_an_event_is_placed_as_if_each_position_was_tried(given):
    """The position is the last one with which the whole history is possible, or that of its day."""
    history, event = given
    result = amended(history, [Insert(event)], tf.TRUST_TRANSFER)
    assert (position_by_trial(history, event),) == result.indexes


def test_an_event_after_an_abolition_need_not_be_allowed_in_its_stage():
    """A report by others can come after the authority is abolished, in whatever stage."""
    events = (
        ev.AuthorityReorganised("2020-04-01", into=("West",)),
        ev.CommissionerReportPublished("2020-06-01"),
    )
    case = tf.Case.from_history(tf.History("North", events))
    assert 2 == case.insert(ev.CommissionerReportPublished("2020-07-01")).index
    assert 1 == case.insert(ev.CommissionerReportPublished("2020-05-01")).index


def test_only_stages_limit_the_places_beside_an_open_date():
    """The stages do not depend on later events, as the bounds of an open date do."""
    events = (
        ev.Note("2010-10/..", note="of unknown date"),
        ev.InspectionPublished("2012-01-10", judgement="inadequate", framework="SIF"),
        ev.Note("2013-01-01", note="known"),
    )
    case = tf.Case.from_history(tf.History("North", events))
    with pytest.raises(tf.MoveNotAllowed):
        case.insert(ev.TrustWentLive("2012-06-01"))
    assert 2 == case.insert(ev.CommissionerAppointed("2012-06-01")).index
    unknown = tf.History("North", [*events, ev.TrustWentLive("2014-01-01")])
    with pytest.raises(tf.MoveNotAllowed):
        tf.Case.from_history(unknown)
    changes = [Insert(ev.TrustWentLive("2015-01-01"))]
    assert (len(unknown),) == amended(unknown, changes, tf.TRUST_TRANSFER).indexes


def test_many_events_at_their_places_are_made_at_once():
    """Each index refers to the history before; several events at one index keep their order."""
    history = tf.History("X", [ev.Note("2016-01-01", note=str(index)) for index in range(3)])
    new = [ev.Note("2016-01-01", note=f"new {index}") for index in range(4)]
    changes = [
        Insert(new[0], at=0),
        Insert(new[1], at=0),
        Replace(at=1, new=new[2]),
        Insert(new[3], at=3),
    ]
    result = amended(history, changes, tf.TRUST_TRANSFER)
    assert (0, 1, 3, 5) == result.indexes
    expected = ["new 0", "new 1", "0", "new 2", "2", "new 3"]
    assert expected == [event.note for event in result.history]
