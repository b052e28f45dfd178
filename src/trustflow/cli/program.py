"""The program: read the arguments, run one command, and report an error in plain words."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from .._distribution import DISTRIBUTION
from ..errors import TrustflowError
from . import bulk, councils, deadlines, formats, histories, legs, next_moves, pictures
from .output import hanging

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FAMILIES", "main"]

FAMILIES = (histories, councils, legs, deadlines, next_moves, pictures, formats, bulk)
"""The modules that add commands, in the order in which `--help` lists the commands."""
EXIT_CODES = (
    "Exit codes: 0 if all went well; 1 if a check failed; 2 if the command was misused, or a "
    "file cannot be read or written."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code.

    Args:
        arguments: The words after the name of the program; by default those of the command line.

    Returns:
        0 if all went well; 1 if a check failed; 2 if the command was misused, or a file cannot be
        read or written.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The program that reads our output has stopped reading, as `head` does. Without the next
        # line, Python would print an error when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TrustflowError, ValueError, TypeError, OSError) as error:
        print(hanging(f"trustflow: {_message(error)}"), file=sys.stderr)
        return 2
    return code


def _message(error: Exception) -> str:
    """Return the message of an error.

    For an error of the system, return the name of the file and the reason, without its number.
    """
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trustflow",
        description="Check and draw how children's services in England move to a trust. The "
        "casebook has the histories of councils with their sources, and every rule has a citation.",
        epilog=f"trustflow COMMAND --help shows the options of a command. {EXIT_CODES}",
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.add(commands)
    return parser


class _Version(argparse.Action):
    """Print the version of trustflow.

    The action of argparse needs the version when the parser is built, and the look-up is slow. This
    action looks the version up only when it is printed.
    """

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(version(DISTRIBUTION))
        parser.exit()
