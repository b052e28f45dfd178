"""Read and write histories as JSON, with functions named as in the standard `json` module.

A file contains one history, or several under ``histories``. Its ``format`` is ``trustflow/1``. If
the process is not the trust transfer, the file names it under ``process``. The name is only
compared with that of the process that the file is read with; nothing is imported by it.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import BadHistory, Fault, StaleFile, joined, pluralised, quoted
from ..history import Event, History, histories_of
from ..process import process_of, require_process
from ..trust_transfer import TRUST_TRANSFER
from .atomic import write_atomically
from .file_lock import locked_file
from .formats import format_of, require_ending
from .inputs import text_or_bytes_of
from .limits import (
    DEFAULT_LIMITS,
    Limits,
    add_faults,
    bounded,
    file_bytes,
    limit_faults,
    limits_of,
)
from .plain_data import event_to_data, history_to_data
from .versions import HISTORY_FORMAT, PROCESS_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..process import Process
    from .file_lock import LockedFile

__all__ = [
    "dump",
    "dumps",
    "event_from_json",
    "event_to_json",
    "json_text",
    "load",
    "load_all",
    "loads",
    "loads_all",
    "parse_json",
]

NO_LIMITS = Limits(size=sys.maxsize, text=sys.maxsize, events=sys.maxsize)
"""The limits of a file that is read again, whatever they were before."""
MAX_REASON = 100
"""The most characters of Python's own message that a fault shows."""


def load(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> History:
    """Return the history in a JSON file that contains exactly one.

    Args:
        path: The path of the file.
        process: The process of the events; the trust transfer by default.
        limits: The limits of what is read.

    Raises:
        BadHistory: The file cannot be read, or does not contain exactly one history; the error
            lists every fault.
        OSError: The file does not exist or cannot be opened.
    """
    return _only(load_all(path, process, limits=limits))


def load_all(
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[History, ...]:
    """Return every history in a JSON file, which can contain one or several.

    Raises:
        BadHistory: The file cannot be read; the error lists every fault.
        OSError: The file does not exist or cannot be opened.
    """
    from .reader import histories_from_data

    text = file_bytes(path, limits)
    try:
        data = parse_json(text, limits)
    except BadHistory as error:
        source: object = path  # an open file is read as well
        if not isinstance(source, str | os.PathLike) or format_of(source) == "json":
            raise
        raise BadHistory([_table_fault(fault) for fault in error.faults]) from None
    return histories_from_data(data, process, limits=limits)


def loads(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> History:
    """Return the history in a JSON text that contains exactly one.

    Raises:
        BadHistory: The text cannot be read, or does not contain exactly one history; the error
            lists every fault.
    """
    return _only(loads_all(text, process, limits=limits))


def loads_all(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[History, ...]:
    """Return every history in a JSON text, which can contain one or several.

    Raises:
        BadHistory: The text cannot be read; the error lists every fault.
    """
    from .reader import histories_from_data

    return histories_from_data(parse_json(text, limits), process, limits=limits)


def event_from_json(
    text: str | bytes, process: Process = TRUST_TRANSFER, *, limits: Limits = DEFAULT_LIMITS
) -> Event:
    """Return the event that a JSON text describes.

    The text has the same form as an event in the JSON of a history.

    Raises:
        BadHistory: The text cannot be read; the error lists every fault.
    """
    from .reader import event_from_data

    return event_from_data(parse_json(text, limits), process, limits=limits)


def event_to_json(event: Event) -> str:
    """Return an event as JSON text, in the same form as in the JSON of a history."""
    return json_text(event_to_data(event))


def dump(
    histories: History | Iterable[History],
    path: str | os.PathLike[str],
    process: Process = TRUST_TRANSFER,
    *,
    expected: History | Iterable[History] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> None:
    """Save one or several histories as a JSON file.

    A crash leaves the old file or the new one, complete. Without `expected`, the file is replaced
    whatever it contains.

    Args:
        histories: The histories.
        path: The path of the file. It must not have an ending that means a table, such as ``.csv``.
        process: The process of the events; the trust transfer by default. The file names any other
            process, so that it is not read as a trust transfer by mistake.
        expected: What `load` or `load_all` returned for this file. The file is locked, and saved
            only if it still contains these histories. An empty list means that there must be no
            history yet, so that the file is created.
        limits: The limits with which it will be read; what they refuse is not written.

    Raises:
        BadHistory: A history is of another process, and the error names its first foreign event; or
            a limit would keep the file from being read.
        StaleFile: The file does not contain the expected histories any more.
        InvalidValue: The ending of the path means a table; or histories are expected in something
            other than a file with one name.
        OSError: The file cannot be written; it is then unchanged. If another process has it
            locked for some seconds, it is a `TimeoutError`.
    """
    require_ending(path, "json")
    data = dumps(histories, process, limits=limits).encode()
    if expected is None:
        write_atomically(path, data)
        return
    before = tuple(histories_of(expected))
    with locked_file(path) as file:
        change = _change(file, before, process)
        if change is not None:
            raise StaleFile(os.fspath(path), change)
        file.write(data)


def _change(file: LockedFile, expected: tuple[History, ...], process: Process) -> str | None:
    """Return a clause that says why a file is not as expected; None if it is."""
    if not file.exists:
        return "it does not exist any more" if expected else None
    try:
        found = loads_all(Path(file.path).read_bytes(), process, limits=NO_LIMITS)
    except BadHistory:
        return "it cannot be read any more"
    return None if found == expected else _difference(expected, found)


def _difference(expected: tuple[History, ...], found: tuple[History, ...]) -> str:
    """Return a clause that says in what histories differ from those that were expected."""
    before = Counter(event for history in expected for event in history)
    after = Counter(event for history in found for event in history)
    added, lost = (after - before).total(), (before - after).total()
    parts = [f"has {pluralised(added, 'event')} more"] if added else []
    if lost:
        parts.append(f"lacks {lost} of the expected events")
    return f"it {joined(parts)}" if parts else "it has the same events, but other details"


def dumps(
    histories: History | Iterable[History],
    process: Process = TRUST_TRANSFER,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> str:
    """Return one or several histories as JSON text, with fields in a fixed order.

    Args:
        histories: The histories.
        process: The process of the events, as for `dump`.
        limits: The limits with which it will be read; what they refuse is not written.

    Raises:
        BadHistory: As for `dump`.
        InvalidValue: One of the values is not a history, or not a process.
    """
    head = {"format": HISTORY_FORMAT}
    process, limits = process_of(process), limits_of(limits)
    if process.name != TRUST_TRANSFER.name:
        head[PROCESS_FIELD] = process.name
    if isinstance(histories, History):
        return json_text({**head, **_data_of(histories, process, limits)})
    several = [_data_of(each, process, limits) for each in histories_of(histories)]
    return json_text({**head, "histories": several})


def _data_of(history: History, process: Process, limits: Limits) -> dict[str, Any]:
    """Return a history as plain data that can be read up to the limits.

    Raises:
        BadHistory: It cannot, or it is of another process.
    """
    data = history_to_data(require_process(history, process))
    faults: list[Fault] = []
    add_faults(faults, limit_faults(data, limits))
    if faults:
        raise BadHistory(bounded(faults), f"the history of {history.authority}")
    return data


def json_text(data: object) -> str:
    """Return plain data as JSON text with two spaces per level, for people to read."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _only(histories: tuple[History, ...]) -> History:
    if len(histories) == 1:
        return histories[0]
    accepted = "Expected one history. To read several, use `load_all` or `loads_all`."
    raise BadHistory([Fault("$", f"{len(histories)} histories", accepted)])


def parse_json(text: str | bytes, limits: Limits) -> object:
    """Parse a JSON text and return the plain data.

    Raises:
        BadHistory: The text is not JSON, has a field twice, or exceeds the limit `size`.
    """
    text = text_or_bytes_of(text, "`load`")
    if len(text) > limits_of(limits).size:
        raise BadHistory([limits.fault("$", f"a text of {len(text):,} characters", "size")])
    repeated: list[Fault] = []

    def object_of(items: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(items)
        if len(fields) < len(items):
            add_faults(repeated, _repeated_fields(items))
        return fields

    def refuse_constant(name: str) -> NoReturn:
        # Python would accept NaN and Infinity, which JSON does not have.
        raise ValueError(name)

    try:
        decoded = (text if isinstance(text, str) else text.decode()).removeprefix("\ufeff")
        data = json.loads(decoded, object_pairs_hook=object_of, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadHistory([_json_fault(error)]) from None
    if repeated:
        raise BadHistory(bounded(repeated))
    return data


def _json_fault(error: Exception) -> Fault:
    """Return the fault for an error of Python's JSON reader."""
    if isinstance(error, UnicodeDecodeError):
        return Fault(f"byte {error.start}", "bytes that are not UTF-8", "Expected UTF-8 text.")
    if isinstance(error, json.JSONDecodeError):
        place = f"line {error.lineno}, column {error.colno}"
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}"
        accepted = 'Expected JSON such as {"on": "2016-07-14"}.'
        return Fault(place, f"invalid JSON ({reason})", accepted)
    if isinstance(error, RecursionError):
        return Fault("$", "deeper nesting", "Expected fewer levels of lists and objects.")
    return Fault("$", str(error)[:MAX_REASON], "Expected a finite number such as 2.")


def _table_fault(fault: Fault) -> Fault:
    """Return a fault of a file that has the ending of a table, with the function that reads it."""
    accepted = f"{fault.accepted} `trustflow.exchange.read_file` reads a table."
    return Fault(fault.path, fault.found, accepted)


def _repeated_fields(items: list[tuple[str, object]]) -> Iterator[Fault]:
    counts = Counter(name for name, _ in items)
    for name in sorted(counts):
        if counts[name] > 1:
            yield Fault("$", f"the field {quoted(name)} twice", "Expected each field once.")
