"""Write the line that runs a command, for messages that say what to do next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["command_line"]


def command_line(command: str, words: Sequence[str], options: argparse.Namespace) -> str:
    """Return a whole command line to run, with the process that the options name.

    Args:
        command: The name of the command.
        words: What follows it, with the name of a file first.
        options: The arguments of the command that is running.
    """
    # A name that begins with a hyphen would be read as an option.
    file = [f"./{word}" if word.startswith("-") else word for word in words[:1]]
    process = getattr(options, "process_location", None)
    ending = [] if process is None else ["--process", process]
    return shlex.join(["trustflow", command, *file, *words[1:], *ending])
