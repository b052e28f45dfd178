"""The command `verify`: what is wrong in a process, and the shortest times between its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import joined
from ..process import ORDINARY
from ..queries import LEAST_RANKS, shortest_time, verify
from ..views import marks_of
from .arguments import add_command, add_marks
from .inputs import TODAY, day_text
from .output import print_item, print_json, say

if TYPE_CHECKING:
    import argparse

    from ..queries import ShortestTime

__all__ = ["add"]

DEFAULTS: dict[str, Any] = {
    "start": None,
    "on": TODAY,
    "through": (),
    "strength": "law",
    "marks": ORDINARY,
}
"""The options that need `--to`, and their values if they are not given."""


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
        help=f"the day on which the first stage is entered, such as 2026-01-05 (default: {TODAY})",
    )
    parser.add_argument(
        "--through",
        nargs="+",
        metavar="NAME",
        help="stages and events that the route must have",
    )
    parser.add_argument(
        "--strength",
        choices=list(LEAST_RANKS),
        help="the rules that must be kept: those of logic, of law too, or all (default: law)",
    )
    add_marks(parser)
    parser.set_defaults(**dict.fromkeys(DEFAULTS))


def _verify(options: argparse.Namespace) -> int:
    if options.to is not None:
        return _print_shortest(_shortest(options), options)
    given = [name for name in DEFAULTS if getattr(options, name) is not None]
    if given:
        names = joined(f"--{'from' if name == 'start' else name}" for name in given)
        verb = "needs" if len(given) == 1 else "need"
        msg = f"{names} {verb} --to. Add --to and the stage to reach."
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
    asked = {
        name: default if (value := getattr(options, name)) is None else value
        for name, default in DEFAULTS.items()
    }
    return shortest_time(
        process,
        process.initial if asked["start"] is None else asked["start"],
        options.to,
        on=day_text(asked["on"]),
        through=asked["through"],
        strength=asked["strength"],
        marks=marks_of(asked["marks"]),
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
