"""The columns of a frame as integers: words and dates by number, days as ordinals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute

from ..dates import BEFORE_ALL, MAX_DAY, MIN_DAY, PartialDate
from ..errors import BadDate
from .kernel import NO_DAY, NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .kernel import Ints


__all__ = [
    "Column",
    "Days",
    "days_between",
    "days_of",
    "encoded",
    "numbered",
    "preferred",
    "readable",
    "texts_of",
    "turns",
]

EPOCH = dt.date(1970, 1, 1).toordinal()
BAD_DAY = -1
"""In place of a day that cannot be read."""


class Column(NamedTuple):
    """A column by number: which of its different values each row has, `NONE` for nothing."""

    numbers: Ints
    values: Sequence[Any]

    def each(self, of_value: Sequence[int], of_nothing: int) -> Ints:
        """By row, what belongs to its value."""
        # The last one is where the number of nothing, -1, leads.
        return np.array([*of_value, of_nothing], np.int32)[self.numbers]


class Days(NamedTuple):
    """By row, the earliest and the latest day; `NO_DAY` or `BAD_DAY` where there is none."""

    first: Ints
    last: Ints


def encoded(column: pa.ChunkedArray) -> Column:
    """The column by number."""
    found = _dictionary(column)
    return Column(_numbers(found), found.dictionary.to_pylist())


def turns(column: pa.ChunkedArray) -> Ints | None:
    """The places at which a column's value changes; None where one comes again, or is missing."""
    if column.null_count or not len(column):
        return None
    column = _plain(column)
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    changed = compute.call_function("not_equal", [whole.slice(1), whole.slice(0, len(whole) - 1)])
    places = np.flatnonzero(changed.to_numpy(zero_copy_only=False)) + 1
    return places if _are_different(whole.take(pa.array(np.concatenate(([0], places))))) else None


def _are_different(values: pa.Array) -> bool:
    """Whether no value comes twice; of sorted ones, which is what most are, that is soon told."""
    neighbours = [values.slice(0, len(values) - 1), values.slice(1)]
    is_rising = compute.call_function("less", neighbours)
    if compute.call_function("all", [is_rising]).as_py() is not False:
        return True
    count: int = compute.call_function("count_distinct", [values]).as_py()
    return count == len(values)


def numbered(column: pa.ChunkedArray) -> Ints:
    """The numbers of a column's values, from 0 on in the order in which they first come."""
    return _numbers(_dictionary(_plain(column)))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as one of values, of a type that Arrow can do all with."""
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def _dictionary(column: pa.ChunkedArray) -> pa.DictionaryArray:
    found = column.dictionary_encode().unify_dictionaries().combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


def _numbers(found: pa.DictionaryArray) -> Ints:
    numbers = found.indices.fill_null(NONE) if found.null_count else found.indices
    whole: Ints = numbers.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return whole


def texts_of(column: pa.ChunkedArray) -> Column:
    """A column of texts by number; of what is no text as it is written, an empty one is nothing."""
    found = encoded(column)
    texts = [
        value if isinstance(value, str) else "" if value is None else str(value)
        for value in found.values
    ]
    numbers = [number if text else NONE for number, text in enumerate(texts)]
    return found if NONE not in numbers else Column(found.each(numbers, NONE), texts)


def days_of(column: pa.ChunkedArray) -> Days:
    """The days of a column of EDTF texts or of dates."""
    if pa.types.is_temporal(column.type):
        days = _whole_days(column)
        return Days(days, days)
    found = encoded(column)
    spans = [_span(value) for value in found.values]
    return Days(
        found.each([first for first, _ in spans], NO_DAY),
        found.each([last for _, last in spans], NO_DAY),
    )


def days_between(earliest: Days, latest: Days) -> Days:
    """The days from an earliest to a latest one; one of them that is left out is an open end."""
    bad = (earliest.first == BAD_DAY) | (latest.last == BAD_DAY)
    bad |= (earliest.first == NO_DAY) & (latest.last == NO_DAY)
    first = np.where(earliest.first == NO_DAY, np.int32(MIN_DAY), earliest.first)
    last = np.where(latest.last == NO_DAY, np.int32(MAX_DAY), latest.last)
    bad |= first > last
    first[bad], last[bad] = BAD_DAY, BAD_DAY
    return Days(first, last)


def preferred(days: Days, others: Days) -> Days:
    """The days, and where there are none the others."""
    none = days.first == NO_DAY
    return Days(np.where(none, others.first, days.first), np.where(none, others.last, days.last))


def readable(days: Days) -> Days:
    """The days, with none where there were some that cannot be read."""
    if days.first.min(initial=NO_DAY) == BAD_DAY:
        return Days(np.maximum(days.first, NO_DAY), np.maximum(days.last, NO_DAY))
    return days


def _whole_days(column: pa.ChunkedArray) -> Ints:
    """The days of a column of dates; a time of day makes no day, save midnight."""
    dates = compute.cast(column, pa.date32(), safe=False)
    if not pa.types.is_date32(column.type):
        same = compute.call_function(
            "equal", [compute.cast(dates, column.type, safe=False), column]
        )
        dates = compute.call_function(
            "if_else", [same, dates, pa.scalar(BEFORE_ALL - EPOCH, pa.date32())]
        )
    numbers = dates.combine_chunks().cast(pa.int32())
    days: Ints = numbers.fill_null(NO_DAY - EPOCH).to_numpy(zero_copy_only=False) + np.int32(EPOCH)
    outside = (days != NO_DAY) & ((days < MIN_DAY) | (days > MAX_DAY))
    days[outside] = BAD_DAY
    return days


def _span(value: Any) -> tuple[int, int]:
    """The earliest and the latest day of a date, as it is given in a column."""
    if value is None or value == "":
        return NO_DAY, NO_DAY
    try:
        date = PartialDate.of(value)
    except BadDate:
        return BAD_DAY, BAD_DAY
    return date.first, date.last
