"""Print the counts of legs with their days, and how many histories were examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cohorts import days_in_words
from ..errors import pluralised
from .arguments import ANY
from .inputs import follows_casebook
from .output import say

if TYPE_CHECKING:
    from ..cohorts import Leg, Legs
    from ..process import Process

__all__ = ["case_noun", "leg_cells", "print_counts", "print_examined", "print_no_legs"]

INDENT = 2


def case_noun(process: Process) -> str:
    """Return what a history is about: a council, or a case if the process is of another kind."""
    return "council" if follows_casebook(process) else "case"


def leg_cells(leg: Leg) -> tuple[str, str, str, str, str]:
    """Return a leg as cells for people: the name, from, to, the days and the status."""
    end = "" if leg.end is None else leg.end.on.words
    return leg.authority, leg.start.on.words, end, days_in_words(leg.days), leg.status


def print_counts(name: str, found: Legs, process: Process, label: str = "") -> None:
    """Print a leg, how many legs ended, and the days of those that ended beside those of all.

    Args:
        name: The name of the leg. Its title follows if the process has the leg.
        found: The legs.
        process: The process.
        label: What the line of counts begins with.
    """
    title = f": {process.legs[name].title}" if name in process.legs else ""
    say(f"{name}{title}", hang=INDENT)
    councils = pluralised(len(found.authorities), case_noun(process))
    say(
        f"  {label}{councils}, {pluralised(len(found.legs), 'leg')}: {len(found.ended)} ended, "
        f"{len(found.open)} open, {len(found.ended_otherwise)} ended otherwise "
        f"({len(found.left_out)} left out)",
        hang=INDENT,
    )
    if found.ended:
        say(
            f"  Days of those that ended: median {days_in_words(found.median_of_ended)}; shortest "
            f"{days_in_words(found.shortest_of_ended)}; longest "
            f"{days_in_words(found.longest_of_ended)}",
            hang=INDENT,
        )
    half = days_in_words(found.half_ended_after)
    if half:
        say(f"  Half of all {len(found.legs)} had ended after {half} days", hang=INDENT)
    elif found.legs:
        say(f"  Fewer than half of all {len(found.legs)} had ended", hang=INDENT)


def print_examined(examined: int, *found: Legs, noun: str = "history") -> None:
    """Print how many histories were examined, and how many legs were left out.

    Args:
        examined: The number of histories.
        found: The legs.
        noun: What the histories are called.
    """
    say(f"Examined: {pluralised(examined, noun)}.")
    left_out = sum(len(part.left_out) for part in found)
    if left_out:
        say(
            f"Left out because of low confidence, or no source: {left_out}. "
            f"--confidence {ANY} includes them."
        )


def print_no_legs(process: Process) -> None:
    """Print that a process names no legs, and how to measure a leg of one's own."""
    say(f"The process {process.name} names no legs. Give one with --start and --end.")
