"""The command that shows how long each leg takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._tables import columns_within, text_column
from ..cohorts import LegTable, days_in_words, legs, named_leg
from .arguments import add_command, add_confidence, add_reading, lowest_confidence
from .inputs import STREAM, all_histories, casebook_histories, is_path
from .leg_ranks import print_ranks
from .leg_words import case_noun, leg_cells, print_counts, print_examined, print_no_legs
from .output import print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from ..cohorts import LegRanks, Legs
    from ..history import History
    from ..process import Process

__all__ = ["add"]

COUNT_HEADINGS = ("Ended", "Open", "Ended otherwise", "Left out")
DAY_HEADINGS = (
    "Median of those that ended (days)",
    "Shortest of those that ended (days)",
    "Longest of those that ended (days)",
    "Half of all had ended after (days)",
)
CASE_HEADINGS = ("From", "To", "Days", "Status", "Confidence")
COLUMNS = (
    text_column("leg", lambda named: named[0]),
    *columns_within(lambda named: named[1], LegTable.columns),
)
"""The columns of a name and a leg in CSV."""

CASEBOOK = "casebook"
"""The word that means the histories of the casebook."""


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
        "leg_or_file",
        nargs="*",
        metavar="LEG|FILE",
        help="only this leg, case by case (`trustflow legs` lists the names); a file is the same "
        "as --file FILE",
    )
    parser.add_argument(
        "--start", metavar="TRIGGER", help="the event that starts a leg of your own"
    )
    parser.add_argument("--end", metavar="TRIGGER", help="the event that ends a leg of your own")
    parser.add_argument(
        "--from-first",
        action="store_true",
        help="start a leg of your own with the first of several starting events, not the latest",
    )
    parser.add_argument(
        "--file",
        dest="source",
        metavar="FILE",
        help="use the histories of this file, not the casebook",
    )
    parser.add_argument(
        "--beside",
        metavar=f"{CASEBOOK}|FILE",
        help="rank each leg of the file among the ended legs of the casebook, or of another file",
    )
    add_confidence(parser, "legs", note="; with --beside, only the others are left out")
    add_reading(parser)


def _legs(options: argparse.Namespace) -> int:
    leg = _set_leg_and_source(options)
    ends = options.start is not None, options.end is not None
    if (leg is not None and any(ends)) or any(ends) != all(ends):
        msg = "Expected one of these: a LEG, or --start with --end."
        raise ValueError(msg)
    if options.from_first and not any(ends):
        msg = "--from-first is for a leg of your own. Give it with --start and --end."
        raise ValueError(msg)
    if options.beside is not None:
        return _beside(options, leg)
    histories = (
        casebook_histories(options.process, instead="Name a file with --file FILE")
        if options.source is None
        else all_histories(options.source, options)
    )
    return _print_legs(_found_legs(options, histories, leg), len(histories), options)


def _set_leg_and_source(options: argparse.Namespace) -> str | None:
    """Return the name of the leg, or None; a file that is given without `--file` is the source.

    Raises:
        ValueError: There are several legs, or several files.
    """
    words = options.leg_or_file
    named = [word for word in words if word in options.process.legs or not is_path(word)]
    files = [word for word in words if word not in named]
    if len(named) > 1 or len(files) + (options.source is not None) > 1:
        msg = "Expected at most one LEG and one FILE."
        raise ValueError(msg)
    options.source = next(iter(files), options.source)
    return next(iter(named), None)


def _beside(options: argparse.Namespace, leg: str | None) -> int:
    """Print the ranks of the legs of a file among those of the casebook, or of another file."""
    if options.source is None:
        msg = (
            "--beside ranks the legs of a file. Give the file, too, and perhaps a leg, as in "
            f"trustflow legs case.xlsx --beside {CASEBOOK}."
        )
        raise ValueError(msg)
    if options.source == options.beside == STREAM:
        msg = f"{STREAM} is given twice, but standard input can be read only once."
        raise ValueError(msg)
    mine = all_histories(options.source, options)
    # With --only, the chosen histories are ranked among all of the other file.
    options.only = []
    others = (
        casebook_histories(options.process, instead="Name a file with --beside FILE")
        if options.beside == CASEBOOK
        else all_histories(options.beside, options)
    )
    return print_ranks(_found_ranks(options, mine, others, leg), options)


def _found_legs(
    options: argparse.Namespace, histories: tuple[History, ...], leg: str | None
) -> dict[str, Legs]:
    """Map names to legs: one leg of the process, the leg of the user, or all legs."""
    given = {"confidence": lowest_confidence(options), "process": options.process}
    if options.start is not None:
        return {_own_name(options): legs(histories, **_own_leg(options), **given)}
    return {name: named_leg(histories, name, **given) for name in _names(options, leg)}


def _found_ranks(
    options: argparse.Namespace,
    mine: tuple[History, ...],
    others: tuple[History, ...],
    leg: str | None,
) -> dict[str, LegRanks]:
    """Map names to ranks, as `_found_legs` maps them to legs."""
    given = {"confidence": lowest_confidence(options), "process": options.process, "beside": others}
    if options.start is not None:
        return {_own_name(options): legs(mine, **_own_leg(options), **given)}
    return {name: named_leg(mine, name, **given) for name in _names(options, leg)}


def _own_name(options: argparse.Namespace) -> str:
    return f"{options.start} to {options.end}"


def _own_leg(options: argparse.Namespace) -> dict[str, Any]:
    """Return the definition of the leg of the user, as arguments of `legs`."""
    return {"start": options.start, "end": options.end, "from_first": options.from_first}


def _names(options: argparse.Namespace, leg: str | None) -> Iterable[str]:
    """Return the name of the leg, or the names of all legs of the process."""
    return options.process.legs if leg is None else [leg]


def _print_legs(found: dict[str, Legs], examined: int, options: argparse.Namespace) -> int:
    """Print legs in the format that the arguments name, and return the exit code 0.

    Args:
        found: The legs by name.
        examined: The number of histories that were examined.
        options: The arguments of the command.
    """
    if options.json:
        return print_json({name: each.to_dict() for name, each in found.items()})
    if options.csv:
        return print_csv(
            COLUMNS, [(name, each) for name in found for each in found[name].legs], options
        )
    if options.markdown:
        return _print_markdown(found, options)
    if not found:
        print_no_legs(options.process)
        return 0
    for name, each in found.items():
        print_counts(name, each, options.process)
    if len(found) == 1:
        _print_cases(*found.values(), process=options.process)
    say()
    print_examined(examined, *found.values())
    say("A leg is open if its end is not on record.")
    return 0


def _print_markdown(found: dict[str, Legs], options: argparse.Namespace) -> int:
    """Print the cases of one leg, or a summary of several legs."""
    noun = case_noun(options.process)
    if len(found) != 1:
        headings = ("Leg", f"{noun.title()}s", *COUNT_HEADINGS, *DAY_HEADINGS)
        return print_markdown(headings, _summary_rows(found), options)
    (leg,) = found.values()
    return print_markdown((noun.title(), *CASE_HEADINGS), _case_rows(leg), options)


def _summary_rows(found: dict[str, Legs]) -> list[tuple[str, ...]]:
    return [
        (
            name,
            str(len(leg.authorities)),
            str(len(leg.ended)),
            str(len(leg.open)),
            str(len(leg.ended_otherwise)),
            str(len(leg.left_out)),
            days_in_words(leg.median_of_ended),
            days_in_words(leg.shortest_of_ended),
            days_in_words(leg.longest_of_ended),
            leg.half_in_words,
        )
        for name, leg in found.items()
    ]


def _case_rows(found: Legs) -> list[tuple[str, ...]]:
    return [
        (*leg_cells(leg), "" if leg.confidence is None else str(leg.confidence))
        for leg in found.legs
    ]


def _print_cases(found: Legs, *, process: Process) -> None:
    if found.legs:
        say()
        print_table((case_noun(process).title(), *CASE_HEADINGS), _case_rows(found))
