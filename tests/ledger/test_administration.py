"""What an administrator does that changes nothing: recheck, head, backup, export; and deadlines."""

import json
import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import evolve

import trustflow as tf
from tests.ledger.conftest import new_place
from tests.ledger.stores import MemoryStore, other_process
from tests.ledger.test_personal_data import SQLITE_ONLY, WHY, run, without_triggers
from trustflow import events as ev
from trustflow.ledger import (
    BadLedger,
    CaseFinding,
    CasesNotRead,
    Ledger,
    LedgerFailed,
    administration,
    engines,
)
from trustflow.ledger.checking import head_of
from trustflow.process import Move

SANDWELL = tf.casebook.load("Sandwell")
BAD = "UPDATE trustflow_entries SET kind = 'forged' WHERE name = 'Devon'"
UNLINKED = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")


@pytest.fixture
def kept(ledger):
    """Return a ledger with two cases."""
    ledger.create("Devon")
    ledger.create(tf.casebook.load("Sandwell"), recorded_by="A. Officer", reason="letter")
    return ledger


# Recheck


def test_the_head_changes_with_every_entry(kept, place, tmp_path):
    """Two checks of one ledger have one head; each change, also a removal, gives another."""
    heads = [kept.recheck().head]
    with Ledger(place) as again:
        assert again.recheck().head == heads[0]
    for change in (
        lambda: kept.record("Devon", ev.Note("2015", note="Jane")),
        lambda: kept.create("Slough"),
        lambda: kept.redact("Devon", "Jane", vacuum=False, **WHY),
        lambda: kept.remove("Devon", tmp_path / "x.json", vacuum=False, **WHY),
    ):
        change()
        heads.append(kept.recheck().head)
    assert len({*heads}) == len(heads)


def test_a_head_is_of_one_ledger(kept):
    """Another id, name, version or hash gives another head."""
    last = [kept.entries(name)[-1] for name in kept.names()]
    head = kept.recheck().head
    assert head == head_of(kept.id, last)
    others = [head_of("x", last), head_of(None, last), head_of(kept.id, last[:1])]
    others += [
        head_of(kept.id, [last[0], evolve(last[1], **{name: value})])
        for name, value in (("name", "x"), ("version", 9), ("hash", "x"))
    ]
    assert len({head, *others}) == len(others) + 1


@SQLITE_ONLY
def test_a_backup_has_the_head_of_its_day(kept, tmp_path):
    """So a head that was kept elsewhere says whether a backup is the ledger of that day."""
    head = kept.recheck().head
    kept.backup(tmp_path / "copy.db")
    kept.record("Devon", ev.Note("2015"))
    assert kept.recheck().head != head
    with Ledger(tmp_path / "copy.db", create=False) as copy:
        assert copy.recheck().head == head


def test_entries_that_were_cut_off_are_seen_by_the_head(kept, engine):
    """`recheck` cannot find that the newest entries of a case, or a case, were deleted."""
    head = kept.recheck().head
    last = kept.entries("Sandwell")[-1].version
    without_triggers(
        engine, f"DELETE FROM trustflow_entries WHERE name = 'Sandwell' AND version = {last}"
    )
    cut = kept.recheck()
    without_triggers(engine, "DELETE FROM trustflow_entries WHERE name = 'Sandwell'")
    gone = kept.recheck()
    assert cut.ok
    assert gone.ok
    assert len({head, cut.head, gone.head}) == 3


def test_recheck_lists_the_findings_of_each_case(kept):
    """They are those of today's rules on the history in force."""
    result = kept.recheck()
    assert all(isinstance(each, CaseFinding) for each in result.findings)
    assert {each.name for each in result.findings} <= {"Sandwell", "Devon"}
    assert (result.ok, result.cases, result.unchecked) == (True, 2, ())


def test_recheck_goes_on_after_a_bad_case(kept, engine):
    """What cannot be read is a fault, and the other cases are checked."""
    findings = kept.recheck().findings
    without_triggers(engine, BAD)
    result = kept.recheck()
    assert {fault.name for fault in result.faults} == {"Devon"}
    assert [each for each in findings if each.name != "Devon"] == list(result.findings)


def test_data_that_are_nested_too_deeply_are_a_fault(kept, engine):
    """They give no error of Python's."""
    deep = "[" * 5000 + "]" * 5000
    without_triggers(engine, f"UPDATE trustflow_entries SET meta = '{deep}' WHERE name = 'Devon'")
    assert {fault.name for fault in kept.recheck().faults} == {"Devon"}


def test_an_event_that_its_process_does_not_have_is_a_fault(place):
    """The chain fits, but the case cannot be replayed."""
    former = other_process()
    today = evolve(former, triggers={"called": "called"}, moves=[Move("called", "asked", "seen")])
    with Ledger(place, processes=[former]) as ledger:
        ledger.create("X")
        ledger.record("X", former.event("visited", "2016-01-01"))
    with Ledger(place, processes=[today]) as ledger:
        [fault] = ledger.recheck().faults
        assert (fault.name, fault.version) == ("X", None)


def test_a_trigger_of_somebody_else_is_a_fault(kept, engine):
    """It can keep an entry out, so it is listed; but a redaction does not hide it."""
    kept.record("Devon", ev.Note("2015", note="Jane"))
    if engine.dialect.name == "postgresql":
        statements = [
            (
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            ),
            (
                "CREATE TRIGGER other BEFORE INSERT ON trustflow_entries "
                "FOR EACH ROW EXECUTE FUNCTION nothing()"
            ),
        ]
    else:
        statements = ["CREATE TRIGGER other BEFORE INSERT ON trustflow_entries BEGIN SELECT 1; END"]
    run(engine, *statements)
    kept.redact("Devon", "Jane", vacuum=False, **WHY)
    assert [fault.what for fault in kept.recheck().faults] == [
        "the trigger other on its tables is not the ledger's"
    ]


# Deadlines


def test_deadlines_do_not_stop_at_a_bad_case(kept, engine):
    """The others are returned, and a warning says which case is left out, and why."""
    kept.create(tf.casebook.load("Slough"))
    day = "2016-12-01"
    expected = [each for each in kept.deadlines(day, everything=True) if each.name != "Devon"]
    without_triggers(engine, BAD)
    with pytest.warns(CasesNotRead, match=r"^1 case left out.*'Devon': .*forged") as warned:
        found = kept.deadlines(day, everything=True)
    assert list(found) == expected
    assert [*warned[0].message.reasons] == ["Devon"]


def test_a_case_of_an_unknown_process_is_left_out(place):
    """A ledger that was opened without it says so."""
    other = other_process()
    with Ledger(place, processes=[tf.TRUST_TRANSFER, other]) as ledger:
        ledger.create("Sandwell", process=tf.TRUST_TRANSFER)
        for number in range(7):
            ledger.create(f"{number} High Street", process=other)
    with Ledger(place) as ledger, pytest.warns(CasesNotRead, match=r"7 cases.*and 2 more"):
        ledger.deadlines("2016-12-01")


def test_a_case_that_no_entry_creates_is_left_out(kept, engine):
    """It is not taken for one that was removed."""
    kept.record("Devon", ev.Note("2015"))
    without_triggers(
        engine,
        "UPDATE trustflow_entries SET kind = 'redacted' WHERE name = 'Devon' AND version = 1",
    )
    with pytest.warns(CasesNotRead, match=r"'Devon': .*creates the case"):
        kept.deadlines("2016-12-01")


# Export


def test_an_export_of_entries_has_all(kept, tmp_path):
    """It has who, when, why, what was corrected and what proves it, also of removed cases."""
    entry = kept.record("Devon", ev.Note("2015", note="at the café")).entry
    kept.withdraw(entry, reason="another case", recorded_by="B. Officer")
    kept.create("Slough")
    kept.remove("Slough", tmp_path / "x.json", vacuum=False, **WHY)
    path = tmp_path / "all.json"
    kept.export(path, entries=True)
    assert '"note": "at the café"' in path.read_text("utf-8")
    written = json.loads(path.read_text("utf-8"))
    assert (written["format"], written["ledger"]) == ("trustflow-entries/1", kept.id)
    histories = [tf.loads(json.dumps(each)) for each in written["histories"]]
    assert histories == [kept.history(name) for name in kept.names()]
    expected = [
        {**each.content(), "salt": each.salt, "content_hash": each.content_hash,
         "previous_hash": each.previous_hash, "hash": each.hash}
        for name in kept.names(removed=True)
        for each in kept.entries(name)
    ]  # fmt: skip
    assert json.loads(json.dumps(expected)) == written["entries"]
    assert {each["name"] for each in expected} == {"Devon", "Sandwell", "Slough"}


def test_an_export_of_entries_holds_several_processes(place, tmp_path):
    """Each history names its own."""
    other = other_process()
    with Ledger(place, processes=[tf.TRUST_TRANSFER, other]) as ledger:
        ledger.create("Sandwell", process=tf.TRUST_TRANSFER)
        ledger.create("12 High Street", process=other)
        ledger.export(tmp_path / "all.json", entries=True)
    written = json.loads((tmp_path / "all.json").read_text())["histories"]
    assert tf.loads(json.dumps(written[0]), other).authority == "12 High Street"
    assert tf.loads(json.dumps(written[1])).authority == "Sandwell"


def test_half_a_character_is_exported_as_it_is_stored(kept, engine, tmp_path):
    """Somebody put it into an entry from outside; also a forced removal keeps the case."""
    without_triggers(
        engine, """UPDATE trustflow_entries SET meta = '{"a": "\\ud800"}' WHERE name = 'Devon'"""
    )
    expected = [dict(each.meta) for each in kept.entries("Devon")]
    assert {"a": "\ud800"} in expected
    kept.export(tmp_path / "all.json", entries=True)
    kept.remove("Devon", tmp_path / "devon.json", force=True, vacuum=False, **WHY)
    for name in ("all", "devon"):
        written = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))["entries"]
        assert [each["meta"] for each in written if each["name"] == "Devon"] == expected


@pytest.mark.parametrize("entries", [True, False])
def test_an_export_is_whole_or_not_there(kept, engine, tmp_path, entries):
    """A case that cannot be read is named; the file stays as it was."""
    path = tmp_path / "all.json"
    path.write_text("before")
    without_triggers(engine, BAD)
    with pytest.raises(BadLedger, match=r"Nothing was exported.*'Devon'.*forged"):
        kept.export(path, entries=entries)
    assert path.read_text() == "before"


# Backup


SIGNED = {"recorded_by": "an officer", "reason": "closed"}
WRITERS = {
    "backup": lambda ledger, path: ledger.backup(path),
    "export": lambda ledger, path: ledger.export(path),
    "export of entries": lambda ledger, path: ledger.export(path, entries=True),
    "remove": lambda ledger, path: ledger.remove("Sandwell", path, **SIGNED),
}
"""What writes a file that holds what a ledger holds."""


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request):
    """Set what the operating system takes from the permissions of a new file."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path):
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.slow
@UNLINKED
@SQLITE_ONLY
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o604])
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_a_ledger_writes_has_its_mode(kept, tmp_path, umask, mode, write):
    """Who may not read the ledger may not read its copy either."""
    (file,) = tmp_path.glob("*.db")
    file.chmod(mode)
    assert kept.file_mode == mode
    write(kept, tmp_path / "copy")
    assert mode_of(tmp_path / "copy") == mode & ~umask
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.slow
@UNLINKED
@pytest.mark.parametrize("write", list(WRITERS.values())[1:], ids=list(WRITERS)[1:])
def test_what_a_server_writes_is_for_its_owner(server, tmp_path, umask, write):
    """There is no file whose mode could be taken."""
    with Ledger(new_place(server)) as ledger:
        ledger.add_histories([SANDWELL])
        write(ledger, tmp_path / "copy")
        assert ledger.file_mode == 0o600
    assert mode_of(tmp_path / "copy") == 0o600 & ~umask


@UNLINKED
def test_what_a_store_of_ones_own_writes_is_for_its_owner(tmp_path, umask):
    """Its ledger does not know where it keeps the entries."""
    ledger = Ledger(MemoryStore())
    ledger.create("X")
    for entries in (False, True):
        path = tmp_path / f"{entries}"
        ledger.export(path, entries=entries)
        assert mode_of(path) == 0o600 & ~umask


@UNLINKED
def test_a_file_that_is_there_keeps_its_mode(tmp_path):
    """Whoever made it has chosen who may read it."""
    path = tmp_path / "shared.json"
    path.touch(0o644)
    path.chmod(0o644)
    with Ledger(tmp_path / "cases.db") as ledger:
        (tmp_path / "cases.db").chmod(0o600)
        ledger.export(path)
    assert mode_of(path) == 0o644


@UNLINKED
def test_the_owner_can_write_what_was_written(tmp_path):
    """Also if the ledger is one that nobody may change."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/cases.db")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        (tmp_path / "cases.db").chmod(0o440)
        assert engines.file_mode(connection) == 0o640
    engine.dispose()


def test_a_database_in_memory_has_no_mode():
    """It has no file whose mode could be taken."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        assert engines.file_mode(connection) == 0o600
    engine.dispose()


@SQLITE_ONLY
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, sqlite3.OperationalError("x")])
def test_a_backup_that_is_broken_off_leaves_nothing(kept, tmp_path, monkeypatch, error):
    """Neither a part of it nor an empty file, which would open as a new ledger."""
    before = sorted(tmp_path.iterdir())

    def stop(*_args):
        raise error

    monkeypatch.setattr(administration, "_copy", stop)  # in the middle of the copy
    with pytest.raises(error if isinstance(error, type) else LedgerFailed):
        kept.backup(tmp_path / "copy.db")
    assert sorted(tmp_path.iterdir()) == before


@SQLITE_ONLY
def test_a_backup_needs_a_new_file(kept, tmp_path):
    """A file that is there is kept, and so is a link, wherever it leads."""
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(FileExistsError):
        kept.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(FileExistsError):
        kept.backup(tmp_path / "link.db")
    assert not (tmp_path / "elsewhere.db").exists()


@SQLITE_ONLY
def test_a_backup_that_overtakes_another_is_whole(kept, tmp_path, monkeypatch):
    """Of two to one path in one process, the later one to end is refused; nothing is left of it."""
    target = tmp_path / "copy.db"
    original = administration._copy  # noqa: SLF001 - the other one is made in the middle of it

    def overtaken(*args):
        monkeypatch.setattr(administration, "_copy", original)  # as above
        kept.backup(target)
        original(*args)

    monkeypatch.setattr(administration, "_copy", overtaken)  # as above
    with pytest.raises(FileExistsError) as caught:
        kept.backup(target)
    assert caught.value.filename == str(target)
    assert list(tmp_path.glob(".*")) == []
    with Ledger(target, create=False) as copy:
        assert copy.recheck().head == kept.recheck().head


@SQLITE_ONLY
def test_what_a_killed_backup_left_is_kept_and_refuses_no_other(kept, tmp_path, monkeypatch):
    """The names of temporary files never meet, so that each is deleted by whoever made it."""
    folder = tmp_path / "backups"
    folder.mkdir()

    def kill(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(administration, "_copy", kill)  # in the middle of the copy
        patched.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            kept.backup(folder / "copy.db")
    left = list(folder.iterdir())
    kept.backup(folder / "copy.db")
    assert sorted(folder.iterdir()) == sorted([*left, folder / "copy.db"])
    assert len(left) == 1


@SQLITE_ONLY
def test_the_name_of_a_backup_is_synced(kept, tmp_path, monkeypatch):
    """Otherwise a power cut could leave no backup where one was reported."""
    target, synced, sync = tmp_path / "copy.db", [], os.fsync

    def noting(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            synced.append(target.exists())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    kept.backup(target)
    assert synced == [True]


@SQLITE_ONLY
def test_an_error_of_a_backup_names_its_path(kept, tmp_path):
    """Never a hidden file."""
    path = tmp_path / "missing" / "copy.db"
    with pytest.raises(FileNotFoundError) as caught:
        kept.backup(path)
    assert caught.value.filename == str(path)


@pytest.mark.parametrize("links", [True, False])
@SQLITE_ONLY
def test_a_file_that_came_between_is_kept(kept, tmp_path, monkeypatch, links):
    """On drives with and without links, another file of that name is not overwritten."""
    target = tmp_path / "copy.db"
    original = administration._copy  # noqa: SLF001 - another program comes after it

    def overtaken(*args):
        original(*args)
        target.write_text("mine")

    def refuse(*_args):
        raise PermissionError

    monkeypatch.setattr(administration, "_copy", overtaken)  # as above
    if not links:
        monkeypatch.setattr(administration.os, "link", refuse)
    with pytest.raises(FileExistsError):
        kept.backup(target)
    assert target.read_text() == "mine"
    assert list(tmp_path.glob(".*")) == []
    monkeypatch.setattr(administration, "_copy", original)  # as above
    kept.backup(tmp_path / "other.db")
    with Ledger(tmp_path / "other.db", create=False) as copy:
        assert copy.names() == ("Devon", "Sandwell")


def test_a_backup_waits_only_so_long(tmp_path, monkeypatch):
    """A program that has the file for itself does not stop a backup for ever."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    with Ledger(tmp_path / "own.db", journal="delete") as ledger:
        ledger.create("Sandwell")
        rival = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
        rival.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerFailed, match=r"^There is no backup: .*(itself|locked)"):
            ledger.backup(tmp_path / "copy.db")
        assert not (tmp_path / "copy.db").exists()
        rival.execute("COMMIT")
        rival.close()
        ledger.backup(tmp_path / "copy.db")


def test_a_store_of_ones_own_is_checked_and_exported(tmp_path):
    """It has no triggers and no id, and names only the cases that are there."""
    ledger = Ledger(MemoryStore())
    ledger.create("Sandwell", recorded_by="Jane")
    result = ledger.recheck()
    assert (result.ok, result.cases, result.entries) == (True, 1, 1)
    assert result.head == head_of(None, ledger.entries("Sandwell"))
    ledger.export(tmp_path / "all.json", entries=True)
    assert json.loads((tmp_path / "all.json").read_text())["ledger"] is None
    with pytest.raises(tf.InvalidValue, match="ledger to back up"):
        ledger.backup(tmp_path / "copy.db")
