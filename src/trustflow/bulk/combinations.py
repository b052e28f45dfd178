"""Number the distinct combinations of values in several arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arrays import NONE
from .arrow_arrays import array_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Ints

__all__ = ["distinct_combinations"]

MAX_COUNT = 1 << 63
"""The most numbers that fit in 64 bits without the sign."""
MAX_TABLE_RATIO = 4
"""The largest lookup table that is worth its memory, in entries for each row."""


def distinct_combinations(first: Ints, others: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Number the distinct combinations of values in several arrays of equal length.

    Returns:
        For each index of the arrays, the number of the combination there; and for each
        combination, an index at which it occurs.
    """
    combination: Ints = first
    count = int(first.max(initial=0)) + 1
    for other in others:
        smallest = int(other.min(initial=0))
        width = int(other.max(initial=0)) - smallest + 1
        if count * width > MAX_COUNT:
            # The single number built from all the arrays would exceed 64 bits.
            combination, examples = _distinct_values(combination)
            count = len(examples)
        combination = combination.astype(np.int64) * width + (other - smallest)
        count *= width
    return _distinct_values(combination)


def _distinct_values(values: Ints) -> tuple[Ints, Ints]:
    """Number the distinct values of an array, starting at 0.

    Returns:
        For each index of the array, the number of the value there; and for each value, an index
        at which it occurs.
    """
    size = int(values.max(initial=-1)) + 1
    if size <= MAX_TABLE_RATIO * len(values):
        # A lookup table with an entry for every possible value avoids sorting and hashing.
        examples = np.full(size, NONE, np.int64)
        examples[values] = np.arange(len(values))
        is_used = examples != NONE
        return (np.cumsum(is_used, dtype=np.int32) - np.int32(1))[values], examples[is_used]
    number = numbers_of(array_of(values).dictionary_encode().indices)
    examples = np.empty(number.max(initial=-1) + 1, np.int64)
    examples[number] = np.arange(len(number))
    return number, examples
