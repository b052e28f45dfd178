"""The order of the rows in a picture of many histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ...errors import pluralised
from ...history import one_of
from ..duration import duration_words
from .model import Lane
from .time_axis import DAYS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine import DayRange
    from ...process import Process

__all__ = ["SORTS", "AlignedLane", "Order", "align", "order_of"]

SORTS = ("name", "first-event", "length")
"""The values of `sort`, besides ``days-to:STAGE``."""
DAYS_TO = "days-to:"


@frozen(kw_only=True)
class AlignedLane:
    """A row in the picture of many histories.

    Args:
        lane: The history that the row shows.
        zero: The day from which the days of the row are counted; 0 if the rows are not aligned.
        remark: The text below the name of the authority.
    """

    lane: Lane
    zero: float
    remark: str | None = None

    @property
    def days(self) -> tuple[float, float]:
        """The first and the last day of the row, counted from `zero`."""
        first, last = self.lane.days
        return first - self.zero, last - self.zero


@frozen
class Order:
    """An order of rows.

    Args:
        key: One of `SORTS`, or ``days-to:`` and a stage.
        words: The order in words, after "sorted by".
    """

    key: str
    words: str

    def sorted(self, rows: Sequence[AlignedLane]) -> tuple[AlignedLane, ...]:
        """Return the rows in this order, with a remark on each if they are sorted by a length.

        Rows that are equal keep their order. Rows without a known day, or without the stage, are
        last.
        """
        if self.key == "name":
            return tuple(sorted(rows, key=lambda row: row.lane.authority.casefold()))
        if self.key == "first-event":
            return tuple(sorted(rows, key=lambda row: _last_if_none(_first_day(row.lane))))
        lengths = {id(row): self._length(row.lane) for row in rows}
        ordered = sorted(rows, key=lambda row: _last_if_none(lengths[id(row)]))
        return tuple(evolve(row, remark=_remark(lengths[id(row)])) for row in ordered)

    def _length(self, lane: Lane) -> DayRange | None:
        """Return the least and the greatest number of days by which a row is sorted."""
        begins = _first_day(lane)
        if begins is None:
            return None
        if self.key == "length":
            days = lane.days
            return days[1] - days[0], days[1] - days[0]
        stage = self.key.removeprefix(DAYS_TO)
        reached = next((each.begins for each in lane.stretches if each.stage == stage), None)
        if reached is None:
            return None
        return max(reached[0] - begins[1], 0), max(reached[1] - begins[0], 0)


def order_of(sort: str, process: Process) -> Order:
    """Return the order that a value of `sort` names.

    Raises:
        InvalidValue: The value is none of `SORTS`, nor ``days-to:`` and a stage of the process.
    """
    by_stage = {f"{DAYS_TO}{stage}": info.label for stage, info in process.stages.items()}
    key = one_of(sort, [*SORTS, *by_stage], "order of timelines")
    words = {"name": "name", "first-event": "the day of the first event", "length": "length"}
    return Order(key, words.get(key) or f"days from the first event to: {by_stage[key]}")


def align(lanes: Sequence[Lane], trigger: str | None) -> tuple[AlignedLane, ...]:
    """Return the rows of a picture, aligned at the first event with a trigger.

    Histories without such an event are left out, and the others are sorted by its date. If the
    trigger is None, rows are not aligned and keep their order. Histories without any event are left
    out.

    Args:
        lanes: The histories.
        trigger: The trigger of the event to align at, or None.
    """
    with_events = [lane for lane in lanes if lane.markers]
    if trigger is None:
        return tuple(AlignedLane(lane=lane, zero=0) for lane in with_events)
    rows = []
    for lane in with_events:
        triggers = [step.event.trigger for step in lane.report.steps]
        if trigger in triggers:
            marker = lane.markers[triggers.index(trigger)]
            rows.append(AlignedLane(lane=lane, zero=marker.drawn_at, remark=marker.date))
    return tuple(sorted(rows, key=lambda row: row.zero))


def _first_day(lane: Lane) -> DayRange | None:
    """Return the days of the first event with a known day; None without one."""
    dated = (m.days for m in lane.markers if not (m.is_open_start and m.is_open_end))
    return next(dated, None)


def _last_if_none(days: DayRange | None) -> tuple[bool, float]:
    return (True, 0.0) if days is None else (False, sum(days) / 2)


def _remark(days: DayRange | None) -> str:
    """Return a length in few words: of years that are not known exactly, whole years."""
    if days is None:
        return "not on record"
    least, most = (round(number / DAYS_PER_YEAR) for number in days)
    if days[1] < DAYS_PER_YEAR:
        return duration_words(*days)
    if least == most:
        middle = sum(days) // 2
        return duration_words(middle, middle)
    return f"about {least} to {pluralised(most, 'year')}"
