"""Write a diagram as a PlantUML state diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette
from .escapes import plantuml_text
from .line_styles import box_colours, box_style
from .model import CaseStatus, Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Box, Diagram

__all__ = ["to_plantuml"]

LINE_STYLES = {Mark.STANDARD: "", Mark.ATTESTED: ",dashed", Mark.POSSIBLE: ",dotted"}


def to_plantuml(diagram: Diagram) -> str:
    """Return a diagram as PlantUML text; equal diagrams give equal text."""
    colours = palette(dark=diagram.is_dark)
    boxes = diagram.boxes
    names = {box.stage: f"stage{number}" for number, box in enumerate(boxes, 1)}
    sideways = diagram.direction in {Direction.LEFT, Direction.RIGHT}
    title = diagram.title if diagram.subtitle is None else f"{diagram.title}. {diagram.subtitle}"
    lines = [
        "@startuml",
        f"title {plantuml_text(title)}",
        "left to right direction" if sideways else "top to bottom direction",
        "hide empty description",
        f"skinparam backgroundColor {colours.background}",
        *_box_styles(colours),
        *(
            f'state "{plantuml_text(box.text)}" as {names[box.stage]}{_stereotype(box)}'
            for box in boxes
        ),
        *(f"[*] --> {names[box.stage]}" for box in boxes if box.initial),
        *(_arrow(arrow, names, colours) for arrow in diagram.arrows),
        *(f"{names[box.stage]} --> [*]" for box in boxes if box.final),
        *_legend(diagram),
        "@enduml",
    ]
    return "\n".join(lines) + "\n"


def _legend(diagram: Diagram) -> Iterator[str]:
    """Yield the lines of the legend, which counts the moves left out."""
    if diagram.notes:
        yield "legend"
        yield from (f"  {plantuml_text(note)}" for note in diagram.notes)
        yield "endlegend"


def _box_styles(colours: Palette) -> Iterator[str]:
    yield "skinparam state {"
    for style, (fill, text, outline) in box_colours(colours).items():
        suffix = "" if style == "plain" else f"<<{style}>>"
        yield f"  BackgroundColor{suffix} {fill}"
        yield f"  FontColor{suffix} {text}"
        yield f"  BorderColor{suffix} {outline}"
    yield "}"
    yield f"skinparam arrowFontColor {colours.ink}"


def _stereotype(box: Box) -> str:
    style = box_style(box)
    return "" if style == "plain" else f" <<{style}>>"


def _arrow(arrow: Arrow, names: Mapping[str, str], colours: Palette) -> str:
    if arrow.mark is None:
        colour = colours.alarm
    elif arrow.case_status is CaseStatus.TAKEN:
        colour = f"{colours.taken},bold"
    elif arrow.case_status is CaseStatus.UNTAKEN:
        colour = colours.faint_outline
    else:
        colour = colours.line
    style = ",bold" if arrow.mark is None else LINE_STYLES[arrow.mark]
    label = "\\n".join(plantuml_text(text) for text in arrow.texts())
    suffix = f" : {label}" if label else ""
    return f"{names[arrow.start]} -[{colour}{style}]-> {names[arrow.end]}{suffix}"
