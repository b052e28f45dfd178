"""One fault in the law at a time: each of them is told by some history."""

import pytest

import trustflow as tf
from tests import faults
from tests.probes import probes

RULES = [rule.id for rule in tf.TRUST_TRANSFER.rules]
TIMED = [rule_id for rule_id in RULES if rule_id != "in-order"]


@pytest.mark.parametrize("rule_id", TIMED)
def test_the_law_without_a_fault_passes_every_probe(rule_id):
    """Else a probe would catch what is not wrong."""
    for history, meant in probes(rule_id):
        assert meant == faults.told(history, tf.TRUST_TRANSFER)


@pytest.mark.parametrize("stage", list(tf.Stage))
def test_no_fault_in_a_move_goes_unnoticed(stage):
    """Every move led elsewhere, marked otherwise or left out, and every empty cell filled."""
    about = [*faults.move_faults(stage)]
    assert {fault.cell[0] for fault in about} == set(tf.TRUST_TRANSFER.triggers)
    assert [] == [fault.name for fault in about if not faults.is_caught(fault)]


@pytest.mark.parametrize("rule_id", RULES)
def test_no_fault_in_a_rule_goes_unnoticed(rule_id):
    """Every bound, unit, period, strength, trigger and other field, altered one at a time."""
    about = [*faults.rule_faults(rule_id)]
    assert about
    assert [] == [fault.name for fault in about if not faults.is_caught(fault)]
