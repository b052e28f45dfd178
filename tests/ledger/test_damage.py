"""A ledger whose file is damaged: `recheck` finds it, and every error says what to do."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

import trustflow as tf
from trustflow.ledger import BadLedger, Ledger, LedgerFailed, administration


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory):
    """Return the content of a ledger of many pages, and the size of a page."""
    path = tmp_path_factory.mktemp("sound") / "cases.db"
    with Ledger(path, journal="delete") as ledger:
        ledger.add_histories([tf.casebook.load(name) for name in ("Devon", "Slough")])
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return path.read_bytes(), size


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"Jane Doe"])
def test_each_damaged_page_is_found_and_nothing_of_it_is_shown(tmp_path, sound_file, filling):
    """A ledger that opens says that its file is damaged; every error says to go on from a backup.

    The bytes of the page can be personal data, and errors go to logs.
    """
    content, size = sound_file
    path = tmp_path / "cases.db"
    rechecked = 0
    for place in range(0, len(content), size):
        damaged = bytearray(content)
        damaged[place + 8 : place + size] = (filling * size)[: size - 8]
        path.write_bytes(damaged)
        said = []
        try:
            with Ledger(path, journal="delete") as ledger:
                found = ledger.recheck()
                assert not found.ok
                said += [each.what for each in found.faults if "damaged" in each.what]
                rechecked += 1
                list(ledger.read_all(on_unread=lambda *_: None))
        except (LedgerFailed, BadLedger) as error:
            said.append(str(error))
        assert said, place
        assert all("go on from a backup" in each or "not a ledger" in each for each in said)
        assert "Jane" not in str(said)
        assert '{"event"' not in str(said)
    assert rechecked > len(content) / size / 2


def test_what_can_be_read_of_a_damaged_ledger_has_no_head(tmp_path, sound_file):
    """The head is that of a whole ledger, so there is none to compare with one kept elsewhere."""
    content, _ = sound_file
    path = tmp_path / "cases.db"
    assert content.count(b'"event": "note"') > 0
    path.write_bytes(content.replace(b'"event": "note"', b'"event": "n\xffte"'))
    with Ledger(path, journal="delete") as ledger:
        found = ledger.recheck()
        assert (found.ok, found.head) == (False, "")
        assert "Could not decode" in found.faults[-1].what
        with pytest.raises(LedgerFailed, match=r"event_json'\"\. The file is damaged"):
            ledger.read_all()


def test_a_recheck_that_the_database_refuses_is_no_damage(tmp_path, monkeypatch):
    """A database that is busy says nothing about its entries."""
    with Ledger(tmp_path / "cases.db") as ledger:
        failure = sa.exc.OperationalError("", {}, Exception("database is locked"))

        def refuse(*_arguments):
            raise failure

        monkeypatch.setattr(administration, "ledger_faults", refuse)
        with pytest.raises(LedgerFailed, match="try again"):
            ledger.recheck()
