"""Escaped text for Mermaid, PlantUML and DOT: each of them shows the text exactly as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..svg import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dot_string", "mermaid_text", "plantuml_text"]


def _all_but(safe: str) -> re.Pattern[str]:
    # A hyphen is safe between two letters only: elsewhere it may be part of an arrow.
    hyphen = r"(?!(?<=[A-Za-z])-(?=[A-Za-z]))"
    return re.compile(rf"{hyphen}[^A-Za-z0-9 ,.()'’–·\u00c0-\u024f{safe}]")


_UNSAFE_IN_MERMAID = _all_but("")
_UNSAFE_IN_PLANTUML = _all_but(":")


def mermaid_text(text: str) -> str:
    """Return a text for Mermaid, with unsafe characters as codes such as ``#58;``."""
    return _UNSAFE_IN_MERMAID.sub(lambda match: f"#{ord(match[0])};", plain(text))


def plantuml_text(text: str) -> str:
    """Return a text for PlantUML, with unsafe characters such as ``<U+007C>``."""
    return _UNSAFE_IN_PLANTUML.sub(lambda match: f"<U+{ord(match[0]):04X}>", plain(text))


def dot_string(lines: Iterable[str]) -> str:
    """Return texts as one quoted DOT string, a line each."""
    return '"' + "\\n".join(map(_dot_text, lines)) + '"'


def _dot_text(text: str) -> str:
    # Graphviz interprets entities such as &amp; and backslashes in every string.
    return plain(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
