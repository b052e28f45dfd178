"""Convert histories to data frames and back (extra ``frames``), in any library narwhals supports.

Each row is an event. The columns are ``case``, ``event`` (the trigger) and ``on`` (EDTF text), or
``earliest`` and ``latest`` in place of ``on``. A frame with details contains all data of a history.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import fields

from ..dates import PartialDate
from ..errors import BadHistory, Fault, InvalidValue, from_extra, quoted
from ..history import Event, History, one_of, require_history, text_of
from ..process import process_of, require_process
from ..trust_transfer import TRUST_TRANSFER
from .columns import (
    COLUMNS,
    IGNORED,
    columns_of,
    is_unreadable,
    later_headings,
    missing_headings,
)
from .details import NO_WORDS, field_types, value_text
from .field_words import field_words
from .history_rows import case_names, rows_of
from .limits import DEFAULT_LIMITS, Limits
from .plain_data import event_to_data
from .read_options import ReadOptions
from .table_cases import TableCase, TableReader
from .table_columns import add_columns, without_collection
from .timestamps import timestamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..process import Process
    from .authority_names import AuthorityNames

__all__ = ["from_frame", "rule_columns", "to_frame"]

PROCESS_MINING = {"case": "case:concept:name", "event": "concept:name"}
"""The column names that process-mining tools expect, from the XES standard (IEEE 1849)."""
BACKENDS = ("pyarrow", "pandas", "polars", "modin", "cudf")
"""The libraries whose frames narwhals builds from plain values."""
TIMESTAMP = "time:timestamp"
DERIVED = {"plan_request": ("kind", "plan_asked")}
"""The fields from which an event works out a value that the condition of a rule reads."""


def to_frame(
    histories: History | Iterable[History] | Mapping[str, History],
    *,
    backend: str = "pyarrow",
    dates: bool = False,
    details: bool = False,
    process_mining: bool = False,
    process: Process = TRUST_TRANSFER,
) -> Any:
    """Return histories as a data frame with one row per event, in order.

    The columns are ``case``, ``event``, ``on``, and the fields that date rules of the process use
    (for the trust transfer ``framework``, ``inspected``, ``kind``, ``plan_asked``,
    ``principal_authority``, ``received_on`` and ``responds_to``), all as texts. Without details,
    the events that `from_frame` reads back have only these fields: an abolished authority goes on,
    for example, because ``into`` is not among them.

    Spaces and invisible marks at the ends of a text do not come back, because `from_frame` takes
    none of them for part of a cell. Without details, a frame cannot contain the events that a
    history inherits, so such a history is refused.

    Args:
        histories: One history, several, or a mapping from the names of cases to histories. Without
            a mapping, the case has the name of the authority, numbered if it is repeated.
        backend: The library of the frame: pyarrow, pandas, polars, modin or cudf.
        dates: Whether to add the columns ``earliest`` and ``latest``, as dates (in pandas, as
            midnights).
        details: Whether to add the columns of a CSV file, so that the frame contains all data.
        process_mining: Whether to name the columns as process-mining tools expect:
            ``case:concept:name``, ``concept:name``, and ``time:timestamp``, midnight in UTC at the
            start of the earliest day, or one second after the row above in the case if that is
            later, so that a sort by it keeps the order.
        process: The process of the events; the trust transfer by default.

    Raises:
        BadHistory: A history is of another process; the error names its first foreign event.
        InvalidValue: A history inherits events, and the frame has no details; the library is
            unknown; or one of the values is not a history.
        MissingExtra: narwhals, or the library of the frame, is not installed.
    """
    process = process_of(process)
    backend = one_of(backend, BACKENDS, "library of a frame")
    with from_extra("frames"):
        import narwhals as nw

        if backend in {"pandas", "pyarrow"}:
            importlib.import_module("pyarrow")

    cases = _cases(histories, process, details=details)
    data, days = _columns_with_details(cases, process) if details else _columns(cases, process)
    schema: dict[str, Any] = dict.fromkeys(data, nw.String())
    if dates:
        data["earliest"] = [day and dt.date.fromordinal(day.first) for day in days]
        data["latest"] = [day and dt.date.fromordinal(day.last) for day in days]
        schema |= dict.fromkeys(("earliest", "latest"), nw.Date())
    if process_mining:
        data = {PROCESS_MINING.get(name, name): column for name, column in data.items()}
        schema = {PROCESS_MINING.get(name, name): kind for name, kind in schema.items()}
        data[TIMESTAMP] = [*timestamps(data[PROCESS_MINING["case"]], days)]
        schema[TIMESTAMP] = nw.Datetime("us", "UTC")
    with from_extra(None):
        from_dict: Any = nw.from_dict  # its types allow only some backends; narwhals checks them
        if backend != "pandas":
            return from_dict(data, schema, backend=backend).to_native()
        importlib.import_module("pandas")
        # An older pandas would write "None" in an empty cell, so pyarrow builds the frame. pandas
        # has no type for dates, so they become midnights.
        frame = from_dict(data, schema, backend="pyarrow").to_native()
        return frame.to_pandas(date_as_object=False)


def _cases(
    histories: History | Iterable[History] | Mapping[str, History],
    process: Process,
    *,
    details: bool,
) -> Iterator[tuple[str, History]]:
    """Yield the name and the history of each case."""
    if isinstance(histories, Mapping):
        cases: Iterable[tuple[str, History]] = cast("Mapping[str, History]", histories).items()
    else:
        cases = case_names(histories)
    for name, history in cases:
        case = text_of(name, "name of a case", "'Sandwell'")
        if require_history(history).inherits and not details:
            accepted = (
                "Expected a history without inherited events, which only a frame with details can "
                "contain. Give details=True, or leave them out with attrs.evolve(history, "
                "inherits=())."
            )
            raise InvalidValue(quoted(case), "history for a frame", accepted)
        yield case, require_process(history, process)


def _columns(
    cases: Iterable[tuple[str, History]], process: Process
) -> tuple[dict[str, Any], list[PartialDate | None]]:
    """Return the columns of a frame by name, and the day of each of its rows."""
    names: list[str] = []
    events: list[Event] = []
    for case, history in cases:
        names += [case] * len(history.events)
        events += history.events
    data = {"case": names, "event": [event.trigger for event in events]}
    data["on"] = [event.on.text for event in events]
    return data | {name: _field_column(events, name) for name in rule_columns(process)}, [
        event.on for event in events
    ]


def _field_column(events: Sequence[Event], name: str) -> list[str | None]:
    """Return the text of each event's field, or None if it has its default value."""
    defaults = {
        cls: field.default
        for cls in {*map(type, events)}
        for field in fields(cls)
        if field.init and field.name == name
    }
    return [
        None
        if (cls := type(event)) not in defaults or getattr(event, name) == defaults[cls]
        else _field_text(event, name)
        for event in events
    ]


def _field_text(event: Event, name: str) -> str:
    """Return the text of an event's field in a table."""
    cls = type(event)
    words = field_words(cls).get(name, NO_WORDS)
    return value_text(event_to_data(event)[name], field_types(cls).get(name), words)


def _columns_with_details(
    cases: Iterable[tuple[str, History]], process: Process
) -> tuple[dict[str, Any], list[PartialDate | None]]:
    """Return what `_columns` does for a frame that contains all data of the histories."""
    rows = [
        {**row, "case": case} for case, history in cases for row in rows_of(case, history, process)
    ]
    names = dict.fromkeys(["case", *COLUMNS])
    # A history without events has a row, and this row has no day.
    days = [PartialDate.parse(row["on"]) if "on" in row else None for row in rows]
    return {name: [row.get(name) for row in rows] for name in names}, days


def rule_columns(process: Process) -> list[str]:
    """Return the fields of events that the date rules of a process use."""
    names: set[str] = set()
    for rule in process.rules:
        names |= {rule.start_field, rule.end_field}
        if rule.condition is not None:
            names.update(DERIVED.get(rule.condition.field, (rule.condition.field,)))
        if rule.duty_holder_field is not None:
            names.add(rule.duty_holder_field)
        if rule.answers is not None:
            names.add("responds_to")
    return sorted(names - {"on"})


def from_frame(
    frame: Any,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | AuthorityNames | None = None,
    day_first: bool = False,
    newest_first: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_fault: Callable[[Fault], None] | None = None,
) -> dict[str, History]:
    """Return the histories of a data frame, by the names of their cases.

    The rows of a case are read in order; rows of several cases can be mixed. The index of a pandas
    frame is not read. If a row has ``on``, its ``earliest`` and ``latest`` are not read. Otherwise,
    an empty ``earliest`` or ``latest`` means that the date is open at that end.

    A cell can be a text, a number, a date, a moment or a missing value of any library. A moment is
    the day on which it falls in its own time zone. A date can be EDTF text or a date as people
    write it, which `PartialDate.from_words` reads.

    A trigger is enough, because it implies the fields of its variant: the judgement of
    ``inspection_published_not_inadequate`` is *not inadequate*. If the class of a trigger needs
    another field that the row does not give (``requirement_met`` and ``deadline_set`` need words,
    ``agency_registered`` needs a kind), the event is a `NamedEvent`, which has only its trigger. A
    `NamedEvent` makes moves and starts and stops the clocks of date rules like any other event, but
    it has no words by which it could set or meet a deadline. A column for a field that an event
    does not have is ignored.

    Args:
        frame: A frame, lazy or not, of any library that narwhals supports.
        process: The process of the events; the trust transfer by default.
        columns: A mapping from columns of the frame to trustflow's names of the columns; ``-``
            leaves a column out. The name ``*`` means every column that is not known.
        names: The name of each authority by its other spellings and codes, as a mapping or as
            `AuthorityNames`.
        day_first: Whether 6/10/2016 is 6 October. By default, such a date is refused.
        newest_first: Whether the rows of each case run from the newest event to the oldest. They
            are then read in the other order.
        limits: The limits of what is read.
        on_fault: A function that receives each fault. The rows without a fault are then kept.
            Without it, any fault is an error.

    Raises:
        BadHistory: Rows cannot be read; the error lists every fault with its row, counted from 0,
            and its column.
        MissingExtra: narwhals or pyarrow is not installed.
        InvalidValue: The value is not a frame, or an option is not of the accepted form.
    """
    options = ReadOptions(
        columns=columns,
        names=names,
        day_first=day_first,
        newest_first=newest_first,
        limits=limits,
        on_fault=on_fault,
    )
    return {name: case.history for name, case in frame_cases(frame, process, options).items()}


def _later(row: int) -> Fault:
    """Return the fault of a frame whose headings are in one of its rows."""
    accepted = (
        "Expected them as the names of the columns. Read the file again with this row as the "
        f"headings, as in pandas.read_excel(path, header={row + 1}), or a workbook with "
        "`exchange.read_file`, which finds them."
    )
    return Fault(f"row {row}", "the headings of the table", accepted)


def frame_cases(frame: Any, process: Process, options: ReadOptions) -> dict[str, TableCase]:
    """Return the histories of a data frame with the rows of their events; see `from_frame`."""
    with from_extra("frames"):
        for package in ("narwhals", "pyarrow"):
            importlib.import_module(package)  # the error names the first that is missing
        from .frame_columns import FrameColumns
    table = FrameColumns.of(frame)
    names, faults = columns_of(table.headings, process, options.columns)
    in_index, _ = columns_of(table.index, process, options.columns)
    if is_unreadable(faults):
        later = later_headings(table.texts(), process, options.columns)
        raise BadHistory([*faults, *table.faults_of_index()] if later is None else [_later(later)])
    if {*in_index} - {*names, IGNORED}:
        raise BadHistory([*faults, *table.faults_of_index()])
    faults += table.faults_of_index() if missing_headings(faults) else []
    reader = TableReader(process, options, lenient=True)
    reader.begin_table(dict(zip(names, table.headings, strict=True)), faults)
    columns = list(zip(names, table.columns, strict=True))
    with without_collection():
        return reader.finish_all(add_columns(reader, columns, process, options))
