"""Check a ledger: the chain of hashes, the triggers, and each case under today's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..engine import Finding, check
from ..errors import TrustflowError
from .entries import Kind, in_force
from .state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..process import Process
    from .entries import Entry

__all__ = ["LedgerFault", "NewFinding", "Recheck", "rechecked"]


@frozen
class LedgerFault:
    """Something in a ledger that the ledger itself did not write, or that is missing.

    Args:
        name: The name of the case; None if the fault is of the whole ledger.
        version: The version of the entry; None if it is of the whole case.
        what: What is wrong.
    """

    name: str | None
    version: int | None
    what: str


@frozen
class NewFinding:
    """A finding of today's rules on a case.

    Args:
        name: The name of the case.
        finding: The finding.
    """

    name: str
    finding: Finding


@frozen
class Recheck:
    """The result of a check of a ledger.

    Args:
        faults: What does not fit; empty if nothing was changed from outside.
        findings: What today's rules say of the cases, as they are in force.
        cases: The number of cases.
        entries: The number of entries.
    """

    faults: tuple[LedgerFault, ...]
    findings: tuple[NewFinding, ...]
    cases: int
    entries: int

    @property
    def ok(self) -> bool:
        """Whether nothing was changed from outside."""
        return not self.faults


def _faults_of(entries: Sequence[Entry]) -> Iterator[LedgerFault]:
    """Yield what does not fit in the entries of one case."""
    redacted = _redacted_hashes(entries)
    previous: Entry | None = None
    for entry in entries:
        for what in _faults_of_entry(entry, previous, redacted.get(entry.id)):
            yield LedgerFault(entry.name, entry.version, what)
        previous = entry
    try:
        in_force(entries)
    except TrustflowError as error:
        yield LedgerFault(entries[0].name, None, str(error))


def _faults_of_entry(entry: Entry, previous: Entry | None, redacted: str | None) -> Iterator[str]:
    """Yield what does not fit in an entry.

    Args:
        entry: The entry.
        previous: The entry before it in its case; None for the first.
        redacted: The hash of its content after its last redaction; None if there was none.
    """
    if not entry.is_linked:
        yield "its hash does not follow from its content and the entry before it"
    if entry.counted_hash() != (redacted or entry.content_hash):
        yield "its content was changed"
    if previous is None:
        # Of a case that was removed and begun again, the first entry says where the chain ended.
        if entry.kind is not Kind.REMOVED and (entry.version, entry.previous_hash) != (1, ""):
            yield "the entries before it are missing"
    elif (entry.version, entry.previous_hash) != (previous.version + 1, previous.hash):
        yield "it does not follow the entry before it"
    elif entry.recorded_at <= previous.recorded_at:
        yield "it was recorded before the entry before it"


def _redacted_hashes(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the hash of the content of each redacted entry, as its last redaction left it."""
    return {
        target: content_hash
        for entry in entries
        if entry.kind is Kind.REDACTED
        for target, content_hash in entry.data.get("content_hashes", {}).items()
    }


def rechecked(
    entries: Sequence[Entry], processes: Sequence[Process]
) -> tuple[list[LedgerFault], list[NewFinding]]:
    """Return what does not fit in a case, and if nothing, what today's rules say of it."""
    faults = list(_faults_of(entries))
    if faults:
        return faults, []
    name = entries[0].name
    try:
        state = state_of(entries, processes)
    except (TrustflowError, ValueError) as error:
        return [LedgerFault(name, None, str(error))], []
    found = () if state is None else check(state.history, state.process).findings
    return [], [NewFinding(name, finding) for finding in found]
