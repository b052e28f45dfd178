"""What stands on a case page, read off a report once: events, findings, deadlines and facts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from ...errors import pluralised
from ...history import Confidence, Severity
from ..fact_rows import days_words
from .citations import Cited, cited_rule, cited_source, once_each
from .event_details import Detail, asked_for, details, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...dates import PartialDate
    from ...engine import Finding, Report, Step
    from ...history import Event
    from ...process import Process
    from ...queries import Due, Facts
    from ..fact_rows import FactRow

__all__ = [
    "DueItem",
    "EventItem",
    "FactItem",
    "FindingItem",
    "StayItem",
    "confidences",
    "due_items",
    "event_items",
    "fact_items",
    "finding_counts",
    "finding_items",
    "stay_items",
]

FOUNDED = {
    Confidence.HIGH: ("has a primary source", "have a primary source"),
    Confidence.MEDIUM: (
        "is reported and not checked against a primary source",
        "are reported and not checked against a primary source",
    ),
    Confidence.LOW: (
        "is inferred, and no source states it",
        "are inferred, and no source states them",
    ),
    None: ("has no source", "have no source"),
}
"""How well one event, or several, are founded."""


@frozen(kw_only=True)
class EventItem:
    """One event on the page.

    Args:
        number: Its place in the history, from 1.
        date: Its date in words.
        day: The same for machines, where it is one day.
        label: What happened.
        stage: The place of the stage after it among the stages.
        on_entering: The name of that stage, where the event leads into it.
        details: What else it says.
        requires: The deadlines that it sets.
        note: A remark for readers.
        sources: Who says so.
        confidence: How well it is founded, where that is low or no source is held.
        findings: The places of the findings on it, from 1.
        refused: Whether the process does not allow it.
    """

    number: int
    date: str
    day: str | None
    label: str
    stage: int
    on_entering: str | None
    details: tuple[Detail, ...]
    requires: tuple[str, ...]
    note: str | None
    sources: tuple[Cited, ...]
    confidence: str | None
    findings: tuple[int, ...]
    refused: bool


@frozen(kw_only=True)
class FindingItem:
    """One finding on the page.

    Args:
        number: Its place among the findings, from 1.
        severity: How grave it is: error, breach, departure or remark.
        words: The same for people.
        strength: Who makes the rule.
        certain: Whether it holds on any day the dates allow.
        message: The finding in words.
        source: Where the rule stands.
        founded: How well the events are founded that it rests on.
        event: The event that it is on.
    """

    number: int
    severity: str
    words: str
    strength: str
    certain: bool
    message: str
    source: Cited | None
    founded: str
    event: EventItem | None


@frozen(kw_only=True)
class DueItem:
    """One deadline on the page.

    Args:
        date: Its last day in words.
        what: What is asked for.
        status: How it stands.
        strength: Who asks.
        before: How it was counted, up to its source.
        source: Where the rule stands, or what set it.
        after: What is to be said after its source.
    """

    date: str
    what: str
    status: str
    strength: str
    before: str
    source: Cited | None
    after: str


@frozen(kw_only=True)
class FactItem:
    """One fact on the page.

    Args:
        what: What it is about.
        told: What the record says of it.
        since: Since when, in words.
        event: The number of the event that says so.
        confidence: How well it is founded, where that is not by a primary source.
    """

    what: str
    told: str
    since: str | None
    event: int | None
    confidence: str | None


@frozen(kw_only=True)
class StayItem:
    """A time spent in a stage.

    Args:
        label: The stage.
        meaning: What it means.
        stage: Its place among the stages.
        since: When it began, in words.
        until: When it ended; None where it lasts, as far as the record goes.
        days: How long it lasted.
    """

    label: str
    meaning: str
    stage: int
    since: str | None
    until: str | None
    days: str | None


# Events


def event_items(report: Report, findings: Sequence[Finding]) -> tuple[EventItem, ...]:
    """The events in their order.

    Args:
        report: The history held against its process.
        findings: The findings in the order of the page.
    """
    return tuple(_event_item(step, report.process, findings) for step in report.steps)


def _event_item(step: Step, process: Process, findings: Sequence[Finding]) -> EventItem:
    event = step.event
    return EventItem(
        number=step.index + 1,
        date=event.on.words,
        day=event.on.earliest.isoformat() if event.on.is_day else None,
        label=label_of(process, event),
        stage=list(process.stages).index(step.after),
        on_entering=process.stages[step.after].label if step.after != step.before else None,
        details=tuple(details(process, event)),
        requires=tuple(asked_for(process, event)),
        note=event.note,
        sources=tuple(cited_source(source) for source in once_each(event.sources)),
        confidence=_weak(event),
        findings=tuple(
            number for number, each in enumerate(findings, 1) if each.index == step.index
        ),
        refused=not step.allowed,
    )


def _weak(event: Event) -> str | None:
    if event.confidence is None:
        return "no source is held"
    return "low confidence" if event.confidence is Confidence.LOW else None


def confidences(report: Report) -> Iterator[str]:
    """How many events are founded how well, in words."""
    count = Counter(step.event.confidence for step in report.steps)
    for confidence, (one, several) in FOUNDED.items():
        number = count[confidence]
        if number:
            yield f"{number} {one if number == 1 else several}"


# Findings


def finding_items(
    findings: Sequence[Finding], events: Sequence[EventItem]
) -> tuple[FindingItem, ...]:
    """The findings in the order given, each with its event."""
    return tuple(
        FindingItem(
            number=number,
            severity=str(each.strength.severity),
            words=each.strength.severity.label,
            strength=str(each.strength),
            certain=each.certain,
            message=each.message,
            source=None if each.citation is None else cited_rule(each.citation),
            founded=_founded(each),
            event=events[each.index] if each.index >= 0 else None,
        )
        for number, each in enumerate(findings, 1)
    )


def _founded(finding: Finding) -> str:
    """How well the weakest event is founded that a finding rests on."""
    if finding.index < 0:
        return ""
    if finding.confidence is None:
        return "An event it rests on has no source."
    return {
        Confidence.HIGH: "",
        Confidence.MEDIUM: "An event it rests on was not checked against a primary source.",
        Confidence.LOW: "Low confidence: no source states an event it rests on.",
    }[finding.confidence]


def finding_counts(findings: Sequence[Finding]) -> str:
    """How many findings there are of each gravity, the gravest first."""
    count = Counter(each.strength.severity for each in findings)
    return ", ".join(
        f"{count[severity]} {severity.label}"
        if severity is Severity.BREACH
        else pluralised(count[severity], str(severity))
        for severity in Severity
        if count[severity]
    )


# Deadlines


def due_items(found: Sequence[Due]) -> tuple[DueItem, ...]:
    """The deadlines in the order given."""
    return tuple(_due_item(each) for each in found)


def _due_item(found: Due) -> DueItem:
    source = None if found.citation is None else cited_rule(found.citation)
    before, _, after = found.explain().partition(f"Source: {found.citation}.")
    return DueItem(
        date="no day" if found.due is None else found.due.words,
        what=found.what,
        status=str(found.status),
        strength=str(found.strength),
        before=before,
        source=source,
        after=after,
    )


# Facts


def fact_items(rows: Sequence[FactRow], history: Sequence[Event]) -> tuple[FactItem, ...]:
    """The facts in the order given, each with the event that it comes from."""
    return tuple(
        FactItem(
            what=row.what,
            told=row.told,
            since=None if row.since is None else row.since.words,
            event=_number(row.event, history),
            confidence=_shaky(row.confidence),
        )
        for row in rows
    )


def _number(event: Event | None, history: Sequence[Event]) -> int | None:
    return next((number for number, each in enumerate(history, 1) if each is event), None)


def _shaky(confidence: Confidence | None) -> str | None:
    return None if confidence in {None, Confidence.HIGH} else f"{confidence} confidence"


def stay_items(facts: Facts, process: Process) -> tuple[StayItem, ...]:
    """The stages gone through, in their order."""
    order = list(process.stages)
    return tuple(
        StayItem(
            label=process.stages[stay.stage].label,
            meaning=process.stages[stay.stage].meaning,
            stage=order.index(stay.stage),
            since=_words(stay.since),
            until=_words(stay.until),
            days=None if stay.days is None else days_words(stay.days),
        )
        for stay in facts.stays
    )


def _words(date: PartialDate | None) -> str | None:
    return None if date is None else date.words
