"""The messages of what a ledger refuses are those in a reviewed golden file.

`make regenerate` rewrites the file. What is refused is tested elsewhere, each in its file.
"""

import datetime as dt
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlalchemy as sa

import trustflow as tf
from tests.ledger.stores import MemoryStore, other_process
from trustflow import events as ev
from trustflow.ledger import Ledger, engines, network_drives, sql_store

GOLDEN = Path(__file__).parents[1] / "golden" / "ledger_messages.txt"
NOTE = ev.Note("2015-01-01", note="seen by Jane Doe")
WHO = {"recorded_by": "an officer", "reason": "asked"}
MESSAGES = {}
"""The function that gives each message, by what a user did."""


def message(words):
    """Return a decorator of a function that does what the words say."""

    def add(function):
        MESSAGES[words] = function
        return function

    return add


def opened(stack, **options):
    """Return a ledger in a file, which is closed with the stack."""
    return stack.enter_context(Ledger("cases.db", **options))


def kept(stack, **options):
    """Return a ledger with the case of Sandwell, in a file."""
    ledger = opened(stack, **options)
    ledger.create(tf.History("Sandwell", [NOTE]), process=tf.TRUST_TRANSFER)
    return ledger


def engine_of(stack, url="sqlite:///cases.db", **options):
    """Return an engine that is closed with the stack."""
    engine = sa.create_engine(url, **options)
    stack.callback(engine.dispose)
    return engine


def another_program(stack):
    """Return a connection to the file of the ledger without SQLAlchemy."""
    return stack.enter_context(closing(sqlite3.connect("cases.db")))


def record_after(stack, sql):
    """Record in a ledger whose file another program changed by SQL."""
    ledger, other = kept(stack), another_program(stack)
    other.execute(sql)
    other.commit()
    ledger.record("Sandwell", NOTE)


def two_processes(stack):
    """Return a ledger with a case of each of two processes."""
    ledger = kept(stack, processes=[tf.TRUST_TRANSFER, other_process()])
    ledger.create("Devon", process=other_process())
    return ledger


@message("a place of another type")
def _(_stack):
    Ledger(5)


@message("a URL that is not one")
def _(_stack):
    Ledger("postgresql+psycopg://me:p@ss:word@localhost/cases")


@message("a ledger in memory")
def _(_stack):
    Ledger("sqlite://")


@message("an engine with one connection for all")
def _(stack):
    Ledger(engine_of(stack, "sqlite://", poolclass=sa.pool.StaticPool))


@message("an unknown journal")
def _(_stack):
    Ledger("cases.db", journal="memory")


@message("a network drive")
def _(_stack):
    Path("mounts").write_text(f"server:/x {Path.cwd()} nfs4 rw 0 0\n", "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(network_drives, "MOUNTS", Path("mounts"))
        Ledger("cases.db")


@message("no ledger in a file")
def _(_stack):
    Path("cases.db").touch()
    Ledger("cases.db", create=False)


@message("no process")
def _(_stack):
    Ledger("cases.db", processes=[])


@message("a connection in a savepoint")
def _(stack):
    with engine_of(stack).connect() as connection, connection.begin_nested():
        Ledger(connection)


@message("a connection that commits by itself")
def _(stack):
    kept(stack)
    with engine_of(stack, isolation_level="AUTOCOMMIT").connect() as connection:
        Ledger(connection).record("Sandwell", NOTE)


@message("another program is writing")
def _(stack):
    ledger, other = kept(stack), another_program(stack)
    other.execute("BEGIN IMMEDIATE")
    ledger.record("Sandwell", NOTE)


@message("another ledger in the file")
def _(stack):
    record_after(stack, "UPDATE trustflow_ledger SET value = 'other' WHERE key = 'id'")


@message("the tables of a newer release")
def _(stack):
    record_after(stack, "UPDATE trustflow_ledger SET value = '9' WHERE key = 'schema_version'")


@message("the name of no case")
def _(stack):
    kept(stack).read("Sandwel")


@message("a name that is no text")
def _(stack):
    kept(stack).read(5)


@message("an empty name")
def _(stack):
    kept(stack).create(" ")


@message("a name with a space at its end")
def _(stack):
    kept(stack).create("Devon ")


@message("a long name")
def _(stack):
    kept(stack).create("D" * 501)


@message("the name of another case")
def _(stack):
    kept(stack).create("Sandwell")


@message("a name that reads as another")
def _(stack):
    kept(stack).create("SANDWELL")


@message("a text that cannot be stored")
def _(stack):
    kept(stack).record("Sandwell", NOTE, reason="a\0b")


@message("a reason that is no text")
def _(stack):
    kept(stack).record("Sandwell", NOTE, reason=5)


@message("a withdrawal without a reason")
def _(stack):
    ledger = kept(stack)
    ledger.withdraw(ledger.entries("Sandwell")[-1], reason="")


@message("other values that are no plain data")
def _(stack):
    kept(stack).record("Sandwell", NOTE, meta={1: "2026"})


@message("a version that is no number")
def _(stack):
    kept(stack).record("Sandwell", NOTE, expected_version="2")


@message("what is no event")
def _(stack):
    kept(stack).record("Sandwell", "note")


@message("an event that JSON does not keep")
def _(stack):
    patched = stack.enter_context(pytest.MonkeyPatch.context())
    ledger = kept(stack)
    patched.setattr("trustflow.ledger.event_texts.read_event", lambda *_: None)
    ledger.record("Sandwell", ev.Note("2015"))


@message("what is no entry")
def _(stack):
    kept(stack).replace("Sandwell", NOTE)


@message("an entry whose event is not in force")
def _(stack):
    ledger = kept(stack)
    entry = ledger.entries("Sandwell")[-1]
    ledger.withdraw(entry, reason="asked")
    ledger.replace(entry, NOTE)


@message("a case of another process")
def _(stack):
    two_processes(stack)
    opened(stack).read("Devon")


@message("a file for the cases of two processes")
def _(stack):
    two_processes(stack).export("cases.json")


@message("an export without a process")
def _(stack):
    two_processes(stack)
    opened(stack).export("cases.json")


@message("deadlines without a process")
def _(stack):
    two_processes(stack)
    opened(stack).deadlines("2026-06-01")


@message("a version that others have changed")
def _(stack):
    ledger = kept(stack)
    for number in range(6):
        ledger.record("Sandwell", NOTE, **WHO if number else {})
    ledger.record("Sandwell", NOTE, expected_version=1)


@message("a version that is still to come")
def _(stack):
    kept(stack).record("Sandwell", NOTE, expected_version=9)


@message("a block that is used twice")
def _(stack):
    edit = kept(stack).edit("Sandwell")
    with edit:
        pass
    with edit:
        pass


@message("a change after the block")
def _(stack):
    with kept(stack).edit("Sandwell") as case:
        pass
    case.record(NOTE)


@message("a day on which the case was not there")
def _(stack):
    kept(stack).read("Sandwell", recorded_on="2026-05-31")


@message("a day before the removal")
def _(stack):
    ledger = kept(stack)
    patched = stack.enter_context(pytest.MonkeyPatch.context())
    patched.setattr(sql_store, "clock_of", lambda _: dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC))
    ledger.remove("Sandwell", "removed.json", **WHO)
    ledger.create("Sandwell")
    ledger.read("Sandwell", recorded_on="2026-06-01")


@message("a text to redact that is not there")
def _(stack):
    kept(stack).redact("Sandwell", "John", **WHO)


@message("a text to redact that the reason repeats")
def _(stack):
    kept(stack).redact("Sandwell", "Jane", recorded_by="Jane", reason="asked")


@message("a text to redact that the case needs")
def _(stack):
    kept(stack).redact("Sandwell", "note", **WHO)


@message("a change from outside before a redaction")
def _(stack):
    ledger, other = kept(stack), another_program(stack)
    other.execute("DROP TRIGGER trustflow_no_update")
    ledger.redact("Sandwell", "Jane", **WHO)


@message("a redaction in a store of one's own")
def _(_stack):
    ledger = Ledger(MemoryStore())
    ledger.create("Sandwell")
    ledger.redact("Sandwell", "Jane", **WHO)


@message("a vacuum of a connection")
def _(stack):
    with engine_of(stack).connect() as connection:
        Ledger(connection).vacuum()


@message("a vacuum while another program reads")
def _(stack):
    ledger, other = kept(stack), another_program(stack)
    other.execute("BEGIN")
    other.execute("SELECT * FROM trustflow_entries").fetchall()
    ledger.record("Sandwell", NOTE)
    ledger.vacuum()


@message("a backup of a store of one's own")
def _(_stack):
    Ledger(MemoryStore()).backup("copy.db")


@message("a change from outside")
def _(stack):
    ledger, other = kept(stack), another_program(stack)
    other.execute("DROP TRIGGER trustflow_no_update")
    other.execute("UPDATE trustflow_entries SET place = 7 WHERE version = 2")
    other.commit()
    ledger.read("Sandwell")


def text_of(function, folder):
    """Return the message of the error or warning that a function ends with, in a new folder."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patched, ExitStack() as stack:
        patched.chdir(folder)  # so that every path in a message is short
        patched.setattr(engines, "WAIT_SECONDS", 0)
        try:
            function(stack)
        except (tf.TrustflowError, RuntimeError, Warning) as error:
            return f"{type(error).__name__}: {error}"
    raise AssertionError("nothing was refused")


@pytest.mark.usefixtures("clock")
def test_the_messages_are_those_of_the_golden_file(tmp_path, holds):
    """Each names what was refused, what is accepted instead and, if it can, what helps."""
    texts = [
        f"# {words}\n{text_of(function, tmp_path / str(number))}\n"
        for number, (words, function) in enumerate(MESSAGES.items())
    ]
    holds(GOLDEN, "\n".join(texts))
