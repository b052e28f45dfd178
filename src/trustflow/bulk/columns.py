"""Encode the columns of a frame as integers: values as indices, days as ordinals."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute

from ..dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY, PartialDate
from ..errors import BadDate
from .kernel import NO_DAY, NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .kernel import Ints


__all__ = [
    "EPOCH",
    "DayColumns",
    "EncodedColumn",
    "bounded_days",
    "cell_text",
    "change_points",
    "encode",
    "encode_texts",
    "fill_missing_days",
    "read_days",
    "value_numbers",
    "without_bad_days",
]

EPOCH = dt.date(1970, 1, 1).toordinal()
"""The ordinal of day 0 in Arrow and NumPy."""
BAD_DAY = -1
"""The number used for a date that cannot be read."""
NO_STATED = np.empty(0, np.int32)
"""The array `DayColumns.stated` of dates none of which is open."""


class EncodedColumn(NamedTuple):
    """A column stored as its distinct values and, for each row, an index into them.

    Attributes:
        indices: For each row, the index of its value in `values`; `NONE` if it has no value.
        values: The distinct values of the column.
    """

    indices: Ints
    values: Sequence[Any]

    def map(self, by_value: Sequence[int], missing: int) -> Ints:
        """Return, for each row, the number assigned to its value.

        Args:
            by_value: The number for each of `values`, in the same order.
            missing: The number for a row without a value.
        """
        # A row without a value has the index -1, which picks the number appended last.
        return np.array([*by_value, missing], np.int32)[self.indices]


class DayColumns(NamedTuple):
    """For each row, the earliest and the latest day of its date, as ordinals.

    Both are `NO_DAY` if the row has no date, and `BAD_DAY` if the date cannot be read. The earliest
    day of a date with an open start is `BEFORE_ALL`, and the latest day of one with an open end is
    `AFTER_ALL`.

    Attributes:
        first: For each row, the earliest day.
        last: For each row, the latest day.
        stated: For each row whose date is open at one side, the bound of the other side that
            `first` and `last` do not have: the latest day of a stated start, such as 30 June 2012
            for ``2012-06/..``, or the earliest day of a stated end. Empty if no date is open.
    """

    first: Ints
    last: Ints
    stated: Ints

    @classmethod
    def exact(cls, days: Ints) -> DayColumns:
        """Return the columns for exact days."""
        return cls(days, days, NO_STATED)

    @property
    def stated_or_none(self) -> Ints:
        """The array `stated`, with a number for each row even if no date is open."""
        return self.stated if len(self.stated) else np.full(len(self.first), NO_DAY, np.int32)


def encode(column: pa.ChunkedArray) -> EncodedColumn:
    """Return a column as its distinct values and the index of each row's value."""
    encoded = _dictionary(column)
    return EncodedColumn(_indices(encoded), encoded.dictionary.to_pylist())


def change_points(column: pa.ChunkedArray) -> Ints | None:
    """Return the numbers of the rows whose value differs from the row before.

    Return None if rows with equal values are not all adjacent, or if a value is missing.
    """
    if column.null_count or not len(column):
        return None
    column = _plain(column)
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    changed = compute.call_function("not_equal", [whole.slice(1), whole.slice(0, len(whole) - 1)])
    points = np.flatnonzero(changed.to_numpy(zero_copy_only=False)) + 1
    first_of_each_run = whole.take(pa.array(np.concatenate(([0], points))))
    return points if _are_distinct(first_of_each_run) else None


def _are_distinct(values: pa.Array) -> bool:
    """Return whether all values are distinct. Increasing input takes a fast path."""
    neighbours = [values.slice(0, len(values) - 1), values.slice(1)]
    is_increasing = compute.call_function("less", neighbours)
    # For a single value there are no neighbours, and Arrow returns null instead of True.
    if compute.call_function("all", [is_increasing]).as_py() is not False:
        return True
    count: int = compute.call_function("count_distinct", [values]).as_py()
    return count == len(values)


def value_numbers(column: pa.ChunkedArray) -> Ints:
    """Return, for each row, the number of its value, counted in order of appearance from 0."""
    return _indices(_dictionary(_plain(column)))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column converted to a type that supports every Arrow operation used here."""
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def _dictionary(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.dictionary_encode().unify_dictionaries().combine_chunks()


def _indices(encoded: pa.DictionaryArray) -> Ints:
    indices = encoded.indices.fill_null(NONE) if encoded.null_count else encoded.indices
    whole: Ints = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return whole


def encode_texts(column: pa.ChunkedArray) -> EncodedColumn:
    """Return a column of texts as its distinct texts and the index of each row's text.

    A value of another type is converted to text, as `from_frame` does; an empty text counts as no
    value.
    """
    encoded = encode(column)
    texts = [cell_text(value) for value in encoded.values]
    indices = [index if text else NONE for index, text in enumerate(texts)]
    is_unchanged = NONE not in indices
    return EncodedColumn(encoded.indices if is_unchanged else encoded.map(indices, NONE), texts)


def cell_text(value: object) -> str:
    """Return a value as the text that `from_frame` reads; empty if there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def read_days(column: pa.ChunkedArray) -> DayColumns:
    """Return the earliest and latest days for a column of EDTF texts or of dates."""
    if pa.types.is_temporal(column.type):
        return DayColumns.exact(_whole_days(column))
    encoded = encode(column)
    # The same dates occur many times in a log, so each distinct text is parsed only once.
    bounds = [_bounds(value) for value in encoded.values]
    has_open = any(last == AFTER_ALL or first == BEFORE_ALL for first, last, _ in bounds)
    return DayColumns(
        encoded.map([first for first, _, _ in bounds], NO_DAY),
        encoded.map([last for _, last, _ in bounds], NO_DAY),
        encoded.map([stated for _, _, stated in bounds], NO_DAY) if has_open else NO_STATED,
    )


def bounded_days(earliest: DayColumns, latest: DayColumns) -> DayColumns:
    """Combine a column of earliest days and a column of latest days.

    If a row has only one of the two days, its date has an open end. If a row has neither day, or
    its latest day is before its earliest day, its date cannot be read. Neither of the two days can
    be open itself, unless both are the same date.
    """
    bad = (earliest.first == BAD_DAY) | (latest.last == BAD_DAY)
    has_no_start, has_no_end = earliest.first == NO_DAY, latest.last == NO_DAY
    bad |= has_no_start & has_no_end
    is_open = (earliest.first == BEFORE_ALL) | (earliest.last == AFTER_ALL)
    is_open |= (latest.first == BEFORE_ALL) | (latest.last == AFTER_ALL)
    bad |= is_open & ((earliest.first != latest.first) | (earliest.last != latest.last))
    first = np.where(has_no_start, np.int32(BEFORE_ALL), earliest.first)
    last = np.where(has_no_end, np.int32(AFTER_ALL), latest.last)
    bad |= first > last
    first[bad], last[bad] = BAD_DAY, BAD_DAY
    stated = NO_STATED
    if (has_no_start | has_no_end | is_open).any():
        stated = np.where(has_no_start, latest.first, earliest.last)
        stated = np.where(is_open, earliest.stated_or_none, stated)
    return DayColumns(first, last, stated)


def fill_missing_days(days: DayColumns, others: DayColumns) -> DayColumns:
    """Return `days`; rows without a day get the day that `others` has for them."""
    is_missing = days.first == NO_DAY
    has_open = len(days.stated) or len(others.stated)
    return DayColumns(
        np.where(is_missing, others.first, days.first),
        np.where(is_missing, others.last, days.last),
        np.where(is_missing, others.stated_or_none, days.stated_or_none) if has_open else NO_STATED,
    )


def without_bad_days(days: DayColumns) -> DayColumns:
    """Return the days, with `NO_DAY` in place of `BAD_DAY`.

    A missing date and an unreadable date give the same finding, so the kernel does not
    distinguish them.
    """
    if days.first.min(initial=NO_DAY) == BAD_DAY:
        first, last = np.maximum(days.first, NO_DAY), np.maximum(days.last, NO_DAY)
        return DayColumns(first, last, days.stated)
    return days


def _whole_days(column: pa.ChunkedArray) -> Ints:
    """Return the day of each row; a time other than midnight counts as unreadable."""
    dates = compute.cast(column, pa.date32(), safe=False)
    if not pa.types.is_date32(column.type):
        is_midnight = compute.call_function(
            "equal", [compute.cast(dates, column.type, safe=False), column]
        )
        # Any other time becomes a day outside the calendar, which the test below marks as bad.
        dates = compute.call_function(
            "if_else", [is_midnight, dates, pa.scalar(BEFORE_ALL - EPOCH, pa.date32())]
        )
    since_epoch = dates.combine_chunks().cast(pa.int32()).fill_null(NO_DAY - EPOCH)
    days: Ints = since_epoch.to_numpy(zero_copy_only=False) + np.int32(EPOCH)
    is_outside = (days != NO_DAY) & ((days < MIN_DAY) | (days > MAX_DAY))
    days[is_outside] = BAD_DAY
    return days


def _bounds(value: Any) -> tuple[int, int, int]:
    """Return the earliest, the latest and the stated day of one value from a date column."""
    if value is None or value == "":
        return NO_DAY, NO_DAY, NO_DAY
    try:
        date = PartialDate.of(value)
    except BadDate:
        return BAD_DAY, BAD_DAY, NO_DAY
    if date.is_open_end:
        is_open = date.is_open_start
        first, stated = (BEFORE_ALL, NO_DAY) if is_open else (date.first, date.starts.last)
        return first, AFTER_ALL, stated
    if date.is_open_start:
        return BEFORE_ALL, date.last, date.ends.first
    return date.first, date.last, NO_DAY
