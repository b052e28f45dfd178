"""Convert the rows of a table to histories and back; each row is an event.

A row is a mapping from column names to texts, without empty cells.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from attrs import NOTHING, evolve
from attrs import fields as attrs_fields

from ..dates import EXPECTED_DATE
from ..errors import BadHistory, Fault, quoted, suggestion
from ..history import ONGOING, CheckedTo, Event, History, NamedEvent, Source, checked_to_text
from .columns import CASE_COLUMNS, COLUMNS, READ_ONLY_COLUMNS, SOURCE_COLUMNS
from .details import ANSWERS, details_of, field_types, fields_in, parse_value
from .event_ids import event_ids
from .limits import DEFAULT_LIMITS, Limits, limit_faults
from .other_process import HINT
from .plain_data import event_to_data
from .reader import looks_like_date, record_from_data
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..process import Process

__all__ = [
    "MAX_FAULTS",
    "HistoryBuilder",
    "Row",
    "case_names",
    "case_of",
    "event_from_row",
    "rows_of",
    "stopped_reading",
]

Row = dict[str, str]
"""The texts of a row by column name, without empty cells."""
ANY_EVENT_FIELDS = {"known_on", "note"}
"""The fields, besides the day, that every event has and that have a column of their own."""
NOT_FIELDS = {*COLUMNS, *READ_ONLY_COLUMNS}
"""The columns with a meaning of their own; every other column is a field of the event."""
YES = "yes"
"""The text in the column `inherited` of an event that the history inherits."""
MAX_FAULTS = 1000
"""The most faults of a table that are collected before reading stops."""


def stopped_reading(place: str) -> Fault:
    """Return the fault that comes last if a table has too many faults to list."""
    accepted = "Reading stopped here. Correct the faults above, then read the table again."
    return Fault(place, f"more than {MAX_FAULTS} faults", accepted)


# From histories to rows


def case_names(histories: Iterable[History]) -> Iterator[tuple[str, History]]:
    """Yield each history with the name of its case; repeated names are numbered."""
    taken: set[str] = set()
    for history in histories:
        name, number = history.authority, 1
        while name in taken:
            number += 1
            name = f"{history.authority} ({number})"
        taken.add(name)
        yield name, history


def rows_of(case: str, history: History, process: Process) -> Iterator[Row]:
    """Yield the rows of a history, which together contain all its data.

    The columns `authority`, `case` and `gss_code` are in every row, so that a row can be joined
    with other tables. The other fields of the history are in the first row only. The events that
    the history inherits come first; they have no `event_id`, because another authority had them.
    """
    in_first = {
        name: _case_cell(value)
        for name in CASE_COLUMNS
        if (value := getattr(history, name)) is not None
    }
    in_every = {"authority": history.authority}
    if case != history.authority:
        in_every["case"] = case
    if history.gss_code is not None:
        in_every["gss_code"] = history.gss_code
    if not history.events and not history.inherits:
        yield {**in_every, **in_first}
    for event in history.inherits:
        yield {**in_every, **in_first, **_event_cells(event, process), "inherited": YES}
        in_first = {}
    for event, event_id in zip(history.events, event_ids(history), strict=True):
        yield {**in_every, **in_first, **_event_cells(event, process), "event_id": event_id}
        in_first = {}


def _case_cell(value: str | CheckedTo) -> str:
    return value if isinstance(value, str) else checked_to_text(value)


def _event_cells(event: Event, process: Process) -> Row:
    data = event_to_data(event)
    name = data.pop("event")
    cells = {"event": event.trigger, "on": data.pop("on")}
    example = process.by_class.get(event.trigger)
    if not isinstance(event, NamedEvent) and (example is None or example[0] is not type(event)):
        # Reading only the trigger back would give another class, so the details name the class.
        data = {"event": name, **data}
    cells |= {name: data.pop(name) for name in ("known_on", "note") if name in data}
    first, *others = data.pop("sources", [{}])
    cells |= {column: first[name] for column, name in SOURCE_COLUMNS.items() if name in first}
    if others:
        data["sources"] = others
    if data:
        cells["details"] = details_of(data, field_types(type(event)))
    return cells


# From rows to events


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


def event_from_row(
    row: Row, process: Process, *, limits: Limits = DEFAULT_LIMITS, lenient: bool = False
) -> Event:
    """Return the event that a row describes.

    Args:
        row: The row.
        process: The process of the event.
        limits: The limits of what is read.
        lenient: Whether to ignore columns for fields that the event does not have, and to return
            a `NamedEvent` for a trigger whose class needs a field that the row does not give.

    Raises:
        BadHistory: The row cannot be read. The path of each fault begins with a column's name.
    """
    if faults := [
        fault
        for name, text in row.items()
        if len(text) > limits.text and name != "details"
        for fault in limit_faults(text, limits, name)
    ]:
        raise BadHistory(faults)
    kind = _kind_named(row.get("event", "").strip(), process, process.events)
    fields = _fields(row, field_types(kind.cls), limits, lenient=lenient)
    if "event" in fields:
        name = fields["event"]
        kind = _class_named(name, process, found=name)._replace(trigger=kind.trigger)
        fields = _fields(row, field_types(kind.cls), limits, lenient=lenient)
        del fields["event"]
    if lenient and fields.keys() <= ANY_EVENT_FIELDS and _needs_more(kind):
        kind = _EventKind(NamedEvent, kind.trigger, {"what": kind.trigger})
    try:
        return _event_of(kind, {"on": _on(row), **fields}, _source(row), process)
    except BadHistory as error:
        raise BadHistory([_column_fault(fault, row) for fault in error.faults]) from None


# Two equal processes can have different classes of events, so the classes are part of the cache's
# key.
@lru_cache(maxsize=4096)
def _kind_named(name: str, process: Process, _events: tuple[type[Event], ...]) -> _EventKind:
    """Return the kind of event for a trigger, its label, or the name of a class."""
    plain = name.casefold().replace(" ", "_").replace("-", "_")
    by_label = {label.casefold(): trigger for trigger, label in process.triggers.items()}
    for trigger in (name, plain, by_label.get(name.casefold())):
        if trigger is not None and trigger in process.triggers:
            cls, implied = process.by_class.get(trigger, (NamedEvent, {"what": trigger}))
            return _EventKind(cls, trigger, implied)
    return _class_named(plain, process, found=name)


def _class_named(name: object, process: Process, *, found: object) -> _EventKind:
    for cls in process.events:
        if name == cls.class_name:
            return _EventKind(cls, None, {})
    names = (*process.triggers, *(cls.class_name for cls in process.events))
    accepted = f"{suggestion(name, names)} Expected the name of an event, such as {names[0]}."
    accepted += HINT if found else ""
    return _refuse("event", quoted(found) if found else "nothing", accepted.lstrip())


def _needs_more(kind: _EventKind) -> bool:
    """Return whether the class requires a field besides the day and implied fields."""
    return any(
        field.default is NOTHING and field.name != "on" and field.name not in kind.implied
        for field in attrs_fields(kind.cls)
        if field.init
    )


def _refuse(column: str, found: str, accepted: str) -> NoReturn:
    raise BadHistory([Fault(column, found, accepted)])


def _fields(
    row: Row, types: Mapping[str, Any], limits: Limits, *, lenient: bool
) -> dict[str, object]:
    """Return the event's fields in a row, without the day and the first source."""
    fields: dict[str, object] = {name: row[name] for name in ANY_EVENT_FIELDS if name in row}
    for name in row.keys() - NOT_FIELDS:
        if name in types or not lenient:
            fields[name] = parse_value(row[name], types.get(name))
    if "details" not in row:
        return fields
    try:
        details = fields_in(row["details"], types)
    except Misread as error:
        _refuse("details", error.found, error.accepted)
    faults = list(limit_faults(details, limits, "details"))
    faults += [
        Fault(
            "details",
            f"the field {quoted(name)}, which also has a column",
            "Expected each field once.",
        )
        for name in details
        if name in fields
    ]
    if faults:
        raise BadHistory(faults)
    return {**fields, **details}


def _on(row: Row) -> str:
    """Return the day as EDTF text, from `on` or else from `earliest` and `latest`."""
    for name in ("on", "timestamp"):
        if name in row:
            return row[name]
    first, last = row.get("earliest", ".."), row.get("latest", "..")
    if first == last == "..":
        _refuse("on", "nothing", EXPECTED_DATE)
    return first if first == last else f"{first}/{last}"


def _source(row: Row) -> dict[str, str]:
    source = {name: row[column] for column, name in SOURCE_COLUMNS.items() if column in row}
    if source and "title" not in source:
        accepted = "Expected the title of the source, such as Inspection report."
        _refuse("source", "nothing", accepted)
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
        _refuse("$.event", quoted(kind.trigger), accepted)
    return event


def _built(
    cls: type[Event], fields: dict[str, object], source: dict[str, str], process: Process
) -> Event:
    """Return an event of a class; plain fields take a fast path.

    Other fields are read like those of a JSON file. Plain fields that the class refuses are then
    read in the same way, which finds every fault and its place.
    """
    if all(isinstance(value, str | int) for value in fields.values()):
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


def _column_fault(fault: Fault, row: Row) -> Fault:
    """Return a fault whose path names the column and the place inside its cell."""
    if not fault.path.startswith("$"):
        return fault
    path = fault.path[2:]
    name = re.split(r"[.\[]", path)[0]
    if name == "on":
        path = next(column for column in ("on", *READ_ONLY_COLUMNS) if column in row)
    elif path.startswith("sources[0]") and "source" in row:
        columns = {field: column for column, field in SOURCE_COLUMNS.items()}
        path = columns.get(path.rpartition(".")[2], "source")
    elif name == "checked_to" and path != name:
        path = f"{name}, {path.removeprefix(name).strip('.[]')}"
    elif name == "authority" and name not in row:
        path = "case"
    elif name not in row:
        path = f"details, {path}" if path else "event"
    return evolve(fault, path=path)


# From rows to histories


class _OpenCase(NamedTuple):
    """The part of a case that has been read so far.

    Attributes:
        about: The fields of the history besides its events, as texts.
        events: The events read so far.
        inherits: The inherited events read so far.
    """

    about: dict[str, str]
    events: list[Event]
    inherits: list[Event]


class HistoryBuilder:
    """Build the histories of several cases from rows in any order of the cases.

    Args:
        process: The process of the events.
        limits: The limits of what is read.
        lenient: As for `event_from_row`.
    """

    def __init__(
        self, process: Process, *, limits: Limits = DEFAULT_LIMITS, lenient: bool = False
    ) -> None:
        self._process = process
        self._limits = limits
        self._lenient = lenient
        self._open: dict[str, _OpenCase] = {}

    def add(self, row: Row) -> None:
        """Add a row to its case.

        Raises:
            BadHistory: The row cannot be read. The path of each fault begins with a column's name.
        """
        case = case_of(row)
        if case is None:
            _refuse("authority", "nothing", "Expected the name of the authority.")
        about, events, inherits = open_case = self._open.get(case) or _OpenCase({}, [], [])
        new = self._new_fields(case, row, about)
        if row.keys() - {"case", "authority", *CASE_COLUMNS}:
            is_inherited = _is_inherited(row)
            if is_inherited and events:
                accepted = "Expected the inherited events before the authority's own events."
                _refuse("inherited", "an inherited event after an own event", accepted)
            listed = inherits if is_inherited else events
            if len(listed) >= self._limits.events:
                raise BadHistory([self._limits.fault("event", "one more event", "events")])
            event = event_from_row(row, self._process, limits=self._limits, lenient=self._lenient)
            listed.append(event)
        about.update(new)
        self._open[case] = open_case

    def _new_fields(self, case: str, row: Row, about: dict[str, str]) -> dict[str, str]:
        """Return the fields of the history that no earlier row of the case gives."""
        fields = {name: row[name] for name in ("authority", *CASE_COLUMNS) if name in row}
        new = {name: value for name, value in fields.items() if about.get(name) != value}
        faults = [
            Fault(name, quoted(value), f"Expected {quoted(about[name])}, as in an earlier row.")
            for name, value in new.items()
            if name in about
        ]
        if faults:
            raise BadHistory(faults)
        if new or case not in self._open:
            try:
                data: dict[str, object] = {"authority": case, **about, **new}
                if "checked_to" in data:
                    data["checked_to"] = _checked_to(str(data["checked_to"]), self._process)
                record_from_data(History, data, self._process)
            except BadHistory as error:
                raise BadHistory([_column_fault(fault, row) for fault in error.faults]) from None
        return new

    def pop(self, case: str | None) -> History | None:
        """Remove a case and return its history, or None if none of its rows could be read.

        Raises:
            BadHistory: The history is a contradiction, which no single row of it shows.
        """
        if case is None or case not in self._open:
            return None
        return _history(case, self._open.pop(case))

    def pop_all(self) -> dict[str, History]:
        """Remove every case; return their histories, in the order of their first rows."""
        histories = {case: _history(case, open_case) for case, open_case in self._open.items()}
        self._open = {}
        return histories


def _history(case: str, open_case: _OpenCase) -> History:
    """Return the history of a case; the case's name is used if no row has an authority."""
    about: Any = {"authority": case, **open_case.about}
    if open_case.inherits and "succeeds" not in about:
        accepted = (
            "Expected the name of the authority that had the inherited events, in the column "
            "`succeeds` of any row of the case."
        )
        _refuse("succeeds", "nothing", accepted)
    return History(events=open_case.events, inherits=open_case.inherits, **about)


def _is_inherited(row: Row) -> bool:
    text = row.get("inherited", "no")
    if text.casefold() not in ANSWERS:
        accepted = f"Expected {YES} for an event that the authority inherits, or an empty cell."
        _refuse("inherited", quoted(text), accepted)
    return ANSWERS[text.casefold()]


def _checked_to(text: str, process: Process) -> str | dict[str, str]:
    """Return a cell as in JSON; ``inspections=2026-08-22; plans=2026-01`` becomes an object."""
    example = "; ".join(f"{kind}=2026-08-22" for kind in process.kinds[:2])
    if "=" not in text:
        if text.casefold() != ONGOING and not looks_like_date(text):
            accepted = (
                f"Expected a day such as 2026-08-22, a day for each kind of event such as "
                f"{example}, or {ONGOING}."
            )
            _refuse("checked_to", quoted(text), accepted)
        return text
    days: dict[str, str] = {}
    for item in filter(str.strip, text.split(";")):
        kind, equals, day = (part.strip() for part in item.partition("="))
        if not equals or kind in days:
            accepted = f"Expected one day for each kind of event, such as {example}."
            _refuse("checked_to", quoted(item.strip()), accepted)
        days[kind] = day
    return days


def case_of(row: Row) -> str | None:
    """Return the name of the case that a row belongs to."""
    return row.get("case", row.get("authority"))
