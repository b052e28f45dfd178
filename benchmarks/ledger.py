"""Measure a ledger beside the library eventsourcing, on the same events, in one run.

    python -m benchmarks.ledger

Both keep cases in a file of SQLite in the same folder, with a WAL and `synchronous=FULL`, and both
check a new event with a `Case` before they store it. The other library has no rules of its own, so
it is also measured without that check.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from attrs import evolve

import trustflow as tf
from trustflow.exchange import event_from_json, event_to_json
from trustflow.ledger import Ledger, event_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trustflow.history import Event, History

__all__ = ["ledger_times", "main"]

EVENTS = 43
"""The number of events of the case that is loaded."""


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


def ledger_times(folder: Path, others: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the median seconds by the clock and of the processor, for each thing measured.

    Args:
        folder: A folder on the disk to measure.
        others: The number of entries in other cases, beside those of the case.
        rounds: How often each thing is measured, in turns.
    """
    longest = max(tf.casebook.histories(), key=len)
    history = evolve(longest, events=longest.events[:EVENTS])
    note = tf.events.Note("2026-11-30", note="a call")
    measured: dict[str, Callable[[], object]] = {}
    for name, count in (("", 0), (f", beside {others:,} entries", others)):
        ledger = Ledger(folder / f"ours-{count}.db")
        ledger.create(history)
        for number in range(count // EVENTS):
            ledger.create(evolve(history, authority=f"Other {number}"))
        # The same number of events is loaded each time: what is appended goes to another case.
        ledger.create(evolve(history, authority="Growing"))
        measured[f"`Ledger.history`{name}"] = lambda ledger=ledger: ledger.history(
            history.authority
        )
        measured[f"`Ledger.history`, of a case not read before{name}"] = lambda ledger=ledger: (
            first_read(ledger, history.authority)
        )
        measured[f"`Ledger.record`{name}"] = lambda ledger=ledger: ledger.record("Growing", note)
    other = OtherLibrary(folder / "other.db")
    empty = evolve(history, events=())
    loaded, checked, growing = (other.create(history.events) for _ in range(3))
    measured["eventsourcing: load"] = lambda: other.load(loaded)
    measured["eventsourcing: record, checked"] = lambda: other.record(checked, note, empty=empty)
    measured["eventsourcing: record, not checked"] = lambda: other.record(growing, note)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in measured}
    for _ in range(rounds):
        for name, call in measured.items():
            clock, cpu = time.perf_counter(), time.process_time()
            call()
            taken[name].append((time.perf_counter() - clock, time.process_time() - cpu))
    return {
        name: (median(clock for clock, _ in each), median(cpu for _, cpu in each))
        for name, each in taken.items()
    }


def main() -> None:
    """Print the times as a table."""
    parser = argparse.ArgumentParser(description="measure a ledger beside eventsourcing")
    parser.add_argument("--others", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", default=".", help="a folder on the disk to measure")
    options = parser.parse_args()
    # The system's own folder for temporary files is often in memory, where no sync takes time.
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = ledger_times(Path(folder), options.others, options.rounds)
    print("| What | ms | ms of the processor |\n|---|---:|---:|")  # noqa: T201 - a command
    for name, (clock, cpu) in found.items():
        print(f"| {name} | {clock * 1000:.2f} | {cpu * 1000:.2f} |")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
