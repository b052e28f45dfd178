"""Break the texts of stages and arrows into lines, and measure the space that they need."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ...errors import pluralised
from ..svg import balanced, plain, text_width, wrapped
from .model import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .model import Arrow, Box, Diagram

__all__ = [
    "ARROW_TEXT_SIZE",
    "BOX_TEXT_SIZE",
    "GROUP_GAP",
    "LINE_HEIGHT",
    "PADDING",
    "REMARK_SIZE",
    "TEXT_WIDTHS",
    "BoxText",
    "TextBlock",
    "TextWidths",
    "arrow_text",
    "box_text",
    "is_bold",
    "stays_in_every_stage",
    "texts_of_stays",
]

BOX_TEXT_SIZE, REMARK_SIZE, ARROW_TEXT_SIZE = 14, 12, 12
"""The font sizes of the label of a box, the smaller texts in a box, and the label of an arrow."""
LINE_HEIGHT = 1.3
"""The distance between two lines of text, as a multiple of the font size."""
GROUP_GAP = 4
PADDING = 9
"""The distance of a text in a box from the top and the bottom of the box."""
MIN_SHARED = 3
"""The fewest stages for which a legend lists what happens in every stage."""


class TextWidths(NamedTuple):
    """The greatest widths of the labels of boxes, arrows and stays, and the gap beside nodes."""

    box: float
    arrow: float
    stay: float
    gap: float


TEXT_WIDTHS = (
    TextWidths(190, 152, 240, 18),
    TextWidths(170, 130, 220, 14),
    TextWidths(150, 118, 200, 12),
    TextWidths(150, 106, 180, 10),
    TextWidths(130, 96, 170, 8),
)
"""The widths that a picture tries until it is narrow enough, the widest first."""


class TextBlock(NamedTuple):
    """Lines of text, and the size of the rectangle that they need, in pixels."""

    lines: tuple[str, ...]
    width: float
    height: float
    group_ends: tuple[int, ...] = ()
    """For each group of lines, the number of lines up to the end of the group."""


class BoxText(NamedTuple):
    """The texts in a box: the label, with the height of it and the remark; and the stays."""

    label: tuple[str, ...]
    stays: tuple[str, ...]
    width: float
    head: float
    """The height of the part of the box that has the label and the remark."""
    height: float


def is_bold(box: Box) -> bool:
    """Return whether the label of a box is bold."""
    return box.emphasised or box.case_status is CaseStatus.CURRENT


def box_text(box: Box, stays: Sequence[str], widths: TextWidths) -> BoxText:
    """Return the texts in a box.

    Args:
        box: The box.
        stays: The texts of the moves that stay in the stage.
        widths: The greatest widths of texts.
    """
    bold = is_bold(box)
    label = balanced(box.label, BOX_TEXT_SIZE, widths.box, bold=bold)
    needed = [text_width(line, BOX_TEXT_SIZE, bold=bold) for line in label]
    head = len(label) * BOX_TEXT_SIZE * LINE_HEIGHT + 2 * PADDING
    if box.remark is not None:
        needed.append(text_width(box.remark, REMARK_SIZE))
        head += REMARK_SIZE * LINE_HEIGHT
    lines = tuple(line for text in stays for line in wrapped(text, REMARK_SIZE, widths.stay))
    needed += [text_width(line, REMARK_SIZE) for line in lines]
    compartment = len(lines) * REMARK_SIZE * LINE_HEIGHT + PADDING + 2 if lines else 0
    return BoxText(label, lines, max(needed) + 30, head, head + compartment)


def arrow_text(arrow: Arrow, limits: Mapping[str, str], widths: TextWidths) -> TextBlock | None:
    """Return the texts of an arrow, each as a group of lines; None if it has no text.

    Args:
        arrow: The arrow.
        limits: The names of bounds that the legend explains.
        widths: The greatest widths of texts.
    """
    bold = arrow.case_status is CaseStatus.TAKEN
    groups = [_lines_of(text, widths.arrow, bold=bold) for text in arrow.texts(limits=limits)]
    lines = tuple(line for group in groups for line in group)
    if not lines:
        return None
    widest = max(text_width(line, ARROW_TEXT_SIZE, bold=bold) for line in lines)
    height = len(lines) * ARROW_TEXT_SIZE * LINE_HEIGHT + (len(groups) - 1) * GROUP_GAP
    group_ends = tuple(accumulate(len(group) for group in groups))
    return TextBlock(lines, widest + 10, height + 5, group_ends)


def _lines_of(text: str, max_width: float, *, bold: bool) -> tuple[str, ...]:
    """Return a text as one line if it fits; else each part begins a new line."""
    if text_width(text, ARROW_TEXT_SIZE, bold=bold) <= max_width:
        return (plain(text),)
    return tuple(
        line
        for part in text.split(" · ")
        for line in balanced(part, ARROW_TEXT_SIZE, max_width, bold=bold)
    )


# Moves that stay in their stage


def texts_of_stays(diagram: Diagram) -> dict[str, tuple[str, ...]]:
    """Map each stage to the texts of the moves that stay in it.

    Texts that `stays_in_every_stage` returns are left out. If the labels are not shown, the text is
    the number of the moves.
    """
    shared = stays_in_every_stage(diagram)
    texts: dict[str, tuple[str, ...]] = {}
    for arrow in diagram.arrows:
        if arrow.stays:
            shown = arrow.texts(limits=diagram.limits)
            count = f"{pluralised(len(arrow.labels), 'move')} within this stage"
            own = tuple(text for text in shown if text not in shared)
            texts[arrow.start] = own if shown else (count,)
    return texts


def stays_in_every_stage(diagram: Diagram) -> tuple[str, ...]:
    """Return the texts of the moves that stay in their stage in every stage shown."""
    every = [arrow.texts(limits=diagram.limits) for arrow in diagram.arrows if arrow.stays]
    if len(every) < max(len(diagram.boxes), MIN_SHARED):
        return ()
    return tuple(text for text in every[0] if all(text in others for others in every))
