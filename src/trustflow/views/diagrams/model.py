"""The model of a diagram: boxes, arrows and their texts, the same for every output format."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from ...process import Mark, Process

__all__ = ["Arrow", "Box", "CaseStatus", "Diagram", "Direction", "MoveLabel"]


class Direction(StrEnum):
    """The direction in which a diagram runs."""

    DOWN = "down"
    UP = "up"
    RIGHT = "right"
    LEFT = "left"

    @property
    def rank_direction(self) -> str:
        """The direction as Mermaid and Graphviz write it: TB, BT, LR or RL."""
        return {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}[self.value]


class CaseStatus(StrEnum):
    """What a stage or an arrow is to the case that a diagram shows."""

    NO_CASE = "no_case"
    """The diagram shows a process without a case."""
    TAKEN = "taken"
    """The case has left the stage, or has followed the arrow."""
    CURRENT = "current"
    """The last stage of the case on record."""
    UNTAKEN = "untaken"
    """The case has not been in the stage, or has not followed the arrow."""


@frozen(kw_only=True)
class MoveLabel:
    """The label of a move on an arrow, or of a path through stages left out.

    Args:
        words: What happens.
        mark: How ordinary the move is; None if the process does not allow it.
        bounds: The bounds of the date rules that limit how long the move takes.
        number: For a move that a case made, its place in the path, from 1.
        date: For a move that a case made, its date in words.
        low_confidence: Whether it rests on a source of low confidence.
        tooltip: The lines of its tooltip: sources, precedents and rules.
    """

    words: str
    mark: Mark | None
    bounds: tuple[str, ...] = ()
    number: int | None = None
    date: str | None = None
    low_confidence: bool = False
    tooltip: tuple[str, ...] = ()

    def text(self, *, marked: bool = False) -> str:
        """Return the label as one text.

        Args:
            marked: Whether the text of a move that is not standard names its mark.
        """
        number = "" if self.number is None else f"{self.number}. "
        parts = [f"{number}{self.words}", *self.bounds]
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
        label: Its name for people.
        emphasised: Whether the process emphasises it.
        initial: Whether the process or the case begins in it.
        final: Whether no move leads out of it.
        case_status: What the stage is to the case.
        remark: A second text in the box.
        tooltip: The lines of its tooltip.
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
    """The moves from one stage to another, or those that stay in one stage.

    Args:
        start: The stage it leads from.
        end: The stage it leads to.
        labels: The labels of its moves.
        mark: The mark of the most ordinary move; None if the process allows none of them.
        case_status: What the arrow is to the case.
        shows_labels: Whether the labels are shown, rather than kept for the tooltip only.
        remark: A text of the user, such as a count, below the labels.
    """

    start: str
    end: str
    labels: tuple[MoveLabel, ...]
    mark: Mark | None
    case_status: CaseStatus = CaseStatus.NO_CASE
    shows_labels: bool = True
    remark: str | None = None

    @property
    def stays(self) -> bool:
        """Whether the arrow leads back to its own stage."""
        return self.start == self.end

    @property
    def tooltip(self) -> tuple[str, ...]:
        """The lines of its tooltip: each label, and the label's own lines."""
        return tuple(
            line for label in self.labels for line in (label.text(marked=True), *label.tooltip)
        )

    def texts(self, *, marked: bool = False) -> tuple[str, ...]:
        """Return the texts shown on the arrow, one for each move, and then the remark.

        Args:
            marked: Whether moves that are not standard name their mark. They do so in any case if
                the moves of the arrow have different marks.
        """
        marked = marked or len({label.mark for label in self.labels}) > 1
        texts = [label.text(marked=marked) for label in self.labels if self.shows_labels]
        return (*texts, *([] if self.remark is None else [self.remark]))


@frozen(kw_only=True)
class Diagram:
    """Everything that a diagram shows.

    Args:
        process: The process.
        title: The title.
        subtitle: The last stage of the case on record; None without a case.
        boxes: The stages, in the order of the process.
        arrows: The moves, in the order of their stages.
        direction: The direction in which it runs.
        is_dark: Whether it is for a dark page.
    """

    process: Process
    title: str
    subtitle: str | None
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    direction: Direction
    is_dark: bool = False

    @property
    def description(self) -> str:
        """The diagram in a sentence or two, for readers who cannot see it."""
        stages = ", ".join(box.label for box in self.boxes)
        subtitle = f"{self.subtitle} " if self.subtitle else ""
        moves = f"A diagram of {len(self.boxes)} stages ({stages}) and the moves between them."
        return f"{subtitle}{moves}"
