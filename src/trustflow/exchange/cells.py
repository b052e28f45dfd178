"""Read a cell of any table as text: a value of a data frame, of a spreadsheet, or of a CSV file."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import frozen

from ..dates import PartialDate
from ..errors import BadDate, quoted
from .guarded_cells import CELL_ENDS
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["PLACEHOLDERS", "ErrorCell", "cell_text", "clean_text"]

MISSING_TYPES = {"NAType", "NaTType"}
"""The types of the values that pandas has for a missing value and for a missing date."""
EXACT = 2**53
"""The least whole number of a float that can be another one in truth, such as an identifier."""
PLACEHOLDERS = {"-", "\u2013", "\u2014", "n/a", "#n/a"}
"""What people write in a cell that has nothing in it, in lower case."""
LONGEST_PLACEHOLDER = max(map(len, PLACEHOLDERS))
FREE_TEXT = {
    "authority",
    "case",
    "details",
    "note",
    "source",
    "source_copy_of",
    "source_evidence_row",
    "source_url",
    "succeeds",
}
"""The columns of any text, which are read as they are."""


@frozen
class ErrorCell:
    """A cell that has no value, such as one whose formula has failed.

    Attributes:
        text: What the cell shows, such as ``#REF!``, or what it contains.
        accepted: What to do.
    """

    text: str
    accepted: str = "Correct the formula of the cell, or clear the cell."


def clean_text(column: str, text: str) -> str:
    """Return the text of a cell in a column; empty if it only says that the cell is empty.

    Example:
        >>> clean_text("on", "n/a")
        ''
    """
    is_short = len(text) <= LONGEST_PLACEHOLDER
    return "" if is_short and column not in FREE_TEXT and text.casefold() in PLACEHOLDERS else text


def cell_text(value: object) -> str:
    """Return the value of a cell as the text that a cell of a CSV file would contain.

    The text has no spaces at its ends. A missing value of any library gives an empty text. A moment
    gives its day; in a time zone, that is the local day there. A whole number has no decimal point.

    Raises:
        Misread: The value has no text, such as bytes.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return value.replace("\r\n", "\n").strip(CELL_ENDS)
    if value is None or type(value).__name__ in MISSING_TYPES:
        return ""
    for types, text_of in _TEXT_OF:
        if isinstance(value, types):
            return text_of(value)
    return _other_text(value)


def _number_text(value: float | Decimal) -> str:
    # `math.isnan` does not accept every decimal.
    if value.is_nan() if isinstance(value, Decimal) else math.isnan(value):
        return ""
    # With a decimal point or an exponent, an identifier such as 12345678.0 would not be the same.
    is_whole = math.isfinite(value) and value == int(value)
    if is_whole and isinstance(value, float) and abs(value) >= EXACT:
        found = f"{int(value)}, a number that is not exact"
        accepted = "Write a number of more than 15 digits as a text."
        raise Misread(found, accepted)
    return str(int(value)) if is_whole else str(value)


def _other_text(value: Any) -> str:
    """Return the text of a value that Python itself does not have.

    Raises:
        Misread: The value has no text.
    """
    if type(value).__module__ == "numpy":
        return cell_text(_of_numpy(value))
    if type(value).__name__ == "Period":
        return _period_text(value)
    found = f"{quoted(value)}, a value of the type {type(value).__name__}"
    accepted = "Expected a text, a number or a date."
    raise Misread(found, accepted)


def _period_text(value: Any) -> str:
    """Return a period of pandas, such as July 2016, which is a date that is known in part."""
    days = f"{value.start_time.date()}/{value.end_time.date()}"
    try:
        written, spanned = PartialDate.from_words(str(value)), PartialDate.of(days)
    except BadDate:
        return days
    # The text of a quarter of a year that begins in April reads like one of the calendar.
    same = (written.earliest, written.latest) == (spanned.earliest, spanned.latest)
    return str(value) if same else days


def _refuse_error(value: ErrorCell) -> NoReturn:
    found = f"the error {value.text}" if value.text.startswith("#") else value.text
    raise Misread(found, value.accepted)


def _of_numpy(value: Any) -> object:
    if value.dtype.kind == "M" and str(value) != "NaT":
        # A moment with nanoseconds would become a number, and a month its first day.
        return str(value).partition("T")[0]
    return value.tolist()


def _integer_text(value: int) -> str:
    try:
        return str(value)
    except ValueError:
        found, accepted = "a number of thousands of digits", "Expected a shorter number."
        raise Misread(found, accepted) from None


def _json_text(value: object) -> str:
    try:
        return json.dumps(_plain(value), ensure_ascii=False)
    except RecursionError:
        found, accepted = "lists inside lists without end", "Expected a text."
        raise Misread(found, accepted) from None


def _plain(value: object) -> object:
    """Return a value inside a cell as plain data for JSON."""
    if isinstance(value, Mapping):
        return _named(value.items())
    if isinstance(value, list | tuple):
        # Arrow has a map as a list of pairs.
        if value and all(isinstance(item, tuple) and len(item) == 2 for item in value):  # noqa: PLR2004 - a pair
            return _named(value)
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    return cell_text(value)


def _named(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """Return pairs of a name and a value as plain data for JSON.

    Raises:
        Misread: Two of the names are the same text, such as 1 and "1".
    """
    data: dict[str, object] = {}
    for key, item in pairs:
        name = cell_text(key)
        if name in data:
            twice = f"the name {quoted(name)} twice"
            raise Misread(twice, "Expected each name once.")
        data[name] = _plain(item)
    return data


_TEXT_OF: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (Enum, lambda value: cell_text(value.value)),
    (bool, lambda value: str(value).lower()),
    (int, _integer_text),
    ((uuid.UUID, dt.time, dt.timedelta), str),
    ((float, Decimal), _number_text),
    (dt.datetime, lambda value: value.date().isoformat()),
    (dt.date, dt.date.isoformat),
    (PartialDate, lambda value: value.text),
    (ErrorCell, _refuse_error),
    ((Mapping, list, tuple), _json_text),
)
"""How a value of each type becomes text; the first type that fits counts."""
