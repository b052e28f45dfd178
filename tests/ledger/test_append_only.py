"""Whoever changes a ledger with SQL is refused, or `recheck` finds it."""

import json

import pytest
import sqlalchemy as sa

import trustflow as tf
from tests.ledger.stores import other_process
from trustflow import events as ev
from trustflow.ledger import BadLedger, Ledger
from trustflow.ledger.schema import BODY, POSTGRESQL, SQLITE

REFUSED = sa.exc.DBAPIError
COLUMNS = (
    "id, name, version, kind, event_json, target, place, data, recorded_by, recorded_at, reason, "
    "meta, format, content_hash, previous_hash, hash, salt"
)
OTHER = COLUMNS.replace("id,", "'other',").replace("recorded_at,", "'2031',")
"""The columns of an entry as another one: with another id and another time."""


@pytest.fixture
def kept(ledger):
    """Return a ledger with a case of four entries, and another case."""
    ledger.create("Sandwell", recorded_by="A. Officer")
    ledger.record("Sandwell", ev.Note("2015-01-01", note="first"))
    ledger.record("Sandwell", ev.Note("2015-02-01", note="second"))
    ledger.record("Sandwell", ev.Note("2015-03-01", note="third"))
    ledger.create("Devon")
    return ledger


def run(engine, *statements):
    """Run statements of SQL in one transaction."""
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def unguarded(engine, *statements):
    """Run statements without the triggers, and put the triggers back as they were."""
    if engine.dialect.name == "postgresql":
        table = "ALTER TABLE trustflow_entries"
        before = [f"{table} DISABLE TRIGGER USER"]
        after = [f"{table} ENABLE ALWAYS TRIGGER {name}" for name in POSTGRESQL]
    else:
        before = [f"DROP TRIGGER {name}" for name in SQLITE]
        after = [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    run(engine, *before, *statements, *after)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trustflow_entries SET reason = 'forged'",
        "UPDATE trustflow_entries SET version = 9 WHERE version = 2",
        "UPDATE trustflow_entries SET id = id WHERE version = 2",
        "DELETE FROM trustflow_entries",
        "DELETE FROM trustflow_entries WHERE version = 4",
    ],
)
def test_a_change_with_sql_is_refused(kept, engine, statement):
    """No entry is changed or deleted."""
    before = kept.entries("Sandwell")
    with pytest.raises(REFUSED, match="only adds entries"):
        run(engine, statement)
    assert before == kept.entries("Sandwell")
    assert kept.recheck().ok


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT"])
@pytest.mark.parametrize(
    "columns",
    [
        COLUMNS,
        COLUMNS.replace("name,", "'other',"),
        COLUMNS.replace("id,", "'other',"),
        OTHER,
        COLUMNS.replace("id,", "'other',").replace("name,", "'other',"),
    ],
    ids=["all", "id-and-time", "time-and-version", "version", "time"],
)
def test_nothing_replaces_an_entry_on_sqlite(kept, engine, verb, columns):
    """An entry with the id, the time or the version of another one is refused."""
    before = kept.entries("Sandwell")
    with pytest.raises(REFUSED, match="there already"):
        run(
            engine,
            f"{verb} INTO trustflow_entries ({COLUMNS}) SELECT {columns} FROM trustflow_entries "
            "WHERE name = 'Sandwell' AND version = 2",
        )
    with pytest.raises(REFUSED):
        run(engine, f"{verb} INTO trustflow_entries (rowid, {COLUMNS}) SELECT 1, {columns} "
            "FROM trustflow_entries")  # fmt: skip
    assert before == kept.entries("Sandwell")


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_an_update_or_replace_is_refused_on_sqlite(kept, engine):
    """The other ways in which SQLite replaces a row are refused too."""
    for statement in (
        "UPDATE OR REPLACE trustflow_entries SET version = 2 WHERE version = 3",
        (
            f"INSERT INTO trustflow_entries ({COLUMNS}) SELECT {COLUMNS} FROM trustflow_entries "
            "WHERE true ON CONFLICT DO UPDATE SET reason = 'forged'"
        ),
    ):
        with pytest.raises(REFUSED, match="only adds entries"):
            run(engine, statement)
    assert kept.recheck().ok


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE trustflow_entries",
        "TRUNCATE trustflow_entries CASCADE",
        (
            f"INSERT INTO trustflow_entries ({COLUMNS}) SELECT {COLUMNS} FROM trustflow_entries "
            "ON CONFLICT (name, version) DO UPDATE SET reason = 'forged'"
        ),
        f"INSERT INTO trustflow_entries ({COLUMNS}) SELECT {COLUMNS} FROM trustflow_entries",
    ],
)
def test_other_ways_are_refused_on_postgresql(kept, engine, statement):
    """No entry is truncated, or overwritten by an insertion."""
    with pytest.raises(REFUSED, match=r"only adds entries|duplicate key"):
        run(engine, statement)
    assert kept.recheck().entries == 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trustflow_entries SET reason = 'forged' WHERE version = 2",
        "UPDATE trustflow_entries SET event_json = replace(event_json, 'first', 'forged')",
        (
            "UPDATE trustflow_entries SET recorded_at = '1999-01-01T00:00:00.000000+00:00' "
            "WHERE version = 2"
        ),
        "UPDATE trustflow_entries SET hash = 'x' WHERE version = 3",
        "UPDATE trustflow_entries SET content_hash = 'x' WHERE version = 3",
        "UPDATE trustflow_entries SET name = 'Devon', version = version + 5 WHERE version = 4",
        "DELETE FROM trustflow_entries WHERE version = 1 AND name = 'Sandwell'",
        "DELETE FROM trustflow_entries WHERE version = 2",
        "UPDATE trustflow_entries SET kind = 'forged' WHERE version = 2",
        "UPDATE trustflow_entries SET data = 'forged' WHERE version = 2",
        "UPDATE trustflow_entries SET data = '[1]' WHERE version = 1",
        "UPDATE trustflow_entries SET meta = '' WHERE version = 2",
        "UPDATE trustflow_entries SET recorded_at = 'now' WHERE version = 2",
        "UPDATE trustflow_entries SET event_json = 'forged' WHERE version = 3",
        "UPDATE trustflow_entries SET place = 7 WHERE version = 3",
        (
            f"INSERT INTO trustflow_entries ({COLUMNS}) SELECT {OTHER.replace(' version,', ' 5,')} "
            "FROM trustflow_entries WHERE version = 4"
        ),
    ],
)
def test_a_change_without_triggers_is_found(kept, engine, statement):
    """`recheck` finds it, and names the case."""
    unguarded(engine, statement)
    result = kept.recheck()
    assert not result.ok
    assert {fault.name for fault in result.faults} & {"Sandwell", "Devon"}


def test_what_cannot_be_read_is_said(kept, engine):
    """A case with a forged entry raises an error that names the entry; the others can be read."""
    unguarded(engine, "UPDATE trustflow_entries SET kind = 'forged' WHERE version = 2")
    with pytest.raises(BadLedger, match=r"^Cannot read entry 2 of 'Sandwell': 'forged' is not"):
        kept.history("Sandwell")
    assert len(kept.history("Devon")) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("place = 7 WHERE version = 3", r"entry 3 of 'Sandwell': its place is 7, of 1 events"),
        ("place = NULL WHERE version = 3", "its place is None"),
        ("kind = 'withdrawn', target = 'x' WHERE version = 3", "the event of 'x' is not in force"),
        ("format = 'trustflow/9' WHERE version = 3", "it is in the format 'trustflow/9'"),
        ("format = 'trustflow/9' WHERE version = 1", "this release reads trustflow/1"),
    ],
)
def test_an_entry_that_does_not_fit_is_said(kept, engine, change, said):
    """The error names the entry, what is wrong, and where to look."""
    unguarded(engine, f"UPDATE trustflow_entries SET {change} AND name = 'Sandwell'")
    with pytest.raises(BadLedger, match=said) as found:
        kept.history("Sandwell")
    assert "`recheck` lists what else does not fit." in str(found.value)
    assert found.value.entry.name == "Sandwell"


@pytest.mark.parametrize(
    "change",
    [
        "event_json = '{}' WHERE version = 2",
        'event_json = \'{"event": "note", "x": 1}\' WHERE version = 2',
        "event_json = NULL WHERE version = 2",
        'data = \'{"process": "trust transfer"}\'',
        "data = '{}'",
        "data = '[]'",
    ],
)
def test_an_entry_that_is_no_event_is_said(kept, engine, change):
    """The error names the entry; it is not one that blames what a user gave."""
    change = change.replace("trust transfer", tf.TRUST_TRANSFER.name)
    unguarded(engine, f"UPDATE trustflow_entries SET {change}")
    note = ev.Note("2020", note="a call")
    for call in (
        lambda: kept.history("Sandwell"),
        lambda: kept.read("Sandwell"),
        lambda: kept.record("Sandwell", note),
        lambda: kept.insert("Sandwell", note),
    ):
        with pytest.raises(BadLedger, match=r"entry \d of 'Sandwell'") as found:
            call()
        assert found.value.entry.name == "Sandwell"
        assert ".;" not in str(found.value)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("is_guarded", [True, False])
def test_entries_without_an_identity_get_no_new_one(kept, engine, place, create, is_guarded):
    """Another id would hide that they are those of a backup; nothing is made."""
    kept.close()
    is_postgresql = engine.dialect.name == "postgresql"
    names, on_table = (POSTGRESQL, " ON trustflow_entries") if is_postgresql else (SQLITE, "")
    triggers = () if is_guarded else names
    run(engine, *(f"DROP TRIGGER {name}{on_table}" for name in triggers))
    run(engine, "DROP TABLE trustflow_ledger")
    with pytest.raises(BadLedger, match=r"^The table trustflow_ledger is missing beside trustflow"):
        Ledger(place, create=create)
    assert not sa.inspect(engine).has_table("trustflow_ledger")


def test_a_dropped_trigger_is_found(kept, engine):
    """Each trigger that is missing or switched off is a fault of the whole ledger."""
    is_postgresql = engine.dialect.name == "postgresql"
    on_table = " ON trustflow_entries" if is_postgresql else ""
    name = "trustflow_no_change" if is_postgresql else "trustflow_no_delete"
    run(engine, f"DROP TRIGGER {name}{on_table}")
    [fault] = kept.recheck().faults
    assert (fault.name, fault.version) == (None, None)
    assert fault.what == f"the trigger {name} is missing or was changed"
    with Ledger(engine) as again:
        assert not again.recheck().ok


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_a_trigger_that_does_nothing_is_found_on_sqlite(kept, engine):
    """A trigger of the same name with another content is a fault."""
    run(
        engine,
        "DROP TRIGGER trustflow_no_update",
        "CREATE TRIGGER trustflow_no_update BEFORE UPDATE ON trustflow_entries BEGIN SELECT 1; END",
    )
    assert [fault.what for fault in kept.recheck().faults] == [
        "the trigger trustflow_no_update is missing or was changed"
    ]


@pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE trustflow_entries DISABLE TRIGGER trustflow_no_truncate",
        "ALTER TABLE trustflow_entries ENABLE REPLICA TRIGGER trustflow_no_truncate",
        (
            "CREATE OR REPLACE FUNCTION trustflow_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER trustflow_no_change BEFORE UPDATE ON trustflow_entries "
            "FOR EACH ROW EXECUTE FUNCTION trustflow_refuse()"
        ),
        (
            "CREATE OR REPLACE TRIGGER trustflow_no_change BEFORE UPDATE OF reason OR DELETE "
            "ON trustflow_entries FOR EACH ROW EXECUTE FUNCTION trustflow_refuse()"
        ),
        (
            "CREATE OR REPLACE TRIGGER trustflow_no_change BEFORE UPDATE OR DELETE "
            "ON trustflow_entries FOR EACH ROW WHEN (OLD.version > 9) "
            "EXECUTE FUNCTION trustflow_refuse()"
        ),
    ],
)
def test_a_trigger_that_does_less_is_found_on_postgresql(kept, engine, statement):
    """A trigger of the same name that refuses less is a fault."""
    assert BODY.strip().startswith("BEGIN RAISE")
    run(engine, statement)
    assert not kept.recheck().ok


def test_recheck_lists_every_fault(kept, engine):
    """Each case is looked at, whatever is wrong with another one."""
    unguarded(
        engine,
        "UPDATE trustflow_entries SET meta = '' WHERE name = 'Devon'",
        "UPDATE trustflow_entries SET reason = 'forged' WHERE version IN (2, 3)",
    )
    result = kept.recheck()
    assert [(fault.name, fault.version) for fault in result.faults] == [
        ("Devon", None),
        ("Sandwell", 2),
        ("Sandwell", 3),
    ]
    assert (result.cases, result.entries) == (2, 4)


def test_recheck_finds_a_case_that_was_hidden(kept, engine):
    """A forged entry that says that a case was removed hides it from `names`, but not here."""
    values = OTHER.replace(" version,", " 5,").replace(" kind,", " 'removed',")
    run(
        engine,
        f"INSERT INTO trustflow_entries ({COLUMNS}) SELECT {values} FROM trustflow_entries "
        "WHERE version = 4",
    )
    assert kept.names() == ("Devon",)
    assert {fault.name for fault in kept.recheck().faults} == {"Sandwell"}


def test_recheck_says_what_todays_rules_find(ledger):
    """The findings of every case, as it is in force now, are listed."""
    ledger.create(tf.casebook.load("Sandwell"))
    expected = tuple(tf.check(tf.casebook.load("Sandwell")).findings)
    result = ledger.recheck()
    assert result.ok
    assert expected == tuple(each.finding for each in result.findings)
    assert {each.name for each in result.findings} <= {"Sandwell"}


def test_recheck_says_that_a_process_is_missing(place):
    """A case of a process that was not handed in cannot be replayed, but its chain fits."""
    other = other_process()
    with Ledger(place, processes=[other]) as ledger:
        ledger.create("12 High Street")
    with Ledger(place) as ledger:
        result = ledger.recheck()
        assert (result.ok, result.unchecked) == (True, ("12 High Street",))
        with pytest.raises(tf.InvalidValue, match="processes="):
            ledger.history("12 High Street")


def test_a_forged_list_of_redactions_is_found(kept, engine):
    """The entry about a redaction is in the chain like any other."""
    kept.redact("Sandwell", "first", reason="asked", recorded_by="data officer")
    unguarded(
        engine, f"UPDATE trustflow_entries SET data = '{json.dumps({})}' WHERE kind = 'redacted'"
    )
    assert {fault.version for fault in kept.recheck().faults} == {2, 5}
