"""Event ids are distinct within a history, and do not change while date and class stay the same."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import event_ids
from trustflow.testing import histories


def test_the_casebook_has_an_id_for_each_event():
    """All ids differ, and they consist of small letters, digits and hyphens."""
    ids = [event_id for history in tf.casebook.histories() for event_id in event_ids(history)]
    assert len(ids) == len(set(ids)) == sum(map(len, tf.casebook.histories()))
    assert all(set(event_id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for event_id in ids)


def test_an_id_has_the_authority_the_date_and_the_event():
    """The id leaves out the endings "issued" and "published" of the event's name."""
    ids = event_ids(tf.casebook.load("Worcestershire"))
    assert "worcestershire-2018-08-direction" in ids
    assert "worcestershire-2017-01-24-inspection" in ids
    assert "worcestershire-2017-09-19-commissioner-report" in ids
    assert "worcestershire-2019-10-01-trust-went-live" in ids


def test_events_of_one_date_and_class_are_numbered():
    """The first event has no number in its id."""
    note = ev.Note("2016~")
    assert ("leeds-2016-note", "leeds-2016-note-2", "leeds-2016-12-note") == event_ids(
        tf.History("Leeds", (note, ev.Note("2016?"), ev.Note("../2016-12")))
    )


@given(histories(min_events=1), st.data())
def test_other_changes_of_a_history_keep_every_id(history, data):
    """Adding a note, a source, or an event at the end leaves all other ids unchanged."""
    index = data.draw(st.integers(0, len(history) - 1))
    noted = [*history.events, ev.Note("2199")]
    noted[index] = evolve(noted[index], note="Another remark.", sources=[tf.Source("A paper")])
    assert event_ids(history) == event_ids(evolve(history, events=noted))[:-1]
