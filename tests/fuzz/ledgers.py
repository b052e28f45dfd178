"""Targets for ledgers: a file that is damaged, and entries whose texts somebody changed."""

import datetime as dt
import itertools
import secrets
import sqlite3
import tempfile
import uuid
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from unittest.mock import patch

import sqlalchemy as sa
from attrs import evolve

import trustflow as tf
from tests.fuzz.answers import answer_of, is_refused
from tests.fuzz.draw import Draw, damaged
from trustflow.ledger import BadLedger, Ledger, engines, sql_store
from trustflow.ledger.hashing import text_hash
from trustflow.ledger.schema import SQLITE
from trustflow.ledger.sql_store import SqlStore

NAME, OTHER, REMOVED = "Exampleshire", "Otherham", "Removed"
PRIVATE = "Jane Doe"
PAGE = 512
"""The smallest size of a page of SQLite, so that few bytes of the file are empty."""
COLUMNS = (
    *("event_json", "data", "meta", "salt", "recorded_by", "reason", "recorded_at", "kind"),
    *("target", "format", "content_hash", "previous_hash", "hash", "id", "name"),
)
"""The columns with texts."""
HOSTILE = (
    *("", "null", "[]", "{}", "[[]]", '{"on": 1}', '{"events": []}', "1e999", "NaN", '"\\ud800"'),
    *('{"targets": {}}', '{"targets": [1]}', '{"targets": {"x": {"places": 1, "hash": 2}}}'),
    *('[["x","y",null]]', "[", "[" * 2000, '{"process": []}', '{"process": {}}', "0" * 5000),
    *("removed", "created", "withdrawn", "checked", "redacted", "9999-12-31T23:59:59.999999+00:00"),
    *("0001-01-01T00:00:00+23:59", "2026-01-01", "trustflow/2", "[redacted]", "\N{NO-BREAK SPACE}"),
)


@cache
def template():
    """Return the bytes of a ledger of three cases, its head, and the entries of each case.

    Its ids, salts and times are the same each time, so that an input damages the same bytes.
    """
    numbers = itertools.count(1)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(uuid, "uuid4", lambda: uuid.UUID(int=next(numbers))),
        patch.object(secrets, "token_hex", lambda _: f"{next(numbers):032x}"),
        patch.object(sql_store, "clock_of", lambda _: start),
    ):
        path = Path(folder, "cases.db")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("VACUUM")
        with Ledger(path, journal="delete") as ledger:
            history = tf.History(NAME, tf.casebook.load("Sandwell").events[:2])
            ledger.create(history, recorded_by="a clerk")
            note = tf.events.Note("2019", note=PRIVATE)
            added = ledger.record(NAME, note, reason="a call", meta={"ticket": [1, None, "x"]})
            ledger.replace(added.entry, evolve(note, on="2020"), reason="a slip")
            ledger.redact(NAME, "a call", reason="asked", recorded_by="a clerk")
            ledger.create(OTHER, meta={"by": PRIVATE})
            ledger.mark_checked(OTHER, "2026-05-03")
            ledger.create(REMOVED)
            ledger.remove(REMOVED, Path(folder, "removed.json"), reason="r", recorded_by="a clerk")
            head = ledger.recheck().head
            entries = {name: ledger.entries(name) for name in ledger.names(removed=True)}
            histories = {name: ledger.history(name) for name in ledger.names()}
        return path.read_bytes(), head, entries, histories


def assert_sound(path, *, is_forged=False):
    """Assert that a ledger raises only errors of trustflow, and returns what the chain proves.

    Args:
        path: The path of the ledger.
        is_forged: Whether the hashes were forged, so that the chain proves nothing.
    """
    ledger = answer_of(lambda: Ledger(path, create=False, journal="delete"))
    if is_refused(ledger):
        return
    with ledger:
        result = answer_of(ledger.recheck)
        is_proved = not is_forged and not is_refused(result) and result.ok
        names = answer_of(lambda: ledger.names(removed=True))
        for name in () if is_refused(names) else names:
            assert_case(ledger, name, result if is_proved else None)
        answer_of(lambda: ledger.deadlines("2026-11-27", everything=True))
        answer_of(lambda: ledger.export(path.with_suffix(".json"), entries=True))
        assert_redacts(ledger, is_proved=is_proved)


def assert_case(ledger, name, proof):
    """Assert that a case of a ledger is read as it was recorded, if there is a proof.

    Args:
        ledger: The ledger.
        name: The name of the case.
        proof: The result of `recheck`, if the chain proves the entries.
    """
    _, head, entries, histories = template()
    read = answer_of(lambda: ledger.entries(name))
    history = answer_of(lambda: ledger.history(name))
    answer_of(lambda: ledger.history(name, recorded_on="2020-01-01"))
    if proof is not None and not is_refused(read):
        assert read == entries[name][: len(read)]  # the newest entries can be missing
    if proof is not None and not is_refused(history) and proof.head == head:
        assert history == histories.get(name)


def assert_redacts(ledger, *, is_proved):
    """Assert that a redaction is refused, or leaves a sound ledger without the text."""
    added = answer_of(lambda: ledger.redact(NAME, PRIVATE, reason="asked", recorded_by="a clerk"))
    if is_proved and not is_refused(added):
        assert ledger.recheck().ok
        assert PRIVATE not in str(ledger.entries(NAME))


@contextmanager
def quick_engines():
    """Let SQLite wait neither for the disk nor for other programs, of which there are none."""
    with (
        patch.object(engines, "WAIT_SECONDS", 0.1),
        patch.object(engines, "SYNCHRONOUS", "OFF"),
    ):
        yield


def damage_ledgers(data):
    """Damage the file of a ledger at random: no answer is wrong, and no error is another's."""
    draw = Draw(data)
    with tempfile.TemporaryDirectory() as folder, quick_engines():
        path = Path(folder, "cases.db")
        path.write_bytes(damaged(template()[0], draw, 6))
        assert_sound(path)


def change_entries(data):
    """Change the texts of entries with SQL, and their hashes too if the bytes say so."""
    draw = Draw(data)
    with tempfile.TemporaryDirectory() as folder, quick_engines():
        path = Path(folder, "cases.db")
        path.write_bytes(template()[0])
        is_forged = bool(draw.number(2))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for name in SQLITE:
                connection.execute(f"DROP TRIGGER {name}")
            for _ in range(1 + draw.number(3)):
                change(connection, draw)
            connection.commit()
            if is_forged:
                connection.executemany(
                    "UPDATE trustflow_entries SET content_hash = ?, previous_hash = ?, hash = ? "
                    "WHERE name = ? AND version = ?",
                    forged_hashes(path),
                )
            for name, body in SQLITE.items():
                connection.execute(f"CREATE TRIGGER {name} {body}")
            connection.commit()
        assert_sound(path, is_forged=is_forged)


def change(connection, draw):
    """Change one text of one entry, unless the text must be that of one entry only."""
    name = draw.choice((NAME, OTHER, REMOVED))
    version, column = 1 + draw.number(6), draw.choice(COLUMNS)
    text = draw.choice((*HOSTILE, *[draw.text] * 10))
    text = text() if callable(text) else text
    with suppress(sqlite3.IntegrityError):
        connection.execute(
            f"UPDATE trustflow_entries SET {column} = ? WHERE name = ? AND version = ?",
            (text, name, version),
        )


def forged_hashes(path):
    """Return the hashes that follow from the changed texts, as one who owns the file can."""
    engine = sa.create_engine(f"sqlite:///{path}")
    rows = []
    with engine.connect() as connection:
        for _, entries in SqlStore(connection).cases():
            previous = ""
            for entry in () if isinstance(entries, BadLedger) else entries:
                content = entry.counted_hash()
                new = text_hash(previous + content)
                rows.append((content, previous, new, entry.name, entry.version))
                previous = new
    engine.dispose()
    return rows


TARGETS = {"ledger_files": damage_ledgers, "ledger_entries": change_entries}
SEEDS = {
    "ledger_files": [b"", bytes([1, 0, 9, 0, 0, 0, 7]), bytes([2, 200, 9, 0, 0, 1, 1, 0, 8, 0, 0])],
    "ledger_entries": [
        bytes([forged, 0, 0, 1, column, 200]) + b'{"on": "2016", "event": "note"}\0'
        for forged in (0, 1)
        for column in range(len(COLUMNS))
    ],
}
