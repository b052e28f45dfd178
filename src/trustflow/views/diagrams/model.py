"""What a diagram shows, read off a process or a case once: boxes, arrows and their words.

Every writer of a format says this same drawing in its own language, and knows nothing else.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from ...process import Mark, Process

__all__ = ["Arrow", "Box", "Direction", "Drawing", "Line", "Standing"]


class Direction(StrEnum):
    """Where a diagram leads."""

    DOWN = "down"
    UP = "up"
    RIGHT = "right"
    LEFT = "left"

    @property
    def letters(self) -> str:
        """As Mermaid and Graphviz write it: TB, BT, LR or RL."""
        return {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}[self.value]


class Standing(StrEnum):
    """What a stage, or the way to one, is to the case that is drawn."""

    OPEN = "open"
    """No case is drawn."""
    TAKEN = "taken"
    """The case went through it."""
    CURRENT = "current"
    """The last stage on record."""
    LEFT = "left"
    """The case has not been there."""


@frozen(kw_only=True)
class Line:
    """One line of the words on an arrow: a move, or moves joined through stages left out.

    Args:
        words: What happens.
        mark: How ordinary it is; None for what the process does not allow.
        bounds: How long it takes, by the date rules that govern it.
        number: For a step that a case took, which it was, from 1.
        on: When it was taken, in words.
        is_low: Whether that rests on a source of low confidence.
        tooltip: What there is to say besides: sources, precedents, rules.
    """

    words: str
    mark: Mark | None
    bounds: tuple[str, ...] = ()
    number: int | None = None
    on: str | None = None
    is_low: bool = False
    tooltip: tuple[str, ...] = ()

    def text(self, *, marked: bool = False, numbered: bool = True) -> str:
        """The line as one text.

        Args:
            marked: Whether a move that is not standard says so.
            numbered: Whether a step says which it was.
        """
        number = f"{self.number}. " if numbered and self.number is not None else ""
        parts = [f"{number}{self.words}", *self.bounds]
        if self.on is not None:
            parts.append(self.on)
        if self.is_low:
            parts.append("low confidence")
        if self.mark is None:
            parts.append("not allowed there")
        mark = f" ({self.mark.label})" if marked and self.mark not in {None, Mark.STANDARD} else ""
        return " · ".join(parts) + mark


@frozen(kw_only=True)
class Box:
    """A stage.

    Args:
        stage: Its name.
        label: Its name for people.
        emphasised: Whether it is emphasised.
        initial: Whether what is drawn begins in it.
        final: Whether nothing leads on from it.
        index: Its place among the stages of the process.
        standing: What it is to the case.
        remark: What else stands in it.
        tooltip: What there is to say besides.
    """

    stage: str
    label: str
    emphasised: bool = False
    initial: bool = False
    final: bool = False
    index: int = 0
    standing: Standing = Standing.OPEN
    remark: str | None = None
    tooltip: tuple[str, ...] = ()


@frozen(kw_only=True)
class Arrow:
    """The moves from one stage to another, or those that stay in one.

    Args:
        start: The stage it leads from.
        end: The stage it leads to.
        lines: Its words, a line each.
        mark: The most ordinary of its moves; None where the process allows none.
        standing: What it is to the case.
        is_labelled: Whether its words are shown, not only kept for the tooltip.
        remark: Words of the user's own that stand below the others, such as a count.
    """

    start: str
    end: str
    lines: tuple[Line, ...]
    mark: Mark | None
    standing: Standing = Standing.OPEN
    is_labelled: bool = True
    remark: str | None = None

    @property
    def stays(self) -> bool:
        """Whether it leads back to where it began."""
        return self.start == self.end

    def texts(self, *, marked: bool = False, numbered: bool = True) -> tuple[str, ...]:
        """The words shown on it, a line each; `marked` as for a line."""
        marked = marked or len({line.mark for line in self.lines}) > 1
        shown = [
            line.text(marked=marked, numbered=numbered) for line in self.lines if self.is_labelled
        ]
        return (*shown, *([] if self.remark is None else [self.remark]))


@frozen(kw_only=True)
class Drawing:
    """What a diagram shows.

    Args:
        process: The process.
        title: What it is about.
        subtitle: Where the case stands, if one is drawn.
        boxes: The stages, in their order.
        arrows: The moves, in the order of the stages.
        direction: Where it leads.
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
        """The whole in a sentence, for those who cannot see it."""
        stages = ", ".join(box.label for box in self.boxes)
        said = f"{self.subtitle} " if self.subtitle else ""
        return f"{said}A diagram of {len(self.boxes)} stages ({stages}) and the moves between them."
