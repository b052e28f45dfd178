"""Draw the last stages on record: a bar for each stage, with the number of councils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import pluralised
from ...trust_transfer import TRUST_TRANSFER
from ..svg import MARGIN, Canvas, Font, draw_heading, palette, stage_colours, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...cohorts import RecordCount

__all__ = ["label_of", "numbers_in_words", "to_svg"]

LABEL_SIZE, NUMBER_SIZE = 13, 12.5
LABEL_WIDTH, CHART_WIDTH, NUMBER_WIDTH = 200, 390, 180
ROW_HEIGHT, BAR_HEIGHT, LINE_HEIGHT = 38, 22, 15


def label_of(count: RecordCount) -> str:
    """Return the stage of a count in words."""
    return TRUST_TRANSFER.stages[count.value or TRUST_TRANSFER.initial].label


def numbers_in_words(count: RecordCount) -> str:
    """Return the numbers of a count, such as ``9, and 1 of low confidence``."""
    low = count.low_confidence
    return f"{count.authorities}, and {low} of low confidence" if low else str(count.authorities)


def to_svg(
    counts: Sequence[RecordCount], title: str, subtitle: str, *, dark: bool, font: Font
) -> str:
    """Return a bar for each count as an SVG document."""
    canvas, colours = Canvas(font), palette(dark=dark)
    left = float(MARGIN + LABEL_WIDTH + 12)
    width = left + CHART_WIDTH + NUMBER_WIDTH + MARGIN
    top = draw_heading(canvas, colours, title, subtitle, width) + 16
    most = max(count.authorities + count.low_confidence for count in counts)
    of_stage = stage_colours(TRUST_TRANSFER)
    for count in counts:
        label, numbers = label_of(count), numbers_in_words(count)
        middle = top + ROW_HEIGHT / 2
        lines = wrapped(label, LABEL_SIZE, LABEL_WIDTH)
        base = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + LABEL_SIZE * 0.36
        for line in lines:
            point = (left - 12, base)
            canvas.text(point, line, size=LABEL_SIZE, fill=colours.ink, anchor="end")
            base += LINE_HEIGHT
        fill = colours.stage(of_stage[count.value or TRUST_TRANSFER.initial])
        x = left
        with canvas.tooltip((label, f"{numbers}: {pluralised(_total(count), 'council')}")):
            for number, inside in (
                (count.authorities, fill),
                (count.low_confidence, colours.background),
            ):
                length = CHART_WIDTH * number / max(most, 1)
                if number:
                    canvas.shape(
                        "rect",
                        x=x,
                        y=middle - BAR_HEIGHT / 2,
                        width=length,
                        height=BAR_HEIGHT,
                        fill=inside,
                        stroke=fill,
                        stroke_width=1,
                    )
                x += length
        point = (x + 8, middle + NUMBER_SIZE * 0.36)
        canvas.text(point, numbers, size=NUMBER_SIZE, fill=colours.ink, bold=True)
        top += ROW_HEIGHT
    canvas.line(((left, top), (left, top - ROW_HEIGHT * len(counts))), stroke=colours.outline)
    shown = "; ".join(f"{label_of(count)}: {numbers_in_words(count)}" for count in counts)
    return canvas.document(
        width,
        top + MARGIN,
        title=title,
        description=f"{subtitle} {shown}.",
        background=colours.background,
    )


def _total(count: RecordCount) -> int:
    return count.authorities + count.low_confidence
