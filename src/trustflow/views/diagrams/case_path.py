"""Add the path of a case to the diagram of its process."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from ...engine import as_bound
from ...history import Confidence
from ..fact_rows import path_words, record_words
from .model import Arrow, CaseStatus, MoveLabel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...engine import Report, Step
    from ...history import Event
    from .model import Box, Diagram

__all__ = ["case_title", "event_tooltip", "with_case"]

Ends = tuple[str, str]
"""The stage at the start of an arrow, and the stage at its end."""


class _TakenMove(NamedTuple):
    """A move of a case between two shown stages, and the step that ended it."""

    number: int
    start: str
    end: str
    step: Step


def with_case(diagram: Diagram, report: Report, *, labels: bool) -> Diagram:
    """Return the diagram of a process, changed to show the path of a case.

    Args:
        diagram: The diagram of the process.
        report: The report on the case.
        labels: Whether arrows have labels.
    """
    shown = [box.stage for box in diagram.boxes]
    taken: dict[Ends, list[_TakenMove]] = {}
    for move in _taken_moves(report, shown):
        taken.setdefault((move.start, move.end), []).append(move)
    arrows = [_case_arrow(arrow, taken, report, labels=labels) for arrow in diagram.arrows]
    # A case can make a move that the diagram leaves out, or one that the process does not allow.
    missing = taken.keys() - {(arrow.start, arrow.end) for arrow in diagram.arrows}
    for start, end in missing:
        arrow = Arrow(start=start, end=end, labels=(), mark=None, shows_labels=labels)
        arrows.append(_taken_arrow(arrow, taken[start, end], report))
    order = {stage: index for index, stage in enumerate(shown)}
    moved = {(step.before, step.event.trigger) for step in report.steps if step.allowed}
    return evolve(
        diagram,
        title=case_title(report),
        subtitle=record_words(report),
        path=path_words(report),
        boxes=tuple(_case_box(box, report) for box in diagram.boxes),
        arrows=tuple(sorted(arrows, key=lambda arrow: (order[arrow.start], order[arrow.end]))),
        left_out=tuple(
            move
            for move in diagram.left_out
            if move.stays or (move.stage, move.trigger) not in moved
        ),
    )


def case_title(report: Report) -> str:
    """Return the title of a picture of one case: the authority, then the process."""
    title = report.process.title
    return f"{report.history.authority}: {title[:1].lower()}{title[1:]}"


def event_tooltip(event: Event) -> tuple[str, ...]:
    """Return one line for each source of an event, and one for its note."""
    sources = [source.caveat or source.title for source in event.sources]
    lines = dict.fromkeys(sources or ["no source is held"])
    return (*lines, *([] if event.note is None else [event.note]))


def _taken_moves(report: Report, shown: Sequence[str]) -> Iterator[_TakenMove]:
    """Yield the moves of a case between shown stages, skipping other stages."""
    first = report.stays[0].stage
    last = first if first in shown else None
    number = 0
    for step in report.steps:
        if step.after == step.before or step.after not in shown:
            continue
        if last is not None and last != step.after:
            number += 1
            yield _TakenMove(number, last, step.after, step)
        last = step.after


def _case_box(box: Box, report: Report) -> Box:
    stays = [stay for stay in report.stays if stay.stage == box.stage]
    if box.stage == report.stage:
        status = CaseStatus.CURRENT
    else:
        status = CaseStatus.TAKEN if stays else CaseStatus.UNTAKEN
    since = (f"since {as_bound(stay.since)}" for stay in stays if stay.since is not None)
    return evolve(
        box,
        initial=box.stage == report.stays[0].stage,
        case_status=status,
        remark="last stage on record" if status is CaseStatus.CURRENT else None,
        tooltip=(*box.tooltip, *since),
    )


def _case_arrow(
    arrow: Arrow, taken: Mapping[Ends, list[_TakenMove]], report: Report, *, labels: bool
) -> Arrow:
    moves = taken.get((arrow.start, arrow.end))
    if moves is not None:
        return _taken_arrow(arrow, moves, report)
    # A move that the case has not made has a label only if it leads out of the last stage.
    is_next = arrow.start == report.stage
    return evolve(arrow, case_status=CaseStatus.UNTAKEN, shows_labels=labels and is_next)


def _taken_arrow(arrow: Arrow, moves: list[_TakenMove], report: Report) -> Arrow:
    labels = tuple(_taken_label(move, report) for move in moves)
    marks = [label.mark for label in labels if label.mark is not None]
    return evolve(
        arrow,
        labels=labels,
        mark=min(marks, key=attrgetter("rank"), default=None),
        case_status=CaseStatus.TAKEN,
    )


def _taken_label(taken: _TakenMove, report: Report) -> MoveLabel:
    step, process = taken.step, report.process
    event = step.event
    move = process.table[step.before].get(event.trigger)
    return MoveLabel(
        words=process.triggers[event.trigger],
        mark=None if move is None else move.mark,
        number=taken.number,
        date=event.on.words,
        low_confidence=event.confidence is Confidence.LOW,
        tooltip=event_tooltip(event),
    )
