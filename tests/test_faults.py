"""Each planted fault in the law is found by some history."""

import pytest

import trustflow as tf
from tests import faults
from tests.probes import probes

RULES = [rule.id for rule in tf.TRUST_TRANSFER.rules]
TIMED = [rule_id for rule_id in RULES if rule_id != "in-order"]


@pytest.mark.parametrize("rule_id", TIMED)
def test_the_law_without_a_fault_passes_every_probe(rule_id):
    """The probes have no failures without a fault, so a failure shows a fault."""
    for history, expected in probes(rule_id):
        assert expected == faults.checked(history, tf.TRUST_TRANSFER)


@pytest.mark.parametrize("stage", list(tf.Stage))
def test_every_fault_in_a_move_is_found(stage):
    """Moves have another target or mark, are left out, or are added in an empty cell."""
    planted = [*faults.move_faults(stage)]
    assert {fault.cell[0] for fault in planted} == set(tf.TRUST_TRANSFER.triggers)
    assert [] == [fault.name for fault in planted if not faults.is_found(fault)]


@pytest.mark.parametrize("rule_id", RULES)
def test_every_fault_in_a_rule_is_found(rule_id):
    """Bounds, units, periods, strengths, triggers and other fields are changed one at a time."""
    planted = [*faults.rule_faults(rule_id)]
    assert planted
    assert [] == [fault.name for fault in planted if not faults.is_found(fault)]
