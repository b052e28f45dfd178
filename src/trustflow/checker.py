"""The one meaning: what an event does to a case's stage, and which findings it gives.

[step][] says it for one event, [check][] folds it over a history and never raises on content.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from attrs import evolve, field, fields, frozen

from . import wording
from .clocks import Clock, judge
from .errors import TrustflowError, counted
from .history import Event, History, same_words, weakest
from .options import Option, options
from .plans import Plan
from .process import DateRule, Move, Process
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


def _text(message: str | Callable[[], str]) -> str:
    return message if isinstance(message, str) else message()


@frozen(repr=False)
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
        message: The finding in words, or what gives them: they are written when read.
        citation: Where the rule stands.
        confidence: That of the weakest event it rests on; None when one has no source.
    """

    code: str
    strength: Strength
    certain: bool
    index: int
    rule: str | None = None
    falls_on: str | None = None
    _message: str | Callable[[], str] = field(default="", eq=_text)
    citation: Citation | None = None
    confidence: Confidence | None = None

    @property
    def message(self) -> str:
        """The finding in words."""
        return _text(self._message)

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

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, each.alias) for each in fields(type(self)))

    def __repr__(self) -> str:
        given = (f"{each.alias}={getattr(self, each.alias)!r}" for each in fields(type(self)))
        return f"{type(self).__name__}({', '.join(given)})"

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

    @property
    def is_misplaced(self) -> bool:
        """Whether the event is out of order; that is the first thing said of it."""
        return bool(self.findings) and self.findings[0].code == "out_of_order"


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
    plan = progress.plans[event.trigger]
    if plan.move is None:
        return _refused(progress, event, plan)
    findings = _findings(progress, event, plan, plan.move)
    return Step(progress.size, event, plan.before, plan.after, findings=tuple(findings))


def _refused(progress: Progress, event: Event, plan: Plan) -> Step:
    """The step of an event that is not allowed: it stays on record, and is remarked on once."""
    index, cause = progress.size, progress.blocked_by
    if cause is not None:
        return Step(index, event, plan.before, plan.after, allowed=False, because=cause)
    finding = Finding(
        "move_not_allowed",
        Strength.LOGIC,
        certain=True,
        index=index,
        message=partial(wording.move_not_allowed, progress.process, plan.before, event),
        confidence=_confidence(event),
    )
    return Step(index, event, plan.before, plan.after, allowed=False, findings=(finding,))


def _findings(progress: Progress, event: Event, plan: Plan, move: Move) -> list[Finding]:
    """What is to be said of an event that is allowed: of most events nothing."""
    findings: list[Finding] = []
    if event.on.last < progress.reached:
        findings += _order_findings(progress, event)
    for rule in plan.ending:
        clock = progress.clock_to_end(rule, event)
        if clock is not None:
            findings += _rule_findings(progress, event, rule, clock)
    if progress.duties:
        findings += _duty_findings(progress, event)
    for wrong in event.irregularities():
        remark = _remark(progress, event, wrong.code, wrong.message, wrong.citation)
        findings.append(evolve(remark, strength=wrong.strength))
    requirement = event.requirement
    if requirement is not None and same_words(requirement) not in progress.asked:
        message = partial(wording.unknown_requirement, requirement)
        findings.append(_remark(progress, event, "unknown_requirement", message))
    if plan.beginnings and _is_missing(progress, plan.beginnings):
        message = partial(wording.missing_step, progress.process, event, plan.beginnings)
        findings.append(_remark(progress, event, "missing_step", message))
    if not plan.is_standard:
        message = partial(wording.off_standard_route, progress.process, move)
        findings.append(_remark(progress, event, "off_standard_route", message, plan.precedent))
    return findings


def _order_findings(progress: Progress, event: Event) -> Iterator[Finding]:
    rule = progress.process.order_rule
    if rule is not None:
        yield Finding(
            "out_of_order",
            rule.strength,
            certain=True,
            index=progress.size,
            rule=rule.id,
            message=partial(wording.out_of_order, progress.process, event, progress.reached),
            citation=rule.citation,
            confidence=_confidence(event),
        )


def _rule_findings(
    progress: Progress, event: Event, rule: DateRule, clock: Clock
) -> Iterator[Finding]:
    upper = progress.beating(rule) is None
    verdict = judge(rule, clock.days, (event.on.first, event.on.last), upper=upper)
    if verdict is None:
        return
    certain = verdict.certain and not clock.measured
    yield Finding(
        "date_rule",
        verdict.strength,
        certain=certain,
        index=progress.size,
        rule=rule.id,
        falls_on=rule.falls_on,
        message=partial(
            wording.date_rule_broken,
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
            message=partial(
                wording.deadline_missed,
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


def _is_missing(progress: Progress, beginnings: tuple[str, ...]) -> bool:
    """Whether none of the beginnings is on record, though all before would be."""
    return progress.begun is not None and progress.begun.isdisjoint(beginnings)


def _remark(
    progress: Progress,
    event: Event,
    code: str,
    message: str | Callable[[], str],
    citation: Citation | None = None,
) -> Finding:
    return Finding(
        code,
        Strength.PRACTICE,
        certain=True,
        index=progress.size,
        message=message,
        citation=citation,
        confidence=_confidence(event),
    )


def _confidence(event: Event) -> Confidence | None:
    return event.confidence if event.sources else None


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
    progress.take(event, misplaced=taken.is_misplaced)
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
