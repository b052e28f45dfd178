"""Sixty texts that diagram programs misread, for ids and labels, and processes that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustflow.process import Move, Process, StageInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

AWKWARD = (
    # Names that Mermaid, Graphviz, PlantUML or JavaScript use themselves.
    "end", "note", "state", "default", "root", "root_start", "constructor", "toString", "href",
    "__proto__", "graph", "subgraph", "node", "class", "style", "o", "x", "[*]",
    # Names that are not ids.
    "not-started", "in review", "1st", "école", "a.b.c", "in  review",
    "under_score__twice", "9–24 %",
    # Quotes, brackets, and the syntax of diagrams.
    'the "quoted" word', "it's `ticked`", "a --> b", "a ==> b -.- c", "x---o", "{braces}",
    "[square] ((round))", "a; b; c", "a: b", "a | b", "%% comment", "%%{init: {'theme': 'dark'}}%%",
    "@enduml", "C:\\new\\table", "\\N \\G \\E",
    # Markup.
    "<b>bold</b>", "<script>alert(1)</script>", "R&amp;D & R&D", "#35; #quot; &#60;",
    "**bold** _and_ ~~not~~",
    "1. first", "2) second", "- listed", "# heading", "> quoted", "[link](https://example.org)",
    "www.example.org", "fa:fa-car", "$$x^2$$", "~tilde~ //slash// --dash--",
    # Other scripts.
    "שלום עולם", "مرحبا", "日本語の段階", "🎉 agreed 👩‍🚒",
)  # fmt: skip
"""Texts of one line, each of which a process accepts as the name or the label of a stage."""


def awkward_process(texts: Sequence[str] = AWKWARD) -> Process:
    """Return a process in which the texts are the names and labels of both stages and events."""
    texts = tuple(texts)
    return Process(
        name="awkward",
        title=f"Awkward: {texts[0]}",
        stages={text: StageInfo(text, text, emphasised=len(text) > 8) for text in texts},
        initial=texts[0],
        triggers={text: text for text in texts},
        moves=[
            Move(text, start, end, "SAP"[place % 3])
            for place, (text, start, end) in enumerate(
                zip(texts, texts, (*texts[1:], texts[0]), strict=True)
            )
        ],
        rules=[],
    )


def awkward_processes(size: int = 10) -> tuple[Process, ...]:
    """Return processes of a few stages each that together have all the texts."""
    return tuple(
        awkward_process(AWKWARD[first : first + size]) for first in range(0, len(AWKWARD), size)
    )
