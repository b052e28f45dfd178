"""Findings on single events, such as a judgement word that was not in use on the day.

Only the class of an event can determine these findings. One event is therefore built for each
distinct combination of trigger, date and fields in a frame, however many rows have it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from ..dates import PartialDate
from ..errors import BadHistory
from .kernel import FIRST_EVENT_CHECK, NO_DAY, NONE, PRACTICE
from .row_events import build_event, has_field
from .tables import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..history import Event
    from ..process import Process
    from .columns import DayColumns, EncodedColumn
    from .kernel import Ints

__all__ = ["EventChecks", "read_event_checks"]

Results: TypeAlias = tuple[tuple[str, int], ...]
"""The findings on a single event: for each, its code and the index of its strength."""
Cells: TypeAlias = tuple[tuple[str, str], ...]
"""The names and values of the fields that a row gives."""

MAX_TABLE_RATIO = 4
"""The largest lookup table that is worth its memory, in entries for each row."""


class EventChecks(NamedTuple):
    """The findings on single events: a list for each event, all stored end to end in two arrays.

    Many rows share a list of findings, because the same event can occur in many cases.

    Attributes:
        list_of_row: For each row, the number of its list; `NONE` if the row has no finding.
            The array is empty if no row has a finding.
        starts: For each list, the index of its first finding; then the total number of findings.
        codes: For each finding, `FIRST_EVENT_CHECK` plus the index of its code in `code_names`.
        strengths: For each finding, the index of its strength in `Strength`.
        code_names: The distinct codes of these findings.
        unreadable: The numbers of the rows whose fields contradict each other.
    """

    list_of_row: Ints
    starts: Ints
    codes: Ints
    strengths: Ints
    code_names: tuple[str, ...]
    unreadable: Ints


def read_event_checks(
    process: Process, trigger: Ints, days: DayColumns, columns: Mapping[str, EncodedColumn]
) -> EventChecks:
    """Return the findings on the single events of a log.

    Args:
        process: The process.
        trigger: For each row, the index of its trigger.
        days: For each row, the earliest and latest day of its date.
        columns: The rule columns that the frame has, by name.
    """
    is_checked = np.array([*(_checks_itself(process, name) for name in process.triggers), False])
    rows = np.flatnonzero(is_checked[trigger] & (days.first != NO_DAY))
    length = days.last[rows] - days.first[rows]
    keys = [days.first[rows], length, *(column.indices[rows] for column in columns.values())]
    combination, examples = _distinct_combinations(trigger[rows], keys)
    results = list(_results_of_rows(process, trigger, days, columns, rows[examples]))
    is_unreadable = np.array([result is None for result in results], np.bool_)
    lists = list(dict.fromkeys(result for result in results if result))
    code_names = tuple(dict.fromkeys(code for result in lists for code, _ in result))
    list_of_row = np.full(len(trigger) if lists else 0, NONE, np.int32)
    if lists:
        number = {result: place for place, result in enumerate(lists)}
        by_combination = [number.get(result or (), NONE) for result in results]
        list_of_row[rows] = np.array(by_combination, np.int32)[combination]
    return EventChecks(
        list_of_row=list_of_row,
        starts=np.cumsum([0, *(len(result) for result in lists)], dtype=np.int32),
        codes=np.array(
            [FIRST_EVENT_CHECK + code_names.index(code) for result in lists for code, _ in result],
            np.int32,
        ),
        strengths=np.array([strength for result in lists for _, strength in result], np.int8),
        code_names=code_names,
        unreadable=rows[is_unreadable[combination]],
    )


def _checks_itself(process: Process, trigger: str) -> bool:
    return trigger in process.by_class and process.by_class[trigger][0].remarks_on_itself


def _distinct_combinations(first: Ints, others: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Number the distinct combinations of values in several arrays of equal length.

    Returns:
        For each index of the arrays, the number of the combination there; and for each
        combination, an index at which it occurs.
    """
    combination: Ints = first
    examples: Ints = np.empty(0, np.int64)
    for other in others:
        smallest = other.min(initial=0)
        width = other.max(initial=0) - smallest + 1
        # The combinations are renumbered after each array: a single number built from all the
        # arrays could exceed 64 bits.
        pairs = combination.astype(np.int64) * width + (other - smallest)
        combination, examples = _distinct_values(pairs)
    return combination, examples


def _distinct_values(values: Ints) -> tuple[Ints, Ints]:
    """Number the distinct values of an array, starting at 0.

    Returns:
        For each index of the array, the number of the value there; and for each value, an index
        at which it occurs.
    """
    size = values.max(initial=-1) + 1
    if size <= MAX_TABLE_RATIO * len(values):
        # A lookup table with an entry for every possible value avoids sorting and hashing.
        examples = np.full(size, NONE, np.int64)
        examples[values] = np.arange(len(values))
        is_used = examples != NONE
        return (np.cumsum(is_used, dtype=np.int32) - np.int32(1))[values], examples[is_used]
    number = pa.array(values).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    examples = np.empty(number.max(initial=-1) + 1, np.int64)
    examples[number] = np.arange(len(number))
    return number, examples


def _results_of_rows(
    process: Process,
    trigger: Ints,
    days: DayColumns,
    columns: Mapping[str, EncodedColumn],
    rows: Ints,
) -> Iterator[Results | None]:
    """Yield the findings on the event of each row, or None if its fields cannot be read."""
    names = tuple(process.triggers)
    places = trigger[rows].tolist()
    bounds = zip(days.first[rows].tolist(), days.last[rows].tolist(), strict=True)
    for row, place, (first, last) in zip(rows, places, bounds, strict=True):
        cells = tuple(
            (field, column.values[column.indices[row]])
            for field, column in columns.items()
            if column.indices[row] != NONE and has_field(process, names[place], field)
        )
        yield _results(process, process.events, names[place], first, last, cells)


# The cache outlives a call, because the next log probably has many of the same dates. The event
# classes are part of the key, because processes that differ only in their classes are equal.
@lru_cache(maxsize=262_144)
def _results(
    process: Process,
    _classes: tuple[type[Event], ...],
    trigger: str,
    first: int,
    last: int,
    cells: Cells,
) -> Results | None:
    try:
        event = build_event(process, trigger, PartialDate.between(first, last), dict(cells))
    except BadHistory:
        return None
    results = [(wrong.code, STRENGTHS.index(wrong.strength)) for wrong in event.irregularities()]
    if event.requirement is not None:
        # A frame has no column for deadlines, so no earlier event can have set this requirement.
        results.append(("unknown_requirement", PRACTICE))
    return tuple(results)
