"""Write an event as the text that an entry keeps, and read it back."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import BadHistory, InvalidValue, quoted
from ..exchange import Limits, event_from_json, event_to_data
from ..history import Deadline, Source
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..history import Event
    from ..process import Process

__all__ = ["UNLIMITED", "event_text", "forget_events", "read_event"]

UNLIMITED = Limits(size=sys.maxsize, nesting=sys.maxsize, text=sys.maxsize, events=sys.maxsize)
"""The limits of what a ledger reads: it reads what it wrote itself, of any length."""
FILE_LIMITS = Limits()
"""The limits of what is read from a file, to which the ledger writes cases too."""
KEPT_EVENTS = 4096
"""How many events are kept in memory, so that they need not be read again."""
PARTS = {"sources": Source, "deadlines": Deadline}
"""The records in an event of the trust transfer, by field."""


def event_text(event: Event, process: Process) -> str:
    """Return an event as JSON in characters that every database takes.

    Raises:
        InvalidValue: The text could not be read back as the same event, or a part of it is longer
            than a text that is read from a file.
        BadHistory: The text could not be read back.
    """
    text = json.dumps(event_to_data(event))
    _require_readable(text, process)
    if read_event(text, process) != event:
        accepted = "Expected an event that can be saved as JSON and read back unchanged."
        raise InvalidValue(quoted(event), "event", accepted)
    return text


def _require_readable(text: str, process: Process) -> None:
    """Refuse an event with a text that could not be read from a file of the case.

    Raises:
        InvalidValue: It has one.
        BadHistory: The text could not be read back.
    """
    if len(text) <= FILE_LIMITS.text:
        return
    try:
        event_from_json(text, process, limits=FILE_LIMITS)
    except BadHistory as error:
        event_from_json(text, process, limits=UNLIMITED)
        fault = error.faults[0]
        accepted = f"Expected at most {FILE_LIMITS.text:,} characters, as in a file of the case."
        raise InvalidValue(fault.found, fault.path.removeprefix("$."), accepted) from None


def read_event(text: str, process: Process, *, entry_id: str | None = None) -> Event:
    """Return the event in a text.

    Args:
        text: The text.
        process: The process of the event.
        entry_id: The id of the entry of the text, of which the event is kept in memory for a time.
            Each entry has an event of its own, as a history tells equal events apart.

    Raises:
        BadHistory: It cannot be read with the process; the error lists every fault.
    """
    # A text that this module wrote needs no list of faults, which takes three times as long.
    try:
        if entry_id is None:
            return _quick_event(text, process.events)
        return _kept_event(entry_id, text, process.events)
    except (KeyError, TypeError, ValueError, RecursionError):
        return event_from_json(text, process, limits=UNLIMITED)


def _quick_event(text: str, events: tuple[type[Event], ...]) -> Event:
    """Return the event in a text that this module wrote."""
    data = json.loads(text)
    return _built(data, _quick_classes(events)[data["event"]])


@lru_cache(maxsize=KEPT_EVENTS)
def _kept_event(_entry_id: str, text: str, events: tuple[type[Event], ...]) -> Event:
    return _quick_event(text, events)


def forget_events() -> None:
    """Forget the events that were kept in memory."""
    _kept_event.cache_clear()


@lru_cache(maxsize=32)
def _quick_classes(events: tuple[type[Event], ...]) -> Mapping[str, type[Event]]:
    """Return the classes of events that need no conversion of their fields, by name."""
    return {cls.class_name: cls for cls in events if cls in TRUST_TRANSFER.events}


def _built(data: dict[str, Any], cls: type[Event]) -> Event:
    """Return an event; its class checks each field."""
    fields = {name: value for name, value in data.items() if name != "event"}
    for name, record in PARTS.items():
        if name in fields:
            fields[name] = [record(**each) for each in fields[name]]
    return cls(**fields)
