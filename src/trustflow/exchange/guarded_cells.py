"""Guard a cell against a spreadsheet that would trim it or read it as a formula."""

from __future__ import annotations

import re

__all__ = ["UNSAFE_CELL", "csv_cell", "unguarded"]

SPACES = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
UNSAFE_CELL = f"^'*[{SPACES}=+\\-@\uff1d\uff0b\uff0d\uff20]|[{SPACES}]$"
"""A text that a spreadsheet would trim or read as a formula, also in full-width characters.

It is a regular expression for Python and for RE2, which checks whole columns; their ``\\s`` differ.
"""
_UNSAFE = re.compile(UNSAFE_CELL)


def csv_cell(text: str) -> str:
    """Return the text of a cell that no spreadsheet trims or reads as a formula.

    An unsafe text gets an apostrophe in front, which a spreadsheet does not show. The cell is not
    in quotation marks; a writer of CSV adds them.

    Example:
        >>> csv_cell("=1+1")
        "'=1+1"
    """
    return f"'{text}" if _UNSAFE.search(text) else text


def unguarded(text: str) -> str | None:
    """Return the text that `csv_cell` guarded, or None if a text has no such apostrophe."""
    return text[1:] if text.startswith("'") and _UNSAFE.search(text[1:]) else None
