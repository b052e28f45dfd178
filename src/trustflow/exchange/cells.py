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
from ..errors import quoted
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PLACEHOLDERS", "ErrorCell", "cell_text", "clean_text"]

MISSING_TYPES = {"NAType", "NaTType"}
"""The types of the values that pandas has for a missing value and for a missing date."""
ENDS = " \t\r\n\v\f\xa0\ufeff\u200b\u2060"
"""Characters that cannot be seen at the ends of a cell: spaces, and marks of other programs."""


PLACEHOLDERS = {"-", "\u2013", "\u2014", "n/a", "#n/a"}
"""What people write in a cell that has nothing in it, in lower case."""
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
    """A cell of a spreadsheet whose formula has failed.

    Attributes:
        text: What the cell shows, such as ``#REF!``.
    """

    text: str


def clean_text(column: str, text: str) -> str:
    """Return the text of a cell in a column; empty if it only says that the cell is empty.

    Example:
        >>> clean_text("on", "n/a")
        ''
    """
    return "" if column not in FREE_TEXT and text.casefold() in PLACEHOLDERS else text


def cell_text(value: object) -> str:
    """Return the value of a cell as the text that a cell of a CSV file would contain.

    The text has no spaces at its ends. A missing value of any library gives an empty text. A moment
    gives its day; in a time zone, that is the local day there. A whole number has no decimal point.

    Raises:
        Misread: The value has no text, such as bytes.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return value.replace("\r\n", "\n").strip(ENDS)
    if value is None or type(value).__name__ in MISSING_TYPES:
        return ""
    for types, text_of in _TEXT_OF:
        if isinstance(value, types):
            return text_of(value)
    return _other_text(value)


def _number_text(value: float | Decimal) -> str:
    if math.isnan(value):
        return ""
    # With a decimal point or an exponent, an identifier such as 12345678.0 would not be the same.
    is_whole = math.isfinite(value) and value == int(value)
    return str(int(value)) if is_whole else str(value)


def _other_text(value: Any) -> str:
    """Return the text of a value that Python itself does not have.

    Raises:
        Misread: The value has no text.
    """
    if type(value).__module__ == "numpy":
        return cell_text(_of_numpy(value))
    # A period of pandas, such as July 2016, is a date that is known in part.
    if type(value).__name__ == "Period":
        return str(value)
    found = f"{quoted(value)}, a value of the type {type(value).__name__}"
    accepted = "Expected a text, a number or a date."
    raise Misread(found, accepted)


def _refuse_error(value: ErrorCell) -> NoReturn:
    found = f"the error {value.text}"
    accepted = "Correct the formula of the cell, or clear the cell."
    raise Misread(found, accepted)


def _of_numpy(value: Any) -> object:
    if value.dtype.kind == "M":
        # A moment with nanoseconds would become a number.
        return value.astype("datetime64[us]").item()
    return value.tolist()


def _plain(value: object) -> object:
    """Return a value inside a cell as plain data for JSON."""
    if isinstance(value, Mapping):
        return {cell_text(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        # Arrow has a map as a list of pairs.
        if value and all(isinstance(item, tuple) and len(item) == 2 for item in value):  # noqa: PLR2004 - a pair
            return _plain(dict(value))
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    return cell_text(value)


_TEXT_OF: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (Enum, lambda value: cell_text(value.value)),
    (bool, lambda value: str(value).lower()),
    ((int, uuid.UUID, dt.time, dt.timedelta), str),
    ((float, Decimal), _number_text),
    (dt.datetime, lambda value: value.date().isoformat()),
    (dt.date, dt.date.isoformat),
    (PartialDate, lambda value: value.text),
    (ErrorCell, _refuse_error),
    ((Mapping, list, tuple), lambda value: json.dumps(_plain(value), ensure_ascii=False)),
)
"""How a value of each type becomes text; the first type that fits counts."""
