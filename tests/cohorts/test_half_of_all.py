"""The day by which half of all legs had ended, and the words beside every number of days."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.cohorts.leg_samples import BOTH_ENDS, FOREVER, Sample, histories_with, samples
from tests.examples import at_most
from trustflow.cohorts import day_counts


def found(several):
    """Return the legs of samples."""
    return tf.legs(histories_with(several), **BOTH_ENDS)


def half_of(days, total):
    """Return the first day by which half had ended, day by day; None if it never comes."""
    return next(
        (day for day in sorted(days) if 2 * sum(each <= day for each in days) >= total), None
    )


@at_most(60)
@given(st.lists(samples(), max_size=4))
def test_the_bounds_are_those_of_every_completion(several):
    """The earliest and the latest day over all completions of the dates are the two bounds."""
    ended = [sample.completions() for sample in several if sample.status == "ended"]
    halves = {half_of(days, len(several)) for days in product(*ended)}
    half = found(several).half_ended_after
    if half is None:
        assert {None} == halves
    else:
        at_least, at_most_days = half
        assert min(halves) == at_least
        assert max(halves) == (FOREVER if at_most_days is None else at_most_days)


@given(st.lists(st.integers(0, 50)), st.integers(0, 60))
def test_exact_days_give_one_day(days, others):
    """Legs that did not end count in the number of all, and never among those that ended."""
    total = len(days) + others
    half = half_of(days, total)
    expected = None if half is None else (half, half)
    assert expected == day_counts.day_of_half([(day, day) for day in days], total)


@at_most(40)
@given(st.lists(samples(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_histories_does_not_matter(several, random):
    """Half of all, and the days of those that ended, are those of any order."""
    histories = histories_with(several)
    before = tf.legs(histories, **BOTH_ENDS)
    random.shuffle(histories)
    after = tf.legs(histories, **BOTH_ENDS)
    for name in ("half_ended_after", "median_of_ended", "shortest_of_ended", "longest_of_ended"):
        assert getattr(before, name) == getattr(after, name)


@at_most(40)
@given(st.lists(samples(), min_size=1, max_size=5))
def test_an_open_leg_can_only_make_half_of_all_later(several):
    """One more open leg never brings the day forward, and cannot give one where there was none."""
    before = found(several).half_ended_after
    after = found([*several, Sample((0, 0), (1, 1), "open")]).half_ended_after
    if before is None:
        assert after is None
    elif after is not None:
        assert before[0] <= after[0]


ENDED = Sample((0, 0), (5, 5), "ended")
LONG = Sample((0, 0), (9, 9), "ended")
VAGUE = Sample((0, 0), (7, None), "ended")
OPEN = Sample((0, 0), (8, 8), "open")
OTHERWISE = Sample((0, 0), (2, 2), "ended otherwise")


@pytest.mark.parametrize(
    ("several", "half", "words"),
    [
        ([], None, ""),
        ([ENDED], (5, 5), "5"),
        ([ENDED, OPEN], (5, 5), "5"),
        ([ENDED, OTHERWISE], (5, 5), "5"),
        ([ENDED, OPEN, OTHERWISE], None, "fewer than half"),
        ([ENDED, LONG, OPEN], (9, 9), "9"),
        ([ENDED, LONG, OPEN, OTHERWISE], (9, 9), "9"),
        ([ENDED, VAGUE, OPEN], (7, None), "at least 7"),
        ([OPEN], None, "fewer than half"),
        ([OTHERWISE], None, "fewer than half"),
    ],
)
def test_half_of_all_by_hand(several, half, words):
    """Open legs have not ended, and those that ended otherwise never do."""
    result = found(several)
    assert (half, words) == (result.half_ended_after, result.half_in_words)
    assert (None if half is None else [*half]) == result.to_dict()["half_ended_after"]


@pytest.mark.parametrize(
    ("several", "words"),
    [
        ([], "<Legs of 0 of 0 histories: 0 ended, 0 open, 0 ended otherwise, 0 left out>"),
        (
            [OPEN],
            (
                "<Legs of 1 of 1 histories: 0 ended, 1 open, 0 ended otherwise, 0 left out; "
                "fewer than half of all had ended>"
            ),
        ),
        (
            [ENDED, OPEN, OTHERWISE],
            (
                "<Legs of 3 of 3 histories: 1 ended, 1 open, 1 ended otherwise, 0 left out; "
                "median of those that ended: 5 days; fewer than half of all had ended>"
            ),
        ),
        (
            [ENDED, LONG],
            (
                "<Legs of 2 of 2 histories: 2 ended, 0 open, 0 ended otherwise, 0 left out; "
                "median of those that ended: 7 days; half of all had ended after 5 days>"
            ),
        ),
    ],
)
def test_days_are_printed_beside_the_counts(several, words):
    """Whoever reads the median sees whose it is, and how many are not in it."""
    result = found(several)
    assert words == repr(result)
    assert words[1:-1] in result._repr_html_()
