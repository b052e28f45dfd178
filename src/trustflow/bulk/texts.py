"""Read any column of a frame as texts: its distinct values, each as the text of a cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from pyarrow import compute

from ..exchange import (
    CELL_ENDS,
    FREE_TEXT,
    PLACEHOLDERS,
    Misread,
    cell_text,
    clean_text,
    unguarded,
)
from .arrays import NO_DAY, NONE
from .arrow_arrays import numbers_of
from .text_views import distinct_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import DTypeLike, NDArray

    from .arrays import Flags, Ints

__all__ = ["EPOCH", "CellReader", "Column", "EncodedColumn", "is_day", "is_text", "local_days"]

EPOCH = dt.date(1970, 1, 1).toordinal()
"""The ordinal of day 0 in Arrow and NumPy."""
LAST_DAY = dt.date.max.toordinal()
LONGEST_PLACEHOLDER = max(len(each.encode()) for each in PLACEHOLDERS)
UNREADABLE = -2
"""The number of a value that has no text."""


class EncodedColumn(NamedTuple):
    """A column stored as its distinct texts and, for each row, an index into them.

    Attributes:
        indices: For each row, the index of its text in `values`; `NONE` if it has no text.
        values: The distinct texts of the column.
        unreadable: For each row, whether its value cannot be read as text; empty if all can.
        is_changed: Whether a text of the column differs from its value, such as by a space.
    """

    indices: Ints
    values: Sequence[str]
    unreadable: Flags = np.empty(0, np.bool_)
    is_changed: bool = False

    def map(
        self, by_value: Sequence[int], missing: int, kind: DTypeLike = np.int32
    ) -> NDArray[Any]:
        """Return, for each row, the number assigned to its text.

        Args:
            by_value: The number for each of `values`, in the same order.
            missing: The number for a row without a text.
            kind: The type of the numbers.
        """
        # A row without a text has the index -1, which wraps to the number appended last.
        return np.array([*by_value, missing], kind).take(self.indices, mode="wrap")


Column: TypeAlias = "pa.ChunkedArray | list[object]"
"""A column in Arrow or, if Arrow does not have the types of its values, the values themselves."""


@frozen
class CellReader:
    """How the cells of one column become texts, as in `from_frame`.

    Args:
        name: The name of the column.
        longest: The most characters that a text can have; a longer one cannot be read.
        guarded: Whether texts can have the apostrophe of `csv_cell`, which is then removed.
    """

    name: str
    longest: int
    guarded: bool = False

    def encode(self, column: Column) -> EncodedColumn:
        """Return a column as its distinct texts."""
        if isinstance(column, list):
            return self._encoded(np.arange(len(column), dtype=np.int32), column)
        if is_day(column.type):
            days, indices = np.unique(local_days(column), return_inverse=True)
            return self._encoded(indices.astype(np.int32), [*map(_date, days.tolist())])
        if not len(column):  # Arrow has no empty dictionaries of some types
            return EncodedColumn(np.empty(0, np.int32), [])
        if pa.types.is_string_view(column.type) and column.num_chunks == 1:
            found = distinct_views(column.chunk(0))
            if found is not None:
                return self._encoded_texts(*found)
        encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
        numbers = encoded.indices
        # The type of the indices may have no negative numbers, such as in a category of polars.
        if numbers.null_count:
            numbers = numbers.cast(pa.int64())
        indices = numbers_of(numbers, NONE).astype(np.int32, copy=False)
        values = encoded.dictionary
        if is_text(values.type):
            return self._encoded_texts(indices, values.cast(pa.large_string()))
        return self._encoded(indices, values.to_pylist())

    def _encoded_texts(self, indices: Ints, values: pa.Array) -> EncodedColumn:
        """Return a column of distinct large texts, from the index of each row's text."""
        if self.is_clean(values):
            return EncodedColumn(indices, values.to_pylist())
        return self._encoded(indices, values.to_pylist())

    def is_clean(self, texts: Any) -> bool:
        """Return whether large texts in Arrow, without nulls, are all read as they are.

        The answer may be False for texts that are read as they are after all.
        """
        if not len(texts):
            return True
        shortest, longest = (
            compute.call_function("min_max", [compute.call_function("binary_length", [texts])])
            .as_py()
            .values()
        )
        if shortest == 0 or longest > self.longest:
            return False
        ends = compute.TrimOptions(characters=CELL_ENDS + "'" * self.guarded)
        kept = compute.call_function("utf8_trim", [texts], ends)
        breaks = compute.MatchSubstringOptions("\r\n")
        found = [
            compute.call_function("not_equal", [kept, texts]),
            compute.call_function("match_substring", [texts], breaks),
        ]
        if any(compute.call_function("any", [each]).as_py() for each in found):
            return False
        if self.name in FREE_TEXT or shortest > LONGEST_PLACEHOLDER:
            return True
        return PLACEHOLDERS.isdisjoint(compute.call_function("utf8_lower", [texts]).to_pylist())

    def _encoded(self, indices: Ints, values: Sequence[object]) -> EncodedColumn:
        """Return a column of distinct texts, from the index of each row's value."""
        texts = [self._text(value) for value in values]
        numbers: dict[str, int] = {"": 0}
        places = [
            UNREADABLE if text is None else numbers.setdefault(text, len(numbers)) - 1
            for text in texts
        ]
        place = np.array([*places, NONE], np.int32)[indices]
        unreadable = np.empty(0, np.bool_)
        if UNREADABLE in places:
            unreadable = place == UNREADABLE
            place[unreadable] = NONE
        is_changed = any(
            isinstance(value, str) and text != value
            for text, value in zip(texts, values, strict=True)
        )
        return EncodedColumn(place, [*numbers][1:], unreadable, is_changed)

    def _text(self, value: object) -> str | None:
        """Return the text of a value, or None if it cannot be read."""
        if self.guarded and isinstance(value, str) and (exact := unguarded(value)) is not None:
            text = exact
        else:
            try:
                text = clean_text(self.name, cell_text(value))
            except Misread:
                return None
        # The fields in the column `details` are checked one by one.
        return None if len(text) > self.longest and self.name != "details" else text


def is_text(kind: pa.DataType) -> bool:
    """Return whether the values of a type are texts."""
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def is_day(kind: pa.DataType) -> bool:
    """Return whether the values of a type are dates or moments."""
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def local_days(column: pa.ChunkedArray) -> Ints:
    """Return the ordinal of each date or moment; `NO_DAY` if there is none.

    A moment in a time zone counts as its day there.
    """
    if pa.types.is_timestamp(column.type):
        if column.type.tz is not None:
            column = compute.call_function("local_timestamp", [column])
        to_day = compute.RoundTemporalOptions(unit="day")
        column = compute.call_function("floor_temporal", [column], to_day)
    dates = compute.cast(column, pa.date32(), safe=False)
    since_epoch = numbers_of(dates.cast(pa.int32()), NO_DAY - EPOCH)
    return since_epoch + np.int32(EPOCH)


def _date(day: int) -> object:
    """Return a date; bytes, which cannot be read, for a day that Python does not have."""
    if day == NO_DAY:
        return None
    return dt.date.fromordinal(day) if 0 < day <= LAST_DAY else b""
