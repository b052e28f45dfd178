"""Print how the legs of a file stand among those of the casebook, or of another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._tables import columns_within, text_column
from ..cohorts import LegRankTable
from ..errors import joined
from .leg_words import case_noun, leg_cells, print_counts, print_examined, print_no_legs
from .output import print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from ..cohorts import LegRank, LegRanks

__all__ = ["print_ranks"]

HEADINGS = ("From", "To", "Days", "Status", "Beside the others")
COLUMNS = (
    text_column("leg", lambda named: named[0]),
    *columns_within(lambda named: named[1], LegRankTable.columns),
)
"""The columns of a name and a rank in CSV."""


def print_ranks(found: Mapping[str, LegRanks], options: argparse.Namespace) -> int:
    """Print the ranks of legs in the format that the arguments name; return the exit code 0.

    Args:
        found: The ranks by the name of the leg.
        options: The arguments of the command.
    """
    if options.json:
        return print_json({name: ranks.to_dict() for name, ranks in found.items()})
    ranked = [(name, rank) for name, ranks in found.items() for rank in ranks.ranks]
    if options.csv:
        return print_csv(COLUMNS, ranked, options)
    headings = (case_noun(options.process).title(), *HEADINGS)
    if options.markdown:
        rows = [(name, *_cells(rank)) for name, rank in ranked]
        return print_markdown(("Leg", *headings), rows, options)
    if not found:
        print_no_legs(options.process)
        return 0
    for name, ranks in found.items():
        if ranks.ranks:
            print_counts(name, ranks.others, options.process, "Others: ")
            say()
            print_table(headings, [_cells(rank) for rank in ranks.ranks])
            say()
    _print_notes(found, options)
    return 0


def _cells(rank: LegRank) -> tuple[str, ...]:
    return *leg_cells(rank.leg), rank.words


def _print_notes(found: Mapping[str, LegRanks], options: argparse.Namespace) -> None:
    """Print which legs the file lacks, what was left out of the others, and what was examined."""
    absent = [name for name, ranks in found.items() if not ranks.ranks]
    if absent:
        say(f"Not in {options.source}: {', '.join(absent)}.")
    same = dict.fromkeys(name for ranks in found.values() for name in ranks.same_authorities)
    if same:
        say(f"Left out of the others, because {options.source} has them, too: {joined(same)}.")
    others = [ranks.others for ranks in found.values()]
    if absent or same:
        say()
    print_examined(others[0].histories, *others, noun="other history")
    say("A leg is open if its end is not on record.")
