"""Make a change of a case in a ledger: read, check and append, as one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from ..engine import Finding
from .administration import AdministeredLedger
from .entries import Entry
from .errors import StaleCase
from .state import state_of, with_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..process import Process
    from .changes import Change
    from .state import CaseState

__all__ = ["ChangingLedger", "Recorded", "retried"]

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


class ChangingLedger(AdministeredLedger):
    """A ledger whose cases are changed; `Ledger` adds the verbs."""

    def _change(
        self, name: str, expected: int | None, change: Callable[[CaseState], Change]
    ) -> Recorded:
        """Make a change of a case: read, check and append in one transaction."""
        expected = self._seen.get(name) if expected is None else expected

        def changed() -> Recorded:
            with self._writing() as store:
                before = store.entries(name)
                state = state_of(before, self.processes)
                if state is not None:
                    if expected is not None and expected != state.version:
                        raise _stale(before, state, expected)
                    made = change(state)
                    entries = store.append(made.drafts, expected_version=state.version)
                    return Recorded(self._last_read(entries, state.process), made.findings)
            raise self._unknown(name)

        return changed() if expected is not None else retried(changed)

    def _last_read(self, entries: Sequence[Entry], process: Process) -> Entry:
        """Return the last of some new entries, whose version is now the one last read."""
        last = with_event(entries[-1], process)
        self._seen[last.name] = last.version
        return last


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


def _stale(entries: Sequence[Entry], state: CaseState, expected: int) -> StaleCase:
    """Return the error that says who recorded what since the expected version."""
    meanwhile = [with_event(each, state.process) for each in entries if each.version > expected]
    return StaleCase(entries[0].name, expected, state.version, meanwhile)
