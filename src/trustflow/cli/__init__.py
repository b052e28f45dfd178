"""The command: tables on a terminal, plain text in a pipe, JSON on request, no traceback."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from ..errors import TrustflowError
from . import cases, drawings, formats, logs, many, questions

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

FAMILIES = (cases, many, questions, drawings, formats, logs)
"""The modules whose `add` adds commands, in the order in which `--help` lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after its name; those it was started with when left out.

    Returns:
        0; 1 when a check found what it should fail on; 2 for misuse or a file that cannot be read.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has stopped; Python must not complain of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TrustflowError, ValueError, TypeError, OSError) as error:
        print(f"trustflow: {_told(error)}", file=sys.stderr)
        return 2
    return code


def _told(error: Exception) -> str:
    """What went wrong; of a file that cannot be opened, its name before the reason."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trustflow",
        description="How children's services in England move from an inadequate judgement to a "
        "trust: real histories, checked against cited rules.",
    )
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.add(commands)
    return parser


class _Version(argparse.Action):
    """Print the version, which is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(version("trustflow"))
        parser.exit()
