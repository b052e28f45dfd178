"""`advance`, the one step of a replay: with and without a function that accepts the event."""

import pytest
from hypothesis import given

import trustflow as tf
from tests.examples import HALF
from trustflow.engine import Replay, advance
from trustflow.testing import events as transfer_events
from trustflow.testing import loose_histories


class Refused(Exception):
    """The error of a test that accepts no event."""


CACHES = {"_earlier", "is_special"}
"""The attributes of a replay that only make it faster, and change no answer."""
PLACED = {"open_dates", "deadlines"}
"""The attributes that change before the function is called, and are restored if it raises."""


def state_of(replay, left_out=frozenset()):
    """Return the attributes of a replay, copied where a step could change them in place."""
    clocks, dates, openings = replay.clocks, replay.open_dates, replay._openings  # noqa: SLF001 - its state
    values = vars(replay) | {
        "abolished_by": replay.abolished_by,
        "blocked_by": replay.blocked_by,
        "clocks": (dict(clocks), clocks.idle.copy(), clocks.cancelled_by.copy()),
        "holders": clocks._holders.copy(),  # noqa: SLF001 - the same
        "deadlines": (replay.open_deadlines, replay.deadlines.last_set.copy()),
        "open_dates": (dates.awaiting, dates._bounds.copy()),  # noqa: SLF001 - the same
        "_openings": ((), ()),
    }
    if openings is not None:
        opened, postponed = openings._opened or (), openings._postponed  # noqa: SLF001 - the same
        values["_openings"] = tuple(opened), tuple(postponed)
    return {
        name: value.copy() if type(value) in {dict, list, set} else value
        for name, value in values.items()
        if name not in CACHES | left_out
    }


def replayed(history):
    """Return the replay of a history."""
    replay = Replay.before(history, tf.TRUST_TRANSFER)
    for event in history:
        advance(replay, event)
    return replay


@HALF
@given(loose_histories(), transfer_events())
def test_a_replay_stays_as_it_was_when_an_event_is_not_accepted(history, event):
    """The function is called before the event counts; where it raises, nothing changes.

    The possible days of open dates and what is due after them are worked out before the call, and
    restored afterwards.
    """
    replay = replayed(history)
    before, unplaced = state_of(replay), state_of(replay, PLACED)
    calls = []

    def refuse(offered, compiled, findings):
        assert unplaced == state_of(replay, PLACED)
        calls.append((offered, compiled, findings))
        raise Refused

    with pytest.raises(Refused):
        advance(replay, event, refuse)
    assert before == state_of(replay)
    findings = advance(replay, event)
    assert [(event, replay.moves[-1], findings)] == calls


@HALF
@given(loose_histories(), transfer_events())
def test_a_replay_advances_when_an_event_is_accepted(history, event):
    """The state and the findings are the same as after a step without such a function."""
    asked, unasked = replayed(history), replayed(history)
    assert advance(asked, event, lambda *_: None) == advance(unasked, event)
    assert state_of(asked) == state_of(unasked)


@HALF
@given(loose_histories())
def test_what_is_open_does_not_depend_on_when_it_is_asked_for(history):
    """Opening and closing is done late, with the same result as after each event."""
    replay = Replay.before(history, tf.TRUST_TRANSFER)
    for event in history:
        advance(replay, event)
        _ = replay.opened
    assert replay.opened == replayed(history).opened
