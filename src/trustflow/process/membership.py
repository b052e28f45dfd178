"""Refuse what is not a process, and a history of another process than the given one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from .._frozen_map import FrozenMap
from .._text import name_meant
from ..errors import BadHistory, Fault, InvalidValue, expected_one_of, quoted, suggestion
from ..history import NamedEvent, require_history
from .process import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..history import Event, History

__all__ = [
    "OTHER_PROCESS",
    "WAY_OUT",
    "process_of",
    "require_process",
    "respelled",
    "with_names_of",
]

WAY_OUT = "--process module:NAME or a process file on the command line, `process=` in Python."
"""How to give the process of a history, for error messages."""
OTHER_PROCESS = f" If the history is of another process, give that process: {WAY_OUT}"
"""The hint in the fault of an event that a process does not have."""


def process_of(value: object) -> Process:
    """Return a value that must be a process.

    Raises:
        InvalidValue: The value is not a process; the message has the ways to get one.
    """
    if isinstance(value, Process):
        return value
    accepted = (
        "Expected a Process, such as PLANNING = Process(name='planning', …) in your own module, or "
        "process_from_json(text) of a file. Only the command line takes module:NAME."
    )
    raise InvalidValue(quoted(value), "process", accepted)


def require_process(history: History, process: Process) -> History:
    """Return a history, respelled as a process has its names, and refuse one of another process.

    An event is one of the process if the process has its trigger and does not have another class
    for it. A `NamedEvent` with a trigger of the process is always one of it. `check` does not call
    this function, because it reports every fault as a finding.

    Args:
        history: The history.
        process: The process that the history must be of.

    Raises:
        BadHistory: The history is of another process. The error has the first foreign event, its
            position, and how to give the right process.
        InvalidValue: The values are not a history and a process.
    """
    history = respelled(require_history(history), process_of(process))
    fault = next(_faults(history, process), None)
    if fault is not None:
        raise BadHistory([fault], f"the history of {history.authority}")
    return history


def respelled(history: History, process: Process) -> History:
    """Return a history in which names that look like those of a process are spelled as there.

    A letter and its accent can be one character or two. Other names are kept as they are.
    """
    if not _has_names(history):
        return history
    changes: dict[str, Any] = {}
    begins_in = history.begins_in
    if begins_in is not None and begins_in not in process.stages:
        stage = name_meant(begins_in, process.stages)
        changes["begins_in"] = begins_in if stage is None else str(stage)
    if isinstance(history.checked_to, FrozenMap) and not {*history.checked_to} <= {*process.kinds}:
        days = {name_meant(k, process.kinds) or k: day for k, day in history.checked_to.items()}
        # A kind that is named twice stays so, which is a fault.
        changes["checked_to"] = days if len(days) == len(history.checked_to) else history.checked_to
    for name in ("inherits", "events"):
        events = getattr(history, name)
        if any(
            type(event) is NamedEvent and event.what not in process.triggers for event in events
        ):
            changes[name] = [_respelled_event(event, process) for event in events]
    return evolve(history, **changes) if changes else history


def _has_names(history: History) -> bool:
    """Return whether a history has names that a process may spell in another way.

    Few histories do, and every check of a history asks.
    """
    return (
        history.begins_in is not None
        or history.checked_to is not None
        or NamedEvent in map(type, history.events)
        or NamedEvent in map(type, history.inherits)
    )


def _respelled_event(event: Event, process: Process) -> Event:
    if type(event) is not NamedEvent:
        return event
    known = name_meant(event.what, process.triggers)
    return event if known is None or known == event.what else evolve(event, what=known)


def with_names_of(history: History, process: Process) -> History:
    """Return a history whose first stage and kinds of event are spelled as in a process.

    Raises:
        InvalidValue: The process does not have the stage, or one of the kinds.
    """
    begins_in, checked_to = history.begins_in, history.checked_to
    if begins_in is not None:
        history = evolve(history, begins_in=str(process.stage(begins_in)))
    if isinstance(checked_to, FrozenMap):
        days = {process.kind(kind): day for kind, day in checked_to.items()}
        history = evolve(history, checked_to=days)
    return history


def _faults(history: History, process: Process) -> Iterator[Fault]:
    """Yield a fault for what is of another process: the first stage, each event, each kind."""
    begins_in = history.begins_in
    if begins_in is not None and begins_in not in process.stages:
        accepted = f"{_lacks(process, 'stage')}{suggestion(begins_in, process.stages)}"
        yield Fault("$.begins_in", quoted(begins_in), f"{accepted}{OTHER_PROCESS}")
    # Nearly all events pass this comparison, which is fast; `_reason` decides on the others.
    known, triggers = {NamedEvent, *process.events}, process.triggers
    for name, events in (("inherits", history.inherits), ("events", history.events)):
        for index, event in enumerate(events):
            if type(event) in known and event.trigger in triggers:
                continue
            if (reason := _reason(event, process)) is not None:
                found = f"{quoted(event.trigger)} ({event.on.words})"
                yield Fault(f"$.{name}[{index}]", found, f"{reason}{OTHER_PROCESS}")
    for kind in history.kinds_checked:
        if kind not in process.kinds:
            accepted = f"{_lacks(process, 'kind of event')} {expected_one_of(kind, process.kinds)}"
            yield Fault("$.checked_to", quoted(kind), f"{accepted}{OTHER_PROCESS}")


def _reason(event: Event, process: Process) -> str | None:
    """Return why an event is not one of a process; None if it is."""
    if event.trigger not in process.triggers:
        return f"{_lacks(process, 'event')}{suggestion(event.trigger, process.triggers)}"
    if isinstance(event, (NamedEvent, *process.events)) or event.trigger not in process.by_class:
        return None
    wanted, _ = process.by_class[event.trigger]
    return (
        f"It is of the class {_full_name(type(event))}, which the process {quoted(process.name)} "
        f"does not have. Expected the class {_full_name(wanted)}."
    )


def _lacks(process: Process, what: str) -> str:
    return f"The process {quoted(process.name)} does not have this {what}."


def _full_name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
