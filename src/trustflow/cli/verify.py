"""The command `verify`: what is wrong in a process, and the shortest times between its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..queries import LEAST_RANKS, shortest_time, verify
from ..views import marks_of
from .arguments import add_command, add_marks
from .inputs import TODAY, day_text
from .output import print_item, print_json, say

if TYPE_CHECKING:
    import argparse

    from ..queries import ShortestTime

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command `verify`."""
    parser = add_command(
        commands,
        "verify",
        _verify,
        details="No case is needed. With --to, the shortest time to a stage is printed instead.",
        example="--to trust_live --strength all",
    )
    parser.add_argument("--to", metavar="STAGE", help="print the shortest time to this stage")
    parser.add_argument(
        "--from",
        dest="start",
        metavar="STAGE",
        help="the stage to start in (default: the first stage of the process)",
    )
    parser.add_argument(
        "--on",
        metavar="DAY",
        default=TODAY,
        help=f"the day on which the first stage is entered, such as 2026-01-05 (default: {TODAY})",
    )
    parser.add_argument(
        "--through",
        nargs="+",
        default=[],
        metavar="NAME",
        help="stages and events that the route must have",
    )
    parser.add_argument(
        "--strength",
        choices=list(LEAST_RANKS),
        default="law",
        help="the rules that must be kept: those of logic, of law too, or all (default: law)",
    )
    add_marks(parser)


def _verify(options: argparse.Namespace) -> int:
    if options.to is not None:
        return _print_shortest(_shortest(options), options)
    if options.start is not None or options.through:
        msg = "--from and --through choose a route. Add --to and the stage to reach."
        raise ValueError(msg)
    found = verify(options.process)
    if options.json:
        print_json(found.to_dict())
    else:
        end = ":\n" if found.findings else "."
        say(f"{found.summary}{end}")
        for finding in found.findings:
            print_item(str(finding))
    return 0 if found.ok else 1


def _shortest(options: argparse.Namespace) -> ShortestTime | None:
    process = options.process
    return shortest_time(
        process,
        process.initial if options.start is None else options.start,
        options.to,
        on=day_text(options.on),
        through=options.through,
        strength=options.strength,
        marks=marks_of(options.marks),
    )


def _print_shortest(shortest: ShortestTime | None, options: argparse.Namespace) -> int:
    """Print the shortest time; return the exit code 1 if there is none."""
    if options.json:
        print_json(None if shortest is None else shortest.to_dict())
    elif shortest is None:
        say("No route keeps these rules.")
    else:
        first, *steps = shortest.sentences()
        say(first)
        for step in steps:
            print_item(step)
    return 0 if shortest is not None else 1
