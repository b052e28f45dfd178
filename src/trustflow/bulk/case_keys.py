"""Number cases: rows of one case get the same number of 64 bits, in every part of a log.

Different cases can have the same number, if hardly ever. Rows with the same number are therefore
only kept together; the check then tells their cases apart by name.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from .arrow_arrays import array_of, array_of_texts, numbers_of
from .cases import case_texts
from .log_schema import KEYS
from .texts import is_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .arrays import Flags
    from .column_reader import ColumnReader

__all__ = ["NO_CASE", "Keys", "Parts", "TextBytes", "case_keys", "numbered_cases", "part_of"]

Keys: TypeAlias = "NDArray[np.uint64]"
Parts: TypeAlias = "NDArray[np.uint16]"
NO_CASE = np.uint64(0)
"""The number of rows that do not name a case."""
WORD = 8
"""The number of bytes of a text that are read at a time."""
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Odd numbers whose bits have no pattern."""
HALF = np.uint64(32)
SPACE, LAST_ASCII = 0x20, 0x7F
ALPHANUMERIC = np.zeros(256, np.bool_)
ALPHANUMERIC[[byte for byte in range(LAST_ASCII + 1) if chr(byte).isalnum()]] = True
BLOCK = 1 << 13
SEED = secrets.randbits(63)
"""A number that nobody knows who could choose the names of cases."""
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
    keys = TextBytes.of(array_of_texts(encoded.values)).keys()
    return np.append(keys, NO_CASE)[encoded.indices]


def numbered_cases(reader: ColumnReader) -> tuple[str, pa.DictionaryArray] | None:
    """Return the only column that names cases, and it as a dictionary; None if that is slower.

    The dictionary has each text once. It is found by keys of 64 bits, in which a random number is
    mixed: that two texts of a part of a log have the same key is about as likely as an error of
    the memory.
    """
    names = KEYS.intersection(reader.names)
    if len(names) != 1 or reader.renames_authorities:
        return None
    (name,) = names
    column = reader.column(name)
    if isinstance(column, list) or not is_text(column.type):
        return None
    texts = column.cast(pa.large_string()).combine_chunks()
    read = TextBytes.of(texts)
    if not read.are_plain(reader.options.limits.text):
        return None
    numbers = array_of(read.keys(SEED)).dictionary_encode().indices
    number = numbers_of(numbers)
    first = np.empty(number.max() + 1, np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return name, pa.DictionaryArray.from_arrays(numbers, texts.take(array_of(first)))


def part_of(keys: Keys, count: int, pass_number: int) -> Parts:
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
    numbers = numbers_of(whole)
    keys = _mixed(numbers.astype(np.int64).view(np.uint64) + FIRST_FACTOR)
    _name(keys)
    if whole.null_count:
        keys[numbers_of(whole.is_null()) != 0] = NO_CASE
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
            is_missing = numbers_of(texts.is_null()) != 0
            texts = texts.fill_null("")
        if not len(texts):
            none = np.zeros(0, np.int64)
            return cls(np.zeros(WORD, np.uint8), np.zeros(1, np.int64), none, is_missing)
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        whole = np.zeros(int(ends[-1] - ends[0]) + WORD, np.uint8)
        if ends[-1] > ends[0]:
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

    def keys(self, seed: int = 0) -> Keys:
        """Return a number for each text; `NO_CASE` for a missing or an empty one.

        Args:
            seed: A number; with another one, texts have other numbers.
        """
        keys = self.lengths.astype(np.uint64) * FIRST_FACTOR + np.uint64(seed)
        longest = int(self.lengths.max(initial=0))
        mix = self._mix_table if longest == self.lengths.min(initial=longest) else self._mix_words
        # A block of rows fits in the cache of a processor.
        for start in range(0, len(keys), BLOCK):
            mix(keys[start : start + BLOCK], start, longest)
        keys[self.lengths == 0] = NO_CASE
        return keys

    def _mix_table(self, keys: Keys, start: int, length: int) -> None:
        """Mix the bytes of some rows into their keys, if all texts have the same length."""
        end = start + len(keys)
        table = self.data[start * length : end * length].reshape(len(keys), length)
        word = np.zeros((len(keys), WORD), np.uint8)
        for offset in range(0, length, WORD):
            width = min(WORD, length - offset)
            word[:, :width], word[:, width:] = table[:, offset : offset + width], 0
            keys[:] = _mixed(keys ^ word.view("<u8").ravel())
        _name(keys)

    def _mix_words(self, keys: Keys, start: int, longest: int) -> None:
        """Mix the bytes of some rows into their keys, whatever the lengths of the texts."""
        words: Keys = np.ndarray((len(self.data) - WORD + 1,), "<u8", self.data, strides=(1,))
        lengths = self.lengths[start : start + len(keys)]
        places = self.ends[start : start + len(keys)]
        for offset in range(0, min(longest, int(lengths.max())), WORD):
            rows = np.flatnonzero(lengths > offset)
            left = np.minimum(lengths[rows] - offset, WORD)
            word = words[places[rows] + offset] & MASKS[left]
            keys[rows] = _mixed(keys[rows] ^ word)
        _name(keys)


def _mixed(numbers: Keys) -> Keys:
    """Return numbers each bit of which depends on many bits of the numbers given."""
    mixed = numbers ^ (numbers >> HALF)
    mixed *= SECOND_FACTOR
    mixed ^= mixed >> HALF
    mixed *= SECOND_FACTOR
    mixed ^= mixed >> HALF
    return mixed


def _name(keys: Keys) -> None:
    """Replace keys that are `NO_CASE`."""
    keys[keys == NO_CASE] = FIRST_FACTOR
