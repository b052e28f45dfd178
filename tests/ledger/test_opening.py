"""Where a ledger can be opened, and where it is refused."""

import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

import trustflow as tf
from trustflow import events as ev
from trustflow.errors import MissingExtra
from trustflow.ledger import (
    BadLedger,
    Ledger,
    LedgerFailed,
    StaleCase,
    engines,
    network_drives,
    places,
    schema,
)
from trustflow.ledger.errors import NOT_READ
from trustflow.ledger.open_file import OpenFile

NOTE = ev.Note("2015-01-01")


def test_a_file_is_made_and_found_again(tmp_path):
    """A path, a text and a URL name the same file; the ledger has one id."""
    path = tmp_path / "cases.db"
    with pytest.raises(FileNotFoundError) as missing:
        Ledger(path, create=False)
    assert missing.value.filename == str(path)
    with Ledger(path) as first:
        first.create("Sandwell")
    for place in (path, str(path), f"sqlite:///{path}"):
        with Ledger(place, create=False) as again:
            assert again.names() == ("Sandwell",)
            assert again.id == first.id
    assert repr(first) == f"<Ledger in sqlite:///{path}>"


def test_no_ledger_is_made_where_none_is_wanted(place):
    """Whether the ledger or its user opened the database; a mistyped name makes no new ledger."""
    engine = sa.create_engine(place)
    with engine.connect() as connection:
        for given in (engine, connection):
            with pytest.raises(BadLedger, match="There is no ledger in this database"):
                Ledger(given, create=False)
    engine.dispose()
    with pytest.raises((BadLedger, FileNotFoundError)):
        Ledger(place, create=False)
    Ledger(place).close()
    Ledger(place, create=False).close()


@pytest.mark.usefixtures("real_disk")
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_change_is_on_the_disk(tmp_path, journal):
    """SQLite syncs each change before it is done, whichever journal it has."""
    with Ledger(tmp_path / "cases.db", journal=journal) as ledger:
        ledger.create("Sandwell")
        with ledger._place.engine.connect() as connection:  # noqa: SLF001 - of the ledger's own connection
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal
    with pytest.raises(tf.InvalidValue, match="journal"):
        Ledger(tmp_path / "cases.db", journal="truncate")


@pytest.mark.parametrize(
    "place", [None, 3, "", ":memory:", "sqlite://", "sqlite:///:memory:", object(), b"cases.db", []]
)
def test_other_places_are_refused(place):
    """The error says what a ledger can be opened in."""
    with pytest.raises(tf.InvalidValue, match="place of a ledger"):
        Ledger(place)


@pytest.mark.parametrize(
    "url", ["nosuch://me:secret@host/cases", "postgresql+nosuch://me:secret@host/x", "://secret@x"]
)
def test_a_wrong_url_is_refused_without_its_password(url):
    """The error shows a URL that works, and no password."""
    with pytest.raises(tf.InvalidValue, match=r"postgresql\+psycopg") as refused:
        Ledger(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://host/x", "mysql+pymysql://host/x", "oracle://host/x"])
def test_another_database_is_refused(url):
    """Its driver was said to come with the extra of the ledger."""
    with pytest.raises(tf.InvalidValue, match="Expected a URL of PostgreSQL or SQLite"):
        Ledger(url)


@pytest.mark.parametrize("driver", ["postgresql+asyncpg", "sqlite+aiosqlite"])
def test_another_driver_that_is_missing_comes_with_no_extra(driver):
    """The error names the package, and does not say that an extra installs it."""
    with pytest.raises(MissingExtra, match=r"No extra of ") as missing:
        Ledger(f"{driver}:///cases.db")
    assert missing.value.extra is None


def test_a_password_is_not_shown():
    """Neither the error of a server that is not there shows it, nor the ledger."""
    with pytest.raises(LedgerFailed, match="server cannot be reached") as failed:
        Ledger("postgresql+psycopg://me:secret@127.0.0.1:1/cases?connect_timeout=1")
    assert "secret" not in str(failed.value)
    place = object.__new__(places.EnginePlace)
    place.engine = sa.create_engine("postgresql+psycopg://me:secret@127.0.0.1:1/cases")
    assert "secret" not in str(place)


def test_a_missing_driver_names_the_extra(monkeypatch):
    """PostgreSQL needs psycopg, which the extra installs."""
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(MissingExtra, match="`ledger`"):
        Ledger("postgresql+psycopg://localhost/cases")


def test_another_kind_of_database_is_refused(tmp_path, monkeypatch):
    """A ledger needs triggers that were written for the database."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/cases.db")
    monkeypatch.setattr(engine.dialect, "name", "oracle")
    with pytest.raises(tf.InvalidValue, match=r"database: 'oracle'. Expected one of sqlite, postg"):
        Ledger(engine)
    engine.dispose()


@pytest.mark.parametrize("content", [b"not a database" * 200, b"{}" * 5000])
def test_another_file_is_refused(tmp_path, content):
    """The file is as before."""
    path = tmp_path / "cases.db"
    path.write_bytes(content)
    with pytest.raises(LedgerFailed, match="The file is not a ledger"):
        Ledger(path)
    assert content == path.read_bytes()


def test_a_missing_folder_is_said(tmp_path):
    """The error says that the folder must exist."""
    with pytest.raises(LedgerFailed, match="The folder must exist"):
        Ledger(tmp_path / "missing" / "cases.db")


def test_tables_that_vanish_are_said(tmp_path):
    """Whoever drops the table is found at the next call."""
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create("Sandwell")
        with ledger._place.engine.begin() as connection:  # noqa: SLF001 - somebody with SQL
            connection.exec_driver_sql("DROP TABLE trustflow_entries")
        for call in (
            ledger.names,
            ledger.recheck,
            lambda: ledger.record("Sandwell", NOTE),
        ):
            with pytest.raises(LedgerFailed, match="tables of the ledger are missing"):
                call()


# Versions of the tables


def set_version(engine, version):
    """Write another version of the tables into a ledger."""
    with engine.begin() as connection:
        connection.execute(
            sa.update(schema.ABOUT)
            .where(schema.ABOUT.columns.key == "schema_version")
            .values(value=version)
        )


def test_a_newer_ledger_is_refused(ledger, engine):
    """This release does not know what a newer one wrote."""
    ledger.create("Sandwell")
    set_version(engine, "2")
    with pytest.raises(BadLedger, match=r"version 2, and this release knows version 1; install"):
        Ledger(engine)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("version", ["", "one", "1.5"])
def test_a_version_that_is_no_number_is_refused(engine, version):
    """The table of versions was changed from outside."""
    set_version(engine, version)
    with pytest.raises(BadLedger, match="trustflow_ledger was changed from outside"):
        Ledger(engine)


def test_an_older_ledger_is_brought_up_to_date(ledger, engine, monkeypatch):
    """Each step is made once, in order, in one transaction."""
    ledger.create("Sandwell")
    made = []

    def step(number):
        def make(connection):
            made.append(number)
            connection.exec_driver_sql(f"CREATE TABLE step_{number} (what TEXT)")

        return make

    monkeypatch.setattr(schema, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(schema, "MIGRATIONS", {1: step(1), 2: step(2)})
    with Ledger(engine) as migrated:
        assert made == [1, 2]
        assert migrated.names() == ("Sandwell",)
        assert migrated.id == ledger.id
    with Ledger(engine) as again:
        assert again.recheck().ok
    assert made == [1, 2]


@pytest.mark.usefixtures("ledger")
def test_a_step_that_fails_changes_nothing(engine, monkeypatch):
    """The ledger is as before, in the older version."""

    def fails(connection):
        connection.exec_driver_sql("CREATE TABLE half (what TEXT)")
        1 / 0  # noqa: B018 - it raises

    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(schema, "MIGRATIONS", {1: fails})
    with pytest.raises(ZeroDivisionError):
        Ledger(engine)
    assert not sa.inspect(engine).has_table("half")
    monkeypatch.undo()
    with Ledger(engine) as again:
        assert again.names() == ()


# Network drives

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home {folder}/nfs nfs4 rw 0 0
//server/share {folder}/with\\040space cifs rw 0 0
/dev/sdb1 {folder}/nfs/local ext4 rw 0 0
server:/a {folder}/twice nfs rw 0 0
/dev/sdc1 {folder}/twice ext4 rw 0 0
odd line
host:/x {folder}/ssh fuse.sshfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    """Return a folder under which drives of several kinds are mounted."""
    listed = tmp_path / "mounts"
    listed.write_text(MOUNTS.format(folder=tmp_path))
    monkeypatch.setattr(network_drives, "MOUNTS", listed)
    for name in ("nfs", "nfs/local", "with space", "twice", "ssh", "here"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nfs", "nfs4"),
        ("with space", "cifs"),
        ("ssh", "fuse.sshfs"),
        ("nfs/local", None),
        ("twice", None),
        ("here", None),
    ],
)
def test_a_network_drive_is_refused(mounts, name, kind):
    """The error says why, and the two ways out; the second one works."""
    path = mounts / name / "cases.db"
    if kind is None:
        Ledger(path).close()
        return
    for place in (path, f"sqlite:///{path}"):
        with pytest.raises(tf.InvalidValue) as refused:
            Ledger(place)
        assert f"It is on a network drive ({kind})" in str(refused.value)
        assert 'journal="delete"' in str(refused.value)
    assert not path.exists()
    with Ledger(path, journal="delete") as ledger:
        ledger.create("Sandwell")


def test_a_link_to_a_network_drive_is_refused(mounts):
    """What counts is where the file is."""
    (mounts / "link").symlink_to(mounts / "nfs")
    with pytest.raises(tf.InvalidValue, match="nfs4"):
        Ledger(mounts / "link" / "cases.db")


@pytest.mark.parametrize("listed", [None, "", "server:/x /elsewhere nfs rw 0 0\n"])
def test_an_unknown_drive_counts_as_local(tmp_path, monkeypatch, listed):
    """Where the system does not say, a ledger is opened."""
    path = tmp_path / "mounts"
    if listed is not None:
        path.write_text(listed)
    monkeypatch.setattr(network_drives, "MOUNTS", path)
    assert network_drives.drive_type_of(Path("/srv")) is None
    Ledger(tmp_path / "cases.db").close()


# Failures


def test_a_locked_ledger_fails_in_time(tmp_path, monkeypatch):
    """The error says that another program is writing; afterwards it works."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create("Sandwell")
        other = sa.create_engine(f"sqlite:///{tmp_path}/cases.db")
        with other.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(LedgerFailed, match="Another program is writing; try again"):
                ledger.record("Sandwell", NOTE)
            assert len(ledger.history("Sandwell")) == 0
        other.dispose()
        ledger.record("Sandwell", NOTE)
        assert len(ledger.history("Sandwell")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
def test_a_locked_server_fails_in_time(ledger, engine, monkeypatch):
    """As on SQLite, the wait has an end."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 1)
    ledger.create("Sandwell")
    with engine.connect() as connection:
        Ledger(connection).record("Sandwell", NOTE)
        with pytest.raises(LedgerFailed, match="Another program is writing; try again"):
            ledger.record("Sandwell", NOTE)
    ledger.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell")) == 1


def test_a_read_only_ledger_is_read(tmp_path):
    """It can be read; a change says why it fails."""
    path = tmp_path / "cases.db"
    with Ledger(path) as ledger:
        ledger.create("Sandwell")
    engine = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    with Ledger(engine) as ledger:
        assert ledger.names() == ("Sandwell",)
        with pytest.raises(LedgerFailed, match="so the ledger can only be read"):
            ledger.record("Sandwell", NOTE)
    engine.dispose()


def test_an_engine_that_cannot_read_a_read_only_ledger_is_told_to_give_the_path():
    """The ledger opens a path in another way, so it need not be copied first."""
    error = sa.exc.OperationalError("", {}, Exception("attempt to write a readonly database"))
    assert "give the path of the file" in str(engines.failure_of(error, NOT_READ))
    assert "can only be read" in str(engines.failure_of(error))


def test_a_full_disk_loses_nothing(tmp_path):
    """A change that does not fit is refused whole; what was recorded before is there."""
    with Ledger(tmp_path / "cases.db", journal="delete") as ledger:
        ledger.create("Sandwell")
        with ledger._place.engine.connect() as connection:  # noqa: SLF001 - as a disk that fills up
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        sa.event.listen(
            ledger._place.engine,  # noqa: SLF001 - as above
            "checkout",
            lambda raw, *_: raw.execute(f"PRAGMA max_page_count = {pages}"),
        )
        kept = 0
        with pytest.raises(LedgerFailed, match="Free some space"):  # noqa: PT012 - it counts
            for _ in range(100):
                ledger.record("Sandwell", ev.Note("2015-01-01", note="x" * 1000))
                kept += 1
        with pytest.raises(LedgerFailed, match="Free some space"):
            ledger.create(tf.History("Devon", [ev.Note("2015", note="x" * 9000)] * 3))
        assert len(ledger.history("Sandwell")) == kept
        assert ledger.names() == ("Sandwell",)
        assert ledger.recheck().ok


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
def test_a_server_that_is_lost_in_a_commit_is_said(ledger, engine):
    """Whether the change was recorded is not known then; at any other moment it was not."""
    ledger.create("Sandwell")
    lost = []

    def lose(connection):
        process = connection.connection.driver_connection.info.backend_pid
        with engine.begin() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({process}, 5000)")
        lost.append(process)

    sa.event.listen(ledger._place.engine, "commit", lose)  # noqa: SLF001 - as a server that is stopped
    with pytest.raises(LedgerFailed, match=r"^It is not known whether the change was recorded; "):
        ledger.record("Sandwell", NOTE)
    sa.event.remove(ledger._place.engine, "commit", lose)  # noqa: SLF001 - as above
    assert lost
    ledger.history("Sandwell")
    ledger.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell")) == 1


@pytest.mark.parametrize(
    "processes",
    [(), [], iter(()), {}, None, tf.TRUST_TRANSFER, 5],
    ids=lambda given: type(given).__name__,
)
def test_a_ledger_has_a_process(tmp_path, processes):
    """Without one no case could be read, so none is opened and no file is made."""
    with pytest.raises(tf.InvalidValue, match=r"processes of a ledger.*one or more"):
        Ledger(tmp_path / "cases.db", processes=processes)
    assert list(tmp_path.iterdir()) == []


MOVED = "the file was moved, deleted or replaced"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file in its place")
@pytest.mark.parametrize("is_engine", [False, True])
@pytest.mark.parametrize("change", ["deleted", "moved", "replaced"])
def test_nothing_is_recorded_in_a_file_that_is_gone(tmp_path, change, is_engine):
    """SQLite would go on writing there, and what it says is recorded would be lost."""
    path = tmp_path / "cases.db"
    place = sa.create_engine(f"sqlite:///{path}") if is_engine else path
    ledger = Ledger(place)
    ledger.create("Sandwell")
    ledger.backup(tmp_path / "copy.db")
    if change == "deleted":
        path.unlink()
    else:
        path.rename(tmp_path / "elsewhere.db")
    if change == "replaced":
        (tmp_path / "copy.db").rename(path)
    for call, outcome in (
        (lambda: ledger.record("Sandwell", NOTE), "Nothing was recorded"),
        (lambda: ledger.history("Sandwell"), "The ledger was not read"),
        (lambda: ledger.backup(tmp_path / "again.db"), "There is no backup"),
        (ledger.vacuum, "may still be in the files"),
    ):
        with pytest.raises(LedgerFailed, match=f"{outcome}.*{MOVED}.*open it again"):
            call()
    assert path.exists() == (change == "replaced")
    ledger.close()
    if is_engine:
        place.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file in its place")
def test_a_closed_ledger_opens_the_file_that_is_there_now(tmp_path):
    """As after a copy was put in its place; a change for what the copy lacks is refused once."""
    path = tmp_path / "cases.db"
    with Ledger(path) as ledger:
        ledger.create("Sandwell")
        ledger.backup(tmp_path / "copy.db")
        ledger.record("Sandwell", NOTE)
        ledger.close()
        (tmp_path / "copy.db").replace(path)
        with pytest.raises(
            StaleCase,
            match=r"has version 1, and the change expected version 2 \(its `expected_version`",
        ):
            ledger.record("Sandwell", NOTE)
        assert ledger.read("Sandwell").version == 1
        ledger.record("Sandwell", NOTE)
    with Ledger(path) as again:
        assert again.read("Sandwell").version == 2


def test_a_file_that_was_gone_at_once_is_not_in_place(tmp_path):
    """Somebody can delete a file between its opening and the look at it."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/cases.db")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        (tmp_path / "cases.db").unlink()
        assert not OpenFile.of(connection).is_in_place()
    engine.dispose()


def test_a_file_on_a_network_drive_is_not_followed(mounts):
    """The number of a file can change there, and a change would be refused without a reason."""
    path = mounts / "nfs" / "cases.db"
    with Ledger(path, journal="delete") as ledger:
        (mounts / "copy.db").write_bytes(path.read_bytes())
        (mounts / "copy.db").replace(path)
        assert ledger.names() == ()


# Backups


def test_a_backup_is_a_ledger(tmp_path):
    """It has every entry, and is made beside a change that is under way."""
    path = tmp_path / "copy.db"
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create(tf.casebook.load("Devon"))
        with ledger._place.engine.begin() as connection:  # noqa: SLF001 - a change under way
            Ledger(connection).create("Sandwell")
            ledger.backup(path)
        with Ledger(path, create=False) as copy:
            assert copy.names() == ("Devon",)
            assert copy.entries("Devon") == ledger.entries("Devon")
            assert copy.recheck().ok
            assert copy.id == ledger.id
        with pytest.raises(FileExistsError):
            ledger.backup(path)
        with pytest.raises(tf.InvalidValue, match="path"):
            ledger.backup(None)


def test_a_backup_that_fails_leaves_no_file(tmp_path, monkeypatch):
    """Half a copy would look like a whole one."""

    def fails(*_):
        message = "disk I/O error"
        raise engines.sa.exc.OperationalError("backup", None, OSError(message))

    # Coverage, which records the lines of each test, also opens a file of SQLite after it.
    with Ledger(tmp_path / "cases.db") as ledger, monkeypatch.context() as patched:
        patched.setattr("trustflow.ledger.administration.sqlite3.connect", fails)
        with pytest.raises(LedgerFailed, match=r"^There is no backup: 'disk I/O error'"):
            ledger.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
def test_a_server_has_its_own_backup(ledger, tmp_path):
    """The error says so."""
    with pytest.raises(tf.InvalidValue, match="with its own tool"):
        ledger.backup(tmp_path / "copy.db")


def test_who_begins_a_ledger_waits_for_who_has_begun(tmp_path, monkeypatch):
    """A file that another program is just making is waited for, and the wait has an end."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.2)
    other = sa.create_engine(f"sqlite:///{tmp_path}/cases.db")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("CREATE TABLE own (what TEXT)")
        with pytest.raises(LedgerFailed, match="Another program is writing; try again"):
            Ledger(tmp_path / "cases.db")
        connection.commit()
    other.dispose()
    Ledger(tmp_path / "cases.db").close()
