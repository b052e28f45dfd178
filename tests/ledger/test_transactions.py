"""A ledger in the caller's own engine, connection or transaction."""

import pytest
import sqlalchemy as sa

import trustflow as tf
from trustflow import events as ev
from trustflow.ledger import Draft, Kind, Ledger, LedgerFailed, StaleCase
from trustflow.ledger.sql_store import SqlStore

OWN = "CREATE TABLE own (what TEXT)"
NOTE = ev.Note("2015-01-01", note="a call")


def own_rows(connection):
    """Return the rows of the caller's own table."""
    return connection.exec_driver_sql("SELECT what FROM own").scalars().all()


@pytest.fixture
def own(ledger, engine):
    """Return an engine with a table of the caller's own, beside a ledger with a case."""
    ledger.create("Sandwell")
    with engine.begin() as connection:
        connection.exec_driver_sql(OWN)
    return engine


@pytest.mark.parametrize("reads_first", [False, True])
def test_a_joined_ledger_is_rolled_back_with_the_caller(own, ledger, reads_first):
    """What the caller wrote and what the ledger recorded vanish together."""
    with own.connect() as connection:
        if reads_first:
            assert own_rows(connection) == []
        connection.exec_driver_sql("INSERT INTO own VALUES ('with it')")
        joined = Ledger(connection)
        joined.record("Sandwell", NOTE)
        assert len(joined.history("Sandwell")) == 1
        connection.rollback()
        assert own_rows(connection) == []
    assert len(ledger.history("Sandwell")) == 0


@pytest.mark.parametrize("reads_first", [False, True])
def test_a_joined_ledger_never_commits(own, ledger, reads_first):
    """Nobody else sees the entry before the caller commits; then everybody does."""
    with own.connect() as connection:
        if reads_first:
            assert own_rows(connection) == []
        joined = Ledger(connection)
        joined.record("Sandwell", NOTE)
        connection.exec_driver_sql("INSERT INTO own VALUES ('with it')")
        with own.connect() as other:
            assert len(Ledger(other).history("Sandwell")) == 0
        joined.close()
        connection.commit()
    with own.connect() as connection:
        assert own_rows(connection) == ["with it"]
    assert len(ledger.history("Sandwell")) == 1


def test_all_of_a_joined_ledger_is_rolled_back(own):
    """An edit, a redaction and a removal are part of the caller's transaction too."""
    before = Ledger(own).entries("Sandwell")
    with own.connect() as connection, connection.begin() as transaction:
        joined = Ledger(connection)
        joined.create("Devon")
        with joined.edit("Sandwell") as case:
            case.record(NOTE)
            case.record(NOTE)
        joined.redact("Sandwell", joined.history("Sandwell")[0].note, reason="x", recorded_by="y")
        joined.replace(joined.in_force("Sandwell")[1], ev.Note("2016"))
        assert joined.recheck().ok
        transaction.rollback()
    again = Ledger(own)
    assert before == again.entries("Sandwell")
    assert again.names() == ("Sandwell",)
    assert again.recheck().ok


def test_a_removal_is_rolled_back(own, tmp_path):
    """The case is there again; only the file was written."""
    with own.connect() as connection:
        Ledger(connection).remove(
            "Sandwell", tmp_path / "removed.json", reason="x", recorded_by="y"
        )
        connection.rollback()
    assert Ledger(own).names() == ("Sandwell",)
    assert Ledger(own).recheck().ok


def test_the_tables_are_part_of_the_transaction(new_ledger_place):
    """A ledger that begins in a transaction is gone if that is rolled back."""
    engine = sa.create_engine(new_ledger_place())
    with engine.connect() as connection:
        Ledger(connection).create("Sandwell")
        connection.rollback()
    with engine.connect() as connection:
        joined = Ledger(connection)
        assert joined.names() == ()
        connection.commit()
    assert Ledger(engine).names() == ()
    engine.dispose()


def test_a_rolled_back_version_is_not_expected(own):
    """What was read of a change that was rolled back is stale, and nothing else is recorded."""
    with own.connect() as connection:
        joined = Ledger(connection)
        joined.record("Sandwell", NOTE)
        connection.rollback()
        with pytest.raises(StaleCase, match=r"has version 1, and the change expected version 2"):
            joined.record("Sandwell", NOTE)
        joined.history("Sandwell")
        joined.record("Sandwell", NOTE)
        connection.commit()
    assert len(Ledger(own).history("Sandwell")) == 1


def test_a_savepoint_of_the_caller_is_respected(own):
    """What is recorded in a savepoint that is rolled back is gone; the rest stays."""
    with own.connect() as connection:
        joined = Ledger(connection)
        joined.record("Sandwell", NOTE)
        with connection.begin_nested() as savepoint:
            joined.record("Sandwell", ev.Note("2016"))
            savepoint.rollback()
        connection.commit()
    assert [str(event.on) for event in Ledger(own).history("Sandwell")] == ["2015-01-01"]


def test_a_user_engine_serves_several_ledgers(own, ledger):
    """An engine of the user's stays open when a ledger in it is closed."""
    with Ledger(own) as first:
        first.record("Sandwell", NOTE)
    assert own.pool.status()
    with Ledger(own) as second:
        assert len(second.history("Sandwell")) == 1
        assert second.id == ledger.id
    assert repr(second).startswith("<Ledger in ")


@pytest.mark.parametrize("pool", [sa.pool.StaticPool, sa.pool.SingletonThreadPool, None])
def test_an_engine_whose_threads_share_a_connection_is_refused(tmp_path, pool):
    """A reader would roll back what another thread records; so would one in memory."""
    url = "sqlite://" if pool is None else f"sqlite:///{tmp_path}/cases.db"
    engine = sa.create_engine(url, poolclass=pool)
    with pytest.raises(tf.InvalidValue, match="its own connection"):
        Ledger(engine)
    engine.dispose()


def begin_first(engine):
    """Let an engine of SQLite begin every transaction itself, as SQLAlchemy's docs show."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection, _record):
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN")


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_an_engine_that_begins_itself_locks_too(place, ledger):
    """The ledger waits for the lock before it reads, also in a transaction that was begun."""
    ledger.create("Sandwell")
    engine = sa.create_engine(place, connect_args={"timeout": 0.1})
    begin_first(engine)
    with Ledger(engine) as begun:
        begun.record("Sandwell", NOTE)
        with engine.begin() as connection:
            joined = Ledger(connection)
            joined.record("Sandwell", NOTE)
            with pytest.raises(LedgerFailed, match=r"locked.*try again"):
                begun.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell")) == 2
    engine.dispose()


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_a_transaction_that_read_too_early_is_refused(place, ledger):
    """If somebody wrote since the caller's first read, the caller has to begin again."""
    ledger.create("Sandwell")
    engine = sa.create_engine(place, connect_args={"timeout": 0.1})
    begin_first(engine)
    with engine.connect() as connection:
        joined = Ledger(connection)
        connection.begin()
        assert len(joined.history("Sandwell")) == 0
        ledger.record("Sandwell", NOTE)
        with pytest.raises(LedgerFailed, match=r"^Nothing was recorded: '.*locked"):
            joined.record("Sandwell", NOTE)
        connection.rollback()
        joined.history("Sandwell")
        joined.record("Sandwell", NOTE)
        connection.commit()
    assert len(ledger.history("Sandwell")) == 2
    engine.dispose()


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_a_new_ledger_in_a_transaction_that_was_begun(place):
    """The tables are made in the caller's transaction."""
    engine = sa.create_engine(place)
    begin_first(engine)
    with engine.begin() as connection:
        Ledger(connection).create("Sandwell")
    assert Ledger(engine).names() == ("Sandwell",)
    engine.dispose()


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_snapshot_that_is_too_old_is_refused(place, ledger, level):
    """A caller whose snapshot lacks somebody's entry has to begin again."""
    ledger.create("Sandwell")
    engine = sa.create_engine(place, isolation_level=level)
    with engine.connect() as connection:
        joined = Ledger(connection)
        connection.begin()
        assert len(joined.history("Sandwell")) == 0
        ledger.record("Sandwell", NOTE)
        with pytest.raises(LedgerFailed, match="roll back, then try again"):
            joined.record("Sandwell", NOTE)
    with Ledger(engine) as again:
        again.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell")) == 2
    engine.dispose()


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
def test_a_connection_that_commits_by_itself_is_refused(place, ledger):
    """In AUTOCOMMIT no lock lasts; an engine in AUTOCOMMIT gets a transaction of the ledger's."""
    ledger.create("Sandwell")
    engine = sa.create_engine(place, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        joined = Ledger(connection)
        with pytest.raises(tf.InvalidValue, match="AUTOCOMMIT"):
            joined.record("Sandwell", NOTE)
    with Ledger(engine) as own:
        own.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell")) == 1
    engine.dispose()


def test_the_store_itself_refuses_a_stale_append(own):
    """The rule holds for whoever calls it, with the entries since."""
    with own.connect() as connection:
        store = SqlStore(connection)
        Ledger(connection).record("Sandwell", NOTE, recorded_by="a rival")
        draft = Draft(id="mine", name="Sandwell", kind=Kind.WITHDRAWN)
        for expected, meanwhile in ((1, ["a rival"]), (0, [None, "a rival"]), (3, [])):
            with pytest.raises(StaleCase) as refused:
                store.append([draft], expected_version=expected)
            assert meanwhile == [each.recorded_by for each in refused.value.meanwhile]
            assert refused.value.found == 2
        with pytest.raises(StaleCase):
            store.append([Draft(id="x", name="Devon", kind=Kind.CREATED)], expected_version=1)


def test_a_joined_ledger_shows_where_it_is(own):
    """Its text is that of the engine, whose password is hidden."""
    with own.connect() as connection:
        assert repr(Ledger(connection)) == f"<Ledger in {own.url}>"
