"""Cases that are read with their version and their entries, one or many at once."""

import datetime as dt
import pickle
import warnings

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.ledger.stores import MemoryStore, other_process
from trustflow import events as ev
from trustflow.ledger import BadLedger, CasesNotRead, Ledger, NotInLedger, StaleCase, sql_store
from trustflow.ledger.schema import SQLITE

CALL = ev.Note("2015-01-01", note="a call")
VISIT = ev.Note("2016-01-01", note="a visit")
NAMES = [f"Council {number}" for number in range(4)]


@pytest.fixture(params=["sqlite", "postgresql", "own store"])
def kept(request, clock):
    """Return a ledger with a removed case, and cases with corrections of a later day."""
    if request.param == "own store":
        made = Ledger(MemoryStore())
    else:
        place = request.getfixturevalue("tmp_path") / "cases.db"
        if request.param == "postgresql":
            from tests.ledger.conftest import new_place

            place = new_place(request.getfixturevalue("server"))
        made = Ledger(place)
    with made as ledger:
        for name in NAMES[:3]:
            ledger.create(tf.History(name, [CALL]), recorded_by="A. Officer")
        clock.now += dt.timedelta(days=2)
        ledger.replace(ledger.in_force(NAMES[0])[0], VISIT, reason="wrong")
        ledger.create(tf.History(NAMES[3], [VISIT, CALL][:1]))
        yield ledger


def test_a_case_has_all_that_one_read_found(kept):
    """Its version is that of its last entry; each entry in force has an event of the history."""
    case = kept.read(NAMES[0])
    assert (case.name, case.version, case.process) == (NAMES[0], 3, tf.TRUST_TRANSFER)
    assert case.history == kept.history(NAMES[0])
    assert case.entries == kept.entries(NAMES[0])
    assert [each.event for each in case.entries] == [None, CALL, VISIT]
    assert case.last == case.entries[-1]
    assert case.in_force == kept.in_force(NAMES[0])
    assert [each.event is event for each, event in zip(case.in_force, case.history, strict=True)]
    assert repr(case) == "<StoredCase 'Council 0', version 3>"


def test_reading_all_is_reading_each(kept):
    """With the same days, in the order of the names, those that are not there left out."""
    first = kept.entries(NAMES[0])[0].recorded_at.date()
    for days in (
        {},
        {"known_on": "2015-06-01"},
        {"recorded_on": str(first)},
        {"recorded_on": "2030-01-01", "known_on": "2015-06-01"},
    ):
        found = list(kept.read_all(**days))
        expected = []
        for name in kept.names():
            try:
                expected.append(kept.read(name, **days))
            except NotInLedger:
                continue
        assert [(each.name, each.version, each.history, each.in_force) for each in found] == [
            (each.name, each.version, each.history, each.in_force) for each in expected
        ]
    chosen = [NAMES[2], NAMES[0], NAMES[2]]
    assert [each.name for each in kept.read_all(chosen)] == chosen
    assert [each.name for each in kept.read_all(NAMES[1])] == [NAMES[1]]
    assert list(kept.read_all([])) == []


def test_in_force_has_only_what_was_known(kept):
    """As the history has."""
    case = kept.read(NAMES[0], known_on="2015-06-01")
    assert (len(case.history), case.in_force, len(case.entries)) == (0, (), 3)


def test_what_is_asked_for_must_be_there(kept):
    """Before anything is read: a name, and a day."""
    with pytest.raises(NotInLedger, match="Council 9"):
        kept.read_all([NAMES[0], "Council 9"])
    with pytest.raises(tf.InvalidValue):
        kept.read_all([NAMES[0], 7])
    for days in ({"recorded_on": "2020"}, {"known_on": "2020-13-01"}):
        with pytest.raises(tf.BadDate):
            kept.read_all(**days)
        with pytest.raises(tf.BadDate):
            kept.read(NAMES[0], **days)


@pytest.mark.parametrize("read", [Ledger.read, Ledger.read_all])
def test_a_named_case_was_there_on_the_day(ledger, clock, tmp_path, read):
    """Otherwise the error has the day; a case that is not there today never was."""
    day = clock.now.date().isoformat()
    ledger.create("Removed")
    clock.now += dt.timedelta(days=2)
    ledger.create("Later")
    with pytest.raises(NotInLedger, match=f"'Later' was not in this ledger at the end of {day}"):
        read(ledger, "Later", recorded_on=day)
    ledger.remove("Removed", tmp_path / "x.json", recorded_by="A. Officer", reason="closed")
    for name in ("Removed", "Never"):
        with pytest.raises(NotInLedger, match=f"'{name}' is not in this ledger"):
            read(ledger, name, recorded_on=day)


@pytest.mark.parametrize(
    "read", [Ledger.read, lambda ledger, name, **days: [*ledger.read_all([name], **days)]]
)
def test_what_was_removed_is_not_said_to_have_been_missing(ledger, clock, tmp_path, read):
    """The error has the day in London of the first removal after the day asked about."""
    by = {"recorded_by": "A. Officer", "reason": "closed"}
    for year in (2020, 2023):
        clock.now = dt.datetime(year, 6, 1, tzinfo=dt.UTC)
        ledger.create("Dudley")
        clock.now = dt.datetime(year + 1, 6, 1, 23, 30, tzinfo=dt.UTC)
        ledger.remove("Dudley", tmp_path / f"{year}.json", vacuum=False, **by)
    clock.now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    ledger.create("Dudley")
    for day, removed_on in (
        ("2019-12-31", "2021-06-02"),
        ("2020-12-31", "2021-06-02"),
        ("2021-06-01", "2021-06-02"),
        ("2021-06-02", "2024-06-02"),
        ("2023-12-31", "2024-06-02"),
        ("2024-06-02", None),
        ("2026-05-31", None),
    ):
        with pytest.raises(NotInLedger) as caught:
            read(ledger, "Dudley", recorded_on=day)
        assert (caught.value.recorded_on, caught.value.removed_on) == (day, removed_on)
        message = str(caught.value)
        assert ("was not in this ledger" in message) == (removed_on is None)
        assert f"the end of {day}" in message
        assert removed_on is None or message.endswith(f"was removed on {removed_on}.")
        assert str(pickle.loads(pickle.dumps(caught.value))) == message  # noqa: S301
    assert read(ledger, "Dudley", recorded_on="2026-06-01")


def test_reading_all_counts_as_reading_what_was_taken(ledger, place):
    """A change that expects no version is then made for that one; not for a past day."""
    with Ledger(place) as reader:
        ledger.create("A")
        ledger.create("B")
        cases = reader.read_all()
        assert next(cases).name == "A"
        list(reader.read_all(recorded_on="2099-01-01"))
        ledger.record("A", CALL)
        ledger.record("B", CALL)
        with pytest.raises(StaleCase):
            reader.record("A", VISIT)
        reader.record("B", VISIT)
        assert next(cases).version == 1


def test_all_are_of_one_moment(ledger, place):
    """What others record while they are taken is not in them, and they can record."""
    with Ledger(place) as reader:
        ledger.create("A")
        ledger.create("B")
        cases = reader.read_all()
        next(cases)
        ledger.record("B", CALL)
        assert len(next(cases).history) == 0


@pytest.fixture
def damaged(ledger, engine, place):
    """Return a ledger of three cases: one can be read, one not, and one is of another process."""
    processes = [tf.TRUST_TRANSFER, other_process()]
    with Ledger(place, processes=processes) as both:
        both.create("Other", process=processes[1])
    ledger.create("Bad")
    ledger.create("Good")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE trustflow_entries DISABLE TRIGGER ALL")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {next(iter(SQLITE))}")
        connection.execute(sa.text("UPDATE trustflow_entries SET kind = 'x' WHERE name = 'Bad'"))
    return ledger


def test_what_cannot_be_read_hides_no_other_case(damaged):
    """A warning names it, or the caller is told of each."""
    with pytest.warns(CasesNotRead) as told:
        assert [each.name for each in damaged.read_all()] == ["Good"]
    assert told[0].message.reasons.keys() == {"Bad", "Other"}
    unread = {}
    with warnings.catch_warnings(action="error"):
        found = damaged.read_all(["Other", "Good", "Bad"], on_unread=unread.__setitem__)
        assert [each.name for each in found] == ["Good"]
    assert {name: type(error) for name, error in unread.items()} == {
        "Bad": BadLedger,
        "Other": tf.InvalidValue,
    }


def test_a_case_that_no_entry_creates_is_not_there(ledger, engine):
    """As after somebody deleted its first entry; it is named among all cases."""
    ledger.create(tf.History("X", [CALL]))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE trustflow_entries DISABLE TRIGGER ALL")
        for name in SQLITE if connection.dialect.name == "sqlite" else ():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(sa.text("DELETE FROM trustflow_entries WHERE version = 1"))
    with pytest.raises(NotInLedger):
        ledger.read("X")
    unread = {}
    assert list(ledger.read_all(on_unread=unread.__setitem__)) == []
    assert "no entry before it creates the case" in str(unread["X"])


def test_one_read_is_enough(ledger, monkeypatch):
    """However many cases there are, and also if many are named."""
    ledger.add_histories([tf.History(f"X{number:02}", [CALL]) for number in range(12)])
    statements = []
    engine = ledger._place.engine  # noqa: SLF001 - to count what it executes
    sa.event.listen(engine, "before_cursor_execute", lambda *values: statements.append(values[2]))
    list(ledger.read_all())
    assert len([each for each in statements if each.startswith("SELECT")]) == 1
    monkeypatch.setattr(sql_store, "MAX_NAMES", 5)
    del statements[:]
    names = ledger.names()[::-1]
    assert tuple(each.name for each in ledger.read_all(names)) == names
    assert len([each for each in statements if "trustflow_entries.event_json" in each]) == 3


@given(st.lists(st.text(max_size=3), max_size=5))
def test_no_name_is_more_than_a_name(names):
    """A name that is not there is an error, whatever characters it has."""
    with Ledger(MemoryStore()) as ledger:
        ledger.create("X")
        if set(names) <= {"X"}:
            assert [each.name for each in ledger.read_all(names)] == names
            return
        with pytest.raises(NotInLedger):
            ledger.read_all(names)


def test_a_name_that_no_database_takes_is_not_there(ledger):
    """As for one case."""
    with pytest.raises(NotInLedger):
        ledger.read_all(["\0", "\ud800"])


# Blocks


def test_a_block_gives_the_version_after_it(ledger):
    """So that a web app can go on without reading again."""
    ledger.create("X")
    edit = ledger.edit("X", recorded_by="A. Officer")
    assert (edit.entry, edit.version) == (None, None)
    with edit as case:
        case.record(CALL)
        case.record(VISIT)
        assert (edit.entry, edit.version) == (None, 1)
    assert edit.entry == ledger.entries("X")[-1]
    assert (edit.entry.event, edit.version) == (VISIT, 3)
    ledger.record("X", VISIT, expected_version=edit.version)


def test_a_block_that_changes_nothing_gives_the_version_that_it_read(ledger):
    """So does one that fails."""
    ledger.create("X")
    same = ledger.edit("X")
    with same:
        pass
    failed = ledger.edit("X")
    with pytest.raises(AttributeError), failed as case:
        case.record(CALL).no_such_method()
    assert [(each.entry, each.version) for each in (same, failed)] == [(None, 1)] * 2


def test_a_block_is_used_once(ledger):
    """Its case is of the moment when it began."""
    ledger.create("X")
    edit = ledger.edit("X")
    with edit as case, pytest.raises(RuntimeError, match="used once"), edit:
        pytest.fail("it was used")
    with pytest.raises(RuntimeError, match="used once"), edit:
        pytest.fail("it was used")
    with pytest.raises(RuntimeError, match="its block has ended"):
        case.record(CALL)
