"""The live cases that a ledger keeps in memory, from which nothing that it says may differ."""

from __future__ import annotations

from attrs import evolve

import trustflow as tf
from trustflow.ledger import Ledger
from trustflow.ledger.live_cases import KEPT_CASES, LiveCases

SANDWELL = tf.casebook.load("Sandwell")
NEXT = tf.events.Note("2026-11-30", note="a call")


def test_a_case_is_used_again_with_the_same_history_only():
    """Its history may have changed in the database, or the change may not have been stored."""
    cases = LiveCases()
    first = cases.take(SANDWELL, tf.TRUST_TRANSFER)
    cases.keep(first)
    assert cases.take(evolve(SANDWELL), tf.TRUST_TRANSFER) is first
    cases.keep(first)
    first.record(NEXT)
    assert cases.take(SANDWELL, tf.TRUST_TRANSFER).history == SANDWELL


def test_those_that_waited_longest_are_given_up():
    """The memory that they take has a bound."""
    cases = LiveCases()
    kept = [tf.Case(f"Council {number}") for number in range(KEPT_CASES + 1)]
    for case in kept:
        cases.keep(case)
    taken = [cases.take(case.history, case.process) for case in kept]
    assert [one is other for one, other in zip(taken, kept, strict=True)] == [
        False,
        *[True] * KEPT_CASES,
    ]


def test_what_another_ledger_recorded_meanwhile_is_seen(tmp_path):
    """The case is replayed then."""
    path = tmp_path / "cases.db"
    with Ledger(path) as ours, Ledger(path) as theirs:
        ours.create(SANDWELL)
        ours.record("Sandwell", NEXT)
        entry = theirs.record("Sandwell", tf.events.Note("2026-12-01", note="theirs")).entry
        ours.record(
            "Sandwell",
            tf.events.Note("2026-12-02", note="ours"),
            expected_version=entry.version,
        )
        assert ours.history("Sandwell") == theirs.history("Sandwell")
        assert [each.note for each in ours.history("Sandwell")[-3:]] == ["a call", "theirs", "ours"]
