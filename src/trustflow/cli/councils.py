"""The command that lists the councils of the casebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import casebook
from ..casebook import NOT_RESEARCHED
from ..dates import PartialDate
from ..trust_transfer import TRUST_TRANSFER
from .arguments import add_command, add_days
from .casebook_files import add_casebook_files, deliver_chart, deliver_export
from .inputs import day_text, knowledge_words
from .output import print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse

    from ..casebook import OverviewRow

__all__ = ["add"]

FILTERS = {
    "event": ("TRIGGER", "with this event on record, such as trust_went_live"),
    "stage": ("STAGE", "with this last stage on record, such as trust_live"),
    "judgement": ("GRADE", "with this latest judgement on record, such as good"),
    "intervention": ("TYPE", "with this last type of intervention on record, such as notice"),
    "delivered_by": (
        "BODY",
        "with services delivered, as last on record, by this body, such as 'a trust' or Leeds",
    ),
    "reached": ("STAGE", "that were in this stage at any time, such as trust_live"),
}
"""For each option that narrows the list: its metavar, and words for the councils that are kept."""
COLUMNS = {
    "authority": "Authority",
    "gss_code": "GSS code",
    "stage": "Last stage on record",
    "since": "Since",
    "judgement": "Latest judgement",
    "judgement_on": "Judged",
    "intervention": "Intervention",
    "delivered_by": "Delivered by",
    "ends": "Record ends",
    "events": "Events",
    "findings": "Findings",
}
"""For each field of an entry, the heading of its column in the printed table."""
CERTAINTY = "{}_certainty"
"""The name of the field with the certainty of another field."""
OPTIONAL = (
    *("GSS code", "Events", "Findings", "Record ends", "Delivered by"),
    *("Intervention", "Since", "Judged"),
)
"""The columns that a narrow terminal leaves out, the first of them first."""


def add(commands: Any) -> None:
    """Add the command `cases`."""
    parser = add_command(
        commands,
        "cases",
        _cases,
        details="Each council is listed with the last stage and the latest judgement on record, "
        "by default on the last day of the casebook. --csv and --json have the certainty of each.",
        example="--as-of 2024-03-31 --judgement inadequate",
        own_process=False,
        table="the list",
    )
    for name, (value, councils) in FILTERS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, metavar=value, help=f"only councils {councils}")
    add_days(parser)
    add_casebook_files(parser)


def _cases(options: argparse.Namespace) -> int:
    if options.export is not None:
        return deliver_export(options, (*FILTERS, "as_of", "known_on"))
    days = {
        name: None if given is None else day_text(given)
        for name, given in (("as_of", options.as_of), ("known_on", options.known_on))
    }
    wanted = {name: getattr(options, name) for name in FILTERS}
    found = casebook.search(**wanted, **days)
    if options.chart is not None:
        return deliver_chart(found, days, options)
    authorities = [history.authority for history in found]
    listed = {entry.authority: entry for entry in casebook.overview(**days)}
    entries = [listed[authority] for authority in authorities if authority in listed]
    if options.json:
        return print_json([entry.to_dict() for entry in entries])
    if options.csv:
        return print_csv(casebook.OverviewTable.columns, entries, options)
    rows = [[_cell(entry, name) for name in COLUMNS] for entry in entries]
    if options.markdown:
        return print_markdown([*COLUMNS.values()], rows, options)
    print_table([*COLUMNS.values()], rows, optional=OPTIONAL, elsewhere="--csv")
    day = casebook.version_day() if days["as_of"] is None else PartialDate.parse(days["as_of"])
    count = f"{len(entries)} of {len(casebook.names())} councils in this casebook"
    asked = ", ".join([day.words, *knowledge_words(options)])
    say(f"\n{count} ({casebook.version}), as of {asked}.")
    others = [authority for authority in authorities if authority not in listed]
    if others:
        say(f"Not listed, because they did not exist on that day: {', '.join(others)}.")
    if any(entry.intervention_certainty == NOT_RESEARCHED for entry in entries):
        say(f'"{NOT_RESEARCHED.capitalize()}": nobody searched for interventions there.')
    say("A council that is not in the casebook may also have had an intervention.")
    age = casebook.age_notice()
    if age is not None:
        say(age)
    return 0


def _cell(entry: OverviewRow, name: str) -> str:
    """Return a field of an entry in words for people."""
    value = getattr(entry, name)
    if name == "stage":
        return TRUST_TRANSFER.stages[value].label
    if isinstance(value, PartialDate):
        return value.words
    if value is None:
        return str(getattr(entry, CERTAINTY.format(name), ""))
    return str(value)
