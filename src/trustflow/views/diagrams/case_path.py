"""What a case adds to the drawing of its process: the path it took, and where it stands."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ...history import Confidence
from .model import Arrow, Box, Drawing, Line, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine import Report, Step
    from ...history import Event

__all__ = ["event_tooltip", "with_case"]


class _Taken(NamedTuple):
    """A move that a case took between two stages shown, and the step that ended it."""

    number: int
    start: str
    end: str
    step: Step


def with_case(drawing: Drawing, report: Report, *, labels: bool) -> Drawing:
    """The drawing with the path that a case took.

    Args:
        drawing: The drawing of its process.
        report: The case's history held against it.
        labels: Whether arrows have words.
    """
    shown = [box.stage for box in drawing.boxes]
    walked = tuple(_walk(report, shown))
    by_pair: dict[tuple[str, str], list[_Taken]] = {}
    for taken in walked:
        by_pair.setdefault((taken.start, taken.end), []).append(taken)
    been = {stay.stage for stay in report.stays}
    arrows = [_of_case(arrow, by_pair, report, labels=labels) for arrow in drawing.arrows]
    drawn = {(arrow.start, arrow.end) for arrow in drawing.arrows}
    arrows += [
        _taken_arrow(
            Arrow(start=start, end=end, lines=(), mark=None, is_labelled=labels), taken, report
        )
        for (start, end), taken in by_pair.items()
        if (start, end) not in drawn
    ]
    return evolve(
        drawing,
        title=f"{report.history.authority}: {report.process.title[:1].lower()}"
        f"{report.process.title[1:]}",
        subtitle=report.on_record,
        boxes=tuple(_box_of_case(box, report, been) for box in drawing.boxes),
        arrows=tuple(sorted(arrows, key=lambda arrow: _place(arrow, shown))),
    )


def _place(arrow: Arrow, shown: Sequence[str]) -> tuple[int, int]:
    return shown.index(arrow.start), shown.index(arrow.end)


def _first_shown(report: Report, shown: Sequence[str]) -> str | None:
    begins_in = report.stays[0].stage
    return begins_in if begins_in in shown else None


def _walk(report: Report, shown: Sequence[str]) -> Iterator[_Taken]:
    """The moves between stages shown, those left out passed over."""
    last, number = _first_shown(report, shown), 0
    for step in report.steps:
        if step.after == step.before or step.after not in shown:
            continue
        if last is not None and last != step.after:
            number += 1
            yield _Taken(number, last, step.after, step)
        last = step.after


def _box_of_case(box: Box, report: Report, been: set[str]) -> Box:
    is_last = box.stage == report.stage
    entered = [stay.since for stay in report.stays if stay.stage == box.stage]
    dates = tuple(f"since {since.words}" for since in entered if since is not None)
    standing = Standing.CURRENT if is_last else Standing.LEFT
    if not is_last and box.stage in been:
        standing = Standing.TAKEN
    return evolve(
        box,
        initial=box.stage == report.stays[0].stage,
        standing=standing,
        remark="last stage on record" if is_last else None,
        tooltip=(*box.tooltip, *dates),
    )


def _of_case(
    arrow: Arrow, by_pair: Mapping[tuple[str, str], list[_Taken]], report: Report, *, labels: bool
) -> Arrow:
    taken = by_pair.get((arrow.start, arrow.end))
    if taken is not None:
        return _taken_arrow(arrow, taken, report)
    ahead = arrow.start == report.stage
    return evolve(arrow, standing=Standing.LEFT, is_labelled=labels and ahead)


def _taken_arrow(arrow: Arrow, taken: list[_Taken], report: Report) -> Arrow:
    lines = tuple(_taken_line(each, report) for each in taken)
    marks = [line.mark for line in lines if line.mark is not None]
    return evolve(
        arrow,
        lines=lines,
        mark=min(marks, key=attrgetter("rank"), default=None),
        standing=Standing.TAKEN,
    )


def _taken_line(taken: _Taken, report: Report) -> Line:
    step, process = taken.step, report.process
    event = step.event
    move = process.table[step.before].get(event.trigger)
    return Line(
        words=process.triggers.get(event.trigger, event.trigger),
        mark=None if move is None else move.mark,
        number=taken.number,
        on=event.on.words,
        is_low=event.confidence is Confidence.LOW,
        tooltip=event_tooltip(event),
    )


def event_tooltip(event: Event) -> tuple[str, ...]:
    """What there is to say of an event besides its words: its sources, and its note."""
    sources = [
        source.title if not source.caveat else source.caveat for source in event.sources
    ] or ["no source is held"]
    return (*dict.fromkeys(sources), *([] if event.note is None else [event.note]))
