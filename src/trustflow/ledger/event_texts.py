"""Write an event as the text that an entry keeps, and read it back."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, quoted
from ..exchange import Limits, event_from_json, event_to_data
from ..history import Deadline, Source
from ..trust_transfer import TRUST_TRANSFER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..history import Event
    from ..process import Process

__all__ = ["UNLIMITED", "event_text", "read_event"]

UNLIMITED = Limits(size=sys.maxsize, nesting=sys.maxsize, text=sys.maxsize, events=sys.maxsize)
"""The limits of what a ledger reads: it reads what it wrote itself, of any length."""
PARTS = {"sources": Source, "deadlines": Deadline}
"""The records in an event of the trust transfer, by field."""


def event_text(event: Event, process: Process) -> str:
    """Return an event as JSON in characters that every database takes.

    Raises:
        InvalidValue: The text could not be read back as the same event.
        BadHistory: The text could not be read back.
    """
    text = json.dumps(event_to_data(event))
    if read_event(text, process) != event:
        accepted = "Expected an event that can be saved as JSON and read back unchanged."
        raise InvalidValue(quoted(event), "event", accepted)
    return text


def read_event(text: str, process: Process) -> Event:
    """Return the event in a text.

    Raises:
        BadHistory: It cannot be read with the process; the error lists every fault.
    """
    # A text that this module wrote needs no list of faults, which takes three times as long.
    try:
        data = json.loads(text)
        return _built(data, _quick_classes(process.events)[data["event"]])
    except (KeyError, TypeError, ValueError):
        return event_from_json(text, process, limits=UNLIMITED)


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
