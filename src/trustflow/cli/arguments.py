"""Add the arguments that several commands share."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from ..history import Confidence, Strength
from ..process import ORDINARY
from ..views import MARK_CHOICES
from .commands import COMMANDS, LEDGER_COMMANDS
from .inputs import TODAY
from .ledger_options import add_ledger, add_recorded_on

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ANY",
    "HelpInWholeWords",
    "add_command",
    "add_confidence",
    "add_days",
    "add_fail_on",
    "add_force",
    "add_histories",
    "add_history",
    "add_marks",
    "add_reading",
    "lowest_confidence",
]

ANY = "any"
"""The level of confidence that leaves nothing out."""


class HelpInWholeWords(argparse.HelpFormatter):
    """Format the help without breaking a line at the hyphen of an option or of a rule."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return textwrap.wrap(
            " ".join(text.split()), width, break_long_words=False, break_on_hyphens=False
        )

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = self._split_lines(text, width - len(indent))
        return "\n".join(f"{indent}{line}" for line in lines)


def add_command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    details: str = "",
    example: str,
    own_process: bool = True,
    table: str | None = None,
) -> argparse.ArgumentParser:
    """Add a command with the options `--json` and `--process`, and return its parser.

    A command that prints a table also has `--csv` and `--markdown`, of which only one can be given,
    and `--output` and `--force`.

    Args:
        commands: The object to which argparse adds commands.
        name: The name of the command, which is one of `COMMANDS` or `LEDGER_COMMANDS`.
        run: The function that runs the command and returns its exit code.
        details: Whole sentences for the help of the command.
        example: The words that follow the name of the command in an example.
        own_process: Whether the command has the option `--process`.
        table: What the table lists that `--csv` and `--markdown` print; None without these options.
    """
    purpose = {**COMMANDS, **LEDGER_COMMANDS}[name].purpose
    description = f"{purpose[:1].upper()}{purpose[1:]}. {details}".rstrip()
    group, _, own_name = name.rpartition(" ")
    # The program lists its commands by task itself; a group leaves that to argparse.
    listed = {"help": purpose} if group else {}
    parser: argparse.ArgumentParser = commands.add_parser(
        own_name,
        **listed,
        formatter_class=HelpInWholeWords,
        description=description,
        epilog=f"Example: trustflow {name} {example}".rstrip(),
    )
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="print the answer as JSON")
    if table is not None:
        formats.add_argument("--csv", action="store_true", help=f"print {table} as CSV")
        formats.add_argument(
            "--markdown", action="store_true", help=f"print {table} as a Markdown table"
        )
        parser.add_argument(
            "-o",
            "--output",
            dest="table_file",
            metavar="FILE",
            help=f"save {table} to this file, as CSV or, if its name ends in .md, as Markdown",
        )
        add_force(parser)
    if own_process:
        parser.add_argument(
            "--process",
            metavar="MODULE:NAME|FILE",
            help="use a process of your own: the module and the name of a Process in it, or a "
            "JSON file",
        )
    parser.set_defaults(run=run, command=name)
    return parser


IN_LEDGER = "; with a ledger, "
"""What comes before the meaning that a name has with a ledger."""


def add_history(parser: argparse.ArgumentParser, *, in_ledger: bool = False) -> None:
    """Add the argument that names one history.

    Args:
        parser: The parser.
        in_ledger: Whether it can be a case in a ledger, which the option `--ledger` names.
    """
    more = f"{IN_LEDGER}a case in it" if in_ledger else ""
    parser.add_argument(
        "history",
        metavar="NAME|FILE",
        help=f"a council of the casebook, or a file with one history; - is standard input{more}",
    )
    if in_ledger:
        add_ledger(parser)
        add_recorded_on(parser)


def add_histories(parser: argparse.ArgumentParser, *, in_ledger: bool = False) -> None:
    """Add the argument that names several histories, and `--all` for those of the casebook.

    Args:
        parser: The parser.
        in_ledger: Whether they can be cases in a ledger, which the option `--ledger` names.
    """
    more = f"{IN_LEDGER}cases in it" if in_ledger else ""
    parser.add_argument(
        "histories",
        nargs="*",
        metavar="NAME|FILE",
        help=f"councils of the casebook, or files of histories; - is standard input{more}",
    )
    more = f"{IN_LEDGER}every case in it" if in_ledger else ""
    parser.add_argument("--all", action="store_true", help=f"use the whole casebook{more}")
    if in_ledger:
        add_ledger(parser)
        add_recorded_on(parser)


def add_days(parser: argparse.ArgumentParser, *, as_of: str | None = None) -> None:
    """Add the options `--as-of` and `--known-on`.

    Args:
        parser: The parser.
        as_of: The default of `--as-of`; none by default.
    """
    default = "" if as_of is None else f" (default: {as_of})"
    parser.add_argument(
        "--as-of",
        metavar="DAY",
        default=as_of,
        help=f"leave out events after this day, such as 2016-12-05 or {TODAY}{default}",
    )
    parser.add_argument(
        "--known-on", metavar="DAY", help="leave out events that were not yet known on this day"
    )


def add_confidence(parser: argparse.ArgumentParser, what: str, *, note: str = "") -> None:
    """Add the option `--confidence`: the lowest confidence that counts.

    Args:
        parser: The parser.
        what: What is left out if its confidence is lower, in the plural.
        note: More words for the help.
    """
    default = Confidence.MEDIUM
    parser.add_argument(
        "--confidence",
        choices=[*map(str, Confidence), ANY],
        default=str(default),
        metavar="LEVEL",
        help=f"leave out {what} of a lower confidence than this: {', '.join(Confidence)}, or {ANY} "
        f"to count those without a source, too (default: {default}){note}",
    )


def lowest_confidence(options: argparse.Namespace) -> str | None:
    """Return the lowest confidence that counts; None to count also what has no source."""
    return None if options.confidence == ANY else options.confidence


def add_fail_on(parser: argparse.ArgumentParser) -> None:
    """Add the option `--fail-on`: the findings for which a check exits with 1."""
    parser.add_argument(
        "--fail-on",
        choices=[str(strength) for strength in Strength],
        default=str(Strength.LOGIC),
        metavar="STRENGTH",
        help="exit with 1 if there is a certain finding as grave as this, or graver: "
        f"{', '.join(Strength)} (default: {Strength.LOGIC})",
    )


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add the option `--force`, which allows a command to replace an existing file."""
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def add_marks(parser: argparse.ArgumentParser) -> None:
    """Add the option `--marks`: the moves to use, by their marks."""
    default = [mark.label for mark in ORDINARY]
    parser.add_argument(
        "--marks",
        nargs="+",
        choices=MARK_CHOICES,
        default=default,
        metavar="MARK",
        help=f"the moves to use: {', '.join(MARK_CHOICES)}; "
        f"all words up to the next option (default: {' '.join(default)})",
    )


def add_reading(parser: argparse.ArgumentParser, *, is_log: bool = False) -> None:
    """Add the options for reading a file.

    Args:
        parser: The parser.
        is_log: Whether the file is an event log of any size, in which rows with faults are
            findings, and which cannot be a workbook.
    """
    group = parser.add_argument_group("options for reading a file")
    if not is_log:
        group.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="NAME",
            help="use only this authority or case of a file with several; can be given several "
            "times",
        )
    group.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=COLUMN",
        help="the heading of a column in the file, and the column of trustflow that it means, "
        "such as When=on; HEADING=- leaves the column out, and '*=-' every unknown column",
    )
    group.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="SPELLING=NAME",
        help="what the file calls an authority, and its name, such as 'S’well=Sandwell'; the names "
        "and codes of the casebook are known" + (", if the option is used" if is_log else ""),
    )
    group.add_argument(
        "--day-first",
        action="store_true",
        help="read 6/10/2016 in a table as 6 October 2016",
    )
    if not is_log:
        group.add_argument(
            "--newest-first",
            action="store_true",
            help="read the rows of each case from the last to the first",
        )
        group.add_argument(
            "--sheet",
            metavar="SHEET",
            help="read only this sheet of a workbook (default: every sheet with headings of "
            "events)",
        )
    group.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help=f"change a limit on what is read: {'text' if is_log else 'size, nesting, text'} or "
        "events; for example events=50000",
    )
    if not is_log:
        group.add_argument(
            "--keep-good",
            action="store_true",
            help="read a table that has faults, without the rows that have them",
        )
    if not is_log:
        group.add_argument(
            "--all-faults",
            action="store_true",
            help="list every fault of the file, not only the first 50",
        )
