"""A process as JSON, so that one can be written without Python.

Its ``format`` is ``trustflow-process/1``. All of it is data: nothing in it is run.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, fields, has

from .._frozen_map import FrozenMap
from ..dates import PartialDate, Span
from ..errors import BadHistory, BadProcess, InvalidValue, quoted
from ..history import Citation, NamedEvent, one_of
from ..process import Condition, DateRule, Mark, Move, Precedent, Process, Relaxation, StageInfo
from .json import parsed
from .limits import DEFAULT_LIMITS, Limits, limit_faults
from .records import Misread, format_faults, mapping_at, new_reader, read, record_hook
from .versions import PROCESS_FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import cattrs

    from ..history import Event

__all__ = ["process_from_json", "process_to_json"]

RECORDS = (Citation, Condition, Relaxation, Precedent, StageInfo, Move, DateRule, Process)
"""The parts of a process, each after those it is made of."""
LAST = {"moves", "rules"}


def process_to_json(process: Process) -> str:
    """A process as JSON: two spaces a level, fields in a fixed order.

    The Python classes of its events are no part of it.
    """
    data = {"format": PROCESS_FORMAT, **_plain(process)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def process_from_json(
    text: str | bytes,
    *,
    events: Iterable[type[Event]] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Process:
    """The process of a JSON text.

    Args:
        text: The text.
        events: The Python classes of its events, where it has them; without, its events know
            their triggers only.
        limits: How much is read.

    Raises:
        BadProcess: It cannot be read, or contradicts itself; every fault is told.
    """
    try:
        data = parsed(text, limits)
        whole = mapping_at("$", data)
    except BadHistory as error:
        raise BadProcess([str(fault) for fault in error.faults]) from None
    faults = list(limit_faults(data, limits))
    faults += format_faults(whole, PROCESS_FORMAT)
    rest = {name: value for name, value in whole.items() if name != "format"}
    process = None if faults else read(_reader(), rest, Process, "$", faults)
    if process is None:
        raise BadProcess([str(fault) for fault in faults])
    return evolve(process, events=events) if events else process


def _plain(value: Any) -> Any:
    """A part of a process as plain data: the fields that are not at their default."""
    if isinstance(value, PartialDate | Span):
        return str(value)
    if isinstance(value, Mark):
        return value.label
    if isinstance(value, FrozenMap):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not has(type(value)):
        return value
    ordered = sorted(fields(type(value)), key=lambda field: field.name in LAST)
    return {
        field.name: _plain(found)
        for field in ordered
        if field.name != "events" and (found := getattr(value, field.name)) != field.default
    }


@cache
def _reader() -> cattrs.Converter:
    reader = new_reader(())
    reader.register_structure_hook(Mark, lambda value, _: _mark(value))
    checks: dict[type, dict[str, Callable[[str], None]]] = {
        DateRule: {"start_field": _check_dated},
        Condition: {"field": _check_name},
    }
    for record in RECORDS:
        hook = record_hook(reader, record, without={"events"}, **checks.get(record, {}))
        reader.register_structure_hook(record, hook)
    return reader


def _mark(value: object) -> Mark:
    labels = [mark.label for mark in Mark]
    try:
        return Mark(one_of(value, labels, "mark"))
    except InvalidValue as error:
        raise Misread(error.found, error.accepted) from error


def _check_name(name: str) -> None:
    """Refuse what can be no field's name, so that a text reaches no other attribute."""
    if not name.isidentifier() or name.startswith("_"):
        raise Misread(quoted(name), "the name of a field of the event is needed")


def _check_dated(name: str) -> None:
    """Refuse the name of what is no date in any event."""
    _check_name(name)
    if name not in {"on", "known_on"} and hasattr(NamedEvent, name):
        raise Misread(quoted(name), "the name of a field that holds a date is needed")
