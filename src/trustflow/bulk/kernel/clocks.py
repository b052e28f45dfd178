"""Start the clock of a rule, and decide whether the rule is kept where the clock ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...dates import BEFORE_ALL
from ..arrays import NO_DAY, NONE
from ..compiled import jitable
from .finding_columns import PRACTICE

if TYPE_CHECKING:
    from ..arrays import Ints, Record
    from .log_rows import LogRows

__all__ = ["clock_days", "end_days", "evaluate", "is_answered", "is_started", "start_clock"]


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
    # Numbers of one type, so that numba compiles `evaluate_bounds` once.
    first, last = int(np.int64(first)), int(np.int64(last))
    binding = int(np.int64(rule.last_binding_start))
    # The upper bound applies only to the start days whose due day lies in the period in force.
    at_most = rule.at_most if first <= binding else NONE
    bound_to = last if at_most == NONE else min(last, binding)
    strength, is_certain = evaluate_bounds(due, rule, at_most, first, bound_to, end_first, end_last)
    if bound_to == last:
        return strength, is_certain
    other, is_other_certain = evaluate_bounds(
        due, rule, NONE, bound_to + 1, last, end_first, end_last
    )
    if NONE in (strength, other):
        return max(strength, other), False
    return other, is_certain and is_other_certain and strength == other


@jitable
def evaluate_bounds(
    due: Ints, rule: Record, at_most: int, first: int, last: int, end_first: int, end_last: int
) -> tuple[int, bool]:
    """Return what `evaluate` does, with one upper bound for all start days, or with `NONE`."""
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
