"""`check` on integers: one loop over the rows of a log, case by case, compiled with numba.

The kernel works on arrays only and has no dates or law of its own. [ProcessTables][] contains the
process, and [LogRows][] the log. Days are ordinals, and due days are looked up in
`ProcessTables.due`.

The kernel repeats the logic of `check` for speed. `check` works on Python objects, which numba
cannot compile, and creating one object for each event takes over a hundred times as long as the
whole loop here. The tests compare the findings of the two on random processes and histories.
Change the logic in `engine` first, and then here.

The functions are plain Python, so that most tests can run them uncompiled.
`compiled_check_cases` and `compiled_group_rows` are their compiled versions.
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
"""The number that stands for no rule, condition, field, stage, span or list."""
NO_DAY = 0
"""The number that stands for an unknown day."""
FINDING_CODES = (
    "move_not_allowed",
    "out_of_order",
    "date_rule",
    "missing_step",
    "off_standard_route",
    "bad_date",
)
"""The codes of findings; the names below are their indices."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(6)
FIRST_EVENT_CHECK = len(FINDING_CODES)
"""The number of the first code for findings on single events."""
LOGIC, PRACTICE = 0, 6
"""The indices of these strengths in `Strength`."""
ALWAYS_RUNNING = 1
"""The bit of every rule whose clock starts and ends within one event."""
CERTAIN = True
UNCOUNTED: dict[str, Any] = {"_nrt": False}
"""Disable reference counting: atomic counters would serialise the threads.

All threads read the same arrays, and each access could change the counter of an array. Without
counters, the caller must keep every array alive during the call, and the code here must not
allocate arrays: the caller provides those for findings, stages and intermediate values.
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
        ("at_least", "i4"),  # the row of `ProcessTables.due` that gives the first day allowed
        ("at_most", "i4"),  # the row that gives the last day allowed
        ("fallback_before", "i4"),  # the rows that give the earliest day to count from
        ("fallback_after", "i4"),  # and the latest, for an event whose start field is empty
        ("start_field", "i4"),  # the field to count from; `NONE` for the event's own day
        ("condition", "i4"),  # the bit of `LogRows.conditions` that must be set
        ("on_entering", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("relaxed_from", "i4"),  # the range of start days with a relaxed due day: the first
        ("relaxed_to", "i4"),  # of them, and the day after the last of them
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
    """A process as arrays; an extra last trigger stands for every unknown trigger.

    Lists by trigger are stored one after another in one array. For example, the list in
    `starting` for trigger ``t`` is ``starting[starting_at[t]:starting_at[t + 1]]``.
    """

    initial: int
    order_rule: int
    """The index of the rule that events are listed in order, or `NONE`."""
    moves: Records
    """For each stage and trigger, what an event with the trigger does."""
    starting_at: Ints
    starting: Ints
    """For each trigger, the rules whose clock its events can start."""
    ending_at: Ints
    ending: Ints
    """For each trigger, the rules whose clock its events stop."""
    ending_bits: Ints
    """For each trigger, the clock bits of the rules whose clock its events stop."""
    requires_earlier_at: Ints
    requires_earlier: Ints
    """For each trigger, the triggers of which at least one must occur earlier."""
    rules: Records
    due: Ints
    """For each span and day, the day that the span leads to from there."""


class LogRows(NamedTuple):
    """The rows of a log as arrays."""

    trigger: Ints
    first: Ints
    last: Ints
    """`first` and `last` are the earliest and latest day; `NO_DAY` for an unreadable row."""
    conditions: Ints
    """For each row, a bit for each condition of a rule: set if the row's event meets it."""
    start_days: Ints
    """For each start field, the earliest and then the latest day to count from, for each row.

    The array can be empty.
    """
    event_checks: Ints
    """For each row, the number of its list of findings on the single event; can be empty."""
    event_checks_at: Ints
    event_check_codes: Ints
    event_check_strengths: Ints


def group_rows(case: Ints, ends: Ints, row_order: Ints) -> None:
    """Sort the numbers of the rows by case, keeping the order within each case.

    This is a counting sort: it takes one pass and compares nothing.

    Args:
        case: For each row, the number of its case.
        ends: For each case, the index of its first row; changed here to the index after its last.
        row_order: The array into which the sorted numbers of the rows are written.
    """
    for row in range(len(case)):
        number = case[row]
        row_order[ends[number]] = row
        ends[number] += 1


# The helpers of the loop. A helper with the name of a function in `engine` does the same.


@register_jitable(**UNCOUNTED)
def may_be_kept(
    due: Ints, rule: Record, first: int, last: int, end_first: int, end_last: int
) -> bool:
    """Return whether some pair of possible start and end days keeps a rule.

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
    """Return the strength of a broken rule and whether the breach is certain.

    The strength is `NONE` if the rule is kept.

    Args:
        due: For each span and day, the day that the span leads to from there.
        rule: The rule.
        first: The earliest day from which the rule can count.
        last: The latest day from which the rule can count.
        end_first: The earliest day of the event that stops the clock.
        end_last: The latest day of the event that stops the clock.
    """
    at_least, at_most = rule.at_least, rule.at_most
    # Days on which the rule was not in force are left out. If there are such days, the rule can be
    # possibly broken, but not certainly.
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
    # Some of the start days lead to a relaxed due day, and missing that is only a remark. Start
    # days with a strict due day break the rule with the rule's own strength.
    is_late_if_relaxed = end_last > due[at_most, max(first, relaxed_from) - BEFORE_ALL]
    is_late_if_strict = (first < relaxed_from and is_late) or (
        relaxed_to <= last and end_last > due[at_most, relaxed_to - BEFORE_ALL]
    )
    if is_early or is_late_if_strict:
        return rule.strength, is_certain and not is_late_if_relaxed
    return PRACTICE, is_certain


@register_jitable(**UNCOUNTED)
def is_started(rule: Record, conditions: Ints, start_days: Ints, row: int) -> bool:
    """Return whether a row with a starting trigger meets the other conditions to start a clock."""
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
    """Return the earliest and latest day that a clock counts from, and whether by fallback.

    Args:
        due: For each span and day, the day that the span leads to from there.
        rule: The rule.
        start_days: The array described in `LogRows`.
        row: The row that started the clock.
        first: The earliest day of the row that started the clock.
        last: The latest day of the row that started the clock.
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
    """Write a finding if it fits in the array, and return the number of findings so far.

    Findings that do not fit are counted, so that the caller learns how large the array must be.
    The array cannot grow here, and counting all findings before writing any would run the loop
    twice for every case.

    Args:
        findings: The array into which the findings are written.
        count: The number of findings before this one.
        place: The case of the finding, its row, and the position of the row in the case.
        code: The index of the finding's code.
        rule: The index of the broken rule, or `NONE`.
        strength: The index of the finding's strength.
        certain: Whether the finding is certain.
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
    """Check cases one after another, and return the number of findings.

    The number includes findings that did not fit in `findings` and so were not written.

    Args:
        tables: The process.
        rows: The log.
        row_order: The numbers of the rows, case by case; empty if the rows are already so.
        case_starts: For each case to check, the index of its first row; then the index after the
            last row.
        first_case: The number of the first case to check.
        findings: The array into which the findings are written, as many as fit.
        stages: The array into which the last stage of each case is written.
        clock_started: Working memory: for each rule, the index of the row that started its clock.
        last_seen: Working memory: for each trigger, the index of its last row.
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
    # An index below the first row of the current case means that no clock runs and no event is on
    # record. So the working memory need not be cleared between cases.
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
            # For most rows this quick test rules out every finding. `running` keeps the bits of
            # stopped clocks too, so some rows are examined without need, but none is missed.
            if not (
                move.needs_no_check
                and last >= reached
                and not running & ending_bits[trigger]
                and (not len(checks) or checks[row] == NONE)
            ):
                # A refusal that an earlier refused event has caused is not a finding.
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
                    # A refused event stops the clock, but its date is not checked by the rule.
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
            # After an event out of order, later events are compared with that event.
            if is_misplaced or first > reached:
                reached = first
            # A refused event that could have led to several stages leaves the real stage unknown.
            # Further refusals are therefore not findings until an event changes the stage.
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
