"""Read the dates in a row of a table, whatever way they are written."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from ..dates import EXPECTED_DATE, PartialDate
from ..errors import BadDate, Fault
from .columns import COLUMNS, READ_ONLY_COLUMNS
from .details import JSON_START, field_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..history import Event
    from ..process import Process

__all__ = [
    "DATE_COLUMNS",
    "DAY_COLUMNS",
    "NOT_FIELDS",
    "Row",
    "date_columns",
    "date_text",
    "day_of",
    "with_dates",
]

Row = dict[str, str]
"""The texts of a row by column name, without empty cells."""
NOT_FIELDS = {*COLUMNS, *READ_ONLY_COLUMNS}
"""The columns with a meaning of their own; every other column is a field of the event."""
DAY_COLUMNS = {"on", *READ_ONLY_COLUMNS}
"""The columns that can contain the day of the event."""
DATE_COLUMNS = {*DAY_COLUMNS, "known_on", "source_published", "source_stated_date"}
"""The columns of every event that contain dates."""
UNKNOWN_DAY = "Write ../.. if the day is unknown."
"""What to write for an event of which no source gives the day."""
SOME_DAY = "2016-01-01"
"""The day in place of one that cannot be read, so that the faults of other fields are found."""


def with_dates(row: Row, process: Process, faults: list[Fault], *, day_first: bool) -> Row:
    """Return a row in which all dates are EDTF texts, with `SOME_DAY` for a bad one."""
    is_date = date_columns(process.events)
    unused = _unused_days(row)
    read: Row = {}
    for name, text in row.items():
        if name in unused:
            continue
        if name not in is_date:
            read[name] = text
            continue
        try:
            read[name] = date_text(text, several=is_date[name], day_first=day_first)
        except BadDate as error:
            faults.append(Fault(name, error.found, error.reason))
            read[name] = SOME_DAY
    return read


def _unused_days(row: Row) -> set[str]:
    """Return the columns of days that a row does not need, because another one counts."""
    if "on" in row:
        return {*READ_ONLY_COLUMNS}
    return {"earliest", "latest"} if "timestamp" in row else set()


@lru_cache(maxsize=16384)  # a table has the same dates many times
def date_text(text: str, *, several: bool, day_first: bool) -> str:
    """Return the EDTF text of a date, or the JSON text of a list of dates."""
    if several and JSON_START.match(text):
        return text
    parts = text.split(";") if several else [text]
    dates = [PartialDate.from_words(part.strip(), day_first=day_first).text for part in parts]
    return json.dumps(dates) if len(dates) > 1 else dates[0]


@lru_cache(maxsize=32)
def date_columns(events: tuple[type[Event], ...]) -> Mapping[str, bool]:
    """Map each column that contains dates to whether a cell can contain several.

    A field that is a date in one class and a text in another is read by the class alone.
    """
    columns = dict.fromkeys(DATE_COLUMNS, False)
    kinds: dict[str, set[bool | None]] = {}
    for cls in events:
        for name, wanted in field_types(cls).items():
            kinds.setdefault(name, set()).add(_holds_several(wanted))
    for name, found in kinds.items():
        kind = found.pop() if len(found) == 1 else None
        if kind is not None and name not in NOT_FIELDS:
            columns[name] = kind
    return columns


def _holds_several(wanted: Any) -> bool | None:
    """Return whether a field is a list of dates, or None if it does not contain dates."""
    types = {wanted, *get_args(wanted)}
    if PartialDate not in types:
        return None
    return Ellipsis in types


def day_of(row: Row, faults: list[Fault]) -> str:
    """Return the day as EDTF text, from `on` or else from `earliest` and `latest`."""
    for name in ("on", "timestamp"):
        if name in row:
            return row[name]
    first, last = row.get("earliest", ".."), row.get("latest", "..")
    if first == last == "..":
        faults.append(Fault("on", "nothing", f"{EXPECTED_DATE} {UNKNOWN_DAY}"))
        return SOME_DAY
    if first == last:
        return first
    try:
        return PartialDate.parse(f"{first}/{last}").text
    except BadDate as error:
        if not {fault.path for fault in faults} & {*READ_ONLY_COLUMNS}:
            name = "earliest" if "earliest" in row else "latest"
            faults.append(Fault(name, error.found, error.reason))
        return SOME_DAY
