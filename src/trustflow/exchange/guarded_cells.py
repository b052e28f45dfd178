"""Guard a cell against a spreadsheet that would trim it or read it as another value."""

from __future__ import annotations

import re

from ..history import text_of

__all__ = ["CELL_ENDS", "UNSAFE_CELL", "csv_cell", "date_cell", "text_cell", "unguarded"]

_UNSEEN = (
    *("\t-\r", "\x1c- ", "\x85-\x85", "\xa0-\xa0", "\xad-\xad", "\u061c-\u061c"),
    *("\u1680-\u1680", "\u180e-\u180e", "\u2000-\u200f", "\u2028-\u202f", "\u205f-\u206f"),
    *("\u3000-\u3000", "\ufeff-\ufeff"),
)
CELL_ENDS = "".join(
    chr(code) for span in _UNSEEN for code in range(ord(span[0]), ord(span[-1]) + 1)
)
"""Characters that cannot be seen at the ends of a cell.

They are spaces, and marks such as those for the direction of a text and for the order of bytes.
"""
_ENDS = "".join(_UNSEEN)
UNSAFE_CELL = f"^'*[{_ENDS}=+\\-@\uff1d\uff0b\uff0d\uff20]|[{_ENDS}]$"
"""A text that a spreadsheet would trim or read as a formula, also in full-width characters.

It is a regular expression for Python and for RE2, which checks whole columns; their ``\\s`` differ.
"""
_UNSAFE = re.compile(UNSAFE_CELL)
_UNCHANGED = "(?:0|[1-9][0-9]{0,14}|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
"""A whole number or a day, which a spreadsheet can read as one without changing the text."""
_NUMBER = r"\(?[£$€]?\.?[0-9][0-9.,:/ -]*(?:e[+-]?[0-9]+| ?%| ?[ap]\.?m\.?)?\)?"
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = rf"(?=.*[0-9])(?:[0-9]{{1,2}}[ /.-]*)?(?:{_MONTH})[ ,/.-]*(?:[0-9]{{1,4}}[ ,/.-]*){{0,2}}"
_ERROR = r"#(?:n/a|ref!|value!|div/0!|name\?|num!|null!)"
_CONVERTED = re.compile(
    rf"'*(?!{_UNCHANGED})(?:{_NUMBER}|{_DAY}|{_ERROR}|true|false)", re.IGNORECASE
)
"""A text that a spreadsheet would read as a number, a day, a time, an error or a truth value."""

_MONTH_ALONE = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")


def csv_cell(text: str) -> str:
    """Return the text of a cell that no spreadsheet trims or reads as a formula.

    An unsafe text gets an apostrophe in front, which a spreadsheet does not show. The cell is not
    in quotation marks; a writer of CSV adds them.

    Example:
        >>> csv_cell("=1+1")
        "'=1+1"
    """
    return f"'{text}" if _UNSAFE.search(text_of(text, "cell", "'=1+1'")) else text


def text_cell(text: str) -> str:
    """Return the text of a cell in a column of texts, which no spreadsheet changes.

    Besides the texts that `csv_cell` guards, a text gets an apostrophe that would become a number
    or a day.

    Example:
        >>> text_cell("1/2")
        "'1/2"
    """
    return f"'{text}" if _UNSAFE.search(text) or _CONVERTED.fullmatch(text) else text


def date_cell(text: str) -> str:
    """Return the text of a cell with a date in EDTF, which no spreadsheet makes more exact.

    Excel turns 2016-07 into the first of July, so a month is written as one of an unknown day.

    Example:
        >>> date_cell("2016-07")
        '2016-07-XX'
    """
    return f"{text}-XX" if _MONTH_ALONE.fullmatch(text_of(text, "cell", "'2016-07'")) else text


def unguarded(text: str) -> str | None:
    """Return the text that was guarded with an apostrophe, or None if it was not guarded."""
    return text[1:] if text.startswith("'") and text_cell(text[1:]) == text else None
