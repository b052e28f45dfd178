"""The part of a ledger that opens it and reads its cases."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from ..errors import InvalidValue, quoted
from ..history import tuple_of_names
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from . import administration
from .changes import require_name
from .changing import Changer
from .errors import CasesNotRead
from .places import mode_of, place_of
from .reading import (
    CaseDeadline,
    Days,
    StoredCase,
    checked_days,
    deadlines_of,
    found_cases,
    read_case,
    read_entries,
    readable_cases,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from types import TracebackType

    import sqlalchemy as sa

    from ..dates import DateLike, PartialDate, Span
    from ..history import History
    from ..process import Process
    from .entries import Entry
    from .reading import CasesFound, OnUnread
    from .store import Store

__all__ = ["ReadableLedger"]


class ReadableLedger:
    """A ledger whose cases are read; `Ledger` also changes them."""

    def __init__(
        self,
        place: str | os.PathLike[str] | sa.Engine | sa.Connection | Store,
        *,
        processes: Iterable[Process] = (TRUST_TRANSFER,),
        create: bool = True,
        journal: str = "wal",
    ) -> None:
        self.processes = _processes_of(processes)
        self._place = place_of(place, create=create, journal=journal)
        self._changer = Changer(self._place, self.processes)
        self._last_read = self._changer.last_read

    @property
    def id(self) -> str | None:
        """The id of the ledger, which a copy has too; None in a store of your own."""
        return self._place.id

    @property
    def file_mode(self) -> int:
        """The permissions of the file of the ledger; those of its owner if it has none.

        Give them to a file into which you write what the ledger holds, as `export` does.
        """
        return mode_of(self._place)

    def close(self) -> None:
        """Close the connections that the ledger opened itself."""
        self._place.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in {self._place}>"

    def names(self, *, removed: bool = False) -> tuple[str, ...]:
        """Return the names of the cases, sorted.

        Args:
            removed: Whether to return those of removed cases too, which a store of your own does
                not name.
        """
        with self._place.reading() as store:
            return administration.all_names(store) if removed else tuple(store.names())

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a case, the oldest first, each with its event.

        Of a removed case, they are what is left: the entry about the removal.

        Raises:
            UnknownCase: The ledger has no case of that name, and had none.
        """
        require_name(name)
        with self._place.reading() as store:
            entries = read_entries(store, name, self.processes)
        self._last_read.note(entries[-1])
        return entries

    def read(
        self, name: str, *, recorded_on: DateLike | None = None, known_on: DateLike | None = None
    ) -> StoredCase:
        """Return a case with its history, its version and its entries, all of one moment.

        Three times can differ: when an event happened, when it could be known, and when it was
        recorded here.

        Args:
            name: The name of the case.
            recorded_on: Only what was recorded up to the end of this day, in London, counts; a
                correction made later does not.
            known_on: Only events that could be known on this day count; see `History.known_on`.

        Raises:
            UnknownCase: The ledger has no case of that name, or had none on that day, or what it
                had then was removed.
            BadDate: A day is not one exact day.
        """
        require_name(name)
        with self._place.reading() as store:
            case = read_case(store, name, self.processes, Days(recorded_on, known_on))
        if recorded_on is None:
            self._last_read.note(case.last)
        return case

    def read_all(
        self,
        names: Iterable[str] | None = None,
        *,
        recorded_on: DateLike | None = None,
        known_on: DateLike | None = None,
        on_unread: OnUnread | None = None,
    ) -> Iterator[StoredCase]:
        """Return many cases of one moment, with a single read of the database; see `read`.

        The entries are in memory until the last case was taken, and each history is built when
        its case is taken.

        Args:
            names: The names of the cases, in the order in which they are returned; every case, by
                name, if it is None.
            recorded_on: As for `read`. A case that was not there on that day is left out, and so is
                what was removed since.
            known_on: As for `read`.
            on_unread: Called with the name of each case that cannot be read, and the error. By
                default, a warning names them all: `CasesNotRead`.

        Raises:
            UnknownCase: The ledger has no case of one of the names, or had none on that day, or
                what it had then was removed.
            BadDate: A day is not one exact day.
        """
        listed = None if names is None else tuple_of_names(names)
        for name in listed or ():
            require_name(name)
        days = checked_days(recorded_on, known_on)
        with self._place.reading() as store:
            found = found_cases(store, listed, recorded_on)
        return self._noted(found, days, on_unread)

    def _noted(
        self, found: CasesFound, days: Days, on_unread: OnUnread | None
    ) -> Iterator[StoredCase]:
        """Yield cases that are read, and note their versions if they are read as of now."""
        unread: dict[str, Exception] = {}
        note = unread.__setitem__ if on_unread is None else on_unread
        for case in readable_cases(found, self.processes, note, days):
            if days.recorded_on is None:
                self._last_read.note(case.last)
            yield case
        if unread:
            warnings.warn(CasesNotRead(unread), stacklevel=2)

    def history(
        self, name: str, *, recorded_on: DateLike | None = None, known_on: DateLike | None = None
    ) -> History:
        """Return the history of a case, as it is in force now, or as it was recorded on a day.

        It is that of `read`, which has the same arguments and errors.
        """
        return self.read(name, recorded_on=recorded_on, known_on=known_on).history

    def in_force(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose events are in force, in the order of the history.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        return self.read(name).in_force

    def process(self, name: str) -> Process:
        """Return the process of a case.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        require_name(name)
        with self._place.reading() as store:
            return read_case(store, name, self.processes, Days()).process

    def deadlines(
        self,
        as_of: DateLike,
        *,
        within: str | Span | PartialDate | None = None,
        everything: bool = False,
    ) -> tuple[CaseDeadline, ...]:
        """Return the deadlines of all cases on a day, by due day; see `trustflow.deadlines`.

        Cases that cannot be read are left out, and a warning says which ones: `CasesNotRead`.

        Raises:
            BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
                interval of exact days.
        """
        with self._place.reading() as store:
            found = found_cases(store)
        unread: dict[str, Exception] = {}
        cases = list(readable_cases(found, self.processes, unread.__setitem__))
        if unread:
            warnings.warn(CasesNotRead(unread), stacklevel=2)
        return deadlines_of(cases, as_of, within=within, everything=everything)


def _processes_of(processes: object) -> tuple[Process, ...]:
    """Return the processes that a ledger was given.

    Raises:
        InvalidValue: There are none, or one of them is not a process.
    """
    found = tuple(map(process_of, processes)) if isinstance(processes, Iterable) else ()
    if not found:
        accepted = (
            "Expected one or more processes in a list. Leave it out for the trust transfer alone."
        )
        raise InvalidValue(quoted(processes), "processes of a ledger", accepted)
    return found
