"""Commands that answer questions: what is due, what may happen next, by which routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import casebook
from ..cohorts import outcomes
from ..engine import NOT_RECORDED, check
from ..errors import pluralised
from ..exchange import deadlines_to_ics, write_atomically
from ..process import Mark
from ..queries import Due, Status, deadlines, due, what_next
from .common import PROCESS, add_days, command, print_json, print_table, seen

if TYPE_CHECKING:
    import argparse

    from ..queries import Option

__all__ = ["add"]

MISSED = {Status.UNMET, Status.NOT_RECORDED}


def add(commands: Any) -> None:
    """Add the commands rules, due, deadlines, next and paths."""
    parser = command(commands, "rules", _rules, "list the date rules with their citations")
    parser.add_argument("--on", metavar="DAY", help="only those in force on a day")

    parser = command(commands, "due", _due, "count by when something is due under a rule")
    parser.add_argument("rule", metavar="RULE", help="a rule's id, as `trustflow rules` lists it")
    parser.add_argument("--from", dest="start", metavar="DAY", required=True, help="counted from")

    parser = command(commands, "deadlines", _deadlines, "list what is due, met or without a record")
    parser.add_argument("history", metavar="NAME|FILE", help="an authority, or a file of one")
    add_days(parser)
    parser.add_argument("--everything", action="store_true", help="list old ones without a record")
    parser.add_argument("--explain", action="store_true", help="say how each day was counted")
    parser.add_argument("--ics", metavar="FILE", help="write them to a calendar file")

    parser = command(commands, "next", _next, "list what may happen next, and what may not")
    parser.add_argument("history", metavar="NAME|FILE", help="an authority, or a file of one")
    add_days(parser)
    parser.add_argument("--refused", action="store_true", help="list what is refused, too, and why")

    parser = command(commands, "paths", _paths, "list the routes from one stage to another")
    parser.add_argument("to", metavar="STAGE", help="the stage to reach, such as trust_live")
    parser.add_argument("--from", dest="start", metavar="STAGE", help="the stage to start in")
    parser.add_argument(
        "--marks",
        nargs="+",
        choices=[mark.label for mark in Mark],
        default=["standard"],
        help="which moves may be taken (default: standard)",
    )


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
    print_table(("Rule", "Bound", "Strength", "In force", "Falls on", "Source"), rows)
    return 0


def _due(options: argparse.Namespace) -> int:
    found = due(options.rule, start=options.start, process=PROCESS)
    if options.json:
        return print_json(found.to_dict())
    print(found.explain())
    return 0


def _deadlines(options: argparse.Namespace) -> int:
    if options.as_of is None:
        msg = "deadlines stand on a day; give it with --as-of, such as --as-of 2016-12-05"
        raise ValueError(msg)
    history = seen(options)
    found = deadlines(history, options.as_of, process=PROCESS, everything=options.everything)
    if options.ics is not None:
        calendar = deadlines_to_ics(found, authority=history.authority)
        write_atomically(options.ics, calendar)
        if not options.json:
            print(f"{options.ics}: {pluralised(calendar.count(b'BEGIN:VEVENT'), 'deadline')}")
            return 0
    if options.json:
        return print_json([each.to_dict() for each in found])
    rows = [
        (
            str(each.due),
            each.what,
            str(each.status),
            _left(each),
            str(each.strength),
            each.duty_holder or "",
            str(each.citation),
        )
        for each in found
    ]
    headings = ("Due", "What", "Status", "Left", "Strength", "Falls on", "Source")
    print_table(headings, rows)
    if options.explain:
        for each in found:
            print(f"\n{each.explain()}")
    elif any(each.status in MISSED for each in found):
        print(f"\nUnmet, not recorded: {NOT_RECORDED}")
    print(f"\n{PROCESS.disclaimer}")
    return 0


def _left(found: Due) -> str:
    """The days to a deadline, or since it."""
    if found.left is None:
        return ""
    days = pluralised(abs(found.left), found.unit.removesuffix("s"))
    return days if found.status is Status.OPEN else f"{days} ago"


def _next(options: argparse.Namespace) -> int:
    day = options.as_of
    history = seen(options)
    found = what_next(history, day, process=PROCESS)
    stage = check(history if day is None else history.as_of(day), PROCESS).stage
    before = outcomes(casebook.histories(), stage, process=PROCESS)
    if options.json:
        return print_json(
            [
                {**option.to_dict(), "went_so": list(before.by_trigger.get(option.trigger, ()))}
                for option in found
            ]
        )
    rows = [
        (
            PROCESS.triggers[option.trigger],
            PROCESS.stages[option.leads_to].label if option.moves and option.leads_to else "",
            "" if option.mark is None else option.mark.label,
            "" if option.earliest is None else option.earliest.isoformat(),
            _until(option),
            ", ".join(before.by_trigger.get(option.trigger, ())),
        )
        for option in found
        if option.allowed
    ]
    headings = ("What may happen", "Leads to", "Move", "From", "Keeps the rules until", "Went so")
    print_table(headings, rows)
    print(
        f"\nWent so: of the {len(before.authorities)} councils of this casebook that were in the "
        f"stage “{PROCESS.stages[stage].label}”, {len(before.remaining)} still there on record; "
        f"{len(before.left_out)} left out for low confidence."
    )
    refused = [option for option in found if not option.allowed]
    if not options.refused:
        print(f"\n{pluralised(len(refused), 'other')} refused; --refused says why.")
    for option in refused if options.refused else ():
        print(f"\n- “{PROCESS.triggers[option.trigger]}”: {' '.join(option.reasons)}")
    return 0


def _until(option: Option) -> str:
    """The last day that keeps the rules, and whether it has passed before the first."""
    if option.latest is None:
        return ""
    passed = option.earliest is not None and option.latest < option.earliest
    return f"{option.latest.isoformat()}{' (passed)' if passed else ''}"


def _paths(options: argparse.Namespace) -> int:
    found = PROCESS.paths(options.to, start=options.start, marks=options.marks)
    if options.json:
        return print_json([list(path) for path in found])
    for path in found:
        print(" → ".join(PROCESS.stages[stage].label for stage in path))
    return 0
