"""What databases are set to, and what others add to them: nothing is lost without an error."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
import sqlalchemy as sa

import trustflow as tf
from tests.ledger.test_transactions import begin_first
from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, NotInLedger, engines, network_drives, reading
from trustflow.ledger.schema import foreign_triggers

SQLITE = pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
NOTE = ev.Note("2015-01-01", note="a call")

# What others add to the tables

FUNCTION = """CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$"""
TRIGGER = """CREATE TRIGGER other BEFORE INSERT ON trustflow_entries
    FOR EACH ROW EXECUTE FUNCTION other()"""
ON_POSTGRESQL = {
    "trigger that leaves it out": [FUNCTION.format("RETURN NULL;"), TRIGGER],
    "trigger that changes a reason": [
        FUNCTION.format("NEW.reason = 'other'; RETURN NEW;"),
        TRIGGER,
    ],
    "trigger that changes an event": [
        FUNCTION.format("NEW.event_json = '{}'; RETURN NEW;"),
        TRIGGER,
    ],
    "trigger that leaves out the second": [
        FUNCTION.format("IF NEW.version = 2 THEN RETURN NULL; END IF; RETURN NEW;"),
        TRIGGER,
    ],
    "rule": ["CREATE RULE other AS ON INSERT TO trustflow_entries DO INSTEAD NOTHING"],
    "policy": [
        "ALTER TABLE trustflow_entries ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE trustflow_entries FORCE ROW LEVEL SECURITY",
        "CREATE POLICY other ON trustflow_entries FOR INSERT WITH CHECK (true)",
        "CREATE ROLE other_{place}",
        "GRANT USAGE ON SCHEMA {place} TO other_{place}",
        "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA {place} TO other_{place}",
    ],
}
ON_SQLITE = {
    "trigger that leaves it out": "BEFORE INSERT ON trustflow_entries "
    "BEGIN SELECT RAISE(IGNORE); END",
    "trigger that leaves out the second": "BEFORE INSERT ON trustflow_entries "
    "WHEN NEW.version = 2 BEGIN SELECT RAISE(IGNORE); END",
    "trigger in upper case": "BEFORE INSERT ON TRUSTFLOW_ENTRIES BEGIN SELECT RAISE(IGNORE); END",
    "trigger in quotes": 'BEFORE INSERT ON "Trustflow_Entries" BEGIN SELECT RAISE(IGNORE); END',
    "trigger on the other table": "BEFORE UPDATE ON trustflow_ledger "
    "BEGIN SELECT RAISE(IGNORE); END",
}


def is_kept_out(ledger):
    """Check that changes are refused, and that nothing of them is there."""
    for call in (
        lambda: ledger.create(tf.History("Y", [NOTE, NOTE])),
        lambda: ledger.record("X", NOTE, reason="mine"),
    ):
        with pytest.raises(LedgerFailed, match="did not keep the entries as they were given"):
            call()
    assert ledger.names() in {("X",), ()}  # a policy hides all cases


@POSTGRESQL
@pytest.mark.parametrize("what", list(ON_POSTGRESQL))
def test_what_keeps_an_entry_out_of_a_server_is_found(ledger, engine, place, what):
    """The change is refused, and a list names what was added."""
    ledger.create("X")
    name = place.rpartition("%3D")[2]
    with engine.begin() as connection:
        for statement in ON_POSTGRESQL[what]:
            connection.exec_driver_sql(statement.replace("{place}", name))
        assert list(foreign_triggers(connection)) == [f"{what.split()[0]} other"]
    assert f"the {what.split()[0]} other on its tables" in ledger.recheck().faults[0].what
    if what != "policy":
        is_kept_out(ledger)
        return
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SET ROLE other_{name}")
        connection.commit()
        with pytest.raises(LedgerFailed, match="did not keep"):
            Ledger(connection).create("Y")


@SQLITE
@pytest.mark.parametrize("what", list(ON_SQLITE))
def test_what_keeps_an_entry_out_of_a_file_is_found(ledger, engine, what):
    """As on a server."""
    ledger.create("X")
    with engine.begin() as connection:
        assert list(foreign_triggers(connection)) == []
        connection.exec_driver_sql(f"CREATE TRIGGER other {ON_SQLITE[what]}")
        assert list(foreign_triggers(connection)) == ["trigger other"]
    if "other table" not in what:
        is_kept_out(ledger)


@POSTGRESQL
@pytest.mark.parametrize("role", ["replica", "local", "origin"])
def test_a_session_cannot_switch_the_triggers_off(ledger, engine, role):
    """They run for replicas too."""
    ledger.create("X")
    with engine.connect() as connection:
        assert list(foreign_triggers(connection)) == []
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = {role}")
        with pytest.raises(sa.exc.DBAPIError, match="only adds entries"):
            connection.exec_driver_sql("DELETE FROM trustflow_entries")
    assert ledger.recheck().ok


@POSTGRESQL
def test_an_administrator_leaves_other_triggers_as_they_were(ledger, engine, tmp_path):
    """Those that the user has switched off stay off."""
    ledger.create("X")
    with engine.begin() as connection:
        for statement in (FUNCTION.format("RETURN OLD;"), TRIGGER.replace("INSERT", "DELETE")):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("ALTER TABLE trustflow_entries DISABLE TRIGGER other")
    by = "an officer"
    ledger.remove("X", tmp_path / "x.json", reason="asked", recorded_by=by, force=True)
    with engine.connect() as connection:
        query = "SELECT tgenabled FROM pg_trigger WHERE tgname = 'other' AND tgrelid = "
        shown = connection.exec_driver_sql(f"{query} 'trustflow_entries'::regclass").scalar()
    assert shown in {"D", b"D"}
    assert ledger.names() == ()


@POSTGRESQL
def test_a_program_that_records_needs_few_rights(ledger, engine, place):
    """It can neither change nor delete an entry, nor redact; the owner of the table can."""
    ledger.create(tf.History("X", [NOTE]))
    role = f"clerk_{place.rpartition('%3D')[2]}"
    with engine.begin() as connection:
        for statement in (
            f"CREATE ROLE {role}",
            f"GRANT USAGE ON SCHEMA {role.removeprefix('clerk_')} TO {role}",
            f"GRANT SELECT, INSERT ON trustflow_entries TO {role}",
            f"GRANT SELECT ON trustflow_ledger TO {role}",
        ):
            connection.exec_driver_sql(statement)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SET ROLE {role}")
        connection.commit()
        joined = Ledger(connection)
        joined.record("X", NOTE)
        with pytest.raises(LedgerFailed, match="must be owner"):
            joined.redact("X", "a call", reason="asked", recorded_by="a clerk")
        connection.commit()
    assert len(ledger.history("X")) == 2
    assert ledger.recheck().ok


# What a server is set to


@POSTGRESQL
@pytest.mark.parametrize(
    ("level", "used"), [("off", "on"), ("local", "local"), ("on", "on"), ("remote_write",) * 2]
)
def test_a_server_waits_for_its_disk(place, level, used):
    """Also if it, the role or the database is set not to; afterwards it is as before."""
    with Ledger(f"{place}%20-csynchronous_commit%3D{level}") as ledger:
        ledger.create("X")
        with ledger._place.writing() as store:  # noqa: SLF001 - of a change
            found = store.connection.exec_driver_sql("SHOW synchronous_commit").scalar()
        with ledger._place.engine.connect() as connection:  # noqa: SLF001 - of the caller's
            before = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
            Ledger(connection).record("X", NOTE)
            joined = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
            connection.rollback()
            after = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
    assert (found, before, joined, after) == (used, level, used, level)


@pytest.mark.usefixtures("real_disk")
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_sqlite_waits_for_the_disk_of_a_mac(tmp_path, journal):
    """There a sync stops in the cache of the disk, unless SQLite asks for more."""
    with Ledger(tmp_path / "cases.db", journal=journal) as ledger, ledger._place.reading() as store:  # noqa: SLF001 - of a change
        for name in ("fullfsync", "checkpoint_fullfsync"):
            assert store.connection.exec_driver_sql(f"PRAGMA {name}").scalar() == 1


@POSTGRESQL
@pytest.mark.parametrize("said", ["", "&connect_timeout=7", "&tcp_user_timeout=9000"])
def test_a_server_that_is_lost_is_noticed(place, said):
    """A connection has limits; those in a URL are kept."""
    with Ledger(place + said) as ledger, ledger._place.engine.connect() as connection:  # noqa: SLF001 - its own
        raw = connection.connection.driver_connection
        parameters = raw.info.get_parameters()
    asked = dict(each.split("=") for each in said[1:].split("&") if each)
    for name, value in {**engines.LIBPQ, **asked}.items():
        assert parameters[name] == str(value)


@POSTGRESQL
@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_usual_url_of_a_server_is_taken(place, scheme):
    """Without the name of a driver, the one that the extra installs is used."""
    with Ledger(place.replace("postgresql+psycopg", scheme)) as ledger:
        ledger.create("X")
        assert ledger._place.engine.driver == "psycopg"  # noqa: SLF001 - what it used


def test_another_driver_gets_no_settings_of_this_one():
    """The settings of psycopg are not those of every driver."""
    with pytest.raises(tf.errors.MissingExtra):
        Ledger("postgresql+pg8000://localhost/cases")


# Waits


@POSTGRESQL
def test_a_joined_change_waits_for_another_with_an_end(ledger, engine, monkeypatch):
    """One thread with two connections does not wait for itself; the caller can go on."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    ledger.create("X")
    ledger.create("Y")
    with engine.connect() as first, engine.connect() as second:
        Ledger(first).record("X", NOTE)
        second.exec_driver_sql("CREATE TABLE own (what TEXT)")
        joined = Ledger(second)
        begun = time.monotonic()
        with pytest.raises(LedgerFailed, match="Another program is writing; try again"):
            joined.record("Y", NOTE)
        assert time.monotonic() - begun < 5
        first.rollback()
        joined.record("Y", NOTE)
        assert second.exec_driver_sql("SELECT count(*) FROM own").scalar() == 0
        assert second.exec_driver_sql("SHOW lock_timeout").scalar() == "0"


@POSTGRESQL
def test_ledgers_of_one_server_do_not_wait_for_one_another(new_ledger_place, monkeypatch):
    """Each has a lock of its own."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    places = [new_ledger_place(), new_ledger_place()]
    with Ledger(places[0]) as ledger, Ledger(places[1]) as other:
        other.create("X")
        ledger.create("X")
        with other._place.engine.connect() as connection:  # noqa: SLF001 - of the other ledger
            Ledger(connection).record("X", NOTE)
            ledger.record("X", NOTE)
            connection.commit()
        assert len(other.history("X")) == len(ledger.history("X")) == 1


@POSTGRESQL
def test_vacuum_does_not_wait_for_ever(ledger, engine, monkeypatch):
    """Who waits for the whole table keeps every reader waiting."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    ledger.create("X")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM trustflow_entries")
        with pytest.raises(LedgerFailed, match=r"^What was overwritten .* may still be in"):
            ledger.vacuum()
    ledger.vacuum()
    with ledger._place.engine.connect() as again:  # noqa: SLF001 - its own
        assert again.exec_driver_sql("SHOW lock_timeout").scalar() == "0"


@pytest.mark.parametrize(
    "place",
    [
        "sqlite:///file::memory:?uri=true",
        "sqlite:///file:{}/cases.db?uri=true",
        "sqlite:///file:{}/cases.db?mode=memory&uri=true",
        "sqlite:///{}/cases.db?uri=true",
        "sqlite:///file:{}/cases.db",
    ],
)
def test_a_file_by_its_uri_is_refused(tmp_path, place):
    """What SQLite would make of it is not what the path says."""
    with pytest.raises(tf.InvalidValue, match="place of a ledger"):
        Ledger(place.format(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_journal_that_cannot_be_had_is_refused(monkeypatch, journal):
    """SQLite answers with another one, and no error."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0)
    monkeypatch.setattr(engines, "PAUSE_SECONDS", 0)
    connection = sqlite3.connect(":memory:")
    with pytest.raises(tf.InvalidValue, match=f"journal: '{journal}'. The file has .*memory"):
        engines._set_journal(connection, journal)  # noqa: SLF001 - no file has such a journal
    connection.close()


# Engines that begin by themselves


@SQLITE
def test_an_administrator_of_an_engine_that_begins_itself(place, ledger, tmp_path):
    """What follows the commit of a redaction or a removal works too."""
    ledger.create(tf.History("X", [NOTE]))
    engine = sa.create_engine(place)
    begin_first(engine)
    with Ledger(engine) as begun:
        begun.vacuum()
        begun.remove("X", tmp_path / "x.json", reason="asked", recorded_by="an officer")
        assert begun.names() == ()
        assert begun.recheck().ok
    engine.dispose()


@SQLITE
@pytest.mark.parametrize("begins", [False, True])
def test_a_vacuum_that_fails_says_what_is_left(ledger, begins):
    """The change before it was recorded; the connection works as before."""
    ledger.create("X")
    engine = ledger._place.engine  # noqa: SLF001 - as a disk that is full
    if begins:
        begin_first(engine)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.set_progress_handler(lambda: 1, 1)
    with pytest.raises(LedgerFailed, match=r"^What was overwritten .* may still be in"):
        ledger.vacuum()
    raw.set_progress_handler(None, 0)
    ledger.record("X", NOTE)
    ledger.vacuum()
    assert len(ledger.history("X")) == 1


# Network drives

LINE = "server:/home {folder} {kind} rw 0 0\n"


@pytest.fixture
def drive(tmp_path, monkeypatch):
    """Return a function that makes a folder on a drive of a kind."""
    listed = tmp_path / "mounts"
    listed.write_text("")
    monkeypatch.setattr(network_drives, "MOUNTS", listed)

    def made(kind):
        folder = tmp_path / f"drive-{kind}"
        folder.mkdir()
        with listed.open("a") as lines:
            lines.write(LINE.format(folder=folder, kind=kind))
        return folder

    return made


@pytest.mark.parametrize(
    "kind",
    [
        *("nfs", "nfs4", "cifs", "smb3", "virtiofs", "prl_fs", "glusterfs", "pvfs2", "9p"),
        *("fuse.sshfs", "fuse.gcsfuse", "fuse.juicefs", "fuse.gvfsd-fuse", "fuse.of-tomorrow"),
    ],
)
def test_a_drive_of_another_machine_is_refused(drive, kind):
    """Every file system of a program counts as one, but for those that are known."""
    with pytest.raises(tf.InvalidValue, match="network drive"):
        Ledger(drive(kind) / "cases.db")


@pytest.mark.parametrize("kind", ["ext4", "fuseblk", "fuse.mergerfs", "fuse.gocryptfs", "tmpfs"])
def test_a_local_drive_is_taken(drive, kind):
    """The programs that show files of this machine are known."""
    Ledger(drive(kind) / "cases.db").close()


def test_a_link_to_a_file_on_a_network_drive_is_refused(drive, tmp_path):
    """What counts is where the file is, also if it is not there yet."""
    folder = drive("nfs")
    link = tmp_path / "cases.db"
    link.symlink_to(folder / "real.db")
    with pytest.raises(tf.InvalidValue, match="nfs"):
        Ledger(link)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("joins", [False, True])
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_an_engine_with_a_wal_on_a_network_drive_is_refused(drive, joins, journal):
    """The user's own engine is looked at too."""
    path = drive("nfs") / "cases.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as joined:
        place = joined if joins else engine
        if journal == "wal":
            with pytest.raises(tf.InvalidValue, match="network drive"):
                Ledger(place)
        else:
            assert Ledger(place).names() == ()
    engine.dispose()


# Reads of many cases


def test_deadlines_and_exports_are_of_one_state(ledger, engine, tmp_path, monkeypatch):
    """A case that is removed in between is there, or it is not; there is no error."""
    for name in ("Devon", "Bradford", "Sandwell"):
        ledger.create(tf.History(name, tf.casebook.load("Devon").events))
    other = Ledger(engine)
    before = ledger.deadlines("2017-01-01", everything=True)
    state_of = reading.state_of

    def slowly(entries, processes):
        if other.names():
            name = other.names()[-1]
            other.remove(
                name, tmp_path / name, reason="asked", recorded_by="an officer", vacuum=False
            )
        return state_of(entries, processes)

    monkeypatch.setattr(reading, "state_of", slowly)
    assert ledger.deadlines("2017-01-01", everything=True) == before
    assert ledger.names() == ()
    assert ledger.deadlines("2017-01-01") == ()


def test_a_read_sees_one_state(ledger, engine):
    """What others commit while a block reads is not seen in it."""
    ledger.create("X")
    other = Ledger(engine)
    with ledger._place.reading() as store:  # noqa: SLF001 - as deadlines read
        assert store.names() == ("X",)
        other.create("Y")
        assert store.names() == ("X",)
        assert [name for name, _ in store.cases()] == ["X"]
    assert ledger.names() == ("X", "Y")


def test_a_name_is_compared_with_some_thousand(ledger, monkeypatch):
    """Beyond that, an unknown name costs no more than the list."""
    ledger.create("Sandwell")
    with pytest.raises(NotInLedger, match="Did you mean"):
        ledger.history("Sandwel")
    monkeypatch.setattr(reading, "MAX_COMPARED", 0)
    with pytest.raises(NotInLedger) as unknown:
        ledger.history("Sandwel")
    assert "Did you mean" not in str(unknown.value)


def test_threads_share_a_ledger(ledger):
    """What they record at once is there, and each sees what it recorded."""
    for number in range(4):
        ledger.create(f"case {number}")

    def work(name):
        for number in range(5):
            ledger.record(name, ev.Note("2015-01-01", note=str(number)))

    threads = [threading.Thread(target=work, args=(f"case {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [len(ledger.history(f"case {number}")) for number in range(4)] == [5] * 4
    assert ledger.recheck().ok


def test_a_damaged_index_is_a_fault(tmp_path):
    """Each entry can be read, and its chain fits, but one is not found by its id any more."""
    path = tmp_path / "cases.db"
    with Ledger(path, journal="delete") as ledger:
        entry = ledger.create("Exampleshire")
        assert ledger.recheck().ok
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        pages = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'index' "
            "AND tbl_name = 'trustflow_entries'"
        ).fetchall()
    content = bytearray(path.read_bytes())
    [place] = (
        found
        for (page,) in pages
        if (found := content.find(entry.id.encode(), (page - 1) * size, page * size)) >= 0
    )
    content[place] = ord("0") if content[place] != ord("0") else ord("1")
    path.write_bytes(content)
    with Ledger(path, journal="delete") as ledger:
        found = ledger.recheck()
    assert not found.ok
    assert all(fault.what.startswith("the file is damaged: ") for fault in found.faults)
