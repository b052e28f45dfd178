"""The names of cases, the versions that are expected, and the cases that are begun together."""

import unicodedata
from itertools import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.ledger.stores import MemoryStore
from tests.test_text import EVERYWHERE, is_hidden
from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, NotInLedger, sql_store
from trustflow.ledger.sql_store import SqlStore

NOTE = ev.Note("2020")


@pytest.mark.parametrize(
    "name",
    ["Kent ", " Kent", "Kent\n", "Ke\u00adnt", "a\u202eb", "\u200bKent", "K\tent", "\ufeffK"],
)
def test_a_name_with_what_nobody_sees_is_refused(ledger, name):
    """So that no case is kept twice."""
    with pytest.raises(tf.InvalidValue, match=r"without (spaces|line breaks)"):
        ledger.create(name)
    assert ledger.names() == ()


@pytest.mark.parametrize(
    "hidden", ["\u3164", "\ufe00", "\u034f", "\u2800", "\U0001d159"], ids=ascii
)
def test_a_character_that_draws_nothing_makes_no_other_name(ledger, hidden):
    """Python calls these printable."""
    ledger.create("Sandwell")
    for name in (f"Sandwell{hidden}", f"Sand{hidden}well", f"{hidden}Sandwell"):
        with pytest.raises(tf.InvalidValue, match="without unseen characters") as caught:
            ledger.create(name)
        assert hidden not in str(caught.value)
    assert ledger.names() == ("Sandwell",)


@pytest.mark.parametrize("name", ["Kent\u0378", "Kent\ue000"], ids=ascii)
def test_a_character_that_python_does_not_know_is_in_a_name(ledger, name):
    """A later version may know it."""
    assert ledger.create(name).name == name


@given(st.text(st.characters() | st.sampled_from(EVERYWHERE), min_size=1, max_size=4))
def test_a_name_is_taken_if_all_of_it_is_seen(name):
    """A hidden character is in no name; all others are, but for spaces at the ends.

    A character that Unicode leaves open, or for private use, can be seen where it is known.
    """
    ledger = Ledger(MemoryStore())
    is_known = [unicodedata.category(each) not in {"Cn", "Co"} for each in name]
    if name != name.strip() or any(map(is_hidden, compress(name, is_known))):
        with pytest.raises(tf.InvalidValue):
            ledger.create(name)
    else:
        assert ledger.create(name).name == name


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("Kent", "KENT"),
        ("K\u00e9nt", "Ke\u0301nt"),
        ("West  Kent", "west kent"),
        ("West Kent", "West\u00a0Kent"),
        ("STRASSE", "stra\u00dfe"),
    ],
)
def test_a_name_that_reads_as_another_is_refused(ledger, known, name):
    """The error names the other; so it does if both come together."""
    ledger.create(known)
    with pytest.raises(tf.InvalidValue, match="which reads the same") as caught:
        ledger.create(name)
    assert repr(known) in str(caught.value)
    with pytest.raises(tf.InvalidValue, match="which reads the same"):
        ledger.add_histories([tf.History("Y"), tf.History("y")])
    assert ledger.names() == (known,)


def test_the_name_of_a_removed_case_is_free(ledger, tmp_path):
    """In any spelling."""
    ledger.create("Kent")
    by = {"recorded_by": "data officer", "reason": "closed"}
    ledger.remove("Kent", tmp_path / "kent.json", vacuum=False, **by)
    ledger.create("KENT")
    assert ledger.names() == ("KENT",)


@pytest.mark.parametrize("version", ["3", True, 1.0, -1, (1,)])
def test_an_expected_version_is_a_number(ledger, version):
    """As a form gives a text, the error says what is expected."""
    ledger.create("X")
    with pytest.raises(tf.InvalidValue, match="expected_version"):
        ledger.record("X", NOTE, expected_version=version)
    with pytest.raises(tf.InvalidValue, match="expected_version"):
        ledger.edit("X", expected_version=version).__enter__()
    ledger.record("X", NOTE, expected_version=1)


@pytest.mark.parametrize("name", [5, None, b"X", ["X"]])
def test_a_name_is_a_text(ledger, name, tmp_path):
    """Each call says so."""
    ledger.create("X")
    by = {"recorded_by": "data officer", "reason": "closed"}
    for call in (
        lambda: ledger.history(name),
        lambda: ledger.entries(name),
        lambda: ledger.in_force(name),
        lambda: ledger.record(name, NOTE),
        lambda: ledger.edit(name).__enter__(),
        lambda: ledger.redact(name, "x", **by),
        lambda: ledger.remove(name, tmp_path / "x.json", **by),
    ):
        with pytest.raises(tf.InvalidValue, match=r"name of a case.*Expected a text"):
            call()


def test_a_name_is_no_suggestion_for_itself(ledger, monkeypatch):
    """As of a name that a text with NUL stands for, or a case that came meanwhile."""
    ledger.create("X")
    monkeypatch.setattr(SqlStore, "entries", lambda *_: ())
    with pytest.raises(NotInLedger, match=r"^'X' is not in this ledger\.$"):
        ledger.history("X")


@pytest.mark.parametrize("wrong", ["X" * 501, "Old", "New", "Bad "])
def test_histories_are_added_together_or_none(ledger, wrong):
    """Whatever is wrong with one of them."""
    ledger.create("Old")
    before = ledger.recheck().head
    with pytest.raises(tf.InvalidValue):
        ledger.add_histories([tf.History("New", [NOTE]), tf.History(wrong)])
    assert ledger.recheck().head == before
    assert ledger.add_histories([]) == ()
    added = ledger.add_histories([tf.History("New", [NOTE]), tf.History("Newer")])
    assert [(each.name, each.version) for each in added] == [("New", 2), ("Newer", 1)]
    assert added[0].event == NOTE
    ledger.record("New", NOTE)


def test_a_failure_leaves_none_of_them(ledger, monkeypatch):
    """As of a disk that becomes full after the first."""
    real = sql_store.sealed

    def fail(drafts, *arguments, **values):
        if drafts[0].name == "B":
            reason = "disk is full"
            raise LedgerFailed(reason)
        return real(drafts, *arguments, **values)

    with monkeypatch.context() as patched:
        patched.setattr(sql_store, "sealed", fail)
        with pytest.raises(LedgerFailed):
            ledger.add_histories([tf.History("A"), tf.History("B")])
    assert ledger.names() == ()


def test_a_store_of_ones_own_takes_one_after_another():
    """Each is tried again by itself if somebody came between."""
    store = MemoryStore()
    store.races = 1
    store.rival = lambda _: None
    ledger = Ledger(store)
    ledger.add_histories([tf.History("A"), tf.History("B")])
    with pytest.raises(tf.InvalidValue):
        ledger.add_histories([tf.History("C"), tf.History("A")])
    assert ledger.names() == ("A", "B", "C")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_block_that_withdraws_needs_a_reason(ledger, reason):
    """As `withdraw` does; a block that corrects does not."""
    ledger.create(tf.History("X", [NOTE, NOTE]))
    with pytest.raises(tf.InvalidValue, match="reason"), ledger.edit("X", reason=reason) as case:
        case.withdraw(at=0)
    assert len(ledger.history("X")) == 2
    with ledger.edit("X", reason=reason) as case:
        case.replace(new=ev.Note("2021"), at=1)
    with ledger.edit("X", reason="a mistake") as case:
        case.withdraw(at=0)
    assert len(ledger.history("X")) == 1
