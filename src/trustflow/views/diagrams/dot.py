"""Write a diagram as DOT text for Graphviz, with a tooltip for every stage and arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette, wrapped
from .escapes import dot_string
from .line_styles import box_colours, box_style, line_colour, text_colour
from .model import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Box, Diagram

__all__ = ["to_dot"]

FONT = "Helvetica,Arial,sans-serif"
LINE_STYLES = {Mark.STANDARD: "solid", Mark.ATTESTED: "dashed", Mark.POSSIBLE: "dotted"}
BOX_WIDTHS = {"emphasised": "2", "taken": "2", "current": "4"}
LABEL_SIZE, MAX_LABEL_WIDTH = 10, 160


def to_dot(diagram: Diagram) -> str:
    """Return a diagram as DOT text; equal diagrams give equal text."""
    colours = palette(dark=diagram.is_dark)
    # Two names can be the same text in a string, so each stage has an id that is made here.
    names = {box.stage: f"s{number}" for number, box in enumerate(diagram.boxes, 1)}
    lines = [
        "digraph {",
        *_settings(diagram, colours),
        *(_node(box, names, colours) for box in diagram.boxes),
        *_start_dots(diagram, names, colours),
        *(_edge(arrow, names, colours, diagram) for arrow in diagram.arrows),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    return dot_string([text])


def _attributes(**attributes: str) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _settings(diagram: Diagram, colours: Palette) -> Iterator[str]:
    subtitle = [] if diagram.subtitle is None else [diagram.subtitle]
    graph = _attributes(
        rankdir=diagram.direction.rank_direction,
        label=dot_string([diagram.title, *subtitle, *diagram.notes]),
        labelloc="t",
        tooltip=_string(diagram.description),
        bgcolor=_string(colours.background),
        fontname=_string(FONT),
        fontcolor=_string(colours.ink),
        fontsize="14",
        nodesep="0.35",
        ranksep="0.5",
    )
    node = _attributes(
        shape="box",
        style=_string("rounded,filled"),
        fontname=_string(FONT),
        fontsize="13",
        margin=_string("0.2,0.12"),
    )
    edge = _attributes(fontname=_string(FONT), fontsize=str(LABEL_SIZE))
    yield from (f"  graph [{graph}]", f"  node [{node}]", f"  edge [{edge}]")


def _node(box: Box, names: Mapping[str, str], colours: Palette) -> str:
    style = box_style(box)
    fill, text, outline = box_colours(colours)[style]
    label = [box.label] if box.remark is None else [box.label, box.remark]
    attributes = _attributes(
        label=dot_string(label),
        tooltip=_string(" ".join(box.tooltip)),
        fillcolor=_string(fill),
        fontcolor=_string(text),
        color=_string(outline),
        penwidth=BOX_WIDTHS.get(style, "1"),
        peripheries="2" if box.final else "1",
    )
    return f"  {names[box.stage]} [{attributes}]"


def _start_dots(diagram: Diagram, names: Mapping[str, str], colours: Palette) -> Iterator[str]:
    """Yield a dot, and an edge from it to the stage where the diagram begins."""
    for box in diagram.boxes:
        if box.initial:
            colour = _string(colours.line)
            point = _attributes(
                shape="point",
                width="0.12",
                color=colour,
                fillcolor=colour,
                tooltip=_string("start"),
            )
            yield f"  s0 [{point}]"
            yield f"  s0 -> {names[box.stage]} [color={colour}]"


def _edge(arrow: Arrow, names: Mapping[str, str], colours: Palette, diagram: Diagram) -> str:
    lines = [line for text in arrow.texts() for line in wrapped(text, LABEL_SIZE, MAX_LABEL_WIDTH)]
    tooltip = " ".join(f"{line.removesuffix('.')}." for line in arrow.tooltip)
    attributes = _attributes(
        label=dot_string(lines),
        tooltip=_string(tooltip),
        style="bold" if arrow.mark is None else LINE_STYLES[arrow.mark],
        color=_string(line_colour(colours, arrow.mark, arrow.case_status)),
        fontcolor=_string(text_colour(colours, arrow)),
        penwidth=_line_width(arrow, diagram),
    )
    return f"  {names[arrow.start]} -> {names[arrow.end]} [{attributes}]"


def _line_width(arrow: Arrow, diagram: Diagram) -> str:
    width = diagram.count_width(arrow)
    if width is not None:
        return f"{width:g}"
    if arrow.mark is None or arrow.case_status is CaseStatus.TAKEN:
        return "3"
    return "1" if arrow.case_status is CaseStatus.UNTAKEN else "1.4"
