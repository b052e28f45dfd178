"""The bounds of a schedule in words: rules, deadlines, and mistakes in the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import PartialDate
from ...engine import set_in, when
from .parts import ScheduleBound

if TYPE_CHECKING:
    from ...engine import Finding, OpenDeadline, Replay
    from ...history import Event
    from ...process import DateRule

__all__ = ["bound_of_deadline", "bound_of_finding", "bound_of_rule"]


def bound_of_rule(rule: DateRule, event: Event, counted_from: str | None) -> ScheduleBound:
    """Return the bound that a rule sets for the day of an event that stops its clock."""
    return ScheduleBound(
        f"{rule.id} ({rule.strength})",
        f"{rule.requires}, {rule.bound}",
        event.trigger,
        strength=rule.strength,
        rule=rule.id,
        citation=rule.citation,
        counted_from=counted_from,
    )


def bound_of_deadline(replay: Replay, event: Event, pending: OpenDeadline) -> ScheduleBound:
    """Return the bound that a deadline sets for the day of an event that meets it."""
    words = pending.deadline.what
    due = pending.deadline.due or PartialDate.between(*pending.due)
    return ScheduleBound(
        f'the deadline "{words}" ({pending.strength})',
        f"due {when(due)}",
        event.trigger,
        strength=pending.strength,
        deadline=words,
        citation=set_in(replay.process, pending.setter),
    )


def bound_of_finding(finding: Finding, event: Event, name: str) -> ScheduleBound:
    """Return a bound that is neither a rule on two events nor a deadline, with its name."""
    return ScheduleBound(
        f"{name} ({finding.strength})",
        finding.message,
        event.trigger,
        strength=finding.strength,
        rule=finding.rule,
        citation=finding.citation,
    )
