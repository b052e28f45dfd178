"""A ledger: live cases in a database, recorded by many hands, of which nothing is lost."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve

from ..case import Case, close, lent
from ..errors import InvalidValue, quoted
from ..history import History, event_of, histories_of, require_history, tuple_of_names
from ..process import process_of
from ..trust_transfer import TRUST_TRANSFER
from . import administration, erasure
from .changes import (
    Signature,
    checked,
    created,
    inserted,
    name_of,
    recorded,
    replaced,
    require_name,
    withdrawn,
)
from .changing import Recorded, begun, changed, require_expected, retried
from .editing import edited
from .errors import CasesNotRead, StaleCase
from .last_read import Expected, LastRead
from .live_cases import LiveCases
from .places import EnginePlace, StorePlace, mode_of, place_of
from .reading import (
    CaseDeadline,
    cases_of,
    deadlines_of,
    not_in_ledger,
    read_entries,
    read_state,
    readable_states,
)
from .state import process_named, state_of, with_event
from .vacuuming import vacuum as vacuum_place

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType

    import sqlalchemy as sa

    from ..dates import DateLike, PartialDate, Span
    from ..history import CheckedToLike, Event
    from ..process import Process
    from .changes import Change
    from .checking import Recheck
    from .entries import Entry
    from .state import CaseState
    from .store import Store

__all__ = ["Ledger"]

WHO_AND_WHY = ("recorded_by", "reason")
"""The texts without which no personal data are erased."""


class Ledger:
    """Live cases in a database, recorded by many hands, of which nothing is lost.

    A ledger refuses what cannot have happened, as a `Case` does. It only ever adds entries: who
    recorded what, when and why stays readable, and so does every event that was replaced or
    withdrawn. A change is made wholly or not at all, and two changes never mix: one of them comes
    first, and the other is checked against its result.

    A ledger can be used by several threads and programs at once, and by a process that forks. If
    several people share one, as in a web app, give `expected_version` with each change.

    Args:
        place: The path of a file of SQLite; the URL of a database, such as
            ``postgresql+psycopg://localhost/cases``; an engine or a connection of SQLAlchemy; or a
            `Store` of your own. With a connection, the ledger takes part in the caller's
            transaction and never commits.
        processes: The processes of the cases; the trust transfer by default.
        create: Whether to make a ledger where there is none.
        journal: How SQLite keeps changes that are not finished: ``wal``; or ``delete``, the only
            way on a network drive, where only one program may write at a time.

    Raises:
        FileNotFoundError: The file does not exist, and `create` is False.
        InvalidValue: The file is on a network drive, or an argument is not of the accepted form.
        BadLedger: The ledger was made by a newer release; or there is none, and `create` is False.
        LedgerFailed: The database cannot be opened.
        MissingExtra: SQLAlchemy is not installed.
    """

    def __init__(
        self,
        place: str | os.PathLike[str] | sa.Engine | sa.Connection | Store,
        *,
        processes: Iterable[Process] = (TRUST_TRANSFER,),
        create: bool = True,
        journal: str = "wal",
    ) -> None:
        self.processes = tuple(map(process_of, processes))
        self._place = place_of(place, create=create, journal=journal)
        self._last_read = LastRead(moves_back=self._place.can_vanish)
        self._live_cases = LiveCases()

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

    # What changes a case

    def create(
        self,
        history: History | str,
        *,
        process: Process | None = None,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Begin a case; return its last entry.

        Args:
            history: The name of the authority; or a history, whose events are recorded too.
            process: The process; the only one of the ledger, or the trust transfer, by default.
            recorded_by: Who records it.
            reason: Why.
            meta: Other values to keep with it, as plain data.

        Raises:
            InvalidValue: The ledger has a case of that name, or was not opened with the process.
            MoveNotAllowed: The history has an event that the process does not allow in its stage.
            DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
        """
        if isinstance(history, str):
            history = History(history)
        signature = Signature.checked(recorded_by, reason, meta)
        (last,) = self._begun([require_history(history)], process, signature)
        return last

    def add_histories(
        self,
        histories: Iterable[History],
        *,
        process: Process | None = None,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> tuple[Entry, ...]:
        """Begin a case for each history; return the last entry of each.

        All cases are created or none, but for a store of your own, in which an error can leave
        those before it.

        Raises:
            InvalidValue: As for `create`; or two histories have one name.
            MoveNotAllowed: As for `create`.
            DateRuleBroken: As for `create`.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        return self._begun(histories_of(histories), process, signature)

    def record(
        self,
        name: str,
        event: Event,
        *,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Record the next event of a case.

        Args:
            name: The name of the case.
            event: The event.
            recorded_by: Who records it.
            reason: Why.
            meta: Other values to keep with it, as plain data.
            expected_version: The version that the case must have. By default, it is the one that
                was last read through this ledger, by whomever: if several people share the ledger,
                as in a web app, give the version that the person has seen. If the case was not
                read yet, any version will do.

        Raises:
            UnknownCase: The ledger has no case of that name.
            StaleCase: Somebody changed the case since that version; the error says who and what.
            MoveNotAllowed: The process does not allow the event in this stage.
            DateRuleBroken: The event certainly breaks a rule of strength ``logic``.
            LedgerFailed: The database failed.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        event = event_of(event)
        return self._change(
            name,
            expected_version,
            lambda state: recorded(state, event, signature, self._live_cases),
        )

    def insert(
        self,
        name: str,
        event: Event,
        *,
        at: int | None = None,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Insert an event that was learnt late; see `Case.insert` and, for the rest, `record`."""
        signature = Signature.checked(recorded_by, reason, meta)
        event = event_of(event)
        return self._change(
            name, expected_version, lambda state: inserted(state, event, at, signature)
        )

    def replace(
        self,
        entry: Entry,
        event: Event,
        *,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Correct the event of an entry; the old one stays readable. See `Case.replace`.

        Raises:
            InvalidValue: The event of the entry is no longer in force.
            StaleCase: As for `record`, as the other errors.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        event = event_of(event)
        return self._change(
            name_of(entry),
            expected_version,
            lambda state: replaced(state, entry, event, signature),
        )

    def withdraw(
        self,
        entry: Entry,
        *,
        reason: str,
        recorded_by: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Take the event of an entry back; it stays readable. See `Case.withdraw`.

        Raises:
            InvalidValue: The event of the entry is no longer in force.
            StaleCase: As for `record`, as the other errors.
        """
        signature = Signature.checked(recorded_by, reason, meta, needed=("reason",))
        return self._change(
            name_of(entry), expected_version, lambda state: withdrawn(state, entry, signature)
        )

    @contextmanager
    def edit(
        self,
        name: str,
        *,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Iterator[Case]:
        """Yield a live case whose changes become entries together when the block ends, or none.

        If the block raises an error, nothing is recorded. After the block, the case refuses
        changes.

        Raises:
            NotInLedger: The ledger has no case of that name.
            StaleCase: Somebody changed the case in the meantime; nothing was recorded.
            InvalidValue: The block withdrew an event, and there is no reason; nothing was recorded.

        Example:
            with ledger.edit("Sandwell", recorded_by="a case officer") as case:
                case.record(ev.CommissionerAppointed("2015-08-01"))
                case.mark_checked("2026-05-03")
        """
        signature = Signature.checked(recorded_by, reason, meta)
        expected = self._expected(name, expected_version)
        with self._place.reading() as store:
            entries = store.entries(name)
            state = state_of(entries, self.processes)
            if state is None:
                raise not_in_ledger(store, name)
        if expected is not None:
            with self._losing(name, expected):
                require_expected(entries, state, expected)
        self._last_read.note(state.last)
        case = lent(state.history, state.process)
        try:
            yield case
        finally:
            close(
                case,
                "This case was lent by ledger.edit, and its block has ended. "
                "Open another block to change the case.",
            )
        change = edited(state, case, signature)
        if change.drafts:
            self._made(name, Expected(state.version, state.last.hash), lambda _: change)

    def mark_checked(
        self,
        name: str,
        day: CheckedToLike,
        kinds: str | Iterable[str] | None = None,
        *,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Note up to which day somebody has looked for later events; see `Case.mark_checked`."""
        signature = Signature.checked(recorded_by, reason, meta)
        named = None if kinds is None else tuple_of_names(kinds)
        return self._change(
            name, expected_version, lambda state: checked(state, day, named, signature)
        )

    # What reads cases

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
            self._last_read.note(state.last)
        return state.history if known_on is None else state.history.known_on(known_on)

    def in_force(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose events are in force, in the order of the history.

        Raises:
            UnknownCase: The ledger has no case of that name.
        """
        state = self._state(name)
        self._last_read.note(state.last)
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

        Cases that cannot be read are left out, and a warning says which ones: `CasesNotRead`.

        Raises:
            BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
                interval of exact days.
        """
        with self._place.reading() as store:
            cases = tuple(cases_of(store))
        states, unread = readable_states(cases, self.processes)
        if unread:
            warnings.warn(CasesNotRead(unread), stacklevel=2)
        return deadlines_of(states, as_of, within=within, everything=everything)

    # What an administrator does

    def export(self, path: str | os.PathLike[str], *, entries: bool = False) -> None:
        """Write all cases, as they are in force, to one file of JSON.

        Args:
            path: The path of the file.
            entries: Whether to write all entries too: who recorded what, when and why, what was
                corrected, and what proves it. By default, the file has only the histories, and
                `trustflow.load_all` reads it.

        Raises:
            BadLedger: A case cannot be read; the error says which ones, and why.
            InvalidValue: The cases are of several processes, which one file of histories cannot
                hold.
            OSError: The file cannot be written to.
        """
        administration.export(self._place, self.processes, path, entries=entries)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy a ledger of SQLite to a new file, also while others record.

        Raises:
            FileExistsError: There is a file at the path.
            InvalidValue: The ledger is not in a file of SQLite; use the server's own backup.
            LedgerFailed: The database failed.
        """
        administration.backup(self._place, path)

    def recheck(self) -> Recheck:
        """Check the chain of hashes, the triggers, and every case under today's rules.

        It finds an entry that was changed, added, or left out before another one, and a redaction
        that overwrote more than it says. It cannot find what whoever owns the database can do:
        forge the whole chain of a case, delete its newest entries or all of it, and put the
        triggers back; nor an entry that somebody who may insert added in the ordinary way. A
        backup, or its `head`, that somebody else keeps shows that.
        """
        return administration.recheck(self._place, self.processes)

    def redact(
        self,
        name: str,
        text: str,
        *,
        reason: str,
        recorded_by: str,
        meta: Mapping[str, Any] | None = None,
        vacuum: bool = True,
        force: bool = False,
    ) -> Entry:
        """Overwrite a text with ``[redacted]`` in all entries of a case; return the entry about it.

        This is the one exception to the rule that a ledger only adds entries. The text is
        overwritten wherever exactly these characters are: in events, in `recorded_by`, `reason`
        and `meta`, and in what describes the case; a link that contains it is left out. The new
        entry lists the places. All other values stay provable, and nothing that stays confirms a
        guess of the text; but a backup keeps it.

        Args:
            name: The name of the case, which may have been removed.
            text: The text.
            reason: Why; like the other arguments, it must not repeat the text.
            recorded_by: Who redacts it.
            meta: Other values to keep with it, as plain data.
            vacuum: Whether to erase the text from the files of the database at once; see `vacuum`.
                In the caller's transaction, it stays there until `vacuum` is called after it.
            force: Whether to redact it also if `recheck` has faults.

        Raises:
            NotInLedger: The ledger has no case of that name, and had none.
            InvalidValue: The case does not contain the text, or cannot be read without it; or an
                argument repeats it; or the ledger is kept in a store of your own.
            BadLedger: The case or the triggers were changed from outside.
            LedgerFailed: The database failed; the error says whether the text was overwritten.
        """
        signature = Signature.checked(recorded_by, reason, meta, needed=WHO_AND_WHY)
        require_name(name)
        added = erasure.redact(self._place, self.processes, name, text, signature, force=force)
        self._last_read.follow(added)
        if vacuum:
            self._erase()
        return added

    def remove(
        self,
        name: str,
        path: str | os.PathLike[str],
        *,
        reason: str,
        recorded_by: str,
        meta: Mapping[str, Any] | None = None,
        vacuum: bool = True,
        force: bool = False,
    ) -> Entry:
        """Write a case to a new file of JSON, then delete it; return the entry about it.

        The file has the history as it is in force, and all entries. In the ledger one entry stays:
        the name of the case, how many entries it had, and who removed it, when and why. Those
        about earlier removals of a case of that name stay too.

        In the caller's transaction, the file stays if that is rolled back: delete it then.

        Args:
            name: The name of the case.
            path: Where to write it; there must be no file.
            reason: Why.
            recorded_by: Who removes it.
            meta: Other values to keep with it, as plain data.
            vacuum: Whether to erase it from the files of the database at once, as for `redact`.
            force: Whether to remove it also if `recheck` has faults.

        Raises:
            NotInLedger: The ledger has no case of that name.
            StaleCase: Somebody changed the case just now; nothing was removed.
            FileExistsError: There is a file at the path.
            InvalidValue: The ledger is kept in a store of your own.
            BadLedger: The case or the triggers were changed from outside.
            LedgerFailed: The database failed; the error says whether the case was deleted.
        """
        signature = Signature.checked(recorded_by, reason, meta, needed=WHO_AND_WHY)
        require_name(name)
        added = erasure.remove(self._place, self.processes, name, path, signature, force=force)
        self._last_read.forget(name)
        if vacuum:
            self._erase()
        return added

    def vacuum(self) -> None:
        """Erase what was overwritten or deleted from the files of the database.

        `redact` and `remove` do so themselves. Nobody can record meanwhile, nor read on
        PostgreSQL, and the database needs the space of the table once more. It waits a short time
        for those who still read the old content.

        Raises:
            InvalidValue: The ledger is in a connection or a store of the caller's.
            LedgerFailed: The database failed, or another program is reading the old content.
        """
        vacuum_place(self._place)

    def _erase(self) -> None:
        """Erase what was overwritten or deleted, unless it is part of the caller's transaction."""
        if isinstance(self._place, EnginePlace):
            vacuum_place(self._place)

    def _state(self, name: str, recorded_on: DateLike | None = None) -> CaseState:
        require_name(name)
        with self._place.reading() as store:
            return read_state(store, name, self.processes, recorded_on)

    def _begun(
        self, histories: Iterable[History], process: Process | None, signature: Signature
    ) -> tuple[Entry, ...]:
        """Begin cases in one transaction; return the last entry of each."""
        chosen = [(each, self._chosen_process(each, process)) for each in histories]
        changes = [created(each, its_process, signature) for each, its_process in chosen]
        # In a store of the user's own, others can come between, and one case is tried again alone.
        is_one = not isinstance(self._place, StorePlace)
        added: list[Entry] = []
        for together in [changes] if is_one else [[each] for each in changes]:
            added += retried(partial(begun, self._place, together))
        pairs = zip(added, chosen, strict=True)
        last = tuple(with_event(entry, its_process) for entry, (_, its_process) in pairs)
        for entry in last:
            self._last_read.note(entry)
        return last

    def _change(
        self, name: str, expected: int | None, change: Callable[[CaseState], Change]
    ) -> Recorded:
        """Make a change of a case, by default of what was last read of it."""
        return self._made(name, self._expected(name, expected), change)

    def _expected(self, name: str, version: int | None) -> Expected | None:
        require_name(name)
        if version is None:
            return self._last_read.expected(name)
        if type(version) is not int or version < 0:
            accepted = "Expected a whole number, such as the version of the last entry."
            raise InvalidValue(quoted(version), "expected_version", accepted)
        return Expected(version)

    def _made(
        self, name: str, expected: Expected | None, change: Callable[[CaseState], Change]
    ) -> Recorded:
        """Make a change of a case and note its last entry, when nothing can undo it any more."""
        with self._losing(name, expected):
            made = changed(self._place, name, self.processes, change, expected=expected)
        self._last_read.note(made.entry)
        return made

    @contextmanager
    def _losing(self, name: str, expected: Expected | None) -> Iterator[None]:
        """Note for a block if it shows that what was last read of a case is not there."""
        try:
            yield
        except StaleCase as error:
            if expected is not None and expected.hash and error.expected >= error.found:
                self._last_read.lose(name)
            raise

    def _chosen_process(self, history: History, process: Process | None) -> Process:
        """Return the process of a new case.

        Raises:
            InvalidValue: The ledger was not opened with it, or has several and none is given.
        """
        if process is not None:
            return process_named(process_of(process).name, history.authority, self.processes)
        if len(self.processes) == 1:
            return self.processes[0]
        names = ", ".join(each.name for each in self.processes)
        raise InvalidValue(quoted(None), "process of a new case", f"Expected one of {names}.")
