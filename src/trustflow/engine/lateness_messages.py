"""The sentences of findings on events that are late or early: for a date rule or a deadline.

The outcome comes first, then the dates, the rule and its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ..dates import LAST_CALENDAR_DAY, MAX_DAY, PartialDate, Span, Unit, working_days_between
from ..errors import pluralised
from ..history import Strength
from .labels import between, labelled, quoted_label, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import Event
    from ..process import DateRule, Process
    from .clocks import DayRange, RunningClock
    from .open_deadline import LastSet, OpenDeadline

__all__ = ["date_rule_broken", "deadline_missed"]


class _Ended(NamedTuple):
    """A clock, the event that stopped it, and the possible days on which it did."""

    clock: RunningClock
    event: Event
    days: DayRange


class _Wording(NamedTuple):
    """The templates of a finding on a late or early event, certain or possible.

    `bound` is a sentence on the rule, for a finding that is only possible.
    """

    late: str
    early: str
    possibly_late: str
    possibly_early: str
    bound: str = "The rule asks for {bound} after {started}."


BINDING = _Wording(
    late="is {distance} late under {rule}, on the dates held here: due {due}",
    early="is {distance} too early under {rule}, on the dates held here: not before {due}",
    possibly_late="may be late under {rule}",
    possibly_early="may be too early under {rule}",
)
ASKED_FOR = _Wording(
    late="came {distance} after the day asked for by {rule}: {due}",
    early="came {distance} before the first day asked for by {rule}: {due}",
    possibly_late="may have come after the day asked for by {rule}",
    possibly_early="may have come before the first day asked for by {rule}",
)
USUAL = _Wording(
    late="came {distance} later than usual under {rule}: usually by {due}",
    early="came {distance} earlier than usual under {rule}: usually not before {due}",
    possibly_late="may have come later than usual under {rule}",
    possibly_early="may have come earlier than usual under {rule}",
    bound="The usual time is {bound} after {started}.",
)
NOT_SETTLED = "The dates held here are not exact enough to settle this"


def _wording(strength: Strength, rule: Strength) -> _Wording:
    """Return the templates for a finding. Only binding rules make an event "late".

    Args:
        strength: The strength of the finding.
        rule: The strength of the rule, which is higher than `strength` if the rule was relaxed.
    """
    if strength is not Strength.PRACTICE:
        return ASKED_FOR if strength in {Strength.POLICY, Strength.INSPECTORATE} else BINDING
    return USUAL if rule is Strength.PRACTICE else ASKED_FOR


def date_rule_broken(
    process: Process,
    rule: DateRule,
    *,
    clock: RunningClock,
    end: Event,
    end_days: DayRange,
    strength: Strength,
    certain: bool,
    upper: bool = True,
) -> str:
    """Return the message for an event that is, or may be, too late or too early.

    Args:
        process: The process.
        rule: The rule.
        clock: The clock that the event ended.
        end: The event.
        end_days: The possible days on which the event stopped the clock.
        strength: The strength of the finding, which a relaxation can lower.
        certain: Whether the rule is certainly broken.
        upper: Whether the upper bound of the rule applies.
    """
    wording = _wording(strength, rule.strength)
    is_bound = upper and clock.days[0] <= rule.last_binding_start
    bounded = rule if is_bound else evolve(rule, at_most=None, shown_by=())
    describe = _broken if certain else _possibly_broken
    sentences = list(describe(process, bounded, _Ended(clock, end, end_days), wording))
    if clock.measured and rule.fallback_note is not None:
        sentences.append(rule.fallback_note)
    if rule.relaxed is not None and strength is Strength.PRACTICE:
        sentences.append(f"The rule was relaxed for that due day: {rule.relaxed.citation.text}.")
    if strength is Strength.LAW and process.duty_note is not None:
        sentences.append(_duty_note(process.duty_note, clock))
    elif clock.duty_holder is not None:
        sentences.append(f"Duty holder: {clock.duty_holder}.")
    if rule.citation is not None:
        sentences.append(f"Source of the rule: {rule.citation.text}.")
        if rule.citation.cases is not None:
            sentences.append(f"Measured on {pluralised(rule.citation.cases, 'case')}.")
    return " ".join(sentences)


def _duty_note(note: str, clock: RunningClock) -> str:
    """Return the sentence on what a finding does not claim, with its duty holder."""
    if clock.has_other_holder:  # a name takes no article
        note = note.replace("the {duty_holder}", "{duty_holder}")
    # Not `str.format`, which fails on other braces and looks up attributes that a text names.
    return note.replace("{duty_holder}", clock.duty_holder or "duty holder")


def _labelled_end(process: Process, rule: DateRule, ended: _Ended) -> str:
    """Return the event that stopped the clock, with the day on which it did."""
    labelled_event = labelled(process, ended.event)
    if rule.end_field == "on":
        return labelled_event
    given = getattr(ended.event, rule.end_field)
    is_one_date = isinstance(given, PartialDate) and given.starts == given
    counted = "counted" if is_one_date else "whose start was"
    return f"{labelled_event}, {counted} {when(PartialDate.between(*ended.days))},"


def _broken(process: Process, rule: DateRule, ended: _Ended, wording: _Wording) -> Iterator[str]:
    (first, last), (end_first, end_last) = ended.clock.days, ended.days
    exact = end_first == end_last and first == last
    what, started = _labelled_end(process, rule, ended), _started(process, rule, ended.clock)
    if rule.at_most is not None and end_first > (due := rule.at_most.shift(last)):
        span, template, distance = rule.at_most, wording.late, (due, end_first)
    elif rule.at_least is not None and end_last < (due := rule.at_least.shift(first)):
        span, template, distance = rule.at_least, wording.early, (end_last, due)
    else:
        yield f"{what} breaks {rule.id} on each of its possible days."
        yield f"The rule is {rule.bound} after {started}."
        return
    outcome = template.format(
        distance=_distance(span, *distance, exact=exact),
        rule=rule.id,
        due=_by(between((due, due))) if template is BINDING.late else between((due, due)),
    )
    yield f"{what} {outcome}."
    yield f"That is {span} after {started}."


def _possibly_broken(
    process: Process, rule: DateRule, ended: _Ended, wording: _Wording
) -> Iterator[str]:
    (first, last), outcomes = ended.clock.days, []
    if rule.at_least is not None and ended.days[0] < rule.at_least.shift(last):
        outcomes.append(wording.possibly_early)
    if rule.at_most is not None and ended.days[1] > rule.at_most.shift(first):
        outcomes.append(wording.possibly_late)
    what, started = _labelled_end(process, rule, ended), _started(process, rule, ended.clock)
    yield f"{what} {', or '.join(outcomes).format(rule=rule.id)}."
    yield f"{NOT_SETTLED}. {wording.bound.format(bound=rule.bound, started=started)}"


def _by(words: str) -> str:
    """Return a due date with its preposition; a range has its own."""
    return words if words.startswith(("between ", "by ")) else f"by {words}"


def _started(process: Process, rule: DateRule, clock: RunningClock) -> str:
    """Return the event or label that the clock counts from, with the day."""
    days = between(clock.days)
    on = clock.event.on
    if rule.start_label is not None:
        started = f"{rule.start_label} ({days})"
    elif on.is_open_end and clock.days[1] > MAX_DAY:  # in the words of its month or year
        started = labelled(process, clock.event)
    else:
        started = f"{quoted_label(process, clock.event.trigger)} ({days})"
    if clock.inherited_from is None:
        return started
    return f"{started}, in the history of {clock.inherited_from}"


def deadline_missed(
    process: Process,
    pending: OpenDeadline,
    last_set: LastSet,
    *,
    met_by: Event,
    days: DayRange,
    certain: bool,
) -> str:
    """Return the message for an event that is, or may be, late for its deadline.

    Args:
        process: The process.
        pending: The deadline.
        last_set: What set the same requirement last.
        met_by: The event.
        days: Its earliest and latest possible day.
        certain: Whether it is certainly late.
    """
    what = labelled(process, met_by)
    deadline = f'the deadline "{pending.deadline.what}"'
    stated = pending.deadline.due
    due = between(pending.due) if stated is None else stated.words
    setter = labelled(process, pending.setter)
    again = _set_again(process, pending, last_set)
    # `Strength.LOGIC` as the rule, because a deadline of strength practice asks for a day, too.
    wording = _wording(pending.strength, Strength.LOGIC)
    if not certain:
        outcome = wording.possibly_late.format(rule=deadline)
        set_by = f"The deadline was due {_by(due)}, set by {setter}."
        return f"{what} {outcome}. {NOT_SETTLED}. {set_by}{again}"
    exact = days[0] == days[1] and pending.due[0] == pending.due[1]
    outcome = wording.late.format(
        distance=_distance(None, pending.due[1], days[0], exact=exact),
        rule=deadline,
        due=_by(due) if wording is BINDING else due,
    )
    return f"{what} {outcome}. It was set by {setter}.{again}"


def _set_again(process: Process, pending: OpenDeadline, last_set: LastSet) -> str:
    """Return a sentence on the event that set a deadline again; empty if none did."""
    if last_set.setter is pending.setter:
        return ""
    setter, deadline = last_set
    if deadline.due is not None:
        day = f"due {deadline.due.words}"
    elif deadline.within is not None:
        day = f"due {deadline.within} later"
    else:
        day = "without a day"
    return f" {labelled(process, setter)} set it again, {day}."


def _distance(span: Span | None, first: int, last: int, *, exact: bool) -> str:
    """Return the days from the first to the last, in the unit that the rule counts in."""
    working = span is not None and span.unit is Unit.WORKING_DAYS and last <= LAST_CALENDAR_DAY
    days = PartialDate.between(first, first), PartialDate.between(last, last)
    count = working_days_between(*days) if working else last - first
    unit = "working day" if working else "day"
    return f"{'' if exact else 'at least '}{pluralised(count, unit)}"
