"""The command `ledger`, whose own commands do what a file of a case cannot."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..engine import capital
from .arguments import HelpInWholeWords
from .commands import COMMANDS, LEDGER_COMMANDS

__all__ = ["add"]

DETAILS = (
    "A ledger keeps live cases in a database. The other commands that keep a case or ask about one "
    "use it with --ledger. Each command below prints its answer as JSON with --json, and reads "
    "cases of your own process with --process."
)


def add(commands: Any) -> None:
    """Add the command `ledger` with its own commands."""
    parser = commands.add_parser(
        "ledger",
        formatter_class=HelpInWholeWords,
        description=f"{capital(COMMANDS['ledger'].purpose)}. {DETAILS}",
        epilog="Example: trustflow ledger init --ledger cases.db",
    )
    own = parser.add_subparsers(
        required=True, title="commands", metavar="COMMAND", prog="trustflow ledger"
    )
    for module in dict.fromkeys(command.module for command in LEDGER_COMMANDS.values()):
        import_module(f".{module}", __package__).add(own)
