"""The sentences people read: one door for the text of findings, refusals and pages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..dates import LAST_CALENDAR_DAY, PartialDate, Span, Unit, working_days_between
from ..errors import pluralised, quoted, suggestion
from ..history import Citation, Confidence, Strength

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..history import Deadline, Event, Source
    from ..process import DateRule, Move, Process

__all__ = [
    "DISCLAIMER",
    "NOT_RECORDED",
    "date_rule_broken",
    "deadline_missed",
    "happened",
    "how_founded",
    "move_not_allowed",
    "off_standard_route",
    "out_of_order",
    "when",
]

DISCLAIMER = (
    "trustflow shows what its sources say and the dates that follow from the rules it cites. "
    "It is not legal advice and not an official record. Check the direction, the Act and the "
    "council's own papers before you rely on a date."
)
NOT_RECORDED = "No record held here that this was done. That does not show that it was not done."
INCOMPLETE = "Dates may be incomplete or taken from the press."
RECEIPT_MEASURED = (
    "The day the council received the report is not recorded; it was measured on 59 letters to lie "
    "between 6 working days before publication and 1 after it."
)

Days = tuple[int, int]
"""The earliest and the latest day of a date, as ordinals."""


def when(date: PartialDate) -> str:
    """The date with the word that leads to it: on 1 December 2016, in July 2016, by May 2015."""
    words = date.words
    if date.text[0] in ".[" or "/" in date.text:
        return words
    return f"on {words}" if date.is_day else f"in {words}"


def happened(process: Process, event: Event) -> str:
    """What happened and when: trust went live on 1 April 2018."""
    label = process.triggers.get(event.trigger, event.trigger)
    return f"{label} {when(event.on)}"


def set_in(process: Process, event: Event) -> Citation:
    """What set a deadline, as a citation."""
    what = capital(happened(process, event))
    if not event.sources:
        return Citation(what)
    source = event.sources[0]
    return Citation(f"{what}: {source.title}", url=None if source.copy_of else source.url)


def how_founded(source: Source, shown: str | None = None) -> str:
    """Who says so, and how well that is founded.

    Args:
        source: The source.
        shown: How to show it, such as a link; its title when left out.
    """
    title = source.title if shown is None else shown
    if source.confidence is Confidence.LOW:
        said = f"Inferred from {title}; no source states it."
    elif source.confidence is Confidence.MEDIUM:
        said = f"Reported by {title}; not checked against a primary source."
    else:
        said = f"{title}."
    if source.copy_of is None:
        return said
    return f"{said} Copy of a page first published by {source.copy_of}; the original was not seen."


def between(days: Days) -> str:
    """A span of days for people."""
    return PartialDate.between(*days).words


def capital(sentence: str) -> str:
    """The sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def move_not_allowed(process: Process, stage: str, event: Event) -> str:
    """Why an event is refused in a stage, what is allowed instead, and what to record first."""
    if event.trigger not in process.triggers:
        return (
            f"{quoted(event.trigger)} is no event of {process.title}"
            f"{suggestion(event.trigger, process.triggers)}."
        )
    return f"{capital(happened(process, event))}: {not_allowed_in(process, stage, event.trigger)}"


@lru_cache(maxsize=4096)
def not_allowed_in(process: Process, stage: str, trigger: str) -> str:
    """Why a trigger is refused in a stage, what leads on from it, and what to record first."""
    onward = [
        process.triggers[move.trigger] for move in process.moves_from(stage) if not move.stays
    ]
    sentences = [
        f"not allowed in the stage “{process.stages[stage].label}”.",
        f"What leads on from it: {'; '.join(onward)}." if onward else "Nothing leads on from it.",
    ]
    first = process.shortest(stage, trigger)
    if first is None:
        sentences.append("Nothing that could be recorded first would allow it.")
    else:
        way = ", then ".join(process.triggers[move.trigger] for move in first)
        sentences.append(f"Record first: {way}.")
    return " ".join(sentences)


def off_standard_route(process: Process, move: Move) -> str:
    """That a move is off the ordinary route, and who made it before."""
    label = capital(process.triggers[move.trigger])
    place = f"in the stage “{process.stages[move.stage].label}”"
    if move.mark.label == "possible":
        return f"{label} {place}: nothing forbids it, and no precedent is on record."
    shipped = [str(precedent) for precedent in move.precedents if precedent.shipped]
    known = f"; on record: {'; '.join(shipped)}" if shipped else ", but it happened"
    return f"{label} {place} is off the ordinary route{known}."


def out_of_order(process: Process, event: Event, reached: int) -> str:
    """That an event is listed after one that happened later."""
    return (
        f"{capital(happened(process, event))} is listed after an event of "
        f"{between((reached, reached))} or later. List events in the order in which they happened, "
        "or correct the date."
    )


def date_rule_broken(
    process: Process,
    rule: DateRule,
    *,
    start: Event,
    counted_from: Days,
    measured: bool,
    end: Event,
    strength: Strength,
    certain: bool,
) -> str:
    """That an event came too late or too early under a rule, or that it cannot be told."""
    first, last = (end.on.first, end.on.last)
    what = capital(happened(process, end))
    source = f"{rule.id} ({rule.citation.text})" if rule.citation else rule.id
    started = f"{rule.start_label or process.triggers[start.trigger]}, {between(counted_from)}"
    bound = f"{rule.bound} after {started}"
    exact = end.on.is_day and counted_from[0] == counted_from[1]
    sentences = []
    if not certain:
        sentences.append(
            f"It cannot be told from the dates held here whether {what[:1].lower()}{what[1:]} kept "
            f"to {source}: {bound}."
        )
    elif rule.at_most is not None and first > (due := rule.at_most.shift(counted_from[1])):
        late = _distance(rule.at_most, due, end.on.first, exact=exact)
        sentences.append(
            f"On the dates held here, {what[:1].lower()}{what[1:]} is {late} after the last day "
            f"under {source}: {bound}, so by {between((due, due))}."
        )
    elif rule.at_least is not None and last < (due := rule.at_least.shift(counted_from[0])):
        early = _distance(rule.at_least, last, due, exact=exact)
        sentences.append(
            f"On the dates held here, {what[:1].lower()}{what[1:]} is {early} before the first day "
            f"under {source}: {bound}."
        )
    else:
        sentences.append(
            f"On the dates held here, {what[:1].lower()}{what[1:]} is on no day that keeps to "
            f"{source}: {bound}."
        )
    if measured:
        sentences.append(RECEIPT_MEASURED)
    if rule.relaxed is not None and strength is Strength.PRACTICE:
        sentences.append(f"The rule was relaxed for that due day: {rule.relaxed.citation.text}.")
    if strength is Strength.LAW:
        sentences += [
            INCOMPLETE,
            f"This is not a finding that the {rule.duty_holder or 'council'} broke the law.",
        ]
    elif rule.duty_holder is not None:
        sentences.append(f"The rule falls on: {rule.duty_holder}.")
    if rule.citation is not None and rule.citation.cases is not None:
        sentences.append(f"Measured on {pluralised(rule.citation.cases, 'case')}.")
    return " ".join(sentences)


def deadline_missed(
    process: Process,
    deadline: Deadline,
    *,
    setter: Event,
    due: Days,
    met: Event,
    certain: bool,
) -> str:
    """That what was asked for by a day came after it, or that it cannot be told."""
    asked = f"{deadline.what} (due {between(due)}, set by {happened(process, setter)})"
    what = happened(process, met)
    if not certain:
        return f"It cannot be told from the dates held here whether {what} kept to: {asked}."
    late = _distance(None, due[1], met.on.first, exact=met.on.is_day and due[0] == due[1])
    return f"On the dates held here, {what} is {late} after the last day for: {asked}."


def _distance(span: Span | None, first: int, last: int, *, exact: bool) -> str:
    """The days from the first day to the last in the unit of the rule, at least so many."""
    working = span is not None and span.unit is Unit.WORKING_DAYS and last <= LAST_CALENDAR_DAY
    days = PartialDate.between(first, first), PartialDate.between(last, last)
    count = working_days_between(*days) if working else last - first
    unit = "working day" if working else "day"
    return f"{'' if exact else 'at least '}{pluralised(count, unit)}"


def unknown_requirement(what: str) -> str:
    """That a requirement is said to be met that nobody set."""
    return f"No deadline held here asks for {quoted(what)}; the words have to be the same."


def missing_step(process: Process, event: Event, beginnings: Sequence[str]) -> str:
    """That something ended whose beginning is not on record."""
    labels = " or ".join(process.triggers[trigger] for trigger in beginnings)
    return f"{capital(happened(process, event))}, and its beginning is not on record: {labels}."


def unknown_stage(process: Process, stage: str) -> str:
    """That a history begins in a stage the process does not have."""
    return (
        f"The history begins in {quoted(stage)}, which is no stage of {process.title}"
        f"{suggestion(stage, process.stages)}."
    )
