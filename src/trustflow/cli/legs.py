"""The command that shows how long each leg takes, or what happened after a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._tables import columns_within, text_column
from ..cohorts import LegTable, OutcomeTable, days_in_words, legs, named_leg, outcomes
from ..errors import pluralised
from ..history import Confidence
from .arguments import add_command, add_reading
from .inputs import all_histories, casebook_histories
from .output import print_item, print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse

    from ..cohorts import Legs, Outcomes
    from ..history import History
    from ..process import Process

__all__ = ["add"]

HEADINGS = (
    "Leg",
    "Cases",
    "Ended",
    "Open",
    "Ended otherwise",
    "Left out",
    "Median (days)",
    "Shortest (days)",
    "Longest (days)",
)
OPTIONAL = ("Left out", "Ended otherwise")
"""The columns that a narrow terminal leaves out, the first of them first."""
CASE_HEADINGS = ("Case", "From", "To", "Days", "Status", "Confidence")
OUTCOME_HEADINGS = ("Next stage", "Cases", "Names")
COLUMNS = (
    text_column("leg", lambda named: named[0]),
    *columns_within(lambda named: named[1], LegTable.columns),
)
"""The columns of a name and a leg in CSV."""

ANY = "any"
"""The level that leaves nothing out."""


def add(commands: Any) -> None:
    """Add the command `legs`."""
    parser = add_command(
        commands,
        "legs",
        _legs,
        details="A leg is the time from one event to another. The times are in days.",
        example="direction-to-live",
        table="the table",
    )
    parser.add_argument(
        "leg",
        nargs="?",
        metavar="LEG",
        help="only this leg, case by case; `trustflow legs` lists the names",
    )
    parser.add_argument(
        "--start", metavar="TRIGGER", help="the event that starts a leg of your own"
    )
    parser.add_argument("--end", metavar="TRIGGER", help="the event that ends a leg of your own")
    parser.add_argument(
        "--after", metavar="STAGE", help="show which stage came next after this one"
    )
    parser.add_argument(
        "--file",
        dest="source",
        metavar="FILE",
        help="use the histories of this file, not the casebook",
    )
    parser.add_argument(
        "--confidence",
        choices=[*map(str, Confidence), ANY],
        default=str(Confidence.MEDIUM),
        metavar="LEVEL",
        help="leave out legs and outcomes of a lower confidence than this: "
        f"{', '.join(Confidence)}, or {ANY} to count those without a source, too "
        f"(default: {Confidence.MEDIUM})",
    )
    add_reading(parser)


def _confidence(options: argparse.Namespace) -> str | None:
    """Return the lowest confidence that counts; None to count also what has no source."""
    return None if options.confidence == ANY else options.confidence


def _legs(options: argparse.Namespace) -> int:
    ends = options.start is not None, options.end is not None
    questions = (options.leg is not None) + (options.after is not None) + any(ends)
    if questions > 1 or any(ends) != all(ends):
        msg = "Expected one of these: a LEG, --start with --end, or --after."
        raise ValueError(msg)
    process = options.process
    histories = (
        casebook_histories(process, instead="Name a file with --file FILE")
        if options.source is None
        else all_histories(options.source, options)
    )
    if options.after is not None:
        return _outcomes(options, histories)
    found = _found_legs(options, histories)
    if options.json:
        return print_json({name: leg.to_dict() for name, leg in found.items()})
    if options.csv:
        return print_csv(
            COLUMNS, [(name, leg) for name in found for leg in found[name].legs], options
        )
    if options.markdown:
        return _print_markdown(found, options)
    if not found:
        say(f"The process {process.name} names no legs. Give one with --start and --end.")
        return 0
    _print_summary(found, process)
    if len(found) == 1:
        _print_cases(*found.values())
    _print_count(histories, *found.values())
    say("A leg is open if its end is not on record.")
    return 0


def _found_legs(options: argparse.Namespace, histories: tuple[History, ...]) -> dict[str, Legs]:
    """Map names to legs: one leg of the process, the leg of the user, or all legs."""
    confidence = _confidence(options)
    process = options.process
    if options.start is not None:
        name = f"{options.start} to {options.end}"
        start, end = options.start, options.end
        return {name: legs(histories, start=start, end=end, confidence=confidence, process=process)}
    names = process.legs if options.leg is None else [options.leg]
    return {
        name: named_leg(histories, name, confidence=confidence, process=process) for name in names
    }


def _print_markdown(found: dict[str, Legs], options: argparse.Namespace) -> int:
    """Print the cases of one leg, or a summary of several legs."""
    if len(found) != 1:
        return print_markdown(HEADINGS, _summary_rows(found), options)
    (leg,) = found.values()
    return print_markdown(CASE_HEADINGS, _case_rows(leg), options)


def _summary_rows(found: dict[str, Legs]) -> list[tuple[str, ...]]:
    return [
        (
            name,
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


def _print_summary(found: dict[str, Legs], process: Process) -> None:
    print_table(HEADINGS, _summary_rows(found), optional=OPTIONAL)
    titles = {name: process.legs[name].title for name in found if name in process.legs}
    if titles:
        say()
    for name, title in titles.items():
        print_item(f"{name}: {title}")


def _case_rows(found: Legs) -> list[tuple[str, ...]]:
    return [
        (
            leg.authority,
            leg.start.on.words,
            "" if leg.end is None else leg.end.on.words,
            days_in_words(leg.days),
            leg.status,
            "" if leg.confidence is None else str(leg.confidence),
        )
        for leg in found.legs
    ]


def _print_cases(found: Legs) -> None:
    if found.legs:
        say()
        print_table(CASE_HEADINGS, _case_rows(found))


def _outcomes(options: argparse.Namespace, histories: tuple[History, ...]) -> int:
    process = options.process
    found = outcomes(histories, options.after, confidence=_confidence(options), process=process)
    if options.json:
        return print_json(found.to_dict())
    if options.csv:
        return print_csv(OutcomeTable.columns, found.outcomes, options)
    rows = [
        (process.stages[stage].label, str(len(names)), ", ".join(names))
        for stage, names in found.by_destination.items()
    ]
    rows.append(("None on record", str(len(found.remaining)), ", ".join(found.remaining)))
    if options.markdown:
        return print_markdown(OUTCOME_HEADINGS, rows, options)
    label = process.stages[found.stage].label
    say(f'Cases with the stage "{label}" on record: {len(found.authorities)}.\n')
    print_table(OUTCOME_HEADINGS, rows)
    _print_count(histories, found)
    return 0


def _print_count(histories: tuple[History, ...], *found: Legs | Outcomes) -> None:
    """Print how many histories were examined, and how many were left out of the count."""
    say(f"\nExamined: {pluralised(len(histories), 'history')}.")
    left_out = sum(len(part.left_out) for part in found)
    if left_out:
        say(
            f"Left out because of low confidence, or no source: {left_out}. "
            f"--confidence {ANY} includes them."
        )
