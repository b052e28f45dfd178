"""The findings on an event: one for each rule, move or order that it does not keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from attrs import field, fields, frozen

from ..history import Citation, Confidence, Event, Strength, same_words, weakest
from . import messages
from .clocks import RunningClock, clock_of, evaluate, is_started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..process import DateRule, Move
    from .replay import Replay
    from .transition_table import CompiledMove

__all__ = ["NO_FINDINGS", "Finding", "findings_on"]

NO_FINDINGS: tuple[Finding, ...] = ()


def _text(message: str | Callable[[], str]) -> str:
    return message if isinstance(message, str) else message()


@frozen(repr=False, slots=False)
class Finding:
    """A remark on one event, made by a date rule, a move or the order of events.

    Args:
        code: The kind of finding: ``move_not_allowed``, ``out_of_order``, ``date_rule``,
            ``deadline_missed``, ``bad_judgement``, ``missing_step``, ``unknown_requirement``,
            ``unknown_stage`` or ``off_standard_route``.
        strength: Who makes the rule, and so how grave the finding is.
        certain: Whether it holds on every day that the dates allow.
        index: The position of the event in the history, from 0; -1 for the history itself.
        rule: The id of the date rule, if it is about one.
        duty_holder: Who had to do what the rule requires.
        message: The finding in words, or a function that returns them: words are only written
            when somebody reads them.
        citation: The source of the rule.
        confidence: The lowest confidence of the events it rests on; None if one has no source.
        early: Whether it is about an event that came too early, not too late.
    """

    code: str
    strength: Strength
    certain: bool
    index: int
    rule: str | None = None
    duty_holder: str | None = None
    _message: str | Callable[[], str] = field(default="", eq=_text)
    citation: Citation | None = None
    confidence: Confidence | None = None
    early: bool = field(default=False, eq=False, repr=False)

    @property
    def message(self) -> str:
        """The finding in words."""
        return _text(self._message)

    @property
    def label(self) -> str:
        """The severity and strength in words, such as ``Possibly late (law)``."""
        return messages.label(self.strength, certain=self.certain, early=self.early)

    @property
    def is_refusal(self) -> bool:
        """Whether a live case refuses the event for it: it is certain and of strength logic."""
        return self.certain and self.strength is Strength.LOGIC

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data, as the command prints it in JSON."""
        return {
            "code": self.code,
            "strength": str(self.strength),
            "severity": str(self.strength.severity),
            "certain": self.certain,
            "index": self.index,
            "rule": self.rule,
            "duty_holder": self.duty_holder,
            "message": self.message,
            "citation": None
            if self.citation is None
            else {"text": self.citation.text, "url": self.citation.url},
            "confidence": None if self.confidence is None else str(self.confidence),
        }

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, each.alias) for each in fields(type(self)))

    def __repr__(self) -> str:
        given = (
            f"{each.alias}={getattr(self, each.alias)!r}"
            for each in fields(type(self))
            if each.repr
        )
        return f"{type(self).__name__}({', '.join(given)})"

    def __str__(self) -> str:
        return f"{self.label}: {self.message}"


def findings_on(replay: Replay, event: Event, compiled: CompiledMove) -> tuple[Finding, ...]:
    """Return the findings on an event; most events have none. Nothing is changed.

    An event that is not allowed gives one finding. Refused events that follow from it give none.

    Args:
        replay: The state before the event.
        event: The event.
        compiled: What its trigger does in the present stage.
    """
    if compiled.move is not None:
        return _findings(replay, event, compiled, compiled.move)
    if replay.blocked_by is not None:
        return NO_FINDINGS
    message = partial(messages.move_not_allowed, replay.process, compiled.before, event)
    return (_remark(replay, event, "move_not_allowed", message, strength=Strength.LOGIC),)


def _findings(
    replay: Replay, event: Event, compiled: CompiledMove, move: Move
) -> tuple[Finding, ...]:
    """Return the findings on an allowed event. A finding on the order comes first."""
    findings = NO_FINDINGS
    if event.on.last < replay.reached:
        order = replay.process.order_rule
        if order is not None:
            findings = (_out_of_order(replay, event, order),)
    for rule in compiled.ending:
        is_alone = rule.same_event and is_started(rule, event)
        start = event if is_alone else replay.clocks.get(rule.id)
        if start is not None:
            findings += _rule_findings(replay, event, rule, clock_of(rule, start))
    if replay.open_deadlines:
        findings += tuple(_deadline_findings(replay, event))
    if event.remarks_on_itself:
        findings += _own_findings(replay, event)
    if compiled.requires_earlier and replay.lacks_all(compiled.requires_earlier):
        message = partial(messages.missing_step, replay.process, event, compiled.requires_earlier)
        findings += (_remark(replay, event, "missing_step", message),)
    if not compiled.is_standard:
        message = partial(messages.off_standard_route, replay.process, move)
        findings += (_remark(replay, event, "off_standard_route", message, compiled.precedent),)
    return findings


def _out_of_order(replay: Replay, event: Event, rule: DateRule) -> Finding:
    return Finding(
        "out_of_order",
        rule.strength,
        certain=True,
        index=len(replay.moves),
        rule=rule.id,
        message=partial(messages.out_of_order, replay.process, event, replay.reached),
        citation=rule.citation,
        confidence=event.confidence,
    )


def _rule_findings(
    replay: Replay, event: Event, rule: DateRule, clock: RunningClock
) -> tuple[Finding, ...]:
    upper = replay.stated_deadline(rule) is None
    result = evaluate(rule, clock.days, (event.on.first, event.on.last), upper=upper)
    if result is None:
        return NO_FINDINGS
    certain = result.certain and not clock.measured
    message = partial(
        messages.date_rule_broken,
        replay.process,
        rule,
        clock=clock,
        end=event,
        strength=result.strength,
        certain=certain,
        upper=upper,
    )
    finding = Finding(
        "date_rule",
        result.strength,
        certain=certain,
        index=len(replay.moves),
        rule=rule.id,
        duty_holder=rule.duty_holder,
        message=message,
        citation=rule.citation,
        confidence=weakest([clock.event, event]),
        early=rule.at_least is not None and event.on.last < rule.at_least.shift(clock.days[1]),
    )
    return (finding,)


def _deadline_findings(replay: Replay, event: Event) -> Iterator[Finding]:
    for pending in replay.open_deadlines:
        if not event.meets(pending.deadline) or event.on.last <= pending.due[0]:
            continue
        certain = event.on.first > pending.due[1] and not pending.is_doubtful
        yield Finding(
            "deadline_missed",
            pending.strength,
            certain=certain,
            index=len(replay.moves),
            message=partial(
                messages.deadline_missed, replay.process, pending, met_by=event, certain=certain
            ),
            citation=messages.set_in(replay.process, pending.setter),
            confidence=weakest([pending.setter, event]),
        )


def _own_findings(replay: Replay, event: Event) -> tuple[Finding, ...]:
    """Return what is wrong with the event by itself, or with the requirement it meets."""
    findings = NO_FINDINGS
    for wrong in event.irregularities():
        details = wrong.code, wrong.message, wrong.citation
        findings += (_remark(replay, event, *details, strength=wrong.strength),)
    requirement = event.requirement
    if requirement is not None and same_words(requirement) not in replay.requirements:
        message = partial(messages.unknown_requirement, requirement)
        findings += (_remark(replay, event, "unknown_requirement", message),)
    return findings


def _remark(
    replay: Replay,
    event: Event,
    code: str,
    message: str | Callable[[], str],
    citation: Citation | None = None,
    *,
    strength: Strength = Strength.PRACTICE,
) -> Finding:
    return Finding(
        code,
        strength,
        certain=True,
        index=len(replay.moves),
        message=message,
        citation=citation,
        confidence=event.confidence,
    )
