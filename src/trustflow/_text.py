"""Show characters that cannot be seen."""

from __future__ import annotations

__all__ = ["visible"]


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Return a text in which characters that cannot be seen are escapes."""
    if text.isprintable():
        return text
    kept = "\n" if keep_lines else ""
    return "".join(
        character
        if character.isprintable() or character in kept
        else character.encode("unicode_escape").decode()
        for character in text
    )
