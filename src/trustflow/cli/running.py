"""Run the command that the arguments name."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadDate, InvalidValue, UnknownCase, quoted
from ..views import process_at
from .command_line import command_line
from .ledger_options import NAME_IT, check_options, is_in_ledger
from .misread_words import taken_hint
from .streams import kept_surroundings
from .table_formats import choose_table
from .targets import INPUTS

if TYPE_CHECKING:
    import argparse

__all__ = ["NOTE", "run"]

OPTION_OF = {
    "as_of": "--as-of",
    "known_on": "--known-on",
    "recorded_on": "--recorded-on",
    "start": "--from",
    "finish_by": "--by",
}
"""The options of the arguments that an error can name."""
FILES = (*INPUTS, "file", "target", "output", "check", "ics", "process", "table_file", "ledger")
"""The options that name files."""
NOTE = "note"
"""The trigger of an event that has no other trigger, if a process has one."""


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed, and return its exit code.

    Raises:
        TrustflowError: The command refuses its arguments or its input.
        ValueError: The name of a file has a line break, or the options do not fit each other.
    """
    _refuse_line_breaks(options)
    check_options(options)
    if hasattr(options, "keep_good"):
        from .reading_options import check_reading  # other commands need no readers of files

        check_reading(options)
    choose_table(options)
    # Each command that uses a process has the option `--process`.
    if hasattr(options, "process"):
        options.process_location = options.process
        with kept_surroundings():
            options.process = process_at(options.process)
    try:
        # A ledger stays open until the command ends.
        with ExitStack() as options.closing:
            code = int(options.run(options))
        # A command goes on without the cases of a ledger that it cannot read, and then fails.
        return code or int(getattr(options, "has_failed", False))
    except UnknownCase as error:
        if is_in_ledger(options):
            error.add_note(_where_else(error.name))
        raise
    except InvalidValue as error:
        _add_notes(error, options)
        raise
    except BadDate as error:
        raise error.of_argument(OPTION_OF.get(error.what, error.what)) from None


def _add_notes(error: InvalidValue, options: argparse.Namespace) -> None:
    """Add to an error what helps on the command line."""
    if (hint := taken_hint(error, options)) is not None:
        error.add_note(hint)
    if error.what == "trigger":
        if NOTE in error.words:
            error.add_note("An event without a trigger of its own is a note.")
        listed = command_line("triggers", [], options)
        error.add_note(f"`{listed}` lists them; add a word to search for it.")
    elif error.what == "process" and hasattr(options, "ledger"):
        error.add_note(NAME_IT)


def _where_else(name: str) -> str:
    """Return what to do if a name is not in the ledger."""
    from .. import casebook

    if Path(name).is_file() or name in casebook.names():
        return "To use the file or the council of that name, give --ledger ''."
    return "`trustflow ledger log` lists the entries of every case."


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
