"""Read the rows of a table by its columns: each date once, and one event for rows that are alike.

Most rows differ from others only in their case and their day. The first row with certain other
cells is read cell by cell. Later ones build their event from the fields of that one and their day.
A row that gives a fault on this way is read cell by cell, so that its faults are the same.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ..dates import PartialDate
from ..errors import BadDate, BadHistory, Fault
from ..history import Event, NamedEvent
from ..trust_transfer import TRUST_TRANSFER
from .cells import cell_text, clean_text
from .columns import CASE_COLUMNS, IGNORED
from .event_rows import event_from_row
from .records import Misread
from .row_dates import DAY_COLUMNS, date_text, day_of, with_dates
from .table_notes import NEVER_IN_NOTES, without_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..process import Process
    from .read_options import ReadOptions
    from .row_dates import Row
    from .table_cases import TableReader

__all__ = ["add_columns", "without_collection"]

OF_THE_CASE = ("authority", *CASE_COLUMNS)
"""The columns of fields of the history."""
PLAIN_TEXT = {str, type(None)}
"""The types of values that become texts without a fault, and are equal only to the same value."""
Cells = tuple[str, ...]


class _TextColumn(NamedTuple):
    """A column of a table as texts.

    Attributes:
        name: The name of the column.
        texts: For each row, the text of its cell; empty if it has none.
        faults: The fault of each row whose cell cannot be read.
    """

    name: str
    texts: list[str]
    faults: dict[int, Fault]


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the search for objects that refer to each other, of which a table of events has none.

    With many new objects, the search would take as long as the rest.
    """
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def add_columns(
    reader: TableReader,
    columns: Sequence[tuple[str, list[object]]],
    process: Process,
    options: ReadOptions,
) -> str:
    """Add the rows of a table to their cases, and return the place of the last row that counts.

    Args:
        reader: The reader to which the rows are added.
        columns: The name and the values of each column.
        process: The process.
        options: How texts are read.
    """
    read = [_text_column(name, values) for name, values in columns if name != IGNORED]
    texts = {column.name: column.texts for column in read}
    count = len(columns[0][1])
    alone = {row for column in read for row in column.faults}
    alone |= {row for row, text in enumerate(texts.pop("inherited", ())) if text}
    if options.names is not None:
        alone |= _resolve_authorities(reader, texts, count)
    nothing = [""] * count
    authorities = texts.get("authority", nothing)
    cases = texts.pop("case", nothing)
    abouts = _cells_of(texts, [name for name in OF_THE_CASE if name in texts], count)
    texts = {name: column for name, column in texts.items() if name not in OF_THE_CASE}
    events = _Events(process, options, [*texts])
    days = _cells_of(texts, events.day_names, count)
    others = _cells_of(texts, events.other_names, count)
    said: dict[str, Cells] = {}
    place = "row 0"
    for row in _kept_rows(read, count):
        place = f"row {row}"
        case = cases[row] or authorities[row]
        about = abouts[row]
        if row not in alone and (not about or not any(about) or said.get(case) == about):
            event = events.event(case, days[row], others[row])
            if event is not None and reader.add_event(place, case, event):
                continue
        cells = {column.name: column.texts[row] for column in read if column.texts[row]}
        faults = [column.faults[row] for column in read if row in column.faults]
        reader.resolve_authority(cells, faults)
        reader.add(place, cells, faults)
        if reader.has_read(place, case):
            said[case] = about
        if reader.stops_at(place):
            break
    return place


def _text_column(name: str, values: list[object]) -> _TextColumn:
    """Return a column as texts; each different text is read once."""
    known = _KnownTexts(name)
    if {*map(type, values)} <= PLAIN_TEXT:
        return _TextColumn(name, [*map(known.__getitem__, values)], {})
    faults: dict[int, Fault] = {}
    texts = []
    for row, value in enumerate(values):
        if type(value) in PLAIN_TEXT:
            text = known[value]
        else:
            try:
                text = clean_text(name, cell_text(value))
            except Misread as error:
                faults[row] = Fault(name, error.found, error.accepted)
                text = ""
        texts.append(text)
    return _TextColumn(name, texts, faults)


class _KnownTexts(dict[object, str]):
    """The texts of the different values of a column, each read when it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        super().__init__({None: "", "": ""})

    def __missing__(self, value: object) -> str:
        text = self[value] = clean_text(self._name, cell_text(value))
        return text


def _resolve_authorities(reader: TableReader, texts: dict[str, list[str]], count: int) -> set[int]:
    """Replace the spellings of authorities in columns; return the rows that have a fault."""
    names = [name for name in ("authority", "case", "gss_code") if name in texts]
    cells = _cells_of(texts, names, count)
    resolved: dict[Cells, Row | None] = {}
    for each in set(cells):
        row, faults = _row(names, each), list[Fault]()
        reader.resolve_authority(row, faults)
        resolved[each] = None if faults else row
    rows = [resolved[each] for each in cells]
    for name in ("authority", "case"):
        texts[name] = ["" if row is None else row.get(name, "") for row in rows]
    return {index for index, row in enumerate(rows) if row is None}


def _cells_of(texts: Mapping[str, list[str]], names: Sequence[str], count: int) -> Sequence[Cells]:
    """Return, for each row, its cells in some columns."""
    return [*zip(*(texts[name] for name in names), strict=True)] if names else [()] * count


def _kept_rows(columns: Sequence[_TextColumn], count: int) -> Iterable[int]:
    """Return the numbers of the rows that are neither blank nor notes."""
    never_in_notes = [column.texts for column in columns if column.name in NEVER_IN_NOTES]
    if all(map(any, zip(*never_in_notes, strict=True))):
        return range(count)

    def filled(row: int) -> list[tuple[str, object]]:
        cells: list[tuple[str, object]] = [
            (column.name, column.texts[row]) for column in columns if column.texts[row]
        ]
        unread = [column.faults[row] for column in columns if row in column.faults]
        return [*cells, *((fault.path, fault.found) for fault in unread)]

    return without_notes(range(count), filled, copied_down=True)


class _Pattern(NamedTuple):
    """An event from which the events of rows with the same cells are made on other days.

    Attributes:
        event: The event.
        given: Its fields besides the day.
        slots: For each slot of its class, what sets it, and its value; empty if an event of the
            class can only be made by a call.
    """

    event: Event
    given: dict[str, Any]
    slots: tuple[tuple[Callable[[Event, Any], None], Any], ...]

    @classmethod
    def of(cls, event: Event) -> _Pattern:
        """Return the pattern that an event gives."""
        given = event.given()
        del given["on"]
        kind = type(event)
        slots: tuple[tuple[Callable[[Event, Any], None], Any], ...] = ()
        if kind is NamedEvent or kind in TRUST_TRANSFER.events:
            names = [name for each in kind.__mro__[:-1] for name in vars(each)["__slots__"]]
            slots = tuple(
                (getattr(kind, name).__set__, getattr(event, name))
                for name in names
                if name not in {"on", "__weakref__"}
            )
        return cls(event, given, slots)

    def on(self, day: PartialDate) -> Event | None:
        """Return the event on a day, or None if it cannot be on that day."""
        kind = type(self.event)
        if self.slots:
            # The checks of these classes do not look at the day, so they need not run again.
            event = kind.__new__(kind)
            for put, value in self.slots:
                put(event, value)
            _put_day(event, day)
            return event
        try:
            event = type.__call__(kind, on=day, **self.given)
        except (ValueError, TypeError):
            return None
        return event if event.trigger == self.event.trigger else None


_put_day: Callable[[Event, PartialDate], None] = vars(Event)["on"].__set__


class _Events:
    """The events of rows by the cells that they come from.

    A row with the same event as a row of another case shares it with that row.
    """

    def __init__(self, process: Process, options: ReadOptions, names: Sequence[str]) -> None:
        self._process = process
        self._options = options
        self.day_names = [name for name in names if name in DAY_COLUMNS]
        self.other_names = [name for name in names if name not in DAY_COLUMNS]
        self._days: dict[Cells, PartialDate | None] = {}
        self._patterns: dict[Cells, _Pattern | None] = {}
        # By the other cells, and then by those of days: an event, and the first case that has it.
        self._events: dict[Cells, dict[Cells, tuple[Event, str]]] = {}
        self._in_more_cases: set[tuple[str, int]] = set()

    def event(self, case: str, days: Cells, others: Cells) -> Event | None:
        """Return the event of a row, or None if the row has to be read cell by cell.

        Args:
            case: The name of its case.
            days: The cells of the columns `day_names`.
            others: The cells of the columns `other_names`.
        """
        by_days = self._events.get(others)
        if by_days is None:
            by_days = self._events[others] = {}
        known = by_days.get(days)
        if known is None:
            event = self._new_event(days, others)
            if event is not None:
                by_days[days] = event, case
            return event
        event, first_case = known
        in_case = case, id(event)
        # Equal events of a case must not be the same object.
        if case == first_case or in_case in self._in_more_cases:
            return self._new_event(days, others)
        self._in_more_cases.add(in_case)
        return event

    def _new_event(self, days: Cells, others: Cells) -> Event | None:
        try:
            on = self._days[days]
        except KeyError:
            on = self._days[days] = self._day(days)
        if on is None:
            return None
        try:
            pattern = self._patterns[others]
        except KeyError:
            pattern = self._patterns[others] = self._pattern(on, others)
        return None if pattern is None else pattern.on(on)

    def _day(self, days: Cells) -> PartialDate | None:
        """Return the day in some cells, or None if it cannot be read."""
        longest, day_first = self._options.limits.text, self._options.day_first
        if any(len(text) > longest for text in days):
            return None
        if self.day_names == ["on"]:
            try:
                return PartialDate.parse(date_text(days[0], several=False, day_first=day_first))
            except BadDate:
                return None
        faults: list[Fault] = []
        row = _row(self.day_names, days)
        row = with_dates(row, self._process, faults, day_first=day_first)
        on = day_of(row, faults)
        return None if faults else PartialDate.parse(on)

    def _pattern(self, on: PartialDate, others: Cells) -> _Pattern | None:
        """Return the pattern for rows with certain cells, or None if they cannot be read."""
        row = {"on": on.text, **_row(self.other_names, others)}
        try:
            event = event_from_row(row, self._process, self._options, lenient=True)
        except BadHistory:
            return None
        return _Pattern.of(event)


def _row(names: Sequence[str], cells: Cells) -> Row:
    return {name: text for name, text in zip(names, cells, strict=True) if text}
