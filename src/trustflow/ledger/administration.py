"""What an administrator of a ledger does: check it, back it up, and remove personal data."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadHistory, InvalidValue, from_extra, quoted
from ..exchange import dump, dumps, path_of, write_atomically
from .changes import Signature
from .checking import LedgerFault, NewFinding, Recheck, faults_of, new_findings
from .entries import Entry, Kind
from .errors import LedgerFailed
from .personal_data import redacted_entries, with_its_forerunners
from .reading import ReadableLedger
from .schema import missing_triggers
from .sql_store import SqlStore
from .state import state_of, with_event

with from_extra("ledger"):
    import sqlalchemy as sa

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

__all__ = ["AdministeredLedger"]


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
            with bind.connect() as connection, closing(sqlite3.connect(target)) as copy:
                raw: Any = connection.connection.driver_connection
                raw.backup(copy)
        except sqlite3.Error as error:
            raise LedgerFailed(str(error)) from error

    def recheck(self) -> Recheck:
        """Check the chain of hashes, the triggers, and every case under today's rules.

        It finds an entry that was changed, left out or added from outside, unless the whole chain
        from there on was forged too: whoever owns the database can do that. An export that
        somebody else keeps shows it.
        """
        faults: list[LedgerFault] = []
        findings: list[NewFinding] = []
        count = 0
        with self._reading() as store:
            if isinstance(store, SqlStore):
                faults += [
                    LedgerFault(None, None, f"the trigger {name} is missing")
                    for name in missing_triggers(store.connection)
                ]
            names = store.names()
            for name in names:
                entries = store.entries(name)
                count += len(entries)
                found = list(faults_of(entries))
                faults += found
                if not found:
                    findings += new_findings(entries, self.processes)
        return Recheck(tuple(faults), tuple(findings), len(names), count)

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
        entries have since. A backup keeps the old text.

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
        with self._administering() as store:
            entries = store.entries(entry.name)
            state = self._require(entry.name, state_of(entries, self.processes))
            held = next((each for each in entries if each.id == entry.id), None)
            if held is None:
                accepted = "Expected an entry of this ledger, as ledger.entries gives it."
                raise InvalidValue(quoted(entry.id), "entry", accepted)
            changed = redacted_entries(with_its_forerunners(held, entries), field)
            for each in changed:
                try:
                    with_event(each, state.process)
                except BadHistory as error:
                    accepted = f"Expected a text that can be any text: {error.faults[0].accepted}"
                    raise InvalidValue(quoted(field), "text to redact", accepted) from None
            store.overwrite(changed)
            hashes = {each.id: each.counted_hash() for each in changed}
            data = {"field": field, "content_hashes": hashes}
            draft = signature.draft(entry.name, Kind.REDACTED, target=held.id, data=data)
            (added,) = store.append([draft], expected_version=state.version)
        self._seen[entry.name] = added.version
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

    def _forget(self) -> None:
        """Empty the log of SQLite, which still has what was overwritten or deleted."""
        if isinstance(self._bind, sa.Engine) and self._bind.dialect.name == "sqlite":
            with self._bind.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

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
