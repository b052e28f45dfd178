"""The arrays that contain the rows of a log, and comparisons of two rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..compiled import jitable

if TYPE_CHECKING:
    from ..arrays import Ints

__all__ = ["LogRows", "Place", "is_equal", "row_at", "same_exact_day"]

NO_SIGN = (1 << 63) - 1
"""All bits of a number but its sign."""


class LogRows(NamedTuple):
    """The rows of a log as arrays."""

    trigger: Ints
    first: Ints
    last: Ints
    """`first` and `last` are the earliest and latest day; `NO_DAY` for an unreadable row.

    An open start is `BEFORE_ALL`, and an open end `AFTER_ALL`.
    """
    stated: Ints
    """For each row with an open date, the other bound of the stated day; see `DayColumns`.

    The array is empty if no date is open.
    """
    possible_first: Ints
    possible_last: Ints
    """The possible days of the rows, which the kernel works out for open dates.

    If no date is open, the arrays are `first` and `last` themselves.
    """
    facts: Ints
    """For each row, the number of its facts, by which the arrays below are indexed."""
    conditions: Ints
    """A bit for each condition of a rule: set if the event meets it.

    Further bits are set if the event names another duty holder.
    """
    field_days: Ints
    """For each field with days, the earliest and then the latest day in it.

    The array can be empty.
    """
    answers: Ints
    """The number of the rules that the event answers only."""
    same_event: Ints
    """A number that only equal events share; `NONE` if the event can repeat.

    The array is empty if events with the same trigger and day are always equal.
    """
    event_checks: Ints
    """The number of the list of findings on the single event, or `NONE`."""
    event_checks_at: Ints
    event_check_codes: Ints
    event_check_strengths: Ints


class Place(NamedTuple):
    """The place of a row in a log.

    An index counts the rows in the order of cases; `LogRows` is indexed by the number of a row.
    """

    case: int
    """The number of its case."""
    case_start: int
    """The index of the first row of its case."""
    in_order: int
    """The index of the row."""
    row: int
    """The number of the row."""


@jitable
def row_at(row_order: Ints, place: int) -> int:
    """Return the number of the row at an index of the log in the order of cases."""
    # numba counts negative indices from the end; without a sign, it need not test for one.
    return (row_order[place] if len(row_order) else place) & NO_SIGN


@jitable
def is_equal(rows: LogRows, row: int, other: int) -> bool:
    """Return whether two rows are the same event with the same date, exact or not."""
    return bool(
        rows.trigger[row] == rows.trigger[other]
        and rows.first[row] == rows.first[other]
        and rows.last[row] == rows.last[other]
        and (
            not len(rows.same_event)
            or rows.same_event[rows.facts[row]] == rows.same_event[rows.facts[other]]
        )
    )


@jitable
def same_exact_day(rows: LogRows, row: int, other: int) -> bool:
    """Return whether two rows have the same day, and that day is known exactly."""
    first = rows.first[row]
    return bool(first == rows.last[row] and rows.first[other] == first == rows.last[other])
