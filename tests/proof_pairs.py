"""Test every pair of triggers from every stage, 39,600 in all; only `make proof` runs this."""

import itertools

import pytest

import trustflow as tf
from tests import oracle
from tests.test_equivalence import (
    assert_live_agrees_with_check,
    assert_machine_agrees_with_check,
    event_of,
)
from tests.test_oracle import findings_of

FIRSTS = {trigger: event_of(trigger) for trigger in tf.TRUST_TRANSFER.triggers}
SECONDS = {trigger: event_of(trigger, "2016-09-01") for trigger in tf.TRUST_TRANSFER.triggers}


@pytest.mark.parametrize("stage", list(tf.Stage))
@pytest.mark.parametrize("first", FIRSTS)
def test_every_pair_of_triggers(stage, first):
    """The oracle, `check`, a live case and the machine agree on both events."""
    for second in SECONDS.values():
        history = tf.History("X", [FIRSTS[first], second], begins_in=stage)
        report = tf.check(history)
        replayed = [
            (step.before, step.after, step.allowed, step.caused_by) for step in report.steps
        ]
        assert oracle.replay(history) == replayed
        assert sorted(oracle.findings(history), key=repr) == sorted(findings_of(report), key=repr)
        assert_live_agrees_with_check(history)
        assert_machine_agrees_with_check(history)


def test_there_are_39600_pairs():
    """The number is that of stages times the number of pairs of triggers."""
    assert 39_600 == sum(1 for _ in itertools.product(tf.Stage, FIRSTS, SECONDS))
