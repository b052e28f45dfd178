"""From plain data to histories: every fault found, each with its path.

Each field is read by its type, then by the converter and the validator of its class, so that what
is wrong is told at the field it is wrong in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import cattrs
from attrs import Attribute, evolve, fields
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from ..dates import ACCEPTED, PartialDate, Span
from ..errors import BadDate, BadHistory, Fault, NotAccepted, near_match, shown
from ..history import Deadline, Event, FrozenMap, History, NamedEvent
from ..sources import Confidence, Source, Strength, confidence_of, strength_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..process import Process

__all__ = ["event_from_data", "event_from_texts", "histories_from_data"]

FORMAT = "trustflow/1"
SEVERAL = "histories"

T = TypeVar("T")


class Misread(Exception):
    """What stands somewhere is not what is accepted there."""

    def __init__(self, found: str, accepted: str, below: str = "") -> None:
        super().__init__(found, accepted, below)
        self.found = found
        self.accepted = accepted
        self.below = below


def histories_from_data(data: object, process: Process) -> tuple[History, ...]:
    """The histories of a file's data: one by itself, or several in a list.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
    """
    whole = _mapping_at("$", data)
    faults = list(_format_faults(whole))
    rest = {key: value for key, value in whole.items() if key != "format"}
    reader = _reader(process)
    if SEVERAL not in rest:
        histories = [_read(reader, rest, History, "$", faults)]
    else:
        several = rest.pop(SEVERAL)
        faults += [_unknown_key("$", key, (SEVERAL,)) for key in rest]
        if not isinstance(several, list):
            faults.append(Fault(f"$.{SEVERAL}", shown(several), "a list of histories is needed"))
            several = []
        histories = [
            _read(reader, each, History, f"$.{SEVERAL}[{index}]", faults)
            for index, each in enumerate(several)
        ]
    if faults:
        raise BadHistory(faults)
    return tuple(history for history in histories if history is not None)


def event_from_data(data: object, process: Process) -> Event:
    """The event of some data.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
    """
    faults: list[Fault] = []
    event = _read(_reader(process), data, Event, "$", faults)
    if event is None:
        raise BadHistory(faults)
    return event


def event_from_texts(
    trigger: str,
    on: str,
    texts: Mapping[str, str],
    *,
    sources: Iterable[Source] = (),
    process: Process,
) -> Event:
    """The event of a trigger whose fields are given as texts, as on a command line.

    A text stands for itself; for a number, yes or no, or a list of records it is read as JSON.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
        NotAccepted: There is no such trigger.
        ValueError: The fields make it an event of another trigger.
    """
    example = process.by_class.get(process.trigger(trigger))
    cls, given = example if example is not None else (NamedEvent, {"what": trigger})
    types = {field.name: str(field.type) for field in fields(cls)}
    data = {
        "event": trigger if example is None else cls.class_name,
        "on": on,
        **{name: value for name, value in given.items() if name != "what"},
        **{name: _from_text(text, types.get(name, "str")) for name, text in texts.items()},
    }
    event = evolve(event_from_data(data, process), sources=tuple(sources))
    if event.trigger != trigger:
        msg = f"with these fields the event is {event.trigger}, not {trigger}"
        raise ValueError(msg)
    return event


def _from_text(text: str, wanted: str) -> object:
    """The text, or what it says as JSON where more than a text or a date is wanted."""
    if wanted in {"str", "str | None", "PartialDate", "PartialDate | None"}:
        return text
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return text
    # One name or one period stands for itself, a year among them.
    return text if wanted.startswith("tuple") and not isinstance(read, list) else read


def _mapping_at(path: str, data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise BadHistory([Fault(path, shown(data), "an object is needed")])
    return data


def _format_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    if "format" not in data:
        yield Fault("$.format", "nothing", f"{FORMAT!r} is needed")
        return
    found = data["format"]
    if found == FORMAT:
        return
    if isinstance(found, str) and found.startswith("trustflow/"):
        accepted = f"this version of trustflow reads {FORMAT!r}; a newer one may read it"
    else:
        accepted = f"{FORMAT!r} is needed"
    yield Fault("$.format", shown(found), accepted)


def _read(
    reader: cattrs.Converter, data: object, cls: type[T], path: str, faults: list[Fault]
) -> T | None:
    """The data as a value of the class; what is wrong is added to the faults."""
    try:
        return reader.structure(data, cls)
    except Exception as error:  # noqa: BLE001 - cattrs gathers errors of every kind
        faults += _faults(error, path)
        return None


# What is wrong, and where


def _faults(error: Exception, path: str) -> Iterator[Fault]:
    """The faults in what cattrs raised, each with its path."""
    if isinstance(error, ClassValidationError):
        fields_wrong, other = error.group_exceptions()
        for each, field in fields_wrong:
            yield from _faults(each, _child(path, field.name))
        yield from (fault for each in other for fault in _faults(each, path))
    elif isinstance(error, IterableValidationError):
        items_wrong, _ = error.group_exceptions()
        for each, item in items_wrong:
            yield from _faults(each, f"{path}[{item.index}]")
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in fields(error.cl) if field.init]
        yield from (_unknown_key(path, key, known) for key in sorted(error.extra_fields, key=str))
    elif isinstance(error, Misread):
        yield Fault(_child(path, error.below), error.found, error.accepted)
    elif isinstance(error, KeyError):
        yield Fault(path, "nothing", "it is needed")
    else:
        yield Fault(path, "a contradiction", str(error))


def _unknown_key(path: str, key: str, known: list[str] | tuple[str, ...]) -> Fault:
    accepted = f"the fields here are {', '.join(known)}{near_match(key, known)}"
    return Fault(_child(path, key), "a field that is not known", accepted)


def _child(path: str, name: str) -> str:
    if not name:
        return path
    return f"{path}.{name}" if name.isidentifier() else f"{path}[{shown(name)}]"


# How each type is read


@lru_cache(maxsize=32)
def _reader(process: Process) -> cattrs.Converter:
    """The converter that knows the events and stages of a process."""
    reader = cattrs.Converter(forbid_extra_keys=True)
    for cls, (python_type, read, accepted) in _SIMPLE.items():
        reader.register_structure_hook(cls, _simple_hook(python_type, read, accepted))
    reader.register_structure_hook_func(lambda cls: cls == int | str | None, _number_or_text)
    reader.register_structure_hook_func(_is(FrozenMap), _texts_by_name)
    reader.register_structure_hook_factory(_is(tuple), lambda cls: _tuple_hook(reader, cls))
    for record in (Source, Deadline, NamedEvent, *process.events):
        reader.register_structure_hook(record, _record_hook(reader, record))

    def check_stage(stage: str | None) -> None:
        if stage is not None:
            process.stage(stage)

    reader.register_structure_hook(History, _record_hook(reader, History, begins_in=check_stage))
    reader.register_structure_hook(Event, lambda data, _: _event(reader, process, data))
    return reader


def _is(generic: type) -> Callable[[Any], bool]:
    """Whether a type is the generic one with its parameters filled in."""
    return lambda cls: get_origin(cls) is generic


def _text(value: str) -> str:
    return value


def _whole(value: int) -> int:
    if isinstance(value, bool):
        raise Misread(shown(value), "a whole number is needed")
    return value


_SIMPLE: dict[type, tuple[type, Callable[[Any], object], str]] = {
    str: (str, _text, "a text is needed"),
    int: (int, _whole, "a whole number is needed"),
    bool: (bool, bool, "true or false is needed"),
    PartialDate: (str, PartialDate.of, f"a date as text is needed: {ACCEPTED}"),
    Span: (str, Span.parse, "a span as text is needed, such as 70 working days"),
    Confidence: (str, confidence_of, f"one of {', '.join(Confidence)} is needed"),
    Strength: (str, strength_of, f"one of {', '.join(Strength)} is needed"),
}
"""For each type: the type it has in plain data, how it is read, and what to say of another one."""


def _simple_hook(
    python_type: type, read: Callable[[Any], object], accepted: str
) -> Callable[[object, object], object]:
    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, python_type):
            raise Misread(shown(value), accepted)
        return _told(read, value)

    return hook


def _told(read: Callable[[Any], T], value: object) -> T:
    """The value as read; what the reading refuses is told as what was found and accepted."""
    try:
        return read(value)
    except BadDate as error:
        raise Misread(error.found, error.reason) from error
    except NotAccepted as error:
        raise Misread(error.found, error.accepted) from error


def _number_or_text(value: object, _cls: object) -> object:
    if value is None or (isinstance(value, int | str) and not isinstance(value, bool)):
        return value
    raise Misread(shown(value), "a whole number or a text is needed")


def _texts_by_name(value: object, _cls: object) -> object:
    if not isinstance(value, dict):
        raise Misread(shown(value), "an object of texts is needed")
    for name, text in value.items():
        if not isinstance(text, str):
            raise Misread(shown(text), "a text is needed", below=name)
    return value


def _tuple_hook(reader: cattrs.Converter, cls: Any) -> Callable[[object, object], object]:
    """A list; where the items are plain texts or dates, one of them may stand for a list of one."""
    item_type = get_args(cls)[0]
    is_plain = item_type in {str, PartialDate}
    accepted = "a text or a list is needed" if is_plain else "a list is needed"

    def hook(value: object, _cls: object) -> object:
        items = [value] if is_plain and isinstance(value, str) else value
        if not isinstance(items, list):
            raise Misread(shown(value), accepted)
        return tuple(reader.structure(items, list[item_type]))  # type: ignore[valid-type]  # known at run time

    return hook


def _record_hook(
    reader: cattrs.Converter, cls: type, **checks: Callable[[Any], None]
) -> Callable[[object, object], object]:
    """An object with the fields of a class, each read and checked as the class does it."""
    hooks: Any = {
        field.name: override(
            omit=not field.init,
            struct_hook=_field_hook(reader, field, checks.get(field.name)),
        )
        for field in fields(cls)
    }
    read: Any = make_dict_structure_fn(
        cls, reader, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **hooks
    )

    def hook(value: object, _cls: object) -> object:
        if not isinstance(value, dict):
            raise Misread(shown(value), "an object is needed")
        return read(value, cls)

    return hook


def _field_hook(
    reader: cattrs.Converter, field: Attribute[Any], check: Callable[[Any], None] | None
) -> Callable[[object, Any], object]:
    def hook(value: object, cls: Any) -> object:
        read = reader.structure(value, cls)
        if field.converter is not None:
            read = _told(field.converter, read)  # type: ignore[arg-type]  # ours are plain functions
        if field.validator is not None:
            _told(lambda value: field.validator(None, field, value), read)  # type: ignore[misc]
        if check is not None:
            _told(check, read)
        return read

    return hook


def _event(reader: cattrs.Converter, process: Process, data: object) -> object:
    """An event by its name: of the class of that name, or else of the trigger."""
    if not isinstance(data, dict):
        raise Misread(shown(data), "an object is needed")
    name = data.get("event")
    rest = {key: value for key, value in data.items() if key != "event"}
    classes = {cls.class_name: cls for cls in process.events}
    if isinstance(name, str) and name in classes:
        return reader.structure(rest, classes[name])
    bare = [trigger for trigger in process.triggers if trigger not in process.by_class]
    if isinstance(name, str) and name in bare:
        return reader.structure({**rest, "what": name}, NamedEvent)
    known = (*classes, *bare)
    accepted = f"one of {', '.join(known)} is needed{near_match(name, known)}"
    raise Misread("nothing" if name is None else shown(name), accepted, below="event")
