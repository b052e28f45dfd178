"""Work out whether a stage can be reached by a day, and on which days each step fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...dates import DateLike, PartialDate, whole_day
from ...engine import check
from ...history import one_of
from ...process import Process, require_process
from ...trust_transfer import TRUST_TRANSFER
from ..strengths import LEAST_RANKS
from .route import NO_DAY, RouteSchedule
from .routes import counted_routes, route_of
from .schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...history import History

__all__ = ["schedule"]

MOST_ROUTES = 5
"""How many routes of each kind a schedule works out: standard ones, and those with other moves."""


def schedule(
    history: History,
    *,
    to: str,
    finish_by: DateLike,
    as_of: DateLike | None = None,
    route: str | Iterable[str] | None = None,
    strength: str = "all",
    process: Process = TRUST_TRANSFER,
) -> Schedule:
    """Return whether a stage can be reached by a day, and on which days each step fits.

    For each route of standard and attested moves that enters no stage twice, the answer has the
    first and the last day of each step such that all of the steps keep the rules and deadlines, or
    the rules and deadlines that exclude each other. Routes of standard moves alone come first, then
    those with attested moves, which are off the ordinary route.

    Of each event, only the trigger and the day count. Events that leave the stage as it is are not
    on these routes; name them in `route`.

    Args:
        history: The history.
        to: The stage to reach.
        finish_by: The last day on which the last step can happen.
        as_of: The first day on which a step can happen; later events are left out. By default, it
            is the day that the history has reached.
        route: The triggers of one route in sequence; by default, the five shortest routes of
            each kind count.
        strength: Which findings count: ``logic`` (a live case refuses the event), ``law`` (those,
            and breaches of the law) or ``all``.
        process: The process; the trust transfer by default.

    Raises:
        BadDate: `as_of` or `finish_by` is not one exact day.
        BadHistory: The history is of another process; the error names its first foreign event.
        InvalidValue: The process does not have the stage or an event of the route, the stage
            forbids an event of it, or `strength` is not one of the three words.

    Example:
        >>> from trustflow import casebook
        >>> bradford = casebook.load("Bradford")
        >>> plan = schedule(bradford, to="trust_live", finish_by="2023-04-01", as_of="2022-07-01")
        >>> [(step.trigger, str(step.earliest), step.slack) for step in plan.routes[0].steps]
        [('trust_went_live', '2022-11-09', 143)]
    """
    history = require_process(history, process)
    to, least = (
        process.stage(to),
        LEAST_RANKS[one_of(strength, LEAST_RANKS, "strength of a schedule")],
    )
    finish = whole_day(finish_by, "finish_by")
    shown = history if as_of is None else history.as_of(as_of)
    report = check(shown, process)
    day = None if as_of is None else whole_day(as_of, "as_of")
    first = max(report.replay.reached, NO_DAY) if day is None else day
    if route is None:
        routes, left_out = counted_routes(process, report.stage, to, MOST_ROUTES)
    else:
        routes, left_out = [route_of(process, report.stage, to, route)], (0, 0)
    found = [RouteSchedule(report, moves, first, finish, least).answer() for moves in routes]
    return Schedule(
        authority=history.authority,
        stage=report.stage,
        to=to,
        label=process.stages[to].label,
        as_of=None if day is None else PartialDate.between(day, day),
        finish_by=PartialDate.between(finish, finish),
        strength=strength,
        routes=tuple(found),
        standard_left_out=left_out[0],
        others_left_out=left_out[1],
    )
