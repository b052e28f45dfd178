"""Number cases: rows of one case get the same number of 64 bits, in every part of a log.

Different cases can have the same number, if hardly ever. Rows with the same number are therefore
only kept together; the check then tells their cases apart by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from .cases import case_texts
from .texts import is_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .column_reader import ColumnReader
    from .kernel import Flags, Ints

__all__ = ["NO_CASE", "Keys", "TextBytes", "case_keys", "order_by_key", "part_of"]

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
SHIFTS = (np.uint64(16), np.uint64(32))
"""NumPy sorts numbers of 16 bits in a time that only grows with their count."""
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
                texts = TextBytes.of(column.cast(pa.large_string()).combine_chunks())
                if texts.are_plain(reader.options.limits.text):
                    return texts.keys()
    encoded = case_texts(reader)
    keys = TextBytes.of(pa.array(encoded.values, pa.large_string())).keys()
    return np.append(keys, NO_CASE)[encoded.indices]


def order_by_key(keys: Keys) -> Ints:
    """Return the numbers of the rows by key, so that rows with one key stand together.

    Rows with one key keep their order. It sorts by a part of each key, which is enough to tell
    hundreds of thousands of cases apart, nearly always; if not, the check only takes longer.
    """
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in SHIFTS:
        digits = (keys >> shift).astype(np.uint16)
        order = order[np.argsort(digits[order], kind="stable")]
    return order


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


class TextBytes(NamedTuple):
    """The bytes of the texts of a column.

    Attributes:
        data: The bytes of all texts, one after another, and some more.
        ends: The place of the first byte of each text; then the place after the last byte.
        lengths: The number of bytes of each text.
        is_missing: For each row, whether it has no text; empty if all have.
    """

    data: NDArray[np.uint8]
    ends: NDArray[np.int64]
    lengths: NDArray[np.int64]
    is_missing: Flags

    @classmethod
    def of(cls, texts: pa.LargeStringArray) -> TextBytes:
        """Return the bytes of texts."""
        is_missing = np.empty(0, np.bool_)
        if texts.null_count:
            is_missing = texts.is_null().to_numpy(zero_copy_only=False)
            texts = texts.fill_null("")
        if not len(texts):
            none = np.zeros(0, np.int64)
            return cls(np.zeros(WORD, np.uint8), np.zeros(1, np.int64), none, is_missing)
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        whole = np.zeros(int(ends[-1] - ends[0]) + WORD, np.uint8)
        if data is not None:
            whole[:-WORD] = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
        return cls(whole, ends - ends[0], np.diff(ends), is_missing)

    def are_plain(self, longest: int) -> bool:
        """Return whether all texts are read as they are, in a quicker way than `CellReader`.

        The answer may be False for texts that are read as they are after all.
        """
        if len(self.is_missing) or not len(self.lengths) or self.lengths.min() == 0:
            return False
        first, last = self.data[self.ends[:-1]], self.data[self.ends[1:] - 1]
        return bool(
            self.lengths.max() <= longest
            and self.data[:-WORD].min() >= SPACE
            and ALPHANUMERIC[first].all()
            and ALPHANUMERIC[last].all()
        )

    def keys(self) -> Keys:
        """Return a number for each text; `NO_CASE` for a missing or an empty one."""
        keys = self.lengths.astype(np.uint64) * FIRST_FACTOR
        longest = int(self.lengths.max(initial=0))
        if longest == self.lengths.min(initial=longest):
            self._add_columns(keys, longest)
        else:
            self._add_words(keys, longest)
        keys = _named(keys)
        keys[self.lengths == 0] = NO_CASE
        return keys

    def _add_columns(self, keys: Keys, length: int) -> None:
        """Mix the bytes into the keys, if all texts have the same length."""
        table = self.data[:-WORD].reshape(len(keys), length)
        for offset in range(0, length, WORD):
            word = np.zeros((len(keys), WORD), np.uint8)
            word[:, : min(WORD, length - offset)] = table[:, offset : offset + WORD]
            keys[:] = _mixed(keys ^ word.view("<u8").ravel())

    def _add_words(self, keys: Keys, longest: int) -> None:
        """Mix the bytes into the keys, whatever the lengths of the texts."""
        words: Keys = np.ndarray((len(self.data) - WORD + 1,), "<u8", self.data, strides=(1,))
        for offset in range(0, longest, WORD):
            rows = np.flatnonzero(self.lengths > offset)
            left = np.minimum(self.lengths[rows] - offset, WORD)
            word = words[self.ends[:-1][rows] + offset] & MASKS[left]
            keys[rows] = _mixed(keys[rows] ^ word)


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
