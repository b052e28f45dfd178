"""The names of events: one each, and the same as long as date and class are."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange.event_ids import event_ids
from trustflow.testing import histories


def test_the_casebook_has_an_id_for_each_event():
    """No two events of the casebook have one name, and names are plain."""
    found = [each for history in tf.casebook.histories() for each in event_ids(history)]
    assert len(found) == len(set(found)) == sum(map(len, tf.casebook.histories()))
    assert all(set(each) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for each in found)


def test_by_hand():
    """The authority, the date, and the event without what goes without saying."""
    found = event_ids(tf.casebook.load("Worcestershire"))
    assert "worcestershire-2018-08-direction" in found
    assert "worcestershire-2017-01-24-inspection" in found
    assert "worcestershire-2017-09-19-commissioner-report" in found
    assert "worcestershire-2019-10-01-trust-went-live" in found


def test_events_of_one_date_and_class_are_numbered():
    """The first stays as it is."""
    note = ev.Note("2016~")
    assert ("leeds-2016-note", "leeds-2016-note-2", "leeds-2016-12-note") == event_ids(
        tf.History("Leeds", (note, ev.Note("2016?"), ev.Note("../2016-12")))
    )


@given(histories(min_events=1), st.data())
def test_what_else_is_recorded_changes_no_name(history, data):
    """A remark, a source, or an event added at the end leaves every name as it was."""
    index = data.draw(st.integers(0, len(history) - 1))
    noted = [*history.events, ev.Note("2199")]
    noted[index] = evolve(noted[index], note="Another remark.", sources=[tf.Source("A paper")])
    assert event_ids(history) == event_ids(evolve(history, events=noted))[:-1]
