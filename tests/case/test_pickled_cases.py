"""Pickles and copies of cases: short, equal, and the same in another process of the system."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given

import trustflow as tf
from tests.case.samples import case_of, directed_case
from tests.examples import QUARTER
from trustflow import events as ev
from trustflow.testing import histories

NOTE = ev.Note("2199")
BY_SIZE = sorted(tf.casebook.names(), key=lambda name: len(tf.casebook.load(name)))


def again(value, protocol=pickle.DEFAULT_PROTOCOL):
    """Return a value that was pickled and read again."""
    return pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own pickle


TWINS = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": again}


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["Sandwell", "Doncaster", "Birmingham", BY_SIZE[-1]])
def test_a_case_is_pickled_in_little_more_than_its_history(name, protocol):
    """Every protocol that is in use, and the largest history, are tested."""
    case = tf.Case.from_history(tf.casebook.load(name))
    assert len(pickle.dumps(case, protocol)) <= 1.01 * len(pickle.dumps(case.history, protocol))
    assert len(pickle.dumps((case, case.history), protocol)) <= 1.2 * len(
        pickle.dumps(case.history, protocol)
    )
    twin = again(case, protocol)
    assert case == twin
    assert twin.process is tf.TRUST_TRANSFER


@pytest.mark.parametrize("twin_of", TWINS.values(), ids=TWINS)
@QUARTER
@given(history=histories())
def test_a_twin_behaves_equally(twin_of, history):
    """It gives the same stage, findings and options, and records the same events."""
    case = tf.Case.from_history(history)
    twin = twin_of(case)
    for _ in range(2):
        assert case == twin
        assert (case.stage, case.findings) == (twin.stage, twin.findings)
        assert case.what_next() == twin.what_next()
        assert case.record(NOTE) == twin.record(NOTE)


@pytest.mark.parametrize("twin_of", TWINS.values(), ids=TWINS)
def test_a_twin_is_independent(twin_of):
    """What happens to one of the two does not change the other, whichever is first."""
    case = directed_case()
    twin, third = twin_of(case), twin_of(case)
    twin.record(NOTE)
    case.mark_checked("2026-08-22")
    third.withdraw(at=0)
    assert (len(case) + 1, len(case) - 1) == (len(twin), len(third))
    assert (None, None) == (twin.history.checked_to, third.history.checked_to)
    assert case.record(NOTE) == ()
    assert case.history.events == twin.history.events


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_replays_nothing_and_shares_the_events(copied, monkeypatch):
    """A copy costs the same for a case of any length."""
    case = tf.Case.from_history(tf.casebook.load("Sandwell"))
    monkeypatch.setattr("trustflow.case.position.advance", None)
    twin = copied(case)
    assert case == twin
    assert all(one is other for one, other in zip(case, twin, strict=True))


def test_a_deep_copy_of_a_history_is_the_history():
    """A history cannot change, so it needs no second object."""
    history = tf.casebook.load("Sandwell")
    assert copy.deepcopy(history) is history
    assert history == copy.copy(history)


def test_a_copy_of_a_case_with_an_event_of_an_open_date_stays_a_case_of_distinct_events():
    """The event that both cases share is recorded again in the copy as another object."""
    event = ev.Note("2016/..")
    case = case_of(event)
    twin = copy.copy(case)
    twin.record(event)
    assert twin.history[0] is case.history[0]
    assert twin.history[1] is not twin.history[0]


def outcome(case):
    """Return what another process of the system finds in a case, and the case with one event."""
    stage, findings = case.stage, tuple(case.findings)
    case.record(NOTE)
    return stage, findings, case.process is tf.TRUST_TRANSFER, case


@pytest.mark.slow
def test_a_case_is_the_same_in_another_process_of_the_system():
    """A worker that was started afresh reads cases of the shipped process and of another one."""
    history = tf.casebook.load("Sandwell")
    own = tf.TRUST_TRANSFER.extended(
        triggers={"left": "left"}, moves=[tf.Move("left", "trust_live", "trust_live")]
    )
    cases = [tf.Case.from_history(history, process) for process in (tf.TRUST_TRANSFER, own)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        found = list(pool.map(outcome, cases))
    for case, (stage, findings, is_shipped, twin) in zip(cases, found, strict=True):
        assert (case.stage, tuple(case.findings)) == (stage, findings)
        assert is_shipped == (case.process is tf.TRUST_TRANSFER)
        case.record(NOTE)
        assert case == twin
