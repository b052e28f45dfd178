"""One fault in the law at a time: each of them is told by some history."""

from collections import Counter

import pytest

import trustflow as tf
from tests import faults, oracle

RULES = [rule.id for rule in faults.TIMED]


def test_the_law_without_a_fault_passes_every_probe():
    """Else a probe would catch what is not wrong."""
    for rule_id in RULES:
        for history, meant in faults.probes(rule_id):
            assert sorted(meant, key=repr) == faults.told(history, tf.TRUST_TRANSFER)


def test_no_fault_in_a_move_goes_unnoticed():
    """Every move led elsewhere, marked otherwise or left out, and every empty cell filled."""
    missed = [fault.name for fault in faults.move_faults() if not faults.is_caught(fault)]
    assert [] == missed


@pytest.mark.parametrize("rule_id", [*RULES, "in-order"])
def test_no_fault_in_a_rule_goes_unnoticed(rule_id):
    """Every bound, unit, period, strength, trigger and other field, altered one at a time."""
    about = [fault for fault in faults.rule_faults() if fault.about == rule_id]
    assert about
    missed = [fault.name for fault in about if not faults.is_caught(fault)]
    assert [] == missed


def test_every_move_and_every_rule_is_altered():
    """Nothing of the law is left out."""
    moves = Counter(fault.about for fault in faults.move_faults())
    assert len(oracle.moves()) + 168 == len(moves) == 660
    rules = {fault.about for fault in faults.rule_faults()}
    assert {rule.id for rule in tf.TRUST_TRANSFER.rules} == rules
