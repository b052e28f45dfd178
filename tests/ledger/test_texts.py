"""Hostile texts go in and come out as texts, or are refused; nothing of them is executed."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.ledger.stores import MemoryStore
from trustflow import events as ev
from trustflow.exchange import Limits, ReadOptions, read_file
from trustflow.ledger import Ledger, NotInLedger, event_texts
from trustflow.ledger.event_texts import event_text, forget_events, read_event
from trustflow.ledger.schema import without_triggers
from trustflow.testing import events, histories

NOTE = ev.Note("2015-01-01", note="a call")
SQL = [
    "'; DROP TABLE trustflow_entries; --",
    '"; DELETE FROM trustflow_entries; --',
    "x' OR '1'='1",
    "%s %(name)s :name ? $1 {0} \\",
    "$$; SELECT pg_sleep(9); $$",
    "/* */ -- #",
]
ODD = ["\u202eretskrow", "\u2067x\u2069", "e\u0301", "\U0001f600", "ﷺ" * 90, "\ufeffx", "ﬀ", "İ"]
LONG = ["x" * 100_000, "\U0001f600" * 100_000, "' " * 50_000]
REFUSED = ["\0", "a\0b", "\ud800", "x\udfff"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [*SQL, *ODD, *LONG], ids=range(len([*SQL, *ODD, *LONG])))
def test_a_text_comes_back(ledger, text):
    """Who, why, what else and the note of an event are as they were given, also by a redaction."""
    ledger.create("Sandwell", recorded_by=text, reason=text, meta={text[:50]: [text]})
    try:
        note = ev.Note("2015-01-01", note=text)
    except tf.InvalidValue:
        note = ev.Note("2015-01-01")
    entry = ledger.record("Sandwell", note, recorded_by=text, reason=text, meta={"x": text}).entry
    assert entry == ledger.entries("Sandwell")[-1]
    assert (entry.recorded_by, entry.reason, entry.meta["x"]) == (text, text, text)
    assert note == ledger.history("Sandwell")[0]
    with ledger.edit("Sandwell", recorded_by=text, reason=text) as case:
        case.record(note)
    ledger.redact("Sandwell", text, reason="asked", recorded_by="data officer", vacuum=False)
    assert ledger.entries("Sandwell")[1].meta["x"] == "[redacted]"
    assert ledger.recheck().ok


@pytest.mark.parametrize("name", [*SQL, *ODD[3:5]], ids=range(len([*SQL, *ODD[3:5]])))
def test_a_name_comes_back(ledger, name, tmp_path):
    """The name of a case is a text like any other."""
    try:
        tf.History(name)
    except tf.InvalidValue:
        with pytest.raises(tf.InvalidValue):
            ledger.create(name)
        return
    ledger.create(name)
    ledger.create("Sandwell")
    ledger.record(name, ev.Note("2015"))
    assert set(ledger.names()) == {name, "Sandwell"}
    assert len(ledger.history(name)) == 1
    ledger.remove(name, tmp_path / "removed.json", reason="asked", recorded_by="x")
    assert ledger.names() == ("Sandwell",)


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_text_that_a_database_refuses_is_refused(ledger, text):
    """It is refused before anything is recorded; as a name, it is in no ledger."""
    ledger.create("Sandwell")
    for arguments in ({"recorded_by": text}, {"reason": text}):
        with pytest.raises(tf.InvalidValue, match=r"without NUL|Invalid reason|Invalid recorded"):
            ledger.record("Sandwell", ev.Note("2015"), **arguments)
    with pytest.raises(tf.InvalidValue):
        ledger.create(f"x{text}")
    for call in (ledger.history, ledger.entries, ledger.process):
        with pytest.raises(NotInLedger):
            call(text)
    with pytest.raises(NotInLedger):
        ledger.record(text, ev.Note("2015"))
    # JSON has an escape for each of them, so that they can be in `meta`.
    entry = ledger.record("Sandwell", ev.Note("2015"), meta={"x": text}).entry
    assert entry == ledger.entries("Sandwell")[-1]
    assert ledger.recheck().ok


@pytest.mark.parametrize("value", [3, b"x", [], True], ids=str)
def test_another_value_than_a_text_is_refused(ledger, value):
    """The error names the argument."""
    ledger.create("Sandwell")
    for name in ("recorded_by", "reason"):
        with pytest.raises(tf.InvalidValue, match=f"Invalid {name}: .* Expected a text"):
            ledger.record("Sandwell", ev.Note("2015"), **{name: value})


def nested(levels):
    """Return lists inside each other."""
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "meta",
    [3, "text", [1], {"x": object()}, {"x": {1, 2}}, {"x": float("nan")}, {"x": float("inf")},
     {"x": nested(16)}, {"x": nested(5000)}, {"x": nested(700)}, {("a",): 1}],
    ids=range(11),
)  # fmt: skip
def test_meta_is_plain_data(ledger, meta):
    """Anything that JSON does not have, or that is nested deeply, is refused."""
    with pytest.raises(tf.InvalidValue, match="Invalid meta"):
        ledger.create("Sandwell", meta=meta)
    ledger.create("Sandwell", meta={"x": nested(13), "n": [1, 1.5, None, True, {}]})
    assert ledger.entries("Sandwell")[0].meta["n"] == [1, 1.5, None, True, {}]


NOT_TEXTS = [1, 1.5, True, None]
"""Keys that JSON turns into texts, so that two of one object can become one."""


@pytest.mark.parametrize("key", NOT_TEXTS, ids=str)
@pytest.mark.parametrize(
    "wrap", [dict, lambda x: {"x": x}, lambda x: {"x": [{"y": (x,)}]}], ids=range(3)
)
def test_keys_of_meta_that_are_not_texts_are_refused(ledger, key, wrap):
    """At every depth: otherwise the value of 1 would be lost to that of "1"."""
    with pytest.raises(tf.InvalidValue, match="whose keys are all texts"):
        ledger.create("Sandwell", meta=wrap({key: "a", json.dumps(key): "b"}))
    assert ledger.names() == ()


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(NOT_TEXTS), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text() | st.integers(0, 3), PLAIN, max_size=3))
def test_meta_comes_back_whole_or_is_refused(meta):
    """Nothing in it is changed or lost."""
    try:
        entry = Ledger(MemoryStore()).create("X", meta=meta)
    except tf.InvalidValue:
        return
    assert entry.meta == meta


def test_a_name_is_not_too_long(ledger):
    """500 characters of any kind are accepted, more are refused."""
    name = "".join(chr(0x1F600 + number % 60) for number in range(500))
    ledger.create(name)
    assert ledger.names() == (name,)
    with pytest.raises(tf.InvalidValue, match="at most 500 characters"):
        ledger.create(name + "x")


@given(event=events())
def test_every_event_comes_back(event):
    """The quick reader gives the same event as the reader of files."""
    text = event_text(event, tf.TRUST_TRANSFER)
    again = read_event(text, tf.TRUST_TRANSFER)
    assert event == again
    assert tf.exchange.event_from_json(text) == again
    assert text.isascii()


@given(history=histories())
@settings(suppress_health_check=list(HealthCheck), max_examples=10)
def test_every_history_comes_back(tmp_path_factory, history):
    """A history of any form is kept, exported and read as it was."""
    path = tmp_path_factory.mktemp("any") / "cases.db"
    with Ledger(path) as ledger:
        try:
            tf.Case.from_history(history)
        except (tf.MoveNotAllowed, tf.DateRuleBroken):
            return
        ledger.create(history)
        assert history == ledger.history(history.authority)


@given(text=st.text())
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
def test_any_text_is_a_name_or_refused(ledger, text):
    """No text gives another error than that the name is wrong or there already."""
    try:
        ledger.create(text)
    except tf.InvalidValue:
        assert text not in ledger.names() or len(ledger.entries(text)) == 1
    else:
        assert text in ledger.names()


@given(event=events())
def test_an_event_is_kept_for_its_entry(event):
    """The event of an entry is read once; one of another entry or text is another object."""
    text = event_text(event, tf.TRUST_TRANSFER)
    forget_events()
    first = read_event(text, tf.TRUST_TRANSFER, entry_id="one")
    assert read_event(text, tf.TRUST_TRANSFER, entry_id="one") is first
    for other in (
        read_event(text, tf.TRUST_TRANSFER, entry_id="two"),
        read_event(text + " ", tf.TRUST_TRANSFER, entry_id="one"),
        read_event(text, tf.TRUST_TRANSFER),
    ):
        assert other == first
        assert other is not first


def test_what_was_changed_from_outside_is_read(ledger, engine):
    """An event that is kept in memory does not hide what the database has."""
    ledger.create(tf.History("X", [ev.Note("2015", note="before")]))
    assert ledger.history("X")[0].note == "before"
    with engine.begin() as connection, without_triggers(connection):
        connection.exec_driver_sql(
            "UPDATE trustflow_entries SET event_json = replace(event_json, 'before', 'after')"
        )
    assert ledger.history("X")[0].note == "after"
    assert not ledger.recheck().ok


LONGEST = Limits().text


def exported(ledger, folder, **options):
    """Yield the histories of both kinds of export, read as every file is."""
    for entries in (False, True):
        path = folder / f"{entries}.json"
        ledger.export(path, entries=entries)
        yield list(read_file(path, options=ReadOptions(on_entries=lambda _: None, **options)))


def test_what_is_recorded_can_be_read_from_an_export(tmp_path):
    """A longer text than a file can have is refused, so that nothing is recorded."""
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create("Sandwell")
        for length in (LONGEST - 1, LONGEST, LONGEST + 1, 2_000_000):
            note = ev.Note("2015-01-01", note="x" * length)
            source = ev.Note("2015-01-01", sources=[tf.Source("x" * length, confidence="low")])
            for event in (note, source):
                if length <= LONGEST:
                    ledger.record("Sandwell", event)
                    continue
                with pytest.raises(tf.InvalidValue, match=f"at most {LONGEST:,} characters"):
                    ledger.record("Sandwell", event)
                with pytest.raises(tf.InvalidValue, match=f"text of {length:,} characters"):
                    ledger.create(tf.History("Devon", [event]))
        for found in exported(ledger, tmp_path):
            assert found == [ledger.history("Sandwell")]
            assert len(found[0]) == 4
        many = ev.Note("2016", note="x" * LONGEST, sources=[tf.Source("x" * LONGEST)])
        assert ledger.record("Sandwell", many).entry.event == many


def test_what_was_recorded_before_leaves_the_ledger(tmp_path, monkeypatch):
    """A text that is longer than a file usually has does not keep a case in the ledger."""
    higher = Limits(text=2_000_000)
    with Ledger(tmp_path / "cases.db") as ledger:
        monkeypatch.setattr(event_texts, "FILE_LIMITS", higher)
        ledger.create(tf.History("Sandwell", [ev.Note("2015", note="x" * 2_000_000)]))
        for found in exported(ledger, tmp_path, limits=higher):
            assert found == [ledger.history("Sandwell")]
        why = {"recorded_by": "me", "reason": "closed"}
        ledger.remove("Sandwell", tmp_path / "removed.json", vacuum=False, **why)


def test_an_event_that_cannot_be_read_back_is_said_to_be_so(monkeypatch):
    """Also a long one, of which the limit is not the only fault."""
    monkeypatch.setattr(event_texts, "event_to_data", lambda _: {"event": "x" * 200_000})
    with pytest.raises(tf.BadHistory, match=r"\$\.event"):
        event_text(ev.Note("2015"), tf.TRUST_TRANSFER)


BLANK = ["", " ", "\t\n", "\u00a0\u3000", "\u200b", "\u2060 \ufeff", "\u3164"]


@pytest.mark.parametrize("blank", BLANK)
def test_a_blank_signature_is_none(tmp_path, blank):
    """Who records, and why, is a text in which something can be seen, or nothing at all."""
    given = {"recorded_by": blank, "reason": blank}
    with Ledger(tmp_path / "cases.db") as ledger:
        ledger.create("Sandwell", **given)
        entry = ledger.record("Sandwell", NOTE, **given).entry
        ledger.insert("Sandwell", NOTE, at=0, **given)
        ledger.replace(entry, NOTE, **given)
        ledger.mark_checked("Sandwell", "2016", **given)
        with ledger.edit("Sandwell", **given) as case:
            case.record(ev.Note("2017"))
        ledger.add_histories([tf.History("Devon")], **given)
        for name in ledger.names():
            for each in ledger.entries(name):
                assert (each.recorded_by, each.reason) == (None, None)
        ledger.record("Sandwell", ev.Note("2018"), recorded_by=f"{blank}A. Officer{blank}")
        assert ledger.entries("Sandwell")[-1].recorded_by == f"{blank}A. Officer{blank}"
        before = ledger.recheck()
        for refused in (
            lambda: ledger.withdraw(ledger.in_force("Sandwell")[0], reason=blank),
            lambda: ledger.redact("Sandwell", "x", recorded_by=blank, reason="asked"),
            lambda: ledger.remove("Sandwell", tmp_path / "x", recorded_by="me", reason=blank),
        ):
            with pytest.raises(tf.InvalidValue, match="Expected a text that is not empty"):
                refused()
        assert ledger.recheck() == before
