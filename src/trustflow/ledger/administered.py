"""The part of a ledger that is an administrator's: check, copy, export and erase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import administration, erasure
from .changes import Signature, require_name
from .places import EnginePlace
from .readable import ReadableLedger
from .vacuuming import vacuum as vacuum_place

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from .checking import Recheck
    from .entries import Entry

__all__ = ["AdministeredLedger"]

WHO_AND_WHY = ("recorded_by", "reason")
"""The texts without which no personal data are erased."""


class AdministeredLedger(ReadableLedger):
    """A ledger with what its administrator does; `Ledger` also changes its cases."""

    def export(self, path: str | os.PathLike[str], *, entries: bool = False) -> None:
        """Write all cases, as they are in force, to one file of JSON.

        Args:
            path: The path of the file.
            entries: Whether to write all entries too: who recorded what, when and why, what was
                corrected, and what proves it. Of such a file, `read_file` reads the histories, with
                `ReadOptions.on_entries`. By default, the file has only the histories, and
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
        """Check the chain of hashes, the triggers, the file, and every case under today's rules.

        It finds an entry that was changed, added, or left out before another one, a redaction that
        overwrote more than it says, and a file of SQLite that is damaged.

        It cannot find what whoever owns the database can do: forge the whole chain of a case,
        delete its newest entries or all of it, and put the triggers back; nor an entry that
        somebody who may insert added in the ordinary way. A backup, or its `head`, that somebody
        else keeps shows that.

        Raises:
            LedgerFailed: The database failed, and not because its file is damaged.
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
        try:
            added = erasure.redact(self._place, self.processes, name, text, signature, force=force)
        finally:
            self._changer.forget(name)  # also if it is not known whether it was overwritten
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

        The file has the history as it is in force, and all entries; `read_file` reads the history
        in it, with `ReadOptions.on_entries`. In the ledger one entry stays:
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
        try:
            added = erasure.remove(self._place, self.processes, name, path, signature, force=force)
        finally:
            self._changer.forget(name)  # as for `redact`
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
