"""The command that lists the councils of the casebook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..dates import PartialDate
from ..exchange import csv_cell
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command
from .output import print_json, print_table, say
from .targets import write_stream

if TYPE_CHECKING:
    import argparse

    from ..casebook import Entry

__all__ = ["add"]

FILTERS = {
    "event": ("TRIGGER", "with this event on record, such as trust_went_live"),
    "stage": ("STAGE", "with this last stage on record, such as trust_live"),
    "judgement": ("GRADE", "with this latest judgement on record, such as good"),
    "intervention": ("TYPE", "with this type of intervention on record, such as notice"),
    "reached": ("STAGE", "that were in this stage at any time, such as trust_live"),
}
"""For each option that narrows the list: its metavar, and words for the councils that are kept."""
COLUMNS = {
    "authority": "Authority",
    "gss_code": "GSS code",
    "stage": "Last stage on record",
    "since": "Since",
    "judgement": "Latest judgement",
    "intervention": "Intervention",
    "ends": "Record ends",
    "events": "Events",
    "findings": "Findings",
}
"""For each field of an entry, the heading of its column in the printed table."""

OPTIONAL = ("GSS code", "Events", "Findings", "Record ends", "Intervention", "Since")
"""The columns that a narrow terminal leaves out, the first of them first."""


def add(commands: Any) -> None:
    """Add the command `cases`."""
    parser = add_command(
        commands,
        "cases",
        _cases,
        "list the councils of the casebook",
        details="Each council is listed with the last stage and the latest judgement on record.",
        example="--stage trust_live",
        own_process=False,
    )
    for name, (value, councils) in FILTERS.items():
        parser.add_argument(f"--{name}", metavar=value, help=f"only councils {councils}")
    parser.add_argument("--csv", action="store_true", help="print the list as CSV")


def _cases(options: argparse.Namespace) -> int:
    wanted = {name: getattr(options, name) for name in FILTERS}
    authorities = {history.authority for history in casebook.search(**wanted)}
    entries = [entry for entry in casebook.overview() if entry.authority in authorities]
    if options.json:
        return print_json([entry.to_dict() for entry in entries])
    if options.csv:
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([csv_cell(_text(entry, name)) for name in COLUMNS] for entry in entries)
        write_stream(table.getvalue().encode())
        return 0
    rows = [[_cell(entry, name) for name in COLUMNS] for entry in entries]
    print_table([*COLUMNS.values()], rows, optional=OPTIONAL, elsewhere="--csv")
    say(f"\n{len(entries)} of {len(casebook.names())} councils in this casebook.")
    say("A council that is not in it may also have had an intervention.")
    return 0


def _text(entry: Entry, name: str) -> str:
    """Return a field of an entry as text for programs."""
    value = getattr(entry, name)
    return "" if value is None else str(value)


def _cell(entry: Entry, name: str) -> str:
    """Return a field of an entry in words for people."""
    value = getattr(entry, name)
    if name == "stage":
        return TRUST_TRANSFER.stages[value].label
    return value.words if isinstance(value, PartialDate) else _text(entry, name)
