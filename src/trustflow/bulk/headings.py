"""Match the headings of a frame or a file to the columns that the check reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exchange import IGNORED, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import Fault
    from ..process import Process

__all__ = ["column_places", "places_of"]

UNREAD = {IGNORED, "event_id"}
"""The names of columns that are not read."""


def column_places(
    headings: Sequence[str], process: Process, columns: Mapping[str, str] | None
) -> tuple[dict[str, int], list[Fault]]:
    """Return the position of each column that is read, by its name, and the faults of headings.

    Args:
        headings: The headings.
        process: The process.
        columns: A mapping from headings to the names of columns.
    """
    names, faults = columns_of(headings, process, columns)
    return places_of(names), faults


def places_of(names: Sequence[str]) -> dict[str, int]:
    """Return the position of each column that is read, from the names of all columns."""
    return {name: place for place, name in enumerate(names) if name not in UNREAD}
