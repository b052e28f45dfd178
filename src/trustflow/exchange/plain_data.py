"""Convert histories, events and processes to plain data that JSON can contain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields, has

from .._frozen_map import FrozenMap
from ..dates import PartialDate, Span
from ..errors import InvalidValue, quoted
from ..history import NamedEvent, event_of
from ..process import Mark, process_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..history import Event, History
    from ..process import Process

__all__ = ["event_to_data", "history_to_data", "process_to_data"]

LAST = ("note", "deadlines", "sources", "moves", "rules")
"""The long fields, which are written after the other fields of a record."""


def history_to_data(history: History) -> dict[str, Any]:
    """Return a history as plain data, with its events last."""
    data = _record_data(history, without=("inherits", "events"))
    if history.inherits:
        data["inherits"] = [event_to_data(event) for event in history.inherits]
    data["events"] = [event_to_data(event) for event in history]
    return data


def event_to_data(event: Event) -> dict[str, Any]:
    """Return an event as plain data, as in JSON: its name, then its fields."""
    data = {"event": event_of(event).event_name, **_record_data(event)}
    if isinstance(event, NamedEvent):
        del data["what"]  # repeats the name
    return data


def process_to_data(process: Process) -> dict[str, Any]:
    """Return a process as plain data, without the Python classes of its events."""
    return _record_data(process_of(process), without=("events",), shorten=False)


def _record_data(
    record: Any, *, without: Collection[str] = (), shorten: bool = True
) -> dict[str, Any]:
    """Return the fields of a record that differ from their defaults, as plain data.

    Args:
        record: The record.
        without: The names of fields to leave out.
        shorten: Whether to write a list of one text as the text alone.
    """
    # `sorted` is stable, so fields outside LAST keep the order of the class.
    ordered = sorted(fields(type(record)), key=lambda field: field.name in LAST)
    data = {}
    for field in ordered:
        value = getattr(record, field.name)
        # A reader of the file needs the confidence of a source even if it is the default.
        is_written = value != field.default or field.name == "confidence"
        if field.init and field.name not in without and is_written:
            data[field.name] = _plain(value, shorten=shorten)
    return data


def _plain(value: Any, *, shorten: bool) -> Any:
    if isinstance(value, PartialDate | Span):
        return str(value)
    if isinstance(value, Mark):
        return value.label
    if isinstance(value, FrozenMap):
        return {_key(name): _plain(part, shorten=shorten) for name, part in value.items()}
    if isinstance(value, tuple):
        parts = [_plain(part, shorten=shorten) for part in value]
        return parts[0] if shorten and len(parts) == 1 and isinstance(parts[0], str) else parts
    return _record_data(value, shorten=shorten) if has(type(value)) else value


def _key(name: object) -> str:
    """Return the name of a value in a mapping, which a field with its own converter can have.

    Raises:
        InvalidValue: It is not a text: in JSON, the values of 1 and "1" would be one.
    """
    if not isinstance(name, str):
        raise InvalidValue(quoted(name), "name of a value", "Expected a text.")
    return str(name)
