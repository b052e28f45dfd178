"""A timeline draws and lists the events in the order of the history, where the dates allow it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.views.samples import day
from trustflow import casebook
from trustflow import events as ev
from trustflow.dates import PartialDate
from trustflow.engine import check
from trustflow.views.timelines.event_days import event_days
from trustflow.views.timelines.labels import labels_of
from trustflow.views.timelines.model import lane_of

FIRST = 730_000
NEAR = st.integers(0, 200)


def note(first, last):
    """Return an event on a day between two ordinals."""
    return ev.Note(PartialDate.between(first, last))


def drawn(events):
    """Return the day at which each event is drawn."""
    return [event_days(events)[id(event)].drawn_at for event in events]


@given(st.lists(st.tuples(NEAR, NEAR, NEAR), min_size=1, max_size=8))
def test_events_are_drawn_in_the_order_of_the_history(parts):
    """If the dates allow the order of the events, each is drawn on one of its days, in order."""
    days = sorted(FIRST + part for part, _, _ in parts)
    dates = [(on - before, on + after) for on, (_, before, after) in zip(days, parts, strict=True)]
    found = drawn([note(*each) for each in dates])
    assert all(first <= each <= last for each, (first, last) in zip(found, dates, strict=True))
    assert sorted(found) == found
    middles = [sum(each) / 2 for each in dates]
    if all(one <= two for one, two in pairwise(middles)):
        assert found == middles


def test_dates_that_contradict_the_order_are_drawn_as_they_are():
    """An event that the history has in the wrong place is drawn in the middle of its own days."""
    events = [note(FIRST + 90, FIRST + 90), note(FIRST, FIRST + 10), note(FIRST + 20, FIRST + 20)]
    assert [FIRST + 90, FIRST + 5, FIRST + 20] == drawn(events)


def test_an_open_start_holds_no_later_event_back():
    """An event that came by a day says nothing on the first day of the events after it."""
    events = [ev.Note("../2014-12-31"), ev.Note("2014-06/2014-08")]
    assert [day("2014-12-31"), (day("2014-06-01") + day("2014-08-31")) / 2] == drawn(events)


def test_the_moves_of_a_council_are_listed_in_order():
    """The labels of the events that moved the stage are in the order of the stages."""
    for history in casebook.histories():
        lane = lane_of(check(history))
        moves = [label.item.moved_to for label in labels_of(lane, brief=True)]
        stages = [stretch.label for stretch in lane.stretches]
        assert stages[len(stages) - len(moves) :] == moves or lane.is_abolished or lane.inherited
