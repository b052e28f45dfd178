"""Headings of findings: the result in plain words, such as "Trust went live 29 days late"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...engine import labelled
from ..duration import at_least_words, duration_words
from .event_details import event_label

if TYPE_CHECKING:
    from ...engine import Finding
    from ...history import History
    from ...process import Process

__all__ = ["finding_heading"]

SUBJECTS = {
    "publication-lag": "Ofsted published its report",
    "reinspection-18-24-months": "Ofsted inspected again",
    "commissioner-report": "The commissioner reported",
    "direction-to-live": "The trust went live",
    "decision-to-return": "The services returned to the council",
    "action-plan": "The action plan was published",
    "council-publishes-report": "The council published the report",
}
"""What happened, for the rules of the trust transfer whose events have other labels."""
RESULT = re.compile(
    r"(?:is|came|may be|may have come)"
    r"(?: (?P<least>at least)? ?(?P<count>\d+) (?P<unit>(?:working )?days?))?"
    r" (?P<how>too early|late|after the day asked for|before the first day asked for"
    r"|later than usual|earlier than usual)\b"
)
"""The outcome in the message of a finding on a late or early event."""
KINDS = {
    "off_standard_route": "Off the ordinary route: {label}",
    "missing_step": "Its beginning is not on record: {label}",
    "out_of_order": "Listed out of order: {label}",
    "move_not_allowed": "Not allowed in its stage: {label}",
    "bad_judgement": "A judgement that was not in use: {label}",
    "repeated_event": "Listed twice: {label}",
    "after_abolition": "After the authority was abolished: {label}",
    "unknown_requirement": "Nothing on record asks for it: {label}",
}
"""The headings of findings that are not about days."""
DAYS_IN_WORDS = 60
"""From so many days on, a length of time is put in months."""


def finding_heading(finding: Finding, history: History, process: Process) -> str:
    """Return the result of a finding in plain words, for its heading.

    Args:
        finding: The finding.
        history: The history.
        process: The process whose labels are used.
    """
    if finding.index < 0:
        return finding.label
    event = history.events[finding.index]
    label = event_label(process, event) if event.trigger in process.triggers else event.trigger
    if finding.code not in {"date_rule", "deadline_missed"}:
        words = KINDS.get(finding.code, "{label}: " + finding.label)
        return words.replace("{label}", label[:1].lower() + label[1:] if words[0] != "{" else label)
    subject = SUBJECTS.get(finding.rule or "")
    comma = "" if subject is not None and finding.certain else ","
    return f"{subject or label}{comma} {_result(finding, labelled(process, event))}"


def _result(finding: Finding, labelled_event: str) -> str:
    """Return how late or early an event was, in words."""
    said = finding.message.removeprefix(labelled_event)
    found = RESULT.search(said)
    if found is None:
        return "not in the time of the rule"
    how = found["how"]
    if found["count"] is None:  # only what is certain has a number
        return f"possibly {how}"
    return f"{_length(int(found['count']), found['unit'], found['least'])}{how}"


def _length(count: int, unit: str, least: str | None) -> str:
    if count >= DAYS_IN_WORDS and not unit.startswith("working"):
        return f"{duration_words(count, count) if least is None else at_least_words(count)} "
    return f"{count} {unit} " if least is None else f"{least} {count} {unit} "
