"""PlantUML: a drawing as a state diagram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette, plain
from .model import Direction, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Box, Drawing

__all__ = ["to_plantuml"]

SAFE = re.compile(r"(?!(?<=[A-Za-z])-(?=[A-Za-z]))[^A-Za-z0-9 ,.()':’–·\u00c0-\u024f]")
STYLES = {Mark.ATTESTED: ",dashed", Mark.POSSIBLE: ",dotted"}


def to_plantuml(drawing: Drawing) -> str:
    """The drawing as PlantUML text; the same drawing always gives the same text."""
    colours = palette(dark=drawing.is_dark)
    names = {box.stage: f"stage{place}" for place, box in enumerate(drawing.boxes, 1)}
    sideways = drawing.direction in {Direction.LEFT, Direction.RIGHT}
    title = drawing.title if drawing.subtitle is None else f"{drawing.title}. {drawing.subtitle}"
    lines = [
        "@startuml",
        f"title {escaped(title)}",
        "left to right direction" if sideways else "top to bottom direction",
        "hide empty description",
        f"skinparam backgroundColor {colours.background}",
        *_styles(colours),
        *(
            f'state "{escaped(_text(box))}" as {names[box.stage]}{_style(box)}'
            for box in drawing.boxes
        ),
        *(f"[*] --> {names[box.stage]}" for box in drawing.boxes if box.initial),
        *(_arrow(arrow, names, colours) for arrow in drawing.arrows),
        *(f"{names[box.stage]} --> [*]" for box in drawing.boxes if box.final),
        "@enduml",
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text such that PlantUML shows it as it is: what it could mind is given by its number."""
    return SAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", plain(text))


def _text(box: Box) -> str:
    return box.label if box.remark is None else f"{box.label} ({box.remark})"


def _styles(colours: Palette) -> Iterator[str]:
    yield "skinparam state {"
    for name, fill, text, line in (
        ("", colours.panel, colours.ink, colours.outline),
        ("<<emphasised>>", colours.strong, colours.on_strong, colours.strong),
        ("<<taken>>", colours.taken_panel, colours.ink, colours.taken),
        ("<<current>>", colours.taken, colours.on_taken, colours.taken),
        ("<<left>>", colours.panel, colours.faint, colours.faint_outline),
    ):
        yield f"  BackgroundColor{name} {fill}"
        yield f"  FontColor{name} {text}"
        yield f"  BorderColor{name} {line}"
    yield "}"
    yield f"skinparam arrowFontColor {colours.ink}"


def _style(box: Box) -> str:
    if box.standing is not Standing.OPEN:
        return f" <<{box.standing.value}>>"
    return " <<emphasised>>" if box.emphasised else ""


def _arrow(arrow: Arrow, names: Mapping[str, str], colours: Palette) -> str:
    colour = colours.line
    if arrow.mark is None:
        colour = colours.alarm
    elif arrow.standing is Standing.TAKEN:
        colour = f"{colours.taken},bold"
    elif arrow.standing is Standing.LEFT:
        colour = colours.faint_outline
    style = STYLES.get(arrow.mark, "") if arrow.mark else ",bold"
    joined = "\\n".join(escaped(text) for text in arrow.texts())
    words = f" : {joined}" if joined else ""
    return f"{names[arrow.start]} -[{colour}{style}]-> {names[arrow.end]}{words}"
