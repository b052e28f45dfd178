"""The one meaning once more, over integers: one loop over the events, case by case.

Nothing here knows a date or a law. What a process says is in [Tables][], what a log says in
[Rows][]; days are ordinals, and how far a span leads from each day is looked up in `Tables.due`.
The functions are plain Python, which is how the tests run them, and `compiled_walk` is the same
made fast by numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numba.extending import register_jitable

from ..dates import BEFORE_ALL, MIN_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ALWAYS",
    "FINDING",
    "FIRST_OWN",
    "MOVE",
    "NONE",
    "NO_DAY",
    "RULE",
    "Rows",
    "Tables",
    "compiled_order",
    "compiled_walk",
    "order",
    "walk",
]

NONE = -1
"""No rule, condition, field, stage, span or list."""
NO_DAY = 0
"""In place of a day that is not known."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(6)
FIRST_OWN = 6
"""The kinds of finding; what an event says of itself has numbers from `FIRST_OWN` on."""
LOGIC, PRACTICE = 0, 6
"""Their places in `Strength`."""
ALWAYS = 1
"""The bit of clocks that start and end within one event: they may run at any time."""
CERTAIN = True
UNCOUNTED: dict[str, Any] = {"_nrt": False}
"""References to arrays are not counted: the threads would wait for each other at the counters."""

Ints: TypeAlias = "NDArray[np.integer[Any]]"
Flags: TypeAlias = "NDArray[np.bool_]"
Records: TypeAlias = "np.recarray[Any, Any]"
Record: TypeAlias = Any
"""One record of an array of records."""

MOVE = np.dtype(
    [
        ("after", "i4"),
        ("is_allowed", "?"),
        ("is_standard", "?"),
        ("has_single_target", "?"),
        ("is_quiet", "?"),  # allowed and standard, and nothing has to have begun before it
    ],
    align=True,
)
RULE = np.dtype(
    [
        ("at_least", "i4"),  # the row of `Tables.due` that tells the first day
        ("at_most", "i4"),  # and the last
        ("before", "i4"),  # the rows that tell the days from which it counts where that is not
        ("behind", "i4"),  # given
        ("field", "i4"),  # the field that gives it; `NONE` for the event's own day
        ("condition", "i4"),  # the bit of `Rows.conditions` that says whether it holds
        ("on_entering", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("relaxed_from", "i4"),  # the start days from this one up to the next, excluded, lead to
        ("relaxed_to", "i4"),  # a relaxed due day
        ("strength", "i4"),
        ("from_first", "?"),
        ("same_event", "?"),
        ("in_force_by_end", "?"),
        ("bit", "i8"),  # set while its clock may run
    ],
    align=True,
)
FINDING = np.dtype(
    [
        ("row", "i8"),
        ("case", "i4"),
        ("position", "i4"),
        ("code", "i2"),
        ("rule", "i2"),
        ("strength", "i1"),
        ("certain", "?"),
    ],
    align=True,
)


class Tables(NamedTuple):
    """A process as arrays. The last trigger is the one that stands for every unknown one.

    Lists by trigger stand one after another: those of trigger ``t`` from ``starts_at[t]`` up to
    ``starts_at[t + 1]``.
    """

    initial: int
    order: int
    """The rule that events stand in order."""
    moves: Records
    """By stage and trigger."""
    starts_at: Ints
    starts: Ints
    """The rules whose clock a trigger may start."""
    ends_at: Ints
    ends: Ints
    """The rules whose clock it ends."""
    ends_bits: Ints
    """By trigger: their bits together."""
    begins_at: Ints
    begins: Ints
    """The triggers that begin what it ends."""
    rules: Records
    due: Ints
    """By span and day: the day to which the span leads."""


class Rows(NamedTuple):
    """A log as arrays, a place a row."""

    trigger: Ints
    first: Ints
    last: Ints
    """The earliest and latest day; `NO_DAY` for a row that cannot be read."""
    conditions: Ints
    given: Ints
    """By field, then earliest and latest, then row: the day to count from; empty if none has."""
    own: Ints
    """Which list of own findings each row has; empty if none has any."""
    own_at: Ints
    own_code: Ints
    own_strength: Ints


def order(case: Ints, starts: Ints, rows: Ints) -> None:
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


@register_jitable(**UNCOUNTED)
def may_be_kept(
    due: Ints, rule: Record, first: int, last: int, end_first: int, end_last: int
) -> bool:
    """Whether on some of the days a rule is kept: `clocks.judge` says why the first will do."""
    most = rule.at_most
    if most != NONE and end_first > due[most, last - BEFORE_ALL]:
        return False
    if rule.at_least == NONE:
        return True
    while most != NONE and first < last:
        middle = (first + last) // 2
        if due[most, middle - BEFORE_ALL] < end_first:
            first = middle + 1
        else:
            last = middle
    return bool(due[rule.at_least, first - BEFORE_ALL] <= end_last)


@register_jitable(**UNCOUNTED)
def verdict(
    due: Ints, rule: Record, first: int, last: int, end_first: int, end_last: int
) -> tuple[int, bool]:
    """The strength with which a rule is broken, or `NONE`, and whether that is certain."""
    least, most = rule.at_least, rule.at_most
    if rule.in_force_by_end:
        narrowed = end_first < rule.since or rule.until < end_last
        end_first, end_last = max(end_first, rule.since), min(end_last, rule.until)
    else:
        narrowed = first < rule.since or rule.until < last
        first, last = max(first, rule.since), min(last, rule.until)
    if first > last or end_first > end_last:
        return NONE, False
    early = least != NONE and end_first < due[least, last - BEFORE_ALL]
    late = most != NONE and end_last > due[most, first - BEFORE_ALL]
    if not early and not late:
        return NONE, False
    certain = not narrowed and not may_be_kept(due, rule, first, last, end_first, end_last)
    relaxed_from, relaxed_to = rule.relaxed_from, rule.relaxed_to
    if most == NONE or relaxed_from == relaxed_to or last < relaxed_from or relaxed_to <= first:
        return rule.strength, certain
    late_relaxed = end_last > due[most, max(first, relaxed_from) - BEFORE_ALL]
    late_strict = (first < relaxed_from and late) or (
        relaxed_to <= last and end_last > due[most, relaxed_to - BEFORE_ALL]
    )
    if early or late_strict:
        return rule.strength, certain and not late_relaxed
    return PRACTICE, certain


@register_jitable(**UNCOUNTED)
def is_started(rule: Record, conditions: Ints, given: Ints, row: int) -> bool:
    """Whether a row of a starting trigger starts the clock: the day to count from is known."""
    if rule.condition != NONE and not (conditions[row] >> rule.condition) & 1:
        return False
    if rule.field == NONE or rule.before != NONE:
        return True
    return len(given) > 0 and given[rule.field, 0, row] != NO_DAY


@register_jitable(**UNCOUNTED)
def counted_from(
    due: Ints,
    rule: Record,
    given: Ints,
    row: int,
    first: int,
    last: int,
) -> tuple[int, int, bool]:
    """The days that a clock counts from which a row has started, and whether they are measured."""
    field = rule.field
    if field == NONE:
        return first, last, False
    if len(given) and given[field, 0, row] != NO_DAY:
        return given[field, 0, row], given[field, 1, row], False
    return due[rule.before, first - BEFORE_ALL], due[rule.behind, last - BEFORE_ALL], True


@register_jitable(**UNCOUNTED)
def add(
    found: Records,
    count: int,
    place: tuple[int, int, int],
    code: int,
    rule: int,
    strength: int,
    certain: bool,
) -> int:
    """Note a finding where there is room for it; gives how many there are by now.

    Args:
        found: Where the findings go.
        count: How many there were.
        place: The case, the row, and the row's place within the case.
        code: What kind it is.
        rule: The rule, or `NONE`.
        strength: Its strength.
        certain: Whether it is certain.
    """
    if count < len(found):
        finding = found[count]
        finding.case, finding.row, finding.position = place
        finding.code, finding.rule = code, rule
        finding.strength, finding.certain = strength, certain
    return count + 1


def walk(  # noqa: C901, PLR0912, PLR0915 - one loop, in the order in which `check` asks
    tables: Tables,
    rows: Rows,
    ordered: Ints,
    starts: Ints,
    first_case: int,
    found: Records,
    stages: Ints,
    started: Ints,
    begun: Ints,
) -> int:
    """Check cases one after the other; gives how many findings there are, written or not.

    Args:
        tables: The process.
        rows: The log.
        ordered: The numbers of the rows, case by case; empty where they stand so already.
        starts: For each case to check the place of its first row, and that after its last.
        first_case: The number of the first case to check.
        found: Where the findings go, as far as there is room.
        stages: Where the last stage of each case goes.
        started: By rule, room for the place of the row that started its clock.
        begun: By trigger, room for the place of the last row of it.
    """
    initial, order_rule, moves = tables.initial, tables.order, tables.moves
    starts_at, starting = tables.starts_at, tables.starts
    ends_at, ending, ends_bits = tables.ends_at, tables.ends, tables.ends_bits
    begins_at, beginning = tables.begins_at, tables.begins
    rules, due = tables.rules, tables.due
    triggers, firsts, lasts = rows.trigger, rows.first, rows.last
    conditions, given = rows.conditions, rows.given
    own, own_at, own_code, own_strength = (
        rows.own, rows.own_at, rows.own_code, rows.own_strength
    )  # fmt: skip
    count = 0
    # A place before the case's own rows: no clock runs, and the trigger is not on record.
    started[:] = NONE
    begun[:] = NONE
    for case in range(len(starts) - 1):
        stage, reached, is_blocked, running = initial, MIN_DAY, False, ALWAYS
        case_start = starts[case]
        for place in range(case_start, starts[case + 1]):
            row = ordered[place] if len(ordered) else place
            trigger, first, last = triggers[row], firsts[row], lasts[row]
            at = (first_case + case, row, place - case_start)
            if first == NO_DAY:
                count = add(found, count, at, BAD_ROW, NONE, LOGIC, CERTAIN)
                continue
            move = moves[stage, trigger]
            after, is_allowed, is_misplaced = move.after, move.is_allowed, False
            # Where all of this holds, as it mostly does, nothing can be found.
            if not (
                move.is_quiet
                and last >= reached
                and not running & ends_bits[trigger]
                and (not len(own) or own[row] == NONE)
            ):
                if not is_allowed and not is_blocked:
                    count = add(found, count, at, MOVE_NOT_ALLOWED, NONE, LOGIC, CERTAIN)
                if is_allowed and order_rule != NONE and last < reached:
                    is_misplaced = True
                    strength = rules[order_rule].strength
                    count = add(found, count, at, OUT_OF_ORDER, order_rule, strength, CERTAIN)
                for index in range(ends_at[trigger], ends_at[trigger + 1]):
                    number = ending[index]
                    rule, since = rules[number], started[number]
                    started[number] = NONE
                    if rule.same_event and is_started(rule, conditions, given, row):
                        since = place
                    if since < case_start or not is_allowed:
                        continue
                    start = ordered[since] if len(ordered) else since
                    counted = counted_from(due, rule, given, start, firsts[start], lasts[start])
                    strength, is_certain = verdict(due, rule, counted[0], counted[1], first, last)
                    if strength != NONE:
                        is_certain = is_certain and not counted[2]
                        count = add(found, count, at, DATE_RULE, number, strength, is_certain)
                if is_allowed:
                    if len(own) and own[row] != NONE:
                        for index in range(own_at[own[row]], own_at[own[row] + 1]):
                            code, strength = own_code[index], own_strength[index]
                            count = add(found, count, at, code, NONE, strength, CERTAIN)
                    is_missing = begins_at[trigger] < begins_at[trigger + 1]
                    for index in range(begins_at[trigger], begins_at[trigger + 1]):
                        is_missing = is_missing and begun[beginning[index]] < case_start
                    if is_missing:
                        count = add(found, count, at, MISSING_STEP, NONE, PRACTICE, CERTAIN)
                    if not move.is_standard:
                        count = add(found, count, at, OFF_STANDARD_ROUTE, NONE, PRACTICE, CERTAIN)
            if is_misplaced or first > reached:
                reached = first
            is_blocked = after == stage and (
                is_blocked or not (is_allowed or move.has_single_target)
            )
            for index in range(starts_at[trigger], starts_at[trigger + 1]):
                number = starting[index]
                rule = rules[number]
                if rule.on_entering != NONE and (after == stage or rule.on_entering != after):
                    continue
                if rule.from_first and started[number] >= case_start:
                    continue
                if is_started(rule, conditions, given, row):
                    started[number] = place
                    running |= rule.bit
            begun[trigger] = place
            stage = after
        stages[first_case + case] = stage
    return count


compiled_order = njit(nogil=True, cache=True, **UNCOUNTED)(order)
compiled_walk = njit(nogil=True, cache=True, **UNCOUNTED)(walk)
