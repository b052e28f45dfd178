"""What is open in a replay: the same as if each event looked at all that is open."""

from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.queries.test_open_events import acting_events
from trustflow import events as ev
from trustflow.engine import Replay, advance
from trustflow.trust_transfer import OpenedEvents


@frozen(repr=False, eq=False, kw_only=True)
class Reissued(ev.DirectionIssued):
    """A direction of a user's class, which closes all that is open."""

    def closes(self, opened):
        """Return all that is open."""
        return tuple(opened)


@frozen(repr=False, kw_only=True)
class Listed(ev.DirectionIssued):
    """A direction of a user's class with a field that cannot be hashed."""

    items: list = field(factory=list)


def left_open(events):
    """Return what is open after some events, from a search of all that is open for each."""
    opened = []
    for event in events:
        closed = event.closes(tuple(opened)) if opened else ()
        opened = [other for other in opened if other not in closed]
        opened += [event] if event.opens else []
    return opened


def replayed(events):
    """Return the replay of events, each of which is asked for what is open."""
    history = tf.History("X", [DIRECTED, *events])
    replay = Replay.before(history, tf.TRUST_TRANSFER)
    for event in history:
        advance(replay, event)
    return replay


# Its deadline stays open, so that each event is processed at once.
DIRECTED = ev.MindedToDirect("2015-01-01", deadlines=tf.Deadline("a plan", due="2030-01-01"))
EVENTS = st.lists(acting_events(), max_size=10)


@given(EVENTS, st.data())
def test_what_is_open_is_what_no_event_closes(events, data):
    """An event that is listed twice is closed with its equal."""
    events += data.draw(st.lists(st.sampled_from(events), max_size=3)) if events else []
    replay = replayed(events)
    assert left_open(replay.events) == list(replay.opened)
    assert list(replay.opened) == list(replay.copy().opened)


@given(EVENTS, acting_events())
def test_a_copy_of_what_is_open_goes_on_by_itself(events, event):
    """Neither changes with the other, and it has as many events as it lists."""
    opened = OpenedEvents()
    for place, each in enumerate(each for each in events if each.opens):
        opened.add(each, place)
    before = list(opened)
    copied = opened.copy()
    for other in copied.deciding(event):
        copied.remove(other)
    assert before == list(opened)
    assert len(before) == len(opened)
    assert len(list(copied)) == len(copied)


def test_a_copy_has_the_names_that_are_left():
    """A commissioner who left a post that others hold is not in the copy of it."""
    opened, post = OpenedEvents(), ev.CommissionerAppointed("2016-01-01", names=["A B", "C D"])
    opened.add(post, 0)
    opened.remove_name("a b", post)
    copied = opened.copy()
    assert {"c d": "C D"} == copied.names[id(post)]
    assert [] == copied.held_by("a b")
    copied.remove_name("c d", post)
    assert [post] == opened.held_by("c d")


def test_a_users_class_can_close_other_events_than_the_class_it_is_derived_from():
    """It is asked about all that is open."""
    events = [ev.CommissionerAppointed("2016-01-01"), ev.DirectionIssued("2016-01-02")]
    new = Reissued("2016-02-01")
    assert (new,) == replayed([*events, new]).opened


def test_a_users_event_need_not_be_hashable():
    """Its deadlines end with it, and so does what is equal to it."""
    plan = tf.Deadline("letters", due="2020-01-01")
    events = [Listed("2016-01-01", number=1, deadlines=plan) for _ in range(2)]
    replay = replayed([*events, ev.DirectionRevoked("2016-02-01", direction=1)])
    assert () == replay.opened
    assert ("a plan",) == tuple(each.deadline.words for each in replay.open_deadlines)
