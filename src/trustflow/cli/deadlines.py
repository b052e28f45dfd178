"""The command that lists the deadlines of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine import NOT_RECORDED
from ..errors import pluralised
from ..exchange import deadlines_to_ics
from ..queries import Due, Status, deadlines
from .arguments import add_command, add_days, add_force, add_history, add_reading
from .inputs import TODAY, day_text, selected_history
from .output import print_item, print_json, print_table, say
from .targets import check_kind, check_target, write_target

if TYPE_CHECKING:
    import argparse

__all__ = ["add"]

MISSED = {Status.UNMET, Status.NOT_RECORDED}


def add(commands: Any) -> None:
    """Add the command `deadlines`."""
    parser = add_command(
        commands,
        "deadlines",
        _deadlines,
        "list the deadlines of a history with their status on a day",
        example="Sandwell --as-of 2016-12-05",
    )
    add_history(parser)
    add_days(parser, as_of=TODAY)
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
    add_force(parser)
    add_reading(parser)


def _deadlines(options: argparse.Namespace) -> int:
    process = options.process
    if options.ics is not None:
        check_target(options.ics, options)
        check_kind(options.ics, ["a calendar"], "a calendar")
    history = selected_history(options)
    found = deadlines(
        history, day_text(options.as_of), process=process, everything=options.everything
    )
    if options.ics is not None:
        calendar = deadlines_to_ics(found, authority=history.authority, process=process)
        write_target(options.ics, calendar)
        if not options.json:
            # The calendar leaves out deadlines without a day, so its own events are counted.
            say(f"{options.ics}: {pluralised(calendar.count(b'BEGIN:VEVENT'), 'deadline')}")
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
            say()
            print_item(deadline.explain())
    elif any(deadline.status in MISSED for deadline in found):
        say(f"\n{Status.UNMET.capitalize()} or {Status.NOT_RECORDED}: {NOT_RECORDED}")
    if process.disclaimer is not None:
        say(f"\n{process.disclaimer}")
    return 0


def _time_left(deadline: Due) -> str:
    """Return the days left to a deadline, or since it, in the unit of its rule."""
    if deadline.left is None:
        return ""
    days = pluralised(abs(deadline.left), deadline.unit.removesuffix("s"))
    return days if deadline.status is Status.OPEN else f"{days} ago"
