"""The tables of a ledger in SQL, and the triggers that keep them append-only."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import from_extra

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "ABOUT",
    "ENTRIES",
    "SCHEMA_VERSION",
    "TRIGGERS",
    "create_triggers",
    "foreign_triggers",
    "migrate",
    "missing_triggers",
    "without_triggers",
]

SCHEMA_VERSION = 1
"""The version of the tables; a ledger with a newer one is refused."""
METADATA = sa.MetaData()
# Texts sort by their characters in every database, whatever its language.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ABOUT = sa.Table(
    "trustflow_ledger",
    METADATA,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)
"""What is known of the ledger itself: the version of its tables, and its own id."""

ENTRIES = sa.Table(
    "trustflow_entries",
    METADATA,
    sa.Column("id", TEXT, nullable=False, unique=True),
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("event_json", TEXT),
    sa.Column("target", TEXT),
    sa.Column("place", sa.Integer),
    sa.Column("data", TEXT, nullable=False),
    sa.Column("recorded_by", TEXT),
    sa.Column("recorded_at", TEXT, nullable=False, unique=True),
    sa.Column("reason", TEXT),
    sa.Column("meta", TEXT, nullable=False),
    sa.Column("format", TEXT, nullable=False),
    sa.Column("salt", TEXT, nullable=False),
    sa.Column("content_hash", TEXT, nullable=False),
    sa.Column("previous_hash", TEXT, nullable=False),
    sa.Column("hash", TEXT, nullable=False),
    # Without the number of a row, by which REPLACE could overwrite one that is there.
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
"""The entries; the times are texts in UTC that sort by time."""

REFUSAL = "a ledger only adds entries"

SQLITE = {
    "trustflow_no_update": f"""BEFORE UPDATE ON trustflow_entries
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "trustflow_no_delete": f"""BEFORE DELETE ON trustflow_entries
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # REPLACE deletes the old row without a trigger for DELETE, but not without one for INSERT.
    "trustflow_no_replace": f"""BEFORE INSERT ON trustflow_entries
        WHEN EXISTS (
            SELECT 1 FROM trustflow_entries
            WHERE id = NEW.id OR recorded_at = NEW.recorded_at
            OR (name = NEW.name AND version = NEW.version)
        )
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}: this one is there already'); END""",  # noqa: S608 - no text of a user's is in it
}
"""The triggers of SQLite, by name."""

BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION trustflow_refuse() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"""
POSTGRESQL = {
    "trustflow_no_change": """BEFORE UPDATE OR DELETE ON trustflow_entries
        FOR EACH ROW EXECUTE FUNCTION trustflow_refuse()""",
    "trustflow_no_truncate": """BEFORE TRUNCATE ON trustflow_entries
        FOR EACH STATEMENT EXECUTE FUNCTION trustflow_refuse()""",
}
"""The triggers of PostgreSQL, by name."""

TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
"""What follows ``CREATE TRIGGER`` and the name, for each trigger of a kind of database."""
TRIGGER_TYPES = {"trustflow_no_change": 27, "trustflow_no_truncate": 34}
"""When each trigger of PostgreSQL runs, as ``pg_trigger`` has it."""
FOUND_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
FOUND_ON_POSTGRESQL = """
    SELECT tgname, tgtype, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = 'trustflow_entries'::regclass AND tgenabled = 'A' AND tgqual IS NULL
    AND tgattr = ''"""
OTHERS_ON_SQLITE = """
    SELECT 'trigger', name FROM sqlite_master
    WHERE type = 'trigger' AND lower(tbl_name) IN ('trustflow_entries', 'trustflow_ledger')"""
OTHERS_ON_POSTGRESQL = """
    SELECT 'trigger', tgname FROM pg_trigger
    WHERE NOT tgisinternal
    AND tgrelid IN ('trustflow_entries'::regclass, 'trustflow_ledger'::regclass)
    UNION ALL SELECT 'rule', rulename FROM pg_rewrite
    WHERE ev_class IN ('trustflow_entries'::regclass, 'trustflow_ledger'::regclass)
    UNION ALL SELECT 'policy', polname FROM pg_policy
    WHERE polrelid IN ('trustflow_entries'::regclass, 'trustflow_ledger'::regclass)"""


def create_triggers(connection: sa.Connection) -> None:
    """Create the triggers that refuse a change of an entry."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(FUNCTION)
    for name, body in TRIGGERS[connection.dialect.name].items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
    if connection.dialect.name == "postgresql":
        _switch(connection, "ENABLE ALWAYS")


def _switch(connection: sa.Connection, how: str) -> None:
    """Switch the ledger's own triggers in PostgreSQL on or off."""
    # ALWAYS, because a session can say that it is a replica, for which others do not run.
    switches = ", ".join(f"{how} TRIGGER {name}" for name in POSTGRESQL)
    connection.exec_driver_sql(f"ALTER TABLE trustflow_entries {switches}")


@contextmanager
def without_triggers(connection: sa.Connection) -> Iterator[None]:
    """Switch the triggers off for a block, for an administrator's change in one transaction.

    If the block fails, the place rolls back to where the change began, and the triggers are as
    before.
    """
    if connection.dialect.name == "postgresql":
        # To drop a trigger would wait for every reader, and one that then changes a case for us.
        _switch(connection, "DISABLE")
        yield
        _switch(connection, "ENABLE ALWAYS")
        return
    for name in SQLITE:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    yield
    create_triggers(connection)


def missing_triggers(connection: sa.Connection) -> Iterator[str]:
    """Yield the names of the triggers that are missing, changed or switched off."""
    wanted: dict[str, tuple[object, ...]]
    if connection.dialect.name == "postgresql":
        wanted = {name: (kind, BODY) for name, kind in TRIGGER_TYPES.items()}
        query = FOUND_ON_POSTGRESQL
    else:
        wanted = {name: (f"CREATE TRIGGER {name} {body}",) for name, body in SQLITE.items()}
        query = FOUND_ON_SQLITE
    found = {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}
    yield from (name for name, content in wanted.items() if found.get(name) != content)


def foreign_triggers(connection: sa.Connection) -> Iterator[str]:
    """Yield the triggers, rules and policies on the tables that are not the ledger's own.

    Each can keep an entry out, or change it on its way in.
    """
    is_server = connection.dialect.name == "postgresql"
    query = OTHERS_ON_POSTGRESQL if is_server else OTHERS_ON_SQLITE
    own = TRIGGERS[connection.dialect.name]
    for kind, name in connection.exec_driver_sql(query):
        if kind != "trigger" or name not in own:
            yield f"{kind} {name}"


MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {}
"""For each older version of the tables, what makes the next version of them."""


def migrate(connection: sa.Connection, version: int) -> None:
    """Bring the tables from an older version to `SCHEMA_VERSION`, step by step."""
    for number in range(version, SCHEMA_VERSION):
        MIGRATIONS[number](connection)
    change = sa.update(ABOUT).where(ABOUT.columns.key == "schema_version")
    connection.execute(change.values(value=str(SCHEMA_VERSION)))
