"""Search one history for the stays in a stage and the cases that start there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from ..casebook import is_unresearched
from ..queries import facts
from .follow_up import checked_to_day, followed_cases, last_known_day, last_possible_day
from .stay_outcomes import outcomes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..engine import Report
    from ..history import Event
    from ..queries import Facts
    from .competing_ends import CompetingEnds
    from .follow_up import FollowedCase
    from .stay_outcomes import Outcome

__all__ = ["SearchedHistory", "search_history"]


class SearchedHistory(NamedTuple):
    """What one history has of a stage.

    Attributes:
        stays: The stays in the stage that count.
        cases: The cases that count.
        dropped: The number of starts that the condition drops.
        known_to: The last day (ordinal) of the record.
        is_unresearched: Whether nobody searched for the events that could end the cases.
    """

    stays: Sequence[Outcome]
    cases: Sequence[FollowedCase]
    dropped: int
    known_to: int
    is_unresearched: bool


def search_history(
    report: Report, ends: CompetingEnds, given: Callable[[Facts], bool] | None
) -> SearchedHistory:
    """Return the stays and the cases of a history.

    Args:
        report: The report on the history.
        ends: The ends that compete.
        given: A function that says whether a case counts, from the facts known at its start.
    """
    stays = [*outcomes_of(report, ends.start)]
    starts = [
        event
        for event, move in zip(report.history.events, report.replay.moves, strict=True)
        if move.after == ends.start != move.before
    ]
    counted = starts
    if given is not None:
        counted = [event for event in starts if given(_known_at(report, event))]
        # Each stay but one in which the record begins has a start, in the same order.
        stays = [
            stay
            for event, stay in zip(starts, (each for each in stays if each.since), strict=True)
            if event in counted
        ]
    cases = tuple(followed_cases(report, ends, counted))
    is_checked = checked_to_day(report.history, ends.kinds) is not None
    return SearchedHistory(
        stays,
        cases,
        len(starts) - len(counted),
        last_known_day(report) if cases else 0,
        bool(cases) and not is_checked and is_unresearched(report.history),
    )


def _known_at(report: Report, start: Event) -> Facts:
    """Return the facts that were known on the last possible day of a start."""
    day = dt.date.fromordinal(last_possible_day(report, start))
    return facts(report.history.known_on(day), day, process=report.process)
