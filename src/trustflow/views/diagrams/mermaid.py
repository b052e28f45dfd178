"""Write a diagram as a Mermaid `stateDiagram-v2`.

Mermaid has no syntax for dashed or dotted arrows in state diagrams, so a style sheet draws them.
Some programs ignore the style sheet. So the label of a move that is not standard names its mark.
Nor has Mermaid a legend. So the description and a comment count the moves left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette
from .escapes import mermaid_text
from .line_styles import box_colours, box_style
from .model import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Diagram

__all__ = ["to_mermaid"]

RESERVED = {
    "as", "choice", "class", "classdef", "click", "concurrent", "default", "direction", "end",
    "fork", "hide", "history", "join", "note", "scale", "state", "style", "title",
}  # fmt: skip
"""Keywords of Mermaid, which cannot be the name of a state."""
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
DASHES = {Mark.ATTESTED: "6 4", Mark.POSSIBLE: "1.5 4"}


def to_mermaid(diagram: Diagram) -> str:
    """Return a diagram as Mermaid text; equal diagrams give equal text."""
    names = _state_names(diagram)
    colours = palette(dark=diagram.is_dark)
    boxes = diagram.boxes
    lines = [
        *_settings(diagram, colours),
        "stateDiagram-v2",
        f"    accTitle: {mermaid_text(diagram.title)}",
        f"    accDescr: {mermaid_text(diagram.description)}",
        *(f"    %% {note}" for note in diagram.notes),
        f"    direction {diagram.direction.rank_direction}",
        *(f'    state "{mermaid_text(box.text)}" as {names[box.stage]}' for box in boxes),
        *(f"    [*] --> {names[box.stage]}" for box in boxes if box.initial),
        *(_arrow(arrow, names) for arrow in diagram.arrows),
        *(f"    {names[box.stage]} --> [*]" for box in boxes if box.final),
        *_classes(diagram, names, colours),
    ]
    return "\n".join(lines) + "\n"


def _state_names(diagram: Diagram) -> dict[str, str]:
    """Map each stage to a name that Mermaid accepts as the name of a state."""
    names: dict[str, str] = {}
    for number, box in enumerate(diagram.boxes, 1):
        stage = str(box.stage)
        is_valid = NAME.fullmatch(stage) is not None and stage.lower() not in RESERVED
        names[box.stage] = stage if is_valid else f"stage-{number}"
    return names


def _arrow(arrow: Arrow, names: Mapping[str, str]) -> str:
    label = "<br/>".join(mermaid_text(text) for text in arrow.texts(marked=True))
    suffix = f": {label}" if label else ""
    return f"    {names[arrow.start]} --> {names[arrow.end]}{suffix}"


def _settings(diagram: Diagram, colours: Palette) -> Iterator[str]:
    """Yield the lines for the dark theme and the style sheet, if they are needed."""
    # Mermaid numbers the edges in the order of the text, in which edges from the start come first.
    first_edge = sum(box.initial for box in diagram.boxes)
    dashed: dict[str, list[str]] = {}
    taken: list[str] = []
    for number, arrow in enumerate(diagram.arrows, first_edge):
        if arrow.mark in DASHES:
            dashed.setdefault(DASHES[arrow.mark], []).append(_edge_selector(number))
        if arrow.case_status is CaseStatus.TAKEN:
            taken.append(_edge_selector(number))
    rules = [
        f"{', '.join(selectors)} {{ stroke-dasharray: {dashes}; }}"
        for dashes, selectors in dashed.items()
    ]
    if taken:
        rules.append(f"{', '.join(taken)} {{ stroke: {colours.taken}; stroke-width: 3px; }}")
    if not rules and not diagram.is_dark:
        return
    yield from ("---", "config:")
    if diagram.is_dark:
        yield "  theme: dark"
    if rules:
        yield f"  themeCSS: {json.dumps(' '.join(rules))}"
    yield "---"


def _edge_selector(number: int) -> str:
    # Mermaid puts the id of the picture, which is not known here, before the number of the edge.
    return f"path[id$='edge{number}']"


def _classes(diagram: Diagram, names: Mapping[str, str], colours: Palette) -> Iterator[str]:
    """Yield each style that a shown stage has, and the stages that have it."""
    for style, css in _class_styles(colours).items():
        members = [names[box.stage] for box in diagram.boxes if box_style(box) == style]
        if members:
            yield f"    classDef {style} {css}"
            yield f"    class {','.join(members)} {style}"


def _class_styles(colours: Palette) -> dict[str, str]:
    further = {
        "emphasised": ",stroke-width:2px,font-weight:bold",
        "taken": ",stroke-width:2px",
        "current": ",stroke-width:4px,font-weight:bold",
        "untaken": "",
    }
    boxes = box_colours(colours)
    return {
        style: f"fill:{boxes[style].fill},color:{boxes[style].text},"
        f"stroke:{boxes[style].outline}{css}"
        for style, css in further.items()
    }
