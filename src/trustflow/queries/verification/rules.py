"""Rules that can never apply, and rules that never bind because another is as tight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import MAX_DAY, MIN_DAY
from ...engine import evaluate, quoted_label
from .days import is_longer
from .result import ProcessFinding
from .walks import can_apply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...dates import Span
    from ...process import DateRule, Process

__all__ = ["superfluous_rules"]


def superfluous_rules(process: Process) -> Iterator[ProcessFinding]:
    """Yield a finding for each rule that can never apply, or never binds beside another."""
    timed = [rule for rule in process.rules if not rule.is_in_order]
    reasons = {rule.id: _why_never_applies(process, rule) for rule in timed}
    for rule in timed:
        reason = reasons[rule.id]
        if reason is not None:
            message = f"The rule {rule.id} ({rule.strength}) can never apply: {reason}."
            yield ProcessFinding(
                "rule_never_applies", is_fault=True, message=message, rules=(rule.id,)
            )
    applying = [rule for rule in timed if reasons[rule.id] is None]
    for rule in applying:
        other = _tighter(process, rule, applying)
        if other is not None:
            message = (
                f"The rule {rule.id} ({rule.strength}) never binds: it allows {rule.bound}, and "
                f"{other.id} ({other.strength}) {other.bound}, which is always as tight."
            )
            yield ProcessFinding(
                "rule_never_binds", is_fault=False, message=message, rules=(rule.id, other.id)
            )


def _why_never_applies(process: Process, rule: DateRule) -> str | None:
    """Return why a rule can give no finding on any history; None if it can give one."""
    if not rule.ends:
        return "events that only show that the end had come give no finding, and nothing ends it"
    if not _binds(rule):
        return "on no day in force does one of its bounds apply"
    if rule.same_event:
        is_one_day = (rule.start_field, rule.end_field) == ("on", "on")
        day = rule.period[0]
        if is_one_day and evaluate(rule, (day, day), (day, day)) is None:
            return "its start and its end are the same day of the same event"
        return None
    if not can_apply(process, rule):
        ends = " or ".join(quoted_label(process, trigger) for trigger in rule.ends)
        return f"on every way from its start to {ends}, its clock is stopped before"
    return None


def _binds(rule: DateRule) -> bool:
    """Return whether a bound of a rule applies from some start day."""
    return rule.at_least is not None or rule.last_binding_start >= rule.period[0]


def _tighter(process: Process, rule: DateRule, others: list[DateRule]) -> DateRule | None:
    """Return a rule whose bounds are as tight whenever those of another apply, if there is one.

    Of two rules that are alike, the earlier one is returned for the later one.
    """
    order = process.order_rule
    if (
        order is not None
        and rule.at_most is None
        and rule.at_least is not None
        and not rule.at_least.count
        and (rule.start_field, rule.end_field) == ("on", "on")
    ):
        return order
    is_later = False
    for other in others:
        if other is rule:
            is_later = True
        elif _is_as_tight(other, rule) and (not is_later or not _is_as_tight(rule, other)):
            return other
    return None


def _is_as_tight(one: DateRule, other: DateRule) -> bool:
    """Return whether a rule is broken, as gravely, whenever another is."""
    if _clock(one) != _clock(other) or _severity(one) < _severity(other):
        return False
    (since, until), (first, last) = one.period, other.period
    if since > first or until < last or one.last_binding_start < other.last_binding_start:
        return False
    relaxed = one.relaxed_starts
    if relaxed and not set(relaxed) <= set(other.relaxed_starts):
        return False
    starts = range(MIN_DAY, MAX_DAY + 1) if other.in_force_by_end else range(first, last + 1)
    return (other.at_least is None or _is_at_least(one.at_least, other.at_least, starts)) and (
        other.at_most is None or _is_at_least(other.at_most, one.at_most, starts)
    )


def _is_at_least(one: Span | None, other: Span | None, starts: range) -> bool:
    """Return whether both spans are given, and one is as long as the other from every start day."""
    return one is not None and other is not None and is_longer(one, other, starts)


def _clock(rule: DateRule) -> tuple[object, ...]:
    """Return all that decides when a clock runs, and on whom the rule falls."""
    triggers = (rule.starts, rule.ends, rule.shown_by, rule.cancelled_by)
    return (
        *map(frozenset, triggers),
        rule.duty_holder,
        rule.start_field,
        rule.fallback,
        rule.from_first,
        rule.on_entering,
        rule.condition,
        rule.in_force_by_end,
        rule.end_field,
        rule.answers,
        rule.duty_holder_field,
        rule.same_event,
    )


def _severity(rule: DateRule) -> int:
    return rule.strength.severity.rank
