"""The days at which a timeline draws the events of a history, in the order of the history."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import frozen

from ...dates import MAX_DAY, MIN_DAY
from ...engine import DayRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...dates import PartialDate
    from ...history import Event

__all__ = ["EMPTY_DAY", "EventDays", "event_days", "known_days"]

EMPTY_DAY = dt.date(2000, 1, 1).toordinal()
"""An arbitrary day, for the time axis of a history without a known day."""


@frozen
class EventDays:
    """The days at which an event is drawn.

    Args:
        days: The first and last day on which the event can have happened. If one end of the date is
            open, both are the known end; if both are, they are the days of a neighbour.
        drawn_at: The day at which its marker is drawn: one of `days`. It is the middle of them, or
            the nearest to it at which the events are in the order of the history.
    """

    days: DayRange
    drawn_at: float


def event_days(events: Sequence[Event]) -> dict[int, EventDays]:
    """Map the `id` of each event to the days at which it is drawn.

    An event whose date is wholly open is drawn at the days of the event before it, or else of the
    first event with a known day. If no event has one, all are drawn on `EMPTY_DAY`.
    """
    days = [*_placed_days(events)]
    drawn = _drawn_days(events, days)
    triples = zip(events, days, drawn, strict=True)
    return {id(event): EventDays(days, drawn_at) for event, days, drawn_at in triples}


def known_days(date: PartialDate) -> DayRange | None:
    """Return the first and last day of a date; None if both ends are open.

    If one end of the date is open, both days are the known end.
    """
    if date.first <= MIN_DAY and date.last >= MAX_DAY:
        return None
    first = date.last if date.first <= MIN_DAY else date.first
    last = first if date.last >= MAX_DAY else date.last
    return min(first, last), last


def _placed_days(events: Iterable[Event]) -> Iterator[DayRange]:
    known = (known_days(event.on) for event in events)
    days = next((found for found in known if found is not None), (EMPTY_DAY, EMPTY_DAY))
    for event in events:
        days = known_days(event.on) or days
        yield days


def _drawn_days(events: Sequence[Event], placed: Iterable[DayRange]) -> Iterator[float]:
    """Yield a day for each event; the days are in order where the dates allow that order."""
    firsts = accumulate((event.on.first for event in events), max)
    lasts = [*accumulate((event.on.last for event in reversed(events)), min)]
    before = float(MIN_DAY)
    for (first, last), low, high in zip(placed, firsts, reversed(lasts), strict=True):
        middle = (first + last) / 2
        if first == last or max(first, low) > min(last, high):
            # The marker has one place only, or the dates contradict the order.
            yield middle
            continue
        before = min(max(middle, first, low, before), last, high)
        yield before
