"""The commands by task: the module that adds each of them, and its purpose.

This module imports no command, so that `--help` is printed without loading any of them.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "GROUPS", "IN_LEDGER", "LEDGER_COMMANDS", "Command"]


class Command(NamedTuple):
    """A command, as `--help` lists it.

    Attributes:
        module: The name of the module of this package whose `add` adds the command.
        purpose: What the command does, in lower case and without a full stop.
    """

    module: str
    purpose: str


GROUPS = {
    "keep a case": {
        "new": Command("recording", "create a file for a new history"),
        "record": Command("recording", "record the next event of a history in its file"),
        "insert": Command("corrections", "put an event that was learnt late in its place"),
        "replace": Command("corrections", "replace an event by a corrected one"),
        "withdraw": Command("corrections", "remove an event"),
        "ledger": Command("ledger_group", "look after a ledger, in which many people keep cases"),
    },
    "ask about a case": {
        "case": Command("histories", "print a history: its events, stages and findings"),
        "check": Command("histories", "check histories against the process"),
        "deadlines": Command(
            "deadlines", "list the deadlines of histories with their status on a day"
        ),
        "next": Command("next_moves", "list the events that may happen next"),
        "paths": Command("next_moves", "list the routes from one stage to another"),
        "schedule": Command(
            "schedule", "list the routes to a stage, with the days on which each step fits"
        ),
    },
    "look up the process": {
        "rules": Command("rules", "list the date rules, or print one with its source"),
        "due": Command("rules", "calculate the day by which a rule requires something"),
        "triggers": Command("triggers", "list the events, or print the fields and words of one"),
        "verify": Command(
            "verify", "find rules that exclude each other, and other faults of a process"
        ),
    },
    "draw": {
        "diagram": Command("pictures", "draw the process, or the path of a history through it"),
        "timeline": Command("pictures", "draw histories on a time axis"),
        "table": Command("pictures", "list the stages, moves or rules as a table for your docs"),
        "page": Command("pictures", "write a history as one HTML file"),
        "explorer": Command("explorer", "write the process as one HTML file that counts due days"),
    },
    "exchange": {
        "convert": Command("formats", "convert histories or the process to another format"),
        "template": Command("formats", "write an empty table of events to fill in"),
        "schema": Command("formats", "print the JSON Schema of a kind of file"),
    },
    "many cases": {
        "cases": Command("councils", "list the councils of the casebook"),
        "legs": Command("legs", "show how long each leg takes, or what happened after a stage"),
        "outcomes": Command(
            "outcomes", "show what happened to those who entered a stage, and how soon"
        ),
        "bulk": Command("bulk", "check an event log of any size, with one event in each row"),
    },
}
"""The commands by the task that they are for, in the order of `--help`."""
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}
"""The commands by name."""
IN_LEDGER = frozenset({*GROUPS["keep a case"], "case", "deadlines", "next"}) - {"ledger"}
"""The commands for which a name can be that of a case in a ledger."""
LEDGER_COMMANDS = {
    "ledger init": Command("ledger_files", "make an empty ledger"),
    "ledger import": Command("ledger_files", "begin a case in a ledger for each history"),
    "ledger export": Command("ledger_files", "write the histories of a ledger to a file"),
    "ledger backup": Command("ledger_files", "copy a ledger of SQLite to a new file"),
    "ledger log": Command("ledger_log", "list who recorded what, when and why"),
    "ledger recheck": Command(
        "ledger_recheck", "check a ledger for changes from outside, and its cases"
    ),
    "ledger redact": Command("ledger_personal", "overwrite a text wherever a case has it"),
    "ledger remove": Command("ledger_personal", "write a case to a file, then delete it"),
}
"""The commands of `ledger` by their whole names, in the order of its `--help`."""
