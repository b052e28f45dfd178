"""The threads that share a ledger in a file write in turn."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, engines, places

NOTE = ev.Note("2020")


def test_many_threads_wait_for_one_another(tmp_path, monkeypatch):
    """None is refused, although SQLite itself would wait for nobody."""
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.create("X")
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0)
    with Ledger(tmp_path / "x.db") as ledger, ThreadPoolExecutor(4) as pool:
        ledger._place.engine.pool.dispose()  # noqa: SLF001 - as below
        monkeypatch.setattr(engines, "WAIT_SECONDS", 30)
        made = pool.map(lambda number: ledger.create(f"case {number}"), range(8))
        assert len(list(made)) == 8
        assert ledger.recheck().ok


def test_a_turn_is_waited_for_only_so_long(tmp_path, monkeypatch):
    """The error says so, and the next change is made."""
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.create("X")
        monkeypatch.setattr(engines, "WAIT_SECONDS", 0.01)
        with (
            ledger._place.writing(),  # noqa: SLF001 - as another thread
            pytest.raises(LedgerFailed, match=r"Nothing was recorded: 'other threads.*try again"),
        ):
            ledger.record("X", NOTE)
        ledger.record("X", NOTE)


def test_a_child_does_not_wait_for_a_thread_of_its_parent(tmp_path, monkeypatch):
    """Which it does not have."""
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.create("X")
        lock = threading.Lock()
        lock.acquire()
        ledger._place._turn = (0, lock)  # noqa: SLF001 - as after a fork
        monkeypatch.setattr(engines, "WAIT_SECONDS", 1)
        ledger.record("X", NOTE)
        assert ledger._place._turn[0] == places.os.getpid()  # noqa: SLF001 - as above
