"""The types of the arrays in this package, and the numbers in them that stand for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NONE", "NO_DAY", "Flags", "Ints", "Record", "Records"]

NONE = -1
"""The number for no rule, condition, field, stage, span or list."""
NO_DAY = 0
"""The number for an unknown day."""

Ints: TypeAlias = "NDArray[np.integer[Any]]"
Flags: TypeAlias = "NDArray[np.bool_]"
Records: TypeAlias = "np.recarray[Any, Any]"
Record: TypeAlias = Any
"""One record of an array of records."""
