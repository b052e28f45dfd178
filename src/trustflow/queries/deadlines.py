"""The deadlines of a case: what is due, by which rule or document, and whether it was met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import (
    LAST_CALENDAR_DAY,
    MAX_DAY,
    DateLike,
    PartialDate,
    whole_day,
    working_days_between,
)
from ..engine import OpenDeadline, RunningClock, Settled, check, clock_of, set_in
from ..history import Strength
from ..trust_transfer import TRUST_TRANSFER
from .due import YEAR, Due, Status, days_from, unit_of

if TYPE_CHECKING:
    from ..engine import DayRange, Report
    from ..history import Event, History
    from ..process import DateRule, Process

__all__ = ["deadlines", "deadlines_of"]


def deadlines(
    history: History,
    as_of: DateLike,
    *,
    process: Process = TRUST_TRANSFER,
    everything: bool = False,
) -> tuple[Due, ...]:
    """The deadlines of a history as they stand on a day, by due day.

    They follow from date rules, and from days set in directions, contracts and other documents;
    a day so set takes the place of the default it specialises.

    Args:
        history: The history; what happened after the day is left out.
        as_of: The day asked for.
        process: The process; the trust transfer when left out.
        everything: Whether to list those, too, that follow from a rule, fell due more than twelve
            months before the day, and have no record of being met.

    Raises:
        BadDate: The day is known only in part.
    """
    return deadlines_of(check(history.as_of(as_of), process), as_of, everything=everything)


def deadlines_of(report: Report, as_of: DateLike, *, everything: bool = False) -> tuple[Due, ...]:
    """Return the deadlines of a report on a day, as `deadlines` does for a history.

    Args:
        report: A report on the history up to the day.
        as_of: The day.
        everything: As for `deadlines`.
    """
    day = whole_day(as_of)
    listed = [
        each
        for settled in report.replay.running_or_settled()
        if (each := _due(report.process, settled, day)) is not None
        and (everything or _is_listed(each, day))
    ]
    return tuple(sorted(listed, key=lambda each: each.due.first if each.due else MAX_DAY))


def _due(process: Process, settled: Settled, day: int) -> Due | None:
    if isinstance(settled.subject, OpenDeadline):
        return _document_due(process, settled, settled.subject, day)
    rule, event = settled.subject
    return _rule_due(settled, rule, clock_of(rule, event), day)


def _is_listed(found: Due, day: int) -> bool:
    """Whether it was set, is open or met, or fell due in the twelve months before the day."""
    if found.rule is None or found.status in {Status.OPEN, Status.MET, Status.MET_LATE}:
        return True
    if found.due is None or found.due.last < YEAR.shift(day, -1):
        return False
    return found.status is not Status.SUPERSEDED or found.due.first < day


def _document_due(process: Process, settled: Settled, pending: OpenDeadline, day: int) -> Due:
    """A deadline set in a document."""
    stated = pending.deadline.due
    status = _status(settled, pending.due, day, missed=Status.UNMET)
    if pending.is_doubtful and status is not Status.MET:
        status = Status.CANNOT_BE_TOLD
    return Due(
        what=pending.deadline.what,
        due=PartialDate.between(*pending.due) if stated is None else stated,
        strength=pending.strength,
        status=status,
        left=_left(status, pending.due, day, "working days"),
        set_by=pending.setter,
        met_by=settled.met_by,
        superseded_by=settled.superseded_by,
        citation=set_in(process, pending.setter),
        start=pending.setter.on if stated is None else None,
        span=pending.deadline.within,
        as_of=PartialDate.between(day, day),
    )


def _rule_due(settled: Settled, rule: DateRule, clock: RunningClock, day: int) -> Due | None:
    """A day that follows from a rule; None where the rule has no last day or was not in force."""
    (since, until), (first, last) = rule.period, clock.days
    start = clock.days if rule.in_force_by_end else (max(first, since), min(last, until))
    if rule.at_most is None or rule.strength is Strength.LOGIC or start[0] > start[1]:
        return None
    reached = rule.at_most.shift(start[0]), rule.at_most.shift(start[1])
    status = _status(settled, reached, day, missed=Status.NOT_RECORDED)
    if start != clock.days and status is not Status.SUPERSEDED:
        status = Status.CANNOT_BE_TOLD  # whether the rule was in force then
    unit = unit_of(rule.at_most)
    return Due(
        what=rule.requires,
        due=PartialDate.between(*reached),
        strength=rule.strength,
        status=status,
        left=_left(status, reached, day, unit),
        unit=unit,
        rule=rule.id,
        duty_holder=rule.duty_holder,
        set_by=clock.event,
        met_by=settled.met_by,
        superseded_by=settled.superseded_by,
        citation=rule.citation,
        start=days_from(*clock.days),
        span=rule.at_most,
        counted_by=rule,
        measured=clock.measured,
        as_of=PartialDate.between(day, day),
    )


def _status(settled: Settled, due_days: DayRange, day: int, *, missed: Status) -> Status:
    """How a deadline stands on a day."""
    first, last = due_days
    gone, met = settled.superseded_by, settled.met_by
    if gone is not None and gone.on.last <= first:
        return Status.SUPERSEDED
    in_doubt = gone is not None and gone.on.first <= last
    if met is not None:
        status = _met(met, first, last)
        return Status.CANNOT_BE_TOLD if in_doubt else status
    if in_doubt:
        return Status.CANNOT_BE_TOLD
    if day <= first:
        return Status.OPEN
    return missed if day > last else Status.CANNOT_BE_TOLD


def _met(met: Event, first: int, last: int) -> Status:
    if met.on.last <= first:
        return Status.MET
    return Status.MET_LATE if met.on.first > last else Status.CANNOT_BE_TOLD


def _left(status: Status, due_days: DayRange, day: int, unit: str) -> int | None:
    """The days left to the first due day, or past the last one as a negative number."""
    if status is Status.OPEN:
        end = due_days[0]
    elif status in {Status.UNMET, Status.NOT_RECORDED}:
        end = due_days[1]
    else:
        return None
    if unit == "days" or max(day, end) > LAST_CALENDAR_DAY:
        return end - day
    return working_days_between(PartialDate.between(day, day), PartialDate.between(end, end))
