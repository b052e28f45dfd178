"""Sort the rows of a log: those with events, those that cannot be read, and those for `check`.

The kernel cannot read every column. A case with a row that has something in such a column is
checked by `check`, like any single history, which takes longer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from ..exchange import CASE_COLUMNS, TableReader, date_columns
from .arrays import NO_DAY, NONE
from .days import DAY_COLUMNS
from .row_events import (
    has_field,
    is_field_of_all,
    is_readable,
    names_a_class,
    triggers_that_act_alone,
)
from .rule_fields import field_columns, uncarried_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..errors import Fault
    from .arrays import Flags, Ints
    from .cases import Cases
    from .column_reader import ColumnReader
    from .days import DayColumns
    from .texts import EncodedColumn

__all__ = ["ABOUT_THE_CASE", "cases_for_check", "event_rows", "unreadable_rows"]

NO_ROWS = np.empty(0, np.bool_)
CASE_FIELDS = {"authority", *CASE_COLUMNS}
"""The columns of fields of the history, which must be the same in all rows of a case."""
ABOUT_THE_CASE = {"case", *CASE_FIELDS}
"""The columns that a row without an event can have."""
ANY_ROW = {"details", "inherited"}
"""The columns that are not fields of an event of a certain class."""


def event_rows(reader: ColumnReader, trigger: Ints, days: DayColumns) -> Flags:
    """Return, for each row, whether it has an event; empty if every row has one.

    A row without an event is blank, or says something about its case only.

    Args:
        reader: The columns of the log.
        trigger: For each row, the index of its trigger.
        days: For each row, the earliest and latest day of its date.
    """
    is_unknown = trigger == len(reader.process.triggers)
    if not is_unknown.any():
        return NO_ROWS
    is_event: Flags = ~is_unknown | (days.first != NO_DAY)
    for name in reader.names:
        if name not in {"case", *DAY_COLUMNS}:
            column = reader.texts(name)
            if name not in ABOUT_THE_CASE:
                is_event |= column.indices != NONE
            if len(column.unreadable):
                is_event |= column.unreadable
    return is_event


def unreadable_rows(reader: ColumnReader, trigger: Ints, is_bad: Flags) -> Flags:
    """Return, for each row, whether a column other than its date cannot be read.

    The result is empty if all rows can be read.

    Args:
        reader: The columns of the log.
        trigger: For each row, the index of its trigger.
        is_bad: For each row, whether its fields cannot be read; empty if all can.
    """
    flags = [is_bad, trigger == len(reader.process.triggers)]
    # A row whose case cannot be read has no case, and its date has been read.
    others = [name for name in reader.names if name not in {"case", *DAY_COLUMNS}]
    flags += [reader.texts(name).unreadable for name in others]
    is_read = partial(is_readable, reader.process, options=reader.options)
    flags += [
        _unreadable_together(reader, names, is_read) for names in _columns_of_any_event(reader)
    ]
    found = [each for each in flags if each.any()]
    return np.logical_or.reduce(found) if found else NO_ROWS


def _columns_of_any_event(reader: ColumnReader) -> Iterator[Sequence[str]]:
    """Yield the columns that can be unreadable for an event that does not have their fields.

    They are the fields of every event that change no finding, dates, and what a source consists of.
    """
    sources = [name for name in reader.names if name.partition("_")[0] in {"source", "sources"}]
    if sources:
        yield sources
    carried = field_columns(reader.process)
    dates = date_columns(reader.process.events)
    for name in reader.names:
        is_without_effect = name in {"known_on", "note"} and name not in carried
        is_date = name in dates and name not in {*sources, *DAY_COLUMNS}
        if is_without_effect or (is_date and not is_field_of_all(reader.process, name)):
            yield (name,)


def _unreadable_together(
    reader: ColumnReader, names: Sequence[str], is_readable: Callable[[dict[str, str]], bool]
) -> Flags:
    """Return, for each row, whether its texts in some columns cannot be read together.

    Args:
        reader: The columns of the log.
        names: The names of the columns.
        is_readable: A function that takes the texts of a row and returns whether they can be read.
    """
    combination, rows = reader.distinct_rows(names)
    is_bad = [bool(cells) and not is_readable(cells) for cells in rows]
    return np.array(is_bad, np.bool_)[combination]


def cases_for_check(reader: ColumnReader, trigger: Ints, cases: Cases) -> Ints:
    """Return the numbers of the cases that only `check` can check.

    Args:
        reader: The columns of the log.
        trigger: For each row, the index of its trigger.
        cases: The rows by case.
    """
    has_too_many = np.diff(cases.starts) > reader.options.limits.events
    found = [cases.unprintable, np.flatnonzero(has_too_many)]
    for is_for_check in _rows_for_check(reader, trigger):
        if is_for_check.any():
            places = np.flatnonzero(cases.ordered(is_for_check)) + cases.starts[0]
            found.append(np.searchsorted(cases.starts, places, side="right") - 1)
    found += [
        _inconsistent(reader.texts(name), cases) for name in reader.names if name in CASE_FIELDS
    ]
    return np.unique(np.concatenate(found))


def _rows_for_check(reader: ColumnReader, trigger: Ints) -> Iterator[Flags]:
    """Yield, for each reason why only `check` can check a row, which rows have it."""
    process = reader.process
    event = reader.texts("event")
    yield _rows_with(event, [names_a_class(process, text) for text in event.values])
    if acting := triggers_that_act_alone(process):
        yield np.array([*(each in acting for each in process.triggers), False])[trigger]
    uncarried = uncarried_columns(process)
    for name in reader.names:
        if name in CASE_FIELDS:
            odd = [_is_odd(name, text, reader) for text in reader.texts(name).values]
            yield _rows_with(reader.texts(name), odd)
        elif name in uncarried:
            has_text = reader.texts(name).indices != NONE
            if name not in ANY_ROW:
                has_name = [*(has_field(process, each, name) for each in process.triggers), False]
                has_text &= np.array(has_name)[trigger]
            yield has_text


def _rows_with(column: EncodedColumn, texts: Sequence[bool]) -> Flags:
    """Return, for each row, whether its text is one of some of the texts of a column."""
    if not any(texts):
        return NO_ROWS
    return np.array([*texts, False])[column.indices]


def _is_odd(name: str, text: str, reader: ColumnReader) -> bool:
    """Return whether a text about a case cannot be read, or changes what the kernel does."""
    if name == "begins_in":
        return True
    faults: list[Fault] = []
    options = evolve(reader.options, on_fault=faults.append)
    TableReader(reader.process, options).add("", {"authority": "any", name: text})
    return bool(faults)


def _inconsistent(column: EncodedColumn, cases: Cases) -> Ints:
    """Return the numbers of the cases whose rows have different texts in a column."""
    indices = cases.ordered(column.indices)
    if not len(indices):
        return np.empty(0, np.int64)
    starts = cases.starts[:-1] - cases.starts[0]
    highest = np.maximum.reduceat(indices, starts)
    lowest = np.minimum.reduceat(np.where(indices == NONE, len(column.values), indices), starts)
    different: Ints = np.flatnonzero(lowest < highest)
    return different
