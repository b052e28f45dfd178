"""What a ledger needs of the place where its entries are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .entries import Draft, Entry

__all__ = ["Store"]


class Store(Protocol):
    """A place where entries are kept, such as a table of a web framework's own database.

    A ledger asks for no more than these three methods. `append` must add all entries or none, and
    must do so in a transaction that no other append to the same case can come between.
    """

    def entries(self, name: str) -> Sequence[Entry]:
        """Return the entries of a case, in the order of their versions; none if it is unknown."""

    def append(self, drafts: Sequence[Draft], *, expected_version: int) -> Sequence[Entry]:
        """Add entries to one case, and return them as `sealed` numbers, dates and chains them.

        Args:
            drafts: One or more drafts, all of one case.
            expected_version: The version that the case must have: that of its last entry, or 0.

        Raises:
            StaleCase: The case has another version; nothing was added.
        """

    def names(self) -> Sequence[str]:
        """Return the names of the cases, sorted, without those that were removed."""
