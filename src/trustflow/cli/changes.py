"""Describe a change of a case: its events, the stage after it, and the findings that changed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..dates import PartialDate
from ..engine import capital, labelled
from ..exchange import event_to_data
from .command_line import command_line
from .inputs import TODAY, day_text
from .ledger_options import is_in_ledger
from .output import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from ..case import Case
    from ..engine import Finding
    from ..history import Deadline, Event

__all__ = [
    "deadline_words",
    "event_data",
    "findings_added",
    "print_details",
    "print_event",
    "print_stage",
]

IN_FIRST_LINE = ("event", "on")
"""The keys of an event's data that `print_event` prints in other words."""


def event_data(event: Event) -> dict[str, Any]:
    """Return an event as plain data, with its trigger."""
    return {"trigger": event.trigger, **event_to_data(event)}


def print_event(
    done: str, place: int, event: Event, case: Case, options: argparse.Namespace
) -> None:
    """Print what was done to an event, the deadlines it sets, and what its deadlines need.

    Args:
        done: What was done, and "in".
        place: The place of the event, from 1.
        event: The event.
        case: The case that has the event.
        options: The arguments of the command, with the file of the case.
    """
    say(f"{done} place {place}: {labelled(case.process, event)}")
    for deadline in event.deadlines_set:
        say(f"  Deadline: {capital(deadline_words(deadline))}")
    _print_replaced_days(event, case)
    _print_missing_days(place, event, case, options)


def deadline_words(deadline: Deadline) -> str:
    """Return what a deadline requires, and its due day or its length of time."""
    day = "" if deadline.due is None else f", due {deadline.due.words}"
    span = "" if deadline.within is None else f", within {deadline.within}"
    return f"{deadline.what}{day}{span}"


def _print_missing_days(place: int, event: Event, case: Case, options: argparse.Namespace) -> None:
    """Print each field that an event does not have, and from which its deadlines are counted."""
    rules = case.process.starting.get(event.trigger, ())
    missing = {
        rule.start_field: rule.start_label
        for rule in rules
        if rule.fallback is not None
        and rule.is_in_force(event.on.earliest)
        and (rule.condition is None or rule.condition.holds(event))
        and not getattr(event, rule.start_field, None)
    }
    for name, label in missing.items():
        words = [options.file, str(place), "--field", f"{name}=DATE"]
        counted = name if label is None else f"{label} ({name})"
        say(f"  Not given: {counted}. Without it, the due days counted from it are inexact.")
        say(f"  To add it: {command_line('replace', words, options)}")


def _print_replaced_days(event: Event, case: Case) -> None:
    """Print each due day under a rule that a deadline set by an event replaces from now on."""
    if not event.sets_deadlines:
        return
    day = PartialDate.parse(day_text(TODAY))
    for due in case.deadlines(day, everything=True):
        if due.rule is not None and due.superseded_by is event and due.due is not None:
            say(
                f"  In the list of deadlines this day replaces {due.due.words}, the day under "
                f"{due.rule} ({due.strength}). To keep both, record a note with --planned instead."
            )


def print_details(event: Event, new: Event | None = None) -> None:
    """Print the fields of an event that are not in the case any more, one on each line.

    Args:
        event: The event.
        new: The event that replaced it, if one did; what it has too is still in the case.
    """
    kept = {} if new is None else event_to_data(new)
    for name, whole in event_to_data(event).items():
        value = _without(whole, kept.get(name))
        if value in (None, {}, []):
            continue
        if name == "sources":
            for source in value:
                say(f"  source: {'; '.join(map(str, source.values()))}")
        elif name not in IN_FIRST_LINE:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            say(f"  {name}: {text}")


def _without(value: Any, kept: Any) -> Any:
    """Return a value of a field without what another value has too; None if that is all."""
    if value == kept:
        return None
    if isinstance(value, dict) and isinstance(kept, dict):
        return {name: each for name, each in value.items() if kept.get(name) != each}
    if isinstance(value, list) and isinstance(kept, list):
        return [each for each in value if each not in kept]
    return value


def print_stage(case: Case, options: argparse.Namespace) -> None:
    """Print the authority of a case and its stage, and in a ledger its version."""
    version = f" (version {options.version})" if is_in_ledger(options) else ""
    say(f"{case.authority}: {case.process.stages[case.stage].label}{version}")


def findings_added(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings after a change that were not there before, whatever their places."""
    left = Counter(map(str, before))
    added = []
    for finding in after:
        if left[str(finding)]:
            left[str(finding)] -= 1
        else:
            added.append(finding)
    return tuple(added)
