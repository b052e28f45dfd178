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

from ..dates import AFTER_ALL, BEFORE_ALL, MIN_DAY
from .compiled import Compiled, jitable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ALL",
    "ALWAYS_EARLIER",
    "ALWAYS_RUNNING",
    "FINDING_CODES",
    "FIRST_EVENT_CHECK",
    "MOVE",
    "NONE",
    "NO_DAY",
    "OLDEST",
    "RULE",
    "WITH_LAST",
    "FindingColumns",
    "LogRows",
    "ProcessTables",
    "WorkingMemory",
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
    "repeated_event",
    "missing_step",
    "off_standard_route",
    "bad_date",
)
"""The codes of findings; the names below are their indices."""
MOVE_NOT_ALLOWED, OUT_OF_ORDER, DATE_RULE, REPEATED_EVENT = range(4)
MISSING_STEP, OFF_STANDARD_ROUTE, BAD_ROW = range(4, 7)
FIRST_EVENT_CHECK = len(FINDING_CODES)
"""The number of the first code for findings on single events."""
LOGIC, PRACTICE = 0, 6
"""The indices of these strengths in `Strength`."""
ALWAYS_RUNNING = 1
"""The bit of every rule whose clock starts and ends within one event."""
ALWAYS_EARLIER = 1
"""The bit of the triggers that have occurred earlier which is always set."""
CERTAIN = True
ALL, OLDEST, WITH_LAST = 1, 2, 3
"""The ways in which an event closes what another one opened; see `bulk.closing`."""
CLOSED = -2
"""The place of a post that is closed and that no successor has taken over."""

Ints: TypeAlias = "NDArray[np.integer[Any]]"
Flags: TypeAlias = "NDArray[np.bool_]"
Records: TypeAlias = "np.recarray[Any, Any]"
Record: TypeAlias = Any
"""One record of an array of records."""

MOVE = np.dtype(
    [
        ("start_bits", "i8"),  # the clock bits of the rules below
        ("start_1", "i2"),  # two rules whose clock every row starts; the number of rules for none
        ("start_2", "i2"),
        ("keeps_start_1", "?"),  # whether the rule counts from the first of several starts
        ("keeps_start_2", "?"),
        ("has_other_starts", "?"),  # whether the rows must be looked at, by `starting`, instead
        ("is_allowed", "?"),
        ("is_standard", "?"),
        ("needs_no_check", "?"),  # allowed and standard
        ("keeps_stage", "?"),
        ("blocks", "?"),  # refused, with several possible targets: the stage is then unknown
        ("after", "i2"),
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
        ("end_field", "i4"),  # the field that ends the clock; `NONE` for the event's own day
        ("condition", "i4"),  # the bit of `LogRows.conditions` that must be set
        ("other_holder", "i4"),  # the bit that is set if the start names another duty holder
        ("answers", "i4"),  # the number that `LogRows.answers` must have
        ("on_entering", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("last_binding_start", "i4"),  # the last start day to which the upper bound applies
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
    stopping_at: Ints
    stopping: Ints
    """For each trigger, the rules whose clock its events end, then those whose end they show."""
    shown_from: Ints
    """For each trigger, the index in `stopping` of the first rule whose end its events show."""
    stopping_bits: Ints
    """For each trigger, the clock bits of the rules whose clock its events stop or cancel."""
    cancelling_at: Ints
    cancelling: Ints
    """For each trigger, the rules whose clock its events stop without a finding."""
    cancels: Flags
    """For each trigger and rule, whether the rule is one of those."""
    requires_earlier_at: Ints
    requires_earlier: Ints
    """For each trigger, the triggers of which at least one must occur earlier."""
    required_bits: Ints
    """For each trigger, the `earlier_bits` of these; a set `ALWAYS_EARLIER` if there are none."""
    earlier_bits: Ints
    """For each trigger, the bit that shows that it has occurred; 0 if no other requires it."""
    opens: Flags
    """For each trigger, whether its events open something, such as a commissioner's post."""
    closes: Ints
    """For each pair of triggers, how events of the first close what those of the second opened."""
    is_comparable: Flags
    """For each trigger, whether its events without other fields can repeat an earlier event."""
    rules: Records
    due: Ints
    """For each span and day, the day that the span leads to from there."""


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


class FindingColumns(NamedTuple):
    """Findings as columns, each with an item for each finding."""

    row: Ints
    case: Ints
    position: Ints
    """The position of the row in its case."""
    code: Ints
    """The index of the finding's code."""
    rule: Ints
    """The index of the broken rule, or `NONE`."""
    strength: Ints
    """The index of the finding's strength."""
    certain: Flags

    @classmethod
    def empty(cls, count: int) -> FindingColumns:
        """Return columns for a number of findings, to be written."""
        kinds = (np.int64, np.int32, np.int32, np.int16, np.int16, np.int8, np.bool_)
        return cls._make(np.empty(count, kind) for kind in kinds)


class WorkingMemory(NamedTuple):
    """Arrays for intermediate values, one set for each thread; nothing need be cleared.

    They hold indices of rows. An index below the first row of the current case means that there is
    none, for example that no clock runs.
    """

    clock_started: Ints
    """For each rule, the index of the row that started its clock; then one that is never read."""
    post: Ints
    """For each rule, the index of the row that opened the post on which its clock depends."""
    last_seen: Ints
    """For each trigger, the index of its last row."""
    opened: Ints
    """The indices of the rows that opened something that is still open."""
    seen: Ints
    """A hash table of the rows with one exact day, of at least twice the size of a case."""


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


@jitable
def may_be_kept(
    due: Ints, rule: Record, at_most: int, first: int, last: int, end_first: int, end_last: int
) -> bool:
    """Return whether some pair of possible start and end days keeps a rule.

    `engine.clocks` explains the search.
    """
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


@jitable
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
        end_first: The earliest day that stops the clock.
        end_last: The latest day that stops the clock.
    """
    binding = rule.last_binding_start
    if rule.at_most == NONE or last <= binding:
        return evaluate_bounds(due, rule, rule.at_most, first, last, end_first, end_last)
    # The upper bound applies only to the start days whose due day lies in the period in force.
    if first > binding:
        return evaluate_bounds(due, rule, NONE, first, last, end_first, end_last)
    strength, is_certain = evaluate_bounds(
        due, rule, rule.at_most, first, binding, end_first, end_last
    )
    other, is_other_certain = evaluate_bounds(
        due, rule, NONE, binding + 1, last, end_first, end_last
    )
    is_certain = is_certain and is_other_certain and min(strength, other) != NONE
    return (other if strength == NONE else strength), is_certain


@jitable
def evaluate_bounds(
    due: Ints, rule: Record, at_most: int, first: int, last: int, end_first: int, end_last: int
) -> tuple[int, bool]:
    """Return what `evaluate` does, for an upper bound that may be `NONE`."""
    at_least = rule.at_least
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
    is_certain = not is_narrowed and not may_be_kept(
        due, rule, at_most, first, last, end_first, end_last
    )
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


@jitable
def is_started(rule: Record, rows: LogRows, row: int) -> bool:
    """Return whether a row with a starting trigger meets the other conditions to start a clock."""
    facts = rows.facts[row]
    if rule.condition != NONE and not (rows.conditions[facts] >> rule.condition) & 1:
        return False
    if rule.start_field == NONE or rule.fallback_before != NONE:
        return True
    return len(rows.field_days) > 0 and rows.field_days[rule.start_field, 0, facts] != NO_DAY


@jitable
def start_clock(
    clock_started: Ints, rule: int, keeps_start: bool, case_start: int, place: int
) -> None:
    """Start the clock of a rule, unless it runs and the rule counts from the first start."""
    since = clock_started[rule]
    clock_started[rule] = since if keeps_start & (since >= case_start) else place


@jitable
def clock_days(due: Ints, rule: Record, rows: LogRows, row: int) -> tuple[int, int, bool]:
    """Return the earliest and latest day that a clock counts from, and whether by fallback.

    Args:
        due: For each span and day, the day that the span leads to from there.
        rule: The rule.
        rows: The rows of the log.
        row: The row that started the clock.
    """
    field, days = rule.start_field, rows.field_days
    first, last = rows.possible_first[row], rows.possible_last[row]
    if field == NONE:
        return first, last, False
    facts = rows.facts[row]
    if len(days) and days[field, 0, facts] != NO_DAY:
        return days[field, 0, facts], days[field, 1, facts], False
    earliest = due[rule.fallback_before, first - BEFORE_ALL]
    latest = due[rule.fallback_after, last - BEFORE_ALL]
    return earliest, latest, True


@jitable
def end_days(rule: Record, rows: LogRows, row: int) -> tuple[int, int]:
    """Return the earliest and latest day in the field that ends a clock; `NO_DAY` if empty."""
    field, days = rule.end_field, rows.field_days
    if len(days):
        return days[field, 0, rows.facts[row]], days[field, 1, rows.facts[row]]
    return NO_DAY, NO_DAY


@jitable
def is_answered(rule: Record, rows: LogRows, start: int, row: int) -> bool:
    """Return whether what a row answers lets it stop the clock that another row started."""
    if rule.answers == NONE:
        return True
    answer = rows.answers[rows.facts[row]]
    has_other_holder = (
        rule.other_holder != NONE and (rows.conditions[rows.facts[start]] >> rule.other_holder) & 1
    )
    return bool(answer == rule.answers or (answer == NONE and not has_other_holder))


@jitable
def row_at(row_order: Ints, place: int) -> int:
    """Return the number of the row at an index of the log in the order of cases."""
    return row_order[place] if len(row_order) else place


@jitable
def next_with_end(rows: LogRows, row_order: Ints, place: int, case_end: int) -> int:
    """Return the index of the next row of the case whose date has an end; else `case_end`."""
    place += 1
    while place < case_end:
        row = row_at(row_order, place)
        if rows.first[row] != NO_DAY and rows.last[row] != AFTER_ALL:
            break
        place += 1
    return place


@jitable
def set_possible_days(rows: LogRows, row: int, reached: int, next_last: int) -> None:
    """Work out the possible days of a row with an open date.

    Args:
        rows: The rows of the log.
        row: The row.
        reached: The day that the earlier rows of the case have reached.
        next_last: The latest day of the next row whose date has an end, or `AFTER_ALL`.
    """
    first, last, stated = rows.first[row], rows.last[row], rows.stated[row]
    if first == BEFORE_ALL and reached > MIN_DAY:
        first = reached
    if last == AFTER_ALL:
        last = next_last
    if first > last:
        # No day is left, so the stated end alone counts.
        is_open_start = rows.first[row] == BEFORE_ALL
        is_open_end = rows.last[row] == AFTER_ALL
        first = rows.first[row] if is_open_end else stated
        last = rows.last[row] if is_open_start else stated
    rows.possible_first[row], rows.possible_last[row] = first, last


@jitable
def is_repeated(
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    seen: Ints,
    seen_to: int,
    place: int,
    case_start: int,
) -> bool:
    """Return whether a row is the same event as an earlier row of its case.

    Rows are entered into the hash table only when a later row asks for them.

    Args:
        tables: The process.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        seen: The hash table of the rows of the case.
        seen_to: The index of the first row that has not been entered.
        place: The index of the row.
        case_start: The index of the first row of the case.
    """
    mask = len(seen) - 1
    slot = 0
    for other in range(seen_to, place + 1):
        row = row_at(row_order, other)
        trigger, day = rows.trigger[row], rows.first[row]
        if len(rows.same_event):
            key = int(rows.same_event[rows.facts[row]])
        else:
            key = int(trigger) if tables.is_comparable[trigger] else NONE
        if day == NO_DAY or day != rows.last[row] or key == NONE:
            if other == place:
                return False
            continue
        slot = (int(day) * 8191 + key) & mask
        while seen[slot] >= case_start:
            earlier = row_at(row_order, seen[slot])
            if rows.first[earlier] == day and (
                rows.same_event[rows.facts[earlier]] == key
                if len(rows.same_event)
                else rows.trigger[earlier] == trigger
            ):
                break
            slot = (slot + 1) & mask
        if other < place:
            seen[slot] = other
    return bool(seen[slot] >= case_start)


@jitable
def same_exact_day(rows: LogRows, row: int, other: int) -> bool:
    """Return whether two rows have the same day, and that day is known exactly."""
    first = rows.first[row]
    return bool(first == rows.last[row] and rows.first[other] == first == rows.last[other])


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
def oldest_closed(
    closes: Ints, rows: LogRows, row_order: Ints, opened: Ints, open_count: int, row: int
) -> tuple[int, bool]:
    """Return the oldest open row that a row closes, and whether it leaves another of them open.

    Args:
        closes: As in `ProcessTables`.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        opened: The indices of the rows that opened something that is still open.
        open_count: Their number.
        row: The row that closes something.

    Returns:
        The number of the oldest row, or `NONE`; and whether another row is left open that could be
        closed in this way on another day. A row that equals the oldest is closed with it.
    """
    oldest, is_one_left = NONE, False
    for index in range(open_count):
        other = row_at(row_order, opened[index])
        if closes[rows.trigger[row], rows.trigger[other]] == OLDEST:
            if oldest == NONE and not same_exact_day(rows, row, other):
                oldest = other
            elif oldest == NONE or not is_equal(rows, oldest, other):
                is_one_left = True
    return oldest, is_one_left


@jitable
def close_and_open(
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    memory: WorkingMemory,
    open_count: int,
    place: int,
) -> int:
    """Close what a row closes, then open what it opens; return how many rows are then open.

    If the row closes the post on which a clock depends, it cancels the clock. If it cannot, but
    opens another post in its place, the clock depends on that post.

    Args:
        tables: The process.
        rows: The rows of the log.
        row_order: As for `check_cases`.
        memory: The working memory.
        open_count: The number of rows in `WorkingMemory.opened`.
        place: The index of the row.
    """
    opened, post, clock_started = memory.opened, memory.post, memory.clock_started
    row = row_at(row_order, place)
    if rows.first[row] == NO_DAY:
        return open_count
    trigger = rows.trigger[row]
    closes, opens = tables.closes, tables.opens[trigger]
    oldest, is_one_left = oldest_closed(closes, rows, row_order, opened, open_count, row)
    remaining = 0
    for index in range(open_count):
        opening = opened[index]
        other = row_at(row_order, opening)
        way = closes[trigger, rows.trigger[other]]
        is_closed = way == ALL or (way == WITH_LAST and not is_one_left)
        is_closed = other == oldest or (is_closed and not same_exact_day(rows, row, other))
        if not is_closed and (oldest == NONE or not is_equal(rows, oldest, other)):
            opened[remaining] = opening
            remaining += 1
            continue
        for number in range(len(post)):
            if post[number] == opening:
                if is_closed and tables.cancels[trigger, number] and clock_started[number] < place:
                    clock_started[number] = NONE
                post[number] = place if is_closed and opens else CLOSED
    if opens:
        opened[remaining] = place
        remaining += 1
        for number in range(len(post)):
            if clock_started[number] == place:
                post[number] = place
    return remaining


@jitable
def add_finding(
    findings: FindingColumns,
    count: int,
    place: tuple[int, int, int],
    code: int,
    rule: int,
    strength: int,
    certain: bool,
) -> int:
    """Write a finding if it fits in the columns, and return the number of findings so far.

    Findings that do not fit are counted, so that the caller learns how long the columns must be.
    They cannot grow here, and counting all findings before writing any would run the loop twice
    for every case.

    Args:
        findings: The columns into which the findings are written.
        count: The number of findings before this one.
        place: The case of the finding, its row, and the position of the row in the case.
        code: The index of the finding's code.
        rule: The index of the broken rule, or `NONE`.
        strength: The index of the finding's strength.
        certain: Whether the finding is certain.
    """
    if count < len(findings.row):
        findings.case[count], findings.row[count], findings.position[count] = place
        findings.code[count], findings.rule[count] = code, rule
        findings.strength[count], findings.certain[count] = strength, certain
    return count + 1


def check_cases(  # noqa: C901, PLR0912, PLR0915 - one loop, in the order of `engine.findings`
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    case_starts: Ints,
    first_case: int,
    findings: FindingColumns,
    stages: Ints,
    memory: WorkingMemory,
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
        findings: The columns into which the findings are written, as many as fit.
        stages: The array into which the last stage of each case is written.
        memory: The working memory.
    """
    initial, order_rule, moves = tables.initial, tables.order_rule, tables.moves
    starting_at, starting = tables.starting_at, tables.starting
    stopping_at, stopping, shown_from = tables.stopping_at, tables.stopping, tables.shown_from
    stopping_bits = tables.stopping_bits
    cancelling_at, cancelling = tables.cancelling_at, tables.cancelling
    earlier_at, earlier = tables.requires_earlier_at, tables.requires_earlier
    required_bits, earlier_bits = tables.required_bits, tables.earlier_bits
    opens, rules, due = tables.opens, tables.rules, tables.due
    triggers, firsts, lasts = rows.trigger, rows.first, rows.last
    facts, checks, checks_at = rows.facts, rows.event_checks, rows.event_checks_at
    check_codes, check_strengths = rows.event_check_codes, rows.event_check_strengths
    clock_started, last_seen, post = memory.clock_started, memory.last_seen, memory.post
    has_open_dates = len(rows.stated) > 0
    count = 0
    clock_started[:] = NONE
    last_seen[:] = NONE
    post[:] = NONE
    memory.seen[:] = NONE
    for case in range(len(case_starts) - 1):
        stage, reached, is_blocked, running = initial, MIN_DAY, False, ALWAYS_RUNNING
        case_start, case_end = case_starts[case], case_starts[case + 1]
        highest, seen_to, next_end = NO_DAY, case_start, case_start
        occurred = ALWAYS_EARLIER
        open_count, opened_to = 0, case_start
        for place in range(case_start, case_end):
            row = row_order[place] if len(row_order) else place
            trigger, first, last = triggers[row], firsts[row], lasts[row]
            at = (first_case + case, row, place - case_start)
            if first == NO_DAY:
                count = add_finding(findings, count, at, BAD_ROW, NONE, LOGIC, CERTAIN)
                continue
            if has_open_dates and (first == BEFORE_ALL or last == AFTER_ALL):
                if next_end <= place:
                    next_end = next_with_end(rows, row_order, place, case_end)
                next_last = AFTER_ALL
                if next_end < case_end:
                    next_last = lasts[row_at(row_order, next_end)]
                set_possible_days(rows, row, reached, next_last)
            move = moves[stage, trigger]
            after, is_allowed = move.after, move.is_allowed
            may_cancel = False
            # For most rows this quick test rules out every finding: a row after all earlier rows is
            # neither out of order nor repeated. `running` keeps the bits of stopped clocks too, so
            # some rows are examined without need, but none is missed. The operators are those of
            # bits, because one branch is quicker than four that no processor can predict.
            if not (
                move.needs_no_check
                & (last > highest)
                & (running & stopping_bits[trigger] == 0)
                & (occurred & required_bits[trigger] != 0)
                & (checks[facts[row]] == NONE)
            ):
                # A refusal that an earlier refused event has caused is not a finding.
                if not is_allowed and not is_blocked:
                    count = add_finding(findings, count, at, MOVE_NOT_ALLOWED, NONE, LOGIC, CERTAIN)
                if is_allowed and order_rule != NONE and last < reached:
                    reached = MIN_DAY  # later events are compared with this one instead
                    strength = rules[order_rule].strength
                    count = add_finding(
                        findings, count, at, OUT_OF_ORDER, order_rule, strength, CERTAIN
                    )
                may_cancel = cancelling_at[trigger] < cancelling_at[trigger + 1]
                for index in range(stopping_at[trigger], stopping_at[trigger + 1]):
                    number = stopping[index]
                    rule, since = rules[number], clock_started[number]
                    is_one_event = rule.same_event and is_started(rule, rows, row)
                    if is_one_event:
                        since = place
                    if since < case_start:
                        continue
                    start = row_at(row_order, since)
                    start_first, start_last, is_fallback = clock_days(due, rule, rows, start)
                    end_first, end_last = rows.possible_first[row], rows.possible_last[row]
                    if not is_one_event:
                        if not is_answered(rule, rows, start, row):
                            continue
                        is_shown = index >= shown_from[trigger]
                        if rule.end_field != NONE and not is_shown:
                            end_first, end_last = end_days(rule, rows, row)
                            if end_first != NO_DAY and end_last <= start_first:
                                continue  # what the event ends was over before the clock started
                            # If it may have been over, nobody can tell whether the rule is kept.
                            is_shown = end_first <= start_last
                        # A refused event stops the clock too, but the rule does not check its date.
                        clock_started[number] = NONE
                        if is_shown:
                            continue
                    if not is_allowed:
                        continue
                    strength, is_certain = evaluate(
                        due, rule, start_first, start_last, end_first, end_last
                    )
                    if strength != NONE:
                        is_certain = is_certain and not is_fallback
                        count = add_finding(
                            findings, count, at, DATE_RULE, number, strength, is_certain
                        )
                if is_allowed:
                    check_list = checks[facts[row]]
                    if check_list != NONE:
                        for index in range(checks_at[check_list], checks_at[check_list + 1]):
                            code, strength = check_codes[index], check_strengths[index]
                            count = add_finding(findings, count, at, code, NONE, strength, CERTAIN)
                    if first == last and first <= highest:
                        if is_repeated(
                            tables, rows, row_order, memory.seen, seen_to, place, case_start
                        ):
                            count = add_finding(
                                findings, count, at, REPEATED_EVENT, NONE, PRACTICE, CERTAIN
                            )
                        seen_to = place
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
            reached = max(reached, first)
            highest = max(highest, first)
            # A refused event that could have led to several stages leaves the real stage unknown.
            # Further refusals are therefore not findings until an event changes the stage.
            is_blocked = (is_blocked & move.keeps_stage) | move.blocks
            # Clocks that every row starts are started without a branch: where there are fewer than
            # two, the place of no rule is written to.
            start_clock(clock_started, move.start_1, move.keeps_start_1, case_start, place)
            start_clock(clock_started, move.start_2, move.keeps_start_2, case_start, place)
            running |= move.start_bits
            if move.has_other_starts:
                for index in range(starting_at[trigger], starting_at[trigger + 1]):
                    number = starting[index]
                    rule = rules[number]
                    if rule.on_entering != NONE and (after == stage or rule.on_entering != after):
                        continue
                    if is_started(rule, rows, row):
                        start_clock(clock_started, number, rule.from_first, case_start, place)
                        running |= rule.clock_bit
            if may_cancel:
                has_post = False
                for index in range(cancelling_at[trigger], cancelling_at[trigger + 1]):
                    number = cancelling[index]
                    since = clock_started[number]
                    if since < case_start:
                        continue
                    if opens[triggers[row_at(row_order, since)]]:
                        has_post = True
                    else:
                        clock_started[number] = NONE
                # A clock whose start opened a post is cancelled by the closing of the post. What is
                # open is worked out only here, because few rows ask for it.
                for earlier_place in range(opened_to, place + 1 if has_post else opened_to):
                    open_count = close_and_open(
                        tables, rows, row_order, memory, open_count, earlier_place
                    )
                    opened_to = earlier_place + 1
            last_seen[trigger] = place
            occurred |= earlier_bits[trigger]
            stage = after
        stages[first_case + case] = stage
    return count


compiled_group_rows = Compiled(group_rows)
compiled_check_cases = Compiled(check_cases)
