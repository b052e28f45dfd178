"""Read the columns of a frame as an event log: arrays of integers, with events grouped by case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidValue, quoted
from ..history import same_words
from .columns import (
    DayColumns,
    bounded_days,
    change_points,
    encode,
    encode_texts,
    fill_missing_days,
    read_days,
    value_numbers,
    without_bad_days,
)
from .kernel import NO_DAY, NONE, LogRows, compiled_group_rows
from .row_events import parse_trigger, triggers_that_act_alone
from .row_facts import read_row_facts, rule_column_names
from .rule_fields import (
    duty_holder_fields,
    field_columns,
    start_conditions,
    uncarried_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from ..process import Process
    from .kernel import Flags, Ints
    from .row_facts import RowFacts

__all__ = ["EventLog", "read_event_log", "used_columns"]


class EventLog(NamedTuple):
    """An event log as arrays for the kernel, with the rows that cannot be read.

    Attributes:
        rows: The rows of the log as arrays.
        row_order: The numbers of the rows, case by case; empty if the rows are already so.
        case_starts: For each case, the index of its first row; then the index after the last row.
        event_check_names: The codes of the findings on single events.
        has_bad_field: For each row, whether a field other than the date cannot be read; empty if
            there is no such row.
        rows_without_case: The numbers of the rows that do not name a case.
        rule_columns: The names of the fields that date rules need and rows can have.
    """

    rows: LogRows
    row_order: Ints
    case_starts: Ints
    event_check_names: tuple[str, ...]
    has_bad_field: Flags
    rows_without_case: Ints
    rule_columns: tuple[str, ...]


def used_columns(process: Process, names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a frame that the check reads.

    Raises:
        InvalidValue: A required column is missing, or the frame or the process has something that
            changes findings in a way that the kernel cannot carry.
    """
    bounds = ("earliest", "latest") if {"earliest", "latest"} <= {*names} else ()
    dates = ("on",) if "on" in names else ()
    required = ("case", "event", *(() if dates or bounds else ("on",)))
    missing = [name for name in required if name not in names]
    if missing:
        accepted = (
            "Expected the columns case, event (a trigger such as trust_went_live) and on (a date "
            "such as 2018-04-01 or 2018-04); earliest and latest may replace on. "
            f"Add or rename: {', '.join(missing)}."
        )
        raise InvalidValue(quoted(", ".join(names)), "columns of an event log", accepted)
    if acting := triggers_that_act_alone(process):
        accepted = (
            "Expected a process in which no event sets a deadline or abolishes the authority by "
            "its class alone, because check_frame cannot follow that. Call check on each history "
            "that from_frame returns."
        )
        raise InvalidValue(quoted(", ".join(acting)), "events for check_frame", accepted)
    uncarried = uncarried_columns(process)
    if refused := [name for name in names if name in uncarried]:
        accepted = (
            "check_frame cannot use them, and they can change the findings. Expected a frame "
            "without them. To use them, call check on each history that from_frame returns."
        )
        raise InvalidValue(quoted(", ".join(refused)), "columns of an event log", accepted)
    fields = {*field_columns(process), *(["authority"] if duty_holder_fields(process) else [])}
    return ("case", "event", *dates, *bounds, *(name for name in names if name in fields))


def read_event_log(
    read_column: Callable[[str], pa.ChunkedArray], names: Sequence[str], process: Process
) -> EventLog:
    """Read an event log from the columns of a frame.

    Args:
        read_column: A function that takes the name of a column and returns the column.
        names: The names of the columns to read.
        process: The process.
    """
    # Grouping the rows, reading triggers and reading dates are independent of each other, so
    # they run in parallel; Arrow releases the GIL.
    with ThreadPoolExecutor() as threads:
        grouping = threads.submit(lambda: _grouped_by_case(read_column("case")))
        triggers = threads.submit(lambda: _triggers(read_column("event"), process))
        days = _days(read_column, names)
        trigger = triggers.result()
    fields = field_columns(process)
    columns = {name: encode_texts(read_column(name)) for name in names if name in fields}
    facts = read_row_facts(process, trigger, days, columns)
    conditions = facts.conditions
    if any(len(each) for each in facts.holders):
        names_of = _authority_names(read_column, names)
        conditions = _without_own_duties(process, facts, names_of)
    first, last = days.first, days.last
    if facts.is_bad.any():
        # The kernel gives a finding on each row without a day and otherwise skips the row.
        first = np.where(facts.is_bad, NO_DAY, first)
    has_open_dates = len(days.stated) > 0
    row_order, case_starts, rows_without_case = grouping.result()
    return EventLog(
        rows=LogRows(
            trigger=trigger,
            first=first,
            last=last,
            stated=days.stated,
            possible_first=first.copy() if has_open_dates else first,
            possible_last=last.copy() if has_open_dates else last,
            conditions=conditions,
            field_days=facts.field_days,
            answers=facts.answers,
            same_event=facts.same_event,
            event_checks=facts.list_of_row,
            event_checks_at=facts.starts,
            event_check_codes=facts.codes,
            event_check_strengths=facts.strengths,
        ),
        row_order=row_order,
        case_starts=case_starts,
        event_check_names=facts.code_names,
        has_bad_field=facts.is_bad,
        rows_without_case=rows_without_case,
        rule_columns=rule_column_names(process, columns),
    )


def _without_own_duties(
    process: Process, facts: RowFacts, names_of: Callable[[Ints], Sequence[str]]
) -> Ints:
    """Return the conditions of the rows, unset where the other duty holder is the authority itself.

    Args:
        process: The process.
        facts: The facts of the rows.
        names_of: A function that takes the numbers of rows and returns their authorities.
    """
    conditions = facts.conditions.copy()
    for place, holders in enumerate(facts.holders):
        rows = np.flatnonzero(holders != NONE)
        named = zip(names_of(rows), holders[rows].tolist(), strict=True)
        own = [same_words(name) == facts.holder_words[holder] for name, holder in named]
        bit = 1 << (len(start_conditions(process)) + place)
        conditions[rows[own]] &= ~conditions.dtype.type(bit)
    return conditions


def _authority_names(
    read_column: Callable[[str], pa.ChunkedArray], names: Sequence[str]
) -> Callable[[Ints], Sequence[str]]:
    """Return a function that takes the numbers of rows and returns the authorities of their cases.

    Any row of a case can name its authority; otherwise the name of the case counts.
    """
    case = encode_texts(read_column("case"))
    name_of_case = list(case.values)
    if "authority" in names:
        authority = encode_texts(read_column("authority"))
        given = np.flatnonzero((authority.indices != NONE) & (case.indices != NONE))
        pairs = case.indices[given], authority.indices[given]
        for number, place in {*zip(*(each.tolist() for each in pairs), strict=True)}:
            name_of_case[number] = authority.values[place]
    return lambda rows: [
        "" if number == NONE else name_of_case[number] for number in case.indices[rows].tolist()
    ]


def _days(read_column: Callable[[str], pa.ChunkedArray], names: Sequence[str]) -> DayColumns:
    """Return the days of each row: from `on`, or else from `earliest` and `latest`."""
    days = read_days(read_column("on")) if "on" in names else None
    if "earliest" in names:
        bounded = bounded_days(read_days(read_column("earliest")), read_days(read_column("latest")))
        days = bounded if days is None else fill_missing_days(days, bounded)
    assert days is not None  # noqa: S101 - `used_columns` refuses a frame without dates
    return without_bad_days(days)


def _triggers(column: pa.ChunkedArray, process: Process) -> Ints:
    """Return the index of each row's trigger; an unknown trigger gets the next free index."""
    encoded = encode(column)
    place = {trigger: number for number, trigger in enumerate(process.triggers)}
    unknown = len(place)
    names = [parse_trigger(process, value) or "" for value in encoded.values]
    places = encoded.map([place.get(name, unknown) for name in names], unknown)
    # Use the smallest type that fits, because a log can have many millions of rows.
    return places.astype(np.min_scalar_type(unknown))


def _grouped_by_case(column: pa.ChunkedArray) -> tuple[Ints, Ints, Ints]:
    """Return the rows in order of case, the start of each case, and the rows without a case.

    The cases are in the order of their first rows, and the rows of a case keep their order. Most
    frames already have this order: then nothing is sorted, and the first array is empty.
    """
    nothing = np.empty(0, np.int64)
    points = change_points(column)
    if points is not None:
        return nothing, np.concatenate(([0], points, [len(column)])), nothing
    case = value_numbers(column) + np.int32(1)  # rows without a case get number 0
    starts = np.concatenate(([0], np.cumsum(np.bincount(case, minlength=1))))
    row_order = np.empty(len(case), np.int64)
    compiled_group_rows(case, starts[:-1].copy(), row_order)
    return row_order, starts[1:], row_order[: starts[1]]
