"""What may happen next: every trigger, allowed or refused and why, and between which days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pendulum
from attrs import frozen

from ..dates import MAX_DAY, MIN_DAY, DateLike, PartialDate, whole_day
from ..engine import (
    Replay,
    RunningClock,
    check,
    clock_of,
    date_rule_broken,
    evaluate,
    not_allowed_in,
    out_of_order,
)
from ..history import NamedEvent, Strength
from ..process import Mark, Process
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import History
    from ..process import DateRule

__all__ = ["Option", "options", "what_next"]


@frozen
class Option:
    """What one trigger would do next.

    Args:
        trigger: The trigger.
        allowed: Whether a live case would accept it, on the day asked for if one was.
        reasons: Why not: every reason, and what to record first.
        leads_to: The stage after it; None where the process does not allow it.
        mark: How ordinary the move is; None where the process does not allow it.
        earliest: The first day on which it would be accepted.
        latest: The last day that keeps every rule and deadline which it ends; None without one.
        moves: Whether it would change the stage.
    """

    trigger: str
    allowed: bool
    reasons: tuple[str, ...]
    leads_to: str | None
    mark: Mark | None
    earliest: pendulum.Date | None
    latest: pendulum.Date | None
    moves: bool

    def to_dict(self) -> dict[str, Any]:
        """The option as plain data, the same that the command prints as JSON."""
        return {
            "trigger": self.trigger,
            "allowed": self.allowed,
            "reasons": list(self.reasons),
            "leads_to": self.leads_to,
            "mark": None if self.mark is None else self.mark.label,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "latest": None if self.latest is None else self.latest.isoformat(),
        }


def options(replay: Replay, as_of: DateLike | None = None) -> tuple[Option, ...]:
    """Every trigger from where a case stands: those that move the stage first, refused ones last.

    Nothing is changed. What an event says besides its day, such as a judgement word, is not asked.

    Args:
        replay: Where the case stands.
        as_of: The day on which it would happen; any day when left out.

    Raises:
        BadDate: The day is known only in part.
    """
    day = None if as_of is None else whole_day(as_of)
    found = [_option(replay, trigger, day) for trigger in replay.process.triggers]
    return tuple(sorted(found, key=lambda option: (not option.allowed, not option.moves)))


def _option(replay: Replay, trigger: str, day: int | None) -> Option:
    process = replay.process
    move = process.table[replay.stage].get(trigger)
    first = _first_accepted(replay, trigger)
    asked = day if day is not None else MAX_DAY if first is None else first
    reasons = tuple(_date_reasons(replay, trigger, asked))
    if move is None:
        not_allowed = not_allowed_in(process, replay.stage, trigger)
        return Option(
            trigger,
            allowed=False,
            reasons=(not_allowed, *reasons),
            leads_to=None,
            mark=None,
            earliest=None,
            latest=None,
            moves=False,
        )
    return Option(
        trigger,
        not reasons,
        reasons,
        move.leads_to,
        move.mark,
        _day(first),
        _day(_last_keeping(replay, trigger)),
        moves=not move.stays,
    )


def _day(ordinal: int | None) -> pendulum.Date | None:
    inside = ordinal is not None and MIN_DAY <= ordinal <= MAX_DAY
    return pendulum.Date.fromordinal(ordinal) if inside and ordinal is not None else None


def _first_accepted(replay: Replay, trigger: str) -> int | None:
    """The first day (ordinal) on which nothing certainly forbids the trigger."""
    process = replay.process
    ordered = MIN_DAY if process.order_rule is None else replay.reached
    days = {ordered}
    for rule, clock in _clocks(replay, trigger):
        if rule.strength is Strength.LOGIC:
            if rule.at_least is not None:
                days.add(rule.at_least.shift(clock.days[0]))
            days.add(rule.period[1] + 1)
    later = sorted(day for day in days if ordered <= day <= MAX_DAY)
    return next((day for day in later if not any(_broken(replay, trigger, day))), None)


def _last_keeping(replay: Replay, trigger: str) -> int | None:
    """The last day (ordinal) that keeps every upper bound which the trigger ends."""
    days = [
        pending.due[0] for pending in replay.open_deadlines if pending.deadline.met_by == trigger
    ]
    for rule, clock in _clocks(replay, trigger):
        if rule.at_most is None or replay.stated_deadline(rule):
            continue
        (since, until), (first, last) = rule.period, clock.days
        if rule.in_force_by_end:
            days.append(min(rule.at_most.shift(first), until))
        elif max(first, since) <= min(last, until):
            days.append(rule.at_most.shift(max(first, since)))
    return min(days, default=None)


def _clocks(replay: Replay, trigger: str) -> list[tuple[DateRule, RunningClock]]:
    """The rules whose running clock the trigger ends."""
    ending = replay.process.ending.get(trigger, ())
    clocks = replay.clocks
    return [(rule, clock_of(rule, clocks[rule.id])) for rule in ending if rule.id in clocks]


def _broken(replay: Replay, trigger: str, day: int) -> Iterator[tuple[DateRule, RunningClock]]:
    """The rules of strength logic that the trigger would certainly break on a day."""
    for rule, clock in _clocks(replay, trigger):
        if rule.strength is Strength.LOGIC and not clock.measured:
            result = evaluate(rule, clock.days, (day, day))
            if result is not None and result.certain and result.strength is Strength.LOGIC:
                yield rule, clock


def _date_reasons(replay: Replay, trigger: str, day: int) -> Iterator[str]:
    """Why the trigger cannot have happened on a day: every reason."""
    process = replay.process
    event = NamedEvent(PartialDate.between(day, day), what=trigger)
    if process.order_rule is not None and day < replay.reached:
        yield out_of_order(process, event, replay.reached)
    for rule, clock in _broken(replay, trigger, day):
        yield date_rule_broken(
            process, rule, clock=clock, end=event, strength=rule.strength, certain=True
        )


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
    return options(check(shown, process).replay, as_of)
