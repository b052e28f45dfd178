"""The columns of a frame as integers: words and dates by number, days as ordinals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute

from ..dates import FIRST_DAY, LAST_DAY, PartialDate
from ..errors import BadDate
from .kernel import NO_DAY, NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Column", "Days", "days_between", "days_of", "encoded", "numbered", "turns"]

EPOCH = dt.date(1970, 1, 1).toordinal()


class Column(NamedTuple):
    """A column by number: which of its different values each row has, `NONE` for nothing."""

    numbers: NDArray[np.int32]
    values: Sequence[Any]

    def each(self, of_value: Sequence[int], of_nothing: int) -> NDArray[np.int32]:
        """By row, what belongs to its value."""
        # The last one is where the number of nothing, -1, leads.
        return np.array([*of_value, of_nothing], np.int32)[self.numbers]


class Days(NamedTuple):
    """By row, the earliest and the latest day; `NO_DAY` where there is none that can be read."""

    first: NDArray[np.int32]
    last: NDArray[np.int32]


def encoded(column: pa.ChunkedArray) -> Column:
    """The column by number."""
    found = _dictionary(column)
    return Column(_numbers(found), found.dictionary.to_pylist())


def turns(column: pa.ChunkedArray) -> NDArray[np.int64] | None:
    """The places at which a column's value changes; None where one comes again, or is missing."""
    if column.null_count or not len(column):
        return None
    if pa.types.is_string_view(column.type):  # Arrow cannot take places of one
        column = column.cast(pa.large_string())
    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    changed = compute.not_equal(whole.slice(1), whole.slice(0, len(whole) - 1))
    places = np.flatnonzero(changed.to_numpy(zero_copy_only=False)) + 1
    heads = whole.take(pa.array(np.concatenate(([0], places))))
    return places if compute.count_distinct(heads).as_py() == len(heads) else None


def numbered(column: pa.ChunkedArray) -> NDArray[np.int32]:
    """The numbers of a column's values, from 0 on in the order in which they first come."""
    if pa.types.is_dictionary(column.type):  # its own order may be another
        column = column.cast(column.type.value_type)
    return _numbers(_dictionary(column))


def _dictionary(column: pa.ChunkedArray) -> pa.DictionaryArray:
    found = column.dictionary_encode().unify_dictionaries().combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


def _numbers(found: pa.DictionaryArray) -> NDArray[np.int32]:
    numbers = found.indices.fill_null(NONE) if found.null_count else found.indices
    return numbers.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)


def days_of(column: pa.ChunkedArray) -> Days:
    """The days of a column of EDTF texts or of dates."""
    if pa.types.is_temporal(column.type):
        days = _whole_days(column)
        return Days(days, days)
    found = encoded(column)
    dates = [_date(value) for value in found.values]
    return Days(
        found.each([NO_DAY if date is None else date.first for date in dates], NO_DAY),
        found.each([NO_DAY if date is None else date.last for date in dates], NO_DAY),
    )


def days_between(earliest: Days, latest: Days) -> Days:
    """The days from an earliest to a latest one; none where one is missing or they are reversed."""
    first, last = earliest.first, latest.last
    bad = (first == NO_DAY) | (last == NO_DAY) | (first > last)
    if bad.any():
        first, last = np.where(bad, NO_DAY, first), np.where(bad, NO_DAY, last)
    return Days(first, last)


def _whole_days(column: pa.ChunkedArray) -> NDArray[np.int32]:
    """The days of a column of dates; a time of day makes no day, save midnight."""
    dates = compute.cast(column, pa.date32(), safe=False)
    if not pa.types.is_date32(column.type):
        same = compute.equal(compute.cast(dates, column.type, safe=False), column)
        dates = compute.if_else(same, dates, None)
    numbers = dates.combine_chunks().cast(pa.int32()).fill_null(-EPOCH)
    days = numbers.to_numpy(zero_copy_only=False) + np.int32(EPOCH)
    outside = (days < FIRST_DAY) | (days > LAST_DAY)
    return np.where(outside, NO_DAY, days).astype(np.int32) if outside.any() else days


def _date(value: object) -> PartialDate | None:
    try:
        return PartialDate.of(value)  # type: ignore[arg-type]  # it says so itself
    except BadDate:
        return None
