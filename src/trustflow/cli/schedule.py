"""The command that asks whether a stage can be reached by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine import capital
from ..errors import pluralised
from ..queries import LEAST_RANKS, schedule
from .arguments import add_command, add_days, add_history, add_reading
from .inputs import TODAY, asked_words, day_text, selected_history
from .output import print_item, print_json, print_table, say

if TYPE_CHECKING:
    import argparse

    from ..queries import Schedule, ScheduledRoute, ScheduledStep

__all__ = ["add"]

HEADINGS = ("Event", "Days", "Slack", "First day by", "Last day by")
OPTIONAL = ("Last day by", "First day by")
"""The columns that a narrow terminal leaves out, the first of them first."""


def add(commands: Any) -> None:
    """Add the command `schedule`."""
    parser = add_command(
        commands,
        "schedule",
        _schedule,
        details="A step fits on a day if all steps can then keep the rules and deadlines, and the "
        "last one comes by the day given. Of a route that does not fit, the command prints why, "
        "and what would have to move.",
        example="Devon --to trust_live --by 2027-04-01",
    )
    add_history(parser)
    parser.add_argument(
        "--to", required=True, metavar="STAGE", help="the stage to reach, such as trust_live"
    )
    parser.add_argument("--by", required=True, metavar="DAY", help="the last day for the last step")
    add_days(parser, as_of=TODAY)
    parser.add_argument(
        "--route",
        nargs="+",
        metavar="EVENT",
        help="the events of one route in sequence, such as employee_information_given "
        "trust_went_live; all words up to the next option (default: the shortest routes of "
        "standard moves, and those with attested moves)",
    )
    parser.add_argument(
        "--strength",
        choices=list(LEAST_RANKS),
        default="all",
        help="which rules count: of logic, of law too, or all (default: all)",
    )
    add_reading(parser)


def _schedule(options: argparse.Namespace) -> int:
    process = options.process
    found = schedule(
        selected_history(options),
        to=options.to,
        finish_by=day_text(options.by),
        as_of=day_text(options.as_of),
        route=options.route,
        strength=options.strength,
        process=process,
    )
    if options.json:
        return print_json(found.to_dict())
    stage = f'in the stage "{process.stages[found.stage].label}"'
    say(f"{found.authority}, as of {asked_words(options)}: {stage}.")
    say(f"\n{found.answer}")
    for number, route in enumerate(found.routes, 1):
        say(f"\nRoute {number}: {_in_words(route)}\n")
        _print_route(route)
    _print_left_out(found)
    return 0


def _in_words(route: ScheduledRoute) -> str:
    return " → ".join(f"{step.label}{step.mark_words}" for step in route.steps)


def _print_route(route: ScheduledRoute) -> None:
    if route.conflict is not None:
        bounds = [" ".join(bound.sentences()) for bound in route.conflict.bounds]
        way_out = [route.conflict.way_out, *route.possible_sentences()]
        for line in (route.conflict.statement, *bounds, *way_out):
            print_item(line)
        return
    print_table(HEADINGS, [_row(step) for step in route.steps], optional=OPTIONAL)
    if route.deadlines:
        say("\nDeadlines on the way, if each step comes as early as it can:")
        for due in route.deadlines:
            assert due.due is not None  # noqa: S101 - a schedule has only deadlines with a day
            print_item(f"{due.due.words}: {due.what} ({due.strength})")


def _row(step: ScheduledStep) -> tuple[str, ...]:
    return (
        f"{capital(step.label)}{step.mark_words}",
        step.days,
        "" if step.slack is None else pluralised(step.slack, "day"),
        step.first_day_by,
        step.last_day_by,
    )


def _print_left_out(found: Schedule) -> None:
    if found.left_out:
        say(f"\nLeft out: {pluralised(found.left_out, 'other route')}. --route asks about one.")
    if not found.fits and not found.routes:
        say("--route asks about one with other moves, if there are any.")
