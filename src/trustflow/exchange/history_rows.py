"""Convert histories to the rows of a table; each row is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..history import (
    CheckedTo,
    Event,
    History,
    NamedEvent,
    checked_to_text,
    histories_of,
)
from ..process import require_process
from .columns import CASE_COLUMNS, SOURCE_COLUMNS
from .details import details_of, field_types
from .field_words import field_words
from .ids import event_ids
from .plain_data import event_to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..process import Process
    from .row_dates import Row

__all__ = ["case_names", "details_text", "rows_of"]

YES = "yes"
"""The text in the column `inherited` of an event that the history inherits."""


def case_names(histories: History | Iterable[History]) -> Iterator[tuple[str, History]]:
    """Yield each history with the name of its case; repeated names are numbered.

    Raises:
        InvalidValue: One of the values is not a history.
    """
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for history in histories_of(histories):
        name = history.authority
        number = numbers.get(name, 1)
        while name in taken:
            number += 1
            name = f"{history.authority} ({number})"
        taken.add(name)
        numbers[history.authority] = number
        yield name, history


def rows_of(case: str, history: History, process: Process) -> Iterator[Row]:
    """Yield the rows of a history, which together contain all its data.

    The columns `authority`, `case` and `gss_code` are in every row, so that a row can be joined
    with other tables. The other fields of the history are in the first row only. The events that
    the history inherits come first; they have no `event_id`, because another authority had them.

    Raises:
        BadHistory: The history is of another process.
    """
    history = require_process(history, process)
    in_first = {
        name: _case_cell(value)
        for name in CASE_COLUMNS
        if (value := getattr(history, name)) is not None
    }
    in_every = {"authority": history.authority}
    if case != history.authority:
        in_every["case"] = case
    if history.gss_code is not None:
        in_every["gss_code"] = history.gss_code
    if not history.events and not history.inherits:
        yield {**in_every, **in_first}
    for event in history.inherits:
        yield {**in_every, **in_first, **_event_cells(event, process), "inherited": YES}
        in_first = {}
    for event, event_id in zip(history.events, event_ids(history), strict=True):
        yield {**in_every, **in_first, **_event_cells(event, process), "event_id": event_id}
        in_first = {}


def _case_cell(value: str | CheckedTo) -> str:
    return value if isinstance(value, str) else checked_to_text(value)


def _event_cells(event: Event, process: Process) -> Row:
    data = event_to_data(event)
    del data["event"]
    cells = {"event": event.trigger, "on": data.pop("on")}
    cells |= {name: data.pop(name) for name in ("known_on", "note") if name in data}
    first, *others = data.pop("sources", [{}])
    cells |= {column: first[name] for column, name in SOURCE_COLUMNS.items() if name in first}
    if others:
        data["sources"] = others
    if details := details_text(event, data, process):
        cells["details"] = details
    return cells


def details_text(event: Event, data: Mapping[str, object], process: Process) -> str:
    """Return fields of an event as the text of the column `details`.

    The name of its class is among them if the trigger would be read as another class.

    Args:
        event: The event.
        data: The fields, as `event_to_data` returns them.
        process: The process of the event.
    """
    example = process.by_class.get(event.trigger)
    if not isinstance(event, NamedEvent) and (example is None or example[0] is not type(event)):
        data = {"event": event.event_name, **data}
    return details_of(data, field_types(type(event)), field_words(type(event)))
