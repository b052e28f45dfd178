"""`check` on integers, compiled with numba: one loop over the rows of a log, case by case.

The kernel knows no dates and no law. [ProcessTables][] hold a process, [LogRows][] a log; days are
ordinals, and the day that a span leads to is looked up in `ProcessTables.due`.

Why the meaning of `check` is written a second time: `check` works on Python objects, which numba
cannot compile, and creating and visiting one object for each event costs over a hundred times as
much as the whole loop here. The tests compare the two, finding for finding, on random processes
and histories. A change of meaning starts in `engine` and is repeated here.

The functions are plain Python, which is how the tests run and measure them;
`compiled_check_cases` and `compiled_group_rows` are the same functions compiled.
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
    "ALWAYS_RUNNING",
    "FINDING",
    "FINDING_CODES",
    "FIRST_EVENT_CHECK",
    "MOVE",
    "NONE",
    "NO_DAY",
    "RULE",
    "LogRows",
    "ProcessTables",
    "check_cases",
    "compiled_check_cases",
    "compiled_group_rows",
    "group_rows",
]

NONE = -1
"""No rule, condition, field, stage, span or list."""
NO_DAY = 0
"""Stands for a day that is not known."""
FINDING_CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "missing_step",
    "off_standard_route",
    "bad_date",
)
"""The codes of findings by their numbers, which follow."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(6)
FIRST_EVENT_CHECK = len(FINDING_CODES)
"""The number of the first code of a finding that an event gives by itself."""
LOGIC, PRACTICE = 0, 6
"""Their places in `Strength`."""
ALWAYS_RUNNING = 1
"""The bit of every rule whose clock starts and ends within one event."""
CERTAIN = True
UNCOUNTED: dict[str, Any] = {"_nrt": False}
"""Disable reference counting: atomic counters would serialise the threads.

All threads read the same arrays, and each use of one could change its counter. The caller keeps
every array alive during the call. In return nothing here may allocate: the caller provides the
arrays for findings, stages and intermediate values.
"""

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
        ("needs_no_check", "?"),  # allowed and standard, and requires no earlier event
    ],
    align=True,
)
RULE = np.dtype(
    [
        ("at_least", "i4"),  # the row of `ProcessTables.due` with the first day allowed
        ("at_most", "i4"),  # the row with the last day allowed
        ("fallback_before", "i4"),  # where the start field is empty, the rows with the earliest
        ("fallback_after", "i4"),  # and the latest day to count from
        ("start_field", "i4"),  # the field to count from; `NONE` for the event's own day
        ("condition", "i4"),  # the bit of `LogRows.conditions` that must be set
        ("on_entering", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("relaxed_from", "i4"),  # the start days from which the due day is a relaxed one: from
        ("relaxed_to", "i4"),  # this one up to, but not including, this one
        ("strength", "i4"),
        ("from_first", "?"),
        ("same_event", "?"),
        ("in_force_by_end", "?"),
        ("clock_bit", "i8"),  # set while the rule's clock may be running
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


class ProcessTables(NamedTuple):
    """A process as arrays. The last trigger stands for every unknown one.

    Lists by trigger are laid end to end: that of trigger ``t`` is
    ``starting[starting_at[t]:starting_at[t + 1]]``, and the others likewise.
    """

    initial: int
    order_rule: int
    """The rule that events are listed in order."""
    moves: Records
    """By stage and trigger."""
    starting_at: Ints
    starting: Ints
    """The rules whose clock a trigger may start."""
    ending_at: Ints
    ending: Ints
    """The rules whose clock it ends."""
    ending_bits: Ints
    """By trigger, the clock bits of the rules whose clock it ends."""
    requires_earlier_at: Ints
    requires_earlier: Ints
    """The triggers of which one must come earlier."""
    rules: Records
    due: Ints
    """By span and day, the day that the span leads to."""


class LogRows(NamedTuple):
    """The rows of a log as arrays."""

    trigger: Ints
    first: Ints
    last: Ints
    """The earliest and latest day; `NO_DAY` for a row that cannot be read."""
    conditions: Ints
    """A bit for each condition that a rule sets on its starting event."""
    start_days: Ints
    """By start field, then earliest and latest, then row: the day to count from; may be empty."""
    event_checks: Ints
    """By row, the number of its list of findings that the event gives by itself; may be empty."""
    event_checks_at: Ints
    event_check_codes: Ints
    event_check_strengths: Ints


def group_rows(case: Ints, ends: Ints, row_order: Ints) -> None:
    """Sort the numbers of the rows by case, keeping the order within each case.

    A counting sort: it takes one pass, and needs no comparison.

    Args:
        case: By row, the number of its case.
        ends: By case, the place of its first row; each is moved to the place after its last row.
        row_order: Where the numbers of the rows are written.
    """
    for row in range(len(case)):
        number = case[row]
        row_order[ends[number]] = row
        ends[number] += 1


# The helpers of the loop. Those named as in `engine` mean the same there.


@register_jitable(**UNCOUNTED)
def may_be_kept(
    due: Ints, rule: Record, first: int, last: int, end_first: int, end_last: int
) -> bool:
    """Return whether a rule is kept on some of the days.

    `engine.clocks` explains the search.
    """
    at_most = rule.at_most
    if at_most != NONE and end_first > due[at_most, last - BEFORE_ALL]:
        return False
    if rule.at_least == NONE:
        return True
    while at_most != NONE and first < last:
        middle = (first + last) // 2
        if due[at_most, middle - BEFORE_ALL] < end_first:
            first = middle + 1
        else:
            last = middle
    return bool(due[rule.at_least, first - BEFORE_ALL] <= end_last)


@register_jitable(**UNCOUNTED)
def evaluate(
    due: Ints, rule: Record, first: int, last: int, end_first: int, end_last: int
) -> tuple[int, bool]:
    """Return the strength of a broken rule, or `NONE`, and whether that is certain.

    Args:
        due: By span and day, the day that the span leads to.
        rule: The rule.
        first: The earliest day counted from.
        last: The latest day counted from.
        end_first: The earliest day of the ending event.
        end_last: The latest day of the ending event.
    """
    at_least, at_most = rule.at_least, rule.at_most
    # Days on which the rule was not in force are left out; if there are any, the rule is at most
    # possibly broken.
    if rule.in_force_by_end:
        is_narrowed = end_first < rule.since or rule.until < end_last
        end_first, end_last = max(end_first, rule.since), min(end_last, rule.until)
    else:
        is_narrowed = first < rule.since or rule.until < last
        first, last = max(first, rule.since), min(last, rule.until)
    if first > last or end_first > end_last:
        return NONE, False
    is_early = at_least != NONE and end_first < due[at_least, last - BEFORE_ALL]
    is_late = at_most != NONE and end_last > due[at_most, first - BEFORE_ALL]
    if not is_early and not is_late:
        return NONE, False
    is_certain = not is_narrowed and not may_be_kept(due, rule, first, last, end_first, end_last)
    relaxed_from, relaxed_to = rule.relaxed_from, rule.relaxed_to
    if at_most == NONE or relaxed_from == relaxed_to or last < relaxed_from or relaxed_to <= first:
        return rule.strength, is_certain
    # Some of the start days lead to a relaxed due day. Only the others break the rule with its own
    # strength; to miss a relaxed due day is a remark.
    is_late_if_relaxed = end_last > due[at_most, max(first, relaxed_from) - BEFORE_ALL]
    is_late_if_strict = (first < relaxed_from and is_late) or (
        relaxed_to <= last and end_last > due[at_most, relaxed_to - BEFORE_ALL]
    )
    if is_early or is_late_if_strict:
        return rule.strength, is_certain and not is_late_if_relaxed
    return PRACTICE, is_certain


@register_jitable(**UNCOUNTED)
def is_started(rule: Record, conditions: Ints, start_days: Ints, row: int) -> bool:
    """Return whether a row of a starting trigger has what it takes to start the clock."""
    if rule.condition != NONE and not (conditions[row] >> rule.condition) & 1:
        return False
    if rule.start_field == NONE or rule.fallback_before != NONE:
        return True
    return len(start_days) > 0 and start_days[rule.start_field, 0, row] != NO_DAY


@register_jitable(**UNCOUNTED)
def clock_days(
    due: Ints,
    rule: Record,
    start_days: Ints,
    row: int,
    first: int,
    last: int,
) -> tuple[int, int, bool]:
    """Return the days that a clock counts from, and whether they are the fallback.

    Args:
        due: By span and day, the day that the span leads to.
        rule: The rule.
        start_days: As in `LogRows`.
        row: The row that started the clock.
        first: The earliest day of that row.
        last: The latest day of that row.
    """
    field = rule.start_field
    if field == NONE:
        return first, last, False
    if len(start_days) and start_days[field, 0, row] != NO_DAY:
        return start_days[field, 0, row], start_days[field, 1, row], False
    earliest = due[rule.fallback_before, first - BEFORE_ALL]
    latest = due[rule.fallback_after, last - BEFORE_ALL]
    return earliest, latest, True


@register_jitable(**UNCOUNTED)
def add_finding(
    findings: Records,
    count: int,
    place: tuple[int, int, int],
    code: int,
    rule: int,
    strength: int,
    certain: bool,
) -> int:
    """Write a finding if there is room for it, and return the number of findings so far.

    Findings beyond the room are counted all the same, so that the caller learns how much room it
    has to provide: an array cannot grow here, and to count first and write later would take every
    case through the loop twice.

    Args:
        findings: Where the findings are written.
        count: How many there were.
        place: The case, the row, and the row's position in its case.
        code: The number of its code.
        rule: The rule, or `NONE`.
        strength: The place of its strength.
        certain: Whether it is certain.
    """
    if count < len(findings):
        finding = findings[count]
        finding.case, finding.row, finding.position = place
        finding.code, finding.rule = code, rule
        finding.strength, finding.certain = strength, certain
    return count + 1


def check_cases(  # noqa: C901, PLR0912, PLR0915 - one loop, in the order of `engine.findings`
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    case_starts: Ints,
    first_case: int,
    findings: Records,
    stages: Ints,
    clock_started: Ints,
    last_seen: Ints,
) -> int:
    """Check cases one after another; return the count of findings, written or not.

    Args:
        tables: The process.
        rows: The log.
        row_order: The numbers of the rows, case by case; empty where the rows are in that order.
        case_starts: For each case to check the place of its first row, and the place after the
            last case.
        first_case: The number of the first case to check.
        findings: Where the findings are written, as far as there is room.
        stages: Where the last stage of each case is written.
        clock_started: By rule, working memory for the place of the row that started its clock.
        last_seen: By trigger, working memory for the place of its last row.
    """
    initial, order_rule, moves = tables.initial, tables.order_rule, tables.moves
    starting_at, starting = tables.starting_at, tables.starting
    ending_at, ending, ending_bits = tables.ending_at, tables.ending, tables.ending_bits
    earlier_at, earlier = tables.requires_earlier_at, tables.requires_earlier
    rules, due = tables.rules, tables.due
    triggers, firsts, lasts = rows.trigger, rows.first, rows.last
    conditions, start_days = rows.conditions, rows.start_days
    checks, checks_at = rows.event_checks, rows.event_checks_at
    check_codes, check_strengths = rows.event_check_codes, rows.event_check_strengths
    count = 0
    # A place before the first row of a case means that no clock runs and no event is on record.
    # So what earlier cases leave in the working memory needs no clearing.
    clock_started[:] = NONE
    last_seen[:] = NONE
    for case in range(len(case_starts) - 1):
        stage, reached, is_blocked, running = initial, MIN_DAY, False, ALWAYS_RUNNING
        case_start = case_starts[case]
        for place in range(case_start, case_starts[case + 1]):
            row = row_order[place] if len(row_order) else place
            trigger, first, last = triggers[row], firsts[row], lasts[row]
            at = (first_case + case, row, place - case_start)
            if first == NO_DAY:
                count = add_finding(findings, count, at, BAD_ROW, NONE, LOGIC, CERTAIN)
                continue
            move = moves[stage, trigger]
            after, is_allowed, is_misplaced = move.after, move.is_allowed, False
            # Most rows pass this test, which rules out every finding. `running` keeps the bits of
            # clocks that have ended, so it may let a row through for nothing, but misses none.
            if not (
                move.needs_no_check
                and last >= reached
                and not running & ending_bits[trigger]
                and (not len(checks) or checks[row] == NONE)
            ):
                # An event refused after another refused one follows from that, and is no finding.
                if not is_allowed and not is_blocked:
                    count = add_finding(findings, count, at, MOVE_NOT_ALLOWED, NONE, LOGIC, CERTAIN)
                if is_allowed and order_rule != NONE and last < reached:
                    is_misplaced = True
                    strength = rules[order_rule].strength
                    count = add_finding(
                        findings, count, at, OUT_OF_ORDER, order_rule, strength, CERTAIN
                    )
                for index in range(ending_at[trigger], ending_at[trigger + 1]):
                    number = ending[index]
                    rule, since = rules[number], clock_started[number]
                    # A refused event stops the clock, but its dates give no finding.
                    clock_started[number] = NONE
                    if rule.same_event and is_started(rule, conditions, start_days, row):
                        since = place
                    if since < case_start or not is_allowed:
                        continue
                    start = row_order[since] if len(row_order) else since
                    start_first, start_last, is_fallback = clock_days(
                        due, rule, start_days, start, firsts[start], lasts[start]
                    )
                    strength, is_certain = evaluate(due, rule, start_first, start_last, first, last)
                    if strength != NONE:
                        is_certain = is_certain and not is_fallback
                        count = add_finding(
                            findings, count, at, DATE_RULE, number, strength, is_certain
                        )
                if is_allowed:
                    if len(checks) and checks[row] != NONE:
                        for index in range(checks_at[checks[row]], checks_at[checks[row] + 1]):
                            code, strength = check_codes[index], check_strengths[index]
                            count = add_finding(findings, count, at, code, NONE, strength, CERTAIN)
                    is_missing = earlier_at[trigger] < earlier_at[trigger + 1]
                    for index in range(earlier_at[trigger], earlier_at[trigger + 1]):
                        is_missing = is_missing and last_seen[earlier[index]] < case_start
                    if is_missing:
                        count = add_finding(
                            findings, count, at, MISSING_STEP, NONE, PRACTICE, CERTAIN
                        )
                    if not move.is_standard:
                        count = add_finding(
                            findings, count, at, OFF_STANDARD_ROUTE, NONE, PRACTICE, CERTAIN
                        )
            # After an event out of order, the order is counted from that event.
            if is_misplaced or first > reached:
                reached = first
            # A refused event that could have led to several stages leaves the stage open, so
            # further refusals are no findings until an event changes the stage.
            is_blocked = after == stage and (
                is_blocked or not (is_allowed or move.has_single_target)
            )
            for index in range(starting_at[trigger], starting_at[trigger + 1]):
                number = starting[index]
                rule = rules[number]
                if rule.on_entering != NONE and (after == stage or rule.on_entering != after):
                    continue
                if rule.from_first and clock_started[number] >= case_start:
                    continue
                if is_started(rule, conditions, start_days, row):
                    clock_started[number] = place
                    running |= rule.clock_bit
            last_seen[trigger] = place
            stage = after
        stages[first_case + case] = stage
    return count


compiled_group_rows = njit(nogil=True, cache=True, **UNCOUNTED)(group_rows)
compiled_check_cases = njit(nogil=True, cache=True, **UNCOUNTED)(check_cases)
