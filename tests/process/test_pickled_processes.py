"""Pickles and copies of processes: the shipped one by its name, any other as a whole."""

import copy
import pickle
import pickletools
from functools import cached_property

import pytest
from attrs import evolve
from hypothesis import given

import trustflow as tf
from trustflow.process import CLASSES_NOT_GIVEN, Process
from trustflow.testing import processes

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
MORE = tf.Move("left", "trust_live", "trust_live")


def own_process():
    """Return the trust transfer with one more event."""
    return tf.TRUST_TRANSFER.extended(triggers={"left": "left"}, moves=[MORE])


RESEMBLING = {
    "equal": lambda: evolve(tf.TRUST_TRANSFER),
    "other title": lambda: evolve(tf.TRUST_TRANSFER, title="Another title"),
    "classes not given": lambda: evolve(tf.TRUST_TRANSFER, events=CLASSES_NOT_GIVEN),
    "fewer classes": lambda: evolve(tf.TRUST_TRANSFER, events=tf.TRUST_TRANSFER.events[:-1]),
    "extended": own_process,
}


def again(value, protocol=pickle.DEFAULT_PROTOCOL):
    """Return a value that was pickled and read again."""
    return pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own pickle


def modules_of(data):
    """Return the modules that reading a pickle of protocol 2 can import."""
    found = [argument for code, argument, _ in pickletools.genops(data) if code.name == "GLOBAL"]
    return {argument.split(" ")[0] for argument in found}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_shipped_process_is_pickled_by_its_name(protocol):
    """The pickle is short, and the process that is read is the same object."""
    assert len(pickle.dumps(tf.TRUST_TRANSFER, protocol)) < 150
    assert again(tf.TRUST_TRANSFER, protocol) is tf.TRUST_TRANSFER


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("make", RESEMBLING.values(), ids=RESEMBLING)
def test_a_process_that_only_resembles_the_shipped_one_is_pickled_as_a_whole(make, protocol):
    """Also one that is equal to it, because it can have other classes of events."""
    process = make()
    twin = again(process, protocol)
    assert twin is not tf.TRUST_TRANSFER
    assert process == twin
    assert hash(process) == hash(twin)
    assert type(process.events) is type(twin.events)
    assert process.events == twin.events
    assert len(pickle.dumps(process, protocol)) > 10_000


@given(processes())
def test_a_process_behaves_equally_after_a_pickle(process):
    """Its tables are computed again, and are equal."""
    hash(process)
    names = [name for name, value in vars(Process).items() if isinstance(value, cached_property)]
    tables = [getattr(process, name) for name in names]
    twin = again(process)
    assert process == twin
    assert vars(twin).keys().isdisjoint(names)
    assert tables == [getattr(twin, name) for name in names]


def test_the_tables_of_a_process_do_not_make_its_pickle_longer():
    """A process that was used is pickled like a new one."""
    process = own_process()
    size = len(pickle.dumps(process))
    tf.check(tf.History("Sandwell"), process)
    assert process.moves_to("trust_live")
    assert len(pickle.dumps(process)) <= 1.01 * size


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_process_is_the_process(copied):
    """A process cannot change, so it needs no second object."""
    for process in (tf.TRUST_TRANSFER, own_process()):
        assert copied(process) is process
        assert copied([process])[0] is process


def test_a_pickle_holds_a_process_once():
    """Cases and reports of one process share it, before and after the pickle."""
    process = own_process()
    history = tf.casebook.load("Sandwell")
    cases = [tf.Case.from_history(history, process) for _ in range(3)]
    held = [process, *cases, cases[0].report(), {"case": cases[1], "history": history}]
    assert len(pickle.dumps(held)) < 1.2 * len(pickle.dumps((process, history)))
    first, *others, report, by_name = again(held)
    assert all(case.process is first for case in others)
    assert report.process is first
    assert by_name["case"] is others[1]


@pytest.mark.parametrize("process", [tf.TRUST_TRANSFER, own_process()], ids=["shipped", "own"])
def test_a_pickle_names_modules_of_trustflow_only(process):
    """Reading it imports nothing that a field of the process or of a history names."""
    history = tf.History("os:system", [tf.events.Note("2016", note="os:system")])
    data = pickle.dumps((process, tf.Case.from_history(history, process)), 2)
    ours = {name for name in modules_of(data) if name.partition(".")[0] == "trustflow"}
    assert "trustflow.history.history" in ours
    assert modules_of(data) - ours <= {"__builtin__", "copy_reg", "builtins", "copyreg", "_codecs"}
