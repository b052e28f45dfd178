"""Histories as JSON, with functions named as in the standard `json` module.

A file holds one history, or several under ``histories``; its ``format`` is ``trustflow/1``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import fields, has

from .._frozen_map import FrozenMap
from ..dates import PartialDate, Span
from ..errors import BadHistory, Fault, quoted
from ..history import Event, History, NamedEvent
from ..trust_transfer import TRUST_TRANSFER
from .atomic import write_atomically
from .limits import DEFAULT_LIMITS, Limits, file_bytes
from .versions import HISTORY_FORMAT

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from ..process import Process

__all__ = [
    "dump",
    "dumps",
    "event_from_json",
    "event_to_json",
    "load",
    "load_all",
    "loads",
    "loads_all",
    "parsed",
]

LAST = {"note", "deadlines", "sources"}
"""The fields that stand below an event's own."""


def load(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> History:
    """The one history of a JSON file.

    Args:
        path: The file.
        process: Whose events it holds; the trust transfer's when left out.
        limits: How much is read.

    Raises:
        BadHistory: It cannot be read, with every fault; or it holds several histories.
        OSError: There is no such file, or it cannot be opened.
    """
    return _only(load_all(path, process, limits=limits))


def load_all(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[History, ...]:
    """The histories of a JSON file that holds one or several.

    Raises:
        BadHistory: It cannot be read; every fault is told.
        OSError: There is no such file, or it cannot be opened.
    """
    return loads_all(file_bytes(path, limits), process, limits=limits)


def loads(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> History:
    """The one history of a JSON text.

    Raises:
        BadHistory: It cannot be read, with every fault; or it holds several histories.
    """
    return _only(loads_all(text, process, limits=limits))


def loads_all(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[History, ...]:
    """The histories of a JSON text that holds one or several.

    Raises:
        BadHistory: It cannot be read; every fault is told.
    """
    from .reader import histories_from_data

    return histories_from_data(parsed(text, limits), process, limits=limits)


def event_from_json(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> Event:
    """The event of a JSON text, as it stands in a history's list of events.

    Raises:
        BadHistory: It cannot be read; every fault is told.
    """
    from .reader import event_from_data

    return event_from_data(parsed(text, limits), process, limits=limits)


def event_to_json(event: Event) -> str:
    """An event as JSON, as it stands in a history's list of events."""
    return json.dumps(event_to_data(event), ensure_ascii=False, indent=2) + "\n"


def dump(history: History | Iterable[History], path: str | os.PathLike[str]) -> None:
    """Save a history, or several, as JSON; a kill at any moment leaves the old file or the new.

    Raises:
        OSError: The file cannot be written; it is then as it was.
    """
    write_atomically(path, dumps(history).encode())


def dumps(history: History | Iterable[History]) -> str:
    """A history, or several, as JSON: two spaces a level, fields in a fixed order."""
    if isinstance(history, History):
        data = {"format": HISTORY_FORMAT, **_history(history)}
    else:
        data = {"format": HISTORY_FORMAT, "histories": [_history(each) for each in history]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _only(histories: tuple[History, ...]) -> History:
    if len(histories) == 1:
        return histories[0]
    accepted = "one is needed here; read several with load_all or loads_all"
    raise BadHistory([Fault("$", f"{len(histories)} histories", accepted)])


def _history(history: History) -> dict[str, Any]:
    data = _record(history)
    data["events"] = [event_to_data(event) for event in history]
    return data


def event_to_data(event: Event) -> dict[str, Any]:
    """An event as JSON has it: its name, then its fields."""
    data = {"event": event.event_name, **_record(event)}
    if isinstance(event, NamedEvent):
        del data["what"]  # it is the name
    return data


def _record(value: Any) -> dict[str, Any]:
    """The fields that are not at their default; a source's confidence is always told."""
    ordered = sorted(fields(type(value)), key=lambda field: field.name in LAST)
    return {
        field.name: _plain(found)
        for field in ordered
        if field.init
        and field.name != "events"
        and ((found := getattr(value, field.name)) != field.default or field.name == "confidence")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate | Span):
        return str(value)
    if isinstance(value, FrozenMap):
        return dict(value)
    if isinstance(value, tuple):
        plain = [_plain(each) for each in value]
        return plain[0] if len(plain) == 1 and isinstance(plain[0], str) else plain
    return _record(value) if has(type(value)) else value


def parsed(text: str | bytes, limits: Limits = DEFAULT_LIMITS) -> object:
    """The text as plain data.

    Raises:
        BadHistory: It is no JSON, says a thing twice, or is longer than the limit of size.
    """
    if len(text) > limits.size:
        raise BadHistory([limits.fault("$", f"a text of {len(text):,} characters", "size")])
    faults: list[Fault] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) < len(items):
            names = [name for name, _ in items]
            twice = sorted({name for name in names if names.count(name) > 1})
            faults.extend(
                Fault("$", f"the field {quoted(name)} twice", "give it once") for name in twice
            )
        return found

    def constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data = json.loads(decoded, object_pairs_hook=pairs, parse_constant=constant)
    except UnicodeDecodeError as error:
        fault = Fault(f"byte {error.start}", "bytes that are no text", "UTF-8 text is needed")
        raise BadHistory([fault]) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        found = f"no JSON ({error.msg[:1].lower()}{error.msg[1:]})"
        raise BadHistory([Fault(place, found, "JSON is needed")]) from None
    except RecursionError:
        fault = Fault("$", "lists or objects nested too deeply", "plain JSON is needed")
        raise BadHistory([fault]) from None
    except ValueError as error:
        raise BadHistory([Fault("$", f"{error}"[:100], "plain JSON is needed")]) from None
    if faults:
        raise BadHistory(faults)
    return data
