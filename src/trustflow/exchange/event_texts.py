"""Build an event from texts, such as those of a web form or a command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, fields

from .._text import name_meant
from ..errors import BadHistory, Fault, InvalidValue, expected_one_of, quoted
from ..history import NamedEvent, Source, text_of, texts_by_name
from ..process import instead_of_stage, process_of
from ..trust_transfer import TRUST_TRANSFER
from .field_words import parse_field
from .plain_data import event_to_data
from .reader import event_from_data
from .records import CONTRADICTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..history import Event
    from ..process import Process

__all__ = [
    "changed_event",
    "deciding_fields",
    "event_class",
    "event_from_fields",
    "event_from_texts",
]

EXAMPLE = "{'note': 'by letter'}"
"""An example of the texts of fields."""
SOURCE_FIELDS = frozenset({"sources", *(field.name for field in fields(Source))})


def event_from_texts(
    trigger: str,
    on: str,
    texts: Mapping[str, str],
    *,
    sources: Iterable[Source] = (),
    process: Process = TRUST_TRANSFER,
) -> Event:
    """Build an event from a trigger, or the name of its class, and the texts of its fields.

    A text is converted to a number, or to true or false, if the field can contain one. For a field
    that maps names to texts, such as `areas`, it can have the form ``leadership=good; care
    leavers=inadequate``. A text that begins as JSON is read as JSON. A word can be written as
    in a table, such as "RI". Any other text is used unchanged.

    Args:
        trigger: The trigger. The fields that it implies are filled in if the texts do not give
            them. It can also be the name of a class of events, such as ``inspection_published``,
            if the fields decide the variant.
        on: The day, as EDTF text.
        texts: The texts of the other fields, by field name.
        sources: The sources of the event.
        process: The process of the event; the trust transfer by default.

    Raises:
        BadHistory: A text cannot be read, or is not one of a field of the event, or the fields give
            the event another trigger; the error lists every fault.
        InvalidValue: The process does not have the trigger or the class, or the fields leave the
            variant open.

    Example:
        >>> event_from_texts("inspection_published", "2026-08-22", {"areas": "leadership=good"})
        InspectionPublished('2026-08-22', areas=FrozenMap({'leadership': 'good'}))
    """
    cls = event_class(trigger, process)
    texts = texts_by_name(texts, "texts", EXAMPLE)
    _refuse_misplaced(cls, texts)
    data = {name: parse_field(cls, name, text) for name, text in texts.items()}
    event = event_from_fields(trigger, {"on": on, **data}, process)
    return evolve(event, sources=sources)


def event_from_fields(trigger: str, values: Mapping[str, object], process: Process) -> Event:
    """Build an event from a trigger, or the name of its class, and its fields as plain data.

    Args:
        trigger: The trigger or the name, as for `event_from_texts`.
        values: The values of the fields, by field name.
        process: The process of the event.

    Raises:
        BadHistory: A value cannot be read, or the fields give the event another trigger; the error
            lists every fault.
        InvalidValue: The process does not have the trigger or the class, or the fields leave the
            variant open.
    """
    trigger = name_meant(trigger, process.triggers) or trigger
    cls = event_class(trigger, process)
    data = {"event": trigger if cls is NamedEvent else cls.class_name, **values}
    if trigger in process.triggers:
        implied = process.by_class.get(trigger, (cls, {}))[1]
        return _of_trigger(trigger, cls, data, implied, process)
    return _of_class(cls, data, process)


def deciding_fields(cls: type[Event]) -> tuple[str, ...]:
    """Return the names of the fields that decide the variant of a class's events."""
    implied = (name for values in cls.triggers().values() for name in values)
    return tuple(dict.fromkeys(cls.variant_fields or implied))


def changed_event(
    event: Event, texts: Mapping[str, str], *, process: Process = TRUST_TRANSFER
) -> Event:
    """Return an event in which the texts of some fields replace what the fields had.

    The texts are read as by `event_from_texts`. An empty text removes what a field had. Names in a
    field that maps names to texts, such as `areas`, are kept if the new text does not have them; an
    empty text for a name, as in ``leadership=``, removes it.

    Args:
        event: The event.
        texts: The texts of the fields to change, by field name.
        process: The process of the event; the trust transfer by default.

    Raises:
        BadHistory: A text cannot be read, or is not one of a field of the event; the error lists
            every fault.

    Example:
        >>> from trustflow.events import TrustWentLive
        >>> live = TrustWentLive("2018-04-01", trust="Exampleshire Trust")
        >>> changed_event(live, {"note": "by letter"})
        TrustWentLive('2018-04-01', note='by letter', trust='Exampleshire Trust')
    """
    data = event_to_data(event)
    texts = texts_by_name(texts, "texts", EXAMPLE)
    _refuse_misplaced(type(event), texts)
    for name, text in texts.items():
        value = parse_field(type(event), name, text)
        old = data.pop(name, None)
        if isinstance(old, dict) and isinstance(value, dict):
            value = _merged(old, value)
        if text and value != {}:
            data[name] = value
    return event_from_data(data, process)


def _merged(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """Return old values with new ones by name; an empty new one removes the old one."""
    removed = {name for name in old if new.get(name) == ""}
    return {name: value for name, value in (old | new).items() if name not in removed}


def event_class(name: str, process: Process = TRUST_TRANSFER) -> type[Event]:
    """Return the class of the events of a trigger, or the class with a name.

    Args:
        name: The trigger, or the name of a class of events, such as ``inspection_published``.
        process: The process of the events; the trust transfer by default.

    Raises:
        InvalidValue: The process has neither; the message suggests the most similar name.
    """
    process = process_of(process)
    name = text_of(name, "trigger", quoted(next(iter(process.triggers))))
    if (trigger := name_meant(name, process.triggers)) is not None:
        return process.by_class.get(trigger, (NamedEvent, {}))[0]
    by_name = {cls.class_name: cls for cls in process.events}
    if name not in by_name:
        words = tuple(dict.fromkeys(map(str, (*process.triggers, *by_name))))
        accepted = instead_of_stage(name, process) or expected_one_of(name, words)
        raise InvalidValue(quoted(name), "trigger", accepted, words)
    return by_name[name]


def _refuse_misplaced(cls: type[Event], texts: Mapping[str, str]) -> None:
    """Refuse texts for the event's name, day or sources, which are not read from texts."""
    own = {"event", "on", *(["what"] if cls is NamedEvent else [])}
    of_sources = SOURCE_FIELDS - ({field.name for field in fields(cls)} - {"sources"})
    faults = []
    for name, text in texts.items():
        if name in own:
            accepted = "Expected the trigger and the day once, outside the other fields."
            faults.append(Fault(f"$.{name}", quoted(text), accepted))
        elif name in of_sources:
            accepted = "Give sources with sources=…, or on the command line with --source."
            faults.append(Fault(f"$.{name}", quoted(text), accepted))
    if faults:
        raise BadHistory(faults)


def _of_trigger(
    trigger: str,
    cls: type[Event],
    data: Mapping[str, object],
    implied: Mapping[str, Any],
    process: Process,
) -> Event:
    """Return the event of a trigger; fields that it implies fill in only what is missing."""
    missing = {name: value for name, value in implied.items() if name not in data}
    # The fields given can decide the variant themselves, such as areas without an overall
    # judgement, so the event is built from them alone first.
    event = _event_or_none(data, process) if missing else None
    if event is None or event.trigger != trigger:
        event = event_from_data({**data, **missing}, process)
    # With the name of its class, an event may have any variant, or be on another subject.
    if trigger not in {event.trigger, cls.class_name}:
        name = event.trigger if event.trigger in cls.triggers() else cls.class_name
        msg = (
            f"With these fields the event is {event.trigger}, not {trigger}. "
            f"Use {name}, or give other fields."
        )
        raise BadHistory([Fault("$", CONTRADICTION, msg)], "the event")
    return event


def _event_or_none(data: Mapping[str, object], process: Process) -> Event | None:
    try:
        return event_from_data(dict(data), process)
    except BadHistory:
        return None


def _of_class(cls: type[Event], data: Mapping[str, object], process: Process) -> Event:
    """Return the event of a class whose variant the fields decide."""
    triggers = cls.triggers()
    deciding = deciding_fields(cls)
    try:
        event = event_from_data(dict(data), process)
    except BadHistory:
        if not data.keys().isdisjoint(deciding):
            raise
        event = None
    # A variant that implies no field is the one that results if nothing decides.
    if event is None or triggers.get(event.trigger) == {}:
        given = " or ".join(f"{name}=…" for name in deciding) or "other fields"
        accepted = f"Give {given}, or one of {', '.join(triggers)}."
        raise InvalidValue(quoted(cls.class_name), "event without its variant", accepted)
    return event
