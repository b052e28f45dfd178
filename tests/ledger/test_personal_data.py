"""The one exception to append-only: what is redacted or removed is gone, and that is on record."""

import pytest
import sqlalchemy as sa

import trustflow as tf
from trustflow import events as ev
from trustflow.ledger import Kind, Ledger, LedgerFailed, engines

TEXT = "Jane Quxsecret of Zebra Street"
BYTES = b"Quxsecret"


@pytest.fixture
def kept(ledger):
    """Return a ledger with a secret in every place that a text can have."""
    source = tf.Source("Letter of " + TEXT, confidence="high")
    before = ev.Note("2014-01-01", note=TEXT, known_on="2015-01-01")
    history = tf.History("Sandwell", succeeds="Old Sandwell", inherits=[before])
    ledger.create(history, recorded_by=TEXT, reason=TEXT, meta={"who": [TEXT]})
    for number in range(1, 9):
        ledger.record("Sandwell", ev.Note(f"2015-0{number}-01", note="x" * 400))
    entry = ledger.record("Sandwell", ev.Note("2016-01-01", note=TEXT, sources=[source])).entry
    ledger.mark_checked("Sandwell", "2016-02-01")
    ledger.replace(entry, ev.Note("2016-01-02", note=TEXT))
    for number in range(1, 9):
        ledger.record("Sandwell", ev.Note(f"2017-0{number}-01", note="x" * 400))
    return ledger


def copies(tmp_path):
    """Return how often the secret is in the files of SQLite."""
    return sum(path.read_bytes().count(BYTES) for path in tmp_path.glob("*.db*"))


def redact_all(ledger):
    """Redact the secret wherever it is."""
    first, *_ = ledger.entries("Sandwell")
    for field in ("recorded_by", "reason", "meta.who.0", "data.inherits.0.note"):
        ledger.redact(first, field, recorded_by="data officer", reason="asked")
    replaced = next(each for each in ledger.entries("Sandwell") if each.kind is Kind.REPLACED)
    ledger.redact(replaced, "event.note", reason="asked")
    [old] = [each for each in ledger.entries("Sandwell") if each.id == replaced.target]
    return ledger.redact(old, "event.sources.0.title", reason="asked", meta={"letter": 5})


def test_what_is_redacted_is_gone_from_every_entry(kept, tmp_path, engine):
    """It is overwritten in the entry, in what it replaced, and in copies of the beginning."""
    last = redact_all(kept)
    assert (last.kind, last.meta) == (Kind.REDACTED, {"letter": 5})
    assert last.data["field"] == "event.sources.0.title"
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM trustflow_entries")).all()
    assert "Quxsecret" not in str(rows)
    assert kept.history("Sandwell").inherits[0].note == "[redacted]"
    assert kept.entries("Sandwell")[0].recorded_by == "[redacted]"
    assert kept.recheck().ok
    assert copies(tmp_path) == 0
    with Ledger(engine) as again:
        assert again.recheck().ok
        again.record("Sandwell", ev.Note("2018"))


def test_other_peoples_names_stay(ledger):
    """Who recorded the entry that was replaced is another text."""
    ledger.create("Sandwell")
    old = ledger.record("Sandwell", ev.Note("2015"), recorded_by="A. Officer", reason="r").entry
    new = ledger.replace(old, ev.Note("2016"), recorded_by="B. Officer", reason="s").entry
    ledger.redact(new, "recorded_by", reason="asked")
    assert [each.recorded_by for each in ledger.entries("Sandwell")[1:3]] == [
        "A. Officer",
        "[redacted]",
    ]


def test_what_is_removed_is_gone(kept, tmp_path, engine):
    """The file has the history; the ledger has one entry about the removal."""
    path = tmp_path / "removed.json"
    expected = kept.history("Sandwell")
    count = len(kept.entries("Sandwell"))
    entry = kept.remove("Sandwell", path, recorded_by="data officer", reason="asked")
    assert expected == tf.load(path)
    assert (entry.kind, entry.data, entry.reason) == (Kind.REMOVED, {"entries": count}, "asked")
    assert kept.names() == ()
    assert kept.recheck().ok
    assert copies(tmp_path) == 0
    with engine.connect() as connection:
        assert len(connection.execute(sa.text("SELECT id FROM trustflow_entries")).all()) == 1
    kept.create("Sandwell")
    kept.record("Sandwell", ev.Note("2018"))
    assert [each.version for each in kept.entries("Sandwell")] == [count + 1, count + 2, count + 3]
    assert kept.recheck().ok
    kept.remove("Sandwell", tmp_path / "again.json", reason="asked again")
    assert kept.recheck().entries == 1
    kept.create("Sandwell")
    with pytest.raises(FileExistsError):
        kept.remove("Sandwell", path, reason="no")
    assert kept.names() == ("Sandwell",)


@pytest.mark.parametrize(
    "field",
    [
        "",
        "note",
        "event",
        "event.",
        "event.missing",
        "event.sources.7.title",
        "event.sources.x.title",
        "event.note.deeper",
        "event.event",
        "event.on",
        "meta.missing",
        "data.inherits.0.note",
        "name",
        "hash",
        "reason",
    ],
)
def test_only_a_text_that_can_be_any_text_is_redacted(ledger, field):
    """A field that is not there, or that the event needs, is refused; nothing changes."""
    ledger.create("Sandwell")
    source = tf.Source("A letter", confidence="high")
    entry = ledger.record("Sandwell", ev.Note("2015", note="x", sources=[source])).entry
    before = ledger.entries("Sandwell")
    with pytest.raises(tf.InvalidValue, match="text to redact"):
        ledger.redact(entry, field, reason="no")
    assert before == ledger.entries("Sandwell")
    assert ledger.recheck().ok


@pytest.mark.parametrize(
    "field", ["data.authority", "data.process", "data.format", "data.inherits.0.event"]
)
def test_a_case_stays_readable(kept, field):
    """What names the case or its process is refused, as every text that the case needs."""
    first = kept.entries("Sandwell")[0]
    with pytest.raises(tf.InvalidValue, match="can be read and changed"):
        kept.redact(first, field, reason="no")
    assert kept.recheck().ok


def test_the_record_of_a_redaction_is_not_redacted(kept):
    """Its data say what the content of other entries is."""
    note = next(each for each in kept.entries("Sandwell") if each.kind is Kind.REPLACED)
    about = kept.redact(note, "event.note", reason="asked")
    with pytest.raises(tf.InvalidValue, match="text to redact"):
        kept.redact(about, "data.field", reason="no")
    kept.redact(about, "reason", reason="it had a name in it")
    kept.redact(note, "event.note", reason="once more")
    assert kept.recheck().ok


def test_an_entry_of_another_ledger_is_refused(kept, new_ledger_place):
    """Only an entry of this ledger can be redacted."""
    with Ledger(new_ledger_place()) as other:
        other.create("Sandwell")
        entry = other.entries("Sandwell")[0]
        with pytest.raises(tf.InvalidValue, match="Expected an entry of this ledger"):
            kept.redact(entry, "reason", reason="no")


def test_a_joined_ledger_is_vacuumed_later(kept, tmp_path, engine):
    """In the caller's transaction the files keep the text until `vacuum`."""
    with engine.begin() as connection:
        redact_all(Ledger(connection))
    kept.vacuum()
    assert copies(tmp_path) == 0
    assert kept.recheck().ok


@pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
def test_a_reader_keeps_the_old_text(place, kept, tmp_path, monkeypatch):
    """While another program reads, the error says that the text is still there."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    reader = sa.create_engine(place)
    with reader.connect() as connection, Ledger(place) as ledger:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT * FROM trustflow_entries").all()
        entry = next(each for each in kept.entries("Sandwell") if each.kind is Kind.REPLACED)
        with pytest.raises(LedgerFailed, match=r"may still be in the files.*another program"):
            ledger.redact(entry, "event.note", reason="asked")
        connection.rollback()
    reader.dispose()
    kept.vacuum()
    assert copies(tmp_path) > 0  # of the other texts
    assert kept.entries("Sandwell")[-1].kind is Kind.REDACTED


def test_a_rollback_journal_keeps_nothing_either(tmp_path):
    """Without a WAL, the old text is gone too."""
    with Ledger(tmp_path / "own.db", journal="delete") as ledger:
        ledger.create("Sandwell")
        entry = ledger.record("Sandwell", ev.Note("2015", note=TEXT)).entry
        assert copies(tmp_path) > 0
        ledger.redact(entry, "event.note", reason="asked")
        assert copies(tmp_path) == 0
        assert ledger.recheck().ok
