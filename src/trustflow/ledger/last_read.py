"""What of each case was last read through a ledger, so that a stale change is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .entries import Entry

__all__ = ["Expected", "LastRead"]


class Expected(NamedTuple):
    """What a case must have for a change of it to be made.

    Args:
        version: The version of the case.
        hash: The hash of its last entry; any if it is None. Another entry can have the same
            version, if a transaction was rolled back or an older copy of the ledger put back.
    """

    version: int
    hash: str | None = None

    def is_met_by(self, last: Entry) -> bool:
        """Return whether an entry is the last one expected."""
        return self.version == last.version and self.hash in {None, last.hash}


NEVER_READ = Expected(0, "")
"""What is expected of a case of which nothing that was read is there any more."""


class LastRead:
    """The last entry of each case that was read.

    Args:
        moves_back: Whether an entry that was read can vanish again, as in a transaction of the
            caller's. Otherwise, of two threads that read at once, the one with more entries counts.
    """

    def __init__(self, *, moves_back: bool) -> None:
        self._expected: dict[str, Expected] = {}
        self._moves_back = moves_back

    def note(self, entry: Entry) -> None:
        """Note the last entry of a case that was read or made."""
        known = self._expected.get(entry.name)
        if known is None or self._moves_back or known.version <= entry.version:
            self._expected[entry.name] = Expected(entry.version, entry.hash)

    def follow(self, entry: Entry) -> None:
        """Note an entry that was made without reading, if nothing else came between."""
        before = Expected(entry.version - 1, entry.previous_hash)
        if self._expected.get(entry.name, before) == before:
            self.note(entry)

    def expected(self, name: str) -> Expected | None:
        """Return what was last read of a case; None if it was not read yet."""
        return self._expected.get(name)

    def lose(self, name: str) -> None:
        """Note that what was last read of a case is not there: it has to be read again."""
        self._expected[name] = NEVER_READ

    def forget(self, name: str) -> None:
        """Forget a case that was removed."""
        self._expected.pop(name, None)
