"""The findings on one event, from date rules, deadlines, moves and the order of events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..dates import Truth
from ..history import Strength, same_words, weakest
from . import lateness_messages, messages
from .clocks import evaluate, is_answered, is_started
from .finding import Finding
from .labels import set_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..history import Citation, Event
    from ..process import DateRule, Move
    from .clocks import DayRange, RunningClock
    from .replay import Replay
    from .transition_table import CompiledMove

__all__ = ["NO_FINDINGS", "findings_on"]

NO_FINDINGS: tuple[Finding, ...] = ()


def findings_on(replay: Replay, event: Event, compiled: CompiledMove) -> tuple[Finding, ...]:
    """Return the findings on an event, without changing the replay.

    An event that is not allowed gives one finding. Later events that are refused because of it give
    no finding.

    Args:
        replay: The state before the event.
        event: The event.
        compiled: The compiled move of the event's trigger in the present stage.
    """
    if compiled.is_inert:
        return (_after_abolition(replay, event, certain=True),)
    move = compiled.move
    if move is None:
        return _refusal(replay, event, compiled)
    findings = NO_FINDINGS
    on = event.on
    if replay.abolished_by is not None and replay.is_abolished_before(event) is Truth.MAYBE:
        findings = (_after_abolition(replay, event, certain=False),)
    if on.last < replay.reached and replay.process.order_rule is not None:
        findings += (_out_of_order(replay, event, replay.process.order_rule),)
    if compiled.has_own_clock or not compiled.stopped_clocks.isdisjoint(replay.clocks):
        findings += _all_rule_findings(replay, event, compiled)
    if replay.deadlines.open:
        findings += tuple(_deadline_findings(replay, event, compiled))
    if event.remarks_on_itself:
        findings += _own_findings(replay, event)
    if on.first == on.last and (on.first <= replay.reached or replay.is_special):
        findings += _repeated(replay, event)
    if not compiled.is_standard or compiled.requires_earlier:
        findings += _off_route(replay, event, compiled, move)
    return findings


def _refusal(replay: Replay, event: Event, compiled: CompiledMove) -> tuple[Finding, ...]:
    if replay.blocked_by is not None:
        return NO_FINDINGS
    message = partial(messages.move_not_allowed, replay.process, compiled.before, event)
    return (_remark(replay, event, "move_not_allowed", message, strength=Strength.LOGIC),)


def _repeated(replay: Replay, event: Event) -> tuple[Finding, ...]:
    if not replay.is_repeated(event):
        return NO_FINDINGS
    message = partial(messages.repeated_event, replay.process, event)
    return (_remark(replay, event, "repeated_event", message),)


def _off_route(
    replay: Replay, event: Event, compiled: CompiledMove, move: Move
) -> tuple[Finding, ...]:
    """Return the remarks on a missing beginning, and on a move off the ordinary route."""
    findings = NO_FINDINGS
    if compiled.requires_earlier and replay.lacks_all(compiled.requires_earlier):
        message = partial(messages.missing_step, replay.process, event, compiled.requires_earlier)
        findings = (_remark(replay, event, "missing_step", message),)
    if not compiled.is_standard:
        message = partial(messages.off_standard_route, replay.process, move)
        findings += (_remark(replay, event, "off_standard_route", message, compiled.precedent),)
    return findings


def _all_rule_findings(replay: Replay, event: Event, compiled: CompiledMove) -> tuple[Finding, ...]:
    """Return the findings of each rule whose clock an event ends."""
    findings = NO_FINDINGS
    clocks = replay.clocks
    for rule in compiled.ending:
        is_alone = rule.same_event and is_started(rule, event)
        start = event if is_alone else clocks.get(rule.id)
        if start is None:
            continue
        days: DayRange | None = replay.days(event)
        clock = replay.clocks.clock(rule, start)
        if not (is_alone or rule.ends_on_its_day):
            end = replay.clocks.end_of(rule, clock, event)
            days = None if end is None or end.is_shown or end.is_doubtful else end.days
        elif not is_alone and rule.answers and not is_answered(rule, event, replay.process.answers):
            days = None
        if days is not None:
            findings += _rule_findings(replay, event, rule, clock, days)
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


def _after_abolition(replay: Replay, event: Event, *, certain: bool) -> Finding:
    abolished_by = replay.abolished_by
    strength = event.strength_after_abolition
    assert abolished_by is not None  # noqa: S101 - the caller found an abolition before the event
    assert strength is not None  # noqa: S101 - the same
    return Finding(
        "after_abolition",
        strength,
        certain=certain,
        index=len(replay.moves),
        message=partial(
            messages.after_abolition, replay.process, event, abolished_by, certain=certain
        ),
        confidence=weakest([abolished_by, event]),
    )


def _rule_findings(
    replay: Replay, event: Event, rule: DateRule, clock: RunningClock, days: DayRange
) -> tuple[Finding, ...]:
    """Return the finding of a rule that an event breaks by ending its clock on some days."""
    upper = not replay.deadlines.open or replay.deadlines.stated(rule) is None
    result = evaluate(rule, clock.days, days, upper=upper)
    if result is None:
        return NO_FINDINGS
    certain = result.certain and not clock.measured
    message = partial(
        lateness_messages.date_rule_broken,
        replay.process,
        rule,
        clock=clock,
        end=event,
        end_days=days,
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
        duty_holder=clock.duty_holder,
        message=message,
        citation=rule.citation,
        confidence=weakest([clock.event, event]),
        early=_is_early(rule, clock.days, days, upper=upper),
    )
    return (finding,)


def _is_early(rule: DateRule, start: DayRange, end: DayRange, *, upper: bool) -> bool:
    """Return whether an event that breaks a rule came, or may have come, too early and not late."""
    if rule.at_least is None or rule.at_least.shift(start[1]) <= end[0]:
        return False
    is_bound = upper and start[0] <= rule.last_binding_start
    return not is_bound or rule.at_most is None or end[1] <= rule.at_most.shift(start[0])


def _deadline_findings(replay: Replay, event: Event, compiled: CompiledMove) -> Iterator[Finding]:
    first, last = days = replay.days(event)
    for pending in replay.meeting(event, compiled):
        if last <= pending.due[0]:
            continue
        certain = first > pending.due[1] and not pending.is_doubtful
        yield Finding(
            "deadline_missed",
            pending.strength,
            certain=certain,
            index=len(replay.moves),
            message=partial(
                lateness_messages.deadline_missed,
                replay.process,
                pending,
                replay.deadlines.last_set[pending.deadline.words],
                met_by=event,
                days=days,
                certain=certain,
            ),
            citation=set_in(replay.process, pending.setter),
            confidence=weakest([pending.setter, event]),
        )


def _own_findings(replay: Replay, event: Event) -> tuple[Finding, ...]:
    """Return findings on the event's own mistakes and on an unknown requirement."""
    findings = NO_FINDINGS
    for wrong in event.irregularities():
        details = wrong.code, wrong.message, wrong.citation
        findings += (_remark(replay, event, *details, strength=wrong.strength),)
    requirement = event.requirement
    if requirement is not None and same_words(requirement) not in replay.deadlines.last_set:
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
