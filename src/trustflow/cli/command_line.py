"""Write the line that runs a command, for messages that say what to do next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from .._text import without_passwords
from .commands import IN_LEDGER
from .ledger_options import is_in_ledger

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["command_line"]


def command_line(command: str, words: Sequence[str], options: argparse.Namespace) -> str:
    """Return a whole command line to run, with the process and the ledger that the options name.

    Args:
        command: The name of the command.
        words: What follows it, with the name of a file first.
        options: The arguments of the command that is running.
    """
    ledger = options.ledger if command in IN_LEDGER and is_in_ledger(options) else None
    process = getattr(options, "process_location", None)
    ending = [] if ledger is None else ["--ledger", without_passwords(ledger)]
    ending += [] if process is None else ["--process", process]
    given = [*words, *ending]
    # A name that begins with a dash would be read as an option.
    if words and words[0].startswith("-"):
        if ledger is None:
            given[0] = f"./{words[0]}"
        else:
            first = next(place for place in range(1, len(given)) if given[place].startswith("-"))
            given = [*given[first:], "--", *given[:first]]
    return shlex.join(["trustflow", command, *given])
