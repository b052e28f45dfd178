"""What an administrator of a ledger does: check it, back it up, and remove personal data."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..case import Case
from ..errors import InvalidValue, TrustflowError, from_extra, quoted
from ..exchange import dump, dumps, path_of, write_atomically
from .changes import Signature, name_of
from .checking import LedgerFault, NewFinding, Recheck, rechecked
from .engines import database_errors
from .entries import Entry, Kind
from .errors import BadLedger, LedgerFailed
from .personal_data import redacted_entries, with_copies
from .reading import ReadableLedger
from .schema import ENTRIES, missing_triggers
from .sql_store import SqlStore
from .state import state_of, with_event

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["AdministeredLedger"]

STILL_THERE = "What was overwritten or deleted may still be in the files of the database"
"""The outcome of a failed `vacuum`."""


class AdministeredLedger(ReadableLedger):
    """A ledger that is read and administered; `Ledger` adds what records events."""

    def export(self, path: str | os.PathLike[str]) -> None:
        """Write the histories of all cases, as they are in force, to one file of JSON.

        Raises:
            InvalidValue: The cases are of several processes, which one file cannot hold.
            OSError: The file cannot be written to.
        """
        states = [self._state(name) for name in self.names()]
        names = {state.process.name: state.process for state in states}
        if len(names) > 1:
            accepted = "Expected a ledger of one process; write each with tf.dump instead."
            raise InvalidValue(quoted(", ".join(names)), "processes of an export", accepted)
        process = next(iter(names.values()), self.processes[0])
        dump([state.history for state in states], path, process)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy a ledger of SQLite to a new file, also while others record.

        Raises:
            FileExistsError: There is a file at the path.
            InvalidValue: The ledger is not in a file of SQLite; use the server's own backup.
            LedgerFailed: The database failed.
        """
        target = path_of(path)
        bind = self._bind
        if not isinstance(bind, sa.Engine) or bind.dialect.name != "sqlite":
            accepted = "Expected a ledger in a file of SQLite; back a server up with its own tool."
            raise InvalidValue(quoted(repr(self)), "ledger to back up", accepted)
        with open(target, "xb"):  # noqa: PTH123 - it must not be there
            pass
        try:
            with database_errors(), bind.connect() as connection:
                raw: Any = connection.connection.driver_connection
                with closing(sqlite3.connect(target)) as copy:
                    raw.backup(copy)
        except (LedgerFailed, sqlite3.Error) as error:
            Path(target).unlink()
            reason = error.reason if isinstance(error, LedgerFailed) else str(error)
            raise LedgerFailed(reason, outcome="There is no backup") from error

    def recheck(self) -> Recheck:
        """Check the chain of hashes, the triggers, and every case under today's rules.

        It finds an entry that was changed, added, or left out before another one. It cannot find
        what whoever owns the database can do: forge the whole chain of a case, or delete its newest
        entries, and put the triggers back. A backup that somebody else keeps shows that.
        """
        faults: list[LedgerFault] = []
        findings: list[NewFinding] = []
        count = 0
        with self._reading() as store:
            if isinstance(store, SqlStore):
                faults += [
                    LedgerFault(None, None, f"the trigger {name} is missing or was changed")
                    for name in missing_triggers(store.connection)
                ]
                names = store.names(removed=True)
            else:
                names = tuple(store.names())
            cases = len(store.names())
            for name in names:
                try:
                    entries = store.entries(name)
                except BadLedger as error:
                    faults.append(LedgerFault(name, None, str(error)))
                    continue
                count += len(entries)
                found, new = rechecked(entries, self.processes)
                faults += found
                findings += new
        return Recheck(tuple(faults), tuple(findings), cases, count)

    def redact(
        self,
        entry: Entry,
        field: str,
        *,
        reason: str,
        recorded_by: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Overwrite a text with ``[redacted]``, in an entry and in those that it replaced.

        This is the one exception to the rule that a ledger only adds entries. The chain of hashes
        stays provable: a new entry says who redacted what, when and why, and which content the
        entries have since. The hash of the old content stays, so whoever guesses a short text can
        confirm it; and a backup keeps the old text.

        Args:
            entry: The entry.
            field: Where the text is: ``recorded_by``, ``reason``, ``meta.NAME``, a field of the
                event, such as ``event.note`` or ``event.sources.0.title``, or of the beginning of
                the case, such as ``data.inherits.0.note``.
            reason: Why; it must not repeat the text.
            recorded_by: Who redacts it.
            meta: Other values to keep with it, as plain data.

        Raises:
            InvalidValue: The entry has no such text, or the event needs it; or the ledger is kept
                in a store of your own.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        name = name_of(entry)
        with self._administering() as store:
            entries = store.entries(name)
            state = self._require(name, state_of(entries, self.processes))
            held = next((each for each in entries if each.id == entry.id), None)
            if held is None:
                accepted = "Expected an entry of this ledger, as ledger.entries gives it."
                raise InvalidValue(quoted(entry.id), "entry", accepted)
            changed = redacted_entries(with_copies(held, entries, field), field)
            self._require_readable(entries, changed, field)
            store.overwrite(changed)
            hashes = {each.id: each.counted_hash() for each in changed}
            data = {"field": field, "content_hashes": hashes}
            draft = signature.draft(name, Kind.REDACTED, target=held.id, data=data)
            (added,) = store.append([draft], expected_version=state.version)
        self._seen[name] = added.version
        self._forget()
        return added

    def remove(
        self,
        name: str,
        path: str | os.PathLike[str],
        *,
        reason: str,
        recorded_by: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Write a case to a file of JSON, then delete it with all its entries.

        One entry stays: it says who removed the case, when and why, and how many entries it had.

        Args:
            name: The name of the case.
            path: Where to write the history as it is in force; a new file.
            reason: Why.
            recorded_by: Who removes it.
            meta: Other values to keep with it, as plain data.

        Raises:
            NotInLedger: The ledger has no case of that name.
            FileExistsError: There is a file at the path.
            InvalidValue: The ledger is kept in a store of your own.
        """
        signature = Signature.checked(recorded_by, reason, meta)
        target = Path(path_of(path))
        with self._administering() as store:
            entries = store.entries(name)
            state = self._require(name, state_of(entries, self.processes))
            if target.exists():
                raise FileExistsError(17, "There is a file already", str(target))
            write_atomically(target, dumps(state.history, state.process).encode())
            draft = signature.draft(name, Kind.REMOVED, data={"entries": len(entries)})
            (added,) = store.append([draft], expected_version=state.version)
            store.delete(name, before=added.version)
        self._seen.pop(name, None)
        self._forget()
        return added

    def vacuum(self) -> None:
        """Erase what was overwritten or deleted from the files of the database.

        On SQLite, `redact` and `remove` do so themselves, unless they are part of the caller's
        transaction. On PostgreSQL, nobody can read or record meanwhile.

        Raises:
            InvalidValue: The ledger is in a connection or a store of the caller's.
            LedgerFailed: The database failed, or another program is reading the old content.
        """
        bind = self._bind
        if not isinstance(bind, sa.Engine):
            accepted = "Expected a ledger in a database that it opened itself, or an engine."
            raise InvalidValue(quoted(repr(self)), "ledger to vacuum", accepted)
        with database_errors(STILL_THERE), bind.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")  # noqa: PLW2901 - the same one
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"VACUUM FULL {ENTRIES.name}")
                return
            # Without it, a page can keep bytes of what was in it before.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.exec_driver_sql("VACUUM")
            is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if is_busy:
                reason = "another program is reading"
                raise LedgerFailed(reason, "Call vacuum when it has finished.", STILL_THERE)

    def _forget(self) -> None:
        """Erase what was overwritten or deleted, if the database is SQLite."""
        if isinstance(self._bind, sa.Engine) and self._bind.dialect.name == "sqlite":
            self.vacuum()

    def _require_readable(
        self, entries: Sequence[Entry], changed: Sequence[Entry], field: str
    ) -> None:
        """Refuse a redaction after which the case could not be read or changed.

        Raises:
            InvalidValue: It is one.
        """
        by_id = {each.id: each for each in changed}
        after = [by_id.get(each.id, each) for each in entries]
        name = entries[0].name
        try:
            state = self._require(name, state_of(after, self.processes))
            for each in changed:
                with_event(each, state.process)
            case = Case.from_history(state.history, state.process)
        except (TrustflowError, ValueError):
            case = None
        if case is None or case.authority != name:
            accepted = "Expected a text without which the case can be read and changed."
            raise InvalidValue(quoted(field), "text to redact", accepted)

    @contextmanager
    def _administering(self) -> Iterator[SqlStore]:
        """Yield the store of a database for a change that only an administrator may make.

        Raises:
            InvalidValue: The ledger is kept in a store of the user's own.
        """
        with self._writing() as store:
            if not isinstance(store, SqlStore):
                accepted = "Expected a ledger in a database that it opened itself."
                raise InvalidValue(quoted(repr(self)), "ledger to administer", accepted)
            yield store
