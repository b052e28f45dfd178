r"""Show hidden characters in texts, and say which characters fields of text refuse.

A hidden character is one that people cannot see in a text: a control character, a mark that changes
the direction of text, or a character without width. A terminal or a page that receives it raw shows
another text than the one it was given.

Each list of refused characters fits between the square brackets of a regular expression, both in
Python and in ECMAScript, which JSON Schemas use.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["NOT_IN_LINE", "NOT_IN_LINK", "NOT_IN_TEXT", "shortened", "visible"]

NOT_IN_TEXT = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff"
"""What no text may contain: every control character except tab and line feed, and surrogates."""
NOT_IN_LINE = rf"\t\n\u2028\u2029{NOT_IN_TEXT}"
"""What one line of text may not contain: also tabs and line breaks of every kind."""
NOT_IN_LINK = (
    rf"{NOT_IN_LINE}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
)
"""What a link may not contain: also marks of direction and characters without width."""

_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""The characters that Python calls printable although they draw nothing."""


def visible(text: str, *, keep_lines: bool = False) -> str:
    r"""Return a text in which each hidden character is an escape as in Python.

    Spaces of every width are kept. The joiners of some scripts are shown as well, because they can
    make two different names look the same.

    Args:
        text: The text.
        keep_lines: Whether line feeds and tabs are kept.

    Example:
        >>> visible("Sand\u200bwell\x1b")
        'Sand\\u200bwell\\x1b'
    """
    if text.isprintable() and not _BLANK.search(text):
        return text
    kept = "\n\t" if keep_lines else ""
    return "".join(
        character
        if character in kept or _is_shown(character)
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def shortened(text: str, most: int = 40) -> str:
    """Return a text with its hidden characters shown, and without what is longer than `most`.

    Args:
        text: The text.
        most: The greatest number of characters.

    Example:
        >>> shortened("an answer to the governors", 10)
        'an answer…'
    """
    shown = visible(text)
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def _is_shown(character: str) -> bool:
    if character.isprintable():
        return not _BLANK.match(character)
    return unicodedata.category(character) == "Zs"
