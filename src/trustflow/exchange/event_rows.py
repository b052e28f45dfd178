"""Read an event from a row of a table, and report every fault of the row.

A row is a mapping from column names to texts, without empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, ParamSpec, TypeVar

from attrs import NOTHING, evolve
from attrs import fields as attrs_fields

from ..errors import BadHistory, Fault, InvalidValue, quoted, suggestion
from ..history import Event, NamedEvent, Source, text_of
from ..process import instead_of_stage, process_of
from .columns import SOURCE_COLUMNS, normalised
from .details import field_types, fields_in, word_key
from .field_words import field_words, parse_field
from .limits import limit_faults
from .other_process import EVENTS_HINT, HINT
from .read_options import DEFAULT_OPTIONS, ReadOptions, options_of
from .reader import record_from_data
from .records import CONTRADICTION, Misread
from .row_dates import NOT_FIELDS, day_of, with_dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..process import Process
    from .limits import Limits
    from .row_dates import Row

__all__ = ["collected", "column_fault", "event_from_row", "fields_taken", "refuse"]

Arguments = ParamSpec("Arguments")
T = TypeVar("T")
ANY_EVENT_FIELDS = {"known_on", "note"}
"""The fields, besides the day, that every event has and that have a column of their own."""
EXAMPLE = "{'event': 'note', 'on': '2016-07-14'}"
"""An example of a row."""
SOURCES = "sources"
"""The column for several sources, which is the field of the event."""
SOME_TITLE = "unknown"
"""The title of a source without one, so that the faults of its other fields are found."""
SOME_TRIGGER = "unknown"
"""The trigger of such an event."""


def event_from_row(
    row: Row,
    process: Process,
    options: ReadOptions = DEFAULT_OPTIONS,
    *,
    lenient: bool = False,
) -> Event:
    """Return the event that a row describes.

    Args:
        row: The row.
        process: The process of the event.
        options: How the row is read: with which limits, and whether 6/10/2016 is 6 October.
        lenient: Whether to ignore columns for fields that the event does not have, and to return
            a `NamedEvent` for a trigger whose class needs a field that the row does not give.

    Raises:
        BadHistory: The row cannot be read; the error lists every fault. The path of each fault
            begins with a column's name.
        InvalidValue: The row is not a mapping of texts, or another argument is of another type.
    """
    if not isinstance(row, Mapping):
        raise InvalidValue(quoted(row), "row", f"Expected a mapping of texts, such as {EXAMPLE}.")
    process, options = process_of(process), options_of(options)
    faults = [
        fault
        for name, text in row.items()
        if len(text_of(text, "cell", EXAMPLE)) > options.limits.text and name != "details"
        for fault in limit_faults(text, options.limits, name)
    ]
    if faults:
        raise BadHistory(faults)
    row = with_dates(row, process, faults, day_first=options.day_first)
    on = day_of(row, faults)
    has_bad_date = bool(faults)
    event = None
    try:
        event = _event_from_texts(row, on, process, options.limits, lenient=lenient)
    except BadHistory as error:
        # With another day in place of its own, an event can seem to contradict itself.
        faults += [
            column_fault(fault, row)
            for fault in error.faults
            if not (has_bad_date and fault.found == CONTRADICTION)
        ]
    if faults:
        raise BadHistory(faults)
    assert event is not None  # noqa: S101 - without an event there is a fault
    return event


class _EventKind(NamedTuple):
    """The class, or the trigger and its class, that the column `event` names.

    Attributes:
        cls: The class of the event.
        trigger: The trigger; None if the column names a class.
        implied: The fields that the trigger implies.
    """

    cls: type[Event]
    trigger: str | None
    implied: Mapping[str, Any]


def _event_from_texts(
    row: Row, on: str, process: Process, limits: Limits, *, lenient: bool
) -> Event:
    """Return the event of a row whose dates have been read.

    Raises:
        BadHistory: The row cannot be read. The path of each fault begins with a column's name.
    """
    faults: list[Fault] = []
    source = _source(row, faults)
    of_details: list[Fault] = []
    found = collected(faults, _kind_and_fields, row, process, limits, of_details, lenient=lenient)
    if found is None:
        # The class of the event is not known, so only the fields of every event can be read.
        fields: dict[str, object] = {name: row[name] for name in ANY_EVENT_FIELDS if name in row}
        found = _EventKind(NamedEvent, None, {}), {"what": SOME_TRIGGER, **fields}
    kind, fields = found
    of_event: list[Fault] = []
    event = collected(of_event, _event_of, kind, {"on": on, **fields}, source, process)
    # Without its details, an event can seem to lack something or to contradict itself.
    faults += [fault for fault in of_event if not of_details or _is_of_a_cell(fault, row)]
    faults += of_details
    if event is None or faults:
        raise BadHistory(faults)
    return event


def _is_of_a_cell(fault: Fault, row: Row) -> bool:
    """Return whether a fault of an event comes from a cell of its row besides `details`."""
    column = re.split(r"[.\[,]", column_fault(fault, row).path)[0]
    return column in row.keys() - {"details", "event"}


def _kind_and_fields(
    row: Row, process: Process, limits: Limits, faults: list[Fault], *, lenient: bool
) -> tuple[_EventKind, dict[str, object]]:
    """Return the kind of event in a row, and its fields without the day and the first source.

    The faults of the details are added to a list.
    """
    kind = _kind_named(row.get("event", ""), process, process.events)
    fields = _fields(row, kind.cls, limits, faults, lenient=lenient)
    if "event" in fields:
        name = fields["event"]
        kind = _class_named(name, process, found=name)._replace(trigger=kind.trigger)
        faults.clear()
        fields = _fields(row, kind.cls, limits, faults, lenient=lenient)
        del fields["event"]
    if lenient and fields.keys() <= ANY_EVENT_FIELDS and _needs_more(kind):
        kind = _EventKind(NamedEvent, kind.trigger, {"what": kind.trigger})
    return kind, fields


def fields_taken(row: Row, process: Process, limits: Limits) -> set[str] | None:
    """Return the columns of a row that are fields of its event; None if it names no event."""
    try:
        _, fields = _kind_and_fields(row, process, limits, [], lenient=True)
    except BadHistory:
        return None
    return {*fields} & {*row}


def collected(
    faults: list[Fault],
    read: Callable[Arguments, T],
    *args: Arguments.args,
    **options: Arguments.kwargs,
) -> T | None:
    """Return the result of a reader, or add its faults to a list and return None."""
    try:
        return read(*args, **options)
    except BadHistory as error:
        faults += error.faults
        return None


# Two equal processes can have different classes of events, so the classes are part of the cache's
# key.
@lru_cache(maxsize=4096)
def _kind_named(name: str, process: Process, _events: tuple[type[Event], ...]) -> _EventKind:
    """Return the kind of event for a trigger, its label, or the name of a class."""
    plain = normalised(name)
    by_words = {normalised(label): trigger for trigger, label in process.triggers.items()}
    by_words |= {normalised(trigger): trigger for trigger in process.triggers}
    trigger = name if name in process.triggers else by_words.get(plain)
    if trigger is None:
        return _class_named(plain, process, found=name)
    cls, implied = process.by_class.get(trigger, (NamedEvent, {"what": trigger}))
    return _EventKind(cls, trigger, implied)


def _class_named(name: object, process: Process, *, found: object) -> _EventKind:
    for cls in process.events:
        if name == cls.class_name:
            return _EventKind(cls, None, {})
    if instead := instead_of_stage(name, process):
        refuse("event", quoted(found), instead)
    names = (*process.triggers, *(cls.class_name for cls in process.events))
    accepted = f"{suggestion(name, names)} Expected the name of an event, such as {names[0]}."
    accepted += EVENTS_HINT + HINT if found else ""
    return refuse("event", quoted(found) if found else "nothing", accepted.lstrip())


def _needs_more(kind: _EventKind) -> bool:
    """Return whether the class requires a field besides the day and implied fields."""
    return any(
        field.default is NOTHING and field.name != "on" and field.name not in kind.implied
        for field in attrs_fields(kind.cls)
        if field.init
    )


def refuse(column: str, found: str, accepted: str) -> NoReturn:
    """Raise the error for one fault of a row."""
    raise BadHistory([Fault(column, found, accepted)])


def _fields(
    row: Row, cls: type[Event], limits: Limits, faults: list[Fault], *, lenient: bool
) -> dict[str, object]:
    """Return the event's fields in a row, without the day, the first source and bad details."""
    fields: dict[str, object] = {name: row[name] for name in ANY_EVENT_FIELDS if name in row}
    types, words = field_types(cls), field_words(cls)
    for name in row.keys() - NOT_FIELDS:
        if name == SOURCES:
            fields[name] = _sources(row[name])
        elif name in types or not lenient:
            fields[name] = parse_field(cls, name, row[name])
    if "details" not in row:
        return fields
    try:
        details = fields_in(row["details"], types, words)
    except Misread as error:
        faults.append(Fault("details", error.found, error.accepted))
        return fields
    cell = row["details"]
    # Without brackets, a cell has at most a mapping of names to texts.
    is_plain = (
        len(cell) <= limits.text and limits.nesting > 1 and "{" not in cell and "[" not in cell
    )
    found = [] if is_plain else list(limit_faults(details, limits, "details"))
    found += [
        Fault(
            "details",
            f"the field {quoted(name)}, which also has a column",
            "Expected each field once.",
        )
        for name in details
        if name in fields
    ]
    faults += found
    return fields if found else {**fields, **details}


def _sources(text: str) -> object:
    """Return the sources in the column `sources`: JSON, or titles separated by semicolons."""
    value = parse_field(Event, SOURCES, text)
    if not isinstance(value, str):
        return value
    return [{"title": title.strip()} for title in value.split(";") if title.strip()]


def _source(row: Row, faults: list[Fault]) -> dict[str, str]:
    """Return the fields of a row's first source; a missing title is added to the faults."""
    words = field_words(Source)
    source = {name: row[column] for column, name in SOURCE_COLUMNS.items() if column in row}
    # Other texts are those of the source as they are, also if they begin like JSON.
    for name in words.keys() & source.keys():
        source[name] = words[name].get(word_key(source[name]), source[name])
    if source and "title" not in source:
        accepted = "Expected the title of the source, such as Inspection report."
        faults.append(Fault("source", "nothing", accepted))
        source["title"] = SOME_TITLE
    return source


def _event_of(
    kind: _EventKind, fields: dict[str, object], source: dict[str, str], process: Process
) -> Event:
    """Return the event of a row; what the trigger implies is used for missing fields only."""
    missing = {name: value for name, value in kind.implied.items() if name not in fields}
    try:
        event = None if kind.cls is NamedEvent else _built(kind.cls, fields, source, process)
    except BadHistory:
        if not missing:
            raise
        event = None
    if event is None or (missing and event.trigger != kind.trigger):
        event = _built(kind.cls, {**fields, **missing}, source, process)
    if kind.trigger is not None and event.trigger != kind.trigger:
        accepted = f"Expected {event.trigger}, which is the event with these details."
        refuse("$.event", quoted(kind.trigger), accepted)
    return event


def _built(
    cls: type[Event], fields: dict[str, object], source: dict[str, str], process: Process
) -> Event:
    """Return an event of a class; plain fields take a fast path.

    Other fields are read like those of a JSON file. Plain fields that the class refuses are then
    read in the same way, which finds every fault and its place.
    """
    if "sources" not in fields and all(isinstance(each, str | int) for each in fields.values()):
        event_fields: Any = fields
        source_fields: Any = source
        try:
            return cls(**event_fields, sources=(Source(**source_fields),) if source else ())
        except (ValueError, TypeError):
            pass
    data = dict(fields)
    others = data.get("sources", [])
    if source:
        data["sources"] = [source, *others] if isinstance(others, list) else others
    return record_from_data(cls, data, process)


def column_fault(fault: Fault, row: Row) -> Fault:
    """Return a fault whose path names the column and the place inside its cell."""
    if not fault.path.startswith("$"):
        return fault
    path = fault.path[2:]
    name = re.split(r"[.\[]", path)[0]
    if path.startswith("sources[0]") and not row.keys().isdisjoint(SOURCE_COLUMNS):
        columns = {field: column for column, field in SOURCE_COLUMNS.items()}
        path = columns.get(path.rpartition(".")[2], "source")
    elif name == "checked_to" and path != name:
        path = f"{name}, {path.removeprefix(name).strip('.[]')}"
    elif name == "authority" and name not in row:
        path = "case"
    elif name not in row:
        path = f"details, {path}" if path else "event"
    return evolve(fault, path=path)
