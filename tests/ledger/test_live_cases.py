"""The live cases that a ledger keeps in memory, from which nothing that it says may differ."""

from __future__ import annotations

import gc
import tracemalloc
from contextlib import nullcontext

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow.ledger import Ledger, LedgerFailed, erasure, sql_store
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


def test_a_refusal_keeps_the_case(tmp_path):
    """It is not changed, so the next event needs no replay either."""
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create(SANDWELL)
        ledger.record("Sandwell", NEXT)
        cases = ledger._changer.live_cases  # noqa: SLF001 - nothing else shows it
        (kept,) = cases._cases.values()  # noqa: SLF001 - as above
        with pytest.raises(tf.DateRuleBroken):
            ledger.record("Sandwell", tf.events.Note("2014-01-01"))
        assert cases.take(ledger.history("Sandwell"), tf.TRUST_TRANSFER) is kept


def test_the_last_one_kept_waits_longest():
    """Also if another thread has kept a case of its name meanwhile."""
    cases = LiveCases()
    kept = [tf.Case(f"Council {number}") for number in range(KEPT_CASES)]
    for case in (*kept, kept[0], tf.Case("Another")):
        cases.keep(case)
    assert cases.take(kept[0].history, kept[0].process) is kept[0]


@pytest.mark.slow
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("erase", ["redact", "remove"])
def test_what_was_erased_is_not_in_memory(tmp_path, monkeypatch, erase, fails):
    """Neither in a live case nor in an event that was read, also if the outcome is not known."""
    if fails:
        monkeypatch.setattr(erasure, erase, unanswered(getattr(erasure, erase)))
    signed = {"recorded_by": "data officer", "reason": "asked"}
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create("X")
        ledger.record("X", tf.events.Note("2016", note="a call of J. Person"))
        assert len(ledger.history("X")) == 1
        with pytest.raises(LedgerFailed) if fails else nullcontext():
            if erase == "redact":
                ledger.redact("X", "J. Person", **signed)
            else:
                ledger.remove("X", tmp_path / "x.json", **signed)
        gc.collect()
        # `isinstance` would ask objects of other libraries that are made when they are first asked.
        notes = [each.note for each in gc.get_objects() if type(each) is tf.events.Note]
        assert not [note for note in notes if note and "J. Person" in note]


@given(st.data())
def test_a_ledger_that_keeps_cases_says_what_a_replay_says(tmp_path_factory, data):
    """Whatever is recorded, corrected, refused or rolled back by either of two ledgers."""
    path = tmp_path_factory.mktemp("kept") / "cases.db"
    begins = data.draw(st.sampled_from([None, "rated_inadequate"]))
    inspected = tf.events.InspectionPublished("2015-02-01", judgement="inadequate")
    inherits = data.draw(st.sampled_from([(), (inspected,)]))
    history = tf.History(
        "X", begins_in=begins, succeeds="Y" if inherits else None, inherits=inherits
    )
    with Ledger(path) as one, Ledger(path) as other:
        one.create(history)
        for _ in range(data.draw(st.integers(1, 6))):
            ledger = data.draw(st.sampled_from([one, other]))
            before = ledger.read("X")
            event = data.draw(
                st.sampled_from(
                    [
                        NEXT,
                        tf.events.Note("2014"),
                        tf.events.InspectionPublished("2016-03-01", judgement="good"),
                        tf.events.CommissionerAppointed("2016-04-01"),
                    ]
                )
            )
            verb = data.draw(
                st.sampled_from(["record", "record", "roll back", "withdraw", "check"])
            )
            if verb == "withdraw" and before.in_force:
                ledger.withdraw(before.in_force[-1], reason="wrong")
                continue
            if verb == "check":
                ledger.mark_checked("X", "2026-11-01")
                continue
            if verb == "roll back":
                with pytest.MonkeyPatch.context() as patched:
                    patched.setattr(sql_store, "sealed", full_disk)
                    outcome(lambda: ledger.record("X", event))  # noqa: B023 - called at once
                continue
            expected = outcome(lambda: tf.Case.from_history(before.history).record(event))  # noqa: B023
            assert outcome(lambda: ledger.record("X", event).findings) == expected  # noqa: B023
            assert one.history("X") == other.history("X")


def outcome(call):
    """Return what a call returns, or its error as a text."""
    try:
        return call()
    except (tf.MoveNotAllowed, tf.DateRuleBroken, LedgerFailed) as error:
        return f"{type(error)}: {error}"


def unanswered(call):
    """Return a call that does what another does, and then gets no answer of the database."""

    def failing(*arguments, **values):
        call(*arguments, **values)
        reason = "no answer"
        raise LedgerFailed(reason)

    return failing


def full_disk(*_arguments, **_values):
    """Refuse an entry, as a database whose disk is full."""
    reason = "disk is full"
    raise LedgerFailed(reason)


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


def peak_of_edit(ledger, number):
    """Return the most memory that a block needs which records some events."""
    ledger.create(f"{number} events")
    tracemalloc.start()
    try:
        with ledger.edit(f"{number} events") as case:
            for _ in range(number):
                case.record(NEXT)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_a_long_block_needs_memory_for_each_event_once(tmp_path):
    """Not a list of all events after each of them, which a case of 10,000 would notice."""
    with Ledger(tmp_path / "cases.db") as ledger:
        peak_of_edit(ledger, 1)  # what is kept from now on
        few, many = (peak_of_edit(ledger, number) for number in (400, 1600))
    assert many < 5 * few  # it is 4 times as much, and 7 times with such lists
