"""Write a diagram as a Mermaid flowchart.

A flowchart has thick, dashed and coloured arrows of its own. In a state diagram only a style sheet
draws them, which some versions of Mermaid ignore. Every stage has an id that is made here, because
Mermaid does not accept every name of a stage as an id. The label of a move that is not standard
names its mark, for programs that ignore the styles. Mermaid has no legend, so the description and a
comment have its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..process_tables import Cell, ProcessTable
from ..svg import palette, text_width, wrapped
from .escapes import mermaid_comment, mermaid_text
from .line_styles import box_colours, box_style
from .model import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Diagram

__all__ = ["shared_stays", "to_markdown", "to_mermaid"]

MAX_LABELS = 12
"""The greatest number of labels that are written beside their arrows, not in a table."""
FONT_SIZE, MAX_WIDTH = 16, 160
"""The size of the font of Mermaid, and the greatest width of a line beside an arrow, in pixels."""
MIN_SHARED = 3
"""The fewest stages for which a note lists what happens in every stage."""
DASHES = {Mark.ATTESTED: "6 4", Mark.POSSIBLE: "1.5 4"}
START, END = "s0", "e0"


def to_mermaid(diagram: Diagram) -> str:
    """Return a diagram as Mermaid text; equal diagrams give equal text.

    If more than a dozen arrows of a process have labels, the arrows have numbers, and comments at
    the end have the label for each number.
    """
    names = {box.stage: f"s{number}" for number, box in enumerate(diagram.boxes, 1)}
    labels = {box.stage: box.label for box in diagram.boxes}
    numbers, stays = _numbers(diagram), _own_stays(diagram)
    number_of = {id(arrow): number for arrow, number in numbers}
    moves = [arrow for arrow in diagram.arrows if not arrow.stays]
    colours = palette(dark=diagram.is_dark)
    boxes = diagram.boxes
    starts = [names[box.stage] for box in boxes if box.initial]
    ends = [names[box.stage] for box in boxes if box.final]
    lines = [
        "---",
        "config:",
        # The other layouts of Mermaid 12 draw some dashed arrows as solid.
        "  layout: dagre",
        *(["  theme: dark"] if diagram.is_dark else []),
        "---",
        f"flowchart {diagram.direction.rank_direction}",
        f"    accTitle: {mermaid_text(diagram.title)}",
        f"    accDescr: {mermaid_text(diagram.description)}",
        *(f"    %% {mermaid_comment(note)}" for note in _notes(diagram)),
        *([f"    {START}(( ))"] if starts else []),
        *(f'    {names[box.stage]}("{_lines([box.text, *stays[box.stage]])}")' for box in boxes),
        *([f"    {END}((( )))"] if ends else []),
        *(f"    {START} --> {name}" for name in starts),
        *(_arrow(arrow, names, number_of.get(id(arrow)), diagram) for arrow in moves),
        *(f"    {name} --> {END}" for name in ends),
        *_line_styles(diagram, len(starts), colours),
        *_classes(diagram, names, colours),
        *([f"    style {START} fill:{colours.line},stroke:{colours.line}"] if starts else []),
        *(f"    %% {number}. {mermaid_comment(_key(labels, arrow))}" for arrow, number in numbers),
    ]
    return "\n".join(lines) + "\n"


def to_markdown(diagram: Diagram) -> str:
    """Return a diagram for a page of Markdown: Mermaid text in a fence, and what it cannot show.

    If the arrows have numbers, a table has the label of each, and below it are the notes of the
    legend. If not, only the notes on counts follow.
    """
    # No backtick of a label can end the fence, because each of them is escaped.
    fence = f"```mermaid\n{to_mermaid(diagram)}```\n"
    numbers = _numbers(diagram)
    if not numbers:
        return fence + "".join(f"\n{note}.\n" for note in map(_capitalised, diagram.count_notes))
    labels = {box.stage: box.label for box in diagram.boxes}
    rows = (
        (str(number), labels[arrow.start], labels[arrow.end], _move(arrow))
        for arrow, number in numbers
    )
    table = ProcessTable(
        diagram.title,
        ("Arrow", "From", "To", "Move"),
        tuple(tuple(map(Cell, row)) for row in rows),
        tuple(map(_capitalised, _notes(diagram))),
    )
    return f"{fence}\n{table.markdown()}"


def _capitalised(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}"


def _numbers(diagram: Diagram) -> list[tuple[Arrow, int]]:
    """Return each labelled arrow with its number; none if the labels are beside the arrows.

    The arrows of a case have no such numbers, because the moves of the case are numbered.
    """
    labelled = [arrow for arrow in diagram.arrows if arrow.texts() and not arrow.stays]
    is_case = any(arrow.case_status is not CaseStatus.NO_CASE for arrow in labelled)
    if is_case or len(labelled) <= MAX_LABELS:
        return []
    return [(arrow, number) for number, arrow in enumerate(labelled, 1)]


def shared_stays(diagram: Diagram) -> tuple[str, ...]:
    """Return the texts of the moves that stay in their stage in every stage shown."""
    stays = [arrow.texts(marked=True) for arrow in diagram.arrows if arrow.stays]
    if len(stays) < max(len(diagram.boxes), MIN_SHARED):
        return ()
    shared = set(stays[0]).intersection(*stays)
    return tuple(text for text in stays[0] if text in shared)


def _own_stays(diagram: Diagram) -> dict[str, tuple[str, ...]]:
    """Map each stage to the texts of the moves that stay in it, but not in every stage."""
    shared = set(shared_stays(diagram))
    stays = {
        arrow.start: tuple(f"– {text}" for text in arrow.texts(marked=True) if text not in shared)
        for arrow in diagram.arrows
        if arrow.stays
    }
    return {box.stage: stays.get(box.stage, ()) for box in diagram.boxes}


def _notes(diagram: Diagram) -> Iterator[str]:
    if diagram.count_notes and _numbers(diagram):
        yield "in brackets on the diagram: how many histories took the arrow"
    shared = shared_stays(diagram)
    if shared:
        yield f"in every stage also: {'; '.join(shared)}"
    yield from diagram.notes


def _lines(texts: Iterable[str]) -> str:
    return "<br/>".join(map(mermaid_text, texts))


def _move(arrow: Arrow) -> str:
    return "; ".join(arrow.texts(marked=True))


def _key(labels: Mapping[str, str], arrow: Arrow) -> str:
    """Return what the number of an arrow means, for a comment.

    Args:
        labels: The label of each stage.
        arrow: The arrow.
    """
    return f"{labels[arrow.start]} to {labels[arrow.end]}: {_move(arrow)}"


def _arrow(arrow: Arrow, names: Mapping[str, str], number: int | None, diagram: Diagram) -> str:
    if number is None:
        label = _lines(line for text in arrow.texts(marked=True) for line in _broken(text))
    else:
        label = f"{number} ({arrow.count})" if arrow.count else f"{number}"
    solid = "==>" if diagram.is_heavy(arrow) else "-->"
    line = "-.->" if arrow.mark in DASHES else solid
    label = f'|"{label}"|' if label else ""
    return f"    {names[arrow.start]} {line}{label} {names[arrow.end]}"


def _broken(text: str) -> tuple[str, ...]:
    """Return a text as one line if it fits; else each part begins a new line."""
    if text_width(text, FONT_SIZE) <= MAX_WIDTH:
        return (text,)
    parts = text.split(" · ")
    return tuple(line for part in parts for line in wrapped(part, FONT_SIZE, MAX_WIDTH))


def _line_styles(diagram: Diagram, first: int, colours: Palette) -> Iterator[str]:
    """Yield the styles of arrows, which Mermaid numbers in the order of the text.

    Args:
        diagram: The diagram.
        first: The number of the first arrow.
        colours: The colours.
    """
    styled: dict[str, list[str]] = {}
    moves = (arrow for arrow in diagram.arrows if not arrow.stays)
    for number, arrow in enumerate(moves, first):
        style = ",".join(_line_style(diagram, arrow, colours))
        if style:
            styled.setdefault(style, []).append(str(number))
    for style, numbers in styled.items():
        yield f"    linkStyle {','.join(numbers)} {style}"


def _line_style(diagram: Diagram, arrow: Arrow, colours: Palette) -> Iterator[str]:
    if arrow.mark in DASHES:
        yield f"stroke-dasharray:{DASHES[arrow.mark]}"
    is_taken = arrow.case_status is CaseStatus.TAKEN
    if arrow.mark is None:
        yield f"stroke:{colours.alarm}"
    elif is_taken:
        yield f"stroke:{colours.taken}"
    elif arrow.case_status is CaseStatus.UNTAKEN:
        yield f"stroke:{colours.faint_outline}"
    width = diagram.count_width(arrow) or (3 if is_taken else None)
    if width is not None:
        yield f"stroke-width:{width:g}px"


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
