"""The command that lists the entries of a ledger: who recorded what, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .._tables import integer_column, text_column
from ..dates import PartialDate
from ..engine import labelled
from ..errors import pluralised
from ..history import ONGOING, checked_days, checked_to_of, checked_words
from .arguments import add_command
from .changes import event_data
from .ledger_cases import each_of_process, entry_time, opened_ledger, redacted_places
from .ledger_options import add_ledger
from .output import print_json, print_table
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from ..history import CheckedTo
    from ..ledger import Entry
    from ..process import Process

__all__ = ["add"]

HEADINGS = ("Case", "Version", "Recorded (UTC)", "By", "Entry", "What", "Reason")


def add(commands: Any) -> None:
    """Add the command `ledger log`."""
    parser = add_command(
        commands,
        "ledger log",
        _log,
        details="The entries of a case have its versions as their numbers. Without NAME, the "
        "entries of all cases are listed in the order in which they were recorded, and those of "
        "removed cases too.",
        example="Sandwell --ledger cases.db",
        table="the entries",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the case (default: every case)")
    add_ledger(parser)


class _Line(NamedTuple):
    """An entry, and the entry of the same case whose event it replaces or withdraws."""

    entry: Entry
    target: Entry | None


def _log(options: argparse.Namespace) -> int:
    ledger = opened_ledger(options)
    cases = (
        each_of_process(ledger.names(removed=True), ledger.entries, options)
        if options.name is None
        else [ledger.entries(options.name)]
    )
    lines = [line for entries in cases for line in _lines(entries)]
    lines.sort(key=lambda line: line.entry.recorded_at)
    if options.json:
        return print_json([_data(line) for line in lines])
    if options.csv:
        return print_csv(COLUMNS, lines, options)
    first = 0 if options.name is None else 1
    headings = HEADINGS[first:]
    rows = [_row(line, options.process)[first:] for line in lines]
    if options.markdown:
        return print_markdown(headings, rows, options)
    print_table(headings, rows)
    return 0


def _lines(entries: Sequence[Entry]) -> Iterator[_Line]:
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        yield _Line(entry, None if entry.target is None else by_id.get(entry.target))


def _row(line: _Line, process: Process) -> tuple[str, ...]:
    entry, target = line
    kind = str(entry.kind) if target is None else f"{entry.kind} {target.version}"
    return (
        entry.name,
        str(entry.version),
        entry_time(entry),
        entry.recorded_by or "",
        kind,
        _what(line, process),
        entry.reason or "",
    )


def _what(line: _Line, process: Process) -> str:
    """Return what an entry is about, in words."""
    entry, target = line
    event = entry.event or (None if target is None else target.event)
    if event is not None:
        return labelled(process, event)
    if entry.kind == "redacted":
        return pluralised(sum(map(len, redacted_places(entry).values())), "place")
    if entry.kind == "removed":
        return pluralised(entry.data["entries"], "entry")
    return _checked_words(checked_to_of(entry.data.get("checked_to")), process)


def _checked_words(checked_to: CheckedTo | None, process: Process) -> str:
    """Return up to which day somebody has looked for events, in words."""
    if checked_to is None:
        return ""
    if checked_to == ONGOING:
        return "every event is recorded as it happens"
    if isinstance(checked_to, PartialDate):
        return f"checked to {checked_to.words}"
    return checked_words(checked_days(checked_to, process.kinds))


def _data(line: _Line) -> dict[str, Any]:
    entry, target = line
    data = {
        "name": entry.name,
        "version": entry.version,
        "id": entry.id,
        "kind": str(entry.kind),
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.recorded_by,
        "reason": entry.reason,
        "of_version": None if target is None else target.version,
        "event": None if entry.event is None else event_data(entry.event),
        "meta": dict(entry.meta),
        "hash": entry.hash,
    }
    return data if entry.event is not None else {**data, "data": dict(entry.data)}


COLUMNS = (
    text_column("name", lambda line: line.entry.name),
    integer_column("version", lambda line: line.entry.version),
    text_column("recorded_at", lambda line: line.entry.recorded_at.isoformat()),
    text_column("recorded_by", lambda line: line.entry.recorded_by),
    text_column("kind", lambda line: line.entry.kind),
    integer_column("of_version", lambda line: getattr(line.target, "version", None)),
    text_column("trigger", lambda line: getattr(line.entry.event, "trigger", None)),
    text_column("on", lambda line: getattr(line.entry.event, "on", None)),
    text_column("reason", lambda line: line.entry.reason),
    text_column("id", lambda line: line.entry.id),
)
"""The columns of an entry in CSV."""
