"""The one exception to append-only: what is redacted or removed is gone, and that is on record."""

import json

import pytest
import sqlalchemy as sa
from attrs import evolve

import trustflow as tf
from tests.ledger.stores import MemoryStore, other_process
from trustflow import events as ev
from trustflow.ledger import (
    BadLedger,
    Kind,
    Ledger,
    LedgerFailed,
    NotInLedger,
    StaleCase,
    engines,
    erasure,
)
from trustflow.ledger.schema import SQLITE

TEXT = "Jane Quxs\u00e9cret of Zebra Street"
PARTS = (b"Jane Quxs", b"of Zebra Street", "s\u00e9cret".encode())
WHY = {"reason": "request of 5 June", "recorded_by": "data officer"}
SQLITE_ONLY = pytest.mark.parametrize("new_ledger_place", ["sqlite"], indirect=True)
POSTGRESQL_ONLY = pytest.mark.parametrize("new_ledger_place", ["postgresql"], indirect=True)


@pytest.fixture
def kept(ledger):
    """Return a ledger with a secret in every place that a text can have."""
    url = "https://example.test/" + TEXT.replace(" ", "")
    source = tf.Source("Letter of " + TEXT, confidence="high", url=url)
    before = ev.Note("2014-01-01", note=TEXT, known_on="2015-01-01")
    notes = [ev.Note(f"2015-0{number}-01", note="x" * 400) for number in range(1, 9)]
    history = tf.History("Sandwell", notes, succeeds="Old Sandwell", inherits=[before])
    meta = {"who": [TEXT], TEXT: 1, "age": 41}
    ledger.create(history, recorded_by=TEXT, reason="for " + TEXT, meta=meta)
    entry = ledger.record("Sandwell", ev.Note("2016-01-01", note=TEXT, sources=[source])).entry
    ledger.mark_checked("Sandwell", "2016-02-01")
    ledger.replace(entry, ev.Note("2016-01-02", note=f"{TEXT}; {TEXT}"), recorded_by="B. Officer")
    with ledger.edit("Sandwell") as case:
        for number in range(1, 9):
            case.record(ev.Note(f"2017-0{number}-01", note="x" * 400))
    ledger.create("Devon", recorded_by="another Jane")
    return ledger


def copies(tmp_path):
    """Return how often parts of the secret are in the files of SQLite."""
    found = [path.read_bytes() for path in tmp_path.glob("*.db*")]
    return sum(data.count(part) for data in found for part in PARTS)


def run(engine, *statements):
    """Run statements of SQL in one transaction."""
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def without_triggers(engine, *statements):
    """Run statements without the triggers, and put the triggers back as they were."""
    if engine.dialect.name == "postgresql":
        names = ("trustflow_no_change", "trustflow_no_truncate")
        off = [f"ALTER TABLE trustflow_entries DISABLE TRIGGER {each}" for each in names]
        # As the ledger left them: a trigger can be one that runs always.
        with engine.connect() as connection:
            always = connection.exec_driver_sql(
                "SELECT bool_and(tgenabled = 'A') FROM pg_trigger "
                "WHERE tgrelid = 'trustflow_entries'::regclass"
            ).scalar()
        how = "ENABLE ALWAYS" if always else "ENABLE"
        on = [f"ALTER TABLE trustflow_entries {how} TRIGGER {each}" for each in names]
    else:
        off = [f"DROP TRIGGER {name}" for name in SQLITE]
        on = [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    run(engine, *off, *statements, *on)


def without(data, text):
    """Return plain data without a text."""
    return json.loads(json.dumps(data, ensure_ascii=False).replace(text, "[redacted]"))


def test_what_is_redacted_is_gone_and_all_else_is_as_before(kept, tmp_path, engine):
    """One call overwrites it in every entry; every other value reads and proves as before."""
    before = kept.entries("Sandwell")
    elsewhere = kept.entries("Devon")
    added = kept.redact("Sandwell", TEXT, meta={"letter": 5}, **WHY)
    link = TEXT.replace(" ", "")
    again = kept.redact("Sandwell", link, vacuum=False, **WHY)
    *after, first, second = kept.entries("Sandwell")
    assert (first, second) == (added, again)
    assert (added.kind, added.meta, added.recorded_by) == (
        Kind.REDACTED,
        {"letter": 5},
        "data officer",
    )
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        expected = without(old.content(), TEXT)
        for each in (expected["event"] or {}).get("sources", ()):
            each["url"] = None
        assert new.content() == expected
        assert (new.hash, new.content_hash) == (old.hash, old.content_hash)
    assert elsewhere == kept.entries("Devon")
    by_version = {each.id: each.version for each in before}
    assert {
        by_version[target]: said["places"] for target, said in added.data["targets"].items()
    } == {
        1: ["recorded_by", "reason", "meta", "data.inherits.0.note"],
        **{version: ["recorded_by", "reason", "meta"] for version in range(2, 10)},
        10: ["event.sources.0.title", "event.note"],
        11: ["data.inherits.0.note"],
        12: ["event.note"],
    }
    assert [said["places"] for said in again.data["targets"].values()] == [["event.sources.0.url"]]
    assert kept.history("Sandwell").inherits[0].note == "[redacted]"
    kept.vacuum()
    assert copies(tmp_path) == 0
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM trustflow_entries")).all()
    assert not any(text in str(rows) for text in ("Zebra", "Quxs"))
    assert kept.recheck().ok
    with Ledger(engine) as opened:
        opened.record("Sandwell", ev.Note("2018"))
        assert opened.recheck().ok


@SQLITE_ONLY
def test_a_name_in_an_event_is_redacted(ledger):
    """As of an area: the history and the file do not have it any more."""
    ledger.create("X")
    areas = {"Jane Doe": "good", "care": "good"}
    ledger.record("X", ev.InspectionPublished("2015-06-05", areas=areas, note="of Jane Doe"))
    about = ledger.redact("X", "Jane Doe", vacuum=False, **WHY)
    assert ledger.history("X")[0].areas == {"[redacted]": "good", "care": "good"}
    assert "Jane" not in json.dumps([each.content() for each in ledger.entries("X")])
    assert [said["places"] for said in about.data["targets"].values()] == [
        ["event.areas", "event.note"]
    ]
    assert ledger.recheck().ok


def test_a_word_of_the_ledgers_own_is_redacted(ledger):
    """A text that is also the name of a field is overwritten where it is a value."""
    ledger.create("Sandwell", recorded_by="by meta", meta={"meta": "by"})
    for text in ("by", "meta", "event", "redacted"):
        if text in {"by", "meta"}:
            ledger.redact("Sandwell", text, vacuum=False, reason="asked", recorded_by="an officer")
        else:
            with pytest.raises(tf.InvalidValue, match="that is in an entry"):
                ledger.redact("Sandwell", text, **WHY)
    entry = ledger.entries("Sandwell")[0]
    assert (entry.recorded_by, entry.meta) == (
        "[redacted] [redacted]",
        {"[redacted]": "[redacted]"},
    )
    assert ledger.recheck().ok


@SQLITE_ONLY
def test_a_number_and_a_part_of_a_text(kept):
    """A number of `meta` goes if it reads so; the rest of a text stays."""
    kept.redact("Sandwell", "41", vacuum=False, **WHY)
    kept.redact("Sandwell", "Zebra", vacuum=False, **WHY)
    entry = kept.entries("Sandwell")[0]
    assert entry.meta["age"] == "[redacted]"
    assert entry.recorded_by == TEXT.replace("Zebra", "[redacted]")
    assert kept.recheck().ok


@SQLITE_ONLY
@pytest.mark.parametrize("text", ["Jane Doe", "[redacted]", "jane", "Devon", "data officer "])
def test_a_text_that_is_not_there_is_refused(kept, text):
    """The error says so without the text; nothing changes."""
    before = kept.entries("Sandwell")
    with pytest.raises(tf.InvalidValue, match="that is in an entry of 'Sandwell'") as refused:
        kept.redact("Sandwell", text, **WHY)
    assert text not in str(refused.value).replace("Sandwell", "")
    assert before == kept.entries("Sandwell")


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Sandwell", "data.authority"),
        ("trust", "data.process"),
        ("note", "event.event"),
        ("2015-01", "event.on"),
    ],
)
def test_a_text_that_the_case_needs_is_refused(ledger, text, where):
    """What names the case, its process, an event or a day stays; the error says where it is."""
    ledger.create("Sandwell")
    ledger.record("Sandwell", ev.Note("2015-01-01", note="n"))
    before = ledger.entries("Sandwell")
    with pytest.raises(tf.InvalidValue, match=f"can be read and changed.*({where})"):
        ledger.redact("Sandwell", text, **WHY)
    assert before == ledger.entries("Sandwell")
    assert ledger.recheck().ok


@SQLITE_ONLY
@pytest.mark.parametrize(
    "wrong", [{"recorded_by": ""}, {"recorded_by": " "}, {"recorded_by": None}, {"reason": ""},
              {"reason": None}, {"reason": 5}]
)  # fmt: skip
def test_who_and_why_are_needed(kept, tmp_path, wrong):
    """Neither a redaction nor a removal goes without a name and a reason."""
    [name] = wrong
    for call in (
        lambda: kept.redact("Sandwell", TEXT, **{**WHY, **wrong}),
        lambda: kept.remove("Sandwell", tmp_path / "x.json", **{**WHY, **wrong}),
    ):
        with pytest.raises(tf.InvalidValue, match=name):
            call()
    if name == "reason":
        with pytest.raises(tf.InvalidValue, match="reason"):
            kept.withdraw(kept.in_force("Sandwell")[0], **wrong)
    assert not (tmp_path / "x.json").exists()
    assert len(kept.entries("Sandwell")) == 20


@SQLITE_ONLY
@pytest.mark.parametrize(
    "repeated",
    [
        {"reason": f"for {TEXT}"},
        {"recorded_by": TEXT},
        {"meta": {"a": [TEXT]}},
        {"meta": {TEXT: 1}},
    ],
)
def test_the_entry_about_it_does_not_repeat_the_text(kept, repeated):
    """A signature that contains the text is refused, without the text in the error."""
    with pytest.raises(tf.InvalidValue, match="a text of ") as refused:
        kept.redact("Sandwell", TEXT, **{**WHY, **repeated})
    assert "Zebra" not in str(refused.value)


@SQLITE_ONLY
@pytest.mark.parametrize(("text", "length"), [("ß", "1 character"), ("ßß", "2 characters")])
def test_an_error_gives_only_the_length_of_a_text(kept, text, length):
    """An error goes to logs, where a text is hard to erase."""
    with pytest.raises(tf.InvalidValue, match=rf": a text of {length}\. ") as refused:
        kept.redact("Sandwell", text, **WHY)
    assert "ß" not in str(refused.value)


@SQLITE_ONLY
@pytest.mark.parametrize("text", ["", " ", None, 5, "\0"])
def test_only_a_text_is_redacted(kept, text):
    """An empty text, or none, is refused."""
    with pytest.raises(tf.InvalidValue, match="text to redact"):
        kept.redact("Sandwell", text, **WHY)


@SQLITE_ONLY
def test_an_unknown_case(kept, tmp_path):
    """A name without entries is refused by both."""
    with pytest.raises(NotInLedger, match="Did you mean 'Sandwell'"):
        kept.redact("Sandwel", TEXT, **WHY)
    with pytest.raises(NotInLedger):
        kept.remove("Sandwel", tmp_path / "x.json", **WHY)


@pytest.mark.parametrize("name", ["X", "Sandwell"])
def test_the_file_of_a_removed_case_is_whole_on_disk(kept, tmp_path, synced, name):
    """It is all that is left of the case, however short, and a power cut may follow."""
    path = tmp_path / "removed.json"
    kept.create("X")
    kept.remove(name, path, vacuum=False, **WHY)
    assert [path.stat().st_size] == synced


def test_what_is_removed_is_gone(kept, tmp_path, engine):
    """The file has the history and all entries; the ledger has one entry about the removal."""
    path = tmp_path / "removed.json"
    history, entries = kept.history("Sandwell"), kept.entries("Sandwell")
    entry = kept.remove("Sandwell", path, **WHY)
    written = json.loads(path.read_text())
    assert (written["format"], written["ledger"]) == ("trustflow-entries/1", kept.id)
    assert [history] == [tf.loads(json.dumps(each)) for each in written["histories"]]
    assert [each.hash for each in entries] == [each["hash"] for each in written["entries"]]
    assert TEXT == written["entries"][0]["recorded_by"]
    assert written["entries"][-9]["event"]["note"] == f"{TEXT}; {TEXT}"
    assert (entry.kind, entry.data) == (Kind.REMOVED, {"entries": len(entries)})
    assert kept.names() == ("Devon",)
    assert kept.names(removed=True) == ("Devon", "Sandwell")
    assert kept.entries("Sandwell") == (entry,)
    assert kept.recheck().ok
    assert copies(tmp_path) == 0
    with engine.connect() as connection:
        assert len(connection.execute(sa.text("SELECT id FROM trustflow_entries")).all()) == 2
    for call in (
        lambda: kept.history("Sandwell"),
        lambda: kept.record("Sandwell", ev.Note("2018")),
        lambda: kept.remove("Sandwell", tmp_path / "x.json", **WHY),
    ):
        with pytest.raises(NotInLedger):
            call()


def test_a_removed_case_is_begun_again(kept, tmp_path):
    """Its versions go on; what is said of the removal can be redacted, and stays a removal."""
    count = len(kept.entries("Sandwell"))
    asked = {"reason": "asked by Jane Doe", "recorded_by": "data officer"}
    kept.remove("Sandwell", tmp_path / "removed.json", vacuum=False, **asked)
    kept.redact("Sandwell", "Jane Doe", vacuum=False, **WHY)
    assert kept.names() == ("Devon",)
    removed, redacted = kept.entries("Sandwell")
    assert (removed.reason, redacted.kind) == ("asked by [redacted]", Kind.REDACTED)
    assert kept.recheck().ok
    kept.create("Sandwell")
    kept.record("Sandwell", ev.Note("2018"))
    assert [each.version for each in kept.entries("Sandwell")] == [count + n for n in range(1, 5)]
    assert kept.recheck().ok
    assert kept.names() == ("Devon", "Sandwell")
    kept.remove("Sandwell", tmp_path / "again.json", vacuum=False, **WHY)
    assert kept.recheck().ok
    kinds = [(each.kind, each.reason) for each in kept.entries("Sandwell")]
    assert kinds == [
        (Kind.REMOVED, "asked by [redacted]"),
        (Kind.REDACTED, WHY["reason"]),
        (Kind.REMOVED, WHY["reason"]),
    ]


def test_a_case_that_is_removed_thrice(ledger, engine, tmp_path):
    """Each removal stays, with what was redacted of it and of the case at once; nothing else."""
    for number in range(3):
        ledger.create("X", recorded_by="Jane", meta={"by": "Tom"})
        ledger.redact("X", "Tom", vacuum=False, **WHY)
        if number:
            ledger.redact("X", "Jane", vacuum=False, **WHY)
        path = tmp_path / f"{number}.json"
        ledger.remove("X", path, recorded_by="Jane", reason=f"{number}", vacuum=False)
        assert ledger.names() == ()
        assert ledger.recheck().ok
    entries = ledger.entries("X")
    assert [(each.version, each.kind) for each in entries] == [
        (3, Kind.REMOVED),
        (6, Kind.REDACTED),
        (7, Kind.REMOVED),
        (10, Kind.REDACTED),
        (11, Kind.REMOVED),
    ]
    assert [each.recorded_by for each in entries[::2]] == ["[redacted]", "[redacted]", "Jane"]
    ledger.create("X")
    assert ledger.recheck().ok
    ledger.record("X", ev.Note("2020"))
    without_triggers(engine, "DELETE FROM trustflow_entries WHERE version = 12")
    assert [fault.version for fault in ledger.recheck().faults][:1] == [13]


@SQLITE_ONLY
def test_a_file_that_is_there_is_kept(kept, tmp_path):
    """Nothing is removed if there is a file."""
    path = tmp_path / "removed.json"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        kept.remove("Sandwell", path, **WHY)
    assert path.read_text() == "mine"
    assert kept.names() == ("Devon", "Sandwell")


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("error", "is_kept"),
    [
        (ValueError, False),
        (KeyboardInterrupt, False),
        (LedgerFailed("disk is full"), False),
        (LedgerFailed("lost", "", engines.IN_COMMIT), True),
    ],
)
def test_a_removal_that_fails_leaves_no_file(kept, tmp_path, monkeypatch, error, is_kept):
    """Unless nobody knows whether the case was deleted; and the next try works."""
    path = tmp_path / "removed.json"

    def fail(*_args, **_values):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(erasure.SqlStore, "delete", fail)
        with pytest.raises(error if isinstance(error, type) else LedgerFailed):
            kept.remove("Sandwell", path, **WHY)
    assert path.exists() == is_kept
    assert kept.recheck().ok
    path.unlink(missing_ok=True)
    kept.remove("Sandwell", path, vacuum=False, **WHY)


def test_a_case_that_changed_meanwhile_is_not_removed(kept, place, tmp_path, monkeypatch):
    """What somebody recorded after the file was written is not deleted."""
    original = erasure.entries_json

    def overtaken(*args):
        with Ledger(place) as rival:
            rival.record("Sandwell", ev.Note("2018"), recorded_by="a rival")
        return original(*args)

    monkeypatch.setattr(erasure, "entries_json", overtaken)
    with pytest.raises(StaleCase, match="a rival"):
        kept.remove("Sandwell", tmp_path / "removed.json", **WHY)
    assert not (tmp_path / "removed.json").exists()
    assert len(kept.entries("Sandwell")) == 21


FORGERIES = {
    "event": "UPDATE trustflow_entries SET event_json = replace(event_json, 'x', 'y')",
    "who": "UPDATE trustflow_entries SET recorded_by = 'forged' WHERE version = 3",
    "salt": "UPDATE trustflow_entries SET salt = '' WHERE version = 3",
    "left out": "DELETE FROM trustflow_entries WHERE version = 3",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_not_laundered(kept, engine, tmp_path, forgery):
    """It is refused; and with `force`, what was forged is a fault as before."""
    without_triggers(engine, FORGERIES[forgery])
    before = kept.recheck().faults
    assert before
    for call in (
        lambda: kept.redact("Sandwell", TEXT, **WHY),
        lambda: kept.remove("Sandwell", tmp_path / "x.json", **WHY),
    ):
        with pytest.raises(BadLedger, match=r"Nothing was changed.*recheck.*force=True"):
            call()
    assert not (tmp_path / "x.json").exists()
    kept.redact("Sandwell", TEXT, vacuum=False, force=True, **WHY)
    assert set(before) <= set(kept.recheck().faults)
    kept.remove("Sandwell", tmp_path / "x.json", vacuum=False, force=True, **WHY)
    assert kept.recheck().ok


def test_a_missing_trigger_is_not_put_back_silently(kept, engine, tmp_path):
    """A redaction makes the triggers anew, so it is refused while one is missing."""
    is_postgresql = engine.dialect.name == "postgresql"
    name = "trustflow_no_change" if is_postgresql else "trustflow_no_delete"
    run(engine, f"DROP TRIGGER {name}" + (" ON trustflow_entries" if is_postgresql else ""))
    with pytest.raises(BadLedger, match=f"the trigger {name} is missing"):
        kept.redact("Sandwell", TEXT, **WHY)
    with pytest.raises(BadLedger, match=f"the trigger {name} is missing"):
        kept.remove("Sandwell", tmp_path / "x.json", **WHY)
    assert not kept.recheck().ok


@SQLITE_ONLY
def test_an_entry_about_a_redaction_by_hand_launders_nothing(kept, engine):
    """An insertion that the triggers allow, well chained, does not excuse a change."""
    without_triggers(engine, FORGERIES["who"])
    before = kept.recheck().faults
    entry = next(each for each in kept.entries("Sandwell") if each.version == 3)
    said = {"places": ["recorded_by"], "hash": entry.counted_hash(first=False)}
    with kept._place.writing() as store:  # noqa: SLF001 - as somebody with SQL would
        last = store.entries("Sandwell")[-1]
        draft = evolve(last, id="0", kind=Kind.REDACTED, event_json=None, place=None)
        draft = evolve(draft, data={"targets": {entry.id: said}})
        store.append([draft], expected_version=last.version)
    assert set(before) <= set(kept.recheck().faults)


@pytest.mark.parametrize("note", ["no reader", "the text"])
def test_a_case_that_cannot_be_read_is_redacted(place, engine, note):
    """A case of another process, or one that a newer rule refuses, is not made worse."""
    with Ledger(place, processes=[other_process()]) as other:
        other.create("12 High Street", recorded_by="Jane")
        other.record("12 High Street", other_process().event("visited", "2015", note="of Jane"))
    with Ledger(place) as ledger:
        with pytest.raises(tf.InvalidValue, match="Hand it in"):
            ledger.history("12 High Street")
        ledger.redact("12 High Street", "Jane", vacuum=False, **WHY)
        assert ledger.recheck().ok
        assert ledger.recheck().unchecked == ("12 High Street",)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM trustflow_entries")).all()
    assert "Jane" not in str(rows), note


def test_a_case_of_another_process_is_removed_by_force_only(place, tmp_path):
    """Its history cannot be written, but its entries can."""
    with Ledger(place, processes=[other_process()]) as other:
        other.create("12 High Street", recorded_by="Jane")
    with Ledger(place) as ledger:
        with pytest.raises(tf.InvalidValue, match="Hand it in"):
            ledger.remove("12 High Street", tmp_path / "x.json", **WHY)
        ledger.remove("12 High Street", tmp_path / "x.json", vacuum=False, force=True, **WHY)
        assert ledger.names() == ()
    written = json.loads((tmp_path / "x.json").read_text())
    assert (written["histories"], len(written["entries"])) == ([], 1)


def test_a_case_that_todays_rules_refuse_is_redacted(ledger, monkeypatch):
    """What `logic` refuses today was readable before, and is so after."""
    ledger.create("Sandwell")
    ledger.record("Sandwell", ev.Note("2015", note="Jane"))

    def refuse(*_args, **_values):
        raise tf.TrustflowError

    monkeypatch.setattr(erasure.Case, "from_history", refuse)
    ledger.redact("Sandwell", "Jane", vacuum=False, **WHY)
    assert ledger.history("Sandwell")[0].note == "[redacted]"


def test_a_joined_ledger_is_vacuumed_later(kept, tmp_path, engine):
    """In the caller's transaction the files keep the text until `vacuum`."""
    with engine.begin() as connection:
        joined = Ledger(connection)
        joined.redact("Sandwell", TEXT, **WHY)
        joined.redact("Sandwell", TEXT.replace(" ", ""), **WHY)
        with pytest.raises(tf.InvalidValue, match="ledger to vacuum"):
            joined.vacuum()
    kept.vacuum()
    assert copies(tmp_path) == 0
    assert kept.recheck().ok


@SQLITE_ONLY
def test_a_vacuum_can_wait(kept, tmp_path):
    """Without it the text is in the files until it is called."""
    kept.redact("Sandwell", TEXT, vacuum=False, **WHY)
    kept.redact("Sandwell", TEXT.replace(" ", ""), vacuum=False, **WHY)
    assert copies(tmp_path) > 0
    kept.vacuum()
    assert copies(tmp_path) == 0


@SQLITE_ONLY
def test_a_reader_keeps_the_old_text(place, kept, monkeypatch):
    """While another program reads, the error says that the text is still there."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    reader = sa.create_engine(place)
    with reader.connect() as connection, Ledger(place) as ledger:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT * FROM trustflow_entries").all()
        with pytest.raises(LedgerFailed, match=r"may still be in the files.*another program"):
            ledger.redact("Sandwell", TEXT, **WHY)
        connection.rollback()
    reader.dispose()
    kept.vacuum()
    assert kept.entries("Sandwell")[-1].kind is Kind.REDACTED


@POSTGRESQL_ONLY
def test_an_older_transaction_keeps_the_old_text(kept, engine, monkeypatch):
    """While it is open, `vacuum` says so instead of keeping the text silently."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.2)
    older = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    older.exec_driver_sql("SELECT 1")
    with pytest.raises(LedgerFailed, match=r"may still be in the files.*older transaction"):
        kept.redact("Sandwell", TEXT, **WHY)
    older.rollback()
    kept.vacuum()
    older.exec_driver_sql("SELECT 1")  # a younger one hinders nobody
    kept.vacuum()
    older.close()
    assert kept.entries("Sandwell")[-1].kind is Kind.REDACTED


@POSTGRESQL_ONLY
def test_only_the_owner_of_the_table_redacts(kept, engine, tmp_path):
    """Whoever records needs only to read and to insert; with that, nobody erases anything."""
    with engine.connect() as connection:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    role = f"writer_of_{schema}"
    run(
        engine,
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON trustflow_ledger TO {role}",
        f"GRANT SELECT, INSERT ON trustflow_entries TO {role}",
    )
    with Ledger(engine.url.set(username=role).render_as_string()) as writer:
        writer.record("Devon", ev.Note("2015"), recorded_by="a writer")
        assert writer.recheck().ok
        for call in (
            lambda: writer.redact("Sandwell", TEXT, **WHY),
            lambda: writer.remove("Sandwell", tmp_path / "x.json", **WHY),
        ):
            with pytest.raises(LedgerFailed, match=r"^Nothing was recorded.*owner"):
                call()
    assert not (tmp_path / "x.json").exists()
    assert kept.recheck().ok
    kept.redact("Sandwell", TEXT, vacuum=False, **WHY)
    run(engine, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


@POSTGRESQL_ONLY
def test_a_lock_is_waited_for_only_so_long(kept, engine, monkeypatch):
    """A table that another program has locked does not stop `vacuum` for ever."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.2)
    with engine.connect() as connection:
        connection.exec_driver_sql("LOCK TABLE trustflow_entries IN ACCESS SHARE MODE")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("LOCK TABLE trustflow_entries IN ACCESS SHARE MODE")
        with pytest.raises(LedgerFailed, match=r"may still be in the files.*lock timeout"):
            kept.vacuum()


@SQLITE_ONLY
def test_an_engine_that_begins_itself_is_vacuumed(place, kept, tmp_path):
    """The recipe of SQLAlchemy's documentation begins a transaction before every statement."""
    kept.close()
    engine = sa.create_engine(place)

    @sa.event.listens_for(engine, "connect")
    def leave(connection, _record):
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    with Ledger(engine) as ledger:
        ledger.redact("Sandwell", TEXT, **WHY)
        ledger.redact("Sandwell", TEXT.replace(" ", ""), **WHY)
        assert copies(tmp_path) == 0
        ledger.record("Sandwell", ev.Note("2018"))
    engine.dispose()


@SQLITE_ONLY
@pytest.mark.usefixtures("kept")
def test_a_vacuum_that_fails_says_what_was_done(place, monkeypatch):
    """The text was overwritten, so it does not say that nothing was recorded."""
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.1)
    with Ledger(place, journal="wal") as ledger:
        rival = sa.create_engine(place, connect_args={"timeout": 0.1})
        ledger._place.engine.dispose()  # noqa: SLF001 - connections that wait for a short time

        @sa.event.listens_for(ledger._place.engine, "connect")  # noqa: SLF001 - as above
        def hurry(connection, _record):
            connection.execute("PRAGMA busy_timeout = 50")

        with rival.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(LedgerFailed, match=r"^What was overwritten.*locked") as failed:
                ledger.vacuum()
            connection.rollback()
        rival.dispose()
    assert "Nothing was recorded" not in str(failed.value)


def test_a_rollback_journal_keeps_nothing_either(tmp_path):
    """Without a WAL, the old text is gone too."""
    with Ledger(tmp_path / "own.db", journal="delete") as ledger:
        ledger.create("Sandwell")
        ledger.record("Sandwell", ev.Note("2015", note=TEXT))
        assert copies(tmp_path) > 0
        ledger.redact("Sandwell", TEXT, **WHY)
        assert copies(tmp_path) == 0
        assert ledger.recheck().ok


def test_a_store_of_ones_own_is_not_administered(tmp_path):
    """The three methods do not overwrite or delete."""
    ledger = Ledger(MemoryStore())
    ledger.create("Sandwell", recorded_by="Jane")
    for call in (
        lambda: ledger.redact("Sandwell", "Jane", **WHY),
        lambda: ledger.remove("Sandwell", tmp_path / "x.json", **WHY),
        ledger.vacuum,
    ):
        with pytest.raises(tf.InvalidValue, match="MemoryStore"):
            call()
    assert ledger.names(removed=True) == ("Sandwell",)
    assert ledger.recheck().ok
