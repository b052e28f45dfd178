"""A ledger: live cases in a database, recorded by many hands, of which nothing is lost."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..case import Case, close, note_changes
from ..errors import InvalidValue, quoted
from ..history import History, event_of, histories_of, require_history, tuple_of_names
from ..process import process_of
from .changes import Signature, checked, created, inserted, name_of, recorded, replaced, withdrawn
from .changing import ChangingLedger, Recorded, retried
from .editing import edited
from .entries import Entry, is_removed
from .state import process_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..history import CheckedToLike, Event
    from ..process import Process

__all__ = ["Ledger"]


class Ledger(ChangingLedger):
    """Live cases in a database, recorded by many hands, of which nothing is lost.

    A ledger refuses what cannot have happened, as a `Case` does. It only ever adds entries: who
    recorded what, when and why stays readable, and so does every event that was replaced or
    withdrawn. A change is made wholly or not at all, and two changes never mix: one of them comes
    first, and the other is checked against its result.

    A ledger can be used by several threads and programs at once.

    Args:
        place: The path of a file of SQLite; the URL of a database, such as
            ``postgresql+psycopg://localhost/cases``; an engine or a connection of SQLAlchemy; or a
            `Store` of your own. With a connection, the ledger takes part in the caller's
            transaction and never commits.
        processes: The processes of the cases; the trust transfer by default.
        create: Whether to make a file of SQLite that does not exist.
        journal: How SQLite keeps changes that are not finished: ``wal``; or ``delete``, the only
            way on a network drive, where only one program may write at a time.

    Raises:
        FileNotFoundError: The file does not exist, and `create` is False.
        InvalidValue: The file is on a network drive, or an argument is not of the accepted form.
        BadLedger: The ledger was made by a newer release.
        LedgerFailed: The database cannot be opened.
        MissingExtra: SQLAlchemy is not installed.
    """

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
        history = require_history(history)
        chosen = self._chosen_process(history, process)
        change = created(history, chosen, Signature.checked(recorded_by, reason, meta))
        name = history.authority

        def begun() -> Sequence[Entry]:
            with self._writing() as store:
                before = store.entries(name)
                if before and not is_removed(before):
                    accepted = (
                        "Expected a name that the ledger does not have, or insert into that case."
                    )
                    raise InvalidValue(quoted(name), "name of a new case", accepted)
                version = before[-1].version if before else 0
                return store.append(change.drafts, expected_version=version)

        return self._last_read(retried(begun), chosen)

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

        Each case is created wholly or not at all; an error leaves those before it.

        Raises:
            InvalidValue: As for `create`.
            MoveNotAllowed: As for `create`.
            DateRuleBroken: As for `create`.
        """
        return tuple(
            self.create(each, process=process, recorded_by=recorded_by, reason=reason, meta=meta)
            for each in histories_of(histories)
        )

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
                was last read through this ledger; if the case was not read yet, any version will
                do.

        Raises:
            UnknownCase: The ledger has no case of that name.
            StaleCase: Somebody changed the case since that version; the error says who and what.
            MoveNotAllowed: The process does not allow the event in this stage.
            DateRuleBroken: The event certainly breaks a rule of strength ``logic``.
            LedgerFailed: The database failed.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        event = event_of(event)
        return self._change(name, expected_version, lambda state: recorded(state, event, signature))

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
        signature = Signature.checked(recorded_by, reason, meta)
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

        Example:
            with ledger.edit("Sandwell", recorded_by="a case officer") as case:
                case.record(ev.CommissionerAppointed("2015-08-01"))
                case.mark_checked("2026-05-03")
        """
        signature = Signature.checked(recorded_by, reason, meta)
        state = self._state(name)
        expected = state.version if expected_version is None else expected_version
        case = Case.from_history(state.history, state.process)
        note_changes(case)
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
            self._change(name, expected, lambda _: change)

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
