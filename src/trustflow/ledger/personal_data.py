"""The exceptions to "a ledger only adds entries", for the personal data of people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..errors import InvalidValue, quoted
from .state import WITHOUT_EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .entries import Entry

__all__ = ["REDACTED", "redacted_entries", "with_copies"]

REDACTED = "[redacted]"
"""What a redacted text reads."""
NAME_OF_EVENT = "event"
"""The field of an event that says what it is."""
TEXTS = ("recorded_by", "reason")
"""The texts of an entry itself that can be redacted."""


def with_copies(entry: Entry, entries: Sequence[Entry], field: str) -> list[Entry]:
    """Return an entry, and the others of its case in which the same text can be.

    Args:
        entry: The entry.
        entries: All entries of its case.
        field: Where the text is. One of the event can be in the entries that it replaced, too; one
            of the beginning of the case, in all that hold the beginning.
    """
    found = [entry]
    if field.startswith("event."):
        by_id = {each.id: each for each in entries}
        while (target := found[-1].target) is not None and target in by_id:
            found.append(by_id[target])
    elif field.startswith("data."):
        found += [each for each in entries if each.kind in WITHOUT_EVENTS and each is not entry]
    return found


def redacted_entries(entries: Sequence[Entry], field: str) -> tuple[Entry, ...]:
    """Return the entries in which a text was there to overwrite, with it overwritten.

    Args:
        entries: An entry, and those in which the same text can be.
        field: Where the text is: ``recorded_by``, ``reason``, ``meta.NAME``, a field of the event,
            such as ``event.note`` or ``event.sources.0.title``, or of the beginning of the case,
            such as ``data.inherits.0.note``.

    Raises:
        InvalidValue: The first entry has no such text.
    """
    first, *others = (_redacted(entry, field) for entry in entries)
    if first is None:
        accepted = (
            "Expected the place of a text in the entry: recorded_by, reason, meta.NAME, or a field "
            "of its event, such as event.note."
        )
        raise InvalidValue(quoted(field), "text to redact", accepted)
    return tuple(each for each in (first, *others) if each is not None)


def _redacted(entry: Entry, field: str) -> Entry | None:
    """Return an entry with a text overwritten; None if it has no such text."""
    if field in TEXTS:
        return None if getattr(entry, field) is None else evolve(entry, **{field: REDACTED})  # type: ignore[arg-type]  # a text of `TEXTS`
    head, _, path = field.partition(".")
    if head == "meta" or (head == "data" and entry.kind in WITHOUT_EVENTS):
        plain = json.loads(json.dumps(dict(getattr(entry, head))))
        return evolve(entry, **{head: plain}) if _overwritten(plain, path) else None
    if head == "event" and entry.event_json is not None:
        event = json.loads(entry.event_json)
        if path != NAME_OF_EVENT and _overwritten(event, path):
            return evolve(entry, event_json=json.dumps(event), event=None)
    return None


def _overwritten(data: Any, path: str) -> bool:
    """Overwrite the text at a path of plain data; return whether there was one."""
    *parents, last = path.split(".")
    for name in parents:
        data = _at(data, name)
    if not isinstance(_at(data, last), str):
        return False
    data[int(last) if isinstance(data, list) else last] = REDACTED
    return True


def _at(data: Any, name: str) -> Any:
    """Return the part of plain data with a name or an index; None if there is none."""
    if isinstance(data, list):
        return data[int(name)] if name.isdecimal() and int(name) < len(data) else None
    return data.get(name) if isinstance(data, dict) else None
