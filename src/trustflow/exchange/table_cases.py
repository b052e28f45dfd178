"""Build histories from the rows of a table, and remember the row of each event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve

from ..errors import BadHistory, Fault, quoted
from ..history import ONGOING, Event, History
from ..process import process_of, with_names_of
from .authority_names import names_of
from .columns import CASE_COLUMNS, fault_at_column
from .details import ANSWERS
from .event_rows import collected, column_fault, event_from_row, refuse
from .field_faults import FieldFault, with_way_out
from .history_rows import YES
from .limits import MAX_FAULTS
from .other_process import ROWS_HINT, HintOnce
from .read_options import DEFAULT_OPTIONS, ReadOptions, options_of
from .reader import looks_like_date, record_from_data
from .records import CONTRADICTION, UNKNOWN
from .row_dates import DAY_COLUMNS
from .row_texts import case_of, resolve_authority, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..process import Process
    from .row_dates import Row

__all__ = ["TableCase", "TableReader"]

CASE_NAMES = {"case", "authority"}
"""The columns that can contain the name of the case."""
EXPECTED_AUTHORITY = f"Expected the name of the authority, in each row.{ROWS_HINT}"
NOTHING = "nothing"
"""What is found in place of a value that is missing."""
SOME_AUTHORITY = "unknown"
"""The authority of a row without one, so that the faults of its other fields are found."""


class TableCase(NamedTuple):
    """A history that was read from a table.

    Attributes:
        name: The name of the case.
        history: The history.
        places: For each event of the history, the row that it was read from, such as ``line 7``.
    """

    name: str
    history: History
    places: tuple[str, ...]


class _OpenCase(NamedTuple):
    """The part of a case that has been read so far.

    Attributes:
        about: The fields of the history besides its events, as texts.
        events: The events read so far.
        inherits: The inherited events read so far.
        places: The place of the row of each event.
        read: The place of each row without a fault.
    """

    about: dict[str, str]
    events: list[Event]
    inherits: list[Event]
    places: list[str]
    read: list[str]

    def add(self, event: Event, place: str, *, is_inherited: bool) -> None:
        """Add an event to those of the history, or to those that it inherits."""
        if is_inherited:
            self.inherits.append(event)
        else:
            self.events.append(event)
            self.places.append(place)

    def reverse(self) -> None:
        """Put the events, with their places, in the other order."""
        for each in (self.events, self.inherits, self.places):
            each.reverse()


class TableReader:
    """Read the histories of several cases from rows in any order of the cases.

    A row with a fault is left out.

    Args:
        process: The process of the events.
        options: How the rows are read, and what happens to their faults.
        lenient: As for `event_from_row`.

    Attributes:
        headings: The heading of each column in the table.
        faults: The faults found so far, unless the options hand them on.
    """

    def __init__(
        self,
        process: Process,
        options: ReadOptions = DEFAULT_OPTIONS,
        *,
        lenient: bool = False,
    ) -> None:
        self._process = process_of(process)
        self._options = options_of(options)
        self.headings: Mapping[str, str] = {}
        self._has_unread_columns = False
        self._without_field: dict[str, FieldFault] = {}
        self._lenient = lenient
        self._names = names_of(options.names)
        self._hint_once = HintOnce()
        self._open: dict[str, _OpenCase] = {}
        self.faults: list[Fault] = []

    def begin_table(self, headings: Mapping[str, str], faults: Iterable[Fault]) -> None:
        """Set the headings of the rows that follow, and keep the faults of the headings.

        A column that is not read can change the histories, so these faults are never handed on.

        Args:
            headings: The heading of each column that is read.
            faults: The faults of the headings; their columns are not read.
        """
        faults = list(faults)
        self.headings = headings
        self._has_unread_columns = bool(faults)
        self._without_field = {}
        self.faults += faults

    def row_of(
        self, cells: Iterable[tuple[str, object]], *, guarded: bool = False
    ) -> tuple[Row, list[Fault]]:
        """Return the texts of a row, with the name of its authority, and the faults of its cells.

        Args:
            cells: The name of the column and the value of each cell. Empty cells are left out.
            guarded: Whether texts can have the apostrophe of `csv_cell`, which is then removed.
        """
        row, faults = texts_of(cells, guarded=guarded)
        self.resolve_authority(row, faults)
        return row, faults

    def resolve_authority(self, row: Row, faults: list[Fault]) -> None:
        """Replace the spelling of a row's authority by its name, and add the faults of that."""
        if self._options.names is not None:
            # In a table with both columns, the names of cases need not be those of authorities.
            column = "authority" if "authority" in self.headings else "case"
            resolve_authority(row, column, self._names, faults)

    def name_of_case(self, cells: Iterable[tuple[str, object]], *, guarded: bool) -> str | None:
        """Return the name of the case of a row, without a search for what a wrong name means.

        Args:
            cells: The cells of the row from which the name of its case follows.
            guarded: As for `row_of`.
        """
        row, _ = texts_of(cells, guarded=guarded)
        if self._options.names is None:
            return case_of(row)
        by_code = self._names.resolve(row["gss_code"]) if "gss_code" in row else None
        column = "authority" if "authority" in self.headings else "case"
        if column in row:
            row[column] = self._names.resolve(row[column]) or row[column]
        case = case_of(row)
        return by_code if case is None and column not in row else case

    def report(self, fault: Fault) -> None:
        """Keep a fault, or hand it on; only the first one has the hint at other processes."""
        (self._options.on_fault or self.faults.append)(self._hint_once(fault))

    def stops_at(self, place: str) -> bool:
        """Return whether there are too many faults to go on; if so, add a fault that says it."""
        if len(self.faults) <= MAX_FAULTS:
            return False
        accepted = "Reading stopped here. Correct the faults above, then read the table again."
        self.faults.append(Fault(place, f"more than {MAX_FAULTS} faults", accepted))
        return True

    def add(self, place: str, row: Row, cell_faults: Iterable[Fault] = ()) -> None:
        """Add a row to its case, or report its faults.

        Args:
            place: The place of the row in the table, such as ``line 7``.
            row: The texts of the row.
            cell_faults: The faults of cells that are not in the row for this reason.
        """
        faults = list(cell_faults)
        unread = {fault.path for fault in faults}
        for group in (CASE_NAMES, DAY_COLUMNS):
            unread |= group if group & unread else set()
        try:
            self._add(place, row, is_complete=not faults)
        except BadHistory as error:
            # Without one of its cells, a row can seem to lack something or contradict itself.
            faults += [
                fault
                for fault in error.faults
                if not (unread and (fault.path in unread or fault.found == CONTRADICTION))
                and not (self._has_unread_columns and self._is_lack(fault))
            ]
        for fault in faults:
            if fault.found == UNKNOWN and fault.path in self.headings:
                self._report_field(fault, place)
            else:
                self.report(fault_at_column(fault, place, self.headings))

    def _report_field(self, fault: Fault, place: str) -> None:
        """Report a cell of a field that the event does not have, once for each column.

        Faults are handed on for each row. The first one of a column says how to leave it out.
        """
        column = fault.path
        fault = fault_at_column(fault, place, self.headings)
        known = self._without_field.get(column)
        if known is None:
            self._without_field[column] = FieldFault(len(self.faults))
            self.report(with_way_out(fault, self.headings[column]))
        elif self._options.on_fault is not None:
            self.report(fault)
        else:
            first = self.faults[known.index]
            self.faults[known.index] = evolve(first, found=known.count(place))

    def add_event(self, place: str, case: str, event: Event) -> bool:
        """Add the event of a row, and return whether that could be done.

        The row must not say anything about the case that earlier rows of it do not say. If the
        event cannot be added, `add` finds the reason.

        Args:
            place: The place of the row in the table.
            case: The name of the case.
            event: The event, which is not an inherited one.
        """
        open_case = self._open.get(case)
        if open_case is None or not open_case.read:
            # With other characters, `History` decides whether this can be the name of an authority.
            is_plain = case.isprintable() and not case.isspace() and case
            if not is_plain or len(case) > self._options.limits.text:
                return False
            open_case = self._open.setdefault(case, _OpenCase({}, [], [], [], []))
        is_full = len(open_case.events) >= self._options.limits.events
        if is_full or (open_case.inherits and self._options.newest_first):
            return False
        open_case.read.append(place)
        open_case.events.append(event)
        open_case.places.append(place)
        return True

    def has_read(self, place: str, case: str) -> bool:
        """Return whether a row is the last that was added to its case without a fault."""
        return case in self._open and self._open[case].read[-1:] == [place]

    def _is_lack(self, fault: Fault) -> bool:
        """Return whether a fault is the lack of a value that no column read can have."""
        column = fault.path.partition(", ")[0]
        return fault.found == NOTHING and column not in self.headings

    def _add(self, place: str, row: Row, *, is_complete: bool) -> None:
        """Add a row to its case if it is complete; otherwise only look for its faults.

        The fields of the history count also if the event cannot be read.

        Raises:
            BadHistory: The row cannot be read. The path of each fault begins with a column's name.
        """
        faults: list[Fault] = []
        case = case_of(row)
        if case is None:
            faults.append(Fault("authority", NOTHING, EXPECTED_AUTHORITY))
        open_case = self._open.get(case or "") or _OpenCase({}, [], [], [], [])
        new = collected(faults, self._new_fields, case or "", row, open_case.about)
        is_inherited = event = None
        if row.keys() - {"case", "authority", *CASE_COLUMNS}:
            is_inherited = collected(faults, self._is_inherited, row, open_case)
            event = collected(
                faults, event_from_row, row, self._process, self._options, lenient=self._lenient
            )
        if case is not None:
            open_case.about.update(new or {})
            self._open[case] = open_case
        if faults:
            raise BadHistory(faults)
        if is_complete:
            open_case.read.append(place)
            if event is not None:
                open_case.add(event, place, is_inherited=bool(is_inherited))

    def _is_inherited(self, row: Row, open_case: _OpenCase) -> bool:
        """Return whether an event is inherited.

        Raises:
            BadHistory: The answer cannot be read, or the event has no place in the case.
        """
        text = row.get("inherited", "no")
        if text.casefold() not in ANSWERS:
            accepted = f"Expected {YES} for an event that the authority inherits, or an empty cell."
            refuse("inherited", quoted(text), accepted)
        is_inherited = ANSWERS[text.casefold()]
        if self._options.newest_first:
            if open_case.inherits and not is_inherited:
                accepted = "Expected the authority's own events before the inherited events."
                refuse("inherited", "an own event after an inherited event", accepted)
        elif is_inherited and open_case.events:
            accepted = "Expected the inherited events before the authority's own events."
            refuse("inherited", "an inherited event after an own event", accepted)
        limits = self._options.limits
        if len(open_case.inherits if is_inherited else open_case.events) >= limits.events:
            raise BadHistory([limits.fault("event", "one more event", "events")])
        return is_inherited

    def _new_fields(self, case: str, row: Row, about: Mapping[str, str]) -> dict[str, str]:
        """Return the fields of the history that no earlier row of the case gives.

        Raises:
            BadHistory: A field cannot be read, or differs from that of an earlier row.
        """
        fields = {name: row[name] for name in ("authority", *CASE_COLUMNS) if name in row}
        new = {name: value for name, value in fields.items() if about.get(name) != value}
        faults = [
            Fault(name, quoted(value), f"Expected {quoted(about[name])}, as in an earlier row.")
            for name, value in new.items()
            if name in about
        ]
        new = {name: value for name, value in new.items() if name not in about}
        if new or case not in self._open or not self._open[case].read:
            data: dict[str, object] = {"authority": case or SOME_AUTHORITY, **about, **new}
            if "checked_to" in data:
                days = collected(faults, self._checked_to, str(data.pop("checked_to")))
                data |= {} if days is None else {"checked_to": days}
            of_history: list[Fault] = []
            collected(of_history, record_from_data, History, data, self._process)
            faults += [column_fault(fault, row) for fault in of_history]
        if faults:
            raise BadHistory(faults)
        return new

    def _checked_to(self, text: str) -> str | dict[str, str]:
        """Return a cell as in JSON; ``inspections=2026-08-22; plans=2026-01`` becomes an object."""
        example = "; ".join(f"{kind}=2026-08-22" for kind in self._process.kinds[:2])
        if "=" not in text:
            if text.casefold() != ONGOING and not looks_like_date(text):
                accepted = (
                    f"Expected a day such as 2026-08-22, a day for each kind of event such as "
                    f"{example}, or {ONGOING}."
                )
                refuse("checked_to", quoted(text), accepted)
            return text
        days: dict[str, str] = {}
        for item in filter(str.strip, text.split(";")):
            kind, equals, day = (part.strip() for part in item.partition("="))
            if not equals or kind in days:
                accepted = f"Expected one day for each kind of event, such as {example}."
                refuse("checked_to", quoted(item.strip()), accepted)
            days[kind] = day
        return days

    def finish(self, case: str | None, place: str) -> TableCase | None:
        """Remove a case and return it, or None if none of its rows could be read.

        Args:
            case: The name of the case.
            place: The place of its last row, for a fault that no single row of it shows.
        """
        if case is None or case not in self._open:
            return None
        open_case = self._open.pop(case)
        if not open_case.read:
            return None
        about: Any = {"authority": self._names.resolve(case) or case, **open_case.about}
        if open_case.inherits and "succeeds" not in about:
            accepted = (
                "Expected the name of the authority that had the inherited events, in the column "
                "`succeeds` of any row of the case."
            )
            fault = Fault("succeeds", NOTHING, accepted)
            self.report(fault_at_column(fault, place, self.headings))
            return None
        if self._options.newest_first:
            open_case.reverse()
        history = History(events=open_case.events, inherits=open_case.inherits, **about)
        history = with_names_of(history, self._process)
        return TableCase(case, history, tuple(open_case.places))

    def finish_all(self, place: str) -> dict[str, TableCase]:
        """Remove every case; return them by their names, in the order of their first rows.

        Args:
            place: The place of the last row of the table.

        Raises:
            BadHistory: There are faults that the options do not hand on.
        """
        last = {case: [place, *open_case.read][-1] for case, open_case in self._open.items()}
        found = [self.finish(case, place) for case, place in last.items()]
        if self.faults:
            raise BadHistory(self.faults)
        return {case.name: case for case in found if case is not None}
