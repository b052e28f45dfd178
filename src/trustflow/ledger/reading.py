"""Read the cases of a store: as they are in force now, or as they were recorded on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, frozen

from ..dates import MAX_DAY, whole_day
from ..errors import TrustflowError, nearest, quoted
from ..history import Event, History
from ..process import Process
from ..queries import deadlines
from .entries import Entry, Kind, is_removed, recorded_by_end_of, recording_day
from .errors import BadLedger, NotInLedger
from .sql_store import SqlStore
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dates import DateLike, PartialDate, Span
    from ..queries import Due
    from .store import Store

__all__ = [
    "CaseDeadline",
    "CasesFound",
    "Days",
    "OnUnread",
    "StoredCase",
    "cases_of",
    "checked_days",
    "deadlines_of",
    "found_cases",
    "is_missing",
    "not_in_ledger",
    "read_case",
    "read_entries",
    "readable_cases",
]

MAX_COMPARED = 5000
"""The most names that an unknown one is compared with, which takes time."""


class CaseDeadline(NamedTuple):
    """A deadline of a case."""

    name: str
    deadline: Due


@frozen(repr=False)
class StoredCase:
    """A case as one read of a ledger found it.

    Args:
        history: The history: of the events that are in force, or were on the day asked about.
        process: The process of the case.
    """

    history: History
    process: Process
    _entries: Sequence[Entry]
    _in_force: Sequence[Entry]
    _events: Sequence[Event]

    @property
    def name(self) -> str:
        """The name of the case."""
        return self.history.authority

    @property
    def version(self) -> int:
        """The version of the case, which a change can expect."""
        return self._entries[-1].version

    @property
    def last(self) -> Entry:
        """The last entry, with its event if it has one."""
        return with_event(self._entries[-1], self.process)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, the oldest first, each with its event."""
        return tuple(with_event(entry, self.process) for entry in self._entries)

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The entry of each event of the history, in its order, with that very event."""
        kept = set(map(id, self.history))
        pairs = zip(self._in_force, self._events, strict=True)
        return tuple(evolve(entry, event=event) for entry, event in pairs if id(event) in kept)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {quoted(self.name)}, version {self.version}>"


class Days(NamedTuple):
    """The days as of which cases are read; None for what is in force now."""

    recorded_on: DateLike | None = None
    known_on: DateLike | None = None


NOW = Days()


def checked_days(recorded_on: DateLike | None, known_on: DateLike | None) -> Days:
    """Return the days as of which cases are read.

    Raises:
        BadDate: A day is not one exact day.
    """
    for name, day in (("recorded_on", recorded_on), ("known_on", known_on)):
        if day is not None:
            whole_day(day, name)
    return Days(recorded_on, known_on)


OnUnread = Callable[[str, Exception], object]
"""What is called with the name of a case that cannot be read, and the error."""


def read_case(store: Store, name: str, processes: Iterable[Process], days: Days) -> StoredCase:
    """Return a case, as it is in force now or as it was on a day.

    Raises:
        NotInLedger: The ledger has no case of that name, or had none on that day.
        BadDate: A day is not one exact day.
    """
    entries = store.entries(name)
    case = _stored(entries, processes, days)
    if case is None:
        _require_case(store, name, entries, days.recorded_on)
        raise not_in_ledger(store, name)
    return case


def is_missing(entries: Sequence[Entry]) -> bool:
    """Return whether there is no case, or one that was removed."""
    return not entries or is_removed(entries)


def _stored(
    entries: Sequence[Entry], processes: Iterable[Process], days: Days
) -> StoredCase | None:
    """Return the case of some entries; None if there was none on that day."""
    if days.recorded_on is not None:
        entries = tuple(recorded_by_end_of(entries, days.recorded_on))
    state = state_of(entries, processes)
    if state is None:
        return None
    history = state.history if days.known_on is None else state.history.known_on(days.known_on)
    return StoredCase(history, state.process, entries, state.entries, state.history.events)


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


CasesFound = Sequence[tuple[str, "Sequence[Entry] | BadLedger"]]
"""The name and the entries of cases, or why they cannot be read."""


def cases_of(
    store: Store, names: Collection[str] | None = None
) -> Iterator[tuple[str, Sequence[Entry] | BadLedger]]:
    """Yield the name of each case, and its entries, or why they cannot be read.

    Those of a database are read at once, and those of removed cases are among them. A case without
    entries is left out.

    Args:
        store: The store.
        names: The names of the cases; every case by default.
    """
    if isinstance(store, SqlStore):
        yield from store.cases(names)
        return
    for name in store.names() if names is None else names:
        # A store of the user's own can name a case that has just lost its entries.
        if entries := store.entries(name):
            yield name, entries


def found_cases(
    store: Store, names: Sequence[str] | None = None, recorded_on: DateLike | None = None
) -> CasesFound:
    """Return what `cases_of` yields, in the order of the names.

    Raises:
        NotInLedger: The ledger does not have a case of one of the names, or had none on the day.
    """
    found = list(cases_of(store, names))
    if names is None:
        return found
    by_name = dict(found)
    for name in names:
        entries = by_name.get(name, ())
        if not isinstance(entries, BadLedger):
            _require_case(store, name, entries, recorded_on)
    return [(name, by_name[name]) for name in names]


def _require_case(
    store: Store, name: str, entries: Sequence[Entry], recorded_on: DateLike | None
) -> None:
    """Refuse a name of which there is no case, or was none on a day.

    Raises:
        NotInLedger: It is one.
    """
    then = entries if recorded_on is None else tuple(recorded_by_end_of(entries, recorded_on))
    if not is_missing(then) and not is_missing(entries):
        return
    if recorded_on is None or is_missing(entries):
        raise not_in_ledger(store, name)
    day = dt.date.fromordinal(whole_day(recorded_on, "recorded_on"))
    # It deleted what was recorded before it, so it is not known whether there was a case then.
    later = (recording_day(each) for each in entries[len(then) :] if each.kind is Kind.REMOVED)
    removed_on = next(map(str, later), None)
    raise NotInLedger(name, recorded_on=day.isoformat(), removed_on=removed_on)


def readable_cases(
    found: Iterable[tuple[str, Sequence[Entry] | BadLedger]],
    processes: Iterable[Process],
    on_unread: OnUnread,
    days: Days = NOW,
) -> Iterator[StoredCase]:
    """Yield the cases that can be read, and that were there on the day.

    Args:
        found: What `found_cases` returns.
        processes: The processes of the ledger.
        on_unread: Called for each case that cannot be read.
        days: The days.

    """
    processes = tuple(processes)
    for name, entries in found:
        try:
            if isinstance(entries, BadLedger):
                raise entries
            case = _stored(entries, processes, days)
            if case is None and days.recorded_on is None and not is_removed(entries):
                raise BadLedger(entries[0], "no entry before it creates the case")
        except (TrustflowError, ValueError) as error:
            on_unread(name, error)
            continue
        if case is not None:
            yield case


def not_in_ledger(store: Store, name: str) -> NotInLedger:
    """Return the error for a name that is not in a ledger."""
    names = store.names()
    similar = nearest(name, names) if len(names) <= MAX_COMPARED else None
    return NotInLedger(name, [similar] if similar and similar != name else [])


def deadlines_of(
    cases: Iterable[StoredCase],
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
        CaseDeadline(case.name, due)
        for case in cases
        for due in deadlines(
            case.history, as_of, process=case.process, everything=everything, within=within
        )
    ]
    return tuple(sorted(found, key=lambda each: _due_day(each.deadline)))


def _due_day(due: Due) -> int:
    return MAX_DAY if due.due is None else due.due.first
