"""Several processes record in one ledger, and are killed: nothing that was accepted is lost."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import trustflow as tf
from tests.ledger import postgres
from trustflow import events as ev
from trustflow.ledger import Ledger

ROOT = Path(__file__).parents[2]
MANY = [pytest.mark.slow, pytest.mark.long]
WAIT = 600


def started(place, cases, count, stale=""):
    """Return a process that records beside others, with its output to read."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.worker", place, str(cases), str(count), stale],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def begun(ledger, cases):
    """Begin the cases in which processes record."""
    for number in range(cases):
        ledger.create(f"case {number}")


@pytest.mark.usefixtures("real_disk")
@pytest.mark.parametrize("stale", ["", "stale"])
@pytest.mark.parametrize(
    ("processes", "records", "cases"),
    [(3, 6, 2), pytest.param(8, 500, 20, marks=MANY)],
    ids=["few", "many"],
)
def test_nothing_is_lost_between_processes(place, processes, records, cases, stale):
    """Every accepted entry is there once, in an order that replays."""
    with Ledger(place) as ledger:
        begun(ledger, cases)
        running = [started(place, cases, records, stale) for _ in range(processes)]
        printed = [process.communicate(timeout=WAIT)[0].split("\n") for process in running]
        assert [process.returncode for process in running] == [0] * processes
        print(*(lines[-2] for lines in printed), sep="; ")  # noqa: T201 - shown if it fails
        accepted = [line for lines in printed for line in lines[:records]]
        assert len(accepted) == processes * records
        recorded = []
        for name in ledger.names():
            entries = ledger.entries(name)
            recorded += [entry.id for entry in entries[1:]]
            assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
            assert len(tf.Case.from_history(ledger.history(name))) == len(entries) - 1
        assert sorted(accepted) == sorted(recorded)
        assert ledger.recheck().ok


@pytest.mark.parametrize("processes", [3, pytest.param(8, marks=MANY)])
def test_several_processes_begin_one_ledger(place, processes):
    """Who comes first makes the tables; the others find them."""
    running = [started(place, 1, 0) for _ in range(processes)]
    printed = [process.communicate(timeout=WAIT)[0] for process in running]
    assert printed == ["stale 0 waits 0\n"] * processes
    with Ledger(place) as ledger:
        assert ledger.recheck().ok


@pytest.mark.usefixtures("real_disk")
@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=MANY)], ids=["few", "many"])
def test_a_kill_loses_nothing(place, kills):
    """Every entry that was acknowledged is there, none half, whenever a process is killed."""
    chosen = random.Random(24)  # noqa: S311 - any moment will do
    cases = 20
    acknowledged = set()
    with Ledger(place) as ledger:
        begun(ledger, cases)
        running = [started(place, cases, 100_000) for _ in range(3)]
        for _ in range(kills):
            # One is killed at any moment; the others go on, and a new one takes its place.
            process = running.pop(0)
            for _ in range(chosen.randrange(1, 8)):
                acknowledged.add(process.stdout.readline().strip())
            spin(chosen.randrange(100_000))
            acknowledged |= ended(process)
            running.append(started(place, cases, 100_000))
        for process in running:
            acknowledged |= ended(process)
        kept = {entry.id for name in ledger.names() for entry in ledger.entries(name)}
        assert acknowledged - {""} <= kept
        assert ledger.recheck().ok
        ledger.record("case 0", ev.Note("2015"))


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("kills", [5])
def test_a_kill_of_the_server_loses_nothing(kills):
    """Also if the server is set to acknowledge a commit before it is on the disk."""
    postgres.require_programs()
    options = "-c fsync=on -c synchronous_commit=off -c wal_writer_delay=10s"
    chosen = random.Random(25)  # noqa: S311 - any moment will do
    acknowledged = set()
    with postgres.killable_server(options) as (place, kill):
        with Ledger(place) as ledger:
            begun(ledger, 20)
        for _ in range(kills):
            running = [started(place, 20, 100_000) for _ in range(3)]
            for process in running:
                for _ in range(chosen.randrange(3, 12)):
                    acknowledged.add(process.stdout.readline().strip())
            kill()
            for process in running:
                acknowledged |= ended(process)
        with Ledger(place) as ledger:
            kept = {entry.id for name in ledger.names() for entry in ledger.entries(name)}
            print(len(acknowledged), "acknowledged,", len(kept), "kept")  # noqa: T201 - as above
            assert len(acknowledged) > kills
            assert acknowledged - {""} <= kept
            assert ledger.recheck().ok
            ledger.record("case 0", ev.Note("2015"))


def ended(process):
    """Kill a process; return the entries that it printed and nobody has read."""
    process.kill()
    # Not `communicate`, which leaves out what `readline` has read ahead, and can so begin in the
    # middle of a line.
    printed = process.stdout.read()
    process.wait(timeout=WAIT)
    process.stdout.close()
    return set(printed.split())


def spin(count):
    """Let a short time pass that is never the same, so that a kill comes at any moment."""
    for _ in range(count):
        pass
