r"""Show hidden characters in texts, hide passwords, and say what fields of text refuse.

A hidden character is one that people cannot see in a text: a control character, a mark that changes
the direction of text, or a character that draws nothing. A terminal or a page that receives it raw
shows another text than the one it was given.

Each list of refused characters fits between the square brackets of a regular expression, both in
Python and in ECMAScript, which JSON Schemas use.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NOT_IN_LINE",
    "NOT_IN_LINK",
    "NOT_IN_TEXT",
    "composed",
    "formatted_text",
    "has_unseen",
    "name_meant",
    "shortened",
    "visible",
    "without_passwords",
]

NOT_IN_TEXT = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff"
"""What no text may contain: every control character except tab and line feed, and surrogates."""
NOT_IN_LINE = rf"\t\n\u2028\u2029{NOT_IN_TEXT}"
"""What one line of text may not contain: also tabs and line breaks of every kind."""
NOT_IN_LINK = (
    rf"{NOT_IN_LINE}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
)
"""What a link may not contain: also marks of direction and other characters that draw nothing."""

_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U0001d159\U000e0100-\U000e01ef]"
)
"""The characters that Python calls printable although they draw nothing."""


_UNKNOWN = {"Cn", "Co"}
"""The categories of characters that Unicode leaves open, and of those for private use."""
_HIDDEN = "***"
"""What is shown in place of a password."""
_WITHOUT_USER = re.compile(r"[A-Za-z]:[\\/]|sqlite[^:/]*://", re.IGNORECASE)
"""The start of a path of Windows, or of the URL of a file."""
_PARAMETERS = re.compile(r"(?=[?&][^=&?]*=)")
"""The start of each parameter; an ``&`` without a name and an ``=`` is part of a value."""
_SECRET = re.compile("pass|pwd|secret|token", re.IGNORECASE)
"""What is in the name of a parameter whose value is hidden, such as ``sslpassword``."""
_USER = re.compile(r"\A([^:/]*:/+[^:]*|(?!postgres[^:/]*:/)/{0,2}[^:/]*):.*@", re.DOTALL)
"""What precedes a host: a user, and a password that can contain every character.

Any other scheme than that of PostgreSQL could be a user whose password begins with a slash.
"""
_NO_PORT = re.compile(r"\A([^:/]*://[^:/?#\[]*):(?!\d*(?:[,/?#]|$)).*", re.DOTALL)
"""A host and what is not the number of a port, as if a user and a password had no host."""


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


def composed(text: str) -> str:
    """Return a text in which a letter and its accent are one character (NFC).

    Keyboards, files and systems differ in this, and nobody can see the difference.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def name_meant(name: object, names: Iterable[str]) -> str | None:
    """Return the one of some names that equals a name, or else looks the same; None without one.

    Args:
        name: The name, which people gave; a value of another type is no name.
        names: The names that it can mean.
    """
    names = tuple(names)
    if not isinstance(name, str):
        return None
    equal = next((known for known in names if known == name), None)
    if equal is not None or (name.isascii() and all(map(str.isascii, names))):
        return equal
    return next((known for known in names if composed(known) == composed(name)), None)


def formatted_text(value: object, specification: str) -> str:
    """Return the text of a value, formatted as a text is; classes use it as `__format__`."""
    return format(str(value), specification)


def has_unseen(text: str) -> bool:
    """Return whether a text has a character that cannot be seen, besides spaces.

    A character that this version of Python does not know can be seen where it is known.
    """
    if text.isprintable() and not _BLANK.search(text):
        return False
    return any(
        not _is_shown(character) and unicodedata.category(character) not in _UNKNOWN
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


def without_passwords(place: str) -> str:
    """Return the place of a ledger with three asterisks for each password in it.

    A password is what follows a user, or the value of a parameter such as ``password``. The URL can
    be a wrong one: where it is not clear what is part of a password, it is hidden too.

    Args:
        place: The path of a file, or a URL.
    """
    place = _without_secret_values(place)
    if _WITHOUT_USER.match(place):
        return place
    shown, count = _USER.subn(rf"\1:{_HIDDEN}@", place, count=1)
    return shown if count else _NO_PORT.sub(rf"\1:{_HIDDEN}", place)


def _without_secret_values(place: str) -> str:
    """Return a place without the values of parameters whose names are those of secrets."""
    # It takes a while to import, and few commands need it.
    from urllib.parse import unquote_plus

    shown, *parameters = _PARAMETERS.split(place)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        is_secret = _SECRET.search(unquote_plus(name))
        shown += f"{name}={_HIDDEN}" if is_secret else parameter
        if is_secret and not value:
            break  # what follows can be a password that looks like a parameter
    return shown
