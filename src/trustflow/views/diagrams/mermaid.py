"""Mermaid: a drawing as a `stateDiagram-v2`.

State diagrams have no dashed or dotted arrows of their own, so a style asks for them, and the words
of a move that is not standard say what it is wherever the style is not heeded.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ...process import Mark
from ..svg import palette, plain
from .model import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..svg import Palette
    from .model import Arrow, Box, Drawing

__all__ = ["to_mermaid"]

RESERVED = {
    "as", "choice", "class", "classdef", "click", "concurrent", "default", "direction", "end",
    "fork", "hide", "history", "join", "note", "scale", "state", "style", "title",
}  # fmt: skip
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
SAFE = re.compile(r"(?!(?<=[A-Za-z])-(?=[A-Za-z]))[^A-Za-z0-9 ,.()'’–·\u00c0-\u024f]")
DASHES = {Mark.ATTESTED: "6 4", Mark.POSSIBLE: "1.5 4"}


def to_mermaid(drawing: Drawing) -> str:
    """The drawing as Mermaid text; the same drawing always gives the same text."""
    names = _names(drawing)
    lines = [
        *_settings(drawing),
        "stateDiagram-v2",
        f"    accTitle: {escaped(drawing.title)}",
        f"    accDescr: {escaped(drawing.description)}",
        f"    direction {drawing.direction.letters}",
        *(f'    state "{escaped(_box_text(box))}" as {names[box.stage]}' for box in drawing.boxes),
        *(f"    [*] --> {names[box.stage]}" for box in drawing.boxes if box.initial),
        *(_arrow(arrow, names) for arrow in drawing.arrows),
        *(f"    {names[box.stage]} --> [*]" for box in drawing.boxes if box.final),
        *_classes(drawing, names),
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text such that Mermaid shows it as it is: what it could mind is given by its number."""
    return SAFE.sub(lambda found: f"#{ord(found[0])};", plain(text))


def _names(drawing: Drawing) -> dict[str, str]:
    """A name for each stage that Mermaid takes for nothing else."""
    names: dict[str, str] = {}
    for place, box in enumerate(drawing.boxes, 1):
        stage = str(box.stage)
        fits = NAME.fullmatch(stage) is not None and stage.lower() not in RESERVED
        names[box.stage] = stage if fits else f"stage-{place}"
    return names


def _box_text(box: Box) -> str:
    return box.label if box.remark is None else f"{box.label} ({box.remark})"


def _arrow(arrow: Arrow, names: Mapping[str, str]) -> str:
    joined = "<br/>".join(escaped(text) for text in arrow.texts(marked=True))
    words = f": {joined}" if joined else ""
    return f"    {names[arrow.start]} --> {names[arrow.end]}{words}"


def _settings(drawing: Drawing) -> Iterator[str]:
    """The dashes of the arrows that have some, as the style of the picture's own edges."""
    starts = sum(box.initial for box in drawing.boxes)
    dashed: dict[str, list[int]] = {}
    for place, arrow in enumerate(drawing.arrows, starts):
        if arrow.mark in DASHES:
            dashed.setdefault(DASHES[arrow.mark], []).append(place)
    rules = [
        f"{', '.join(_edge(place) for place in places)} {{ stroke-dasharray: {dashes}; }}"
        for dashes, places in dashed.items()
    ]
    colours = palette(dark=drawing.is_dark)
    taken = [
        _edge(place)
        for place, arrow in enumerate(drawing.arrows, starts)
        if arrow.standing is Standing.TAKEN
    ]
    if taken:
        rules.append(f"{', '.join(taken)} {{ stroke: {colours.taken}; stroke-width: 3px; }}")
    if not rules and not drawing.is_dark:
        return
    yield from ("---", "config:")
    if drawing.is_dark:
        yield "  theme: dark"
    if rules:
        yield f"  themeCSS: {json.dumps(' '.join(rules))}"
    yield "---"


def _edge(place: int) -> str:
    # Mermaid puts the picture's own id before it.
    return f"path[id$='edge{place}']"


def _classes(drawing: Drawing, names: Mapping[str, str]) -> Iterator[str]:
    """The styles of stages, each only where a stage has it."""
    styles = _styles(palette(dark=drawing.is_dark))
    for style, text in styles.items():
        members = [names[box.stage] for box in drawing.boxes if _style(box) == style]
        if members:
            yield f"    classDef {style} {text}"
            yield f"    class {','.join(members)} {style}"


def _style(box: Box) -> str | None:
    if box.standing is Standing.OPEN:
        return "emphasised" if box.emphasised else None
    return box.standing.value


def _styles(colours: Palette) -> dict[str, str]:
    return {
        "emphasised": f"fill:{colours.strong},color:{colours.on_strong},"
        f"stroke:{colours.strong},stroke-width:2px,font-weight:bold",
        "taken": f"fill:{colours.taken_panel},color:{colours.ink},"
        f"stroke:{colours.taken},stroke-width:2px",
        "current": f"fill:{colours.taken},color:{colours.on_taken},"
        f"stroke:{colours.taken},stroke-width:4px,font-weight:bold",
        "left": f"fill:{colours.panel},color:{colours.faint},stroke:{colours.faint_outline}",
    }
