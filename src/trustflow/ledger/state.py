"""The state of a case in a ledger: its history, and which entry each of its events is from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..errors import BadHistory, InvalidValue, joined, quoted
from ..exchange import HISTORY_FORMAT, dumps, loads
from ..history import History
from ..process import Process
from .entries import Entry, Kind, in_force, is_removed
from .errors import BadLedger
from .event_texts import UNLIMITED, read_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..history import Event

__all__ = [
    "WITHOUT_EVENTS",
    "CaseState",
    "empty_data",
    "process_named",
    "state_of",
    "with_event",
]

WITHOUT_EVENTS = frozenset({Kind.CREATED, Kind.CHECKED})
"""The kinds of entry whose data are the history without its events."""


@frozen
class CaseState:
    """A case after some of its entries.

    Args:
        history: The history.
        process: The process of the case.
        entries: The entry of each event of the history, in the same order; without the event.
        last: The last of the entries of the case, whose version is that of the case.
    """

    history: History
    process: Process
    entries: tuple[Entry, ...]
    last: Entry

    @property
    def version(self) -> int:
        """The version of the case."""
        return self.last.version


def state_of(entries: Sequence[Entry], processes: Iterable[Process]) -> CaseState | None:
    """Return the state of a case after some entries; None if there is no case then.

    Args:
        entries: The first entries of the case, in the order of their versions.
        processes: The processes that the ledger was opened with.

    Raises:
        InvalidValue: The case is of a process that the ledger was not opened with.
        BadLedger: An entry cannot be read with the process, does not fit those before it, or is in
            the format of a newer release.
    """
    described = next((each for each in reversed(entries) if each.kind in WITHOUT_EVENTS), None)
    if described is None or is_removed(entries):
        return None
    named = described.data.get("process")
    if not isinstance(named, str):
        raise BadLedger(described, "it does not name the process of the case")
    process = process_named(named, described.name, processes)
    listed = in_force(entries)
    events = [_event_of(entry, process) for entry in listed]
    history = evolve(_without_events(described, process), events=events)
    return CaseState(history, process, listed, entries[-1])


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


def with_event(entry: Entry, process: Process) -> Entry:
    """Return an entry with its event, which need not be in force.

    Raises:
        BadLedger: The event cannot be read with the process, or is in the format of a newer
            release.
    """
    return entry if entry.event_json is None else evolve(entry, event=_event_of(entry, process))


def _event_of(entry: Entry, process: Process) -> Event:
    _require_format(entry)
    try:
        return read_event(entry.event_json or "", process, entry_id=entry.id)
    except BadHistory as error:
        raise _unreadable(entry, error) from None


def _without_events(entry: Entry, process: Process) -> History:
    """Return the history without events that an entry describes."""
    _require_format(entry)
    try:
        text = json.dumps({**entry.data, "events": []})
        return loads(text, process, limits=UNLIMITED)
    except BadHistory as error:
        raise _unreadable(entry, error) from None


def _require_format(entry: Entry) -> None:
    if entry.format != HISTORY_FORMAT:
        reason = f"it is in the format {quoted(entry.format)}; this release reads {HISTORY_FORMAT}"
        raise BadLedger(entry, reason)


def _unreadable(entry: Entry, error: BadHistory) -> BadLedger:
    """Return the error for an entry that cannot be read; a `BadHistory` is of what users give."""
    return BadLedger(entry, " ".join(map(str, error.faults)))
