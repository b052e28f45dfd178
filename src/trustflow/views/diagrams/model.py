"""The model of a diagram, which every output format uses: boxes, arrows and their texts."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from ...errors import pluralised
from ...process import Mark, Move, Process
from ..marks import left_out_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Arrow", "Box", "CaseStatus", "Diagram", "Direction", "MoveLabel"]

MIN_WIDTH, MAX_WIDTH = 1.0, 6.0
"""The widths in pixels of an arrow that no authority followed, and of the most followed arrow."""
NO_LIMITS: Mapping[str, str] = {}


class Direction(StrEnum):
    """The direction in which the arrows of a diagram lead."""

    DOWN = "down"
    UP = "up"
    RIGHT = "right"
    LEFT = "left"

    @property
    def rank_direction(self) -> str:
        """The direction in the notation of Mermaid and Graphviz: TB, BT, LR or RL."""
        return {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}[self.value]


class CaseStatus(StrEnum):
    """Whether a case has been in a stage, or has followed an arrow."""

    NO_CASE = "no_case"
    """The diagram does not show a case."""
    TAKEN = "taken"
    """The case has left the stage, or has followed the arrow."""
    CURRENT = "current"
    """The stage is the last one of the case on record."""
    UNTAKEN = "untaken"
    """The case has not been in the stage, or has not followed the arrow."""


@frozen(kw_only=True)
class MoveLabel:
    """The label of one move, or of one path through stages that are left out.

    Args:
        words: The label of the event that makes the move, or of each event of the path.
        mark: The mark of the move; None if the process does not allow the move.
        bounds: The bounds of the date rules that limit how long the move takes.
        spanning: The bounds of the date rules that limit how long several moves take, of which this
            is the last.
        number: The position of the move in the path of the case, from 1; None if the case has not
            made the move.
        date: The date on which the case made the move, in words; None if it has not.
        low_confidence: Whether the confidence of the event of the case is low.
        tooltip: The lines of the tooltip: sources, precedents and rules.
    """

    words: str
    mark: Mark | None
    bounds: tuple[str, ...] = ()
    spanning: tuple[str, ...] = ()
    number: int | None = None
    date: str | None = None
    low_confidence: bool = False
    tooltip: tuple[str, ...] = ()

    def text(self, *, marked: bool = False, limits: Mapping[str, str] = NO_LIMITS) -> str:
        """Return the label as one text.

        Args:
            marked: Whether the text names the mark of the move, unless it is standard.
            limits: The names that replace bounds which a legend explains.
        """
        number = "" if self.number is None else f"{self.number}. "
        spanning = [limits.get(bound, bound) for bound in self.spanning]
        parts = [f"{number}{self.words}", *self.bounds, *spanning]
        if self.date is not None:
            parts.append(self.date)
        if self.low_confidence:
            parts.append("low confidence")
        if self.mark is None:
            parts.append("not allowed in that stage")
        mark = f" ({self.mark.label})" if marked and self.mark not in {None, Mark.STANDARD} else ""
        return " · ".join(parts) + mark


@frozen(kw_only=True)
class Box:
    """A stage in a diagram.

    Args:
        stage: The stage.
        label: The label of the stage.
        emphasised: Whether the process emphasises the stage.
        initial: Whether the process or the case begins in the stage.
        final: Whether the stage is final: no move leads out of it.
        case_status: Whether the case has been in the stage.
        remark: A second text in the box, below the label.
        tooltip: The lines of the tooltip.
    """

    stage: str
    label: str
    emphasised: bool = False
    initial: bool = False
    final: bool = False
    case_status: CaseStatus = CaseStatus.NO_CASE
    remark: str | None = None
    tooltip: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The label and the remark as one text."""
        return self.label if self.remark is None else f"{self.label} ({self.remark})"


@frozen(kw_only=True)
class Arrow:
    """All moves from one stage to another, or all moves that do not change a stage.

    Args:
        start: The stage from which the arrow leads.
        end: The stage to which the arrow leads.
        labels: The labels of the moves.
        mark: The mark of the most ordinary move; None if the process does not allow any of them.
        case_status: Whether the case has followed the arrow.
        shows_labels: Whether the labels are shown beside the arrow. If not, only the tooltip
            contains them.
        count: The number of authorities that followed the arrow; None if none are counted.
        median: The median time in the stage before the arrow, in words, of the stays that ended
            with it; None if it is not shown.
        remark: A text that the user gives. It is shown below the labels and the count.
    """

    start: str
    end: str
    labels: tuple[MoveLabel, ...]
    mark: Mark | None
    case_status: CaseStatus = CaseStatus.NO_CASE
    shows_labels: bool = True
    count: int | None = None
    median: str | None = None
    remark: str | None = None

    @property
    def stays(self) -> bool:
        """Whether the arrow leads back to its own stage."""
        return self.start == self.end

    @property
    def count_text(self) -> str | None:
        """The count and the median as text, such as ``taken by 12, median about 8 months``.

        It is None if no authorities are counted, or if none of them followed the arrow.
        """
        if not self.count:
            return None
        median = "" if self.median is None else f", median {self.median}"
        return f"taken by {self.count}{median}"

    @property
    def tooltip(self) -> tuple[str, ...]:
        """The lines of the tooltip: each label, followed by the tooltip of that label."""
        return tuple(
            line for label in self.labels for line in (label.text(marked=True), *label.tooltip)
        )

    def texts(
        self, *, marked: bool = False, limits: Mapping[str, str] = NO_LIMITS
    ) -> tuple[str, ...]:
        """Return the texts shown on the arrow: one for each move, the count and the remark.

        Args:
            marked: Whether each text names the mark of its move, except the mark `standard`. If
                the moves of the arrow have different marks, the texts always name them.
            limits: The names that replace bounds which a legend explains.
        """
        marked = marked or len({label.mark for label in self.labels}) > 1
        labels = self.labels if self.shows_labels else ()
        texts = [label.text(marked=marked, limits=limits) for label in labels]
        return (*texts, *filter(None, (self.count_text, self.remark)))


@frozen(kw_only=True)
class Diagram:
    """Everything that a diagram shows.

    Args:
        process: The process.
        title: The title of the diagram.
        subtitle: A sentence with the last stage of the case on record; None without a case.
        boxes: The stages, in the order of the process.
        arrows: The arrows, sorted by the positions of their start and end in the process.
        direction: The direction in which the arrows lead.
        is_dark: Whether the diagram is for a dark page.
        left_out: The moves that the diagram does not show because of their marks.
        count_notes: What the counts of the arrows mean; empty if none are counted.
        road: The stages of the ordinary route, in order; empty if there is none.
        path: The stages of the case in words, with their dates; empty without a case.
    """

    process: Process
    title: str
    subtitle: str | None
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    direction: Direction
    is_dark: bool = False
    left_out: tuple[Move, ...] = ()
    count_notes: tuple[str, ...] = ()
    road: tuple[str, ...] = ()
    path: str = ""

    @cached_property
    def road_steps(self) -> frozenset[tuple[str, str]]:
        """The start and the end of each arrow of the ordinary route."""
        return frozenset(pairwise(self.road))

    @cached_property
    def limits(self) -> dict[str, str]:
        """A name, such as "limit 1", for each bound that spans several moves and is shown."""
        labels = (label for arrow in self.arrows if arrow.shows_labels for label in arrow.labels)
        bounds = dict.fromkeys(bound for label in labels for bound in label.spanning)
        return {bound: f"limit {number}" for number, bound in enumerate(bounds, 1)}

    def is_heavy(self, arrow: Arrow) -> bool:
        """Return whether an arrow is heavy: the case took it, or it is on the ordinary route.

        In the diagram of a case, only the arrows that the case took are heavy.
        """
        if arrow.case_status is CaseStatus.NO_CASE:
            return (arrow.start, arrow.end) in self.road_steps
        return arrow.case_status is CaseStatus.TAKEN

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of the legend: what the counts mean, and the moves left out by their marks."""
        return (*self.count_notes, *left_out_notes(self.left_out))

    def count_width(self, arrow: Arrow) -> float | None:
        """Return how wide a line is that shows the count of an arrow, from 1 to 6 pixels.

        It is None if no authorities are counted.
        """
        if arrow.count is None:
            return None
        most = max(other.count or 0 for other in self.arrows)
        return round(MIN_WIDTH + (MAX_WIDTH - MIN_WIDTH) * arrow.count / max(most, 1), 1)

    @property
    def description(self) -> str:
        """A description in a few sentences, for readers who cannot see the diagram."""
        stages = ", ".join(box.label for box in self.boxes)
        subtitle = f"{self.subtitle} " if self.subtitle else ""
        moves = " and the moves between them" if len(self.boxes) > 1 else ""
        drawn = f"A diagram of {pluralised(len(self.boxes), 'stage')} ({stages}){moves}."
        notes = (f"{note[:1].upper()}{note[1:]}." for note in self.notes)
        path = f" {self.path}" if self.path else ""
        return " ".join([f"{subtitle}{drawn}{path}", *notes])
