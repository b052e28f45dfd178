"""The one meaning: what an event does to a case's stage, and which findings it gives.

[step][] says it for one event, [check][] folds it over a history and never raises on content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from . import wording
from .clocks import judge
from .errors import TrustflowError, counted
from .history import Event, History, same_words, weakest
from .options import Option, options
from .process import Mark, Move, Process
from .progress import Progress
from .sources import Citation, Confidence, Strength
from .tables import html_table
from .trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dates import DateLike

__all__ = [
    "DateRuleBroken",
    "Finding",
    "MoveNotAllowed",
    "Report",
    "Step",
    "advance",
    "check",
    "step",
    "what_next",
]


@frozen
class Finding:
    """Something about an event that a rule, a move or the order of events remarks on.

    Args:
        code: What kind of finding it is: ``move_not_allowed``, ``out_of_order``, ``date_rule``,
            ``deadline_missed``, ``bad_judgement``, ``missing_step``, ``unknown_requirement``,
            ``unknown_stage`` or ``off_standard_route``.
        strength: Who makes the rule, and so how grave it is.
        certain: Whether it holds on any day the dates allow.
        index: The event's place in the history, from 0; -1 for the history itself.
        rule: The id of the date rule, if it is about one.
        falls_on: Whose duty it was.
        message: The finding in words.
        citation: Where the rule stands.
        confidence: That of the weakest event it rests on; None when one has no source.
    """

    code: str
    strength: Strength
    certain: bool
    index: int
    rule: str | None = None
    falls_on: str | None = None
    message: str = ""
    citation: Citation | None = None
    confidence: Confidence | None = None

    @property
    def is_refusal(self) -> bool:
        """Whether a live case refuses the event for it: certain, and of strength logic."""
        return self.certain and self.strength is Strength.LOGIC

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain data, the same that the command prints as JSON."""
        return {
            "code": self.code,
            "strength": str(self.strength),
            "severity": str(self.strength.severity),
            "certain": self.certain,
            "index": self.index,
            "rule": self.rule,
            "falls_on": self.falls_on,
            "message": self.message,
            "citation": None
            if self.citation is None
            else {"text": self.citation.text, "url": self.citation.url},
            "confidence": None if self.confidence is None else str(self.confidence),
        }

    def __str__(self) -> str:
        certainty = "" if self.certain else ", cannot be told"
        return f"{self.strength.severity} ({self.strength}{certainty}): {self.message}"


@frozen
class Step:
    """What one event did.

    Args:
        index: The event's place in the history, from 0.
        event: The event.
        before: The stage before it.
        after: The stage after it.
        allowed: Whether the process allows it in that stage.
        because: For a refused event that gives no finding of its own, the index of the refused
            event that it follows from.
        findings: What is to be said of it.
    """

    index: int
    event: Event
    before: str
    after: str
    allowed: bool = True
    because: int | None = None
    findings: tuple[Finding, ...] = ()


@frozen(repr=False)
class Report:
    """A history held against a process.

    Args:
        history: The history.
        process: The process.
        stage: The stage after the last event.
        steps: What each event did.
        findings: All findings, in the order of the events.
    """

    history: History
    process: Process
    stage: str
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

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

    def what_next(self, as_of: DateLike | None = None) -> tuple[Option, ...]:
        """What may happen next, as `what_next` says it of the history."""
        return what_next(self.history, as_of, process=self.process)

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
            f"<Report on {self.history.authority}: {counted(len(self.steps), 'event')}, "
            f"{self.stage}, {counted(len(self.findings), 'finding')}>"
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


def step(progress: Progress, event: Event) -> Step:
    """What an event does to a case that stands where the progress says; nothing is changed.

    Args:
        progress: Where the case stands.
        event: What happened.
    """
    stage = progress.stage
    move = progress.process.table[stage].get(event.trigger)
    if move is None:
        return _refused(progress, event)
    findings = [
        *_order_findings(progress, event),
        *_rule_findings(progress, event),
        *_duty_findings(progress, event),
        *_event_findings(progress, event, move),
    ]
    return Step(progress.size, event, stage, move.leads_to, findings=tuple(findings))


def _refused(progress: Progress, event: Event) -> Step:
    """The step of an event that is not allowed: it stays on record, and is remarked on once."""
    process, stage, index = progress.process, progress.stage, progress.size
    after = process.only_targets.get(event.trigger, stage)
    if progress.blocked_by is not None:
        return Step(index, event, stage, after, allowed=False, because=progress.blocked_by)
    finding = Finding(
        "move_not_allowed",
        Strength.LOGIC,
        certain=True,
        index=index,
        message=wording.move_not_allowed(process, stage, event),
        confidence=event.confidence,
    )
    return Step(index, event, stage, after, allowed=False, findings=(finding,))


def _order_findings(progress: Progress, event: Event) -> Iterator[Finding]:
    rule = progress.process.order_rule
    if rule is not None and event.on.last < progress.reached:
        yield Finding(
            "out_of_order",
            rule.strength,
            certain=True,
            index=progress.size,
            rule=rule.id,
            message=wording.out_of_order(progress.process, event, progress.reached),
            citation=rule.citation,
            confidence=event.confidence,
        )


def _rule_findings(progress: Progress, event: Event) -> Iterator[Finding]:
    for rule in progress.process.ending.get(event.trigger, ()):
        clock = progress.clock_to_end(rule, event)
        if clock is None:
            continue
        upper = progress.beating(rule) is None
        verdict = judge(rule, clock.days, (event.on.first, event.on.last), upper=upper)
        if verdict is None:
            continue
        certain = verdict.certain and not clock.measured
        yield Finding(
            "date_rule",
            verdict.strength,
            certain=certain,
            index=progress.size,
            rule=rule.id,
            falls_on=rule.falls_on,
            message=wording.date_rule_broken(
                progress.process,
                rule,
                start=clock.event,
                counted_from=clock.days,
                measured=clock.measured,
                end=event,
                strength=verdict.strength,
                certain=certain,
            ),
            citation=rule.citation,
            confidence=weakest([clock.event, event]),
        )


def _duty_findings(progress: Progress, event: Event) -> Iterator[Finding]:
    for duty in progress.duties:
        if not event.meets(duty.deadline) or event.on.last <= duty.due[0]:
            continue
        certain = event.on.first > duty.due[1] and not duty.is_doubtful
        yield Finding(
            "deadline_missed",
            duty.strength,
            certain=certain,
            index=progress.size,
            message=wording.deadline_missed(
                progress.process,
                duty.deadline,
                setter=duty.setter,
                due=duty.due,
                met=event,
                certain=certain,
            ),
            citation=wording.set_in(progress.process, duty.setter),
            confidence=weakest([duty.setter, event]),
        )


def _event_findings(progress: Progress, event: Event, move: Move) -> Iterator[Finding]:
    process = progress.process

    def remark(code: str, message: str, citation: Citation | None = None) -> Finding:
        return Finding(
            code,
            Strength.PRACTICE,
            certain=True,
            index=progress.size,
            message=message,
            citation=citation,
            confidence=event.confidence,
        )

    for wrong in event.irregularities():
        yield evolve(remark(wrong.code, wrong.message, wrong.citation), strength=wrong.strength)
    if event.requirement is not None and same_words(event.requirement) not in progress.asked:
        yield remark("unknown_requirement", wording.unknown_requirement(event.requirement))
    beginnings = process.beginnings.get(event.trigger)
    if beginnings and progress.begun is not None and progress.begun.isdisjoint(beginnings):
        yield remark("missing_step", wording.missing_step(process, event, beginnings))
    if move.mark is not Mark.STANDARD:
        cited = (each.citation for each in move.precedents if each.shipped)
        yield remark(
            "off_standard_route", wording.off_standard_route(process, move), next(cited, None)
        )


def check(history: History, process: Process = TRUST_TRANSFER) -> Report:
    """The history held against the process: every step, and all findings in one pass.

    It never raises on what the history says: an unknown stage or trigger is a finding.

    Args:
        history: The history.
        process: The process; the trust transfer when left out.
    """
    progress = Progress.before(history, process)
    steps = tuple(advance(progress, event) for event in history.events)
    findings = [finding for taken in steps for finding in taken.findings]
    begins_in = history.begins_in
    if begins_in is not None and begins_in not in process.stages:
        message = wording.unknown_stage(process, begins_in)
        findings.insert(
            0, Finding("unknown_stage", Strength.LOGIC, certain=True, index=-1, message=message)
        )
    return Report(history, process, progress.stage, steps, tuple(findings))


def advance(progress: Progress, event: Event) -> Step:
    """Take the step of an event, and go on from it."""
    taken = step(progress, event)
    progress.take(
        event,
        taken.after,
        allowed=taken.allowed,
        misplaced=any(finding.code == "out_of_order" for finding in taken.findings),
    )
    return taken


def what_next(
    history: History, as_of: DateLike | None = None, *, process: Process = TRUST_TRANSFER
) -> tuple[Option, ...]:
    """What may happen next to an authority: every trigger, those that move the stage first.

    Args:
        history: What has happened.
        as_of: The day on which it would happen; the events after that day are left out.
            When left out, any day will do.
        process: The process; the trust transfer when left out.

    Raises:
        BadDate: The day is known only in part.
    """
    shown = history if as_of is None else history.as_of(as_of)
    progress = Progress.before(shown, process)
    for event in shown.events:
        advance(progress, event)
    return options(progress, as_of)
