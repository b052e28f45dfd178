"""A change that is interrupted, as by Ctrl-C: nothing is lost, and nothing stays locked."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, engines, erasure

WHO = {"recorded_by": "data officer", "reason": "closed", "vacuum": False}
SIGNALS = [KeyboardInterrupt, TimeoutError, SystemExit]
"""What the handler of a signal raises."""


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_signal_after_the_commit_of_a_removal_keeps_the_file(
    ledger, tmp_path, monkeypatch, signal
):
    """The case is deleted, so the file is all that is left of it."""
    ledger.create("X")
    path = tmp_path / "x.json"
    real = sa.Connection.commit

    def interrupted(connection):
        real(connection)
        raise signal

    with monkeypatch.context() as patched:
        patched.setattr(sa.Connection, "commit", interrupted)
        with pytest.raises(signal):
            ledger.remove("X", path, **WHO)
    assert ledger.names() == ()
    assert '"X"' in path.read_text()


def test_a_commit_that_was_refused_leaves_no_file(ledger, tmp_path, monkeypatch):
    """The case is there still, so that the same call can be made again."""
    ledger.create("X")

    def refuse(_connection):
        reason = "database is locked"
        raise sa.exc.OperationalError("COMMIT", {}, sqlite3.OperationalError(reason))

    with monkeypatch.context() as patched:
        patched.setattr(sa.Connection, "commit", refuse)
        with pytest.raises(LedgerFailed, match="Nothing was recorded"):
            ledger.remove("X", tmp_path / "x.json", **WHO)
    ledger.remove("X", tmp_path / "x.json", **WHO)


def test_the_name_of_the_file_is_on_the_disk_before_the_case_is_deleted(
    ledger, tmp_path, monkeypatch
):
    """After a loss of power, either the case or the whole file is there."""
    ledger.create("X")
    synced = []
    monkeypatch.setattr(
        erasure, "sync_folder", lambda folder: synced.append((folder, ledger.names()))
    )
    ledger.remove("X", tmp_path / "x.json", **WHO)
    assert synced == [(tmp_path, ("X",))]


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("statement", ["SELECT", "INSERT", "BEGIN"])
def test_an_interrupted_change_leaves_the_ledger_unlocked(tmp_path, monkeypatch, statement, signal):
    """Others can write at once, although the traceback keeps what was being read."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    path = tmp_path / "x.db"
    with Ledger(path) as ledger:
        ledger.create("X")
        engine = ledger._place.engine  # noqa: SLF001 - where a signal comes

        def interrupt(_connection, _cursor, text, *_rest):
            if text.startswith(statement):
                raise signal

        sa.event.listen(engine, "after_cursor_execute", interrupt)
        with pytest.raises(signal) as caught:
            ledger.record("X", ev.Note("2020"))
        sa.event.remove(engine, "after_cursor_execute", interrupt)
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        ledger.record("X", ev.Note("2020"))
        assert len(ledger.history("X")) == 1
        assert caught.tb is not None
