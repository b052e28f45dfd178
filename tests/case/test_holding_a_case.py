"""A case in a user's program: subclasses, copies, pickles, threads, and an event loop."""

import asyncio
import pickle
import sys
import threading

import pytest
from attrs import frozen
from hypothesis import given

import trustflow as tf
from tests.case.samples import case_of, directed_case
from tests.copies import copies_of
from tests.examples import QUARTER
from trustflow import events as ev
from trustflow import testing
from trustflow.history import NamedEvent
from trustflow.testing import histories

# Subclasses


class Mixin:
    """A class to derive from together with another one."""

    __slots__ = ()


@pytest.mark.parametrize("bases", [(tf.Case,), (Mixin, tf.Case), (tf.Case, Mixin)], ids=str)
def test_a_class_cannot_be_derived_from_case(bases):
    """The error is raised where the class is written, and says how to hold a case instead."""
    with pytest.raises(TypeError) as refusal:
        type("Tracked", bases, {})
    assert "Tracked cannot be derived from Case" in str(refusal.value)
    assert "self.case = Case(authority)" in str(refusal.value)


class Tracked:
    """A class of a user's own that holds a case."""

    def __init__(self, authority, officer):
        self.case = tf.Case(authority)
        self.officer = officer


def test_an_object_that_holds_a_case_is_copied_with_it():
    """Its own attributes and the case survive each kind of copy; deep copies are independent."""
    tracked = Tracked("Sandwell", "Ann Lee")
    tracked.case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate"))
    shallow, *others = copies_of(tracked)
    assert shallow.case is tracked.case
    for other in others:
        assert (tracked.officer, tracked.case) == (other.officer, other.case)
        other.case.record(ev.Note("2016"))
        assert tracked.case != other.case


# Pickles


@QUARTER
@given(histories())
def test_a_pickle_of_a_case_is_about_as_long_as_that_of_its_history(history):
    """The trust transfer is not in the pickle."""
    case = tf.Case.from_history(history)
    assert len(pickle.dumps(case)) <= 1.2 * len(pickle.dumps(history)) + 100
    again = pickle.loads(pickle.dumps(case))  # noqa: S301 - our own pickle
    assert case == again
    assert again.process is tf.TRUST_TRANSFER


def test_a_pickle_of_a_recorded_case_is_at_most_a_fifth_longer_than_that_of_its_history():
    """Only a history of few events is so short that the name of the class counts."""
    sizes = []
    for name in ("Sandwell", "Birmingham", "Doncaster"):
        case = tf.Case.from_history(tf.casebook.load(name))
        sizes.append(len(pickle.dumps(case)) / len(pickle.dumps(case.history)))
    assert max(sizes) <= 1.2


@QUARTER
@given(testing.processes())
def test_a_case_of_another_process_is_pickled_with_it(process):
    """The process is not known where the pickle is read."""
    for twin in copies_of(tf.Case("Leeds", process)):
        assert process == twin.process


# Threads

PATIENCE = 20
"""The seconds for which a thread waits for another; it never waits so long."""


@frozen(kw_only=True)
class SlowEvent(NamedEvent):
    """An event in the middle of whose check a test can do something else."""

    pause: object = None

    def irregularities(self):
        """Pause the check, and give no remark."""
        self.pause()
        return ()


def test_the_case_is_changed_by_one_of_two_threads_at_once():
    """The thread that finishes second gets an error, and its event is not in the case."""
    case = directed_case()
    entered, left = threading.Event(), threading.Event()
    errors = []

    def pause():
        entered.set()
        left.wait(PATIENCE)

    def record():
        try:
            case.record(SlowEvent("2017-01", what="note", pause=pause))
        except RuntimeError as error:
            errors.append(str(error))

    slow = threading.Thread(target=record)
    slow.start()
    entered.wait(PATIENCE)
    before = tuple(case)
    note = ev.Note("2016-12")
    assert "direction_issued" == case.stage
    assert case.findings == tf.check(case.history).findings
    case.record(note)
    left.set()
    slow.join()
    assert (*before, note) == case.history.events
    (error,) = errors
    assert error.startswith("The case of Sandwell was changed by another thread")
    assert "hold a lock around each call" in error
    assert () == case.record(ev.Note("2016-12-31"))


@pytest.mark.parametrize(
    "call",
    [
        lambda case, event: case.record(event),
        lambda case, event: case.suppose(event),
        lambda case, event: case.insert(event),
        lambda case, event: case.replace(new=event, at=2),
        lambda case, event: case.amend([tf.Insert(event)]),
    ],
    ids=["record", "suppose", "insert", "replace", "amend"],
)
def test_a_case_that_is_changed_inside_a_call_keeps_that_change(call):
    """The outer call gets an error; nothing of it is in the case."""
    case = directed_case()
    before = tuple(case)
    note = ev.Note("2017-01")
    pending = [note]

    def pause():
        while pending:
            case.record(pending.pop())

    with pytest.raises(RuntimeError, match="changed by another thread, or from inside this call"):
        call(case, SlowEvent("2017-02", what="note", pause=pause))
    assert (*before, note) == case.history.events
    assert case_of(*case.history).findings == case.findings


def test_two_threads_lose_no_event_that_was_recorded():
    """Whatever the threads do, the case has each event whose call returned, and no other."""
    case = tf.Case("Sandwell")
    recorded, errors = [], []

    def record(name):
        for number in range(60):
            note = ev.Note("2016", note=f"{name} {number}")
            try:
                case.record(note)
            except RuntimeError as error:
                errors.append(error)
            else:
                recorded.append(note.note)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=record, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert 240 == len(recorded) + len(errors)
    assert sorted(recorded) == sorted(event.note for event in case)
    assert tf.Case.from_history(case.history).findings == case.findings


def test_tasks_of_one_loop_can_share_a_case():
    """No method awaits anything, so no other task runs in the middle of one."""
    case = tf.Case("Sandwell")

    async def record(name):
        for number in range(20):
            case.record(ev.Note("2016", note=f"{name} {number}"))
            await asyncio.sleep(0)

    async def record_all():
        await asyncio.gather(*(record(name) for name in "abcd"))

    asyncio.run(record_all())
    assert 80 == len(case)
    assert tf.check(case.history).findings == case.findings
