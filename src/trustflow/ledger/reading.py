"""Read the cases of a store: as they are in force now, or as they were recorded on a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from ..dates import MAX_DAY, whole_day
from ..errors import TrustflowError, nearest
from ..queries import deadlines
from .entries import is_removed, recorded_by_end_of
from .errors import BadLedger, NotInLedger
from .sql_store import SqlStore
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..dates import DateLike, PartialDate, Span
    from ..process import Process
    from ..queries import Due
    from .entries import Entry
    from .state import CaseState
    from .store import Store

__all__ = [
    "CaseDeadline",
    "cases_of",
    "deadlines_of",
    "not_in_ledger",
    "read_entries",
    "read_state",
    "readable_states",
]

MAX_COMPARED = 5000
"""The most names that an unknown one is compared with, which takes time."""


class CaseDeadline(NamedTuple):
    """A deadline of a case."""

    name: str
    deadline: Due


def read_state(
    store: Store, name: str, processes: Iterable[Process], recorded_on: DateLike | None = None
) -> CaseState:
    """Return the state of a case, as it is in force now or as it was recorded on a day.

    Raises:
        NotInLedger: The ledger has no case of that name, or had none on that day.
        BadDate: The day is not one exact day.
    """
    entries = store.entries(name)
    state = state_of(entries, processes)
    if recorded_on is not None:
        is_there = state is not None
        state = state_of(tuple(recorded_by_end_of(entries, recorded_on)), processes)
        if is_there and state is None:
            day = dt.date.fromordinal(whole_day(recorded_on, "recorded_on"))
            raise NotInLedger(name, recorded_on=day.isoformat())
    if state is None:
        raise not_in_ledger(store, name)
    return state


def read_entries(store: Store, name: str, processes: Iterable[Process]) -> tuple[Entry, ...]:
    """Return the entries of a case, or of one that was removed, each with its event.

    Raises:
        NotInLedger: The ledger has no case of that name, and had none.
    """
    entries = tuple(store.entries(name))
    if not entries:
        raise not_in_ledger(store, name)
    state = state_of(entries, processes)
    return entries if state is None else tuple(with_event(each, state.process) for each in entries)


def cases_of(store: Store) -> Iterator[tuple[str, Sequence[Entry] | BadLedger]]:
    """Yield the name of each case, and its entries, or why they cannot be read.

    Those of a database are read at once, and those of removed cases are among them.
    """
    if isinstance(store, SqlStore):
        yield from store.cases()
        return
    for name in store.names():
        yield name, store.entries(name)


def readable_states(
    cases: Iterable[tuple[str, Sequence[Entry] | BadLedger]], processes: Iterable[Process]
) -> tuple[list[CaseState], dict[str, Exception]]:
    """Return the states of cases, as `cases_of` yields them, and why others cannot be read."""
    processes = tuple(processes)
    states: list[CaseState] = []
    unread: dict[str, Exception] = {}
    for name, found in cases:
        try:
            if isinstance(found, BadLedger):
                raise found
            state = state_of(found, processes)
            if state is not None:
                states.append(state)
            elif not is_removed(found):
                raise BadLedger(found[0], "no entry before it creates the case")
        except (TrustflowError, ValueError) as error:
            unread[name] = error
    return states, unread


def not_in_ledger(store: Store, name: str) -> NotInLedger:
    """Return the error for a name that is not in a ledger."""
    names = store.names()
    similar = nearest(name, names) if len(names) <= MAX_COMPARED else None
    return NotInLedger(name, [similar] if similar and similar != name else [])


def deadlines_of(
    states: Iterable[CaseState],
    as_of: DateLike,
    *,
    within: str | Span | PartialDate | None,
    everything: bool,
) -> tuple[CaseDeadline, ...]:
    """Return the deadlines of some cases on a day, by due day.

    Raises:
        BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
            interval of exact days.
    """
    found = [
        CaseDeadline(state.history.authority, due)
        for state in states
        for due in deadlines(
            state.history, as_of, process=state.process, everything=everything, within=within
        )
    ]
    return tuple(sorted(found, key=lambda each: _due_day(each.deadline)))


def _due_day(due: Due) -> int:
    return MAX_DAY if due.due is None else due.due.first
