"""Commands on date rules: list them, print one, calculate the day on which something is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._tables import list_column, text_column
from ..queries import due
from ..views import rule_facts
from .arguments import add_command
from .command_line import command_line
from .inputs import TODAY, day_text, today_words
from .output import print_item, print_json, print_table, say
from .table_formats import print_csv, print_markdown, source_cell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ..process import DateRule
    from ..views import Cell

__all__ = ["add"]

HEADINGS = ("Rule", "Bound", "Strength", "In force", "Duty holder", "Source")
OPTIONAL = ("Source", "Duty holder", "In force")
"""The columns that a narrow terminal leaves out, the first of them first."""
COLUMNS = (
    text_column("id"),
    text_column("requires"),
    *map(list_column, ("starts", "ends", "shown_by", "cancelled_by")),
    *map(
        text_column,
        ("at_least", "at_most", "strength", "since", "until", "duty_holder", "citation"),
    ),
)
"""The columns of a rule in CSV."""


def add(commands: Any) -> None:
    """Add the commands `rules` and `due`."""
    parser = add_command(
        commands,
        "rules",
        _rules,
        example="action-plan",
        table="the list",
    )
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the name of the rule to print")
    parser.add_argument(
        "--on", metavar="DAY", help=f"only the rules in force on this day, such as {TODAY}"
    )

    parser = add_command(
        commands,
        "due",
        _due,
        details="The bank holidays that were skipped and the source of the rule are printed too.",
        example="action-plan --from 2025-03-04",
    )
    parser.add_argument(
        "rule", metavar="RULE", help="the name of the rule, as `trustflow rules` lists it"
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="DAY",
        required=True,
        help=f"the day to count from, such as 2025-03-04 or {TODAY}",
    )


def _rules(options: argparse.Namespace) -> int:
    process = options.process
    if options.rule is not None:
        return _one_rule(options)
    rules = process.rules if options.on is None else process.rules_in_force(day_text(options.on))
    if options.json:
        return print_json([rule.to_dict() for rule in rules])
    if options.csv:
        return print_csv(COLUMNS, rules, options)
    if options.markdown:
        return _print_markdown(rules, options)
    if options.on is not None:
        day = today_words(options.on)
        say(f"Rules in force on {day}:\n" if rules else f"No rule is in force on {day}.")
    elif not rules:
        say("The process has no date rules.")
    if rules:
        one = f"`{command_line('rules', ['RULE'], options)}`"
        print_table(HEADINGS, list(map(_row, rules)), optional=OPTIONAL, elsewhere=one)
    return 0


def _row(rule: DateRule) -> tuple[str, ...]:
    return (
        rule.id,
        rule.bound,
        str(rule.strength),
        rule.period_words,
        rule.duty_holder or "",
        str(rule.citation),
    )


def _print_markdown(rules: Sequence[DateRule], options: argparse.Namespace) -> int:
    """Print the list as Markdown, in which each source is a link."""
    rows: list[tuple[str | Cell, ...]] = [
        (*_row(rule)[:-1], source_cell(rule.citation)) for rule in rules
    ]
    return print_markdown(HEADINGS, rows, options)


def _one_rule(options: argparse.Namespace) -> int:
    """Print one rule, with a fact on each line."""
    if options.on is not None:
        msg = "--on selects from the list of rules. Leave out the name of the rule, or --on."
        raise ValueError(msg)
    rule = options.process.rule(options.rule)
    if options.json:
        return print_json(rule.to_dict())
    if options.csv:
        return print_csv(COLUMNS, [rule], options)
    if options.markdown:
        return _print_markdown([rule], options)
    say(f"{rule.id}: {rule.requires}.", hang=2)
    for label, value in rule_facts(rule, options.process).items():
        if value is not None:
            print_item(f"{label}: {value}.")
    return 0


def _due(options: argparse.Namespace) -> int:
    found = due(options.rule, start=day_text(options.start), process=options.process)
    if options.json:
        return print_json(found.to_dict())
    for sentence in found.sentences():
        say(sentence, hang=2)
    return 0
