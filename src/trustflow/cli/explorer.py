"""The command that writes the explorer of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..views import EXPLORER_DAYS, explorer
from .arguments import add_command, add_reading
from .delivery import add_delivery, deliver
from .inputs import all_histories, casebook_histories, day_text, distinct_names, follows_casebook
from .output import say
from .targets import check_kind, check_target, is_output

if TYPE_CHECKING:
    import argparse

    from ..history import History

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command `explorer`."""
    parser = add_command(
        commands,
        "explorer",
        _explorer,
        details="The file loads nothing from the network, so you can send it.",
        example="-o explorer.html",
    )
    parser.add_argument(
        "histories",
        nargs="*",
        metavar="NAME|FILE",
        help="councils of the casebook, or files of histories, that are counted on each move "
        "(default: the whole casebook, if it follows the process)",
    )
    for option, day in zip(("first", "last"), EXPLORER_DAYS, strict=True):
        parser.add_argument(
            f"--{option}",
            metavar="DAY",
            default=day,
            help=f"the {option} day from which days can be counted (default: {day})",
        )
    add_delivery(parser)
    add_reading(parser)


def _explorer(options: argparse.Namespace) -> int:
    if options.output is not None:
        check_kind(options.output, ["a page"], "an HTML page")
        check_target(options.output, options)
    first, last = day_text(options.first), day_text(options.last)
    page = explorer(options.process, histories=_histories(options), first=first, last=last)
    code = deliver(page, options)
    if options.output is not None and not is_output(options.output) and not options.json:
        say(f"{options.output}: counts from each day from {first} to {last}")
    return code


def _histories(options: argparse.Namespace) -> tuple[History, ...]:
    """Return the histories that are given; by default, those of the casebook if they fit."""
    if options.histories:
        return tuple(
            history
            for name in distinct_names(options.histories)
            for history in all_histories(name, options)
        )
    return casebook_histories(options.process) if follows_casebook(options.process) else ()
