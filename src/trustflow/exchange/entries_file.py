"""Find the histories in a file of the entries of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import BadHistory
from ..trust_transfer import TRUST_TRANSFER
from .versions import ENTRIES_FORMAT, HISTORY_FORMAT, PROCESS_FIELD, other_kind_fault

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SEVERAL", "data_of_histories"]

SEVERAL = "histories"
"""The field that contains the histories, in a file of several."""
HEAD = ("format", PROCESS_FIELD)
"""The fields that a file of histories has once, and a file of entries in each history."""
ENTRIES = "entries"
OF_LEDGER = ("ledger", ENTRIES)
"""The fields that only a file of entries has."""


def data_of_histories(
    data: object, process: str, on_entries: Callable[[int], object] | None
) -> object:
    """Return the data of a file, and of a file of entries those of its histories alone.

    Args:
        data: The data of the file.
        process: The name of the process that the file is read with.
        on_entries: A function that receives the number of entries that are left out. Without it, a
            file of entries is refused.

    Raises:
        BadHistory: It is such a file, and is refused.
    """
    if not isinstance(data, dict) or data.get("format") != ENTRIES_FORMAT:
        return data
    if on_entries is None:
        raise BadHistory([other_kind_fault(ENTRIES_FORMAT, HISTORY_FORMAT)])
    entries, histories = data.get(ENTRIES), data.get(SEVERAL)
    on_entries(len(entries) if isinstance(entries, list) else 0)
    others = {name: value for name, value in data.items() if name not in OF_LEDGER}
    if not isinstance(histories, list):
        return {**others, "format": HISTORY_FORMAT}
    objects = [history for history in histories if isinstance(history, dict)]
    formats = [history.get("format", HISTORY_FORMAT) for history in objects]
    # A ledger names the process of each history, but for those of the trust transfer.
    named = [history.get(PROCESS_FIELD, TRUST_TRANSFER.name) for history in objects]
    # The reader refuses another format or process, so one that is another goes first.
    head = {"format": next((each for each in formats if each != HISTORY_FORMAT), HISTORY_FORMAT)}
    if named:
        head[PROCESS_FIELD] = next((each for each in named if each != process), process)
    return {**others, **head, SEVERAL: [_without_head(history) for history in histories]}


def _without_head(history: object) -> object:
    """Return the data of a history without the fields that are those of a file."""
    if not isinstance(history, dict):
        return history
    return {name: value for name, value in history.items() if name not in HEAD}
