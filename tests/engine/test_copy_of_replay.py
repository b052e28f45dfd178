"""`Replay.copy`: a replay in the same state, which goes on by itself."""

from hypothesis import given

from tests.engine.test_advance import replayed, state_of
from tests.examples import HALF
from trustflow.engine import advance
from trustflow.testing import events as transfer_events
from trustflow.testing import loose_histories


@HALF
@given(loose_histories(), transfer_events(), transfer_events())
def test_a_copy_of_a_replay_goes_on_by_itself(history, event, other):
    """Neither changes with the other, and both give the findings of a replay never copied."""
    replay = replayed(history)
    before = state_of(replay)
    copied = replay.copy()
    assert before == state_of(copied)
    first = advance(copied, event), advance(copied, other)
    assert before == state_of(replay)
    after = state_of(copied)
    second = advance(replay, event), advance(replay, other)
    assert first == second
    assert after == state_of(replay) == state_of(copied)
    assert replay.opened == copied.opened
