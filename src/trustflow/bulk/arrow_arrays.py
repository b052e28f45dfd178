"""Convert whole numbers between Arrow and NumPy without a copy, and texts, all without pandas.

`pyarrow.array` and `to_numpy` import pandas, if it is installed, when they are first called. That
takes longer than all else that the check of a small log needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .arrays import Flags, Ints

__all__ = [
    "array_of",
    "array_of_texts",
    "decoded",
    "numbers_of",
    "type_without_views",
    "without_views",
]


def array_of(values: NDArray[np.generic], is_missing: Flags | None = None) -> pa.Array:
    """Return whole numbers or truth values as an array of Arrow.

    Args:
        values: The values.
        is_missing: For each value, whether it is missing.
    """
    is_present = None
    if is_missing is not None and is_missing.any():
        is_present = _bits(~is_missing)
    whole = np.ascontiguousarray(values)
    data = _bits(whole) if whole.dtype == np.bool_ else pa.py_buffer(whole)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [is_present, data])


def _bits(flags: Any) -> pa.Buffer:
    """Return truth values as Arrow keeps them, eight in a byte."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def array_of_texts(texts: Sequence[str]) -> pa.LargeStringArray:
    """Return texts as an array of Arrow."""
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return pa.LargeStringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )


def decoded(column: pa.DictionaryArray) -> pa.Array:
    """Return the values of a dictionary array row by row, as `without_views` returns them."""
    values = without_views(column.dictionary)
    return pa.DictionaryArray.from_arrays(column.indices, values).dictionary_decode()


def without_views(column: Any) -> Any:
    """Return an array or a column; views, of which Arrow cannot take single rows, are replaced."""
    kind = type_without_views(column.type)
    return column if kind == column.type else column.cast(kind)


def type_without_views(kind: pa.DataType) -> pa.DataType:
    """Return a type; large texts or bytes in place of views."""
    if pa.types.is_string_view(kind):
        return pa.large_string()
    return pa.large_binary() if pa.types.is_binary_view(kind) else kind


def numbers_of(array: Any, missing: int = 0) -> Ints:
    """Return an array of whole numbers, or of truth values as 0 and 1.

    Args:
        array: The array.
        missing: The number for a missing value.
    """
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    width = array.type.byte_width
    kind = f"{'u' if pa.types.is_unsigned_integer(array.type) else 'i'}{width}"
    _, values = array.buffers()
    # Arrow can leave out the buffer of an array without values.
    numbers: Ints = np.frombuffer(values or b"", kind, len(array), array.offset * width)
    if array.null_count:
        numbers = np.where(numbers_of(array.is_null()) != 0, missing, numbers)
    return numbers
