"""Questions about a history: what is due, what may happen next, what is known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .day_span import DaySpan
    from .deadlines import deadlines, deadlines_of
    from .due import Due, DueTable, Status, due
    from .due_window import due_window
    from .fact_values import (
        CANNOT_BE_TOLD,
        HOW_TO_CHECK,
        INTERVENTIONS,
        Fact,
        Facts,
        PlannedGoLive,
        abolition_words,
    )
    from .facts import facts, facts_of
    from .latest_judgement import LatestJudgement
    from .next_moves import WINDOW_COLUMNS, Option, OptionTable, options, what_next
    from .option_words import bounds_words, days_left
    from .plain_data import plain_data
    from .planned_event import can_plan, planned_event
    from .record_state import confirms_stage
    from .schedule import Schedule, ScheduledRoute
    from .schedule_parts import Postponement, ScheduleBound, ScheduleConflict, ScheduledStep
    from .schedules import schedule
    from .shortest_time import ShortestTime, TimedStep, shortest_time
    from .strengths import LEAST_RANKS
    from .verification import ExampleEvent, ProcessFinding, Verification
    from .verifying import verify
    from .window import Bound, Conflict, Window
    from .windows import event_asked, window, window_of
else:
    _HOMES = {
        "DaySpan": "day_span",
        "deadlines": "deadlines",
        "deadlines_of": "deadlines",
        "Due": "due",
        "DueTable": "due",
        "Status": "due",
        "due": "due",
        "due_window": "due_window",
        "CANNOT_BE_TOLD": "fact_values",
        "HOW_TO_CHECK": "fact_values",
        "INTERVENTIONS": "fact_values",
        "Fact": "fact_values",
        "Facts": "fact_values",
        "PlannedGoLive": "fact_values",
        "abolition_words": "fact_values",
        "facts": "facts",
        "facts_of": "facts",
        "LatestJudgement": "latest_judgement",
        "WINDOW_COLUMNS": "next_moves",
        "Option": "next_moves",
        "OptionTable": "next_moves",
        "options": "next_moves",
        "what_next": "next_moves",
        "bounds_words": "option_words",
        "days_left": "option_words",
        "plain_data": "plain_data",
        "can_plan": "planned_event",
        "confirms_stage": "record_state",
        "planned_event": "planned_event",
        "Schedule": "schedule",
        "ScheduledRoute": "schedule",
        "Postponement": "schedule_parts",
        "ScheduleBound": "schedule_parts",
        "ScheduleConflict": "schedule_parts",
        "ScheduledStep": "schedule_parts",
        "schedule": "schedules",
        "ShortestTime": "shortest_time",
        "TimedStep": "shortest_time",
        "shortest_time": "shortest_time",
        "LEAST_RANKS": "strengths",
        "ExampleEvent": "verification",
        "ProcessFinding": "verification",
        "Verification": "verification",
        "verify": "verifying",
        "Bound": "window",
        "Conflict": "window",
        "Window": "window",
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
