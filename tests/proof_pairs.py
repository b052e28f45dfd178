"""Every pair of triggers from every stage, 39,600 in all: run by `make proof` alone."""

import itertools

import pytest

import trustflow as tf
from tests import oracle
from tests.test_equivalence import assert_live_is_checked, assert_machine_moves_as_checked, event_of
from tests.test_oracle import found

FIRSTS = {trigger: event_of(trigger) for trigger in tf.TRUST_TRANSFER.triggers}
SECONDS = {trigger: event_of(trigger, "2016-09-01") for trigger in tf.TRUST_TRANSFER.triggers}


@pytest.mark.parametrize("stage", list(tf.Stage))
@pytest.mark.parametrize("first", FIRSTS)
def test_every_pair_of_triggers(stage, first):
    """The oracle, `check`, a live case and the machine agree on both events of each pair."""
    for second in SECONDS.values():
        history = tf.History("X", [FIRSTS[first], second], begins_in=stage)
        report = tf.check(history)
        replayed = [
            (step.before, step.after, step.allowed, step.caused_by) for step in report.steps
        ]
        assert oracle.replay(history) == replayed
        assert sorted(oracle.remarks(history), key=repr) == sorted(found(report), key=repr)
        assert_live_is_checked(history)
        assert_machine_moves_as_checked(history)


def test_there_are_as_many_as_said():
    """Eleven stages, sixty triggers, twice."""
    assert 39_600 == sum(1 for _ in itertools.product(tf.Stage, FIRSTS, SECONDS))
