"""Text in pictures: made harmless to show, measured, and broken into lines.

Widths are those of Helvetica, which Arial, Liberation Sans and others share; a picture holds each
text to the width measured here, so that nothing is clipped or overlaps whatever font is at hand.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["balanced", "plain", "text_width", "wrapped"]

REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""The widths of the characters from space to tilde, in thousandths of the size."""
BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
"""The same of the bold face."""
OTHERS = {
    "\N{EN DASH}": 556,
    "\N{EM DASH}": 1000,
    "\N{LEFT SINGLE QUOTATION MARK}": 278,
    "\N{RIGHT SINGLE QUOTATION MARK}": 278,
    "\N{LEFT DOUBLE QUOTATION MARK}": 500,
    "\N{RIGHT DOUBLE QUOTATION MARK}": 500,
    "\N{MIDDLE DOT}": 278,
    "\N{HORIZONTAL ELLIPSIS}": 1000,
    "\N{MINUS SIGN}": 584,
}
FIRST, LAST = ord(" "), ord("~")
UNKNOWN, WIDE = 650, 1000
JOINERS = "\u200c\u200d"
"""Characters that shape others and are needed by some scripts; they cannot reorder anything."""


def plain(text: str) -> str:
    r"""The text on one line, with every character that cannot be seen written out.

    Control characters, marks that reorder text and the like are shown as in Python's own strings:
    ``\u202e``. White space of any kind is one space.
    """
    if text.isprintable():
        return " ".join(text.split()) or " "
    shown = "".join(each if _is_seen(each) else _written_out(each) for each in text)
    return " ".join(shown.split()) or " "


def _is_seen(character: str) -> bool:
    if character in JOINERS:
        return True
    return not unicodedata.category(character).startswith("C")


def _written_out(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return character.encode("unicode_escape").decode("ascii")


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at a size, both in pixels."""
    return sum(_width(character, bold=bold) for character in text) * size / 1000


def _width(character: str, *, bold: bool) -> int:
    if FIRST <= (code := ord(character)) <= LAST:
        return (BOLD if bold else REGULAR)[code - FIRST]
    if unicodedata.combining(character) or character in JOINERS:
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _width(base, bold=bold)
    wide = unicodedata.east_asian_width(character) in "WF"
    return OTHERS.get(character, WIDE if wide else UNKNOWN)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that are no wider than the room; words that are wider are cut."""
    lines = [""]
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        *full, lines[-1] = _pieces(word, size, room, bold=bold)
        lines[-1:-1] = full
    return tuple(lines)


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines as fit the room, of widths as even as can be."""
    lines = wrapped(text, size, room, bold=bold)
    if len(lines) == 1:
        return lines
    narrow, wide = room / len(lines), room
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        closer = wrapped(text, size, middle, bold=bold)
        if len(closer) > len(lines) or _widest(closer, size, bold=bold) > middle:
            narrow = middle
        else:
            wide, lines = middle, closer
    return lines


def _widest(lines: tuple[str, ...], size: float, *, bold: bool) -> float:
    return max(text_width(line, size, bold=bold) for line in lines)


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """A word cut where it would be wider than the room."""
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
