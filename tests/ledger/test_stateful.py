"""A plain list of entries against a ledger, through any sequence of calls."""

import datetime as dt
import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import trustflow as tf
from tests.ledger.stores import MemoryStore
from trustflow import events as ev
from trustflow.ledger import Ledger, NotInLedger, StaleCase, sql_store

NAMES = ("Sandwell", "O'Neill; DROP TABLE trustflow_entries", "Æther שלום x")
REFUSALS = (tf.MoveNotAllowed, tf.DateRuleBroken)
PEOPLE = st.sampled_from([None, "A. Officer", 'it\'s "me" \\ %s'])
EVENTS = st.one_of(
    st.builds(
        ev.Note,
        st.sampled_from(["2015-05-20", "2015-06", "2015-06-05", "2016-01-02", "2015-12/.."]),
        note=st.sampled_from([None, "a call", "'); --", "née \U0001f600"]),
        known_on=st.sampled_from([None, "2016-03-01"]),
    ),
    st.builds(
        ev.InspectionPublished,
        st.sampled_from(["2015-06-05", "2015-06-08", "2018-01-01"]),
        judgement=st.sampled_from(["inadequate", "good"]),
    ),
    st.builds(
        ev.CommissionerAppointed, st.sampled_from(["2015-08-01", "2015-12"]), names=st.just("E. B.")
    ),
)
DAYS = st.dates(dt.date(2026, 5, 30), dt.date(2026, 6, 20))
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["record", "insert", "replace", "withdraw", "mark_checked"]),
        st.integers(0, 5),
        EVENTS,
    ),
    min_size=1,
    max_size=4,
)


class Listed:
    """A case as the model keeps it: every state that it has had, with the day of recording.

    Attributes:
        states: For each entry, the day on which it was recorded and the history after it.
        ids: The id of the entry of each event in force.
        seen: The version that this ledger read last; None if it has read none.
    """

    def __init__(self):
        self.states = []
        self.ids = []
        self.seen = None

    @property
    def history(self):
        """The history now."""
        return self.states[-1][1]


class LedgerMachine(RuleBasedStateMachine):
    """A ledger in a place, beside a plain list of what was accepted."""

    place = None

    @initialize()
    def begin(self):
        """Open a new ledger, on a day that the machine sets."""
        self.now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
        self.latest = self.now
        self.before = sql_store.clock_of
        sql_store.clock_of = lambda _: self.now
        self.where = type(self).place()
        self.ledger = Ledger(self.where)
        self.cases = {}
        self.last_day = dt.date.min

    def teardown(self):
        """Close the ledger; the whole chain fits."""
        if hasattr(self, "ledger"):
            self.now = max(self.now, self.latest)
            result = self.ledger.recheck()
            assert result.ok, result.faults
            assert len(self.cases) == result.cases
            self.ledger.close()
            sql_store.clock_of = self.before

    # What a change does

    def took(self, name, entries, history):
        """Note what was recorded in a case."""
        case = self.cases[name]
        # The clock may have been set back, so the day is never before that of the last entry.
        self.last_day = max(self.last_day, self.now.date())
        case.states += [(self.last_day, history)] * entries
        case.seen = self.version_of(name)
        assert case.seen == case.base + len(case.states)
        case.ids = [entry.id for entry in self.ledger.in_force(name)]

    def version_of(self, name):
        """Return the version of a case, read by another ledger so that this one has not read it."""
        with Ledger(self.where) as other:
            return other.entries(name)[-1].version

    def same(self, name, on_ledger, on_case, entries=1):
        """Make a change to both, which accept or refuse it alike."""
        case = tf.Case.from_history(self.cases[name].history)
        refusal = None
        try:
            on_case(case)
        except (*REFUSALS, tf.InvalidValue) as error:
            refusal = error
        if refusal is None:
            on_ledger()
            self.took(name, entries, case.history)
            return
        with pytest.raises(type(refusal)) as found:
            on_ledger()
        assert str(found.value) == str(refusal)

    @rule(name=st.sampled_from(NAMES), events=st.lists(EVENTS, max_size=2), by=PEOPLE)
    def create(self, name, events, by):
        """Begin a case with events."""
        history = tf.History(name, events)
        if name in self.cases:
            with pytest.raises((tf.InvalidValue, *REFUSALS)):
                self.ledger.create(history, recorded_by=by)
            return
        try:
            tf.Case.from_history(history)
        except REFUSALS as refusal:
            with pytest.raises(type(refusal)):
                self.ledger.create(history, recorded_by=by)
            return
        entry = self.ledger.create(history, recorded_by=by)
        assert by == entry.recorded_by
        case = self.cases[name] = Listed()
        case.base = entry.version - len(events) - 1
        self.last_day = max(self.last_day, self.now.date())
        prefixes = [tf.History(name, events[:count]) for count in range(len(events) + 1)]
        case.states = [(self.last_day, each) for each in prefixes]
        case.seen = entry.version
        case.ids = [each.id for each in self.ledger.in_force(name)]

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), event=EVENTS, by=PEOPLE)
    def record(self, data, event, by):
        """Record an event."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        self.same(
            name,
            lambda: self.ledger.record(name, event, recorded_by=by, reason="'); --"),
            lambda case: case.record(event),
        )

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), event=EVENTS, at=st.none() | st.integers(0, 2))
    def insert(self, data, event, at):
        """Insert an event."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        self.same(
            name,
            lambda: self.ledger.insert(name, event, at=at),
            lambda case: case.insert(event, at=at),
        )

    def drawn_entry(self, data, name):
        """Return one of the entries with an event, and its place; None if it is not in force."""
        entries = [each for each in self.ledger.entries(name) if each.event is not None]
        if not entries:
            return None, None
        entry = data.draw(st.sampled_from(entries))
        ids = self.cases[name].ids
        return entry, ids.index(entry.id) if entry.id in ids else None

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), event=EVENTS)
    def replace(self, data, event):
        """Replace the event of an entry."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        entry, place = self.drawn_entry(data, name)
        if entry is not None and place is None:
            with pytest.raises(tf.InvalidValue, match="in force"):
                self.ledger.replace(entry, event)
        elif entry is not None:
            self.same(
                name,
                lambda: self.ledger.replace(entry, event),
                lambda case: case.replace(new=event, at=place),
            )

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def withdraw(self, data):
        """Withdraw the event of an entry."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        entry, place = self.drawn_entry(data, name)
        if entry is not None and place is None:
            with pytest.raises(tf.InvalidValue, match="in force"):
                self.ledger.withdraw(entry, reason="no")
        elif entry is not None:
            self.same(
                name,
                lambda: self.ledger.withdraw(entry, reason="no"),
                lambda case: case.withdraw(at=place),
            )

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), day=st.sampled_from(["2016-05-03", "2017-01-01", "ongoing"]))
    def mark_checked(self, data, day):
        """Note up to when somebody has looked."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        self.same(
            name,
            lambda: self.ledger.mark_checked(name, day),
            lambda case: case.mark_checked(day),
        )

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), changes=CHANGES, fails=st.booleans())
    def edit(self, data, changes, fails):
        """Change several things together, or none if the block fails."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        model = tf.Case.from_history(self.cases[name].history)
        before = model.history
        versions = self.version_of(name)
        with suppress(ZeroDivisionError), self.ledger.edit(name, reason="a letter") as case:
            for what, at, event in changes:
                made = [applied(each, what, at, event) for each in (case, model)]
                assert made[0] == made[1]
            assert case.history == model.history
            if fails:
                1 / 0  # noqa: B018 - it raises
        with pytest.raises(RuntimeError, match="block has ended"):
            case.record(ev.Note("2020"))
        if fails:
            assert versions == self.version_of(name)
            return
        added = self.version_of(name) - versions
        if added == 0:
            assert before == model.history
            return
        self.took(name, added, model.history)
        # Which history each entry of the block leaves is the ledger's own affair until the last.
        states = self.cases[name].states
        states[-added:-1] = [(day, None) for day, _ in states[-added:-1]]

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def stale(self, data):
        """Somebody else records meanwhile; the next change through this ledger is refused."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        note = ev.Note("2019-01-01", note="theirs")
        with Ledger(self.where) as theirs:
            recorded = theirs.record(name, note, recorded_by="a rival").entry
        for change in (
            lambda: self.ledger.record(name, ev.Note("2019-01-02")),
            lambda: self.ledger.mark_checked(name, "2019-01-02"),
        ):
            with pytest.raises(StaleCase, match="a rival") as refused:
                change()
            assert [recorded.id] == [each.id for each in refused.value.meanwhile]
        after = tf.Case.from_history(self.cases[name].history)
        after.record(note)
        assert after.history == self.ledger.history(name)
        self.took(name, 1, after.history)

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def redact(self, data):
        """Overwrite a note in every event that has it."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        case = self.cases[name]
        notes = {
            event.note
            for _, history in case.states
            if history is not None
            for event in history
            if event.note is not None and event.note != "[redacted]"
        }
        if not notes:
            return
        text = data.draw(st.sampled_from(sorted(notes)))
        by = {"reason": "asked", "recorded_by": "data officer"}
        self.ledger.redact(name, text, vacuum=False, **by)
        case.states = [
            (day, None if each is None else without_note(each, text)) for day, each in case.states
        ]
        self.took(name, 1, case.history)

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def remove(self, data):
        """Remove a case; its history is in the file, and its name is free."""
        name = data.draw(st.sampled_from(sorted(self.cases)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "removed.json"
            by = {"reason": "asked", "recorded_by": "data officer"}
            self.ledger.remove(name, path, vacuum=False, **by)
            [written] = json.loads(path.read_text())["histories"]
            assert self.cases[name].history == tf.loads(json.dumps(written))
        self.last_day = max(self.last_day, self.now.date())
        del self.cases[name]
        with pytest.raises(NotInLedger):
            self.ledger.history(name)

    @rule(days=st.integers(-3, 4), hours=st.integers(0, 12))
    def time_passes(self, days, hours):
        """The clock goes on, or is set back; by less than a day, or nothing could be recorded."""
        self.latest = max(self.latest, self.now)
        self.now += dt.timedelta(days=days, hours=hours)
        self.now = max(self.now, self.latest - dt.timedelta(hours=19))
        self.now = self.now.replace(hour=min(self.now.hour, 20))  # the same day in London

    @rule()
    def reopen(self):
        """Close the ledger and open it again: nothing was read yet."""
        self.ledger.close()
        self.ledger = Ledger(self.where)
        for name in self.cases:
            assert self.cases[name].seen == self.ledger.entries(name)[-1].version

    # What must be true at any time

    @rule(day=DAYS)
    def recorded_on(self, day):
        """The history of a day has what was recorded up to its end."""
        for name, case in self.cases.items():
            then = [history for recorded, history in case.states if recorded <= day]
            if not then:
                with pytest.raises(NotInLedger):
                    self.ledger.history(name, recorded_on=day)
            elif then[-1] is not None:
                assert then[-1] == self.ledger.history(name, recorded_on=day)

    @rule(day=st.dates(dt.date(2015, 1, 1), dt.date(2018, 12, 31)))
    def known_on(self, day):
        """The history that was known on a day has the events that could be known."""
        for name, case in self.cases.items():
            assert case.history.known_on(day) == self.ledger.history(name, known_on=day)

    @invariant()
    def the_same_cases(self):
        """The ledger has the cases of the list, with the same histories."""
        if hasattr(self, "ledger"):
            assert sorted(self.cases) == list(self.ledger.names())
            for name, case in self.cases.items():
                assert case.history == self.ledger.history(name)
                assert json.loads(tf.dumps(case.history)) == json.loads(
                    tf.dumps(self.ledger.history(name))
                )


def without_note(history, text):
    """Return a history in which a text of notes was overwritten."""
    return evolve(
        history,
        events=[
            evolve(each, note=each.note.replace(text, "[redacted]")) if each.note else each
            for each in history
        ],
    )


def applied(case, what, at, event):
    """Return the result of one change of a case, or the type of its refusal."""
    try:
        if what == "record":
            return len(case.record(event))
        if what == "insert":
            return case.insert(event).index
        if what == "replace":
            return case.replace(new=event, at=at).index
        if what == "withdraw":
            return case.withdraw(at=at).index
        return case.mark_checked("2018-01-01")
    except (*REFUSALS, tf.InvalidValue) as refusal:
        return type(refusal)


def test_a_ledger_is_a_list_of_entries(new_ledger_place):
    """Whatever is called in whatever order, the ledger has what the list has."""

    class Placed(LedgerMachine):
        place = staticmethod(new_ledger_place)

    chosen = settings(
        max_examples=5,  # the slow test makes more
        stateful_step_count=16,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Placed, settings=chosen)


@pytest.mark.slow
@pytest.mark.long
def test_a_ledger_is_a_list_of_entries_at_length(new_ledger_place):
    """As above, with more and longer sequences."""

    class Placed(LedgerMachine):
        place = staticmethod(new_ledger_place)

    chosen = settings(
        max_examples=150,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Placed, settings=chosen)


def test_a_store_in_memory_takes_the_same_calls():
    """A store of three methods gives the same ledger, without what an administrator does."""
    ledger = Ledger(MemoryStore())
    ledger.create("Sandwell")
    entry = ledger.record("Sandwell", ev.Note("2015-01-01")).entry
    ledger.replace(entry, ev.Note("2015-01-02"))
    with ledger.edit("Sandwell", reason="wrong") as case:
        case.record(ev.Note("2016-01-02"))
        case.withdraw(at=0)
    assert [str(event.on) for event in ledger.history("Sandwell")] == ["2016-01-02"]
    assert ledger.recheck().ok
    for call in (
        lambda: ledger.redact("Sandwell", "x", reason="no", recorded_by="x"),
        lambda: ledger.remove("Sandwell", "x.json", reason="no", recorded_by="x"),
        lambda: ledger.backup("x.db"),
        ledger.vacuum,
    ):
        with pytest.raises(tf.InvalidValue):
            call()
