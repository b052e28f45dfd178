"""A store of the user's own, into which others write at any moment."""

import pytest

import trustflow as tf
from tests.ledger.stores import MemoryStore
from trustflow import events as ev
from trustflow.ledger import Kind, Ledger, NotInLedger, StaleCase
from trustflow.ledger.changing import TRIES

NOTE = ev.Note("2015-01-01")


@pytest.fixture
def store():
    """Return a store with a case, in which a rival records a note when it loses a race."""
    made = MemoryStore()
    Ledger(made).create("Sandwell")
    made.rival = lambda name: Ledger(made).record(name, ev.Note("2014"))
    return made


@pytest.mark.parametrize("races", [1, 5, TRIES - 1])
def test_a_race_is_run_again(store, races):
    """A change that expects no version is made after what came between."""
    store.races = races
    ledger = Ledger(store)
    recorded = ledger.record("Sandwell", NOTE)
    assert recorded.entry.version == races + 2
    assert len(ledger.history("Sandwell")) == races + 1
    assert ledger.recheck().ok


def test_races_have_an_end(store):
    """If each try loses, the change is refused and nothing of it is recorded."""
    store.races = 2 * TRIES
    ledger = Ledger(store)
    with pytest.raises(StaleCase):
        ledger.record("Sandwell", NOTE)
    assert 0 < store.races <= TRIES
    store.races = 0
    assert {str(event.on) for event in ledger.history("Sandwell")} == {"2014"}


def test_a_race_is_checked_again(store):
    """What came between can make the event impossible; then it is refused."""
    store.races = 1
    store.rival = lambda name: Ledger(store).record(name, ev.Note("2016"))
    with pytest.raises(tf.DateRuleBroken):
        Ledger(store).record("Sandwell", NOTE)


def test_an_expected_version_is_not_run_again(store):
    """Whoever has read a version is told."""
    for expected in (None, 1):
        ledger = Ledger(store)
        version = ledger.entries("Sandwell")[-1].version
        store.races = 1
        with pytest.raises(StaleCase, match="Meanwhile: recorded"):
            ledger.record("Sandwell", NOTE, expected_version=expected and version)
        with pytest.raises(StaleCase), Ledger(store).edit("Sandwell") as case:  # noqa: PT012 - one block
            store.races = 1
            case.record(NOTE)
    assert {str(event.on) for event in Ledger(store).history("Sandwell")} == {"2014"}


def test_a_name_that_was_just_taken(store):
    """Of two who begin a case of one name, the second is told."""
    store.races = 1
    store.rival = lambda name: Ledger(store).create(name, recorded_by="a rival")
    with pytest.raises(tf.InvalidValue, match="name of a new case"):
        Ledger(store).create("Devon")
    [entry] = Ledger(store).entries("Devon")
    assert (entry.kind, entry.recorded_by) == (Kind.CREATED, "a rival")


def test_a_store_is_shown_by_its_name(store):
    """It has no URL and no id."""
    with Ledger(store) as ledger:
        assert repr(ledger) == "<Ledger in MemoryStore>"
        assert ledger.id is None


class LateStore(MemoryStore):
    """A store that still names a case which has just lost its entries."""

    def names(self):
        """Return the names of the cases, sorted."""
        return sorted([*super().names(), "Gone"])


def test_a_case_that_has_just_lost_its_entries_is_left_out(tmp_path):
    """It is in the names that were read before, and has nothing to read, check or write."""
    ledger = Ledger(LateStore())
    ledger.create(tf.casebook.load("Slough"))
    assert ledger.names() == ("Gone", "Slough")
    assert [each.name for each in ledger.read_all()] == ["Slough"]
    assert {each.name for each in ledger.deadlines("2016-12-01", everything=True)} == {"Slough"}
    result = ledger.recheck()
    assert (result.ok, result.cases, result.unchecked) == (True, 1, ())
    for entries in (False, True):
        ledger.export(tmp_path / "all.json", entries=entries)
    for read in (ledger.read, ledger.entries, lambda name: ledger.read_all([name])):
        with pytest.raises(NotInLedger):
            read("Gone")
