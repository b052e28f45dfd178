"""From plain data to histories and events, of any process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from ..errors import BadHistory, Fault, quoted, suggestion
from ..history import Deadline, Event, History, NamedEvent, Source
from .details import field_types, typed
from .limits import DEFAULT_LIMITS, Limits, limit_faults
from .records import Misread, format_faults, mapping_at, new_reader, read, record_hook, unknown_key
from .versions import HISTORY_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import cattrs

    from ..process import Process

__all__ = ["event_from_data", "event_from_texts", "histories_from_data", "record_from_data"]

T = TypeVar("T")
SEVERAL = "histories"


def histories_from_data(
    data: object, process: Process, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[History, ...]:
    """The histories of a file's data: one by itself, or several in a list.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
    """
    faults = list(limit_faults(data, limits))
    if faults:
        raise BadHistory(faults)
    whole = mapping_at("$", data)
    faults += format_faults(whole, HISTORY_FORMAT)
    rest = {key: value for key, value in whole.items() if key != "format"}
    reader = _reader(process)
    if SEVERAL not in rest:
        histories = [read(reader, rest, History, "$", faults)]
    else:
        several = rest.pop(SEVERAL)
        faults += [unknown_key("$", key, (SEVERAL,)) for key in rest]
        if not isinstance(several, list):
            faults.append(Fault(f"$.{SEVERAL}", quoted(several), "a list of histories is needed"))
            several = []
        histories = [
            read(reader, each, History, f"$.{SEVERAL}[{index}]", faults)
            for index, each in enumerate(several)
        ]
    if faults:
        raise BadHistory(faults)
    return tuple(history for history in histories if history is not None)


def record_from_data(cls: type[T], data: object, process: Process) -> T:
    """The history, or the event of a class that is known, of some data.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
    """
    faults: list[Fault] = []
    record = read(_reader(process), data, cls, "$", faults)
    if record is None:
        raise BadHistory(faults)
    return record


def event_from_data(data: object, process: Process, *, limits: Limits = DEFAULT_LIMITS) -> Event:
    """The event of some data.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
    """
    faults = list(limit_faults(data, limits))
    event = None if faults else read(_reader(process), data, Event, "$", faults)
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

    A text stands for itself; for a number, or yes or no, it is read as such, and one that begins
    as JSON does is read as JSON.

    Raises:
        BadHistory: Something in it cannot be read; every fault is told.
        InvalidValue: There is no such trigger.
        ValueError: The fields make it an event of another trigger.
    """
    example = process.by_class.get(process.trigger(trigger))
    cls, given = example if example is not None else (NamedEvent, {})
    types = field_types(cls)
    data = {
        "event": trigger if example is None else cls.class_name,
        "on": on,
        **given,
        **{name: typed(text, types.get(name)) for name, text in texts.items()},
    }
    event = evolve(event_from_data(data, process), sources=tuple(sources))
    if event.trigger != trigger:
        msg = f"with these fields the event is {event.trigger}, not {trigger}"
        raise ValueError(msg)
    return event


@lru_cache(maxsize=32)
def _reader(process: Process) -> cattrs.Converter:
    """The converter that knows the events and stages of a process."""
    reader = new_reader((Source, Deadline, NamedEvent, *process.events))

    def check_stage(stage: str | None) -> None:
        if stage is not None:
            process.stage(stage)

    reader.register_structure_hook(History, record_hook(reader, History, begins_in=check_stage))
    reader.register_structure_hook(Event, lambda data, _: _event(reader, process, data))
    return reader


def _event(reader: cattrs.Converter, process: Process, data: object) -> object:
    """An event by its name: of the class of that name, or else of the trigger."""
    if not isinstance(data, dict):
        raise Misread(quoted(data), "an object is needed")
    name = data.get("event")
    rest = {key: value for key, value in data.items() if key != "event"}
    classes = {cls.class_name: cls for cls in process.events}
    if isinstance(name, str) and name in classes:
        return reader.structure(rest, classes[name])
    bare = [trigger for trigger in process.triggers if trigger not in process.by_class]
    if isinstance(name, str) and name in bare:
        return reader.structure({**rest, "what": name}, NamedEvent)
    known = (*classes, *bare)
    accepted = f"one of {', '.join(known)} is needed{suggestion(name, known)}"
    raise Misread("nothing" if name is None else quoted(name), accepted, below="event")
