"""Write a diagram as a PlantUML state diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette
from .escapes import plantuml_text
from .legend import legend
from .line_styles import box_colours, box_style
from .model import CaseStatus, Direction
from .text_blocks import texts_of_stays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .legend import LegendEntry
    from .model import Arrow, Box, Diagram

__all__ = ["to_plantuml"]

LINE_STYLES = {Mark.ATTESTED: "dashed", Mark.POSSIBLE: "dotted"}
LINE_WORDS = {Mark.STANDARD: "solid", Mark.ATTESTED: "dashed", Mark.POSSIBLE: "dotted"}
CASE_WORDS = {CaseStatus.TAKEN: "bold", CaseStatus.UNTAKEN: "pale"}


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
        *(
            f"{names[stage]} : {plantuml_text(text)}"
            for stage, texts in texts_of_stays(diagram).items()
            for text in texts
        ),
        *(f"[*] --> {names[box.stage]}" for box in boxes if box.initial),
        *(_arrow(arrow, names, colours, diagram) for arrow in diagram.arrows if not arrow.stays),
        *(f"{names[box.stage]} --> [*]" for box in boxes if box.final),
        *_legend(diagram),
        "@enduml",
    ]
    return "\n".join(lines) + "\n"


def _legend(diagram: Diagram) -> Iterator[str]:
    """Yield the lines of the legend: what each kind of line means, and the notes."""
    entries = [*legend(diagram)]
    if entries:
        yield "legend"
        yield from (f"  {plantuml_text(_entry_words(entry))}" for entry in entries)
        yield "endlegend"


def _entry_words(entry: LegendEntry) -> str:
    if entry.is_note:
        return entry.words
    usual = "bold" if entry.is_road else LINE_WORDS[entry.mark or Mark.STANDARD]
    return f"{CASE_WORDS.get(entry.case_status, usual)} line: {entry.words}"


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


def _arrow(arrow: Arrow, names: Mapping[str, str], colours: Palette, diagram: Diagram) -> str:
    width = diagram.count_width(arrow)
    styles = [_colour(arrow, colours)]
    if width is not None:
        styles.append(f"thickness={width:.0f}")
    elif diagram.is_heavy(arrow):
        styles.append("bold")
    if arrow.mark in LINE_STYLES:
        styles.append(LINE_STYLES[arrow.mark])
    label = "\\n".join(plantuml_text(text) for text in arrow.texts(limits=diagram.limits))
    suffix = f" : {label}" if label else ""
    style = ",".join(filter(None, styles))
    return f"{names[arrow.start]} -[{style}]-> {names[arrow.end]}{suffix}"


def _colour(arrow: Arrow, colours: Palette) -> str:
    if arrow.mark is None:
        return colours.alarm
    if arrow.case_status is CaseStatus.TAKEN:
        return colours.taken
    return colours.faint_outline if arrow.case_status is CaseStatus.UNTAKEN else colours.line
