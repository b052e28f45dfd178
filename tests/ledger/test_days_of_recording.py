"""The day of recording of a change: one for all of its entries, by the clock of the database."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.ledger import Draft, Kind, Ledger, LedgerFailed, NotInLedger, sealed, sql_store
from trustflow.ledger.entries import MAX_AHEAD, recorded_by_end_of

NOTE = ev.Note("2015-01-01", note="a call")
LONDON = ZoneInfo("Europe/London")
MICROSECOND = dt.timedelta(microseconds=1)
MIDNIGHTS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)).map(
    lambda day: dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)
)
NEAR = st.integers(-30, 30).map(lambda number: number * MICROSECOND)


@st.composite
def clocks_and_last_entries(draw):
    """Return a time near midnight in London, and that of an entry before or after it, or None."""
    now = draw(MIDNIGHTS) + draw(NEAR)
    ahead = st.one_of(NEAR, st.timedeltas(dt.timedelta(days=-2), MAX_AHEAD))
    return now, draw(st.one_of(st.none(), ahead.map(lambda apart: now + apart)))


@given(clocks_and_last_entries(), st.integers(1, 40))
def test_a_day_of_recording_has_all_of_a_change_or_none(times, count):
    """Whatever the clock and the last entry, and also in the two nights when the clocks change."""
    now, after = times
    drafts = [Draft(id=str(number), name="X", kind=Kind.CREATED) for number in range(count)]
    entries = sealed(drafts, None, now=now, after=after)
    start = now if after is None else max(now, after + MICROSECOND)
    day = start.astimezone(LONDON).date()
    for asked in (day + dt.timedelta(days=number) for number in range(-1, 3)):
        assert len(tuple(recorded_by_end_of(entries, asked))) in {0, count}
    at = [entry.recorded_at for entry in entries]
    assert at == [at[0] + number * MICROSECOND for number in range(count)]
    assert start <= at[0] <= start + count * MICROSECOND


BEFORE_MIDNIGHT = dt.datetime(2026, 7, 1, 22, 59, 59, 999998, tzinfo=dt.UTC)


def made_together(ledger):
    """Add two cases at once, one of which has three entries."""
    ledger.add_histories([tf.History("X", [NOTE, NOTE]), tf.History("Y")])


def made_at_once(ledger):
    """Create a case with events."""
    ledger.create(tf.History("X", [NOTE] * 4))


def edited(ledger):
    """Record several events in a block."""
    with ledger.edit("Old") as case:
        for _ in range(4):
            case.record(NOTE)


@pytest.mark.parametrize("change", [made_together, made_at_once, edited])
def test_no_change_is_divided_by_midnight(ledger, clock, change):
    """Every entry of it is of the day on which the last one would be."""
    clock.now = BEFORE_MIDNIGHT - dt.timedelta(hours=1)
    ledger.create("Old")
    clock.now = BEFORE_MIDNIGHT
    change(ledger)
    added = [each for name in ledger.names() for each in ledger.entries(name)]
    days = {
        each.recorded_at.astimezone(LONDON).date()
        for each in added
        if each.recorded_at >= clock.now
    }
    assert days == {dt.date(2026, 7, 2)}
    for name in set(ledger.names()) - {"Old"}:
        with pytest.raises(NotInLedger):
            ledger.history(name, recorded_on="2026-07-01")
    assert len(ledger.history("Old", recorded_on="2026-07-01")) == 0
    assert ledger.recheck().ok


class WrongClock(dt.datetime):
    """The clock of a machine that is wrong by more than a year."""

    APART = dt.timedelta(days=400)

    @classmethod
    def now(cls, tz=None):
        """Return the wrong time."""
        return dt.datetime.now(tz) + cls.APART


def test_entries_are_dated_by_the_clock_of_the_database(place, monkeypatch):
    """That of a server is one for all machines; a file has only that of the machine."""
    monkeypatch.setattr(sql_store, "dt", SimpleNamespace(datetime=WrongClock, UTC=dt.UTC))
    with Ledger(place) as ledger:
        entry = ledger.create("X")
        assert ledger.recheck().ok
    expected = dt.timedelta(0) if place.startswith("postgresql") else WrongClock.APART
    assert abs(entry.recorded_at - dt.datetime.now(dt.UTC) - expected) < dt.timedelta(minutes=5)


def test_a_server_whose_clock_was_set_back_is_noticed(ledger, clock):
    """As on a machine: the entry is dated after the last one, or refused if that is a day ahead."""
    last = ledger.create("X")
    clock.now -= dt.timedelta(hours=2)
    assert ledger.record("X", NOTE).entry.recorded_at == last.recorded_at + MICROSECOND
    clock.now -= dt.timedelta(days=1)
    with pytest.raises(LedgerFailed):
        ledger.record("X", NOTE)
