"""Which version of each case was last read through a ledger, so that a stale write is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .entries import Entry

__all__ = ["LastRead"]


class LastRead:
    """The version of each case that was last read."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}

    def note(self, entry: Entry) -> None:
        """Note the last entry of a case that was read or made."""
        self._versions[entry.name] = entry.version

    def version(self, name: str) -> int | None:
        """Return the version of a case that was last read; None if it was not read yet."""
        return self._versions.get(name)

    def forget(self, name: str) -> None:
        """Forget a case that was removed."""
        self._versions.pop(name, None)

    def clear(self) -> None:
        """Forget all cases."""
        self._versions.clear()
