"""From the columns of a frame to a log of integers, case by case; what cannot be read is marked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidValue, quoted
from .columns import (
    Days,
    days_between,
    days_of,
    encoded,
    numbered,
    preferred,
    readable,
    texts_of,
    turns,
)
from .event_checks import read_own
from .kernel import NO_DAY, Rows, compiled_order
from .row_events import trigger_named
from .rule_columns import carried_names, read_carried
from .tables import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from ..process import Process
    from .kernel import Flags, Ints

__all__ = ["Log", "columns_needed", "read_log"]


class Log(NamedTuple):
    """A log as the kernel reads it, and what could not be read of it.

    Attributes:
        rows: What each row says.
        ordered: The numbers of the rows, case by case; empty where they stand so already.
        starts: For each case the place of its first row, and that after the last one's.
        own_codes: The codes of what events say of themselves.
        bad_field: By row, whether a field besides the date cannot be read; empty where none is.
        without_case: The rows that name no case.
        carried: The fields that its rows may have.
    """

    rows: Rows
    ordered: Ints
    starts: Ints
    own_codes: tuple[str, ...]
    bad_field: Flags
    without_case: Ints
    carried: tuple[str, ...]


def columns_needed(process: Process, names: Sequence[str]) -> tuple[str, ...]:
    """Those of a frame's columns that are read.

    Raises:
        InvalidValue: It lacks one that is needed.
    """
    spans = [name for name in ("earliest", "latest") if {"earliest", "latest"} <= {*names}]
    dates = ["on"] if "on" in names else []
    for name in ("case", "event", *([] if dates or spans else ["on"])):
        if name not in names:
            accepted = (
                "a log needs the columns case, event (the trigger) and on (EDTF text), or earliest "
                "and latest in place of on"
            )
            raise InvalidValue(quoted(", ".join(names)), "list of the columns of a log", accepted)
    carried = [name for name in names_of(process) if name in names]
    return ("case", "event", *dates, *spans, *carried)


def read_log(
    column: Callable[[str], pa.ChunkedArray], names: Sequence[str], process: Process
) -> Log:
    """The log that a frame's columns tell.

    Args:
        column: What gives a column by its name.
        names: The columns that are read.
        process: The process.
    """
    with ThreadPoolExecutor() as threads:
        grouped = threads.submit(lambda: _grouped(column("case")))
        found = threads.submit(lambda: _triggers(column("event"), process))
        days = _days(column, names)
        trigger = found.result()
    carried = {name: texts_of(column(name)) for name in names_of(process) if name in names}
    fields = read_carried(process, trigger, carried)
    own = read_own(process, trigger, days, carried)
    bad_field = fields.bad
    if len(own.bad):
        bad_field = fields.bad if len(fields.bad) else np.zeros(len(trigger), np.bool_)
        bad_field[own.bad] = True
    if bad_field.any():
        days = Days(np.where(bad_field, NO_DAY, days.first), days.last)
    rows = Rows(
        trigger,
        days.first,
        days.last,
        fields.conditions,
        fields.given,
        own.of_row,
        own.starts,
        own.code,
        own.strength,
    )
    ordered, starts, without_case = grouped.result()
    names = carried_names(process, carried)
    return Log(rows, ordered, starts, own.codes, bad_field, without_case, names)


def _days(column: Callable[[str], pa.ChunkedArray], names: Sequence[str]) -> Days:
    """By row the days of `on`, and where it has none those from `earliest` to `latest`."""
    days = days_of(column("on")) if "on" in names else None
    if "earliest" in names:
        between = days_between(days_of(column("earliest")), days_of(column("latest")))
        days = between if days is None else preferred(days, between)
    assert days is not None  # noqa: S101 - columns_needed has seen to it
    return readable(days)


def _triggers(column: pa.ChunkedArray, process: Process) -> Ints:
    """By row, the place of its trigger; that after the last for one the process does not have."""
    found = encoded(column)
    place = {trigger: number for number, trigger in enumerate(process.triggers)}
    names = [trigger_named(process, value) or "" for value in found.values]
    places = found.each([place.get(name, len(place)) for name in names], len(place))
    return places.astype(np.min_scalar_type(len(place)))


def _grouped(
    column: pa.ChunkedArray,
) -> tuple[Ints, Ints, Ints]:
    """The rows case by case, where each case starts, and the rows that name none.

    The cases come in the order of their first rows, and the rows within each as they were.
    """
    nothing = np.empty(0, np.int64)
    places = turns(column)
    if places is not None:
        return nothing, np.concatenate(([0], places, [len(column)])), nothing
    case = numbered(column) + np.int32(1)  # 0 is none
    starts = np.concatenate(([0], np.cumsum(np.bincount(case, minlength=1))))
    ordered = np.empty(len(case), np.int64)
    compiled_order(case, starts[:-1].copy(), ordered)
    return ordered, starts[1:], ordered[: starts[1]]
