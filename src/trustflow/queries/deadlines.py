"""The deadlines of a case: what is due, by which rule or document, and whether it was met."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve

from ..dates import (
    BEFORE_ALL,
    LAST_CALENDAR_DAY,
    MAX_DAY,
    DateLike,
    PartialDate,
    Span,
    Truth,
    whole_day,
    working_days_between,
)
from ..engine import OpenDeadline, RunningClock, Settled, check, set_in
from ..history import Deadline, Strength
from ..process import require_process
from ..trust_transfer import TRUST_TRANSFER
from .due import MISSED, YEAR, Due, DueTable, Status
from .rule_days import interval, start_days_in_force, unit_of
from .windows import due_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._tables import Table
    from ..engine import DayRange, Report
    from ..history import History
    from ..process import DateRule, Process

__all__ = ["deadlines", "deadlines_of"]


def deadlines(
    history: History,
    as_of: DateLike,
    *,
    process: Process = TRUST_TRANSFER,
    everything: bool = False,
    within: str | Span | PartialDate | None = None,
) -> Table[Due]:
    """Return the deadlines of a history with their status on a day, sorted by due day.

    The answer is a tuple that converts to a data frame with `to_arrow`, `to_pandas` or `to_polars`.

    Deadlines come from the date rules, and from directions, contracts and other documents. A day
    that a document sets replaces the day under a rule.

    Args:
        history: The history; later events are left out.
        as_of: The day of the status.
        process: The process; the trust transfer by default.
        everything: Whether to include the deadlines under rules that fell due more than twelve
            months before `as_of` and are not recorded as met. It has no effect with `within`.
        within: The days in which a deadline must fall due, or may fall due, to be listed: a length
            of time from `as_of` on, such as ``7 days``, with both of its ends; or an interval of
            exact days, such as ``2026-11-23/2026-11-29``. Deadlines that are met or superseded are
            left out. See `Due.falls_due_between`.

    Raises:
        BadDate: `as_of` is not one exact day, or `within` is neither a length of time nor an
            interval of exact days.
        BadHistory: The history is of another process; the error names its first foreign event.
        InvalidValue: The values are not a history and a process.

    Example:
        >>> from trustflow import casebook
        >>> sandwell = casebook.load("Sandwell")
        >>> [due.what for due in deadlines(sandwell, "2016-11-25", within="7 days")]
        ['transfer plans']
    """
    history = require_process(history, process)
    report = check(history.as_of(as_of), process)
    return deadlines_of(report, as_of, everything=everything, within=within)


def deadlines_of(
    report: Report,
    as_of: DateLike,
    *,
    everything: bool = False,
    within: str | Span | PartialDate | None = None,
) -> Table[Due]:
    """Return the deadlines of a report on a day; `deadlines` takes a history instead.

    Args:
        report: A report on the history up to the day.
        as_of: The day of the status.
        everything: As for `deadlines`.
        within: As for `deadlines`.

    Raises:
        BadDate: `as_of` or `within` is not one that `deadlines` accepts.
        BadHistory: The history of the report is of another process.
    """
    require_process(report.history, report.process)
    day = whole_day(as_of, "as_of")
    window = None if within is None else due_window(within, as_of)
    inherited = {id(event) for event in report.history.inherits}
    listed = [
        _inherited(due, report.history.succeeds) if id(due.set_by) in inherited else due
        for settled, place in _placed(report)
        if (due := _due(report.process, settled, day, place)) is not None
        and (_falls_due(due, window) if window else everything or _is_listed(due, day))
    ]
    return DueTable(sorted(listed, key=lambda due: due.due.first if due.due else MAX_DAY))


def _inherited(due: Due, authority: str | None) -> Due:
    """Return a deadline that comes from an event of the replaced authority."""
    return evolve(due, inherited_from=authority)


def _placed(report: Report) -> Iterator[tuple[Settled, int]]:
    """Yield each clock and deadline with its place among those of its rule or in its words.

    All of them count, listed or not, so that a place depends only on what was set before.
    """
    listed = list(enumerate((*report.history.inherits, *report.history.events)))
    # In reverse, so that an event that is listed twice has its first place.
    order = {id(event): index for index, event in reversed(listed)}

    positions: dict[int, dict[Deadline, int]] = {}

    def set_order(settled: Settled) -> tuple[int, int]:
        if isinstance(settled.subject, OpenDeadline):
            setter = settled.subject.setter
            if id(setter) not in positions:
                listed = enumerate(setter.deadlines_set)
                positions[id(setter)] = {each: place for place, each in reversed([*listed])}
            return order[id(setter)], positions[id(setter)][settled.subject.deadline]
        return order[id(settled.subject.clock.event)], 0

    places: Counter[tuple[bool, str]] = Counter()
    for settled in sorted(report.replay.running_or_settled(), key=set_order):
        if isinstance(settled.subject, OpenDeadline):
            group = (False, settled.subject.deadline.words)
        else:
            group = (True, settled.subject.rule.id)
        places[group] += 1
        yield settled, places[group]


def _due(process: Process, settled: Settled, day: int, place: int) -> Due | None:
    if isinstance(settled.subject, OpenDeadline):
        return _document_due(process, settled, settled.subject, day, place)
    rule, clock = settled.subject
    return _rule_due(settled, rule, clock, day, place)


def _is_listed(due: Due, day: int) -> bool:
    """Return whether `deadlines` lists a deadline without `everything`.

    It lists a deadline that a document set, that is open or met, or that fell due in the twelve
    months before the day. It lists a superseded deadline under a rule only if it was due before the
    day.
    """
    if due.rule is None or due.status in {Status.OPEN, Status.MET, Status.MET_LATE}:
        return True
    if due.due is None or due.due.last < YEAR.shift(day, -1):
        return False
    return due.status is not Status.SUPERSEDED or due.due.first < day


def _falls_due(due: Due, window: tuple[PartialDate, PartialDate]) -> bool:
    """Return whether a deadline falls due, or may fall due, in a window."""
    return due.falls_due_between(*window) is not Truth.NO


def _document_due(
    process: Process, settled: Settled, pending: OpenDeadline, day: int, place: int
) -> Due:
    """Return the deadline that a document set, with its status on a day."""
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
        is_pending=_pending(settled, pending.due, is_doubtful=pending.is_doubtful),
        place=place,
    )


def _rule_due(
    settled: Settled, rule: DateRule, clock: RunningClock, day: int, place: int
) -> Due | None:
    """Return the deadline under a rule; None if the rule sets none on these days."""
    start = start_days_in_force(rule, clock.days)
    if rule.at_most is None or rule.strength is Strength.LOGIC or start is None:
        return None
    reached = rule.at_most.shift(start[0]), rule.at_most.shift(start[1])
    status = _status(settled, reached, day, missed=Status.NOT_RECORDED)
    if start != clock.days and status is not Status.SUPERSEDED:
        status = Status.CANNOT_BE_TOLD  # the start day may be one on which the rule was not in
        # force
    unit = unit_of(rule.at_most)
    return Due(
        what=rule.requires,
        due=PartialDate.between(*reached),
        strength=rule.strength,
        status=status,
        left=_left(status, reached, day, unit),
        unit=unit,
        rule=rule.id,
        duty_holder=clock.duty_holder,
        set_by=clock.event,
        met_by=settled.met_by,
        superseded_by=settled.superseded_by,
        citation=rule.citation,
        start=interval(*clock.days),
        span=rule.at_most,
        date_rule=rule,
        measured=clock.measured,
        as_of=PartialDate.between(day, day),
        is_pending=_pending(settled, reached, is_doubtful=start != clock.days),
        met_on=_met_on(settled, rule),
        place=place,
    )


def _met_on(settled: Settled, rule: DateRule) -> PartialDate | None:
    """Return the days on which a rule was met, if they are not those of the event that met it."""
    end = settled.end
    if end is None:
        return None
    if end.is_shown:
        return PartialDate.between(BEFORE_ALL, end.days[1])
    return None if rule.end_field == "on" else PartialDate.between(*end.days)


def _status(settled: Settled, due_days: DayRange, day: int, *, missed: Status) -> Status:
    """Return the status of a deadline on a day.

    Args:
        settled: What met or superseded the deadline, if anything did.
        due_days: The earliest and latest due day.
        day: The day of the status.
        missed: The status once the latest due day has passed and nothing has met the deadline.
    """
    first, last = due_days
    superseded_on, met_on, end = settled.superseded_on, settled.met_on, settled.end
    if superseded_on is not None and superseded_on[1] <= first:
        return Status.SUPERSEDED
    # A deadline that was perhaps superseded in time has no certain status, even if it was met.
    if superseded_on is not None and superseded_on[0] <= last:
        return Status.CANNOT_BE_TOLD
    if end is not None and end.is_doubtful:
        return Status.CANNOT_BE_TOLD
    if met_on is not None:
        return _met(met_on, first, last, is_shown=end is not None and end.is_shown)
    if day <= first:
        return Status.OPEN
    return missed if day > last else Status.CANNOT_BE_TOLD


def _met(met_on: DayRange, first: int, last: int, *, is_shown: bool) -> Status:
    """Return the status of a deadline that an event met, or showed to be met."""
    if met_on[1] <= first:
        return Status.MET
    # An event that only shows that the deadline had been met by its day can come long after that.
    return Status.MET_LATE if met_on[0] > last and not is_shown else Status.CANNOT_BE_TOLD


def _pending(settled: Settled, due_days: DayRange, *, is_doubtful: bool) -> Truth:
    """Return whether no event met a deadline, even late, or superseded it in time.

    Args:
        settled: What met or superseded the deadline, if anything did.
        due_days: The earliest and latest due day.
        is_doubtful: Whether there may be no deadline to meet.
    """
    first, last = due_days
    superseded_on, end = settled.superseded_on, settled.end
    is_end_doubtful = end is not None and end.is_doubtful
    if settled.met_on is not None and not is_end_doubtful:
        return Truth.NO
    if superseded_on is not None and superseded_on[1] <= first:
        return Truth.NO
    may_be_superseded = superseded_on is not None and superseded_on[0] <= last
    return Truth.MAYBE if is_doubtful or is_end_doubtful or may_be_superseded else Truth.YES


def _left(status: Status, due_days: DayRange, day: int, unit: str) -> int | None:
    """Return the days left to the first due day; negative: the days past the last one."""
    if status is Status.OPEN:
        end = due_days[0]
    elif status in MISSED:
        end = due_days[1]
    else:
        return None
    # After the calendar of bank holidays ends, only calendar days can be counted.
    if unit == "days" or max(day, end) > LAST_CALENDAR_DAY:
        return end - day
    return working_days_between(PartialDate.between(day, day), PartialDate.between(end, end))
