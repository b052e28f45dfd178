"""What a timeline shows, read off a history once: stretches of a stage, marks, and due days."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from ...dates import MAX_DAY, MIN_DAY, PartialDate
from ...engine import Report
from ...history import Confidence
from ...queries import Due, Status, deadlines_of
from ..diagrams import event_tooltip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...engine import Step
    from ...history import Event, History
    from ...process import Process

__all__ = ["Days", "Lane", "Mark", "Stretch", "Tick", "lane_of"]

Days = tuple[int, int]
"""The earliest and the latest day, as ordinals."""

DETAILS = ("names", "name", "topic", "what", "trust", "partner", "judgement")
"""The fields of an event that say most in a word, the first that is given."""
STATUS_WORDS = {
    Status.OPEN: "open when the record ends",
    Status.UNMET: "no record that it was met",
    Status.NOT_RECORDED: "no record that it was met",
}


@frozen(kw_only=True)
class Stretch:
    """A time spent in one stage.

    Args:
        stage: The stage.
        index: Its place among the stages of the process.
        label: Its name for people.
        begins: When it began.
        ends: When it ended, or when the record ends.
    """

    stage: str
    index: int
    label: str
    begins: Days
    ends: Days


@frozen(kw_only=True)
class Mark:
    """An event.

    Args:
        on: The days on which it can have been, cut where a date is open.
        is_open_start: Whether it can have been before them.
        is_open_end: Whether it can have been after them.
        date: The date in words.
        words: What happened.
        is_low: Whether that rests on a source of low confidence.
        is_refused: Whether the process does not allow it.
        tooltip: What there is to say besides.
    """

    on: Days
    is_open_start: bool
    is_open_end: bool
    date: str
    words: str
    is_low: bool
    is_refused: bool
    tooltip: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Where it is marked: in the middle of the days, or at the one that is known."""
        return sum(self.on) / 2


@frozen(kw_only=True)
class Tick:
    """A day by which something was due.

    Args:
        due: The last day, a span where it is known only in part.
        date: The same in words.
        words: What was due, and what became of it.
        met_by: The place of the mark that met it, in time or not.
        is_late: Whether it was met too late, or has no record of being met.
        tooltip: How it was counted.
    """

    due: Days
    date: str
    words: str
    met_by: int | None
    is_late: bool
    tooltip: tuple[str, ...]


@frozen(kw_only=True)
class Lane:
    """All that a timeline shows of one history.

    Args:
        authority: Whose it is.
        report: The history held against its process.
        stretches: The stages, one after the other.
        marks: The events.
        ticks: The due days.
    """

    authority: str
    report: Report
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]

    @property
    def days(self) -> Days:
        """The first and the last day it reaches, if there is any event."""
        spans = [*(mark.on for mark in self.marks), *(tick.due for tick in self.ticks)]
        return min(first for first, _ in spans), max(last for _, last in spans)


def lane_of(report: Report, *, due: bool = True) -> Lane:
    """Return what a timeline shows of one history.

    Args:
        report: The history, checked against its process.
        due: Whether due days are shown.
    """
    marks = tuple(_mark(step, report.process) for step in report.steps)
    ticks = tuple(_ticks(report, marks)) if due and marks else ()
    return Lane(
        authority=report.history.authority,
        report=report,
        stretches=tuple(_stretches(report, marks)),
        marks=marks,
        ticks=ticks,
    )


def _mark(step: Step, process: Process) -> Mark:
    event = step.event
    words = _words(event, process)
    remarks = [words, event.on.words, *event_tooltip(event)]
    return Mark(
        on=_cut(event.on),
        is_open_start=event.on.first <= MIN_DAY,
        is_open_end=event.on.last >= MAX_DAY,
        date=event.on.words,
        words=words,
        is_low=event.confidence is Confidence.LOW,
        is_refused=not step.allowed,
        tooltip=(*remarks, *(str(finding) for finding in step.findings)),
    )


def _words(event: Event, process: Process) -> str:
    words = process.triggers.get(event.trigger, event.trigger)
    given = (getattr(event, name, None) for name in DETAILS)
    detail = next((text for each in given if (text := _detail(each))), None)
    if detail is None or detail in words or detail == event.trigger:
        return words
    return f"{words} ({detail})"


def _detail(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if value else None


def _cut(date: PartialDate) -> Days:
    """The days of a date; where one end is open the other, and the first day of all for neither."""
    first = date.last if date.first <= MIN_DAY else date.first
    last = first if date.last >= MAX_DAY else date.last
    return min(first, last), last


def _stretches(report: Report, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """The stages one after the other, from the first event to the last."""
    if not marks:
        return
    turns = [
        (stay.stage, marks[0].on if stay.since is None else _cut(stay.since))
        for stay in report.stays
    ]
    end = max(mark.on[1] for mark in marks)
    order = tuple(report.process.stages)
    for (stage, begins), (_, ends) in pairwise([*turns, (report.stage, (end, end))]):
        yield Stretch(
            stage=stage,
            index=order.index(stage),
            label=report.process.stages[stage].label,
            begins=begins,
            ends=(max(begins[0], ends[0]), max(begins[1], ends[1])),
        )


def _ticks(report: Report, marks: Sequence[Mark]) -> Iterator[Tick]:
    """The due days as they stand where the record ends.

    Those without any day are left out, and those of rules whose place a stated day has taken.
    """
    end = max(mark.on[1] for mark in marks)
    day = PartialDate.between(end, end)
    for found in deadlines_of(report, day):
        due, replaced = found.due, found.rule is not None and found.status is Status.SUPERSEDED
        if due is not None and due.first > MIN_DAY and due.last < MAX_DAY and not replaced:
            yield _tick(found, due, report.history)


def _tick(found: Due, due: PartialDate, history: History) -> Tick:
    status = STATUS_WORDS.get(found.status, str(found.status)) if found.status else ""
    met = [index for index, event in enumerate(history.events) if event is found.met_by]
    late = {Status.MET_LATE, Status.UNMET, Status.NOT_RECORDED}
    return Tick(
        due=(due.first, due.last),
        date=f"due {due.words}",
        words=f"{found.what}: {status}",
        met_by=met[0] if met else None,
        is_late=found.status in late,
        tooltip=(found.explain(),),
    )
