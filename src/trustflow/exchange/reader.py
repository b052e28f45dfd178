"""Read histories and events of any process from plain data."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import fields

from .._frozen_map import FrozenMap
from .._text import name_meant
from ..dates import PartialDate
from ..errors import BadHistory, Fault, expected_one_of
from ..history import ONGOING, Event, History, NamedEvent, type_of_field
from ..process import process_of, with_names_of
from .entries_file import SEVERAL, data_of_histories
from .json_words import quoted_json
from .limits import (
    DEFAULT_LIMITS,
    MAX_FAULTS,
    Limits,
    add_faults,
    bounded,
    limit_faults,
)
from .other_process import CLASSES_HINT, HINT, HintOnce, process_fault
from .records import (
    Misread,
    NestedErrors,
    new_converter,
    read,
    record_hook,
    unknown_field,
)
from .versions import HISTORY_FORMAT, PROCESS_FIELD, fields_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import cattrs

    from ..process import Process

__all__ = [
    "event_from_data",
    "histories_from_data",
    "looks_like_date",
    "record_from_data",
]

T = TypeVar("T")
EVERY_EVENT = tuple(field.name for field in fields(Event) if field.init)
"""The fields that every event has."""


def histories_from_data(
    data: object,
    process: Process,
    *,
    limits: Limits,
    on_entries: Callable[[int], object] | None = None,
) -> tuple[History, ...]:
    """Return the histories in the data of a file: one, or several in a list.

    Args:
        data: The data of the file.
        process: The process of the events.
        limits: The limits of what is read.
        on_entries: A function that receives the number of entries in a file that a ledger wrote,
            of which the histories alone are read. Without it, such a file is refused.

    Raises:
        BadHistory: The data cannot be read; the error lists every fault.
    """
    converter = _converter_of(process)
    data = data_of_histories(data, process.name, on_entries)
    faults: list[Fault] = []
    add_faults(faults, limit_faults(data, limits))
    if faults:
        raise BadHistory(bounded(faults))
    given = fields_of_file(data, HISTORY_FORMAT, faults)
    names_process = PROCESS_FIELD in given
    if names_process and (fault := process_fault(given.pop(PROCESS_FIELD), process)):
        raise BadHistory([*faults, fault])  # the faults of its events would only distract
    if SEVERAL not in given:
        histories = [read(converter, given, History, "$", faults)]
    else:
        several = given.pop(SEVERAL)
        add_faults(faults, (unknown_field("$", name, (SEVERAL,)) for name in given))
        if not isinstance(several, list):
            accepted = 'Expected a list of histories, such as [{"authority": "…"}].'
            faults.append(Fault(f"$.{SEVERAL}", quoted_json(several), accepted))
            several = []
        histories = [
            read(converter, history, History, f"$.{SEVERAL}[{index}]", faults)
            for index, history in enumerate(several)
            if len(faults) <= MAX_FAULTS
        ]
    if faults:
        hint_once = HintOnce(is_given=names_process)
        raise BadHistory([hint_once(fault) for fault in bounded(faults)])
    return tuple(history for history in histories if history is not None)


def record_from_data(cls: type[T], data: object, process: Process) -> T:
    """Return plain data as a record of a class, such as a history without events.

    Raises:
        BadHistory: The data cannot be read; the error lists every fault.
    """
    faults: list[Fault] = []
    record = read(_converter_of(process), data, cls, "$", faults)
    if record is None:
        raise BadHistory(bounded(faults))
    return record


def event_from_data(data: object, process: Process, *, limits: Limits = DEFAULT_LIMITS) -> Event:
    """Return the event that plain data describe; the field `event` names its class.

    Raises:
        BadHistory: The data cannot be read; the error lists every fault.
    """
    converter = _converter_of(process)
    faults: list[Fault] = []
    add_faults(faults, limit_faults(data, limits))
    event = None if faults else read(converter, data, Event, "$", faults)
    if event is None:
        hint_once = HintOnce(is_given=True)
        raise BadHistory([hint_once(fault) for fault in bounded(faults)])
    return event


def _converter_of(process: Process) -> cattrs.Converter:
    return _converter(process_of(process), process.events)


# Two equal processes can have different classes of events, so the classes are part of the cache's
# key.
@lru_cache(maxsize=32)
def _converter(process: Process, events: tuple[type[Event], ...]) -> cattrs.Converter:
    """Return the converter for the events and stages of a process."""
    converter = new_converter()

    def check_stage(stage: str | None) -> None:
        if stage is not None:
            process.stage(stage)

    checked_to = type_of_field(History, fields(History).checked_to)
    converter.register_structure_hook_func(
        lambda cls: cls == checked_to, lambda data, _: _checked_to(converter, process, data)
    )
    read_history = record_hook(converter, History, begins_in=check_stage)
    converter.register_structure_hook(
        History, lambda data, cls: with_names_of(cast("History", read_history(data, cls)), process)
    )
    read_named = record_hook(converter, NamedEvent)
    converter.register_structure_hook_func(
        lambda cls: cls is NamedEvent, lambda data, _: _named_event(read_named, data)
    )
    classes = {cls.class_name: cls for cls in events}
    bare = [trigger for trigger in process.triggers if trigger not in process.by_class]
    converter.register_structure_hook_func(
        lambda cls: cls is Event, lambda data, _: _event(converter, classes, bare, data)
    )
    return converter


def _event(
    converter: cattrs.Converter,
    classes: Mapping[str, type[Event]],
    bare: Sequence[str],
    data: object,
) -> object:
    """Return the event in data; its name is that of a class, or a trigger without one."""
    names = (*classes, *bare)
    if not isinstance(data, dict):
        accepted = f'Expected an object such as {{"event": "{names[0]}", "on": "2016-07-14"}}.'
        raise Misread(quoted_json(data), accepted)
    name = data.get("event")
    given = {key: value for key, value in data.items() if key != "event"}
    known = name_meant(name, names)
    if known is not None and known in classes:
        return converter.structure(given, classes[known])
    if known is not None:
        if "what" in given:  # the field that holds the trigger, which a file has in `event`
            raise NestedErrors([("what", _other_field("what"))])
        return converter.structure({**given, "what": known}, NamedEvent)
    found = "nothing" if name is None else quoted_json(name)
    hint = "" if name is None else HINT
    raise Misread(found, lambda: f"{expected_one_of(name, names)}{hint}", field="event")


def _named_event(read_record: Callable[[Any, Any], object], data: dict[str, Any]) -> object:
    """Return an event without a class; besides `what`, it has only the fields of every event."""
    known = {name: value for name, value in data.items() if name in {"what", *EVERY_EVENT}}
    errors: list[tuple[str, Exception]] = [
        (name, _other_field(name)) for name in sorted(data.keys() - known.keys())
    ]
    event = None
    try:
        event = read_record(known, NamedEvent)
    except Exception as error:  # noqa: BLE001 - cattrs collects errors of every kind
        errors.append(("", error))
    if errors:
        raise NestedErrors(errors)
    return event


def _other_field(name: str) -> Misread:
    return Misread("an unknown field", f"{expected_one_of(name, EVERY_EVENT)}{CLASSES_HINT}")


def _checked_to(converter: cattrs.Converter, process: Process, data: object) -> object:
    """Return `checked_to` from a day, an object of a day for each kind, or the word `ongoing`."""
    if data is None:
        return None
    if isinstance(data, dict):
        return _days_by_kind(converter, process, data)
    if isinstance(data, str) and data.casefold() == ONGOING:
        return ONGOING
    if isinstance(data, str) and looks_like_date(data):
        return converter.structure(data, PartialDate)
    accepted = (
        "Expected a day such as 2026-08-22, a day for each kind of event such as "
        f'{{"{process.kinds[0]}": "2026-08-22"}}, or {ONGOING}.'
    )
    raise Misread(quoted_json(data), accepted)


def looks_like_date(text: str) -> bool:
    """Return whether a text is meant as a date, so that a fault in it is one of a date."""
    return any(character.isdigit() or character == "/" for character in text)


def _days_by_kind(
    converter: cattrs.Converter, process: Process, data: dict[str, Any]
) -> FrozenMap[PartialDate]:
    days: dict[str, PartialDate] = {}
    errors: list[tuple[str, Exception]] = []
    for kind, day in data.items():
        known = name_meant(kind, process.kinds)
        if known is None:
            accepted = expected_one_of(kind, process.kinds)
            errors.append((kind, Misread("an unknown kind of event", accepted)))
            continue
        try:
            days[known] = converter.structure(day, PartialDate)
        except Misread as error:
            errors.append((kind, error))
    if errors:
        raise NestedErrors(errors)
    return FrozenMap(days)
