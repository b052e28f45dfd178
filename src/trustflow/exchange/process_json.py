"""Read and write a process as JSON, so that users can write a process without Python.

The ``format`` of the file is ``trustflow-process/1``. The file contains data only, and
nothing in it is run.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import attrs

from ..errors import BadHistory, BadProcess, Fault
from ..history import Citation, Event, NamedEvent, one_of
from ..process import (
    CLASSES_NOT_GIVEN,
    Condition,
    DateRule,
    Mark,
    Move,
    NamedLeg,
    Precedent,
    Process,
    Relaxation,
    StageInfo,
)
from .json import json_text, parse_json
from .json_words import quoted_json
from .limits import DEFAULT_LIMITS, Limits, add_faults, bounded, limit_faults
from .plain_data import process_to_data
from .records import (
    Misread,
    converted,
    new_converter,
    read,
    record_hook,
    unknown_field,
)
from .versions import PROCESS_FORMAT, fields_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import cattrs

__all__ = ["DATE_FIELDS", "TEXT_FIELDS", "process_from_json", "process_to_json"]

RECORDS = (
    Citation,
    Condition,
    Relaxation,
    Precedent,
    StageInfo,
    Move,
    DateRule,
    NamedLeg,
    Process,
)
"""The classes of the records in a process; a class comes after the classes that it contains."""
DATE_FIELDS, TEXT_FIELDS = {"on", "known_on"}, {"note", "what"}
"""The attributes that every event has and that contain a date, or a text."""


def process_to_json(process: Process) -> str:
    """Return a process as JSON text, with fields in a fixed order.

    The text contains everything in the process except the Python classes of its events.
    """
    return json_text({"format": PROCESS_FORMAT, **process_to_data(process)})


def process_from_json(
    text: str | bytes,
    *,
    events: Iterable[type[Event]] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Process:
    """Return the process that a JSON text describes.

    Args:
        text: The JSON text.
        events: The Python classes of the process's events. Without them, events have only their
            triggers, and a rule can name any field.
        limits: The limits of what is read.

    Raises:
        BadProcess: The text cannot be read, or the process contradicts itself; the error lists
            every fault.
    """
    process = None
    faults: list[Fault] = []
    try:
        data = parse_json(text, limits)
        fields = fields_of_file(data, PROCESS_FORMAT, faults)
        add_faults(faults, limit_faults(data, limits))
        if "events" in fields:  # a file cannot name classes
            known = [field.name for field in attrs.fields(Process) if field.name != "events"]
            faults.append(unknown_field("$", "events", known))
        if not faults:
            fields["events"] = events or CLASSES_NOT_GIVEN
            process = read(_converter(), fields, Process, "$", faults)
    except BadHistory as error:
        faults += error.faults
    if process is None:
        raise BadProcess([str(fault) for fault in bounded(faults)])
    return process


@cache
def _converter() -> cattrs.Converter:
    converter = new_converter()
    converter.register_structure_hook(Mark, lambda value, _: converted(_mark, value))
    converter.register_structure_hook_func(_are_classes, lambda classes, _: classes)
    checks: dict[type, dict[str, Callable[[Any], None]]] = {
        DateRule: {
            "start_field": _check_date_field,
            "end_field": _check_date_field,
            "duty_holder_field": _check_text_field,
        },
        Condition: {"field": _check_field},
    }
    for record in RECORDS:
        hook = record_hook(converter, record, without=(), **checks.get(record, {}))
        converter.register_structure_hook(record, hook)
    return converter


def _are_classes(cls: object) -> bool:
    """Return whether a type is that of the classes of events, which come from the caller."""
    return get_args(cls)[:1] == (type[Event],)


def _mark(value: object) -> Mark:
    """Return the mark with a label such as ``attested``, which a file contains."""
    return Mark(one_of(value, [mark.label for mark in Mark], "mark"))


def _check_field(name: str) -> None:
    """Refuse a name that no field can have: it could read another attribute."""
    if not name.isidentifier() or name.startswith("_"):
        accepted = "Expected the name of a field of the event, such as `note`."
        raise Misread(quoted_json(name), accepted)


def _check_date_field(name: str) -> None:
    """Refuse the name of a field that contains no date in any event."""
    _check_field(name)
    if name not in DATE_FIELDS and hasattr(NamedEvent, name):
        accepted = "Expected the name of a field that contains a date, such as `on`."
        raise Misread(quoted_json(name), accepted)


def _check_text_field(name: str | None) -> None:
    """Refuse the name of a field that contains no text in any event."""
    if name is None:
        return
    _check_field(name)
    if name not in TEXT_FIELDS and hasattr(NamedEvent, name):
        accepted = "Expected the name of a field that contains a text, such as `note`."
        raise Misread(quoted_json(name), accepted)
