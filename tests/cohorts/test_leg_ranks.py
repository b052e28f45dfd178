"""Legs beside those of other histories: ranks against every completion of inexact days."""

from itertools import product

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.cohorts.leg_samples import BOTH_ENDS, Sample, histories_with, samples
from tests.examples import at_most
from trustflow import events as ev
from trustflow.cohorts import LegRank, LegRanks, named_leg

CASEBOOK = tf.casebook.histories()
DAYS = Sample((0, 0), (5, 5), "ended")
OPEN = Sample((0, 0), (8, 8), "open")
OTHERWISE = Sample((0, 0), (2, 2), "ended otherwise")


def ranked(mine, others, **arguments):
    """Return the ranks of one sample, or of histories, among samples."""
    histories = [mine.history("Mine")] if isinstance(mine, Sample) else mine
    return tf.legs(histories, **BOTH_ENDS, beside=histories_with(others), **arguments)


@at_most(80)
@given(samples(), st.lists(samples(), max_size=3))
def test_the_bounds_of_a_rank_are_those_of_every_completion(mine, others):
    """The least and the most legs that are shorter, over all completions, are the bounds."""
    (rank,) = ranked(mine, others).ranks
    if mine.status == "ended otherwise":
        assert rank.longer_than is None
        return
    ended = [sample.completions() for sample in others if sample.status == "ended"]
    # The others that have no last day can be shorter than a leg that never ends.
    own = {*mine.completions(), 1000} if rank.leg.days[1] is None else mine.completions()
    counts = {sum(each < days for each in rest) for days in own for rest in product(*ended)}
    assert (min(counts), max(counts)) == rank.longer_than
    statuses = [sample.status for sample in others]
    assert (rank.others_ended, rank.others_open, rank.others_ended_otherwise) == tuple(
        statuses.count(status) for status in ("ended", "open", "ended otherwise")
    )


@at_most(40)
@given(
    st.lists(samples(), max_size=3),
    st.lists(samples(), max_size=5),
    st.randoms(use_true_random=False),
)
def test_the_order_of_histories_does_not_matter(mine, others, random):
    """Each leg keeps its rank, in whatever order the histories of both sets come."""
    own, rest = histories_with(mine, "Mine"), histories_with(others)
    before = tf.legs(own, **BOTH_ENDS, beside=rest)
    random.shuffle(own)
    random.shuffle(rest)
    after = tf.legs(own, **BOTH_ENDS, beside=rest)
    assert {rank.leg.authority: rank for rank in before.ranks} == {
        rank.leg.authority: rank for rank in after.ranks
    }


@at_most(40)
@given(st.lists(samples(), min_size=1, max_size=4))
def test_histories_beside_themselves_leave_nothing(several):
    """No leg is compared with one of the same authority, and each authority is named."""
    histories = histories_with(several)
    result = tf.legs(histories, **BOTH_ENDS, beside=histories)
    assert ((), 0) == (result.others.legs, result.others.histories)
    assert tuple(history.authority for history in histories) == result.same_authorities
    assert len(several) == len(result.ranks) == result.histories


@pytest.mark.parametrize(
    ("mine", "others", "words"),
    [
        (DAYS, [], "none of the others ended; 0 are open; 0 ended otherwise"),
        (OPEN, [OPEN], "none of the others ended; 1 is open; 0 ended otherwise"),
        (
            DAYS,
            [DAYS, OPEN, OPEN, OTHERWISE],
            "longer than 0 of 1 that ended; 2 are open; 1 ended otherwise",
        ),
        (
            Sample((0, 1), (5, 5), "ended"),
            [evolve(DAYS, end=(3, 3)), evolve(DAYS, end=(4, 4)), DAYS, evolve(DAYS, end=(5, 6))],
            "longer than 1 to 2 of 4 that ended; 0 are open; 0 ended otherwise",
        ),
        (
            OPEN,
            [DAYS, evolve(DAYS, end=(9, 9)), evolve(DAYS, end=(8, 8))],
            "so far longer than at least 1 of 3 that ended; 0 are open; 0 ended otherwise",
        ),
        (
            OTHERWISE,
            [DAYS],
            "ended otherwise, so not compared with the 1 that ended; 0 are open; 0 ended otherwise",
        ),
    ],
)
def test_ranks_in_words(mine, others, words):
    """The numbers that ended, are open and ended otherwise are always given."""
    (rank,) = ranked(mine, others).ranks
    assert words == rank.words


def test_legs_of_the_same_authority_are_left_out_and_named():
    """A council of the casebook is compared with the others only."""
    result = named_leg(tf.casebook.load("Sandwell"), "direction-to-live", beside=CASEBOOK)
    whole = named_leg(CASEBOOK, "direction-to-live")
    assert ("Sandwell",) == result.same_authorities
    assert len(whole.ended) - 1 == len(result.others.ended)
    assert len(CASEBOOK) - 1 == result.others.histories
    assert (5, 5) == result.ranks[0].longer_than
    assert "; left out of the others: Sandwell>" in repr(result)


def test_an_authority_is_named_even_if_its_legs_had_too_little_confidence():
    """They are left out of the others, and not counted among those of low confidence."""
    low = tf.Source("A guess", confidence="low")
    events = [ev.ReturnDecided("2020-01-01", sources=[low]), ev.ReturnedToCouncil("2020-02-01")]
    history = tf.History("Mine", events)
    result = tf.legs(history, **BOTH_ENDS, beside=[history, evolve(history, authority="Other")])
    assert ("Mine",) == result.same_authorities
    assert ["Other"] == [leg.authority for leg in result.others.left_out]


def test_every_leg_of_ones_own_is_compared():
    """Confidence selects the others; a case of one's own need not have sources."""
    events = [ev.ReturnDecided("2020-01-01"), ev.ReturnedToCouncil("2020-02-01")]
    own = tf.History("Mine", events)
    others = [DAYS.history("Good"), tf.History("No source", events)]
    usual = tf.legs(own, **BOTH_ENDS, beside=others)
    assert [(1, 1)] == [rank.longer_than for rank in usual.ranks]
    assert (1, 1) == (len(usual.others.ended), len(usual.others.left_out))
    every = tf.legs(own, **BOTH_ENDS, beside=others, confidence=None)
    assert (2, 0) == (len(every.others.ended), len(every.others.left_out))
    assert [(1, 1)] == [rank.longer_than for rank in every.ranks]


def test_ranks_as_data_and_in_print():
    """Ranks are frozen; they have a printed form, an HTML table, plain data and a frame."""
    result = ranked(DAYS, [evolve(DAYS, end=(3, 3)), OPEN, OTHERWISE])
    assert (
        "<LegRanks of 1 leg beside those of 3 of 3 histories: 1 ended, 1 open, 1 ended otherwise, "
        "0 left out>"
    ) == repr(result)
    html = result._repr_html_()
    assert "<td>longer than 1 of 1 that ended; 1 is open; 1 ended otherwise</td>" in html
    assert "<td></td><td>at least 8</td><td>open</td>" in ranked(OPEN, [])._repr_html_()
    data = result.to_dict()
    assert (1, [], 1) == (data["histories"], data["same_authorities"], data["others"]["open"])
    (leg,) = data["legs"]
    assert ([5, 5], [1, 1], 1, 1, 1) == tuple(
        leg[key]
        for key in ("days", "longer_than", "others_ended", "others_open", "others_ended_otherwise")
    )
    with pytest.raises(FrozenInstanceError):
        result.histories = 2
    assert isinstance(result, LegRanks)
    assert isinstance(result.ranks[0], LegRank)


def test_ranks_convert_to_frames():
    """The frame has the columns of a leg and the rank; a rank can be missing."""
    own = [DAYS.history("A"), OTHERWISE.history("B"), OPEN.history("C")]
    result = ranked(own, [evolve(DAYS, end=(3, 4)), evolve(DAYS, end=(4, 5))])
    names = ("authority", "longer_than_at_least", "longer_than_at_most", "others_ended")
    rows = result.to_arrow().select(names).to_pylist()
    assert [("A", 1, 2, 2), ("B", None, None, 2), ("C", 2, 2, 2)] == [
        tuple(row.values()) for row in rows
    ]
    assert len(rows) == len(result.to_pandas()) == len(result.to_polars())


def test_histories_of_another_process_are_refused():
    """The other histories are checked as one's own are."""
    foreign = tf.History("Kent", begins_in="nowhere")
    with pytest.raises(tf.BadHistory, match="Kent"):
        tf.legs(DAYS.history("Mine"), **BOTH_ENDS, beside=[foreign])
    with pytest.raises(tf.InvalidValue):
        tf.legs(DAYS.history("Mine"), **BOTH_ENDS, beside="casebook")
