"""The fault of a column for a field that the events of some of its rows do not have.

A wrong column often gives such a fault in most rows of a table. Its first cell is reported with the
way to leave the column out, and then only counts the others.
"""

from __future__ import annotations

from attrs import define, evolve

from ..errors import Fault, pluralised
from .columns import leaving_out
from .records import UNKNOWN

__all__ = ["FieldFault", "with_way_out"]

MAX_PLACES = 5
"""The most places that the fault of a column lists besides its own."""


@define
class FieldFault:
    """The fault of the first cell in a column whose row has an event without the field.

    Attributes:
        index: Its index in the faults of the table, unless they are handed on.
        others: How many other rows have such a cell.
        places: The places of the first of them.
    """

    index: int
    others: int = 0
    places: tuple[str, ...] = ()

    def count(self, place: str) -> str:
        """Count such a cell in another row, and return what the fault has found with it."""
        self.others += 1
        self.places = (*self.places, place)[:MAX_PLACES]
        more = self.others - len(self.places)
        listed = ", ".join([*self.places, *([f"{more} more"] if more else [])])
        return f"{UNKNOWN}, as in {pluralised(self.others, 'other row')} ({listed})"


def with_way_out(fault: Fault, heading: str) -> Fault:
    """Return a fault whose sentence also says how to leave out the column with a heading."""
    way_out = f" Clear the cell, or leave the column out with {leaving_out(heading)}."
    return evolve(fault, accepted=fault.accepted + way_out)
