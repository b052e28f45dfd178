"""The program: read the arguments, run one command, and report an error in plain words.

Only the module of the command that is asked for is loaded, so `--help` and `--version` load no
process, no casebook and no package but the standard library.
"""

from __future__ import annotations

import argparse
import gc
import sys
import textwrap
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING

from .._distribution import VERSION
from .commands import COMMANDS, GROUPS
from .streams import discard_output, safe_streams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite

__all__ = ["GROUPS", "main"]

PROGRAM = "trustflow"
MISSING = "the following arguments are required: "
"""How argparse begins its message about arguments that are missing."""
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
        except Exception as error:
            from ..errors import TrustflowError

            if not isinstance(error, (TrustflowError, ValueError, TypeError, OSError)):
                raise
            if isinstance(error, OSError):
                discard_output()
            return _complain(_message(error), 2)
        return code


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    # The program's own options have no values, so the first other word is the command.
    command = next((word for word in words if not word.startswith("-")), None)
    try:
        with _loading() if arguments is None else nullcontext():
            options = parser([command] if command in COMMANDS else []).parse_args(words)
    except SystemExit as stopped:  # after --help or --version, or on misuse
        return int(stopped.code or 0)
    from .running import run

    options.words = words
    return run(options)


@contextmanager
def _loading() -> Iterator[None]:
    """Keep the garbage collector from the modules that are loaded meanwhile.

    They stay until the process ends. The collector would look through them several times while
    they are loaded and again at the end, which takes a fifth of the time of a short command.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _complain(message: str, code: int) -> int:
    """Print a message to standard error, and return the exit code."""
    from .output import complain, hanging

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
    """A parser that suggests the nearest word, and reads arguments that an option separates."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse as argparse does; if arguments are left over, look for them between options.

        argparse gives an optional argument its words, or none, where the first of the arguments
        are: of ``new case.json --ongoing Somewhere`` it leaves the authority over.
        """
        self._words = sys.argv[1:] if args is None else args
        found, rest = super().parse_known_args(args, namespace)
        is_apart = rest and not any(word.startswith("-") for word in rest)
        if not is_apart or self._subparsers is not None or self._is_second:
            return found, rest
        self._is_second = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_second = False

    _is_second = False
    _words: Sequence[str] = ()

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse as argparse does; say so if a command that takes one name gets several."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            takes_one = hasattr(found, "history") and not rest[0].startswith("-")
            hint = f". `{found.command}` takes one name or file" if takes_one else ""
            if hasattr(found, "ledger"):
                from .misread_words import dash_hint

                hint += dash_hint(rest)
            self.error(f"unrecognized arguments: {' '.join(rest)}{hint}")
        return found

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        from ..errors import suggestion

        is_command = isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - no public name
        # The program itself has only loaded the command that is asked for.
        choices = COMMANDS if is_command and self.prog == PROGRAM else action.choices
        what = "command" if is_command else "value"
        words = [str(choice) for choice in choices]
        listed = (
            f" `{self.prog} --help` lists the commands."
            if is_command
            else f" Expected one of: {', '.join(words)}."
        )
        if action.nargs == "+":
            from .misread_words import greedy_hint

            listed += greedy_hint(action.option_strings, "what is none of them").removeprefix(".")
        msg = f"unknown {what} {value!r}.{suggestion(value, words)}{listed}"
        raise argparse.ArgumentError(action, msg)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; unlike argparse, raise an error if it cannot be written."""
        (file or sys.stdout).write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Print the usage and the message, and exit with 2."""
        from .output import fitted

        if message.startswith(MISSING):
            from .misread_words import dash_hint, greedy_hint

            message += greedy_hint(self._words, message.removeprefix(MISSING))
            if "--ledger" in (known := self._option_string_actions):
                message += dash_hint(
                    word
                    for word in self._words
                    if known.keys().isdisjoint([word.partition("=")[0], word[:2]])
                )
        self.print_usage(sys.stderr)
        self.exit(2, fitted(f"{self.prog}: error: {message}", sys.stderr, hang=2) + "\n")


def parser(names: Iterable[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Args:
        names: The names of the commands that it can parse; others of the same modules may be added.
            By default, it parses every command.
    """
    program = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [-h] [-V] COMMAND ...",
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
        required=True, metavar="COMMAND", prog=PROGRAM, help=argparse.SUPPRESS
    )
    for module in dict.fromkeys(COMMANDS[name].module for name in names):
        import_module(f".{module}", __package__).add(commands)
    closing = textwrap.fill(
        f"`trustflow COMMAND --help` shows the options of a command. {EXIT_CODES}", 79
    )
    program.epilog = "\n\n".join([*map(_listed, GROUPS), closing])
    return program


def _listed(task: str) -> str:
    """Return the commands of a task, one on each line with its purpose."""
    lines = [f"  {name:<10} {command.purpose}" for name, command in GROUPS[task].items()]
    return "\n".join([f"{task}:", *lines])


class _Version(argparse.Action):
    """Print the version of trustflow, and that of its casebook.

    The action of argparse needs the text when the parser is built. This one reads the version of
    the casebook only when it is printed.
    """

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from .. import casebook

        print(f"{VERSION}\ncasebook {casebook.version}")
        parser.exit()
