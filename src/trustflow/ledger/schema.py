"""The tables of a ledger in SQL, and the triggers that keep them append-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import from_extra

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ABOUT",
    "ENTRIES",
    "SCHEMA_VERSION",
    "TRIGGERS",
    "create_triggers",
    "drop_triggers",
    "missing_triggers",
]

SCHEMA_VERSION = 1
"""The version of the tables; a ledger with a newer one is refused."""
METADATA = sa.MetaData()

ABOUT = sa.Table(
    "trustflow_ledger",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What is known of the ledger itself: the version of its tables, and its own id."""

ENTRIES = sa.Table(
    "trustflow_entries",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("event_json", sa.Text),
    sa.Column("target", sa.Text),
    sa.Column("place", sa.Integer),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text),
    sa.Column("recorded_at", sa.Text, nullable=False, unique=True),
    sa.Column("reason", sa.Text),
    sa.Column("meta", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.UniqueConstraint("name", "version"),
)
"""The entries; the times are texts in UTC that sort by time."""

REFUSAL = "a ledger only adds entries"

SQLITE = {
    "trustflow_no_update": f"""
        CREATE TRIGGER trustflow_no_update BEFORE UPDATE ON trustflow_entries
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "trustflow_no_delete": f"""
        CREATE TRIGGER trustflow_no_delete BEFORE DELETE ON trustflow_entries
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # REPLACE deletes the old row without a trigger for DELETE, but not without one for INSERT.
    "trustflow_no_replace": f"""
        CREATE TRIGGER trustflow_no_replace BEFORE INSERT ON trustflow_entries
        WHEN EXISTS (
            SELECT 1 FROM trustflow_entries
            WHERE id = NEW.id OR recorded_at = NEW.recorded_at
            OR (name = NEW.name AND version = NEW.version)
        )
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}: this one is there already'); END""",  # noqa: S608 - no text of a user's is in it
}
"""The triggers of SQLite, by name."""

FUNCTION = f"""
    CREATE OR REPLACE FUNCTION trustflow_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""
POSTGRESQL = {
    "trustflow_no_change": """
        CREATE TRIGGER trustflow_no_change BEFORE UPDATE OR DELETE ON trustflow_entries
        FOR EACH ROW EXECUTE FUNCTION trustflow_refuse()""",
    "trustflow_no_truncate": """
        CREATE TRIGGER trustflow_no_truncate BEFORE TRUNCATE ON trustflow_entries
        FOR EACH STATEMENT EXECUTE FUNCTION trustflow_refuse()""",
}
"""The triggers of PostgreSQL, by name."""

TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'trustflow_entries'::regclass "
        "AND tgenabled <> 'D'"
    ),
}
"""A query for the names of the triggers that there are, by kind of database."""


def create_triggers(connection: sa.Connection) -> None:
    """Create the triggers that refuse a change of an entry."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(FUNCTION)
    for statement in TRIGGERS[connection.dialect.name].values():
        connection.exec_driver_sql(statement)


def drop_triggers(connection: sa.Connection) -> None:
    """Drop the triggers, for an administrator's change in the same transaction."""
    on_table = " ON trustflow_entries" if connection.dialect.name == "postgresql" else ""
    for name in TRIGGERS[connection.dialect.name]:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing_triggers(connection: sa.Connection) -> Iterator[str]:
    """Yield the names of the triggers that are missing or switched off."""
    dialect = connection.dialect.name
    found = set(connection.exec_driver_sql(FOUND[dialect]).scalars())
    yield from (name for name in TRIGGERS[dialect] if name not in found)
