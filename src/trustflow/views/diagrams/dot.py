"""Write a diagram as DOT text for Graphviz, with a tooltip for every stage and arrow.

The weight of the ordinary route is so great that Graphviz draws it as one straight line. The legend
is below the title, because Graphviz has no other place for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette, wrapped
from .escapes import dot_string
from .legend import legend
from .line_styles import box_colours, box_style, line_colour, text_colour
from .model import CaseStatus
from .text_blocks import texts_of_stays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..svg import Palette
    from .legend import LegendEntry
    from .model import Arrow, Box, Diagram

__all__ = ["to_dot"]

FONT = "Helvetica,Arial,sans-serif"
LINE_STYLES = {Mark.STANDARD: "solid", Mark.ATTESTED: "dashed", Mark.POSSIBLE: "dotted"}
BOX_WIDTHS = {"emphasised": "2", "taken": "2", "current": "4"}
LABEL_SIZE, MAX_LABEL_WIDTH, MAX_STAY_WIDTH, MAX_LEGEND_WIDTH = 10, 160, 220, 500
ROAD_WEIGHT = 1000
RECORD_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}|<>"})
"""Codes for the signs that separate the compartments of a record."""


def to_dot(diagram: Diagram) -> str:
    """Return a diagram as DOT text; equal diagrams give equal text."""
    colours = palette(dark=diagram.is_dark)
    # Two names can be the same text in a string, so each stage has an id that is made here.
    names = {box.stage: f"s{number}" for number, box in enumerate(diagram.boxes, 1)}
    lines = [
        "digraph {",
        *_settings(diagram, colours),
        *_nodes(diagram, names, colours),
        *_start_dots(diagram, names, colours),
        *(_edge(diagram, arrow, names, colours) for arrow in diagram.arrows if not arrow.stays),
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
        label=dot_string([diagram.title, *subtitle, *_legend_lines(diagram)]),
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


def _legend_lines(diagram: Diagram) -> Iterator[str]:
    for entry in legend(diagram):
        kind = "" if entry.is_note else f"{_line_words(entry)} line: "
        yield from wrapped(f"{kind}{entry.words}", LABEL_SIZE, MAX_LEGEND_WIDTH)


def _line_words(entry: LegendEntry) -> str:
    """Return how a line of the legend looks, in words."""
    if entry.mark is None:
        return "red"
    if entry.case_status is CaseStatus.NO_CASE:
        return "heavy" if entry.is_road else LINE_STYLES[entry.mark]
    return "coloured" if entry.case_status is CaseStatus.TAKEN else "pale"


def _nodes(diagram: Diagram, names: Mapping[str, str], colours: Palette) -> Iterator[str]:
    stays = texts_of_stays(diagram)
    tooltips = {arrow.start: _sentences(arrow.tooltip) for arrow in diagram.arrows if arrow.stays}
    for box in diagram.boxes:
        style = box_style(box)
        fill, text, outline = box_colours(colours)[style]
        texts = stays.get(box.stage, ())
        remarks = (*box.tooltip, tooltips.get(box.stage, ""))
        tooltip = " ".join(remark for remark in remarks if remark)
        attributes = {
            "label": _compartments(box, texts) if texts else dot_string(_label_lines(box)),
            "tooltip": _string(tooltip),
            "fillcolor": _string(fill),
            "fontcolor": _string(text),
            "color": _string(outline),
            "penwidth": BOX_WIDTHS.get(style, "1"),
            "peripheries": "2" if box.final else "1",
            **({"shape": "Mrecord"} if texts else {}),
            **({"group": "road"} if box.stage in diagram.road else {}),
        }
        yield f"  {names[box.stage]} [{_attributes(**attributes)}]"


def _label_lines(box: Box) -> list[str]:
    return [box.label] if box.remark is None else [box.label, box.remark]


def _compartments(box: Box, stays: Iterable[str]) -> str:
    """Return the label of a box with a second compartment, for the moves that stay."""
    lines = [line for text in stays for line in wrapped(text, LABEL_SIZE, MAX_STAY_WIDTH)]
    head, below = (dot_string(part)[1:-1] for part in (_label_lines(box), lines))
    head, below = head.translate(RECORD_SIGNS), below.translate(RECORD_SIGNS)
    return f'"{{{head}|{below}}}"'


def _sentences(lines: Iterable[str]) -> str:
    return " ".join(f"{line.removesuffix('.')}." for line in lines)


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


def _edge(diagram: Diagram, arrow: Arrow, names: Mapping[str, str], colours: Palette) -> str:
    texts = arrow.texts(limits=diagram.limits)
    lines = [line for text in texts for line in wrapped(text, LABEL_SIZE, MAX_LABEL_WIDTH)]
    is_road = (arrow.start, arrow.end) in diagram.road_steps
    attributes = {
        "label": dot_string(lines),
        "tooltip": _string(_sentences(arrow.tooltip)),
        "style": "bold" if arrow.mark is None else LINE_STYLES[arrow.mark],
        "color": _string(line_colour(colours, arrow.mark, arrow.case_status)),
        "fontcolor": _string(text_colour(colours, arrow)),
        "penwidth": _line_width(diagram, arrow, is_road=is_road),
        **({"weight": str(ROAD_WEIGHT)} if is_road else {}),
    }
    return f"  {names[arrow.start]} -> {names[arrow.end]} [{_attributes(**attributes)}]"


def _line_width(diagram: Diagram, arrow: Arrow, *, is_road: bool) -> str:
    width = diagram.count_width(arrow)
    if width is not None:
        return f"{width}"
    if arrow.mark is None or arrow.case_status is CaseStatus.TAKEN:
        return "3"
    if arrow.case_status is CaseStatus.UNTAKEN:
        return "1"
    return "3" if is_road else "1.4"
