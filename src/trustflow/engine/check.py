"""The one meaning: what an event does to a case's stage, and which findings it gives.

[step][] says it for one event, [check][] folds it over a history and never raises on content.
"""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from .._html import html_table
from ..errors import TrustflowError, pluralised
from ..history import Citation, Event, History, Strength
from ..process import Process
from ..trust_transfer import TRUST_TRANSFER
from . import messages
from .findings import Finding, findings_on
from .replay import Replay

__all__ = [
    "DateRuleBroken",
    "Finding",
    "MoveNotAllowed",
    "Report",
    "Step",
    "advance",
    "check",
    "step",
]


@frozen
class Step:
    """What one event did.

    Args:
        index: The event's place in the history, from 0.
        event: The event.
        before: The stage before it.
        after: The stage after it.
        allowed: Whether the process allows it in that stage.
        caused_by: For a refused event that gives no finding of its own, the index of the refused
            event that it follows from.
        findings: What is to be said of it.
    """

    index: int
    event: Event
    before: str
    after: str
    allowed: bool = True
    caused_by: int | None = None
    findings: tuple[Finding, ...] = ()


@frozen(repr=False, slots=False)
class Report:
    """A history held against a process.

    Args:
        history: The history.
        process: The process.
        stage: The stage after the last event.
        findings: All findings, in the order of the events.
    """

    history: History
    process: Process
    stage: str
    findings: tuple[Finding, ...]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What each event did; worked out when first asked for."""
        replay = Replay.before(self.history, self.process)
        return tuple(advance(replay, event) for event in self.history.events)

    @property
    def ok(self) -> bool:
        """Whether there is no certain finding of strength logic."""
        return not any(finding.is_refusal for finding in self.findings)

    @property
    def on_record(self) -> str:
        """Where the authority stands on record, which is not where it stands today."""
        label = self.process.stages[self.stage].label
        if not self.steps:
            return f"Last stage on record: {label}; no event is on record."
        moved = [taken.event.on for taken in self.steps if taken.before != taken.after]
        since = f", since {moved[-1].words}" if moved else ""
        return f"Last stage on record: {label}{since}; record ends {self.steps[-1].event.on.words}."

    def _repr_html_(self) -> str:
        rows = [
            (
                taken.event.on,
                self.process.triggers.get(taken.event.trigger, taken.event.trigger),
                self.process.stages[taken.after].label,
                " ".join(str(finding) for finding in taken.findings),
            )
            for taken in self.steps
        ]
        headings = ("Date", "Event", "Stage after it", "Findings")
        return html_table(f"{self.history.authority}: {self.process.title}", headings, rows)

    def __repr__(self) -> str:
        return (
            f"<Report on {self.history.authority}: {pluralised(len(self.steps), 'event')}, "
            f"{self.stage}, {pluralised(len(self.findings), 'finding')}>"
        )


class MoveNotAllowed(TrustflowError, ValueError):
    """The process does not allow the event in the stage the case is in.

    Attributes:
        stage: The stage the case is in.
        event: The event that was refused.
        allowed: The triggers allowed there.
        first: The triggers to record first, the fewest; None when nothing would help.
        finding: The same as a finding.
    """

    def __init__(
        self,
        stage: str,
        event: Event,
        allowed: tuple[str, ...],
        first: tuple[str, ...] | None,
        finding: Finding,
    ) -> None:
        super().__init__(stage, event, allowed, first, finding)
        self.stage = stage
        self.event = event
        self.allowed = allowed
        self.first = first
        self.finding = finding

    def __str__(self) -> str:
        return self.finding.message


class DateRuleBroken(TrustflowError, ValueError):
    """The event cannot have happened then: a rule of strength logic is certainly broken.

    Attributes:
        event: The event that was refused.
        finding: The finding.
        rule: The id of the rule; none for a judgement word that was not in use.
        citation: Where the rule stands.
    """

    def __init__(self, event: Event, finding: Finding) -> None:
        super().__init__(event, finding)
        self.event = event
        self.finding = finding

    @property
    def rule(self) -> str | None:
        """The id of the rule."""
        return self.finding.rule

    @property
    def citation(self) -> Citation | None:
        """Where the rule stands."""
        return self.finding.citation

    def __str__(self) -> str:
        return self.finding.message


def step(replay: Replay, event: Event) -> Step:
    """What an event does to a case that stands where the replay says; nothing is changed.

    Args:
        replay: Where the case stands.
        event: What happened.
    """
    compiled = replay.table[event.trigger]
    allowed = compiled.move is not None
    return Step(
        replay.size,
        event,
        compiled.before,
        compiled.after,
        allowed,
        caused_by=None if allowed else replay.blocked_by,
        findings=findings_on(replay, event, compiled),
    )


def advance(replay: Replay, event: Event) -> Step:
    """Take the step of an event, and go on from it."""
    taken = step(replay, event)
    replay.take(event, replay.table[event.trigger], misplaced=is_misplaced(taken.findings))
    return taken


def is_misplaced(findings: tuple[Finding, ...]) -> bool:
    """Whether the findings on an event say that it is out of order; they say so first."""
    return bool(findings) and findings[0].code == "out_of_order"


def check(history: History, process: Process = TRUST_TRANSFER) -> Report:
    """The history held against the process: every step, and all findings in one pass.

    It never raises on what the history says: an unknown stage or trigger is a finding.

    Args:
        history: The history.
        process: The process; the trust transfer when left out.
    """
    replay = Replay.before(history, process)
    findings: list[Finding] = []
    begins_in = history.begins_in
    if begins_in is not None and begins_in not in process.stages:
        message = messages.unknown_stage(process, begins_in)
        findings.append(
            Finding("unknown_stage", Strength.LOGIC, certain=True, index=-1, message=message)
        )
    for event in history.events:
        compiled = replay.table[event.trigger]
        found = findings_on(replay, event, compiled)
        if found:
            findings += found
            replay.take(event, compiled, misplaced=is_misplaced(found))
        else:
            replay.take(event, compiled)
    return Report(history, process, replay.stage, tuple(findings))
