"""What a date rule says, as labelled facts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine import quoted_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..process import DateRule, Process

__all__ = ["rule_facts"]


def rule_facts(rule: DateRule, process: Process) -> dict[str, object]:
    """Return what a rule says, by the label of each fact; None for what it does not say.

    Args:
        rule: The rule.
        process: The process that has the rule.
    """
    clock = {} if rule.is_in_order else _clock(rule, process)
    return {
        "Bound": rule.bound,
        **clock,
        "Strength": rule.strength,
        "In force": rule.period_words,
        "Decided by": _decided_by(rule),
        "Relaxed": _relaxed(rule),
        "Duty holder": _duty_holder(rule),
        "Source": rule.citation,
    }


def _clock(rule: DateRule, process: Process) -> dict[str, object]:
    """Return what starts and stops the clock of a rule, by the label of each fact."""
    entering = rule.on_entering
    return {
        "Counted from": rule.start_label,
        "If that day is not on record": _fallback(rule),
        "Starts with": _labels(rule.starts, process),
        "Starts only if it leads to": None if entering is None else process.stages[entering].label,
        "Starts only if": _condition(rule),
        "If several events start it": "the first one counts" if rule.from_first else None,
        "Ends with": _labels(rule.ends, process),
        "Counted to": _counted_to(rule),
        "Ends only if it responds to": rule.answers,
        "Shown to be kept by": _labels(rule.shown_by, process),
        "Cancelled by": _labels(rule.cancelled_by, process),
    }


def _labels(triggers: Sequence[str], process: Process) -> str | None:
    return "; ".join(quoted_label(process, trigger) for trigger in triggers) or None


def _fallback(rule: DateRule) -> str | None:
    if rule.fallback is None:
        return None
    before, after = rule.fallback
    return f"it is from {before} before to {after} after the event"


def _condition(rule: DateRule) -> str | None:
    condition = rule.condition
    if condition is None:
        return None
    missing = ", or is not given" if condition.if_missing else ""
    return f"the field {condition.field} is one of {', '.join(condition.allowed)}{missing}"


def _counted_to(rule: DateRule) -> str | None:
    if rule.end_field == "on":
        return None
    field = f"the first day of the field {rule.end_field}"
    return f"{field}; an event without it only shows that the end had come"


def _decided_by(rule: DateRule) -> str | None:
    if rule.in_force_by_end:
        return "the ending day"
    if rule.in_force_to_due:
        return "the starting day and, for the upper bound, the due day too"
    return None


def _duty_holder(rule: DateRule) -> str | None:
    if rule.duty_holder_field is None:
        return rule.duty_holder
    return f"{rule.duty_holder}, or whom the field {rule.duty_holder_field} names"


def _relaxed(rule: DateRule) -> str | None:
    relaxed = rule.relaxed
    if relaxed is None:
        return None
    days = f"from {relaxed.due_from.words} to {relaxed.due_to.words}"
    return f"for due days {days} ({relaxed.citation})"
