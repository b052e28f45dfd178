"""Read columns of dates as the earliest and latest day of each row, as ordinals."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from ..dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY, PartialDate
from ..errors import BadDate
from .arrays import NO_DAY
from .iso_days import ISO_DAY, compiled_read_iso_days, iso_tables
from .row_events import read_day
from .row_loops import compiled_look_up_days
from .text_views import halves_of_views, views_of_rows
from .texts import is_day, local_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Flags, Ints
    from .column_reader import ColumnReader
    from .texts import EncodedColumn

__all__ = ["DAY_COLUMNS", "DayColumns", "read_row_days", "without_bad_days"]

DAY_COLUMNS = ("on", "timestamp", "earliest", "latest")
"""The columns that can contain the day of an event. The first two count before the others."""
BAD_DAY = -1
"""The number used for a date that cannot be read."""
Bounds: TypeAlias = tuple[int, int, int]
"""The earliest, the latest and the stated day of a date, as in `DayColumns`."""
MISSING: Bounds = (NO_DAY, NO_DAY, NO_DAY)
BAD: Bounds = (BAD_DAY, BAD_DAY, NO_DAY)
NO_STATED = np.empty(0, np.int32)
"""The array `DayColumns.stated` of dates none of which is open."""
NO_FLAGS = np.empty(0, np.bool_)


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

    @property
    def stated_or_none(self) -> Ints:
        """The array `stated`, with a number for each row even if no date is open."""
        return self.stated if len(self.stated) else np.full(len(self.first), NO_DAY, np.int32)


def read_row_days(reader: ColumnReader) -> DayColumns:
    """Return the days of each row: from `on`, or `timestamp`, or `earliest` and `latest`.

    A cell that cannot be read at all, such as a length of time, makes the date of its row bad, also
    if another column of the row has a day.

    Args:
        reader: The columns of the log, at least one of them a column of days.
    """
    read = [_read_days(reader, name) for name in ("on", "timestamp") if name in reader.names]
    bounds = [name for name in ("earliest", "latest") if name in reader.names]
    if bounds:
        read.append((_read_bounds(reader), NO_FLAGS))
    days, _ = read[0]
    for others, _ in read[1:]:
        days = _filled(days, others)
    flags = [unreadable for _, unreadable in read]
    flags += [reader.texts(name).unreadable for name in bounds if not reader.is_day(name)]
    for unreadable in flags:
        if len(unreadable):
            days = DayColumns(
                np.where(unreadable, np.int32(BAD_DAY), days.first),
                np.where(unreadable, np.int32(BAD_DAY), days.last),
                days.stated,
            )
    return days


def without_bad_days(days: DayColumns) -> DayColumns:
    """Return the days, with `NO_DAY` in place of `BAD_DAY`.

    A missing date and an unreadable date give the same finding, so the kernel does not
    distinguish them.
    """
    if days.first.min(initial=NO_DAY) == BAD_DAY:
        first, last = np.maximum(days.first, NO_DAY), np.maximum(days.last, NO_DAY)
        return DayColumns(first, last, days.stated)
    return days


def _filled(days: DayColumns, others: DayColumns) -> DayColumns:
    """Return `days`; rows without a day get the day that `others` has for them."""
    is_missing = days.first == NO_DAY
    has_open = len(days.stated) or len(others.stated)
    return DayColumns(
        np.where(is_missing, others.first, days.first),
        np.where(is_missing, others.last, days.last),
        np.where(is_missing, others.stated_or_none, days.stated_or_none) if has_open else NO_STATED,
    )


def _read_days(reader: ColumnReader, name: str) -> tuple[DayColumns, Flags]:
    """Return the days of a column, and which cells cannot be read at all; empty if all can."""
    column = reader.column(name)
    if isinstance(column, list):
        return _days_of_texts(reader, reader.texts(name))
    if is_day(column.type):
        days = _exact_days(column)
        return DayColumns(days, days, NO_STATED), NO_FLAGS
    is_one_view = pa.types.is_string_view(column.type) and column.num_chunks == 1
    if is_one_view and not column.null_count and reader.options.limits.text >= ISO_DAY:
        return _days_of_views(reader, name, column.chunk(0))
    return _days_of_texts(reader, reader.texts(name))


def _days_of_texts(reader: ColumnReader, encoded: EncodedColumn) -> tuple[DayColumns, Flags]:
    # The same dates occur many times in a log, so each distinct text is parsed only once.
    day_first = reader.options.day_first
    bounds = [_bounds_of_text(text, day_first=day_first) for text in encoded.values]
    return _spread(bounds, encoded.indices), encoded.unreadable


def _days_of_views(reader: ColumnReader, name: str, column: pa.Array) -> tuple[DayColumns, Flags]:
    """Return what `_read_days` does, for texts most of which are days or months in ISO 8601."""
    count = len(column)
    first, last = np.empty(count, np.int32), np.empty(count, np.int32)
    others = np.empty(count, np.int64)
    found = compiled_read_iso_days(halves_of_views(column), *iso_tables(), first, last, others)
    if not found:
        return DayColumns(first, last, NO_STATED), NO_FLAGS
    rows = others[:found]
    texts = pa.chunked_array([views_of_rows(column, rows)])
    read, is_bad = _days_of_texts(reader, reader.cells(name).encode(texts))
    first[rows], last[rows] = read.first, read.last
    stated, unreadable = NO_STATED, NO_FLAGS
    if len(read.stated):
        stated = np.full(count, NO_DAY, np.int32)
        stated[rows] = read.stated
    if len(is_bad):
        unreadable = np.zeros(count, np.bool_)
        unreadable[rows] = is_bad
    return DayColumns(first, last, stated), unreadable


def _exact_days(column: pa.ChunkedArray) -> Ints:
    days = local_days(column)
    is_outside = (days != NO_DAY) & ((days < MIN_DAY) | (days > MAX_DAY))
    days[is_outside] = BAD_DAY
    return days


def _read_bounds(reader: ColumnReader) -> DayColumns:
    """Return the days of the columns `earliest` and `latest`, of which one can be absent."""
    names = [name for name in ("earliest", "latest") if name in reader.names]
    if all(map(reader.is_day, names)):
        days = {name: _exact_days(reader.column(name)) for name in names}
        nothing = np.full(len(days[names[0]]), NO_DAY, np.int32)
        return _bounded(*(days.get(name, nothing) for name in ("earliest", "latest")))
    combination, rows = reader.distinct_rows(names)
    bounds = [_bounds(read_day(cells, reader.options)) if cells else MISSING for cells in rows]
    return _spread(bounds, combination)


def _bounded(first: Ints, last: Ints) -> DayColumns:
    """Return the days of rows with an earliest and a latest day.

    A row with only one of the two has a date with an open end.
    """
    has_no_start, has_no_end = first == NO_DAY, last == NO_DAY
    is_missing = has_no_start & has_no_end
    bad = (first == BAD_DAY) | (last == BAD_DAY)
    stated = NO_STATED
    if (has_no_start | has_no_end).any():
        stated = np.where(has_no_start, last, first)
    first = np.where(has_no_start, np.int32(BEFORE_ALL), first)
    last = np.where(has_no_end, np.int32(AFTER_ALL), last)
    bad |= first > last
    for days in (first, last):
        days[bad], days[is_missing] = BAD_DAY, NO_DAY
    return DayColumns(first, last, stated)


def _spread(bounds: Sequence[Bounds], number: Ints) -> DayColumns:
    """Return the days of all rows, from those of each distinct date.

    Args:
        bounds: The earliest, the latest and the stated day of each distinct date.
        number: For each row, the index of its date; negative if it has none.
    """
    first, last, stated = np.array([*bounds, MISSING], np.int32).T.copy()
    firsts, lasts = np.empty(len(number), np.int32), np.empty(len(number), np.int32)
    compiled_look_up_days(first, last, number, firsts, lasts)
    has_open = bool(((last == AFTER_ALL) | (first == BEFORE_ALL)).any())
    return DayColumns(firsts, lasts, stated[number] if has_open else NO_STATED)


@lru_cache(maxsize=65_536)  # logs have the same dates
def _bounds_of_text(text: str, *, day_first: bool) -> Bounds:
    # Most dates of a log are written like this, and have no need of the reader of all dates.
    if len(text) == ISO_DAY and text[4] == "-" == text[7]:
        try:
            day = dt.date.fromisoformat(text).toordinal()
        except ValueError:
            day = NO_DAY
        if MIN_DAY <= day <= MAX_DAY:
            return day, day, NO_DAY
    return _bounds_of_words(text, day_first=day_first)


def _bounds_of_words(text: str, *, day_first: bool) -> Bounds:
    try:
        return _bounds(PartialDate.from_words(text, day_first=day_first))
    except BadDate:
        return BAD


def _bounds(date: PartialDate | None) -> Bounds:
    """Return the earliest, the latest and the stated day of a date; None cannot be read."""
    if date is None:
        return BAD
    if date.is_open_end:
        is_open = date.is_open_start
        first, stated = (BEFORE_ALL, NO_DAY) if is_open else (date.first, date.starts.last)
        return first, AFTER_ALL, stated
    if date.is_open_start:
        return BEFORE_ALL, date.last, date.ends.first
    return date.first, date.last, NO_DAY
