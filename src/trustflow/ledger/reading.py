"""Read the cases of a ledger: as they are in force now, or as they were recorded on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ..dates import MAX_DAY
from ..errors import nearest
from ..queries import deadlines
from .entries import recorded_by_end_of
from .errors import NotInLedger
from .opening import OpenLedger
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dates import DateLike, PartialDate, Span
    from ..history import History
    from ..process import Process
    from ..queries import Due
    from .entries import Entry
    from .state import CaseState

__all__ = ["CaseDeadline", "ReadableLedger"]


class CaseDeadline(NamedTuple):
    """A deadline of a case."""

    name: str
    deadline: Due


class ReadableLedger(OpenLedger):
    """A ledger that is read; `Ledger` adds what changes it."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the cases, sorted."""
        with self._reading() as store:
            return tuple(store.names())

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a case, the oldest first, each with its event.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        entries, process = self._known_entries(name)
        self._seen[name] = entries[-1].version
        return tuple(with_event(entry, process) for entry in entries)

    def history(
        self, name: str, *, recorded_on: DateLike | None = None, known_on: DateLike | None = None
    ) -> History:
        """Return the history of a case, as it is in force now, or as it was recorded on a day.

        Three times can differ: when an event happened, when it could be known, and when it was
        recorded here.

        Args:
            name: The name of the case.
            recorded_on: Only what was recorded up to the end of this day, in London, counts; a
                correction made later does not.
            known_on: Only events that could be known on this day count; see `History.known_on`.

        Raises:
            UnknownCase: The ledger has no case of that name, or had none on that day.
            BadDate: A day is not one exact day.
        """
        state = self._state(name, recorded_on)
        if recorded_on is None:
            self._seen[name] = state.version
        return state.history if known_on is None else state.history.known_on(known_on)

    def in_force(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose events are in force, in the order of the history.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        state = self._state(name)
        self._seen[name] = state.version
        pairs = zip(state.entries, state.history, strict=True)
        return tuple(evolve(entry, event=event) for entry, event in pairs)

    def process(self, name: str) -> Process:
        """Return the process of a case.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        return self._state(name).process

    def deadlines(
        self,
        as_of: DateLike,
        *,
        within: str | Span | PartialDate | None = None,
        everything: bool = False,
    ) -> tuple[CaseDeadline, ...]:
        """Return the deadlines of all cases on a day, by due day; see `trustflow.deadlines`.

        Raises:
            BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
                interval of exact days.
        """
        found = [
            CaseDeadline(name, due)
            for name in self.names()
            for state in [self._state(name)]
            for due in deadlines(
                state.history,
                as_of,
                process=state.process,
                everything=everything,
                within=within,
            )
        ]
        return tuple(sorted(found, key=lambda each: _due_day(each.deadline)))

    def _known_entries(self, name: str) -> tuple[Sequence[Entry], Process]:
        """Return the entries of a case, and its process."""
        with self._reading() as store:
            entries = store.entries(name)
        return entries, self._require(name, state_of(entries, self.processes)).process

    def _state(self, name: str, recorded_on: DateLike | None = None) -> CaseState:
        with self._reading() as store:
            entries = store.entries(name)
        if recorded_on is not None:
            entries = tuple(recorded_by_end_of(entries, recorded_on))
        return self._require(name, state_of(entries, self.processes))

    def _require(self, name: str, state: CaseState | None) -> CaseState:
        """Return the state of a case, which must be there.

        Raises:
            NotInLedger: It is not.
        """
        if state is None:
            raise self._unknown(name)
        return state

    def _unknown(self, name: str) -> NotInLedger:
        """Return the error for a name that is not in the ledger."""
        similar = nearest(name, self.names())
        return NotInLedger(name, [similar] if similar else [])


def _due_day(due: Due) -> int:
    return MAX_DAY if due.due is None else due.due.first
