"""The command that lists the councils of the casebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import casebook
from ..dates import PartialDate
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command
from .output import print_json, print_table, say
from .table_formats import print_csv, print_markdown

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
        table="the list",
    )
    for name, (value, councils) in FILTERS.items():
        parser.add_argument(f"--{name}", metavar=value, help=f"only councils {councils}")


def _cases(options: argparse.Namespace) -> int:
    wanted = {name: getattr(options, name) for name in FILTERS}
    authorities = {history.authority for history in casebook.search(**wanted)}
    entries = [entry for entry in casebook.overview() if entry.authority in authorities]
    if options.json:
        return print_json([entry.to_dict() for entry in entries])
    if options.csv:
        return print_csv(casebook.EntryTable.columns, entries, options)
    rows = [[_cell(entry, name) for name in COLUMNS] for entry in entries]
    if options.markdown:
        return print_markdown([*COLUMNS.values()], rows, options)
    print_table([*COLUMNS.values()], rows, optional=OPTIONAL, elsewhere="--csv")
    say(f"\n{len(entries)} of {len(casebook.names())} councils in this casebook.")
    say("A council that is not in it may also have had an intervention.")
    return 0


def _cell(entry: Entry, name: str) -> str:
    """Return a field of an entry in words for people."""
    value = getattr(entry, name)
    if name == "stage":
        return TRUST_TRANSFER.stages[value].label
    if isinstance(value, PartialDate):
        return value.words
    return "" if value is None else str(value)
