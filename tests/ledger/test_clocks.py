"""A wrong clock is noticed before it dates every later entry."""

import datetime as dt

import pytest
import sqlalchemy as sa

import trustflow as tf
from trustflow import events as ev
from trustflow.ledger import BadLedger, LedgerFailed
from trustflow.ledger.schema import SQLITE

NOTE = ev.Note("2015-01-01", note="a call")
END = dt.datetime(9999, 12, 31, 23, 59, 59, 999990, tzinfo=dt.UTC)


@pytest.mark.parametrize("days", [-400, -2, -1.001])
def test_a_clock_behind_the_newest_entry_is_refused(ledger, clock, days):
    """The error has both times, and nothing is recorded; a day does not matter."""
    ledger.create("X")
    start = clock.now
    clock.now += dt.timedelta(days=days)
    with pytest.raises(LedgerFailed, match=r"^Nothing was recorded.*2026-06-01 12:00.*Set the"):
        ledger.create("Y")
    with pytest.raises(LedgerFailed):
        ledger.record("X", NOTE)
    clock.now = start - dt.timedelta(days=1)
    ledger.record("X", NOTE)
    assert ledger.names() == ("X",)


def test_entries_are_dated_one_after_another(ledger, clock):
    """Also if the clock stands still or is set back, and if several entries are made at once."""
    ledger.create(tf.History("X", [NOTE] * 2))
    for seconds in (0, 10, -60, 0.5, -3600, 0, 7200):
        clock.now += dt.timedelta(seconds=seconds)
        ledger.record("X", NOTE)
    times = [entry.recorded_at for entry in ledger.entries("X")]
    assert sorted(set(times)) == times
    assert times[-1] == clock.now


def test_entries_after_the_clock_are_listed(ledger, clock):
    """By each name and version; not for a minute, which two machines may be apart."""
    ledger.create("X")
    clock.now += dt.timedelta(minutes=2)
    ledger.record("X", NOTE)
    ledger.create("Y")
    assert ledger.recheck().ok
    clock.now -= dt.timedelta(seconds=90)
    found = [(each.name, each.version, each.what) for each in ledger.recheck().faults]
    assert found == [
        (name, version, "it is dated 2026-06-01 12:02 UTC, after the clock")
        for name, version in (("X", 2), ("Y", 1))
    ]


def test_the_end_of_time_is_said(ledger, clock):
    """Whatever the clock says."""
    clock.now = END
    with pytest.raises(LedgerFailed, match="9999-12-31"):
        ledger.create(tf.History("Y", [NOTE] * 3))
    clock.now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    ledger.create("X")


@pytest.mark.parametrize(
    "time", ["9999-12-31T23:59:59.999999-23:00", "9999-99-99T00:00:00", "never"]
)
def test_a_forged_time_is_said(ledger, engine, time):
    """Neither the case nor its rival hides it behind an error of Python's."""
    ledger.create("X")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE trustflow_entries DISABLE TRIGGER ALL")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {next(iter(SQLITE))}")
        change = sa.text("UPDATE trustflow_entries SET recorded_at = :time")
        connection.execute(change, {"time": time})
    with pytest.raises(BadLedger, match="Cannot read when its newest entry was recorded"):
        ledger.create("Y")
    with pytest.raises(BadLedger, match="Cannot read entry 1 of 'X'"):
        ledger.history("X")
    assert not ledger.recheck().ok
