"""Number cases: rows of one case get the same number of 64 bits, in every part of a log.

Different cases can have the same number, if hardly ever. Rows with the same number are therefore
only kept together; the check then tells their cases apart by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from .cases import case_texts
from .texts import is_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .column_reader import ColumnReader

__all__ = ["NO_CASE", "Keys", "case_keys", "part_of", "text_keys"]

Keys: TypeAlias = "NDArray[np.uint64]"
NO_CASE = np.uint64(0)
"""The number of rows that do not name a case."""
WORD = 8
"""The number of bytes of a text that are read at a time."""
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Odd numbers whose bits have no pattern."""
HALF = np.uint64(32)
SPACE, DELETE, LAST_ASCII = 0x20, 0x7F, 0x7F
ALPHANUMERIC = np.zeros(256, np.bool_)
ALPHANUMERIC[[byte for byte in range(LAST_ASCII + 1) if chr(byte).isalnum()]] = True
MASKS = np.array([(1 << 8 * count) - 1 for count in range(WORD + 1)], np.uint64)
"""For each number of bytes, the bits of the first of them."""


def case_keys(reader: ColumnReader) -> Keys:
    """Return, for each row, the number of its case; `NO_CASE` if it does not name one."""
    names = [name for name in ("case", "authority") if name in reader.names]
    if len(names) == 1 and not reader.renames_authorities:
        column = reader.column(names[0])
        if not isinstance(column, list):
            if names[0] == "case" and pa.types.is_integer(column.type):
                return _number_keys(column)
            if is_text(column.type):
                texts = column.cast(pa.large_string()).combine_chunks()
                if _are_plain(texts, reader.options.limits.text):
                    return text_keys(texts)
    encoded = case_texts(reader)
    keys = text_keys(pa.array(encoded.values, pa.large_string()))
    return np.append(keys, NO_CASE)[encoded.indices]


def part_of(keys: Keys, count: int, pass_number: int) -> NDArray[np.uint16]:
    """Return, for each row, the number of the part that its case belongs to.

    Args:
        keys: The numbers of the cases.
        count: The number of parts, at most 65,536.
        pass_number: A number; another one gives another division.
    """
    shift = np.uint64(pass_number * int(SECOND_FACTOR) % (1 << 64))
    mixed = _mixed(keys + shift)
    return (((mixed >> HALF) * np.uint64(count)) >> HALF).astype(np.uint16)


def _number_keys(column: pa.ChunkedArray) -> Keys:
    whole = column.combine_chunks()
    numbers = whole.fill_null(0).to_numpy(zero_copy_only=False)
    keys = _named(_mixed(numbers.astype(np.int64).view(np.uint64) + FIRST_FACTOR))
    if whole.null_count:
        keys[~whole.is_valid().to_numpy(zero_copy_only=False)] = NO_CASE
    return keys


def text_keys(texts: pa.LargeStringArray) -> Keys:
    """Return a number for each text; `NO_CASE` for a missing or an empty one."""
    starts, data = _bytes_of(texts)
    lengths = np.diff(starts)
    keys = lengths.astype(np.uint64) * FIRST_FACTOR
    words: NDArray[np.uint64] = np.ndarray((len(data) - WORD + 1,), "<u8", data, strides=(1,))
    rows: Any = slice(None)
    for offset in range(0, int(lengths.max(initial=0)), WORD):
        is_longer = lengths > offset
        if not is_longer.all():
            rows = np.flatnonzero(is_longer)
        word = words[starts[:-1][rows] + offset] & MASKS[np.minimum(lengths[rows] - offset, WORD)]
        keys[rows] = _mixed(keys[rows] ^ word)
    keys = _named(keys)
    keys[lengths == 0] = NO_CASE
    return keys


def _bytes_of(texts: pa.LargeStringArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return the place at which each text begins, then the end; and the bytes, and some more."""
    count = len(texts)
    _, offsets, data = texts.fill_null("").buffers() if texts.null_count else texts.buffers()
    first = 0 if texts.null_count else texts.offset
    if not count:
        return np.zeros(1, np.int64), np.zeros(WORD, np.uint8)
    starts = np.frombuffer(offsets, np.int64)[first : first + count + 1]
    whole = np.zeros(int(starts[-1] - starts[0]) + WORD, np.uint8)
    if data is not None:
        whole[:-WORD] = np.frombuffer(data, np.uint8)[starts[0] : starts[-1]]
    return starts - starts[0], whole


def _are_plain(texts: pa.LargeStringArray, longest: int) -> bool:
    """Return whether all texts are read as they are: see `CellReader.is_clean`, which is slower.

    The answer may be False for texts that are read as they are after all.
    """
    starts, data = _bytes_of(texts)
    lengths = np.diff(starts)
    filled = starts[:-1][lengths > 0], starts[1:][lengths > 0] - 1
    return bool(
        len(filled[0]) + texts.null_count == len(texts)
        and lengths.max(initial=0) <= longest
        and (data[:-WORD] >= SPACE).all()
        and ALPHANUMERIC[data[filled[0]]].all()
        and ALPHANUMERIC[data[filled[1]]].all()
    )


def _mixed(numbers: Keys) -> Keys:
    """Return numbers each bit of which depends on many bits of the numbers given."""
    mixed = numbers ^ (numbers >> HALF)
    mixed *= SECOND_FACTOR
    mixed ^= mixed >> HALF
    mixed *= SECOND_FACTOR
    mixed ^= mixed >> HALF
    return mixed


def _named(keys: Keys) -> Keys:
    """Return keys none of which is `NO_CASE`."""
    keys[keys == NO_CASE] = FIRST_FACTOR
    return keys
