"""A ledger: live cases in a database, recorded by many hands, of which nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..history import History, event_of, histories_of, require_history, tuple_of_names
from .administered import AdministeredLedger
from .changes import (
    Signature,
    checked,
    inserted,
    name_of,
    recorded,
    replaced,
    require_name,
    withdrawn,
)
from .editing import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..history import CheckedToLike, Event
    from ..process import Process
    from .changing import Recorded
    from .entries import Entry

__all__ = ["Ledger"]


class Ledger(AdministeredLedger):
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
            process: The process; needed if the ledger was opened with several.
            recorded_by: Who records it; a blank text counts as nobody.
            reason: Why; a blank text counts as none.
            meta: Other values to keep with it, as plain data.

        Raises:
            InvalidValue: The ledger has a case of that name, or was not opened with the process, or
                it was opened with several processes and none is given.
            MoveNotAllowed: The history has an event that the process does not allow in its stage.
            DateRuleBroken: The history certainly breaks a rule of strength ``logic``.
        """
        if isinstance(history, str):
            history = History(history)
        signature = Signature.checked(recorded_by, reason, meta)
        (last,) = self._changer.begin([require_history(history)], process, signature)
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
        return self._changer.begin(histories_of(histories), process, signature)

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
            recorded_by: Who records it; a blank text counts as nobody.
            reason: Why; a blank text counts as none.
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
        return self._changer.change(
            name,
            expected_version,
            lambda state: recorded(state, event, signature, self._changer.live_cases),
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
        return self._changer.change(
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
        return self._changer.change(
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
        return self._changer.change(
            name_of(entry), expected_version, lambda state: withdrawn(state, entry, signature)
        )

    def edit(
        self,
        name: str,
        *,
        recorded_by: str | None = None,
        reason: str | None = None,
        meta: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Edit:
        """Lend a live case to a block; its changes become entries together when the block ends.

        If the block raises an error, nothing is recorded. After the block, the case refuses
        changes, and what this method returned has the last `entry` and the `version` after it::

            edit = ledger.edit("Sandwell", recorded_by="a case officer")
            with edit as case:
                case.record(ev.CommissionerAppointed("2015-08-01"))
                case.mark_checked("2026-05-03")
            print(edit.version)

        Raises:
            NotInLedger: The ledger has no case of that name.
            StaleCase: Somebody changed the case in the meantime; nothing was recorded.
            InvalidValue: The block withdrew an event, and there is no reason; nothing was recorded.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        require_name(name)
        return Edit(self._changer, name, expected_version, signature)

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
        return self._changer.change(
            name, expected_version, lambda state: checked(state, day, named, signature)
        )
