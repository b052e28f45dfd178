"""The model of a timeline: the stages, events and due days of one history."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from ...dates import MAX_DAY, MIN_DAY, PartialDate
from ...engine import DayRange, Report
from ...history import Confidence
from ...queries import Status, deadlines_of
from ..diagrams import event_tooltip
from ..duration import day_count_words, duration_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine import Stay, Step
    from ...history import Event
    from ...process import Process
    from ...queries import Due

__all__ = ["EventMarker", "Lane", "Stretch", "Tick", "lane_of"]

DETAIL_FIELDS = ("names", "name", "topic", "what", "trust", "partner", "judgement")
"""Fields whose value follows the words of an event in brackets: the first that has a value."""
STATUS_WORDS = {
    Status.OPEN: "open when the record ends",
    Status.UNMET: "no record that it was met",
    Status.NOT_RECORDED: "no record that it was met",
}
LATE = {Status.MET_LATE, Status.UNMET, Status.NOT_RECORDED}


@frozen(kw_only=True)
class Stretch:
    """A stay in one stage, drawn as a stretch of the bar.

    Args:
        stage: The stage.
        index: The position of the stage in the process.
        label: The name of the stage for people.
        begins: The days on which it can have begun.
        ends: The days on which it can have ended, or the day on which the record ends.
        tooltip: The lines of its tooltip: the stage, its dates and its length.
    """

    stage: str
    index: int
    label: str
    begins: DayRange
    ends: DayRange
    tooltip: tuple[str, ...]


@frozen(kw_only=True)
class EventMarker:
    """An event on a timeline.

    Args:
        days: The days on which it can have happened; an open end is cut off.
        is_open_start: Whether it can have happened before these days.
        is_open_end: Whether it can have happened after these days.
        date: Its date in words.
        words: What happened.
        low_confidence: Whether it rests on a source of low confidence.
        is_refused: Whether the process does not allow it.
        tooltip: The lines of its tooltip: its sources, its note and its findings.
    """

    days: DayRange
    is_open_start: bool
    is_open_end: bool
    date: str
    words: str
    low_confidence: bool
    is_refused: bool
    tooltip: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The middle of its days, where it is drawn."""
        return sum(self.days) / 2


@frozen(kw_only=True)
class Tick:
    """A due day on a timeline.

    Args:
        days: The earliest and latest due day.
        date: The due day in words.
        words: What was due, and what became of it.
        met_by: The index of the event that met it, in time or late; None without one.
        is_late: Whether it was met late, or has no record of being met.
        tooltip: The lines of its tooltip: how the day was counted.
    """

    days: DayRange
    date: str
    words: str
    met_by: int | None
    is_late: bool
    tooltip: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The middle of its days, where it is drawn."""
        return sum(self.days) / 2


@frozen(kw_only=True)
class Lane:
    """Everything that a timeline shows of one history.

    Args:
        report: The report on the history.
        stretches: The stays in stages, in order.
        markers: The events, in the order of the history.
        ticks: The due days.
    """

    report: Report
    stretches: tuple[Stretch, ...]
    markers: tuple[EventMarker, ...]
    ticks: tuple[Tick, ...]

    @property
    def authority(self) -> str:
        """The authority whose history it is."""
        return self.report.history.authority

    @property
    def days(self) -> DayRange:
        """The first and the last day of its events and due days, of which it has some."""
        ranges = [*(marker.days for marker in self.markers), *(tick.days for tick in self.ticks)]
        return min(first for first, _ in ranges), max(last for _, last in ranges)


def lane_of(report: Report, *, due: bool = True) -> Lane:
    """Return what a timeline shows of a history.

    Args:
        report: The report on the history.
        due: Whether due days are shown.
    """
    markers = tuple(_marker(step, report.process) for step in report.steps)
    # Without events the record has no last day, so no deadline has a status.
    ticks = tuple(_ticks(report, markers)) if due and markers else ()
    stretches = tuple(_stretches(report, markers))
    return Lane(report=report, stretches=stretches, markers=markers, ticks=ticks)


# Events


def _marker(step: Step, process: Process) -> EventMarker:
    event = step.event
    words = _words(event, process)
    findings = (str(finding) for finding in step.findings)
    return EventMarker(
        days=_cut(event.on),
        is_open_start=event.on.first <= MIN_DAY,
        is_open_end=event.on.last >= MAX_DAY,
        date=event.on.words,
        words=words,
        low_confidence=event.confidence is Confidence.LOW,
        is_refused=not step.allowed,
        tooltip=(words, event.on.words, *event_tooltip(event), *findings),
    )


def _words(event: Event, process: Process) -> str:
    words = process.triggers.get(event.trigger, event.trigger)
    values = (_detail(getattr(event, name, None)) for name in DETAIL_FIELDS)
    detail = next((value for value in values if value), None)
    if detail is None or detail in words or detail == event.trigger:
        return words
    return f"{words} ({detail})"


def _detail(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if value else None


def _cut(date: PartialDate) -> DayRange:
    """Return the days of a date, cut to one day if only one end is known."""
    first = date.last if date.first <= MIN_DAY else date.first
    last = first if date.last >= MAX_DAY else date.last
    return min(first, last), last


# Stages


def _stretches(report: Report, markers: Sequence[EventMarker]) -> Iterator[Stretch]:
    """Yield the stays from the first event to the last; none without events."""
    if not markers:
        return
    begins = [markers[0].days if stay.since is None else _cut(stay.since) for stay in report.stays]
    record_end = _record_end(markers)
    order = tuple(report.process.stages)
    spans = pairwise([*begins, (record_end, record_end)])
    for stay, ((first, last), (end_first, end_last)) in zip(report.stays, spans, strict=True):
        # The dates of two events can overlap, but a stretch must not end before it begins.
        ends = max(first, end_first), max(last, end_last)
        label = report.process.stages[stay.stage].label
        yield Stretch(
            stage=stay.stage,
            index=order.index(stay.stage),
            label=label,
            begins=(first, last),
            ends=ends,
            tooltip=tuple(_stay_tooltip(stay, label, record_end)),
        )


def _stay_tooltip(stay: Stay, label: str, record_end: int) -> Iterator[str]:
    """Yield the stage, when the stay began and ended, and its length."""
    since, until = stay.since, stay.until
    yield label
    yield f"began: {'before the first event on record' if since is None else since.words}"
    if until is None:
        yield f"the record ends: {PartialDate.between(record_end, record_end).words}"
        return
    yield f"ended: {until.words}"
    # A date that is open on the far side gives the stay no greatest length.
    if stay.days is None or since is None or since.first <= MIN_DAY or until.last >= MAX_DAY:
        return
    length, exact = duration_words(*stay.days), day_count_words(*stay.days)
    yield f"lasted {length}" if length == exact else f"lasted {length} ({exact})"


def _record_end(markers: Sequence[EventMarker]) -> int:
    return max(marker.days[1] for marker in markers)


# Due days


def _ticks(report: Report, markers: Sequence[EventMarker]) -> Iterator[Tick]:
    """Yield the due days as they stand when the record ends.

    Deadlines without a day are left out, and days counted by a rule that a stated day replaced.
    """
    record_end = _record_end(markers)
    # Events are compared by identity, because two equal events have a marker each.
    indices: dict[int, int] = {}
    for step in report.steps:
        indices.setdefault(id(step.event), step.index)
    for deadline in deadlines_of(report, PartialDate.between(record_end, record_end)):
        due = deadline.due
        is_replaced = deadline.rule is not None and deadline.status is Status.SUPERSEDED
        if due is not None and due.first > MIN_DAY and due.last < MAX_DAY and not is_replaced:
            yield _tick(deadline, due, indices)


def _tick(deadline: Due, due: PartialDate, indices: Mapping[int, int]) -> Tick:
    status = STATUS_WORDS.get(deadline.status, str(deadline.status)) if deadline.status else ""
    return Tick(
        days=(due.first, due.last),
        date=f"due {due.words}",
        words=f"{deadline.what}: {status}",
        met_by=None if deadline.met_by is None else indices.get(id(deadline.met_by)),
        is_late=deadline.status in LATE,
        tooltip=(deadline.explain(),),
    )
