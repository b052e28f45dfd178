"""The one meaning once more, over integers: one loop over the events, case by case.

Nothing here knows a date or a law. What a process says is in [Tables][], what a log says in
[Rows][]; days are ordinals, and how far a span leads from each day is looked up in `Tables.due`.
The functions are plain Python, which is how the tests run them, and `compiled_walk` is the same
made fast by numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numba.extending import register_jitable

from ..dates import BEFORE_ALL, FIRST_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "NO_DAY",
    "NONE",
    "FIRST_OWN",
    "Found",
    "Rows",
    "Tables",
    "compiled_order",
    "compiled_walk",
    "order",
    "walk",
]

NONE = -1
NO_DAY = 0
"""In place of a day that is not known."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(6)
FIRST_OWN = 6
"""The kinds of finding; what an event says of itself has numbers from `FIRST_OWN` on."""
LOGIC, PRACTICE = 0, 6
"""Their places in `Strength`."""


class Tables(NamedTuple):
    """A process as arrays. The last trigger is the one that stands for every unknown one.

    Lists by trigger stand one after another: those of trigger ``t`` from ``starts_at[t]`` up to
    ``starts_at[t + 1]``. ``NONE`` is no rule, stage, condition, table or field.
    """

    initial: int
    order: int
    """The rule that events stand in order."""
    allowed: NDArray[np.bool_]
    """By stage and trigger, as are the next two."""
    after: NDArray[np.int16]
    is_standard: NDArray[np.bool_]
    starts_at: NDArray[np.int32]
    starts: NDArray[np.int32]
    """The rules whose clock a trigger may start."""
    ends_at: NDArray[np.int32]
    ends: NDArray[np.int32]
    """The rules whose clock it ends."""
    begins_at: NDArray[np.int32]
    begins: NDArray[np.int32]
    """The triggers that begin what it ends."""
    at_least: NDArray[np.int32]
    """By rule, as is all below: the row of `due` that tells the first day."""
    at_most: NDArray[np.int32]
    """The row that tells the last day."""
    before: NDArray[np.int32]
    after_it: NDArray[np.int32]
    """The rows that tell the span in which the clock starts where the day is not given."""
    field: NDArray[np.int32]
    """The field that gives the day to count from; `NONE` for the event's own day."""
    condition: NDArray[np.int32]
    """Which bit of `Rows.conditions` says whether the rule holds for a starting event."""
    enters: NDArray[np.int32]
    from_first: NDArray[np.bool_]
    within_event: NDArray[np.bool_]
    by_end: NDArray[np.bool_]
    since: NDArray[np.int32]
    until: NDArray[np.int32]
    relaxed_from: NDArray[np.int32]
    relaxed_to: NDArray[np.int32]
    """The start days from the first up to the second, excluded, lead to a relaxed due day."""
    strength: NDArray[np.int8]
    due: NDArray[np.int32]
    """By span and day: the day to which the span leads."""


class Rows(NamedTuple):
    """A log as arrays, a place a row."""

    trigger: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    """The earliest and latest day; `NO_DAY` for a row that cannot be read."""
    conditions: NDArray[np.int64]
    given: NDArray[np.int32]
    """By field, then earliest and latest, then row: the day to count from. Empty if none has one."""
    own: NDArray[np.int32]
    """Which list of own findings each row has; empty if none has any."""
    own_at: NDArray[np.int32]
    own_code: NDArray[np.int32]
    own_strength: NDArray[np.int8]


Place: TypeAlias = tuple[int, int, int]
"""Where a finding stands: the case, the row, and the row's place within the case."""


class Found(NamedTuple):
    """Where the findings go, a place a finding, and the last stage of each case."""

    case: NDArray[np.int32]
    row: NDArray[np.int64]
    position: NDArray[np.int32]
    code: NDArray[np.int16]
    rule: NDArray[np.int16]
    strength: NDArray[np.int8]
    certain: NDArray[np.bool_]
    stage: NDArray[np.int16]


def order(case: NDArray[np.int32], starts: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
    """Put the numbers of the rows in the order of their cases, as they come within each.

    Args:
        case: By row, the case's number.
        starts: By case, the place of its first row; changed to that of the row after its last.
        rows: Where the numbers go.
    """
    for row in range(len(case)):
        number = case[row]
        rows[starts[number]] = row
        starts[number] += 1


@register_jitable
def may_be_kept(
    due: NDArray[np.int32],
    least: int,
    most: int,
    first: int,
    last: int,
    end_first: int,
    end_last: int,
) -> bool:
    """Whether on some of the days a rule is kept: `clocks.judge` says why the first will do."""
    if most != NONE and end_first > due[most, last - BEFORE_ALL]:
        return False
    if least == NONE:
        return True
    if most != NONE:
        low, high = first, last
        while low < high:
            middle = (low + high) // 2
            if due[most, middle - BEFORE_ALL] < end_first:
                low = middle + 1
            else:
                high = middle
        first = low
    return due[least, first - BEFORE_ALL] <= end_last


@register_jitable
def verdict(
    tables: Tables, rule: int, first: int, last: int, end_first: int, end_last: int
) -> tuple[int, bool]:
    """The strength with which a rule is broken, or `NONE`, and whether that is certain."""
    due, least, most = tables.due, tables.at_least[rule], tables.at_most[rule]
    narrowed = False
    if tables.by_end[rule]:
        narrowed = end_first < tables.since[rule] or tables.until[rule] < end_last
        end_first = max(end_first, tables.since[rule])
        end_last = min(end_last, tables.until[rule])
    else:
        narrowed = first < tables.since[rule] or tables.until[rule] < last
        first = max(first, tables.since[rule])
        last = min(last, tables.until[rule])
    if first > last or end_first > end_last:
        return NONE, False
    early = least != NONE and end_first < due[least, last - BEFORE_ALL]
    late = most != NONE and end_last > due[most, first - BEFORE_ALL]
    if not early and not late:
        return NONE, False
    certain = not narrowed and not may_be_kept(due, least, most, first, last, end_first, end_last)
    relaxed_from, relaxed_to = tables.relaxed_from[rule], tables.relaxed_to[rule]
    if most == NONE or relaxed_from == relaxed_to or last < relaxed_from or relaxed_to <= first:
        return tables.strength[rule], certain
    late_relaxed = end_last > due[most, max(first, relaxed_from) - BEFORE_ALL]
    late_strict = (first < relaxed_from and late) or (
        relaxed_to <= last and end_last > due[most, relaxed_to - BEFORE_ALL]
    )
    if early or late_strict:
        return tables.strength[rule], certain and not late_relaxed
    return PRACTICE, certain


@register_jitable
def counted_from(tables: Tables, rows: Rows, rule: int, row: int) -> tuple[int, int, bool]:
    """The days a rule counts from when a row starts its clock, and whether they are measured.

    The first is `NO_DAY` where the rule does not hold for the row or the day is not known.
    """
    condition = tables.condition[rule]
    if condition != NONE and not (rows.conditions[row] >> condition) & 1:
        return NO_DAY, NO_DAY, False
    field = tables.field[rule]
    if field == NONE:
        return rows.first[row], rows.last[row], False
    if len(rows.given) and rows.given[field, 0, row] != NO_DAY:
        return rows.given[field, 0, row], rows.given[field, 1, row], False
    if tables.before[rule] == NONE:
        return NO_DAY, NO_DAY, False
    first = tables.due[tables.before[rule], rows.first[row] - BEFORE_ALL]
    return first, tables.due[tables.after_it[rule], rows.last[row] - BEFORE_ALL], True


@register_jitable
def add(
    found: Found, count: int, place: Place, code: int, rule: int, strength: int, certain: bool
) -> int:
    """Note a finding where there is room for it; gives how many there are by now."""
    if count < len(found.row):
        found.case[count], found.row[count], found.position[count] = place
        found.code[count] = code
        found.rule[count] = rule
        found.strength[count] = strength
        found.certain[count] = certain
    return count + 1


def walk(  # noqa: C901, PLR0912, PLR0915 - one loop, in the order in which `check` asks
    tables: Tables,
    rows: Rows,
    ordered: NDArray[np.int64],
    starts: NDArray[np.int64],
    first_case: int,
    found: Found,
) -> int:
    """Check cases one after the other; gives how many findings there are, written or not.

    Args:
        tables: The process.
        rows: The log.
        ordered: The numbers of the rows, case by case; empty where they stand so already.
        starts: For each case to check the place of its first row, and that after its last.
        first_case: The number of the first case to check.
        found: Where the findings go, as far as there is room.
    """
    count = 0
    unknown = tables.allowed.shape[1] - 1
    started = np.full(len(tables.strength), NONE, dtype=np.int64)
    clock_first = np.zeros(len(tables.strength), dtype=np.int64)
    clock_last = np.zeros(len(tables.strength), dtype=np.int64)
    measured = np.zeros(len(tables.strength), dtype=np.bool_)
    begun = np.full(unknown + 1, NONE, dtype=np.int64)
    for case in range(len(starts) - 1):
        stage, reached, blocked = tables.initial, FIRST_DAY, False
        for place in range(starts[case], starts[case + 1]):
            row = ordered[place] if len(ordered) else place
            at = (first_case + case, row, place - starts[case])
            first, last = rows.first[row], rows.last[row]
            if first == NO_DAY:
                count = add(found, count, at, BAD_ROW, NONE, LOGIC, True)
                continue
            trigger = rows.trigger[row]
            allowed = tables.allowed[stage, trigger]
            misplaced = False
            if allowed:
                if tables.order != NONE and last < reached:
                    misplaced = True
                    count = add(
                        found, count, at, OUT_OF_ORDER, tables.order,
                        tables.strength[tables.order], True,
                    )  # fmt: skip
                for index in range(tables.ends_at[trigger], tables.ends_at[trigger + 1]):
                    rule = tables.ends[index]
                    if tables.within_event[rule]:
                        start, start_last, is_measured = counted_from(tables, rows, rule, row)
                        if start == NO_DAY:
                            continue
                    elif started[rule] == case:
                        start, start_last = clock_first[rule], clock_last[rule]
                        is_measured = measured[rule]
                    else:
                        continue
                    strength, certain = verdict(tables, rule, start, start_last, first, last)
                    if strength != NONE:
                        count = add(
                            found, count, at, DATE_RULE, rule, strength,
                            certain and not is_measured,
                        )  # fmt: skip
                if len(rows.own) and rows.own[row] != NONE:
                    own = rows.own[row]
                    for index in range(rows.own_at[own], rows.own_at[own + 1]):
                        count = add(
                            found, count, at, rows.own_code[index], NONE,
                            rows.own_strength[index], True,
                        )  # fmt: skip
                missing = tables.begins_at[trigger] < tables.begins_at[trigger + 1]
                for index in range(tables.begins_at[trigger], tables.begins_at[trigger + 1]):
                    missing = missing and begun[tables.begins[index]] != case
                if missing:
                    count = add(found, count, at, MISSING_STEP, NONE, PRACTICE, True)
                if not tables.is_standard[stage, trigger]:
                    count = add(
                        found, count, at, OFF_STANDARD_ROUTE, NONE, PRACTICE, True
                    )
            elif not blocked:
                count = add(found, count, at, MOVE_NOT_ALLOWED, NONE, LOGIC, True)

            after = tables.after[stage, trigger]
            if misplaced or first > reached:
                reached = first
            blocked = after == stage and (blocked or not allowed)
            for index in range(tables.ends_at[trigger], tables.ends_at[trigger + 1]):
                started[tables.ends[index]] = NONE
            for index in range(tables.starts_at[trigger], tables.starts_at[trigger + 1]):
                rule = tables.starts[index]
                enters = tables.enters[rule]
                if enters != NONE and (after == stage or enters != after):
                    continue
                if tables.from_first[rule] and started[rule] == case:
                    continue
                start, start_last, is_measured = counted_from(tables, rows, rule, row)
                if start != NO_DAY:
                    started[rule] = case
                    clock_first[rule], clock_last[rule] = start, start_last
                    measured[rule] = is_measured
            begun[trigger] = case
            stage = after
        found.stage[first_case + case] = stage
    return count


compiled_order = njit(nogil=True, cache=True)(order)
compiled_walk = njit(nogil=True, cache=True)(walk)
