"""Questions about a history: what is due, what may happen next, what is known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .deadlines import deadlines, deadlines_of
    from .due import Due, DueTable, Status, due
    from .facts import (
        CANNOT_BE_TOLD,
        HOW_TO_CHECK,
        INTERVENTIONS,
        Fact,
        Facts,
        LatestJudgement,
        PlannedGoLive,
        abolition_words,
        confirms_stage,
        facts,
        facts_of,
    )
    from .next_moves import WINDOW_COLUMNS, Option, OptionTable, options, what_next
    from .option_words import bounds_words, days_left
    from .plain_data import plain_data
    from .schedules import (
        Postponement,
        Schedule,
        ScheduleBound,
        ScheduleConflict,
        ScheduledRoute,
        ScheduledStep,
        schedule,
    )
    from .shortest_time import ShortestTime, TimedStep, shortest_time
    from .strengths import LEAST_RANKS
    from .verification import ExampleEvent, ProcessFinding, Verification, verify
    from .windows import (
        Bound,
        Conflict,
        DaySpan,
        Window,
        can_plan,
        due_window,
        event_asked,
        planned_event,
        window,
        window_of,
    )
else:
    _HOMES = {
        "DaySpan": "windows",
        "deadlines": "deadlines",
        "deadlines_of": "deadlines",
        "Due": "due",
        "DueTable": "due",
        "Status": "due",
        "due": "due",
        "due_window": "windows",
        "CANNOT_BE_TOLD": "facts",
        "HOW_TO_CHECK": "facts",
        "INTERVENTIONS": "facts",
        "Fact": "facts",
        "Facts": "facts",
        "PlannedGoLive": "facts",
        "abolition_words": "facts",
        "facts": "facts",
        "facts_of": "facts",
        "LatestJudgement": "facts",
        "WINDOW_COLUMNS": "next_moves",
        "Option": "next_moves",
        "OptionTable": "next_moves",
        "options": "next_moves",
        "what_next": "next_moves",
        "bounds_words": "option_words",
        "days_left": "option_words",
        "plain_data": "plain_data",
        "can_plan": "windows",
        "confirms_stage": "facts",
        "planned_event": "windows",
        "Schedule": "schedules",
        "ScheduledRoute": "schedules",
        "Postponement": "schedules",
        "ScheduleBound": "schedules",
        "ScheduleConflict": "schedules",
        "ScheduledStep": "schedules",
        "schedule": "schedules",
        "ShortestTime": "shortest_time",
        "TimedStep": "shortest_time",
        "shortest_time": "shortest_time",
        "LEAST_RANKS": "strengths",
        "ExampleEvent": "verification",
        "ProcessFinding": "verification",
        "Verification": "verification",
        "verify": "verification",
        "Bound": "windows",
        "Conflict": "windows",
        "Window": "windows",
        "event_asked": "windows",
        "window": "windows",
        "window_of": "windows",
    }
    """The module that defines each public name."""
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CANNOT_BE_TOLD",
    "HOW_TO_CHECK",
    "INTERVENTIONS",
    "LEAST_RANKS",
    "WINDOW_COLUMNS",
    "Bound",
    "Conflict",
    "DaySpan",
    "Due",
    "DueTable",
    "ExampleEvent",
    "Fact",
    "Facts",
    "LatestJudgement",
    "Option",
    "OptionTable",
    "PlannedGoLive",
    "Postponement",
    "ProcessFinding",
    "Schedule",
    "ScheduleBound",
    "ScheduleConflict",
    "ScheduledRoute",
    "ScheduledStep",
    "ShortestTime",
    "Status",
    "TimedStep",
    "Verification",
    "Window",
    "abolition_words",
    "bounds_words",
    "can_plan",
    "confirms_stage",
    "days_left",
    "deadlines",
    "deadlines_of",
    "due",
    "due_window",
    "event_asked",
    "facts",
    "facts_of",
    "options",
    "plain_data",
    "planned_event",
    "schedule",
    "shortest_time",
    "verify",
    "what_next",
    "window",
    "window_of",
]
