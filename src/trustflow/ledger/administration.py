"""What an administrator of a ledger does that changes nothing: check it, copy it, export it."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..errors import InvalidValue, quoted
from ..exchange import dumps, path_of, replacing, write_atomically
from . import engines, sql_store
from .checking import (
    CaseFinding,
    LedgerFault,
    Recheck,
    damage_fault,
    head_of,
    late_faults,
    ledger_faults,
    rechecked,
)
from .entries import Entry
from .entry_json import entries_json
from .errors import BadLedger, LedgerFailed
from .event_texts import UNLIMITED
from .places import EnginePlace, mode_of
from .reading import cases_of, found_cases, readable_cases
from .sql_store import SqlStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..process import Process
    from .places import Place
    from .store import Store

__all__ = ["all_names", "backup", "export", "recheck"]

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""What SQLite answers to a copy while another program has the file for itself."""


def export(
    place: Place, processes: Sequence[Process], path: str | os.PathLike[str], *, entries: bool
) -> None:
    """Write all cases of a ledger to one file of JSON.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.
        path: Where to write.
        entries: Whether to write all entries too, those of removed cases and of corrections
            included.

    Raises:
        BadLedger: A case cannot be read; the error says which ones, and why.
        InvalidValue: The cases are of several processes, which one file of histories cannot hold.
        OSError: The file cannot be written to.
    """
    with place.reading() as store:
        found = found_cases(store)
    mode = mode_of(place)
    unread: dict[str, Exception] = {}
    cases = list(readable_cases(found, processes, unread.__setitem__))
    if unread:
        reasons = "; ".join(f"{quoted(name)}: {error}" for name, error in unread.items())
        message = f"Nothing was exported, as some cases cannot be read: {reasons}"
        raise BadLedger(None, message) from next(iter(unread.values()))
    if entries:
        every = (each for _, case in found if not isinstance(case, BadLedger) for each in case)
        write_atomically(path, entries_json(place.id, cases, every), mode=mode)
        return
    used = {case.process.name: case.process for case in cases}
    if len(used) > 1:
        accepted = "Expected a ledger of one process; export the entries instead."
        raise InvalidValue(quoted(", ".join(used)), "processes of an export", accepted)
    process = next(iter(used.values()), processes[0])
    histories = [case.history for case in cases]
    text = dumps(histories, process, limits=UNLIMITED)
    write_atomically(path, text.encode(), mode=mode)


def all_names(store: Store) -> tuple[str, ...]:
    """Return the names of all cases that left an entry, also of removed ones."""
    names = store.names(removed=True) if isinstance(store, SqlStore) else store.names()
    return tuple(names)


def backup(place: Place, path: str | os.PathLike[str]) -> None:
    """Copy a ledger of SQLite to a new file, also while others record.

    Raises:
        FileExistsError: There is a file at the path.
        InvalidValue: The ledger is not in a file of SQLite; use the server's own backup.
        LedgerFailed: The database failed, or another program has it for itself.
        OSError: The file cannot be written.
    """
    target = Path(path_of(path))
    if not isinstance(place, EnginePlace) or place.engine.dialect.name != "sqlite":
        accepted = "Expected a ledger in a file of SQLite; back a server up with its own tool."
        raise InvalidValue(quoted(str(place)), "ledger to back up", accepted)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "There is a file already", str(target))
    try:
        with (
            replacing(target, is_new=True, mode=mode_of(place)) as file,
            place.connected() as connection,
            closing(sqlite3.connect(file.name)) as copy,
        ):
            raw: Any = connection.connection.driver_connection
            _copy(raw, copy)
    except (LedgerFailed, sqlite3.Error) as error:
        failure = error if isinstance(error, LedgerFailed) else engines.failure_of(error)
        raise LedgerFailed(failure.reason, failure.advice, "There is no backup") from error


def _copy(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Copy a database; wait only so long for a program that has it for itself.

    Raises:
        LedgerFailed: That program is not ready in time.
    """
    until = time.monotonic() + engines.WAIT_SECONDS

    def refuse_to_wait(status: int, _remaining: int, _total: int) -> None:
        if status in BUSY and time.monotonic() > until:
            reason = "another program has the database for itself"
            raise LedgerFailed(reason)

    source.backup(copy, progress=refuse_to_wait, sleep=engines.PAUSE_SECONDS)


def recheck(place: Place, processes: Sequence[Process]) -> Recheck:
    """Check the chain of hashes, the triggers, and every case under today's rules.

    Raises:
        LedgerFailed: The database failed, and not because its file is damaged.
    """
    checked = _Checked()
    try:
        with place.reading() as store:
            _check(store, processes, checked)
    except LedgerFailed as error:
        if error.advice != engines.DAMAGED:
            raise
        checked.faults.append(damage_fault(f"not every entry can be read ({error.reason})"))
    return Recheck(
        faults=tuple(checked.faults),
        findings=tuple(checked.findings),
        cases=checked.cases,
        entries=checked.entries,
        unchecked=tuple(checked.unchecked),
        head=head_of(place.id, checked.last) if checked.is_whole else "",
    )


@define
class _Checked:
    """What a check of a ledger has found so far; see `Recheck`.

    Attributes:
        last: The last entry of each case.
        is_whole: Whether every entry was read.
    """

    faults: list[LedgerFault] = field(factory=list)
    findings: list[CaseFinding] = field(factory=list)
    cases: int = 0
    entries: int = 0
    unchecked: list[str] = field(factory=list)
    last: list[Entry] = field(factory=list)
    is_whole: bool = False


def _check(store: Store, processes: Sequence[Process], checked: _Checked) -> None:
    """Check the entries of a store, and keep what is found so far if the database fails."""
    now = dt.datetime.now(dt.UTC)
    if isinstance(store, SqlStore):
        checked.faults.extend(ledger_faults(store.connection))
        now = sql_store.clock_of(store.connection)
    named = set(store.names())
    for name, entries in cases_of(store):
        checked.cases += name in named
        if isinstance(entries, BadLedger):
            checked.faults.append(LedgerFault(name, None, str(entries)))
            continue
        checked.entries += len(entries)
        checked.last.append(entries[-1])
        faults, findings = rechecked(entries, processes)
        checked.faults += [*faults, *late_faults(entries, now)]
        if findings is None:
            checked.unchecked.append(name)
        else:
            checked.findings += findings
    checked.is_whole = True
