"""The program: read the arguments, run one command, and report an error in plain words."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import TYPE_CHECKING

from .._distribution import DISTRIBUTION
from ..errors import BadDate, InvalidValue, TrustflowError, quoted, suggestion
from ..views import process_at
from . import (
    bulk,
    corrections,
    councils,
    deadlines,
    formats,
    histories,
    legs,
    next_moves,
    outcomes,
    pictures,
    recording,
    rules,
    schedule,
    triggers,
    verify,
)
from .event_arguments import command_line
from .output import complain, fitted, hanging
from .streams import discard_output, kept_surroundings, safe_streams
from .table_formats import choose_table
from .targets import INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite

__all__ = ["GROUPS", "main"]

GROUPS = {
    "keep a case": (recording, corrections),
    "ask about a case": (histories, deadlines, next_moves, schedule),
    "look up the process": (rules, triggers, verify),
    "draw": (pictures,),
    "exchange": (formats,),
    "many cases": (councils, legs, outcomes, bulk),
}
"""The modules that add commands, by the task of their commands, in the order of `--help`."""
OPTION_OF = {"as_of": "--as-of", "known_on": "--known-on", "start": "--from", "finish_by": "--by"}
"""The options of the arguments that an error can name."""
FILES = (*INPUTS, "file", "target", "output", "check", "ics", "process", "table_file")
"""The options that name files."""
NOTE = "note"
"""The trigger of an event that has no other trigger, if a process has one."""
INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ends."""
EXIT_CODES = (
    "Exit codes: 0 if all went well; 1 if a check failed; 2 if the command was misused, or a "
    "file cannot be read or written; 130 after Ctrl-C."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code.

    Args:
        arguments: The words after the name of the program; by default those of the command line.

    Returns:
        0 if all went well; 1 if a check failed; 2 if the command was misused, or a file cannot be
        read or written; 130 after Ctrl-C.
    """
    with safe_streams():
        try:
            code = _run(arguments)
            sys.stdout.flush()
        except BrokenPipeError:
            # The program that reads our output has stopped reading, as `head` does.
            discard_output()
            return 0
        except KeyboardInterrupt:
            discard_output()
            return _complain("interrupted", INTERRUPTED)
        except (TrustflowError, ValueError, TypeError, OSError) as error:
            if isinstance(error, OSError):
                discard_output()
            return _complain(_message(error), 2)
        return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stopped:  # after --help or --version, or on misuse
        return int(stopped.code or 0)
    options.words = sys.argv[1:] if arguments is None else arguments
    _refuse_line_breaks(options)
    choose_table(options)
    # Each command that uses a process has the option `--process`.
    if hasattr(options, "process"):
        options.process_location = options.process
        with kept_surroundings():
            options.process = process_at(options.process)
    try:
        return int(options.run(options))
    except InvalidValue as error:
        if error.what == "trigger":
            if NOTE in error.words:
                error.add_note("An event without a trigger of its own is a note.")
            listed = command_line("triggers", [], options)
            error.add_note(f"`{listed}` lists them; add a word to search for it.")
        raise
    except BadDate as error:
        raise error.of_argument(OPTION_OF.get(error.what, error.what)) from None


def _refuse_line_breaks(options: argparse.Namespace) -> None:
    """Raise an error if the name of a file has a line break, which would forge lines of output.

    Raises:
        ValueError: A name has a line break.
    """
    for option in FILES:
        given = getattr(options, option, None)
        for name in [given] if isinstance(given, str) else given or ():
            if "\n" in name:
                msg = f"{quoted(name)} has a line break. Expected the name of a file on one line."
                raise ValueError(msg)


def _complain(message: str, code: int) -> int:
    """Print a message to standard error, and return the exit code."""
    complain(hanging(f"trustflow: {message}"))
    return code


def _message(error: Exception) -> str:
    """Return the message of an error.

    For an error of the system, return the name of the file and the reason, without its number.
    """
    if isinstance(error, OSError) and error.strerror is not None:
        return f"{error.filename or 'input or output failed'}: {error.strerror}"
    return " ".join([str(error), *getattr(error, "__notes__", ())])


class _Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest word in place of an unknown one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        words = [str(choice) for choice in action.choices]
        what = "command" if isinstance(action, argparse._SubParsersAction) else "value"  # noqa: SLF001 - no public name
        listed = (
            " `trustflow --help` lists the commands."
            if what == "command"
            else f" Expected one of: {', '.join(words)}."
        )
        msg = f"unknown {what} {value!r}.{suggestion(value, words)}{listed}"
        raise argparse.ArgumentError(action, msg)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; unlike argparse, raise an error if it cannot be written."""
        (file or sys.stdout).write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Print the usage and the message, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, fitted(f"{self.prog}: error: {message}", sys.stderr, hang=2) + "\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    program = _Parser(
        prog="trustflow",
        usage="trustflow [-h] [-V] COMMAND ...",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=textwrap.fill(
            "Check and draw how children's services in England move to a trust. The casebook has "
            "the histories of councils with their sources, and every rule has a citation.",
            79,
        ),
    )
    program.add_argument(
        "-V",
        "--version",
        action=_Version,
        nargs=0,
        help="print the versions of trustflow and its casebook",
    )
    commands = program.add_subparsers(
        required=True, metavar="COMMAND", prog="trustflow", help=argparse.SUPPRESS
    )
    listed = []
    for task, modules in GROUPS.items():
        before = len(commands.choices)
        for module in modules:
            module.add(commands)
        names = [*commands.choices][before:]
        purposes = {name: commands.choices[name].get_default("purpose") for name in names}
        listed.append(_listed(task, purposes))
    closing = textwrap.fill(
        f"`trustflow COMMAND --help` shows the options of a command. {EXIT_CODES}", 79
    )
    program.epilog = "\n\n".join([*listed, closing])
    return program


def _listed(task: str, purposes: dict[str, str]) -> str:
    """Return the commands of a task, one on each line with its purpose."""
    lines = [f"  {name:<10} {purpose}" for name, purpose in purposes.items()]
    return "\n".join([f"{task}:", *lines])


class _Version(argparse.Action):
    """Print the version of trustflow, and that of its casebook.

    The action of argparse needs the version when the parser is built, and the look-up is slow. This
    action looks the versions up only when it is printed.
    """

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        from .. import casebook

        print(f"{version(DISTRIBUTION)}\ncasebook {casebook.version}")
        parser.exit()
