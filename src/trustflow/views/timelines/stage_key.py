"""The key of stages: the mark of each stage in its colour, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..svg import cut_to, stage_colours, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...process import Process
    from ..svg import Canvas, Palette

__all__ = ["draw_stage_key"]

SWATCH_WIDTH, SWATCH_GAP = 22, 6
"""The width of a coloured field with a mark, and its distance from the name."""
STAGE_GAP, ROW_GAP = 18, 6
"""The distance from one stage to the next, across and down."""


def draw_stage_key(
    canvas: Canvas,
    colours: Palette,
    process: Process,
    marks: Mapping[int, str],
    *,
    top: float,
    sides: tuple[float, float],
    size: float,
) -> float:
    """Draw the key of some stages in rows; return the y at which it ends.

    Args:
        canvas: The canvas.
        colours: The colours of the picture.
        process: The process of the stages.
        marks: The mark of each stage to show, such as its number, by its position in the process,
            in the order of the key.
        top: The y at which the key begins.
        sides: The x at which rows begin and end. A name that is longer than a row is cut.
        size: The font size.
    """
    height = size + 4
    start, end = sides
    left, middle = start, top + height / 2
    stages = [*zip(process.stages.values(), stage_colours(process).values(), strict=True)]
    for index, mark in marks.items():
        stage, colour = stages[index]
        label = cut_to(stage.label, size, end - start - SWATCH_WIDTH - SWATCH_GAP)
        needed = SWATCH_WIDTH + SWATCH_GAP + text_width(label, size)
        if left > start and left + needed > end:
            left, middle = start, middle + height + ROW_GAP
        base, fill = middle + size * 0.35, colours.stage(colour)
        y = middle - height / 2
        canvas.shape("rect", x=left, y=y, width=SWATCH_WIDTH, height=height, rx=3, fill=fill)
        point, text_fill = (left + SWATCH_WIDTH / 2, base), colours.on_stage(colour)
        canvas.text(point, mark, size=size, fill=text_fill, bold=True, anchor="middle")
        point = (left + SWATCH_WIDTH + SWATCH_GAP, base)
        canvas.text(point, label, size=size, fill=colours.quiet)
        left += needed + STAGE_GAP
    return middle + height / 2
