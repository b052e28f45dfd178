"""The sentences of findings and refusals: the outcome first, then the dates, rule and source."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..dates import LAST_CALENDAR_DAY, PartialDate, Span, Unit, working_days_between
from ..errors import pluralised, quoted, suggestion
from ..history import Citation, Severity, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..history import Event
    from ..process import DateRule, Move, Process
    from .clocks import DayRange, RunningClock
    from .replay import OpenDeadline

__all__ = [
    "NOT_RECORDED",
    "capital",
    "date_rule_broken",
    "deadline_missed",
    "label",
    "labelled",
    "missing_step",
    "move_not_allowed",
    "not_allowed_in",
    "off_standard_route",
    "out_of_order",
    "quoted_label",
    "set_in",
    "unknown_requirement",
    "unknown_stage",
    "when",
]

NOT_RECORDED = "No record held here that this was done. That does not show that it was not done."

ASKED_FOR = {Strength.POLICY, Strength.INSPECTORATE}
"""The strengths that ask for something and bind nobody."""


def label(strength: Strength, *, certain: bool) -> str:
    """Return the label of a finding, such as ``Breach, on the dates held here (law)``."""
    severity = strength.severity
    if severity is Severity.BREACH:
        word = "Breach, on the dates held here" if certain else "Possible breach"
    else:
        word = capital(str(severity)) if certain else f"Possible {severity}"
    return f"{word} ({strength})"


def when(date: PartialDate) -> str:
    """Return a date with its preposition: on 1 December 2016, in July 2016, by May 2015."""
    words = date.words
    if date.text[0] in ".[" or "/" in date.text:
        return words
    return f"on {words}" if date.is_day else f"in {words}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def quoted_label(process: Process, trigger: str) -> str:
    """Return the label of a trigger in quotation marks."""
    return f'"{capital(process.triggers.get(trigger, trigger))}"'


def labelled(process: Process, event: Event) -> str:
    """Return an event as its label and date: "Trust went live" (1 April 2018)."""
    return f"{quoted_label(process, event.trigger)} ({event.on.words})"


def set_in(process: Process, event: Event) -> Citation:
    """Return the event that set a deadline, as a citation."""
    what = f"{capital(process.triggers.get(event.trigger, event.trigger))} {when(event.on)}"
    if not event.sources:
        return Citation(what)
    source = event.sources[0]
    return Citation(f"{what}: {source.title}", url=None if source.copy_of else source.url)


def _between(days: DayRange) -> str:
    return PartialDate.between(*days).words


# Moves


def move_not_allowed(process: Process, stage: str, event: Event) -> str:
    """Say why an event is refused in a stage, what is allowed there, and what to record first."""
    if event.trigger not in process.triggers:
        question = suggestion(event.trigger, process.triggers)
        return f"{quoted(event.trigger)} is not an event of {process.title}.{question}"
    return f"{labelled(process, event)} is {not_allowed_in(process, stage, event.trigger)}"


@lru_cache(maxsize=4096)
def not_allowed_in(process: Process, stage: str, trigger: str) -> str:
    """Say why a trigger is refused in a stage, what is allowed there, and what to record first."""
    onward = [move.trigger for move in process.moves_from(stage) if not move.stays]
    lines = [f'not allowed in the stage "{process.stages[stage].label}".']
    if onward:
        lines.append("Events that lead to another stage:")
        lines += [f"  {quoted_label(process, other)}" for other in onward]
    else:
        lines.append("No event leads to another stage.")
    route = process.shortest(stage, trigger)
    if route is None:
        lines.append("Nothing that could be recorded first would allow it.")
    else:
        lines.append("Record first:")
        lines += [f"  {quoted_label(process, move.trigger)}" for move in route]
    return "\n".join(lines)


def off_standard_route(process: Process, move: Move) -> str:
    """Say that a move is off the ordinary route, and who made it before."""
    what = quoted_label(process, move.trigger)
    place = f'in the stage "{process.stages[move.stage].label}"'
    if move.mark.label == "possible":
        return f"{what} is possible {place}: nothing forbids it, and no precedent is on record."
    shipped = [str(precedent) for precedent in move.precedents if precedent.shipped]
    known = f"; on record: {'; '.join(shipped)}" if shipped else ", but it happened"
    return f"{what} {place} is off the ordinary route{known}."


def missing_step(process: Process, event: Event, earlier: Sequence[str]) -> str:
    """Say that an event ends something whose beginning is not on record."""
    labels = " or ".join(quoted_label(process, trigger) for trigger in earlier)
    return f"{labelled(process, event)} has no beginning on record: {labels}."


def unknown_stage(process: Process, stage: str) -> str:
    """Say that a history begins in a stage that the process does not have."""
    question = suggestion(stage, process.stages)
    return (
        f"The history begins in {quoted(stage)}, which is not a stage of {process.title}.{question}"
    )


def out_of_order(process: Process, event: Event, reached: int) -> str:
    """Say that an event is listed after one that happened later."""
    return (
        f"{labelled(process, event)} is listed after an event of {_between((reached, reached))} or "
        "later. List the events in the order in which they happened, or correct the date."
    )


# Date rules and deadlines


def date_rule_broken(
    process: Process,
    rule: DateRule,
    *,
    clock: RunningClock,
    end: Event,
    strength: Strength,
    certain: bool,
    upper: bool = True,
) -> str:
    """Say that an event came too late or too early under a rule, or may have.

    Args:
        process: The process.
        rule: The rule.
        clock: The clock that the event ended.
        end: The event.
        strength: The strength of the finding, which a relaxation can lower.
        certain: Whether the rule is certainly broken.
        upper: Whether the rule's upper bound counts.
    """
    sentences = [_rule_sentence(process, rule, clock, end, certain=certain, upper=upper)]
    if clock.measured and rule.fallback_note is not None:
        sentences.append(rule.fallback_note)
    if rule.relaxed is not None and strength is Strength.PRACTICE:
        sentences.append(f"The rule was relaxed for that due day: {rule.relaxed.citation.text}.")
    if strength is Strength.LAW and process.duty_note is not None:
        sentences.append(process.duty_note.format(duty_holder=rule.duty_holder or "council"))
    elif rule.duty_holder is not None:
        sentences.append(f"Duty holder: {rule.duty_holder}.")
    if rule.citation is not None:
        sentences.append(f"Source of the rule: {rule.citation.text}.")
        if rule.citation.cases is not None:
            sentences.append(f"Measured on {pluralised(rule.citation.cases, 'case')}.")
    return " ".join(sentences)


def _rule_sentence(
    process: Process,
    rule: DateRule,
    clock: RunningClock,
    end: Event,
    *,
    certain: bool,
    upper: bool,
) -> str:
    what = labelled(process, end)
    start = clock.days
    started = (
        f"{rule.start_label}, {_between(start)}"
        if rule.start_label
        else f"{quoted_label(process, clock.event.trigger)} ({_between(start)})"
    )
    exact = end.on.is_day and start[0] == start[1]
    at_most = rule.at_most if upper else None
    if not certain:
        outcome = " or ".join(_possible_outcomes(rule.at_least, at_most, start, end))
        return (
            f"{what} may be {outcome} under {rule.id}: {rule.bound} after {started}. "
            "The dates held here cannot settle it."
        )
    if at_most is not None and end.on.first > (due := at_most.shift(start[1])):
        distance = _distance(at_most, due, end.on.first, exact=exact)
        reason = f"{at_most} after {started}"
        return _too_late(
            what, distance, rule.id, rule.strength, f"{_between((due, due))}, {reason}"
        )
    if rule.at_least is not None and end.on.last < (due := rule.at_least.shift(start[0])):
        distance = _distance(rule.at_least, end.on.last, due, exact=exact)
        day = f"{_between((due, due))}, {rule.at_least} after {started}"
        return _too_early(what, distance, rule.id, rule.strength, day)
    return (
        f"{what} is on no day that keeps {rule.id}, on the dates held here: "
        f"{rule.bound} after {started}."
    )


def _possible_outcomes(
    at_least: Span | None, at_most: Span | None, start: DayRange, end: Event
) -> Iterator[str]:
    if at_least is not None and end.on.first < at_least.shift(start[1]):
        yield "too early"
    if at_most is not None and end.on.last > at_most.shift(start[0]):
        yield "late"


def _too_late(what: str, distance: str, rule: str, strength: Strength, due: str) -> str:
    """Return the sentence for a late event.

    Only logic, law, directions and contracts make an event late. Policy and the inspectorate ask
    for a day, and practice is what is usual.
    """
    if strength in ASKED_FOR:
        return f"{what} came {distance} after the day asked for by {rule}: {due}."
    if strength is Strength.PRACTICE:
        return f"{what} came {distance} later than usual under {rule}: by {due}."
    return f"{what} is {distance} late under {rule}, on the dates held here: due by {due}."


def _too_early(what: str, distance: str, rule: str, strength: Strength, day: str) -> str:
    if strength in ASKED_FOR:
        return f"{what} came {distance} before the first day asked for by {rule}: {day}."
    if strength is Strength.PRACTICE:
        return f"{what} came {distance} earlier than usual under {rule}: from {day}."
    return f"{what} is {distance} too early under {rule}, on the dates held here: from {day}."


def deadline_missed(
    process: Process, pending: OpenDeadline, *, met_by: Event, certain: bool
) -> str:
    """Say that an event came after the deadline it meets, or may have."""
    what = labelled(process, met_by)
    deadline = f'the deadline "{pending.deadline.what}"'
    due = f"{_between(pending.due)}, set by {labelled(process, pending.setter)}"
    if not certain:
        return (
            f"{what} may be late for {deadline}: due by {due}. "
            "The dates held here cannot settle it."
        )
    exact = met_by.on.is_day and pending.due[0] == pending.due[1]
    distance = _distance(None, pending.due[1], met_by.on.first, exact=exact)
    if pending.strength in ASKED_FOR | {Strength.PRACTICE}:
        return f"{what} came {distance} after the day asked for by {deadline}: {due}."
    return f"{what} is {distance} late for {deadline}, on the dates held here: due by {due}."


def _distance(span: Span | None, first: int, last: int, *, exact: bool) -> str:
    """Return the days from the first to the last, in the unit that the rule counts in."""
    working = span is not None and span.unit is Unit.WORKING_DAYS and last <= LAST_CALENDAR_DAY
    days = PartialDate.between(first, first), PartialDate.between(last, last)
    count = working_days_between(*days) if working else last - first
    unit = "working day" if working else "day"
    return f"{'' if exact else 'at least '}{pluralised(count, unit)}"


def unknown_requirement(what: str) -> str:
    """Say that an event meets a requirement that nobody set."""
    return f"No deadline held here asks for {quoted(what)}. The words must be the same."
