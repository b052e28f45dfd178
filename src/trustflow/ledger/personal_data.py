"""The exception to "a ledger only adds entries": overwrite a text for the sake of a person."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from .entries import Entry, event_data
from .hashing import erased, parts_of
from .state import WITHOUT_EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


__all__ = ["REDACTED", "Redaction", "contains", "overwritten_place", "place_of", "redactions"]

REDACTED = "[redacted]"
"""What is written over a text."""
LINK = "url"
"""The field of a source that must be a web address, and is left out instead."""
RECORDS = ("sources", "deadlines")
"""The fields of an event that hold records, whose names are not a user's."""


@frozen
class Redaction:
    """An entry in which a text was overwritten.

    Args:
        entry: The entry as it is then.
        places: Where the text was, such as ``event.note``; without names of a user's, so of one
            in `meta`, only ``meta``.
    """

    entry: Entry
    places: tuple[str, ...]


def place_of(parts: Sequence[str | int]) -> str:
    """Return a place in an entry in words, without what a user named."""
    shown = list(parts)
    start = _users_from(parts)
    if start is not None:
        indices = takewhile(lambda part: isinstance(part, int), parts[start:])
        shown = [*parts[:start], *indices]
    return "meta" if parts[:1] == ["meta"] else ".".join(map(str, shown))


def _users_from(parts: Sequence[str | int]) -> int | None:
    """Return from which part of a place on the names in mappings are a user's; None if nowhere."""
    if parts[:1] == ["meta"]:
        return 1
    field = 1 if parts[:1] == ["event"] else 3 if parts[:2] == ["data", "inherits"] else len(parts)
    return field + 1 if len(parts) > field and parts[field] not in RECORDS else None


def overwritten_place(path: str, value: object) -> str:
    """Return the place of a value that was overwritten; an empty text if it does not read so.

    Args:
        path: The path of the value, as `values_of` gives it.
        value: The value that is there now.
    """
    parts = parts_of(path)
    is_link = parts[-1:] == [LINK] and value is None
    reads_so = any(isinstance(text, str) and REDACTED in text for text in (value, *parts))
    return place_of(parts) if is_link or reads_so else ""


def redactions(entries: Iterable[Entry], text: str) -> tuple[Redaction, ...]:
    """Return the entries that contain a text, with the text overwritten.

    It is overwritten in `recorded_by`, `reason` and `meta`, in every value of an event, in the data
    that describe a case, and in the names of a user's, as of the areas of an inspection. A link
    that contains it is left out.

    Args:
        entries: All entries of a case.
        text: The text, which is not empty.
    """
    found = ((entry, *_redacted(entry, text)) for entry in entries)
    return tuple(
        Redaction(_overwritten(entry, content), tuple(dict.fromkeys(places)))
        for entry, content, places in found
        if places
    )


def contains(data: object, text: str) -> bool:
    """Return whether a text is in plain data of a user's."""
    overwriting = _Overwriting(text)
    overwriting.of(data, ["meta"])
    return bool(overwriting.places)


def _redacted(entry: Entry, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the content of an entry with a text overwritten, and where it was."""
    content = entry.content()
    parts = ["recorded_by", "reason", "meta", "event"]
    if entry.kind in WITHOUT_EVENTS:
        parts.append("data")
    overwriting = _Overwriting(text)
    for part in parts:
        content[part] = overwriting.of(content[part], [part])
    return content, overwriting.places


class _Overwriting:
    """Overwrite a text in plain data.

    Args:
        text: The text.

    Attributes:
        places: Where it was.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.places: list[str] = []

    def of(self, data: Any, path: list[str | int]) -> Any:
        """Return the data at a path without the text, in the same order."""
        if isinstance(data, dict):
            names = data if _users_from(path) is None else self._names(data, path)
            return {
                name: self.of(value, [*path, old])
                for name, (old, value) in zip(names, data.items(), strict=True)
            }
        if isinstance(data, list):
            return [self.of(value, [*path, index]) for index, value in enumerate(data)]
        return self._value(data, path)

    def _names(self, data: dict[str, Any], path: list[str | int]) -> Iterator[str]:
        """Yield the names of a mapping without the text, each once."""
        taken = set(data)
        for name in data:
            new = _without(name, self._text)
            if new != name:
                self.places.append(place_of(path))
                new = _free(new, taken)
            yield new

    def _value(self, value: Any, path: list[str | int]) -> Any:
        """Return a value without the text."""
        new = _without(value, self._text)
        if _users_from(path) is not None:
            new = REDACTED if self._text == _number(value) else new
        elif path[-1] == LINK and new != value:
            new = None
        if new is not value and new != value:
            self.places.append(place_of(path))
        return new


def _without(value: Any, text: str) -> Any:
    """Return a text without another one; a value that is not a text, unchanged."""
    if not isinstance(value, str):
        return value
    # A text such as "red" must not be looked for in what is overwritten already.
    return REDACTED.join(part.replace(text, REDACTED) for part in value.split(REDACTED))


def _number(value: object) -> str | None:
    """Return a number as JSON, such as that of a telephone; None for another value."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return json.dumps(value) if is_number else None


def _free(name: str, taken: set[str]) -> str:
    """Return a name that was not taken, and take it."""
    number, new = 2, name
    while new in taken:
        new, number = f"{name} {number}", number + 1
    taken.add(new)
    return new


def _overwritten(entry: Entry, content: dict[str, Any]) -> Entry:
    """Return an entry with other content, and the salt that proves what was not overwritten."""
    event = content["event"]
    text = event if event_data(entry.event_json) == entry.event_json else json.dumps(event)
    return evolve(
        entry,
        recorded_by=content["recorded_by"],
        reason=content["reason"],
        meta=content["meta"],
        data=content["data"],
        event_json=text,
        event=None,
        salt=erased(entry.content(), content, entry.salt),
    )
