"""Build histories from the rows of a table, and remember the row of each event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..history import History

__all__ = ["TableCase"]


class TableCase(NamedTuple):
    """A history that was read from a table.

    Attributes:
        name: The name of the case.
        history: The history.
        places: For each event of the history, the row that it was read from, such as ``line 7``.
    """

    name: str
    history: History
    places: tuple[str, ...]
