"""Make a change of a case in a ledger: read, check and append, as one."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from ..engine import Finding
from ..errors import InvalidValue, joined, quoted
from ..process import process_of
from .changes import created, require_name
from .entries import Entry
from .errors import StaleCase
from .event_texts import forget_events
from .last_read import Expected, LastRead
from .live_cases import LiveCases
from .places import StorePlace
from .reading import is_missing, not_in_ledger
from .sql_store import SqlStore
from .state import process_named, state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..history import History
    from ..process import Process
    from .changes import Change, Signature
    from .entries import Draft
    from .places import Place
    from .state import CaseState

__all__ = ["Changer", "Recorded"]

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


class Changer:
    """What changes the cases of a ledger, and knows what was last read of each.

    Args:
        place: The place of the ledger.
        processes: The processes of the ledger.

    Attributes:
        last_read: What was last read of each case.
        live_cases: The cases that are kept in memory for their next event.
    """

    def __init__(self, place: Place, processes: Sequence[Process]) -> None:
        self.place, self.processes = place, processes
        self.last_read = LastRead(moves_back=place.can_vanish)
        self.live_cases = LiveCases()

    def begin(
        self, histories: Iterable[History], process: Process | None, signature: Signature
    ) -> tuple[Entry, ...]:
        """Begin cases in one transaction; return the last entry of each.

        The errors are those of `Ledger.add_histories`.
        """
        chosen = [(each, self._chosen_process(each, process)) for each in histories]
        changes = [created(each, its_process, signature) for each, its_process in chosen]
        # In a store of the user's own, others can come between, and one case is tried again alone.
        is_one = not isinstance(self.place, StorePlace)
        added: list[Entry] = []
        for together in [changes] if is_one else [[each] for each in changes]:
            added += retried(partial(begun, self.place, together))
        pairs = zip(added, chosen, strict=True)
        last = tuple(with_event(entry, its_process) for entry, (_, its_process) in pairs)
        for entry in last:
            self.last_read.note(entry)
        return last

    def change(
        self, name: str, expected_version: int | None, change: Callable[[CaseState], Change]
    ) -> Recorded:
        """Make a change of a case, by default of what was last read of it.

        The errors are those of `Ledger.record`.
        """
        return self.make(name, self._expected(name, expected_version), change)

    def make(
        self, name: str, expected: Expected | None, change: Callable[[CaseState], Change]
    ) -> Recorded:
        """Make a change of a case and note its last entry, when nothing can undo it any more."""
        with self._losing(name, expected):
            made = changed(self.place, name, self.processes, change, expected=expected)
        self.last_read.note(made.entry)
        return made

    def read(self, name: str, expected_version: int | None) -> CaseState:
        """Return the state of a case that is to be changed; the errors are as for `change`."""
        expected = self._expected(name, expected_version)
        with self.place.reading() as store:
            entries = store.entries(name)
            state = state_of(entries, self.processes)
            if state is None:
                raise not_in_ledger(store, name)
        if expected is not None:
            with self._losing(name, expected):
                require_expected(entries, state, expected)
        self.last_read.note(state.last)
        return state

    def forget(self, name: str) -> None:
        """Forget the events of a case, of which some were overwritten or deleted."""
        self.live_cases.forget(name)
        forget_events()

    def _expected(self, name: str, version: int | None) -> Expected | None:
        require_name(name)
        if version is None:
            return self.last_read.expected(name)
        if type(version) is not int or version < 0:
            accepted = "Expected a whole number, such as the version of the last entry."
            raise InvalidValue(quoted(version), "expected_version", accepted)
        return Expected(version)

    @contextmanager
    def _losing(self, name: str, expected: Expected | None) -> Iterator[None]:
        """Note for a block if it shows that what was last read of a case is not there."""
        try:
            yield
        except StaleCase as error:
            if expected is not None and expected.hash and error.expected >= error.found:
                self.last_read.lose(name)
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
        names = joined(each.name for each in self.processes)
        accepted = f"The ledger was opened with {names}. Hand in one of these processes: process=…."
        raise InvalidValue(quoted(None), "process of a new case", accepted)


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
            if name in appended or not is_missing(before):
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
