"""Read the cases of a store: as they are in force now, or as they were recorded on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..dates import MAX_DAY
from ..errors import nearest
from ..queries import deadlines
from .entries import Kind, recorded_by_end_of
from .errors import NotInLedger
from .state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..dates import DateLike, PartialDate, Span
    from ..process import Process
    from ..queries import Due
    from .entries import Entry
    from .state import CaseState
    from .store import Store

__all__ = ["CaseDeadline", "cases_of", "deadlines_of", "not_in_ledger", "read_state"]


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
    if recorded_on is not None:
        entries = tuple(recorded_by_end_of(entries, recorded_on))
    state = state_of(entries, processes)
    if state is None:
        raise not_in_ledger(store, name)
    return state


def cases_of(store: Store) -> Iterator[Sequence[Entry]]:
    """Yield the entries of each case, by name; of a database, all in one state of it.

    Raises:
        BadLedger: An entry was changed from outside and cannot be read.
    """
    read_all = getattr(store, "cases", None)
    if read_all is not None:
        yield from (each for each in read_all() if each[-1].kind is not Kind.REMOVED)
        return
    for name in store.names():
        yield store.entries(name)


def not_in_ledger(store: Store, name: str) -> NotInLedger:
    """Return the error for a name that is not in a ledger."""
    names = store.names()
    similar = nearest(name, names) if len(names) <= MAX_COMPARED else None
    return NotInLedger(name, [similar] if similar else [])


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
