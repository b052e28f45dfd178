"""Count authorities by their latest judgement or their last stage on record.

An authority counts until it is abolished, and one that replaced another counts from that day, or,
if the other is not among the histories, from its own first event. A value that rests on an event
of low confidence is not counted as that value; such authorities are counted apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import frozen

from .._tables import Table, date_columns, integer_column, text_column
from ..dates import BEFORE_ALL, MAX_YEAR, MIN_YEAR, DateLike, PartialDate, whole_day
from ..engine import check
from ..errors import InvalidValue, quoted
from ..history import Confidence, distinct_histories, weakest
from ..queries import LatestJudgement, facts_of
from ..trust_transfer import GRADES, OTHER_SUBJECT, TRUST_TRANSFER, InspectionPublished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..engine import Report
    from ..history import History

__all__ = ["RecordCount", "RecordCountTable", "judgements_by_year", "last_stages"]

FIRST_YEAR = 2013
"""The first year of judgements: many reports of earlier inspections are gone."""


@frozen
class RecordCount:
    """The number of authorities with one value on record on a day.

    Args:
        on: The day.
        value: The judgement or the stage; None for authorities without one on record.
        authorities: The number of authorities, without those in `low_confidence`.
        low_confidence: The number of authorities whose value rests on an event of low confidence.
    """

    on: PartialDate
    value: str | None
    authorities: int
    low_confidence: int


class RecordCountTable(Table[RecordCount]):
    """Counts as a table, one row for each day and value."""

    __slots__ = ()

    columns = (
        *date_columns("on"),
        text_column("value"),
        integer_column("authorities"),
        integer_column("low_confidence"),
    )


def judgements_by_year(
    histories: Iterable[History], as_of: DateLike, *, since: int = FIRST_YEAR
) -> Table[RecordCount]:
    """Return how many authorities had each judgement as their latest at the end of each year.

    An inspection without an overall judgement counts as the worst grade of its areas.

    Args:
        histories: The histories of the trust transfer.
        as_of: The last day. Its year is counted on this day, and each earlier year at its end.
        since: The first year.

    Returns:
        For each day, a count for every judgement from outstanding to inadequate, and one for
        authorities without a judgement.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: A history is of another process.
        InvalidValue: `since` is not a year from 1900 to 2199, or one of the values is not a history
            or is given twice.
    """
    last = whole_day(as_of)
    years = range(_year_of(since), dt.date.fromordinal(last).year)
    days = [*(dt.date(year, 12, 31).toordinal() for year in years), last]
    reports = [check(history) for history in distinct_histories(histories)]
    lives = [*zip(reports, _lives(reports), strict=True)]
    values = [*reversed(GRADES), None]
    return RecordCountTable(
        count
        for day in days
        for count in _counts(
            day,
            values,
            (
                _latest_judgement(report, day)
                for report, (begins, ends) in lives
                if begins <= day < ends
            ),
        )
    )


def last_stages(histories: Iterable[History], as_of: DateLike) -> Table[RecordCount]:
    """Return how many authorities have each stage as their last one on record on a day.

    Args:
        histories: The histories of the trust transfer.
        as_of: The day.

    Returns:
        A count for every stage, in the order of the process.

    Raises:
        BadDate: `as_of` is not one exact day.
        BadHistory: A history is of another process.
        InvalidValue: One of the values is not a history, or one is given twice.
    """
    day = whole_day(as_of)
    reports = [check(history) for history in distinct_histories(histories)]
    by_then = [
        check(report.history.as_of(as_of))
        for report, (begins, ends) in zip(reports, _lives(reports), strict=True)
        if begins <= day < ends
    ]
    found = [(report.stage, facts_of(report, as_of).stage.confidence) for report in by_then]
    return RecordCountTable(_counts(day, list(TRUST_TRANSFER.stages), found))


def _year_of(value: object) -> int:
    """Return a value that must be a year of the calendar."""
    if isinstance(value, int) and MIN_YEAR <= value <= MAX_YEAR:
        return value
    accepted = f"Expected a year from {MIN_YEAR} to {MAX_YEAR}, such as {FIRST_YEAR}."
    raise InvalidValue(quoted(value), "first year", accepted)


def _lives(reports: Sequence[Report]) -> Iterator[tuple[int, float]]:
    """Yield the first day (ordinal) on which each authority counts, and the day after the last."""
    abolished = {
        report.history.authority: report.days(report.replay.abolished_by)[1]
        for report in reports
        if report.replay.abolished_by is not None
    }
    for report in reports:
        history = report.history
        begins = BEFORE_ALL
        if history.succeeds is not None:
            first = history.events[0].on.first if history.events else BEFORE_ALL
            begins = abolished.get(history.succeeds, first)
        yield begins, abolished.get(history.authority, float("inf"))


def _latest_judgement(report: Report, day: int) -> tuple[str | None, Confidence | None]:
    """Return the latest judgement on record on a day, and its confidence."""
    latest = LatestJudgement()
    inherited = (event for event in report.history.inherits if report.days(event)[0] <= day)
    # As in `History.as_of`, the first event that is certainly after the day ends the record.
    recorded = takewhile(lambda event: event.on.first <= day, report.history.events)
    for event in (*inherited, *recorded):
        if isinstance(event, InspectionPublished) and event.trigger != OTHER_SUBJECT:
            latest.take(event)
    return latest.value, weakest(latest.events)


def _counts(
    day: int,
    values: Iterable[str | None],
    found: Iterable[tuple[str | None, Confidence | None]],
) -> Iterator[RecordCount]:
    counts = Counter((value, confidence is Confidence.LOW) for value, confidence in found)
    on = PartialDate.between(day, day)
    for value in values:
        yield RecordCount(on, value, counts[value, False], counts[value, True])
