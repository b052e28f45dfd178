"""Rows to histories and back, for every kind of table: a row an event.

A row is a mapping from our column names to texts; what is not given is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from attrs import NOTHING, evolve
from attrs import fields as attrs_fields

from ..dates import EXPECTED_DATE
from ..errors import BadHistory, Fault, quoted, suggestion
from ..history import Event, History, NamedEvent, Source
from .columns import CASE_COLUMNS, COLUMNS, ONLY_READ, SOURCE_COLUMNS
from .details import details_of, field_types, fields_in, typed
from .event_ids import event_ids
from .json import event_to_data
from .limits import DEFAULT_LIMITS, Limits, limit_faults
from .reader import record_from_data
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..process import Process

__all__ = [
    "Gathering",
    "Row",
    "case_names",
    "case_of",
    "event_from_row",
    "refuse",
    "rows_of",
]

Row = dict[str, str]
"""The texts of a row by our column names; only those that are given."""
ALWAYS = {"known_on", "note"}
"""The fields with columns of their own, whatever the event."""
NOT_FIELDS = {*COLUMNS, *ONLY_READ}


# From histories to rows


def case_names(histories: Iterable[History]) -> Iterator[tuple[str, History]]:
    """Each history with the name of its case: the authority, numbered where it comes again."""
    taken: set[str] = set()
    for history in histories:
        name, number = history.authority, 1
        while name in taken:
            number += 1
            name = f"{history.authority} ({number})"
        taken.add(name)
        yield name, history


def rows_of(case: str, history: History, process: Process) -> Iterator[Row]:
    """The rows of a history, from which it is read back as it was."""
    about = {
        name: str(value) for name in CASE_COLUMNS if (value := getattr(history, name)) is not None
    }
    every = {"authority": history.authority}
    if case != history.authority:
        every["case"] = case
    if history.gss_code is not None:
        every["gss_code"] = history.gss_code
    if not history.events:
        yield {**every, **about}
    for event, event_id in zip(history.events, event_ids(history), strict=True):
        yield {**every, **about, **_event_cells(event, process), "event_id": event_id}
        about = {}


def _event_cells(event: Event, process: Process) -> Row:
    data = event_to_data(event)
    name = data.pop("event")
    cells = {"event": event.trigger, "on": data.pop("on")}
    example = process.by_class.get(event.trigger)
    if not isinstance(event, NamedEvent) and (example is None or example[0] is not type(event)):
        data = {"event": name, **data}  # the trigger is that of another class
    cells |= {name: data.pop(name) for name in ("known_on", "note") if name in data}
    first, *more = data.pop("sources", [{}])
    cells |= {column: first[name] for column, name in SOURCE_COLUMNS.items() if name in first}
    if more:
        data["sources"] = more
    if data:
        cells["details"] = details_of(data, field_types(type(event)))
    return cells


# From rows to events


class _Kind(NamedTuple):
    """What a row's event can be: its class, and the trigger with fields that give it."""

    cls: type[Event]
    trigger: str | None
    given: Mapping[str, Any]


def event_from_row(
    row: Row, process: Process, *, limits: Limits = DEFAULT_LIMITS, lenient: bool = False
) -> Event:
    """The event of a row.

    Args:
        row: The row.
        process: The process.
        limits: How long and deep what it says may be.
        lenient: Whether a column for a field that the event does not have is passed over, and an
            event that needs more than its trigger, of which nothing more is said, is one that
            knows its trigger only (`NamedEvent`).

    Raises:
        BadHistory: It cannot be read; the path of each fault begins with a column's name.
    """
    if faults := [
        limits.fault(name, f"a text of {len(text):,} characters", "text")
        for name, text in row.items()
        if len(text) > limits.text and name != "details"
    ]:
        raise BadHistory(faults)
    kind = _kind(row.get("event", "").strip(), process)
    types = field_types(kind.cls)
    fields = _fields(row, types, limits, lenient=lenient)
    if "event" in fields:
        kind = _class_named(fields["event"], process, found=fields["event"])._replace(
            trigger=kind.trigger
        )
        fields = _fields(row, field_types(kind.cls), limits, lenient=lenient)
        del fields["event"]
    if lenient and fields.keys() <= ALWAYS and _needs_more(kind):
        kind = _Kind(NamedEvent, kind.trigger, {"what": kind.trigger})
    try:
        return _event_of(kind, {"on": _on(row), **fields}, _source(row), process)
    except BadHistory as error:
        raise BadHistory([_at_column(fault, row) for fault in error.faults]) from None


@lru_cache(maxsize=4096)
def _kind(name: str, process: Process) -> _Kind:
    """What the column `event` says: a trigger, its words for people, or the name of a class."""
    plain = name.casefold().replace(" ", "_").replace("-", "_")
    by_label = {label.casefold(): trigger for trigger, label in process.triggers.items()}
    for trigger in (name, plain, by_label.get(name.casefold())):
        if trigger is not None and trigger in process.triggers:
            cls, given = process.by_class.get(trigger, (NamedEvent, {"what": trigger}))
            return _Kind(cls, trigger, given)
    return _class_named(plain, process, found=name)


def _class_named(name: object, process: Process, *, found: object) -> _Kind:
    for cls in process.events:
        if name == cls.class_name:
            return _Kind(cls, None, {})
    words = (*process.triggers, *(cls.class_name for cls in process.events))
    accepted = f"the name of an event is needed, such as {words[0]}{suggestion(name, words)}"
    return refuse("event", quoted(found) if found else "nothing", accepted)


def _needs_more(kind: _Kind) -> bool:
    """Whether the class needs a field besides the day that the trigger does not give."""
    return any(
        field.default is NOTHING and field.name != "on" and field.name not in kind.given
        for field in attrs_fields(kind.cls)
        if field.init
    )


def refuse(column: str, found: str, accepted: str) -> NoReturn:
    """Say that what stands in a column is not what is accepted there.

    Raises:
        BadHistory: Always.
    """
    raise BadHistory([Fault(column, found, accepted)])


def _fields(
    row: Row, types: Mapping[str, Any], limits: Limits, *, lenient: bool
) -> dict[str, object]:
    """The event's fields, besides its day and sources: of columns of their own, and of details."""
    fields: dict[str, object] = {name: row[name] for name in ALWAYS if name in row}
    for name in row.keys() - NOT_FIELDS:
        if name in types or not lenient:
            fields[name] = typed(row[name], types.get(name))
    if "details" not in row:
        return fields
    try:
        details = fields_in(row["details"], types)
    except Misread as error:
        refuse("details", error.found, error.accepted)
    faults = list(limit_faults(details, limits, "details"))
    both = [name for name in details if name in fields]
    faults += [
        Fault("details", f"{name}, which has a column, too", "give it once") for name in both
    ]
    if faults:
        raise BadHistory(faults)
    return {**fields, **details}


def _on(row: Row) -> str:
    """The date: the text of `on`, or else the span from `earliest` to `latest`."""
    for name in ("on", "timestamp"):
        if name in row:
            return row[name]
    first, last = row.get("earliest", ".."), row.get("latest", "..")
    if first == last == "..":
        refuse("on", "nothing", EXPECTED_DATE)
    return first if first == last else f"{first}/{last}"


def _source(row: Row) -> dict[str, str]:
    found = {name: row[column] for column, name in SOURCE_COLUMNS.items() if column in row}
    if found and "title" not in found:
        refuse("source", "nothing", "what the source is called is needed")
    return found


def _event_of(
    kind: _Kind, fields: dict[str, object], source: dict[str, str], process: Process
) -> Event:
    """The event of the fields; those that the trigger gives are taken where it needs them."""
    lacking = {name: value for name, value in kind.given.items() if name not in fields}
    try:
        event = None if kind.cls is NamedEvent else _built(kind.cls, fields, source, process)
    except BadHistory:
        if not lacking:
            raise
        event = None
    if event is None or (lacking and event.trigger != kind.trigger):
        event = _built(kind.cls, {**fields, **lacking}, source, process)
    if kind.trigger is not None and event.trigger != kind.trigger:
        accepted = f"with these details the event is {event.trigger}"
        refuse("$.event", quoted(kind.trigger), accepted)
    return event


def _built(
    cls: type[Event], fields: dict[str, object], source: dict[str, str], process: Process
) -> Event:
    """The event itself: straight from its class where all is plain, else as JSON is read.

    What the class refuses is read the slower way again, which tells every fault and its place.
    """
    if all(isinstance(value, str | int) for value in fields.values()):
        plain: Any = fields
        about: Any = source
        try:
            return cls(**plain, sources=(Source(**about),) if source else ())
        except (ValueError, TypeError):
            pass
    data = dict(fields)
    more = data.get("sources", [])
    if source:
        data["sources"] = [source, *more] if isinstance(more, list) else more
    return record_from_data(cls, data, process)


def _at_column(fault: Fault, row: Row) -> Fault:
    """The fault with its path as a column, and what it is of that column."""
    if not fault.path.startswith("$"):
        return fault
    path = fault.path[2:]
    name = re.split(r"[.\[]", path)[0]
    if name == "on":
        path = next(each for each in ("on", *ONLY_READ) if each in row)
    elif path.startswith("sources[0]") and "source" in row:
        fields = {field: column for column, field in SOURCE_COLUMNS.items()}
        path = fields.get(path.rpartition(".")[2], "source")
    elif name == "authority" and name not in row:
        path = "case"
    elif name not in row:
        path = f"details, {path}" if path else "event"
    return evolve(fault, path=path)


# From rows to histories


class _Open(NamedTuple):
    """What is known so far of a case."""

    about: dict[str, str]
    events: list[Event]


class Gathering:
    """Rows gathered into histories, case by case.

    Args:
        process: The process.
        limits: How much is read.
        lenient: As `event_from_row` has it.
    """

    def __init__(
        self, process: Process, *, limits: Limits = DEFAULT_LIMITS, lenient: bool = False
    ) -> None:
        self._process = process
        self._limits = limits
        self._lenient = lenient
        self._open: dict[str, _Open] = {}

    def add(self, row: Row) -> None:
        """Add a row to its case.

        Raises:
            BadHistory: It cannot be read; the path of each fault begins with a column's name.
        """
        case = case_of(row)
        if case is None:
            refuse("authority", "nothing", "whom it is about is needed")
        about, events = known = self._open.get(case) or _Open({}, [])
        fresh = self._fresh(case, row, about)
        if row.keys() - {"case", "authority", *CASE_COLUMNS}:
            if len(events) >= self._limits.events:
                raise BadHistory([self._limits.fault("event", "one event more", "events")])
            event = event_from_row(row, self._process, limits=self._limits, lenient=self._lenient)
            events.append(event)
        about.update(fresh)
        self._open[case] = known

    def _fresh(self, case: str, row: Row, about: dict[str, str]) -> dict[str, str]:
        """What the row says of the history as a whole that no row of it said before."""
        given = {name: row[name] for name in ("authority", *CASE_COLUMNS) if name in row}
        fresh = {name: value for name, value in given.items() if about.get(name) != value}
        faults = [
            Fault(name, quoted(value), f"an earlier row of the case has {quoted(about[name])}")
            for name, value in fresh.items()
            if name in about
        ]
        if faults:
            raise BadHistory(faults)
        if fresh or case not in self._open:
            try:
                record_from_data(History, {"authority": case, **about, **fresh}, self._process)
            except BadHistory as error:
                raise BadHistory([_at_column(fault, row) for fault in error.faults]) from None
        return fresh

    def take(self, case: str | None) -> History | None:
        """The history of a case, of which no more rows come; None where every row was bad."""
        if case is None or case not in self._open:
            return None
        return _history(case, self._open.pop(case))

    def take_all(self) -> dict[str, History]:
        """The history of each case that is not taken yet, in the order in which they came."""
        found = {case: _history(case, known) for case, known in self._open.items()}
        self._open = {}
        return found


def _history(case: str, known: _Open) -> History:
    """The history of a case, which is called as its case where no row names its authority."""
    about: Any = {"authority": case, **known.about}
    return History(events=known.events, **about)


def case_of(row: Row) -> str | None:
    """The name of the case that a row belongs to."""
    return row.get("case", row.get("authority"))
