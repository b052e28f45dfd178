"""The model of a timeline: the stages, events and due days of one history."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ...dates import MAX_DAY, MIN_DAY, PartialDate
from ...engine import DayRange, Report
from ...history import Confidence
from ...process import Colour
from ...queries import Status, abolition_words, deadlines_of
from ..diagrams import event_tooltip
from ..duration import day_count_words, duration_words
from ..svg import stage_colours
from .event_days import event_days, known_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine import Stay, Step
    from ...history import Event
    from ...process import Process
    from ...queries import Due
    from .event_days import EventDays

__all__ = ["EventMarker", "Lane", "Stretch", "Tick", "lane_of"]

DETAIL_FIELDS = ("names", "name", "topic", "what", "trust", "partner", "judgement")
"""The first of these fields that has a value is shown in brackets after the label of an event."""
STATUS_WORDS = {
    Status.OPEN: "open when the record ends",
    Status.UNMET: "no record that it was met",
    Status.NOT_RECORDED: "no record that it was met",
}
LATE = {Status.MET_LATE, Status.UNMET, Status.NOT_RECORDED}


@frozen(kw_only=True)
class Stretch:
    """The part of the bar that shows a stay in one stage.

    Args:
        stage: The stage.
        index: The position of the stage in the process.
        colour: The colour of the stage.
        label: The label of the stage.
        begins: The first and last day on which the stay can have begun.
        ends: The first and last day on which the stay can have ended. For the last stay, the day
            on which the record ends, or those on which the authority was abolished.
        tooltip: The lines of the tooltip: the stage, the dates of the stay and its length.
        inner: The first and last day between which no other stretch covers the bar, so that the
            name of the stage can be read there. The last can be before the first.
    """

    stage: str
    index: int
    colour: Colour
    label: str
    begins: DayRange
    ends: DayRange
    tooltip: tuple[str, ...]
    inner: DayRange


@frozen(kw_only=True)
class EventMarker:
    """An event on a timeline.

    Args:
        days: The first and last day on which the event can have happened. If one end of the date is
            open, both are the known end; if both are, they are the days of a neighbour.
        drawn_at: The day at which it is drawn: one of `days`, near their middle.
        is_open_start: Whether the event can have happened before these days.
        is_open_end: Whether the event can have happened after these days.
        date: The date of the event in words.
        words: What happened.
        low_confidence: Whether the confidence of the event is low.
        is_refused: Whether the process refuses the event in its stage.
        tooltip: The lines of the tooltip: the event, its date, sources, note and findings.
        is_inherited: Whether the event is one of the authority that this one replaced.
        is_move: Whether a stay begins with the event, or the authority was abolished by it.
        moved_to: The label of the stage that begins with the event.
    """

    days: DayRange
    drawn_at: float
    is_open_start: bool
    is_open_end: bool
    date: str
    words: str
    low_confidence: bool
    is_refused: bool
    tooltip: tuple[str, ...]
    is_inherited: bool = False
    is_move: bool = False
    moved_to: str | None = None


@frozen(kw_only=True)
class Tick:
    """A due day on a timeline.

    Args:
        days: The earliest and latest due day.
        date: The due day in words.
        words: What was due, and what became of it.
        met_by: The index of the event that met the deadline, in time or late; None without one.
        is_late: Whether the deadline was met late, or no record shows that it was met.
        tooltip: The lines of the tooltip: how the due day was calculated.
    """

    days: DayRange
    date: str
    words: str
    met_by: int | None
    is_late: bool
    tooltip: tuple[str, ...]

    @property
    def drawn_at(self) -> float:
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
        inherited: The events that the history inherits, which no stretch covers.
    """

    report: Report
    stretches: tuple[Stretch, ...]
    markers: tuple[EventMarker, ...]
    ticks: tuple[Tick, ...]
    inherited: tuple[EventMarker, ...] = ()

    @property
    def authority(self) -> str:
        """The authority whose history the lane shows."""
        return self.report.history.authority

    @property
    def is_dated(self) -> bool:
        """Whether any event or due day has a known day."""
        return bool(self.ticks) or any(
            not (marker.is_open_start and marker.is_open_end)
            for marker in (*self.inherited, *self.markers)
        )

    @property
    def is_abolished(self) -> bool:
        """Whether the authority was abolished, so that no stage goes on after the record."""
        return self.report.replay.abolished_by is not None

    @property
    def visible_stretches(self) -> tuple[Stretch, ...]:
        """The stretches that have a length, and the last one, after which the record ends."""
        return tuple(
            each
            for each in self.stretches
            if each.begins != each.ends or each is self.stretches[-1]
        )

    @property
    def moves(self) -> tuple[EventMarker, ...]:
        """The events that moved the stage, inherited ones included."""
        return tuple(marker for marker in (*self.inherited, *self.markers) if marker.is_move)

    @property
    def days(self) -> DayRange:
        """The first and the last day of all events and due days; at least one must exist."""
        ranges = [*(marker.days for marker in self.markers), *(tick.days for tick in self.ticks)]
        return min(first for first, _ in ranges), max(last for _, last in ranges)


def lane_of(report: Report, *, due: bool = True) -> Lane:
    """Return the lane of a history.

    Args:
        report: The report on the history.
        due: Whether due days are shown.
    """
    placed = event_days([*report.history.inherits, *report.history.events])
    moved_to = _moved_to(report)
    markers = tuple(
        _with_move(_step_marker(step, report.process, placed[id(step.event)]), step.event, moved_to)
        for step in report.steps
    )
    inherited = tuple(
        _with_move(_inherited_marker(event, report, placed[id(event)]), event, moved_to)
        for event in report.history.inherits
    )
    # A deadline has a status on the last day of the record. A record without events has no day.
    is_dated = any(known_days(step.event.on) for step in report.steps)
    ticks = tuple(_ticks(report, markers)) if due and is_dated else ()
    stretches = tuple(_stretches(report, markers, placed))
    return Lane(
        report=report, stretches=stretches, markers=markers, ticks=ticks, inherited=inherited
    )


# Events


def _moved_to(report: Report) -> dict[int, str | None]:
    """Map the `id` of each event that moved the stage to the label of the stage it led to."""
    stages = report.process.stages
    entered = {id(stay.entered_by): stages[stay.stage].label for stay in report.stays}
    return {id(report.replay.abolished_by): None, **entered}


def _with_move(
    marker: EventMarker, event: Event, moved_to: Mapping[int, str | None]
) -> EventMarker:
    return evolve(marker, is_move=id(event) in moved_to, moved_to=moved_to.get(id(event)))


def _step_marker(step: Step, process: Process, days: EventDays) -> EventMarker:
    marker = _marker(step.event, _words(step.event, process), days)
    tooltip = *marker.tooltip, *(str(finding) for finding in step.findings)
    return evolve(marker, is_refused=not step.allowed, tooltip=tooltip)


def _inherited_marker(event: Event, report: Report, days: EventDays) -> EventMarker:
    words = f"inherited from {report.history.succeeds}: {_words(event, report.process)}"
    return evolve(_marker(event, words, days), is_inherited=True)


def _marker(event: Event, words: str, days: EventDays) -> EventMarker:
    return EventMarker(
        days=days.days,
        drawn_at=days.drawn_at,
        is_open_start=event.on.first <= MIN_DAY,
        is_open_end=event.on.last >= MAX_DAY,
        date=event.on.words,
        words=words,
        low_confidence=event.confidence is Confidence.LOW,
        is_refused=False,
        tooltip=(words, event.on.words, *event_tooltip(event)),
    )


def _words(event: Event, process: Process) -> str:
    words = process.triggers[event.trigger]
    values = (_detail(getattr(event, name, None)) for name in DETAIL_FIELDS)
    detail = next((value for value in values if value), None)
    if detail is None or detail in words or detail == event.trigger:
        return words
    return f"{words} ({detail})"


def _detail(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if value else None


# Stages


def _stretches(
    report: Report, markers: Sequence[EventMarker], placed: Mapping[int, EventDays]
) -> Iterator[Stretch]:
    """Yield a stretch for each stay; none if the history has no events."""
    if not markers:
        return
    entries = (stay.entered_by for stay in report.stays)
    begins = [markers[0].days if event is None else placed[id(event)].days for event in entries]
    record_end = _record_end(markers)
    abolished_by = report.replay.abolished_by
    end = (record_end, record_end) if abolished_by is None else placed[id(abolished_by)].days
    order, colours = tuple(report.process.stages), stage_colours(report.process)
    spans = pairwise([*begins, end])
    # For each stretch, the first day of all later ones.
    free_to = [*accumulate((first for first, _ in [end, *begins[:0:-1]]), min)][::-1]
    stays = zip(report.stays, spans, strict=True)
    for index, (stay, ((first, last), (end_first, end_last))) in enumerate(stays):
        # The dates of two events can overlap, but a stretch must not end before it begins.
        ends = max(first, end_first), max(last, end_last)
        label = report.process.stages[stay.stage].label
        yield Stretch(
            stage=stay.stage,
            index=order.index(stay.stage),
            colour=colours[stay.stage],
            label=label,
            begins=(first, last),
            ends=ends,
            tooltip=tuple(_stay_tooltip(stay, label, _last_words(abolished_by, record_end))),
            # Later stretches are drawn over this one, and of events out of order they begin in it.
            inner=(last, min(ends[0], free_to[index])),
        )


def _last_words(abolished_by: Event | None, record_end: int) -> str:
    """Return why the last stretch ends."""
    if abolished_by is not None:
        return f"the authority was {abolition_words(abolished_by)}"
    return f"the record ends: {PartialDate.between(record_end, record_end).words}"


def _stay_tooltip(stay: Stay, label: str, last_words: str) -> Iterator[str]:
    """Yield the stage, when the stay began and ended, and its length.

    Args:
        stay: The stay.
        label: The label of the stage.
        last_words: Why the last stretch ends.
    """
    since, until = stay.since, stay.until
    yield label
    yield f"began: {'before the first event on record' if since is None else since.words}"
    if until is None:
        yield last_words
        return
    yield f"ended: {until.words}"
    # If the start or the end is open, the greatest length of the stay is not known.
    if stay.days is None or since is None or since.first <= MIN_DAY or until.last >= MAX_DAY:
        return
    length, exact = duration_words(*stay.days), day_count_words(*stay.days)
    yield f"lasted {length}" if length == exact else f"lasted {length} ({exact})"


def _record_end(markers: Sequence[EventMarker]) -> int:
    return max(marker.days[1] for marker in markers)


# Due days


def _ticks(report: Report, markers: Sequence[EventMarker]) -> Iterator[Tick]:
    """Yield the due days, each with its status on the day on which the record ends.

    Two kinds of deadline are left out: those without a day, and those of a rule that were replaced
    by a day which a document set.
    """
    record_end = _record_end(markers)
    # Events are looked up by identity, because two equal events have different markers.
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
