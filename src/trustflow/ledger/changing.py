"""Make a change of a case in a ledger: read, check and append, as one."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from ..engine import Finding
from ..errors import InvalidValue, quoted
from .entries import Entry, is_removed
from .errors import StaleCase
from .reading import not_in_ledger
from .sql_store import SqlStore
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..process import Process
    from .changes import Change
    from .entries import Draft
    from .last_read import Expected
    from .places import Place
    from .state import CaseState

__all__ = ["Recorded", "begun", "changed", "require_expected", "retried"]

Result = TypeVar("Result")
TRIES = 20
"""How often a change is tried that expects no version."""


@frozen
class Recorded:
    """What a ledger recorded.

    Args:
        entry: The entry.
        findings: The findings on its event.
    """

    entry: Entry
    findings: tuple[Finding, ...] = ()


def begun(place: Place, changes: Iterable[Change]) -> tuple[Entry, ...]:
    """Begin cases in one transaction; return the last entry of each.

    Args:
        place: The place of the ledger.
        changes: The change that begins each case.

    Raises:
        InvalidValue: The ledger has a case of such a name.
    """
    with place.writing() as store:
        known = {_same_name(name): name for name in store.names()}
        appended: dict[str, tuple[Sequence[Draft], int]] = {}
        for change in changes:
            name = change.drafts[0].name
            before = store.entries(name)
            if name in appended or (before and not is_removed(before)):
                accepted = (
                    "Expected a name that the ledger does not have, or insert into that case."
                )
                raise InvalidValue(quoted(name), "name of a new case", accepted)
            similar = known.setdefault(_same_name(name), name)
            if similar != name:
                accepted = (
                    f"The ledger has {quoted(similar)}, which reads the same. Record in that case, "
                    "or give a name that can be told apart."
                )
                raise InvalidValue(quoted(name), "name of a new case", accepted)
            appended[name] = (change.drafts, before[-1].version if before else 0)
        added = (
            store.append_together(list(appended.values()))
            if isinstance(store, SqlStore)
            else [store.append(drafts, expected_version=at) for drafts, at in appended.values()]
        )
    return tuple(entries[-1] for entries in added)


def _same_name(name: str) -> str:
    """Return a text that two names have in common which a reader cannot tell apart."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(plain.split())


def changed(
    place: Place,
    name: str,
    processes: Iterable[Process],
    change: Callable[[CaseState], Change],
    *,
    expected: Expected | None,
) -> Recorded:
    """Make a change of a case: read, check and append in one transaction.

    Args:
        place: The place of the ledger.
        name: The name of the case.
        processes: The processes of the ledger.
        change: Makes the change of the state that the case has.
        expected: What the case must have; anything if it is None.

    Raises:
        NotInLedger: The ledger has no case of that name.
        StaleCase: The case has something else.
    """

    def once() -> Recorded:
        with place.writing() as store:
            before = store.entries(name)
            state = state_of(before, processes)
            if state is None:
                raise not_in_ledger(store, name)
            if expected is not None:
                require_expected(before, state, expected)
            made = change(state)
            entries = store.append(made.drafts, expected_version=state.version)
        return Recorded(with_event(entries[-1], state.process), made.findings)

    return once() if expected is not None else retried(once)


def retried(call: Callable[[], Result]) -> Result:
    """Return the result of a call that expects no version, also if others write meanwhile.

    A store of the user's own may let another change come between reading and appending.

    Raises:
        StaleCase: That happened each time.
    """
    for _ in range(TRIES - 1):
        with suppress(StaleCase):
            return call()
    return call()


def require_expected(entries: Sequence[Entry], state: CaseState, expected: Expected) -> None:
    """Refuse a change of a case that somebody else changed in the meantime.

    Args:
        entries: The entries of the case.
        state: The state after them.
        expected: What the change expects.

    Raises:
        StaleCase: The case has something else; the error says who recorded what meanwhile.
    """
    if expected.is_met_by(state.last):
        return
    # If another entry has the expected version, it is the first that was recorded meanwhile.
    since = expected.version - (expected.version == state.version)
    meanwhile = [with_event(each, state.process) for each in entries if each.version > since]
    raise StaleCase(state.last.name, expected.version, state.version, meanwhile)
