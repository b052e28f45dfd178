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

    from .arrays import Ints

__all__ = ["array_of", "array_of_texts", "numbers_of"]


def array_of(numbers: Ints) -> pa.Array:
    """Return numbers of 64 bits as an array of Arrow."""
    whole = np.ascontiguousarray(numbers, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def array_of_texts(texts: Sequence[str]) -> pa.Array:
    """Return texts as an array of Arrow."""
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )


def numbers_of(array: Any) -> Ints:
    """Return an array of whole numbers, or of truth values as 0 and 1, none of which is missing."""
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    width = array.type.byte_width
    kind = f"{'u' if pa.types.is_unsigned_integer(array.type) else 'i'}{width}"
    _, values = array.buffers()
    # Arrow can leave out the buffer of an array without values.
    numbers: Ints = np.frombuffer(values or b"", kind, len(array), array.offset * width)
    return numbers
