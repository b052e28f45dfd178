"""Commands on date rules: list the rules, calculate a due day, list the deadlines of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine import NOT_RECORDED
from ..errors import pluralised
from ..exchange import deadlines_to_ics, write_atomically
from ..queries import Due, Status, deadlines, due
from .arguments import add_command, add_days, add_history, add_reading
from .inputs import PROCESS, selected_history
from .output import print_item, print_json, print_table

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]

MISSED = {Status.UNMET, Status.NOT_RECORDED}


def add(commands: Any) -> None:
    """Add the commands `rules`, `due` and `deadlines`."""
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

    parser = add_command(
        commands,
        "deadlines",
        _deadlines,
        "list the deadlines of a history with their status on a day",
        details="Give the day with --as-of.",
        example="Sandwell --as-of 2016-12-05",
    )
    add_history(parser)
    add_days(parser)
    parser.add_argument(
        "--everything",
        action="store_true",
        help="list also the deadlines of rules that passed more than a year ago and for which "
        "nothing is on record",
    )
    parser.add_argument("--explain", action="store_true", help="print how each due day was counted")
    parser.add_argument(
        "--ics", metavar="FILE", help="write the deadlines to a calendar file instead"
    )
    add_reading(parser)


def _rules(options: argparse.Namespace) -> int:
    rules = PROCESS.rules if options.on is None else PROCESS.rules_in_force(options.on)
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
    found = due(options.rule, start=options.start, process=PROCESS)
    if options.json:
        return print_json(found.to_dict())
    print(found.explain())
    return 0


def _deadlines(options: argparse.Namespace) -> int:
    if options.as_of is None:
        msg = "The status of a deadline needs a day. Give it as in --as-of 2016-12-05."
        raise ValueError(msg)
    history = selected_history(options)
    found = deadlines(history, options.as_of, process=PROCESS, everything=options.everything)
    if options.ics is not None:
        calendar = deadlines_to_ics(found, authority=history.authority, process=PROCESS)
        write_atomically(options.ics, calendar)
        if not options.json:
            # The calendar leaves out deadlines without a day, so its own events are counted.
            print(f"{options.ics}: {pluralised(calendar.count(b'BEGIN:VEVENT'), 'deadline')}")
            return 0
    if options.json:
        return print_json([deadline.to_dict() for deadline in found])
    rows = [
        (
            "" if deadline.due is None else deadline.due.words,
            deadline.what,
            str(deadline.status),
            _time_left(deadline),
            str(deadline.strength),
            deadline.duty_holder or "",
            str(deadline.citation),
        )
        for deadline in found
    ]
    headings = ("Due", "What", "Status", "Time left", "Strength", "Duty holder", "Source")
    print_table(headings, rows)
    if options.explain:
        for deadline in found:
            print()
            print_item(deadline.explain())
    elif any(deadline.status in MISSED for deadline in found):
        print(f"\n{Status.UNMET.capitalize()} or {Status.NOT_RECORDED}: {NOT_RECORDED}")
    print(f"\n{PROCESS.disclaimer}")
    return 0


def _time_left(deadline: Due) -> str:
    """Return the days left to a deadline, or since it, in the unit of its rule."""
    if deadline.left is None:
        return ""
    days = pluralised(abs(deadline.left), deadline.unit.removesuffix("s"))
    return days if deadline.status is Status.OPEN else f"{days} ago"
