"""The options for a case in a ledger, which several commands share, and what fits which place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .commands import LEDGER_COMMANDS

if TYPE_CHECKING:
    import argparse

__all__ = [
    "NAME_IT",
    "VARIABLE",
    "add_expected_version",
    "add_ledger",
    "add_recorded_on",
    "add_signature",
    "check_options",
    "is_in_ledger",
    "signature",
    "signature_words",
]

VARIABLE = "TRUSTFLOW_LEDGER"
"""The environment variable that names a ledger."""
NAME_IT = "On the command line, name it with --process."
"""What to do about a case of a process that the options do not name."""
FOR_LEDGER = ("recorded_by", "reason", "expected_version", "recorded_on")
"""The options that need a ledger."""
FOR_FILE = (
    "only",
    "map",
    "name",
    "day_first",
    "newest_first",
    "sheet",
    "limit",
    "keep_good",
    "all_faults",
)
"""The options for reading a file."""


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """Add the option `--ledger`."""
    parser.add_argument(
        "--ledger",
        metavar="PLACE",
        default=os.environ.get(VARIABLE),
        help="the ledger: the path of a file of SQLite, such as cases.db, or the URL of a "
        f"database; '' for none (default: the environment variable {VARIABLE}). A name of a case "
        "that begins with a dash comes after all options and --, as in: -- -name",
    )


def add_signature(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add the options that say who makes a change of a ledger, and why."""
    parser.add_argument(
        "--recorded-by",
        metavar="WHO",
        required=required,
        help="who makes the change; kept in the ledger"
        + ("" if required else " (default: nobody)"),
    )
    parser.add_argument(
        "--reason", metavar="TEXT", required=required, help="why, which the ledger keeps"
    )


def add_expected_version(parser: argparse.ArgumentParser) -> None:
    """Add the option `--expected-version`."""
    parser.add_argument(
        "--expected-version",
        type=int,
        metavar="NUMBER",
        help="the version of the case that you have read, as `case` prints it: if somebody has "
        "changed the case since, nothing is recorded",
    )


def add_recorded_on(parser: argparse.ArgumentParser) -> None:
    """Add the option `--recorded-on`."""
    parser.add_argument(
        "--recorded-on",
        metavar="DAY",
        help="with a ledger: the case as it was recorded by the end of this day",
    )


def is_in_ledger(options: argparse.Namespace) -> bool:
    """Return whether the names of a command are those of cases in a ledger."""
    return bool(getattr(options, "ledger", None))


def check_options(options: argparse.Namespace) -> None:
    """Raise an error if an option is given that does not fit the place of the case.

    Raises:
        ValueError: An option needs a ledger, or is for a file; or a reason is missing.
    """
    if not hasattr(options, "ledger") or options.command in LEDGER_COMMANDS:
        return
    if (
        is_in_ledger(options)
        and options.command == "withdraw"
        and not (options.reason or "").strip()
    ):
        msg = "A ledger keeps why an event was withdrawn. Give the reason with --reason TEXT."
        raise ValueError(msg)
    misplaced = FOR_FILE if is_in_ledger(options) else FOR_LEDGER
    given = [name for name in misplaced if getattr(options, name, None) not in (None, False, [])]
    if not given:
        return
    flag = f"--{given[0].replace('_', '-')}"
    if is_in_ledger(options):
        msg = f"{flag} is for reading a file, and the case is in a ledger. Leave it out."
    else:
        msg = f"{flag} is for a case in a ledger. Name the ledger with --ledger PLACE."
    raise ValueError(msg)


def signature(options: argparse.Namespace) -> dict[str, Any]:
    """Return who makes a change, and why, as the methods of a ledger take them."""
    return {"recorded_by": options.recorded_by, "reason": options.reason}


def signature_words(options: argparse.Namespace) -> list[str]:
    """Return the words of the command line that say who makes a change, and why."""
    given = {name: text for name, text in signature(options).items() if text is not None}
    return [f"--{name.replace('_', '-')}={text}" for name, text in given.items()]
