"""Escape text for Mermaid, PlantUML and DOT, so that these programs show it unchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..svg import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dot_string", "mermaid_comment", "mermaid_text", "plantuml_text"]


# A hyphen is safe only between two letters. In other places it can be part of an arrow.
_HYPHEN = r"(?!(?<=[A-Za-z])-(?=[A-Za-z]))"
_LETTERS = r"A-Za-z0-9 ,'’·\u00c0-\u024f"
# In Mermaid a full stop or bracket can be part of the number of a list, a full stop of a link.
_STOP = r"(?!(?<=[A-Za-z])\.(?=[ ,]|$)|(?<![0-9])[()])"

_UNSAFE_IN_MERMAID = re.compile(rf"{_HYPHEN}{_STOP}[^{_LETTERS}–]")
# PlantUML would write a dash as a hyphen.
_UNSAFE_IN_PLANTUML = re.compile(rf"{_HYPHEN}[^{_LETTERS}.():]")


def mermaid_text(text: str) -> str:
    """Return a text for Mermaid. Unsafe characters become codes such as ``#58;``."""
    return _UNSAFE_IN_MERMAID.sub(lambda match: f"#{ord(match[0])};", plain(text))


def mermaid_comment(text: str) -> str:
    """Return a text for a comment of Mermaid, in which nothing can be read as a directive."""
    return re.sub("[%{}]", lambda match: f"#{ord(match[0])};", plain(text))


def plantuml_text(text: str) -> str:
    """Return a text for PlantUML. Unsafe characters become codes such as ``<U+007C>``."""
    return _UNSAFE_IN_PLANTUML.sub(lambda match: f"<U+{ord(match[0]):04X}>", plain(text))


def dot_string(lines: Iterable[str]) -> str:
    """Return one quoted DOT string that shows each text on a line of its own."""
    return '"' + "\\n".join(map(_dot_text, lines)) + '"'


def _dot_text(text: str) -> str:
    # In every string, Graphviz interprets backslashes, and entities such as &amp;.
    return plain(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
