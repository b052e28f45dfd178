"""A tracker of twelve councils, which keeps each case in memory and in a file of its own.

The councils called Example are invented. The others continue histories of the casebook.
"""

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

from attrs import evolve
from transitions import MachineError
from transitions.extensions import LockedMachine

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import deadlines_to_ics

FOLDER = Path("cases")
CONTINUED = ("Birmingham", "Reading", "Sandwell", "Worcestershire")
LEFT_OFF, CONTINUED_TO = "2018-06-01", "2020-01-01"
REFUSALS = (tf.MoveNotAllowed, tf.DateRuleBroken, tf.InvalidValue)
OVERDUE = {tf.Status.UNMET, tf.Status.NOT_RECORDED}


class ChangedFileError(Exception):
    """Another process has saved the case since this one loaded it."""


class Tracker:
    """The cases by name, and their histories as they were loaded or last saved."""

    def __init__(self):
        self.cases, self.saved = {}, {}
        for path in sorted(FOLDER.glob("*.json")):
            history = tf.load(path)
            self.cases[history.authority] = tf.Case.from_history(history)
            self.saved[history.authority] = history

    def add(self, case):
        """Keep a new case."""
        self.cases[case.authority] = case
        self.save(case)

    def save(self, case):
        """Save a case, unless another process has saved it in the meantime."""
        path = FOLDER / f"{case.authority}.json"
        on_disk = tf.load(path) if path.exists() else None
        if on_disk != self.saved.get(case.authority):
            raise ChangedFileError(f"{path} was changed by another process.")
        tf.dump(case.history, path)
        self.saved[case.authority] = case.history

    def change(self, name, make):
        """Change a case and save it; return the result, or why the change is refused."""
        case = self.cases[name]
        try:
            result = make(case)
        except REFUSALS as refusal:
            assert case.history == self.saved[name]
            return f"Refused. {refusal}"
        self.save(case)
        return result

    def put_back(self, name):
        """Put a case back as it was last saved."""
        self.cases[name] = tf.Case.from_history(self.saved[name])

    def due(self, day, within=None):
        """Return pairs of an authority and a deadline, by due day."""
        listed = [
            (name, due)
            for name, case in self.cases.items()
            for due in case.deadlines(day, within=within)
        ]
        return sorted(listed, key=lambda pair: (pair[1].due.last, pair[0]))

    def calendar(self, day, number):
        """Return one calendar of all cases; the number of the file may replace the SEQUENCE."""
        return deadlines_to_ics(
            {name: case.deadlines(day, everything=True) for name, case in self.cases.items()},
            name="Trusts: deadlines",
            alarm=["3 days", "2 working days"],
            sequence=None if number is None else lambda _: number,
        )


def rated(published, received):
    """Return a report with the judgement inadequate."""
    return ev.InspectionPublished(
        published, judgement="inadequate", framework="ILACS", received_on=received
    )


def begin():
    """Build the twelve cases event by event, save them, and load them again."""
    FOLDER.mkdir()
    tracker = Tracker()
    plans = tf.Deadline("transfer plans", due="2026-04-16")
    invented = {
        "A": [rated("2026-03-09", "2026-03-02"), ev.CommissionerAppointed("2026-04-10")],
        "B": [rated("2026-01-14", "2026-01-07"), ev.ReportPublishedByCouncil("2026-02-02")],
        "C": [
            rated("2025-11-10", "2025-11-03"),
            ev.ReportPublishedByCouncil("2025-12-01"),
            ev.CommissionerAppointed("2026-01-14", names="Bo Lee"),
            ev.ActionPlanPublished("2026-02-10"),
        ],
        "D": [ev.DirectionIssued("2026-02-02", purpose="trust", deadlines=[plans])],
        "E": [ev.DeadlineSet("2026-03-05", what="report to the Secretary of State", due="2026-04")],
        "F": [
            ev.VisitLetterPublished("2026-03-20", received_on="2026-03-13", priority_action=True)
        ],
        "G": [rated("2026-01-15", "2026-01-08")],
        "H": [
            rated("2026-01-14", "2026-01-07"),
            ev.ReportPublishedByCouncil("2026-02-02"),
            ev.ActionPlanPublished("2026-04-10"),
        ],
    }
    for letter, events in invented.items():
        begins_in = "commissioner_review" if letter == "D" else None
        case = tf.Case(f"Example {letter}", begins_in=begins_in, checked_to="ongoing")
        for event in events:
            case.record(event)
        tracker.add(case)
    for name in CONTINUED:
        known = tf.casebook.load(name).as_of(CONTINUED_TO)
        case = tf.Case.from_history(known.as_of(LEFT_OFF))
        later = known.events[len(case) :]
        for event in later:
            case.record(event)
        assert later
        assert case.history == known
        tracker.add(case)
    again = Tracker()
    assert again.cases == tracker.cases
    for name, case in again.cases.items():
        assert case.findings == tracker.cases[name].findings
    yield f"{len(again.cases)} cases, {len(list(FOLDER.iterdir()))} files"


def week(day):
    """Yield the lines of a mail: what is due from Monday to Sunday, and what is overdue."""
    tracker, monday = Tracker(), dt.date.fromisoformat(day)
    monday -= dt.timedelta(days=monday.weekday())
    sunday = monday + dt.timedelta(days=6)
    rows = [("Due", "Council", "What", "Status")]
    for name, due in tracker.due(day, within=f"{monday}/{sunday}"):
        certain = due.falls_due_between(monday, sunday) is tf.Truth.YES
        rows.append((due.due.words, name, due.what, due.status if certain else "may be due"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(map(str.ljust, row, widths)).rstrip()
    overdue = {name for name, due in tracker.due(day) if due.status in OVERDUE}
    yield f"Overdue: {', '.join(sorted(overdue - set(CONTINUED)))}"


def calendar(day, path, number=None):
    """Write one calendar of all cases."""
    Path(path).write_bytes(Tracker().calendar(day, None if number is None else int(number)))
    yield path


def late():
    """Insert an event that became known after a later one."""
    tracker = Tracker()
    adviser = ev.AdviserAppointed("2026-03-27", names="Cy Lee")
    yield tracker.change("Example A", lambda case: case.record(adviser))
    yield tracker.change("Example A", lambda case: case.insert(adviser)).index
    yield [event.trigger for event in tracker.cases["Example A"]]


def correct():
    """Correct one field, then make several corrections or none, and withdraw an event."""
    tracker = Tracker()
    report = evolve(tracker.cases["Example A"].history[0], received_on="2026-03-04")
    yield tracker.change("Example A", lambda case: case.replace(at=0, new=report)).index

    directed = tracker.cases["Example D"].history[0]
    plans = evolve(directed.deadlines[0], due="2026-04-17")
    changes = [
        tf.Replace(directed, evolve(directed, deadlines=[plans])),
        tf.Insert(ev.Note("2026-03-16", note="A call.")),
    ]
    back = tf.Insert(ev.ReturnedToCouncil("2026-03-17"))
    yield tracker.change("Example D", lambda case: case.amend([*changes, back]))
    yield [each.index for each in tracker.change("Example D", lambda case: case.amend(changes))]
    yield tracker.change("Example D", lambda case: case.withdraw(at=1)).index
    yield [event.trigger for event in tracker.cases["Example D"]]


def refused():
    """Try changes that are not possible, and put back a case that was changed by mistake."""
    tracker = Tracker()
    yield tracker.change("Example C", lambda case: case.withdraw(ev.Note("2026-01-14")))
    case = tracker.cases["Example B"]
    yield tracker.change("Example B", lambda case: case.record(ev.ContractSigned("2026-04-13")))
    case.record(ev.Note("2026-04-13", note="A mistake."))
    tracker.put_back("Example B")
    assert tracker.cases["Example B"].history == tracker.saved["Example B"] != case.history
    assert Tracker().cases == tracker.cases


def two_processes():
    """Save a case that another process has saved since it was loaded."""
    tracker = Tracker()
    case = tracker.cases["Example A"]
    subprocess.run([sys.executable, __file__, "late"], check=True, stdout=subprocess.DEVNULL)
    case.record(ev.Note("2026-04-13"))
    try:
        tracker.save(case)
    except ChangedFileError as error:
        yield error
    assert 3 == len(Tracker().cases["Example A"])


def two_threads():
    """Change a case in a second thread while it is being changed, then hold a lock."""
    case, lock = tf.Case("Example I"), threading.Lock()

    def changes():
        other = threading.Thread(target=case.record, args=[ev.Note("2026-04-13", note="other")])
        other.start()
        other.join()
        yield tf.Insert(ev.Note("2026-04-13", note="this"))

    try:
        case.amend(changes())
    except RuntimeError as error:
        yield error
    assert ["other"] == [event.note for event in case]

    def record_many(name):
        for number in range(25):
            with lock:
                case.record(ev.Note("2026-04-13", note=f"{name} {number}"))

    threads = [threading.Thread(target=record_many, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield len(case)


class Guarded(LockedMachine):
    """A class of machine of our own."""


class Desk:
    """An officer's desk, with a callback on a stage and one on every event."""

    def __init__(self, case):
        self.case, self.authority, self.mails = case, case.authority, []

    def on_enter_commissioner_review(self, call):
        """Write a mail."""
        self.mails.append(f"{self.authority}: review by {call.args[0].names[0]}")

    def keep(self, call):
        """Record the event in the case."""
        self.case.record(call.args[0])


def desk():
    """Run a guarded machine beside a case: it begins with the events of the saved case."""
    known = Tracker().cases["Example B"]
    model = Desk(tf.Case(known.authority, checked_to="ongoing"))
    tf.machine(
        tf.TRUST_TRANSFER,
        guarded=True,
        model=model,
        machine_class=Guarded,
        after_state_change="keep",
    )
    for event in known:
        assert model.trigger(event.trigger, event)
    assert known == model.case
    yield model.commissioner_appointed(ev.CommissionerAppointed("2026-01-20", names="Di Lee"))
    yield model.commissioner_appointed(ev.CommissionerAppointed("2026-04-13", names="Di Lee"))
    try:
        model.returned_to_council(ev.ReturnedToCouncil("2026-04-13"))
    except MachineError as error:
        yield error
    assert model.case.stage == model.state
    assert list(model.case.findings) == model.trustflow_replay.findings
    yield f"{model.state}, {len(model.case)} events, {model.mails}"


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    for line in globals()[verb](*words):
        print(line)  # noqa: T201 - the program prints
