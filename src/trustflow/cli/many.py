"""Commands about many histories: the casebook at a glance, how long legs take, what came next."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any

from .. import casebook
from ..cohorts import days_in_words, legs, named_leg, outcomes
from ..history import Confidence
from .common import PROCESS, command, print_json, print_table
from .common import histories as histories_of

if TYPE_CHECKING:
    import argparse

    from ..casebook import Entry
    from ..cohorts import Legs, Outcomes
    from ..history import History

__all__ = ["add"]

FILTERS = {
    "event": ("TRIGGER", "with an event of this kind on record, such as trust_went_live"),
    "stage": ("STAGE", "with this last stage on record"),
    "judgement": ("GRADE", "with this latest judgement on record"),
    "intervention": ("TYPE", "with this type of intervention on record, such as notice"),
    "reached": ("STAGE", "that have been in this stage at any time"),
}
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


def add(commands: Any) -> None:
    """Add the commands cases and legs."""
    parser = command(commands, "cases", _cases, "list the casebook: councils and where they stand")
    for name, (what, which) in FILTERS.items():
        parser.add_argument(f"--{name}", metavar=what, help=f"only councils {which}")
    parser.add_argument("--csv", action="store_true", help="print CSV")

    parser = command(
        commands, "legs", _legs, "say how long a leg of the road takes, or what is next"
    )
    parser.add_argument(
        "leg", nargs="?", choices=[*PROCESS.legs], metavar="LEG", help=", ".join(PROCESS.legs)
    )
    parser.add_argument("--start", metavar="TRIGGER", help="a leg of your own: what starts it")
    parser.add_argument("--end", metavar="TRIGGER", help="and what ends it")
    parser.add_argument("--after", metavar="STAGE", help="what became of those in a stage")
    parser.add_argument("--file", metavar="FILE", help="histories of your own, not the casebook")
    parser.add_argument(
        "--confidence",
        choices=[str(each) for each in Confidence],
        default="medium",
        help="leave out what rests on less (default: medium)",
    )


def _cases(options: argparse.Namespace) -> int:
    asked = {name: getattr(options, name) for name in FILTERS}
    found = {history.authority for history in casebook.search(**asked)}
    entries = [entry for entry in casebook.overview() if entry.authority in found]
    if options.json:
        return print_json([entry.to_dict() for entry in entries])
    if options.csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows([_cell(entry, name) for name in COLUMNS] for entry in entries)
        return 0
    print_table(
        [*COLUMNS.values()],
        [
            [
                PROCESS.stages[entry.stage].label if name == "stage" else _cell(entry, name)
                for name in COLUMNS
            ]
            for entry in entries
        ],
    )
    print(f"\n{len(entries)} of {len(casebook.names())} councils in this casebook.")
    print("A council that is not in it may have had an intervention all the same.")
    return 0


def _cell(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    return "" if value is None else str(value)


def _legs(options: argparse.Namespace) -> int:
    own = options.start is not None, options.end is not None
    asked = (options.leg is not None) + (options.after is not None) + any(own)
    if asked > 1 or any(own) != all(own):
        msg = "name a leg, or give --start with --end, or --after: one of the three"
        raise ValueError(msg)
    histories = histories_of(options.file) if options.file else casebook.histories()
    if options.after:
        return _print_outcomes(options, histories)
    if options.leg:
        found = {options.leg: named_leg(histories, options.leg, confidence=options.confidence)}
    elif options.start:
        leg = legs(histories, start=options.start, end=options.end, confidence=options.confidence)
        found = {f"{options.start} to {options.end}": leg}
    else:
        found = {
            name: named_leg(histories, name, confidence=options.confidence) for name in PROCESS.legs
        }
    if options.json:
        return print_json({name: leg.to_dict() for name, leg in found.items()})
    _print_summary(found)
    if len(found) == 1:
        _print_each(*found.values())
    _print_count(len(histories), *found.values())
    return 0


def _print_summary(found: dict[str, Legs]) -> None:
    headings = (
        "Leg",
        "Councils",
        "Ended",
        "Open",
        "Ended otherwise",
        "Left out",
        "Median days",
        "Shortest",
        "Longest",
    )
    rows = [
        (
            PROCESS.legs[name].title if name in PROCESS.legs else name,
            str(len(leg.authorities)),
            str(len(leg.ended)),
            str(len(leg.open)),
            str(len(leg.ended_otherwise)),
            str(len(leg.left_out)),
            days_in_words(leg.median),
            days_in_words(leg.shortest),
            days_in_words(leg.longest),
        )
        for name, leg in found.items()
    ]
    print_table(headings, rows)


def _print_each(found: Legs) -> None:
    print()
    rows = [
        (
            leg.authority,
            str(leg.start.on),
            "" if leg.end is None else str(leg.end.on),
            days_in_words(leg.days),
            leg.status,
            str(leg.confidence or ""),
        )
        for leg in found.legs
    ]
    print_table(("Authority", "From", "To", "Days", "Status", "Confidence"), rows)


def _print_outcomes(options: argparse.Namespace, histories: tuple[History, ...]) -> int:
    found = outcomes(histories, options.after, confidence=options.confidence, process=PROCESS)
    if options.json:
        return print_json(found.to_dict())
    label = PROCESS.stages[found.stage].label
    print(f"Councils on record in the stage “{label}”: {len(found.authorities)}.")
    rows = [
        *(
            (PROCESS.stages[stage].label, str(len(names)), ", ".join(names))
            for stage, names in found.by_destination.items()
        ),
        (
            "Still there, as far as the record goes",
            str(len(found.remaining)),
            ", ".join(found.remaining),
        ),
    ]
    print_table(("Then", "Councils", "Which"), rows)
    _print_count(len(histories), found)
    return 0


def _print_count(histories: int, *found: Legs | Outcomes) -> None:
    """How many were counted, and what was left out."""
    print(f"\nOf {histories} councils looked at. Open means: not ended, as far as the record goes.")
    left_out = sum(len(each.left_out) for each in found)
    if left_out:
        print(f"{left_out} left out for their confidence; --confidence low counts them in.")
