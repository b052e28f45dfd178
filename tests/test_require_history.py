"""Functions refuse what is not a history, and one that is given twice, and name the way out."""

from functools import partial

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import cohorts
from trustflow import events as ev
from trustflow.exchange import dump_csv, dumps_csv, to_frame
from trustflow.testing import loose_histories
from trustflow.views import chart

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
    assert "0 of 1 history has an event" in tf.timeline(FRAME.values())


@pytest.mark.parametrize("events", [[], [ev.Note("2016")]], ids=["no event", "an event"])
@pytest.mark.parametrize("make", [tf.Case.from_history, tf.check], ids=["a case", "its report"])
@pytest.mark.parametrize(
    "use",
    [
        lambda case: tf.legs(case, **BOTH_ENDS),
        lambda case: tf.outcomes(case, "trust_live"),
        tf.dumps,
        dumps_csv,
        to_frame,
        lambda case: tf.dump(case, "never.json"),
        lambda case: dump_csv(case, "never.csv"),
    ],
    ids=["legs", "outcomes", "dumps", "dumps_csv", "to_frame", "dump", "dump_csv"],
)
def test_a_case_is_not_taken_for_several_histories(use, make, events, tmp_path, monkeypatch):
    """A case without events was taken for no history, and saved as an empty file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tf.InvalidValue, match=r"Invalid histories: <.*; of a case, use \.history"):
        use(make(tf.History("Devon", events)))
    assert not list(tmp_path.iterdir())


# Questions about many histories

OF_MANY = {
    "legs": partial(tf.legs, **BOTH_ENDS),
    "named_leg": lambda several: cohorts.named_leg(several, "direction-to-live"),
    "legs beside": lambda several: tf.legs(DEVON, **BOTH_ENDS, beside=several),
    "outcomes": lambda several: tf.outcomes(several, "trust_live"),
    "arrows": cohorts.arrows,
    "arrow_counts": cohorts.arrow_counts,
    "arrow_labels": cohorts.arrow_labels,
    "outcomes_by_stage": cohorts.outcomes_by_stage,
    "judgements_by_year": lambda several: cohorts.judgements_by_year(several, "2020-01-01"),
    "last_stages": lambda several: cohorts.last_stages(several, "2020-01-01"),
    "chart": lambda several: chart(several, "stages", as_of="2020-01-01"),
    "timeline": tf.timeline,
    "explorer": lambda several: tf.explorer(
        histories=several, first="2016-01-01", last="2016-01-31"
    ),
}
EACH_OF_MANY = pytest.mark.parametrize("question", OF_MANY.values(), ids=OF_MANY)


@EACH_OF_MANY
def test_a_history_given_twice_is_refused(question):
    """It would be counted twice. An equal one, such as that of a file, is the same history."""
    other = tf.History("Devon", [ev.Note("2016", topic="other")])
    question([DEVON, other])
    for again in (DEVON, evolve(DEVON)):
        with pytest.raises(tf.InvalidValue, match=r"histories\[2\]: 'Devon'.*histories\[0\]"):
            question(each for each in (DEVON, other, again))


@EACH_OF_MANY
def test_something_else_among_many_histories_has_its_place(question):
    """The message does not say that one history has to be given at a time."""
    with pytest.raises(tf.InvalidValue, match="Expected a History") as caught:
        question([DEVON, "Sandwell"])
    assert "'Sandwell'" in str(caught.value)
    assert "one at a time" not in str(caught.value)


@at_most(40)
@given(st.lists(loose_histories(max_events=3), min_size=1, max_size=4), st.data())
def test_histories_are_counted_or_one_comes_twice(several, data):
    """Whatever the histories, they are refused if and only if two are equal."""
    several += data.draw(st.lists(st.sampled_from(several), max_size=1))
    if len({*several}) == len(several):
        assert len(several) == tf.legs(several, **BOTH_ENDS).histories
        return
    with pytest.raises(tf.InvalidValue, match="Give each history once"):
        tf.legs(several, **BOTH_ENDS)


def test_a_history_with_a_field_that_has_no_hash_can_be_compared():
    """The fields of events of a class of one's own may be of any type."""
    found = tf.History("Devon", [ev.Note("2016", topic="other", note="a")])
    object.__setattr__(found[0], "note", ["a"])
    with pytest.raises(tf.InvalidValue, match="Give each history once"):
        tf.legs([found, found], **BOTH_ENDS)
