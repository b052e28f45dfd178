"""The arrays in which a thread keeps intermediate values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..arrays import NONE
from ..compiled import jitable

if TYPE_CHECKING:
    from ..arrays import Ints

__all__ = ["WorkingMemory", "clear"]


class WorkingMemory(NamedTuple):
    """Arrays for intermediate values, one set for each thread.

    They hold indices of rows. An index below the first row of the current case means that there is
    none, for example that no clock runs. So nothing need be cleared between two cases.
    """

    clock_started: Ints
    """For each rule, the index of the row that started its clock; then one that is never read."""
    post: Ints
    """For each rule, the index of the row that opened the post on which its clock depends."""
    last_seen: Ints
    """For each trigger, the index of its last row."""
    opened: Ints
    """The indices of the rows that opened something that is still open."""
    seen: Ints
    """A hash table of the rows with one exact day, of at least twice the size of a case."""


@jitable
def clear(memory: WorkingMemory) -> None:
    """Fill the arrays that are read before they are written with `NONE`."""
    memory.clock_started[:] = NONE
    memory.post[:] = NONE
    memory.last_seen[:] = NONE
    memory.seen[:] = NONE
