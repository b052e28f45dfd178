"""The days planned for the trust to go live, and how far from them it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import PartialDate
from ...engine import days_between
from ...trust_transfer import OTHER_SUBJECT
from .values import PlannedGoLive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine import DayRange, Report
    from ...history import Event

__all__ = ["planned_go_live"]

GO_LIVE = "trust_went_live"


def planned_go_live(report: Report) -> Iterator[PlannedGoLive]:
    """Yield each planned day of the go-live, in the order of the events that set it."""
    listed = (*report.history.inherits, *report.history.events)
    lives = _lives_after(listed, report.process.cancels_planned)
    for setter, live in zip(listed, lives, strict=True):
        if setter.trigger == OTHER_SUBJECT:
            continue
        for deadline in setter.deadlines_set:
            planned = deadline.span_from(report.days(setter))
            if deadline.met_by == GO_LIVE and planned is not None:
                due = deadline.due or PartialDate.between(*planned)
                slip = None if live is None else _slip(planned, report.days(live))
                yield PlannedGoLive(due, setter, slip)


def _slip(planned: DayRange, actual: DayRange) -> tuple[int, int] | None:
    """Return the days from a planned to the actual go-live, at least and at most."""
    if days_between(planned, actual) is None:
        return None
    return actual[0] - planned[1], actual[1] - planned[0]


def _lives_after(
    listed: Sequence[Event], cancels_planned: Mapping[str, tuple[str, ...]]
) -> list[Event | None]:
    """Return the go-live after each event; None if a plan of it was abandoned before."""
    found: list[Event | None] = []
    live: Event | None = None
    for event in reversed(listed):
        found.append(live)
        if event.trigger == GO_LIVE:
            live = event
        elif GO_LIVE in cancels_planned.get(event.trigger, ()):
            live = None
    return found[::-1]
