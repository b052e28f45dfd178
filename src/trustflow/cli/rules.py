"""Commands on date rules: list the rules, calculate the day on which something is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..queries import due
from .arguments import add_command
from .inputs import day_text
from .output import print_json, print_table, say

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the commands `rules` and `due`."""
    parser = add_command(
        commands,
        "rules",
        _rules,
        "list the date rules with their sources",
        example="--on 2014-04-30",
    )
    parser.add_argument("--on", metavar="DAY", help="only the rules in force on this day")

    parser = add_command(
        commands,
        "due",
        _due,
        "calculate the day by which a rule requires something",
        details="The bank holidays that were skipped and the source of the rule are printed too.",
        example="action-plan --from 2025-03-04",
    )
    parser.add_argument(
        "rule", metavar="RULE", help="the name of the rule, as `trustflow rules` lists it"
    )
    parser.add_argument(
        "--from", dest="start", metavar="DAY", required=True, help="the day to count from"
    )


def _rules(options: argparse.Namespace) -> int:
    process = options.process
    rules = process.rules if options.on is None else process.rules_in_force(day_text(options.on))
    if options.json:
        return print_json([rule.to_dict() for rule in rules])
    rows = [
        (
            rule.id,
            rule.bound,
            str(rule.strength),
            rule.period_words,
            rule.duty_holder or "",
            str(rule.citation),
        )
        for rule in rules
    ]
    print_table(("Rule", "Bound", "Strength", "In force", "Duty holder", "Source"), rows)
    return 0


def _due(options: argparse.Namespace) -> int:
    found = due(options.rule, start=day_text(options.start), process=options.process)
    if options.json:
        return print_json(found.to_dict())
    say(found.explain())
    return 0
