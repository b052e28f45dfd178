"""Put on each arrow of a diagram how many authorities followed it, and their median time."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import evolve

from ...errors import pluralised
from ..duration import open_duration_words
from .model import Arrow, MoveLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...cohorts import ArrowCounts
    from ...process import Process
    from .model import Diagram

__all__ = ["with_counts"]

MIN_STAYS = 5
"""The number of stays from which a median is shown."""


def with_counts(diagram: Diagram, counts: ArrowCounts, *, labels: bool) -> Diagram:
    """Return a diagram with the counts on its arrows, and with an arrow for every counted move.

    An arrow to the same stage has no count.

    Args:
        diagram: The diagram.
        counts: The counts, of the stages that the diagram shows.
        labels: Whether arrows have labels.
    """
    drawn = {(arrow.start, arrow.end) for arrow in diagram.arrows}
    added = [
        _added_arrow(pair, counts, diagram.process, labels=labels)
        for pair in counts.by_arrow
        if pair not in drawn
    ]
    order = {box.stage: index for index, box in enumerate(diagram.boxes)}
    arrows = (
        arrow
        if arrow.stays
        else evolve(
            arrow,
            count=counts.count((arrow.start, arrow.end)),
            median=_median_words(counts, (arrow.start, arrow.end)),
        )
        for arrow in (*diagram.arrows, *added)
    )
    moved = {(stay.stage, stay.trigger) for stays in counts.by_arrow.values() for stay in stays}
    return evolve(
        diagram,
        arrows=tuple(sorted(arrows, key=lambda arrow: (order[arrow.start], order[arrow.end]))),
        left_out=tuple(
            move
            for move in diagram.left_out
            if move.stays or (move.stage, move.trigger) not in moved
        ),
        count_notes=tuple(_notes(counts)),
    )


def _added_arrow(
    pair: tuple[str, str], counts: ArrowCounts, process: Process, *, labels: bool
) -> Arrow:
    """Return an arrow for moves that the diagram left out, or that the process does not allow."""
    start, end = pair
    triggers = dict.fromkeys(str(stay.trigger) for stay in counts.by_arrow[pair])
    moves = {trigger: process.table[start].get(trigger) for trigger in triggers}
    marks = [move.mark for move in moves.values() if move is not None]
    return Arrow(
        start=start,
        end=end,
        labels=tuple(
            MoveLabel(words=process.triggers[trigger], mark=None if move is None else move.mark)
            for trigger, move in moves.items()
        ),
        mark=min(marks, key=attrgetter("rank"), default=None),
        shows_labels=labels,
    )


def _median_words(counts: ArrowCounts, pair: tuple[str, str]) -> str | None:
    days = counts.median(pair, at_least=MIN_STAYS)
    if days is None:
        return None
    return open_duration_words(*days)


def _notes(counts: ArrowCounts) -> Iterator[str]:
    """Yield the notes of the legend that say what the counts mean."""
    number = pluralised(counts.histories, "history")
    yield f"taken by: how many of {number} made the move, each counted once"
    yield (
        "median: the time in the stage before the move, of those that made it, if it was made at "
        f"least {MIN_STAYS} times"
    )
    if counts.left_out:
        left_out = pluralised(len(counts.left_out), "move")
        yield f"{left_out} not counted: low confidence, or no source"
