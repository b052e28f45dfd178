"""The one meaning: what an event does to a case's stage, and which findings it gives.

[step][] says it for one event, [check][] folds it over a history and never raises on content.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, frozen

from . import wording
from .dates import FIRST_DAY
from .errors import TrustflowError, counted
from .history import Deadline, Event, History, same_words, weakest
from .process import DateRule, Mark, Move, Process
from .sources import Citation, Confidence, Strength
from .tables import html_table
from .trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DateRuleBroken",
    "Finding",
    "MoveNotAllowed",
    "Progress",
    "Report",
    "Step",
    "check",
    "step",
]

Days = tuple[int, int]
"""The earliest and the latest day of a date, as ordinals."""


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


class Clock(NamedTuple):
    """A rule's clock that runs: since which event, and from which day."""

    event: Event
    days: Days
    measured: bool


class Duty(NamedTuple):
    """A deadline set in a document that is still to be met."""

    deadline: Deadline
    setter: Event
    strength: Strength
    due: Days
    is_doubtful: bool
    """Whether it may have been superseded before it was due."""


class Progress:
    """Where a case stands, event by event: its stage, running clocks, and open duties."""

    __slots__ = (
        "asked",
        "begun",
        "blocked_by",
        "clocks",
        "duties",
        "opened",
        "process",
        "reached",
        "size",
        "stage",
    )

    def __init__(self, process: Process, begins_in: str | None = None) -> None:
        self.process = process
        self.stage = process.initial if begins_in is None else process.stage(begins_in)
        self.size = 0
        self.reached = FIRST_DAY
        self.blocked_by: int | None = None
        self.clocks: dict[str, Clock] = {}
        self.duties: tuple[Duty, ...] = ()
        self.opened: tuple[Event, ...] = ()
        self.asked: frozenset[str] = frozenset()
        # A history that begins in a stage has its beginnings before its first event.
        self.begun: set[str] | None = None if begins_in is not None else set()

    def take(self, taken: Step) -> None:
        """Go on from a step that was made from here."""
        event = taken.event
        trigger = event.trigger
        process = self.process
        self.reached = (
            event.on.first
            if any(finding.code == "out_of_order" for finding in taken.findings)
            else max(self.reached, event.on.first)
        )
        if taken.after != taken.before:
            self.blocked_by = None
        elif not taken.allowed and self.blocked_by is None:
            self.blocked_by = taken.index
        for rule in process.ending.get(trigger, ()):
            self.clocks.pop(rule.id, None)
        for rule in process.starting.get(trigger, ()):
            self._start(rule, taken)
        if self.duties or event.deadlines_set or self.opened or event.opens:
            self._take_duties(event)
        if self.begun is not None:
            self.begun.add(trigger)
        self.stage = taken.after
        self.size += 1

    def _start(self, rule: DateRule, taken: Step) -> None:
        entered = taken.before != taken.after and taken.after == rule.enters
        if (
            rule.within_event
            or (rule.from_first and rule.id in self.clocks)
            or (rule.enters is not None and not entered)
            or (rule.only is not None and not rule.only.holds(taken.event))
        ):
            return
        clock = clock_of(rule, taken.event)
        if clock is not None:
            self.clocks[rule.id] = clock

    def _take_duties(self, event: Event) -> None:
        closed = event.closes(self.opened)
        self.opened = tuple(each for each in self.opened if each not in closed)
        if event.opens:
            self.opened = (*self.opened, event)
        lapsed = self.process.lapses.get(event.trigger, ())
        renewed = {
            deadline.words
            for deadline in event.deadlines_set
            if deadline.met_by not in self.process.planned
        }
        kept = []
        for duty in self.duties:
            if event.meets(duty.deadline):
                continue
            if (
                duty.setter in closed
                or duty.deadline.met_by in lapsed
                or (
                    duty.deadline.words in renewed
                    and duty.deadline.met_by not in self.process.planned
                )
            ):
                if event.on.last <= duty.due[0]:
                    continue
                if event.on.first <= duty.due[1]:
                    duty = duty._replace(is_doubtful=True)
            kept.append(duty)
        for deadline in event.deadlines_set:
            self.asked |= {deadline.words}
            due = deadline.span_from(event.on)
            if due is not None:
                strength = deadline.set_by or event.deadline_strength
                kept.append(Duty(deadline, event, strength, due, is_doubtful=False))
        self.duties = tuple(kept)


class Verdict(NamedTuple):
    """That a rule is broken, or may be."""

    strength: Strength
    certain: bool


def clock_of(rule: DateRule, event: Event) -> Clock | None:
    """The clock that an event starts under a rule; None where the day to count from is not known.

    The day counted from is that of the field the rule names (of several periods, the last end).
    Where it is not given, the rule's fallback stretches the event's own day both ways.
    """
    if rule.counts_from == "on":
        return Clock(event, (event.on.first, event.on.last), measured=False)
    given = getattr(event, rule.counts_from, None)
    if given:
        ends = [date.ends for date in given] if isinstance(given, tuple) else [given]
        days = max(end.first for end in ends), max(end.last for end in ends)
        return Clock(event, days, measured=False)
    if rule.fallback is None:
        return None
    before, after = rule.fallback
    days = before.shift(event.on.first, -1), after.shift(event.on.last)
    return Clock(event, days, measured=True)


def judge(rule: DateRule, start: Days, end: Days, *, upper: bool = True) -> Verdict | None:
    """Whether the days between a start and an end break a rule: certainly, perhaps, or not at all.

    Every pair of a start day and an end day that the dates allow is a way it can have been;
    the rule is certainly broken when it is in all of them, and perhaps when it is in some.

    Args:
        rule: The rule.
        start: The earliest and latest day counted from.
        end: The earliest and latest day of the ending event.
        upper: Whether the rule's upper bound counts; a deadline set in a document beats it.
    """
    inside_start, inside_end = start, end
    if rule.by_end:
        inside_end = _overlap(end, rule.period)
    else:
        inside_start = _overlap(start, rule.period)
    (first, last), (end_first, end_last) = inside_start, inside_end
    if first > last or end_first > end_last:
        return None
    at_most = rule.at_most if upper else None
    early = rule.at_least is not None and end_first < rule.at_least.shift(last)
    late = at_most is not None and end_last > at_most.shift(first)
    if not early and not late:
        return None
    escapes = (inside_start, inside_end) != (start, end) or _may_be_kept(
        rule, inside_start, inside_end, upper=upper
    )
    if rule.relaxed is None or at_most is None:
        return Verdict(rule.strength, certain=not escapes)
    days = range(first, last + 1)
    relaxed = bisect_left(days, rule.relaxed.due_from.first, key=at_most.shift)
    strict = bisect_right(days, rule.relaxed.due_to.last, key=at_most.shift)
    late_relaxed = relaxed < strict and end_last > at_most.shift(days[relaxed])
    late_strict = (relaxed > 0 and late) or (
        strict < len(days) and end_last > at_most.shift(days[strict])
    )
    if early or late_strict:
        return Verdict(rule.strength, certain=not escapes and not late_relaxed)
    if late_relaxed:
        return Verdict(Strength.PRACTICE, certain=not escapes)
    return None


def _overlap(days: Days, others: Days) -> Days:
    return max(days[0], others[0]), min(days[1], others[1])


def _may_be_kept(rule: DateRule, start: Days, end: Days, *, upper: bool) -> bool:
    """Whether on some of the days the rule is kept.

    The first start day on which the end is not yet too late leaves the most room: from then on the
    lower bound only moves away.
    """
    first, last = start
    if rule.at_most is not None and upper:
        first += bisect_left(range(first, last + 1), end[0], key=rule.at_most.shift)
    return first <= last and (rule.at_least is None or rule.at_least.shift(first) <= end[1])


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
        message=wording.move_not_allowed(process, stage, event, _first(process, stage, event)),
        confidence=event.confidence,
    )
    return Step(index, event, stage, after, allowed=False, findings=(finding,))


def _first(process: Process, stage: str, event: Event) -> tuple[Move, ...] | None:
    return process.shortest(stage, event.trigger)


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
        clock = clock_to_end(progress, rule, event)
        if clock is None:
            continue
        stated = rule.strength is not Strength.LOGIC and any(
            duty.deadline.met_by in rule.ends for duty in progress.duties
        )
        verdict = judge(rule, clock.days, (event.on.first, event.on.last), upper=not stated)
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


def clock_to_end(progress: Progress, rule: DateRule, event: Event) -> Clock | None:
    """The clock that an event ends under a rule, if one runs."""
    if not rule.within_event:
        return progress.clocks.get(rule.id)
    if rule.only is not None and not rule.only.holds(event):
        return None
    return clock_of(rule, event)


def _duty_findings(progress: Progress, event: Event) -> Iterator[Finding]:
    for duty in progress.duties:
        if not event.meets(duty.deadline) or event.on.last <= duty.due[0]:
            continue
        certain = event.on.first > duty.due[1] and not duty.is_doubtful
        source = duty.setter.sources[0] if duty.setter.sources else None
        set_by = wording.capital(wording.happened(progress.process, duty.setter))
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
            citation=Citation(
                set_by if source is None else f"{set_by}: {source.title}",
                url=None if source is None else source.url,
            ),
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
    begins_in = history.begins_in
    unknown: tuple[Finding, ...] = ()
    if begins_in is not None and begins_in not in process.stages:
        message = wording.unknown_stage(process, begins_in)
        unknown = (Finding("unknown_stage", Strength.LOGIC, True, -1, message=message),)
        begins_in = process.initial
    progress = Progress(process, begins_in)
    steps = []
    for event in history.events:
        taken = step(progress, event)
        progress.take(taken)
        steps.append(taken)
    findings = (*unknown, *(finding for taken in steps for finding in taken.findings))
    return Report(history, process, progress.stage, tuple(steps), findings)
