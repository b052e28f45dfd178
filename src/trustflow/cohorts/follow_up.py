"""Follow each case from its start to its end, or to the day up to which the record can show one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._tables import Table, date_columns, day_count_columns, text_column
from ..dates import MAX_DAY, MIN_DAY, PartialDate
from ..history import ONGOING, Confidence, Event, checked_day, weakest
from ..queries import confirms_stage, plain_data
from .day_counts import DayCount
from .incidence import FAR, CaseDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..engine import DayRange, Report
    from ..history import History
    from .competing_ends import CompetingEnds

__all__ = [
    "FollowedCase",
    "FollowedCaseTable",
    "days_of_cases",
    "followed_cases",
    "followed_on",
    "frequent_ends",
    "last_known_day",
    "last_possible_day",
]


@frozen
class FollowedCase:
    """One case: how an authority entered a stage, and what ended that, if anything did.

    Args:
        authority: The name of the authority.
        start: The event by which it entered the stage.
        end: The label of the end; None if the case has not ended on record.
        ended_by: The event that ended the case; None if it has not ended on record.
        days: The least and the most calendar days to the end, or to the last day on which the case
            is followed. The most is None if there is no upper bound.
        middle: The number of days that estimates take: from the middle of the possible days of the
            start to that of the end, or to the first day up to which the case may be followed.
        followed_to: The day of the end, or the last day on which the case is followed.
        confidence: The confidence of the weaker of the two events; None if one has no source.
        abolished_on: When the authority was abolished, before the case had an end on record;
            otherwise None.
        started_by: The last day (ordinal) on which the case may have started, given the events
            around it; the first if there is no last.
    """

    authority: str
    start: Event
    end: str | None
    ended_by: Event | None
    days: DayCount
    middle: int
    followed_to: PartialDate
    confidence: Confidence | None
    abolished_on: PartialDate | None
    started_by: int

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain data, as the command prints it in JSON."""
        return {
            "authority": self.authority,
            "start": plain_data(self.start),
            "end": self.end,
            "ended_by": plain_data(self.ended_by),
            "days": plain_data(self.days),
            "followed_to": plain_data(self.followed_to),
            "confidence": plain_data(self.confidence),
            "abolished_on": plain_data(self.abolished_on),
        }


class FollowedCaseTable(Table[FollowedCase]):
    """Cases as a table; the days are in two columns, the least and the most."""

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("start_trigger", lambda case: case.start.trigger),
        *date_columns("start_on", lambda case: case.start.on),
        text_column("end"),
        text_column("end_trigger", lambda case: getattr(case.ended_by, "trigger", None)),
        *date_columns("followed_to"),
        *day_count_columns("days"),
        text_column("confidence"),
        *date_columns("abolished_on"),
    )


def followed_cases(
    report: Report, ends: CompetingEnds, starts: Sequence[Event]
) -> Iterator[FollowedCase]:
    """Yield the cases of one history, in order.

    A case starts when the authority enters the stage, and the first end after that ends it. While
    it is open, entering the stage again does not start another. A stay in which the record begins
    is not a case, because its start is not on record. A case is open at the end of the record, or
    when the authority is abolished.

    Args:
        report: The report on the history.
        ends: The ends that compete.
        starts: The events that start a case, unless one is open.
    """
    start: Event | None = None
    first_after = 0
    waiting = [*reversed(starts)]
    events, abolished_by = report.history.events, report.replay.abolished_by
    for index, (event, move) in enumerate(zip(events, report.replay.moves, strict=True)):
        if start is not None:
            end = ends.label_of(event, move)
            if end is not None:
                yield _case(report, start, end, event, report.days(event))
                start = None
        if event is abolished_by:
            break
        if waiting and event is waiting[-1]:
            waiting.pop()
            if start is None:
                start, first_after = event, index + 1
    if start is not None:
        day = followed_day(report, start, first_after, ends.kinds)
        yield _case(report, start, None, None, day)


def followed_day(report: Report, start: Event, first_after: int, kinds: Sequence[str]) -> DayRange:
    """Return the day (ordinal) up to which a case without an end is followed, as a range.

    This is the one rule of follow-up. A case without an end is followed to the latest of these:

    - the day to which all the kinds of event that could end it are checked, if all are;
    - its last event of one of those kinds, as an event of one kind is taken to show that no end of
      another kind came before it;
    - the last event that confirms its stage, which is one that the process allows in the stage, but
      not a note, a deadline, a requirement or an event on another subject.

    It is never followed beyond the day on which the authority was abolished, and never to the
    present day: of a record that is kept as things happen, only the events count. `known_on` turns
    such a record into one that is checked to a day.

    In the casebook no record is checked for every kind, so cases that stay are lost sooner than
    cases that end, and shares can be too high; see `Share.if_still_open`.

    Args:
        report: The report on the history.
        start: The event by which the case started.
        first_after: The position of the next event.
        kinds: The kinds of event that could end the case.
    """
    kind_of = report.process.kind_of
    first, last = report.days(start)
    events, moves = report.history.events, report.replay.moves
    for event, move in zip(events[first_after:], moves[first_after:], strict=True):
        if event is report.replay.abolished_by:
            break
        is_allowed = move.move is not None
        if kind_of.get(event.trigger) in kinds or (is_allowed and confirms_stage(event)):
            days = report.days(event)
            first, last = max(first, days[0]), max(last, days[1])
    checked = checked_to_day(report.history, kinds)
    if checked is not None:
        first, last = max(first, checked), max(last, checked)
    if report.replay.abolished_by is not None:
        abolished = report.days(report.replay.abolished_by)
        first, last = min(first, abolished[0]), min(last, abolished[1])
    return first, last


def checked_to_day(history: History, kinds: Sequence[str]) -> int | None:
    """Return the day (ordinal) to which some kinds are all checked; None if one is not."""
    if history.checked_to is None or history.checked_to == ONGOING or not kinds:
        return None
    days = [checked_day(history.checked_to, kind) for kind in kinds]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None


def last_possible_day(report: Report, event: Event) -> int:
    """Return the last day (ordinal) on which an event may have been; the first if it has none."""
    first, last = report.days(event)
    return first if last > MAX_DAY else last


def last_known_day(report: Report) -> int:
    """Return the last day (ordinal) of a record: of its last event, or of a check of any kind."""
    history = report.history
    days = [report.days(event)[0] for event in history.events]
    kinds = history.kinds_checked or report.process.kinds[:1]  # any kind if one day is for all
    checked = (checked_to_day(history, (kind,)) for kind in kinds)
    return max([*days, *(day for day in checked if day is not None)])


def _case(
    report: Report, start: Event, end: str | None, ended_by: Event | None, to: DayRange
) -> FollowedCase:
    since = report.days(start)
    abolished_by = report.replay.abolished_by
    least = max(0, to[0] - min(since[1], MAX_DAY))
    is_bounded = since[0] >= MIN_DAY and to[1] <= MAX_DAY
    most = max(least, to[1] - since[0]) if is_bounded else None
    reached = to[0] if end is None else _middle(to)
    middle = least if most is None else min(most, max(least, reached - _middle(since)))
    return FollowedCase(
        report.history.authority,
        start,
        end,
        ended_by,
        (least, most),
        middle,
        PartialDate.between(*to),
        weakest([start] if ended_by is None else [start, ended_by]),
        None if abolished_by is None or end is not None else abolished_by.on,
        last_possible_day(report, start),
    )


def _middle(days: DayRange) -> int:
    return (days[0] + days[1]) // 2


def days_of_cases(cases: Sequence[FollowedCase]) -> tuple[CaseDays, ...]:
    """Return the days of some cases, as the estimates take them."""
    return tuple(
        CaseDays(
            case.days[0],
            FAR if case.days[1] is None else case.days[1],
            case.middle,
            case.end,
            case.authority,
        )
        for case in cases
    )


def followed_on(cases: Iterable[FollowedCase], known_to: int) -> tuple[CaseDays, ...]:
    """Return the days of some cases as if the open ones were open at the end of the records.

    A case whose authority was abolished is followed to its abolition. The ranges of inexact dates
    stay as they are.

    Args:
        cases: The cases.
        known_to: The last day (ordinal) of any of the records.
    """
    cases = tuple(cases)
    longer = (_days_after(case, known_to) if case.end is None else 0 for case in cases)
    return tuple(
        days._replace(middle=days.middle + more)
        for days, more in zip(days_of_cases(cases), longer, strict=True)
    )


def _days_after(case: FollowedCase, known_to: int) -> int:
    """Return how many days of an open case are not followed."""
    last = known_to if case.abolished_on is None else min(known_to, case.abolished_on.first)
    return max(0, last - case.followed_to.first)


def frequent_ends(cases: Iterable[FollowedCase]) -> tuple[str, ...]:
    """Return the labels of the ends of some cases, the most frequent first."""
    counts = Counter(case.end for case in cases if case.end is not None)
    return tuple(label for label, _ in counts.most_common())
