"""Erase personal data from a ledger: redact a text, or remove a case, and leave a record of it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..case import Case
from ..errors import InvalidValue, TrustflowError, joined, pluralised, quoted
from ..exchange import path_of, sync_folder
from .changes import require_text
from .checking import chain_faults, left_after_removal, trigger_faults
from .engines import IN_COMMIT
from .entries import Kind
from .entry_json import entries_json
from .errors import NOTHING, BadLedger
from .personal_data import contains, redactions
from .places import mode_of
from .reading import is_missing, not_in_ledger
from .sql_store import SqlStore
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..process import Process
    from .changes import Signature
    from .entries import Entry
    from .personal_data import Redaction
    from .places import Place

__all__ = ["redact", "remove"]


def redact(
    place: Place,
    processes: Sequence[Process],
    name: str,
    text: str,
    signature: Signature,
    *,
    force: bool = False,
) -> Entry:
    """Overwrite a text wherever it is in the entries of a case; return the entry about it.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.
        name: The name of the case, which may have been removed.
        text: The text.
        signature: Who redacts it, and why; it must not repeat the text.
        force: Whether to redact it in a case that was changed from outside, too.

    Raises:
        NotInLedger: The ledger has no case of that name, and had none.
        InvalidValue: The case does not contain the text, or cannot be read without it; or the
            signature repeats it; or the ledger is kept in a store of the user's own.
        BadLedger: The case or the triggers were changed from outside.
    """
    require_text(text, "text to redact", is_needed=True)
    _refuse_repetition(text, signature)
    with _administering(place) as store:
        entries = store.entries(name)
        if not entries:
            raise not_in_ledger(store, name)
        if not force:
            _require_sound(store, entries)
        made = redactions(entries, text)
        _refuse_loss(entries, made, text, processes)
        store.overwrite(each.entry for each in made)
        targets = {
            each.entry.id: {
                "places": list(each.places),
                "hash": each.entry.counted_hash(first=False),
            }
            for each in made
        }
        draft = signature.draft(name, Kind.REDACTED, data={"targets": targets})
        (added,) = store.append([draft], expected_version=entries[-1].version)
    return added


def remove(
    place: Place,
    processes: Sequence[Process],
    name: str,
    path: str | os.PathLike[str],
    signature: Signature,
    *,
    force: bool = False,
) -> Entry:
    """Write a case with all its entries to a new file, then delete it; return the entry about it.

    What earlier removals of the case left stays in the ledger.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.
        name: The name of the case.
        path: Where to write it.
        signature: Who removes it, and why.
        force: Whether to remove a case that was changed from outside, too.

    Raises:
        NotInLedger: The ledger has no case of that name.
        StaleCase: Somebody changed the case just now; nothing was removed.
        FileExistsError: There is a file at the path.
        InvalidValue: The ledger is kept in a store of the user's own.
        BadLedger: The case or the triggers were changed from outside.
    """
    with _reading(place) as store:
        entries = store.entries(name)
        if is_missing(entries):
            raise not_in_ledger(store, name)
        if not force:
            _require_sound(store, entries)
    state = None
    try:
        state = state_of(entries, processes)
    except (TrustflowError, ValueError):
        if not force:
            raise
    document = entries_json(place.id, [] if state is None else [state], entries)
    with (
        _new_file(Path(path_of(path)), document, mode_of(place)) as file,
        _administering(place) as store,
    ):
        draft = signature.draft(name, Kind.REMOVED, data={"entries": len(entries)})
        (added,) = store.append([draft], expected_version=entries[-1].version)
        left = {entry.id for entry in left_after_removal(entries)}
        store.delete(name, before=added.version, kept=left)
        file.is_needed = True
    return added


class _NewFile:
    """A new file with a case.

    Attributes:
        is_needed: Whether it can be all that is left of the case, if its deletion is interrupted.
    """

    is_needed = False


@contextmanager
def _new_file(path: Path, content: bytes, mode: int) -> Iterator[_NewFile]:
    """Write a new file to the disk before a block; delete it if the block changes nothing.

    Args:
        path: The path of the file.
        content: Its content.
        mode: Its permissions.

    Raises:
        FileExistsError: There is a file at the path.
    """
    opened = open(  # noqa: SIM115 - it must not be there; closed below
        path, "xb", opener=lambda name, flags: os.open(name, flags, mode)
    )
    made = _NewFile()
    try:
        with opened as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
        yield made
    except BaseException as error:
        # A signal can come between the end of a commit and its return.
        outcome = getattr(error, "outcome", IN_COMMIT if made.is_needed else NOTHING)
        if outcome != IN_COMMIT:
            path.unlink()
        raise


def _refuse_repetition(text: str, signature: Signature) -> None:
    """Refuse a signature that repeats the text to redact.

    Raises:
        InvalidValue: It does.
    """
    if contains([signature.recorded_by, signature.reason, dict(signature.meta or {})], text):
        accepted = "Expected a reason, a name and values in which the text itself is not."
        raise InvalidValue(_described(text), "text to redact", accepted)


def _described(text: str) -> str:
    # An error goes to logs, where a text is hard to erase.
    return f"a text of {pluralised(len(text), 'character')}"


def _require_sound(store: SqlStore, entries: Sequence[Entry]) -> None:
    """Refuse an erasure after which nobody could see that a case had been changed from outside.

    Raises:
        BadLedger: The case was, or a trigger is missing.
    """
    faults = [*trigger_faults(store.connection), *chain_faults(entries)]
    if faults:
        what = "; ".join(
            each.what if each.version is None else f"entry {each.version}: {each.what}"
            for each in faults[:3]
        )
        reason = (
            f"Nothing was changed, as the ledger was changed from outside: {what}. Look at "
            "`recheck` first, and keep a copy; then give force=True"
        )
        raise BadLedger(None, reason)


def _refuse_loss(
    entries: Sequence[Entry], made: Sequence[Redaction], text: str, processes: Sequence[Process]
) -> None:
    """Refuse a redaction that overwrites nothing, or after which less of a case can be read.

    Raises:
        InvalidValue: It is one.
    """
    by_id = {each.entry.id: each.entry for each in made}
    after = [by_id.get(each.id, each) for each in entries]
    if not made:
        accepted = f"Expected a text that is in an entry of {quoted(entries[0].name)}."
    elif _readable(entries, processes) <= _readable(after, processes):
        return
    else:
        places = dict.fromkeys(place for each in made for place in each.places)
        accepted = (
            "Expected a text without which the case can be read and changed. "
            f"It is at {joined(places)}."
        )
    raise InvalidValue(_described(text), "text to redact", accepted)


def _readable(entries: Sequence[Entry], processes: Sequence[Process]) -> set[object]:
    """Return which parts of a case can be read and changed."""
    parts: set[object] = set()
    with suppress(TrustflowError, ValueError):
        state = state_of(entries, processes)
        if state is None:
            return parts
        parts.add(state.history.authority)
        for entry in entries:
            with suppress(TrustflowError, ValueError):
                with_event(entry, state.process)
                parts.add(entry.version)
        Case.from_history(state.history, state.process)
        parts.add(Case)
    return parts


@contextmanager
def _administering(place: Place) -> Iterator[SqlStore]:
    """Yield the store of a database for a change that only an administrator may make.

    Raises:
        InvalidValue: The ledger is kept in a store of the user's own.
    """
    with place.writing() as store:
        yield _sql_store(store, place)


@contextmanager
def _reading(place: Place) -> Iterator[SqlStore]:
    """Yield the store of a database for reading.

    Raises:
        InvalidValue: The ledger is kept in a store of the user's own.
    """
    with place.reading() as store:
        yield _sql_store(store, place)


def _sql_store(store: object, place: Place) -> SqlStore:
    if not isinstance(store, SqlStore):
        accepted = "Expected a ledger in a database that it opened itself."
        raise InvalidValue(quoted(str(place)), "ledger to administer", accepted)
    return store
