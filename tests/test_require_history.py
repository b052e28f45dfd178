"""Functions of one history refuse several of them, and name the way out."""

import pytest

import trustflow as tf
from trustflow.exchange import dumps_csv, to_frame

DEVON = tf.History("Devon")
FRAME = {"Devon": DEVON}
"""What `from_frame` returns."""
BOTH_ENDS = {"start": "direction_issued_trust", "end": "trust_went_live"}


@pytest.mark.parametrize(
    "use",
    [
        lambda: tf.check(FRAME),
        lambda: tf.check([DEVON]),
        lambda: tf.check("Devon"),
        lambda: tf.check(None),
        lambda: tf.deadlines(FRAME, "2020-01-01"),
        lambda: tf.what_next(FRAME),
        lambda: tf.legs(FRAME, **BOTH_ENDS),
        lambda: tf.outcomes(FRAME, "trust_live"),
        lambda: tf.dumps(FRAME),
        lambda: dumps_csv(FRAME),
        lambda: to_frame([FRAME]),
        lambda: tf.timeline(FRAME),
    ],
    ids=range(12),
)
def test_a_dict_of_histories_is_refused_with_the_way_out(use):
    """Before, these gave errors about attributes of a text or a dict."""
    with pytest.raises(tf.InvalidValue, match=r"Expected a History.*use \.values\(\)"):
        use()


def test_the_values_of_the_dict_are_histories():
    """The way out leads to an answer."""
    assert 1 == tf.legs(FRAME.values(), **BOTH_ENDS).histories
    assert [True] == [tf.check(history).ok for history in FRAME.values()]
    assert "0 of 1 history, by date." in tf.timeline(FRAME.values())
