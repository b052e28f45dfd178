"""Test every pair of triggers from every stage; only `make proof` runs this."""

import pytest

import trustflow as tf
from tests import oracle
from tests.test_equivalence import (
    assert_live_agrees_with_check,
    assert_machine_agrees_with_check,
)
from tests.test_oracle import event_of, findings_of

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
        assert oracle.findings(history) == findings_of(report)
        assert_live_agrees_with_check(history)
        assert_machine_agrees_with_check(history)
