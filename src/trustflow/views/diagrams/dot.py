"""Graphviz: a drawing as DOT text, with a tooltip for everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette, plain, wrapped
from .model import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..svg import Palette
    from .model import Arrow, Box, Drawing

__all__ = ["to_dot"]

FONT = "Helvetica,Arial,sans-serif"
STYLES = {Mark.STANDARD: "solid", Mark.ATTESTED: "dashed", Mark.POSSIBLE: "dotted"}
WORDS_SIZE, WORDS_ROOM = 10, 160


def to_dot(drawing: Drawing) -> str:
    """The drawing as DOT text; the same drawing always gives the same text."""
    colours = palette(dark=drawing.is_dark)
    lines = [
        "digraph {",
        *_settings(drawing, colours),
        *(_node(box, colours) for box in drawing.boxes),
        *_starts(drawing, colours),
        *(_edge(arrow, colours) for arrow in drawing.arrows),
        "}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """The text as a DOT string in which nothing has a meaning."""
    return '"' + _escaped(text) + '"'


def _escaped(text: str) -> str:
    # Graphviz reads entities such as &amp; and backslashes in every string.
    return plain(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def _lines(texts: list[str]) -> str:
    return '"' + "\\n".join(_escaped(text) for text in texts) + '"'


def _attributes(**given: str) -> str:
    return ", ".join(f"{name}={value}" for name, value in given.items())


def _settings(drawing: Drawing, colours: Palette) -> Iterator[str]:
    label = [drawing.title] if drawing.subtitle is None else [drawing.title, drawing.subtitle]
    graph = _attributes(
        rankdir=drawing.direction.letters,
        label=_lines(label),
        labelloc="t",
        tooltip=quoted(drawing.description),
        bgcolor=quoted(colours.background),
        fontname=quoted(FONT),
        fontcolor=quoted(colours.ink),
        fontsize="14",
        nodesep="0.35",
        ranksep="0.5",
    )
    node = _attributes(
        shape="box",
        style=quoted("rounded,filled"),
        fontname=quoted(FONT),
        fontsize="13",
        margin=quoted("0.2,0.12"),
    )
    edge = _attributes(fontname=quoted(FONT), fontsize=str(WORDS_SIZE))
    yield from (f"  graph [{graph}]", f"  node [{node}]", f"  edge [{edge}]")


def _node(box: Box, colours: Palette) -> str:
    fill, text, line, width = _node_colours(box, colours)
    label = [box.label] if box.remark is None else [box.label, box.remark]
    given = _attributes(
        label=_lines(label),
        tooltip=quoted(" ".join(box.tooltip)),
        fillcolor=quoted(fill),
        fontcolor=quoted(text),
        color=quoted(line),
        penwidth=width,
        peripheries="2" if box.final else "1",
    )
    return f"  {quoted(box.stage)} [{given}]"


def _node_colours(box: Box, colours: Palette) -> tuple[str, str, str, str]:
    """What fills a stage, its text, its outline, and how thick that is."""
    if box.standing is Standing.TAKEN:
        return colours.taken_panel, colours.ink, colours.taken, "2"
    if box.standing is Standing.CURRENT:
        return colours.taken, colours.on_taken, colours.taken, "4"
    if box.standing is Standing.LEFT:
        return colours.panel, colours.faint, colours.faint_outline, "1"
    if box.emphasised:
        return colours.strong, colours.on_strong, colours.strong, "2"
    return colours.panel, colours.ink, colours.outline, "1"


def _starts(drawing: Drawing, colours: Palette) -> Iterator[str]:
    """A dot before the stage that the drawing begins in."""
    for box in drawing.boxes:
        if box.initial:
            colour = quoted(colours.line)
            point = _attributes(
                shape="point", width="0.12", color=colour, fillcolor=colour, tooltip=quoted("start")
            )
            # No stage can have an empty name, so this one is free.
            yield f'  "" [{point}]'
            yield f'  "" -> {quoted(box.stage)} [color={colour}]'


def _edge(arrow: Arrow, colours: Palette) -> str:
    colour, text, width = _edge_colours(arrow, colours)
    texts = [line for words in arrow.texts() for line in wrapped(words, WORDS_SIZE, WORDS_ROOM)]
    tooltip = " ".join(
        f"{line.text(marked=True)}. {'. '.join(line.tooltip)}." for line in arrow.lines
    )
    given = _attributes(
        label=_lines(texts),
        tooltip=quoted(tooltip),
        style=STYLES.get(arrow.mark, "bold") if arrow.mark else "bold",
        color=quoted(colour),
        fontcolor=quoted(text),
        penwidth=width,
    )
    return f"  {quoted(arrow.start)} -> {quoted(arrow.end)} [{given}]"


def _edge_colours(arrow: Arrow, colours: Palette) -> tuple[str, str, str]:
    """The colour of an arrow, of its words, and how thick it is."""
    if arrow.mark is None:
        return colours.alarm, colours.alarm, "3"
    if arrow.standing is Standing.TAKEN:
        return colours.taken, colours.taken, "3"
    if arrow.standing is Standing.LEFT:
        return colours.faint_outline, colours.faint, "1"
    if arrow.mark is Mark.STANDARD:
        return colours.line, colours.ink, "1.4"
    return colours.offbeat, colours.quiet, "1.4"
