"""Write entries of a ledger as JSON, with all that was recorded and what proves it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..exchange import ENTRIES_FORMAT, dumps
from .event_texts import UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .entries import Entry
    from .reading import StoredCase
    from .state import CaseState

__all__ = ["entries_json"]

PROOF = ("salt", "content_hash", "previous_hash", "hash")
"""The attributes of an entry that prove the others."""


def entries_json(
    ledger_id: str | None, cases: Iterable[CaseState | StoredCase], entries: Iterable[Entry]
) -> bytes:
    """Return entries as JSON in UTF-8, with the histories that they add up to.

    Args:
        ledger_id: The id of the ledger; None if it has none.
        cases: The cases; each history is written as `trustflow.dumps` writes it.
        entries: The entries.
    """
    document = {
        "format": ENTRIES_FORMAT,
        "ledger": ledger_id,
        "histories": [
            json.loads(dumps(each.history, each.process, limits=UNLIMITED)) for each in cases
        ],
        "entries": [_data_of(entry) for entry in entries],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # Half a character, which only a damaged entry can have, has no UTF-8; JSON writes it as \udxxx.
    return text.encode("utf-8", "backslashreplace")


def _data_of(entry: Entry) -> dict[str, Any]:
    return {**entry.content(), **{name: getattr(entry, name) for name in PROOF}}
