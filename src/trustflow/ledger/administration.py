"""What an administrator of a ledger does: check it, back it up, and remove personal data."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..case import Case
from ..errors import InvalidValue, TrustflowError, quoted
from ..exchange import dump, dumps, path_of, write_atomically
from .changes import Signature, name_of
from .checking import LedgerFault, NewFinding, Recheck, rechecked
from .engines import database_errors
from .entries import Entry, Kind
from .errors import BadLedger, LedgerFailed
from .personal_data import redacted_entries, with_copies
from .places import EnginePlace
from .reading import cases_of, not_in_ledger
from .schema import missing_triggers
from .sql_store import SqlStore
from .state import state_of, with_event

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from ..process import Process
    from .places import Place
    from .state import CaseState
    from .store import Store

__all__ = ["backup", "export", "recheck", "redact", "remove", "vacuum"]


def export(place: Place, processes: Sequence[Process], path: str | os.PathLike[str]) -> None:
    """Write the histories of all cases, as they are in force, to one file of JSON.

    Raises:
        InvalidValue: The cases are of several processes, which one file cannot hold.
        OSError: The file cannot be written to.
    """
    with place.reading() as store:
        found = [state_of(entries, processes) for entries in cases_of(store)]
    states = [state for state in found if state is not None]
    names = {state.process.name: state.process for state in states}
    if len(names) > 1:
        accepted = "Expected a ledger of one process; write each with tf.dump instead."
        raise InvalidValue(quoted(", ".join(names)), "processes of an export", accepted)
    process = next(iter(names.values()), processes[0])
    dump([state.history for state in states], path, process)


def backup(place: Place, path: str | os.PathLike[str]) -> None:
    """Copy a ledger of SQLite to a new file, also while others record.

    Raises:
        FileExistsError: There is a file at the path.
        InvalidValue: The ledger is not in a file of SQLite; use the server's own backup.
        LedgerFailed: The database failed.
    """
    target = path_of(path)
    if not isinstance(place, EnginePlace) or place.engine.dialect.name != "sqlite":
        accepted = "Expected a ledger in a file of SQLite; back a server up with its own tool."
        raise InvalidValue(quoted(str(place)), "ledger to back up", accepted)
    with open(target, "xb"):  # noqa: PTH123 - it must not be there
        pass
    try:
        with database_errors(), place.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            with closing(sqlite3.connect(target)) as copy:
                raw.backup(copy)
    except (LedgerFailed, sqlite3.Error) as error:
        Path(target).unlink()
        reason = error.reason if isinstance(error, LedgerFailed) else str(error)
        raise LedgerFailed(reason, outcome="There is no backup") from error


def recheck(place: Place, processes: Sequence[Process]) -> Recheck:
    """Check the chain of hashes, the triggers, and every case under today's rules.

    It finds an entry that was changed, added, or left out before another one. It cannot find
    what whoever owns the database can do: forge the whole chain of a case, or delete its newest
    entries, and put the triggers back. A backup that somebody else keeps shows that.
    """
    faults: list[LedgerFault] = []
    findings: list[NewFinding] = []
    count = 0
    with place.reading() as store:
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
            found, new = rechecked(entries, processes)
            faults += found
            findings += new
    return Recheck(tuple(faults), tuple(findings), cases, count)


def redact(
    place: Place,
    processes: Sequence[Process],
    entry: Entry,
    field: str,
    signature: Signature,
) -> Entry:
    """Overwrite a text with ``[redacted]``, in an entry and in those that it replaced.

    This is the one exception to the rule that a ledger only adds entries. The chain of hashes
    stays provable: a new entry says who redacted what, when and why, and which content the
    entries have since. The hash of the old content stays, so whoever guesses a short text can
    confirm it; and a backup keeps the old text.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.
        entry: The entry.
        field: Where the text is: ``recorded_by``, ``reason``, ``meta.NAME``, a field of the
            event, such as ``event.note`` or ``event.sources.0.title``, or of the beginning of
            the case, such as ``data.inherits.0.note``.
        signature: Who redacts it, and why; it must not repeat the text.

    Raises:
        InvalidValue: The entry has no such text, or the event needs it; or the ledger is kept
            in a store of your own.
    """
    name = name_of(entry)
    with _administering(place) as store:
        entries = store.entries(name)
        state = _required(store, name, entries, processes)
        held = next((each for each in entries if each.id == entry.id), None)
        if held is None:
            accepted = "Expected an entry of this ledger, as ledger.entries gives it."
            raise InvalidValue(quoted(entry.id), "entry", accepted)
        changed = redacted_entries(with_copies(held, entries, field), field)
        _require_readable(entries, changed, field, processes)
        store.overwrite(changed)
        hashes = {each.id: each.counted_hash() for each in changed}
        data = {"field": field, "content_hashes": hashes}
        draft = signature.draft(name, Kind.REDACTED, target=held.id, data=data)
        (added,) = store.append([draft], expected_version=state.version)
    _erase(place)
    return added


def remove(
    place: Place,
    processes: Sequence[Process],
    name: str,
    path: str | os.PathLike[str],
    signature: Signature,
) -> Entry:
    """Write a case to a file of JSON, then delete it with all its entries.

    One entry stays: it says who removed the case, when and why, and how many entries it had.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.
        name: The name of the case.
        path: Where to write the history as it is in force; a new file.
        signature: Who removes it, and why.

    Raises:
        NotInLedger: The ledger has no case of that name.
        FileExistsError: There is a file at the path.
        InvalidValue: The ledger is kept in a store of your own.
    """
    target = Path(path_of(path))
    with _administering(place) as store:
        entries = store.entries(name)
        state = _required(store, name, entries, processes)
        if target.exists():
            raise FileExistsError(17, "There is a file already", str(target))
        write_atomically(target, dumps(state.history, state.process).encode())
        draft = signature.draft(name, Kind.REMOVED, data={"entries": len(entries)})
        (added,) = store.append([draft], expected_version=state.version)
        store.delete(name, before=added.version)
    _erase(place)
    return added


def vacuum(place: Place) -> None:
    """Erase what was overwritten or deleted from the files of the database.

    Raises:
        InvalidValue: The ledger is in a connection or a store of the caller's.
        LedgerFailed: The database failed, or another program is reading the old content.
    """
    if not isinstance(place, EnginePlace):
        accepted = "Expected a ledger in a database that it opened itself, or an engine."
        raise InvalidValue(quoted(str(place)), "ledger to vacuum", accepted)
    place.vacuum()


def _erase(place: Place) -> None:
    """Erase what was overwritten or deleted, if the database is SQLite."""
    if isinstance(place, EnginePlace) and place.engine.dialect.name == "sqlite":
        place.vacuum()


def _required(
    store: Store, name: str, entries: Sequence[Entry], processes: Sequence[Process]
) -> CaseState:
    """Return the state of a case after some entries, which must be there.

    Raises:
        NotInLedger: It is not.
    """
    state = state_of(entries, processes)
    if state is None:
        raise not_in_ledger(store, name)
    return state


def _require_readable(
    entries: Sequence[Entry], changed: Sequence[Entry], field: str, processes: Sequence[Process]
) -> None:
    """Refuse a redaction after which the case could not be read or changed.

    Raises:
        InvalidValue: It is one.
    """
    by_id = {each.id: each for each in changed}
    after = [by_id.get(each.id, each) for each in entries]
    name = entries[0].name
    try:
        state = state_of(after, processes)
        assert state is not None  # noqa: S101 - the case is there, redacted or not
        for each in changed:
            with_event(each, state.process)
        case = Case.from_history(state.history, state.process)
    except (TrustflowError, ValueError):
        case = None
    if case is None or case.authority != name:
        accepted = "Expected a text without which the case can be read and changed."
        raise InvalidValue(quoted(field), "text to redact", accepted)


@contextmanager
def _administering(place: Place) -> Iterator[SqlStore]:
    """Yield the store of a database for a change that only an administrator may make.

    Raises:
        InvalidValue: The ledger is kept in a store of the user's own.
    """
    with place.writing() as store:
        if not isinstance(store, SqlStore):
            accepted = "Expected a ledger in a database that it opened itself."
            raise InvalidValue(quoted(str(place)), "ledger to administer", accepted)
        yield store
