"""The verbs of a ledger: what each returns, refuses and leaves."""

import copy
import datetime as dt
import pickle

import pytest

import trustflow as tf
from tests.ledger.stores import other_process
from trustflow import events as ev
from trustflow.ledger import (
    BadLedger,
    Kind,
    Ledger,
    LedgerFailed,
    NotInLedger,
    StaleCase,
)

NOTE = ev.Note("2015-01-01", note="a call")
OPEN = ev.Note("2015-12/..", note="since December")


@pytest.fixture
def new_ledger_place(tmp_path):
    """Return a function that returns a file of SQLite; these tests need no other database."""
    return lambda: str(tmp_path / "cases.db")


@pytest.fixture
def case(ledger):
    """Return a ledger with a case of two events."""
    ledger.create("Sandwell", recorded_by="A. Officer", reason="a new case")
    ledger.record("Sandwell", NOTE, recorded_by="A. Officer")
    ledger.record(
        "Sandwell", ev.InspectionPublished("2015-06-05", judgement="inadequate"), meta={"page": 3}
    )
    return ledger


def test_an_entry_says_who_did_what_when_and_why(ledger, clock):
    """It has the version of its case, the time by the clock, and what the caller gave."""
    ledger.create("Sandwell")
    entry = ledger.record(
        "Sandwell", NOTE, recorded_by="A. Officer", reason="a letter", meta={"letter": [1, None]}
    ).entry
    assert (entry.name, entry.version, entry.kind) == ("Sandwell", 2, Kind.RECORDED)
    assert (entry.event, entry.recorded_by, entry.reason) == (NOTE, "A. Officer", "a letter")
    assert entry.meta == {"letter": [1, None]}
    assert entry.recorded_at == clock.now + dt.timedelta(microseconds=1)
    assert entry == ledger.entries("Sandwell")[-1]
    assert pickle.loads(pickle.dumps(entry)) == entry  # noqa: S301 - our own pickle


def test_findings_come_with_the_entry(case):
    """They are those of a live case."""
    live = tf.Case("Slough")
    case.create("Slough")
    found = []
    for event in tf.casebook.load("Slough"):
        findings = live.record(event)
        assert findings == case.record("Slough", event).findings
        found += findings
    assert found


def test_what_cannot_have_happened_is_not_recorded(case):
    """A refusal leaves no entry, whichever verb it is."""
    before = case.entries("Sandwell")
    live = ev.TrustWentLive("2014-01-01")
    for call in (
        lambda: case.record("Sandwell", live),
        lambda: case.insert("Sandwell", live),
        lambda: case.replace(before[1], live),
        lambda: case.create(tf.History("Devon", [live])),
    ):
        with pytest.raises(tf.MoveNotAllowed):
            call()
    assert before == case.entries("Sandwell")
    assert case.names() == ("Sandwell",)


def test_a_correction_forgets_nothing(case):
    """The entry that was replaced stays, and cannot be replaced or withdrawn again."""
    old = case.in_force("Sandwell")[0]
    new = case.replace(old, ev.Note("2015-01-02"), reason="a typo").entry
    assert (new.kind, new.target, new.place) == (Kind.REPLACED, old.id, 0)
    assert [str(each.event.on) for each in case.in_force("Sandwell")] == [
        "2015-01-02",
        "2015-06-05",
    ]
    assert old in case.entries("Sandwell")
    for call in (
        lambda: case.replace(old, NOTE),
        lambda: case.withdraw(old, reason="no"),
        lambda: case.replace(case.entries("Sandwell")[0], NOTE),
    ):
        with pytest.raises(tf.InvalidValue, match="whose event is in force"):
            call()
    withdrawn = case.withdraw(new, reason="another case").entry
    assert (withdrawn.kind, withdrawn.event) == (Kind.WITHDRAWN, None)
    assert len(case.history("Sandwell")) == 1


@pytest.mark.parametrize("wrong", [None, "Sandwell", 3, NOTE])
def test_a_correction_needs_an_entry(case, wrong):
    """Anything else is refused, with an example."""
    for call in (
        lambda: case.replace(wrong, NOTE),
        lambda: case.withdraw(wrong, reason="no"),
    ):
        with pytest.raises(tf.InvalidValue, match=r"ledger\.entries"):
            call()


def test_an_unknown_case_is_refused_everywhere(case):
    """The error names the nearest case, and is an `UnknownCase`."""
    for call in (
        lambda: case.history("Sandwel"),
        lambda: case.entries("Sandwel"),
        lambda: case.in_force("Sandwel"),
        lambda: case.process("Sandwel"),
        lambda: case.record("Sandwel", NOTE),
        lambda: case.insert("Sandwel", NOTE),
        lambda: case.mark_checked("Sandwel", "ongoing"),
        lambda: case.remove("Sandwel", "x.json", reason="no", recorded_by="x"),
        lambda: case.edit("Sandwel").__enter__(),
    ):
        with pytest.raises(NotInLedger, match=r"^'Sandwel' is not in this ledger. Did you mean"):
            call()
    assert issubclass(NotInLedger, tf.UnknownCase)
    assert str(NotInLedger("x")) == "'x' is not in this ledger."


def test_a_name_is_taken_once(case):
    """A second case of the same name is refused; after a removal, the name is free."""
    with pytest.raises(tf.InvalidValue, match="name of a new case: 'Sandwell'"):
        case.create("Sandwell")


def test_every_entry_has_a_hash(case):
    """Equal entries have the same, also if their plain data contain lists."""
    meta = {"labels": ["urgent", {"by": ["post"]}]}
    recorded = case.record("Sandwell", OPEN, recorded_by="Jane Doe", meta=meta)
    about = case.redact("Sandwell", "Jane Doe", reason="no", recorded_by="x")
    stored = case.read("Sandwell")
    for value in (recorded, about, stored, *stored.entries):
        twin = copy.deepcopy(value)
        assert value == twin
        assert hash(value) == hash(twin)


def test_histories_are_added_with_their_events(ledger):
    """Each event is an entry; the history is the same."""
    histories = [tf.casebook.load("Devon"), tf.casebook.load("Slough")]
    last = ledger.add_histories(histories, recorded_by="import")
    assert [len(each) + 1 for each in histories] == [each.version for each in last]
    for history in histories:
        assert history == ledger.history(history.authority)
    assert ledger.names() == ("Devon", "Slough")
    assert {each.recorded_by for each in ledger.entries("Devon")} == {"import"}


@pytest.mark.parametrize("number", range(0, len(tf.casebook.histories()), 12))
def test_every_history_of_the_casebook_is_kept(ledger, number):
    """What a ledger returns is what it was given, whatever fields it has."""
    history = tf.casebook.histories()[number]
    try:
        tf.Case.from_history(history)
    except (tf.MoveNotAllowed, tf.DateRuleBroken) as refused:
        with pytest.raises(type(refused)):
            ledger.create(history)
        return
    ledger.create(history)
    assert history == ledger.history(history.authority)
    assert ledger.process(history.authority) == tf.TRUST_TRANSFER


def test_a_stale_change_is_refused_with_who_came_between(case):
    """The error has the entries since, and says them in words; nothing is recorded."""
    with Ledger(case._place.engine) as theirs:  # noqa: SLF001 - a second ledger in the same place
        theirs.record("Sandwell", ev.Note("2016-01-01"), recorded_by="B. Officer", reason="a call")
        for number in range(6):
            theirs.record("Sandwell", ev.Note(f"2016-02-0{number + 1}"))
        theirs.mark_checked("Sandwell", "2016-03-01")
    for call in (
        lambda: case.record("Sandwell", NOTE),
        lambda: case.insert("Sandwell", NOTE),
        lambda: case.mark_checked("Sandwell", "2017-01-01"),
        lambda: case.record("Sandwell", NOTE, expected_version=3),
    ):
        with pytest.raises(StaleCase) as refused:
            call()
        said = str(refused.value)
        assert said.startswith("'Sandwell' was changed since version 3, which the change expected")
        assert "expected (its `expected_version`, or the version read last); it has" in said
        assert "recorded \"Note\" (1 January 2016) by 'B. Officer' at 20" in said
        assert "because 'a call'" in said
        assert "; and 3 more. Read the case again" in said
        assert (refused.value.expected, refused.value.found) == (3, 11)
        assert len(refused.value.meanwhile) == 8
    with pytest.raises(StaleCase, match=r"version 12 \(its `expected_version`.*Nothing was"):
        case.record("Sandwell", NOTE, expected_version=12)
    case.record("Sandwell", ev.Note("2016-04-01"), expected_version=11)
    assert len(case.entries("Sandwell")) == 12


def test_an_edit_expects_the_version_that_it_lent(case):
    """Whoever comes between the beginning and the end of the block wins."""
    with pytest.raises(StaleCase), case.edit("Sandwell") as lent:  # noqa: PT012 - one block
        with Ledger(case._place.engine) as theirs:  # noqa: SLF001 - as above
            theirs.record("Sandwell", ev.Note("2016-01-01"))
        lent.record(ev.Note("2017-01-01"))
    assert len(case.history("Sandwell")) == 3
    for version in (0, 3, 5):
        with pytest.raises(StaleCase), case.edit("Sandwell", expected_version=version):
            pytest.fail("a block for another version begins")
    with case.edit("Sandwell", expected_version=4):
        pass  # a block that changes nothing records nothing
    assert len(case.entries("Sandwell")) == 4


def test_an_edit_of_what_was_read_before_is_refused(case):
    """The block is for the version last read, not for the one that it finds."""
    case.history("Sandwell")
    with Ledger(case._place.engine) as theirs:  # noqa: SLF001 - as above
        theirs.record("Sandwell", ev.Note("2016-01-01"), recorded_by="a rival")
    with pytest.raises(StaleCase, match="a rival"), case.edit("Sandwell"):
        pytest.fail("a block for a version that nobody read begins")


def test_a_rival_of_the_same_number_is_found(case):
    """A block for a version that is to come is refused, whoever makes that version meanwhile."""
    with pytest.raises(StaleCase), case.edit("Sandwell", expected_version=4):
        pytest.fail("a block for a version to come begins")
    with pytest.raises(StaleCase), case.edit("Sandwell") as lent:  # noqa: PT012 - one block
        with Ledger(case._place.engine) as theirs:  # noqa: SLF001 - as above
            theirs.record("Sandwell", ev.Note("2016-01-01"))
        lent.record(ev.Note("2017-01-01"))


def test_an_edit_becomes_entries_in_order(case):
    """Each step is an entry of its kind, also if events are equal or have open dates."""
    with case.edit("Sandwell", recorded_by="A. Officer", reason="letter", meta={"n": 1}) as lent:
        lent.record(OPEN)
        lent.record(OPEN)
        lent.insert(ev.Note("2015-02-01"))
        lent.replace(new=ev.Note("2015-01-09"), at=0)
        lent.amend([tf.Withdraw(at=1), tf.Insert(ev.Note("2015-03-01")), tf.Insert(NOTE, at=0)])
        lent.mark_checked("2016-05-03")
        expected = lent.history
    added = case.entries("Sandwell")[3:]
    kinds = [str(entry.kind) for entry in added]
    assert kinds == [
        "recorded", "recorded", "inserted", "replaced", "withdrawn", "inserted", "inserted",
        "checked",
    ]  # fmt: skip
    assert {(entry.recorded_by, entry.reason) for entry in added} == {("A. Officer", "letter")}
    assert expected == case.history("Sandwell")
    assert case.recheck().ok
    for call in (
        lambda: lent.record(NOTE),
        lambda: lent.insert(NOTE),
        lambda: lent.mark_checked("ongoing"),
        lambda: lent.amend([tf.Withdraw(at=0)]),
    ):
        with pytest.raises(RuntimeError, match=r"lent by ledger\.edit, and its block has ended"):
            call()
    assert expected == lent.history
    assert lent.suppose(ev.Note("2017-01-01")) == ()


def test_an_edit_that_fails_leaves_nothing(case):
    """Whatever the block raises passes through."""
    before = case.entries("Sandwell")
    for error in (KeyError("mine"), KeyboardInterrupt()):
        with pytest.raises(type(error)), case.edit("Sandwell") as lent:  # noqa: PT012 - one block
            lent.record(ev.Note("2016-01-01"))
            raise error
        assert before == case.entries("Sandwell")
        with pytest.raises(RuntimeError):
            lent.record(NOTE)


def test_when_it_was_recorded_and_when_it_was_known_are_two_days(ledger, clock):
    """Each day cuts by its own time, alone or together; here, what was known early came late."""
    early = ev.Note("2015-01-01", note="known at once")
    late = ev.Note("2015-02-01", note="known later", known_on="2016-06-01")
    ledger.create("Sandwell")
    ledger.record("Sandwell", late)
    clock.now += dt.timedelta(days=30)
    ledger.insert("Sandwell", early)
    before = str(clock.now.date() - dt.timedelta(days=10))

    def notes(**asked):
        return [event.note for event in ledger.history("Sandwell", **asked)]

    assert ["known at once", "known later"] == notes()
    assert ["known later"] == notes(recorded_on=before)
    assert ["known at once"] == notes(known_on="2015-12-31")
    assert ["known later"] == notes(recorded_on=before, known_on="2016-06-01")
    assert [] == notes(recorded_on=before, known_on="2015-12-31")


def test_a_day_of_recording_ends_in_london(ledger, clock):
    """In summer it ends an hour before midnight in UTC."""
    ledger.create("Sandwell")
    clock.now = dt.datetime(2026, 6, 1, 22, 59, 59, tzinfo=dt.UTC)
    ledger.record("Sandwell", NOTE)
    clock.now = dt.datetime(2026, 6, 1, 23, 0, tzinfo=dt.UTC)
    ledger.record("Sandwell", NOTE)
    assert len(ledger.history("Sandwell", recorded_on="2026-06-01")) == 1
    assert len(ledger.history("Sandwell", recorded_on="2026-06-02")) == 2
    message = "^'Sandwell' was not in this ledger at the end of 2026-05-31.$"
    with pytest.raises(NotInLedger, match=message) as caught:
        ledger.history("Sandwell", recorded_on="2026-05-31")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
    with pytest.raises(NotInLedger, match="is not in this ledger"):
        ledger.history("Kent", recorded_on="2026-05-31")
    with pytest.raises(tf.BadDate, match="recorded_on"):
        ledger.history("Sandwell", recorded_on="2026-06")
    with pytest.raises(tf.BadDate, match="known_on"):
        ledger.history("Sandwell", known_on="soon")


def test_a_clock_that_is_set_back_does_not_matter(ledger, clock):
    """Each entry is at least a microsecond after every other one."""
    ledger.create("Devon")
    clock.now -= dt.timedelta(hours=23)
    ledger.create(tf.History("Sandwell", [NOTE, NOTE]))
    times = [each.recorded_at for name in ("Devon", "Sandwell") for each in ledger.entries(name)]
    first = times[0]
    assert times == [first + dt.timedelta(microseconds=number) for number in range(4)]


def test_deadlines_of_all_cases_come_by_day(ledger):
    """They are those of each history, sorted by day; `within` chooses."""
    ledger.add_histories([tf.casebook.load("Slough"), tf.casebook.load("Sandwell")])
    listed = ledger.deadlines("2016-12-01", everything=True)
    expected = [
        (name, due)
        for name in ledger.names()
        for due in tf.deadlines(tf.casebook.load(name), "2016-12-01", everything=True)
    ]
    assert sorted(map(str, expected)) == sorted(str((name, due)) for name, due in listed)
    days = [due.due.first for _, due in listed if due.due is not None]
    assert days == sorted(days)
    chosen = ledger.deadlines("2016-12-01", within="3 months")
    assert set(map(str, chosen)) <= set(map(str, listed))


def test_an_export_has_every_history(ledger, tmp_path):
    """One file has the cases as they are in force, also if there is none."""
    path = tmp_path / "all.json"
    ledger.export(path)
    assert tf.exchange.load_all(path) == ()
    ledger.add_histories([tf.casebook.load("Devon"), tf.casebook.load("Slough")])
    ledger.export(path)
    assert [each.authority for each in tf.exchange.load_all(path)] == ["Devon", "Slough"]


def test_cases_of_several_processes(place, tmp_path):
    """A case is of the process that is chosen; one file cannot hold both."""
    other = other_process()
    with Ledger(place, processes=[tf.TRUST_TRANSFER, other]) as ledger:
        with pytest.raises(tf.InvalidValue, match=r"with .*Hand in one of these processes"):
            ledger.create("Sandwell")
        ledger.create("Sandwell", process=tf.TRUST_TRANSFER)
        ledger.create("12 High Street", process=other)
        ledger.record("12 High Street", other.event("visited", "2016-01-01"))
        assert ledger.process("12 High Street") == other
        assert [each.trigger for each in ledger.history("12 High Street")] == ["visited"]
        assert ledger.recheck().ok
        with pytest.raises(tf.InvalidValue, match="processes of an export"):
            ledger.export(tmp_path / "all.json")
    with (
        Ledger(place) as ledger,
        pytest.raises(tf.InvalidValue, match=r"Hand it in: Ledger\(…, processes="),
    ):
        ledger.create("14 High Street", process=other)


def test_an_event_that_would_not_come_back_is_refused(ledger, monkeypatch):
    """What is written is read back first, so that nothing is recorded that cannot be read."""
    ledger.create("Sandwell")
    monkeypatch.setattr("trustflow.ledger.event_texts.read_event", lambda *_: None)
    with pytest.raises(tf.InvalidValue, match="read back unchanged"):
        ledger.record("Sandwell", NOTE)
    monkeypatch.undo()
    assert len(ledger.history("Sandwell")) == 0


@pytest.mark.parametrize(
    "error",
    [
        BadLedger(None, "The ledger is not one"),
        LedgerFailed("disk is full", "Free some space."),
        LedgerFailed("gone", outcome="Nobody knows"),
        NotInLedger("x", ["y"]),
        StaleCase("x", 1, 2, []),
    ],
    ids=["bad", "failed", "unknown outcome", "not there", "stale"],
)
def test_errors_can_be_pickled(error):
    """An error that crosses processes says the same there."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own pickle
    assert (type(again), str(again)) == (type(error), str(error))
    assert isinstance(error, tf.TrustflowError)


def test_words_of_a_failure():
    """A failure says what became of the change, what the database said, and what helps."""
    assert str(LedgerFailed("disk is full", "Free some.")) == (
        "Nothing was recorded: 'disk is full'. Free some."
    )
    assert str(BadLedger(None, "It has\nno table")) == "It has\\nno table."
