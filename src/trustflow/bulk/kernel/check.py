"""Check the rows of a log, case by case, as `check` does the events of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import AFTER_ALL, BEFORE_ALL, MAX_DAY, MIN_DAY
from ..arrays import NO_DAY, NONE
from ..compiled import Compiled, jitable
from .clocks import clock_days, end_days, evaluate, is_answered, is_started, start_clock
from .finding_columns import (
    BAD_ROW,
    CERTAIN,
    DATE_RULE,
    LOGIC,
    MISSING_STEP,
    MOVE_NOT_ALLOWED,
    OFF_STANDARD_ROUTE,
    OUT_OF_ORDER,
    PRACTICE,
    REPEATED_EVENT,
    add_finding,
)
from .log_rows import Place, row_at
from .open_rows import close_and_open
from .possible_days import next_with_end, set_possible_days
from .process_tables import ALWAYS_EARLIER, ALWAYS_RUNNING
from .repetition import is_repeated
from .working_memory import clear

if TYPE_CHECKING:
    from ..arrays import Ints, Record
    from .finding_columns import FindingColumns
    from .log_rows import LogRows
    from .process_tables import ProcessTables
    from .working_memory import WorkingMemory

__all__ = ["check_cases", "compiled_check_cases"]


# The loop is one function, in the order of `engine.findings`. numba optimises a function again at
# each level of calls, and with a function for a case and one for the findings on a row, the kernel
# would take a tenth longer to compile.
def check_cases(  # noqa: C901, PLR0912, PLR0915 - see above
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
    clear(memory)
    order_rule, has_open_dates = tables.order_rule, len(rows.stated) > 0
    count = 0
    for number in range(len(case_starts) - 1):
        case = first_case + number
        case_start, case_end = case_starts[number], case_starts[number + 1]
        stage, reached, is_blocked, running = tables.initial, MIN_DAY, False, ALWAYS_RUNNING
        highest, seen_to, next_end = NO_DAY, case_start, case_start
        occurred = ALWAYS_EARLIER
        open_count, opened_to = 0, case_start
        index = case_start
        while True:
            # For most rows this test rules out every finding: a row after all earlier rows is
            # neither out of order nor repeated. `running` keeps the bits of stopped clocks too, so
            # some rows are examined without need, but none is missed. Such rows have a loop of
            # their own, whose values fit in the registers of a processor.
            while index < case_end:
                row = row_at(row_order, index)
                trigger, first, last = rows.trigger[row], rows.first[row], rows.last[row]
                move = tables.moves[stage, trigger]
                if not (
                    move.is_plain
                    & (last > highest)
                    & (first >= MIN_DAY)
                    & (last <= MAX_DAY)
                    & (running & tables.stopping_bits[trigger] == 0)
                    & (occurred & tables.required_bits[trigger] != 0)
                    & (rows.event_checks[rows.facts[row]] == NONE)
                ):
                    break
                reached, highest = max(reached, first), max(highest, first)
                is_blocked &= move.keeps_stage
                memory.clock_started[move.start_1] = index
                memory.clock_started[move.start_2] = index
                running |= move.start_bits
                memory.last_seen[trigger] = index
                occurred |= tables.earlier_bits[trigger]
                stage = move.after
                index += 1
            else:
                break
            place = Place(case, case_start, index, row)
            if first == NO_DAY:
                count = add_finding(findings, count, place, BAD_ROW, NONE, LOGIC, CERTAIN)
                index += 1
                continue
            if has_open_dates and (first == BEFORE_ALL or last == AFTER_ALL):
                if next_end <= index:
                    next_end = next_with_end(rows, row_order, index, case_end)
                set_possible_days(rows, row_order, row, reached, next_end, case_end)
            after, is_allowed = move.after, move.is_allowed
            # A refusal that an earlier refused event has caused is not a finding.
            if not is_allowed and not is_blocked:
                count = add_finding(findings, count, place, MOVE_NOT_ALLOWED, NONE, LOGIC, CERTAIN)
            if is_allowed and order_rule != NONE and last < reached:
                reached = MIN_DAY  # later events are compared with this one instead
                strength = tables.rules[order_rule].strength
                count = add_finding(
                    findings, count, place, OUT_OF_ORDER, order_rule, strength, CERTAIN
                )
            count = stop_clocks(tables, rows, row_order, memory, findings, count, place, is_allowed)
            if is_allowed:
                count = add_event_checks(rows, findings, count, place)
                if first == last and first <= highest:
                    if is_repeated(tables, rows, row_order, memory.seen, seen_to, place):
                        count = add_finding(
                            findings, count, place, REPEATED_EVENT, NONE, PRACTICE, CERTAIN
                        )
                    seen_to = index
                count = add_off_route(tables, memory, findings, count, place, move, trigger)
            may_cancel = tables.cancelling_at[trigger] < tables.cancelling_at[trigger + 1]
            reached = max(reached, first)
            highest = max(highest, first)
            # A refused event that could have led to several stages leaves the real stage unknown.
            # Further refusals are therefore not findings until an event changes the stage.
            is_blocked = (is_blocked & move.keeps_stage) | move.blocks
            running |= start_clocks(tables, rows, memory, place, move, stage, after)
            if may_cancel and cancel_clocks(tables, rows, row_order, memory, place):
                # What is open is worked out only here, because few rows need it.
                for other in range(opened_to, index + 1):
                    open_count = close_and_open(tables, rows, row_order, memory, open_count, other)
                opened_to = index + 1
            memory.last_seen[trigger] = index
            occurred |= tables.earlier_bits[trigger]
            stage = after
            index += 1
        stages[case] = stage
    return count


@jitable
def stop_clocks(  # noqa: C901 - each `continue` is a reason not to evaluate the rule
    tables: ProcessTables,
    rows: LogRows,
    row_order: Ints,
    memory: WorkingMemory,
    findings: FindingColumns,
    count: int,
    place: Place,
    is_allowed: bool,
) -> int:
    """Stop the clocks that a row ends, write which rules are broken, and return `count`.

    A refused event stops clocks too, but the rules do not check its date.

    Args:
        tables: The process.
        rows: The log.
        row_order: As for `check_cases`.
        memory: The working memory.
        findings: The columns into which the findings are written.
        count: The number of findings so far.
        place: The place of the row.
        is_allowed: Whether the event is allowed.
    """
    row = place.row
    trigger = rows.trigger[row]
    for index in range(tables.stopping_at[trigger], tables.stopping_at[trigger + 1]):
        number = tables.stopping[index]
        rule, since = tables.rules[number], memory.clock_started[number]
        is_one_event = rule.same_event and is_started(rule, rows, row)
        if is_one_event:
            since = place.in_order
        if since < place.case_start:
            continue
        start = row_at(row_order, since)
        start_first, start_last, is_fallback = clock_days(tables.due, rule, rows, start)
        end_first, end_last = rows.possible_first[row], rows.possible_last[row]
        if not is_one_event:
            if not is_answered(rule, rows, start, row):
                continue
            is_shown = index >= tables.shown_from[trigger]
            if rule.end_field != NONE and not is_shown:
                end_first, end_last = end_days(rule, rows, row)
                if end_first != NO_DAY and end_last <= start_first:
                    continue  # what the event ends was over before the clock started
                # If it may have been over, nobody can tell whether the rule is kept.
                is_shown = end_first <= start_last
            memory.clock_started[number] = NONE
            if is_shown:
                continue
        if not is_allowed:
            continue
        strength, is_certain = evaluate(
            tables.due, rule, start_first, start_last, end_first, end_last
        )
        if strength != NONE:
            is_certain = is_certain and not is_fallback
            count = add_finding(findings, count, place, DATE_RULE, number, strength, is_certain)
    return count


@jitable
def add_event_checks(rows: LogRows, findings: FindingColumns, count: int, place: Place) -> int:
    """Write the findings on a single event, and return `count`."""
    checks = rows.event_checks[rows.facts[place.row]]
    if checks != NONE:
        for index in range(rows.event_checks_at[checks], rows.event_checks_at[checks + 1]):
            code, strength = rows.event_check_codes[index], rows.event_check_strengths[index]
            count = add_finding(findings, count, place, code, NONE, strength, CERTAIN)
    return count


@jitable
def add_off_route(
    tables: ProcessTables,
    memory: WorkingMemory,
    findings: FindingColumns,
    count: int,
    place: Place,
    move: Record,
    trigger: int,
) -> int:
    """Write the remarks on a missing step and on a move off the standard route; return `count`."""
    start, end = tables.requires_earlier_at[trigger], tables.requires_earlier_at[trigger + 1]
    is_missing = start < end
    for index in range(start, end):
        last_seen = memory.last_seen[tables.requires_earlier[index]]
        is_missing = is_missing and last_seen < place.case_start
    if is_missing:
        count = add_finding(findings, count, place, MISSING_STEP, NONE, PRACTICE, CERTAIN)
    if not move.is_standard:
        count = add_finding(findings, count, place, OFF_STANDARD_ROUTE, NONE, PRACTICE, CERTAIN)
    return count


@jitable
def start_clocks(
    tables: ProcessTables,
    rows: LogRows,
    memory: WorkingMemory,
    place: Place,
    move: Record,
    stage: int,
    after: int,
) -> int:
    """Start the clocks that a row starts, and return their bits.

    Args:
        tables: The process.
        rows: The log.
        memory: The working memory.
        place: The place of the row.
        move: What the row does, a record of `ProcessTables.moves`.
        stage: The stage before the row.
        after: The stage after it.
    """
    clock_started, case_start, index = memory.clock_started, place.case_start, place.in_order
    # Clocks that every row starts are started without a branch: where there are fewer than two, the
    # place of no rule is written to.
    start_clock(clock_started, move.start_1, move.keeps_start_1, case_start, index)
    start_clock(clock_started, move.start_2, move.keeps_start_2, case_start, index)
    bits: int = move.start_bits
    if move.has_other_starts:
        trigger = rows.trigger[place.row]
        for other in range(tables.starting_at[trigger], tables.starting_at[trigger + 1]):
            number = tables.starting[other]
            rule = tables.rules[number]
            if rule.on_entering != NONE and (after == stage or rule.on_entering != after):
                continue
            if is_started(rule, rows, place.row):
                start_clock(clock_started, number, rule.from_first, case_start, index)
                bits |= rule.clock_bit
    return bits


@jitable
def cancel_clocks(
    tables: ProcessTables, rows: LogRows, row_order: Ints, memory: WorkingMemory, place: Place
) -> bool:
    """Stop the clocks that a row cancels, but those that depend on what their start opened.

    Such a clock, of a commissioner's post for example, is cancelled by the closing of the post.

    Returns:
        Whether there are such clocks.
    """
    trigger = rows.trigger[place.row]
    has_post = False
    for index in range(tables.cancelling_at[trigger], tables.cancelling_at[trigger + 1]):
        number = tables.cancelling[index]
        since = memory.clock_started[number]
        if since < place.case_start:
            continue
        if tables.opens[rows.trigger[row_at(row_order, since)]]:
            has_post = True
        else:
            memory.clock_started[number] = NONE
    return has_post


compiled_check_cases = Compiled(check_cases)
