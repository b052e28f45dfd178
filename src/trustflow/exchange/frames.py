"""Histories as data frames and back (extra ``frames``): polars, pandas, pyarrow, duckdb and more.

A row is an event. Columns are ``case``, ``event`` (the trigger) and ``on`` (EDTF text), or
``earliest`` and ``latest`` in place of ``on``; a frame made with details holds all there is.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve

from ..dates import PartialDate
from ..errors import BadHistory, Fault, from_extra, quoted
from ..history import Event, History
from ..trust_transfer import TRUST_TRANSFER
from .columns import COLUMNS, IGNORED, columns_of
from .details import text_of
from .json import event_to_data
from .limits import DEFAULT_LIMITS, Limits
from .table import Gathering, Row, case_names, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..process import Process

__all__ = ["from_frame", "to_frame"]

PROCESS_MINING = {"case": "case:concept:name", "event": "concept:name"}
"""The names that process-mining tools expect, after the XES standard (IEEE 1849)."""
TIMESTAMP = "time:timestamp"
MOST_FAULTS = 1000


def to_frame(
    histories: History | Iterable[History] | Mapping[str, History],
    *,
    backend: str = "pyarrow",
    dates: bool = False,
    details: bool = False,
    process_mining: bool = False,
    process: Process = TRUST_TRANSFER,
) -> Any:
    """The histories as a data frame, a row an event, in order.

    Columns are ``case``, ``event``, ``on``, and the fields that date rules of the process ask for
    (of the trust transfer ``inspected``, ``received_on`` and ``framework``), all texts.
    Without details, `from_frame` gives events that know no more than that.

    Args:
        histories: One, several, or several by the names of their cases; else a case has the
            authority's name, numbered where it comes again.
        backend: The library of the frame: pyarrow, pandas, polars, or another that narwhals makes.
        dates: Whether to add the columns ``earliest`` and ``latest``, as dates (of pandas, as
            midnights).
        details: Whether to add the columns of a CSV file, so that nothing is lost.
        process_mining: Whether to name the columns as process-mining tools expect:
            ``case:concept:name``, ``concept:name``, and ``time:timestamp``, midnight in UTC at the
            start of the earliest day.
        process: Whose events they are.

    Raises:
        MissingExtra: narwhals, or the library of the frame, is not installed.
    """
    with from_extra("frames"):
        import narwhals as nw

    rows = list(_rows(histories, process, details=details))
    own = COLUMNS if details else ("event", "on", *_fields_asked(process))
    names = dict.fromkeys(["case", *own])
    data: dict[str, Any] = {name: [row.get(name) for row in rows] for name in names}
    schema: dict[str, Any] = dict.fromkeys(names, nw.String())
    days = [PartialDate.parse(row["on"]) if "on" in row else None for row in rows]
    if dates:
        data["earliest"] = [day and dt.date.fromordinal(day.first) for day in days]
        data["latest"] = [day and dt.date.fromordinal(day.last) for day in days]
        schema |= dict.fromkeys(("earliest", "latest"), nw.Date())
    if process_mining:
        data = {PROCESS_MINING.get(name, name): column for name, column in data.items()}
        schema = {PROCESS_MINING.get(name, name): kind for name, kind in schema.items()}
        data[TIMESTAMP] = [day and _midnight(day) for day in days]
        schema[TIMESTAMP] = nw.Datetime("us", "UTC")
    with from_extra("frames"):
        made: Any = nw.from_dict  # which backends there are is narwhals' own to say
        if backend != "pandas":
            return made(data, schema, backend=backend).to_native()
        # Asked for texts itself, an older pandas would write "None" for what is not given; and it
        # has no type of its own for days, so there they are midnights.
        return made(data, schema, backend="pyarrow").to_native().to_pandas(date_as_object=False)


def _rows(
    histories: History | Iterable[History] | Mapping[str, History],
    process: Process,
    *,
    details: bool,
) -> Iterator[Row]:
    if isinstance(histories, History):
        cases: Iterable[tuple[str, History]] = [(histories.authority, histories)]
    elif isinstance(histories, Mapping):
        cases = cast("Mapping[str, History]", histories).items()
    else:
        cases = case_names(histories)
    for case, history in cases:
        if details:
            yield from ({**row, "case": case} for row in rows_of(case, history, process))
        else:
            yield from ({"case": case, **_bare_cells(event, process)} for event in history)


def _fields_asked(process: Process) -> list[str]:
    """The fields of events that the date rules of a process ask for."""
    asked = {rule.start_field for rule in process.rules}
    asked |= {rule.condition.field for rule in process.rules if rule.condition is not None}
    return sorted(asked)


def _bare_cells(event: Event, process: Process) -> Row:
    """The event, its day, and the fields that are asked for."""
    data = event_to_data(event)
    asked = {name: text_of(data[name]) for name in _fields_asked(process) if name in data}
    return {"event": event.trigger, **asked, "on": data["on"]}


def _midnight(day: PartialDate) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromordinal(day.first), dt.time(), dt.UTC)


def from_frame(
    frame: Any,
    process: Process = TRUST_TRANSFER,
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, History]:
    """The histories of a data frame, by the names of their cases.

    The rows of a case stand in order; rows of several cases may be mixed. Where a row has ``on``,
    ``earliest`` and ``latest`` are not read; one of these left out is an open end.

    A trigger alone is enough. What it says is taken: ``inspection_published_not_inadequate`` has
    the judgement *not inadequate*. One that needs more than it says (``requirement_met`` and
    ``deadline_set`` need words, ``agency_registered`` a kind) becomes a `NamedEvent`, which knows
    its trigger only: it moves the stage and runs clocks as any other, and sets and meets no
    requirement by its words. A column for a field that an event does not have is passed over.

    Args:
        frame: A frame, lazy or not, of any library that narwhals knows.
        process: Whose events it holds; the trust transfer's when left out.
        columns: For other people's columns, our names; ``-`` for one to leave out.
        limits: How much is read.

    Raises:
        BadHistory: Rows cannot be read; every fault is told with its row, from 0, and column.
        MissingExtra: narwhals or pyarrow is not installed.
    """
    with from_extra("frames"):
        import narwhals as nw

        importlib.import_module("pyarrow")  # narwhals hands on plain values through it

    read = nw.from_native(frame)
    whole = read.collect() if isinstance(read, nw.LazyFrame) else read
    names, faults = columns_of(whole.columns, process, columns)
    gathering = Gathering(process, limits=limits, lenient=True)
    headings = dict(zip(names, whole.columns, strict=True))
    if faults:
        raise BadHistory(faults)
    for index, cells in enumerate(_plain_rows(whole)):
        try:
            gathering.add(_row(names, cells))
        except BadHistory as error:
            faults += [_placed(fault, index, headings) for fault in error.faults]
        if len(faults) > MOST_FAULTS:
            accepted = "reading stopped here; correct the faults so far first"
            faults.append(Fault(f"row {index}", f"more than {MOST_FAULTS} faults", accepted))
            break
    if faults:
        raise BadHistory(faults)
    return gathering.take_all()


def _plain_rows(frame: Any) -> Iterator[Sequence[object]]:
    """The rows as plain values, with None for whatever a library has in place of a value."""
    for batch in frame.to_arrow().to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _row(names: Sequence[str], cells: Sequence[object]) -> Row:
    texts = {
        name: _text(name, value)
        for name, value in zip(names, cells, strict=True)
        if name != IGNORED and value is not None
    }
    return {name: text for name, text in texts.items() if text}


def _text(name: str, value: object) -> str:
    """A value as a table's cell has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            accepted = "a day is needed: a date, or its midnight"
            raise BadHistory([Fault(name, quoted(str(value)), accepted)])
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"  # noqa: PLR0124 - only nan differs from itself
    if isinstance(value, bytes):
        raise BadHistory([Fault(name, quoted(value), "a text is needed")])
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _placed(fault: Fault, index: int, headings: Mapping[str, str]) -> Fault:
    name, comma, rest = fault.path.partition(", ")
    return evolve(fault, path=f"row {index}, column {headings.get(name, name)}{comma}{rest}")
