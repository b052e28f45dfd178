"""Number the distinct texts of an Arrow column of views, the form in which polars keeps texts.

A view has 16 bytes. A text of up to 12 bytes is in the view itself; for a longer one, the view has
its place in a buffer. Equal views are therefore equal texts, and a column from a file or a lookup
has few different ones. They are numbered with a hash table, without a look at the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .arrays import NONE
from .arrow_arrays import array_of_texts, numbers_of
from .compiled import Compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Ints

__all__ = [
    "compiled_number_views",
    "distinct_views",
    "halves_of_views",
    "number_views",
    "texts_of_numbers",
    "views_of_rows",
]

MOST_VIEWS = (1 << 13, 1 << 16)
"""The most different views that are numbered: first with a table that fits into a near cache."""
SLOTS = 4
"""The size of the hash table, in slots for each view."""
LOW = (1 << 31) - 1
"""The bits of half a view that are multiplied, so that no product exceeds 63 bits."""


def number_views(views: Ints, table: Ints, numbers: Ints, different: Ints) -> int:
    """Number the distinct views of a column, and return how many there are.

    If there are more than fit in `different`, the number is -1.

    Args:
        views: For each row, the two halves of its view.
        table: A hash table of the indices of `different`, filled with `NONE`.
        numbers: The array into which the number of each row's view is written.
        different: The array into which the distinct views are written.
    """
    mask = len(table) - 1
    count = 0
    for row in range(len(views)):
        left, right = views[row, 0], views[row, 1]
        slot = (left & LOW) * 73 + (left >> 32 & LOW) * 40503
        slot += (right & LOW) * 30011 + (right >> 32 & LOW) * 59369
        slot = (slot ^ slot >> 17 ^ slot >> 34) & mask
        number = table[slot]
        while number != NONE and (different[number, 0] != left or different[number, 1] != right):
            slot = (slot + 1) & mask
            number = table[slot]
        if number == NONE:
            if count == len(different):
                return -1
            number = count
            table[slot] = number
            different[number, 0], different[number, 1] = left, right
            count += 1
        numbers[row] = number
    return count


compiled_number_views = Compiled(number_views)


def halves_of_views(column: pa.Array) -> Ints:
    """Return, for each row, the two halves of its view; those of a null can be anything."""
    _, views, *_ = column.buffers()
    rows = slice(column.offset, column.offset + len(column))
    halves: Ints = np.frombuffer(views, np.int64).reshape(-1, 2)[rows]
    return halves


def views_of_rows(column: pa.Array, rows: Ints) -> pa.Array:
    """Return some rows of a column without nulls, which Arrow cannot take."""
    _, _, *texts = column.buffers()
    buffers = [None, pa.py_buffer(halves_of_views(column)[rows]), *texts]
    return pa.Array.from_buffers(column.type, len(rows), buffers)


def texts_of_numbers(texts: Sequence[str], numbers: Ints) -> pa.Array:
    """Return a column of views with the text that each number is the index of; `NONE` for null.

    Only views are copied, each in one step, not texts.
    """
    # `NONE` is the index of the last view.
    column = array_of_texts([*texts, ""]).cast(pa.string_view())
    _, _, *rest = column.buffers()
    views = halves_of_views(column).view(np.complex128).ravel()  # the two halves as one value
    is_null = numbers == NONE
    present = pa.py_buffer(np.packbits(~is_null, bitorder="little")) if is_null.any() else None
    buffers = [present, pa.py_buffer(views[numbers]), *rest]
    return pa.Array.from_buffers(column.type, len(numbers), buffers)


def distinct_views(column: pa.Array) -> tuple[Ints, pa.Array] | None:
    """Return, for each row, the number of its text, and the distinct texts by number.

    The number is `NONE` for a null. The result is None if there are too many different views.
    """
    _, _, *texts = column.buffers()
    halves = halves_of_views(column)
    is_null = np.empty(0, np.bool_)
    if column.null_count:
        is_null = numbers_of(column.is_null()) != 0
        halves = np.where(is_null[:, np.newaxis], 0, halves)  # the view of a null can be anything
    numbers: Ints = np.empty(len(halves), np.int32)
    for most in MOST_VIEWS:
        different, table = np.empty((most, 2), np.int64), np.full(SLOTS * most, NONE, np.int32)
        count = compiled_number_views(halves, table, numbers, different)
        if count >= 0:
            break
    else:
        return None
    buffers = [None, pa.py_buffer(different[:count]), *texts]
    values = pa.Array.from_buffers(column.type, count, buffers).cast(pa.large_string())
    distinct = values.dictionary_encode()
    if len(distinct.dictionary) < count:  # a long text has several places
        numbers = numbers_of(distinct.indices)[numbers]
    if len(is_null):
        numbers[is_null] = NONE
    return numbers, distinct.dictionary
