"""What becomes of a change whose commit fails, whose process forks, or whose caller rolls back."""

import os
import sqlite3
import traceback

import pytest
import sqlalchemy as sa

import trustflow as tf
from tests.ledger.test_transactions import begin_first
from trustflow import events as ev
from trustflow.ledger import (
    BadLedger,
    Ledger,
    LedgerFailed,
    NotInLedger,
    StaleCase,
    engines,
)
from trustflow.ledger.changes import Signature

SQLITE = pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
NOTE = ev.Note("2015-01-01", note="a call")
LATER = ev.Note("2016-01-01", note="a visit")


def notes(ledger, name):
    """Return the texts of the notes in a case."""
    return [event.note for event in ledger.history(name)]


# Commits that fail


def own(path):
    """Return a ledger that opened its file itself."""
    return Ledger(path, journal="delete")


USERS_ENGINES = []
"""The engines that no ledger closes, because they are the user's."""


@pytest.fixture(autouse=True)
def _closed_engines():
    """Close the user's engines after a test."""
    yield
    while USERS_ENGINES:
        USERS_ENGINES.pop().dispose()


def users_engine(path, **options):
    """Return an engine of the user's for a file."""
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 0.05}, **options)
    USERS_ENGINES.append(engine)
    return engine


def users(path, **options):
    """Return a ledger in an engine of the user's."""
    return Ledger(users_engine(path, **options))


def keeping(path):
    """Return a ledger in an engine that leaves its connections as they are."""
    return users(path, pool_reset_on_return=None)


def beginning(path):
    """Return a ledger in an engine that begins each transaction itself."""
    engine = users_engine(path)
    begin_first(engine)
    return Ledger(engine)


CHANGES = {
    "record": lambda ledger: ledger.record("X", NOTE),
    "insert": lambda ledger: ledger.insert("X", NOTE),
    "create": lambda ledger: ledger.create("Z"),
    "checked": lambda ledger: ledger.mark_checked("X", "2016-01-01"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", list(CHANGES))
@pytest.mark.parametrize("opened", [own, users, keeping, beginning])
def test_a_commit_that_fails_is_not_made_later(tmp_path, monkeypatch, opened, change):
    """A reader is in the way of the commit; then others work, and nothing of it comes back."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.05)
    path = tmp_path / "cases.db"
    ledger = opened(path)
    for name in ("X", "Y"):
        ledger.create(name)
    before = ledger.entries("X")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT id FROM trustflow_entries").fetchone()
    with pytest.raises(LedgerFailed, match=r"Nothing was recorded: .*locked"):
        CHANGES[change](ledger)
    reader.close()
    with users(path) as other:
        other.record("Y", LATER)
        assert other.entries("X") == before
        assert other.names() == ("X", "Y")
    ledger.history("Y")
    ledger.record("Y", LATER)
    assert ledger.entries("X") == before
    CHANGES[change](ledger)  # as the error advises
    assert len(ledger.entries("X")) == 1 + (change != "create")
    assert ledger.recheck().ok
    ledger.close()


@pytest.mark.parametrize("opened", [own, users, keeping, beginning])
def test_a_rival_after_a_commit_that_failed_is_found(tmp_path, monkeypatch, opened):
    """What was not committed was not read: the rival's entry of that number is another one."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.05)
    path = tmp_path / "cases.db"
    ledger = opened(path)
    ledger.create("X")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT id FROM trustflow_entries").fetchone()
    with pytest.raises(LedgerFailed):
        ledger.record("X", NOTE)
    reader.close()
    with users(path) as rival:
        rival.record("X", LATER, recorded_by="a rival")
    with pytest.raises(StaleCase, match="a rival"):
        ledger.record("X", NOTE)
    assert notes(ledger, "X") == ["a visit"]
    ledger.close()


@SQLITE
@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("database is locked", "Nothing was recorded"),
        ("database table is locked", "Nothing was recorded"),
        ("database or disk is full", "Nothing was recorded"),
        ("disk I/O error", "It is not known whether"),
        ("database disk image is malformed", "It is not known whether"),
        ("out of memory", "It is not known whether"),
    ],
)
def test_the_outcome_of_a_commit_is_said(ledger, monkeypatch, said, outcome):
    """Only if the database was busy or full is it certain that nothing was recorded."""
    ledger.create("X")

    def fails(_):
        raise sqlite3.OperationalError(said)

    with monkeypatch.context() as patched:
        patched.setattr(ledger._place.engine.dialect, "do_commit", fails)  # noqa: SLF001 - a disk
        with pytest.raises(LedgerFailed) as failed:
            ledger.record("X", NOTE)
    assert failed.value.outcome.startswith(outcome)
    ledger.record("X", LATER)
    assert notes(ledger, "X") == ["a visit"]


@pytest.mark.parametrize("moment", ["do_commit", "do_execute"])
def test_an_interruption_leaves_nothing_open(ledger, engine, monkeypatch, moment):
    """Whoever interrupts a program with Ctrl-C finds that others can record at once."""
    ledger.create("X")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ledger._place.engine.dialect, moment, interrupted)  # noqa: SLF001 - as above
        with pytest.raises(KeyboardInterrupt):
            ledger.record("X", NOTE)
    with Ledger(engine) as other:
        other.record("X", LATER)
    assert notes(ledger, "X") == ["a visit"]


def test_a_connection_that_cannot_roll_back_is_closed(ledger, monkeypatch):
    """The first error is the one that is raised, and the next change has another connection."""
    ledger.create("X")

    def fails(_):
        raise sqlite3.OperationalError("disk I/O error")

    dialect = ledger._place.engine.dialect  # noqa: SLF001 - as above
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_rollback", fails)
        patched.setattr(dialect.loaded_dbapi, "Error", sqlite3.Error)
        with pytest.raises(NotInLedger):
            ledger.record("Z", NOTE)
    ledger.record("X", LATER)
    assert notes(ledger, "X") == ["a visit"]


@SQLITE
def test_what_a_user_left_open_is_not_committed(place, ledger):
    """A connection of the user's engine comes back from the pool with a change of the user's."""
    ledger.create("X")
    engine = sa.create_engine(place, pool_reset_on_return=None)
    with Ledger(engine) as shared:
        raw = engine.raw_connection()
        raw.execute("CREATE TABLE other (what TEXT)")
        raw.execute("INSERT INTO other VALUES ('half')")
        raw.close()
        shared.record("X", NOTE)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT * FROM other").all() == []
    engine.dispose()


# Callers that roll back


def test_what_was_rolled_back_was_not_read(ledger, engine):
    """A rival's entry of the same number is another one; the error says whose."""
    ledger.create("X")
    with engine.connect() as connection:
        joined = Ledger(connection)
        joined.record("X", NOTE)
        connection.rollback()
        ledger.record("X", LATER, recorded_by="a rival")
        with pytest.raises(StaleCase, match=r"another entry 2 than .* 'a rival'") as refused:
            joined.record("X", NOTE)
        assert [each.version for each in refused.value.meanwhile] == [2]
        with pytest.raises(StaleCase, match="a rival"), joined.edit("X"):
            pytest.fail("nothing was read since")
        joined.history("X")
        joined.record("X", LATER)
        connection.commit()
    assert notes(ledger, "X") == ["a visit", "a visit"]


@SQLITE
def test_an_older_copy_is_read_again(ledger, engine, tmp_path):
    """Of a ledger that was put back from a copy, what was read is not there; reading mends it."""
    ledger.create("X")
    ledger.backup(tmp_path / "copy.db")
    ledger.record("X", NOTE)
    ledger.close()
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        target = sqlite3.connect(engine.url.database)
        copy.backup(target)
        target.close()
    copy.close()
    for _ in range(2):
        with pytest.raises(StaleCase, match="Read the case again"):
            ledger.record("X", LATER)
    ledger.history("X")
    ledger.record("X", LATER)
    assert notes(ledger, "X") == ["a visit"]


def test_the_version_last_read_does_not_go_back(ledger):
    """Of two threads that read at once, the later version counts, whichever ends last."""
    entry = ledger.create("X")
    recorded = ledger.record("X", NOTE)
    ledger._last_read.note(entry)  # noqa: SLF001 - as a thread that was slow
    assert ledger._last_read.expected("X").version == recorded.entry.version  # noqa: SLF001 - as above
    ledger.record("X", LATER)


NO_THIRD = {
    "sqlite": [
        """CREATE TRIGGER third BEFORE INSERT ON trustflow_entries WHEN NEW.version = 3
            BEGIN SELECT RAISE(ABORT, 'no third'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION third() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no third'; END $$""",
        """CREATE TRIGGER third BEFORE INSERT ON trustflow_entries FOR EACH ROW
            WHEN (NEW.version = 3) EXECUTE FUNCTION third()""",
    ],
}
"""What lets a database refuse each entry of version 3."""


@pytest.fixture
def no_third(ledger, engine):
    """Return an engine whose database refuses the third entry of a case, and its own table."""
    ledger.create("X")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE own (what TEXT)")
        for statement in NO_THIRD[engine.dialect.name]:
            connection.exec_driver_sql(statement)
    return engine


@pytest.mark.parametrize("begun", [False, True])
def test_a_joined_change_is_all_or_none(ledger, no_third, begun):
    """The caller can go on after a change that failed: only what is whole is committed."""
    with no_third.connect() as connection:
        joined = Ledger(connection)
        if begun:
            connection.begin()
        connection.exec_driver_sql("INSERT INTO own VALUES ('before')")
        with pytest.raises(LedgerFailed, match="no third"), joined.edit("X") as case:  # noqa: PT012 - one block
            case.record(NOTE)
            case.record(LATER)
        with pytest.raises(LedgerFailed, match="no third"):
            joined.create(tf.History("Y", [NOTE, LATER]))
        joined.record("X", NOTE)
        with pytest.raises(tf.MoveNotAllowed):
            joined.record("X", ev.TrustWentLive("2016"))
        connection.exec_driver_sql("INSERT INTO own VALUES ('after')")
        connection.commit()
        assert connection.exec_driver_sql("SELECT what FROM own").scalars().all() == [
            "before", "after",
        ]  # fmt: skip
    assert notes(ledger, "X") == ["a call"]
    assert ledger.names() == ("X",)


@SQLITE
def test_a_disk_that_is_full_ends_the_callers_transaction(ledger, engine):
    """SQLite rolls everything back then; the error says what happened."""
    ledger.create("X")
    with engine.connect() as connection:
        joined = Ledger(connection)
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
        with pytest.raises(LedgerFailed, match="Free some space"):
            joined.record("X", ev.Note("2015-01-01", note="x" * 100_000))
        connection.rollback()
        assert notes(joined, "X") == []


def test_a_caller_begins_after_opening(ledger, engine):
    """A ledger that was opened or read has left no transaction begun."""
    ledger.create("X")
    with engine.connect() as connection:
        joined = Ledger(connection)
        assert notes(joined, "X") == []
        with pytest.raises(NotInLedger):
            joined.history("Z")
        with connection.begin():
            joined.record("X", NOTE)
        assert joined.recheck().ok
        with connection.begin():
            assert notes(joined, "X") == ["a call"]
    assert notes(ledger, "X") == ["a call"]


def test_a_savepoint_first_in_a_transaction_never_commits(ledger, engine):
    """The driver of SQLite begins no transaction before one, so the ledger does."""
    ledger.create("X")
    with engine.connect() as connection:
        joined = Ledger(connection)
        for _ in range(2):
            with connection.begin_nested():
                joined.record("X", NOTE)
            assert notes(joined, "X") == ["a call"]
            connection.rollback()
            assert notes(joined, "X") == []
    assert notes(ledger, "X") == []


@SQLITE
@pytest.mark.parametrize("begins", [False, True])
def test_a_connection_in_a_savepoint_of_sqlite(ledger, engine, begins):
    """It is refused unless the engine begins its transactions itself."""
    ledger.create("X")
    if begins:
        begin_first(engine)
    with engine.connect() as connection, connection.begin_nested():
        if begins:
            Ledger(connection).record("X", NOTE)
        else:
            with pytest.raises(tf.InvalidValue, match="Open the ledger before"):
                Ledger(connection)
        connection.rollback()
    assert notes(ledger, "X") == []


# Connections that commit by themselves


class CommittingConnection(sqlite3.Connection):
    """A connection as Python 3.12 makes one with ``autocommit=True``."""

    autocommit = True


@pytest.mark.parametrize("verb", ["record", "create", "edit", "insert", "mark_checked"])
def test_a_joined_connection_that_commits_is_refused(place, ledger, verb):
    """What it was told would be committed, or lost, whatever the caller does."""
    ledger.create("X")
    engine = sa.create_engine(place, isolation_level="AUTOCOMMIT")

    def edit(joined):
        with joined.edit("X") as case:
            case.record(NOTE)

    calls = {
        **CHANGES,
        "create": lambda joined: joined.create("Z"),
        "mark_checked": CHANGES["checked"],
        "edit": edit,
    }
    with engine.connect() as connection:
        joined = Ledger(connection)
        with pytest.raises(tf.InvalidValue, match="AUTOCOMMIT"):
            calls[verb](joined)
    engine.dispose()
    assert ledger.names() == ("X",)
    assert len(ledger.entries("X")) == 1


def test_an_engine_that_commits_gets_a_transaction(place, ledger):
    """Its connections are the ledger's for the time of a change."""
    ledger.create("X")
    engine = sa.create_engine(place, isolation_level="AUTOCOMMIT")
    with Ledger(engine) as shared:
        shared.record("X", NOTE)
        with pytest.raises(tf.MoveNotAllowed):
            shared.record("X", ev.TrustWentLive("2016"))
    engine.dispose()
    assert notes(ledger, "X") == ["a call"]


@SQLITE
def test_a_driver_that_commits_is_refused(place, ledger):
    """From Python 3.12 on, a connection can ignore commit and rollback."""
    ledger.create("X")
    engine = sa.create_engine(place, connect_args={"factory": CommittingConnection})
    with pytest.raises(tf.InvalidValue, match="do not commit by themselves"):
        Ledger(engine)
    with engine.connect() as connection:
        joined = Ledger(connection)
        with pytest.raises(tf.InvalidValue, match="AUTOCOMMIT"):
            joined.record("X", NOTE)
    engine.dispose()


# Processes that fork


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_has_connections_of_its_own(ledger):
    """Parent and child record at once through one ledger; all of it is there."""
    ledger.create("X")
    ledger.create("Y")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - in another process
        try:
            for _ in range(5):
                ledger.record("X", NOTE)
            os.write(write, b"done")
        finally:
            os._exit(0)
    for _ in range(5):
        ledger.record("Y", NOTE)
    os.waitpid(child, 0)
    assert os.read(read, 4) == b"done"
    os.close(read)
    os.close(write)
    assert notes(ledger, "X") == notes(ledger, "Y") == ["a call"] * 5
    assert ledger.recheck().ok


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_inherits_no_idle_connection(ledger):
    """The pool is empty at the fork."""
    ledger.create("X")
    pool = ledger._place.engine.pool  # noqa: SLF001 - what a fork would share
    assert pool.checkedin() == 1
    child = os.fork()
    if child == 0:  # pragma: no cover - in another process
        os._exit(ledger._place.engine.pool.checkedin() + pool.checkedin())  # noqa: SLF001 - as above
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert pool.checkedin() == 0
    ledger.record("X", NOTE)


# Pools, releases and texts


def test_a_pool_that_is_exhausted_is_a_failure_of_the_ledger(place, ledger):
    """As every other error of the database is."""
    ledger.create("X")
    engine = sa.create_engine(place, pool_size=1, max_overflow=0, pool_timeout=0.01)
    with Ledger(engine) as shared:
        with pytest.raises(NotInLedger, match="'Z' is not in this ledger"):
            shared.record("Z", NOTE)  # which needs no second connection
        with engine.connect():
            for call in (shared.names, lambda: shared.record("X", NOTE), shared.recheck):
                with pytest.raises(LedgerFailed, match="QueuePool limit"):
                    call()
        shared.record("X", NOTE)
        assert shared.recheck().ok
    engine.dispose()


def test_a_closed_connection_is_a_failure_of_the_ledger(ledger, engine):
    """As above."""
    ledger.create("X")
    with engine.connect() as connection:
        joined = Ledger(connection)
    for call in (joined.names, lambda: joined.record("X", NOTE), joined.recheck):
        with pytest.raises(LedgerFailed, match="closed"):
            call()


@pytest.mark.parametrize(
    ("key", "value"), [("schema_version", "2"), ("schema_version", "0"), ("id", "another")]
)
def test_a_ledger_that_changed_while_it_is_open_is_refused(ledger, engine, key, value):
    """A program that runs on writes nothing into the tables of a newer release."""
    ledger.create("X")
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE trustflow_ledger SET value = :value WHERE key = :key"),
            {"key": key, "value": value},
        )
    for call in (lambda: ledger.record("X", NOTE), lambda: ledger.create("Y")):
        with pytest.raises(BadLedger, match=r"open it again|install a newer"):
            call()
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM trustflow_entries").scalar()
    assert count == 1


PRIVATE = "Jane Doe, born in Leeds"


def joined_to(engine):
    """Return a ledger in a connection of an engine."""
    return Ledger(engine.connect())


@pytest.mark.parametrize("opened", [Ledger, joined_to, None])
def test_an_error_of_the_database_shows_no_text_of_a_case(ledger, no_third, opened):
    """Neither the error nor those that it came from, which programs write to logs."""
    used = ledger if opened is None else opened(no_third)
    used.record("X", NOTE)
    with pytest.raises(LedgerFailed) as failed:
        used.record("X", ev.Note("2016", note=PRIVATE), recorded_by=PRIVATE, meta={"who": PRIVATE})
    shown = "".join(traceback.format_exception(failed.value))
    assert "no third" in shown
    assert PRIVATE not in shown
    if opened is joined_to:
        used._place.connection.close()  # noqa: SLF001 - it was opened above


@POSTGRESQL
def test_the_details_of_a_server_show_no_text_of_a_case(ledger, engine):
    """A server adds the whole row to some errors."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE trustflow_entries ADD CONSTRAINT none CHECK (recorded_by IS NULL)"
        )
    with pytest.raises(LedgerFailed, match="violates check constraint") as failed:
        ledger.create("X", recorded_by=PRIVATE)
    assert PRIVATE not in "".join(traceback.format_exception(failed.value))
    assert failed.value.reason.endswith('violates check constraint "none"')


# Cases that today's rules refuse


@pytest.fixture
def impossible(ledger):
    """Return a ledger with a case of three events, the second of which is refused today."""
    ledger.create(tf.History("X", [LATER]))
    state = ledger.read("X")  # as an older release left it
    from trustflow.ledger.entries import Kind

    case = tf.Case("X")
    drafts = [
        Signature().of_event(case, Kind.RECORDED, event, place)
        for place, event in ((1, ev.Note("2014-01-01", note="early")), (2, ev.Note("2017")))
    ]
    with ledger._place.writing() as store:  # noqa: SLF001 - as above
        store.append(drafts, expected_version=state.version)
    with pytest.raises(tf.DateRuleBroken):
        tf.Case.from_history(ledger.history("X"))
    return ledger


def withdraw(ledger):
    """Take the wrong event back."""
    ledger.withdraw(ledger.in_force("X")[1], reason="wrong")


def replace(ledger):
    """Correct the wrong event."""
    ledger.replace(ledger.in_force("X")[1], ev.Note("2016-05"))


def edit(ledger):
    """Correct it in a block."""
    with ledger.edit("X", reason="wrong") as case:
        case.withdraw(at=1)
        case.record(ev.Note("2018"))


def insert_and_withdraw(ledger):
    """Correct it with other events."""
    with ledger.edit("X", reason="wrong") as case:
        case.amend([tf.Withdraw(at=1), tf.Insert(ev.Note("2015"))])


@pytest.mark.parametrize("mend", [withdraw, replace, edit, insert_and_withdraw])
def test_a_case_that_is_refused_today_can_be_corrected(impossible, mend):
    """Only the result is checked."""
    mend(impossible)
    tf.Case.from_history(impossible.history("X"))
    impossible.record("X", ev.Note("2019"))


def test_what_leaves_a_case_impossible_is_refused(impossible):
    """A change that does not correct it is refused, as the rules say; a day can be marked."""
    before = impossible.history("X")
    for call in (
        lambda: impossible.record("X", ev.Note("2018")),
        lambda: impossible.insert("X", ev.Note("2018")),
        lambda: impossible.withdraw(impossible.in_force("X")[2], reason="wrong"),
    ):
        with pytest.raises(tf.DateRuleBroken):
            call()
    with pytest.raises(tf.DateRuleBroken), impossible.edit("X") as case:
        case.record(ev.Note("2018"))
    assert impossible.history("X") == before
    impossible.mark_checked("X", "2018-01-01")
    with impossible.edit("X", reason="wrong") as case:
        case.mark_checked("2019-01-01")
    assert str(impossible.history("X").checked_to) == "2019-01-01"
