"""The errors of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._text import formatted_text, visible
from ..engine import capital
from ..errors import TrustflowError, UnknownCase, pluralised, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .entries import Entry

__all__ = ["BadLedger", "CasesNotRead", "LedgerFailed", "NotInLedger", "StaleCase"]

MAX_SHOWN = 5
"""The greatest number of entries that the message of `StaleCase` describes."""


EXPECTED = "its `expected_version`, or the version read last"
"""Where the version comes from that a change was made for."""


class BadLedger(TrustflowError, ValueError):
    """A ledger that was changed from outside, or that is not one.

    Attributes:
        entry: The first entry that does not fit; None if the fault is of the whole store.
        reason: What is wrong.
    """

    def __init__(self, entry: Entry | None, reason: str) -> None:
        super().__init__(entry, reason)
        self.entry = entry
        self.reason = reason

    def __str__(self) -> str:
        reason = self.reason.removesuffix(".")  # which is that of another error
        if self.entry is None:
            return visible(f"{reason}.")
        where = f"entry {self.entry.version} of {quoted(self.entry.name)}"
        return visible(f"Cannot use {where}: {reason}. `recheck` lists what else does not fit.")


class StaleCase(TrustflowError, RuntimeError):
    """A change of a case that somebody else changed in the meantime; nothing was recorded.

    Attributes:
        name: The name of the case.
        expected: The version that the change was made for.
        found: The version that the case has.
        meanwhile: The entries after the expected version.
    """

    def __init__(self, name: str, expected: int, found: int, meanwhile: Sequence[Entry]) -> None:
        super().__init__(name, expected, found, meanwhile)
        self.name, self.expected, self.found = name, expected, found
        self.meanwhile = tuple(meanwhile)

    def __str__(self) -> str:
        if self.expected > self.found:
            return (
                f"{quoted(self.name)} has version {self.found}, and the change expected version "
                f"{self.expected} ({EXPECTED}). Nothing was recorded. Read the case again, then "
                "record."
            )
        shown = [_described(entry) for entry in self.meanwhile[:MAX_SHOWN]]
        others = len(self.meanwhile) - len(shown)
        more = [f"and {others} more"] if others else []
        what = (
            f"was changed since version {self.expected}, which the change expected ({EXPECTED}); "
            f"it has version {self.found} now"
            if self.expected < self.found
            else f"has another entry {self.found} than the one that was read, which is not there"
        )
        return (
            f"{quoted(self.name)} {what}. Nothing was recorded. "
            f"Meanwhile: {'; '.join([*shown, *more])}. Read the case again, then record."
        )


def _described(entry: Entry) -> str:
    """Return who did what when, in words."""
    by = "" if entry.recorded_by is None else f" by {quoted(entry.recorded_by)}"
    event = entry.event
    what = "" if event is None else f' "{capital(event.trigger_label)}" ({event.on.words})'
    why = "" if entry.reason is None else f", because {quoted(entry.reason)}"
    return f"{entry.kind}{what}{by} at {entry.recorded_at:%Y-%m-%d %H:%M:%S} UTC{why}"


NOTHING = "Nothing was recorded"
"""The outcome of most changes that fail."""
NOT_READ = "The ledger was not read"
"""The outcome of reading that fails."""


class LedgerFailed(TrustflowError, RuntimeError):
    """A database that did not do what a ledger asked of it.

    Attributes:
        reason: What the database said.
        advice: What helps; empty if that is not known.
        outcome: What became of the change, such as "Nothing was recorded".
    """

    def __init__(self, reason: str, advice: str = "", outcome: str = NOTHING) -> None:
        super().__init__(reason, advice, outcome)
        self.reason, self.advice, self.outcome = reason, advice, outcome

    def __str__(self) -> str:
        advice = f" {self.advice}" if self.advice else ""
        return f"{self.outcome}: {quoted(self.reason)}.{advice}"


class NotInLedger(UnknownCase):
    """A name that is not in a ledger, or of which it has nothing of the day asked about.

    Attributes:
        recorded_on: That day, if the name is in the ledger now.
        removed_on: The day in London on which what the ledger had of it then was removed, if it
            had anything; None if nothing was removed after that day.
    """

    def __init__(
        self,
        name: str,
        nearest: Sequence[str] = (),
        recorded_on: str | None = None,
        removed_on: str | None = None,
    ) -> None:
        super().__init__(name, nearest)
        self.args = (name, tuple(nearest), recorded_on, removed_on)
        self.recorded_on, self.removed_on = recorded_on, removed_on

    def __str__(self) -> str:
        name = quoted(self.name)
        if self.removed_on is not None:
            return (
                f"{name} cannot be read as of the end of {self.recorded_on}: what this ledger had "
                f"of it then, if anything, was removed on {self.removed_on}."
            )
        if self.recorded_on is not None:
            return f"{name} was not in this ledger at the end of {self.recorded_on}."
        nearest = f" Did you mean {' or '.join(map(quoted, self.nearest))}?" if self.nearest else ""
        return f"{name} is not in this ledger.{nearest}"


class CasesNotRead(UserWarning):
    """Cases of a ledger that were left out of a result, as they cannot be read.

    Attributes:
        reasons: The error for each of them, by name.
    """

    def __init__(self, reasons: Mapping[str, Exception]) -> None:
        super().__init__(reasons)
        self.reasons = dict(reasons)

    def __str__(self) -> str:
        shown = [f"{quoted(name)}: {why}" for name, why in list(self.reasons.items())[:MAX_SHOWN]]
        others = len(self.reasons) - len(shown)
        more = [f"and {others} more"] if others else []
        count = pluralised(len(self.reasons), "case")
        return visible(f"{count} left out, as they cannot be read: {'; '.join([*shown, *more])}")

    __format__ = formatted_text
