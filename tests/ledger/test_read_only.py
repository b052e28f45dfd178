"""A ledger in a file that cannot be written to, or in a folder that cannot be, is read."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, engines, read_only

NOTE = ev.Note("2015-01-01", note="a call")
READABLE = "so the ledger can only be read"


def kept_in(path, journal):
    """Make a ledger with a case, and close it."""
    with Ledger(path, journal=journal) as ledger:
        ledger.create(tf.History("Sandwell", [NOTE]))


def with_changes_beside(path):
    """Make a ledger whose last changes are only in the files beside it, as after a crash."""
    made = path.with_name("made.db")
    kept_in(made, "wal")
    # Somebody who reads keeps the changes out of the file.
    with Ledger(made) as ledger, closing(sqlite3.connect(made)) as reader:
        reader.execute("SELECT * FROM trustflow_entries").fetchone()
        ledger.record("Sandwell", ev.Note("2016-01-01", note="only beside"))
        for ending in ("", *read_only.BESIDE):
            shutil.copy(f"{made}{ending}", f"{path}{ending}")


@pytest.fixture
def path(tmp_path):
    """Return the path of a ledger that is alone in its folder."""
    folder = tmp_path / "a folder #1?"
    folder.mkdir()
    return folder / "cases.db"


@pytest.fixture
def forbid(monkeypatch):
    """Return a function that makes paths unwritable, also for the user root."""
    forbidden = set()
    real = os.access

    def access(path, mode):
        return not (mode & os.W_OK and str(path) in forbidden) and real(path, mode)

    monkeypatch.setattr(read_only.os, "access", access)
    return lambda *paths: forbidden.update(map(str, paths))


def listed(path):
    """Return the files beside a file, with it, and what is in each."""
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


# Every way in which it cannot be written


@pytest.mark.parametrize("journal", ["wal", "delete"])
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_all_that_reads_works_and_leaves_no_trace(path, forbid, journal, what):
    """What reads answers as before, and makes no file; what records says why it does not."""
    kept_in(path, journal)
    before = listed(path)
    with Ledger(path) as ledger:
        expected = (ledger.id, ledger.recheck(), ledger.entries("Sandwell"))
    assert expected[1].ok
    path.write_bytes(before[path.name])
    forbid(*{"file": [path], "folder": [path.parent], "both": [path, path.parent]}[what])
    before = listed(path)
    with Ledger(path, create=False) as ledger:
        assert (ledger.id, ledger.recheck(), ledger.entries("Sandwell")) == expected
        assert [case.name for case in ledger.read_all()] == ["Sandwell"] == [*ledger.names()]
        assert ledger.deadlines("2016-12-01") == ()
        ledger.export(path.parent.parent / "all.json", entries=True)
        ledger.backup(path.parent.parent / "copy.db")
        for change in (
            lambda: ledger.record("Sandwell", NOTE),
            lambda: ledger.create("Devon"),
            lambda: ledger.redact("Sandwell", "call", recorded_by="me", reason="asked"),
            ledger.vacuum,
        ):
            with pytest.raises(LedgerFailed, match=READABLE):
                change()
    assert listed(path) == before
    with Ledger(path.parent.parent / "copy.db") as copy:
        assert copy.recheck() == expected[1]


def test_nothing_is_made_in_another_database(path, forbid):
    """A file without a ledger stays as it is, and the error says why."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    forbid(path)
    with pytest.raises(LedgerFailed, match=READABLE):
        Ledger(path)


def test_changes_beside_the_file_are_read(path, forbid):
    """Those of a program that has it open, or that ended before they were in the file."""
    with_changes_beside(path)
    (path.parent / "made.db").unlink()
    forbid(path, path.parent, *(f"{path}{ending}" for ending in read_only.BESIDE))
    before = listed(path)
    with Ledger(path) as ledger:
        assert ledger.history("Sandwell")[-1].note == "only beside"
        with pytest.raises(LedgerFailed, match=READABLE):
            ledger.record("Sandwell", ev.Note("2017"))
    assert listed(path) == before


def test_changes_that_cannot_be_read_are_not_left_out(path, forbid):
    """Without the index beside it, nothing older is returned, and the error says what to do."""
    with_changes_beside(path)
    Path(f"{path}-shm").unlink()
    forbid(path.parent)
    with pytest.raises(LedgerFailed, match=r"^The ledger was not read: .*Copy both to a folder"):
        Ledger(path)


def test_a_file_whose_files_beside_it_can_be_written_is_written(path, forbid):
    """SQLite needs no new file in the folder then."""
    with_changes_beside(path)
    forbid(path.parent)
    with Ledger(path) as ledger:
        ledger.record("Sandwell", ev.Note("2017"))


# Other programs


def test_a_change_by_another_program_is_read_next(path, forbid):
    """Each read finds what is there then, in the file or beside it."""
    kept_in(path, "wal")
    with Ledger(path) as writer:
        forbid(path)
        with Ledger(path) as reader:
            for number in range(3):
                writer.record("Sandwell", ev.Note("2016", note=str(number)))
                assert reader.history("Sandwell")[-1].note == str(number)
            writer.close()
            assert reader.history("Sandwell")[-1].note == "2"


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_file_that_changes_while_it_is_read_is_not_believed(path, forbid, is_damaged):
    """It is not locked, so pages of two moments could be mixed, and look like damage."""
    kept_in(path, "wal")
    forbid(path)
    with Ledger(path) as ledger:
        place = ledger._place  # noqa: SLF001 - a read that takes its time
        match = "Another program wrote to it meanwhile"
        with pytest.raises(LedgerFailed, match=match), place.reading() as store:  # noqa: PT012 - a block
            os.utime(path, ns=(1, 1))
            if is_damaged:
                raise sqlite3.DatabaseError
            store.names()
        with pytest.raises(LedgerFailed, match=match), place.reading():
            path.unlink()
        with pytest.raises(LedgerFailed, match="moved, deleted or replaced"):
            ledger.names()


def test_a_header_that_cannot_be_read_is_left_to_sqlite(path, monkeypatch):
    """It says itself why it cannot open the file."""
    kept_in(path, "wal")
    assert read_only._has_wal(path) is True  # noqa: SLF001 - root can read every file

    def refuse(*_arguments):
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert read_only._has_wal(path) is False  # noqa: SLF001 - as above


# As another user

SCRIPT = """
import os, sys
from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed
Ledger(sys.argv[2]).close()  # it imports what it needs while it may
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
assert not os.access(sys.argv[1], os.W_OK)
with Ledger(sys.argv[1], create=False) as ledger:
    print(*ledger.names(), ledger.recheck().ok)
    try:
        ledger.record("Sandwell", ev.Note("2016"))
    except LedgerFailed as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the permissions are those of Unix")
def test_another_user_reads_a_ledger(tmp_path):
    """With the permissions of a real file and folder, which bind everybody but root."""
    # The folder of `tmp_path` cannot be entered by another user.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "cases.db"
        kept_in(path, "wal")
        path.chmod(0o444)
        folder.chmod(0o555)
        try:
            environment = {name: text for name, text in os.environ.items() if "COV" not in name}
            words = [sys.executable, "-c", SCRIPT, path, tmp_path / "own.db"]
            ran = subprocess.run(
                words, env=environment, capture_output=True, text=True, check=False
            )
            assert sorted(each.name for each in folder.iterdir()) == ["cases.db"]
        finally:
            folder.chmod(0o755)
    assert ran.stderr == ""
    first, second = ran.stdout.splitlines()
    assert first == "Sandwell True"
    assert second == (
        "Nothing was recorded: 'attempt to write a readonly database'. " + engines.READ_ONLY
    )
