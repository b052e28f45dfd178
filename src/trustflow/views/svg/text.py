"""Make invisible characters in text visible, escape and measure text, and break it into lines.

Text is measured with the widths of Helvetica, which Arial, Liberation Sans and other fonts share. A
picture stretches each text to the width measured here. So no text is clipped or overlaps another,
whatever font is used.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from html import escape

from ..._text import visible

__all__ = [
    "ELLIPSIS",
    "balanced",
    "cut_to",
    "few_lines",
    "plain",
    "text_width",
    "wrapped",
    "xml_text",
]

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""The widths of the characters from space to tilde, in thousandths of the font size."""
BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
"""The widths of the same characters in bold."""
OTHER_WIDTHS = {
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
FIRST_CODE, LAST_CODE = ord(" "), ord("~")
UNKNOWN_WIDTH, WIDE_WIDTH = 650, 1000


def plain(text: str) -> str:
    r"""Return a text on one line, in which hidden characters are escapes such as ``\u202e``.

    Spaces, tabs and line feeds become one space, and so does an empty text.
    """
    return " ".join(visible(text, keep_lines=True).split()) or " "


def xml_text(text: str) -> str:
    """Return the text that `plain` returns, escaped for SVG and HTML."""
    return escape(plain(text))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels of what `plain` returns for a text, for a font size in pixels."""
    return sum(_width(character, bold=bold) for character in plain(text)) * size / 1000


def _width(character: str, *, bold: bool) -> int:
    if FIRST_CODE <= (code := ord(character)) <= LAST_CODE:
        return (BOLD if bold else REGULAR)[code - FIRST_CODE]
    if unicodedata.combining(character):
        return 0
    # A letter with an accent, such as é, is as wide as the letter without the accent.
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _width(base, bold=bold)
    is_wide = unicodedata.east_asian_width(character) in "WF"
    return OTHER_WIDTHS.get(character, WIDE_WIDTH if is_wide else UNKNOWN_WIDTH)


def wrapped(text: str, size: float, max_width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that are not wider than a width.

    A word that is too wide for a line is cut.
    """
    lines = [""]
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(longer, size, bold=bold) <= max_width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        *full, lines[-1] = _pieces(word, size, max_width, bold=bold)
        lines[-1:-1] = full
    return tuple(lines)


def cut_to(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return a text, or as many of its first letters as fit a width, with an ellipsis."""
    shown = plain(text)
    if text_width(shown, size, bold=bold) <= width:
        return shown
    room = width - text_width(ELLIPSIS, size, bold=bold)
    fitting = bisect_right(
        range(len(shown)), room, key=lambda count: text_width(shown[:count], size, bold=bold)
    )
    return f"{shown[: max(0, fitting - 1)].rstrip()}{ELLIPSIS}"


def few_lines(
    text: str, size: float, max_width: float, most: int, *, bold: bool = False
) -> tuple[str, ...]:
    """Break a text into a few lines, the last of which has an ellipsis if there are more.

    Args:
        text: The text.
        size: The font size in pixels.
        max_width: The greatest width of a line in pixels.
        most: The greatest number of lines, at least one.
        bold: Whether the text is bold.
    """
    lines = wrapped(text, size, max_width, bold=bold)
    if len(lines) <= most:
        return lines
    *first, last = lines[:most]
    return *first, cut_to(f"{last}{ELLIPSIS}", size, max_width, bold=bold)


def balanced(text: str, size: float, max_width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into as few lines as a width allows, all about equally long."""
    lines = wrapped(text, size, max_width, bold=bold)
    if len(lines) == 1:
        return lines
    # Search to the pixel for the smallest width that needs the same number of lines, and does not
    # cut a word that fits in a line.
    words = [text_width(word, size, bold=bold) for word in plain(text).split(" ")]
    longest = max((width for width in words if width <= max_width), default=0)
    narrow, wide = max(max_width / len(lines), longest), max_width
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


def _pieces(word: str, size: float, max_width: float, *, bold: bool) -> list[str]:
    """Cut a word into pieces that fit into a width, each of at least one letter."""
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold=bold) > max_width:
            pieces.append("")
        pieces[-1] += character
    return pieces
