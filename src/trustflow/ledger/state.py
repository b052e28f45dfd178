"""The state of a case in a ledger: its history, and which entry each of its events is from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..errors import InvalidValue, joined, quoted
from ..exchange import dumps, event_from_json, event_to_json, loads
from ..history import History
from ..process import Process
from .entries import Entry, Kind, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..history import Event

__all__ = ["CaseState", "empty_data", "event_data", "process_named", "state_of", "with_event"]

WITHOUT_EVENTS = frozenset({Kind.CREATED, Kind.CHECKED})
"""The kinds of entry whose data are the history without its events."""


@frozen
class CaseState:
    """A case after some of its entries.

    Args:
        history: The history.
        process: The process of the case.
        entries: The entry of each event of the history, in the same order.
        version: The version of the case.
    """

    history: History
    process: Process
    entries: tuple[Entry, ...]
    version: int


def state_of(entries: Sequence[Entry], processes: Iterable[Process]) -> CaseState | None:
    """Return the state of a case after some entries; None if there is no case then.

    Args:
        entries: The first entries of the case, in the order of their versions.
        processes: The processes that the ledger was opened with.

    Raises:
        InvalidValue: The case is of a process that the ledger was not opened with.
        BadHistory: An event cannot be read with the process.
        BadLedger: An entry does not fit those before it.
    """
    described = [entry for entry in entries if entry.kind in WITHOUT_EVENTS]
    if not entries or entries[-1].kind is Kind.REMOVED or not described:
        return None
    data = described[-1].data
    process = process_named(data["process"], entries[0].name, processes)
    listed = in_force(entries)
    text = json.dumps({**data, "events": [json.loads(each.event_json or "") for each in listed]})
    history = loads(text, process)
    read = tuple(
        evolve(entry, event=event) for entry, event in zip(listed, history.events, strict=True)
    )
    return CaseState(history, process, read, entries[-1].version)


def process_named(name: str, case: str, processes: Iterable[Process]) -> Process:
    """Return the process of a name.

    Raises:
        InvalidValue: The ledger was not opened with it.
    """
    processes = tuple(processes)
    for process in processes:
        if process.name == name:
            return process
    accepted = (
        f"The case {quoted(case)} is of this process, and the ledger was opened with "
        f"{joined(process.name for process in processes)}. Hand it in: Ledger(…, processes=[…])."
    )
    raise InvalidValue(quoted(name), "process", accepted)


def empty_data(history: History, process: Process) -> Mapping[str, Any]:
    """Return a history without its events as plain data, with the name of its process."""
    data: dict[str, Any] = json.loads(dumps(evolve(history, events=()), process))
    del data["events"]
    return {**data, "process": process.name}


def event_data(event: Event) -> str:
    """Return an event as JSON in characters that every database takes."""
    return json.dumps(json.loads(event_to_json(event)))


def with_event(entry: Entry, process: Process) -> Entry:
    """Return an entry with its event, which need not be in force."""
    if entry.event_json is None:
        return entry
    return evolve(entry, event=event_from_json(entry.event_json, process))
