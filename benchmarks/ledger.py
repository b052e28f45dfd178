"""Measure a ledger beside the library eventsourcing, on the same events, in one run.

Both keep cases in a file of SQLite in the same folder, with a WAL and `synchronous=FULL`, and both
check a new event with a `Case` before they store it. The other library has no rules of its own, so
it is also measured without that check.
"""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, ratio, table
from trustflow.exchange import event_from_json, event_to_json
from trustflow.ledger import Ledger, event_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trustflow.history import Event, History

__all__ = ["ledgers"]

EVENTS = 43
"""The number of events of the case that is loaded."""
ALONE, AMONG = "", ", among other cases"
LOAD, FIRST_LOAD = "`Ledger.history`", "`Ledger.history`, of a case not read before"
APPEND = "`Ledger.record`"
OTHER_LOAD = "eventsourcing: load"
OTHER_APPEND = "eventsourcing: load, check with a `Case`, append"
OTHER_UNCHECKED = "eventsourcing: load, append"


class OtherLibrary:
    """Cases as aggregates of the library eventsourcing, each event as JSON.

    Args:
        path: The file of SQLite.
    """

    def __init__(self, path: Path) -> None:
        from eventsourcing.application import Application
        from eventsourcing.domain import Aggregate, event

        class Kept(Aggregate):
            def __init__(self, name: str) -> None:
                self.name = name
                self.events: list[str] = []

            @event("Recorded")
            def record(self, text: str) -> None:
                self.events.append(text)

        environment = {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(path),
            "SQLITE_LOCK_TIMEOUT": "5",
        }
        self.application: Any = Application(env=environment)
        self.kept = Kept

    def create(self, events: Sequence[Event]) -> Any:
        """Save a case with events; return its id."""
        case = self.kept("Synthetic")
        for each in events:
            case.record(event_to_json(each))
        self.application.save(case)
        return case.id

    def record(self, case_id: Any, event: Event, *, empty: tf.History | None = None) -> None:
        """Load a case, add an event, and save it.

        Args:
            case_id: The id of the case.
            event: The event.
            empty: The history without its events, with which the event is checked; by default, it
                is not checked.
        """
        case = self.application.repository.get(case_id)
        if empty is not None:
            events = [event_from_json(text) for text in case.events]
            tf.Case.from_history(evolve(empty, events=events)).record(event)
        case.record(event_to_json(event))
        self.application.save(case)

    def load(self, case_id: Any) -> list[Event]:
        """Return the events of a case."""
        case = self.application.repository.get(case_id)
        return [event_from_json(text) for text in case.events]


def first_read(ledger: Ledger, name: str) -> History:
    """Return the history of a case as a program reads it that has not read it before."""
    event_texts.forget_events()
    return ledger.history(name)


class Times(NamedTuple):
    """The seconds of something measured, round by round.

    Attributes:
        clock: The seconds by the clock.
        processor: The seconds of the processor.
    """

    clock: list[float]
    processor: list[float]


def ledger_times(folder: Path, others: int, rounds: int) -> dict[str, Times]:
    """Return how long each thing takes, by what it is.

    Args:
        folder: A folder on the disk to measure.
        others: The number of entries in other cases, beside those of the case.
        rounds: How often each thing is measured, in turns.
    """
    longest = max(tf.casebook.histories(), key=len)
    history = evolve(longest, events=longest.events[:EVENTS])
    note = tf.events.Note("2026-11-30", note="a call")
    measured: dict[str, Callable[[], object]] = {}
    for beside, count in ((ALONE, 0), (AMONG, others)):
        ledger = Ledger(folder / f"ours-{count}.db")
        ledger.create(history)
        for number in range(count // EVENTS):
            ledger.create(evolve(history, authority=f"Other {number}"))
        # The same number of events is loaded each time: what is appended goes to another case.
        ledger.create(evolve(history, authority="Growing"))
        read = partial(ledger.history, history.authority)
        measured[FIRST_LOAD + beside] = partial(first_read, ledger, history.authority)
        measured[LOAD + beside] = read
        measured[APPEND + beside] = partial(ledger.record, "Growing", note)
    other = OtherLibrary(folder / "other.db")
    empty = evolve(history, events=())
    loaded, checked, growing = (other.create(history.events) for _ in range(3))
    measured[OTHER_LOAD] = partial(other.load, loaded)
    measured[OTHER_APPEND] = partial(other.record, checked, note, empty=empty)
    measured[OTHER_UNCHECKED] = partial(other.record, growing, note)
    taken = {name: Times([], []) for name in measured}
    for _ in range(rounds):
        for name, call in measured.items():
            clock, processor = time.perf_counter(), time.process_time()
            call()
            taken[name].clock.append(time.perf_counter() - clock)
            taken[name].processor.append(time.process_time() - processor)
    return taken


def ledgers(others: int, rounds: int) -> str:
    """Return the section on ledgers.

    Args:
        others: The number of entries in other cases.
        rounds: How often each thing is measured.
    """
    # The system's own folder for temporary files is often in memory, where no sync takes time.
    with tempfile.TemporaryDirectory(dir=".") as folder:
        found = ledger_times(Path(folder), others, rounds)
    clock = {name: each.clock for name, each in found.items()}
    rows = [
        (name, Spread.of(each.clock).text(2, 1000), Spread.of(each.processor).text(2, 1000))
        for name, each in found.items()
    ]
    bounds = bounds_table(
        Bound(
            "ms to append an event", Spread.of(1000 * each for each in clock[APPEND + ALONE]), 10
        ),
        Bound("ms to load the case", Spread.of(1000 * each for each in clock[LOAD + ALONE]), 2),
        Bound(
            "appending with eventsourcing to `Ledger.record`",
            ratio(clock[OTHER_APPEND], clock[APPEND + ALONE]),
            least=1.5,
        ),
        Bound(
            "loading with eventsourcing to `Ledger.history`",
            ratio(clock[OTHER_LOAD], clock[LOAD + ALONE]),
            least=1.5,
        ),
        Bound(
            "appending among other cases to alone",
            ratio(clock[APPEND + AMONG], clock[APPEND + ALONE]),
            1.15,
        ),
        Bound(
            "loading among other cases to alone",
            ratio(clock[LOAD + AMONG], clock[LOAD + ALONE]),
            1.15,
        ),
    )
    return (
        f"## A ledger\n\nA case of {EVENTS} events in a file of SQLite, alone and among "
        f"{others:,} entries of other cases, with a WAL and `synchronous=FULL`, beside the library "
        f"eventsourcing with the same settings. {rounds} rounds.\n\n"
        f"{table(('What', 'ms by the clock', 'ms of the processor'), rows)}\n\n{bounds}"
    )
